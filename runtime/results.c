#include "results.h"

#include "datum.h"
#include "decimal.h"

#include <stdlib.h>
#include <string.h>

/* The text of a number, or of several that stand side by side, with their commas; copied whole, so the next cell overwrites what is beyond `length`. */
struct cell {
	char text[15];
	uint8_t length;
};

enum { TABLE_VALUES = 2048, CELL_BYTES = 15, TAIL_BYTES = 64, STRETCH = 64 };

/* One column of numbers. */
struct column {
	int slot;             /* GJ_NONE: always 0 */
	int inapplicable;     /* slot: 不适用 stands there instead; GJ_NONE. Such columns have no table */
	int64_t low;
	size_t count;         /* values it can have; 0: too many for a table */
	bool joined;          /* its numbers stand in the cells of the column before it, which are then indexed by both */
	struct cell *cells;   /* of every value; of the smallest TABLE_VALUES from `low` on when count is 0; NULL when joined or without a table */
	char *before;         /* what stands before the number: a comma, or ,"name": */
	size_t before_length;
};

/* What follows the numbers: 否决, 等次, 评定结果, line end. Readable up to TAIL_BYTES when it is no longer than that. */
struct tail {
	char *text;
	size_t length;
};

struct gj_results {
	const struct gj_program *program;
	enum gj_format format;
	size_t column_count;
	struct column *columns;
	struct tail *tails;   /* [2 × grade]: 0 not vetoed, 1 vetoed */
	struct tail *grades;  /* as they stand from 评定结果 on */
	struct tail key;      /* JSON: {"编号": */
	size_t row_bytes;     /* the most that a row takes beside its key */
	bool short_tails;     /* all are TAIL_BYTES or less */
};

const char *gj_closing_name(enum gj_closing closing)
{
	static const char *const names[GJ_CLOSINGS] = {"加分", "减分", "总分", "否决", "等次", "评定结果"};
	return names[closing];
}

static bool add_value(const struct gj_results *results, struct gj_buffer *buffer, const char *text)
{
	return results->format == GJ_FORMAT_JSON ? gj_buffer_json(buffer, text, strlen(text)) : gj_buffer_cell(buffer, text, strlen(text));
}

/* What stands before the value of a column: the comma, and in JSON its name. */
static bool add_name(const struct gj_results *results, struct gj_buffer *buffer, const char *name)
{
	if (results->format == GJ_FORMAT_CSV)
		return gj_buffer_text(buffer, ",");
	return gj_buffer_text(buffer, ",") && gj_buffer_json(buffer, name, strlen(name)) && gj_buffer_text(buffer, ":");
}

/* Keeps the buffer's text, with room to copy TAIL_BYTES from its start. */
static bool keep_tail(struct gj_buffer *buffer, struct tail *tail)
{
	tail->length = buffer->size;
	if (!gj_buffer_reserve(buffer, TAIL_BYTES))
		return false;
	memset(buffer->bytes + buffer->size, 0, TAIL_BYTES);
	tail->text = buffer->bytes;
	*buffer = (struct gj_buffer){0};
	return true;
}

/* A standard without grades has the tails of one without a name. */
static size_t tail_count(const struct gj_program *program)
{
	return 2 * (program->grade_count ? program->grade_count : 1);
}

/* 评定结果, and what follows from it. */
static bool add_result(const struct gj_results *results, struct gj_buffer *text, const struct gj_grade *grade)
{
	return add_value(results, text, grade->name) && gj_grade_columns_cells(text, results->program, results->format, grade, NULL);
}

static bool make_tail(struct gj_results *results, size_t grade, bool vetoed)
{
	const struct gj_grade *of = gj_program_grade(results->program, results->program->grade_count ? (int)grade : GJ_NONE);
	struct gj_buffer text = {0};
	struct tail *tail = &results->tails[grade * 2 + vetoed];
	bool json = results->format == GJ_FORMAT_JSON;
	bool good = add_name(results, &text, gj_closing_name(GJ_CLOSING_VETOED)) && add_value(results, &text, vetoed ? "是" : "否")
		&& add_name(results, &text, gj_closing_name(GJ_CLOSING_GRADE)) && add_value(results, &text, of->name)
		&& add_name(results, &text, gj_closing_name(GJ_CLOSING_RESULT)) && add_result(results, &text, of)
		&& gj_buffer_text(&text, json ? "}\n" : "\n") && keep_tail(&text, tail);
	gj_buffer_free(&text);
	if (good && tail->length > TAIL_BYTES)
		results->short_tails = false;
	if (good && tail->length > results->row_bytes)
		results->row_bytes = tail->length;
	return good;
}

