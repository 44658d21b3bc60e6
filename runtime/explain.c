#include "explain.h"

#include "datum.h"
#include "summary.h"

#include <string.h>

static bool load_columns(struct gj_explanation *explanation, struct gj_arena *arena)
{
	enum { COLUMN_BYTES = 64 };
	const struct gj_program *program = explanation->program;
	explanation->columns = gj_arena_alloc(arena, (program->column_count + 1) * sizeof *explanation->columns);
	for (size_t i = 0; explanation->columns && i < program->column_count; i++) {
		explanation->columns[i] = gj_arena_alloc(arena, COLUMN_BYTES);
		if (!explanation->columns[i])
			return false;
		gj_column_set(explanation->columns[i], program->column_lanes[i], 0, explanation->row->values[i]);
	}
	return explanation->columns != NULL;
}

static const void *const *readable(void *const *columns)
{
	return (const void *const *)columns;
}

/* Runs the ledger code and keeps all slots; the score code must agree wherever it computes one. */
static enum gj_explain_status run_both(struct gj_explanation *explanation)
{
	const struct gj_program *program = explanation->program;
	struct gj_vm *ledger = gj_vm_new(program, &program->ledger), *score = gj_vm_new(program, &program->score);
	enum gj_explain_status status = ledger && score ? GJ_EXPLAIN_OK : GJ_EXPLAIN_NO_MEMORY;
	if (status == GJ_EXPLAIN_OK) {
		gj_vm_run(ledger, readable(explanation->columns), 1);
		gj_vm_run(score, readable(explanation->columns), 1);
	}
	for (size_t i = 0; status == GJ_EXPLAIN_OK && i < program->slot_count; i++) {
		if (program->ledger.outputs[i] == GJ_NONE)
			continue;
		explanation->slots[i] = gj_vm_value(ledger, (int)i, 0);
		if (program->score.outputs[i] != GJ_NONE && gj_vm_value(score, (int)i, 0) != explanation->slots[i])
			status = GJ_EXPLAIN_DISAGREE;
	}
	gj_vm_free(ledger);
	gj_vm_free(score);
	return status;
}

static bool is_within(const struct gj_program *program, int entry, int ancestor)
{
	while (entry != GJ_NONE && entry != ancestor)
		entry = program->sheet[entry].parent;
	return entry == ancestor;
}

static bool cap_branch_shown(const struct gj_explanation *explanation, int entry)
{
	const struct gj_program *program = explanation->program;
	for (size_t i = 0; i < program->branch_count; i++)
		if (program->branches[i].kind == GJ_BRANCH_CAP && program->branches[i].entry == entry && explanation->slots[program->branches[i].slot])
			return true;
	return false;
}

static int64_t sum_within(const struct gj_explanation *explanation, int ancestor, bool counted)
{
	const struct gj_program *program = explanation->program;
	int64_t sum = 0;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_CLAUSE && is_within(program, (int)i, ancestor))
			sum += explanation->slots[counted ? program->sheet[i].counted : program->sheet[i].incurred];
	return sum;
}

static bool stops(const struct gj_explanation *explanation, int entry)
{
	const struct gj_sheet_entry *around = &explanation->program->sheet[entry];
	return cap_branch_shown(explanation, entry)
		|| ((around->capped || around->earning) && around->has_points && sum_within(explanation, entry, false) > gj_explanation_owed(explanation, entry));
}

/* The part around a clause that counts another of its parts instead; GJ_NONE. */
static int find_combining(const struct gj_explanation *explanation, int clause)
{
	const struct gj_program *program = explanation->program;
	for (int entry = clause, around = program->sheet[clause].parent; around != GJ_NONE; entry = around, around = program->sheet[around].parent)
		if (program->sheet[around].one_counts && sum_within(explanation, entry, true) == 0)
			return around;
	return GJ_NONE;
}

/* The nearest entry, the clause itself or one around it, whose cap took effect; GJ_NONE when no cap did. */
static int find_cap(const struct gj_explanation *explanation, int clause)
{
	const struct gj_program *program = explanation->program;
	if (cap_branch_shown(explanation, clause))
		return clause;
	for (int entry = program->sheet[clause].parent; entry != GJ_NONE; entry = program->sheet[entry].parent)
		if (stops(explanation, entry))
			return entry;
	return GJ_NONE;
}

static void fill_clauses(struct gj_explanation *explanation)
{
	const struct gj_program *program = explanation->program;
	for (size_t i = 0; i < program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		struct gj_explained_clause *clause = &explanation->clauses[i];
		clause->cap = GJ_NONE;
		if (entry->part != GJ_PART_CLAUSE)
			continue;
		clause->incurred = explanation->slots[entry->incurred];
		clause->counted = explanation->slots[entry->counted];
		clause->costs = clause->counted > 0 && gj_costs(program, (int)i);
		if (clause->incurred == clause->counted)
			continue;
		clause->cap = find_combining(explanation, (int)i);
		clause->combined = clause->cap != GJ_NONE;
		if (!clause->combined)
			clause->cap = find_cap(explanation, (int)i);
	}
}

