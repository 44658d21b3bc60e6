#include "cases.h"
#include "runtime/datum.h"
#include "runtime/memory.h"
#include "runtime/totals.h"
#include "runtime/vm.h"

/* gj_vm_run may read, though not use, up to the next multiple of this many bytes. */
enum { COLUMN_BYTES = 64 };

/* A machine for the rows of one ledger. */
struct row_runner {
	struct gj_vm *vm;
	void **columns;          /* one row each */
};

struct case_runner {
	struct gj_arena *arena;
	const struct model *model;
	const struct gj_program *program;
	struct gj_vm *vm;
	void **columns;          /* one row each */
	struct row_runner *ledgers;
	struct gj_totals totals; /* of one unit */
	const struct given *row; /* of the case run last */
	bool rejected;
	bool *field_faults, *check_faults;
	bool *branches, *vetoes, *grades; /* coverage */
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

static bool prepare_ledgers(struct case_runner *runner)
{
	const struct gj_program *program = runner->program;
	runner->ledgers = gj_arena_alloc(runner->arena, (program->ledger_count + 1) * sizeof *runner->ledgers);
	bool good = runner->ledgers && gj_totals_start(&runner->totals, program, 1);
	for (size_t i = 0; i < program->ledger_count && good; i++) {
		const struct gj_program *rows = program->ledgers[i].rows;
		runner->ledgers[i].columns = make_columns(runner, rows);
		good = runner->ledgers[i].columns && (runner->ledgers[i].vm = gj_vm_new(rows, &rows->score));
	}
	return good;
}

static bool prepare(struct case_runner *runner)
{
	const struct gj_program *program = runner->program;
	runner->field_faults = flags(runner->arena, program->field_count);
	runner->check_faults = flags(runner->arena, program->check_count);
	runner->branches = flags(runner->arena, program->branch_count);
	runner->vetoes = flags(runner->arena, program->sheet_count);
	runner->grades = flags(runner->arena, program->grade_count);
	runner->vm = gj_vm_new(program, &program->ledger);
	runner->columns = make_columns(runner, program);
	return runner->field_faults && runner->check_faults && runner->branches && runner->vetoes && runner->grades && runner->vm &&
		runner->columns && prepare_ledgers(runner);
}

struct case_runner *case_runner_new(const struct model *model, const struct gj_program *program)
{
	struct gj_arena *arena = gj_arena_new();
	struct case_runner *runner = arena ? gj_arena_alloc(arena, sizeof *runner) : NULL;
	if (!runner) {
		gj_arena_free(arena);
		return NULL;
	}
	*runner = (struct case_runner){ .arena = arena, .model = model, .program = program };
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
	for (size_t i = 0; runner->ledgers && i < runner->program->ledger_count; i++)
		gj_vm_free(runner->ledgers[i].vm);
	if (runner->totals.program)
		gj_totals_free(&runner->totals);
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

/* The rows of every ledger into the derived columns. A row that breaks its ledger's 校验 doesn't count, as in the data. */
static void place_ledgers(struct case_runner *runner, const struct given_rows *ledgers)
{
	const uint32_t unit = 1;
	gj_totals_clear(&runner->totals);
	for (size_t i = 0; i < runner->program->ledger_count; i++) {
		const struct gj_program *rows = runner->program->ledgers[i].rows;
		const struct row_runner *machine = &runner->ledgers[i];
		for (size_t row = 0; row < ledgers[i].count; row++) {
			bool sound = true;
			for (size_t field = 0; field < rows->field_count; field++)
				place_cell(machine->columns, &rows->fields[field], &ledgers[i].rows[row][field]);
			gj_vm_run(machine->vm, (const void *const *)machine->columns, 1);
			for (size_t check = 0; check < rows->check_count; check++)
				sound = sound && gj_vm_value(machine->vm, rows->checks[check].slot, 0) != 0;
			if (sound)
				gj_totals_take(&runner->totals, i, machine->vm, &unit, 1);
		}
	}
	gj_totals_fill(&runner->totals, 0, 1, runner->columns);
	runner->rejected |= gj_totals_beyond(&runner->totals, 0) != GJ_NONE;
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

static void note_coverage(struct case_runner *runner)
{
	const struct gj_program *program = runner->program;
	for (size_t i = 0; i < program->branch_count; i++)
		runner->branches[i] |= case_value(runner, program->branches[i].slot) != 0;
	for (size_t i = 0; i < program->sheet_count; i++)
		runner->vetoes[i] |= program->sheet[i].part == GJ_PART_VETO && case_value(runner, program->sheet[i].reason) != 0;
	int64_t grade = case_value(runner, program->grade);
	if (program->grade != GJ_NONE && grade >= 0 && (size_t)grade < program->grade_count)
		runner->grades[grade] = true;
}

void case_run(struct case_runner *runner, const struct test_case *test)
{
	runner->row = test->row;
	runner->rejected = false;
	place_row(runner, test->row);
	place_ledgers(runner, test->ledgers);
	gj_vm_run(runner->vm, (const void *const *)runner->columns, 1);
	run_checks(runner);
	if (!runner->rejected)
		note_coverage(runner);
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
	int slot = GJ_NONE;
	*got = 0;
	if (expectation->kind == EXPECT_REJECTED)
		return case_field_rejected(runner, expectation->index);
	if (runner->rejected)
		return false;
	switch (expectation->kind) {
	case EXPECT_PART: slot = program->sheet[expectation->index].score; break;
	case EXPECT_TOTAL: slot = program->total; break;
	case EXPECT_BONUS: slot = program->bonus; break;
	case EXPECT_PENALTY: slot = program->penalty; break;
	case EXPECT_GRADE: slot = program->grade; break;
	case EXPECT_VETOED: slot = program->vetoed; break;
	case EXPECT_VETO_REASON: slot = program->sheet[expectation->index].reason; break;
	case EXPECT_REJECTED: break;
	}
	*got = case_value(runner, slot);
	if (expectation->kind == EXPECT_GRADE)
		return *got == expectation->index;
	return *got == (expectation->kind == EXPECT_VETO_REASON ? 1 : expectation->value);
}

bool case_branch_seen(const struct case_runner *runner, size_t branch)
{
	return runner->branches[branch];
}

bool case_veto_seen(const struct case_runner *runner, size_t entry)
{
	return runner->vetoes[entry];
}

bool case_grade_seen(const struct case_runner *runner, size_t grade)
{
	return runner->grades[grade];
}
