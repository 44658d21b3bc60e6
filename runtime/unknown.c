#include "runtime/unknown.h"

#include "runtime/datum.h"
#include "runtime/opcode.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = 4000000, CUTS_OF_A_STEP = 2 };

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* A number that an unknown is compared with: `k` and the value after it are told from what comes before them. */
struct edge {
	int32_t column;
	gj_wide k[CUTS_OF_A_STEP];
};

/* The value that a step compares its operand with, where that doesn't move. */
static bool other_side(const struct gj_unit *unit, int32_t other, gj_wide *k)
{
	if (other == GJ_NONE || unit->moving[other])
		return false;
	*k = unit->values[other].low;
	return true;
}

static bool edge_of_two(const struct gj_unit *unit, const struct gj_flow_step *step, struct edge *edge)
{
	bool first = step->x != GJ_NONE && unit->moving[step->x];
	edge->column = gj_flow_column(unit->flow, first ? step->x : step->y);
	if (!other_side(unit, first ? step->y : step->x, &edge->k[0]))
		return false;
	edge->k[1] = edge->k[0] + 1;
	return true;
}

/* Where the result of a step changes its course as an unknown rises. */
static bool edge_of(const struct gj_unit *unit, const struct gj_flow_step *step, struct edge *edge)
{
	edge->column = gj_flow_column(unit->flow, step->x);
	switch (step->op) {
	case GJ_OP_LEK: edge->k[0] = edge->k[1] = (gj_wide)step->k + 1; return true;
	case GJ_OP_GEK: edge->k[0] = edge->k[1] = step->k; return true;
	case GJ_OP_EQK: case GJ_OP_NEK: edge->k[0] = step->k; edge->k[1] = (gj_wide)step->k + 1; return true;
	case GJ_OP_SPAN: edge->k[0] = step->k; edge->k[1] = (gj_wide)step->m + 1; return true;
	case GJ_OP_CLAMP: edge->k[0] = step->k; edge->k[1] = step->m; return true;
	case GJ_OP_COUNT: case GJ_OP_LOSE: edge->k[0] = edge->k[1] = step->m; return true;
	case GJ_OP_EQ: case GJ_OP_NE: case GJ_OP_LT: case GJ_OP_LE: case GJ_OP_MIN: case GJ_OP_MAX: return edge_of_two(unit, step, edge);
	default: return false;
	}
}

static void add_cut(struct gj_unknown *unknown, gj_wide cut)
{
	if (cut > unknown->extent.low && cut <= unknown->extent.high)
		unknown->cuts[unknown->cut_count++] = (int64_t)cut;
}

static void cut_at_edges(const struct gj_unit *unit, struct gj_unknown *unknown)
{
	for (size_t i = 0; i < unit->flow->count; i++) {
		struct edge edge;
		if (!unit->moving[unit->flow->columns + i] || !edge_of(unit, &unit->flow->steps[i], &edge) || edge.column != unknown->field->column)
			continue;
		for (size_t k = 0; k < CUTS_OF_A_STEP; k++)
			add_cut(unknown, edge.k[k]);
	}
}

/* Every option by itself; numbers and dates where the rules compare them. */
static bool make_cuts(const struct gj_unit *unit, struct gj_unknown *unknown)
{
	const struct gj_field *field = unknown->field;
	size_t options = field->type == GJ_OPTION || field->type == GJ_BOOL ? (size_t)(field->high - field->low) : 0, kept = 0;
	unknown->cuts = gj_arena_alloc(unit->arena, (options + CUTS_OF_A_STEP * unit->flow->count + 1) * sizeof *unknown->cuts);
	if (!unknown->cuts)
		return false;
	for (size_t i = 1; i <= options; i++)
		add_cut(unknown, field->low + (int64_t)i);
	if (!options)
		cut_at_edges(unit, unknown);
	qsort(unknown->cuts, unknown->cut_count, sizeof *unknown->cuts, by_value);
	for (size_t i = 0; i < unknown->cut_count; i++)
		if (!kept || unknown->cuts[kept - 1] != unknown->cuts[i])
			unknown->cuts[kept++] = unknown->cuts[i];
	unknown->cut_count = kept;
	return true;
}