static bool make_tails(struct gj_results *results)
{
	size_t count = results->program->grade_count;
	results->tails = calloc(tail_count(results->program), sizeof *results->tails);
	results->grades = calloc(count + 1, sizeof *results->grades);
	if (!results->tails || !results->grades)
		return false;
	results->short_tails = true;
	for (size_t i = 0; i < tail_count(results->program); i++)
		if (!make_tail(results, i / 2, i % 2))
			return false;
	for (size_t i = 0; i < count; i++) {
		struct gj_buffer text = {0};
		bool good = add_result(results, &text, &results->program->grades[i]) && keep_tail(&text, &results->grades[i]);
		gj_buffer_free(&text);
		if (!good)
			return false;
	}
	return true;
}

static bool make_before(struct gj_results *results, struct column *column, const char *name)
{
	struct gj_buffer text = {0};
	if (!add_name(results, &text, name)) {
		gj_buffer_free(&text);
		return false;
	}
	column->before = text.bytes;
	column->before_length = text.size;
	results->row_bytes += text.size + GJ_DECIMAL_BYTES; /* more than a cell */
	return true;
}

/* In JSON the name is copied first and the table holds the number alone. False when it doesn't fit a cell. */
static bool fill_cell(const struct gj_results *results, struct cell *cell, const struct cell *before, int64_t value)
{
	char number[GJ_DECIMAL_BYTES];
	size_t length = gj_decimal(number, value, results->program->point_scale);
	size_t comma = results->format == GJ_FORMAT_CSV, start = before ? before->length : 0;
	if (start + comma + length > CELL_BYTES)
		return false;
	if (before)
		*cell = *before;
	if (comma)
		cell->text[start] = ',';
	memcpy(cell->text + start + comma, number, length);
	cell->length = (uint8_t)(start + comma + length);
	return true;
}

/* A table of every value of a column behind every cell of `before` (NULL: nothing). *cells is NULL when something doesn't fit. False when memory is out. */
static bool fill_table(const struct gj_results *results, const struct column *column, const struct cell *before, size_t before_count,
	struct cell **cells)
{
	*cells = calloc(before_count * column->count, sizeof **cells);
	if (!*cells)
		return false;
	for (size_t i = 0; i < before_count * column->count; i++)
		if (!fill_cell(results, &(*cells)[i], before ? &before[i / column->count] : NULL, column->low + (int64_t)(i % column->count))) {
			free(*cells);
			*cells = NULL;
			return true;
		}
	return true;
}

static bool make_cells(struct gj_results *results, struct column *column)
{
	if (column->inapplicable != GJ_NONE)
		return true;
	const struct gj_program *program = results->program;
	int64_t low = column->slot == GJ_NONE ? 0 : program->slot_low[column->slot], high = column->slot == GJ_NONE ? 0 : program->slot_high[column->slot];
	bool whole = high >= low && (uint64_t)high - (uint64_t)low < TABLE_VALUES;
	column->low = whole || low > 0 ? low : 0;
	column->count = whole ? (size_t)(high - low) + 1 : (size_t)TABLE_VALUES;
	bool good = fill_table(results, column, NULL, 1, &column->cells);
	if (!whole || !column->cells)
		column->count = 0;
	return good;
}

/* Joins columns of few values to the one before while the table stays small: fewer look-ups a row. */
static bool join_columns(struct gj_results *results)
{
	struct column *head = NULL;
	size_t cells = 0;
	for (size_t i = 0; i < results->column_count; i++) {
		struct column *column = &results->columns[i];
		struct cell *both = NULL;
		if (head && column->count && cells * column->count <= TABLE_VALUES && !fill_table(results, column, head->cells, cells, &both))
			return false;
		if (both) {
			free(head->cells);
			free(column->cells);
			head->cells = both;
			column->cells = NULL;
			column->joined = true;
			cells *= column->count;
		} else {
			head = column->count ? column : NULL;
			cells = column->count;
		}
	}
	return true;
}

