/* What mending one clause would bring: found by running the row with the clause's own data changed, so that caps, shared limits and formulas are all
 * taken into account. */
#include "datum.h"
#include "explain.h"

/* Each of a clause's first fields is tried as it is, at the lowest and at the highest value of its range: 3^5 variants at most. */
enum { FIELDS_MOST = 5, CHOICES = 3 };

static void **variant_columns(const struct gj_program *program, struct gj_arena *arena)
{
	void **columns = gj_arena_alloc(arena, (program->column_count + 1) * sizeof *columns);
	for (size_t i = 0; columns && i < program->column_count; i++) {
		columns[i] = gj_arena_alloc(arena, (size_t)GJ_BLOCK_ROWS << program->column_lanes[i]);
		if (!columns[i])
			return NULL;
	}
	return columns;
}

/* Variant `number`, written in base CHOICES, says what becomes of each field. */
static void set_variant(const struct gj_explanation *explanation, const struct gj_sheet_entry *entry, void **columns, size_t number)
{
	const struct gj_program *program = explanation->program;
	for (size_t i = 0; i < program->column_count; i++)
		gj_column_set(columns[i], program->column_lanes[i], number, explanation->row->values[i]);
	size_t rest = number;
	for (size_t i = 0; i < entry->field_count && i < FIELDS_MOST; i++, rest /= CHOICES) {
		const struct gj_field *field = &program->fields[entry->fields[i]];
		if (rest % CHOICES == 0 || field->column == GJ_NONE)
			continue;
		gj_column_set(columns[field->column], field->lane, number, rest % CHOICES == 1 ? field->low : field->high);
		if (field->state_column != GJ_NONE)
			gj_column_set(columns[field->state_column], GJ_LANE8, number, GJ_PRESENT);
	}
}

static size_t variant_count(const struct gj_sheet_entry *entry)
{
	size_t count = 1;
	for (size_t i = 0; i < entry->field_count && i < FIELDS_MOST; i++)
		count *= CHOICES;
	return count;
}

/* What applied still does, and nothing else does. */
static bool applies_as_before(const struct gj_explanation *explanation, const struct gj_vm *vm, size_t variant)
{
	const struct gj_program *program = explanation->program;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_WAIVER
			&& gj_vm_value(vm, program->sheet[i].reason, variant) != explanation->slots[program->sheet[i].reason])
			return false;
	return true;
}

/* The clause costs nothing (or earns more) and every other clause asks for exactly what it asked for before. */
static bool mends_only(const struct gj_explanation *explanation, const struct gj_vm *vm, size_t clause, size_t variant)
{
	const struct gj_program *program = explanation->program;
	for (size_t i = 0; i < program->sheet_count; i++) {
		if (program->sheet[i].part != GJ_PART_CLAUSE)
			continue;
		int64_t before = explanation->clauses[i].incurred, now = gj_vm_value(vm, program->sheet[i].incurred, variant);
		if (i != clause ? now != before : program->sheet[i].earning ? now <= before : now != 0)
			return false;
	}
	return applies_as_before(explanation, vm, variant);
}

static bool is_rounded(const struct gj_program *program, const struct gj_vm *vm, size_t variant)
{
	int flag = gj_program_rounded(program, program->total);
	return flag != GJ_NONE && gj_vm_value(vm, flag, variant) != 0;
}

static void keep_gain(struct gj_explanation *explanation, const struct gj_vm *vm, size_t index, size_t variant)
{
	const struct gj_program *program = explanation->program;
	struct gj_explained_clause *clause = &explanation->clauses[index];
	bool rounded = is_rounded(program, vm, variant);
	int next = explanation->next_grade;
	clause->gain = gj_vm_value(vm, program->total, variant) - explanation->slots[program->total];
	clause->gain_rounded = rounded || gj_explanation_rounded(explanation, program->total);
	clause->enough = next != GJ_NONE && gj_grade_reached(&program->grades[next], gj_vm_value(vm, program->total_floor, variant), rounded);
}

/* Where no change of the clause's own data mends it alone, the points that it cost are the best answer there is. */
static void find_gain(struct gj_explanation *explanation, struct gj_vm *vm, void **columns, size_t index)
{
	const struct gj_program *program = explanation->program;
	const struct gj_sheet_entry *entry = &program->sheet[index];
	struct gj_explained_clause *clause = &explanation->clauses[index];
	size_t variants = variant_count(entry);
	for (size_t i = 0; i < variants; i++)
		set_variant(explanation, entry, columns, i);
	gj_vm_run(vm, (const void *const *)columns, variants);
	size_t best = variants;
	for (size_t i = 0; i < variants; i++) {
		if (mends_only(explanation, vm, index, i)
			&& (best == variants || gj_vm_value(vm, program->total_floor, i) > gj_vm_value(vm, program->total_floor, best)))
			best = i;
	}
	if (best < variants) {
		keep_gain(explanation, vm, index, best);
		return;
	}
	clause->gain = entry->earning ? 0 : clause->counted;
	clause->gain_rounded = !entry->earning && gj_explanation_rounded(explanation, entry->counted);
	clause->enough = clause->gain >= explanation->short_by;
}

bool gj_explain_gains(struct gj_explanation *explanation, struct gj_arena *arena)
{
	const struct gj_program *program = explanation->program;
	void **columns = variant_columns(program, arena);
	struct gj_vm *vm = columns ? gj_vm_new(program, &program->ledger) : NULL;
	if (!vm)
		return false;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (explanation->clauses[i].costs || (program->sheet[i].part == GJ_PART_CLAUSE && program->sheet[i].earning))
			find_gain(explanation, vm, columns, i);
	gj_vm_free(vm);
	return true;
}
