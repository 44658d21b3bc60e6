#include "cases.h"
#include "runtime/datum.h"
#include "runtime/guiju.h"
#include "runtime/memory.h"
#include "runtime/totals.h"
#include "runtime/vm.h"

#include <string.h>

/* gj_vm_run may read, though not use, up to the next multiple of this many bytes. */
enum { COLUMN_BYTES = 64 };

struct case_runner {
	struct gj_arena *arena;
	const struct model *model;
	const struct gj_program *program;
	struct gj_vm *vm;
	void **columns;          /* one row each */
	void ***ledger_columns;  /* of each ledger: one row each */
	struct gj_text ***ledger_texts; /* of each ledger, by field: its cell as written */
	struct gj_totals *totals; /* of one unit */
	const struct given *row; /* of the case run last */
	bool rejected;
	bool *field_faults, *check_faults;
	const struct coverage *coverage;
	bool *seen;              /* points of the coverage */
};

static bool *flags(struct gj_arena *arena, size_t count)
{
	return gj_arena_alloc(arena, count + 1);
}

/* NULL when memory is out. */
static void **make_columns(struct case_runner *runner, const struct gj_program *program)
{
	void **columns = gj_arena_alloc(runner->arena, (program->column_count + 1) * sizeof *columns);
	for (size_t i = 0; columns && i < program->column_count; i++)
		if (!(columns[i] = gj_arena_alloc(runner->arena, COLUMN_BYTES)))
			return NULL;
	return columns;
}

/* NULL when memory is out. */
static struct gj_text **make_texts(struct case_runner *runner, const struct gj_program *program)
{
	struct gj_text **texts = gj_arena_alloc(runner->arena, (program->field_count + 1) * sizeof *texts);
	for (size_t i = 0; texts && i < program->field_count; i++)
		if (!(texts[i] = gj_arena_alloc(runner->arena, sizeof **texts)))
			return NULL;
	return texts;
}

static bool prepare_ledgers(struct case_runner *runner)
{
	const struct gj_program *program = runner->program;
	runner->ledger_columns = gj_arena_alloc(runner->arena, (program->ledger_count + 1) * sizeof *runner->ledger_columns);
	runner->ledger_texts = gj_arena_alloc(runner->arena, (program->ledger_count + 1) * sizeof *runner->ledger_texts);
	runner->totals = gj_totals_new(program, 1);
	bool good = runner->ledger_columns && runner->ledger_texts && runner->totals;
	for (size_t i = 0; good && i < program->ledger_count; i++) {
		runner->ledger_columns[i] = make_columns(runner, program->ledgers[i].rows);
		runner->ledger_texts[i] = make_texts(runner, program->ledgers[i].rows);
		good = runner->ledger_columns[i] && runner->ledger_texts[i];
	}
	return good;
}

static bool prepare(struct case_runner *runner)
{
	const struct gj_program *program = runner->program;
	runner->field_faults = flags(runner->arena, program->field_count);
	runner->check_faults = flags(runner->arena, program->check_count);
	runner->seen = flags(runner->arena, runner->coverage->count);
	runner->vm = gj_vm_new(program, &program->ledger);
	runner->columns = make_columns(runner, program);
	return runner->field_faults && runner->check_faults && runner->seen && runner->vm && runner->columns && prepare_ledgers(runner);
}

struct case_runner *case_runner_new(const struct model *model, const struct gj_program *program, const struct coverage *coverage)
{
	struct gj_arena *arena = gj_arena_new();
	struct case_runner *runner = arena ? gj_arena_alloc(arena, sizeof *runner) : NULL;
	if (!runner) {
		gj_arena_free(arena);
		return NULL;
	}
	*runner = (struct case_runner){ .arena = arena, .model = model, .program = program, .coverage = coverage };
	if (prepare(runner))
		return runner;
	case_runner_free(runner);
	return NULL;
}

