/* The explanation of a unit as a ledger on a terminal. */
#include "datum.h"
#include "decimal.h"
#include "explain.h"
#include "summary.h"

#include <string.h>

enum { STEP = 2, MARK_CELLS = 8 };

struct writer {
	struct gj_report *report;
	const struct gj_explanation *explanation;
	const struct gj_program *program;
	bool lost_only;
};

static size_t margin_of(const struct writer *writer, int entry)
{
	size_t depth = 0;
	for (int at = writer->program->sheet[entry].parent; at != GJ_NONE; at = writer->program->sheet[at].parent)
		depth += writer->program->sheet[at].part != GJ_PART_STANDARD;
	return depth * STEP;
}

static void indent(const struct writer *writer, size_t margin)
{
	if (margin)
		gj_report_column(writer->report, margin);
}

static const char *points(const struct writer *writer, char out[GJ_DECIMAL_BYTES], int64_t value)
{
	gj_decimal(out, value, writer->program->point_scale);
	return out;
}

/* 未纳入管理党员数 1名、… : the fields that an entry's rules read. */
static void write_data(const struct writer *writer, const struct gj_sheet_entry *entry)
{
	struct gj_report *report = writer->report;
	for (size_t i = 0; i < entry->field_count; i++) {
		if (i)
			gj_report_word(report, GJ_WORD_PAUSE, NULL);
		gj_report_text(report, writer->program->fields[entry->fields[i]].name);
		gj_report_text(report, " ");
		if (!report->failed)
			report->failed = !gj_datum_add(&report->text, writer->program, entry->fields[i], writer->explanation->columns, 0);
	}
}

static void write_interpretations(const struct writer *writer, const struct gj_sheet_entry *entry, size_t margin)
{
	for (size_t i = 0; i < entry->interpretation_count; i++) {
		const struct gj_interpretation *note = &writer->program->interpretations[entry->interpretations[i]];
		indent(writer, margin);
		gj_report_word(writer->report, GJ_WORD_INTERPRETED, note->mark, note->doubt, note->resolution, NULL);
		gj_report_line(writer->report);
	}
}

static const char *name_of(const struct writer *writer, const struct gj_sheet_entry *entry)
{
	if (entry->part == GJ_PART_BONUS || entry->part == GJ_PART_PENALTY)
		return gj_word(entry->part == GJ_PART_BONUS ? GJ_WORD_ADDED : GJ_WORD_TAKEN, writer->report->language);
	return *entry->name ? entry->name : entry->wording;
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
		gj_report_word(writer->report, apart ? GJ_WORD_CAP_ADDED : around->earning ? GJ_WORD_CAP_EARNED : GJ_WORD_CAP_OF, name_of(writer, around),
			points(writer, limit, around->points), NULL);
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
	enum manner manner = manner_of(writer, index);
	char text[GJ_DECIMAL_BYTES];
	gj_report_word(report, words[manner].incurred, points(writer, text, clause->incurred), NULL);
	gj_report_word(report, GJ_WORD_COMMA, NULL);
	gj_report_word(report, words[manner].counted, points(writer, text, clause->counted), NULL);
	if (clause->cap == GJ_NONE)
		return;
	gj_report_word(report, GJ_WORD_COMMA, NULL);
	gj_report_word(report, clause->combined ? GJ_WORD_NOT_COUNTED : words[manner].absorbed, points(writer, text, clause->incurred - clause->counted), NULL);
	write_cap(writer, index, clause->cap);
}

/* The tiers that applied, as the author wrote them. */
static void write_applied(const struct writer *writer, int index, size_t margin)
{
	const struct gj_program *program = writer->program;
	for (size_t i = 0; i < program->branch_count; i++) {
		const struct gj_branch *branch = &program->branches[i];
		if (branch->kind != GJ_BRANCH_TIER || branch->entry != index || !writer->explanation->slots[branch->slot])
			continue;
		indent(writer, margin);
		gj_report_word(writer->report, GJ_WORD_APPLIED, branch->label, NULL);
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
		write_data(writer, entry);
		gj_report_word(writer->report, GJ_WORD_CLOSE, NULL);
	}
	gj_report_line(writer->report);
}

