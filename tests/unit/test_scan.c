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

static void dates(void **state)
{
	(void)state;
	assert_string_equal(scanned("2018-06-06 2018年6月6日 2018/6/6"), "2018-06-06|2018年6月6日|2018/6/6");
	assert_string_equal(codes(), "");
	assert_string_equal(scanned("2019-02-29"), "2019-02-29");
	assert_string_equal(codes(), "GJ1013");
	assert_string_equal(scanned("2020-02-29"), "2020-02-29");
	assert_string_equal(codes(), "");
	assert_string_equal(scanned("2020-13-01"), "2020-13-01");
	assert_string_equal(codes(), "GJ1013");
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
		cmocka_unit_test_setup_teardown(dates, begin, end),
		cmocka_unit_test_setup_teardown(odd_characters_are_reported_once, begin, end),
		cmocka_unit_test_setup_teardown(stops_and_separators, begin, end),
		cmocka_unit_test_setup_teardown(numbers_that_are_too_long, begin, end),
		cmocka_unit_test_setup_teardown(the_dump_has_a_line_a_token, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
