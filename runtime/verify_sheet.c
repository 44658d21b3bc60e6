#include "runtime/verify.h"

#define IN(part) (1u << GJ_PART_##part)

/* Which parts may stand directly in which. */
static const unsigned parents[] = {
	[GJ_PART_STANDARD] = 0,
	[GJ_PART_PROJECT] = IN(STANDARD),
	[GJ_PART_ITEM] = IN(STANDARD) | IN(PROJECT),
	[GJ_PART_POINT] = IN(ITEM),
	[GJ_PART_SERIES] = IN(ITEM) | IN(POINT) | IN(SERIES) | IN(BONUS) | IN(PENALTY),
	[GJ_PART_CLAUSE] = IN(ITEM) | IN(POINT) | IN(SERIES) | IN(BONUS) | IN(PENALTY),
	[GJ_PART_BONUS] = IN(STANDARD),
	[GJ_PART_PENALTY] = IN(STANDARD),
	[GJ_PART_VETOES] = IN(STANDARD),
	[GJ_PART_VETO] = IN(VETOES),
	[GJ_PART_GRADES] = IN(STANDARD),
	[GJ_PART_SELECTION] = IN(STANDARD),
	[GJ_PART_VOID] = IN(STANDARD) | IN(PROJECT) | IN(ITEM),
	[GJ_PART_OUTCOME] = IN(GRADES),
	[GJ_PART_WAIVER] = IN(PROJECT) | IN(ITEM) | IN(POINT),
	[GJ_PART_DIVISION] = IN(STANDARD),
};

/* The slots that a part can't do without: reports read them unasked. */
enum { NEEDS_SCORE = IN(DIVISION) | IN(PROJECT) | IN(ITEM) | IN(BONUS) | IN(PENALTY), NEEDS_LEDGER = IN(CLAUSE), NEEDS_REASON = IN(VETO) | IN(VOID) | IN(OUTCOME) | IN(WAIVER) };

static bool check_indices(struct verifier *verifier, const char *what, size_t owner, const int *indices, size_t count, size_t limit)
{
	for (size_t i = 0; i < count; i++) {
		if (!verify_is_index(indices[i], limit))
			return verify_fault(verifier, "%s %zu refers to what isn't there", what, owner);
	}
	return true;
}

static bool check_slot(struct verifier *verifier, size_t entry, int slot, bool needed)
{
	size_t count = verifier->program->slot_count;
	bool good = needed ? verify_is_index(slot, count) : verify_is_optional_index(slot, count);
	return good || verify_fault(verifier, "sheet entry %zu: a slot", entry);
}

static bool check_place(struct verifier *verifier, size_t index)
{
	const struct gj_sheet_entry *sheet = verifier->program->sheet, *entry = &sheet[index];
	if (index == 0)
		return (entry->part == GJ_PART_STANDARD && entry->parent == GJ_NONE) || verify_fault(verifier, "the sheet must begin with the standard");
	if (!verify_is_index(entry->parent, index) || !(parents[entry->part] & 1u << sheet[entry->parent].part))
		return verify_fault(verifier, "sheet entry %zu: its parent", index);
	return true;
}

/* A rule about the grade says what it does, and about which grade; 降一级 alone may name none. */
static bool check_grade_rule(struct verifier *verifier, size_t index)
{
	const struct gj_program *program = verifier->program;
	const struct gj_sheet_entry *entry = &program->sheet[index];
	if (entry->part != GJ_PART_OUTCOME)
		return true;
	if (entry->outcome == GJ_OUTCOME_NONE || (entry->outcome == GJ_OUTCOME_LOWERED && entry->grade == GJ_NONE))
		return entry->outcome != GJ_OUTCOME_NONE || verify_fault(verifier, "sheet entry %zu: a rule about grades that does nothing", index);
	return verify_is_index(entry->grade, program->grade_count) || verify_fault(verifier, "sheet entry %zu: no such grade", index);
}

static bool check_entry(struct verifier *verifier, size_t index)
{
	const struct gj_program *program = verifier->program;
	const struct gj_sheet_entry *entry = &program->sheet[index];
	unsigned part = 1u << entry->part;
	return check_place(verifier, index)
		&& check_slot(verifier, index, entry->score, part & NEEDS_SCORE)
		&& check_slot(verifier, index, entry->incurred, part & NEEDS_LEDGER)
		&& check_slot(verifier, index, entry->counted, part & NEEDS_LEDGER)
		&& check_slot(verifier, index, entry->reason, part & NEEDS_REASON)
		&& check_slot(verifier, index, entry->inapplicable, false)
		&& check_slot(verifier, index, entry->owed, entry->earned != GJ_NONE)
		&& check_slot(verifier, index, entry->earned, entry->scaled != GJ_NONE)
		&& check_slot(verifier, index, entry->scaled, false)
		&& check_grade_rule(verifier, index)
		&& check_indices(verifier, "sheet entry", index, entry->fields, entry->field_count, program->field_count)
		&& check_indices(verifier, "sheet entry", index, entry->interpretations, entry->interpretation_count, program->interpretation_count);
}

bool verify_sheet(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	if (!program->sheet_count)
		return verify_fault(verifier, "the sheet is empty");
	if (program->point_scale < 0 || program->point_scale > 9)
		return verify_fault(verifier, "the decimals of points");
	for (size_t i = 0; i < program->sheet_count; i++) {
		if (!check_entry(verifier, i))
			return false;
	}
	for (size_t i = 0; i < program->check_count; i++) {
		if (!check_indices(verifier, "check", i, program->checks[i].fields, program->checks[i].field_count, program->field_count))
			return false;
	}
	return true;
}