static void write_clause(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	struct gj_report *report = writer->report;
	size_t margin = margin_of(writer, index), inner = margin + MARK_CELLS;
	char text[GJ_DECIMAL_BYTES];
	if (writer->lost_only && !loses(writer, index))
		return;
	if (!touched(writer, index)) {
		write_quiet_clause(writer, index, margin);
	} else {
		gj_report_column(report, margin);
		gj_report_text(report, manner_of(writer, index) == LOST ? "−" : "+");
		gj_report_word(report, GJ_WORD_POINTS, points(writer, text, writer->explanation->clauses[index].counted), NULL);
		gj_report_column(report, inner);
		gj_report_text(report, entry->wording);
		gj_report_line(report);
		gj_report_column(report, inner);
		struct gj_report data = {.language = report->language};
		struct writer aside = *writer;
		aside.report = &data;
		write_data(&aside, entry);
		gj_report_bytes(&data, "", 1);
		report->failed |= data.failed;
		if (!report->failed)
			gj_report_word(report, GJ_WORD_DATUM, data.text.bytes, NULL);
		gj_report_free(&data);
		gj_report_line(report);
		write_applied(writer, index, inner);
		gj_report_column(report, inner);
		write_points(writer, index);
		gj_report_line(report);
	}
	write_interpretations(writer, entry, inner);
}

/* 组织覆盖  2 / 3分 */
static void write_scored(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	char score[GJ_DECIMAL_BYTES], full[GJ_DECIMAL_BYTES];
	size_t margin = margin_of(writer, index);
	if (entry->part == GJ_PART_PROJECT || margin == 0)
		gj_report_line(writer->report);
	indent(writer, margin);
	gj_report_text(writer->report, name_of(writer, entry));
	gj_report_text(writer->report, "  ");
	int64_t value = entry->score == GJ_NONE ? 0 : writer->explanation->slots[entry->score];
	if (entry->has_points)
		gj_report_word(writer->report, GJ_WORD_SCORE_OF, points(writer, score, value), points(writer, full, entry->points), NULL);
	else if (entry->score != GJ_NONE)
		gj_report_word(writer->report, GJ_WORD_SCORE_ALONE, points(writer, score, value), NULL);
	gj_report_line(writer->report);
	write_interpretations(writer, entry, margin + STEP);
}

static bool any_loss_within(const struct writer *writer, int ancestor)
{
	for (size_t i = 0; i < writer->program->sheet_count; i++) {
		int at = (int)i;
		while (at != GJ_NONE && at != ancestor)
			at = writer->program->sheet[at].parent;
		if (at == ancestor && loses(writer, (int)i))
			return true;
	}
	return false;
}

static void write_point(const struct writer *writer, int index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	char full[GJ_DECIMAL_BYTES];
	size_t margin = margin_of(writer, index);
	if (writer->lost_only && !any_loss_within(writer, index))
		return;
	indent(writer, margin);
	gj_report_text(writer->report, entry->wording);
	if (entry->has_points) {
		gj_report_word(writer->report, GJ_WORD_OPEN, NULL);
		gj_report_word(writer->report, GJ_WORD_POINTS, points(writer, full, entry->points), NULL);
		gj_report_word(writer->report, GJ_WORD_CLOSE, NULL);
	}
	gj_report_line(writer->report);
	write_interpretations(writer, entry, margin + STEP);
}

