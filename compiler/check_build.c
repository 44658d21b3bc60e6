/* Making checked expressions: scales, ranges, and the proof that no decimal number leaves 64 bits. */
#include "check.h"
#include <string.h>

struct expr *expr_new(struct checker *checker, enum expr_kind kind, struct span span, enum gj_type type, const char *unit)
{
	struct expr *expr = gj_arena_alloc(checker->arena, sizeof *expr);
	expr->kind = kind;
	expr->span = span;
	expr->type = type;
	expr->unit = unit;
	expr->field = expr->definition = GJ_NONE;
	return expr;
}

struct interval expr_interval(const struct expr *expr)
{
	return (struct interval){expr->low, expr->high};
}

struct range expr_range(const struct expr *expr)
{
	return expr->exact ? *expr->exact : range_of(expr_interval(expr), expr->scale);
}

const struct expr *expr_constant(struct checker *checker, struct span span, int64_t value, int scale, const char *unit)
{
	struct expr *expr = expr_new(checker, EXPR_CONSTANT, span, GJ_NUMBER, unit);
	expr->value = value;
	expr->scale = scale;
	expr->low = expr->high = value;
	return expr;
}

const struct expr *expr_option(struct checker *checker, struct span span, int64_t index)
{
	struct expr *expr = expr_new(checker, EXPR_CONSTANT, span, GJ_OPTION, "");
	expr->value = index;
	expr->low = expr->high = index;
	return expr;
}

/* The field or definition below `expr` with the largest values: the one whose range is worth narrowing. */
static const struct expr *widest_value(const struct expr *expr, const struct expr *widest)
{
	if (!expr || expr->type != GJ_NUMBER)
		return widest;
	if (expr->kind == EXPR_FIELD || expr->kind == EXPR_DEFINITION) {
		wide reach = expr->high > -expr->low ? expr->high : -expr->low;
		return !widest || reach > (widest->high > -widest->low ? widest->high : -widest->low) ? expr : widest;
	}
	return widest_value(expr->c, widest_value(expr->b, widest_value(expr->a, widest)));
}

static const char *value_name(struct checker *checker, const struct expr *value)
{
	return value->kind == EXPR_FIELD ? checker->model->fields[value->field].field.name
	                                 : checker->model->definitions[value->definition].name;
}

void report_overflow(struct checker *checker, struct span span, struct interval range, int scale, const struct expr *blame)
{
	const struct expr *widest = widest_value(blame, NULL);
	struct finding *finding = report(checker->diagnostics, MSG_OVERFLOW, span, decimal_text(checker->arena, range.low, scale),
		decimal_text(checker->arena, range.high, scale), widest ? value_name(checker, widest) : source_text(checker, blame->span),
		decimal_text(checker->arena, scale, 0), NULL);
	if (!widest)
		return;
	const char *low = decimal_text(checker->arena, widest->low, widest->scale), *high = decimal_text(checker->arena, widest->high, widest->scale);
	const char *name = value_name(checker, widest);
	finding_note(finding, gj_arena_print(checker->arena, "“%s”的范围是 %s 至 %s，请按实际情况缩小", name, low, high),
		gj_arena_print(checker->arena, "the range of “%s” is %s to %s: narrow it to what really occurs", name, low, high));
}

static const struct expr *with_range(struct checker *checker, struct expr *expr, struct interval range)
{
	expr->low = range.low;
	expr->high = range.high;
	if (expr->scale <= MOST_DECIMALS && interval_fits(range))
		return expr;
	report_overflow(checker, expr->span, range, expr->scale, expr);
	return NULL;
}

/* A number that has no last decimal. Its numerator and denominator are the lowering's business; here its whole part must have 64 bits. */
static const struct expr *with_exact_range(struct checker *checker, struct expr *expr, struct range range)
{
	struct range *exact = gj_arena_alloc(checker->arena, sizeof *exact);
	*exact = range;
	expr->exact = exact;
	expr->scale = GJ_SHOWN_DECIMALS;
	struct interval outward = range_outward(range, expr->scale);
	expr->low = outward.low;
	expr->high = outward.high;
	if (range_fits(range))
		return expr;
	report_overflow(checker, expr->span, range_outward(range, 0), 0, expr);
	return NULL;
}

