/* What the parts of a written explanation share. */
#ifndef GJ_EXPLAIN_WRITER_H
#define GJ_EXPLAIN_WRITER_H
#include "decimal.h"
#include "explain.h"

enum {
	EXPLAIN_STEP = 2, /* cells from one level to the next */
	EXPLAIN_POINTS_BYTES = GJ_DECIMAL_BYTES + 8
};

struct writer {
	struct gj_report *report;
	const struct gj_explanation *explanation;
	const struct gj_program *program;
	bool lost_only;
};

/* Cells before an entry of the sheet; its name, or its wording. */
size_t explain_margin(const struct writer *writer, int entry);
const char *explain_name(const struct writer *writer, const struct gj_sheet_entry *entry);
/* The same as the beginning of a line; a 大类 says that it is one. */
void explain_heading(const struct writer *writer, const struct gj_sheet_entry *entry);
void explain_indent(const struct writer *writer, size_t margin);
const char *explain_points(const struct writer *writer, char out[GJ_DECIMAL_BYTES], int64_t value);
/* 约 84.444444, where it is rounded. */
const char *explain_about(const struct writer *writer, char out[EXPLAIN_POINTS_BYTES], int64_t value, bool rounded);
const char *explain_slot(const struct writer *writer, char out[EXPLAIN_POINTS_BYTES], int slot);
/* 未纳入管理党员数 1名、… : the fields that an entry's rules read. */
void explain_data(const struct writer *writer, const struct gj_sheet_entry *entry);
/* The same in brackets; nothing where there are none. */
void explain_reason_data(const struct writer *writer, const struct gj_sheet_entry *entry);
void explain_interpretations(const struct writer *writer, const struct gj_sheet_entry *entry, size_t margin);

/* explain_pending.c: everything after the identity of a unit with 待核 cells. */
void explain_pending(const struct writer *writer);

/* explain_waiver.c. Whether a part, or one around it, doesn't apply. */
bool explain_waived(const struct writer *writer, int entry);
/* What is said of a 不适用 若 … that holds: the part leaves, or counts full. */
enum gj_word explain_waiver_word(const struct gj_sheet_entry *waiver);
/* Why a part doesn't apply, where it doesn't. */
void explain_waiver(const struct writer *writer, int waiver, size_t margin);
/* How the points of a 项目, or the total before 加分 and 减分, were scaled back, where something was left out. */
void explain_scaling(const struct writer *writer, int entry, size_t margin);

/* explain_outcome.c: lines after the sheet. */
void explain_verdict(const struct writer *writer);
/* What 约 means, where it was said. */
void explain_rounding(const struct writer *writer);
void explain_formula(const struct writer *writer);
void explain_grade_rules(const struct writer *writer);
void explain_vetoes(const struct writer *writer);
void explain_next(const struct writer *writer);
void explain_places(const struct writer *writer);
/* That they depend on 待核 cells of other units. */
void explain_open_places(const struct writer *writer);
void explain_selections(const struct writer *writer);
void explain_follow(const struct writer *writer);
/* Why a rule about the grade, a veto or a 不得分 holds: its wording, or what was written; of another scale the tier. */
const char *explain_grade_reason(const struct gj_sheet_entry *entry);
/* explain_rows.c: the rows of ledgers that the totals in an entry's rules have counted. */
void explain_rows(const struct writer *writer, const struct gj_sheet_entry *entry, size_t margin);
#endif
