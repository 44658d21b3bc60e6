/* Codes over ranges, the search for the least and the most, and what would settle a grade. */
#include "compiler/compile.h"
#include "runtime/datum.h"
#include "runtime/pending.h"
#include "runtime/settle.h"
#include "runtime/vm.h"

#include "small_standard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIELD_MISSED = 2, FIELD_IRREGULAR, FIELD_MARK, FIELD_LEADER, COLUMNS = 5 };

struct scene {
	struct compilation compilation;
	const struct gj_program *program;
	struct gj_arena *arena;
	struct gj_flow flow;
	void *columns[COLUMNS];
	struct gj_unit unit;
	uint64_t random;
};

static void set(struct scene *scene, int field, int64_t value, enum gj_state state)
{
	const struct gj_field *of = &scene->program->fields[field];
	gj_column_set(scene->columns[of->column], of->lane, 0, value);
	if (of->state_column != GJ_NONE)
		gj_column_set(scene->columns[of->state_column], GJ_LANE8, 0, state);
}

static int begin(void **state)
{
	struct scene *scene = calloc(1, sizeof *scene);
	if (!scene || compile_text("small.gj", small_standard, sizeof small_standard - 1, &scene->compilation) != COMPILE_OK)
		return -1;
	scene->program = scene->compilation.program;
	scene->arena = gj_arena_new();
	for (size_t i = 0; i < COLUMNS; i++)
		scene->columns[i] = gj_arena_alloc(scene->arena, 64);
	*state = scene;
	set(scene, FIELD_MISSED, 0, GJ_PRESENT);
	set(scene, FIELD_IRREGULAR, 0, GJ_PRESENT);
	set(scene, FIELD_MARK, 900, GJ_PRESENT);
	set(scene, FIELD_LEADER, 1, GJ_PRESENT);
	return gj_flow_make(&scene->flow, scene->program, &scene->program->ledger, scene->arena) ? 0 : -1;
}

static int end(void **state)
{
	struct scene *scene = *state;
	gj_arena_free(scene->arena);
	compilation_free(&scene->compilation);
	free(scene);
	return 0;
}

static void make(struct scene *scene, const int *fields, size_t count)
{
	struct gj_pending_cell cells[COLUMNS];
	for (size_t i = 0; i < count; i++) {
		const struct gj_field *field = &scene->program->fields[fields[i]];
		cells[i] = (struct gj_pending_cell){0, fields[i], field->low, field->high, gj_field_last_state(field)};
	}
	assert_true(gj_unit_make(&scene->unit, scene->program, &scene->flow, scene->columns, 0, cells, count, NULL, 0, scene->arena));
}

static int64_t pick(struct scene *scene, int64_t low, int64_t high)
{
	scene->random = scene->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return low + (int64_t)(scene->random >> 33) % (high - low + 1);
}

/* Every slot of the machine is within its range when the cells are anything, and is the range when nothing is pending. */
static void ranges_hold_what_the_machine_makes(void **state)
{
	struct scene *scene = *state;
	static const int fields[] = {FIELD_MISSED, FIELD_MARK, FIELD_LEADER};
	struct gj_vm *vm = gj_vm_new(scene->program, &scene->program->ledger);
	assert_non_null(vm);
	for (int i = 0; i < 500; i++) {
		set(scene, FIELD_MISSED, pick(scene, 0, 20), GJ_PRESENT);
		set(scene, FIELD_IRREGULAR, pick(scene, 0, 20), GJ_PRESENT);
		bool absent = pick(scene, 0, 3) == 0;
		set(scene, FIELD_MARK, absent ? 0 : pick(scene, 580, 620), absent ? GJ_ABSENT : GJ_PRESENT);
		set(scene, FIELD_LEADER, pick(scene, 0, 1), GJ_PRESENT);
		gj_vm_run(vm, (const void *const *)scene->columns, 1);
		for (size_t pending = 0; pending <= 3; pending++) {
			make(scene, fields, pending);
			for (size_t slot = 0; slot < scene->program->slot_count; slot++) {
				struct gj_interval range = gj_unit_slot(&scene->unit, (int)slot);
				int64_t value = gj_vm_value(vm, (int)slot, 0);
				assert_true(range.low <= value && value <= range.high);
				assert_true(pending || range.low == range.high);
			}
		}
	}
	gj_vm_free(vm);
}

