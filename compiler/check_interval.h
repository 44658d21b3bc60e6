/* Exact intervals of scaled integers, wide enough that nothing overflows while operands are checked 64-bit values. */
#ifndef GJ_CHECK_INTERVAL_H
#define GJ_CHECK_INTERVAL_H
#include "model.h"

struct interval {
	wide low, high; /* both included */
};

enum { MOST_DECIMALS = 18 }; /* 10^18 is the largest power of ten in 64 bits */

/* 10^exponent, 0 <= exponent <= 37. */
wide power_of_ten(int exponent);
/* Quotients rounded down and up; divisor > 0. */
wide divide_down(wide dividend, wide divisor);
wide divide_up(wide dividend, wide divisor);
/* Rounded as asked, half away from zero; divisor > 0. */
wide divide_rounded(wide dividend, wide divisor, enum gj_rounding rounding);
/* `value` at `from` decimals brought to `to` decimals; rounded as asked when digits are lost. */
wide rescale(wide value, int from, int to, enum gj_rounding rounding);

struct interval interval_add(struct interval x, struct interval y);
struct interval interval_subtract(struct interval x, struct interval y);
struct interval interval_multiply(struct interval x, struct interval y);
struct interval interval_negate(struct interval x);
struct interval interval_least(struct interval x, struct interval y);
struct interval interval_greatest(struct interval x, struct interval y);
/* The smallest interval that holds both. */
struct interval interval_hull(struct interval x, struct interval y);
/* Both ends at `from` decimals brought exactly to `to` >= `from` decimals. */
struct interval interval_widen(struct interval x, int from, int to);
/* x / y rounded; y.low > 0. Both are plain integers (scales already aligned). */
struct interval interval_divide(struct interval x, struct interval y, enum gj_rounding rounding);
/* Both ends are 64-bit integers. */
bool interval_fits(struct interval x);
enum gj_lane interval_lane(struct interval x);

/* value / 10^scale in decimal without trailing zeros. */
const char *decimal_text(struct gj_arena *arena, wide value, int scale);
#endif
