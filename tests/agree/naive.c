#include "naive.h"

#include <stdlib.h>

/* A value of an expression: a rational; 1 and 0 for a boolean; an option's index. */
struct context {
	const struct model *model;
	const struct naive_row *row;
	const struct naive_result *result; /* scores so far */
};

static void set_scaled(mpq_t q, int64_t value, int scale)
{
	mpz_set_si(mpq_numref(q), value);
	mpz_ui_pow_ui(mpq_denref(q), 10, (unsigned long)scale);
	mpq_canonicalize(q);
}

static void evaluate(const struct context *context, const struct expr *expr, mpq_t out);

static bool truth(const struct context *context, const struct expr *expr)
{
	mpq_t q;
	mpq_init(q);
	evaluate(context, expr, q);
	bool yes = mpq_sgn(q) != 0;
	mpq_clear(q);
	return yes;
}

void naive_round(mpq_t q, int scale, enum gj_rounding rounding)
{
	mpz_t power, quotient, remainder;
	mpz_inits(power, quotient, remainder, NULL);
	mpz_ui_pow_ui(power, 10, (unsigned long)scale);
	mpz_mul(mpq_numref(q), mpq_numref(q), power);
	if (rounding == GJ_ROUND_DOWN) {
		mpz_fdiv_q(quotient, mpq_numref(q), mpq_denref(q));
	} else if (rounding == GJ_ROUND_UP) {
		mpz_cdiv_q(quotient, mpq_numref(q), mpq_denref(q));
	} else { /* half away from zero: compare twice the remainder's size with the divisor */
		mpz_tdiv_qr(quotient, remainder, mpq_numref(q), mpq_denref(q));
		mpz_mul_2exp(remainder, remainder, 1);
		if (mpz_cmpabs(remainder, mpq_denref(q)) >= 0) {
			if (mpz_sgn(mpq_numref(q)) < 0)
				mpz_sub_ui(quotient, quotient, 1);
			else
				mpz_add_ui(quotient, quotient, 1);
		}
	}
	mpz_set(mpq_numref(q), quotient);
	mpz_set(mpq_denref(q), power);
	mpq_canonicalize(q);
	mpz_clears(power, quotient, remainder, NULL);
}

static bool compare(enum expr_kind kind, int order)
{
	switch (kind) {
	case EXPR_EQ: return order == 0;
	case EXPR_NE: return order != 0;
	case EXPR_LT: return order < 0;
	case EXPR_LE: return order <= 0;
	case EXPR_GT: return order > 0;
	default:      return order >= 0;
	}
}

static void evaluate_pair(const struct context *context, const struct expr *expr, mpq_t out)
{
	mpq_t right;
	mpq_init(right);
	evaluate(context, expr->a, out);
	evaluate(context, expr->b, right);
	switch (expr->kind) {
	case EXPR_ADD: mpq_add(out, out, right); break;
	case EXPR_SUB: mpq_sub(out, out, right); break;
	case EXPR_MUL: mpq_mul(out, out, right); break;
	case EXPR_QUOTIENT: mpq_div(out, out, right); break;
	case EXPR_MIN: if (mpq_cmp(right, out) < 0) mpq_set(out, right); break;
	case EXPR_MAX: if (mpq_cmp(right, out) > 0) mpq_set(out, right); break;
	default: mpq_set_ui(out, compare(expr->kind, mpq_cmp(out, right)), 1); break;
	}
	mpq_clear(right);
}

static long whole(const struct context *context, const struct expr *expr)
{
	mpq_t q;
	mpq_init(q);
	evaluate(context, expr, q);
	long value = mpz_get_si(mpq_numref(q));
	mpq_clear(q);
	return value;
}

static long evaluate_calendar(const struct context *context, const struct expr *expr)
{
	long a = whole(context, expr->a), b = expr->b ? whole(context, expr->b) : 0;
	return naive_calendar(expr->calendar, a, b);
}

