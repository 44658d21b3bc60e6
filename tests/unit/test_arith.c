/* Exact arithmetic: rounding at every sign, overflow at the edges, intervals against every pair they hold. */
#include "runtime/arith.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_rounding(void **state)
{
	(void)state;
	static const struct {
		int64_t a, b, down, up, half;
	} rows[] = {
		{ 7, 2, 3, 4, 4 }, { -7, 2, -4, -3, -4 }, { 5, 4, 1, 2, 1 }, { -5, 4, -2, -1, -1 }, { 6, 4, 1, 2, 2 }, { -6, 4, -2, -1, -2 },
		{ 8, 4, 2, 2, 2 }, { 0, 9, 0, 0, 0 }, { 1, 3, 0, 1, 0 }, { 2, 3, 0, 1, 1 }, { INT64_MAX, 1, INT64_MAX, INT64_MAX, INT64_MAX },
		{ INT64_MIN, 1, INT64_MIN, INT64_MIN, INT64_MIN }, { INT64_MAX, INT64_MAX, 1, 1, 1 }, { INT64_MIN, INT64_MAX, -2, -1, -1 },
		{ INT64_MAX - 1, INT64_MAX, 0, 1, 1 }, { 1, INT64_MAX, 0, 1, 0 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(gj_divide(rows[i].a, rows[i].b, GJ_ROUND_DOWN), rows[i].down);
		assert_int_equal(gj_divide(rows[i].a, rows[i].b, GJ_ROUND_UP), rows[i].up);
		assert_int_equal(gj_divide(rows[i].a, rows[i].b, GJ_ROUND_HALF), rows[i].half);
	}
}

static void test_wide_rounding_agrees(void **state)
{
	(void)state;
	for (int64_t a = -60; a <= 60; a++)
		for (int64_t b = 1; b <= 13; b++)
			for (enum gj_rounding rounding = GJ_ROUND_DOWN; rounding <= GJ_ROUND_HALF; rounding++)
				assert_true(gj_divide_wide(a, b, rounding) == gj_divide(a, b, rounding));
}

static void test_overflow_is_told(void **state)
{
	(void)state;
	int64_t result;
	assert_true(gj_add(INT64_MAX - 1, 1, &result));
	assert_true(result == INT64_MAX);
	assert_false(gj_add(INT64_MAX, 1, &result));
	assert_false(gj_subtract(INT64_MIN, 1, &result));
	assert_true(gj_multiply(INT64_MIN / 2, 2, &result));
	assert_false(gj_multiply(INT64_MIN, -1, &result));
	assert_true(gj_power10(18) == INT64_C(1000000000000000000));
	assert_true(gj_power10(0) == 1);
}

static void test_lanes(void **state)
{
	(void)state;
	assert_int_equal(gj_lane_of(gj_interval_of(-128, 127)), GJ_LANE8);
	assert_int_equal(gj_lane_of(gj_interval_of(-129, 0)), GJ_LANE16);
	assert_int_equal(gj_lane_of(gj_interval_of(0, 128)), GJ_LANE16);
	assert_int_equal(gj_lane_of(gj_interval_of(0, 32768)), GJ_LANE32);
	assert_int_equal(gj_lane_of(gj_interval_of(INT32_MIN, INT32_MAX)), GJ_LANE32);
	assert_int_equal(gj_lane_of(gj_interval_of(INT64_MIN, INT64_MAX)), GJ_LANE64);
	assert_int_equal(gj_lane_of(gj_interval_of(0, (gj_wide)INT64_MAX + 1)), GJ_LANE128);
	assert_true(gj_fits_lane(gj_interval_of(-GJ_WIDEST, GJ_WIDEST), GJ_LANE128));
	assert_false(gj_fits_lane(gj_interval_of(0, GJ_WIDEST + 1), GJ_LANE128));
	assert_false(gj_fits_64((gj_wide)INT64_MAX + 1));
	assert_true(gj_fits_64(INT64_MIN));
}

static void expect_within(gj_wide value, struct gj_interval range)
{
	assert_true(value >= range.low && value <= range.high);
}

/* Every pair of values stays inside what the intervals promise. */
static void check_intervals(struct gj_interval a, struct gj_interval b)
{
	for (gj_wide x = a.low; x <= a.high; x++)
		for (gj_wide y = b.low; y <= b.high; y++) {
			expect_within(x + y, gj_interval_add(a, b));
			expect_within(x - y, gj_interval_subtract(a, b));
			expect_within(x * y, gj_interval_multiply(a, b));
			expect_within(gj_least(x, y), gj_interval_min(a, b));
			expect_within(gj_largest(x, y), gj_interval_max(a, b));
			expect_within(x, gj_interval_hull(a, b));
			for (enum gj_rounding rounding = GJ_ROUND_DOWN; b.low > 0 && rounding <= GJ_ROUND_HALF; rounding++)
				expect_within(gj_divide_wide(x, y, rounding), gj_interval_divide(a, b, rounding));
		}
}

static void test_intervals(void **state)
{
	(void)state;
	for (int low = -5; low <= 5; low++)
		for (int high = low; high <= 5; high += 2)
			for (int other = -4; other <= 4; other++)
				check_intervals(gj_interval_of(low, high), gj_interval_of(other, other + 3));
	struct gj_interval wide = gj_interval_of(-GJ_WIDEST, GJ_WIDEST), beyond = gj_interval_multiply(wide, wide);
	assert_true(beyond.low == -GJ_BEYOND && beyond.high == GJ_BEYOND);
	beyond = gj_interval_add(beyond, beyond);
	assert_true(beyond.low == -GJ_BEYOND && beyond.high == GJ_BEYOND);
	assert_true(gj_interval_subtract(wide, wide).low == -2 * GJ_WIDEST);
	struct gj_interval tight = gj_interval_divide(gj_interval_of(-7, 9), gj_interval_of(2, 4), GJ_ROUND_DOWN);
	assert_true(tight.low == -4 && tight.high == 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounding),
		cmocka_unit_test(test_wide_rounding_agrees),
		cmocka_unit_test(test_overflow_is_told),
		cmocka_unit_test(test_lanes),
		cmocka_unit_test(test_intervals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
