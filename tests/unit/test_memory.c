/* Arenas: alignment, growth, and what happens when memory is out. */
#include "runtime/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void small_blocks_are_zeroed_and_apart(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	char *a = gj_arena_alloc(arena, 10), *b = gj_arena_alloc(arena, 10);
	for (int i = 0; i < 10; i++)
		assert_int_equal(a[i], 0);
	memset(a, 'x', 10);
	assert_int_equal(b[0], 0);
	assert_true(b >= a + 10 || a >= b + 10);
	assert_int_equal((uintptr_t)b % _Alignof(max_align_t), 0);
	gj_arena_free(arena);
}

static void large_blocks_are_aligned_for_vectors(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	for (size_t size = 64; size < 300000; size = size * 3 + 1) {
		gj_arena_alloc(arena, 1);
		char *block = gj_arena_alloc(arena, size);
		assert_int_equal((uintptr_t)block % 64, 0);
		memset(block, 0xff, size);
	}
	gj_arena_free(arena);
}

static void copies_end_with_a_nul(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	assert_string_equal(gj_arena_copy(arena, "三会一课，多余", strlen("三会一课")), "三会一课");
	assert_string_equal(gj_arena_copy(arena, "", 0), "");
	assert_string_equal(gj_arena_print(arena, "%d-%s", 7, "度"), "7-度");
	gj_arena_free(arena);
}

static void growing_keeps_what_was_there(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	int *numbers = NULL;
	size_t capacity = 0;
	for (int i = 0; i < 1000; i++) {
		numbers = gj_arena_grow(arena, numbers, (size_t)i, &capacity, sizeof *numbers);
		assert_non_null(numbers);
		numbers[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	assert_true(capacity >= 1000);
	gj_arena_free(arena);
}

static void an_impossible_size_is_refused(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	size_t capacity = SIZE_MAX / 4;
	assert_null(gj_arena_alloc(arena, SIZE_MAX));
	assert_null(gj_arena_grow(arena, NULL, capacity, &capacity, 16));
	assert_non_null(gj_arena_alloc(arena, 16));
	gj_arena_free(arena);
	gj_arena_free(NULL);
}

static void failure_jumps_where_it_was_told_to(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	jmp_buf out;
	if (setjmp(out) == 0) {
		gj_arena_on_failure(arena, &out);
		gj_arena_alloc(arena, SIZE_MAX);
		fail_msg("it came back");
	}
	gj_arena_on_failure(arena, NULL);
	assert_null(gj_arena_alloc(arena, SIZE_MAX));
	gj_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_blocks_are_zeroed_and_apart),
		cmocka_unit_test(large_blocks_are_aligned_for_vectors),
		cmocka_unit_test(copies_end_with_a_nul),
		cmocka_unit_test(growing_keeps_what_was_there),
		cmocka_unit_test(an_impossible_size_is_refused),
		cmocka_unit_test(failure_jumps_where_it_was_told_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
