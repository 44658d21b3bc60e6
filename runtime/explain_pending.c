/* The sheet of a unit with 待核 cells: what each result lies between, and which cells would settle the grade. */
#include "datum.h"
#include "explain_writer.h"
#include "summary.h"

enum { MARK_CELLS = 12 };

static const struct gj_explained_pending *pending_of(const struct writer *writer)
{
	return writer->explanation->pending;
}

static const struct gj_bounds *bounds_of(const struct writer *writer, int slot)
{
	static const struct gj_bounds none = {0, 0, true};
	return slot == GJ_NONE ? &none : &pending_of(writer)->of.slots[slot];
}

static bool varies(const struct writer *writer, int slot)
{
	const struct gj_bounds *bounds = bounds_of(writer, slot);
	return bounds->low != bounds->high;
}

static void line(const struct writer *writer)
{
	gj_report_line(writer->report);
}

/* A piece of text made aside, to be an argument: NUL-terminated, freed by aside_end. */
static struct gj_report aside(const struct writer *writer)
{
	return (struct gj_report){.language = writer->report->language};
}

static const char *aside_text(struct gj_report *report)
{
	gj_report_bytes(report, "", 1);
	return report->failed ? "" : report->text.bytes;
}

static void aside_end(const struct writer *writer, struct gj_report *report)
{
	writer->report->failed |= report->failed;
	gj_report_free(report);
}

/* 82～90 */
static void write_between(const struct writer *writer, struct gj_report *report, int slot)
{
	const struct gj_bounds *bounds = bounds_of(writer, slot);
	char low[GJ_DECIMAL_BYTES], high[GJ_DECIMAL_BYTES];
	explain_points(writer, low, bounds->low);
	explain_points(writer, high, bounds->high);
	if (bounds->low == bounds->high)
		gj_report_text(report, low);
	else
		gj_report_word(report, bounds->exact ? GJ_WORD_BETWEEN : GJ_WORD_WITHIN, low, high, NULL);
}

/* 不适用, or 不适用或不超过 90, of an entry or the total of which nothing may apply. */
static bool write_inapplicable(const struct writer *writer, int slot, int inapplicable)
{
	char high[GJ_DECIMAL_BYTES];
	enum gj_applying applies = gj_pending_applies(&pending_of(writer)->of, inapplicable);
	if (applies == GJ_MAY_NOT_APPLY)
		gj_report_word(writer->report, GJ_WORD_MAY_NOT_APPLY, explain_points(writer, high, bounds_of(writer, slot)->high), NULL);
	else if (applies == GJ_NEVER_APPLIES)
		gj_report_word(writer->report, GJ_WORD_NONE_APPLIES, NULL);
	return applies != GJ_APPLIES;
}

static void write_points_between(const struct writer *writer, int slot, const struct gj_sheet_entry *entry)
{
	struct gj_report text = aside(writer);
	char full[GJ_DECIMAL_BYTES];
	write_between(writer, &text, slot);
	bool of = entry && entry->has_points;
	gj_report_word(writer->report, of ? GJ_WORD_SCORE_OF : GJ_WORD_POINTS, aside_text(&text), of ? explain_points(writer, full, entry->points) : NULL, NULL);
	aside_end(writer, &text);
}

static void write_grades(const struct writer *writer)
{
	const struct gj_values *grades = &pending_of(writer)->of.grades;
	size_t left = 0;
	bool first = true;
	for (size_t i = 0; i < grades->count; i++)
		left += grades->possible[i];
	for (size_t i = 0; i < grades->count; i++) {
		if (!grades->possible[i])
			continue;
		if (!first)
			gj_report_word(writer->report, left == 1 ? GJ_WORD_EITHER : GJ_WORD_PAUSE, NULL);
		gj_report_text(writer->report, writer->program->grades[i].name);
		first = false;
		left--;
	}
}

static void write_verdict(const struct writer *writer)
{
	struct gj_report *report = writer->report;
	const struct gj_pending_unit *of = &pending_of(writer)->of;
	gj_report_word(report, GJ_WORD_TOTAL, NULL);
	gj_report_text(report, " ");
	if (!write_inapplicable(writer, writer->program->total, writer->program->sheet[0].inapplicable))
		write_points_between(writer, writer->program->total, NULL);
	if (writer->program->grade != GJ_NONE) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_GRADE, NULL);
		gj_report_text(report, " ");
		write_grades(writer);
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_FINAL, NULL);
		gj_report_text(report, " ");
		gj_report_text(report, of->open ? gj_word(GJ_WORD_PENDING, report->language) : writer->program->grades[of->grade].name);
	}
	line(writer);
}

