/* The explanation of a unit as a ledger on a terminal. */
#include "decimal.h"
#include "explain_writer.h"
#include "summary.h"

#include <string.h>

enum { MARK_CELLS = 8 };

size_t explain_margin(const struct writer *writer, int entry)
{
	size_t depth = 0;
	for (int at = writer->program->sheet[entry].parent; at != GJ_NONE; at = writer->program->sheet[at].parent)
		depth += writer->program->sheet[at].part != GJ_PART_STANDARD;
	return depth * EXPLAIN_STEP;
}

void explain_indent(const struct writer *writer, size_t margin)
{
	if (margin)
		gj_report_column(writer->report, margin);
}

const char *explain_points(const struct writer *writer, char out[GJ_DECIMAL_BYTES], int64_t value)
{
	gj_decimal(out, value, writer->program->point_scale);
	return out;
}

const char *explain_about(const struct writer *writer, char out[EXPLAIN_POINTS_BYTES], int64_t value, bool rounded)
{
	const char *sign = writer->report->language == GJ_ENGLISH ? "~" : "约 ";
	size_t length = rounded ? strlen(sign) : 0;
	memcpy(out, sign, length);
	gj_decimal(out + length, value, writer->program->point_scale);
	return out;
}

const char *explain_slot(const struct writer *writer, char out[EXPLAIN_POINTS_BYTES], int slot)
{
	return explain_about(writer, out, writer->explanation->slots[slot], gj_explanation_rounded(writer->explanation, slot));
}

void explain_data(const struct writer *writer, const struct gj_sheet_entry *entry)
{
	struct gj_report *report = writer->report;
	for (size_t i = 0; i < entry->field_count; i++) {
		if (i)
			gj_report_word(report, GJ_WORD_PAUSE, NULL);
		gj_report_text(report, writer->program->fields[entry->fields[i]].name);
		gj_report_text(report, " ");
		if (!report->failed)
			report->failed = !gj_explanation_datum(&report->text, writer->explanation, entry->fields[i]);
	}
}

void explain_interpretations(const struct writer *writer, const struct gj_sheet_entry *entry, size_t margin)
{
	for (size_t i = 0; i < entry->interpretation_count; i++) {
		const struct gj_interpretation *note = &writer->program->interpretations[entry->interpretations[i]];
		explain_indent(writer, margin);
		gj_report_word(writer->report, GJ_WORD_INTERPRETED, note->mark, note->doubt, note->resolution, NULL);
		gj_report_line(writer->report);
	}
}

const char *explain_name(const struct writer *writer, const struct gj_sheet_entry *entry)
{
	if (entry->part == GJ_PART_BONUS || entry->part == GJ_PART_PENALTY)
		return gj_word(entry->part == GJ_PART_BONUS ? GJ_WORD_ADDED : GJ_WORD_TAKEN, writer->report->language);
	if (entry->part == GJ_PART_SERIES && !*entry->wording)
		return gj_word(GJ_WORD_SERIES, writer->report->language);
	return *entry->name ? entry->name : entry->wording;
}

void explain_heading(const struct writer *writer, const struct gj_sheet_entry *entry)
{
	if (entry->part == GJ_PART_DIVISION)
		gj_report_word(writer->report, GJ_WORD_DIVISION, entry->name, NULL);
	else
		gj_report_text(writer->report, explain_name(writer, entry));
}

/* Where the points under an entry stop. */
static int64_t bound_of(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	bool stops = (entry->capped || entry->earning) && entry->has_points;
	int64_t owed = gj_explanation_owed(writer->explanation, index);
	return entry->has_most && !(stops && owed < entry->most) ? entry->most : owed;
}

static void write_cap(const struct writer *writer, int clause, int cap)
{
	const struct gj_sheet_entry *around = &writer->program->sheet[cap];
	char limit[GJ_DECIMAL_BYTES];
	bool apart = around->part == GJ_PART_BONUS || around->part == GJ_PART_PENALTY;
	gj_report_word(writer->report, GJ_WORD_OPEN, NULL);
	if (writer->explanation->clauses[clause].combined)
		gj_report_word(writer->report, GJ_WORD_CAP_COMBINED, NULL);
	else if (cap == clause)
		gj_report_word(writer->report, GJ_WORD_CAP_CLAUSE, NULL);
	else
		gj_report_word(writer->report, apart ? GJ_WORD_CAP_ADDED : around->earning ? GJ_WORD_CAP_EARNED : GJ_WORD_CAP_OF, explain_name(writer, around),
			explain_points(writer, limit, bound_of(writer, cap)), NULL);
	gj_report_word(writer->report, GJ_WORD_CLOSE, NULL);
}

