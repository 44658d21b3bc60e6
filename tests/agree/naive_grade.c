/* The grade, step by step as the manual tells it. */
#include "naive.h"

static void set_points(mpq_t q, int64_t points, int scale)
{
	mpz_set_si(mpq_numref(q), points);
	mpz_ui_pow_ui(mpq_denref(q), 10, (unsigned long)scale);
	mpq_canonicalize(q);
}

static bool in_band(const struct model *model, const struct gj_grade *grade, const mpq_t total)
{
	mpq_t bound;
	mpq_init(bound);
	set_points(bound, grade->low, model->point_scale);
	int above = mpq_cmp(total, bound);
	set_points(bound, grade->high, model->point_scale);
	int below = mpq_cmp(bound, total);
	bool in = grade->from_band && (!grade->has_low || above > 0 || (above == 0 && !grade->low_open));
	in = in && (!grade->has_high || below > 0 || (below == 0 && !grade->high_open));
	mpq_clear(bound);
	return in;
}

static int band_of(const struct model *model, const mpq_t total)
{
	for (size_t i = 0; i < model->grade_count; i++)
		if (in_band(model, &model->grades[i].grade, total))
			return (int)i;
	return GJ_NONE;
}

/* From the grade of the band down to the first whose conditions all hold. Every condition of a grade that the total reaches is looked at: those that
 * fail are the reasons. */
static int after_conditions(const struct model *model, const struct naive_row *row, struct naive_result *result, int grade)
{
	int kept = grade;
	bool failed_here = true;
	for (int at = grade; at >= 0 && model->grades[at].grade.from_band; at--) {
		bool failed = false;
		for (size_t i = 0; i < model->part_count; i++) {
			const struct part *part = &model->parts[i];
			if (part->outcome != GJ_OUTCOME_CONDITION || part->grade != at || naive_truth(model, row, result, part->condition))
				continue;
			result->reasons[i] = failed = true;
		}
		if (failed_here && !failed) {
			kept = at;
			failed_here = false;
		}
	}
	return kept;
}

static int one_down(const struct model *model, int grade, int lowest)
{
	bool stops = grade <= lowest || grade == 0 || !model->grades[grade - 1].grade.from_band;
	return stops ? grade : grade - 1;
}

static int levels_of(const struct model *model, const struct naive_row *row, const struct naive_result *result, const struct part *part)
{
	if (part->condition)
		return naive_truth(model, row, result, part->condition);
	mpq_t count, step;
	mpz_t levels;
	mpq_inits(count, step, NULL);
	mpz_init(levels);
	naive_value(model, row, result, part->count, count);
	set_points(step, part->step, part->count->scale);
	mpq_div(count, count, step);
	mpz_fdiv_q(levels, mpq_numref(count), mpq_denref(count));
	int number = mpz_cmp_ui(levels, 1000) > 0 ? 1000 : (int)mpz_get_si(levels);
	mpz_clear(levels);
	mpq_clears(count, step, NULL);
	return number;
}

static int after_rule(const struct model *model, const struct naive_row *row, struct naive_result *result, size_t index, int grade)
{
	const struct part *part = &model->parts[index];
	if (part->outcome != GJ_OUTCOME_LOWERED) {
		bool raises = part->outcome == GJ_OUTCOME_FLOOR || part->outcome == GJ_OUTCOME_BETTER;
		result->reasons[index] = naive_truth(model, row, result, part->condition);
		if (result->reasons[index] && (raises ? grade < part->grade : grade > part->grade))
			return part->grade;
		return grade;
	}
	int levels = levels_of(model, row, result, part);
	result->reasons[index] = levels > 0;
	for (int i = 0; i < levels; i++)
		grade = one_down(model, grade, part->grade);
	return grade;
}

/* The lowest of the grade and those of the vetoes that hold. */
static int after_vetoes(const struct model *model, const struct naive_result *result, int grade)
{
	for (size_t i = 0; i < model->part_count; i++) {
		if (model->parts[i].kind != GJ_PART_VETO || !result->reasons[i])
			continue;
		int veto_grade = model->parts[model->parts[i].parent].grade;
		grade = veto_grade < grade ? veto_grade : grade;
	}
	return grade;
}

void naive_grade(const struct model *model, const struct naive_row *row, struct naive_result *result)
{
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_OUTCOME)
			result->reasons[i] = false;
	int grade = after_conditions(model, row, result, band_of(model, result->total));
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_OUTCOME && model->parts[i].outcome != GJ_OUTCOME_CONDITION && model->parts[i].outcome != GJ_OUTCOME_UNRATED)
			grade = after_rule(model, row, result, i, grade);
	result->band_grade = grade;
	result->grade = after_vetoes(model, result, grade);
	bool decided = false;
	for (size_t i = 0; i < model->part_count; i++) {
		if (model->parts[i].outcome != GJ_OUTCOME_UNRATED)
			continue;
		result->reasons[i] = naive_truth(model, row, result, model->parts[i].condition);
		if (result->reasons[i] && !decided)
			result->grade = model->parts[i].grade;
		decided = decided || result->reasons[i];
	}
	if (result->inapplicable[0] && model->unrated_grade != GJ_NONE)
		result->grade = model->unrated_grade;
}