static bool add_column(struct gj_results *results, const char *name, int slot, int inapplicable)
{
	struct column *column = &results->columns[results->column_count++];
	column->slot = slot;
	column->inapplicable = inapplicable;
	return make_before(results, column, name) && make_cells(results, column);
}

static bool add_columns(struct gj_results *results)
{
	const struct gj_program *program = results->program;
	results->columns = calloc(program->sheet_count + 3, sizeof *results->columns);
	if (!results->columns)
		return false;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_ITEM
			&& !add_column(results, program->sheet[i].name, program->sheet[i].score, program->sheet[i].inapplicable))
			return false;
	return add_column(results, gj_closing_name(GJ_CLOSING_BONUS), program->bonus, GJ_NONE)
		&& add_column(results, gj_closing_name(GJ_CLOSING_PENALTY), program->penalty, GJ_NONE)
		&& add_column(results, gj_closing_name(GJ_CLOSING_TOTAL), program->total, program->sheet[0].inapplicable)
		&& (results->format == GJ_FORMAT_JSON || join_columns(results));
}

static bool make_key(struct gj_results *results)
{
	const char *name = results->program->fields[results->program->key_field].name;
	struct gj_buffer text = {0};
	bool good = gj_buffer_text(&text, "{") && gj_buffer_json(&text, name, strlen(name)) && gj_buffer_text(&text, ":")
		&& keep_tail(&text, &results->key);
	gj_buffer_free(&text);
	return good;
}

struct gj_results *gj_results_new(const struct gj_program *program, enum gj_format format)
{
	struct gj_results *results = calloc(1, sizeof *results);
	if (!results)
		return NULL;
	results->program = program;
	results->format = format;
	if (!make_tails(results) || !add_columns(results) || !make_key(results)) {
		gj_results_free(results);
		return NULL;
	}
	results->row_bytes += results->key.length + TAIL_BYTES;
	return results;
}

void gj_results_free(struct gj_results *results)
{
	if (!results)
		return;
	for (size_t i = 0; i < results->column_count; i++) {
		free(results->columns[i].cells);
		free(results->columns[i].before);
	}
	for (size_t i = 0; results->tails && i < tail_count(results->program); i++)
		free(results->tails[i].text);
	for (size_t i = 0; results->grades && i < results->program->grade_count; i++)
		free(results->grades[i].text);
	free(results->key.text);
	free(results->columns);
	free(results->tails);
	free(results->grades);
	free(results);
}

static bool add_heading(struct gj_buffer *out, const char *name)
{
	return gj_buffer_text(out, ",") && gj_buffer_cell(out, name, strlen(name));
}

bool gj_results_heading(const struct gj_results *results, struct gj_buffer *out)
{
	const struct gj_program *program = results->program;
	if (results->format == GJ_FORMAT_JSON)
		return true;
	const char *key = program->fields[program->key_field].name;
	bool good = gj_buffer_text(out, "\xEF\xBB\xBF") && gj_buffer_cell(out, key, strlen(key));
	for (size_t i = 0; i < program->sheet_count && good; i++)
		if (program->sheet[i].part == GJ_PART_ITEM)
			good = add_heading(out, program->sheet[i].name);
	for (size_t i = 0; i < GJ_CLOSINGS && good; i++)
		good = add_heading(out, gj_closing_name((enum gj_closing)i));
	return good && gj_grade_columns_heading(out, program) && gj_buffer_text(out, "\n");
}

/* Where a column's numbers stand just now: `indices` into its table, or, where it has none, the machine's own block (NULL: all 0). */
struct feed {
	const struct cell *cells;
	uint16_t *indices;
	const struct column *column;
	const void *block, *inapplicable; /* of the column's slots */
	enum gj_lane lane, inapplicable_lane;
};

