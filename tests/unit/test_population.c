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
	struct gj_chunk chunk;
	struct gj_text texts[GJ_BLOCK_ROWS];
	size_t rows;
	char keys[GJ_BLOCK_ROWS][16];
};

/* Once the program is as it is to be. */
static void open_population(struct scene *scene)
{
	if (scene->population)
		gj_candidates_free(scene->population, &scene->list);
	gj_population_free(scene->population);
	scene->population = gj_population_new(&scene->made.program);
	assert_true(gj_candidates_start(scene->population, &scene->list));
}

static int start(void **state)
{
	struct scene *scene = aligned_alloc(64, (sizeof *scene + 63) / 64 * 64);
	memset(scene, 0, sizeof *scene);
	column_program_fill(&scene->made);
	scene->vm = gj_vm_new(&scene->made.program, &scene->made.program.ledger);
	scene->chunk.keys = scene->texts;
	open_population(scene);
	*state = scene;
	return 0;
}

static int end(void **state)
{
	struct scene *scene = *state;
	gj_candidates_free(scene->population, &scene->list);
	gj_population_free(scene->population);
	gj_vm_free(scene->vm);
	free(scene);
	return 0;
}

static void add_row(struct scene *scene, const char *key, int total, int extra, int grade, int condition)
{
	size_t row = scene->rows++;
	snprintf(scene->keys[row], sizeof scene->keys[row], "%s", key);
	scene->texts[row] = (struct gj_text){scene->keys[row], (uint32_t)strlen(key)};
	column_set(&scene->block, COLUMN_TOTAL, row, total);
	column_set(&scene->block, COLUMN_EXTRA, row, extra);
	column_set(&scene->block, COLUMN_GRADE, row, grade);
	column_set(&scene->block, COLUMN_CONDITION, row, condition);
}

/* Rows end at 10, 20, 30 … in the results. */
static void decide(struct scene *scene, uint64_t rows)
{
	uint64_t grades[4] = {0, rows};
	const struct gj_group everyone = {.rated = rows, .grades = grades};
	column_run(scene->vm, &scene->made, &scene->block, scene->rows);
	for (size_t i = 0; i < scene->rows; i++) {
		struct gj_candidate_row row = {.row = i, .place = i, .chunk = &scene->chunk, .end = (i + 1) * 10};
		assert_true(gj_population_offer(scene->population, &scene->list, scene->vm, &row));
	}
	assert_true(gj_population_take(scene->population, &scene->list, 1000));
	assert_true(gj_population_decide(scene->population, &everyone));
}

static struct gj_place place_of(const struct scene *scene, const char *key)
{
	return gj_population_place(scene->population, 0, key, strlen(key), 1);
}

static uint64_t rank_of(const struct scene *scene, const char *key)
{
	return place_of(scene, key).rank;
}

static const struct gj_stretch_result *stretch(const struct scene *scene, size_t group, size_t index)
{
	return &gj_population_result(scene->population, 0, group)->stretches[index];
}

static int grade_of(const struct scene *scene, size_t row)
{
	size_t count;
	const struct gj_award *awards = gj_population_awards(scene->population, &count);
	for (size_t i = 0; i < count; i++)
		if (awards[i].end == 1000 + (row + 1) * 10)
			return awards[i].grade;
	return scene->block.narrow[COLUMN_GRADE][row];
}

static void set_quota(struct scene *scene, size_t index, int64_t count)
{
	scene->made.stretches[index].quota = (struct gj_quota){.amount = count, .most = INT64_MAX};
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
	assert_int_equal(stretch(scene, 0, 0)->quota, 2);
	assert_int_equal(gj_population_result(scene->population, 0, 0)->candidates, 3);
	assert_int_equal(stretch(scene, 0, 0)->chosen, 2);
	assert_null(stretch(scene, 0, 0)->tie);
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
	set_quota(scene, 0, 7);
	add_row(scene, "A", 900, 0, 1, 1);
	decide(scene, 1);
	assert_int_equal(stretch(scene, 0, 0)->chosen, 1);
}

static void quotients_are_ranked_exactly(void **state)
{
	struct scene *scene = *state;
	set_quota(scene, 0, 2);
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
	assert_int_equal(stretch(scene, 0, 0)->tie->rows, 2); /* 1 / 3 and 2 / 6 */
}

