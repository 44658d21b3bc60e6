/* Grades that no total reaches: beyond all totals, or between those that there can be. */
#include "analysis.h"
#include "value_set.h"

enum { WORK = 20 * 1000 * 1000 };

/* What the points and scores of the parts can be, at the scale of points. Each set may hold more than there can be, never less. */
struct reach {
	struct analysis *analysis;
	const struct model *model;
	struct value_sets sets;
	struct value_set *parts;
};

static struct value_set whole_range(const struct part *part)
{
	return set_any(part->low, part->high);
}

static struct value_set sum_to(struct reach *reach, struct value_set sum, struct value_set next)
{
	return set_sum(&reach->sets, sum, next);
}

/* Of a value at its own scale, brought to `scale`. */
static struct value_set values_of(struct reach *reach, const struct expr *expr, int scale);

static struct value_set any_value(const struct expr *expr, int scale)
{
	return set_any(rescale(expr->low, expr->scale, scale, GJ_ROUND_DOWN), rescale(expr->high, expr->scale, scale, GJ_ROUND_UP));
}

/* One side of a product a number, the other any value. */
static struct value_set product_of(struct reach *reach, const struct expr *expr, int scale)
{
	const struct expr *number = expr->b->kind == EXPR_CONSTANT ? expr->b : expr->a, *other = number == expr->b ? expr->a : expr->b;
	if (number->kind != EXPR_CONSTANT || other->exact)
		return any_value(expr, scale);
	struct value_set values = values_of(reach, other, other->scale);
	int decimals = other->scale + number->scale;
	wide factor = decimals < scale ? power_of_ten(scale - decimals) : 1, divisor = decimals > scale ? power_of_ten(decimals - scale) : 1;
	return set_scaled(&reach->sets, values, number->value * factor, divisor, GJ_ROUND_HALF);
}

static struct value_set rounded_of(struct reach *reach, const struct expr *expr, int scale)
{
	if (expr->a->exact || expr->a->scale < expr->scale || expr->scale > scale)
		return any_value(expr, scale);
	struct value_set values = values_of(reach, expr->a, expr->a->scale);
	values = set_scaled(&reach->sets, values, 1, power_of_ten(expr->a->scale - expr->scale), expr->rounding);
	return set_scaled(&reach->sets, values, power_of_ten(scale - expr->scale), 1, GJ_ROUND_DOWN);
}

static struct value_set values_of(struct reach *reach, const struct expr *expr, int scale)
{
	if (expr->exact || scale < expr->scale)
		return any_value(expr, scale);
	switch (expr->kind) {
	case EXPR_CONSTANT:
		return set_one(rescale(expr->value, expr->scale, scale, GJ_ROUND_DOWN));
	case EXPR_SCORE:
		return set_scaled(&reach->sets, reach->parts[expr->part], power_of_ten(scale - reach->model->point_scale), 1, GJ_ROUND_DOWN);
	case EXPR_ADD:
		return sum_to(reach, values_of(reach, expr->a, scale), values_of(reach, expr->b, scale));
	case EXPR_SUB:
		return sum_to(reach, values_of(reach, expr->a, scale), set_negated(&reach->sets, values_of(reach, expr->b, scale)));
	case EXPR_SELECT:
		return set_union(&reach->sets, values_of(reach, expr->b, scale), values_of(reach, expr->c, scale));
	case EXPR_MUL:
		return product_of(reach, expr, scale);
	case EXPR_ROUND:
		return rounded_of(reach, expr, scale);
	default:
		return any_value(expr, scale);
	}
}

static struct value_set points_of_rule(struct reach *reach, const struct rule *rule)
{
	int scale = reach->model->point_scale;
	if (rule->kind == RULE_EACH && rule->amount->kind == EXPR_CONSTANT && rule->amount->scale <= scale)
		return set_steps(&reach->sets, rescale(rule->amount->value, rule->amount->scale, scale, GJ_ROUND_DOWN),
		                 divide_down(rule->count->high, rule->step));
	if (rule->kind == RULE_EACH)
		return set_any(0, rescale(rule->amount->high, rule->amount->scale, scale, GJ_ROUND_UP) * divide_up(rule->count->high, rule->step));
	struct value_set points = rule->amount ? values_of(reach, rule->amount, scale) : set_one(0);
	for (size_t i = 0; i < rule->tier_count; i++) {
		struct value_set tier = values_of(reach, rule->tiers[i].amount, scale);
		points = i ? set_union(&reach->sets, points, tier) : tier;
	}
	return rule->kind == RULE_IF ? set_union(&reach->sets, points, set_one(0)) : points;
}

static struct value_set limited(struct reach *reach, struct value_set points, bool limits, wide most)
{
	return limits ? set_clamped(&reach->sets, points, points.low < most ? points.low : most, most) : points;
}

static struct value_set points_of_clause(struct reach *reach, const struct part *clause)
{
	struct value_set points = set_one(0);
	for (size_t i = 0; i < clause->rule_count; i++) {
		struct value_set rule = points_of_rule(reach, &clause->rules[i]);
		points = clause->combine == COMBINE_SUM ? sum_to(reach, points, rule) : set_union(&reach->sets, points, rule);
	}
	return limited(reach, points, clause->has_most, clause->most);
}

