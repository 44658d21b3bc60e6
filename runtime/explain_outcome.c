/* What came of a unit, on a terminal: total and grade, the rules about grades and the vetoes that held, the way to the next grade, 评选. */
#include "decimal.h"
#include "explain_writer.h"

static void write_named(struct gj_report *report, enum gj_word name, const char *value)
{
	gj_report_word(report, name, NULL);
	gj_report_text(report, " ");
	gj_report_text(report, value);
}

void explain_verdict(const struct writer *writer)
{
	const struct gj_explanation *explanation = writer->explanation;
	struct gj_report *report = writer->report;
	char text[EXPLAIN_POINTS_BYTES];
	gj_report_word(report, GJ_WORD_TOTAL, NULL);
	gj_report_text(report, " ");
	if (gj_explanation_inapplicable(explanation, 0))
		gj_report_word(report, GJ_WORD_NONE_APPLIES, NULL);
	else
		gj_report_word(report, GJ_WORD_POINTS, explain_slot(writer, text, writer->program->total), NULL);
	const char *grade = gj_program_grade(writer->program, explanation->grade)->name;
	const char *result = gj_program_grade(writer->program, explanation->final_grade)->name;
	if (*grade) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		write_named(report, GJ_WORD_GRADE, grade);
	}
	if (explanation->grade != GJ_NONE && !(explanation->alone && writer->program->selection_count)) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		write_named(report, GJ_WORD_FINAL, *result ? result : gj_word(GJ_WORD_UNGRADED, report->language));
	}
	gj_report_line(report);
}

void explain_follow(const struct writer *writer)
{
	const struct gj_grade *grade = gj_program_grade(writer->program, writer->explanation->final_grade);
	const char *const texts[] = {grade->confirmed, grade->consequence};
	static const enum gj_word words[] = {GJ_WORD_CONFIRMED, GJ_WORD_CONSEQUENCE};
	for (size_t i = 0; i < 2; i++) {
		if (!*texts[i])
			continue;
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, words[i], texts[i], NULL);
		gj_report_line(writer->report);
	}
	for (size_t i = 0; i < grade->columns.count; i++) {
		const struct gj_grade_column *column = &writer->program->grade_columns[i];
		if (!*grade->columns.items[i])
			continue;
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, GJ_WORD_FOLLOWS, column->name, grade->columns.items[i], column->unit, NULL);
		gj_report_line(writer->report);
	}
}

void explain_reason_data(const struct writer *writer, const struct gj_sheet_entry *entry)
{
	if (!entry->field_count)
		return;
	gj_report_word(writer->report, GJ_WORD_OPEN, NULL);
	explain_data(writer, entry);
	gj_report_word(writer->report, GJ_WORD_CLOSE, NULL);
}

void explain_rounding(const struct writer *writer)
{
	const struct gj_program *program = writer->program;
	bool any = false;
	for (size_t i = 0; i < program->slot_count; i++)
		any = any || gj_explanation_rounded(writer->explanation, (int)i);
	if (!any)
		return;
	explain_indent(writer, EXPLAIN_STEP);
	gj_report_word(writer->report, GJ_WORD_ROUNDED, NULL);
	gj_report_line(writer->report);
}

void explain_formula(const struct writer *writer)
{
	if (gj_explanation_inapplicable(writer->explanation, 0)) {
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, GJ_WORD_NOTHING_APPLIES, NULL);
		gj_report_line(writer->report);
	}
	if (!*writer->program->formula)
		return;
	explain_indent(writer, EXPLAIN_STEP);
	gj_report_word(writer->report, GJ_WORD_FORMULA, writer->program->formula, NULL);
	gj_report_line(writer->report);
}

const char *explain_grade_reason(const struct gj_sheet_entry *entry)
{
	bool tier = entry->outcome == GJ_OUTCOME_WORSE || entry->outcome == GJ_OUTCOME_BETTER;
	return *entry->wording && !tier ? entry->wording : entry->name;
}