static void evaluate(const struct context *context, const struct expr *expr, mpq_t out)
{
	switch (expr->kind) {
	case EXPR_CONSTANT:
		set_scaled(out, expr->value, expr->scale);
		break;
	case EXPR_FIELD: {
		if (context->model->fields[expr->field].field.derived) {
			naive_total(context->model, context->row, expr->field, out);
			break;
		}
		const struct gj_field *field = &context->model->fields[expr->field].field;
		set_scaled(out, context->row->values[expr->field], field->type == GJ_NUMBER ? field->scale : 0);
		break;
	}
	case EXPR_DEFINITION:
		evaluate(context, context->model->definitions[expr->definition].value, out);
		break;
	case EXPR_NEGATE:
		evaluate(context, expr->a, out);
		mpq_neg(out, out);
		break;
	case EXPR_ROUND:
		evaluate(context, expr->a, out);
		naive_round(out, expr->scale, expr->rounding);
		break;
	case EXPR_AND:
		mpq_set_ui(out, truth(context, expr->a) && truth(context, expr->b), 1);
		break;
	case EXPR_OR:
		mpq_set_ui(out, truth(context, expr->a) || truth(context, expr->b), 1);
		break;
	case EXPR_NOT:
		mpq_set_ui(out, !truth(context, expr->a), 1);
		break;
	case EXPR_SELECT:
		evaluate(context, truth(context, expr->a) ? expr->b : expr->c, out);
		break;
	case EXPR_CALENDAR:
		mpq_set_si(out, evaluate_calendar(context, expr), 1);
		break;
	case EXPR_ABSENT:
		mpq_set_ui(out, context->row->states[expr->a->field] == expr->state, 1);
		break;
	case EXPR_SCORE:
		mpq_set(out, expr->part ? context->result->scores[expr->part] : context->result->total);
		break;
	default:
		evaluate_pair(context, expr, out);
		break;
	}
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
		set_scaled(step, rule->step, rule->count->scale);
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
	set_scaled(bound, most, scale);
	if (mpq_cmp(points, bound) > 0)
		mpq_set(points, bound);
	mpq_clear(bound);
}

/* A clause's own points into incurred and, limited by its 最多, into counted. */
static void evaluate_clause(const struct context *context, size_t index, struct naive_result *result)
{
	const struct part *clause = &context->model->parts[index];
	mpq_t points;
	mpq_init(points);
	mpq_set_ui(result->incurred[index], 0, 1);
	for (size_t i = 0; i < clause->rule_count; i++) {
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
	for (size_t i = ancestor + 1; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_CLAUSE && is_within(model, (int)i, ancestor))
			mpq_add(sum, sum, result->counted[i]);
}

/* Caps from the inside out: 要点, then 指标, then 项目. */
static void apply_caps(const struct model *model, enum gj_part kind, struct naive_result *result)
{
	mpq_t cap;
	mpq_init(cap);
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (part->kind != kind || !(part->capped || part->earning) || !part->has_points)
			continue;
		set_scaled(cap, part->points, model->point_scale);
		absorb(model, i, cap, result);
	}
	mpq_clear(cap);
}

/* 不得分 directly under a part: its score is 0, unless it is below 0 already. */
static void apply_voids(const struct context *context, size_t index, mpq_t score, struct naive_result *result)
{
	const struct model *model = context->model;
	bool voided = false;
	for (size_t i = index + 1; i < model->part_count; i++) {
		if (model->parts[i].kind != GJ_PART_VOID || model->parts[i].parent != (int)index)
			continue;
		result->reasons[i] = truth(context, model->parts[i].condition);
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
	} else {
		set_scaled(result->scores[index], model->parts[index].points, model->point_scale);
		mpq_sub(result->scores[index], result->scores[index], sum);
	}
	mpq_clear(sum);
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
	apply_voids(context, index, result->scores[index], result);
}

static void score_group(const struct model *model, size_t index, struct naive_result *result)
{
	const struct part *group = &model->parts[index];
	mpq_set_ui(result->scores[index], 0, 1);
	for (size_t i = index + 1; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_CLAUSE && model->parts[i].parent == (int)index)
			combine(result->scores[index], result->counted[i], group->combine);
	limit(result->scores[index], group->has_most, group->most, model->point_scale);
}

/* Which of a bonus or penalty group's clauses count, so that they add up to the group's score. */
static void attribute_group(const struct model *model, size_t index, struct naive_result *result)
{
	mpq_t left;
	mpq_init(left);
	mpq_set(left, result->scores[index]);
	if (model->parts[index].combine == COMBINE_SUM) {
		absorb(model, index, left, result);
	} else {
		bool taken = false;
		for (size_t i = index + 1; i < model->part_count; i++) {
			if (model->parts[i].kind != GJ_PART_CLAUSE || model->parts[i].parent != (int)index)
				continue;
			bool chosen = !taken && mpq_sgn(left) > 0 && mpq_cmp(result->counted[i], left) >= 0;
			if (model->parts[index].combine == COMBINE_FIRST)
				chosen = !taken && mpq_sgn(result->counted[i]) > 0;
			mpq_set_ui(result->counted[i], 0, 1);
			if (chosen)
				mpq_set(result->counted[i], left);
			taken = taken || chosen;
		}
	}
	mpq_clear(left);
}