static void write_value(struct gj_report *report, const struct gj_field *field, int64_t value)
{
	if (!report->failed)
		report->failed = !gj_datum_value(&report->text, field, value, GJ_PRESENT);
}

static void write_worded(const struct writer *writer, enum gj_word word, const struct gj_field *field, int64_t first, int64_t second)
{
	struct gj_report low = aside(writer), high = aside(writer);
	write_value(&low, field, first);
	write_value(&high, field, second);
	const char *from = aside_text(&low), *to = aside_text(&high);
	gj_report_word(writer->report, word, from, to, NULL);
	aside_end(writer, &low);
	aside_end(writer, &high);
}

static void write_words(const struct writer *writer, const struct gj_field *field, int64_t low, int64_t high)
{
	for (int64_t value = low; value <= high; value++) {
		if (value > low)
			gj_report_word(writer->report, GJ_WORD_PAUSE, NULL);
		write_value(writer->report, field, value);
	}
}

/* 不满 60分; 未填 */
static void write_extent(const struct writer *writer, const struct gj_unknown *unknown, const struct gj_extent *extent)
{
	const struct gj_field *field = unknown->field;
	bool from_low = extent->low == unknown->extent.low, to_high = extent->high == unknown->extent.high, day = field->type == GJ_DATE;
	if (extent->first != GJ_PRESENT)
		gj_report_text(writer->report, gj_field_state_word(field, (enum gj_state)extent->first));
	else if (field->type == GJ_OPTION || field->type == GJ_BOOL || extent->low == extent->high)
		write_words(writer, field, extent->low, extent->high);
	else if (from_low == to_high && (day || from_low))
		write_worded(writer, GJ_WORD_PENDING_RANGE, field, extent->low, extent->high);
	else if (from_low)
		write_worded(writer, day ? GJ_WORD_PIECE_UNTIL_DAY : GJ_WORD_PIECE_BELOW, field, day ? extent->high : extent->high + 1, 0);
	else if (to_high)
		write_worded(writer, day ? GJ_WORD_PIECE_FROM_DAY : GJ_WORD_PIECE_FROM, field, extent->low, extent->low);
	else
		write_worded(writer, GJ_WORD_PIECE_BETWEEN, field, extent->low, extent->high + 1);
}

/* 测试成绩（0分 至 100分，也可能是未填、不适用） */
static void write_unknown(const struct writer *writer, const struct gj_unknown *unknown)
{
	struct gj_report *report = writer->report;
	struct gj_extent present = {unknown->extent.low, unknown->extent.high, GJ_PRESENT, GJ_PRESENT};
	enum gj_word before = GJ_WORD_PENDING_ELSE;
	gj_report_text(report, unknown->field->name);
	gj_report_word(report, GJ_WORD_OPEN, NULL);
	write_extent(writer, unknown, &present);
	for (enum gj_state state = GJ_ABSENT; state <= (enum gj_state)unknown->extent.last; state++)
		if (gj_field_allows(unknown->field, state)) {
			gj_report_word(report, before, NULL);
			gj_report_text(report, gj_field_state_word(unknown->field, state));
			before = GJ_WORD_PAUSE;
		}
	gj_report_word(report, GJ_WORD_CLOSE, NULL);
	line(writer);
}

static bool reaches(const struct writer *writer, size_t unknown, int slot)
{
	return slot != GJ_NONE && varies(writer, slot) && pending_of(writer)->reaches[unknown * writer->program->slot_count + (size_t)slot];
}

/* Whether a cell decides on the condition of a selection, on the group or on the place in it. */
static bool reaches_selection(const struct writer *writer, size_t unknown, const struct gj_selection *selection)
{
	bool found = reaches(writer, unknown, selection->condition);
	const struct gj_grouping *grouping = &writer->program->groupings[selection->grouping];
	for (size_t i = 0; i < selection->key_count; i++)
		found |= reaches(writer, unknown, selection->keys[i].slot) || reaches(writer, unknown, selection->keys[i].divisor);
	for (size_t i = 0; i < selection->stretch_count; i++)
		found |= reaches(writer, unknown, selection->stretches[i].condition);
	for (size_t i = 0; i < grouping->key_count; i++)
		found |= reaches(writer, unknown, grouping->keys[i].slot);
	return found;
}

