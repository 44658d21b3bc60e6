/* Marks as people number them. */
#include "runtime/natural_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void each_stands_before_the_next(void **state)
{
	(void)state;
	static const char *const marks[] = {"", "2", "10", "A", "K", "K1", "K2", "K2a", "K2b", "K10", "K10-2", "K10-11", "K99999999999999999999998",
		"K99999999999999999999999", "口径2", "口径10"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		for (size_t j = 0; j < sizeof marks / sizeof *marks; j++) {
			int order = gj_natural_order(marks[i], marks[j]);
			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
}

static void zeros_in_front_only_break_ties(void **state)
{
	(void)state;
	assert_true(gj_natural_order("K02", "K3") < 0);
	assert_true(gj_natural_order("K010", "K9") > 0);
	assert_true(gj_natural_order("K02", "K2") < 0);
	assert_true(gj_natural_order("K2", "K02") > 0);
	assert_int_equal(gj_natural_order("K02", "K02"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_stands_before_the_next), cmocka_unit_test(zeros_in_front_only_break_ties)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
