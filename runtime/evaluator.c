/* Rows of the caller's own through the score code. guiju.h says what each function promises. */
#include "datum.h"
#include "decimal.h"
#include "guiju.h"
#include "standard.h"
#include "vm.h"

#include <stdlib.h>

enum { COLUMN_ALIGNMENT = 64 };

struct gj_evaluator {
	const struct gj_program *program;
	struct gj_vm *vm;
	void **columns;     /* a block in the machine's lanes */
};

struct gj_evaluator *gj_evaluator_new(const struct gj_standard *standard)
{
	const struct gj_program *program = standard->program;
	struct gj_evaluator *evaluator = calloc(1, sizeof *evaluator);
	if (!evaluator)
		return NULL;
	evaluator->program = program;
	evaluator->vm = gj_vm_new(program, &program->score);
	evaluator->columns = calloc(program->column_count + 1, sizeof *evaluator->columns);
	bool good = evaluator->vm && evaluator->columns;
	for (size_t i = 0; i < program->column_count && good; i++)
		good = (evaluator->columns[i] = aligned_alloc(COLUMN_ALIGNMENT, (size_t)GJ_BLOCK_ROWS << program->column_lanes[i])) != NULL;
	if (good)
		return evaluator;
	gj_evaluator_free(evaluator);
	return NULL;
}

void gj_evaluator_free(struct gj_evaluator *evaluator)
{
	if (!evaluator)
		return;
	for (size_t i = 0; evaluator->columns && i < evaluator->program->column_count; i++)
		free(evaluator->columns[i]);
	free(evaluator->columns);
	gj_vm_free(evaluator->vm);
	free(evaluator);
}

static enum gj_state state_of(int64_t value)
{
	return value == GJ_EMPTY ? GJ_ABSENT : value == GJ_INAPPLICABLE ? GJ_NOT_APPLICABLE : GJ_PRESENT;
}

static enum gj_status refuse(const struct gj_field *field, int64_t value, struct gj_error *error)
{
	char given[GJ_DECIMAL_BYTES], low[GJ_DECIMAL_BYTES], high[GJ_DECIMAL_BYTES];
	enum gj_state state = state_of(value);
	const char *arguments[] = {field->name, state == GJ_PRESENT ? given : gj_state_word(state), low, high};
	gj_decimal(given, value, field->scale);
	gj_decimal(low, field->low, field->scale);
	gj_decimal(high, field->high, field->scale);
	static const enum gj_data_message_id ids[] = {
		[GJ_PRESENT] = GJ_DATA_OUT_OF_RANGE, [GJ_ABSENT] = GJ_DATA_EMPTY_CELL, [GJ_NOT_APPLICABLE] = GJ_DATA_CELL_NOT_APPLICABLE,
	};
	return gj_error_set(error, ids[state], arguments, 4, GJ_IN_CHINESE);
}

static bool acceptable(const struct gj_field *field, int64_t value)
{
	enum gj_state state = state_of(value);
	if (state == GJ_PRESENT)
		return value >= field->low && value <= field->high;
	return gj_field_allows(field, state) || (state == GJ_ABSENT && field->has_default);
}

static enum gj_status check_values(const struct gj_program *program, const int64_t *const *columns, size_t rows, struct gj_error *error)
{
	for (size_t f = 0; f < program->field_count; f++) {
		const struct gj_field *field = &program->fields[f];
		for (size_t row = 0; field->column != GJ_NONE && row < rows; row++)
			if (!columns[f] || !acceptable(field, columns[f][row]))
				return refuse(field, columns[f] ? columns[f][row] : GJ_EMPTY, error);
	}
	return GJ_STATUS_GOOD;
}

static void load_field(struct gj_evaluator *evaluator, const struct gj_field *field, const int64_t *values, size_t rows)
{
	int64_t dummy = field->has_default ? field->default_value : field->low;
	for (size_t row = 0; row < rows; row++) {
		enum gj_state state = state_of(values[row]);
		gj_column_set(evaluator->columns[field->column], field->lane, row, state == GJ_PRESENT ? values[row] : dummy);
		if (field->state_column != GJ_NONE)
			gj_column_set(evaluator->columns[field->state_column], GJ_LANE8, row, state == GJ_ABSENT && field->has_default ? GJ_PRESENT : state);
	}
}

static int64_t slot_value(const struct gj_evaluator *evaluator, int slot, size_t row)
{
	return slot == GJ_NONE ? 0 : gj_vm_value(evaluator->vm, slot, row);
}

static void read_outcome(const struct gj_evaluator *evaluator, size_t row, struct gj_outcome *outcome)
{
	const struct gj_program *program = evaluator->program;
	*outcome = (struct gj_outcome){.total = slot_value(evaluator, program->sheet[0].inapplicable, row) ? GJ_INAPPLICABLE : slot_value(evaluator, program->total, row), .bonus = slot_value(evaluator, program->bonus, row),
		.penalty = slot_value(evaluator, program->penalty, row), .vetoed = slot_value(evaluator, program->vetoed, row) != 0,
		.grade = (size_t)slot_value(evaluator, program->grade, row),
		.grade_without_veto = (size_t)slot_value(evaluator, program->band_grade, row), .valid = true};
	for (size_t i = 0; i < program->check_count; i++)
		outcome->valid &= gj_vm_value(evaluator->vm, program->checks[i].slot, row) != 0;
}

