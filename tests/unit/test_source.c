/* Reading a rule file: encodings, lines, cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler/source.h"
#include "runtime/memory.h"
#include <errno.h>
#include <string.h>

static struct gj_arena *arena;

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

static struct source *read_text(const char *text)
{
	struct source *source = NULL;
	assert_int_equal(source_from_text("x.gj", text, strlen(text), arena, &source), SOURCE_OK);
	return source;
}

static void byte_order_mark_is_dropped(void **state)
{
	(void)state;
	assert_string_equal(read_text("\xEF\xBB\xBF标准")->text, "标准");
}

static void gb18030_is_converted(void **state)
{
	(void)state;
	struct source *source = read_text("\xB1\xEA\xD7\xBC \xB6\xFE\n");
	assert_string_equal(source->text, "标准 二\n");
	assert_true(source->from_gb18030);
	assert_false(read_text("标准")->from_gb18030);
}

static void what_is_no_text_is_refused(void **state)
{
	(void)state;
	struct source *source;
	assert_int_equal(source_from_text("x", "a\0b", 3, arena, &source), SOURCE_NOT_TEXT);
	assert_int_equal(source_from_text("x", "\xFF\xFF", 2, arena, &source), SOURCE_NOT_TEXT);
	/* An overlong form isn't UTF-8, nor is a character cut off at the end; neither is GB18030. */
	assert_int_equal(source_from_text("x", "\xE6\xA0", 2, arena, &source), SOURCE_OK); /* but this is one GB18030 character */
	assert_int_equal(source_from_text("x", "\xE6", 1, arena, &source), SOURCE_NOT_TEXT);
}

static void files_that_cannot_be_read_say_why(void **state)
{
	(void)state;
	struct source *source;
	assert_int_equal(source_read("no/such/file.gj", arena, &source), SOURCE_CANNOT_READ);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(source_read(".", arena, &source), SOURCE_CANNOT_READ);
	assert_int_equal(errno, EISDIR);
}

static void lines_end_in_three_ways(void **state)
{
	(void)state;
	struct source *source = read_text("一\r\n二\r三\n");
	size_t length;
	assert_int_equal(source->line_count, 4);
	assert_memory_equal(source_line(source, 2, &length), "二", 3);
	assert_int_equal(length, 3);
	assert_int_equal(source_place(source, 5 + 4).line, 3);
	source_line(source, 4, &length);
	assert_int_equal(length, 0);
}

static void columns_count_cells(void **state)
{
	(void)state;
	struct source *source = read_text("指标 a");
	assert_int_equal(source_place(source, 3).column, 3);
	assert_int_equal(source_place(source, 7).column, 6);
	assert_int_equal(text_cells("（１）", strlen("（１）")), 6);
	assert_int_equal(text_cells("e\xCC\x81", 3), 1);
	assert_int_equal(text_cells("\xF0\x9F\x98\x80", 4), 2);
	assert_int_equal(text_cells("党\xE2\x80\x8B员", 9), 4);
	assert_int_equal(text_cells("\xFF\xFF", 2), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(byte_order_mark_is_dropped, begin, end),
		cmocka_unit_test_setup_teardown(gb18030_is_converted, begin, end),
		cmocka_unit_test_setup_teardown(what_is_no_text_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(files_that_cannot_be_read_say_why, begin, end),
		cmocka_unit_test_setup_teardown(lines_end_in_three_ways, begin, end),
		cmocka_unit_test_setup_teardown(columns_count_cells, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
