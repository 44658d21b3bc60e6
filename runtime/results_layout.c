#include "results_layout.h"

#include "decimal.h"

#include <stdlib.h>
#include <string.h>

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
	if (column->missing != GJ_NONE)
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
	*column = (struct column){.slot = slot, .scale = results->program->point_scale, .missing = inapplicable, .missing_value = 1,
		.missing_text = results->format == GJ_FORMAT_JSON ? "\"不适用\"" : "不适用"};
	return make_before(results, column, name) && make_cells(results, column);
}

/* A 名次: more numbers than a table of them is worth. */
static bool add_place(struct gj_results *results, const struct gj_ranking *ranking)
{
	struct column *column = &results->columns[results->column_count++];
	*column = (struct column){.slot = ranking->place, .missing = ranking->ranked, .missing_text = results->format == GJ_FORMAT_JSON ? "null" : ""};
	return make_before(results, column, ranking->name);
}

static bool add_columns(struct gj_results *results)
{
	const struct gj_program *program = results->program;
	results->columns = calloc(program->ranking_count + program->sheet_count + 3, sizeof *results->columns);
	if (!results->columns)
		return false;
	for (size_t i = 0; i < program->ranking_count; i++)
		if (!add_place(results, &program->rankings[i]))
			return false;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (gj_entry_has_column(&program->sheet[i])
			&& !add_column(results, program->sheet[i].name, program->sheet[i].score, program->sheet[i].inapplicable))
			return false;
	return add_column(results, gj_closing_name(GJ_CLOSING_BONUS), program->bonus, GJ_NONE)
		&& add_column(results, gj_closing_name(GJ_CLOSING_PENALTY), program->penalty, GJ_NONE)
		&& add_column(results, gj_closing_name(GJ_CLOSING_TOTAL), program->total, program->sheet[0].inapplicable)
		&& (results->format == GJ_FORMAT_JSON || join_columns(results));
}

static bool make_name(struct gj_results *results, const char *before, int field, struct tail *tail)
{
	const char *name = results->program->fields[field].name;
	struct gj_buffer text = {0};
	bool good = gj_buffer_text(&text, before) && gj_buffer_json(&text, name, strlen(name)) && gj_buffer_text(&text, ":") && keep_tail(&text, tail);
	gj_buffer_free(&text);
	results->row_bytes += tail->length;
	return good;
}

static bool make_names(struct gj_results *results)
{
	const struct gj_program *program = results->program;
	results->carried = calloc(program->carried_count + 1, sizeof *results->carried);
	bool good = results->carried && make_name(results, "{", program->key_field, &results->key);
	for (size_t i = 0; i < program->carried_count && good; i++)
		good = make_name(results, ",", program->carried[i], &results->carried[i]);
	return good;
}

struct gj_results *gj_results_new(const struct gj_program *program, enum gj_format format)
{
	struct gj_results *results = calloc(1, sizeof *results);
	if (!results)
		return NULL;
	results->program = program;
	results->format = format;
	if (!make_tails(results) || !add_columns(results) || !make_names(results)) {
		gj_results_free(results);
		return NULL;
	}
	results->row_bytes += TAIL_BYTES;
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
	for (size_t i = 0; results->carried && i < results->program->carried_count; i++)
		free(results->carried[i].text);
	free(results->carried);
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
	for (size_t i = 0; i < program->carried_count && good; i++)
		good = add_heading(out, program->fields[program->carried[i]].name);
	for (size_t i = 0; i < program->ranking_count && good; i++)
		good = add_heading(out, program->rankings[i].name);
	for (size_t i = 0; i < program->sheet_count && good; i++)
		if (gj_entry_has_column(&program->sheet[i]))
			good = add_heading(out, program->sheet[i].name);
	for (size_t i = 0; i < GJ_CLOSINGS && good; i++)
		good = add_heading(out, gj_closing_name((enum gj_closing)i));
	return good && gj_grade_columns_heading(out, program) && gj_buffer_text(out, "\n");
}