static void write_entry(const struct writer *writer, int index)
{
	switch (writer->program->sheet[index].part) {
	case GJ_PART_PROJECT: case GJ_PART_ITEM: case GJ_PART_BONUS: case GJ_PART_PENALTY:
		if (!writer->lost_only || any_loss_within(writer, index))
			write_scored(writer, index);
		break;
	case GJ_PART_POINT:
		write_point(writer, index);
		break;
	case GJ_PART_CLAUSE:
		write_clause(writer, index);
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
		count += writer->program->sheet[i].part == GJ_PART_CLAUSE && !loses(writer, (int)i);
	gj_decimal(text, (int64_t)count, 0);
	gj_report_line(writer->report);
	gj_report_word(writer->report, GJ_WORD_UNTOUCHED, text, NULL);
	gj_report_line(writer->report);
}

static void write_named(struct gj_report *report, enum gj_word name, const char *value)
{
	gj_report_word(report, name, NULL);
	gj_report_text(report, " ");
	gj_report_text(report, value);
}

static void write_identity(const struct writer *writer)
{
	const struct gj_program *program = writer->program;
	struct gj_report *report = writer->report;
	char line[GJ_DECIMAL_BYTES];
	gj_report_text(report, program->name);
	gj_report_line(report);
	for (size_t i = 0; i < program->field_count; i++) {
		const char *text = writer->explanation->row->texts[i];
		if (program->fields[i].type != GJ_TEXT || !text || !*text)
			continue;
		gj_report_text(report, program->fields[i].name);
		gj_report_text(report, " ");
		gj_report_text(report, text);
		gj_report_word(report, GJ_WORD_COMMA, NULL);
	}
	gj_decimal(line, (int64_t)writer->explanation->row->line, 0);
	gj_report_word(report, GJ_WORD_SHEET_LINE, line, NULL);
	gj_report_line(report);
}

static void write_verdict(const struct writer *writer)
{
	const struct gj_explanation *explanation = writer->explanation;
	struct gj_report *report = writer->report;
	char text[GJ_DECIMAL_BYTES];
	gj_report_word(report, GJ_WORD_TOTAL, NULL);
	gj_report_text(report, " ");
	gj_report_word(report, GJ_WORD_POINTS, points(writer, text, explanation->slots[writer->program->total]), NULL);
	if (explanation->grade != GJ_NONE) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		write_named(report, GJ_WORD_GRADE, writer->program->grades[explanation->grade].name);
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		write_named(report, GJ_WORD_FINAL, writer->program->grades[explanation->final_grade].name);
	}
	gj_report_line(report);
}

static void write_follow(const struct writer *writer)
{
	const struct gj_grade *grade = gj_program_grade(writer->program, writer->explanation->final_grade);
	const char *const texts[] = {grade->confirmed, grade->consequence};
	static const enum gj_word words[] = {GJ_WORD_CONFIRMED, GJ_WORD_CONSEQUENCE};
	for (size_t i = 0; i < 2; i++) {
		if (!*texts[i])
			continue;
		indent(writer, STEP);
		gj_report_word(writer->report, words[i], texts[i], NULL);
		gj_report_line(writer->report);
	}
}

static void write_vetoes(const struct writer *writer)
{
	const struct gj_program *program = writer->program;
	const struct gj_explanation *explanation = writer->explanation;
	bool vetoed = explanation->slots[program->vetoed] != 0;
	if (program->veto_grade == GJ_NONE)
		return;
	for (size_t i = 0; i < program->sheet_count && vetoed; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		if (entry->part != GJ_PART_VETO || !explanation->slots[entry->reason])
			continue;
		indent(writer, STEP);
		gj_report_word(writer->report, GJ_WORD_VETO_HELD, entry->wording, NULL);
		gj_report_word(writer->report, GJ_WORD_OPEN, NULL);
		write_data(writer, entry);
		gj_report_word(writer->report, GJ_WORD_CLOSE, NULL);
		gj_report_line(writer->report);
		write_interpretations(writer, entry, 2 * STEP);
	}
	indent(writer, STEP);
	if (vetoed)
		gj_report_word(writer->report, GJ_WORD_WITHOUT_VETO, program->grades[explanation->band_grade].name, NULL);
	else
		gj_report_word(writer->report, GJ_WORD_VETO_NONE, NULL);
	gj_report_line(writer->report);
}

static void write_mends(const struct writer *writer)
{
	const struct gj_program *program = writer->program;
	const struct gj_explanation *explanation = writer->explanation;
	struct gj_report *report = writer->report;
	const char *next = program->grades[explanation->next_grade].name;
	char text[GJ_DECIMAL_BYTES];
	bool any = false;
	for (size_t i = 0; i < program->sheet_count; i++) {
		if (explanation->clauses[i].gain <= 0 || explanation->clauses[i].gain < explanation->short_by)
			continue;
		if (!any) {
			indent(writer, STEP);
			gj_report_word(report, GJ_WORD_NEXT_SINGLE, next, NULL);
			gj_report_line(report);
		}
		any = true;
		indent(writer, 2 * STEP);
		gj_report_text(report, program->sheet[i].wording);
		gj_report_word(report, GJ_WORD_OPEN, NULL);
		gj_report_word(report, program->sheet[i].earning ? GJ_WORD_NEXT_EARN : GJ_WORD_NEXT_GAIN, points(writer, text, explanation->clauses[i].gain), NULL);
		gj_report_word(report, GJ_WORD_CLOSE, NULL);
		gj_report_line(report);
	}
	if (!any) {
		indent(writer, STEP);
		gj_report_word(report, GJ_WORD_NEXT_NONE_ALONE, NULL);
		gj_report_line(report);
	}
}

