/* The checker on small standards: ranges, lanes, columns, points, tiers, grades, rows; and which finding a mistake gets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "compiler/compile.h"

#define DATA \
	"标准 考评\n 满分 10分\n 总分 不低于 0分\n数据 支部\n 编号 文本 主键\n 党员数 整数（名） 1 至 200\n 缺课 整数（次） 0 至 12\n" \
	" 成绩 数（分） 0 至 100 保留 1位 可空\n 满意率 百分数 保留 2位\n 载体 选项 好、差\n 加班 整数（次） 0 至 9 缺省 2次\n"
#define SHEET_HEAD "项目 甲 10分\n指标 乙 10分 扣完为止\n 条款 “丙”\n"
#define GRADES "等次\n 高 超过 5分\n 低 5分 以下\n"

static struct compilation compiled(const char *text)
{
	struct compilation compilation;
	compile_text("test.gj", text, strlen(text), &compilation);
	return compilation;
}

static void expect_only(const char *text, enum message_id id)
{
	struct compilation compilation = compiled(text);
	size_t errors = diagnostics_count(compilation.diagnostics, GJ_ERROR);
	const struct finding *first = errors ? diagnostics_at(compilation.diagnostics, 0) : NULL;
	if (errors != 1 || first->id != id)
		fprintf(stderr, "%zu errors, first %s, wanted %s\n%s\n", errors, first ? message_of(first->id)->code : "none", message_of(id)->code, text);
	assert_int_equal(errors, 1);
	assert_int_equal(first->id, id);
	compilation_free(&compilation);
}

static void fields_get_lanes_and_columns(void **state)
{
	(void)state;
	struct compilation compilation = compiled(DATA SHEET_HEAD "  每 1次 缺课 扣 1分\n" GRADES);
	const struct model *model = compilation.model;
	assert_int_equal(diagnostics_count(compilation.diagnostics, GJ_ERROR), 0);
	assert_int_equal(model->fields[0].field.column, GJ_NONE);
	assert_int_equal(model->fields[1].field.lane, GJ_LANE16);
	assert_int_equal(model->fields[2].field.lane, GJ_LANE8);
	assert_int_equal(model->fields[3].field.column, 2);
	assert_int_equal(model->fields[3].field.state_column, 3);
	assert_int_equal(model->fields[4].field.high, 10000);
	assert_string_equal(model->fields[4].field.unit, "%");
	assert_false(model->fields[6].field.nullable);
	assert_int_equal(model->fields[6].field.default_value, 2);
	assert_true(model->fields[2].used);
	assert_false(model->fields[1].used);
	compilation_free(&compilation);
}

static void parts_carry_their_ranges(void **state)
{
	(void)state;
	struct compilation compilation = compiled(DATA SHEET_HEAD "  每满 5次 缺课 扣 1.5分\n" GRADES);
	const struct model *model = compilation.model;
	assert_int_equal(model->point_scale, 1);
	assert_int_equal(model->full_points, 100);
	assert_int_equal(model->parts[3].kind, GJ_PART_CLAUSE);
	assert_int_equal((int64_t)model->parts[3].high, 30);
	assert_int_equal((int64_t)model->parts[2].low, 70);
	assert_int_equal((int64_t)model->parts[0].high, 100);
	assert_int_equal(model->grades[1].grade.low, 51);
	assert_int_equal(model->grades[0].grade.high, 50);
	compilation_free(&compilation);
}

static void tiers_need_every_value_once(void **state)
{
	(void)state;
	expect_only(DATA SHEET_HEAD "  按 成绩 分档\n 不满 60分 扣 1分\n 60分 以上 不扣\n" GRADES, MSG_TIER_ABSENT_MISSING);
	expect_only(DATA SHEET_HEAD "  按 成绩 分档\n 不满 60分 扣 1分\n 61分 以上 不扣\n 未填 不扣\n" GRADES, MSG_TIER_GAP);
	expect_only(DATA SHEET_HEAD "  按 成绩 分档\n 60分 以下 扣 1分\n 60分 以上 不扣\n 未填 不扣\n" GRADES, MSG_TIER_OVERLAP);
	expect_only(DATA SHEET_HEAD "  按 载体 分档\n 好 不扣\n" GRADES, MSG_TIER_OPTION_MISSING);
	expect_only(DATA SHEET_HEAD "  按 载体 分档\n 好 不扣\n 好 扣 1分\n 差 扣 1分\n" GRADES, MSG_TIER_DUPLICATE);
}

static void guards_let_absent_fields_be_used(void **state)
{
	(void)state;
	const char *const right[] = {
		DATA SHEET_HEAD "  若 成绩 已填 且 成绩 低于 60分 扣 1分\n" GRADES,
		DATA SHEET_HEAD "  若 成绩 未填 或 成绩 低于 60分 扣 1分\n" GRADES,
		DATA SHEET_HEAD "  若 （若 成绩 已填 则 成绩 否则 0分） 低于 60分 扣 1分\n" GRADES,
		DATA "定义 过 = 成绩 已填\n" SHEET_HEAD "  若 过 且 成绩 低于 60分 扣 1分\n" GRADES,
	};
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		struct compilation compilation = compiled(right[i]);
		assert_int_equal(diagnostics_count(compilation.diagnostics, GJ_ERROR), 0);
		compilation_free(&compilation);
	}
	expect_only(DATA SHEET_HEAD "  若 成绩 低于 60分 扣 1分\n" GRADES, MSG_FIELD_MAYBE_ABSENT);
	expect_only(DATA SHEET_HEAD "  若 成绩 已填 或 成绩 低于 60分 扣 1分\n" GRADES, MSG_FIELD_MAYBE_ABSENT);
}

static void units_are_brought_together(void **state)
{
	(void)state;
	expect_only(DATA SHEET_HEAD "  若 党员数 少于 3 扣 1分\n" GRADES, MSG_UNIT_MISSING);
	expect_only(DATA SHEET_HEAD "  若 党员数 少于 3次 扣 1分\n" GRADES, MSG_UNIT_MISMATCH);
	expect_only(DATA SHEET_HEAD "  若 缺课 ÷ 党员数 低于 0.5 且 党员数 ÷ 缺课 大于 3 扣 1分\n" GRADES, MSG_DIVISOR_ZERO);
	struct compilation compilation = compiled(DATA SHEET_HEAD "  若 缺课 ÷ 党员数 不低于 80% 且 缺课 大于 0 扣 1分\n" GRADES);
	assert_int_equal(diagnostics_count(compilation.diagnostics, GJ_ERROR), 0);
	compilation_free(&compilation);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_get_lanes_and_columns),
		cmocka_unit_test(parts_carry_their_ranges),
		cmocka_unit_test(tiers_need_every_value_once),
		cmocka_unit_test(guards_let_absent_fields_be_used),
		cmocka_unit_test(units_are_brought_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
