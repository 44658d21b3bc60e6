/* 最大, 最小, the three roundings, and quotients. */
#include "check.h"
#include <string.h>

/* The unit of a / b, or NULL when the two make no sense together. */
static const char *quotient_unit(const char *a, const char *b)
{
	if (!strcmp(a, b))
		return "";
	if (!*b)
		return a;
	if (unit_is_counting(b))
		return unit_is_counting(a) ? "" : a;
	return unit_is_rate(a) && !unit_is_rate(b) && !unit_is_share(b) ? a : NULL;
}

static void report_zero_divisor(struct checker *checker, const struct expr *divisor)
{
	const char *text = source_text(checker, divisor->span);
	const char *low = value_text(checker, divisor->low, divisor->scale, divisor->unit);
	struct finding *finding = report(checker->diagnostics, MSG_DIVISOR_ZERO, divisor->span, text, low,
		value_text(checker, divisor->high, divisor->scale, divisor->unit), NULL);
	finding_note(finding, gj_arena_print(checker->arena, "可以写：若 %s 大于 0 则 （原来的算式） 否则 （没有时按多少算）", text),
		gj_arena_print(checker->arena, "write: 若 %s 大于 0 则 (this) 否则 (what it means when there is none)", text));
}

/* The divisor as an expression that is above zero whatever a masked row holds, or NULL (reported). */
static const struct expr *positive_divisor(struct checker *checker, const struct expr *divisor, const struct facts *facts)
{
	if (expr_range(divisor).low.above > 0)
		return divisor;
	bool named = divisor->kind == EXPR_FIELD || divisor->kind == EXPR_DEFINITION;
	if (named && !divisor->exact && facts_hold(facts, FACT_POSITIVE, divisor)) {
		const struct expr *one = expr_constant(checker, divisor->span, 1, divisor->scale, divisor->unit);
		return expr_number(checker, EXPR_MAX, divisor->span, divisor->unit, divisor, one);
	}
	report_zero_divisor(checker, divisor);
	return NULL;
}

/* A part by its whole: one at the most. */
static const struct expr *share_of_whole(struct checker *checker, const struct expr *quotient)
{
	struct range range = expr_range(quotient);
	const struct ratio one = {1, 1};
	if (!quotient->exact || ratio_order(range.high, one) <= 0)
		return quotient;
	range.high = one;
	return expr_between(checker, quotient, range);
}

const struct expr *check_quotient(struct checker *checker, const struct node *node, const struct expr *a, const struct expr *b,
	const struct facts *facts)
{
	int power;
	a = expr_counted_singly(checker, a);
	b = expr_counted_singly(checker, b);
	if (a && b && strcmp(a->unit, b->unit) && unit_power(a->unit, b->unit, &power)) {
		if (power >= 0)
			a = expr_in_unit(checker, a, b->unit, power);
		else
			b = expr_in_unit(checker, b, a->unit, -power);
	}
	if (!a || !b)
		return NULL;
	const char *unit = quotient_unit(a->unit, b->unit);
	if (!unit) {
		report(checker->diagnostics, MSG_UNIT_QUOTIENT, node->span, *a->unit ? a->unit : "不带单位的数", b->unit,
			*a->unit ? a->unit : "a bare number", NULL);
		return NULL;
	}
	const struct expr *divisor = positive_divisor(checker, b, facts);
	if (!divisor)
		return NULL;
	const struct expr *part = related_part(checker, a, b);
	const struct expr *quotient = part ? expr_quotient(checker, node->span, unit, part, divisor) : NULL;
	return quotient && part != a ? share_of_whole(checker, quotient) : quotient;
}

enum gj_rounding rounding_of(const char *word)
{
	return !strcmp(word, "四舍五入") ? GJ_ROUND_HALF : !strcmp(word, "进一") ? GJ_ROUND_UP : GJ_ROUND_DOWN;
}

/* The range of a fraction once it is rounded. */
static const struct expr *rounded_fraction(struct checker *checker, struct expr *expr)
{
	struct range exact = *expr->a->exact;
	expr->low = ratio_scaled(exact.low, expr->scale, expr->rounding);
	expr->high = ratio_scaled(exact.high, expr->scale, expr->rounding);
	if (interval_fits(expr_interval(expr)))
		return expr;
	report_overflow(checker, expr->span, expr_interval(expr), expr->scale, expr->a);
	return NULL;
}