static void later_keys_and_the_primary_key_settle_ties(void **state)
{
	struct scene *scene = *state;
	add_row(scene, "Z1", 900, 5, 1, 1);
	add_row(scene, "B10", 900, 3, 1, 1);
	add_row(scene, "B1", 900, 3, 1, 1);
	add_row(scene, "A9", 900, 4, 1, 1);
	decide(scene, 60); /* 0.9, rounded up: 1 */
	const struct gj_tie *tie = stretch(scene, 0, 0)->tie;
	assert_int_equal(rank_of(scene, "B1"), 1);
	assert_int_equal(rank_of(scene, "B10"), 2);
	assert_int_equal(rank_of(scene, "A9"), 3);
	assert_int_equal(rank_of(scene, "Z1"), 4);
	assert_int_equal(tie->rows, 4);
	assert_int_equal(tie->chosen, 1);
	assert_int_equal(tie->decided_by, GJ_NONE);
	assert_string_equal(tie->names[0], "B1");
	assert_true(tie->name_chosen[0]);
	assert_false(tie->name_chosen[1]);
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
	set_quota(scene, 0, 137);
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
	set_quota(scene, 0, 2);
	set_quota(scene, 1, 1);
	scene->made.stretches[1].grade = 3;
	scene->made.stretches[1].condition = GJ_NONE;
	both[1].scope = excellent;
	both[1].condition = GJ_NONE;
	both[1].stretches = &scene->made.stretches[1];
	scene->made.program.selections = both;
	scene->made.program.selection_count = 2;
	scene->made.program.grades = grades;
	scene->made.program.grade_count = 4;
	open_population(scene);
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
	assert_int_equal(gj_population_result(scene->population, 1, 0)->candidates, 2);
}

/* Without the primary key among the ranking keys; two of four have the same. */
static void add_equals(struct scene *scene)
{
	scene->made.selection.key_count = 2;
	add_row(scene, "D", 900, 1, 1, 1);
	add_row(scene, "C", 950, 1, 1, 1);
	add_row(scene, "B", 950, 1, 1, 1);
	add_row(scene, "A", 990, 1, 1, 1);
}

static void equal_rows_are_in_together(void **state)
{
	struct scene *scene = *state;
	set_quota(scene, 0, 2);
	scene->made.selection.ties = GJ_TIES_IN;
	add_equals(scene);
	decide(scene, 4);
	const struct gj_tie *tie = stretch(scene, 0, 0)->tie;
	assert_int_equal(stretch(scene, 0, 0)->chosen, 3);
	assert_true(tie->whole);
	assert_int_equal(tie->rows, 2);
	assert_int_equal(tie->chosen, 2);
	assert_string_equal(tie->names[0], "B");
	assert_int_equal(grade_of(scene, 0), 1);
	assert_int_equal(grade_of(scene, 1), 2);
	assert_int_equal(grade_of(scene, 2), 2);
	assert_int_equal(place_of(scene, "C").equals, 1);
}

static void equal_rows_are_out_together(void **state)
{
	struct scene *scene = *state;
	set_quota(scene, 0, 2);
	scene->made.selection.ties = GJ_TIES_OUT;
	add_equals(scene);
	decide(scene, 4);
	assert_int_equal(stretch(scene, 0, 0)->chosen, 1);
	assert_int_equal(stretch(scene, 0, 0)->tie->chosen, 0);
	assert_int_equal(grade_of(scene, 2), 1);
	assert_int_equal(grade_of(scene, 3), 2);
}

static void equal_rows_within_the_quota_are_no_tie(void **state)
{
	struct scene *scene = *state;
	set_quota(scene, 0, 3);
	scene->made.selection.ties = GJ_TIES_OUT;
	add_equals(scene);
	decide(scene, 4);
	assert_int_equal(stretch(scene, 0, 0)->chosen, 3);
	assert_null(stretch(scene, 0, 0)->tie);
}

