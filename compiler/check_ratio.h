/* Ranges of numbers that may have no last decimal. Ends are exact as long as their denominators stay small; beyond that they are moved outward to
 * nine decimals. */
#ifndef GJ_CHECK_RATIO_H
#define GJ_CHECK_RATIO_H
#include "check_interval.h"

/* value / 10^scale, moved as `rounding` says where it has to be. */
struct ratio ratio_of(wide value, int scale, enum gj_rounding rounding);
struct ratio ratio_add(struct ratio x, struct ratio y, enum gj_rounding rounding);
struct ratio ratio_multiply(struct ratio x, struct ratio y, enum gj_rounding rounding);
/* Below, at or above zero as x is below, at or above y. */
int ratio_order(struct ratio x, struct ratio y);
/* At `scale` decimals. */
wide ratio_scaled(struct ratio x, int scale, enum gj_rounding rounding);

struct range range_of(struct interval x, int scale);
/* At `scale` decimals, outward. */
struct interval range_outward(struct range x, int scale);
struct range range_add(struct range x, struct range y);
struct range range_subtract(struct range x, struct range y);
struct range range_multiply(struct range x, struct range y);
/* y.low above zero. */
struct range range_divide(struct range x, struct range y);
struct range range_negate(struct range x);
struct range range_least(struct range x, struct range y);
struct range range_greatest(struct range x, struct range y);
/* The smallest range that holds both. */
struct range range_hull(struct range x, struct range y);
/* The whole parts of both ends have 64 bits. */
bool range_fits(struct range x);
#endif
