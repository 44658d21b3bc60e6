/* Grades, groupings, selections and targets. */
#include "runtime/verify.h"

#include <string.h>

enum { WHOLE = 1000000 }; /* shares are parts of a million */

/* Whether some total lies in both of two bands. */
static bool meet(const struct gj_grade *below, const struct gj_grade *above)
{
	return below->high > above->low || (below->high == above->low && !below->high_open && !above->low_open);
}

/* Bands stand from low to high and don't overlap. Whether they leave a gap is the compiler's business: the code decides the grade. */
static bool check_bands(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	const struct gj_grade *before = NULL;
	for (size_t i = 0; i < program->grade_count; i++) {
		const struct gj_grade *grade = &program->grades[i];
		if (!grade->from_band)
			continue;
		if (grade->has_low && grade->has_high && (grade->low > grade->high || (grade->low == grade->high && (grade->low_open || grade->high_open))))
			return verify_fault(verifier, "grade %zu: its band is empty", i);
		if (before && (!before->has_high || !grade->has_low || meet(before, grade)))
			return verify_fault(verifier, "grade %zu: its band meets the one below", i);
		before = grade;
	}
	return true;
}

/* Every grade has a cell in every column; those of numbers are decimal numbers, which JSON takes as they are. */
static bool check_cells(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	for (size_t i = 0; i < program->grade_count; i++) {
		const struct gj_texts *cells = &program->grades[i].columns;
		if (cells->count != program->grade_column_count)
			return verify_fault(verifier, "grade %zu: its columns", i);
		for (size_t k = 0; k < cells->count; k++) {
			const char *cell = cells->items[k];
			if (program->grade_columns[k].number && cell[strspn(cell, "-.0123456789")])
				return verify_fault(verifier, "grade %zu: a number", i);
		}
	}
	return true;
}

static bool check_grades(struct verifier *verifier, const char *what, size_t owner, const int *grades, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!verify_is_index(grades[i], verifier->program->grade_count))
			return verify_fault(verifier, "%s %zu: no such grade", what, owner);
	}
	return true;
}

/* What a key shows its values as bears them all: gj_datum_value. */
static bool shows(const struct gj_program *program, const struct gj_group_key *key)
{
	enum gj_type type = key->field == GJ_NONE ? key->type : program->fields[key->field].type;
	int64_t low = program->slot_low[key->slot], high = program->slot_high[key->slot];
	if (type == GJ_OPTION)
		return low >= 0 && (uint64_t)high < program->fields[key->field].options.count;
	return type != GJ_DATE || (low >= GJ_DATE_FIRST && high <= GJ_DATE_LAST);
}

static bool check_group_key(struct verifier *verifier, size_t index, const struct gj_group_key *key)
{
	const struct gj_program *program = verifier->program;
	if (!verify_is_optional_index(key->field, program->field_count) || !verify_is_optional_index(key->slot, program->slot_count))
		return verify_fault(verifier, "grouping %zu: a key's field or slot", index);
	bool text = key->field != GJ_NONE && program->fields[key->field].type == GJ_TEXT;
	if (text != (key->slot == GJ_NONE))
		return verify_fault(verifier, "grouping %zu: a key without a value", index);
	if (key->field == GJ_NONE && (key->type == GJ_TEXT || key->type == GJ_OPTION || key->scale < 0 || key->scale > 9))
		return verify_fault(verifier, "grouping %zu: the kind of a key", index);
	return text || shows(program, key) || verify_fault(verifier, "grouping %zu: the range of a key", index);
}

static bool check_grouping(struct verifier *verifier, size_t index)
{
	const struct gj_program *program = verifier->program;
	const struct gj_grouping *grouping = &program->groupings[index];
	if (grouping->least < 0 || (index == 0) != (grouping->key_count == 0) || (grouping->key_count && !program->grade_count))
		return verify_fault(verifier, "grouping %zu", index);
	for (size_t i = 0; i < grouping->key_count; i++) {
		if (!check_group_key(verifier, index, &grouping->keys[i]))
			return false;
	}
	return true;
}

/* A field that places are written to. */
static bool takes_places(const struct gj_program *program, int index, int64_t low, bool nullable)
{
	if (!verify_is_index(index, program->field_count))
		return false;
	const struct gj_field *field = &program->fields[index];
	return field->derived && field->type == GJ_NUMBER && !field->scale && field->low == low && field->high == GJ_RANKED_MOST && field->nullable == nullable
		&& !field->inapplicable;
}

