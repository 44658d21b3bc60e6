/* 最大, 最小, 绝对值, the three roundings, and quotients. */
#include "check.h"
#include "english.h"
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

static void report_quotient_unit(struct checker *checker, const struct node *node, const struct expr *a, const struct expr *b)
{
	struct finding *finding = report(checker->diagnostics, MSG_UNIT_QUOTIENT, node->span, *a->unit ? a->unit : "不带单位的数", b->unit,
		*a->unit ? a->unit : "a bare number", NULL);
	if (!*a->unit || !*b->unit)
		return;
	const char *text = gj_arena_print(checker->arena, "（%s ÷ 1%s） ÷ （%s ÷ 1%s）", source_text(checker, a->span), a->unit,
		source_text(checker, b->span), b->unit);
	finding_note(finding, gj_arena_print(checker->arena, "要算每1%s多少%s的，先各除以自己的单位：%s", b->unit, a->unit, text),
		gj_arena_print(checker->arena, "for how many %s there are to each %s, first divide each by its own unit: %s", a->unit, b->unit, text));
}

static void report_zero_divisor(struct checker *checker, const struct expr *divisor)
{
	const char *text = source_text(checker, divisor->span);
	const char *low = value_text(checker, divisor->low, divisor->scale, divisor->unit);
	struct finding *finding = report(checker->diagnostics, MSG_DIVISOR_ZERO, divisor->span, text, low,
		value_text(checker, divisor->high, divisor->scale, divisor->unit), NULL);
	show_row(checker, finding, CLAIM_NOT_POSITIVE, divisor);
	if (divisor->low < 0)
		finding_note(finding, "除数可能小于 0：请缩小字段的范围，或者用“最大（0、…）”“若 … 则 … 否则 …”写明小于 0 时怎么算",
			"it may be below zero: narrow the fields' ranges, or say with 最大（0、…） or 若 … 则 … 否则 … what that means");
	else
		finding_note(finding, gj_arena_print(checker->arena, "可以写：… ÷ %s 除数为零 为 （那时按多少算），或者 若 %s 大于 0 则 … 否则 …", text, text),
			gj_arena_print(checker->arena, "write … ÷ %s 除数为零 为 (what it means then), or 若 %s 大于 0 则 … 否则 …", text, text));
}

/* The same, but nowhere below the least value above zero. */
static const struct expr *kept_above_zero(struct checker *checker, const struct expr *divisor)
{
	const struct expr *one = expr_constant(checker, divisor->span, 1, divisor->scale, divisor->unit);
	return expr_number(checker, EXPR_MAX, divisor->span, divisor->unit, divisor, one);
}

static bool known_positive(const struct checker *checker, const struct expr *divisor, const struct facts *facts)
{
	const struct expr *plain = expr_plain(divisor);
	bool named = plain->kind == EXPR_FIELD || plain->kind == EXPR_DEFINITION;
	return named && !divisor->exact && fact_known(checker, facts, FACT_POSITIVE, divisor);
}

