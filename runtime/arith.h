/* The one home of arithmetic on scores: the constant folder, the verifier and the kernels all use these functions, so that they
 * cannot differ by a rounding. Numbers are integers scaled by a power of ten; the ends of intervals are 128 bits wide and stop at the largest of
 * these, which no lane holds. */
#ifndef GJ_ARITH_H
#define GJ_ARITH_H
#include "calendar.h"
#include "division_wide.h"
#include "program.h"

/* Both ends included. */
struct gj_interval {
	gj_wide low, high;
};

/* What the lane of 128 bits may hold: less than it could, so that the sum of any two is still a number. */
#define GJ_WIDEST ((gj_wide)1 << 120)
/* Beyond every lane; its negative too. */
#define GJ_BEYOND ((gj_wide)((unsigned __int128)-1 >> 1))

/* Each stores the result and returns true, or returns false when it doesn't fit 64 bits. */
static inline bool gj_add(int64_t a, int64_t b, int64_t *result)
{
	return !__builtin_add_overflow(a, b, result);
}

static inline bool gj_subtract(int64_t a, int64_t b, int64_t *result)
{
	return !__builtin_sub_overflow(a, b, result);
}

static inline bool gj_multiply(int64_t a, int64_t b, int64_t *result)
{
	return !__builtin_mul_overflow(a, b, result);
}

/* 10 to the power of `exponent`, 0..18. */
static inline int64_t gj_power10(int exponent)
{
	int64_t power = 1;
	while (exponent-- > 0)
		power *= 10;
	return power;
}

static inline gj_wide gj_least(gj_wide a, gj_wide b)
{
	return a < b ? a : b;
}

static inline gj_wide gj_largest(gj_wide a, gj_wide b)
{
	return a > b ? a : b;
}

static inline bool gj_fits_64(gj_wide value)
{
	return value >= INT64_MIN && value <= INT64_MAX;
}

/* The bounds of a lane's numbers. */
static inline gj_wide gj_lane_low(enum gj_lane lane)
{
	return lane == GJ_LANE128 ? -GJ_WIDEST : -((gj_wide)1 << ((8 << lane) - 1));
}

static inline gj_wide gj_lane_high(enum gj_lane lane)
{
	return lane == GJ_LANE128 ? GJ_WIDEST : ((gj_wide)1 << ((8 << lane) - 1)) - 1;
}

static inline bool gj_fits_lane(struct gj_interval range, enum gj_lane lane)
{
	return range.low >= gj_lane_low(lane) && range.high <= gj_lane_high(lane);
}

/* The narrowest lane that holds the range; GJ_LANE128 also when none does. */
static inline enum gj_lane gj_lane_of(struct gj_interval range)
{
	enum gj_lane lane = GJ_LANE8;
	while (lane < GJ_LANE128 && !gj_fits_lane(range, lane))
		lane++;
	return lane;
}

static inline struct gj_interval gj_interval_of(gj_wide low, gj_wide high)
{
	return (struct gj_interval){low, high};
}

static inline struct gj_interval gj_interval_hull(struct gj_interval a, struct gj_interval b)
{
	return gj_interval_of(gj_least(a.low, b.low), gj_largest(a.high, b.high));
}

/* These stop at GJ_BEYOND. */
static inline gj_wide gj_add_wide(gj_wide a, gj_wide b)
{
	gj_wide result;
	return __builtin_add_overflow(a, b, &result) ? (a < 0 ? -GJ_BEYOND : GJ_BEYOND) : result;
}

static inline gj_wide gj_multiply_wide(gj_wide a, gj_wide b)
{
	gj_wide result;
	return __builtin_mul_overflow(a, b, &result) ? ((a < 0) != (b < 0) ? -GJ_BEYOND : GJ_BEYOND) : result;
}

static inline struct gj_interval gj_interval_add(struct gj_interval a, struct gj_interval b)
{
	return gj_interval_of(gj_add_wide(a.low, b.low), gj_add_wide(a.high, b.high));
}

static inline struct gj_interval gj_interval_subtract(struct gj_interval a, struct gj_interval b)
{
	return gj_interval_of(gj_add_wide(a.low, -b.high), gj_add_wide(a.high, -b.low));
}

static inline struct gj_interval gj_interval_multiply(struct gj_interval a, struct gj_interval b)
{
	gj_wide p = gj_multiply_wide(a.low, b.low), q = gj_multiply_wide(a.low, b.high);
	gj_wide r = gj_multiply_wide(a.high, b.low), s = gj_multiply_wide(a.high, b.high);
	return gj_interval_of(gj_least(gj_least(p, q), gj_least(r, s)), gj_largest(gj_largest(p, q), gj_largest(r, s)));
}

/* b.low > 0. */
static inline struct gj_interval gj_interval_divide(struct gj_interval a, struct gj_interval b, enum gj_rounding rounding)
{
	return gj_interval_of(gj_divide_wide(a.low, a.low < 0 ? b.low : b.high, rounding),
		gj_divide_wide(a.high, a.high < 0 ? b.high : b.low, rounding));
}

/* Months, days of a month and dates (see calendar.h) of operands that the calendar has. */
static inline struct gj_interval gj_interval_month(struct gj_interval date)
{
	return gj_interval_of(gj_month((int64_t)date.low), gj_month((int64_t)date.high));
}

static inline struct gj_interval gj_interval_month_day(struct gj_interval date)
{
	int64_t day = gj_month_day((int64_t)date.low);
	return date.low == date.high ? gj_interval_of(day, day) : gj_interval_of(1, 31);
}

static inline struct gj_interval gj_interval_date(struct gj_interval month, struct gj_interval day)
{
	return gj_interval_of(gj_date((int64_t)month.low, (int64_t)day.low), gj_date((int64_t)month.high, (int64_t)day.high));
}

static inline struct gj_interval gj_interval_min(struct gj_interval a, struct gj_interval b)
{
	return gj_interval_of(gj_least(a.low, b.low), gj_least(a.high, b.high));
}

static inline struct gj_interval gj_interval_max(struct gj_interval a, struct gj_interval b)
{
	return gj_interval_of(gj_largest(a.low, b.low), gj_largest(a.high, b.high));
}
#endif