/* The scores, vetoes and selections that a cell can change. */
static void write_effects(const struct writer *writer, size_t unknown)
{
	for (size_t i = 0; i < writer->program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &writer->program->sheet[i];
		bool scored = entry->part != GJ_PART_PROJECT && entry->part != GJ_PART_DIVISION && reaches(writer, unknown, entry->score), veto = entry->part == GJ_PART_VETO && reaches(writer, unknown, entry->reason);
		if (!scored && !veto)
			continue;
		explain_indent(writer, 2 * EXPLAIN_STEP);
		if (veto) {
			gj_report_word(writer->report, GJ_WORD_PENDING_VETO, entry->wording, NULL);
		} else {
			gj_report_text(writer->report, explain_name(writer, entry));
			gj_report_text(writer->report, "  ");
			if (!write_inapplicable(writer, entry->score, entry->inapplicable))
				write_points_between(writer, entry->score, entry);
		}
		line(writer);
	}
	for (size_t i = 0; i < writer->program->selection_count; i++) {
		const struct gj_selection *selection = &writer->program->selections[i];
		if (!reaches_selection(writer, unknown, selection))
			continue;
		explain_indent(writer, 2 * EXPLAIN_STEP);
		gj_report_word(writer->report, *selection->name ? GJ_WORD_SELECTION_OF : GJ_WORD_PLACING, selection->name, NULL);
		line(writer);
	}
}

/* 第 3、10 行 */
static void write_lines(const struct writer *writer, size_t ledger)
{
	enum { SHOWN = 10 };
	uint64_t lines[SHOWN];
	const struct gj_wanted *row = writer->explanation->row;
	size_t count = gj_records_lines(row->records, row->unit, ledger, lines, SHOWN);
	struct gj_report text = aside(writer);
	for (size_t i = 0; i < count && i < SHOWN; i++) {
		if (i)
			gj_report_word(&text, GJ_WORD_PAUSE, NULL);
		gj_report_count(&text, lines[i]);
	}
	if (count > SHOWN)
		gj_report_text(&text, "…");
	if (count) {
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, GJ_WORD_PENDING_LINES, writer->program->ledgers[ledger].name, aside_text(&text), NULL);
		line(writer);
	}
	aside_end(writer, &text);
}

static void write_unknowns(const struct writer *writer)
{
	const struct gj_unit *unit = &pending_of(writer)->unit;
	line(writer);
	gj_report_word(writer->report, GJ_WORD_PENDING_CELLS, NULL);
	line(writer);
	for (size_t i = 0; i < writer->program->ledger_count; i++)
		write_lines(writer, i);
	explain_open_places(writer);
	for (size_t i = 0; i < unit->count; i++) {
		if (gj_extent_single(&unit->unknowns[i].extent))
			continue;
		explain_indent(writer, EXPLAIN_STEP);
		write_unknown(writer, &unit->unknowns[i]);
		write_effects(writer, i);
	}
}

/* −0～4分  条款的原话（测试成绩 待核） */
static void write_clause(const struct writer *writer, size_t index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	const struct gj_bounds *counted = bounds_of(writer, entry->counted);
	size_t margin = explain_margin(writer, (int)index);
	bool quiet = counted->low == 0 && counted->high == 0;
	if (quiet && writer->lost_only)
		return;
	gj_report_column(writer->report, margin);
	gj_report_text(writer->report, quiet ? "·" : gj_costs(writer->program, (int)index) ? "−" : "+");
	if (!quiet)
		write_points_between(writer, entry->counted, NULL);
	gj_report_column(writer->report, margin + MARK_CELLS);
	gj_report_text(writer->report, entry->wording);
	explain_reason_data(writer, entry);
	line(writer);
	explain_interpretations(writer, entry, margin + MARK_CELLS);
}

