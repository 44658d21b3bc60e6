/* Quotations against the source they come from: found, nearly found, not there; and what of the source nothing quotes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "compiler/compile.h"

static const char rules[] =
	"标准 考评\n 原文 “source.txt”\n 满分 10分\n 各指标 扣完为止\n数据 支部\n 编号 文本 主键\n 次数 整数（次） 0 至 9\n"
	"项目 甲 10分\n指标 乙 10分\n 条款 “%s”\n 每 1次 次数 扣 1分\n";

static struct compilation compilation;
static char folder[64], path[96], source[96], found[8192];

static void write_file(const char *name, const char *text, size_t length)
{
	FILE *file = fopen(name, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static int begin(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/guiju-test-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/standard.gj", folder);
	snprintf(source, sizeof source, "%s/source.txt", folder);
	return 0;
}

static int end(void **state)
{
	(void)state;
	compilation_free(&compilation);
	unlink(path);
	unlink(source);
	return rmdir(folder);
}

/* What is said of `wording` when the source holds `text` (NULL: there is none), without the path. */
static const char *said(const char *wording, const char *text)
{
	char whole[4096];
	snprintf(whole, sizeof whole, rules, wording);
	write_file(path, whole, strlen(whole));
	if (text)
		write_file(source, text, strlen(text));
	compilation_free(&compilation);
	compile_file(path, &compilation);
	FILE *out = fmemopen(found, sizeof found, "w");
	diagnostics_render(compilation.diagnostics, compilation.source, &(struct render_options){ .language = GJ_CHINESE }, out);
	assert_int_equal(fclose(out), 0);
	for (char *at; (at = strstr(found, folder));)
		memmove(at, at + strlen(folder) + 1, strlen(at + strlen(folder) + 1) + 1);
	return found;
}

static size_t errors_and_warnings(void)
{
	return diagnostics_count(compilation.diagnostics, GJ_ERROR) + diagnostics_count(compilation.diagnostics, GJ_WARNING);
}

static const struct finding *finding_of(enum message_id id)
{
	for (size_t i = 0; i < diagnostics_total(compilation.diagnostics); i++)
		if (diagnostics_at(compilation.diagnostics, i)->id == id)
			return diagnostics_at(compilation.diagnostics, i);
	return NULL;
}

static void blanks_line_ends_and_look_alikes_make_no_difference(void **state)
{
	(void)state;
	said("少开“一次会”的，每次扣1分", "一、少开\r\n\t\"一次 会\"的,\n　每次扣１分。\n");
	assert_int_equal(errors_and_warnings(), 0);
	said("it's 扣1分", "it’s 扣1分");
	assert_int_equal(errors_and_warnings(), 0);
}

static void an_ellipsis_stands_for_anything(void **state)
{
	(void)state;
	said("少开会的…每次扣1分", "少开会的，情节轻微的从轻，每次扣1分。");
	assert_int_equal(errors_and_warnings(), 0);
	said("……少开会的……每次扣1分……", "少开会的，情节轻微的从轻，每次扣1分。");
	assert_int_equal(errors_and_warnings(), 0);
	/* In the source an ellipsis is a character like others. */
	said("少开会的……每次扣1分", "少开会的……每次扣1分。");
	assert_int_equal(errors_and_warnings(), 0);
}

static void a_character_that_differs_is_mended(void **state)
{
	(void)state;
	said("少开会的每次扣1分", "第一条 总则。\n少开会的\n每次扣一分。");
	const struct finding *finding = finding_of(MSG_QUOTATION_DIFFERS);
	assert_non_null(finding);
	assert_true(finding->has_fix);
	assert_string_equal(finding->fix.text, "少开会的每次扣一分");
	/* With an ellipsis there is no saying what to write for the whole. */
	said("少开会的……每次扣1分且通报", "少开会的从轻每次扣一分且通报。");
	finding = finding_of(MSG_QUOTATION_DIFFERS);
	assert_non_null(finding);
	assert_false(finding->has_fix);
}

static void what_is_nowhere_near_isn_t_mended(void **state)
{
	(void)state;
	said("迟到早退三次以上扣1分", "本办法自公布之日起施行，由市委组织部负责解释。");
	const struct finding *finding = finding_of(MSG_QUOTATION_NOT_IN_SOURCE);
	assert_non_null(finding);
	assert_false(finding->has_fix);
	assert_null(finding_of(MSG_QUOTATION_DIFFERS));
	said("迟到扣1分", "");
	assert_non_null(finding_of(MSG_QUOTATION_NOT_IN_SOURCE));
}

static void sentences_that_score_must_be_quoted(void **state)
{
	(void)state;
	said("少开会的每次扣1分", "少开会的每次扣1分；\n没有记录的扣2分；不交材料的加3分！受表彰的得4分。\n减5分的另行规定。");
	const struct finding *finding = finding_of(MSG_SCORING_NOT_QUOTED);
	assert_non_null(finding);
	assert_int_equal(finding->note_count, 4);
	assert_string_equal(finding->notes[0].zh, "第 2 行：没有记录的扣2分");
	assert_string_equal(finding->notes[3].zh, "第 3 行：减5分的另行规定");
	assert_string_equal(finding->arguments[1], "4");
}

static void a_source_must_be_a_text(void **state)
{
	(void)state;
	assert_non_null(strstr(said("少开会的每次扣1分", NULL), "source.txt"));
	const struct finding *finding = finding_of(MSG_SOURCE_UNREADABLE);
	assert_non_null(finding);
	assert_non_null(strstr(found, "没有这个文件或文件夹"));
	said("少开会的每次扣1分", "\xFF\xFF\xFF\x80");
	assert_non_null(finding_of(MSG_SOURCE_NOT_TEXT));
}

static void a_source_may_be_gb18030(void **state)
{
	(void)state;
	said("扣1分", "\xBF\xDB" "1" "\xB7\xD6\xA1\xA3"); /* 扣1分。 */
	assert_int_equal(errors_and_warnings(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(blanks_line_ends_and_look_alikes_make_no_difference, begin, end),
		cmocka_unit_test_setup_teardown(an_ellipsis_stands_for_anything, begin, end),
		cmocka_unit_test_setup_teardown(a_character_that_differs_is_mended, begin, end),
		cmocka_unit_test_setup_teardown(what_is_nowhere_near_isn_t_mended, begin, end),
		cmocka_unit_test_setup_teardown(sentences_that_score_must_be_quoted, begin, end),
		cmocka_unit_test_setup_teardown(a_source_must_be_a_text, begin, end),
		cmocka_unit_test_setup_teardown(a_source_may_be_gb18030, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