static bool check_ranking(struct verifier *verifier, size_t index)
{
	const struct gj_program *program = verifier->program;
	const struct gj_ranking *ranking = &program->rankings[index];
	bool some = ranking->condition != GJ_NONE;
	if (!takes_places(program, ranking->field, 1, some) || !takes_places(program, ranking->count_field, some ? 0 : 1, false)
		|| ranking->field == ranking->count_field)
		return verify_fault(verifier, "ranking %zu: its fields", index);
	if (!ranking->key_count || ranking->grouping.least || some != (ranking->ranked != GJ_NONE))
		return verify_fault(verifier, "ranking %zu", index);
	for (size_t i = 0; i < ranking->grouping.key_count; i++)
		if (!check_group_key(verifier, index, &ranking->grouping.keys[i]))
			return false;
	for (size_t i = 0; i < ranking->key_count; i++) {
		const struct gj_rank_key *key = &ranking->keys[i];
		if (!verify_is_index(key->slot, program->slot_count))
			return verify_fault(verifier, "ranking %zu: a key", index);
		if (key->divisor != GJ_NONE && (!verify_is_index(key->divisor, program->slot_count) || program->slot_low[key->divisor] <= 0))
			return verify_fault(verifier, "ranking %zu: the divisor of a key", index);
	}
	return true;
}

static bool check_quota(struct verifier *verifier, size_t index, const struct gj_quota *quota)
{
	if (quota->amount < 0 || (quota->is_share && quota->amount > WHOLE) || quota->least < 0 || quota->most < quota->least)
		return verify_fault(verifier, "selection %zu: its quota", index);
	return check_grades(verifier, "selection", index, quota->grades, quota->grade_count);
}

static bool check_stretches(struct verifier *verifier, size_t index)
{
	const struct gj_selection *selection = &verifier->program->selections[index];
	if (selection->stretch_count < 1 || selection->stretch_count > GJ_STRETCHES_MOST)
		return verify_fault(verifier, "selection %zu: its stretches", index);
	for (size_t i = 0; i < selection->stretch_count; i++) {
		const struct gj_stretch *stretch = &selection->stretches[i];
		if (!check_grades(verifier, "selection", index, &stretch->grade, 1) || !check_quota(verifier, index, &stretch->quota))
			return false;
	}
	return true;
}

static bool check_rank_keys(struct verifier *verifier, size_t index)
{
	const struct gj_program *program = verifier->program;
	const struct gj_selection *selection = &program->selections[index];
	for (size_t i = 0; i < selection->key_count; i++) {
		const struct gj_rank_key *key = &selection->keys[i];
		if (!verify_is_optional_index(key->slot, program->slot_count))
			return verify_fault(verifier, "selection %zu: a key", index);
		if (key->divisor != GJ_NONE && (key->slot == GJ_NONE || !verify_is_index(key->divisor, program->slot_count) || program->slot_low[key->divisor] <= 0))
			return verify_fault(verifier, "selection %zu: the divisor of a key", index);
	}
	return true;
}

static bool check_selection(struct verifier *verifier, size_t index)
{
	const struct gj_program *program = verifier->program;
	const struct gj_selection *selection = &program->selections[index];
	if (!verify_is_index(selection->grouping, program->grouping_count))
		return verify_fault(verifier, "selection %zu: its grouping", index);
	if (selection->rest == GJ_NONE ? selection->rest_lowers : !verify_is_index(selection->rest, program->grade_count))
		return verify_fault(verifier, "selection %zu: the grade of the rest", index);
	return check_rank_keys(verifier, index) && check_stretches(verifier, index)
		&& check_grades(verifier, "selection", index, selection->scope, selection->scope_count);
}

static bool check_target(struct verifier *verifier, size_t index)
{
	const struct gj_target *target = &verifier->program->targets[index];
	if (target->share < 0 || target->share > WHOLE)
		return verify_fault(verifier, "target %zu: its share", index);
	if (!verify_is_index(target->grouping, verifier->program->grouping_count))
		return verify_fault(verifier, "target %zu: its grouping", index);
	return check_grades(verifier, "target", index, target->grades, target->grade_count);
}

bool verify_outcomes(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	if (!verify_is_optional_index(program->veto_grade, program->grade_count))
		return verify_fault(verifier, "the grade of a veto");
	if (program->grouping_count > GJ_GROUPINGS_MOST || program->selection_count > GJ_SELECTIONS_MOST)
		return verify_fault(verifier, "too many groupings or selections");
	if (!check_bands(verifier) || !check_cells(verifier))
		return false;
	for (size_t i = 0; i < program->grouping_count; i++) {
		if (!check_grouping(verifier, i))
			return false;
	}
	if (program->ranking_count > GJ_RANKINGS_MOST)
		return verify_fault(verifier, "too many rankings");
	for (size_t i = 0; i < program->ranking_count; i++) {
		if (!check_ranking(verifier, i))
			return false;
	}
	for (size_t i = 0; i < program->selection_count; i++) {
		if (!check_selection(verifier, i))
			return false;
	}
	for (size_t i = 0; i < program->target_count; i++) {
		if (!check_target(verifier, i))
			return false;
	}
	return true;
}