const struct expr *expr_between(struct checker *checker, const struct expr *fraction, struct range range)
{
	struct expr *expr = gj_arena_alloc(checker->arena, sizeof *expr);
	*expr = *fraction;
	return with_exact_range(checker, expr, range);
}

static struct interval bool_range(enum expr_kind kind, const struct expr *a, const struct expr *b)
{
	switch (kind) {
	case EXPR_AND:
		return interval_least(expr_interval(a), expr_interval(b));
	case EXPR_OR:
		return interval_greatest(expr_interval(a), expr_interval(b));
	case EXPR_NOT:
		return (struct interval){1 - a->high, 1 - a->low};
	default:
		return (struct interval){0, 1};
	}
}

const struct expr *expr_boolean(struct checker *checker, enum expr_kind kind, struct span span, const struct expr *a, const struct expr *b)
{
	if (!a || (!b && kind != EXPR_NOT))
		return NULL;
	struct expr *expr = expr_new(checker, kind, span, GJ_BOOL, "");
	expr->a = a;
	expr->b = b;
	struct interval range = bool_range(kind, a, b);
	expr->low = range.low;
	expr->high = range.high;
	return expr;
}

static struct range fraction_range(enum expr_kind kind, struct range x, struct range y)
{
	switch (kind) {
	case EXPR_ADD:
		return range_add(x, y);
	case EXPR_SUB:
		return range_subtract(x, y);
	case EXPR_NEGATE:
		return range_negate(x);
	case EXPR_MIN:
		return range_least(x, y);
	case EXPR_MAX:
		return range_greatest(x, y);
	case EXPR_SELECT:
		return range_hull(x, y);
	case EXPR_QUOTIENT:
		return range_divide(x, y);
	default:
		return range_multiply(x, y);
	}
}

static struct interval number_range(enum expr_kind kind, struct interval x, struct interval y)
{
	switch (kind) {
	case EXPR_ADD:
		return interval_add(x, y);
	case EXPR_SUB:
		return interval_subtract(x, y);
	case EXPR_NEGATE:
		return interval_negate(x);
	case EXPR_MIN:
		return interval_least(x, y);
	case EXPR_MAX:
		return interval_greatest(x, y);
	default:
		return interval_multiply(x, y);
	}
}

const struct expr *expr_number(struct checker *checker, enum expr_kind kind, struct span span, const char *unit, const struct expr *a,
	const struct expr *b)
{
	if (!a || (!b && kind != EXPR_NEGATE))
		return NULL;
	struct expr *expr = expr_new(checker, kind, span, GJ_NUMBER, unit);
	expr->a = a;
	expr->b = b;
	if (a->exact || (b && b->exact))
		return with_exact_range(checker, expr, fraction_range(kind, expr_range(a), expr_range(b ? b : a)));
	if (kind == EXPR_NEGATE) {
		expr->scale = a->scale;
		return with_range(checker, expr, interval_negate(expr_interval(a)));
	}
	if (kind == EXPR_MUL) {
		expr->scale = a->scale + b->scale;
		return with_range(checker, expr, interval_multiply(expr_interval(a), expr_interval(b)));
	}
	expr->scale = a->scale > b->scale ? a->scale : b->scale;
	struct interval x = interval_widen(expr_interval(a), a->scale, expr->scale), y = interval_widen(expr_interval(b), b->scale, expr->scale);
	if (!interval_fits(x) || !interval_fits(y)) {
		report_overflow(checker, span, interval_fits(x) ? y : x, expr->scale, expr);
		return NULL;
	}
	return with_range(checker, expr, number_range(kind, x, y));
}

