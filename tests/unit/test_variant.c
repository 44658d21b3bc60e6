/* A standard based on another: files in one text, changes applied in order, and comparison of the two. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler/compare.h"
#include "compiler/compile.h"
#include "compiler/source.h"
#include "compiler/variant.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char BASE[] = "标准 考评\n  满分 10分\n  各指标 扣完为止\n  口径 K1 “没有写扣到多少” 处理 “0分”\n\n数据 科室\n  编号 文本 主键\n  迟到 整数（次） 0 至 9\n\n项目 工作 10分\n指标 纪律 6分\n"
	"  条款 “迟到1次扣1分”  每 1次 迟到 扣 1分\n指标 卫生 4分\n  条款 “迟到过的扣4分”  若 迟到 超过 0次 扣 4分\n\n"
	"等次\n  好 6分 以上\n  差 不满 6分\n";

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/guiju-variant-XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink("base.gj");
	unlink("middle.gj");
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static enum compile_status compile_variant(const char *changes, struct compilation *compilation)
{
	char text[4096];
	snprintf(text, sizeof text, "标准 变动\n  基于 “base.gj”\n%s", changes);
	write_file("base.gj", BASE);
	return compile_text("variant.gj", text, strlen(text), compilation);
}

static bool found(const struct compilation *compilation, enum message_id id)
{
	for (size_t i = 0; i < diagnostics_total(compilation->diagnostics); i++)
		if (diagnostics_at(compilation->diagnostics, i)->id == id)
			return true;
	return false;
}

static void files_keep_their_lines(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	struct source *source, *base;
	source_from_text("a.gj", "一\n二", 7, arena, &source);
	source_from_text("b.gj", "三\n四\n", 8, arena, &base);
	source_append(source, base, arena);
	assert_int_equal(source->length, 16);
	assert_int_equal(source_file_at(source, 7), 0);
	assert_int_equal(source_file_at(source, 8), 1);
	struct place place = source_place(source, 12);
	assert_string_equal(place.path, "b.gj");
	assert_int_equal(place.line, 2);
	assert_int_equal(place.row, 4);
	size_t length;
	assert_memory_equal(source_line(source, 2, &length), "二", 3);
	assert_int_equal(length, 3);
	assert_memory_equal(source_line(source, 4, &length), "四", 3);
	assert_int_equal(length, 3);
	assert_string_equal(source_beside(source, 12, "c.txt", arena), "c.txt");
	gj_arena_free(arena);
}

static void changes_are_applied(void **state)
{
	(void)state;
	struct compilation made;
	assert_int_equal(compile_variant("改分 指标 纪律 由 6分 改为 5分\n改分 指标 卫生 由 4分 改为 5分\n"
		"修改 条款 “迟到过的扣4分” 改为 条款 “迟到过的扣5分” 若 迟到 超过 0次 扣 5分\n数据 “科室（车间）”\n  早退 整数（次） 0 至 9\n"
		"新增 于 指标 纪律\n  条款 “早退1次扣1分”  每 1次 早退 扣 1分\n", &made), COMPILE_OK);
	assert_string_equal(made.model->name, "变动");
	assert_string_equal(made.model->unit_name, "科室（车间）");
	assert_int_equal(made.model->field_count, 3);
	const struct part *parts = made.model->parts;
	assert_string_equal(parts[2].name, "纪律");
	assert_int_equal(parts[2].points, 5);
	assert_string_equal(parts[3].wording, "迟到1次扣1分");
	assert_string_equal(parts[4].wording, "早退1次扣1分");
	assert_string_equal(parts[6].wording, "迟到过的扣5分");
	compilation_free(&made);
}

static void stale_changes_are_found(void **state)
{
	(void)state;
	static const struct {
		const char *changes;
		enum message_id id;
	} ROWS[] = {
		{ "删除 条款 “迟到一次扣1分”\n", MSG_CHANGE_TARGET }, { "改分 指标 纪律 由 5分 改为 6分\n", MSG_CHANGE_STALE },
		{ "修改 等次 好 7分 以上 改为 好 8分 以上\n", MSG_CHANGE_STALE }, { "新增 于 否决项\n  若 迟到 超过 8次 “迟到过多”\n", MSG_CHANGE_NOTHING_THERE },
		{ "删除 指标 纪律 条款 “迟到过的扣4分”\n", MSG_CHANGE_TARGET }, { "等次\n  好 1分 以上\n", MSG_CHANGE_SECTION },
		{ "修改 指标 纪律 改为 项目 纪律 6分\n", MSG_CHANGE_KIND }, { "改分 指标 纪律 由 6分 改为 7分\n", MSG_POINTS_SUM },
	};
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
		struct compilation made;
		assert_int_equal(compile_variant(ROWS[i].changes, &made), COMPILE_FAULTS);
		assert_true(found(&made, ROWS[i].id));
		compilation_free(&made);
	}
}

static void levels_add_up(void **state)
{
	(void)state;
	struct compilation made;
	const char *text = "标准 三\n  基于 “middle.gj”\n改分 指标 纪律 由 5分 改为 3分\n改分 指标 卫生 由 5分 改为 7分\n";
	write_file("base.gj", BASE);
	write_file("middle.gj", "标准 二\n  基于 “base.gj”\n改分 指标 纪律 由 6分 改为 5分\n改分 指标 卫生 由 4分 改为 5分\n");
	assert_int_equal(compile_text("variant.gj", text, strlen(text), &made), COMPILE_OK);
	assert_int_equal(made.model->parts[2].points, 3);
	assert_int_equal(made.source->file_count, 3);
	compilation_free(&made);
}

static bool has_difference(const struct comparison *comparison, enum difference_id id)
{
	for (size_t i = 0; i < comparison->count; i++)
		if (comparison->differences[i].id == id)
			return true;
	return false;
}

static void standards_are_compared(void **state)
{
	(void)state;
	struct compilation old, made;
	struct comparison comparison;
	struct gj_arena *arena = gj_arena_new();
	assert_int_equal(compile_text("base.gj", BASE, strlen(BASE), &old), COMPILE_OK);
	assert_true(compare_standards(old.model, old.model, GJ_CHINESE, arena, &comparison));
	assert_int_equal(comparison.count, 0);
	assert_int_equal(compile_variant("修改 条款 “迟到1次扣1分” 改为 条款 “迟到1次扣2分” 每 1次 迟到 扣 2分\n", &made), COMPILE_OK);
	assert_true(compare_standards(old.model, made.model, GJ_CHINESE, arena, &comparison));
	assert_int_equal(comparison.count, 3);
	assert_true(has_difference(&comparison, DIFFERENCE_HEADING_CHANGED));
	assert_true(has_difference(&comparison, DIFFERENCE_CLAUSE_REWORDED));
	assert_true(has_difference(&comparison, DIFFERENCE_CLAUSE_RULES));
	assert_string_equal(comparison.differences[2].arguments[3], "（加重）");
	compilation_free(&old);
	compilation_free(&made);
	gj_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_keep_their_lines),
		cmocka_unit_test(changes_are_applied),
		cmocka_unit_test(stale_changes_are_found),
		cmocka_unit_test(levels_add_up),
		cmocka_unit_test(standards_are_compared),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
