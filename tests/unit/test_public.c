/* The public interface: what a standard says of itself, images from files, streams that fail, data that can't be used. */
#include "compiler/compile.h"
#include "runtime/guiju.h"
#include "runtime/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char rules[] =
	"标准 窗口考评\n  版次 2026\n  文号 “政服1号”\n  制定 “服务中心”\n  满分 10.5分\n  各指标 扣完为止\n"
	"数据 窗口\n  编号 文本 主键\n  投诉 整数（次） 0 至 20 “有效投诉次数”\n  产值 整数（元） 0 至 3000000000 缺省 5元\n"
	"  满意率 百分数 保留 1位 可空 可不适用\n  等第 选项 甲、乙\n  有台账 是否\n"
	"项目 服务 10.5分\n指标 态度 10.5分\n"
	"  条款 “投诉每次扣0.5分”\n    每 1次 投诉 扣 0.5分\n"
	"  条款 “产值不满6元、乙等或没有台账的扣1分”\n    若 产值 不满 6元 或 等第 为 乙 或 非 有台账 扣 1分\n"
	"  条款 “满意率未填扣2分，不适用扣1分”\n    若 满意率 未填 扣 2分\n    若 满意率 不适用 扣 1分\n";

static char folder[64], image[96], data[96];

static void write_file(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static int begin(void **state)
{
	struct compilation compilation;
	size_t size;
	strcpy(folder, "/tmp/guiju-test-XXXXXX");
	if (!mkdtemp(folder) || compile_text("rules.gj", rules, sizeof rules - 1, &compilation) != COMPILE_OK)
		return -1;
	snprintf(image, sizeof image, "%s/rules.gjc", folder);
	snprintf(data, sizeof data, "%s/data.csv", folder);
	unsigned char *bytes = gj_image_write(compilation.program, compilation.arena, &size);
	write_file(image, bytes, size);
	compilation_free(&compilation);
	*state = gj_standard_open(image, GJ_IN_CHINESE, NULL);
	return *state ? 0 : -1;
}

static int end(void **state)
{
	gj_standard_close(*state);
	gj_standard_close(NULL);
	unlink(image);
	unlink(data);
	return rmdir(folder);
}

static void a_standard_says_what_it_is(void **state)
{
	const struct gj_standard *standard = *state;
	assert_string_equal(gj_standard_name(standard), "窗口考评");
	assert_string_equal(gj_standard_edition(standard), "2026");
	assert_string_equal(gj_standard_document(standard), "政服1号");
	assert_string_equal(gj_standard_issuer(standard), "服务中心");
	assert_int_equal(gj_standard_decimals(standard), 1);
	assert_int_equal(gj_standard_full_points(standard), 105);
	assert_null(gj_standard_grade(standard, 0));
}

static void fields_are_described(void **state)
{
	struct gj_field_description field;
	assert_true(gj_standard_field(*state, 0, &field));
	assert_true(field.is_key && field.kind == GJ_KIND_TEXT);
	assert_true(gj_standard_field(*state, 1, &field));
	assert_string_equal(field.meaning, "有效投诉次数");
	assert_string_equal(field.unit, "次");
	assert_true(gj_standard_field(*state, 3, &field));
	assert_string_equal(field.unit, "%");
	assert_true(field.may_be_empty);
	assert_int_equal(field.decimals, 1);
	assert_true(gj_standard_field(*state, 4, &field));
	assert_int_equal(field.kind, GJ_KIND_OPTION);
	assert_int_equal(field.option_count, 2);
	assert_string_equal(field.options[1], "乙");
	assert_true(gj_standard_field(*state, 5, &field));
	assert_int_equal(field.kind, GJ_KIND_YES_NO);
	assert_false(gj_standard_field(*state, 6, &field));
}

static void rows_of_the_caller_s_own(void **state)
{
	struct gj_evaluator *evaluator = gj_evaluator_new(*state);
	int64_t complaints[] = {0, 3, 20}, output[] = {6, GJ_EMPTY, 3000000000}, satisfied[] = {900, GJ_EMPTY, 0}, class[] = {0, 0, 1},
		record[] = {1, 1, 1}, items[3];
	const int64_t *columns[] = {NULL, complaints, output, satisfied, class, record};
	struct gj_outcome outcomes[3];
	struct gj_error error;
	assert_int_equal(gj_evaluator_rows(evaluator, columns, 3, outcomes, items, &error), GJ_STATUS_GOOD);
	assert_int_equal(outcomes[0].total, 105);
	assert_int_equal(outcomes[1].total, 105 - 15 - 10 - 20); /* the default of 5元 is under 6元 */
	assert_int_equal(outcomes[2].total, 0);
	assert_int_equal(items[1], 60);
	assert_int_equal(outcomes[0].grade, 0);
	assert_false(outcomes[0].vetoed);
	columns[4] = NULL;
	assert_int_equal(gj_evaluator_rows(evaluator, columns, 3, outcomes, NULL, &error), GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ4001");
	assert_non_null(strstr(error.text, "等第"));
	columns[4] = class;
	class[1] = -1;
	assert_int_equal(gj_evaluator_rows(evaluator, columns, 3, outcomes, NULL, NULL), GJ_STATUS_FAULTS);
	gj_evaluator_free(evaluator);
	gj_evaluator_free(NULL);
}

static void cells_that_do_not_apply(void **state)
{
	int64_t complaints[] = {0}, output[] = {6}, satisfied[] = {GJ_INAPPLICABLE}, class[] = {0}, record[] = {1};
	struct gj_field_description field;
	const int64_t *columns[] = {NULL, complaints, output, satisfied, class, record};
	struct gj_outcome outcome;
	struct gj_error error;
	struct gj_evaluator *evaluator = gj_evaluator_new(*state);
	assert_int_equal(gj_evaluator_rows(evaluator, columns, 1, &outcome, NULL, &error), GJ_STATUS_GOOD);
	assert_int_equal(outcome.total, 95);
	assert_true(gj_standard_field(*state, 3, &field) && field.may_not_apply);
	assert_true(gj_standard_field(*state, 1, &field) && !field.may_not_apply);
	complaints[0] = GJ_INAPPLICABLE;
	assert_int_equal(gj_evaluator_rows(evaluator, columns, 1, &outcome, NULL, &error), GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ4008");
	gj_evaluator_free(evaluator);
}

static void rows_not_yet_verified(void **state)
{
	static const char table[] = "编号,投诉,产值,满意率,等第,有台账\nW1,0,6,90,甲,是\nW2,待核,6,90,甲,是\nW3,20,6,待核,乙,否\n";
	struct gj_run_options options = {.data = data, .results = "/dev/null", .format = GJ_RESULTS_JSON_LINES};
	struct gj_summary *summary;
	struct gj_error error;
	write_file(data, table, sizeof table - 1);
	assert_int_equal(gj_standard_run(*state, &options, &summary, &error), GJ_STATUS_GOOD);
	assert_int_equal(gj_summary_rows(summary), 3);
	assert_int_equal(gj_summary_rejected(summary), 0);
	assert_int_equal(gj_summary_pending(summary), 2);
	assert_int_equal(gj_summary_open(summary), 0); /* the standard has no grades */
	gj_summary_free(summary);
}

/* Of the caller's own standard, one whose 指标 may not apply. */
static struct gj_standard *open_waiving(void)
{
	static const char text[] = "标准 窗口考评\n  满分 20分\n  各指标 扣完为止\n  不适用 折算\n数据 窗口\n  编号 文本 主键\n  涉外 是否\n  投诉 整数（次） 0 至 20\n"
		"项目 服务 20分\n指标 外语 10分\n  不适用 若 非 涉外\n  条款 “每次扣1分”  每 1次 投诉 扣 1分\n"
		"指标 态度 10分\n  不适用 若 投诉 = 20次\n  条款 “每次扣2分”  每 1次 投诉 扣 2分\n";
	struct compilation compilation;
	size_t size;
	assert_int_equal(compile_text("rules.gj", text, sizeof text - 1, &compilation), COMPILE_OK);
	unsigned char *bytes = gj_image_write(compilation.program, compilation.arena, &size);
	write_file(data, bytes, size);
	compilation_free(&compilation);
	struct gj_standard *standard = gj_standard_open(data, GJ_IN_CHINESE, NULL);
	assert_non_null(standard);
	return standard;
}

static void items_that_do_not_apply(void **state)
{
	(void)state;
	int64_t foreign[] = {1, 0, 0}, complaints[] = {1, 1, 20}, items[6];
	const int64_t *columns[] = {NULL, foreign, complaints};
	struct gj_outcome outcomes[3];
	struct gj_standard *standard = open_waiving();
	struct gj_evaluator *evaluator = gj_evaluator_new(standard);
	assert_int_equal(gj_evaluator_rows(evaluator, columns, 3, outcomes, items, NULL), GJ_STATUS_GOOD);
	assert_int_equal(outcomes[0].total, 17000000);
	assert_int_equal(outcomes[1].total, 16000000);
	assert_int_equal(outcomes[2].total, GJ_INAPPLICABLE);
	assert_int_equal(items[1], 8000000);
	assert_int_equal(items[2], GJ_INAPPLICABLE);
	assert_int_equal(items[3], 8000000);
	assert_int_equal(items[5], GJ_INAPPLICABLE);
	gj_evaluator_free(evaluator);
	gj_standard_close(standard);
}

static void a_row_of_the_caller_s_own_is_explained(void **state)
{
	static const char text[] = "标准 窗口考评\n  满分 20分\n  各指标 扣完为止\n数据 窗口\n  编号 文本 主键\n  投诉 整数（次） 0 至 20\n  属实 整数（次） 0 至 20\n"
		"  校验 属实 不超过 投诉 “属实的不会比投诉的多”\n指标 态度 20分\n  条款 “每次扣2分”  每 1次 属实 扣 2分\n等次\n  好 10分 以上\n  差 不满 10分\n"
		"评选 标兵\n  范围 好\n  排序 总分 从高到低、编号\n  名额 1个\n";
	struct compilation compilation;
	size_t size, written_size;
	struct gj_error error;
	(void)state;
	assert_int_equal(compile_text("rules.gj", text, sizeof text - 1, &compilation), COMPILE_OK);
	unsigned char *bytes = gj_image_write(compilation.program, compilation.arena, &size);
	struct gj_standard *standard = gj_standard_open_memory(bytes, size, GJ_IN_CHINESE, NULL);
	compilation_free(&compilation);
	struct gj_evaluator *evaluator = gj_evaluator_new(standard);
	char *written = NULL;
	FILE *out = open_memstream(&written, &written_size);
	int64_t values[] = {0, 5, 3};
	assert_int_equal(gj_evaluator_explain(evaluator, values, (const char *const[]){"W1", NULL, NULL}, GJ_IN_CHINESE, out, &error), GJ_STATUS_GOOD);
	fflush(out);
	assert_non_null(strstr(written, "编号 W1\n总分 14分，等次 好\n"));
	assert_non_null(strstr(written, "属实 3次"));
	assert_non_null(strstr(written, "评选和定等要看全体"));
	values[2] = 6;
	assert_int_equal(gj_evaluator_explain(evaluator, values, (const char *const[]){"W1", NULL, NULL}, GJ_IN_CHINESE, out, &error), GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ4040");
	assert_non_null(strstr(error.text, "投诉 5次"));
	values[2] = 21;
	assert_int_equal(gj_evaluator_explain(evaluator, values, (const char *const[]){NULL, NULL, NULL}, GJ_IN_CHINESE, out, &error), GJ_STATUS_FAULTS);
	assert_string_equal(error.code, "GJ4005");
	fclose(out);
	free(written);
	gj_evaluator_free(evaluator);
	gj_standard_close(standard);
}

static void a_run_where_all_is_well(void **state)
{
	static const char table[] = "编号,投诉,产值,满意率,等第,有台账\nW1,0,6,90,甲,是\nW2,1,,,乙,否\n";
	struct gj_run_options options = {.data = data, .results = "/dev/null", .format = GJ_RESULTS_JSON_LINES};
	struct gj_summary *summary;
	struct gj_error error;
	write_file(data, table, sizeof table - 1);
	assert_int_equal(gj_standard_run(*state, &options, &summary, &error), GJ_STATUS_GOOD);
	assert_int_equal(gj_summary_rows(summary), 2);
	assert_int_equal(gj_summary_rejected(summary), 0);
	assert_int_equal(gj_summary_graded(summary, 0), 0);
	gj_summary_free(summary);
	gj_summary_free(NULL);
	assert_int_equal(gj_standard_run(*state, &options, NULL, NULL), GJ_STATUS_GOOD);
}

static void a_sheet_without_grades_is_explained(void **state)
{
	static const char table[] = "编号,投诉,产值,满意率,等第,有台账\nW1,0,6,90,甲,是\nW2,1,,,乙,否\n";
	char text[8192] = "";
	FILE *out = fmemopen(text, sizeof text - 1, "w");
	write_file(data, table, sizeof table - 1);
	assert_int_equal(gj_standard_explain(*state, data, NULL, "W2", GJ_IN_CHINESE, out, NULL), GJ_STATUS_GOOD);
	assert_int_equal(fclose(out), 0);
	assert_non_null(strstr(text, "总分 7分"));
	assert_null(strstr(text, "等次"));
}

static void streams_that_fail(void **state)
{
	static const char table[] = "编号,投诉,产值,满意率,等第,有台账\nW1,0,6,90,甲,是\n";
	struct gj_error error;
	struct gj_summary *summary;
	struct gj_run_options options = {.data = data, .results = "/dev/full", .language = GJ_IN_ENGLISH};
	write_file(data, table, sizeof table - 1);
	FILE *full = fopen("/dev/full", "w");
	assert_non_null(full);
	setvbuf(full, NULL, _IONBF, 0);
	assert_false(gj_standard_template(*state, full));
	assert_int_equal(gj_standard_explain(*state, data, NULL, "W1", GJ_IN_ENGLISH, full, &error), GJ_STATUS_MACHINE);
	assert_non_null(strstr(error.text, "disk is full"));
	assert_int_equal(gj_standard_run(*state, &options, &summary, &error), GJ_STATUS_MACHINE);
	assert_null(summary);
	options.results = "/dev/null";
	assert_int_equal(gj_standard_run(*state, &options, &summary, NULL), GJ_STATUS_GOOD);
	assert_false(gj_summary_print(summary, full));
	gj_summary_free(summary);
	fclose(full);
}

static void data_that_can_t_be_used(void **state)
{
	struct gj_error error;
	struct gj_summary *summary;
	struct gj_run_options options = {.data = data, .results = "/dev/null"};
	write_file(data, "编号,投诉\nW1,0\n", strlen("编号,投诉\nW1,0\n"));
	assert_int_equal(gj_standard_run(*state, &options, &summary, &error), GJ_STATUS_FAULTS);
	assert_null(summary);
	assert_non_null(strstr(error.text, "等第"));
	assert_int_equal(gj_standard_explain(*state, data, NULL, "W1", GJ_IN_CHINESE, stderr, &error), GJ_STATUS_FAULTS);
	assert_int_equal(gj_standard_explain(*state, "/no/such/data.csv", NULL, "W1", GJ_IN_CHINESE, stderr, &error), GJ_STATUS_MACHINE);
}

static void images_that_can_t_be_read(void **state)
{
	(void)state;
	struct gj_error error;
	assert_null(gj_standard_open(folder, GJ_IN_CHINESE, &error));
	assert_int_equal(error.status, GJ_STATUS_MACHINE);
	assert_null(gj_standard_open("/no/such/image.gjc", GJ_IN_ENGLISH, &error));
	assert_non_null(strstr(error.text, "no such file"));
	write_file(data, "not an image", 12);
	assert_null(gj_standard_open(data, GJ_IN_ENGLISH, &error));
	assert_int_equal(error.status, GJ_STATUS_FAULTS);
	assert_null(gj_standard_open(data, GJ_IN_ENGLISH, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_standard_says_what_it_is),
		cmocka_unit_test(fields_are_described),
		cmocka_unit_test(rows_of_the_caller_s_own),
		cmocka_unit_test(cells_that_do_not_apply),
		cmocka_unit_test(rows_not_yet_verified),
		cmocka_unit_test(items_that_do_not_apply),
		cmocka_unit_test(a_row_of_the_caller_s_own_is_explained),
		cmocka_unit_test(a_run_where_all_is_well),
		cmocka_unit_test(a_sheet_without_grades_is_explained),
		cmocka_unit_test(streams_that_fail),
		cmocka_unit_test(data_that_can_t_be_used),
		cmocka_unit_test(images_that_can_t_be_read),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
