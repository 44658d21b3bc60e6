#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runtime/cell.h"
#include "runtime/similar.h"
#include "runtime/utf8.h"

#include <string.h>

static const char *options[] = { "效果好", "效果不好", "没有" };
static const struct gj_field yes_or_no = { .name = "是否", .type = GJ_BOOL, .high = 1 };
static const struct gj_field count = { .name = "次数", .type = GJ_NUMBER, .high = 1000 };
static const struct gj_field money = { .name = "经费", .type = GJ_NUMBER, .scale = 2, .low = -100, .high = 10000000000 };
static const struct gj_field rate = { .name = "率", .type = GJ_NUMBER, .scale = 2, .percent = true, .high = 10000 };
static const struct gj_field score = { .name = "成绩", .type = GJ_NUMBER, .scale = 1, .nullable = true, .high = 1000 };
static const struct gj_field option = { .name = "载体", .type = GJ_OPTION, .options = { 3, options }, .high = 2 };
static const struct gj_field text = { .name = "名称", .type = GJ_TEXT };

static struct gj_text of(const char *bytes)
{
	return gj_cell_trim((struct gj_text){ bytes, (uint32_t)strlen(bytes) });
}

static struct gj_cell cell(const struct gj_field *field, const char *bytes)
{
	struct gj_cell read;
	gj_cell_read(field, of(bytes), &read);
	return read;
}

static void is_value(const struct gj_field *field, const char *bytes, int64_t value)
{
	struct gj_cell read = cell(field, bytes);
	assert_int_equal(read.error, GJ_CELL_FINE);
	assert_int_equal(read.state, GJ_PRESENT);
	assert_int_equal(read.value, value);
}

static void is_wrong(const struct gj_field *field, const char *bytes, int error)
{
	struct gj_cell read = cell(field, bytes);
	assert_int_equal(read.error, error);
	assert_int_equal(read.value, field->low);
}

static void yes_and_no(void **state)
{
	(void)state;
	static const char *const yes[] = { "是", " 是　", "true", "TRUE", "1", "√", "✓", "✔", "☑", "'是" };
	static const char *const no[] = { "否", "false", "False", "0", "×", "✗", "✘", "❌", "０" };
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		is_value(&yes_or_no, yes[i], 1);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		is_value(&yes_or_no, no[i], 0);
	is_wrong(&yes_or_no, "Y", GJ_DATA_NOT_BOOL);
	is_wrong(&yes_or_no, "是的", GJ_DATA_NOT_BOOL);
	is_wrong(&yes_or_no, "2", GJ_DATA_NOT_BOOL);
	is_wrong(&yes_or_no, "", GJ_DATA_EMPTY_CELL);
}

static void numbers(void **state)
{
	(void)state;
	is_value(&count, "0", 0);
	is_value(&count, "１２", 12);
	is_value(&count, "+7", 7);
	is_value(&count, "1,000", 1000);
	is_value(&count, "12.00", 12);
	is_value(&count, "0000000000000000000000000000005", 5);
	is_value(&money, "100,000,000.00", 10000000000);
	is_value(&money, "-0.5", -50);
	is_value(&money, "－1", -100);
	is_value(&money, ".5", 50);
	is_wrong(&count, "1001", GJ_DATA_OUT_OF_RANGE);
	is_wrong(&count, "-1", GJ_DATA_OUT_OF_RANGE);
	is_wrong(&count, "99999999999999999999999999", GJ_DATA_OUT_OF_RANGE);
	is_wrong(&count, "1.5", GJ_DATA_TOO_MANY_DECIMALS);
	is_wrong(&money, "0.001", GJ_DATA_TOO_MANY_DECIMALS);
	static const char *const nonsense[] = { "约20", "20名", "1,00", "1,0000", ",100", "1,000,00", "-", ".", "5.", "1.2.3", "--1", "1 000",
		"０x1F", "½" };
	for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++)
		is_wrong(&count, nonsense[i], GJ_DATA_NOT_NUMBER);
	is_wrong(&count, "1234567890123456789012345678901234567890123456789012345678901234567890", GJ_DATA_NOT_NUMBER);
}

static void percentages(void **state)
{
	(void)state;
	is_value(&rate, "80", 8000);
	is_value(&rate, "80%", 8000);
	is_value(&rate, "80.00 ％", 8000);
	is_value(&rate, "0.8", 80);
	is_wrong(&rate, "%", GJ_DATA_NOT_NUMBER);
	is_wrong(&rate, "80%%", GJ_DATA_NOT_NUMBER);
	is_wrong(&rate, "101%", GJ_DATA_OUT_OF_RANGE);
	is_wrong(&count, "80%", GJ_DATA_NOT_NUMBER);
}

