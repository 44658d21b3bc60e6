/* Parts that don't apply: why, and what the rest was scaled back to. */
#include "explain_writer.h"

/* Whether a 不适用 若 … right under a part holds. */
static bool waived_itself(const struct writer *writer, int entry)
{
	const struct gj_program *program = writer->program;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_WAIVER && program->sheet[i].parent == entry && writer->explanation->slots[program->sheet[i].reason])
			return true;
	return false;
}

bool explain_waived(const struct writer *writer, int entry)
{
	for (int at = entry; at != GJ_NONE; at = writer->program->sheet[at].parent)
		if (waived_itself(writer, at))
			return true;
	return false;
}

enum gj_word explain_waiver_word(const struct gj_sheet_entry *waiver)
{
	return waiver->full ? GJ_WORD_WAIVED_FULL : GJ_WORD_WAIVED;
}

void explain_waiver(const struct writer *writer, int waiver, size_t margin)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[waiver];
	if (!writer->explanation->slots[entry->reason] || explain_waived(writer, writer->program->sheet[entry->parent].parent))
		return;
	explain_indent(writer, margin);
	gj_report_word(writer->report, explain_waiver_word(entry), *entry->wording ? entry->wording : entry->name, NULL);
	explain_reason_data(writer, entry);
	gj_report_line(writer->report);
}

void explain_scaling(const struct writer *writer, int index, size_t margin)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	char earned[EXPLAIN_POINTS_BYTES], owed[EXPLAIN_POINTS_BYTES], full[GJ_DECIMAL_BYTES], scaled[EXPLAIN_POINTS_BYTES];
	if (entry->scaled == GJ_NONE || gj_explanation_inapplicable(writer->explanation, index) || gj_explanation_owed(writer->explanation, index) >= entry->points)
		return;
	explain_indent(writer, margin);
	gj_report_word(writer->report, GJ_WORD_SCALED, explain_slot(writer, earned, entry->earned), explain_slot(writer, owed, entry->owed),
		explain_points(writer, full, entry->points), explain_slot(writer, scaled, entry->scaled), NULL);
	gj_report_line(writer->report);
}