/* What the rows of one block are written from. */
struct block {
	const struct gj_results *results;
	struct feed *feeds;
	size_t feed_count;
	uint16_t *tails;      /* [rows] */
	const struct gj_text *keys;
};

/* The whole cell is copied, whatever its length: the next one overwrites the rest. */
static inline char *put_cell(char *at, const struct cell *cell)
{
	memcpy(at, cell, sizeof *cell);
	return at + cell->length;
}

/* indices = indices × count + value, in stretches of constant length so that compilers vectorise them at -O2. */
#define DEFINE_INDEX(name, type) \
	static void name(uint16_t *restrict indices, const type *restrict values, int64_t low, uint16_t count, size_t rows) \
	{ \
		const uint16_t base = (uint16_t)low; \
		size_t row = 0; \
		for (; row + STRETCH <= rows; row += STRETCH) \
			for (size_t i = 0; i < STRETCH; i++) \
				indices[row + i] = (uint16_t)(indices[row + i] * count + (uint16_t)values[row + i] - base); \
		for (; row < rows; row++) \
			indices[row] = (uint16_t)(indices[row] * count + (uint16_t)values[row] - base); \
	}
DEFINE_INDEX(index8, int8_t)
DEFINE_INDEX(index16, int16_t)
DEFINE_INDEX(index32, int32_t)
DEFINE_INDEX(index64, int64_t)

static void index_block(uint16_t *indices, const struct column *column, const void *block, enum gj_lane lane, size_t rows)
{
	uint16_t count = (uint16_t)column->count;
	switch (lane) {
	case GJ_LANE8: index8(indices, block, column->low, count, rows); break;
	case GJ_LANE16: index16(indices, block, column->low, count, rows); break;
	case GJ_LANE32: index32(indices, block, column->low, count, rows); break;
	default: index64(indices, block, column->low, count, rows);
	}
}

/* A column whose values aren't all in its table, or which may not apply. */
static char *put_number(char *at, const struct gj_results *results, const struct feed *feed, size_t row)
{
	const struct column *column = feed->column;
	int64_t value = feed->block ? gj_column_value(feed->block, feed->lane, row) : 0;
	uint64_t index = (uint64_t)value - (uint64_t)column->low;
	if (column->cells && index < TABLE_VALUES && results->format == GJ_FORMAT_CSV)
		return put_cell(at, &column->cells[index]);
	memcpy(at, column->before, column->before_length);
	at += column->before_length;
	if (feed->inapplicable && gj_column_value(feed->inapplicable, feed->inapplicable_lane, row))
		return stpcpy(at, results->format == GJ_FORMAT_JSON ? "\"不适用\"" : "不适用");
	return at + gj_decimal(at, value, results->program->point_scale);
}

static inline char *put_tail(char *at, const struct gj_results *results, size_t index)
{
	const struct tail *tail = &results->tails[index];
	if (results->short_tails)
		memcpy(at, tail->text, TAIL_BYTES);
	else
		memcpy(at, tail->text, tail->length);
	return at + tail->length;
}

static char *put_csv_row(char *at, const struct block *block, size_t row)
{
	const struct gj_results *results = block->results;
	const struct feed *feed = block->feeds, *end = feed + block->feed_count;
	at = gj_put_cell(at, block->keys[row].bytes, block->keys[row].length);
	for (; feed < end; feed++)
		at = feed->cells ? put_cell(at, feed->cells + feed->indices[row]) : put_number(at, results, feed, row);
	return put_tail(at, results, block->tails[row]);
}

static char *put_json_row(char *at, const struct block *block, size_t row)
{
	const struct gj_results *results = block->results;
	memcpy(at, results->key.text, results->key.length);
	at = gj_put_json(at + results->key.length, block->keys[row].bytes, block->keys[row].length);
	for (size_t i = 0; i < block->feed_count; i++) {
		const struct feed *feed = &block->feeds[i];
		if (feed->cells) {
			memcpy(at, feed->column->before, feed->column->before_length);
			at = put_cell(at + feed->column->before_length, feed->cells + feed->indices[row]);
		} else {
			at = put_number(at, results, feed, row);
		}
	}
	return put_tail(at, results, block->tails[row]);
}