static int64_t item_value(const struct gj_evaluator *evaluator, const struct gj_sheet_entry *item, size_t row)
{
	return slot_value(evaluator, item->inapplicable, row) ? GJ_INAPPLICABLE : slot_value(evaluator, item->score, row);
}

static int64_t *read_items(const struct gj_evaluator *evaluator, size_t row, int64_t *items)
{
	for (size_t i = 0; i < evaluator->program->sheet_count; i++)
		if (evaluator->program->sheet[i].part == GJ_PART_ITEM)
			*items++ = item_value(evaluator, &evaluator->program->sheet[i], row);
	return items;
}

enum gj_status gj_evaluator_rows(struct gj_evaluator *evaluator, const int64_t *const *columns, size_t rows, struct gj_outcome *outcomes, int64_t *items,
	struct gj_error *error)
{
	const struct gj_program *program = evaluator->program;
	enum gj_status status = check_values(program, columns, rows, error);
	for (size_t first = 0; first < rows && status == GJ_STATUS_GOOD; first += GJ_BLOCK_ROWS) {
		size_t count = rows - first < GJ_BLOCK_ROWS ? rows - first : (size_t)GJ_BLOCK_ROWS;
		for (size_t f = 0; f < program->field_count; f++)
			if (program->fields[f].column != GJ_NONE)
				load_field(evaluator, &program->fields[f], columns[f] + first, count);
		gj_vm_run(evaluator->vm, (const void *const *)evaluator->columns, count);
		for (size_t row = 0; row < count; row++) {
			read_outcome(evaluator, row, &outcomes[first + row]);
			if (items)
				items = read_items(evaluator, row, items);
		}
	}
	return status;
}

/* 投诉 25次、处理 否 */
static bool add_data(struct gj_buffer *out, const struct gj_evaluator *evaluator, const struct gj_check *check)
{
	bool good = true;
	for (size_t i = 0; i < check->field_count && good; i++)
		good = (i == 0 || gj_buffer_text(out, "、")) && gj_buffer_text(out, evaluator->program->fields[check->fields[i]].name) && gj_buffer_text(out, " ")
			&& gj_datum_add(out, evaluator->program, check->fields[i], evaluator->columns, 0);
	return good && gj_buffer_add(out, "", 1);
}

static enum gj_status hold_to_checks(const struct gj_evaluator *evaluator, enum gj_text_language language, struct gj_error *error)
{
	const struct gj_program *program = evaluator->program;
	for (size_t i = 0; i < program->check_count; i++) {
		const struct gj_check *check = &program->checks[i];
		if (gj_vm_value(evaluator->vm, check->slot, 0))
			continue;
		struct gj_buffer data = {0};
		bool good = add_data(&data, evaluator, check);
		const char *arguments[] = {*check->message ? check->message : check->text, data.bytes};
		enum gj_status status = gj_error_set(error, good ? GJ_DATA_CHECK_FAILED : GJ_DATA_NO_MEMORY, arguments, good ? 2 : 0, language);
		gj_buffer_free(&data);
		return status;
	}
	return GJ_STATUS_GOOD;
}

static void take_row(const struct gj_evaluator *evaluator, const char *const *texts, struct gj_wanted *row)
{
	const struct gj_program *program = evaluator->program;
	for (size_t i = 0; i < program->column_count; i++)
		row->values[i] = gj_column_value(evaluator->columns[i], program->column_lanes[i], 0);
	for (size_t f = 0; f < program->field_count; f++)
		row->texts[f] = program->fields[f].type == GJ_TEXT ? (char *)texts[f] : NULL;
	row->key = texts[program->key_field] ? texts[program->key_field] : "";
}

enum gj_status gj_evaluator_explain(struct gj_evaluator *evaluator, const int64_t *values, const char *const *texts, enum gj_text_language language,
	FILE *out, struct gj_error *error)
{
	const struct gj_program *program = evaluator->program;
	struct gj_outcome outcome;
	struct gj_wanted row = {.found = true, .values = calloc(program->column_count + 1, sizeof *row.values), .texts = calloc(program->field_count + 1, sizeof *row.texts)};
	const int64_t **columns = calloc(program->field_count + 1, sizeof *columns);
	bool good = row.values && row.texts && columns;
	for (size_t f = 0; f < program->field_count && good; f++)
		columns[f] = &values[f];
	enum gj_status status = good ? gj_evaluator_rows(evaluator, columns, 1, &outcome, NULL, error) : gj_error_set(error, GJ_DATA_NO_MEMORY, NULL, 0, language);
	if (status == GJ_STATUS_GOOD)
		status = hold_to_checks(evaluator, language, error);
	if (status == GJ_STATUS_GOOD) {
		take_row(evaluator, texts, &row);
		status = gj_explain_found(program, &row, NULL, language, out, error);
	}
	free(columns);
	free(row.texts);
	free(row.values);
	return status;
}
