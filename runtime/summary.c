#include "summary_writer.h"

#include "cells.h"
#include "decimal.h"
#include "natural_order.h"

#include <stdlib.h>
#include <string.h>

enum { BAR_CELLS = 40 };

int gj_enclosing(const struct gj_program *program, int entry, enum gj_part part)
{
	while (entry != GJ_NONE && program->sheet[entry].part != part)
		entry = program->sheet[entry].parent;
	return entry;
}

bool gj_costs(const struct gj_program *program, int entry)
{
	const struct gj_sheet_entry *clause = &program->sheet[entry];
	return clause->part == GJ_PART_CLAUSE && !clause->earning && gj_enclosing(program, entry, GJ_PART_BONUS) == GJ_NONE;
}

size_t gj_costly_clauses(const struct gj_program *program, const struct gj_tally *tally, size_t clauses[GJ_COSTLY_MOST])
{
	size_t count = 0;
	for (size_t i = 0; i < program->sheet_count; i++) {
		if (!gj_costs(program, (int)i) || tally->lost[i] <= 0)
			continue;
		size_t at = count < GJ_COSTLY_MOST ? count++ : (size_t)GJ_COSTLY_MOST;
		for (; at > 0 && tally->lost[clauses[at - 1]] < tally->lost[i]; at--)
			if (at < GJ_COSTLY_MOST)
				clauses[at] = clauses[at - 1];
		if (at < GJ_COSTLY_MOST)
			clauses[at] = i;
	}
	return count;
}

static void write_title(struct gj_report *report, const struct gj_program *program)
{
	gj_report_text(report, program->name);
	if (*program->edition || *program->document) {
		gj_report_word(report, GJ_WORD_OPEN, NULL);
		gj_report_text(report, program->edition);
		if (*program->edition && *program->document)
			gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_text(report, program->document);
		gj_report_word(report, GJ_WORD_CLOSE, NULL);
	}
	gj_report_line(report);
}

static void write_rejected(struct gj_report *report, const struct gj_run *run)
{
	char count[GJ_DECIMAL_BYTES], listed[GJ_DECIMAL_BYTES];
	uint64_t reasons = 0;
	for (size_t i = 0; i < GJ_DATA_MESSAGE_COUNT; i++)
		reasons += run->tally.reasons[i];
	for (size_t i = 0; i < run->sample_count; i++) {
		summary_indent(report);
		gj_report_bytes(report, run->samples[i].bytes, run->samples[i].size);
		gj_report_line(report);
	}
	if (reasons > run->sample_count) {
		summary_indent(report);
		gj_report_word(report, run->rejects_path ? GJ_WORD_REJECTS_LISTED : GJ_WORD_REJECTS_MORE, summary_count(count, reasons),
			summary_count(listed, run->sample_count), NULL);
		gj_report_line(report);
	}
}

static void write_pending(struct gj_report *report, const struct gj_run *run)
{
	char pending[GJ_DECIMAL_BYTES], open[GJ_DECIMAL_BYTES];
	if (!run->tally.pending)
		return;
	enum gj_word word = run->program->ranking_count ? GJ_WORD_PENDING_ROWS_OR_PLACES : GJ_WORD_PENDING_ROWS;
	gj_report_word(report, word, summary_count(pending, run->tally.pending), summary_count(open, run->tally.open), NULL);
	gj_report_line(report);
}

static void write_rows(struct gj_report *report, const struct gj_run *run)
{
	char read[GJ_DECIMAL_BYTES], evaluated[GJ_DECIMAL_BYTES], rejected[GJ_DECIMAL_BYTES];
	const char *unit = run->program->unit_name;
	gj_report_word(report, GJ_WORD_ROWS, summary_count(read, run->tally.read), summary_count(evaluated, run->tally.evaluated),
		*unit ? unit : gj_word(GJ_WORD_ROWS_UNIT, report->language), summary_count(rejected, run->tally.rejected), NULL);
	if (run->rejects_path && run->tally.rejected) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_REJECTS_AT, run->rejects_path, NULL);
	}
	gj_report_line(report);
	write_pending(report, run);
	write_rejected(report, run);
}

