/* Grades, 评选, 目标, 校验. */
#include "lower.h"

#include <stdlib.h>

static int by_low(const void *x, const void *y)
{
	const struct gj_grade *a = *(struct gj_grade *const *)x, *b = *(struct gj_grade *const *)y;
	if (a->has_low != b->has_low)
		return a->has_low ? 1 : -1;
	return (a->low > b->low) - (a->low < b->low);
}

/* The bands tile every total, so the grade is the lowest band's index plus a step for each band's lower bound that the total reaches. */
static ir_ref lower_band(struct lowering *lowering, ir_ref total)
{
	struct ir_builder *build = lowering->build;
	const struct gj_program *program = lowering->program;
	struct gj_grade **bands = gj_arena_alloc(lowering->arena, (program->grade_count + 1) * sizeof *bands);
	size_t count = 0;
	for (size_t i = 0; i < program->grade_count; i++)
		if (program->grades[i].from_band)
			bands[count++] = &program->grades[i];
	if (!count)
		return ir_constant(build, 0);
	qsort(bands, count, sizeof *bands, by_low);
	ir_ref grade = ir_constant(build, bands[0] - program->grades), none = ir_constant(build, 0);
	for (size_t i = 1; i < count; i++) {
		build->span = lowering->model->grades[bands[i] - program->grades].span;
		ir_ref reached = ir_less_equal(build, ir_constant(build, bands[i]->low), total);
		grade = ir_add(build, grade, ir_select(build, reached, ir_constant(build, bands[i] - bands[i - 1]), none));
	}
	grade = ir_max(build, grade, none);
	return ir_min(build, grade, ir_constant(build, (int64_t)program->grade_count - 1));
}

/* The lowest of the band's grade and those of the vetoes that hold. */
static ir_ref lower_veto_grades(struct lowering *lowering, ir_ref grade)
{
	const struct model *model = lowering->model;
	struct ir_builder *build = lowering->build;
	ir_ref highest = ir_constant(build, (int64_t)model->grade_count - 1);
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (part->kind != GJ_PART_VETOES)
			continue;
		build->span = part->span;
		ir_ref lowest = ir_constant(build, part->grade);
		if (part->grade == 0)
			grade = ir_select(build, lowering->vetoed[i], lowest, grade);
		else
			grade = ir_min(build, grade, ir_select(build, lowering->vetoed[i], lowest, highest));
	}
	return grade;
}

static void lower_grades(struct lowering *lowering)
{
	struct gj_program *program = lowering->program;
	program->grade = program->band_grade = GJ_NONE;
	if (!program->grade_count)
		return;
	ir_ref grade = lower_band(lowering, lowering->ir->slots[program->total]);
	program->band_grade = lower_slot(lowering, grade, false);
	program->grade = lower_slot(lowering, lower_veto_grades(lowering, grade), false);
}

static struct gj_rank_key lower_key(struct lowering *lowering, const struct rank_key *key)
{
	struct gj_rank_key made = { .slot = GJ_NONE, .descending = key->descending, .name = key->name };
	if (key->total)
		made.slot = lowering->program->total;
	else if (key->value)
		made.slot = lower_slot(lowering, lower_expression(lowering, key->value), false);
	return made;
}

static struct gj_selection lower_selection(struct lowering *lowering, const struct model_selection *selection)
{
	struct gj_selection made = selection->selection;
	lowering->build->span = selection->span;
	ir_ref condition = ir_boolean(lowering->build, true);
	if (selection->condition) {
		condition = lower_expression(lowering, selection->condition);
		lower_branch(lowering, GJ_BRANCH_CONDITION, GJ_NONE, condition, lower_text(lowering, selection->condition->span));
	}
	if (selection->may_meet_vetoed)
		condition = ir_and(lowering->build, condition, ir_not(lowering->build, lowering->ir->slots[lowering->program->vetoed]));
	made.condition = lower_slot(lowering, condition, false);
	made.key_count = selection->key_count;
	made.keys = gj_arena_alloc(lowering->arena, (selection->key_count + 1) * sizeof *made.keys);
	for (size_t i = 0; i < selection->key_count; i++)
		made.keys[i] = lower_key(lowering, &selection->keys[i]);
	return made;
}

static void lower_checks(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct gj_program *program = lowering->program;
	struct datum_finder *finder = datum_finder_new(model, lowering->arena);
	program->check_count = model->check_count;
	program->checks = gj_arena_alloc(lowering->arena, (model->check_count + 1) * sizeof *program->checks);
	for (size_t i = 0; i < model->check_count; i++) {
		const struct check_rule *check = &model->checks[i];
		datum_start(finder);
		datum_read(finder, check->condition);
		struct datum datum = datum_take(finder);
		lowering->build->span = check->span;
		program->checks[i] = (struct gj_check){ .message = check->message ? check->message : "", .text = check->text ? check->text : "",
			.slot = lower_slot(lowering, lower_expression(lowering, check->condition), false),
			.field_count = datum.count, .fields = datum.fields };
	}
}

void lower_population(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct gj_program *program = lowering->program;
	lower_grades(lowering);
	program->selection_count = model->selection_count;
	program->selections = gj_arena_alloc(lowering->arena, (model->selection_count + 1) * sizeof *program->selections);
	for (size_t i = 0; i < model->selection_count; i++)
		program->selections[i] = lower_selection(lowering, &model->selections[i]);
	program->target_count = model->target_count;
	program->targets = model->targets;
	lower_checks(lowering);
}