/* What a clause's points are to the unit, and the words for it. */
enum manner { LOST, EARNED, ADDED };

static enum manner manner_of(const struct writer *writer, int clause)
{
	return writer->program->sheet[clause].earning ? EARNED : gj_costs(writer->program, clause) ? LOST : ADDED;
}

static void write_points(const struct writer *writer, int index)
{
	static const struct { enum gj_word incurred, counted, absorbed; } words[] = {
		[LOST] = {GJ_WORD_INCURRED, GJ_WORD_COUNTED, GJ_WORD_ABSORBED},
		[EARNED] = {GJ_WORD_EARNED_INCURRED, GJ_WORD_EARNED_COUNTED, GJ_WORD_EARNED_ABSORBED},
		[ADDED] = {GJ_WORD_BONUS_INCURRED, GJ_WORD_BONUS_COUNTED, GJ_WORD_BONUS_ABSORBED},
	};
	const struct gj_explained_clause *clause = &writer->explanation->clauses[index];
	struct gj_report *report = writer->report;
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	bool rounded = gj_explanation_rounded(writer->explanation, entry->incurred) || gj_explanation_rounded(writer->explanation, entry->counted);
	enum manner manner = manner_of(writer, index);
	char text[EXPLAIN_POINTS_BYTES];
	gj_report_word(report, words[manner].incurred, explain_slot(writer, text, entry->incurred), NULL);
	gj_report_word(report, GJ_WORD_COMMA, NULL);
	gj_report_word(report, words[manner].counted, explain_slot(writer, text, entry->counted), NULL);
	if (clause->cap == GJ_NONE)
		return;
	gj_report_word(report, GJ_WORD_COMMA, NULL);
	gj_report_word(report, clause->combined ? GJ_WORD_NOT_COUNTED : words[manner].absorbed, explain_about(writer, text, clause->incurred - clause->counted, rounded), NULL);
	write_cap(writer, index, clause->cap);
}

/* The tiers that applied, as the author wrote them. */
static void write_applied(const struct writer *writer, int index, size_t margin)
{
	const struct gj_program *program = writer->program;
	for (size_t i = 0; i < program->branch_count; i++) {
		const struct gj_branch *branch = &program->branches[i];
		if ((branch->kind != GJ_BRANCH_TIER && branch->kind != GJ_BRANCH_FACTOR) || branch->entry != index || !writer->explanation->slots[branch->slot])
			continue;
		explain_indent(writer, margin);
		gj_report_word(writer->report, GJ_WORD_APPLIED, branch->label, NULL);
		gj_report_line(writer->report);
	}
}

/* The rows of 参数表 that applied. */
static void write_found(const struct writer *writer, int index, size_t margin)
{
	for (size_t i = 0; i < writer->program->lookup_count; i++) {
		const char *label = gj_explanation_found(writer->explanation, i, index);
		if (!*label)
			continue;
		explain_indent(writer, margin);
		gj_report_word(writer->report, GJ_WORD_APPLIED, label, NULL);
		gj_report_line(writer->report);
	}
}

static bool touched(const struct writer *writer, int entry)
{
	const struct gj_explained_clause *clause = &writer->explanation->clauses[entry];
	return clause->incurred != 0 || clause->counted != 0;
}

/* Whether points were lost: by the clause or, where they are to be earned, because it could still earn some. */
static bool loses(const struct writer *writer, int entry)
{
	return writer->program->sheet[entry].earning ? writer->explanation->clauses[entry].gain > 0 : touched(writer, entry);
}

/* A clause that asked for nothing: one line. */
static void write_quiet_clause(const struct writer *writer, int index, size_t margin)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	gj_report_column(writer->report, margin);
	gj_report_text(writer->report, "·");
	gj_report_column(writer->report, margin + MARK_CELLS);
	gj_report_text(writer->report, entry->wording);
	if (entry->field_count) {
		gj_report_word(writer->report, GJ_WORD_OPEN, NULL);
		explain_data(writer, entry);
		gj_report_word(writer->report, GJ_WORD_CLOSE, NULL);
	}
	gj_report_line(writer->report);
}