static void score_parts(const struct context *context, struct naive_result *result)
{
	const struct model *model = context->model;
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_CLAUSE)
			evaluate_clause(context, i, result);
	apply_caps(model, GJ_PART_POINT, result);
	apply_caps(model, GJ_PART_ITEM, result);
	apply_caps(model, GJ_PART_PROJECT, result);
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_ITEM) {
			score_item(model, i, result);
			apply_voids(context, i, result->scores[i], result);
		}
	mpq_set_ui(result->total, 0, 1);
	for (size_t i = 0; i < model->part_count; i++) {
		enum gj_part kind = model->parts[i].kind;
		if (kind == GJ_PART_PROJECT)
			score_project(context, i, result);
		if (kind == GJ_PART_PROJECT || (kind == GJ_PART_ITEM && model->parts[i].parent == 0))
			mpq_add(result->total, result->total, result->scores[i]);
		if (kind != GJ_PART_BONUS && kind != GJ_PART_PENALTY)
			continue;
		score_group(model, i, result);
		attribute_group(model, i, result);
		if (kind == GJ_PART_BONUS)
			mpq_add(result->total, result->total, result->scores[i]);
		else
			mpq_sub(result->total, result->total, result->scores[i]);
	}
	if (model->total_formula)
		evaluate(context, model->total_formula, result->total);
	apply_voids(context, 0, result->total, result);
}

static void bound_total(const struct model *model, mpq_t total)
{
	mpq_t bound;
	mpq_init(bound);
	set_scaled(bound, model->floor, model->point_scale);
	if (model->has_floor && mpq_cmp(total, bound) < 0)
		mpq_set(total, bound);
	mpq_clear(bound);
	limit(total, model->has_ceiling, model->ceiling, model->point_scale);
	if (model->total_rounded)
		naive_round(total, model->total_scale, model->total_rounding);
}

void naive_evaluate(const struct model *model, const struct naive_row *row, struct naive_result *result)
{
	struct context context = {model, row, result};
	score_parts(&context, result);
	bound_total(model, result->total);
	result->vetoed = false;
	for (size_t i = 0; i < model->part_count; i++) {
		if (model->parts[i].kind != GJ_PART_VETO)
			continue;
		result->reasons[i] = truth(&context, model->parts[i].condition);
		result->vetoed = result->vetoed || result->reasons[i];
	}
	naive_grade(model, row, result);
	for (size_t i = 0; i < model->check_count; i++)
		result->checks[i] = truth(&context, model->checks[i].condition);
	for (size_t i = 0; i < model->selection_count; i++)
		result->conditions[i] = !model->selections[i].condition || truth(&context, model->selections[i].condition);
	for (size_t i = 0; i < model->selection_count; i++)
		if (result->vetoed && model->selections[i].may_meet_vetoed)
			result->conditions[i] = false;
}

static mpq_t *numbers(size_t count)
{
	mpq_t *items = calloc(count + 1, sizeof *items);
	if (!items)
		abort();
	for (size_t i = 0; i < count; i++)
		mpq_init(items[i]);
	return items;
}

static void free_numbers(mpq_t *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mpq_clear(items[i]);
	free(items);
}

static bool *flags(size_t count)
{
	bool *items = calloc(count + 1, sizeof *items);
	if (!items)
		abort();
	return items;
}

struct naive_result *naive_new(const struct model *model)
{
	struct naive_result *result = calloc(1, sizeof *result);
	if (!result)
		abort();
	result->scores = numbers(model->part_count);
	result->incurred = numbers(model->part_count);
	result->counted = numbers(model->part_count);
	result->reasons = flags(model->part_count);
	result->checks = flags(model->check_count);
	result->conditions = flags(model->selection_count);
	mpq_init(result->total);
	return result;
}

void naive_free(const struct model *model, struct naive_result *result)
{
	free_numbers(result->scores, model->part_count);
	free_numbers(result->incurred, model->part_count);
	free_numbers(result->counted, model->part_count);
	free(result->reasons);
	free(result->checks);
	free(result->conditions);
	mpq_clear(result->total);
	free(result);
}

void naive_value(const struct model *model, const struct naive_row *row, const struct naive_result *result, const struct expr *expr, mpq_t out)
{
	struct context context = {model, row, result};
	evaluate(&context, expr, out);
}

bool naive_equals(const mpq_t q, int scale, int64_t value)
{
	mpq_t other;
	mpq_init(other);
	set_scaled(other, value, scale);
	bool same = mpq_equal(q, other);
	mpq_clear(other);
	return same;
}
