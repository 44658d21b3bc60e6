/* Text to tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler/passes.h"
#include "compiler/tokens.h"
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

/* The texts of the tokens with their units in brackets, a | between them. */
static const char *scanned(const char *text)
{
	open_text(text);
	struct tokens *tokens = scan(source, 0, arena, diagnostics);
	const char *joined = "";
	for (size_t i = 0; i + 1 < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		joined = gj_arena_print(arena, "%s%s%s", joined, i ? "|" : "", token->text);
		if (*token->unit)
			joined = gj_arena_print(arena, "%s[%s]", joined, token->unit);
	}
	return joined;
}

static void chains_are_taken_apart(void **state)
{
	(void)state;
	assert_string_equal(scanned("扣1分"), "扣|1[分]");
	assert_string_equal(scanned("60分以上不满70分"), "60[分]|>=|<|70[分]");
	assert_string_equal(scanned("每1名党员扣1分"), "每|1[名党员]|扣|1[分]");
	assert_string_equal(scanned("12个月以内"), "12[个月]|<=");
	assert_string_equal(scanned("1.5%"), "1.5[%]");
	assert_string_equal(scanned("K3 三会1课"), "K3|三会1课");
	assert_string_equal(scanned("60以上"), "60|>=");
}

static void widths_are_one(void **state)
{
	(void)state;
	assert_string_equal(scanned("（１２．５％）：ＡＢ＝，"), "(|12.5[%]|)|AB|=|、");
	assert_string_equal(scanned("≥>=＞＝不低于"), ">=|>=|>=|>=");
	assert_string_equal(codes(), "");
}

static void quotations_nest(void **state)
{
	(void)state;
	assert_string_equal(scanned("“有“三会一课”的”“二”"), "有“三会一课”的|二");
	assert_string_equal(codes(), "");
	assert_string_equal(scanned("\"直\""), "直");
	assert_string_equal(codes(), "");
	assert_string_equal(scanned("「角」"), "角");
	assert_string_equal(codes(), "GJ1006");
	assert_string_equal(scanned("”后”"), "后");
	assert_string_equal(codes(), "GJ1006");
}

static void an_unclosed_quotation_ends_with_its_line(void **state)
{
	(void)state;
	assert_string_equal(scanned("条款 “有“三会”没开\n扣 1分"), "条款|有“三会”没开|扣|1[分]");
	assert_string_equal(codes(), "GJ1004");
	assert_string_equal(scanned("“没完"), "没完");
	assert_string_equal(codes(), "GJ1004");
	assert_string_equal(scanned("\"没完”"), "没完");
	assert_string_equal(codes(), "GJ1015");
	assert_string_equal(scanned("没有”"), "没有");
	assert_string_equal(codes(), "GJ1005");
}

