#include "naive.h"

#include <stdlib.h>

/* A value of an expression: a rational; 1 and 0 for a boolean; an option's index. */
struct context {
	const struct model *model;
	const struct naive_row *row;
	const struct naive_result *result; /* scores so far */
};

void naive_set(mpq_t q, int64_t value, int scale)
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

/* Of what doesn't apply nothing was lost. */
static void evaluate_score(const struct context *context, const struct expr *expr, mpq_t out)
{
	const struct naive_result *result = context->result;
	if (!expr->part)
		mpq_set(out, result->total);
	else if (result->inapplicable[expr->part])
		naive_set(out, context->model->parts[expr->part].points, context->model->point_scale);
	else
		mpq_set(out, expr->kind == EXPR_OWED ? result->owed[expr->part] : result->scores[expr->part]);
}

static void evaluate(const struct context *context, const struct expr *expr, mpq_t out)
{
	switch (expr->kind) {
	case EXPR_CONSTANT:
		naive_set(out, expr->value, expr->scale);
		break;
	case EXPR_FIELD: {
		if (context->model->fields[expr->field].field.derived && !context->model->fields[expr->field].ranked) {
			naive_total(context->model, context->row, expr->field, out);
			break;
		}
		const struct gj_field *field = &context->model->fields[expr->field].field;
		naive_set(out, context->row->values[expr->field], field->type == GJ_NUMBER ? field->scale : 0);
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
	case EXPR_LOOKUP:
	case EXPR_OUTSIDE:
		naive_lookup(context->model, context->row, context->result, expr, out);
		break;
	case EXPR_SCORE:
	case EXPR_OWED:
		evaluate_score(context, expr, out);
		break;
	default:
		evaluate_pair(context, expr, out);
		break;
	}
}

void naive_evaluate(const struct model *model, const struct naive_row *row, struct naive_result *result)
{
	struct context context = {model, row, result};
	naive_waive(model, row, result);
	naive_scores(model, row, result);
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
	result->owed = numbers(model->part_count);
	result->earned = numbers(model->part_count);
	result->scaled = numbers(model->part_count);
	result->leaves = flags(model->part_count);
	result->full = flags(model->part_count);
	result->inapplicable = flags(model->part_count);
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
	free_numbers(result->owed, model->part_count);
	free_numbers(result->earned, model->part_count);
	free_numbers(result->scaled, model->part_count);
	free(result->leaves);
	free(result->full);
	free(result->inapplicable);
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

bool naive_truth(const struct model *model, const struct naive_row *row, const struct naive_result *result, const struct expr *expr)
{
	struct context context = {model, row, result};
	return truth(&context, expr);
}

bool naive_equals(const mpq_t q, int scale, int64_t value)
{
	mpq_t other;
	mpq_init(other);
	naive_set(other, value, scale);
	bool same = mpq_equal(q, other);
	mpq_clear(other);
	return same;
}
