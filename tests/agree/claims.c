#include "claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is tried of one finding. */
struct trial {
	const struct model *model;
	const struct naive_row *row;
	const struct naive_result *result;
	const struct finding *finding;
};

/* Looks for the condition that is written at a span. */
struct finder {
	struct span span;
	const struct expr *found;
};

static void look_in(struct finder *finder, const struct expr *expr)
{
	if (!expr || finder->found)
		return;
	if (expr->type == GJ_BOOL && expr->span.start == finder->span.start && expr->span.end == finder->span.end)
		finder->found = expr;
	look_in(finder, expr->a);
	look_in(finder, expr->b);
	look_in(finder, expr->c);
}

static void look_in_rule(struct finder *finder, const struct rule *rule)
{
	const struct expr *values[] = {rule->condition, rule->count, rule->subject, rule->amount};
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		look_in(finder, values[i]);
	for (size_t i = 0; i < rule->tier_count; i++)
		look_in(finder, rule->tiers[i].amount);
}

static const struct expr *condition_at(const struct model *model, struct span span)
{
	struct finder finder = {span, NULL};
	for (size_t i = 0; i < model->definition_count; i++)
		look_in(&finder, model->definitions[i].value);
	for (size_t i = 0; i < model->part_count; i++) {
		look_in(&finder, model->parts[i].condition);
		look_in(&finder, model->parts[i].count);
		for (size_t k = 0; k < model->parts[i].rule_count; k++)
			look_in_rule(&finder, &model->parts[i].rules[k]);
	}
	for (size_t i = 0; i < model->check_count; i++)
		look_in(&finder, model->checks[i].condition);
	for (size_t i = 0; i < model->selection_count; i++)
		look_in(&finder, model->selections[i].condition);
	look_in(&finder, model->total_formula);
	return finder.found;
}

static bool is_span(struct span x, struct span y)
{
	return x.start == y.start && x.end == y.end;
}

/* What must not be zero for a quotient to be asked for: of a 平均, whose count is lowered to 最大（计数、1）, the count itself. */
static const struct expr *divisor_of(const struct expr *quotient)
{
	const struct expr *divisor = quotient->b;
	bool is_mean = divisor->kind == EXPR_MAX && is_span(divisor->span, quotient->span);
	return is_mean ? divisor->a : divisor;
}

/* Whether everything that an expression uses is there, and no divisor is zero: guards that stand around it aren't seen from here. */
static bool can_be_asked(const struct trial *trial, const struct expr *expr)
{
	if (!expr || expr->kind == EXPR_ABSENT)
		return true;
	if (expr->kind == EXPR_FIELD && trial->row->states[expr->field] != GJ_PRESENT)
		return false;
	if (expr->kind == EXPR_DEFINITION && !can_be_asked(trial, trial->model->definitions[expr->definition].value))
		return false;
	if (!can_be_asked(trial, expr->a) || !can_be_asked(trial, expr->b) || !can_be_asked(trial, expr->c))
		return false;
	if (expr->kind != EXPR_QUOTIENT)
		return true;
	mpq_t divisor;
	mpq_init(divisor);
	naive_value(trial->model, trial->row, trial->result, divisor_of(expr), divisor);
	bool zero = mpq_sgn(divisor) == 0;
	mpq_clear(divisor);
	return !zero;
}

/* What the condition at a span is in the row; -1 when that can't be asked. */
static int truth_at(const struct trial *trial, struct span span)
{
	const struct expr *condition = condition_at(trial->model, span);
	mpq_t value;
	if (!condition || !can_be_asked(trial, condition))
		return -1;
	mpq_init(value);
	naive_value(trial->model, trial->row, trial->result, condition, value);
	int truth = mpq_sgn(value) != 0;
	mpq_clear(value);
	return truth;
}

static int part_at(const struct model *model, struct span span)
{
	for (size_t i = 0; i < model->part_count; i++)
		if (is_span(model->parts[i].name_span, span))
			return (int)i;
	return GJ_NONE;
}

/* The points in a finding's words: 2.5分. */
static void points_of(const char *text, mpq_t points)
{
	char digits[64];
	size_t length = strspn(text, "-0123456789"), decimals = text[length] == '.' ? strspn(text + length + 1, "0123456789") : 0;
	snprintf(digits, sizeof digits, "%.*s%.*s", (int)length, text, (int)decimals, text + length + (decimals ? 1 : 0));
	mpz_set_str(mpq_numref(points), digits, 10);
	mpz_ui_pow_ui(mpq_denref(points), 10, decimals);
	mpq_canonicalize(points);
}

