/* Scores: rules, clauses, their limits, items, projects, 加分项, 减分项 and the total. */
#include "naive.h"

struct context {
	const struct model *model;
	const struct naive_row *row;
	struct naive_result *result; /* scores so far */
};

static void evaluate(const struct context *context, const struct expr *expr, mpq_t out)
{
	naive_value(context->model, context->row, context->result, expr, out);
}

static bool truth(const struct context *context, const struct expr *expr)
{
	return naive_truth(context->model, context->row, context->result, expr);
}

/* The points one rule asks for, and whether it holds in the sense of 择一: an explicit 若 … 不扣 does, a tier that says 不扣 doesn't. */
static bool evaluate_rule(const struct context *context, const struct rule *rule, mpq_t points)
{
	bool holds = false;
	mpq_set_ui(points, 0, 1);
	switch (rule->kind) {
	case RULE_IF:
		holds = truth(context, rule->condition);
		if (holds)
			evaluate(context, rule->amount, points);
		break;
	case RULE_EACH: {
		mpq_t steps, step;
		mpq_inits(steps, step, NULL);
		evaluate(context, rule->count, steps);
		naive_set(step, rule->step, rule->count->scale);
		mpq_div(steps, steps, step);
		naive_round(steps, 0, GJ_ROUND_DOWN);
		holds = mpq_sgn(steps) > 0;
		evaluate(context, rule->amount, points);
		mpq_mul(points, points, steps);
		mpq_clears(steps, step, NULL);
		break;
	}
	case RULE_TIERS:
		for (size_t i = 0; i < rule->tier_count; i++)
			if (truth(context, rule->tiers[i].condition)) {
				const struct expr *amount = rule->tiers[i].amount;
				evaluate(context, amount, points);
				holds = amount->kind != EXPR_CONSTANT || amount->value != 0;
				break;
			}
		break;
	case RULE_AMOUNT:
		evaluate(context, rule->amount, points);
		holds = true;
		break;
	}
	return holds;
}

static void combine(mpq_t sum, const mpq_t points, enum combine how)
{
	if (how == COMBINE_SUM || (how == COMBINE_FIRST && mpq_sgn(sum) == 0)) /* the caller stops at the first that holds */
		mpq_add(sum, sum, points);
	else if (how == COMBINE_HEAVIEST && mpq_cmp(points, sum) > 0)
		mpq_set(sum, points);
}

static void limit(mpq_t points, bool limited, int64_t most, int scale)
{
	if (!limited)
		return;
	mpq_t bound;
	mpq_init(bound);
	naive_set(bound, most, scale);
	if (mpq_cmp(points, bound) > 0)
		mpq_set(points, bound);
	mpq_clear(bound);
}

static bool waived(const struct naive_result *result, size_t index)
{
	return result->leaves[index] || result->full[index];
}

/* A clause's own points into incurred and, limited by its 最多, into counted. */
static void evaluate_clause(const struct context *context, size_t index, struct naive_result *result)
{
	const struct part *clause = &context->model->parts[index];
	mpq_t points;
	mpq_init(points);
	mpq_set_ui(result->incurred[index], 0, 1);
	for (size_t i = 0; i < clause->rule_count && !waived(result, index); i++) {
		bool holds = evaluate_rule(context, &clause->rules[i], points);
		combine(result->incurred[index], points, clause->combine);
		if (holds && clause->combine == COMBINE_FIRST)
			break;
	}
	mpq_set(result->counted[index], result->incurred[index]);
	limit(result->counted[index], clause->has_most, clause->most, context->model->point_scale);
	mpq_clear(points);
}

static bool is_within(const struct model *model, int part, size_t ancestor)
{
	while (part >= 0 && (size_t)part != ancestor)
		part = model->parts[part].parent;
	return part >= 0;
}

/* Takes from the clauses below `ancestor`, the last first, what exceeds its cap: the first losses count first. */
static void absorb(const struct model *model, size_t ancestor, const mpq_t cap, struct naive_result *result)
{
	mpq_t left;
	mpq_init(left);
	mpq_set(left, cap);
	for (size_t i = ancestor + 1; i < model->part_count; i++) {
		if (model->parts[i].kind != GJ_PART_CLAUSE || !is_within(model, (int)i, ancestor))
			continue;
		if (mpq_cmp(result->counted[i], left) > 0)
			mpq_set(result->counted[i], left);
		mpq_sub(left, left, result->counted[i]);
	}
	mpq_clear(left);
}

static void sum_below(const struct model *model, size_t ancestor, struct naive_result *result, mpq_t sum)
{
	mpq_set_ui(sum, 0, 1);
	for (size_t i = ancestor; i < model->part_count; i++) {
		if (!is_within(model, (int)i, ancestor))
			continue;
		if (model->parts[i].kind == GJ_PART_CLAUSE)
			mpq_add(sum, sum, result->counted[i]);
		if (model->parts[i].kind == GJ_PART_POINT)
			mpq_add(sum, sum, result->scores[i]);
	}
}

