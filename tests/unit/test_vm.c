#include "runtime/image.h"
#include "runtime/vm.h"
#include "runtime/vm_level.h"
#include "tests/unit/program_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Columns that end where the contract lets them end: at the next multiple of 64 bytes. */
struct table {
	void *columns[COLUMN_COUNT];
};

static void set_row(const struct table *table, size_t row)
{
	((int16_t *)table->columns[COLUMN_MEMBERS])[row] = (int16_t)(row % 3 ? 4999 + row % 7 : 1);
	((int8_t *)table->columns[COLUMN_MISSED])[row] = (int8_t)(row * 7 % 101);
	((int8_t *)table->columns[COLUMN_GOOD])[row] = row % 5 != 0;
	((int8_t *)table->columns[COLUMN_MEANS])[row] = (int8_t)(row % 3);
	((int16_t *)table->columns[COLUMN_MARK])[row] = (int16_t)(595 + row % 10);
	((int8_t *)table->columns[COLUMN_MARK_STATE])[row] = row % 11 == 0;
}

static struct table make_table(const struct gj_program *program, size_t rows)
{
	struct table table;
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		size_t bytes = ((rows << program->column_lanes[i]) + 63) / 64 * 64;
		table.columns[i] = aligned_alloc(64, bytes);
		assert_non_null(table.columns[i]);
		memset(table.columns[i], 0x55, bytes);
	}
	for (size_t row = 0; row < rows; row++)
		set_row(&table, row);
	return table;
}

static void free_table(struct table *table)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		free(table->columns[i]);
}

static int64_t expected_score(size_t row)
{
	int64_t missed = (int64_t)(row * 7 % 101), loss = (missed < 5 ? missed : 5) * 2 + (row % 5 == 0 ? 3 : 0);
	return loss > 10 ? 0 : 10 - loss;
}

static void check_rows(const struct gj_program *program, const struct gj_vm *vm, const struct table *table, size_t rows)
{
	for (size_t row = 0; row < rows; row++) {
		int64_t score = expected_score(row);
		bool vetoed = row % 11 != 0 && row % 10 < 5;
		assert_int_equal(gj_vm_value(vm, SLOT_ITEM, row), score);
		assert_int_equal(gj_vm_value(vm, program->total, row), score);
		assert_int_equal(gj_vm_value(vm, program->vetoed, row), vetoed);
		assert_int_equal(gj_vm_value(vm, program->grade, row), score >= 6 && !vetoed);
		assert_int_equal(gj_vm_value(vm, SLOT_MARK, row), ((int16_t *)table->columns[COLUMN_MARK])[row]);
	}
}

static void run_block(enum gj_level level, size_t rows)
{
	struct gj_arena *arena = gj_arena_new();
	struct gj_program *program = build_program(arena);
	assert_null(gj_verify(program, arena));
	struct table table = make_table(program, rows);
	struct gj_vm *vm = gj_vm_new_with(program, &program->score, level);
	assert_non_null(vm);
	gj_vm_run(vm, (const void *const *)table.columns, rows);
	check_rows(program, vm, &table, rows);
	gj_vm_free(vm);
	free_table(&table);
	gj_arena_free(arena);
}

static void blocks_of_every_length_are_right(void **state)
{
	(void)state;
	static const size_t lengths[] = { 1, 2, 31, 63, 64, 65, 127, 128, 130, 1000, 1023, 1024 };
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		run_block(GJ_LEVEL_PORTABLE, lengths[i]);
		run_block(gj_level_best(), lengths[i]);
	}
}

static void a_machine_runs_again_and_ahead(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	struct gj_program *program = build_program(arena);
	struct table table = make_table(program, 1024);
	struct gj_vm *vm = gj_vm_new(program, &program->score);
	assert_non_null(vm);
	gj_vm_run(vm, (const void *const *)table.columns, 1024);
	gj_vm_run_ahead(vm, (const void *const *)table.columns, 100, (const void *const *)table.columns);
	check_rows(program, vm, &table, 100);
	gj_vm_free(vm);
	free_table(&table);
	gj_arena_free(arena);
}

static void ledger_code_has_the_clauses(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	struct gj_program *program = build_program(arena);
	struct table table = make_table(program, 10);
	struct gj_vm *vm = gj_vm_new(program, &program->ledger);
	assert_non_null(vm);
	gj_vm_run(vm, (const void *const *)table.columns, 10);
	assert_int_equal(gj_vm_value(vm, SLOT_INCURRED, 5), 13);
	assert_int_equal(gj_vm_value(vm, SLOT_COUNTED, 5), 10);
	assert_int_equal(gj_vm_value(vm, SLOT_BRANCH, 5), 1);
	enum gj_lane lane;
	assert_non_null(gj_vm_output(vm, SLOT_TOTAL, &lane));
	assert_int_equal(lane, GJ_LANE16);
	gj_vm_free(vm);
	free_table(&table);
	gj_arena_free(arena);
}

static void wide_lanes_are_read_whole(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	struct gj_program *program = build_program(arena);
	program->score.instructions[6].target = GJ_LANE64;
	program->score.instructions[10].source = GJ_LANE64;
	program->score.lanes[R_TOTAL] = GJ_LANE64;
	assert_null(gj_verify(program, arena));
	struct table table = make_table(program, 70);
	struct gj_vm *vm = gj_vm_new(program, &program->score);
	gj_vm_run(vm, (const void *const *)table.columns, 70);
	check_rows(program, vm, &table, 70);
	gj_vm_free(vm);
	program->score.instructions[6].target = program->score.lanes[R_TOTAL] = GJ_LANE32;
	program->score.instructions[10].source = GJ_LANE32;
	vm = gj_vm_new(program, &program->score);
	gj_vm_run(vm, (const void *const *)table.columns, 70);
	check_rows(program, vm, &table, 70);
	gj_vm_free(vm);
	gj_vm_free(NULL);
	free_table(&table);
	gj_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_of_every_length_are_right),
		cmocka_unit_test(a_machine_runs_again_and_ahead),
		cmocka_unit_test(ledger_code_has_the_clauses),
		cmocka_unit_test(wide_lanes_are_read_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