static void write_next(const struct writer *writer)
{
	const struct gj_program *program = writer->program;
	const struct gj_explanation *explanation = writer->explanation;
	struct gj_report *report = writer->report;
	char low[GJ_DECIMAL_BYTES], gap[GJ_DECIMAL_BYTES];
	bool vetoed = explanation->slots[program->vetoed] != 0;
	if (explanation->grade == GJ_NONE)
		return;
	indent(writer, STEP);
	if (explanation->next_grade == GJ_NONE) {
		gj_report_word(report, GJ_WORD_NEXT_HIGHEST, program->grades[explanation->band_grade].name, NULL);
		gj_report_line(report);
		return;
	}
	const struct gj_grade *next = &program->grades[explanation->next_grade];
	gj_report_word(report, GJ_WORD_NEXT_SHORT, next->name, points(writer, low, next->low), points(writer, gap, explanation->short_by), NULL);
	if (vetoed) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_NEXT_VETO, next->name, NULL);
	}
	gj_report_line(report);
	write_mends(writer);
}

static void write_selections(const struct writer *writer)
{
	const struct gj_program *program = writer->program;
	for (size_t i = 0; i < program->selection_count; i++) {
		const struct gj_explained_selection *place = &writer->explanation->selections[i];
		char rank[GJ_DECIMAL_BYTES], candidates[GJ_DECIMAL_BYTES], quota[GJ_DECIMAL_BYTES];
		gj_decimal(rank, (int64_t)place->rank, 0);
		gj_decimal(candidates, (int64_t)place->candidates, 0);
		gj_decimal(quota, (int64_t)place->quota, 0);
		indent(writer, STEP);
		gj_report_word(writer->report, place->chosen ? GJ_WORD_CHOSEN : place->rank ? GJ_WORD_NOT_CHOSEN : GJ_WORD_NOT_CANDIDATE,
			program->grades[program->selections[i].grade].name, candidates, rank, quota, NULL);
		gj_report_line(writer->report);
	}
}

/* 口径 about the whole: those of the standard, its 否决项, 等次 and 评选. */
static void write_general_interpretations(const struct writer *writer)
{
	for (size_t i = 0; i < writer->program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &writer->program->sheet[i];
		if (entry->part == GJ_PART_STANDARD || entry->part == GJ_PART_VETOES || entry->part == GJ_PART_GRADES || entry->part == GJ_PART_SELECTION)
			write_interpretations(writer, entry, STEP);
	}
}

void gj_explain_faults(struct gj_report *report, const struct gj_wanted *row)
{
	if (!row->faults.size)
		return;
	const char *at = row->faults.bytes, *end = at + row->faults.size;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		gj_report_column(report, STEP);
		gj_report_bytes(report, at, (size_t)(stop - at));
		gj_report_line(report);
		at = stop + 1;
	}
}

void gj_explanation_write(struct gj_report *report, const struct gj_explanation *explanation, bool lost_only)
{
	struct writer writer = {.report = report, .explanation = explanation, .program = explanation->program, .lost_only = lost_only};
	write_identity(&writer);
	write_verdict(&writer);
	for (size_t i = 0; i < explanation->program->sheet_count; i++)
		write_entry(&writer, (int)i);
	if (lost_only)
		write_untouched(&writer);
	gj_report_line(report);
	write_verdict(&writer);
	write_vetoes(&writer);
	write_next(&writer);
	write_selections(&writer);
	write_follow(&writer);
	write_general_interpretations(&writer);
	if (explanation->row->fault_count) {
		gj_report_word(report, GJ_WORD_FURTHER_ROWS, NULL);
		gj_report_line(report);
		gj_explain_faults(report, explanation->row);
	}
}