static void write_scored(const struct writer *writer, size_t index)
{
	const struct gj_sheet_entry *entry = &writer->program->sheet[index];
	size_t margin = explain_margin(writer, (int)index);
	if (entry->part == GJ_PART_PROJECT || margin == 0)
		line(writer);
	explain_indent(writer, margin);
	explain_heading(writer, entry);
	gj_report_text(writer->report, "  ");
	if (!write_inapplicable(writer, entry->score, entry->inapplicable))
		write_points_between(writer, entry->score, entry);
	line(writer);
	explain_interpretations(writer, entry, margin + EXPLAIN_STEP);
}

static void write_sheet(const struct writer *writer)
{
	for (size_t i = 0; i < writer->program->sheet_count; i++)
		switch (writer->program->sheet[i].part) {
		case GJ_PART_DIVISION: case GJ_PART_PROJECT: case GJ_PART_ITEM: case GJ_PART_BONUS: case GJ_PART_PENALTY:
			write_scored(writer, i);
			break;
		case GJ_PART_CLAUSE:
			write_clause(writer, i);
			break;
		default:
			break;
		}
}

static enum gj_word word_of_reason(const struct gj_sheet_entry *entry)
{
	return entry->part == GJ_PART_WAIVER ? explain_waiver_word(entry) : entry->part == GJ_PART_VETO ? GJ_WORD_VETO_HELD : GJ_WORD_VOIDED;
}

/* Reasons of 否决, 不得分, 不适用 and rules about the grade: those that hold, and those that may. */
static void write_reasons(const struct writer *writer)
{
	static const enum gj_word words[] = {
		[GJ_OUTCOME_CONDITION] = GJ_WORD_RULE_CONDITION, [GJ_OUTCOME_CEILING] = GJ_WORD_RULE_CEILING,
		[GJ_OUTCOME_LOWERED] = GJ_WORD_RULE_LOWERED, [GJ_OUTCOME_FLOOR] = GJ_WORD_RULE_FLOOR,
		[GJ_OUTCOME_WORSE] = GJ_WORD_RULE_WORSE, [GJ_OUTCOME_BETTER] = GJ_WORD_RULE_BETTER, [GJ_OUTCOME_UNRATED] = GJ_WORD_RULE_UNRATED,
	};
	for (size_t i = 0; i < writer->program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &writer->program->sheet[i];
		if (entry->reason == GJ_NONE || !bounds_of(writer, entry->reason)->high)
			continue;
		const char *wording = explain_grade_reason(entry);
		bool outcome = entry->part == GJ_PART_OUTCOME;
		struct gj_report text = aside(writer);
		gj_report_word(&text, outcome ? words[entry->outcome] : word_of_reason(entry),
			!outcome ? wording : entry->grade == GJ_NONE ? "" : writer->program->grades[entry->grade].name, wording, NULL);
		explain_indent(writer, EXPLAIN_STEP);
		if (varies(writer, entry->reason))
			gj_report_word(writer->report, GJ_WORD_PENDING_RULE, aside_text(&text), NULL);
		else
			gj_report_text(writer->report, aside_text(&text));
		aside_end(writer, &text);
		explain_reason_data(writer, entry);
		line(writer);
	}
}

/* 三星：70分 以上 不满 80分、未填 */
static void write_pieces(const struct writer *writer, const struct gj_unknown *unknown, const struct gj_settling_cell *cell, size_t margin)
{
	bool rest = false;
	for (size_t i = 0; i < cell->piece_count; i++)
		rest |= cell->pieces[i].grade == GJ_NONE;
	for (size_t grade = writer->program->grade_count; grade-- > 0;) {
		struct gj_report text = aside(writer);
		struct writer inner = *writer;
		inner.report = &text;
		for (size_t i = 0; i < cell->piece_count; i++) {
			if (cell->pieces[i].grade != (int)grade)
				continue;
			if (text.text.size)
				gj_report_word(&text, GJ_WORD_PAUSE, NULL);
			write_extent(&inner, unknown, &cell->pieces[i].extent);
		}
		bool any = text.text.size != 0;
		if (any) {
			explain_indent(writer, margin);
			gj_report_word(writer->report, GJ_WORD_SETTLE_PIECE, writer->program->grades[grade].name, aside_text(&text), NULL);
			line(writer);
		}
		aside_end(writer, &text);
	}
	if (!rest)
		return;
	explain_indent(writer, margin);
	gj_report_word(writer->report, GJ_WORD_SETTLE_REST, NULL);
	line(writer);
}