static void enter(struct gj_unit *unit, const struct gj_unknown *unknown, const struct gj_extent *extent)
{
	const struct gj_field *field = unknown->field;
	if (field->column != GJ_NONE)
		unit->values[field->column] = gj_interval_of(extent->low, extent->high);
	if (field->state_column != GJ_NONE)
		unit->values[field->state_column] = gj_interval_of(extent->first, extent->last);
}

static void run_step(struct gj_unit *unit, size_t step)
{
	unit->values[unit->flow->columns + step] = gj_flow_run(unit->flow, step, unit->values);
}

/* Whether a step reads a value that is marked. */
static bool reads_marked(const struct gj_flow_step *step, const bool *marks)
{
	int32_t operands[4];
	gj_flow_operands(step, operands);
	for (size_t i = 0; i < 4; i++)
		if (operands[i] != GJ_NONE && marks[operands[i]])
			return true;
	return false;
}

/* Marks what moves when an unknown does, beside what is marked already. */
static void mark_moving(const struct gj_flow *flow, const struct gj_unknown *unknown, bool *marks)
{
	if (unknown->field->column != GJ_NONE)
		marks[unknown->field->column] = true;
	if (unknown->field->state_column != GJ_NONE)
		marks[unknown->field->state_column] = true;
	for (size_t i = 0; i < flow->count; i++)
		marks[flow->columns + i] |= reads_marked(&flow->steps[i], marks);
}

static size_t value_count(const struct gj_unit *unit)
{
	return unit->flow->columns + unit->flow->count;
}

static bool is_moving_check(const struct gj_unit *unit, size_t check)
{
	int32_t value = unit->flow->outputs[unit->program->checks[check].slot];
	return value != GJ_NONE && unit->moving[value];
}

/* Which 校验 depend on which unknowns. */
static bool link_checks(struct gj_unit *unit)
{
	size_t checks = unit->program->check_count;
	bool *marks = gj_arena_alloc(unit->arena, value_count(unit) + 1);
	unit->check_reads = gj_arena_alloc(unit->arena, checks * unit->count + 1);
	for (size_t u = 0; marks && unit->check_reads && checks && u < unit->count; u++) {
		memset(marks, 0, value_count(unit));
		mark_moving(unit->flow, &unit->unknowns[u], marks);
		for (size_t i = 0; i < checks; i++)
			unit->check_reads[i * unit->count + u] = marks[unit->flow->outputs[unit->program->checks[i].slot]];
	}
	return marks && unit->check_reads;
}

static void load_columns(struct gj_unit *unit, void *const *columns, size_t row)
{
	for (size_t i = 0; i < unit->flow->columns; i++) {
		int64_t value = gj_column_value(columns[i], (enum gj_lane)unit->program->column_lanes[i], row);
		unit->values[i] = gj_interval_of(value, value);
	}
}

static struct gj_unknown unknown_cell(const struct gj_field *field, const struct gj_pending_cell *cell)
{
	return (struct gj_unknown){.field = field, .extent = {.low = cell->low, .high = cell->high, .first = GJ_PRESENT, .last = (int8_t)cell->last}};
}

static struct gj_unknown unknown_total(const struct gj_field *field, const struct gj_unknown_total *total)
{
	return (struct gj_unknown){.field = field, .loose = true,
		.extent = {.low = total->low, .high = total->high, .first = GJ_PRESENT, .last = total->last}};
}