void explain_grade_rules(const struct writer *writer)
{
	static const enum gj_word words[] = {
		[GJ_OUTCOME_CONDITION] = GJ_WORD_RULE_CONDITION, [GJ_OUTCOME_CEILING] = GJ_WORD_RULE_CEILING,
		[GJ_OUTCOME_LOWERED] = GJ_WORD_RULE_LOWERED, [GJ_OUTCOME_FLOOR] = GJ_WORD_RULE_FLOOR,
		[GJ_OUTCOME_WORSE] = GJ_WORD_RULE_WORSE, [GJ_OUTCOME_BETTER] = GJ_WORD_RULE_BETTER, [GJ_OUTCOME_UNRATED] = GJ_WORD_RULE_UNRATED,
	};
	const struct gj_program *program = writer->program;
	for (size_t i = 0; i < program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		if (entry->part != GJ_PART_OUTCOME || !writer->explanation->slots[entry->reason])
			continue;
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, words[entry->outcome], entry->grade == GJ_NONE ? "" : program->grades[entry->grade].name,
			explain_grade_reason(entry), NULL);
		explain_reason_data(writer, entry);
		gj_report_line(writer->report);
	}
}

void explain_vetoes(const struct writer *writer)
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
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, GJ_WORD_VETO_HELD, entry->wording, NULL);
		explain_reason_data(writer, entry);
		gj_report_line(writer->report);
		explain_interpretations(writer, entry, 2 * EXPLAIN_STEP);
	}
	explain_indent(writer, EXPLAIN_STEP);
	if (vetoed && *program->grades[explanation->band_grade].name)
		gj_report_word(writer->report, GJ_WORD_WITHOUT_VETO, program->grades[explanation->band_grade].name, NULL);
	else if (vetoed)
		gj_report_word(writer->report, GJ_WORD_WITHOUT_VETO_RANKED, NULL);
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
	char text[EXPLAIN_POINTS_BYTES];
	bool any = false;
	for (size_t i = 0; i < program->sheet_count; i++) {
		const struct gj_explained_clause *clause = &explanation->clauses[i];
		if (clause->gain <= 0 || !clause->enough)
			continue;
		if (!any) {
			explain_indent(writer, EXPLAIN_STEP);
			gj_report_word(report, GJ_WORD_NEXT_SINGLE, next, NULL);
			gj_report_line(report);
		}
		any = true;
		explain_indent(writer, 2 * EXPLAIN_STEP);
		gj_report_text(report, program->sheet[i].wording);
		gj_report_word(report, GJ_WORD_OPEN, NULL);
		gj_report_word(report, program->sheet[i].earning ? GJ_WORD_NEXT_EARN : GJ_WORD_NEXT_GAIN, explain_about(writer, text, clause->gain, clause->gain_rounded), NULL);
		gj_report_word(report, GJ_WORD_CLOSE, NULL);
		gj_report_line(report);
	}
	if (!any) {
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(report, GJ_WORD_NEXT_NONE_ALONE, NULL);
		gj_report_line(report);
	}
}

/* The grade that the score alone gives. */
static int grade_of_score(const struct gj_explanation *explanation)
{
	const struct gj_program *program = explanation->program;
	int found = explanation->band_grade;
	for (size_t i = 0; i < program->grade_count; i++) {
		const struct gj_grade *grade = &program->grades[i];
		if (grade->from_band && gj_grade_reached(grade, explanation->slots[program->total_floor], gj_explanation_rounded(explanation, program->total)))
			found = (int)i;
	}
	return found;
}

void explain_next(const struct writer *writer)
{
	const struct gj_program *program = writer->program;
	const struct gj_explanation *explanation = writer->explanation;
	struct gj_report *report = writer->report;
	char low[GJ_DECIMAL_BYTES], gap[EXPLAIN_POINTS_BYTES];
	bool rounded = gj_explanation_rounded(explanation, program->total);
	bool vetoed = explanation->slots[program->vetoed] != 0;
	if (explanation->grade == GJ_NONE || !*program->grades[grade_of_score(explanation)].name || gj_explanation_inapplicable(explanation, 0))
		return;
	explain_indent(writer, EXPLAIN_STEP);
	if (explanation->next_grade == GJ_NONE) {
		gj_report_word(report, GJ_WORD_NEXT_HIGHEST, program->grades[grade_of_score(explanation)].name, NULL);
		gj_report_line(report);
		return;
	}
	const struct gj_grade *next = &program->grades[explanation->next_grade];
	gj_report_word(report, next->low_open ? GJ_WORD_NEXT_ABOVE : GJ_WORD_NEXT_SHORT, next->name, explain_points(writer, low, next->low),
		explain_about(writer, gap, explanation->short_by, rounded), NULL);
	if (vetoed) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_NEXT_VETO, next->name, NULL);
	}
	gj_report_line(report);
	write_mends(writer);
}
