/* Parts of one standard and their counterparts in another. */
#include "compiler/match_parts.h"
#include "runtime/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST = 8, CLAUSE = 1, VETO };

struct scene {
	struct gj_arena *arena;
	struct matcher matcher;
	int numbers[MOST];
	struct match_list lists[2];
};

static void name_side(struct scene *scene, int side, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		scene->matcher.parts[side][i].kind = CLAUSE;
		scene->matcher.parts[side][i].text = texts[i];
	}
	scene->lists[side] = (struct match_list){ scene->numbers, count };
}

static void match(struct scene *scene, const char *const *old, size_t old_count, const char *const *new, size_t new_count)
{
	matcher_start(&scene->matcher, scene->arena, old_count, new_count);
	for (int i = 0; i < MOST; i++)
		scene->numbers[i] = i;
	name_side(scene, 0, old, old_count);
	name_side(scene, 1, new, new_count);
}

static int counterpart(const struct scene *scene, int old)
{
	int new = scene->matcher.parts[0][old].match;
	if (new != GJ_NONE)
		assert_int_equal(scene->matcher.parts[1][new].match, old);
	return new;
}

#define MATCH(scene, old, new) match(scene, old, sizeof old / sizeof *old, new, sizeof new / sizeof *new)

static int begin(void **state)
{
	static struct scene scene;
	scene.arena = gj_arena_new();
	*state = &scene;
	return scene.arena ? 0 : -1;
}

static int end(void **state)
{
	gj_arena_free(((struct scene *)*state)->arena);
	return 0;
}

static void test_called_the_same(void **state)
{
	struct scene *scene = *state;
	static const char *const old[] = { "甲", "乙", "甲", "丙" }, *const new[] = { "甲", "丁", "甲", "乙", "甲" };
	MATCH(scene, old, new);
	match_alike(&scene->matcher, scene->lists[0], scene->lists[1]);
	assert_int_equal(counterpart(scene, 0), 0);
	assert_int_equal(counterpart(scene, 1), 3);
	assert_int_equal(counterpart(scene, 2), 2);
	assert_int_equal(counterpart(scene, 3), GJ_NONE);
	assert_int_equal(scene->matcher.parts[1][4].match, GJ_NONE);
}

static void test_kinds_are_kept_apart(void **state)
{
	struct scene *scene = *state;
	static const char *const old[] = { "迟到扣1分" }, *const new[] = { "迟到扣1分" };
	MATCH(scene, old, new);
	scene->matcher.parts[1][0].kind = VETO;
	match_alike(&scene->matcher, scene->lists[0], scene->lists[1]);
	match_nearest(&scene->matcher, scene->lists[0], scene->lists[1]);
	assert_int_equal(counterpart(scene, 0), GJ_NONE);
}

static void test_reworded(void **state)
{
	struct scene *scene = *state;
	static const char *const old[] = { "迟到一次扣1分", "早退一次扣1分", "台账不齐全扣4分" };
	static const char *const new[] = { "早退一次扣2分", "群众来信来访未办结", "迟到一次扣2分", "台账不齐全的扣4分" };
	MATCH(scene, old, new);
	match_alike(&scene->matcher, scene->lists[0], scene->lists[1]);
	match_nearest(&scene->matcher, scene->lists[0], scene->lists[1]);
	assert_int_equal(counterpart(scene, 0), 2);
	assert_int_equal(counterpart(scene, 1), 0);
	assert_int_equal(counterpart(scene, 2), 3);
	assert_int_equal(scene->matcher.parts[1][1].match, GJ_NONE);
}

/* Of those that read as much alike, the one behind its predecessor's counterpart. */
static void test_in_order(void **state)
{
	struct scene *scene = *state;
	static const char *const old[] = { "首条", "缺一次扣1分" }, *const new[] = { "缺二次扣1分", "首条", "缺三次扣1分" };
	MATCH(scene, old, new);
	match_alike(&scene->matcher, scene->lists[0], scene->lists[1]);
	match_nearest(&scene->matcher, scene->lists[0], scene->lists[1]);
	assert_int_equal(counterpart(scene, 0), 1);
	assert_int_equal(counterpart(scene, 1), 2);
}

static bool first_and_last(void *context, int old, int new)
{
	return old == 0 && new == *(int *)context;
}

static void test_the_same_by_another_name(void **state)
{
	struct scene *scene = *state;
	static const char *const old[] = { "未配备书记" }, *const new[] = { "未配备书记的", "班子不健全，一票否决" };
	int last = 1;
	MATCH(scene, old, new);
	scene->matcher.same = first_and_last;
	scene->matcher.context = &last;
	match_nearest(&scene->matcher, scene->lists[0], scene->lists[1]);
	assert_int_equal(counterpart(scene, 0), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_called_the_same, begin, end),
		cmocka_unit_test_setup_teardown(test_kinds_are_kept_apart, begin, end),
		cmocka_unit_test_setup_teardown(test_reworded, begin, end),
		cmocka_unit_test_setup_teardown(test_in_order, begin, end),
		cmocka_unit_test_setup_teardown(test_the_same_by_another_name, begin, end),
	};
	return cmocka_run_group_tests_name("match_parts", tests, NULL, NULL);
}
