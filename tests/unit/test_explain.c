/* One unit's sheet: clauses, caps, vetoes, what is missing to the next grade; and the public interface over an image. */
#include "compiler/compile.h"
#include "runtime/explain.h"
#include "runtime/guiju.h"
#include "runtime/image.h"

#include "small_standard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
	struct compilation compilation;
	char data[64];
	struct gj_arena *arena;
	struct gj_wanted wanted;
	struct gj_run_setup setup;
	struct gj_run run;
	struct gj_explanation explanation;
	struct gj_report report;
};

static const char table[] =
	"编号,名称,缺次,不规范,成绩,有书记\n"
	"A1,甲,0,0,95,是\n"
	"A2,乙,2,3,,是\n"
	"A3,丙,0,0,59.9,否\n"
	"A4,戊,15,6,80,是\n"
	"A5,己,0,3,60,是\n"
	"A1,庚,0,0,60,是\n"
	"A6,辛,4,0,59,是\n";

static int start(void **state)
{
	struct scene *scene = calloc(1, sizeof *scene);
	if (compile_text("small.gj", small_standard, sizeof small_standard - 1, &scene->compilation) != COMPILE_OK)
		return -1;
	strcpy(scene->data, "/tmp/guiju-test-XXXXXX");
	int file = mkstemp(scene->data);
	if (file < 0 || write(file, table, sizeof table - 1) != sizeof table - 1)
		return -1;
	close(file);
	scene->arena = gj_arena_new();
	*state = scene;
	return 0;
}

static int end(void **state)
{
	struct scene *scene = *state;
	gj_report_free(&scene->report);
	gj_run_end(&scene->run);
	gj_wanted_free(&scene->wanted, scene->compilation.program);
	gj_arena_free(scene->arena);
	compilation_free(&scene->compilation);
	unlink(scene->data);
	free(scene);
	return 0;
}

static void seek(struct scene *scene, const char *key)
{
	scene->wanted.key = key;
	scene->setup = (struct gj_run_setup){.data = scene->data, .wanted = &scene->wanted, .wanted_count = 1, .threads = 2};
	assert_true(gj_run_go(&scene->run, scene->compilation.program, &scene->setup));
}

static const char *explain(struct scene *scene, const char *key)
{
	seek(scene, key);
	assert_true(scene->wanted.found);
	assert_int_equal(gj_explain_row(&scene->explanation, scene->compilation.program, &scene->wanted, scene->run.population, scene->arena), GJ_EXPLAIN_OK);
	gj_explanation_write(&scene->report, &scene->explanation, false);
	gj_report_bytes(&scene->report, "", 1);
	assert_false(scene->report.failed);
	return scene->report.text.bytes;
}

static int clause_of(const struct scene *scene, const char *wording)
{
	const struct gj_program *program = scene->compilation.program;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_CLAUSE && strcmp(program->sheet[i].wording, wording) == 0)
			return (int)i;
	fail_msg("no clause %s", wording);
	return GJ_NONE;
}

static void a_cap_absorbs_what_is_beyond_the_item(void **state)
{
	struct scene *scene = *state;
	const char *text = explain(scene, "A2");
	const struct gj_explained_clause *first = &scene->explanation.clauses[clause_of(scene, "少一次扣3分")];
	const struct gj_explained_clause *second = &scene->explanation.clauses[clause_of(scene, "不规范一次扣2分")];
	assert_int_equal(first->incurred, 6);
	assert_int_equal(second->incurred, 6);
	assert_int_equal(first->counted + second->counted, 10);
	/* 12 points were asked for of 10: mending one clause brings back 4, not 6. */
	assert_int_equal(first->gain, 4);
	assert_int_equal(second->gain, 4);
	assert_non_null(strstr(text, "“会议”扣到 10分 为止"));
	assert_non_null(strstr(text, "数据：不规范 3次"));
	assert_non_null(strstr(text, "成绩 未填"));
	assert_non_null(strstr(text, "适用：未填"));
	assert_non_null(strstr(text, "口径 K1：不参加怎么算 → 扣十分"));
	assert_non_null(strstr(text, "处置：整顿"));
}

static void names_the_clauses_that_alone_would_do(void **state)
{
	struct scene *scene = *state;
	const char *text = explain(scene, "A5"); /* 14 points, one short of 15 */
	assert_int_equal(scene->explanation.short_by, 1);
	assert_non_null(strstr(text, "距“良”（15分）还差 1分"));
	assert_non_null(strstr(text, "不规范一次扣2分（可得回 6分）"));
}