bool gj_unit_make(struct gj_unit *unit, const struct gj_program *program, const struct gj_flow *flow, void *const *columns, size_t row,
	const struct gj_pending_cell *cells, size_t count, const struct gj_unknown_total *totals, size_t total_count, struct gj_arena *arena)
{
	*unit = (struct gj_unit){.program = program, .flow = flow, .arena = arena, .count = count + total_count, .steps = STEPS};
	unit->values = gj_arena_alloc(arena, (value_count(unit) + 1) * sizeof *unit->values);
	unit->moving = gj_arena_alloc(arena, value_count(unit) + 1);
	unit->unknowns = gj_arena_alloc(arena, (unit->count + 1) * sizeof *unit->unknowns);
	if (!unit->values || !unit->moving || !unit->unknowns)
		return false;
	load_columns(unit, columns, row);
	for (size_t i = 0; i < count; i++)
		unit->unknowns[i] = unknown_cell(&program->fields[cells[i].field], &cells[i]);
	for (size_t i = 0; i < total_count; i++)
		unit->unknowns[count + i] = unknown_total(&program->fields[totals[i].field], &totals[i]);
	for (size_t i = 0; i < unit->count; i++) {
		enter(unit, &unit->unknowns[i], &unit->unknowns[i].extent);
		mark_moving(flow, &unit->unknowns[i], unit->moving);
	}
	for (size_t i = 0; i < flow->count; i++)
		run_step(unit, i);
	for (size_t i = 0; i < unit->count; i++)
		if (!make_cuts(unit, &unit->unknowns[i]))
			return false;
	return link_checks(unit);
}

struct gj_interval gj_unit_slot(const struct gj_unit *unit, int slot)
{
	return unit->values[unit->flow->outputs[slot]];
}

bool gj_unit_reach(const struct gj_unit *unit, size_t unknown, bool *slots)
{
	bool *marks = gj_arena_alloc(unit->arena, value_count(unit) + 1);
	if (!marks)
		return false;
	mark_moving(unit->flow, &unit->unknowns[unknown], marks);
	for (size_t i = 0; i < unit->program->slot_count; i++)
		slots[i] = unit->flow->outputs[i] != GJ_NONE && marks[unit->flow->outputs[i]];
	return true;
}

/* Marks what the marked values depend on, as far as it moves. */
static void mark_needed(const struct gj_unit *unit, bool *marks)
{
	for (size_t i = unit->flow->count; i-- > 0;) {
		size_t value = unit->flow->columns + i;
		int32_t operands[4];
		if (!marks[value])
			continue;
		gj_flow_operands(&unit->flow->steps[i], operands);
		for (size_t k = 0; k < 4; k++)
			if (operands[k] != GJ_NONE && unit->moving[operands[k]])
				marks[operands[k]] = true;
	}
}

static void list_reads(const struct gj_unit *unit, const bool *marks, bool *reads)
{
	for (size_t u = 0; u < unit->count; u++) {
		const struct gj_field *field = unit->unknowns[u].field;
		reads[u] = (field->column != GJ_NONE && marks[field->column]) || (field->state_column != GJ_NONE && marks[field->state_column]);
	}
}

static bool shares_unknown(const struct gj_unit *unit, size_t check, const bool *reads)
{
	for (size_t u = 0; u < unit->count; u++)
		if (reads[u] && unit->check_reads[check * unit->count + u])
			return true;
	return false;
}

/* Takes in every 校验 that shares an unknown with what is taken in already. */
static void take_checks(const struct gj_unit *unit, struct gj_slice *slice, bool *taken, bool *marks)
{
	const struct gj_program *program = unit->program;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < program->check_count; i++) {
			if (taken[i] || !is_moving_check(unit, i) || (slice->target != GJ_NONE && !shares_unknown(unit, i, slice->reads)))
				continue;
			taken[i] = more = true;
			slice->checks[slice->check_count++] = unit->flow->outputs[program->checks[i].slot];
			marks[slice->checks[slice->check_count - 1]] = true;
		}
		mark_needed(unit, marks);
		list_reads(unit, marks, slice->reads);
	}
}

