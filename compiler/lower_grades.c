/* The grade: the band of the total, then conditions, then the other rules in the order they are written, then vetoes and 不参评. */
#include "lower.h"

/* The bands stand together in the list of grades, from the lowest to the highest, each beginning where the one below ends. */
struct bands {
	int first, count;
	ir_ref grade; /* index into the grades */
};

static ir_ref constant(struct lowering *lowering, int64_t value)
{
	return ir_constant(lowering->build, value);
}

static struct bands find_bands(const struct gj_program *program)
{
	struct bands bands = { 0, 0, -1 };
	for (size_t i = 0; i < program->grade_count; i++) {
		if (!program->grades[i].from_band)
			continue;
		if (!bands.count++)
			bands.first = (int)i;
	}
	return bands;
}

static ir_ref reaches(struct lowering *lowering, int grade)
{
	const struct gj_grade *band = &lowering->program->grades[grade];
	lowering->build->span = lowering->model->grades[grade].span;
	struct quantity low = lower_given_points(lowering, band->low), total = lowering->scores[0];
	return band->low_open ? quantity_less(lowering->build, low, total) : quantity_less_equal(lowering->build, low, total);
}

static void keep_reason(struct lowering *lowering, size_t part, ir_ref reason)
{
	lowering->program->sheet[part].reason = lower_slot(lowering, reason, false);
}

/* Whether every 条件 of a grade holds. Each one's reason is that the score reaches the grade and the condition doesn't hold. */
static ir_ref conditions_hold(struct lowering *lowering, int grade, ir_ref reached, bool *any)
{
	struct ir_builder *build = lowering->build;
	const struct model *model = lowering->model;
	ir_ref all = ir_boolean(build, true);
	*any = false;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (part->outcome != GJ_OUTCOME_CONDITION || part->grade != grade)
			continue;
		ir_ref holds = lower_expression(lowering, part->condition);
		lower_branch(lowering, GJ_BRANCH_CONDITION, (int)i, holds, lower_text(lowering, part->condition->span));
		keep_reason(lowering, i, ir_and(build, reached, ir_not(build, holds)));
		all = ir_and(build, all, holds);
		*any = true;
	}
	return all;
}

static bool has_conditions(const struct model *model)
{
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].outcome == GJ_OUTCOME_CONDITION)
			return true;
	return false;
}

/* The bands tile every total, so the grade is the lowest band's index and a step for each further band that the total reaches. */
static ir_ref grade_by_band(struct lowering *lowering, struct bands bands)
{
	struct ir_builder *build = lowering->build;
	ir_ref grade = constant(lowering, bands.first), one = constant(lowering, 1), none = constant(lowering, 0);
	for (int i = 1; i < bands.count; i++)
		grade = ir_add(build, grade, ir_select(build, reaches(lowering, bands.first + i), one, none));
	return grade;
}

/* The highest grade that the total reaches and whose conditions hold; the lowest has none. */
static ir_ref grade_with_conditions(struct lowering *lowering, struct bands bands)
{
	struct ir_builder *build = lowering->build;
	ir_ref grade = constant(lowering, bands.first);
	for (int i = 1; i < bands.count; i++) {
		bool any;
		ir_ref reached = reaches(lowering, bands.first + i), holds = conditions_hold(lowering, bands.first + i, reached, &any);
		ir_ref gets = any ? ir_and(build, reached, holds) : reached;
		grade = ir_select(build, gets, constant(lowering, bands.first + i), grade);
	}
	return grade;
}

static ir_ref within_bands(struct lowering *lowering, struct bands bands)
{
	struct ir_builder *build = lowering->build;
	ir_ref grade = ir_max(build, bands.grade, constant(lowering, bands.first));
	return ir_min(build, grade, constant(lowering, bands.first + bands.count - 1));
}

/* Levels to go down, no more than there are. */
static ir_ref lower_levels(struct lowering *lowering, size_t index, int most)
{
	struct ir_builder *build = lowering->build;
	const struct part *part = &lowering->model->parts[index];
	ir_ref levels;
	if (part->count) {
		levels = lower_steps(lowering, part->count, part->step);
		levels = ir_min(build, levels, constant(lowering, most));
	} else {
		ir_ref one = constant(lowering, 1), none = constant(lowering, 0);
		levels = ir_select(build, lower_expression(lowering, part->condition), one, none);
	}
	ir_ref held = ir_less_equal(build, constant(lowering, 1), levels);
	lower_branch(lowering, GJ_BRANCH_RULE, (int)index, held, lower_text(lowering, part->span));
	keep_reason(lowering, index, held);
	return levels;
}

