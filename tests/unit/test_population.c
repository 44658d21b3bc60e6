/* 评选: quotas, ranking, ties, and selections that build on one another. */
#include "runtime/population.h"

#include "column_program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct scene {
	struct column_program made;
	struct column_block block;
	struct gj_vm *vm;
	struct gj_population *population;
	struct gj_candidates list;
	size_t rows;
	char keys[GJ_BLOCK_ROWS][16];
};

static int start(void **state)
{
	struct scene *scene = aligned_alloc(64, (sizeof *scene + 63) / 64 * 64);
	memset(scene, 0, sizeof *scene);
	column_program_fill(&scene->made);
	scene->vm = gj_vm_new(&scene->made.program, &scene->made.program.ledger);
	scene->population = gj_population_new(&scene->made.program);
	*state = scene;
	return 0;
}

static int end(void **state)
{
	struct scene *scene = *state;
	gj_candidates_free(&scene->list);
	gj_population_free(scene->population);
	gj_vm_free(scene->vm);
	free(scene);
	return 0;
}

static void add_row(struct scene *scene, const char *key, int total, int extra, int grade, int condition)
{
	size_t row = scene->rows++;
	snprintf(scene->keys[row], sizeof scene->keys[row], "%s", key);
	column_set(&scene->block, COLUMN_TOTAL, row, total);
	column_set(&scene->block, COLUMN_EXTRA, row, extra);
	column_set(&scene->block, COLUMN_GRADE, row, grade);
	column_set(&scene->block, COLUMN_CONDITION, row, condition);
}

/* Rows end at 10, 20, 30 … in the results. */
static void decide(struct scene *scene, uint64_t rows)
{
	column_run(scene->vm, &scene->made, &scene->block, scene->rows);
	for (size_t i = 0; i < scene->rows; i++) {
		struct gj_candidate_row row = {.row = i, .key = scene->keys[i], .key_length = strlen(scene->keys[i]), .end = (i + 1) * 10};
		assert_true(gj_population_offer(scene->population, &scene->list, scene->vm, &row));
	}
	assert_true(gj_population_take(scene->population, &scene->list, 1000));
	assert_true(gj_population_decide(scene->population, rows));
}

static uint64_t rank_of(const struct scene *scene, const char *key)
{
	return gj_population_rank(scene->population, 0, key, strlen(key));
}

static void shares_are_rounded_as_said(void **state)
{
	(void)state;
	assert_int_equal(gj_share_of(300, 15000, GJ_ROUND_UP), 5);
	assert_int_equal(gj_share_of(300, 15000, GJ_ROUND_DOWN), 4);
	assert_int_equal(gj_share_of(300, 15000, GJ_ROUND_HALF), 5);
	assert_int_equal(gj_share_of(299, 15000, GJ_ROUND_HALF), 4);
	assert_int_equal(gj_share_of(200, 15000, GJ_ROUND_UP), 3);
	assert_int_equal(gj_share_of(0, 15000, GJ_ROUND_UP), 0);
	assert_int_equal(gj_share_of(UINT64_C(1) << 60, 1000000, GJ_ROUND_UP), UINT64_C(1) << 60);
}

static void takes_the_best_within_the_quota(void **state)
{
	struct scene *scene = *state;
	add_row(scene, "A", 900, 0, 1, 1);
	add_row(scene, "B", 950, 0, 1, 1);
	add_row(scene, "C", 990, 0, 1, 0); /* condition false */
	add_row(scene, "D", 999, 0, 0, 1); /* grade out of scope */
	add_row(scene, "E", 920, 0, 1, 1);
	decide(scene, 100); /* 1.5, rounded up: 2 */
	const struct gj_selection_result *result = gj_population_result(scene->population, 0);
	assert_int_equal(result->quota, 2);
	assert_int_equal(result->candidates, 3);
	assert_int_equal(result->chosen, 2);
	assert_int_equal(result->tie.rows, 0);
	size_t count;
	const struct gj_award *awards = gj_population_awards(scene->population, &count);
	assert_int_equal(count, 2);
	assert_int_equal(awards[0].end, 1020);
	assert_int_equal(awards[1].end, 1050);
	assert_int_equal(awards[0].from, 1);
	assert_int_equal(awards[0].grade, 2);
	assert_int_equal(rank_of(scene, "B"), 1);
	assert_int_equal(rank_of(scene, "E"), 2);
	assert_int_equal(rank_of(scene, "A"), 3);
	assert_int_equal(rank_of(scene, "C"), 0);
	assert_int_equal(rank_of(scene, "D"), 0);
}

static void a_quota_beyond_the_candidates_takes_all(void **state)
{
	struct scene *scene = *state;
	scene->made.selection.quota_is_share = false;
	scene->made.selection.quota = 7;
	add_row(scene, "A", 900, 0, 1, 1);
	decide(scene, 1);
	assert_int_equal(gj_population_result(scene->population, 0)->chosen, 1);
}