static void limit(const struct model *model, const struct part *part, mpq_t points)
{
	mpq_t most;
	mpq_init(most);
	naive_set(most, part->most, model->point_scale);
	if (part->has_most && mpq_cmp(points, most) > 0)
		mpq_set(points, most);
	mpq_clear(most);
}

/* What a clause, or what stands directly in a part, asks for: each after its own 最多…, the part's own not. */
static void ask_of(const struct trial *trial, int index, mpq_t asked)
{
	const struct model *model = trial->model;
	mpq_t one;
	mpq_init(one);
	mpq_set(asked, trial->result->incurred[index]);
	for (int i = index + 1; i < (int)model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (part->parent != index || (part->kind != GJ_PART_CLAUSE && part->kind != GJ_PART_SERIES && part->kind != GJ_PART_POINT))
			continue;
		ask_of(trial, i, one);
		limit(model, part, one);
		if (model->parts[index].combine == COMBINE_SUM)
			mpq_add(asked, asked, one);
		else if (mpq_cmp(one, asked) > 0)
			mpq_set(asked, one); /* 择一 counts one of them too, and no more than this */
	}
	mpq_clear(one);
}

/* The clauses below the finding's part ask for no more than its argument says. */
static bool ask_at_most(const struct trial *trial, const char *most_text)
{
	int ancestor = part_at(trial->model, trial->finding->span);
	mpq_t asked, most, one;
	if (ancestor == GJ_NONE)
		return true;
	mpq_inits(asked, most, one, NULL);
	points_of(most_text, most);
	ask_of(trial, ancestor, asked);
	mpq_set_ui(one, 1, 100000); /* fractions are shown to fewer decimals than they have */
	mpq_add(most, most, one);
	bool holds = mpq_cmp(asked, most) <= 0;
	mpq_clears(asked, most, one, NULL);
	return holds;
}

static bool grade_is_not_given(const struct trial *trial)
{
	int grade = trial->result->grade;
	return grade == GJ_NONE || !is_span(trial->model->grades[grade].name_span, trial->finding->span);
}

/* Whether the row bears the finding out; true where the finding says nothing of rows. */
static bool holds(const struct trial *trial)
{
	const struct finding *finding = trial->finding;
	int here = truth_at(trial, finding->span), there = finding->related_count ? truth_at(trial, finding->related[0].span) : -1;
	switch (finding->id) {
	case MSG_NEVER_HOLDS:
		return here != 1;
	case MSG_ALWAYS_HOLDS:
		return here != 0;
	case MSG_CONDITION_TWICE:
		return here == there || here < 0 || there < 0;
	case MSG_REASON_INCLUDED:
	case MSG_CONDITION_COVERED:
		return here != 1 || there != 0;
	case MSG_CONDITION_IMPLIED:
		return here != 0 || there != 1;
	case MSG_UNLOSABLE_POINTS:
	case MSG_UNEARNABLE_POINTS:
	case MSG_EXCESS_OF_ITEM:
	case MSG_LIMIT_NEVER_BINDS:
		return ask_at_most(trial, finding->arguments[2]);
	case MSG_GRADE_UNREACHABLE:
	case MSG_GRADE_BETWEEN:
		return grade_is_not_given(trial);
	default:
		return true;
	}
}

static bool passes_checks(const struct model *model, const struct naive_result *result)
{
	for (size_t i = 0; i < model->check_count; i++)
		if (!result->checks[i])
			return false;
	return true;
}

bool claims_hold(struct claims *claims, const struct naive_row *row, const struct naive_result *result)
{
	struct diagnostics *diagnostics = claims->compilation->diagnostics;
	struct trial trial = {claims->compilation->model, row, result, NULL};
	if (!passes_checks(trial.model, result))
		return true;
	for (size_t i = 0; i < diagnostics_total(diagnostics); i++) {
		trial.finding = diagnostics_at(diagnostics, i);
		if (!holds(&trial)) {
			fprintf(stderr, "a row belies finding %s at byte %u\n", message_of(trial.finding->id)->code, (unsigned)trial.finding->span.start);
			return false;
		}
		claims->held += message_of(trial.finding->id)->code[2] == '3';
	}
	return true;
}