/* The sum of the children's points or scores (of 取最高: any of them); *voided: a 不得分 may do away with it. */
static struct value_set points_below(struct reach *reach, size_t index, bool *voided)
{
	const struct model *model = reach->model;
	struct value_set points = set_one(0);
	for (size_t i = index + 1; i < reach->analysis->ends[index]; i = reach->analysis->ends[i]) {
		enum gj_part kind = model->parts[i].kind;
		*voided |= kind == GJ_PART_VOID;
		if (kind == GJ_PART_VOID || kind == GJ_PART_VETOES || kind == GJ_PART_GRADES || kind == GJ_PART_SELECTION)
			continue;
		struct value_set child = kind == GJ_PART_PENALTY ? set_negated(&reach->sets, reach->parts[i]) : reach->parts[i];
		points = model->parts[index].combine == COMBINE_SUM ? sum_to(reach, points, child) : set_union(&reach->sets, points, child);
	}
	return points;
}

static struct value_set or_nothing(struct reach *reach, struct value_set scores, bool voided)
{
	return voided ? set_union(&reach->sets, scores, set_one(0)) : scores;
}

static struct value_set scores_of(struct reach *reach, size_t index)
{
	const struct part *part = &reach->model->parts[index];
	bool voided = false;
	if (part->kind == GJ_PART_CLAUSE)
		return points_of_clause(reach, part);
	struct value_set points = limited(reach, points_below(reach, index, &voided), part->has_most, part->most);
	switch (part->kind) {
	case GJ_PART_POINT:
		return limited(reach, points, part->capped || part->earning, part->points);
	case GJ_PART_ITEM:
		points = limited(reach, points, part->capped || part->earning, part->points);
		if (!part->earning)
			points = sum_to(reach, set_one(part->points), set_negated(&reach->sets, points));
		return or_nothing(reach, points, voided);
	case GJ_PART_PROJECT:
		points = part->capped ? set_clamped(&reach->sets, points, 0, points.high > 0 ? points.high : 0) : points;
		return or_nothing(reach, points, voided);
	case GJ_PART_SERIES:
	case GJ_PART_BONUS:
	case GJ_PART_PENALTY:
		return points;
	default:
		return whole_range(part);
	}
}

static struct value_set totals_of(struct reach *reach)
{
	const struct model *model = reach->model;
	int scale = model->point_scale;
	bool voided = false;
	struct value_set totals = points_below(reach, 0, &voided);
	const struct expr *formula = model->total_formula;
	if (formula && formula->scale > scale) /* decimals that scores could have but don't */
		totals = set_scaled(&reach->sets, values_of(reach, formula, formula->scale), 1, power_of_ten(formula->scale - scale), GJ_ROUND_HALF);
	else if (formula)
		totals = values_of(reach, formula, scale);
	totals = or_nothing(reach, totals, voided);
	totals = set_clamped(&reach->sets, totals, model->has_floor ? model->floor : totals.low, model->has_ceiling ? model->ceiling : totals.high);
	if (!model->total_rounded)
		return totals;
	totals = set_scaled(&reach->sets, totals, 1, power_of_ten(scale - model->total_scale), model->total_rounding);
	return set_scaled(&reach->sets, totals, power_of_ten(scale - model->total_scale), 1, GJ_ROUND_DOWN);
}

static void judge_grade(struct analysis *analysis, const struct value_set *totals, const struct model_grade *made)
{
	const struct gj_grade *grade = &made->grade;
	const struct part *standard = &analysis->model->parts[0];
	if (analysis_beyond_band(analysis->model, grade)) {
		report(analysis->diagnostics, MSG_GRADE_UNREACHABLE, made->name_span, grade->name, analysis_points(analysis, standard->low),
		       analysis_points(analysis, standard->high), NULL);
		return;
	}
	wide from = grade->has_low ? grade->low : standard->low, to = grade->has_high ? grade->high : standard->high, below, above;
	if (!totals || set_meets(*totals, from, to) || !set_below(*totals, from, &below) || !set_above(*totals, to, &above))
		return;
	report(analysis->diagnostics, MSG_GRADE_BETWEEN, made->name_span, grade->name, analysis_points(analysis, below), analysis_points(analysis, above),
	       NULL);
}

void analyse_reach(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	struct reach reach = {analysis, model, {analysis->arena, WORK}, NULL};
	reach.parts = gj_arena_alloc(analysis->arena, model->part_count * sizeof *reach.parts);
	for (size_t i = model->part_count; i-- > 1 && !model->fractional;)
		reach.parts[i] = scores_of(&reach, i);
	struct value_set totals = model->fractional ? whole_range(&model->parts[0]) : totals_of(&reach);
	for (size_t i = 0; i < model->grade_count; i++)
		if (model->grades[i].grade.from_band && !analysis->given_otherwise[i])
			judge_grade(analysis, model->fractional ? NULL : &totals, &model->grades[i]);
}