static void a_quotation_of_another_kind_is_taken_and_mended(void **state)
{
	(void)state;
	static const struct {
		const char *text, *scanned, *codes, *fix;
	} rows[] = {
		{ "条款 '单'", "条款|单", "GJ1006", "“单”" },
		{ "条款 ‘弯’", "条款|弯", "GJ1006", "“弯”" },
		{ "条款 『双』", "条款|双", "GJ1006", "“双”" },
		{ "条款 《书》", "条款|《书》", "GJ1006", "“《书》”" },
		{ "条款 '没完 扣1分", "条款|没完|扣|1[分]", "GJ1004", "“没完”" },
		{ "条款 ‘没完", "条款|没完", "GJ1004", "“没完”" },
		{ "条款 「没完", "条款|没完", "GJ1004", "“没完”" },
		{ "条款 『没完", "条款|没完", "GJ1004", "“没完”" },
		{ "条款 《没完", "条款|没完", "GJ1004", "“没完”" },
		{ "条款 “没完", "条款|没完", "GJ1004", "”" },
		{ "条款 \"没完", "条款|没完", "GJ1004", "\"" },
		{ "条款 “没完\" 扣1分", "条款|没完|扣|1[分]", "GJ1015", "“没完”" },
		{ "条款 “少开会  若 非 甲 扣 1分", "条款|少开会|若|非|甲|扣|1[分]", "GJ1004", "”" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(scanned(rows[i].text), rows[i].scanned);
		assert_string_equal(codes(), rows[i].codes);
		assert_string_equal(diagnostics_at(diagnostics, 0)->fix.text, rows[i].fix);
	}
}

static void a_quotation_may_go_over_several_lines(void **state)
{
	(void)state;
	scanned("条款 “第一行，\n  有“引文”\n 第三行”\n扣 1分");
	assert_string_equal(codes(), "");
	/* A line that begins like a heading ends it. */
	scanned("条款 “第一行，\n指标 乙 3分\n条款 “又一条”");
	assert_string_equal(codes(), "GJ1004");
}

static void a_line_of_odd_signs_is_reported_a_few_times(void **state)
{
	(void)state;
	char text[512] = "";
	for (int i = 0; i < 40; i++)
		strcat(text, "★ 甲；");
	scanned(text);
	assert_int_equal(diagnostics_total(diagnostics), 10);
	assert_string_equal(scanned("： 甲\n：乙"), "甲|乙");
	assert_string_equal(codes(), "GJ1008 GJ1008");
	assert_string_equal(scanned("甲。# 注\n乙。 ＃ 注\n丙。\r\n丁。戊"), "甲|乙|丙|丁|戊");
	assert_string_equal(codes(), "GJ1009 GJ1009 GJ1009 GJ1010");
}

static void dates(void **state)
{
	(void)state;
	assert_string_equal(scanned("2018-06-06 2018年6月6日 2018/6/6"), "2018-06-06|2018年6月6日|2018/6/6");
	assert_string_equal(codes(), "");
	assert_string_equal(scanned("2019-02-29"), "2019-02-29");
	assert_string_equal(codes(), "GJ1013");
	assert_string_equal(scanned("2020-02-29"), "2020-02-29");
	assert_string_equal(codes(), "");
	static const char *const wrong[] = { "2020-13-01", "2020-00-01", "2020-01-00", "2020-04-31", "1900-02-29", "2019-02-30" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_string_equal(scanned(wrong[i]), wrong[i]);
		assert_string_equal(codes(), "GJ1013");
	}
	assert_string_equal(scanned("2000-02-29 ２０１８-０６-０６"), "2000-02-29|２０１８-０６-０６");
	assert_string_equal(codes(), "");
}

static void odd_characters_are_reported_once(void **state)
{
	(void)state;
	assert_string_equal(scanned("甲★★☆ 乙"), "甲|乙");
	assert_string_equal(codes(), "GJ1008");
	assert_string_equal(scanned("党员​数"), "党员数");
	assert_string_equal(codes(), "GJ1007");
	assert_string_equal(diagnostics_at(diagnostics, 0)->fix.text, "党员数");
	assert_string_equal(scanned("甲　乙 丙	丁"), "甲|乙|丙|丁");
	assert_string_equal(codes(), "");
}

static void stops_and_separators(void **state)
{
	(void)state;
	assert_string_equal(scanned("扣 1分。"), "扣|1[分]");
	assert_string_equal(codes(), "GJ1009");
	assert_string_equal(scanned("甲；乙"), "甲|乙");
	assert_string_equal(codes(), "GJ1010");
	assert_string_equal(scanned("1,000元"), "1000[元]");
	assert_string_equal(codes(), "GJ1011");
	assert_string_equal(scanned("1、000"), "1|、|000");
	assert_string_equal(codes(), "");
	assert_string_equal(scanned("甲 # 注。\n＃ 注"), "甲");
	assert_string_equal(codes(), "");
	assert_string_equal(scanned("指标：甲"), "指标|甲");
	assert_string_equal(codes(), "");
}

static void numbers_that_are_too_long(void **state)
{
	(void)state;
	assert_string_equal(scanned("1234567890123456"), "1234567890123456");
	assert_string_equal(codes(), "GJ1012");
	assert_string_equal(scanned("0.1234567890"), "0.1234567890");
	assert_string_equal(codes(), "GJ1012");
	assert_string_equal(scanned("000000000000000001"), "000000000000000001");
	assert_string_equal(codes(), "");
}

static void the_dump_has_a_line_a_token(void **state)
{
	(void)state;
	FILE *out = tmpfile();
	assert_non_null(out);
	open_text("扣1分 “文” 甲");
	tokens_dump(scan(source, 0, arena, diagnostics), source, out);
	char text[400] = "";
	rewind(out);
	assert_true(fread(text, 1, sizeof text - 1, out) > 0);
	fclose(out);
	assert_string_equal(text, "1:1 | 词 扣\n1:3   数 1 单位 分\n1:7   引文 文\n1:12   名称 甲\n1:14 | 文件结束 \n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(chains_are_taken_apart, begin, end),
		cmocka_unit_test_setup_teardown(widths_are_one, begin, end),
		cmocka_unit_test_setup_teardown(quotations_nest, begin, end),
		cmocka_unit_test_setup_teardown(an_unclosed_quotation_ends_with_its_line, begin, end),
		cmocka_unit_test_setup_teardown(a_quotation_of_another_kind_is_taken_and_mended, begin, end),
		cmocka_unit_test_setup_teardown(a_quotation_may_go_over_several_lines, begin, end),
		cmocka_unit_test_setup_teardown(a_line_of_odd_signs_is_reported_a_few_times, begin, end),
		cmocka_unit_test_setup_teardown(dates, begin, end),
		cmocka_unit_test_setup_teardown(odd_characters_are_reported_once, begin, end),
		cmocka_unit_test_setup_teardown(stops_and_separators, begin, end),
		cmocka_unit_test_setup_teardown(numbers_that_are_too_long, begin, end),
		cmocka_unit_test_setup_teardown(the_dump_has_a_line_a_token, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
