/* Ranges of fractions: exact where denominators are small, outward elsewhere. */
#include "compiler/check_ratio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct range whole(wide low, wide high)
{
	return range_of((struct interval){low, high}, 0);
}

static void expect(struct ratio got, wide above, wide below)
{
	assert_true(got.above == above && got.below == below);
}

static void thirds_make_a_whole(void **state)
{
	(void)state;
	struct range third = range_divide(whole(10, 10), whole(3, 3)), sum = range_add(range_add(third, third), third);
	expect(third.low, 10, 3);
	expect(third.high, 10, 3);
	expect(sum.low, 10, 1);
	expect(sum.high, 10, 1);
	expect(range_subtract(sum, third).low, 20, 3);
	expect(range_multiply(third, whole(-3, 6)).low, -10, 1);
	expect(range_multiply(third, whole(-3, 6)).high, 20, 1);
}

static void ends_of_quotients(void **state)
{
	(void)state;
	struct range quotient = range_divide(whole(-6, 9), whole(2, 4));
	expect(quotient.low, -3, 1);
	expect(quotient.high, 9, 2);
	expect(range_negate(quotient).low, -9, 2);
	expect(range_least(quotient, whole(0, 1)).high, 1, 1);
	expect(range_greatest(quotient, whole(0, 1)).low, 0, 1);
	expect(range_hull(whole(1, 2), whole(5, 6)).high, 6, 1);
}

static void long_denominators_move_outward(void **state)
{
	(void)state;
	struct range sum = whole(0, 0);
	for (int i = 0; i < 40; i++)
		sum = range_add(sum, range_divide(whole(1, 1), whole(1000003 + i * i, 1000003 + i * i)));
	assert_true(ratio_order(sum.low, sum.high) < 0);
	struct interval outward = range_outward(sum, 6);
	assert_true(outward.low == 39 && outward.high == 40); /* 40 millionths, less a little */
	assert_true(range_fits(sum));
	assert_true(sum.high.below <= 1000000000);
}

static void decimals_are_rounded_as_asked(void **state)
{
	(void)state;
	struct ratio third = range_divide(whole(-1, -1), whole(3, 3)).low;
	assert_true(ratio_scaled(third, 6, GJ_ROUND_DOWN) == -333334);
	assert_true(ratio_scaled(third, 6, GJ_ROUND_UP) == -333333);
	assert_true(ratio_scaled(third, 6, GJ_ROUND_HALF) == -333333);
	expect(ratio_of(2500, 3, GJ_ROUND_DOWN), 5, 2);
	expect(ratio_of(1, 12, GJ_ROUND_DOWN), 0, 1);
	expect(ratio_of(1, 12, GJ_ROUND_UP), 1, 1000000000);
}

static void what_is_too_large_is_told(void **state)
{
	(void)state;
	struct range large = whole(INT64_MIN, INT64_MAX);
	assert_true(range_fits(large));
	assert_false(range_fits(range_multiply(large, large)));
	assert_false(range_fits(range_add(large, large)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thirds_make_a_whole),
		cmocka_unit_test(ends_of_quotients),
		cmocka_unit_test(long_denominators_move_outward),
		cmocka_unit_test(decimals_are_rounded_as_asked),
		cmocka_unit_test(what_is_too_large_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