/* The divisor as an expression that is above zero whatever a masked row holds, or NULL (reported). */
static const struct expr *positive_divisor(struct checker *checker, const struct expr *divisor, const struct facts *facts)
{
	if (expr_range(divisor).low.above > 0)
		return divisor;
	if (known_positive(checker, divisor, facts))
		return kept_above_zero(checker, divisor);
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

/* a / b, where `divisor` is b kept above zero. */
static const struct expr *quotient_by(struct checker *checker, const struct node *node, const char *unit, const struct expr *a,
	const struct expr *b, const struct expr *divisor)
{
	const struct expr *part = related_part(checker, a, b);
	const struct expr *quotient = part ? expr_quotient(checker, node->span, unit, part, divisor) : NULL;
	return quotient && part != a ? share_of_whole(checker, quotient) : quotient;
}

/* a / b, and `value` where b is zero. */
static const struct expr *quotient_or(struct checker *checker, const struct node *node, const char *unit, const struct expr *a,
	const struct expr *b, const struct node *value_node, const struct facts *facts)
{
	struct range range = expr_range(b);
	const struct expr *value = check_number(checker, value_node, facts);
	if (range.low.above < 0 || (b->exact && range.low.above == 0)) {
		report_zero_divisor(checker, b);
		return NULL;
	}
	if (range.low.above > 0) {
		struct span words = ast_child(node, NODE_ATTR_ZERO)->span;
		finding_fix(report(checker->diagnostics, MSG_ZERO_NEEDLESS, words, source_text(checker, b->span), value_text(checker, b->low, b->scale, b->unit),
			NULL), words, "");
	}
	const struct expr *divisor = kept_above_zero(checker, b);
	const struct expr *quotient = divisor ? quotient_by(checker, node, unit, a, b, divisor) : NULL;
	if (!value || !quotient || !unify_units(checker, node, &quotient, value_node, &value))
		return NULL;
	const struct expr *zero = expr_constant(checker, b->span, 0, 0, b->unit);
	return expr_or(checker, node->span, expr_compare(checker, EXPR_GT, b->span, b, zero), quotient, value);
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
	if (a && b && unit_is_share(b->unit) && !unit_is_share(a->unit))
		b = expr_ratio_of_share(checker, known_positive(checker, b, facts) ? kept_above_zero(checker, b) : b);
	if (!a || !b)
		return NULL;
	const char *unit = quotient_unit(a->unit, b->unit);
	if (!unit) {
		report_quotient_unit(checker, node, a, b);
		return NULL;
	}
	const struct node *zero = ast_child(node, NODE_ATTR_ZERO);
	if (zero)
		return quotient_or(checker, node, unit, a, b, ast_expression(zero), facts);
	const struct expr *divisor = positive_divisor(checker, b, facts);
	return divisor ? quotient_by(checker, node, unit, a, b, divisor) : NULL;
}

enum gj_rounding rounding_of(const char *word)
{
	return !strcmp(word, "四舍五入") ? GJ_ROUND_HALF : !strcmp(word, "进一") ? GJ_ROUND_UP : GJ_ROUND_DOWN;
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
	return expr_rounded(checker, node->span, operand, (int)node->number, rounding_of(node->text));
}

/* The later or the earlier of two dates. */
static const struct expr *extreme_date(struct checker *checker, enum expr_kind kind, struct span span, const struct expr *a, const struct expr *b)
{
	struct expr *expr = expr_new(checker, kind, span, GJ_DATE, "");
	struct interval x = expr_interval(a), y = expr_interval(b), range = kind == EXPR_MAX ? interval_greatest(x, y) : interval_least(x, y);
	expr->a = a;
	expr->b = b;
	expr->low = range.low;
	expr->high = range.high;
	return expr;
}

static const struct expr *check_extreme(struct checker *checker, const struct node *node, const struct facts *facts)
{
	enum expr_kind kind = !strcmp(node->text, "最大") ? EXPR_MAX : EXPR_MIN;
	const struct node *child = ast_expression(node), *before = child;
	const struct expr *result = child ? check_expression(checker, child, facts) : NULL;
	bool dates = result && result->type == GJ_DATE;
	if (result && !dates && result->type != GJ_NUMBER)
		result = check_number(checker, child, facts);
	while (result && (child = ast_next_expression(child))) {
		const struct expr *other = dates ? check_date_operand(checker, child, facts) : check_number(checker, child, facts);
		if (!other || (!dates && !unify_units(checker, before, &result, child, &other)))
			return NULL;
		result = dates ? extreme_date(checker, kind, node->span, result, other)
		               : expr_number(checker, kind, node->span, result->unit, result, other);
		before = child;
	}
	return result;
}

/* The larger of x, -x and 0: that it is never negative is then plain to all that follows. */
static const struct expr *check_absolute(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *operand = ast_expression(node);
	const struct expr *x = operand && !ast_next_expression(operand) ? check_number(checker, operand, facts) : NULL;
	if (!x || x->low >= 0) {
		if (operand && ast_next_expression(operand))
			report(checker->diagnostics, MSG_CALL_OPERANDS, node->span, node->text, "一个数", NULL);
		return x;
	}
	const struct expr *negated = expr_number(checker, EXPR_NEGATE, node->span, x->unit, x, NULL);
	const struct expr *larger = expr_number(checker, EXPR_MAX, node->span, x->unit, x, negated);
	return expr_number(checker, EXPR_MAX, node->span, x->unit, larger, expr_constant(checker, node->span, 0, 0, x->unit));
}

static bool is_rounding(const char *word)
{
	return !strcmp(word, "四舍五入") || !strcmp(word, "进一") || !strcmp(word, "舍去");
}

/* Words before a bracket, for guessing which was meant. */
static void report_unknown_call(struct checker *checker, const struct node *node)
{
	const char *words[] = {"最大", "最小", "绝对值", "四舍五入", "进一", "舍去",
#define CALENDAR(name, word, unit, operands) word,
#include "calendar.def"
#undef CALENDAR
#define AGGREGATE(name, word, parts, form) word,
#include "aggregates.def"
#undef AGGREGATE
		"查表", "阶梯", "插值", "得分", "小计", "得分率",
	};
	const struct gj_texts known = {sizeof words / sizeof *words, words};
	const char *meant = word_from_english(node->text);
	if (meant)
		finding_fix(report(checker->diagnostics, MSG_MISSPELLED, node->name_span, node->text, meant, NULL), node->name_span, meant);
	else
		report_unknown_word(checker, MSG_CALL_UNKNOWN, node, &known, "");
}

const struct expr *check_call(struct checker *checker, const struct node *node, const struct facts *facts)
{
	if (!strcmp(node->text, "最大") || !strcmp(node->text, "最小"))
		return check_extreme(checker, node, facts);
	if (!strcmp(node->text, "绝对值"))
		return check_absolute(checker, node, facts);
	if (!strcmp(node->text, "每") || !strcmp(node->text, "每满"))
		return check_steps(checker, node, facts);
	if (is_aggregate_function(node->text))
		return check_aggregate(checker, node, facts);
	if (is_lookup_function(node->text))
		return check_lookup(checker, node, facts);
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
