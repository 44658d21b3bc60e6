#include "results.h"

#include "decimal.h"

#include <stdlib.h>
#include <string.h>

/* A number's text with what stands before it; copied whole, eight bytes at a time, so `length` may be overwritten by the next cell. */
struct cell {
	char text[7];
	uint8_t length;
};

enum { TABLE_VALUES = 4096, CELL_BYTES = 7, TAIL_BYTES = 64 };

/* One column of numbers. */
struct column {
	int slot;             /* GJ_NONE: always 0 */
	int64_t low;
	size_t count;         /* cells in the table; 0: too many values or too long, each is worked out anew */
	struct cell *cells;
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
	struct tail *grades;  /* as they stand in the last cell */
	struct tail key;      /* JSON: {"编号": */
	size_t row_bytes;     /* the most that a row takes beside its key */
	bool all_tables, short_tails;
};

static size_t tail_end(enum gj_format format)
{
	return format == GJ_FORMAT_JSON ? 2 : 1;
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

static bool make_tail(struct gj_results *results, size_t grade, bool vetoed)
{
	const char *name = results->program->grades[grade].name;
	struct gj_buffer text = {0};
	struct tail *tail = &results->tails[grade * 2 + vetoed];
	bool json = results->format == GJ_FORMAT_JSON;
	bool good = add_name(results, &text, "否决") && add_value(results, &text, vetoed ? "是" : "否")
		&& add_name(results, &text, "等次") && add_value(results, &text, name)
		&& add_name(results, &text, "评定结果") && add_value(results, &text, name)
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
	results->tails = calloc(count * 2 + 1, sizeof *results->tails);
	results->grades = calloc(count + 1, sizeof *results->grades);
	if (!results->tails || !results->grades)
		return false;
	results->short_tails = true;
	for (size_t i = 0; i < count; i++) {
		struct gj_buffer text = {0};
		if (!make_tail(results, i, false) || !make_tail(results, i, true))
			return false;
		bool good = add_value(results, &text, results->program->grades[i].name) && keep_tail(&text, &results->grades[i]);
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
	results->row_bytes += text.size + GJ_DECIMAL_BYTES;
	return true;
}

/* In JSON the name is copied first and the table holds the number alone. */
static bool make_cells(struct gj_results *results, struct column *column)
{
	const struct gj_program *program = results->program;
	int64_t low = program->slot_low[column->slot], high = program->slot_high[column->slot];
	column->low = low;
	if (high < low || (uint64_t)high - (uint64_t)low >= TABLE_VALUES)
		return true;
	size_t count = (size_t)(high - low) + 1;
	column->cells = calloc(count, sizeof *column->cells);
	if (!column->cells)
		return false;
	bool comma = results->format == GJ_FORMAT_CSV;
	for (size_t i = 0; i < count; i++) {
		char number[GJ_DECIMAL_BYTES];
		size_t length = gj_decimal(number, low + (int64_t)i, program->point_scale);
		if (length + comma > CELL_BYTES)
			return true;
		column->cells[i].text[0] = ',';
		memcpy(column->cells[i].text + comma, number, length);
		column->cells[i].length = (uint8_t)(length + comma);
	}
	column->count = count;
	return true;
}

static bool add_column(struct gj_results *results, const char *name, int slot)
{
	struct column *column = &results->columns[results->column_count++];
	column->slot = slot;
	if (!make_before(results, column, name))
		return false;
	bool good = slot == GJ_NONE || make_cells(results, column);
	if (column->count == 0)
		results->all_tables = false;
	return good;
}

static bool add_columns(struct gj_results *results)
{
	const struct gj_program *program = results->program;
	results->columns = calloc(program->sheet_count + 3, sizeof *results->columns);
	if (!results->columns)
		return false;
	results->all_tables = true;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_ITEM && !add_column(results, program->sheet[i].name, program->sheet[i].score))
			return false;
	return add_column(results, "加分", program->bonus) && add_column(results, "减分", program->penalty)
		&& add_column(results, "总分", program->total);
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
	for (size_t i = 0; results->tails && i < results->program->grade_count * 2; i++)
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
	static const char *const last[] = {"加分", "减分", "总分", "否决", "等次", "评定结果"};
	for (size_t i = 0; i < sizeof last / sizeof *last && good; i++)
		good = add_heading(out, last[i]);
	return good && gj_buffer_text(out, "\n");
}

static inline char *put_cell_fast(char *at, const struct cell *cell)
{
	memcpy(at, cell, sizeof *cell);
	return at + cell->length;
}

static int64_t block_value(const void *block, enum gj_lane lane, size_t row)
{
	switch (lane) {
	case GJ_LANE8: return ((const int8_t *)block)[row];
	case GJ_LANE16: return ((const int16_t *)block)[row];
	case GJ_LANE32: return ((const int32_t *)block)[row];
	default: return ((const int64_t *)block)[row];
	}
}

/* Where a column's numbers stand in the machine just now. */
struct feed {
	const struct column *column;
	const void *block;
	enum gj_lane lane;
};

static char *put_number(char *at, const struct gj_results *results, const struct feed *feed, size_t row)
{
	const struct column *column = feed->column;
	int64_t value = feed->block ? block_value(feed->block, feed->lane, row) : 0;
	if (results->format == GJ_FORMAT_CSV && column->count)
		return put_cell_fast(at, &column->cells[value - column->low]);
	memcpy(at, column->before, column->before_length);
	at += column->before_length;
	if (column->count)
		return put_cell_fast(at, &column->cells[value - column->low]);
	return at + gj_decimal(at, value, results->program->point_scale);
}

struct rows {
	const struct gj_results *results;
	struct feed *feeds;
	const void *vetoed, *grade;
	enum gj_lane vetoed_lane, grade_lane;
	const struct gj_text *keys;
};

static char *put_key(char *at, const struct rows *rows, size_t row)
{
	const struct gj_text *key = &rows->keys[row];
	if (rows->results->format == GJ_FORMAT_CSV)
		return gj_put_cell(at, key->bytes, key->length);
	memcpy(at, rows->results->key.text, rows->results->key.length);
	return gj_put_json(at + rows->results->key.length, key->bytes, key->length);
}

static char *put_row(char *at, const struct rows *rows, size_t row)
{
	const struct gj_results *results = rows->results;
	at = put_key(at, rows, row);
	for (size_t i = 0; i < results->column_count; i++)
		at = put_number(at, results, &rows->feeds[i], row);
	size_t vetoed = rows->vetoed && block_value(rows->vetoed, rows->vetoed_lane, row) != 0;
	const struct tail *tail = &results->tails[(size_t)block_value(rows->grade, rows->grade_lane, row) * 2 + vetoed];
	memcpy(at, tail->text, results->short_tails ? (size_t)TAIL_BYTES : tail->length);
	return at + tail->length;
}

static size_t key_bytes(const struct gj_text *keys, const uint8_t *rejected, size_t rows)
{
	size_t bytes = 0;
	for (size_t i = 0; i < rows; i++)
		bytes += rejected[i] ? 0 : (size_t)keys[i].length * 6 + 2;
	return bytes;
}

bool gj_results_rows(const struct gj_results *results, const struct gj_vm *vm, const struct gj_text *keys, const uint8_t *rejected,
	size_t count, struct gj_buffer *out, uint32_t *ends)
{
	const struct gj_program *program = results->program;
	if (!gj_buffer_reserve(out, count * results->row_bytes + key_bytes(keys, rejected, count)))
		return false;
	struct feed feeds[results->column_count];
	struct rows rows = {.results = results, .feeds = feeds, .keys = keys};
	for (size_t i = 0; i < results->column_count; i++) {
		int slot = results->columns[i].slot;
		feeds[i] = (struct feed){.column = &results->columns[i]};
		if (slot != GJ_NONE)
			feeds[i].block = gj_vm_output(vm, slot, &feeds[i].lane);
	}
	if (program->vetoed != GJ_NONE)
		rows.vetoed = gj_vm_output(vm, program->vetoed, &rows.vetoed_lane);
	rows.grade = gj_vm_output(vm, program->grade, &rows.grade_lane);
	char *at = out->bytes + out->size;
	for (size_t i = 0; i < count; i++) {
		if (!rejected[i])
			at = put_row(at, &rows, i);
		ends[i] = (uint32_t)(at - out->bytes);
	}
	out->size = (size_t)(at - out->bytes);
	return true;
}

const char *gj_results_grade(const struct gj_results *results, int grade, size_t *length, size_t *tail)
{
	*length = results->grades[grade].length;
	*tail = tail_end(results->format);
	return results->grades[grade].text;
}
