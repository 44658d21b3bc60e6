#include "explain_json_parts.h"

#include "runtime/datum.h"

/* {"low":82,"high":90}; exact is false where the ends may not be reached. */
static bool add_bounds(cJSON *object, const struct gj_bounds *bounds, int scale)
{
	return json_decimal(object, "low", bounds->low, scale) && json_decimal(object, "high", bounds->high, scale) && json_bool(object, "exact", bounds->exact);
}

static bool add_slot(cJSON *object, const struct gj_explanation *explanation, const char *name, int slot)
{
	if (slot == GJ_NONE)
		return object != NULL;
	return add_bounds(json_object(object, name), &explanation->pending->of.slots[slot], explanation->program->point_scale);
}

/* true, false, or null where it isn't known. */
static bool add_truth(cJSON *object, const struct gj_explanation *explanation, const char *name, int slot)
{
	const struct gj_bounds *bounds = &explanation->pending->of.slots[slot];
	return bounds->low == bounds->high ? json_bool(object, name, bounds->low != 0) : object && cJSON_AddNullToObject(object, name);
}

static bool add_string(cJSON *array, const char *text)
{
	cJSON *item = array ? cJSON_CreateString(text) : NULL;
	return item && cJSON_AddItemToArray(array, item);
}

static bool add_value(cJSON *object, const char *name, const struct gj_field *field, int64_t value)
{
	struct gj_buffer text = { 0 };
	bool good = gj_datum_value(&text, field, value, GJ_PRESENT) && gj_buffer_add(&text, "", 1) && json_text(object, name, text.bytes);
	gj_buffer_free(&text);
	return good;
}

static bool add_piece(cJSON *object, const struct gj_explanation *explanation, const struct gj_field *field, const struct gj_piece *piece)
{
	bool present = piece->extent.first == GJ_PRESENT;
	bool good = present ? add_value(object, "low", field, piece->extent.low) && add_value(object, "high", field, piece->extent.high)
		: json_text(object, "state", gj_state_word((enum gj_state)piece->extent.first));
	return good && (piece->grade == GJ_NONE ? cJSON_AddNullToObject(object, "grade") != NULL
		: json_text(object, "grade", explanation->program->grades[piece->grade].name));
}

static bool add_affected(cJSON *array, const struct gj_explanation *explanation, size_t unknown)
{
	const struct gj_program *program = explanation->program;
	const bool *reaches = explanation->pending->reaches + unknown * program->slot_count;
	bool good = array != NULL;
	for (size_t i = 1; i < program->sheet_count && good; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		int slot = entry->part == GJ_PART_VETO ? entry->reason : entry->score;
		if (slot != GJ_NONE && reaches[slot] && explanation->pending->of.slots[slot].low != explanation->pending->of.slots[slot].high)
			good = add_string(array, *entry->name ? entry->name : entry->wording);
	}
	return good;
}

/* A pending cell: what it may be, what it affects, and whether it settles the grade. */
static bool add_cell(cJSON *object, const struct gj_explanation *explanation, size_t index)
{
	const struct gj_unknown *unknown = &explanation->pending->unit.unknowns[index];
	const struct gj_settling_cell *cell = explanation->pending->cells ? &explanation->pending->cells[index] : NULL;
	const struct gj_field *field = unknown->field;
	bool good = json_text(object, "field", field->name) && add_value(object, "low", field, unknown->extent.low)
		&& add_value(object, "high", field, unknown->extent.high);
	cJSON *states = json_array(object, "states");
	for (enum gj_state state = GJ_ABSENT; state <= GJ_NOT_APPLICABLE && good; state++)
		good = states && (!gj_field_allows(field, state) || add_string(states, gj_state_word(state)));
	good = good && add_affected(json_array(object, "affects"), explanation, index);
	if (!good || !cell)
		return good;
	cJSON *pieces = json_array(object, "grade_when");
	good = pieces && json_bool(object, "matters", cell->matters);
	for (size_t i = 0; i < cell->piece_count && good; i++)
		good = add_piece(json_element(pieces), explanation, field, &cell->pieces[i]);
	return good;
}

static bool add_cells(cJSON *array, const struct gj_explanation *explanation)
{
	bool good = array != NULL;
	for (size_t i = 0; i < explanation->pending->unit.count && good; i++)
		good = add_cell(json_element(array), explanation, i);
	return good;
}

static bool add_entry(cJSON *object, const struct gj_explanation *explanation, size_t index)
{
	const struct gj_sheet_entry *entry = &explanation->program->sheet[index];
	bool good = json_text(object, "part", explain_part_name(entry->part)) && json_count(object, "index", index)
		&& (entry->parent == GJ_NONE || json_count(object, "parent", (uint64_t)entry->parent))
		&& (!*entry->name || json_text(object, "name", entry->name)) && (!*entry->wording || json_text(object, "wording", entry->wording))
		&& (!entry->has_points || json_decimal(object, "points", entry->points, explanation->program->point_scale))
		&& add_slot(object, explanation, "score", entry->score) && add_slot(object, explanation, "counted", entry->counted)
		&& (entry->inapplicable == GJ_NONE || add_truth(object, explanation, "inapplicable", entry->inapplicable))
		&& (entry->reason == GJ_NONE || add_truth(object, explanation, "holds", entry->reason));
	return good && (!entry->field_count || explain_json_data(json_object(object, "data"), explanation, entry));
}

static bool add_sheet(cJSON *array, const struct gj_explanation *explanation)
{
	bool good = array != NULL;
	for (size_t i = 0; i < explanation->program->sheet_count && good; i++)
		good = add_entry(json_element(array), explanation, i);
	return good;
}

static bool add_grades(cJSON *array, const struct gj_explanation *explanation)
{
	const struct gj_values *grades = &explanation->pending->of.grades;
	bool good = array != NULL;
	for (size_t i = 0; i < grades->count && good; i++)
		good = !grades->possible[i] || add_string(array, explanation->program->grades[i].name);
	return good;
}

bool explain_pending_json(cJSON *object, const struct gj_explanation *explanation)
{
	const struct gj_pending_unit *of = &explanation->pending->of;
	const char *result = of->open ? gj_state_word(GJ_PENDING) : gj_program_grade(explanation->program, of->grade)->name;
	return add_slot(object, explanation, "total", explanation->program->total) && add_truth(object, explanation, "vetoed", explanation->program->vetoed)
		&& add_grades(json_array(object, "grades"), explanation) && json_text(object, "result", result)
		&& add_cells(json_array(object, "pending"), explanation) && add_sheet(json_array(object, "sheet"), explanation);
}