static const struct expr *check_rounding(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct expr *operand = check_expression(checker, ast_expression(node), facts);
	if (!operand)
		return NULL;
	if (operand->type != GJ_NUMBER) {
		report(checker->diagnostics, MSG_NUMBER_EXPECTED, operand->span, source_text(checker, operand->span), NULL);
		return NULL;
	}
	if (node->number < 0 || node->number > 9) {
		report(checker->diagnostics, MSG_DECIMALS_RANGE, node->span, "9", NULL);
		return NULL;
	}
	struct expr *expr = expr_new(checker, EXPR_ROUND, node->span, GJ_NUMBER, operand->unit);
	expr->scale = (int)node->number;
	expr->rounding = rounding_of(node->text);
	expr->a = operand;
	if (operand->exact)
		return rounded_fraction(checker, expr);
	if (operand->scale <= expr->scale)
		return operand;
	expr->low = rescale(operand->low, operand->scale, expr->scale, expr->rounding);
	expr->high = rescale(operand->high, operand->scale, expr->scale, expr->rounding);
	return expr;
}

static const struct expr *check_extreme(struct checker *checker, const struct node *node, const struct facts *facts)
{
	enum expr_kind kind = !strcmp(node->text, "最大") ? EXPR_MAX : EXPR_MIN;
	const struct node *child = ast_expression(node), *before = child;
	const struct expr *result = child ? check_number(checker, child, facts) : NULL;
	while (result && child && (child = ast_next_expression(child))) {
		const struct expr *other = check_number(checker, child, facts);
		if (!other || !unify_units(checker, before, &result, child, &other))
			return NULL;
		result = expr_number(checker, kind, node->span, result->unit, result, other);
		before = child;
	}
	return result;
}

static bool is_rounding(const char *word)
{
	return !strcmp(word, "四舍五入") || !strcmp(word, "进一") || !strcmp(word, "舍去");
}

/* Words before a bracket, for guessing which was meant. */
static void report_unknown_call(struct checker *checker, const struct node *node)
{
	const char *words[] = {"最大", "最小", "四舍五入", "进一", "舍去",
#define CALENDAR(name, word, unit, operands) word,
#include "calendar.def"
#undef CALENDAR
#define AGGREGATE(name, word) word,
#include "aggregates.def"
#undef AGGREGATE
		"得分", "小计", "得分率",
	};
	const struct gj_texts known = {sizeof words / sizeof *words, words};
	report_unknown_word(checker, MSG_CALL_UNKNOWN, node, &known, "");
}

const struct expr *check_call(struct checker *checker, const struct node *node, const struct facts *facts)
{
	if (!strcmp(node->text, "最大") || !strcmp(node->text, "最小"))
		return check_extreme(checker, node, facts);
	if (is_aggregate_function(node->text))
		return check_aggregate(checker, node, facts);
	if (asks_for_score(node))
		return check_score(checker, node);
	if (is_calendar_function(node->text))
		return check_calendar(checker, node, facts);
	if (!is_rounding(node->text)) {
		report_unknown_call(checker, node);
		return NULL;
	}
	return check_rounding(checker, node, facts);
}

const struct expr *expr_in_unit(struct checker *checker, const struct expr *number, const char *unit, int power)
{
	if (number->kind == EXPR_CONSTANT && number->scale >= power)
		return expr_constant(checker, number->span, number->value, number->scale - power, unit);
	int64_t factor = power > 0 ? (int64_t)power_of_ten(power) : 1;
	return expr_number(checker, EXPR_MUL, number->span, unit, number, expr_constant(checker, number->span, factor, power > 0 ? 0 : -power, ""));
}

const struct expr *expr_ratio_of_share(struct checker *checker, const struct expr *share)
{
	return expr_in_unit(checker, share, "", unit_share_power(share->unit));
}

const struct expr *expr_counted_singly(struct checker *checker, const struct expr *count)
{
	int power;
	const char *unit = unit_canonical(unit_prefix(count->unit, &power));
	return power == 0 || unit_is_rate(unit) ? count : expr_in_unit(checker, count, unit, power);
}
