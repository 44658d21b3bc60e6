#include "cell.h"
#include "csv_chunk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_REJECTS = 20 /* of one row */, NUMBER_TEXT = 24 };

struct reading {
	struct gj_chunk *chunk;
	const struct gj_csv_binding *binding;
	size_t row;
	size_t first_reject;
	bool broken; /* the cells may stand under wrong headings */
};

/* Adds the arguments' copies; false when memory is out. */
static bool set_arguments(struct gj_chunk *chunk, struct gj_reject *reject, size_t count, const char *const *arguments)
{
	struct gj_arena *arena = gj_chunk_words(chunk->work);
	if (!reject || !arena)
		return false;
	reject->argument_count = count;
	for (size_t i = 0; i < count; i++)
		if (!(reject->arguments[i] = gj_arena_copy(arena, arguments[i], strlen(arguments[i]))))
			return false;
	return true;
}

static const char *joined_options(struct gj_chunk_work *work, const struct gj_field *field)
{
	struct gj_arena *arena = gj_chunk_words(work);
	const char *all = "";
	for (size_t i = 0; arena && all && i < field->options.count; i++)
		all = gj_arena_print(arena, "%s%s%s", all, i ? "、" : "", field->options.items[i]);
	return arena ? all : NULL;
}

/* A reject for the row as a whole: what was said of its cells is taken back, since they may stand under wrong headings. */
static bool reject_row(struct reading *reading, enum gj_data_message_id id, size_t count, const char *const *arguments)
{
	reading->chunk->reject_count = reading->first_reject;
	reading->broken = true;
	return set_arguments(
		reading->chunk, gj_chunk_add_reject(reading->chunk, reading->row, id, GJ_NONE, (struct gj_text){ "", 0 }), count, arguments);
}

static const char *limit_text(const struct gj_field *field, int64_t value, char *out)
{
	return field->type == GJ_DATE ? gj_date_text(value, out) : gj_number_text(value, field->scale, out);
}

static bool reject_cell(struct reading *reading, int index, struct gj_text text, const struct gj_cell *cell)
{
	struct gj_chunk *chunk = reading->chunk;
	const struct gj_field *field = &reading->binding->program->fields[index];
	if (cell->error == GJ_DATA_INVALID_CHARACTERS || cell->error == GJ_DATA_NUL_BYTE)
		return reject_row(reading, (enum gj_data_message_id)cell->error, 1, &reading->binding->encoding);
	if (chunk->reject_count - reading->first_reject >= MOST_REJECTS)
		return true;
	struct gj_reject *reject = gj_chunk_add_reject(chunk, reading->row, (enum gj_data_message_id)cell->error, index, text);
	if (!reject)
		return false;
	char low[GJ_NUMBER_TEXT], high[GJ_NUMBER_TEXT];
	const char *arguments[4] = { field->name, reject->value, "", "" };
	size_t count = 2;
	if (cell->error == GJ_DATA_TOO_MANY_DECIMALS) {
		arguments[count++] = gj_number_text(field->scale, 0, low);
	} else if (cell->error == GJ_DATA_OUT_OF_RANGE) {
		arguments[count++] = limit_text(field, field->low, low);
		arguments[count++] = limit_text(field, field->high, high);
	} else if (cell->error == GJ_DATA_UNKNOWN_OPTION || cell->error == GJ_DATA_MISSPELLED_OPTION) {
		arguments[count++] = joined_options(chunk->work, field);
		arguments[count] = cell->suggestion != GJ_NONE ? field->options.items[cell->suggestion] : "";
		count += cell->suggestion != GJ_NONE;
	}
	return arguments[2] && set_arguments(chunk, reject, count, arguments);
}

/* Values that stand for nothing yet: in range, so that the machine may run over them. */
static void store_dummies(struct gj_chunk *chunk, const struct gj_program *program, size_t row)
{
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->column != GJ_NONE)
			gj_chunk_store(chunk, field->column, field->lane, row, field->low);
		if (field->state_column != GJ_NONE)
			gj_chunk_store(chunk, field->state_column, GJ_LANE8, row, GJ_PRESENT);
		if (chunk->texts[i])
			chunk->texts[i][row] = (struct gj_text){ "", 0 };
	}
}

/* "" → " in a copy. */
static bool undouble(struct gj_chunk_work *work, struct gj_text *text)
{
	struct gj_arena *arena = gj_chunk_words(work);
	char *copy = arena ? gj_arena_copy(arena, text->bytes, text->length) : NULL;
	uint32_t used = 0;
	if (!copy)
		return false;
	for (uint32_t i = 0; i < text->length; i++) {
		copy[used++] = text->bytes[i];
		i += text->bytes[i] == '"' && i + 1 < text->length && text->bytes[i + 1] == '"';
	}
	*text = (struct gj_text){ copy, used };
	return true;
}

