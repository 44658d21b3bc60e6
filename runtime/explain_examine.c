/* A unit with 待核 cells, examined more closely than a run does: each clause too, and which cells would settle the grade. */
#include "explain.h"

#include "datum.h"

#include <string.h>

enum { STEPS = 40000000 };

static bool is_pending_cell(const struct gj_explanation *explanation, int field)
{
	for (size_t i = 0; i < explanation->row->pending_count; i++)
		if (explanation->row->pending[i].field == field)
			return true;
	return false;
}

/* A total that isn't known, or NULL. */
static const struct gj_unknown *unknown_total(const struct gj_explanation *explanation, const struct gj_field *field)
{
	for (size_t i = 0; explanation->pending && i < explanation->pending->unit.count; i++)
		if (explanation->pending->unit.unknowns[i].field == field && explanation->pending->unit.unknowns[i].loose)
			return &explanation->pending->unit.unknowns[i];
	return NULL;
}

bool gj_explanation_datum(struct gj_buffer *out, const struct gj_explanation *explanation, int index)
{
	const struct gj_field *field = &explanation->program->fields[index];
	const struct gj_unknown *total = unknown_total(explanation, field);
	if (is_pending_cell(explanation, index))
		return gj_buffer_text(out, gj_state_word(GJ_PENDING));
	if (total)
		return gj_datum_value(out, field, total->extent.low, GJ_PRESENT)
			&& (total->extent.low == total->extent.high || (gj_buffer_text(out, "～") && gj_datum_value(out, field, total->extent.high, GJ_PRESENT)))
			&& (total->extent.last == GJ_PRESENT || (gj_buffer_text(out, "或") && gj_datum_value(out, field, 0, GJ_ABSENT)));
	return gj_datum_add(out, explanation->program, index, explanation->columns, 0);
}

int64_t gj_explanation_value(const struct gj_explanation *explanation, int index)
{
	const struct gj_field *field = &explanation->program->fields[index];
	return gj_column_value(explanation->columns[field->column], field->lane, 0);
}

/* What each clause costs, and which reasons hold. */
static bool bound_sheet(struct gj_explained_pending *pending)
{
	const struct gj_program *program = pending->unit.program;
	bool good = true;
	for (size_t i = 0; i < program->sheet_count && good; i++)
		good = gj_pending_bound(&pending->unit, program->sheet[i].counted, &pending->of) && gj_pending_bound(&pending->unit, program->sheet[i].reason, &pending->of);
	return good;
}

static bool find_reach(struct gj_explained_pending *pending, struct gj_arena *arena)
{
	size_t slots = pending->unit.program->slot_count;
	pending->reaches = gj_arena_alloc(arena, pending->unit.count * slots + 1);
	for (size_t i = 0; pending->reaches && i < pending->unit.count; i++)
		if (!gj_unit_reach(&pending->unit, i, pending->reaches + i * slots))
			return false;
	return pending->reaches != NULL;
}

static bool settle(struct gj_explained_pending *pending, struct gj_arena *arena)
{
	struct gj_slice slice;
	if (pending->of.grade != GJ_NONE || pending->unit.program->grade == GJ_NONE)
		return true;
	pending->cells = gj_arena_alloc(arena, (pending->unit.count + 1) * sizeof *pending->cells);
	return pending->cells && gj_unit_slice(&pending->unit, pending->unit.program->grade, &slice)
		&& gj_settle(&pending->unit, &slice, &pending->of.grades, pending->cells);
}

bool gj_explain_pending(struct gj_explanation *explanation, struct gj_arena *arena)
{
	const struct gj_wanted *row = explanation->row;
	struct gj_explained_pending *pending = gj_arena_alloc(arena, sizeof *pending);
	struct gj_unknown_total *totals = NULL;
	size_t total_count = 0;
	if (!pending || !gj_flow_make(&pending->flow, explanation->program, &explanation->program->ledger, arena)
		|| (row->records && !gj_records_totals(row->records, row->unit, explanation->columns, 0, arena, &totals, &total_count))
		|| (row->places && !gj_places_unknown(row->places, row->unit, arena, &totals, &total_count))
		|| !gj_unit_make(&pending->unit, explanation->program, &pending->flow, explanation->columns, 0, row->pending, row->pending_count, totals, total_count, arena))
		return false;
	pending->unit.steps = STEPS;
	if (!gj_pending_unit_examine(&pending->unit, &pending->of))
		return false;
	if (pending->of.kind == GJ_PENDING_SETTLED)
		return true;
	explanation->pending = pending;
	return bound_sheet(pending) && find_reach(pending, arena) && settle(pending, arena);
}