void case_runner_free(struct case_runner *runner)
{
	if (!runner)
		return;
	gj_vm_free(runner->vm);
	gj_totals_free(runner->totals);
	gj_arena_free(runner->arena);
}

/* Puts a cell into its columns as the data reader would; false when the reader would reject it. */
static bool place_cell(void *const *columns, const struct gj_field *field, const struct given *given)
{
	enum gj_state state = given->state;
	int64_t value = given->value;
	bool sound = state != GJ_PRESENT ? gj_field_allows(field, state) || (field->type == GJ_TEXT && !given->given)
		: field->type == GJ_TEXT || (value >= field->low && value <= field->high);
	sound &= !given->unfit;
	/* A faulty cell gets a value that is in range: the machine relies on it, and nobody reads the result. */
	if (state != GJ_PRESENT || !sound)
		value = field->low;
	if (field->column != GJ_NONE)
		gj_column_set(columns[field->column], field->lane, 0, value);
	if (field->state_column != GJ_NONE)
		gj_column_set(columns[field->state_column], GJ_LANE8, 0, sound ? state : GJ_PRESENT);
	return sound;
}

static void place_row(struct case_runner *runner, const struct given *row)
{
	for (size_t i = 0; i < runner->program->field_count; i++) {
		runner->field_faults[i] = !place_cell(runner->columns, &runner->program->fields[i], &row[i]);
		runner->rejected |= runner->field_faults[i];
	}
}

/* The row that the row belongs to, from 1: the unit, or one of those given of another ledger; 0 where there is none. */
static uint32_t owner_of(const struct case_runner *runner, size_t ledger, const struct given *row, const struct given_rows *ledgers)
{
	const struct gj_ledger *of = &runner->program->ledgers[ledger];
	if (of->parent == GJ_NONE)
		return 1;
	int key = runner->program->ledgers[of->parent].unique;
	const struct given_rows *owners = &ledgers[of->parent];
	for (size_t i = 0; i < owners->count; i++)
		if (strcmp(owners->rows[i][key].text, row[of->rows->key_field].text) == 0)
			return (uint32_t)i + 1;
	return 0;
}

/* False when memory is out. A row that breaks its ledger's 校验 doesn't count, as in the data. */
static bool place_ledger_row(struct case_runner *runner, size_t ledger, const struct given *row, uint32_t owner)
{
	const struct gj_program *rows = runner->program->ledgers[ledger].rows;
	void **own = runner->ledger_columns[ledger];
	const void **columns = gj_totals_columns(runner->totals, ledger);
	for (size_t i = 0; i < rows->field_count && !rows->fields[i].derived; i++) {
		const struct gj_field *field = &rows->fields[i];
		*runner->ledger_texts[ledger][i] = (struct gj_text){ row[i].text, (uint32_t)strlen(row[i].text) };
		place_cell(own, field, &row[i]);
		if (field->column != GJ_NONE)
			columns[field->column] = own[field->column];
		if (field->state_column != GJ_NONE)
			columns[field->state_column] = own[field->state_column];
	}
	const struct gj_vm *vm = gj_totals_run(runner->totals, ledger, 1);
	for (size_t check = 0; check < rows->check_count; check++)
		if (!gj_vm_value(vm, rows->checks[check].slot, 0))
			owner = 0;
	return gj_totals_take(runner->totals, ledger, &owner, runner->ledger_texts[ledger], 0, 1);
}

/* The rows of every ledger into the derived columns. False when memory is out. */
static bool place_ledgers(struct case_runner *runner, const struct given_rows *ledgers)
{
	gj_totals_clear(runner->totals);
	for (size_t i = 0; i < runner->program->ledger_count; i++)
		for (size_t row = 0; row < ledgers[i].count; row++)
			if (!place_ledger_row(runner, i, ledgers[i].rows[row], owner_of(runner, i, ledgers[i].rows[row], ledgers)))
				return false;
	if (!gj_totals_settle(runner->totals))
		return false;
	gj_totals_fill(runner->totals, 0, 1, runner->columns);
	runner->rejected |= gj_totals_beyond(runner->totals, 0) != GJ_NONE;
	return true;
}