static void write_clause(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	struct gj_report *report = writer->report;
	size_t margin = explain_margin(writer, index), inner = margin + MARK_CELLS;
	char text[EXPLAIN_POINTS_BYTES];
	if (writer->lost_only && !loses(writer, index))
		return;
	if (!touched(writer, index)) {
		write_quiet_clause(writer, index, margin);
	} else {
		gj_report_column(report, margin);
		gj_report_text(report, manner_of(writer, index) == LOST ? "−" : "+");
		gj_report_word(report, GJ_WORD_POINTS, explain_slot(writer, text, entry->counted), NULL);
		gj_report_column(report, inner);
		gj_report_text(report, entry->wording);
		gj_report_line(report);
		struct gj_report data = {.language = report->language};
		struct writer aside = *writer;
		aside.report = &data;
		explain_data(&aside, entry);
		gj_report_bytes(&data, "", 1);
		report->failed |= data.failed;
		if (!report->failed && *data.text.bytes) {
			gj_report_column(report, inner);
			gj_report_word(report, GJ_WORD_DATUM, data.text.bytes, NULL);
			gj_report_line(report);
		}
		gj_report_free(&data);
		write_applied(writer, index, inner);
		write_found(writer, index, inner);
		gj_report_column(report, inner);
		write_points(writer, index);
		gj_report_line(report);
		explain_rows(writer, entry, inner);
	}
	explain_interpretations(writer, entry, inner);
}

/* 2 / 3分 */
static void write_score(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	char score[EXPLAIN_POINTS_BYTES], full[GJ_DECIMAL_BYTES], owed[EXPLAIN_POINTS_BYTES];
	const char *shown = entry->score == GJ_NONE ? "0" : explain_slot(writer, score, entry->score);
	bool partly = gj_explanation_owed(writer->explanation, index) < entry->points && entry->scaled == GJ_NONE;
	if (gj_explanation_inapplicable(writer->explanation, index))
		gj_report_word(writer->report, GJ_WORD_SCORE_NONE, explain_points(writer, full, entry->points), NULL);
	else if (partly)
		gj_report_word(writer->report, GJ_WORD_SCORE_OF_OWED, shown, explain_slot(writer, owed, entry->owed), explain_points(writer, full, entry->points), NULL);
	else if (entry->has_points)
		gj_report_word(writer->report, GJ_WORD_SCORE_OF, shown, explain_points(writer, full, entry->points), NULL);
	else if (entry->score != GJ_NONE)
		gj_report_word(writer->report, GJ_WORD_SCORE_ALONE, shown, NULL);
}

/* 组织覆盖  2 / 3分 */
static void write_scored(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	size_t margin = explain_margin(writer, index);
	if (entry->part == GJ_PART_PROJECT || margin == 0)
		gj_report_line(writer->report);
	explain_indent(writer, margin);
	explain_heading(writer, entry);
	gj_report_text(writer->report, "  ");
	write_score(writer, index);
	gj_report_line(writer->report);
	explain_scaling(writer, index, margin + EXPLAIN_STEP);
	explain_interpretations(writer, entry, margin + EXPLAIN_STEP);
}

static bool any_loss_within(const struct writer *writer, int ancestor)
{
	const struct gj_sheet_entry *sheet = writer->program->sheet;
	bool division = sheet[ancestor].part == GJ_PART_DIVISION; /* what is in it stands behind it */
	for (size_t i = (size_t)ancestor; i < writer->program->sheet_count; i++) {
		int at = (int)i;
		if (division && (int)i > ancestor && sheet[i].part == GJ_PART_DIVISION)
			break;
		while (at != GJ_NONE && at != ancestor && !(division && sheet[at].part == GJ_PART_PROJECT))
			at = sheet[at].parent;
		if (at != GJ_NONE && loses(writer, (int)i))
			return true;
	}
	return false;
}

static void write_point(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	char full[GJ_DECIMAL_BYTES];
	size_t margin = explain_margin(writer, index);
	if (writer->lost_only && !any_loss_within(writer, index))
		return;
	explain_indent(writer, margin);
	gj_report_text(writer->report, explain_name(writer, entry));
	if (entry->has_points) {
		gj_report_word(writer->report, GJ_WORD_OPEN, NULL);
		gj_report_word(writer->report, GJ_WORD_POINTS, explain_points(writer, full, entry->points), NULL);
		gj_report_word(writer->report, GJ_WORD_CLOSE, NULL);
	}
	gj_report_line(writer->report);
	explain_interpretations(writer, entry, margin + EXPLAIN_STEP);
}

/* Only where it holds. */
static void write_void(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	if (!writer->explanation->slots[entry->reason] || explain_waived(writer, index) || gj_explanation_inapplicable(writer->explanation, entry->parent))
		return;
	explain_indent(writer, explain_margin(writer, index));
	gj_report_word(writer->report, GJ_WORD_VOIDED, *entry->wording ? entry->wording : entry->name, NULL);
	explain_reason_data(writer, entry);
	gj_report_line(writer->report);
	explain_interpretations(writer, entry, explain_margin(writer, index) + EXPLAIN_STEP);
}