static void stop_at(const struct model *model, size_t index, int64_t points, struct naive_result *result)
{
	mpq_t bound, given; /* given: what 要点 that count full have of it */
	mpq_inits(bound, given, NULL);
	naive_set(bound, points, model->point_scale);
	if ((model->parts[index].kind == GJ_PART_ITEM || model->parts[index].kind == GJ_PART_PROJECT) && points == model->parts[index].points)
		mpq_set(bound, result->owed[index]);
	for (size_t i = index + 1; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_POINT && model->parts[i].parent == (int)index)
			mpq_add(given, given, result->scores[i]);
	mpq_sub(bound, bound, given);
	if (mpq_sgn(bound) < 0)
		mpq_set_ui(bound, 0, 1);
	absorb(model, index, bound, result);
	mpq_clears(bound, given, NULL);
}

static void drop_below(const struct model *model, size_t index, struct naive_result *result)
{
	for (size_t i = index; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_CLAUSE && is_within(model, (int)i, index))
			mpq_set_ui(result->counted[i], 0, 1);
	if (model->parts[index].kind == GJ_PART_POINT)
		mpq_set_ui(result->scores[index], 0, 1);
}

static bool is_asked(const struct part *part)
{
	return part->kind == GJ_PART_CLAUSE || part->kind == GJ_PART_SERIES || part->kind == GJ_PART_POINT;
}

static void counted_of(const struct model *model, size_t index, struct naive_result *result, mpq_t sum)
{
	if (model->parts[index].kind == GJ_PART_CLAUSE)
		mpq_set(sum, result->counted[index]);
	else
		sum_below(model, index, result, sum);
}

/* Of what stands directly in a part the first that is largest, or the first that isn't 0; the rest doesn't count. */
static void keep_one(const struct model *model, size_t index, struct naive_result *result)
{
	mpq_t value, kept;
	size_t one = 0;
	mpq_inits(value, kept, NULL);
	for (size_t i = index + 1; i < model->part_count; i++) {
		if (model->parts[i].parent != (int)index || !is_asked(&model->parts[i]))
			continue;
		counted_of(model, i, result, value);
		if (mpq_cmp(value, kept) <= 0 || (one && model->parts[index].combine == COMBINE_FIRST))
			continue;
		mpq_set(kept, value);
		one = i;
	}
	for (size_t i = index + 1; i < model->part_count; i++)
		if (model->parts[i].parent == (int)index && is_asked(&model->parts[i]) && i != one)
			drop_below(model, i, result);
	mpq_clears(value, kept, NULL);
}

/* Limits and choices from the inside out: 以下各条, then 要点, 指标, 项目. A clause's own are settled already. */
static void settle(const struct model *model, size_t index, struct naive_result *result)
{
	const struct part *part = &model->parts[index];
	if (part->kind == GJ_PART_CLAUSE)
		return;
	for (size_t i = index + 1; i < model->part_count; i++)
		if (model->parts[i].parent == (int)index)
			settle(model, i, result);
	if (part->combine != COMBINE_SUM)
		keep_one(model, index, result);
	if (part->has_most)
		stop_at(model, index, part->most, result);
	if ((part->capped || part->earning) && part->has_points)
		stop_at(model, index, part->points, result);
}

/* 不得分 directly under a part: its score is 0, unless it is below 0 already. */
static void apply_voids(const struct context *context, size_t index, mpq_t score, struct naive_result *result)
{
	const struct model *model = context->model;
	bool voided = false;
	for (size_t i = index + 1; i < model->part_count; i++) {
		if (model->parts[i].kind != GJ_PART_VOID || model->parts[i].parent != (int)index)
			continue;
		result->reasons[i] = !waived(result, index) && truth(context, model->parts[i].condition);
		voided = voided || result->reasons[i];
	}
	if (voided && mpq_sgn(score) > 0)
		mpq_set_ui(score, 0, 1);
}

static void score_item(const struct model *model, size_t index, struct naive_result *result)
{
	mpq_t sum;
	mpq_init(sum);
	sum_below(model, index, result, sum);
	if (model->parts[index].earning) {
		mpq_set(result->scores[index], sum);
		limit(result->scores[index], model->parts[index].has_most, model->parts[index].most, model->point_scale);
	} else {
		mpq_sub(result->scores[index], result->owed[index], sum);
	}
	if (result->full[index])
		naive_set(result->scores[index], model->parts[index].points, model->point_scale);
	mpq_clear(sum);
}

