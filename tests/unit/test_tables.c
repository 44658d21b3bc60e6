/* 参数表: rows found by their keys, rows read from files; cells of another standard's results that say several values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compiler/compile.h"
#include "compiler/lookup.h"
#include "runtime/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 12, TRIALS = 500 };

struct scene {
	struct table_column columns[2];
	struct table table;
	int64_t cells[2 * ROWS];
	struct lookup_row rows[ROWS];
	struct lookup lookup;
};

/* Keys rise by 1 to 5 from 10. */
static void make(struct scene *scene, enum lookup_kind kind, enum expr_kind relation, bool ends)
{
	*scene = (struct scene){.lookup = {.kind = kind, .column = 1, .key_count = 1, .row_count = ROWS, .ends = ends}};
	scene->columns[0] = scene->columns[1] = (struct table_column){.type = GJ_NUMBER};
	scene->table = (struct table){.column_count = 2, .row_count = ROWS, .columns = scene->columns, .cells = scene->cells};
	int64_t key = 10;
	for (size_t i = 0; i < ROWS; i++, key += 1 + rand() % 5) {
		scene->rows[i] = (struct lookup_row){.codes = {key}, .row = i};
		scene->cells[2 * i] = key;
		scene->cells[2 * i + 1] = rand() % 100;
	}
	scene->lookup.keys[0] = (struct lookup_key){.relation = relation};
	scene->lookup.rows = scene->rows;
	scene->lookup.table = &scene->table;
}

static bool stands(enum expr_kind relation, int64_t cell, int64_t key)
{
	return relation == EXPR_LE ? cell <= key : relation == EXPR_LT ? cell < key : relation == EXPR_GE ? cell >= key : relation == EXPR_GT ? cell > key : cell == key;
}

/* The row by trying all: the last that begins at or below the key, the first that ends at or above it. */
static int by_hand(const struct scene *scene, enum expr_kind relation, int64_t key)
{
	int found = -1;
	bool from_above = relation == EXPR_GE || relation == EXPR_GT;
	for (int i = 0; i < ROWS; i++)
		if (stands(relation, scene->rows[i].codes[0], key) && !(from_above && found >= 0))
			found = i;
	return found;
}

static void rows_are_found_as_by_trying_all(void **state)
{
	(void)state;
	static const enum expr_kind relations[] = {EXPR_EQ, EXPR_LE, EXPR_LT, EXPR_GE, EXPR_GT};
	srand(1);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct scene scene;
		enum expr_kind relation = relations[trial % 5];
		bool ends = relation != EXPR_EQ && trial % 3 == 0;
		make(&scene, relation == EXPR_EQ ? LOOKUP_EXACT : LOOKUP_STEP, relation, ends);
		int64_t key = 5 + rand() % 60;
		int expected = by_hand(&scene, relation, key);
		if (expected < 0 && ends)
			expected = key <= scene.rows[0].codes[0] ? 0 : ROWS - 1;
		size_t index = 0;
		bool found = lookup_find(&scene.lookup, (struct ratio[MOST_KEYS]){{key, 1}}, &index);
		assert_int_equal(found, expected >= 0);
		if (found)
			assert_int_equal(index, expected);
	}
}

static void a_look_up_is_the_same_as_itself(void **state)
{
	(void)state;
	struct scene scene;
	make(&scene, LOOKUP_STEP, EXPR_LE, false);
	struct lookup other = scene.lookup;
	assert_true(lookup_same(&scene.lookup, &other));
	other.keys[0].relation = EXPR_LT;
	assert_false(lookup_same(&scene.lookup, &other));
	assert_false(lookup_same(&scene.lookup, NULL));
	assert_true(lookup_same(NULL, NULL));
	assert_int_equal(lookup_cell(&scene.lookup, 3, 1), scene.cells[7]);
}

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/guiju-tables-XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink("table.csv");
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static const char RULES[] = "标准 甲\n  满分 10分\n数据 单位\n  编号 文本 主键\n  级别 选项 一级、二级\n参数表 表 文件 “table.csv”\n项目 乙 10分\n指标 丙 10分\n  条款 “丁”\n"
	"    得 查表（表 的 分值 当 级别 = 级别）\n";