static void those_beyond_the_quota_go_down(void **state)
{
	struct scene *scene = *state;
	set_quota(scene, 0, 1);
	scene->made.selection.rest = 0;
	scene->made.selection.rest_lowers = true;
	add_row(scene, "A", 900, 0, 1, 1);
	add_row(scene, "B", 950, 0, 1, 1);
	add_row(scene, "C", 990, 0, 1, 0); /* its condition doesn't hold */
	add_row(scene, "D", 990, 0, 0, 1); /* not in scope */
	decide(scene, 4);
	assert_int_equal(grade_of(scene, 0), 0);
	assert_int_equal(grade_of(scene, 1), 2);
	assert_int_equal(grade_of(scene, 2), 0);
	size_t count;
	gj_population_awards(scene->population, &count);
	assert_int_equal(count, 3);
	assert_false(place_of(scene, "C").ranked);
	assert_int_equal(place_of(scene, "C").grade, 0);
}

/* 组 of each row. */
static void set_groups(struct scene *scene, const char *groups)
{
	for (size_t i = 0; i < scene->rows; i++)
		column_set(&scene->block, COLUMN_ITEM, i, groups[i] - '0');
}

static void assert_label(const struct scene *scene, size_t group, const char *expected)
{
	struct gj_buffer label = {0};
	assert_true(gj_population_label(scene->population, 1, group, &label) && gj_buffer_add(&label, "", 1));
	assert_string_equal(label.bytes, expected);
	gj_buffer_free(&label);
}

static void quotas_and_ranks_are_each_group_s_own(void **state)
{
	struct scene *scene = *state;
	scene->made.selection.grouping = 1;
	scene->made.stretches[0].quota = (struct gj_quota){.is_share = true, .amount = 400000, .rounding = GJ_ROUND_HALF, .most = INT64_MAX};
	for (int i = 0; i < 6; i++)
		add_row(scene, (char[]){(char)('A' + i), '\0'}, 900 + i, 0, 1, 1);
	set_groups(scene, "727722");
	decide(scene, 6);
	assert_int_equal(gj_population_groups(scene->population, 1), 2);
	assert_label(scene, 0, "7片");
	assert_label(scene, 1, "2片");
	assert_int_equal(gj_population_group(scene->population, 1, 0).rated, 3);
	assert_int_equal(stretch(scene, 0, 0)->quota, 1); /* 40% of 3 */
	assert_int_equal(grade_of(scene, 3), 2);          /* D, the best of 7 */
	assert_int_equal(grade_of(scene, 5), 2);          /* F, the best of 2 */
	assert_int_equal(grade_of(scene, 4), 1);
	assert_int_equal(rank_of(scene, "B"), 3);
	assert_int_equal(place_of(scene, "B").group, 1);
	assert_int_equal(gj_population_group(scene->population, 1, 1).grades[2], 1);
	assert_int_equal(gj_population_group(scene->population, 0, 0).grades[2], 2);
}

static void small_groups_are_put_together(void **state)
{
	struct scene *scene = *state;
	scene->made.selection.grouping = 1;
	scene->made.groupings[1].least = 3;
	set_quota(scene, 0, 1);
	for (int i = 0; i < 6; i++)
		add_row(scene, (char[]){(char)('A' + i), '\0'}, 900 + i, 0, 1, 1);
	set_groups(scene, "111252");
	decide(scene, 6);
	assert_int_equal(gj_population_groups(scene->population, 1), 2);
	assert_label(scene, 0, "1片");
	assert_label(scene, 1, "2片、5片");
	assert_int_equal(gj_population_result(scene->population, 0, 1)->candidates, 3);
	assert_int_equal(grade_of(scene, 5), 2);
	assert_int_equal(grade_of(scene, 2), 2);
}

/* 优 前 2、良 to the first 4, 差 the rest. */
static void cut_in_three(struct scene *scene)
{
	scene->made.selection.stretch_count = 2;
	scene->made.selection.rest = 0;
	scene->made.stretches[1] = (struct gj_stretch){.grade = 1, .from_top = true, .condition = GJ_NONE};
	set_quota(scene, 0, 2);
	set_quota(scene, 1, 4);
}

