/* Totals of a few rows for two owners, kind by kind. */
#include "runtime/total_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { ROWS = 9, ROOM = 16 };
/* The first owner has 5 3 9 3 7, the second 4; one row belongs to nobody and two are filtered out. */
static const uint32_t owners[ROWS] = { 1, 1, 2, 1, 0, 1, 1, 1, 2 };
static const int8_t filter[ROWS] = { 1, 1, 1, 1, 1, 1, 0, 1, 0 };
static const int16_t values[ROWS] = { 5, 3, 4, 9, 60, 3, 61, 7, 62 };
static const int32_t keys[ROWS] = { 20, 10, 1, 30, 99, 30, 98, 10, 97 };

static void totals_of(struct gj_total total, int64_t *first, int64_t *second)
{
	int64_t states[2 * ROOM];
	size_t words = gj_total_words(&total);
	assert_in_range(words, 1, ROOM);
	gj_total_begin(&total, states);
	gj_total_begin(&total, states + words);
	/* Block by block, as rows come. */
	for (size_t at = 0; at < ROWS; at += 4) {
		struct gj_total_block block = { .owners = owners + at, .filter = filter + at, .values = values + at, .keys = keys + at,
			.value_lane = GJ_LANE16, .key_lane = GJ_LANE32, .rows = ROWS - at < 4 ? ROWS - at : 4 };
		gj_total_add(&total, &block, states, words);
	}
	*first = gj_total_result(&total, states, -1);
	*second = gj_total_result(&total, states + words, -1);
}

static void check(struct gj_total total, int64_t first, int64_t second)
{
	int64_t got[2];
	totals_of(total, &got[0], &got[1]);
	assert_int_equal(got[0], first);
	assert_int_equal(got[1], second);
}

static void plain_totals(void **state)
{
	(void)state;
	check((struct gj_total){ .kind = GJ_TOTAL_COUNT }, 5, 1);
	check((struct gj_total){ .kind = GJ_TOTAL_SUM }, 27, 4);
	check((struct gj_total){ .kind = GJ_TOTAL_MOST }, 9, 4);
	check((struct gj_total){ .kind = GJ_TOTAL_LEAST }, 3, 4);
}

static void values_told_apart(void **state)
{
	(void)state;
	check((struct gj_total){ .kind = GJ_TOTAL_DISTINCT, .base = 0, .limit = 63 }, 4, 1);
	check((struct gj_total){ .kind = GJ_TOTAL_RUN, .base = 3, .limit = 66 }, 1, 1);
	check((struct gj_total){ .kind = GJ_TOTAL_GAP, .base = 1, .limit = 12 }, 3, 8);
	check((struct gj_total){ .kind = GJ_TOTAL_GAP, .base = 0, .limit = 63 }, 54, 59);
}

static void without_the_ends(void **state)
{
	(void)state;
	check((struct gj_total){ .kind = GJ_TOTAL_TRIMMED, .largest = 1, .smallest = 1 }, 15, 0);
	check((struct gj_total){ .kind = GJ_TOTAL_TRIMMED, .largest = 1, .smallest = 2 }, 12, 0);
	check((struct gj_total){ .kind = GJ_TOTAL_TRIMMED, .largest = 3, .smallest = 2 }, 0, 0);
	check((struct gj_total){ .kind = GJ_TOTAL_BEST, .largest = 2 }, 16, 4);
	check((struct gj_total){ .kind = GJ_TOTAL_BEST, .smallest = 3 }, 11, 4);
	check((struct gj_total){ .kind = GJ_TOTAL_BEST, .largest = 9 }, 27, 4);
}

/* Of equal keys the last is the latest, the first the earliest. */
static void by_key(void **state)
{
	(void)state;
	check((struct gj_total){ .kind = GJ_TOTAL_LATEST }, 3, 4);
	check((struct gj_total){ .kind = GJ_TOTAL_EARLIEST }, 3, 4);
}

/* What no rows come to: 0, or the field's low. */
static void no_rows(void **state)
{
	(void)state;
	static const struct { enum gj_total_kind kind; int64_t result; } expected[] = {
		{ GJ_TOTAL_COUNT, 0 }, { GJ_TOTAL_SUM, 0 }, { GJ_TOTAL_MOST, -7 }, { GJ_TOTAL_LEAST, -7 }, { GJ_TOTAL_DISTINCT, 0 },
		{ GJ_TOTAL_VALUES, 0 }, { GJ_TOTAL_RUN, 0 }, { GJ_TOTAL_GAP, 12 }, { GJ_TOTAL_TRIMMED, 0 }, { GJ_TOTAL_BEST, 0 },
		{ GJ_TOTAL_LATEST, -7 }, { GJ_TOTAL_EARLIEST, -7 } };
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		struct gj_total total = { .kind = expected[i].kind, .base = 1, .limit = 12, .largest = 1, .smallest = 1 };
		int64_t words[ROOM];
		gj_total_begin(&total, words);
		assert_int_equal(gj_total_result(&total, words, -7), expected[i].result);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_totals),
		cmocka_unit_test(values_told_apart),
		cmocka_unit_test(without_the_ends),
		cmocka_unit_test(by_key),
		cmocka_unit_test(no_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
