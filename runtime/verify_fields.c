#include "runtime/verify.h"

enum { MOST_FIELDS = 10000, MOST_DECIMALS = 9 };

/* Columns that already belong to a field. */
static bool take_column(struct verifier *verifier, bool *taken, size_t field, int column, enum gj_lane lane)
{
	const struct gj_program *program = verifier->program;
	if (!verify_is_index(column, program->column_count) || taken[column])
		return verify_fault(verifier, "field %zu: its column", field);
	taken[column] = true;
	return program->column_lanes[column] == lane || verify_fault(verifier, "field %zu: the lane of its column", field);
}

static bool check_range(struct verifier *verifier, size_t index)
{
	const struct gj_field *field = &verifier->program->fields[index];
	struct gj_interval range = gj_interval_of(field->low, field->high);
	if (field->low > field->high || !gj_fits_lane(range, field->lane))
		return verify_fault(verifier, "field %zu: its range", index);
	if (field->type == GJ_BOOL && !verify_is_boolean(range))
		return verify_fault(verifier, "field %zu: a boolean's range", index);
	if (field->type == GJ_OPTION && (field->low < 0 || (uint64_t)field->high >= field->options.count))
		return verify_fault(verifier, "field %zu: the range of its options", index);
	if (field->type == GJ_DATE && (field->low < GJ_DATE_FIRST || field->high > GJ_DATE_LAST || field->scale))
		return verify_fault(verifier, "field %zu: the range of its dates", index);
	if (field->has_default && (field->default_value < field->low || field->default_value > field->high))
		return verify_fault(verifier, "field %zu: its default is out of range", index);
	return true;
}

static bool check_field(struct verifier *verifier, bool *taken, size_t index)
{
	const struct gj_field *field = &verifier->program->fields[index];
	if (field->scale < 0 || field->scale > MOST_DECIMALS || (field->percent && field->type != GJ_NUMBER))
		return verify_fault(verifier, "field %zu: its decimals or kind", index);
	if (field->key != ((int)index == verifier->program->key_field) || (field->key && gj_field_last_state(field) != GJ_PRESENT))
		return verify_fault(verifier, "field %zu: the primary key", index);
	if (field->state_column != GJ_NONE && gj_field_last_state(field) == GJ_PRESENT)
		return verify_fault(verifier, "field %zu: a state without being nullable", index);
	if (field->state_column != GJ_NONE && !take_column(verifier, taken, index, field->state_column, GJ_LANE8))
		return false;
	if (field->type == GJ_TEXT)
		return field->column == GJ_NONE || verify_fault(verifier, "field %zu: text has no column", index);
	if (gj_field_last_state(field) != GJ_PRESENT && field->state_column == GJ_NONE)
		return verify_fault(verifier, "field %zu: nullable without a state", index);
	return take_column(verifier, taken, index, field->column, field->lane) && check_range(verifier, index);
}

static bool check_columns(struct verifier *verifier, const bool *taken)
{
	for (size_t i = 0; i < verifier->program->column_count; i++) {
		if (!taken[i])
			return verify_fault(verifier, "column %zu belongs to no field", i);
	}
	return true;
}

static bool check_carried(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	for (size_t i = 0; i < program->carried_count; i++)
		if (!verify_is_index(program->carried[i], program->field_count) || program->fields[program->carried[i]].derived)
			return verify_fault(verifier, "carried field %zu", i);
	return true;
}

bool verify_fields(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	if (program->field_count > MOST_FIELDS || program->column_count > 2 * MOST_FIELDS)
		return verify_fault(verifier, "too many fields");
	if (verifier->keyless ? program->key_field != GJ_NONE : !verify_is_index(program->key_field, program->field_count))
		return verify_fault(verifier, "no primary key");
	bool *taken = gj_arena_alloc(verifier->arena, program->column_count * sizeof *taken);
	if (!taken)
		return verify_no_memory(verifier);
	for (size_t i = 0; i < program->field_count; i++) {
		if (!check_field(verifier, taken, i))
			return false;
	}
	return check_carried(verifier) && check_columns(verifier, taken);
}
