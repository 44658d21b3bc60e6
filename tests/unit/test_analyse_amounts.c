/* Points that a clause's wording mentions, in figures or in words, against those of its rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "compiler/compile.h"

static bool is_doubted(const char *wording, const char *amount)
{
	char text[1024];
	struct compilation compilation;
	snprintf(text, sizeof text,
		"标准 考评\n 满分 10分\n 各指标 扣完为止\n数据 支部\n 编号 文本 主键\n 有书记 是否\n项目 甲 10分\n指标 乙 10分\n 条款 “没有的，%s”\n 若 非 有书记 扣 %s分\n",
		wording, amount);
	assert_int_equal(compile_text("test.gj", text, strlen(text), &compilation), COMPILE_OK);
	bool doubted = false;
	for (size_t i = 0; i < diagnostics_total(compilation.diagnostics); i++)
		doubted |= diagnostics_at(compilation.diagnostics, i)->id == MSG_AMOUNT_NOT_IN_WORDING;
	compilation_free(&compilation);
	return doubted;
}

static const char *const amounts[] = { "0.5", "1", "1.5", "2", "3", "10" };
enum { AMOUNTS = sizeof amounts / sizeof *amounts };

/* A wording, and for each of the amounts whether it is doubted (x) or not (.). */
static const struct {
	const char *wording, *doubted;
} rows[] = {
	{ "扣两分", "xxx.xx" },
	{ "扣２分", "xxx.xx" },
	{ "扣二分", "xxx.xx" },
	{ "扣2.0分", "xxx.xx" },
	{ "扣一点五分", "xx.xxx" },
	{ "扣1.5分", "xx.xxx" },
	{ "扣一分半", "xx.xxx" },
	{ "扣半分", ".xxxxx" },
	{ "扣零点五分", ".xxxxx" },
	{ "扣〇分", "xxxxxx" },
	{ "扣10分", "xxxxx." },
	{ "扣十分", "xxxxx." },
	{ "扣十二分", "xxxxxx" },
	{ "扣二十分", "xxxxxx" },
	{ "扣一百分", "xxxxxx" },
	{ "扣1-3分", "x....x" },
	{ "扣1至3分", "x....x" },
	{ "扣1～3分", "x....x" },
	{ "扣一到三分", "x....x" },
	{ "扣1分，情节严重的扣3分", "x.xx.x" },
	{ "得一分、二分、三分", "x.x..x" },
	/* No amount is named. */
	{ "十分重视", "......" },
	{ "酌情扣分", "......" },
	{ "三分之一", "......" },
	{ "扣百分之二", "......" },
	{ "迟到1分钟", "......" },
};

static void amounts_are_read_in_figures_and_in_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char doubted[AMOUNTS + 1] = "";
		for (size_t j = 0; j < AMOUNTS; j++)
			doubted[j] = is_doubted(rows[i].wording, amounts[j]) ? 'x' : '.';
		if (strcmp(doubted, rows[i].doubted))
			fprintf(stderr, "%s\n", rows[i].wording);
		assert_string_equal(doubted, rows[i].doubted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_read_in_figures_and_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
