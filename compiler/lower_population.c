/* 名次, 评选, 目标, 校验. */
#include "lower.h"

/* Where its numerator or divisor is no result that a row can have, a key is to be rounded. */
static void lower_fraction_key(struct lowering *lowering, const struct rank_key *key, struct quantity value, struct gj_rank_key *made)
{
	struct ir_builder *build = lowering->build;
	bool before = build->overflow;
	build->span = build->fraction_span = key->span;
	made->slot = lower_slot(lowering, value.above, false);
	ir_ref divisor = quantity_divisor(build, value);
	if (!ir_is_constant(lowering->ir, divisor))
		made->divisor = lower_slot(lowering, divisor, false);
	build->overflow_of_fraction = build->overflow_of_fraction || (!before && build->overflow);
}

static struct gj_rank_key lower_key(struct lowering *lowering, const struct rank_key *key)
{
	struct gj_rank_key made = { .slot = GJ_NONE, .divisor = GJ_NONE, .descending = key->descending, .name = key->name };
	struct quantity value = key->total ? lowering->scores[0] : quantity_of(-1, 0);
	if (key->value)
		value = lower_number(lowering, key->value);
	if (value.below)
		lower_fraction_key(lowering, key, value, &made);
	else if (key->total && value.scale <= lowering->model->point_scale)
		made.slot = lowering->program->total;
	else if (lower_has(value))
		made.slot = lower_slot(lowering, value.above, false);
	return made;
}

static struct gj_grouping lower_grouping(struct lowering *lowering, const struct model_grouping *grouping)
{
	struct gj_grouping made = grouping->grouping;
	lowering->build->span = grouping->span;
	made.keys = gj_arena_alloc(lowering->arena, (made.key_count + 1) * sizeof *made.keys);
	for (size_t i = 0; i < made.key_count; i++) {
		made.keys[i] = grouping->grouping.keys[i];
		if (grouping->values[i])
			made.keys[i].slot = lower_slot(lowering, lower_expression(lowering, grouping->values[i]), false);
	}
	return made;
}

/* A condition, whose both outcomes 用例 should try. */
static ir_ref lower_condition(struct lowering *lowering, const struct expr *condition)
{
	ir_ref holds = lower_expression(lowering, condition);
	lower_branch(lowering, GJ_BRANCH_CONDITION, GJ_NONE, holds, lower_text(lowering, condition->span));
	return holds;
}

static struct gj_stretch *lower_stretches(struct lowering *lowering, const struct model_selection *selection)
{
	size_t count = selection->selection.stretch_count;
	struct gj_stretch *made = gj_arena_alloc(lowering->arena, (count + 1) * sizeof *made);
	for (size_t i = 0; i < count; i++) {
		made[i] = selection->selection.stretches[i];
		if (selection->stretch_conditions[i])
			made[i].condition = lower_slot(lowering, lower_condition(lowering, selection->stretch_conditions[i]), false);
	}
	return made;
}

static struct gj_selection lower_selection(struct lowering *lowering, const struct model_selection *selection)
{
	struct gj_selection made = selection->selection;
	lowering->build->span = selection->span;
	ir_ref condition = selection->condition ? lower_condition(lowering, selection->condition) : ir_boolean(lowering->build, true);
	if (selection->may_meet_vetoed)
		condition = ir_and(lowering->build, condition, ir_not(lowering->build, lowering->ir->slots[lowering->program->vetoed]));
	made.condition = lower_slot(lowering, condition, false);
	made.key_count = selection->key_count;
	made.keys = gj_arena_alloc(lowering->arena, (selection->key_count + 1) * sizeof *made.keys);
	for (size_t i = 0; i < selection->key_count; i++)
		made.keys[i] = lower_key(lowering, &selection->keys[i]);
	made.stretches = lower_stretches(lowering, selection);
	return made;
}

/* Slots for a place, for results. */
static void lower_place(struct lowering *lowering, struct gj_ranking *made)
{
	const struct gj_field *field = &lowering->model->fields[made->field].field;
	struct expr *place = gj_arena_alloc(lowering->arena, sizeof *place), *absent = gj_arena_alloc(lowering->arena, sizeof *absent);
	*place = (struct expr){ .kind = EXPR_FIELD, .type = GJ_NUMBER, .unit = field->unit, .low = field->low, .high = field->high, .field = made->field };
	*absent = (struct expr){ .kind = EXPR_ABSENT, .type = GJ_BOOL, .unit = "", .high = 1, .a = place, .state = GJ_ABSENT };
	made->place = lower_slot(lowering, lower_expression(lowering, place), false);
	if (field->nullable)
		made->ranked = lower_slot(lowering, ir_not(lowering->build, lower_expression(lowering, absent)), false);
}

static struct gj_ranking lower_ranking(struct lowering *lowering, const struct model_ranking *ranking)
{
	struct gj_ranking made = ranking->ranking;
	lowering->build->span = ranking->span;
	lower_place(lowering, &made);
	if (ranking->condition)
		made.condition = lower_slot(lowering, lower_expression(lowering, ranking->condition), false);
	made.grouping = lower_grouping(lowering, &ranking->grouping);
	made.key_count = ranking->key_count;
	made.keys = gj_arena_alloc(lowering->arena, (ranking->key_count + 1) * sizeof *made.keys);
	for (size_t i = 0; i < ranking->key_count; i++)
		made.keys[i] = lower_key(lowering, &ranking->keys[i]);
	return made;
}

/* That of everyone is there for all that aren't grouped. */
static void lower_groupings(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct gj_program *program = lowering->program;
	if (!model->selection_count && !model->target_count)
		return;
	program->grouping_count = model->grouping_count;
	program->groupings = gj_arena_alloc(lowering->arena, model->grouping_count * sizeof *program->groupings);
	for (size_t i = 0; i < model->grouping_count; i++)
		program->groupings[i] = lower_grouping(lowering, &model->groupings[i]);
}

void lower_checks(struct lowering *lowering)
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
	lower_groupings(lowering);
	program->ranking_count = model->ranking_count;
	program->rankings = gj_arena_alloc(lowering->arena, (model->ranking_count + 1) * sizeof *program->rankings);
	for (size_t i = 0; i < model->ranking_count; i++)
		program->rankings[i] = lower_ranking(lowering, &model->rankings[i]);
	program->selection_count = model->selection_count;
	program->selections = gj_arena_alloc(lowering->arena, (model->selection_count + 1) * sizeof *program->selections);
	for (size_t i = 0; i < model->selection_count; i++)
		program->selections[i] = lower_selection(lowering, &model->selections[i]);
	program->target_count = model->target_count;
	program->targets = model->targets;
	lower_checks(lowering);
}
