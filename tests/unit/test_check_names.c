/* Tables of names: hashing, look-alikes, the nearest spelling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "compiler/check_names.h"
#include "runtime/memory.h"

static const struct span NOWHERE = {0, 0};

static void distance_counts_characters_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(edit_distance("三会一课缺次", "三会一刻缺次", 3), 1);
	assert_int_equal(edit_distance("三会一课", "三会一课缺次", 3), 2);
	assert_int_equal(edit_distance("会三一课", "三会一课", 3), 1);
	assert_int_equal(edit_distance("", "课", 3), 1);
	assert_int_equal(edit_distance("组织", "党员发展", 3), 4);
	assert_int_equal(edit_distance("同", "同", 0), 0);
}

static void names_are_found_after_many_are_added(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	struct name_table table;
	char name[32];
	names_begin(&table, arena);
	assert_null(names_find(&table, "字段1"));
	for (int i = 0; i < 5000; i++) {
		int length = snprintf(name, sizeof name, "字段%d", i);
		assert_null(names_add(&table, gj_arena_copy(arena, name, (size_t)length), NOWHERE, 1, i));
	}
	assert_int_equal(names_find(&table, "字段4321")->index, 4321);
	assert_null(names_find(&table, "字段5000"));
	assert_int_equal(names_add(&table, "字段7", NOWHERE, 1, 9)->index, 7);
	gj_arena_free(arena);
}

static void lookalikes_and_near_names(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	struct name_table table;
	names_begin(&table, arena);
	assert_null(names_nearest(&table, "按期换届"));
	names_add(&table, "已交党费", NOWHERE, 0, 0);
	names_add(&table, "按期换届", NOWHERE, 0, 1);
	assert_string_equal(names_lookalike(&table, "己交党费")->name, "已交党费");
	assert_null(names_lookalike(&table, "已交党费"));
	assert_string_equal(names_nearest(&table, "按其换届")->name, "按期换届");
	assert_null(names_nearest(&table, "完全不同的话"));
	assert_null(names_nearest(&table, "届"));
	gj_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distance_counts_characters_not_bytes),
		cmocka_unit_test(names_are_found_after_many_are_added),
		cmocka_unit_test(lookalikes_and_near_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