static const struct expr *select_of(struct checker *checker, struct span span, bool implied, const struct expr *test, const struct expr *a,
	const struct expr *b)
{
	struct expr *expr = expr_new(checker, EXPR_SELECT, span, a->type, a->unit);
	expr->implied = implied;
	expr->a = test;
	expr->b = a;
	expr->c = b;
	if (a->exact || b->exact)
		return with_exact_range(checker, expr, range_hull(expr_range(a), expr_range(b)));
	expr->scale = a->scale > b->scale ? a->scale : b->scale;
	return with_range(checker, expr, interval_hull(interval_widen(expr_interval(a), a->scale, expr->scale),
		interval_widen(expr_interval(b), b->scale, expr->scale)));
}

const struct expr *expr_select(struct checker *checker, struct span span, const struct expr *test, const struct expr *a, const struct expr *b)
{
	return select_of(checker, span, false, test, a, b);
}

const struct expr *expr_or(struct checker *checker, struct span span, const struct expr *test, const struct expr *a, const struct expr *b)
{
	return select_of(checker, span, true, test, a, b);
}

/* The decimals of 1 / value, or -1 where they don't end. */
static int decimals_of_inverse(int64_t value)
{
	int twos = 0, fives = 0;
	for (; value % 2 == 0; value /= 2)
		twos++;
	for (; value % 5 == 0; value /= 5)
		fives++;
	return value != 1 ? -1 : twos > fives ? twos : fives;
}

/* A divisor that is a constant whose inverse is a decimal number: its inverse. NULL otherwise, or where the quotient would have too many decimals. */
static const struct expr *inverse(struct checker *checker, const struct expr *a, const struct expr *b)
{
	int decimals = b->kind == EXPR_CONSTANT ? decimals_of_inverse(b->value) : -1;
	int scale = decimals - b->scale;
	if (decimals < 0 || decimals > MOST_DECIMALS || a->scale + scale > GJ_SHOWN_DECIMALS)
		return NULL;
	int64_t value = (int64_t)(power_of_ten(decimals) / b->value);
	for (; scale < 0 && value < INT64_MAX / 10; scale++)
		value *= 10;
	return scale < 0 ? NULL : expr_constant(checker, b->span, value, scale, "");
}

const struct expr *expr_quotient(struct checker *checker, struct span span, const char *unit, const struct expr *a, const struct expr *b)
{
	const struct expr *factor = inverse(checker, a, b);
	if (factor)
		return expr_number(checker, EXPR_MUL, span, unit, a, factor);
	struct expr *quotient = expr_new(checker, EXPR_QUOTIENT, span, GJ_NUMBER, unit);
	quotient->a = a;
	quotient->b = b;
	return with_exact_range(checker, quotient, fraction_range(EXPR_QUOTIENT, expr_range(a), expr_range(b)));
}

const struct expr *expr_compare(struct checker *checker, enum expr_kind kind, struct span span, const struct expr *a, const struct expr *b)
{
	if (!a || !b)
		return NULL;
	struct expr *expr = expr_new(checker, kind, span, GJ_BOOL, "");
	expr->a = a = expr_plain(a);
	expr->b = b = expr_plain(b);
	expr->high = 1;
	if (a->type != GJ_NUMBER || a->exact || b->exact)
		return expr;
	int scale = a->scale > b->scale ? a->scale : b->scale;
	struct interval x = interval_widen(expr_interval(a), a->scale, scale), y = interval_widen(expr_interval(b), b->scale, scale);
	if (scale <= MOST_DECIMALS && interval_fits(x) && interval_fits(y))
		return expr;
	expr->type = GJ_NUMBER; /* so that the widest value below both sides is named */
	report_overflow(checker, span, interval_fits(x) ? y : x, scale, interval_fits(x) ? b : a);
	return NULL;
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

const struct expr *expr_rounded(struct checker *checker, struct span span, const struct expr *number, int scale, enum gj_rounding rounding)
{
	if (!number->exact && number->scale <= scale)
		return number;
	struct expr *expr = expr_new(checker, EXPR_ROUND, span, GJ_NUMBER, number->unit);
	expr->scale = scale;
	expr->rounding = rounding;
	expr->a = number;
	if (number->exact)
		return rounded_fraction(checker, expr);
	expr->low = rescale(number->low, number->scale, scale, rounding);
	expr->high = rescale(number->high, number->scale, scale, rounding);
	return expr;
}