static size_t widest_grade(const struct gj_program *program)
{
	size_t widest = 0;
	for (size_t i = 0; i < program->grade_count; i++) {
		size_t cells = gj_cells(program->grades[i].name, strlen(program->grades[i].name));
		widest = cells > widest ? cells : widest;
	}
	return widest;
}

static void write_bar(struct gj_report *report, uint64_t part, uint64_t whole)
{
	uint64_t cells = whole ? (uint64_t)(((unsigned __int128)part * BAR_CELLS + whole / 2) / whole) : 0;
	if (part)
		gj_report_text(report, "  ");
	if (part && !cells)
		gj_report_text(report, "▏");
	for (uint64_t i = 0; i < cells; i++)
		gj_report_text(report, "█");
}

static void write_share(struct gj_report *report, uint64_t part, uint64_t whole, size_t column)
{
	char share[GJ_DECIMAL_BYTES];
	gj_percentage(share, part, whole);
	gj_report_right(report, share, column);
	gj_report_text(report, "%");
	write_bar(report, part, whole);
}

static void write_count(struct gj_report *report, const char *name, uint64_t count, size_t column)
{
	char text[GJ_DECIMAL_BYTES];
	summary_indent(report);
	gj_report_text(report, name);
	gj_report_right(report, summary_count(text, count), column);
}

static void write_grades(struct gj_report *report, const struct gj_run *run)
{
	const struct gj_program *program = run->program;
	size_t names = SUMMARY_MARGIN + widest_grade(program);
	if (!program->grade_count)
		return;
	summary_heading(report, GJ_WORD_GRADES, NULL);
	for (size_t i = program->grade_count; i-- > 0;) {
		bool nameless = !*program->grades[i].name;
		if (nameless && !run->tally.grades[i])
			continue;
		write_count(report, nameless ? gj_word(GJ_WORD_UNGRADED, report->language) : program->grades[i].name, run->tally.grades[i], names + 12);
		if (!program->grades[i].unrated)
			write_share(report, run->tally.grades[i], run->tally.rated, names + 21);
		gj_report_line(report);
	}
	if (!run->tally.open)
		return;
	write_count(report, gj_word(GJ_WORD_PENDING, report->language), run->tally.open, names + 12);
	write_share(report, run->tally.open, run->tally.rated, names + 21);
	gj_report_line(report);
}

static void write_vetoes(struct gj_report *report, const struct gj_run *run)
{
	const struct gj_program *program = run->program;
	char count[GJ_DECIMAL_BYTES];
	if (program->veto_grade == GJ_NONE)
		return;
	summary_heading(report, GJ_WORD_VETOES, summary_count(count, run->tally.vetoed));
	for (size_t i = 0; i < program->sheet_count; i++) {
		if (program->sheet[i].part != GJ_PART_VETO || !run->tally.held[i])
			continue;
		gj_report_right(report, summary_count(count, run->tally.held[i]), SUMMARY_MARGIN + 8);
		gj_report_text(report, "  ");
		gj_report_text(report, program->sheet[i].wording);
		gj_report_line(report);
	}
}

static const char *place_of(const struct gj_program *program, int clause)
{
	int item = gj_enclosing(program, clause, GJ_PART_ITEM);
	int place = item != GJ_NONE ? item : program->sheet[clause].parent;
	return place == GJ_NONE ? "" : program->sheet[place].name;
}

static void write_costly(struct gj_report *report, const struct gj_run *run)
{
	const struct gj_program *program = run->program;
	size_t clauses[GJ_COSTLY_MOST];
	size_t count = gj_costly_clauses(program, &run->tally, clauses);
	if (!count)
		return;
	summary_heading(report, GJ_WORD_COSTLY, NULL);
	gj_report_right(report, gj_word(GJ_WORD_COSTLY_POINTS, report->language), SUMMARY_MARGIN + 10);
	gj_report_right(report, gj_word(GJ_WORD_COSTLY_ROWS, report->language), SUMMARY_MARGIN + 20);
	gj_report_column(report, SUMMARY_MARGIN + 22);
	gj_report_word(report, GJ_WORD_COSTLY_CLAUSE, NULL);
	gj_report_line(report);
	for (size_t i = 0; i < count; i++) {
		char text[GJ_DECIMAL_BYTES];
		gj_decimal(text, run->tally.lost[clauses[i]], program->point_scale);
		gj_report_right(report, text, SUMMARY_MARGIN + 10);
		gj_report_right(report, summary_count(text, run->tally.lost_rows[clauses[i]]), SUMMARY_MARGIN + 20);
		gj_report_column(report, SUMMARY_MARGIN + 22);
		const char *place = place_of(program, (int)clauses[i]);
		gj_report_text(report, *place ? place : gj_word(GJ_WORD_TAKEN, report->language));
		gj_report_word(report, GJ_WORD_COLON, NULL);
		gj_report_text(report, program->sheet[clauses[i]].wording);
		gj_report_line(report);
	}
}

