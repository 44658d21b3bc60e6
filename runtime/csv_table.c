#include "csv_chunk.h"
#include "csv_header.h"
#include "encoding.h"
#include "rejects_path.h"
#include "system_error.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	TARGET_BYTES = 384 * 1024,
	SMALLEST_READ = 64 * 1024,
	MOST_TITLE_ROWS = 9 /* above the headings */
};

struct gj_table {
	const struct gj_program *program;
	const char *path;
	const struct gj_table_source *source; /* NULL: the file at `path` */
	struct gj_arena *arena;
	struct gj_input *input;
	struct gj_csv_binding binding;
	struct gj_csv_plan *plan;
	struct gj_data_findings findings;
	char *carry; /* GJ_CHUNK_BYTES + GJ_CSV_PAD: what the last chunk left */
	size_t carried;
	bool skipping; /* within a row that is too long */
	bool finished;
	uint64_t line; /* of the first byte carried */
	uint64_t rows, chunks;
	size_t out; /* chunks handed out and not yet back */
	uint8_t *above_one; /* as in struct gj_chunk_work */
	uint64_t counted_rows;
};

static void system_finding(struct gj_table *table, enum gj_data_message_id id, int error)
{
	char text[GJ_ERRNO_BYTES];
	if (error == ENOMEM) {
		gj_data_find(&table->findings, GJ_DATA_NO_MEMORY, 0, NULL);
		return;
	}
	const struct gj_table_fault *fault = table->source && table->source->fault.argument_count ? &table->source->fault : NULL;
	if (fault)
		gj_data_find(&table->findings, fault->id, 0, fault->arguments[0], fault->arguments[1], fault->argument_count > 2 ? fault->arguments[2] : NULL, NULL);
	else
		gj_data_find(&table->findings, id, 0, table->path, gj_errno_argument(text, error), NULL);
}

/* Whether the encoding is one that can be read. */
static bool accept_encoding(struct gj_table *table)
{
	const char *kind;
	switch (gj_input_encoding(table->input, &kind)) {
	case GJ_UTF8: return true;
	case GJ_GB18030: gj_data_find(&table->findings, GJ_DATA_CONVERTED_FILE, 0, table->path, NULL); return true;
	case GJ_UTF16: gj_data_find(&table->findings, GJ_DATA_UTF16_FILE, 0, table->path, NULL); return false;
	case GJ_ENCODING_UNKNOWN: gj_data_find(&table->findings, GJ_DATA_UNKNOWN_ENCODING, 1, table->path, NULL); return false;
	case GJ_NOT_TEXT: gj_data_find(&table->findings, GJ_DATA_NOT_A_TABLE, 0, table->path, kind, NULL); return false;
	}
	return false;
}

/* Drops the first `count` bytes of what is carried and counts their lines. */
static void drop(struct gj_table *table, size_t count)
{
	const char *at = table->carry, *end = at + count;
	while ((at = memchr(at, table->binding.form.terminator, (size_t)(end - at)))) {
		table->line++;
		at++;
	}
	memmove(table->carry, end, table->carried - count);
	table->carried -= count;
}

/* "sep=;" above the headings is a note of spreadsheets to themselves. */
static size_t separator_note(const char *text, size_t length)
{
	size_t line = 0;
	while (line < length && text[line] != '\n' && text[line] != '\r')
		line++;
	if (line != 5 || memcmp(text, "sep=", 4) || line == length)
		return 0;
	return line + 1 + (text[line] == '\r' && line + 1 < length && text[line + 1] == '\n');
}

/* The row of headings among the first ones: the first that names a field, be it one alone, since a pass for keys knows no other. `fullest`: the most cells
 * that one before it fills; `filled`: its own. 0: none but perhaps the first. */
static size_t find_headings(const struct gj_table *table, const struct gj_csv_rows *rows, size_t *fullest, size_t *filled)
{
	*fullest = 0;
	for (size_t row = 0; row < rows->count && row <= MOST_TITLE_ROWS; row++) {
		const char *at = table->carry + rows->start[row], *end = table->carry + rows->end[row];
		if (gj_csv_named_cells(table->program, gj_csv_form_of(at, (size_t)(end - at)), at, end, filled))
			return row;
		*fullest = *filled > *fullest ? *filled : *fullest;
	}
	return 0;
}

/* Finds the rows of what is carried, as if the headings were the first. */
static struct gj_csv_form index_rows(const struct gj_table *table, struct gj_csv_rows *rows)
{
	struct gj_csv_form form = gj_csv_form_of(table->carry, table->carried);
	gj_csv_index(table->carry, table->carried, gj_input_ended(table->input), form, gj_csv_scan(), rows);
	return form;
}

/* Passes over a table's title and remarks. Rows that fill more than half as many cells as the headings may be data, whose headings were sorted away from
 * the top: they are never passed over. */
