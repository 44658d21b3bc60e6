/* Tokens to the tree, and what is said of mistakes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler/passes.h"
#include <string.h>

static struct gj_arena *arena;
static struct source *source;
static struct diagnostics *diagnostics;

static int begin(void **state)
{
	(void)state;
	arena = gj_arena_new();
	return arena ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	gj_arena_free(arena);
	return 0;
}

static void open_text(const char *text)
{
	assert_int_equal(source_from_text("x.gj", text, strlen(text), arena, &source), SOURCE_OK);
	diagnostics = diagnostics_new(arena);
}

/* The findings' codes in order, with a blank between them. */
static const char *codes(void)
{
	const char *joined = "";
	for (size_t i = 0; i < diagnostics_total(diagnostics); i++)
		joined = gj_arena_print(arena, "%s%s%s", joined, *joined ? " " : "", message_of(diagnostics_at(diagnostics, i)->id)->code);
	return joined;
}

static struct node *parsed(const char *text)
{
	open_text(text);
	return parse(scan(source, 0, arena, diagnostics), source, 0, arena, diagnostics);
}

/* A node and what is under it: 指标 甲(分值(数 3(单位 分))). */
static const char *shown(const struct node *node)
{
	const char *joined = gj_arena_print(arena, "%s%s%s", ast_kind_name(node->kind), *node->text ? " " : "", node->text);
	for (const struct node *child = node->first; child; child = child->next)
		joined = gj_arena_print(arena, "%s%s%s%s", joined, child == node->first ? "(" : " ", shown(child), child->next ? "" : ")");
	return joined;
}

/* The first part of a standard that has these lines. */
static const char *part(const char *lines)
{
	return shown(parsed(gj_arena_print(arena, "标准 某\n%s", lines))->first->first);
}

static const char *faults(const char *lines)
{
	parsed(gj_arena_print(arena, "标准 某\n%s", lines));
	return codes();
}

static void headings_nest_by_kind(void **state)
{
	(void)state;
	assert_string_equal(part("项目 甲 3分\n指标 乙 3分 扣完为止\n要点 1分 “丙”\n条款 “丁”\n扣 1分\n口径 K1 “疑” 处理 “办”\n指标 戊（2分）"), "项目 甲(分值(数 3(单位 分)) 指标 乙(分值(数 3(单位 分)) 扣完为止 要点(分值(数 1(单位 分)) 引文 丙 条款(引文 丁 直接(处理 扣(数 1(单位 分))) 口径 K1(引文 疑 处理 办)))) 指标 戊(分值(数 2(单位 分))))");
	assert_string_equal(codes(), "");
}

static void expressions_bind_as_usual(void **state)
{
	(void)state;
	assert_string_equal(part("定义 甲 = 乙 或 非 丙 且 1 + 2 × 3 不少于 丁"), "定义 甲(二元 或(名称 乙 二元 且(一元 非(名称 丙) 二元 >=(二元 +(数 1 二元 *(数 2 数 3)) 名称 丁))))");
	assert_string_equal(codes(), "");
	assert_string_equal(part("定义 甲 = 若 乙 则 1 否则 最大（2、-3）"), "定义 甲(若则(名称 乙 数 1 函数 最大(数 2 一元 -(数 3))))");
	assert_string_equal(codes(), "");
	assert_string_equal(part("定义 甲 = 乙 60分 以上 不满 70分"), "定义 甲(区间判断(名称 乙 区间(界 >=(数 60(单位 分)) 界 <(数 70(单位 分)))))");
	assert_string_equal(codes(), "");
	assert_string_equal(part("定义 甲 = 乙 在 1 至 2 之间"), "定义 甲(区间判断(名称 乙 区间(界 >=(数 1) 界 <=(数 2))))");
	assert_string_equal(codes(), "");
}

static void a_tier_ends_where_the_next_begins(void **state)
{
	(void)state;
	assert_string_equal(part("指标 甲 1分\n条款 “乙”\n按 丙 分档\n不满 60分 扣 4分\n60分以上不满70分 扣 3分\n未填 不得分"), "指标 甲(分值(数 1(单位 分)) 条款(引文 乙 分档(名称 丙 档(区间(界 <(数 60(单位 分))) 处理 扣(数 4(单位 分))) 档(区间(界 >=(数 60(单位 分)) 界 <(数 70(单位 分))) 处理 扣(数 3(单位 分))) 档(未填 未填 处理 不得分))))");
	assert_string_equal(codes(), "");
}

static void cases_and_samples(void **state)
{
	(void)state;
	assert_string_equal(part("用例 “甲”\n给定 乙 其中 丙 2、丁 否\n期望 总分 98分、等次 四星"), "用例 甲(名称 乙 给定值 丙(数 2) 给定值 丁(是否值) 期望值 总分(数 98(单位 分)) 期望值 等次(名称 四星))");
	assert_string_equal(codes(), "");
}

static void every_mistake_is_reported_once(void **state)
{
	(void)state;
	assert_string_equal(faults("指标 甲 3分\n条款 “乙”\n若 丙\n每 次数 扣 1分\n若 丙 扣 1分 2分\n条款 丁\n指标\n"), "GJ1103 GJ1101 GJ1101 GJ1101 GJ1103");
	assert_string_equal(faults("项目 甲 3分\n条款 “乙”\n若 丙 扣 1分\n每 1次 丁 扣 1分\n"), "GJ1106");
	assert_string_equal(faults("数据 甲\n乙 整数 0-5\n丙 整数\n丁 戊 己\n庚 是否\n"), "GJ1101 GJ1101");
}

static void a_misspelled_heading_is_read_as_it_was_meant(void **state)
{
	(void)state;
	assert_string_equal(faults("指表 甲 3分\n条款 “乙”\n扣 1分\n"), "GJ1105");
	assert_string_equal(diagnostics_at(diagnostics, 0)->fix.text, "指标");
}

static void a_rule_cut_off_before_the_next_one(void **state)
{
	(void)state;
	assert_string_equal(faults("指标 甲 3分\n条款 “乙”\n扣\n若 丙 扣 1分\n"), "GJ1103");
}

static void endings_and_beginnings(void **state)
{
	(void)state;
	parsed("");
	assert_string_equal(codes(), "GJ1104");
	parsed("指标 甲 3分\n");
	assert_string_equal(codes(), "GJ1106");
	assert_string_equal(faults("标准 乙\n"), "GJ1106");
}

static void nesting_has_a_limit(void **state)
{
	(void)state;
	char *text = gj_arena_alloc(arena, 30001);
	memset(text, '(', 10000);
	memset(text + 10000, ')', 10000);
	assert_string_equal(faults(gj_arena_print(arena, "定义 甲 = %s\n定义 乙 = +\n", text)), "GJ1102 GJ1101");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(headings_nest_by_kind, begin, end),
		cmocka_unit_test_setup_teardown(expressions_bind_as_usual, begin, end),
		cmocka_unit_test_setup_teardown(a_tier_ends_where_the_next_begins, begin, end),
		cmocka_unit_test_setup_teardown(cases_and_samples, begin, end),
		cmocka_unit_test_setup_teardown(every_mistake_is_reported_once, begin, end),
		cmocka_unit_test_setup_teardown(a_misspelled_heading_is_read_as_it_was_meant, begin, end),
		cmocka_unit_test_setup_teardown(a_rule_cut_off_before_the_next_one, begin, end),
		cmocka_unit_test_setup_teardown(endings_and_beginnings, begin, end),
		cmocka_unit_test_setup_teardown(nesting_has_a_limit, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
