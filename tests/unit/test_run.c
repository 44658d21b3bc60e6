/* From a table to results: order, rejects, 评选 in the output, and nothing left behind after a failure. */
#include "compiler/compile.h"
#include "runtime/run.h"
#include "runtime/summary.h"

#include "small_standard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
	struct compilation compilation;
	char folder[64], data[96], output[96], rejects[96];
	struct gj_run_setup setup;
	char *text;
};

static int start(void **state)
{
	struct scene *scene = calloc(1, sizeof *scene);
	if (compile_text("small.gj", small_standard, sizeof small_standard - 1, &scene->compilation) != COMPILE_OK) {
		diagnostics_render(scene->compilation.diagnostics, scene->compilation.source, &(struct render_options){.language = GJ_ENGLISH}, stderr);
		return -1;
	}
	strcpy(scene->folder, "/tmp/guiju-test-XXXXXX");
	if (!mkdtemp(scene->folder))
		return -1;
	snprintf(scene->data, sizeof scene->data, "%s/data.csv", scene->folder);
	snprintf(scene->output, sizeof scene->output, "%s/out.csv", scene->folder);
	snprintf(scene->rejects, sizeof scene->rejects, "%s/out.rejects.csv", scene->folder);
	scene->setup = (struct gj_run_setup){.data = scene->data, .output = scene->output, .threads = 1};
	*state = scene;
	return 0;
}

static int end(void **state)
{
	struct scene *scene = *state;
	unlink(scene->data);
	unlink(scene->output);
	unlink(scene->rejects);
	int left = rmdir(scene->folder); /* a file left behind keeps the folder */
	compilation_free(&scene->compilation);
	free(scene->text);
	free(scene);
	return left;
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* The file's content, until the next call. */
static const char *read_text(struct scene *scene, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	free(scene->text);
	scene->text = calloc(1, 1 << 22);
	assert_true(fread(scene->text, 1, (1 << 22) - 1, file) < (1 << 22) - 1);
	fclose(file);
	return scene->text;
}

static const char small_table[] =
	"编号,名称,缺次,不规范,成绩,有书记\n"
	"A1,甲,0,0,95,是\n"
	"A2,乙,2,3,,是\n"
	"A3,\"丙,丁\",0,0,59.9,否\n"
	"A4,戊,15,6,80,是\n"
	"A5,己,0,1,60,是\n"
	"A1,庚,0,0,60,是\n";

static const char small_results[] =
	"\xEF\xBB\xBF编号,会议,测试,加分,减分,总分,否决,等次,评定结果\n"
	"A1,10,10,0,0,20,否,良,优秀\n"
	"A2,0,0,0,0,0,否,不评,不评\n"
	"A3,10,5,0,0,15,是,不评,不评\n"
	"A5,8,10,0,0,18,否,良,良\n";

static void writes_results_and_rejects(void **state)
{
	struct scene *scene = *state;
	struct gj_run run;
	write_file(scene->data, small_table);
	assert_true(gj_run_go(&run, scene->compilation.program, &scene->setup));
	assert_int_equal(run.tally.read, 6);
	assert_int_equal(run.tally.evaluated, 4);
	assert_int_equal(run.tally.rejected, 2);
	assert_int_equal(run.tally.vetoed, 1);
	assert_int_equal(run.tally.reasons[GJ_DATA_DOUBLED_KEY], 1);
	assert_int_equal(run.tally.reasons[GJ_DATA_CHECK_FAILED], 1);
	assert_int_equal(run.sample_count, 2);
	assert_string_equal(read_text(scene, scene->output), small_results);
	assert_non_null(strstr(read_text(scene, scene->rejects), "5,A4,,缺次 15次、不规范 6次,GJ4040,"));
	assert_non_null(strstr(scene->text, "\n7,A1,编号,"));
	gj_run_end(&run);
}

static void writes_json_lines(void **state)
{
	struct scene *scene = *state;
	struct gj_run run;
	write_file(scene->data, small_table);
	scene->setup.format = GJ_FORMAT_JSON;
	assert_true(gj_run_go(&run, scene->compilation.program, &scene->setup));
	assert_int_equal(strncmp(read_text(scene, scene->output), "{\"编号\":\"A1\",\"会议\":10,\"测试\":10,\"加分\":0,\"减分\":0,\"总分\":20,\"否决\":\"否\",\"等次\":\"良\","
		"\"评定结果\":\"优秀\"}\n", strlen("{\"编号\":\"A1\",\"会议\":10")), 0);
	assert_non_null(strstr(scene->text, "\"等次\":\"良\",\"评定结果\":\"优秀\"}\n"));
	gj_run_end(&run);
}

static void no_rejects_make_no_file(void **state)
{
	struct scene *scene = *state;
	struct gj_run run;
	write_file(scene->data, "编号,名称,缺次,不规范,成绩,有书记\nA1,甲,0,0,95,是\n");
	assert_true(gj_run_go(&run, scene->compilation.program, &scene->setup));
	assert_null(run.rejects_path);
	assert_int_not_equal(access(scene->rejects, F_OK), 0);
	gj_run_end(&run);
	write_file(scene->rejects, "of an earlier run\n");
	assert_true(gj_run_go(&run, scene->compilation.program, &scene->setup));
	assert_string_equal(read_text(scene, scene->rejects), "\xEF\xBB\xBF行号,编号,字段,值,代码,原因\n");
	gj_run_end(&run);
}

/* Enough rows for many chunks; every seventh key is doubled. */
static void make_long_table(const struct scene *scene, unsigned rows)
{
	FILE *file = fopen(scene->data, "wb");
	assert_non_null(file);
	fputs("编号,名称,缺次,不规范,成绩,有书记\n", file);
	for (unsigned i = 0; i < rows; i++)
		fprintf(file, "K%06u,第%u支部,%u,%u,%u.%u,%s\n", i % 7 == 6 ? i - 1 : i, i, i % 5, i % 3, i % 101, i % 101 == 100 ? 0 : i % 10, i % 11 ? "是" : "否");
	assert_int_equal(fclose(file), 0);
}

static void threads_change_nothing(void **state)
{
	struct scene *scene = *state;
	struct gj_run run;
	make_long_table(scene, 60000);
	assert_true(gj_run_go(&run, scene->compilation.program, &scene->setup));
	assert_int_equal(run.tally.rejected, 60000 / 7);
	gj_run_end(&run);
	char *one = strdup(read_text(scene, scene->output));
	scene->setup.threads = 4;
	assert_true(gj_run_go(&run, scene->compilation.program, &scene->setup));
	const struct gj_selection_result *result = gj_population_result(run.population, 0, 0);
	const struct gj_stretch_result *stretch = &result->stretches[0];
	assert_int_equal(stretch->chosen, stretch->quota < result->candidates ? stretch->quota : result->candidates);
	gj_run_end(&run);
	assert_string_equal(read_text(scene, scene->output), one);
	free(one);
}

static void check_refusal(struct scene *scene, enum gj_data_message_id id)
{
	struct gj_run run;
	assert_false(gj_run_go(&run, scene->compilation.program, &scene->setup));
	assert_true(run.failure.set);
	assert_int_equal(run.failure.id, id);
	gj_run_end(&run);
}

static void failures_leave_what_was_there(void **state)
{
	struct scene *scene = *state;
	write_file(scene->data, small_table);
	scene->setup.output = "/no/such/folder/out.csv";
	check_refusal(scene, GJ_DATA_CANNOT_WRITE);
	scene->setup.output = "/dev/full";
	check_refusal(scene, GJ_DATA_CANNOT_WRITE);
	scene->setup.output = scene->data;
	check_refusal(scene, GJ_DATA_SAME_FILE);
	assert_string_equal(read_text(scene, scene->data), small_table);
	scene->setup.output = scene->output;
	scene->setup.rejects = scene->output;
	check_refusal(scene, GJ_DATA_SAME_FILE);
	scene->setup.rejects = "/no/such/folder/rejects.csv";
	check_refusal(scene, GJ_DATA_CANNOT_WRITE);
	assert_null(read_text(scene, scene->output));
}

static void unusable_tables_leave_the_old_results(void **state)
{
	struct scene *scene = *state;
	struct gj_run run;
	static const char *const tables[] = {"", "编号,名称,缺次\nA1,甲,0\n", "编号,名称,缺次,不规范,成绩,有书记\n"};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		write_file(scene->data, tables[i]);
		write_file(scene->output, "old");
		assert_false(gj_run_go(&run, scene->compilation.program, &scene->setup));
		assert_false(run.failure.set);
		size_t count;
		gj_table_findings(run.table, &count);
		assert_true(count > 0);
		gj_run_end(&run);
		assert_string_equal(read_text(scene, scene->output), "old");
	}
}