static void a_ranking_is_cut_into_stretches(void **state)
{
	struct scene *scene = *state;
	cut_in_three(scene);
	for (int i = 0; i < 6; i++)
		add_row(scene, (char[]){(char)('A' + i), '\0'}, 900 - i, 0, 1, 1);
	decide(scene, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(grade_of(scene, i), i < 2 ? 2 : i < 4 ? 1 : 0);
	assert_int_equal(place_of(scene, "C").stretch, 1);
	assert_int_equal(place_of(scene, "F").stretch, 2);
}

static void a_stretch_may_count_from_the_one_before(void **state)
{
	struct scene *scene = *state;
	cut_in_three(scene);
	scene->made.selection.ties = GJ_TIES_IN;
	scene->made.selection.key_count = 1;
	scene->made.stretches[1].from_top = false;
	set_quota(scene, 1, 1);
	static const int totals[] = {900, 800, 800, 700, 600, 600};
	for (int i = 0; i < 6; i++)
		add_row(scene, (char[]){(char)('A' + i), '\0'}, totals[i], 0, 1, 1);
	decide(scene, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(grade_of(scene, i), i < 3 ? 2 : i < 4 ? 1 : 0);
}

static void a_row_goes_on_where_a_condition_keeps_it_out(void **state)
{
	struct scene *scene = *state;
	cut_in_three(scene);
	scene->made.selection.condition = GJ_NONE;
	scene->made.stretches[0].condition = COLUMN_CONDITION;
	add_row(scene, "A", 900, 0, 1, 0);
	add_row(scene, "B", 800, 0, 1, 1);
	add_row(scene, "C", 700, 0, 1, 0);
	decide(scene, 3);
	assert_int_equal(grade_of(scene, 0), 1);
	assert_int_equal(grade_of(scene, 1), 2);
	assert_int_equal(stretch(scene, 0, 0)->chosen, 1);
	assert_int_equal(place_of(scene, "A").stretch, 1);
	assert_int_equal(place_of(scene, "A").stretch_of_rank, 0);
}

static void a_share_may_be_of_grades_or_candidates(void **state)
{
	struct scene *scene = *state;
	int good[] = {1};
	for (int i = 0; i < 4; i++)
		add_row(scene, (char[]){(char)('A' + i), '\0'}, 900, 0, 1, i > 1);
	scene->made.stretches[0].quota = (struct gj_quota){.is_share = true, .amount = 500000, .rounding = GJ_ROUND_DOWN, .of = GJ_SHARE_OF_CANDIDATES,
		.most = INT64_MAX};
	decide(scene, 10);
	assert_int_equal(stretch(scene, 0, 0)->quota, 1); /* half of C and D */
	open_population(scene);
	scene->made.stretches[0].quota.of = GJ_SHARE_OF_GRADES;
	scene->made.stretches[0].quota.grade_count = 1;
	scene->made.stretches[0].quota.grades = good;
	decide(scene, 10);
	assert_int_equal(stretch(scene, 0, 0)->quota, 5); /* half of the 良 */
	open_population(scene);
	scene->made.stretches[0].quota.most = 3;
	decide(scene, 10);
	assert_int_equal(stretch(scene, 0, 0)->quota, 3);
	open_population(scene);
	scene->made.stretches[0].quota.least = 3;
	scene->made.stretches[0].quota.most = INT64_MAX;
	scene->made.stretches[0].quota.amount = 0;
	decide(scene, 10);
	assert_int_equal(stretch(scene, 0, 0)->quota, 3);
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_are_rounded_as_said), SCENE(takes_the_best_within_the_quota), SCENE(a_quota_beyond_the_candidates_takes_all),
		SCENE(quotients_are_ranked_exactly), SCENE(later_keys_and_the_primary_key_settle_ties), SCENE(ranks_many_like_a_plain_sort), SCENE(a_later_selection_sees_what_an_earlier_gave),
		SCENE(equal_rows_are_in_together), SCENE(equal_rows_are_out_together), SCENE(equal_rows_within_the_quota_are_no_tie),
		SCENE(those_beyond_the_quota_go_down), SCENE(quotas_and_ranks_are_each_group_s_own), SCENE(small_groups_are_put_together),
		SCENE(a_ranking_is_cut_into_stretches), SCENE(a_stretch_may_count_from_the_one_before),
		SCENE(a_row_goes_on_where_a_condition_keeps_it_out), SCENE(a_share_may_be_of_grades_or_candidates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