/* 得分 × 满分 ÷ 应得分. */
static void scale_back(const struct model *model, size_t index, mpq_t score, struct naive_result *result)
{
	mpq_t points;
	mpq_init(points);
	naive_set(points, model->parts[index].points, model->point_scale);
	mpq_set(result->earned[index], score);
	mpq_mul(score, score, points);
	if (mpq_sgn(result->owed[index]) > 0)
		mpq_div(score, score, result->owed[index]);
	mpq_set(result->scaled[index], score);
	mpq_clear(points);
}

/* 要点 that count full of 指标 where points are earned; all others give nothing of their own. */
static void give_in_full(const struct model *model, struct naive_result *result)
{
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		mpq_set_ui(result->scores[i], 0, 1);
		if (part->kind == GJ_PART_POINT && result->full[i] && model->parts[part->parent].earning)
			naive_set(result->scores[i], part->points, model->point_scale);
	}
}

static void score_project(const struct context *context, size_t index, struct naive_result *result)
{
	const struct model *model = context->model;
	mpq_set_ui(result->scores[index], 0, 1);
	for (size_t i = index + 1; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_ITEM && model->parts[i].parent == (int)index)
			mpq_add(result->scores[index], result->scores[index], result->scores[i]);
	if (model->parts[index].capped && mpq_sgn(result->scores[index]) < 0)
		mpq_set_ui(result->scores[index], 0, 1);
	if (model->parts[index].waiving == WAIVING_SCALED)
		scale_back(model, index, result->scores[index], result);
	if (result->full[index])
		naive_set(result->scores[index], model->parts[index].points, model->point_scale);
	apply_voids(context, index, result->scores[index], result);
}

/* 指标 and 项目, without 加分 and 减分. */
static void sum_up(const struct context *context, struct naive_result *result)
{
	const struct model *model = context->model;
	mpq_t share;
	mpq_init(share);
	mpq_set_ui(result->total, 0, 1);
	for (size_t i = 1; i < model->part_count; i++) {
		if (model->parts[i].kind == GJ_PART_PROJECT)
			score_project(context, i, result);
		if (model->parts[i].kind != GJ_PART_PROJECT && (model->parts[i].kind != GJ_PART_ITEM || model->parts[i].parent != 0))
			continue;
		mpq_set(share, result->scores[i]);
		naive_weigh(model, i, 0, share);
		mpq_add(result->total, result->total, share);
	}
	if (model->parts[0].waiving == WAIVING_SCALED)
		scale_back(model, 0, result->total, result);
	mpq_clear(share);
}

/* A 大类 is worth the 项目 between it and the next one. */
static void score_divisions(const struct model *model, struct naive_result *result)
{
	size_t division = 0;
	for (size_t i = 1; i < model->part_count; i++) {
		if (model->parts[i].kind == GJ_PART_DIVISION) {
			division = i;
			mpq_set_ui(result->scores[i], 0, 1);
		}
		if (model->parts[i].kind == GJ_PART_PROJECT && division)
			mpq_add(result->scores[division], result->scores[division], result->scores[i]);
	}
}

static void score_parts(const struct context *context, struct naive_result *result)
{
	const struct model *model = context->model;
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_CLAUSE)
			evaluate_clause(context, i, result);
	give_in_full(model, result);
	settle(model, 0, result);
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_ITEM) {
			score_item(model, i, result);
			apply_voids(context, i, result->scores[i], result);
		}
	sum_up(context, result);
	for (size_t i = 0; i < model->part_count; i++) {
		enum gj_part kind = model->parts[i].kind;
		if (kind != GJ_PART_BONUS && kind != GJ_PART_PENALTY)
			continue;
		sum_below(model, i, result, result->scores[i]);
		if (kind == GJ_PART_BONUS)
			mpq_add(result->total, result->total, result->scores[i]);
		else
			mpq_sub(result->total, result->total, result->scores[i]);
	}
	score_divisions(model, result);
	if (model->total_formula && model->parts[0].waiving != WAIVING_SCALED)
		evaluate(context, model->total_formula, result->total);
	apply_voids(context, 0, result->total, result);
}

static void bound_total(const struct model *model, mpq_t total)
{
	mpq_t bound;
	mpq_init(bound);
	naive_set(bound, model->floor, model->point_scale);
	if (model->has_floor && mpq_cmp(total, bound) < 0)
		mpq_set(total, bound);
	mpq_clear(bound);
	limit(total, model->has_ceiling, model->ceiling, model->point_scale);
	if (model->total_rounded)
		naive_round(total, model->total_scale, model->total_rounding);
}

void naive_scores(const struct model *model, const struct naive_row *row, struct naive_result *result)
{
	struct context context = {model, row, result};
	score_parts(&context, result);
	bound_total(model, result->total);
}