static void says_when_no_clause_alone_would_do(void **state)
{
	struct scene *scene = *state;
	const char *text = explain(scene, "A6"); /* 会议 0, 测试 5: 3 short of 中, where 缺次 alone does */
	assert_non_null(strstr(text, "距“中”（8分）还差 3分"));
	assert_non_null(strstr(text, "少一次扣3分（可得回 10分）"));
	assert_non_null(strstr(text, "六十分以下扣五分，不参加扣十分（可得回 5分）"));
}

static void tells_of_the_veto_and_the_grade_without_it(void **state)
{
	struct scene *scene = *state;
	const char *text = explain(scene, "A3");
	assert_int_equal(scene->explanation.slots[scene->compilation.program->total], 15);
	assert_non_null(strstr(text, "否决：没有书记的（有书记 否）"));
	assert_non_null(strstr(text, "若没有否决，应为“良”"));
	assert_non_null(strstr(text, "不在范围内，没有参加排序"));
}

static void tells_of_the_selection_and_of_doubled_rows(void **state)
{
	struct scene *scene = *state;
	const char *text = explain(scene, "A1");
	assert_non_null(strstr(text, "评选“优秀”：入选，在 1 个候选中排第 1，名额 1"));
	assert_non_null(strstr(text, "评定结果 优秀"));
	assert_non_null(strstr(text, "同一编号还有别的行没有计算："));
	assert_non_null(strstr(text, "已经出现过"));
}

static void tells_why_a_row_was_rejected(void **state)
{
	struct scene *scene = *state;
	seek(scene, "A4");
	assert_false(scene->wanted.found);
	const char *arguments[3];
	size_t count;
	assert_int_equal(gj_explain_missing(scene->compilation.program, &scene->wanted, arguments, &count), GJ_DATA_KEY_REJECTED);
	assert_int_equal(count, 2);
	assert_string_equal(arguments[1], "A4");
	assert_int_equal(scene->wanted.line, 5);
	gj_explain_faults(&scene->report, &scene->wanted);
	gj_report_bytes(&scene->report, "", 1);
	assert_non_null(strstr(scene->report.text.bytes, "缺次 15次、不规范 6次"));
}

static void suggests_a_key_like_it(void **state)
{
	struct scene *scene = *state;
	seek(scene, "B3");
	assert_false(scene->wanted.found);
	assert_string_equal(scene->wanted.nearest, "A3");
	const char *arguments[3];
	size_t count;
	assert_int_equal(gj_explain_missing(scene->compilation.program, &scene->wanted, arguments, &count), GJ_DATA_MISSPELLED_KEY);
	assert_int_equal(count, 3);
	assert_string_equal(arguments[2], "A3");
}

static struct gj_standard *open_standard(const struct scene *scene)
{
	struct gj_error error;
	size_t size;
	unsigned char *image = gj_image_write(scene->compilation.program, scene->arena, &size);
	struct gj_standard *standard = gj_standard_open_memory(image, size, GJ_IN_ENGLISH, &error);
	assert_non_null(standard);
	return standard;
}

static void the_public_interface_describes(void **state)
{
	struct scene *scene = *state;
	struct gj_standard *standard = open_standard(scene);
	struct gj_field_description field;
	assert_string_equal(gj_standard_name(standard), "小考评");
	assert_string_equal(gj_standard_item(standard, 1), "测试");
	assert_null(gj_standard_item(standard, 2));
	assert_string_equal(gj_standard_grade(standard, 0), "不评");
	assert_null(gj_standard_grade(standard, 4));
	assert_true(gj_standard_field(standard, 4, &field));
	assert_string_equal(field.name, "成绩");
	assert_int_equal(field.high, 1000);
	assert_int_equal(field.decimals, 1);
	assert_true(field.may_be_empty);
	assert_false(gj_standard_field(standard, 6, &field));
	gj_standard_close(standard);
}