static bool read_cell(struct reading *reading, int index, struct gj_text text)
{
	struct gj_chunk *chunk = reading->chunk;
	const struct gj_field *field = &reading->binding->program->fields[index];
	struct gj_cell cell;
	text = gj_cell_trim(text);
	gj_cell_read(field, text, &cell);
	if (field->column != GJ_NONE)
		gj_chunk_store(chunk, field->column, field->lane, reading->row, cell.value);
	if (field->state_column != GJ_NONE)
		gj_chunk_store(chunk, field->state_column, GJ_LANE8, reading->row, cell.state == GJ_PENDING ? GJ_PRESENT : cell.state);
	if (chunk->texts[index])
		chunk->texts[index][reading->row] = text;
	if (cell.state == GJ_PENDING)
		return gj_chunk_add_pending(chunk, reading->row, index, &cell);
	return cell.error == GJ_CELL_FINE || reject_cell(reading, index, text, &cell);
}

static bool reject_fault(struct reading *reading, enum gj_csv_fault fault, size_t column)
{
	char line[NUMBER_TEXT], cell[NUMBER_TEXT];
	snprintf(line, sizeof line, "%llu", (unsigned long long)gj_chunk_line(reading->chunk, reading->row));
	snprintf(cell, sizeof cell, "%zu", column + 1);
	if (fault == GJ_CSV_UNCLOSED)
		return reject_row(reading, GJ_DATA_UNCLOSED_QUOTE, 2, (const char *[]){ line, cell });
	return reject_row(reading, GJ_DATA_TEXT_AFTER_QUOTE, 1, (const char *[]){ cell });
}

/* The name of the first field that the row has no cell for. */
static const char *first_missing(const struct gj_csv_binding *binding, size_t from)
{
	for (; from < binding->count; from++)
		if (binding->fields[from] != GJ_NONE)
			return binding->program->fields[binding->fields[from]].name;
	return "";
}

static bool check_count(struct reading *reading, size_t count, size_t filled)
{
	const struct gj_csv_binding *binding = reading->binding;
	char cells[NUMBER_TEXT], wanted[NUMBER_TEXT];
	if (count >= binding->count && filled <= binding->count)
		return true;
	snprintf(wanted, sizeof wanted, "%zu", binding->count);
	snprintf(cells, sizeof cells, "%zu", count < binding->count ? count : filled);
	if (count < binding->count)
		return reject_row(reading, GJ_DATA_TOO_FEW_CELLS, 3, (const char *[]){ cells, wanted, first_missing(binding, count) });
	return reject_row(reading, GJ_DATA_TOO_MANY_CELLS, 2, (const char *[]){ cells, wanted });
}

static bool read_cells(struct reading *reading, const char *at, const char *end)
{
	const struct gj_csv_binding *binding = reading->binding;
	size_t count = 0, filled = 0;
	for (; at <= end && !reading->broken; count++) {
		struct gj_text text;
		bool doubled;
		enum gj_csv_fault fault;
		at = gj_csv_cell(at, end, binding->form.delimiter, &text, &doubled, &fault);
		if (fault != GJ_CSV_FINE)
			return reject_fault(reading, fault, count);
		filled = gj_cell_trim(text).length ? count + 1 : filled;
		if (count >= binding->count || binding->fields[count] == GJ_NONE)
			continue;
		if ((doubled && !undouble(reading->chunk->work, &text)) || !read_cell(reading, binding->fields[count], text))
			return false;
	}
	return reading->broken || check_count(reading, count, filled);
}

/* The key stands in each reject; a row that may be out of step doesn't take part in the search for doubled ones. */
static bool finish_row(struct reading *reading)
{
	struct gj_chunk *chunk = reading->chunk;
	struct gj_text *key = &chunk->texts[reading->binding->program->key_field][reading->row];
	if (chunk->reject_count == reading->first_reject)
		return true;
	const char *shown = gj_chunk_show(chunk->work, *key);
	for (size_t i = reading->first_reject; shown && i < chunk->reject_count; i++) {
		chunk->rejects[i].key = shown;
		if (chunk->rejects[i].field == reading->binding->program->key_field)
			*key = (struct gj_text){ "", 0 };
	}
	if (reading->broken)
		store_dummies(chunk, reading->binding->program, reading->row);
	return shown;
}

bool gj_csv_read_row(struct gj_chunk *chunk, const struct gj_csv_binding *binding, size_t row)
{
	const struct gj_csv_rows *rows = &chunk->work->rows;
	const char *start = chunk->work->buffer + rows->start[row], *end = chunk->work->buffer + rows->end[row];
	struct reading reading = { chunk, binding, row, chunk->reject_count, false };
	char limit[NUMBER_TEXT];
	store_dummies(chunk, binding->program, row);
	if (end - start > GJ_ROW_BYTES) {
		snprintf(limit, sizeof limit, "%d", GJ_ROW_BYTES);
		return reject_row(&reading, GJ_DATA_ROW_TOO_LONG, 1, (const char *[]){ limit });
	}
	return read_cells(&reading, start, end) && finish_row(&reading);
}
