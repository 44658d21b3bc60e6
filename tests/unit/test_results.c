/* Lines of results, decimals, cells and what a summary counts. */
#include "runtime/results.h"

#include "column_program.h"
#include "runtime/decimal.h"
#include "runtime/rejects_writer.h"
#include "runtime/tally.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct gj_results_lines none;

static void decimals_are_exact_and_short(void **state)
{
	(void)state;
	static const struct { int64_t value; int scale; const char *text; } cases[] = {
		{0, 0, "0"}, {95, 0, "95"}, {950, 1, "95"}, {955, 1, "95.5"}, {-25, 2, "-0.25"}, {5, 3, "0.005"}, {100, 3, "0.1"}, {0, 9, "0"},
		{INT64_MAX, 0, "9223372036854775807"}, {INT64_MIN, 0, "-9223372036854775808"}, {INT64_MIN, 18, "-9.223372036854775808"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[GJ_DECIMAL_BYTES];
		assert_int_equal(gj_decimal(text, cases[i].value, cases[i].scale), strlen(cases[i].text));
		assert_string_equal(text, cases[i].text);
	}
}

static void percentages_round_half_up(void **state)
{
	(void)state;
	char text[GJ_DECIMAL_BYTES];
	gj_percentage(text, 2, 3);
	assert_string_equal(text, "66.67");
	gj_percentage(text, 1, 20000);
	assert_string_equal(text, "0.01");
	gj_percentage(text, 1, 20001);
	assert_string_equal(text, "0.00");
	gj_percentage(text, 7, 7);
	assert_string_equal(text, "100.00");
	gj_percentage(text, 0, 0);
	assert_string_equal(text, "0.00");
}

static void check_cell(const char *text, const char *csv, const char *json)
{
	struct gj_buffer out = {0};
	assert_true(gj_buffer_cell(&out, text, strlen(text)));
	assert_int_equal(out.size, strlen(csv));
	assert_memory_equal(out.bytes, csv, out.size);
	out.size = 0;
	assert_true(gj_buffer_json(&out, text, strlen(text)));
	assert_int_equal(out.size, strlen(json));
	assert_memory_equal(out.bytes, json, out.size);
	gj_buffer_free(&out);
}

static void cells_are_quoted_only_when_they_must(void **state)
{
	(void)state;
	check_cell("城东支部", "城东支部", "\"城东支部\"");
	check_cell("a,b", "\"a,b\"", "\"a,b\"");
	check_cell("say \"hi\"", "\"say \"\"hi\"\"\"", "\"say \\\"hi\\\"\"");
	check_cell("a\nb\\", "\"a\nb\\\"", "\"a\\u000ab\\\\\"");
	check_cell(" edge", "\" edge\"", "\" edge\"");
	check_cell("=1+1", "=1+1", "\"=1+1\"");
	check_cell("", "", "\"\"");
}

struct scene {
	struct column_program made;
	struct column_block block;
	uint8_t rejected[GJ_BLOCK_ROWS];
	struct gj_text keys[GJ_BLOCK_ROWS];
	uint32_t ends[GJ_BLOCK_ROWS];
};

static int start(void **state)
{
	struct scene *scene = aligned_alloc(64, (sizeof *scene + 63) / 64 * 64);
	memset(scene, 0, sizeof *scene);
	column_program_fill(&scene->made);
	for (size_t row = 0; row < GJ_BLOCK_ROWS; row++)
		scene->keys[row] = (struct gj_text){"K,1", row % 2 ? 1 : 3};
	column_set(&scene->block, COLUMN_TOTAL, 0, 925);
	column_set(&scene->block, COLUMN_GRADE, 0, 1);
	column_set(&scene->block, COLUMN_ITEM, 0, 30);
	column_set(&scene->block, COLUMN_VETOED, 1, 1);
	column_set(&scene->block, COLUMN_REASON, 1, 1);
	column_set(&scene->block, COLUMN_COUNTED, 1, 1);
	column_set(&scene->block, COLUMN_COUNTED, 2, 1);
	scene->rejected[2] = 1;
	*state = scene;
	return 0;
}

static int end(void **state)
{
	free(*state);
	return 0;
}

static void check_lines(struct scene *scene, enum gj_format format, const char *expected)
{
	struct gj_results *results = gj_results_new(&scene->made.program, format);
	struct gj_vm *vm = gj_vm_new(&scene->made.program, &scene->made.program.ledger);
	struct gj_buffer out = {0};
	column_run(vm, &scene->made, &scene->block, 3);
	assert_true(gj_results_heading(results, &out));
	struct gj_text *texts[] = {scene->keys};
	assert_true(gj_results_rows(results, vm, &(struct gj_rows){texts, scene->rejected, 0, 3}, &none, &out, scene->ends));
	assert_int_equal(out.size, strlen(expected));
	assert_memory_equal(out.bytes, expected, out.size);
	assert_int_equal(scene->ends[1], out.size);
	size_t length, tail;
	const char *grade = gj_results_grade(results, 0, &length, &tail);
	assert_memory_equal(out.bytes + scene->ends[1] - tail - length, grade, length);
	gj_buffer_free(&out);
	gj_vm_free(vm);
	gj_results_free(results);
}

static void writes_csv(void **state)
{
	check_lines(*state, GJ_FORMAT_CSV, "\xEF\xBB\xBF编号,组织,加分,减分,总分,否决,等次,评定结果\n\"K,1\",3,0,0,92.5,否,良,良\nK,0,0,0,0,是,差,差\n");
}

static void writes_json_lines(void **state)
{
	check_lines(*state, GJ_FORMAT_JSON,
		"{\"编号\":\"K,1\",\"组织\":3,\"加分\":0,\"减分\":0,\"总分\":92.5,\"否决\":\"否\",\"等次\":\"良\",\"评定结果\":\"良\"}\n"
		"{\"编号\":\"K\",\"组织\":0,\"加分\":0,\"减分\":0,\"总分\":0,\"否决\":\"是\",\"等次\":\"差\",\"评定结果\":\"差\"}\n");
}

static void writes_values_too_many_for_a_table(void **state)
{
	struct scene *scene = *state;
	scene->made.high[COLUMN_TOTAL] = 30000;
	scene->made.low[COLUMN_TOTAL] = -30000;
	column_set(&scene->block, COLUMN_TOTAL, 0, -29999);
	check_lines(scene, GJ_FORMAT_CSV, "\xEF\xBB\xBF编号,组织,加分,减分,总分,否决,等次,评定结果\n\"K,1\",3,0,0,-2999.9,否,良,良\nK,0,0,0,0,是,差,差\n");
}

static void writes_long_names(void **state)
{
	struct scene *scene = *state;
	scene->made.grades[0].name = "一个名字特别长的等次，后面还有一些字，为的是超过预留的六十四个字节";
	struct gj_results *results = gj_results_new(&scene->made.program, GJ_FORMAT_CSV);
	struct gj_vm *vm = gj_vm_new(&scene->made.program, &scene->made.program.ledger);
	struct gj_buffer out = {0};
	column_run(vm, &scene->made, &scene->block, 2);
	struct gj_text *texts[] = {scene->keys};
	assert_true(gj_results_rows(results, vm, &(struct gj_rows){texts, scene->rejected, 0, 2}, &none, &out, scene->ends));
	size_t length = strlen(scene->made.grades[0].name);
	assert_memory_equal(out.bytes + out.size - 1 - length, scene->made.grades[0].name, length);
	gj_buffer_free(&out);
	gj_vm_free(vm);
	gj_results_free(results);
}

static void counts_without_the_rejected(void **state)
{
	struct scene *scene = *state;
	struct gj_vm *vm = gj_vm_new(&scene->made.program, &scene->made.program.ledger);
	struct gj_tally tally, sum;
	assert_true(gj_tally_start(&tally, &scene->made.program));
	assert_true(gj_tally_start(&sum, &scene->made.program));
	for (size_t row = 100; row < 200; row++)
		column_set(&scene->block, COLUMN_COUNTED, row, 1);
	column_run(vm, &scene->made, &scene->block, 1000);
	gj_tally_block(&tally, &scene->made.program, vm, scene->rejected, 1000, 0);
	gj_tally_add(&sum, &scene->made.program, &tally);
	gj_tally_add(&sum, &scene->made.program, &tally);
	assert_int_equal(sum.read, 2000);
	assert_int_equal(sum.rejected, 2);
	assert_int_equal(sum.evaluated, 1998);
	assert_int_equal(sum.vetoed, 2);
	assert_int_equal(sum.grades[1], 2);
	assert_int_equal(sum.grades[0], 1996);
	assert_int_equal(sum.held[3], 2);
	assert_int_equal(sum.lost[2], 202);
	assert_int_equal(sum.lost_rows[2], 202);
	gj_tally_free(&tally);
	gj_tally_free(&sum);
	gj_vm_free(vm);
}

static void rejects_say_where_and_why(void **state)
{
	struct scene *scene = *state;
	struct gj_reject reject = {.line = 13, .id = GJ_DATA_EMPTY_CELL, .field = 0, .key = "", .value = "a,b", .argument_count = 1, .arguments = {"编号"}};
	struct gj_buffer out = {0};
	assert_true(gj_rejects_heading(&out, &scene->made.program, GJ_ENGLISH));
	assert_true(gj_rejects_add(&out, &scene->made.program, &reject, GJ_CHINESE, NULL));
	static const char expected[] = "\xEF\xBB\xBFline,编号,field,value,code,reason\n13,,编号,\"a,b\",GJ4001,“编号”没有填写\n";
	assert_int_equal(out.size, sizeof expected - 1);
	assert_memory_equal(out.bytes, expected, out.size);
	gj_buffer_free(&out);
}

int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, start, end)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimals_are_exact_and_short), cmocka_unit_test(percentages_round_half_up),
		cmocka_unit_test(cells_are_quoted_only_when_they_must), SCENE(writes_csv), SCENE(writes_json_lines),
		SCENE(writes_values_too_many_for_a_table), SCENE(writes_long_names), SCENE(counts_without_the_rejected), SCENE(rejects_say_where_and_why),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