static void write_entry(const struct writer *writer, int index)
{
	switch (writer->program->sheet[index].part) {
	case GJ_PART_DIVISION: case GJ_PART_PROJECT: case GJ_PART_ITEM: case GJ_PART_BONUS: case GJ_PART_PENALTY:
		if (!writer->lost_only || any_loss_within(writer, index))
			write_scored(writer, index);
		break;
	case GJ_PART_POINT: case GJ_PART_SERIES:
		if (!explain_waived(writer, writer->program->sheet[index].parent))
			write_point(writer, index);
		break;
	case GJ_PART_CLAUSE:
		if (!explain_waived(writer, index))
			write_clause(writer, index);
		break;
	case GJ_PART_WAIVER:
		if (!writer->lost_only)
			explain_waiver(writer, index, explain_margin(writer, index));
		break;
	case GJ_PART_VOID:
		write_void(writer, index);
		break;
	default:
		break; /* 否决, 等次 and 评选 are told after the sheet */
	}
}

static void write_untouched(const struct writer *writer)
{
	size_t count = 0;
	char text[GJ_DECIMAL_BYTES];
	for (size_t i = 0; i < writer->program->sheet_count; i++)
		count += writer->program->sheet[i].part == GJ_PART_CLAUSE && !loses(writer, (int)i) && !explain_waived(writer, (int)i);
	gj_decimal(text, (int64_t)count, 0);
	gj_report_line(writer->report);
	gj_report_word(writer->report, GJ_WORD_UNTOUCHED, text, NULL);
	gj_report_line(writer->report);
}

static void write_identity(const struct writer *writer)
{
	const struct gj_program *program = writer->program;
	struct gj_report *report = writer->report;
	char line[GJ_DECIMAL_BYTES];
	gj_report_text(report, program->name);
	gj_report_line(report);
	bool any = false;
	for (size_t i = 0; i < program->field_count; i++) {
		const char *text = writer->explanation->row->texts[i];
		if (program->fields[i].type != GJ_TEXT || !text || !*text)
			continue;
		if (any)
			gj_report_word(report, GJ_WORD_COMMA, NULL);
		any = true;
		gj_report_text(report, program->fields[i].name);
		gj_report_text(report, " ");
		gj_report_text(report, text);
	}
	if (writer->explanation->row->line) {
		gj_decimal(line, (int64_t)writer->explanation->row->line, 0);
		if (any)
			gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_SHEET_LINE, line, NULL);
	}
	gj_report_line(report);
}

/* 口径 about the whole: those of the standard, its 否决项, 等次 and 评选. */
static void write_general_interpretations(const struct writer *writer)
{
	for (size_t i = 0; i < writer->program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &writer->program->sheet[i];
		if (entry->part == GJ_PART_STANDARD || entry->part == GJ_PART_VETOES || entry->part == GJ_PART_GRADES || entry->part == GJ_PART_SELECTION)
			explain_interpretations(writer, entry, EXPLAIN_STEP);
	}
}

void gj_explain_faults(struct gj_report *report, const struct gj_wanted *row)
{
	if (!row->faults.size)
		return;
	const char *at = row->faults.bytes, *end = at + row->faults.size;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		gj_report_column(report, EXPLAIN_STEP);
		gj_report_bytes(report, at, (size_t)(stop - at));
		gj_report_line(report);
		at = stop + 1;
	}
}

void gj_explanation_write(struct gj_report *report, const struct gj_explanation *explanation, bool lost_only)
{
	struct writer writer = {.report = report, .explanation = explanation, .program = explanation->program, .lost_only = lost_only};
	write_identity(&writer);
	if (explanation->pending) {
		explain_pending(&writer);
		return;
	}
	explain_verdict(&writer);
	for (size_t i = 0; i < explanation->program->sheet_count; i++)
		write_entry(&writer, (int)i);
	if (lost_only)
		write_untouched(&writer);
	gj_report_line(report);
	explain_verdict(&writer);
	explain_scaling(&writer, 0, EXPLAIN_STEP);
	explain_places(&writer);
	explain_rounding(&writer);
	explain_formula(&writer);
	explain_grade_rules(&writer);
	explain_vetoes(&writer);
	explain_next(&writer);
	explain_selections(&writer);
	explain_follow(&writer);
	write_general_interpretations(&writer);
	if (explanation->row->fault_count) {
		gj_report_word(report, GJ_WORD_FURTHER_ROWS, NULL);
		gj_report_line(report);
		gj_explain_faults(report, explanation->row);
	}
}
