#include "runtime/pending.h"

#include "runtime/population.h"

#include <stdlib.h>

struct gj_pending {
	const struct gj_program *program;
	struct gj_arena *arena;  /* of the flow */
	struct gj_flow flow;
	struct gj_arena *own;    /* of the unit examined last */
	struct gj_unit unit;
};

struct gj_pending *gj_pending_new(const struct gj_program *program)
{
	struct gj_pending *pending = calloc(1, sizeof *pending);
	if (!pending)
		return NULL;
	pending->program = program;
	pending->arena = gj_arena_new();
	if (pending->arena && gj_flow_make(&pending->flow, program, &program->ledger, pending->arena))
		return pending;
	gj_pending_free(pending);
	return NULL;
}

void gj_pending_free(struct gj_pending *pending)
{
	if (!pending)
		return;
	gj_arena_free(pending->own);
	gj_arena_free(pending->arena);
	free(pending);
}

/* Such a unit is never settled: the machine has it without what the rows with 待核 cells add. */
static bool has_totals(const struct gj_unit *unit)
{
	for (size_t i = 0; i < unit->count; i++)
		if (unit->unknowns[i].loose)
			return true;
	return false;
}

static void range_slots(const struct gj_unit *unit, struct gj_pending_unit *of)
{
	of->kind = has_totals(unit) ? GJ_PENDING_OPEN : GJ_PENDING_SETTLED;
	for (size_t i = 0; i < unit->program->slot_count; i++) {
		struct gj_interval range = unit->flow->outputs[i] == GJ_NONE ? gj_interval_of(0, 0) : gj_unit_slot(unit, (int)i);
		of->slots[i] = (struct gj_bounds){(int64_t)range.low, (int64_t)range.high, range.low == range.high};
		if (!of->slots[i].exact)
			of->kind = GJ_PENDING_OPEN;
	}
}

/* A 校验 that fails for certain by itself, or the first that may. */
static int failing_check(const struct gj_unit *unit, bool *certain)
{
	int found = GJ_NONE;
	*certain = false;
	for (size_t i = 0; i < unit->program->check_count && !*certain; i++) {
		struct gj_interval holds = gj_unit_slot(unit, unit->program->checks[i].slot);
		*certain = !holds.high;
		if (*certain || (!holds.low && found == GJ_NONE))
			found = (int)i;
	}
	return found;
}

bool gj_unit_possible(struct gj_unit *unit, bool *possible, int *check)
{
	struct gj_values any = {.count = 1};
	struct gj_slice slice;
	bool certain;
	*check = failing_check(unit, &certain);
	*possible = *check == GJ_NONE;
	if (*possible || certain)
		return true;
	if (!gj_unit_slice(unit, GJ_NONE, &slice) || !gj_search_values(unit, &slice, &any))
		return false;
	*possible = any.possible[0];
	return true;
}

bool gj_pending_bound(struct gj_unit *unit, int slot, struct gj_pending_unit *of)
{
	struct gj_slice slice;
	struct gj_extreme least, most;
	if (slot == GJ_NONE || of->slots[slot].exact)
		return true;
	if (!gj_unit_slice(unit, slot, &slice) || !gj_search_extreme(unit, &slice, false, &least) || !gj_search_extreme(unit, &slice, true, &most))
		return false;
	of->slots[slot] = (struct gj_bounds){least.bound, most.bound, least.reached && most.reached};
	return true;
}

enum gj_applying gj_pending_applies(const struct gj_pending_unit *of, int inapplicable)
{
	const struct gj_bounds *bounds = inapplicable == GJ_NONE ? NULL : &of->slots[inapplicable];
	return !bounds || !bounds->high ? GJ_APPLIES : bounds->low ? GJ_NEVER_APPLIES : GJ_MAY_NOT_APPLY;
}

