#include "results_layout.h"

#include "datum.h"
#include "decimal.h"

#include <stdlib.h>
#include <string.h>

enum { STRETCH = 64 };

/* Where a column's numbers stand just now: `indices` into its table, or, where it has none, the machine's own block (NULL: all 0). */
struct feed {
	const struct cell *cells;
	uint16_t *indices;
	const struct column *column;
	const void *block, *missing; /* of the column's slots */
	enum gj_lane lane, missing_lane;
};

/* What the rows of one block are written from. */
struct block {
	const struct gj_results *results;
	struct feed *feeds;
	size_t feed_count;
	uint16_t *tails;      /* [rows] */
	const struct gj_text *keys;
	const struct gj_text *const *carried; /* [carried_count] */
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
	if (feed->missing && gj_column_value(feed->missing, feed->missing_lane, row) == column->missing_value)
		return stpcpy(at, column->missing_text);
	return at + gj_decimal(at, value, column->scale);
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
	for (size_t i = 0; i < results->program->carried_count; i++) {
		*at++ = ',';
		at = gj_put_cell(at, block->carried[i][row].bytes, block->carried[i][row].length);
	}
	for (; feed < end; feed++)
		at = feed->cells ? put_cell(at, feed->cells + feed->indices[row]) : put_number(at, results, feed, row);
	return put_tail(at, results, block->tails[row]);
}

static char *put_json_row(char *at, const struct block *block, size_t row)
{
	const struct gj_results *results = block->results;
	memcpy(at, results->key.text, results->key.length);
	at = gj_put_json(at + results->key.length, block->keys[row].bytes, block->keys[row].length);
	for (size_t i = 0; i < results->program->carried_count; i++) {
		memcpy(at, results->carried[i].text, results->carried[i].length);
		at = gj_put_json(at + results->carried[i].length, block->carried[i][row].bytes, block->carried[i][row].length);
	}
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

static size_t text_bytes(const struct gj_text *texts, const uint8_t *rejected, size_t rows)
{
	size_t bytes = 0;
	for (size_t i = 0; i < rows; i++)
		bytes += rejected[i] ? 0 : (size_t)texts[i].length * 6 + 3;
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
		if (column->missing != GJ_NONE)
			feeds[count].missing = gj_vm_output(vm, column->missing, &feeds[count].missing_lane);
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

/* The texts of the fields that are carried along, and the bytes that all texts of the rows take. */
static size_t take_texts(const struct gj_program *program, const struct gj_rows *of, const struct gj_text **carried)
{
	size_t bytes = text_bytes(of->texts[program->key_field] + of->first, of->rejected, of->rows);
	for (size_t i = 0; i < program->carried_count; i++) {
		carried[i] = of->texts[program->carried[i]] + of->first;
		bytes += text_bytes(carried[i], of->rejected, of->rows);
	}
	return bytes;
}

bool gj_results_rows(const struct gj_results *results, const struct gj_vm *vm, const struct gj_rows *of, const struct gj_results_lines *lines,
	struct gj_buffer *out, uint32_t *ends)
{
	const struct gj_program *program = results->program;
	size_t count = results->column_count, rows = of->rows;
	const struct gj_text **carried = malloc((program->carried_count + 1) * sizeof *carried);
	struct feed *feeds = malloc(count * sizeof *feeds);
	uint16_t *indices = malloc((count + 1) * rows * sizeof *indices);
	bool good = feeds && indices && carried
		&& gj_buffer_reserve(out, rows * results->row_bytes + take_texts(program, of, carried) + lines->text.size);
	if (good) {
		struct block block = {.results = results, .feeds = feeds, .tails = indices + count * rows, .keys = of->texts[program->key_field] + of->first,
			.carried = carried};
		for (size_t i = 0; i < count; i++)
			block.feed_count = feed_column(feeds, block.feed_count, &results->columns[i], vm, indices, rows);
		index_tails(block.tails, program, vm, rows);
		put_rows(&block, of->rejected, lines, rows, out, ends);
	}
	free(carried);
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