/* Never below `lowest`, but a grade that is below it already stays. */
static ir_ref go_down(struct lowering *lowering, ir_ref grade, ir_ref levels, int lowest)
{
	struct ir_builder *build = lowering->build;
	ir_ref stop = ir_min(build, grade, constant(lowering, lowest));
	return ir_max(build, ir_subtract(build, grade, levels), stop);
}

/* No higher than the rule's grade where its reason holds, or no lower. */
static ir_ref lower_end(struct lowering *lowering, size_t index, ir_ref grade, ir_ref (*nearer)(struct ir_builder *build, ir_ref x, ir_ref y))
{
	struct ir_builder *build = lowering->build;
	const struct part *part = &lowering->model->parts[index];
	ir_ref held = lower_expression(lowering, part->condition);
	lower_branch(lowering, GJ_BRANCH_RULE, (int)index, held, lower_text(lowering, part->span));
	keep_reason(lowering, index, held);
	return ir_select(build, held, nearer(build, grade, constant(lowering, part->grade)), grade);
}

static ir_ref lower_limits(struct lowering *lowering, struct bands bands)
{
	const struct model *model = lowering->model;
	ir_ref grade = bands.grade;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		lowering->build->span = part->span;
		if (part->outcome == GJ_OUTCOME_CEILING || part->outcome == GJ_OUTCOME_WORSE)
			grade = lower_end(lowering, i, grade, ir_min);
		else if (part->outcome == GJ_OUTCOME_FLOOR || part->outcome == GJ_OUTCOME_BETTER)
			grade = lower_end(lowering, i, grade, ir_max);
		else if (part->outcome == GJ_OUTCOME_LOWERED)
			grade = go_down(lowering, grade, lower_levels(lowering, i, bands.count), part->grade >= 0 ? part->grade : bands.first);
	}
	return grade;
}

/* The lowest of the grade so far and those of the vetoes that hold. */
static ir_ref lower_veto_grades(struct lowering *lowering, ir_ref grade)
{
	const struct model *model = lowering->model;
	struct ir_builder *build = lowering->build;
	ir_ref highest = constant(lowering, (int64_t)model->grade_count - 1);
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (part->kind != GJ_PART_VETOES)
			continue;
		build->span = part->span;
		ir_ref lowest = constant(lowering, part->grade);
		if (part->grade == 0)
			grade = ir_select(build, lowering->vetoed[i], lowest, grade);
		else
			grade = ir_min(build, grade, ir_select(build, lowering->vetoed[i], lowest, highest));
	}
	return grade;
}

/* The first reason written decides which of 不参评 and 不定等次 it is: so the last is put in first. */
static ir_ref lower_unrated(struct lowering *lowering, ir_ref grade)
{
	const struct model *model = lowering->model;
	for (size_t i = model->part_count; i-- > 0;) {
		const struct part *part = &model->parts[i];
		if (part->outcome != GJ_OUTCOME_UNRATED)
			continue;
		lowering->build->span = part->span;
		ir_ref held = lower_expression(lowering, part->condition);
		lower_branch(lowering, GJ_BRANCH_RULE, (int)i, held, lower_text(lowering, part->span));
		keep_reason(lowering, i, held);
		grade = ir_select(lowering->build, held, constant(lowering, part->grade), grade);
	}
	return grade;
}

void lower_grades(struct lowering *lowering)
{
	struct gj_program *program = lowering->program;
	program->grade = program->band_grade = GJ_NONE;
	if (!program->grade_count)
		return;
	struct bands bands = find_bands(program);
	ir_ref grade = constant(lowering, 0);
	if (bands.count) {
		bands.grade = has_conditions(lowering->model) ? grade_with_conditions(lowering, bands) : grade_by_band(lowering, bands);
		bands.grade = within_bands(lowering, bands);
		grade = lower_limits(lowering, bands);
	}
	program->band_grade = lower_slot(lowering, grade, false);
	grade = lower_veto_grades(lowering, grade);
	grade = lower_unrated(lowering, grade);
	if (lowering->model->unrated_grade != GJ_NONE) /* nothing of the sheet applies */
		grade = ir_select(lowering->build, lowering->inapplicable[0], constant(lowering, lowering->model->unrated_grade), grade);
	program->grade = lower_slot(lowering, grade, false);
}