static void summarises(void **state)
{
	struct scene *scene = *state;
	struct gj_run run;
	struct gj_report report = {.language = GJ_CHINESE};
	write_file(scene->data, small_table);
	assert_true(gj_run_go(&run, scene->compilation.program, &scene->setup));
	gj_summary_write(&report, &run);
	gj_report_bytes(&report, "", 1);
	assert_false(report.failed);
	const char *text = report.text.bytes;
	assert_non_null(strstr(text, "读入 6 行，考评 4 个"));
	assert_non_null(strstr(text, "50.00%"));
	assert_non_null(strstr(text, "现有 2 个，占 50.00%，已达到"));
	assert_non_null(strstr(text, "1  没有书记的"));
	assert_non_null(strstr(text, "名额 1 个，符合条件 2 个，评选 1 个"));
	assert_non_null(strstr(text, "会议：不规范一次扣2分"));
	gj_report_free(&report);
	gj_run_end(&run);
}

static void targets_count_what_is_missing(void **state)
{
	(void)state;
	uint64_t grades[] = {60, 40};
	int counted[] = {1};
	struct gj_target_pending pending = {0};
	struct gj_group group = {.rated = 100, .grades = grades, .pending = &pending};
	struct gj_target target = {.label = "", .grade_count = 1, .grades = counted, .at_least = true, .share = 405000};
	struct gj_program program = {.target_count = 1, .targets = &target};
	struct gj_target_result result = gj_target_stands(&program, 0, group, false);
	assert_false(result.reached);
	assert_int_equal(result.gap, 1);
	target.share = 400000;
	assert_true(gj_target_stands(&program, 0, group, false).reached);
	target.strict = true;
	assert_false(gj_target_stands(&program, 0, group, false).reached);
	target = (struct gj_target){.label = "", .grade_count = 1, .grades = counted, .share = 395000};
	result = gj_target_stands(&program, 0, group, false);
	assert_false(result.reached);
	assert_int_equal(result.gap, 1);
	pending = (struct gj_target_pending){.certain = 2, .possible = 3};
	assert_int_equal(gj_target_stands(&program, 0, group, false).rows, 42);
	assert_int_equal(gj_target_stands(&program, 0, group, true).rows, 45);
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {
		SCENE(writes_results_and_rejects), SCENE(writes_json_lines), SCENE(no_rejects_make_no_file), SCENE(threads_change_nothing),
		SCENE(failures_leave_what_was_there), SCENE(unusable_tables_leave_the_old_results), SCENE(summarises),
		cmocka_unit_test(targets_count_what_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