static void find_next_grade(struct gj_explanation *explanation)
{
	const struct gj_program *program = explanation->program;
	int64_t total = explanation->slots[program->total_floor];
	bool rounded = gj_explanation_rounded(explanation, program->total);
	explanation->next_grade = GJ_NONE;
	for (size_t i = 0; i < program->grade_count; i++) {
		const struct gj_grade *grade = &program->grades[i];
		if (!grade->from_band || gj_grade_reached(grade, total, rounded))
			continue;
		if (explanation->next_grade != GJ_NONE && program->grades[explanation->next_grade].low <= grade->low)
			continue;
		explanation->next_grade = (int)i;
		explanation->short_by = grade->low - total;
	}
}

static bool is_in_scope(const struct gj_selection *selection, int grade)
{
	for (size_t i = 0; i < selection->scope_count; i++)
		if (selection->scope[i] == grade)
			return true;
	return false;
}

/* NULL when memory is out. */
static const char *group_label(const struct gj_population *population, int grouping, size_t group, struct gj_arena *arena)
{
	struct gj_buffer label = {0};
	bool good = gj_population_label(population, grouping, group, &label) && gj_buffer_add(&label, "", 1);
	const char *copy = good ? gj_arena_copy(arena, label.bytes, label.size - 1) : NULL;
	gj_buffer_free(&label);
	return copy;
}

static bool place_in_selections(struct gj_explanation *explanation, const struct gj_population *population, struct gj_arena *arena)
{
	const struct gj_program *program = explanation->program;
	const char *key = explanation->row->key;
	for (size_t i = 0; i < program->selection_count; i++) {
		const struct gj_selection *selection = &program->selections[i];
		struct gj_explained_selection *place = &explanation->selections[i];
		place->before = explanation->final_grade;
		place->in_scope = is_in_scope(selection, place->before);
		place->place = gj_population_place(population, i, key, strlen(key), place->before);
		place->group = "";
		explanation->final_grade = place->place.grade;
		if (!place->place.ranked)
			continue;
		const struct gj_selection_result *result = gj_population_result(population, i, place->place.group);
		size_t last = selection->stretch_count - 1;
		place->candidates = result->candidates;
		place->quota = result->stretches[place->place.stretch < last ? place->place.stretch : last].quota;
		place->group = group_label(population, selection->grouping, place->place.group, arena);
		if (!place->group)
			return false;
	}
	return true;
}

enum gj_explain_status gj_explain_row(struct gj_explanation *explanation, const struct gj_program *program, const struct gj_wanted *row,
	const struct gj_population *population, struct gj_arena *arena)
{
	*explanation = (struct gj_explanation){.program = program, .row = row};
	explanation->slots = gj_arena_alloc(arena, (program->slot_count + 1) * sizeof *explanation->slots);
	explanation->clauses = gj_arena_alloc(arena, (program->sheet_count + 1) * sizeof *explanation->clauses);
	explanation->selections = gj_arena_alloc(arena, (program->selection_count + 1) * sizeof *explanation->selections);
	if (!explanation->slots || !explanation->clauses || !explanation->selections || !load_columns(explanation, arena))
		return GJ_EXPLAIN_NO_MEMORY;
	if ((row->pending_count || row->records || (row->places && gj_places_open(row->places))) && !gj_explain_pending(explanation, arena))
		return GJ_EXPLAIN_NO_MEMORY;
	if (explanation->pending)
		return GJ_EXPLAIN_OK;
	enum gj_explain_status status = run_both(explanation);
	if (status != GJ_EXPLAIN_OK)
		return status;
	explanation->grade = program->grade == GJ_NONE ? GJ_NONE : (int)explanation->slots[program->grade];
	explanation->band_grade = program->band_grade == GJ_NONE ? GJ_NONE : (int)explanation->slots[program->band_grade];
	fill_clauses(explanation);
	find_next_grade(explanation);
	explanation->final_grade = explanation->grade;
	explanation->alone = !population;
	bool placed = !population || place_in_selections(explanation, population, arena);
	return placed && gj_explain_gains(explanation, arena) ? GJ_EXPLAIN_OK : GJ_EXPLAIN_NO_MEMORY;
}

enum gj_data_message_id gj_explain_missing(const struct gj_program *program, const struct gj_wanted *row, const char *arguments[3], size_t *count)
{
	arguments[0] = program->fields[program->key_field].name;
	arguments[1] = row->key;
	arguments[2] = row->nearest;
	*count = row->nearest && !row->fault_count ? 3 : 2;
	return row->fault_count ? GJ_DATA_KEY_REJECTED : row->nearest ? GJ_DATA_MISSPELLED_KEY : GJ_DATA_KEY_NOT_FOUND;
}