/* The names of the cells that matter, or don't; true when there are any. */
static bool write_named(const struct writer *writer, bool matters, enum gj_word word)
{
	const struct gj_explained_pending *pending = pending_of(writer);
	struct gj_report names = aside(writer);
	for (size_t i = 0; i < pending->unit.count; i++) {
		if (pending->cells[i].matters != matters || gj_extent_single(&pending->unit.unknowns[i].extent))
			continue;
		if (names.text.size)
			gj_report_word(&names, GJ_WORD_PAUSE, NULL);
		gj_report_text(&names, pending->unit.unknowns[i].field->name);
	}
	bool any = names.text.size != 0;
	if (any) {
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, word, aside_text(&names), NULL);
		line(writer);
	}
	aside_end(writer, &names);
	return any;
}

static void write_each_alone(const struct writer *writer)
{
	const struct gj_explained_pending *pending = pending_of(writer);
	bool any = false;
	for (size_t i = 0; i < pending->unit.count; i++) {
		if (!pending->cells[i].matters || !pending->cells[i].decides)
			continue;
		any = true;
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, GJ_WORD_SETTLE_ALONE, pending->unit.unknowns[i].field->name, NULL);
		line(writer);
		write_pieces(writer, &pending->unit.unknowns[i], &pending->cells[i], 2 * EXPLAIN_STEP);
	}
	if (any)
		return;
	explain_indent(writer, EXPLAIN_STEP);
	gj_report_word(writer->report, GJ_WORD_SETTLE_NONE_ALONE, NULL);
	line(writer);
}

/* The only cell that matters; the number of cells where there are several. */
static size_t lone_cell(const struct gj_explained_pending *pending)
{
	size_t found = pending->unit.count;
	for (size_t i = 0; i < pending->unit.count; i++)
		if (pending->cells[i].matters) {
			if (found != pending->unit.count)
				return pending->unit.count;
			found = i;
		}
	return found;
}

static void write_settling(const struct writer *writer)
{
	const struct gj_explained_pending *pending = pending_of(writer);
	if (writer->program->grade == GJ_NONE)
		return;
	if (!pending->cells) {
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, GJ_WORD_SETTLED_GRADE, writer->program->grades[pending->of.grade].name, NULL);
		line(writer);
		return;
	}
	size_t lone = lone_cell(pending);
	if (lone < pending->unit.count) {
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, GJ_WORD_SETTLE_ALL, pending->unit.unknowns[lone].field->name, NULL);
		line(writer);
		write_pieces(writer, &pending->unit.unknowns[lone], &pending->cells[lone], 2 * EXPLAIN_STEP);
	} else {
		write_named(writer, true, GJ_WORD_SETTLE_NEEDED);
		write_each_alone(writer);
	}
	write_named(writer, false, GJ_WORD_SETTLE_NEEDLESS);
}

/* Whether something that is shown isn't known to its ends. */
static bool anything_loose(const struct writer *writer)
{
	const struct gj_pending_unit *of = &pending_of(writer)->of;
	bool loose = !bounds_of(writer, writer->program->total)->exact || (writer->program->grade != GJ_NONE && !of->grades.complete);
	for (size_t i = 0; i < writer->program->sheet_count; i++)
		loose |= !bounds_of(writer, writer->program->sheet[i].score)->exact || !bounds_of(writer, writer->program->sheet[i].counted)->exact;
	return loose;
}

static void write_effort(const struct writer *writer)
{
	if (!anything_loose(writer))
		return;
	explain_indent(writer, EXPLAIN_STEP);
	enum gj_word loose = writer->program->ranking_count ? GJ_WORD_PENDING_LOOSE_PLACES : GJ_WORD_PENDING_LOOSE;
	gj_report_word(writer->report, pending_of(writer)->unit.steps ? loose : GJ_WORD_PENDING_EFFORT, NULL);
	line(writer);
}

void explain_pending(const struct writer *writer)
{
	write_verdict(writer);
	write_unknowns(writer);
	write_sheet(writer);
	line(writer);
	write_verdict(writer);
	explain_formula(writer);
	write_reasons(writer);
	write_settling(writer);
	write_effort(writer);
}
