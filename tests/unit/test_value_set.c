/* Sets of numbers against lists of numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler/check_interval.h"
#include "compiler/value_set.h"

#include <stdlib.h>

enum { MOST = 40, LISTED = MOST * MOST, TRIALS = 400 };

/* A set, and the numbers that are in it. */
struct pair {
	struct value_set set;
	size_t count;
	int values[LISTED];
};

static struct value_sets *sets_new(void)
{
	static struct value_sets sets;
	sets = (struct value_sets){gj_arena_new(), 1 << 24};
	return &sets;
}

static void put(struct pair *pair, int value)
{
	pair->values[pair->count++] = value;
}

/* A union of a few multiples, moved about. */
static struct pair random_pair(struct value_sets *sets)
{
	struct pair pair = {set_one(0), 0, {0}};
	int step = rand() % 9 - 4, most = rand() % 5, other = rand() % 60 - 30;
	pair.set = set_union(sets, set_steps(sets, step, most), set_one(other));
	put(&pair, other);
	for (int i = 0; i <= most; i++)
		put(&pair, step * i);
	return pair;
}

static void check_same(const struct pair *pair)
{
	for (int value = -3000; value <= 3000; value++) {
		bool listed = false;
		for (size_t i = 0; i < pair->count && !listed; i++)
			listed = pair->values[i] == value;
		assert_int_equal(set_has(pair->set, value), listed);
	}
}

static void operations_agree_with_lists(void **state)
{
	(void)state;
	srand(1);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct value_sets *sets = sets_new();
		struct pair x = random_pair(sets), y = random_pair(sets), sum = {set_sum(sets, x.set, y.set), 0, {0}};
		struct pair scaled = {set_scaled(sets, x.set, 7, 3, GJ_ROUND_HALF), 0, {0}}, clamped = {set_clamped(sets, x.set, -5, 9), 0, {0}};
		struct pair negated = {set_negated(sets, x.set), 0, {0}};
		for (size_t i = 0; i < x.count; i++) {
			int value = x.values[i];
			for (size_t k = 0; k < y.count; k++)
				put(&sum, value + y.values[k]);
			put(&scaled, (int)divide_rounded(value * 7, 3, GJ_ROUND_HALF));
			put(&clamped, value < -5 ? -5 : value > 9 ? 9 : value);
			put(&negated, -value);
		}
		check_same(&x);
		check_same(&sum);
		check_same(&scaled);
		check_same(&clamped);
		check_same(&negated);
		gj_arena_free(sets->arena);
	}
}

static void neighbours_are_found(void **state)
{
	(void)state;
	struct value_sets *sets = sets_new();
	struct value_set set = set_steps(sets, 4, 5);
	wide found;
	assert_true(set_above(set, 5, &found) && found == 8);
	assert_true(set_below(set, 8, &found) && found == 4);
	assert_true(set_above(set, -100, &found) && found == 0);
	assert_true(set_below(set, 100, &found) && found == 20);
	assert_false(set_above(set, 20, &found));
	assert_false(set_below(set, 0, &found));
	assert_true(set_meets(set, 3, 4));
	assert_false(set_meets(set, 5, 7));
	gj_arena_free(sets->arena);
}

/* What would be too much work is any number of the range: never too few. */
static void too_much_work_gives_all(void **state)
{
	(void)state;
	struct value_sets *sets = sets_new();
	sets->work = 10;
	struct value_set sum = set_sum(sets, set_steps(sets, 4, 5), set_steps(sets, 10, 3));
	for (int value = 0; value <= 50; value++)
		assert_true(set_has(sum, value));
	assert_false(set_has(sum, -1));
	assert_false(set_has(sum, 51));
	assert_true(set_has(set_steps(sets, 3, (wide)1 << 40), 7));
	gj_arena_free(sets->arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operations_agree_with_lists),
		cmocka_unit_test(neighbours_are_found),
		cmocka_unit_test(too_much_work_gives_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