static void quotients_are_ranked_exactly(void **state)
{
	struct scene *scene = *state;
	scene->made.selection.quota_is_share = false;
	scene->made.selection.quota = 2;
	scene->made.keys[0].divisor = COLUMN_EXTRA;
	scene->made.selection.key_count = 1;
	add_row(scene, "A", 333, 1000, 1, 1);
	add_row(scene, "B", 1, 3, 1, 1);
	add_row(scene, "C", 2, 6, 1, 1);
	add_row(scene, "D", 334, 1000, 1, 1);
	decide(scene, 4);
	assert_int_equal(rank_of(scene, "D"), 1);
	assert_int_equal(rank_of(scene, "B"), 2);
	assert_int_equal(rank_of(scene, "C"), 3);
	assert_int_equal(rank_of(scene, "A"), 4);
	assert_int_equal(gj_population_result(scene->population, 0)->tie.rows, 2); /* 1 / 3 and 2 / 6 */
}

static void later_keys_and_the_primary_key_settle_ties(void **state)
{
	struct scene *scene = *state;
	add_row(scene, "Z1", 900, 5, 1, 1);
	add_row(scene, "B10", 900, 3, 1, 1);
	add_row(scene, "B1", 900, 3, 1, 1);
	add_row(scene, "A9", 900, 4, 1, 1);
	decide(scene, 60); /* 0.9, rounded up: 1 */
	const struct gj_selection_result *result = gj_population_result(scene->population, 0);
	assert_int_equal(rank_of(scene, "B1"), 1);
	assert_int_equal(rank_of(scene, "B10"), 2);
	assert_int_equal(rank_of(scene, "A9"), 3);
	assert_int_equal(rank_of(scene, "Z1"), 4);
	assert_int_equal(result->tie.rows, 4);
	assert_int_equal(result->tie.chosen, 1);
	assert_int_equal(result->tie.decided_by, GJ_NONE);
	assert_string_equal(result->tie.names[0], "B1");
	assert_true(result->tie.name_chosen[0]);
	assert_false(result->tie.name_chosen[1]);
}

static void ranks_many_like_a_plain_sort(void **state)
{
	struct scene *scene = *state;
	unsigned seed = 7;
	for (int i = 0; i < 1000; i++) {
		char key[16];
		snprintf(key, sizeof key, "K%04d", i);
		seed = seed * 1103515245 + 12345;
		add_row(scene, key, 600 + (int)(seed >> 16) % 40, (int)(seed >> 8) % 3, 1, 1);
	}
	scene->made.selection.quota_is_share = false;
	scene->made.selection.quota = 137;
	decide(scene, 1000);
	size_t count;
	const struct gj_award *awards = gj_population_awards(scene->population, &count);
	assert_int_equal(count, 137);
	for (size_t i = 0; i < count; i++) {
		size_t row = (size_t)(awards[i].end - 1010) / 10;
		assert_true(i == 0 || awards[i - 1].end < awards[i].end);
		uint64_t better = 0;
		for (size_t j = 0; j < 1000; j++) {
			int mine = scene->block.wide[COLUMN_TOTAL][row], other = scene->block.wide[COLUMN_TOTAL][j];
			int my_extra = scene->block.wide[COLUMN_EXTRA][row], other_extra = scene->block.wide[COLUMN_EXTRA][j];
			better += other > mine || (other == mine && (other_extra < my_extra || (other_extra == my_extra && j < row)));
		}
		assert_true(better < 137);
		assert_int_equal(rank_of(scene, scene->keys[row]), better + 1);
	}
}

static void a_later_selection_sees_what_an_earlier_gave(void **state)
{
	struct scene *scene = *state;
	struct gj_selection both[2] = {scene->made.selection, scene->made.selection};
	struct gj_grade grades[4];
	memcpy(grades, scene->made.grades, sizeof scene->made.grades);
	grades[3] = (struct gj_grade){.name = "特优", .confirmed = "", .consequence = ""};
	int excellent[] = {2};
	both[0].quota_is_share = both[1].quota_is_share = false;
	both[0].quota = 2;
	both[1] = (struct gj_selection){.grade = 3, .scope_count = 1, .scope = excellent, .condition = GJ_NONE, .key_count = 3, .keys = scene->made.keys, .quota = 1};
	gj_population_free(scene->population);
	scene->made.program.selections = both;
	scene->made.program.selection_count = 2;
	scene->made.program.grades = grades;
	scene->made.program.grade_count = 4;
	scene->population = gj_population_new(&scene->made.program);
	add_row(scene, "A", 900, 0, 1, 1);
	add_row(scene, "B", 950, 0, 1, 1);
	add_row(scene, "C", 990, 0, 1, 1);
	decide(scene, 3);
	size_t count;
	const struct gj_award *awards = gj_population_awards(scene->population, &count);
	assert_int_equal(count, 2);
	assert_int_equal(awards[0].grade, 2);
	assert_int_equal(awards[1].grade, 3);
	assert_int_equal(awards[1].from, 1);
	assert_int_equal(gj_population_result(scene->population, 1)->candidates, 2);
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_are_rounded_as_said), SCENE(takes_the_best_within_the_quota), SCENE(a_quota_beyond_the_candidates_takes_all),
		SCENE(quotients_are_ranked_exactly), SCENE(later_keys_and_the_primary_key_settle_ties), SCENE(ranks_many_like_a_plain_sort), SCENE(a_later_selection_sees_what_an_earlier_gave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