static void the_public_interface_evaluates_rows(void **state)
{
	struct scene *scene = *state;
	struct gj_standard *standard = open_standard(scene);
	struct gj_evaluator *evaluator = gj_evaluator_new(standard);
	enum { ROWS = 2000 };
	static int64_t missing[ROWS], faulty[ROWS], marks[ROWS], secretary[ROWS], items[ROWS * 2];
	static struct gj_outcome outcomes[ROWS];
	const int64_t *columns[] = {NULL, NULL, missing, faulty, marks, secretary};
	struct gj_error error;
	for (int i = 0; i < ROWS; i++) {
		missing[i] = i % 21;
		marks[i] = i % 2 ? GJ_EMPTY : 1000;
		secretary[i] = i % 3 != 0;
	}
	faulty[20] = 1;
	assert_int_equal(gj_evaluator_rows(evaluator, columns, ROWS, outcomes, items, &error), GJ_STATUS_GOOD);
	for (int i = 0; i < ROWS; i++) {
		int64_t meetings = i % 21 >= 4 ? 0 : 10 - 3 * (i % 21);
		assert_int_equal(items[i * 2], i == 20 ? 0 : meetings);
		assert_int_equal(outcomes[i].total, items[i * 2] + (i % 2 ? 0 : 10));
		assert_int_equal(outcomes[i].vetoed, i % 3 == 0);
		assert_int_equal(outcomes[i].valid, i != 20);
	}
	missing[5] = 21;
	assert_int_equal(gj_evaluator_rows(evaluator, columns, ROWS, outcomes, NULL, &error), GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ4005");
	missing[5] = GJ_EMPTY;
	assert_int_equal(gj_evaluator_rows(evaluator, columns, ROWS, outcomes, NULL, &error), GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ4001");
	gj_evaluator_free(evaluator);
	gj_standard_close(standard);
}

static void the_public_interface_runs_and_explains(void **state)
{
	struct scene *scene = *state;
	struct gj_standard *standard = open_standard(scene);
	struct gj_error error;
	struct gj_summary *summary;
	struct gj_run_options options = {.data = scene->data, .results = "/dev/null", .language = GJ_IN_ENGLISH};
	char text[8192] = "";
	FILE *out = fmemopen(text, sizeof text - 1, "w");
	assert_int_equal(gj_standard_run(standard, &options, &summary, &error), GJ_STATUS_FAULTS);
	assert_int_equal(gj_summary_rows(summary), 7);
	assert_int_equal(gj_summary_rejected(summary), 2);
	assert_int_equal(gj_summary_vetoed(summary), 1);
	assert_int_equal(gj_summary_graded(summary, 3), 1);
	assert_true(gj_summary_print(summary, out));
	gj_summary_free(summary);
	assert_int_equal(gj_standard_explain(standard, scene->data, NULL, "A2", GJ_IN_ENGLISH, out, &error), GJ_STATUS_GOOD);
	assert_true(gj_standard_template(standard, out));
	assert_int_equal(fclose(out), 0);
	assert_non_null(strstr(text, "7 rows read, 5"));
	assert_non_null(strstr(text, "absorbed by a cap 2"));
	assert_non_null(strstr(text, "编号,名称,缺次,不规范,成绩,有书记\n"));
	assert_int_equal(gj_standard_explain(standard, scene->data, NULL, "A4", GJ_IN_ENGLISH, stderr, &error), GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ4191");
	assert_int_equal(gj_standard_explain(standard, scene->data, NULL, "no such key", GJ_IN_ENGLISH, stderr, &error), GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ4190");
	options.results = scene->data;
	assert_int_equal(gj_standard_run(standard, &options, &summary, &error), GJ_STATUS_USAGE);
	assert_null(summary);
	options.data = "/no/such/data.csv";
	assert_int_equal(gj_standard_run(standard, &options, NULL, &error), GJ_STATUS_MACHINE);
	gj_standard_close(standard);
}

static void the_public_interface_refuses_what_is_no_image(void **state)
{
	(void)state;
	struct gj_error error;
	assert_null(gj_standard_open("/no/such/image.gjc", GJ_IN_ENGLISH, &error));
	assert_int_equal(error.status, GJ_STATUS_MACHINE);
	assert_null(gj_standard_open_memory("not an image", 12, GJ_IN_ENGLISH, &error));
	assert_int_equal(error.status, GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ5001");
	assert_null(gj_standard_open_memory("", 0, GJ_IN_CHINESE, NULL));
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {
		SCENE(a_cap_absorbs_what_is_beyond_the_item), SCENE(names_the_clauses_that_alone_would_do), SCENE(says_when_no_clause_alone_would_do),
		SCENE(tells_of_the_veto_and_the_grade_without_it), SCENE(tells_of_the_selection_and_of_doubled_rows), SCENE(tells_why_a_row_was_rejected),
		SCENE(suggests_a_key_like_it), SCENE(the_public_interface_describes), SCENE(the_public_interface_evaluates_rows),
		SCENE(the_public_interface_runs_and_explains), cmocka_unit_test(the_public_interface_refuses_what_is_no_image),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