static void write_remark(struct gj_report *report, bool *any, enum gj_word word, const char *text)
{
	if (!*text)
		return;
	if (*any)
		gj_report_word(report, GJ_WORD_COMMA, NULL);
	gj_report_word(report, word, text, NULL);
	*any = true;
}

/* 认定, 处置 and what else follows from a grade, in a line. */
static void write_follow_line(struct gj_report *report, const struct gj_program *program, const struct gj_grade *grade)
{
	bool any = false;
	write_remark(report, &any, GJ_WORD_CONFIRMED, grade->confirmed);
	write_remark(report, &any, GJ_WORD_CONSEQUENCE, grade->consequence);
	for (size_t i = 0; i < grade->columns.count; i++) {
		const struct gj_grade_column *column = &program->grade_columns[i];
		if (!*grade->columns.items[i])
			continue;
		if (any)
			gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_FOLLOWS, column->name, grade->columns.items[i], column->unit, NULL);
		any = true;
	}
}

static bool follows_any(const struct gj_grade *grade)
{
	bool any = *grade->confirmed || *grade->consequence;
	for (size_t i = 0; i < grade->columns.count; i++)
		any = any || *grade->columns.items[i];
	return any;
}

static void write_follow(struct gj_report *report, const struct gj_run *run)
{
	const struct gj_program *program = run->program;
	bool any = false;
	for (size_t i = program->grade_count; i-- > 0;) {
		const struct gj_grade *grade = &program->grades[i];
		if (!follows_any(grade))
			continue;
		if (!any)
			summary_heading(report, GJ_WORD_FOLLOW, NULL);
		any = true;
		summary_indent(report);
		gj_report_text(report, grade->name);
		gj_report_column(report, SUMMARY_MARGIN + widest_grade(program) + 2);
		write_follow_line(report, program, grade);
		gj_report_line(report);
	}
}

static int compare_marks(const void *a, const void *b)
{
	return gj_natural_order(*(const char *const *)a, *(const char *const *)b);
}

static void list_marks(struct gj_report *report, const struct gj_program *program)
{
	const char **marks = calloc(program->interpretation_count, sizeof *marks);
	report->failed |= !marks;
	for (size_t i = 0; marks && i < program->interpretation_count; i++)
		marks[i] = program->interpretations[i].mark;
	if (marks)
		qsort(marks, program->interpretation_count, sizeof *marks, compare_marks);
	for (size_t i = 0; marks && i < program->interpretation_count; i++) {
		if (i)
			gj_report_word(report, GJ_WORD_PAUSE, NULL);
		gj_report_text(report, marks[i]);
	}
	gj_report_bytes(report, "", 1);
	free(marks);
}

static void write_marks(struct gj_report *report, const struct gj_program *program)
{
	struct gj_report marks = {.language = report->language};
	if (!program->interpretation_count)
		return;
	list_marks(&marks, program);
	gj_report_line(report);
	if (marks.failed)
		report->failed = true;
	else
		gj_report_word(report, GJ_WORD_INTERPRETATIONS, marks.text.bytes, NULL);
	gj_report_line(report);
	gj_report_free(&marks);
}

void gj_summary_write(struct gj_report *report, const struct gj_run *run)
{
	write_title(report, run->program);
	write_rows(report, run);
	if (!run->tally.evaluated)
		return;
	write_grades(report, run);
	summary_targets(report, run);
	write_vetoes(report, run);
	write_costly(report, run);
	summary_selections(report, run);
	write_follow(report, run);
	write_marks(report, run->program);
}
