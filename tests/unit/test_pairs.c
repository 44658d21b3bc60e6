/* Numbers for pairs: each pair keeps the number it was given first, through growth and clearing. */
#include "runtime/pairs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void the_first_number_stays(void **state)
{
	(void)state;
	struct gj_pairs pairs = { 0 };
	assert_int_equal(gj_pairs_enter(&pairs, 1, 10, 7), 7);
	assert_int_equal(gj_pairs_enter(&pairs, 1, 10, 8), 7);
	assert_int_equal(gj_pairs_enter(&pairs, 2, 10, 8), 8);
	assert_int_equal(gj_pairs_enter(&pairs, 1, -10, 9), 9);
	assert_int_equal(pairs.count, 3);
	gj_pairs_free(&pairs);
}

static void growth_loses_nothing(void **state)
{
	(void)state;
	enum { OWNERS = 300, VALUES = 100 };
	struct gj_pairs pairs = { 0 };
	for (uint32_t owner = 1; owner <= OWNERS; owner++)
		for (int64_t value = 0; value < VALUES; value++)
			assert_int_equal(gj_pairs_enter(&pairs, owner, value * INT64_C(1000000007) - 50, owner * VALUES + (uint32_t)value),
				owner * VALUES + (uint32_t)value);
	assert_int_equal(pairs.count, OWNERS * VALUES);
	for (uint32_t owner = OWNERS; owner > 0; owner--)
		for (int64_t value = VALUES; value-- > 0;)
			assert_int_equal(gj_pairs_enter(&pairs, owner, value * INT64_C(1000000007) - 50, 1), owner * VALUES + (uint32_t)value);
	gj_pairs_free(&pairs);
}

static void the_ends_of_64_bits(void **state)
{
	(void)state;
	struct gj_pairs pairs = { 0 };
	assert_int_equal(gj_pairs_enter(&pairs, UINT32_MAX, INT64_MIN, 1), 1);
	assert_int_equal(gj_pairs_enter(&pairs, UINT32_MAX, INT64_MAX, 2), 2);
	assert_int_equal(gj_pairs_enter(&pairs, 0, INT64_MIN, 3), 3);
	assert_int_equal(gj_pairs_enter(&pairs, UINT32_MAX, INT64_MIN, 4), 1);
	gj_pairs_free(&pairs);
}

static void cleared_is_empty(void **state)
{
	(void)state;
	struct gj_pairs pairs = { 0 };
	gj_pairs_clear(&pairs);
	assert_int_equal(gj_pairs_enter(&pairs, 1, 1, 5), 5);
	gj_pairs_clear(&pairs);
	assert_int_equal(gj_pairs_enter(&pairs, 1, 1, 6), 6);
	gj_pairs_free(&pairs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_number_stays),
		cmocka_unit_test(growth_loses_nothing),
		cmocka_unit_test(the_ends_of_64_bits),
		cmocka_unit_test(cleared_is_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
