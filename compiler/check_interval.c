#include "check_interval.h"

wide power_of_ten(int exponent)
{
	wide power = 1;
	for (int i = 0; i < exponent; i++)
		power *= 10;
	return power;
}

wide divide_down(wide dividend, wide divisor)
{
	wide quotient = dividend / divisor;
	return dividend % divisor < 0 ? quotient - 1 : quotient;
}

wide divide_up(wide dividend, wide divisor)
{
	return -divide_down(-dividend, divisor);
}

wide divide_rounded(wide dividend, wide divisor, enum gj_rounding rounding)
{
	if (rounding == GJ_ROUND_DOWN)
		return divide_down(dividend, divisor);
	if (rounding == GJ_ROUND_UP)
		return divide_up(dividend, divisor);
	wide magnitude = dividend < 0 ? -dividend : dividend;
	wide quotient = magnitude / divisor;
	if (magnitude % divisor >= divisor - magnitude % divisor)
		quotient++;
	return dividend < 0 ? -quotient : quotient;
}

wide rescale(wide value, int from, int to, enum gj_rounding rounding)
{
	return to >= from ? value * power_of_ten(to - from) : divide_rounded(value, power_of_ten(from - to), rounding);
}

static wide least(wide x, wide y)
{
	return x < y ? x : y;
}

static wide greatest(wide x, wide y)
{
	return x > y ? x : y;
}

struct interval interval_add(struct interval x, struct interval y)
{
	return (struct interval){x.low + y.low, x.high + y.high};
}

struct interval interval_subtract(struct interval x, struct interval y)
{
	return (struct interval){x.low - y.high, x.high - y.low};
}

struct interval interval_multiply(struct interval x, struct interval y)
{
	wide a = x.low * y.low, b = x.low * y.high, c = x.high * y.low, d = x.high * y.high;
	return (struct interval){least(least(a, b), least(c, d)), greatest(greatest(a, b), greatest(c, d))};
}

struct interval interval_negate(struct interval x)
{
	return (struct interval){-x.high, -x.low};
}

struct interval interval_least(struct interval x, struct interval y)
{
	return (struct interval){least(x.low, y.low), least(x.high, y.high)};
}

struct interval interval_greatest(struct interval x, struct interval y)
{
	return (struct interval){greatest(x.low, y.low), greatest(x.high, y.high)};
}

struct interval interval_hull(struct interval x, struct interval y)
{
	return (struct interval){least(x.low, y.low), greatest(x.high, y.high)};
}

struct interval interval_widen(struct interval x, int from, int to)
{
	wide factor = power_of_ten(to - from);
	return (struct interval){x.low * factor, x.high * factor};
}

struct interval interval_divide(struct interval x, struct interval y, enum gj_rounding rounding)
{
	return (struct interval){
		divide_rounded(x.low, x.low < 0 ? y.low : y.high, rounding),
		divide_rounded(x.high, x.high < 0 ? y.high : y.low, rounding),
	};
}

bool interval_fits(struct interval x)
{
	return x.low >= INT64_MIN && x.high <= INT64_MAX;
}

enum gj_lane interval_lane(struct interval x)
{
	if (x.low >= INT8_MIN && x.high <= INT8_MAX)
		return GJ_LANE8;
	if (x.low >= INT16_MIN && x.high <= INT16_MAX)
		return GJ_LANE16;
	return x.low >= INT32_MIN && x.high <= INT32_MAX ? GJ_LANE32 : GJ_LANE64;
}

const char *decimal_text(struct gj_arena *arena, wide value, int scale)
{
	char digits[64];
	size_t at = sizeof digits;
	bool negative = value < 0;
	if (negative)
		value = -value;
	while (scale > 0 && value % 10 == 0) {
		value /= 10;
		scale--;
	}
	for (int place = 0; place <= scale || value > 0; place++) {
		if (place == scale && scale > 0)
			digits[--at] = '.';
		digits[--at] = (char)('0' + (int)(value % 10));
		value /= 10;
	}
	if (negative)
		digits[--at] = '-';
	return gj_arena_copy(arena, digits + at, sizeof digits - at);
}