static size_t key_bytes(const struct gj_text *keys, const uint8_t *rejected, size_t rows)
{
	size_t bytes = 0;
	for (size_t i = 0; i < rows; i++)
		bytes += rejected[i] ? 0 : (size_t)keys[i].length * 6 + 2;
	return bytes;
}

/* Adds a column to the feeds; returns how many there are then. */
static size_t feed_column(struct feed *feeds, size_t count, const struct column *column, const struct gj_vm *vm, uint16_t *indices, size_t rows)
{
	enum gj_lane lane = GJ_LANE8;
	const void *block = column->slot == GJ_NONE ? NULL : gj_vm_output(vm, column->slot, &lane);
	if (!column->joined) {
		feeds[count] = (struct feed){.column = column, .cells = column->count ? column->cells : NULL, .indices = indices + count * rows, .block = block, .lane = lane};
		memset(feeds[count].indices, 0, rows * sizeof *indices);
		if (column->inapplicable != GJ_NONE)
			feeds[count].inapplicable = gj_vm_output(vm, column->inapplicable, &feeds[count].inapplicable_lane);
		count++;
	}
	if (column->count && block)
		index_block(feeds[count - 1].indices, column, block, lane, rows);
	return count;
}

static void index_tails(uint16_t *tails, const struct gj_program *program, const struct gj_vm *vm, size_t rows)
{
	const struct column grades = {.count = 1}, vetoed = {.count = 2};
	enum gj_lane lane;
	memset(tails, 0, rows * sizeof *tails);
	if (program->grade != GJ_NONE) {
		const void *block = gj_vm_output(vm, program->grade, &lane);
		index_block(tails, &grades, block, lane, rows);
	}
	const void *block = gj_vm_output(vm, program->vetoed, &lane);
	index_block(tails, &vetoed, block, lane, rows);
}

/* The line of `row`, if it is the next of those made elsewhere. */
static char *put_line(char *at, const struct gj_results_lines *lines, size_t *next, size_t row)
{
	if (*next == lines->count || lines->rows[*next] != row)
		return at;
	size_t start = *next ? lines->ends[*next - 1] : 0, length = lines->ends[*next] - start;
	memcpy(at, lines->text.bytes + start, length);
	++*next;
	return at + length;
}

static void put_rows(const struct block *block, const uint8_t *rejected, const struct gj_results_lines *lines, size_t rows, struct gj_buffer *out,
	uint32_t *ends)
{
	bool json = block->results->format == GJ_FORMAT_JSON;
	char *at = out->bytes + out->size;
	size_t next = 0;
	for (size_t row = 0; row < rows; row++) {
		if (rejected[row])
			at = put_line(at, lines, &next, row);
		else
			at = json ? put_json_row(at, block, row) : put_csv_row(at, block, row);
		ends[row] = (uint32_t)(at - out->bytes);
	}
	out->size = (size_t)(at - out->bytes);
}

bool gj_results_rows(const struct gj_results *results, const struct gj_vm *vm, const struct gj_text *keys, const uint8_t *rejected,
	const struct gj_results_lines *lines, size_t rows, struct gj_buffer *out, uint32_t *ends)
{
	size_t count = results->column_count;
	struct feed *feeds = malloc(count * sizeof *feeds);
	uint16_t *indices = malloc((count + 1) * rows * sizeof *indices);
	bool good = feeds && indices && gj_buffer_reserve(out, rows * results->row_bytes + key_bytes(keys, rejected, rows) + lines->text.size);
	if (good) {
		struct block block = {.results = results, .feeds = feeds, .tails = indices + count * rows, .keys = keys};
		for (size_t i = 0; i < count; i++)
			block.feed_count = feed_column(feeds, block.feed_count, &results->columns[i], vm, indices, rows);
		index_tails(block.tails, results->program, vm, rows);
		put_rows(&block, rejected, lines, rows, out, ends);
	}
	free(feeds);
	free(indices);
	return good;
}

const char *gj_results_grade(const struct gj_results *results, int grade, size_t *length, size_t *tail)
{
	*length = results->grades[grade].length;
	*tail = results->format == GJ_FORMAT_JSON ? 2 : 1;
	return results->grades[grade].text;
}