/* As in the data: 校验 are looked at only where every cell is sound. */
static void run_checks(struct case_runner *runner)
{
	bool sound = !runner->rejected;
	for (size_t i = 0; i < runner->program->check_count; i++) {
		runner->check_faults[i] = sound && case_value(runner, runner->program->checks[i].slot) == 0;
		runner->rejected |= runner->check_faults[i];
	}
}

static bool shows(const struct case_runner *runner, const struct goal *goal)
{
	if (goal->fails != GJ_NONE)
		return runner->check_faults[goal->fails];
	return !runner->rejected && (case_value(runner, goal->slot) != 0) == goal->holds;
}

static void note_coverage(struct case_runner *runner)
{
	for (size_t i = 0; i < runner->coverage->count; i++)
		runner->seen[i] |= shows(runner, &runner->coverage->points[i].goal);
}

bool case_run(struct case_runner *runner, const struct test_case *test)
{
	runner->row = test->row;
	runner->rejected = false;
	place_row(runner, test->row);
	if (!place_ledgers(runner, test->ledgers))
		return false;
	gj_vm_run(runner->vm, (const void *const *)runner->columns, 1);
	run_checks(runner);
	note_coverage(runner);
	return true;
}

bool case_rejected(const struct case_runner *runner)
{
	return runner->rejected;
}

bool case_check_failed(const struct case_runner *runner, size_t check)
{
	return runner->check_faults[check];
}

bool case_field_rejected(const struct case_runner *runner, int field)
{
	if (runner->field_faults[field])
		return true;
	for (size_t i = 0; i < runner->program->check_count; i++) {
		const struct gj_check *check = &runner->program->checks[i];
		for (size_t j = 0; runner->check_faults[i] && j < check->field_count; j++)
			if (check->fields[j] == field)
				return true;
	}
	return false;
}

int64_t case_value(const struct case_runner *runner, int slot)
{
	return slot == GJ_NONE ? 0 : gj_vm_value(runner->vm, slot, 0);
}

bool case_holds(const struct case_runner *runner, const struct expectation *expectation, int64_t *got)
{
	const struct gj_program *program = runner->program;
	int slot = GJ_NONE, part = expectation->kind == EXPECT_PART ? expectation->index : GJ_NONE;
	*got = 0;
	if (expectation->kind == EXPECT_REJECTED)
		return case_field_rejected(runner, expectation->index);
	if (runner->rejected)
		return false;
	switch (expectation->kind) {
	case EXPECT_PART: slot = program->sheet[expectation->index].score; break;
	case EXPECT_TOTAL: slot = program->total; part = 0; break;
	case EXPECT_BONUS: slot = program->bonus; break;
	case EXPECT_PENALTY: slot = program->penalty; break;
	case EXPECT_GRADE: slot = program->grade; break;
	case EXPECT_VETOED: slot = program->vetoed; break;
	case EXPECT_VETO_REASON: slot = program->sheet[expectation->index].reason; break;
	case EXPECT_REJECTED: break;
	}
	*got = part != GJ_NONE && case_value(runner, program->sheet[part].inapplicable) ? GJ_INAPPLICABLE : case_value(runner, slot);
	if (expectation->kind == EXPECT_GRADE)
		return *got == expectation->index;
	return *got == (expectation->kind == EXPECT_VETO_REASON ? 1 : expectation->value);
}

void case_columns(const struct case_runner *runner, int64_t *values)
{
	for (size_t i = 0; i < runner->program->column_count; i++)
		values[i] = gj_column_value(runner->columns[i], (enum gj_lane)runner->program->column_lanes[i], 0);
}

bool case_point_seen(const struct case_runner *runner, size_t point)
{
	return runner->seen[point];
}