static bool drop_title(struct gj_table *table, struct gj_csv_rows *rows)
{
	size_t fullest, filled, row = find_headings(table, rows, &fullest, &filled);
	char above[24];
	if (!row)
		return true;
	snprintf(above, sizeof above, "%" PRIu32, rows->line[row]);
	if (2 * fullest > filled) {
		gj_data_find(&table->findings, GJ_DATA_HEADINGS_BELOW, table->line + rows->line[row], above, NULL);
		return false;
	}
	drop(table, rows->start[row]);
	table->binding.form = index_rows(table, rows);
	gj_data_find(&table->findings, GJ_DATA_TITLE_ABOVE, table->line, above, NULL);
	return true;
}

static bool read_heading(struct gj_table *table, struct gj_csv_rows *rows)
{
	size_t note = separator_note(table->carry, table->carried);
	char limit[24];
	snprintf(limit, sizeof limit, "%d", GJ_ROW_BYTES);
	table->line = 1;
	table->binding.form = gj_csv_form_of(table->carry + note, table->carried - note);
	drop(table, note);
	table->binding.form = index_rows(table, rows);
	if (!drop_title(table, rows))
		return false;
	struct gj_csv_form form = table->binding.form;
	if (!rows->count || rows->end[0] - rows->start[0] > GJ_ROW_BYTES) {
		bool empty = !rows->count && gj_input_ended(table->input);
		gj_data_find(&table->findings, empty ? GJ_DATA_EMPTY_FILE : GJ_DATA_HEADING_TOO_LONG, 0, empty ? table->path : limit, NULL);
		return false;
	}
	size_t end = rows->end[0];
	uint64_t line = table->line + rows->line[0];
	if (!gj_csv_bind(table->program, form, table->carry + rows->start[0], table->carry + end, line, &table->binding, &table->findings))
		return false;
	while (end < table->carried && table->carry[end] != form.terminator)
		end++;
	drop(table, end < table->carried ? end + 1 : end);
	return true;
}

static bool start(struct gj_table *table)
{
	table->input = table->source ? gj_input_of(&table->source->text) : gj_input_open(table->path);
	if (!table->input) {
		system_finding(table, GJ_DATA_CANNOT_OPEN, errno);
		return false;
	}
	if (!accept_encoding(table))
		return false;
	ssize_t got = gj_input_read(table->input, table->carry, GJ_CHUNK_BYTES);
	if (got < 0) {
		system_finding(table, GJ_DATA_CANNOT_READ, errno);
		return false;
	}
	table->carried = (size_t)got;
	struct gj_csv_rows *rows = malloc(sizeof *rows);
	bool bound = rows && read_heading(table, rows);
	table->findings.no_memory |= !rows;
	free(rows);
	const char *kind;
	if (gj_input_encoding(table->input, &kind) == GJ_GB18030)
		table->binding.encoding = "GB18030";
	if (bound)
		table->plan = gj_csv_plan_new(&table->binding, table->carry, table->carried, table->arena);
	return table->plan;
}

static struct gj_table *open_table(const char *path, const struct gj_table_source *source, const struct gj_program *program)
{
	struct gj_table *table = calloc(1, sizeof *table);
	if (!table)
		return NULL;
	table->program = program;
	table->source = source;
	table->arena = table->findings.arena = gj_arena_new();
	table->carry = calloc(1, GJ_CHUNK_BYTES + GJ_CSV_PAD);
	if (table->arena) {
		table->path = gj_arena_copy(table->arena, path, strlen(path));
		table->above_one = gj_arena_alloc(table->arena, program->field_count + 1);
	}
	bool ready = table->carry && table->path && table->above_one && start(table);
	if (ready || (table->findings.failed && !table->findings.no_memory))
		return table;
	gj_table_close(table);
	return NULL;
}

struct gj_table *gj_table_open(const char *path, const struct gj_program *program)
{
	return open_table(path, NULL, program);
}

struct gj_table *gj_table_open_source(const char *shown, const struct gj_table_source *source, const struct gj_program *program)
{
	return open_table(shown, source, program);
}

void gj_table_close(struct gj_table *table)
{
	if (!table)
		return;
	gj_input_close(table->input);
	gj_arena_free(table->arena);
	free(table->carry);
	free(table);
}

bool gj_table_ready(const struct gj_table *table)
{
	return table->plan && !table->findings.failed;
}

const struct gj_data_finding *gj_table_findings(const struct gj_table *table, size_t *count)
{
	*count = table->findings.count;
	return table->findings.items;
}

void gj_table_progress(const struct gj_table *table, uint64_t *done, uint64_t *total)
{
	*done = *total = 0;
	if (table->input)
		gj_input_progress(table->input, done, total);
}

int gj_table_column(const struct gj_table *table, int field)
{
	return table->plan ? table->binding.columns[field] : GJ_NONE;
}

