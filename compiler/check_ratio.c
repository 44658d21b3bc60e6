#include "check_ratio.h"

#include "runtime/arith.h"

/* Ends whose whole part has 64 bits then have numerators of less than 2^95, so that cross products fit. */
static const wide LARGEST_DENOMINATOR = (wide)1 << 31, LARGEST_EXACT = (wide)1 << 120;

enum { OUTWARD_DECIMALS = 9 };

static wide greatest_common(wide x, wide y)
{
	x = x < 0 ? -x : x;
	while (y) {
		wide rest = x % y;
		x = y;
		y = rest;
	}
	return x;
}

static struct ratio settled(wide above, wide below, enum gj_rounding rounding);

/* One decimal after the other, so that nothing overflows. */
static struct ratio moved(wide above, wide below, enum gj_rounding rounding)
{
	wide value = divide_down(above, below), rest = above - value * below, power = 1;
	for (int i = 0; i < OUTWARD_DECIMALS && below <= LARGEST_EXACT; i++) {
		rest *= 10;
		value = gj_add_wide(gj_multiply_wide(value, 10), rest / below);
		rest %= below;
		power *= 10;
	}
	return settled(rest && rounding == GJ_ROUND_UP ? gj_add_wide(value, 1) : value, power, rounding);
}

static struct ratio settled(wide above, wide below, enum gj_rounding rounding)
{
	wide common = greatest_common(above, below);
	above /= common;
	below /= common;
	return below <= LARGEST_DENOMINATOR ? (struct ratio){above, below} : moved(above, below, rounding);
}

struct ratio ratio_of(wide value, int scale, enum gj_rounding rounding)
{
	return settled(value, power_of_ten(scale), rounding);
}

struct ratio ratio_add(struct ratio x, struct ratio y, enum gj_rounding rounding)
{
	wide left = gj_multiply_wide(x.above, y.below), right = gj_multiply_wide(y.above, x.below);
	return settled(gj_add_wide(left, right), x.below * y.below, rounding);
}

struct ratio ratio_multiply(struct ratio x, struct ratio y, enum gj_rounding rounding)
{
	return settled(gj_multiply_wide(x.above, y.above), x.below * y.below, rounding);
}

/* y above zero. */
static struct ratio divide(struct ratio x, struct ratio y, enum gj_rounding rounding)
{
	return settled(gj_multiply_wide(x.above, y.below), gj_multiply_wide(x.below, y.above), rounding);
}

static struct ratio negated(struct ratio x)
{
	return (struct ratio){-x.above, x.below};
}

int ratio_order(struct ratio x, struct ratio y)
{
	wide left = gj_multiply_wide(x.above, y.below), right = gj_multiply_wide(y.above, x.below);
	return (left > right) - (left < right);
}

wide ratio_scaled(struct ratio x, int scale, enum gj_rounding rounding)
{
	return divide_rounded(gj_multiply_wide(x.above, power_of_ten(scale)), x.below, rounding);
}

static struct ratio lesser(struct ratio x, struct ratio y)
{
	return ratio_order(x, y) < 0 ? x : y;
}

static struct ratio greater(struct ratio x, struct ratio y)
{
	return ratio_order(x, y) > 0 ? x : y;
}

struct range range_of(struct interval x, int scale)
{
	return (struct range){ratio_of(x.low, scale, GJ_ROUND_DOWN), ratio_of(x.high, scale, GJ_ROUND_UP)};
}

struct interval range_outward(struct range x, int scale)
{
	return (struct interval){ratio_scaled(x.low, scale, GJ_ROUND_DOWN), ratio_scaled(x.high, scale, GJ_ROUND_UP)};
}

struct range range_add(struct range x, struct range y)
{
	return (struct range){ratio_add(x.low, y.low, GJ_ROUND_DOWN), ratio_add(x.high, y.high, GJ_ROUND_UP)};
}

struct range range_subtract(struct range x, struct range y)
{
	return range_add(x, range_negate(y));
}

/* The least and the greatest of an operation on all pairs of ends. */
static struct range of_ends(struct range x, struct range y, struct ratio (*operation)(struct ratio x, struct ratio y, enum gj_rounding rounding))
{
	struct range result = {operation(x.low, y.low, GJ_ROUND_DOWN), operation(x.low, y.low, GJ_ROUND_UP)};
	const struct ratio pairs[][2] = {{x.low, y.high}, {x.high, y.low}, {x.high, y.high}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		result.low = lesser(result.low, operation(pairs[i][0], pairs[i][1], GJ_ROUND_DOWN));
		result.high = greater(result.high, operation(pairs[i][0], pairs[i][1], GJ_ROUND_UP));
	}
	return result;
}

struct range range_multiply(struct range x, struct range y)
{
	return of_ends(x, y, ratio_multiply);
}

struct range range_divide(struct range x, struct range y)
{
	return of_ends(x, y, divide);
}

struct range range_negate(struct range x)
{
	return (struct range){negated(x.high), negated(x.low)};
}

struct range range_least(struct range x, struct range y)
{
	return (struct range){lesser(x.low, y.low), lesser(x.high, y.high)};
}

struct range range_greatest(struct range x, struct range y)
{
	return (struct range){greater(x.low, y.low), greater(x.high, y.high)};
}

struct range range_hull(struct range x, struct range y)
{
	return (struct range){lesser(x.low, y.low), greater(x.high, y.high)};
}

bool range_fits(struct range x)
{
	return interval_fits(range_outward(x, 0));
}