bool gj_unit_slice(const struct gj_unit *unit, int slot, struct gj_slice *slice)
{
	struct gj_arena *arena = unit->arena;
	bool *marks = gj_arena_alloc(arena, value_count(unit) + 1), *taken = gj_arena_alloc(arena, unit->program->check_count + 1);
	*slice = (struct gj_slice){.target = slot == GJ_NONE ? GJ_NONE : unit->flow->outputs[slot]};
	slice->steps = gj_arena_alloc(arena, (unit->flow->count + 1) * sizeof *slice->steps);
	slice->checks = gj_arena_alloc(arena, (unit->program->check_count + 1) * sizeof *slice->checks);
	slice->reads = gj_arena_alloc(arena, unit->count + 1);
	if (!marks || !taken || !slice->steps || !slice->checks || !slice->reads)
		return false;
	if (slice->target != GJ_NONE)
		marks[slice->target] = unit->moving[slice->target];
	mark_needed(unit, marks);
	list_reads(unit, marks, slice->reads);
	take_checks(unit, slice, taken, marks);
	for (size_t i = 0; i < unit->flow->count; i++)
		if (marks[unit->flow->columns + i])
			slice->steps[slice->step_count++] = (uint32_t)i;
	return true;
}

bool gj_unit_loose(const struct gj_unit *unit, const struct gj_slice *slice)
{
	for (size_t i = 0; i < unit->count; i++)
		if (unit->unknowns[i].loose && slice->reads[i])
			return true;
	return false;
}

enum gj_chance gj_unit_run(struct gj_unit *unit, const struct gj_slice *slice, const struct gj_extent *box, struct gj_interval *target)
{
	enum gj_chance chance = GJ_SURELY;
	for (size_t i = 0; i < unit->count; i++)
		if (slice->reads[i])
			enter(unit, &unit->unknowns[i], &box[i]);
	for (size_t i = 0; i < slice->step_count; i++)
		run_step(unit, slice->steps[i]);
	unit->steps -= unit->steps > slice->step_count ? slice->step_count + 1 : unit->steps;
	*target = slice->target == GJ_NONE ? gj_interval_of(0, 0) : unit->values[slice->target];
	for (size_t i = 0; i < slice->check_count; i++) {
		struct gj_interval holds = unit->values[slice->checks[i]];
		if (!holds.high)
			return GJ_NEVER;
		chance = holds.low ? chance : GJ_PERHAPS;
	}
	return chance;
}

size_t gj_unknown_cuts_within(const struct gj_unknown *unknown, const struct gj_extent *extent, size_t *first)
{
	size_t count = 0;
	*first = 0;
	for (size_t i = 0; i < unknown->cut_count; i++) {
		bool inside = unknown->cuts[i] > extent->low && unknown->cuts[i] <= extent->high;
		if (inside && count++ == 0)
			*first = i;
	}
	return count;
}

/* PRESENT from the other states, or one of those from the next. */
static void split_states(const struct gj_unknown *unknown, const struct gj_extent *whole, struct gj_extent parts[2])
{
	parts[0].last = whole->first;
	parts[1].first = (int8_t)(whole->first + 1);
	while (parts[1].first < whole->last && !gj_field_allows(unknown->field, (enum gj_state)parts[1].first))
		parts[1].first++;
	for (size_t i = 0; i < 2; i++)
		if (parts[i].first != GJ_PRESENT)
			parts[i].low = parts[i].high = unknown->field->low;
}

void gj_unknown_split(const struct gj_unknown *unknown, const struct gj_extent *whole, struct gj_extent parts[2])
{
	size_t first, count = gj_unknown_cuts_within(unknown, whole, &first);
	parts[0] = parts[1] = *whole;
	if (whole->first < whole->last) {
		split_states(unknown, whole, parts);
		return;
	}
	int64_t cut = count ? unknown->cuts[first + count / 2] : whole->low + (int64_t)(((uint64_t)whole->high - (uint64_t)whole->low) / 2) + 1;
	parts[0].high = cut - 1;
	parts[1].low = cut;
}
