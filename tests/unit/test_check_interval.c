/* Interval arithmetic and decimal text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler/check_interval.h"

static void same(struct interval x, wide low, wide high)
{
	assert_true(x.low == low);
	assert_true(x.high == high);
}

static void products_take_the_extreme_corners(void **state)
{
	(void)state;
	same(interval_multiply((struct interval){-2, 3}, (struct interval){-5, 4}), -15, 12);
	same(interval_multiply((struct interval){INT64_MIN, INT64_MAX}, (struct interval){INT64_MIN, INT64_MAX}),
		(wide)INT64_MIN * INT64_MAX, (wide)INT64_MIN * INT64_MIN);
	same(interval_multiply((struct interval){-3, -2}, (struct interval){4, 6}), -18, -8);
}

static void sums_and_differences(void **state)
{
	(void)state;
	same(interval_add((struct interval){1, 2}, (struct interval){-5, 7}), -4, 9);
	same(interval_subtract((struct interval){1, 2}, (struct interval){-5, 7}), -6, 7);
	same(interval_negate((struct interval){-1, 5}), -5, 1);
	same(interval_hull((struct interval){1, 2}, (struct interval){7, 9}), 1, 9);
	same(interval_least((struct interval){0, 9}, (struct interval){4, 5}), 0, 5);
	same(interval_greatest((struct interval){0, 9}, (struct interval){4, 5}), 4, 9);
}

static void rounding_is_half_away_from_zero(void **state)
{
	(void)state;
	assert_true(divide_rounded(5, 2, GJ_ROUND_HALF) == 3);
	assert_true(divide_rounded(-5, 2, GJ_ROUND_HALF) == -3);
	assert_true(divide_rounded(-5, 2, GJ_ROUND_DOWN) == -3);
	assert_true(divide_rounded(-5, 2, GJ_ROUND_UP) == -2);
	assert_true(divide_rounded(4, 3, GJ_ROUND_HALF) == 1);
	assert_true(divide_rounded(5, 3, GJ_ROUND_HALF) == 2);
	assert_true(rescale(695, 1, 0, GJ_ROUND_UP) == 70);
	assert_true(rescale(695, 1, 3, GJ_ROUND_DOWN) == 69500);
}

static void quotients_use_the_right_divisor_for_each_sign(void **state)
{
	(void)state;
	same(interval_divide((struct interval){-10, 10}, (struct interval){2, 5}, GJ_ROUND_DOWN), -5, 5);
	same(interval_divide((struct interval){4, 10}, (struct interval){2, 5}, GJ_ROUND_DOWN), 0, 5);
	same(interval_divide((struct interval){-10, -4}, (struct interval){2, 5}, GJ_ROUND_UP), -5, 0);
}

static void lanes_are_the_narrowest(void **state)
{
	(void)state;
	assert_int_equal(interval_lane((struct interval){-128, 127}), GJ_LANE8);
	assert_int_equal(interval_lane((struct interval){-129, 0}), GJ_LANE16);
	assert_int_equal(interval_lane((struct interval){0, 32767}), GJ_LANE16);
	assert_int_equal(interval_lane((struct interval){0, 32768}), GJ_LANE32);
	assert_int_equal(interval_lane((struct interval){0, INT64_MAX}), GJ_LANE64);
	assert_true(interval_fits((struct interval){INT64_MIN, INT64_MAX}));
	assert_false(interval_fits((struct interval){0, (wide)INT64_MAX + 1}));
}

static void decimals_have_no_trailing_zeros(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	assert_string_equal(decimal_text(arena, 695, 1), "69.5");
	assert_string_equal(decimal_text(arena, 700, 1), "70");
	assert_string_equal(decimal_text(arena, 5, 3), "0.005");
	assert_string_equal(decimal_text(arena, -120, 2), "-1.2");
	assert_string_equal(decimal_text(arena, 0, 4), "0");
	assert_string_equal(decimal_text(arena, (wide)INT64_MAX * 10, 0), "92233720368547758070");
	gj_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(products_take_the_extreme_corners),
		cmocka_unit_test(sums_and_differences),
		cmocka_unit_test(rounding_is_half_away_from_zero),
		cmocka_unit_test(quotients_use_the_right_divisor_for_each_sign),
		cmocka_unit_test(lanes_are_the_narrowest),
		cmocka_unit_test(decimals_have_no_trailing_zeros),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
