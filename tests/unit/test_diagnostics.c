/* Collecting and showing findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler/passes.h"
#include <cjson/cJSON.h>
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

static const char *rendered(enum gj_language language)
{
	struct render_options options = { language, false };
	FILE *out = tmpfile();
	assert_non_null(out);
	diagnostics_render(diagnostics, source, &options, out);
	char *text = gj_arena_alloc(arena, 10000);
	rewind(out);
	assert_true(fread(text, 1, 9999, out) > 0);
	fclose(out);
	return text;
}

static void carets_stand_under_their_characters(void **state)
{
	(void)state;
	open_text("标准 某\n指标 组织 3分\n");
	struct finding *finding = report(diagnostics, MSG_UNKNOWN_CHARACTER, (struct span){ 18, 24 }, "组织", NULL);
	finding_relate(finding, (struct span){ 7, 10 }, "与这里", "with this");
	finding_note(finding, "因为", "because");
	finding_fix(finding, (struct span){ 18, 24 }, "组 织");
	assert_string_equal(rendered(GJ_CHINESE),
		"x.gj:2:6: 错误 GJ1008：这里不能用“组织”\n 2 | 指标 组织 3分\n   |      ^^^^\n 1 | 标准 某\n   |      ~~ 与这里\n   = 说明：因为\n   = 建议：改为“组 织”\n");
	assert_non_null(strstr(rendered(GJ_ENGLISH), "x.gj:2:6: error GJ1008: “组织” can't be used here\n"));
	assert_non_null(strstr(rendered(GJ_ENGLISH), "   = note: because\n   = help: write “组 织”\n"));
}

static void a_long_line_is_shown_around_its_caret(void **state)
{
	(void)state;
	char *text = gj_arena_alloc(arena, 5001);
	memset(text, 'a', 5000);
	text[2500] = '?';
	open_text(text);
	report(diagnostics, MSG_UNKNOWN_CHARACTER, (struct span){ 2500, 2501 }, "?", NULL);
	const char *shown = rendered(GJ_CHINESE);
	assert_true(strlen(shown) < 500);
	const char *line = strstr(shown, "…a"), *caret = strstr(shown, "^");
	assert_non_null(line);
	/* The mark of the cut is three bytes in one cell. */
	assert_int_equal(strchr(line, '?') - line - 2, caret - strstr(shown, "   | ") - 5);
}

static void findings_are_sorted_and_never_doubled(void **state)
{
	(void)state;
	open_text("甲乙丙");
	report(diagnostics, MSG_STOP_AT_LINE_END, (struct span){ 3, 6 }, "。", NULL);
	report(diagnostics, MSG_UNKNOWN_CHARACTER, (struct span){ 3, 6 }, "乙", NULL);
	report(diagnostics, MSG_UNKNOWN_CHARACTER, (struct span){ 3, 6 }, "乙", NULL);
	report(diagnostics, MSG_UNKNOWN_CHARACTER, (struct span){ 0, 3 }, "甲", NULL);
	assert_string_equal(codes(), "GJ1008 GJ1008 GJ1009");
	assert_int_equal(diagnostics_count(diagnostics, GJ_ERROR), 2);
	assert_int_equal(diagnostics_count(diagnostics, GJ_WARNING), 1);
	diagnostics_withdraw(diagnostics, (struct span){ 0, 3 });
	assert_string_equal(codes(), "GJ1008 GJ1009");
	assert_int_equal(diagnostics_count(diagnostics, GJ_ERROR), 1);
}

static void thousands_of_findings_are_counted_only(void **state)
{
	(void)state;
	char *text = gj_arena_alloc(arena, 5001);
	memset(text, 'a', 5000);
	open_text(text);
	for (uint32_t i = 0; i < 5000; i++)
		report(diagnostics, MSG_UNKNOWN_CHARACTER, (struct span){ i, i + 1 }, "a", NULL);
	assert_int_equal(diagnostics_count(diagnostics, GJ_ERROR), 5000);
	assert_int_equal(diagnostics_total(diagnostics) + diagnostics_dropped(diagnostics), 5000);
	assert_true(diagnostics_total(diagnostics) <= 2000);
}

static void programs_get_json(void **state)
{
	(void)state;
	open_text("标准 某★");
	finding_fix(report(diagnostics, MSG_UNKNOWN_CHARACTER, (struct span){ 10, 13 }, "★", NULL), (struct span){ 10, 13 }, "");
	char text[4000] = "";
	FILE *out = tmpfile();
	assert_non_null(out);
	diagnostics_render_json(diagnostics, source, GJ_CHINESE, out);
	rewind(out);
	assert_true(fread(text, 1, sizeof text - 1, out) > 0);
	fclose(out);
	cJSON *array = cJSON_Parse(text), *first = cJSON_GetArrayItem(array, 0);
	assert_int_equal(cJSON_GetArraySize(array), 1);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(first, "code")), "GJ1008");
	assert_int_equal((int)cJSON_GetNumberValue(cJSON_GetObjectItem(first, "column")), 8);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(cJSON_GetObjectItem(first, "fix"), "text")), "");
	cJSON_Delete(array);
}

static void messages_are_known_by_code(void **state)
{
	(void)state;
	assert_string_equal(message_by_code("GJ1004")->code, "GJ1004");
	assert_null(message_by_code("GJ9999"));
	for (int id = 0; id < MESSAGE_COUNT; id++)
		assert_ptr_equal(message_by_code(message_of((enum message_id)id)->code), message_of((enum message_id)id));
}

static void placeholders_are_filled_and_never_cut_a_character(void **state)
{
	(void)state;
	const char *arguments[] = { "甲", "乙" };
	char text[64];
	assert_int_equal(gj_message_format("{1}与{0}{2}{", arguments, 2, text, sizeof text), 10);
	assert_string_equal(text, "乙与甲{");
	assert_int_equal(gj_message_format("{0}{1}", arguments, 2, text, 6), 6);
	assert_string_equal(text, "甲");
}

static void errors_of_the_system_are_said_in_the_reader_s_language(void **state)
{
	(void)state;
	const char *arguments[] = { "2", "28", "9999", "not a number", "" };
	char text[128];
	gj_message_format("{0zh}|{0en}|{1zh}|{2zh}|{3zh}|{4en}|{0xx}|{0", arguments, 5, text, sizeof text);
	assert_string_equal(text, "没有这个文件或文件夹|no such file or folder|磁盘空间不够|系统拒绝了这个操作|not a number||{0xx}|{0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(carets_stand_under_their_characters, begin, end),
		cmocka_unit_test_setup_teardown(a_long_line_is_shown_around_its_caret, begin, end),
		cmocka_unit_test_setup_teardown(findings_are_sorted_and_never_doubled, begin, end),
		cmocka_unit_test_setup_teardown(thousands_of_findings_are_counted_only, begin, end),
		cmocka_unit_test_setup_teardown(programs_get_json, begin, end),
		cmocka_unit_test_setup_teardown(messages_are_known_by_code, begin, end),
		cmocka_unit_test_setup_teardown(placeholders_are_filled_and_never_cut_a_character, begin, end),
		cmocka_unit_test(errors_of_the_system_are_said_in_the_reader_s_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