static void absence(void **state)
{
	(void)state;
	assert_int_equal(cell(&score, "").state, GJ_ABSENT);
	assert_int_equal(cell(&score, "未填").state, GJ_ABSENT);
	assert_int_equal(cell(&score, "").error, GJ_CELL_FINE);
	is_value(&score, "85.5", 855);
	is_wrong(&count, "未填", GJ_DATA_EMPTY_CELL);
	is_wrong(&score, "不适用", GJ_DATA_CELL_NOT_APPLICABLE);
	is_wrong(&score, "/", GJ_DATA_CELL_NOT_APPLICABLE);
	assert_int_equal(cell(&score, "待核").state, GJ_PENDING);
	assert_int_equal(cell(&count, "待核").error, GJ_CELL_FINE);
	struct gj_field key = count;
	key.key = true;
	is_wrong(&key, "待核", GJ_DATA_CELL_UNVERIFIED);
	struct gj_field perhaps = count;
	perhaps.inapplicable = true;
	assert_int_equal(cell(&perhaps, "不适用").state, GJ_NOT_APPLICABLE);
	assert_int_equal(cell(&perhaps, "／").state, GJ_NOT_APPLICABLE);
	is_wrong(&perhaps, "", GJ_DATA_EMPTY_CELL);
	struct gj_field filled = count;
	filled.has_default = true;
	filled.default_value = 3;
	is_value(&filled, "", 3);
}

static void spreadsheet_damage(void **state)
{
	(void)state;
	is_wrong(&count, "1E+05", GJ_DATA_EXCEL_EXPONENT);
	is_wrong(&money, "1.2e6", GJ_DATA_EXCEL_EXPONENT);
	is_wrong(&count, "#N/A", GJ_DATA_EXCEL_ERROR);
	is_wrong(&text, "#REF!", GJ_DATA_EXCEL_ERROR);
	is_wrong(&count, "########", GJ_DATA_EXCEL_HASHES);
	is_wrong(&count, "2018/6/1", GJ_DATA_EXCEL_DATE);
	is_wrong(&count, "2018-06-01", GJ_DATA_EXCEL_DATE);
	is_wrong(&count, "6月1日", GJ_DATA_EXCEL_DATE);
	is_value(&count, "'12", 12);
}

static void option_names(void **state)
{
	(void)state;
	is_value(&option, "没有", 2);
	is_value(&option, "效果 不好", 1);
	is_wrong(&option, "一般", GJ_DATA_UNKNOWN_OPTION);
	is_wrong(&option, "效果好的", GJ_DATA_MISSPELLED_OPTION);
	assert_int_equal(cell(&option, "效果好的").suggestion, 0);
}

static void texts(void **state)
{
	(void)state;
	assert_int_equal(cell(&text, "甲 乙").error, GJ_CELL_FINE);
	is_wrong(&text, "\x07", GJ_DATA_NOT_TEXT);
	is_wrong(&text, "\xC3", GJ_DATA_INVALID_CHARACTERS);
	assert_int_equal(of("\xC2\xA0 　a　\t").length, 1);
	assert_int_equal(of(" 　 ").length, 0);
}

static void utf8_edges(void **state)
{
	(void)state;
	static const char *const broken[] = { "\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80", "\xE4\xB8", "\xFF" };
	static const char *const whole[] = { "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF" };
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		assert_int_equal(gj_utf8_valid(broken[i], strlen(broken[i])), 0);
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		assert_int_equal(gj_utf8_valid(whole[i], strlen(whole[i])), strlen(whole[i]));
}

static void likeness(void **state)
{
	(void)state;
	static const char *const names[] = { "三会一课缺次", "统一活动日缺次", "党员数" };
	assert_int_equal(gj_similar(of("三会一刻缺次"), names, 3), 0);
	assert_int_equal(gj_similar(of("完全不同的名称"), names, 3), GJ_NONE);
	assert_true(gj_same_loosely(of("党 员 数"), "党员数"));
	assert_true(gj_same_loosely(of("ＡＢ１"), "AB1"));
	assert_false(gj_same_loosely(of("党员"), "党员数"));
	assert_false(gj_same_loosely(of("党员数目"), "党员数"));
}

static void number_texts(void **state)
{
	(void)state;
	char out[GJ_NUMBER_TEXT];
	assert_string_equal(gj_number_text(10000, 2, out), "100");
	assert_string_equal(gj_number_text(-5, 2, out), "-0.05");
	assert_string_equal(gj_number_text(855, 1, out), "85.5");
	assert_string_equal(gj_number_text(INT64_MIN, 0, out), "-9223372036854775808");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(yes_and_no),
		cmocka_unit_test(numbers),
		cmocka_unit_test(percentages),
		cmocka_unit_test(absence),
		cmocka_unit_test(spreadsheet_damage),
		cmocka_unit_test(option_names),
		cmocka_unit_test(texts),
		cmocka_unit_test(utf8_edges),
		cmocka_unit_test(likeness),
		cmocka_unit_test(number_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