/* The two rows of a table however its file is written. */
static void check_file(const char *text)
{
	FILE *file = fopen("table.csv", "wb");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	struct compilation compilation;
	assert_int_equal(compile_text("rules.gj", RULES, strlen(RULES), &compilation), COMPILE_OK);
	const struct table *table = &compilation.model->tables[0];
	assert_int_equal(table->row_count, 2);
	assert_string_equal(table->nodes[2]->text, "二级");
	assert_string_equal(table->columns[1].unit, "分");
	assert_int_equal(table->columns[1].scale, 1);
	assert_int_equal(table->cells[1], 100);
	assert_int_equal(table->cells[3], 25);
	compilation_free(&compilation);
}

static void files_are_read_however_they_are_written(void **state)
{
	(void)state;
	check_file("级别,分值（分）\n一级,10\n\"二级\",2.5\n");
	check_file("级别,分值（分）\r\n一级,10\r\n\"二级\",2.5\r\n");
	check_file("\n级别,分值(分)\n\n一级, 10\n\n\"二级\" ,2.5");
	check_file("级别;分值（分）\n一级;10\n二级;2.5\n");
	check_file("级别\t分值（分）\n一级\t１０\n二级\t2.5\n");
	check_file("\xEF\xBB\xBF级别,分值（分）\n一级,10.0\n\"二级\",2.5\n");
}

static struct gj_cell read_cell(const struct gj_field *field, const char *text)
{
	struct gj_cell cell;
	gj_cell_read(field, (struct gj_text){text, (uint32_t)strlen(text)}, &cell);
	return cell;
}

static void results_say_what_they_lie_between(void **state)
{
	(void)state;
	const char *grades[] = {"B", "A", "AA", "或然"};
	struct gj_field number = {.name = "总分", .type = GJ_NUMBER, .scale = 1, .low = -50, .high = 1000, .result = true};
	struct gj_field option = {.name = "等次", .type = GJ_OPTION, .options = {4, grades}, .high = 3, .result = true};
	struct gj_cell cell = read_cell(&number, "82～90.5");
	assert_int_equal(cell.state, GJ_PENDING);
	assert_int_equal(cell.low, 820);
	assert_int_equal(cell.high, 905);
	assert_int_equal(cell.value, 820);
	assert_int_equal(read_cell(&number, "不低于-5、不超过90").low, -50);
	assert_int_equal(read_cell(&number, "待核").high, 1000);
	cell = read_cell(&option, "A、AA或或然");
	assert_int_equal(cell.state, GJ_PENDING);
	assert_int_equal(cell.low, 1);
	assert_int_equal(cell.high, 3);
	static const char *const wrong_numbers[] = {"82～", "～90", "90～82", "82～100.5", "不低于82", "82-90", "82～90～95"};
	for (size_t i = 0; i < sizeof wrong_numbers / sizeof *wrong_numbers; i++)
		assert_int_not_equal(read_cell(&number, wrong_numbers[i]).error, GJ_CELL_FINE);
	static const char *const wrong_options[] = {"A或", "或A", "A或C", "A或或AA", "AAA"};
	for (size_t i = 0; i < sizeof wrong_options / sizeof *wrong_options; i++)
		assert_int_not_equal(read_cell(&option, wrong_options[i]).error, GJ_CELL_FINE);
	number.result = option.result = false;
	assert_int_not_equal(read_cell(&number, "82～90").error, GJ_CELL_FINE);
	assert_int_not_equal(read_cell(&option, "A或AA").error, GJ_CELL_FINE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_found_as_by_trying_all),
		cmocka_unit_test(a_look_up_is_the_same_as_itself),
		cmocka_unit_test_setup_teardown(files_are_read_however_they_are_written, make_folder, remove_folder),
		cmocka_unit_test(results_say_what_they_lie_between),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
