/* Rows of ledgers in an explanation. */
#include "explain_writer.h"

enum { LISTED_MOST = 10 };

/* The total that fills a field of the units. */
static bool find_total(const struct gj_program *program, int field, struct gj_explained_total *made)
{
	for (size_t i = 0; i < program->ledger_count; i++)
		for (size_t k = 0; k < program->ledgers[i].total_count; k++)
			if (program->ledgers[i].totals[k].owner == GJ_NONE && program->ledgers[i].totals[k].field == field) {
				*made = (struct gj_explained_total){.ledger = i, .total = k};
				return program->ledgers[i].base == GJ_NONE;
			}
	return false;
}

bool gj_explained_total(const struct gj_explanation *explanation, int field, struct gj_explained_total *made)
{
	const struct gj_traced_unit *unit = explanation->row->rows;
	if (!unit || !explanation->program->fields[field].derived || !find_total(explanation->program, field, made))
		return false;
	for (size_t i = 0; i < unit->row_count; i++) {
		made->rows += unit->rows[i].ledger == made->ledger;
		made->aside += unit->rows[i].ledger == made->ledger && unit->rows[i].reason;
	}
	struct gj_traced_place place = {0};
	while (gj_traced_next(unit, made->ledger, made->total, &place))
		made->counted++;
	return true;
}

static void write_row(const struct writer *writer, const struct gj_traced_row *row, size_t margin)
{
	char line[GJ_DECIMAL_BYTES];
	gj_decimal(line, (int64_t)row->line, 0);
	gj_report_column(writer->report, margin);
	gj_report_word(writer->report, row->reason ? GJ_WORD_ROW_ASIDE : GJ_WORD_ROW_COUNTED, line, row->reason ? row->reason : row->text, NULL);
	gj_report_line(writer->report);
}

static void write_more(const struct writer *writer, uint64_t all, size_t margin)
{
	char more[GJ_DECIMAL_BYTES];
	if (all <= LISTED_MOST)
		return;
	gj_decimal(more, (int64_t)(all - LISTED_MOST), 0);
	gj_report_column(writer->report, margin);
	gj_report_word(writer->report, GJ_WORD_ROWS_MORE, more, NULL);
	gj_report_line(writer->report);
}

static void write_aside(const struct writer *writer, const struct gj_explained_total *made, size_t margin)
{
	const struct gj_traced_unit *unit = writer->explanation->row->rows;
	for (size_t i = 0, listed = 0; i < unit->row_count && listed < LISTED_MOST; i++)
		if (unit->rows[i].ledger == made->ledger && unit->rows[i].reason) {
			write_row(writer, &unit->rows[i], margin);
			listed++;
		}
	write_more(writer, made->aside, margin);
}

static void write_total(const struct writer *writer, int field, const struct gj_explained_total *made, size_t margin)
{
	const struct gj_traced_unit *unit = writer->explanation->row->rows;
	char rows[GJ_DECIMAL_BYTES], counted[GJ_DECIMAL_BYTES];
	gj_decimal(rows, (int64_t)made->rows, 0);
	gj_decimal(counted, (int64_t)made->counted, 0);
	gj_report_column(writer->report, margin);
	gj_report_word(writer->report, GJ_WORD_ROWS_OF, writer->program->fields[field].name, writer->program->ledgers[made->ledger].name, rows, counted, NULL);
	gj_report_line(writer->report);
	struct gj_traced_place place = {0};
	const struct gj_traced_row *row;
	for (size_t i = 0; i < LISTED_MOST && (row = gj_traced_next(unit, made->ledger, made->total, &place)); i++)
		write_row(writer, row, margin + EXPLAIN_STEP);
	write_more(writer, made->counted, margin + EXPLAIN_STEP);
}

static bool same_rows(const struct gj_traced_unit *unit, const struct gj_explained_total *one, const struct gj_explained_total *other)
{
	struct gj_traced_place first = {0}, second = {0};
	const struct gj_traced_row *a, *b;
	do {
		a = gj_traced_next(unit, one->ledger, one->total, &first);
		b = gj_traced_next(unit, other->ledger, other->total, &second);
	} while (a && a == b);
	return a == b;
}

/* What of a total the entry's fields before it have shown already: the rows of its ledger put aside; those counted, under the name of `same`. */
struct shown {
	bool aside;
	int same;
};

static struct shown shown_before(const struct writer *writer, const struct gj_sheet_entry *entry, size_t end, const struct gj_explained_total *made)
{
	struct shown shown = {false, GJ_NONE};
	struct gj_explained_total other;
	for (size_t i = 0; i < end && shown.same == GJ_NONE; i++) {
		if (!gj_explained_total(writer->explanation, entry->fields[i], &other) || other.ledger != made->ledger)
			continue;
		shown.aside = true;
		if (made->counted && same_rows(writer->explanation->row->rows, &other, made))
			shown.same = entry->fields[i];
	}
	return shown;
}

static void write_same(const struct writer *writer, int field, int same, size_t margin)
{
	gj_report_column(writer->report, margin);
	gj_report_word(writer->report, GJ_WORD_ROWS_SAME, writer->program->fields[field].name, writer->program->fields[same].name, NULL);
	gj_report_line(writer->report);
}

void explain_rows(const struct writer *writer, const struct gj_sheet_entry *entry, size_t margin)
{
	for (size_t i = 0; i < entry->field_count; i++) {
		struct gj_explained_total made;
		if (!gj_explained_total(writer->explanation, entry->fields[i], &made))
			continue;
		struct shown shown = shown_before(writer, entry, i, &made);
		if (shown.same == GJ_NONE)
			write_total(writer, entry->fields[i], &made, margin);
		else
			write_same(writer, entry->fields[i], shown.same, margin);
		if (!shown.aside)
			write_aside(writer, &made, margin + EXPLAIN_STEP);
	}
}
