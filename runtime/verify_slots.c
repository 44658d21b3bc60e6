/* Slots: what kind of value each reader expects, and which code computes them. */
#include "runtime/verify.h"

/* The declared range of a slot must be within what its reader can bear. */
static bool check_slot(struct verifier *verifier, const char *what, int slot, int64_t low, int64_t high)
{
	const struct gj_program *program = verifier->program;
	if (!verify_is_index(slot, program->slot_count))
		return verify_fault(verifier, "%s has no slot", what);
	if (program->slot_low[slot] < low || program->slot_high[slot] > high)
		return verify_fault(verifier, "%s: the range of slot %d", what, slot);
	return true;
}

static bool check_boolean(struct verifier *verifier, const char *what, int slot)
{
	return check_slot(verifier, what, slot, 0, 1);
}

static bool check_points(struct verifier *verifier, const char *what, int slot)
{
	return slot == GJ_NONE || check_slot(verifier, what, slot, INT64_MIN, INT64_MAX);
}

static bool check_grade(struct verifier *verifier, const char *what, int slot)
{
	if (!verifier->program->grade_count)
		return slot == GJ_NONE || verify_fault(verifier, "%s without grades", what);
	return check_slot(verifier, what, slot, 0, (int64_t)verifier->program->grade_count - 1);
}

static bool check_fixed(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	return check_slot(verifier, "the total", program->total, INT64_MIN, INT64_MAX)
		&& check_slot(verifier, "the total rounded down", program->total_floor, INT64_MIN, INT64_MAX) && check_points(verifier, "the bonus", program->bonus) && check_points(verifier, "the penalty", program->penalty)
		&& check_boolean(verifier, "the veto", program->vetoed) && check_grade(verifier, "the grade", program->grade)
		&& check_grade(verifier, "the grade by band", program->band_grade);
}

static bool has_reason(enum gj_part part)
{
	return part == GJ_PART_VETO || part == GJ_PART_VOID || part == GJ_PART_OUTCOME || part == GJ_PART_WAIVER;
}

static bool check_lookup(struct verifier *verifier, const struct gj_lookup *lookup)
{
	for (size_t i = 0; i < lookup->found_count; i++) {
		if (!check_slot(verifier, "a look-up", lookup->found[i].slot, 0, (int64_t)lookup->label_count))
			return false;
		if (!verify_is_index(lookup->found[i].entry, verifier->program->sheet_count))
			return verify_fault(verifier, "a look-up's entry");
	}
	return true;
}

static bool check_lists(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	bool good = true;
	for (size_t i = 0; i < program->sheet_count && good; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		good = (!has_reason(entry->part) || check_boolean(verifier, "a reason", entry->reason))
			&& (entry->inapplicable == GJ_NONE || check_boolean(verifier, "what doesn't apply", entry->inapplicable));
	}
	for (size_t i = 0; i < program->selection_count && good; i++) {
		const struct gj_selection *selection = &program->selections[i];
		good = check_boolean(verifier, "the condition of a selection", selection->condition);
		for (size_t k = 0; k < selection->stretch_count && good; k++)
			good = selection->stretches[k].condition == GJ_NONE
				|| check_boolean(verifier, "the condition of a stretch", selection->stretches[k].condition);
	}
	for (size_t i = 0; i < program->ranking_count && good; i++) {
		const struct gj_ranking *ranking = &program->rankings[i];
		good = check_slot(verifier, "a place", ranking->place, 1, GJ_RANKED_MOST)
			&& (ranking->ranked == GJ_NONE || check_boolean(verifier, "whether a unit is ranked", ranking->ranked))
			&& (ranking->condition == GJ_NONE || check_boolean(verifier, "the condition of a ranking", ranking->condition));
	}
	for (size_t i = 0; i < program->check_count && good; i++)
		good = check_boolean(verifier, "a check", program->checks[i].slot);
	for (size_t i = 0; i < program->slot_count && good; i++)
		good = gj_program_rounded(program, (int)i) == GJ_NONE || check_boolean(verifier, "a rounding", program->slot_rounded[i]);
	for (size_t i = 0; i < program->branch_count && good; i++) {
		good = check_boolean(verifier, "a branch", program->branches[i].slot)
			&& (verify_is_optional_index(program->branches[i].entry, program->sheet_count) || verify_fault(verifier, "branch %zu: its entry", i));
	}
	for (size_t i = 0; i < program->lookup_count && good; i++)
		good = check_lookup(verifier, &program->lookups[i]);
	return good;
}

static void need(bool *needed, int slot)
{
	if (slot >= 0)
		needed[slot] = true;
}

static void mark_rankings(const struct gj_program *program, bool *needed)
{
	for (size_t i = 0; i < program->ranking_count; i++) {
		const struct gj_ranking *ranking = &program->rankings[i];
		need(needed, ranking->place);
		need(needed, ranking->ranked);
		need(needed, ranking->condition);
		for (size_t key = 0; key < ranking->grouping.key_count; key++)
			need(needed, ranking->grouping.keys[key].slot);
		for (size_t key = 0; key < ranking->key_count; key++) {
			need(needed, ranking->keys[key].slot);
			need(needed, ranking->keys[key].divisor);
		}
	}
}

static void mark_population(const struct gj_program *program, bool *needed)
{
	mark_rankings(program, needed);
	for (size_t i = 0; i < program->grouping_count; i++)
		for (size_t key = 0; key < program->groupings[i].key_count; key++)
			need(needed, program->groupings[i].keys[key].slot);
	for (size_t i = 0; i < program->selection_count; i++) {
		const struct gj_selection *selection = &program->selections[i];
		need(needed, selection->condition);
		for (size_t key = 0; key < selection->key_count; key++) {
			need(needed, selection->keys[key].slot);
			need(needed, selection->keys[key].divisor);
		}
		for (size_t stretch = 0; stretch < selection->stretch_count; stretch++)
			need(needed, selection->stretches[stretch].condition);
	}
}

/* The slots that are read while rows are evaluated; the rest is for explanations. */
static void mark_scored(const struct gj_program *program, bool *needed)
{
	const int fixed[] = { program->total, program->bonus, program->penalty, program->vetoed, program->grade, program->band_grade };
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		need(needed, fixed[i]);
	for (size_t i = 0; i < program->sheet_count; i++) {
		need(needed, program->sheet[i].score);
		need(needed, program->sheet[i].reason);
		need(needed, program->sheet[i].inapplicable);
	}
	for (size_t i = 0; i < program->check_count; i++)
		need(needed, program->checks[i].slot);
	mark_population(program, needed);
}

bool verify_slots(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	bool *needed = gj_arena_alloc(verifier->arena, program->slot_count * sizeof *needed);
	if (!needed)
		return verify_no_memory(verifier);
	if (!check_fixed(verifier) || !check_lists(verifier))
		return false;
	mark_scored(program, needed);
	if (!verify_code(verifier, &program->score, "score code", needed))
		return false;
	for (size_t i = 0; i < program->slot_count; i++)
		needed[i] = true;
	return verify_code(verifier, &program->ledger, "ledger code", needed);
}
