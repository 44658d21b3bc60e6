/* Grades, selections and targets. */
#include "runtime/verify.h"

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

static bool check_grades(struct verifier *verifier, const char *what, size_t owner, const int *grades, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!verify_is_index(grades[i], verifier->program->grade_count))
			return verify_fault(verifier, "%s %zu: no such grade", what, owner);
	}
	return true;
}

static bool check_selection(struct verifier *verifier, size_t index)
{
	const struct gj_program *program = verifier->program;
	const struct gj_selection *selection = &program->selections[index];
	if (selection->quota < 0 || (selection->quota_is_share && selection->quota > WHOLE))
		return verify_fault(verifier, "selection %zu: its quota", index);
	for (size_t i = 0; i < selection->key_count; i++) {
		const struct gj_rank_key *key = &selection->keys[i];
		if (!verify_is_optional_index(key->slot, program->slot_count))
			return verify_fault(verifier, "selection %zu: a key", index);
		if (key->divisor != GJ_NONE && (key->slot == GJ_NONE || !verify_is_index(key->divisor, program->slot_count) || program->slot_low[key->divisor] <= 0))
			return verify_fault(verifier, "selection %zu: the divisor of a key", index);
	}
	return check_grades(verifier, "selection", index, &selection->grade, 1)
		&& check_grades(verifier, "selection", index, selection->scope, selection->scope_count);
}

static bool check_target(struct verifier *verifier, size_t index)
{
	const struct gj_target *target = &verifier->program->targets[index];
	if (target->share < 0 || target->share > WHOLE)
		return verify_fault(verifier, "target %zu: its share", index);
	return check_grades(verifier, "target", index, target->grades, target->grade_count);
}

bool verify_outcomes(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	if (!verify_is_optional_index(program->veto_grade, program->grade_count))
		return verify_fault(verifier, "the grade of a veto");
	if (!check_bands(verifier))
		return false;
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