/* The total first: where the steps run out, the rest is said less exactly. */
static bool bound_scores(struct gj_unit *unit, struct gj_pending_unit *of)
{
	const struct gj_program *program = unit->program;
	const int fixed[] = {program->total, program->vetoed, program->bonus, program->penalty};
	bool good = true;
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed && good; i++)
		good = gj_pending_bound(unit, fixed[i], of);
	for (size_t i = 0; i < program->sheet_count && good; i++)
		good = gj_pending_bound(unit, program->sheet[i].score, of) && gj_pending_bound(unit, program->sheet[i].inapplicable, of);
	return good;
}

static bool find_grades(struct gj_unit *unit, struct gj_pending_unit *of)
{
	const struct gj_program *program = unit->program;
	struct gj_slice slice;
	size_t count = 0;
	of->grade = GJ_NONE;
	of->grades = (struct gj_values){.count = program->grade_count};
	if (program->grade == GJ_NONE)
		return true;
	if (!gj_unit_slice(unit, program->grade, &slice) || !gj_search_values(unit, &slice, &of->grades))
		return false;
	for (size_t i = 0; i < program->grade_count; i++) {
		count += of->grades.possible[i];
		of->grade = of->grades.possible[i] ? (int)i : of->grade;
	}
	of->grade = count == 1 ? of->grade : GJ_NONE;
	return true;
}

static bool find_selections(const struct gj_unit *unit, struct gj_pending_unit *of)
{
	const struct gj_program *program = unit->program;
	bool *reached = gj_arena_alloc(unit->arena, (program->grade_count + 1) * sizeof *reached);
	of->taken = gj_arena_alloc(unit->arena, (program->selection_count + 1) * sizeof *of->taken);
	if (!reached || !of->taken)
		return false;
	for (size_t i = 0; i < program->grade_count; i++)
		reached[i] = program->grade != GJ_NONE && of->grades.possible[i];
	gj_selections_reach(program, reached, of->taken);
	return true;
}

static bool result_is_open(const struct gj_program *program, const struct gj_pending_unit *of)
{
	if (program->grade == GJ_NONE)
		return false;
	for (size_t i = 0; of->grade != GJ_NONE && i < program->selection_count; i++)
		if (of->taken[i] && gj_selection_may_change(&program->selections[i], of->slots[program->selections[i].condition].high))
			return true;
	return of->grade == GJ_NONE;
}

bool gj_pending_unit_examine(struct gj_unit *unit, struct gj_pending_unit *of)
{
	*of = (struct gj_pending_unit){.grade = GJ_NONE, .check = GJ_NONE};
	of->slots = gj_arena_alloc(unit->arena, (unit->program->slot_count + 1) * sizeof *of->slots);
	bool possible;
	if (!of->slots)
		return false;
	range_slots(unit, of);
	if (!gj_unit_possible(unit, &possible, &of->check))
		return false;
	if (!possible)
		of->kind = GJ_PENDING_IMPOSSIBLE;
	if (of->kind != GJ_PENDING_OPEN)
		return true;
	if (!find_grades(unit, of) || !find_selections(unit, of) || !bound_scores(unit, of))
		return false;
	of->open = result_is_open(unit->program, of);
	return true;
}

struct gj_arena *gj_pending_begin(struct gj_pending *pending)
{
	gj_arena_free(pending->own);
	return pending->own = gj_arena_new();
}

const struct gj_unit *gj_pending_last(const struct gj_pending *pending)
{
	return &pending->unit;
}

bool gj_pending_examine(struct gj_pending *pending, void *const *columns, size_t row, const struct gj_pending_cell *cells, size_t count,
	const struct gj_unknown_total *totals, size_t total_count, struct gj_pending_unit *of)
{
	return gj_unit_make(&pending->unit, pending->program, &pending->flow, columns, row, cells, count, totals, total_count, pending->own)
		&& gj_pending_unit_examine(&pending->unit, of);
}

bool gj_pending_bound_last(struct gj_pending *pending, int slot, struct gj_pending_unit *of)
{
	return gj_pending_bound(&pending->unit, slot, of);
}