struct gj_chunk *gj_chunk_new(const struct gj_table *table)
{
	return gj_chunk_make(table->plan);
}

bool gj_chunk_parse(const struct gj_table *table, struct gj_chunk *chunk)
{
	return gj_chunk_read(chunk, table->plan);
}

/* What a chunk that comes back has learnt about whole columns. */
static void take_back(struct gj_table *table, struct gj_chunk_work *work)
{
	table->out -= work->out;
	work->out = false;
	for (size_t i = 0; i < table->program->field_count; i++)
		table->above_one[i] |= work->above_one[i];
	table->counted_rows += work->counted_rows;
	work->counted_rows = 0;
}

/* A table of another standard's results lacks the rows that were put aside there. */
static void look_for_rejects(struct gj_table *table)
{
	bool results = false;
	if (table->source)
		return;
	for (size_t i = 0; i < table->program->field_count; i++)
		results |= table->program->fields[i].result;
	char *path = results ? gj_rejects_path(table->path) : NULL;
	table->findings.no_memory |= results && !path;
	if (path && gj_rejects_left(path))
		gj_data_find(&table->findings, GJ_DATA_RESULTS_LACK_ROWS, 0, table->path, path, NULL);
	free(path);
}

static enum gj_next finish(struct gj_table *table)
{
	enum { ENOUGH_ROWS = 5 };
	if (table->out || table->finished)
		return GJ_NEXT_END;
	table->finished = true;
	if (!table->rows)
		gj_data_find(&table->findings, GJ_DATA_NO_ROWS, 0, table->path, NULL);
	look_for_rejects(table);
	for (size_t i = 0; i < table->program->field_count; i++)
		if (table->above_one[i] == 1 && table->counted_rows >= ENOUGH_ROWS)
			gj_data_find(&table->findings, GJ_DATA_LIKELY_FRACTIONS, 0, table->program->fields[i].name, NULL);
	return table->findings.no_memory ? GJ_NEXT_FAILED : GJ_NEXT_END;
}

/* Drops the rest of a row that is too long, as far as the buffer shows it. */
static void skip_rest(struct gj_table *table, struct gj_chunk_work *work)
{
	char *end = memchr(work->buffer, table->binding.form.terminator, work->size);
	size_t gone = end ? (size_t)(end + 1 - work->buffer) : work->size;
	memmove(work->buffer, work->buffer + gone, work->size - gone);
	work->size -= gone;
	table->skipping = !end;
	table->line += end != NULL;
}

/* Fills the buffer with what was carried and at least one more piece of the file. */
static bool fill(struct gj_table *table, struct gj_chunk_work *work)
{
	memcpy(work->buffer, table->carry, table->carried);
	work->size = table->carried;
	table->carried = 0;
	size_t target = work->size + SMALLEST_READ < TARGET_BYTES ? TARGET_BYTES : work->size + SMALLEST_READ;
	target = target < GJ_CHUNK_BYTES ? target : GJ_CHUNK_BYTES;
	if (work->size == target || gj_input_ended(table->input))
		return true;
	ssize_t got = gj_input_read(table->input, work->buffer + work->size, target - work->size);
	if (got < 0)
		return false;
	work->size += (size_t)got;
	if (table->skipping)
		skip_rest(table, work);
	return true;
}

/* The buffer holds no whole row: a row that is too long is given out as it stands and the rest of it skipped, anything shorter waits for more. */
static size_t take_long_row(struct gj_table *table, struct gj_chunk_work *work)
{
	if (work->size <= GJ_ROW_BYTES)
		return 0;
	work->rows.count = 1;
	work->rows.start[0] = work->rows.line[0] = 0;
	work->rows.end[0] = (uint32_t)work->size;
	table->skipping = true;
	return work->size;
}

enum gj_next gj_table_next(struct gj_table *table, struct gj_chunk *chunk)
{
	struct gj_chunk_work *work = chunk->work;
	take_back(table, work);
	gj_chunk_clear(chunk);
	do {
		if (!fill(table, work)) {
			system_finding(table, GJ_DATA_CANNOT_READ, errno);
			return GJ_NEXT_FAILED;
		}
		bool last = gj_input_ended(table->input);
		if (!work->size && last)
			return finish(table);
		size_t taken = gj_csv_index(work->buffer, work->size, last, table->binding.form, work->scan, &work->rows);
		if (!taken && !last)
			taken = take_long_row(table, work);
		chunk->first_line = table->line;
		table->line += work->rows.lines;
		table->carried = work->size - taken;
		memcpy(table->carry, work->buffer + taken, table->carried);
	} while (!work->rows.count);
	chunk->rows = work->rows.count;
	chunk->number = table->chunks++;
	chunk->first_row = table->rows;
	chunk->line_offsets = work->rows.line;
	table->rows += chunk->rows;
	table->out += work->out = true;
	return GJ_NEXT_ROWS;
}