static void the_ends_are_rows(void **state)
{
	struct scene *scene = *state;
	static const int fields[] = {FIELD_MISSED, FIELD_MARK};
	struct gj_slice slice;
	struct gj_extreme least, most;
	set(scene, FIELD_IRREGULAR, 18, GJ_PRESENT);
	make(scene, fields, 2);
	assert_true(gj_unit_slice(&scene->unit, scene->program->total, &slice));
	assert_true(gj_search_extreme(&scene->unit, &slice, false, &least));
	assert_true(gj_search_extreme(&scene->unit, &slice, true, &most));
	assert_int_equal(least.bound, 0);
	assert_int_equal(most.bound, 10); /* 18 irregular ones leave nothing of 会议 */
	assert_true(least.reached && most.reached);
	assert_int_equal(least.row[1].first, GJ_ABSENT);
	assert_true(most.row[0].low <= 2); /* the 校验 allows no more */
	assert_true(most.row[1].low >= 600);
}

static void without_steps_the_ends_are_only_bounds(void **state)
{
	struct scene *scene = *state;
	static const int fields[] = {FIELD_MISSED, FIELD_IRREGULAR, FIELD_MARK, FIELD_LEADER};
	struct gj_slice slice;
	struct gj_extreme least;
	struct gj_values grades = {.count = scene->program->grade_count};
	make(scene, fields, 4);
	assert_true(gj_unit_slice(&scene->unit, scene->program->total, &slice));
	scene->unit.steps = 0;
	assert_true(gj_search_extreme(&scene->unit, &slice, false, &least));
	assert_true(least.any && !least.reached && least.bound <= 0);
	assert_true(gj_unit_slice(&scene->unit, scene->program->grade, &slice));
	assert_true(gj_search_values(&scene->unit, &slice, &grades));
	assert_false(grades.complete);
	for (size_t i = 0; i < grades.count; i++)
		assert_true(grades.possible[i] || !scene->program->grades[i].from_band);
}

static void pieces_tell_the_grade(void **state)
{
	struct scene *scene = *state;
	static const int fields[] = {FIELD_MISSED, FIELD_MARK};
	struct gj_slice slice;
	struct gj_values grades = {.count = scene->program->grade_count};
	struct gj_settling_cell cells[2];
	set(scene, FIELD_IRREGULAR, 0, GJ_PRESENT);
	make(scene, fields + 1, 1);
	assert_true(gj_unit_slice(&scene->unit, scene->program->grade, &slice));
	assert_true(gj_search_values(&scene->unit, &slice, &grades) && grades.complete);
	assert_true(gj_settle(&scene->unit, &slice, &grades, cells));
	assert_true(cells[0].matters && cells[0].decides);
	/* 会议 10分, and 10, 5 or 0 for the mark: 20 and 15 are 良, 10 is 中. */
	assert_int_equal(cells[0].piece_count, 2);
	assert_int_equal(cells[0].pieces[0].extent.low, 0);
	assert_int_equal(cells[0].pieces[0].extent.high, 1000);
	assert_string_equal(scene->program->grades[cells[0].pieces[0].grade].name, "良");
	assert_int_equal(cells[0].pieces[1].extent.first, GJ_ABSENT);
	assert_string_equal(scene->program->grades[cells[0].pieces[1].grade].name, "中");
}

static void cells_that_make_no_difference_to_the_grade(void **state)
{
	struct scene *scene = *state;
	static const int fields[] = {FIELD_MISSED, FIELD_LEADER};
	struct gj_slice slice;
	struct gj_values grades = {.count = scene->program->grade_count};
	struct gj_settling_cell cells[2];
	set(scene, FIELD_MARK, 0, GJ_ABSENT);
	set(scene, FIELD_IRREGULAR, 2, GJ_PRESENT); /* at most 6分: 不评 in any case but for the vetoes */
	make(scene, fields, 2);
	assert_true(gj_unit_slice(&scene->unit, scene->program->grade, &slice));
	assert_true(gj_search_values(&scene->unit, &slice, &grades) && grades.complete);
	size_t possible = 0;
	for (size_t i = 0; i < grades.count; i++)
		possible += grades.possible[i];
	assert_int_equal(possible, 1);
	set(scene, FIELD_MARK, 1000, GJ_PRESENT);
	set(scene, FIELD_IRREGULAR, 10, GJ_PRESENT); /* 10分 whatever is missed: 中, or the veto */
	grades = (struct gj_values){.count = scene->program->grade_count};
	make(scene, fields, 2);
	assert_true(gj_unit_slice(&scene->unit, scene->program->grade, &slice));
	assert_true(gj_search_values(&scene->unit, &slice, &grades) && grades.complete);
	assert_true(gj_settle(&scene->unit, &slice, &grades, cells));
	assert_false(cells[0].matters);
	assert_true(cells[1].matters);
	assert_int_equal(cells[1].piece_count, 2);
}


int main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, begin, end)
	const struct CMUnitTest tests[] = {
		SCENE(ranges_hold_what_the_machine_makes), SCENE(the_ends_are_rows), SCENE(without_steps_the_ends_are_only_bounds),
		SCENE(pieces_tell_the_grade), SCENE(cells_that_make_no_difference_to_the_grade),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
