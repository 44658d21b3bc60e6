/* A standard as SQL: names that engines can't have as they are, and what is refused. The meaning is tried in tests/agree/sql.py. */
#include "compiler/compile.h"
#include "compiler/sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LONG "一二三四五六七八九十一二三四五六七八九十甲乙丙丁" /* 72 bytes */
#define STANDARD(range) "标准 小标准\n  满分 10分\n  各指标 扣完为止\n数据 支部\n  编号 文本 主键\n  " LONG " 整数（次） " range "\n  任务 整数（次） 1 至 1000000000\n" \
	"  计划 整数（次） 1 至 1000000000\n  态度 选项 甲、乙\n指标 会议 10分\n  条款 “任务完成得少”\n    若 " LONG " ÷ 任务 低于 任务 ÷ 计划 且 态度 为 甲 扣 10分\n" \
	"等次\n  好 6分 以上\n  差 不满 6分\n"

/* The script, or NULL where something is refused; the caller frees it. */
static char *script_of(const char *text, const char *dialect)
{
	struct compilation compilation;
	char *script = NULL;
	size_t size;
	assert_int_equal(compile_text("t.gj", text, strlen(text), &compilation), COMPILE_OK);
	FILE *out = open_memstream(&script, &size);
	enum compile_status status = compile_sql(&compilation, sql_dialect_named(dialect), out);
	fclose(out);
	if (status != COMPILE_OK) {
		assert_int_equal(status, COMPILE_FAULTS);
		assert_int_equal(diagnostics_count(compilation.diagnostics, GJ_ERROR), 1);
		free(script);
		script = NULL;
	}
	compilation_free(&compilation);
	return script;
}

static void assert_has(const char *text, const char *dialect, const char *wanted, bool has)
{
	char *script = script_of(text, dialect);
	assert_non_null(script);
	assert_true((strstr(script, wanted) != NULL) == has);
	free(script);
}

static void long_names(void **state)
{
	(void)state;
	assert_has(STANDARD("0 至 100"), "postgresql", "\"" LONG "\"", false);
	assert_has(STANDARD("0 至 100"), "postgresql", "\"一二三四五六七八九十一二三四五六七八_", true);
	assert_has(STANDARD("0 至 100"), "duckdb", "\"" LONG "\"", true);
}

static void beyond(void **state)
{
	(void)state;
	assert_null(script_of(STANDARD("0 至 1000000000000"), "sqlite"));
	assert_has(STANDARD("0 至 1000000000000"), "postgresql", "AS numeric)", true);
	assert_has(STANDARD("0 至 1000000000000"), "clickhouse", "AS Int128)", true);
}

static void no_such_dialect(void **state)
{
	(void)state;
	assert_null(sql_dialect_named("oracle"));
	assert_non_null(strstr(sql_dialect_names(), "postgresql"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_names),
		cmocka_unit_test(beyond),
		cmocka_unit_test(no_such_dialect),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
