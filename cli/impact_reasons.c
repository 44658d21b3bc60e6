/* Why a unit comes out otherwise. */
#include "impact_report.h"
#include "runtime/decimal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A unit under both standards, and the reasons so far. */
struct reasons {
	const struct impact_report *report;
	const struct gj_impact_row *row;
	const char *before;
	struct gj_buffer *out;
	size_t count;
	bool failed;
};

__attribute__((format(printf, 2, 3))) static void add_reason(struct reasons *reasons, const char *format, ...)
{
	char *text = NULL;
	va_list arguments;
	va_start(arguments, format);
	int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	bool good = length >= 0 && (!reasons->count || gj_buffer_text(reasons->out, reasons->before)) && gj_buffer_add(reasons->out, text, (size_t)length);
	reasons->failed |= !good;
	reasons->count++;
	if (length >= 0)
		free(text);
}

static const struct gj_sheet_entry *entry_of(const struct reasons *reasons, size_t side, int index)
{
	return index == GJ_NONE ? NULL : &reasons->report->programs[side]->sheet[index];
}

static int64_t value_of(const struct reasons *reasons, size_t side, int slot)
{
	return slot == GJ_NONE ? 0 : gj_vm_value(reasons->row->vms[side], slot, reasons->row->row);
}

/* Points of one side at the common scale. */
static int64_t points_of(const struct reasons *reasons, size_t side, int slot)
{
	int64_t points = value_of(reasons, side, slot);
	for (int scale = reasons->report->programs[side]->point_scale; scale < reasons->report->impact.point_scale; scale++)
		points *= 10;
	return points;
}

static const char *number(const struct reasons *reasons, int64_t points, char text[GJ_DECIMAL_BYTES])
{
	gj_decimal(text, points, reasons->report->impact.point_scale);
	return text;
}

/* 扣, 得, 加 or 减. */
static const char *verb(const struct reasons *reasons, size_t side, int index)
{
	const struct gj_program *program = reasons->report->programs[side];
	const struct cli *cli = reasons->report->cli;
	for (int above = index; above != GJ_NONE; above = program->sheet[above].parent) {
		if (program->sheet[above].part == GJ_PART_BONUS)
			return cli_text(cli, "加", "adds ");
		if (program->sheet[above].part == GJ_PART_PENALTY)
			return cli_text(cli, "减", "takes ");
	}
	return program->sheet[index].earning ? cli_text(cli, "得", "earns ") : cli_text(cli, "扣", "costs ");
}

static void explain_clause(struct reasons *reasons, const struct sheet_pair *pair)
{
	const struct cli *cli = reasons->report->cli;
	const struct gj_sheet_entry *old = entry_of(reasons, 0, pair->old), *new = entry_of(reasons, 1, pair->new);
	int64_t was = old ? points_of(reasons, 0, old->counted) : 0, is = new ? points_of(reasons, 1, new->counted) : 0;
	char before[GJ_DECIMAL_BYTES], after[GJ_DECIMAL_BYTES];
	if (was == is)
		return;
	number(reasons, was, before);
	number(reasons, is, after);
	if (!old)
		add_reason(reasons, cli_text(cli, "新增的条款“%s”：%s%s分", "new clause “%s”: %s%s"), new->wording, verb(reasons, 1, pair->new), after);
	else if (!new)
		add_reason(reasons, cli_text(cli, "取消的条款“%s”：原%s%s分", "dropped clause “%s”: %s%s before"), old->wording, verb(reasons, 0, pair->old), before);
	else
		add_reason(reasons, cli_text(cli, "条款“%s”：原%s%s分，现%s%s分", "clause “%s”: %s%s before, %s%s now"), new->wording,
			verb(reasons, 0, pair->old), before, verb(reasons, 1, pair->new), after);
}

static const char *reason_kind(const struct cli *cli, enum gj_part part)
{
	return part == GJ_PART_VETO ? cli_text(cli, "否决", "veto ") : part == GJ_PART_VOID ? cli_text(cli, "不得分", "no points ") : part == GJ_PART_WAIVER ? cli_text(cli, "不适用", "doesn't apply ") : cli_text(cli, "规定", "provision ");
}

static void explain_reason(struct reasons *reasons, const struct sheet_pair *pair)
{
	const struct cli *cli = reasons->report->cli;
	const struct gj_sheet_entry *old = entry_of(reasons, 0, pair->old), *new = entry_of(reasons, 1, pair->new), *entry = new ? new : old;
	bool was = old && value_of(reasons, 0, old->reason), is = new && value_of(reasons, 1, new->reason);
	const char *text = *entry->wording ? entry->wording : entry->name;
	if (was == is)
		return;
	add_reason(reasons, is ? cli_text(cli, "%s“%s”：原不成立，现成立", "%s“%s”: holds now, didn't before")
		: cli_text(cli, "%s“%s”：原成立，现不成立", "%s“%s”: held before, doesn't now"), reason_kind(cli, entry->part), text);
}

/* What an 指标 begins with, where it isn't earned: 分值. */
static int64_t start_of(const struct reasons *reasons, size_t side, const struct gj_sheet_entry *item)
{
	int64_t points = item && !item->earning ? item->points : 0;
	for (int scale = reasons->report->programs[side]->point_scale; scale < reasons->report->impact.point_scale; scale++)
		points *= 10;
	return points;
}

static void explain_start(struct reasons *reasons, const struct sheet_pair *pair)
{
	const struct gj_sheet_entry *old = entry_of(reasons, 0, pair->old), *new = entry_of(reasons, 1, pair->new);
	int64_t was = start_of(reasons, 0, old), is = start_of(reasons, 1, new);
	char before[GJ_DECIMAL_BYTES], after[GJ_DECIMAL_BYTES];
	if (was == is)
		return;
	number(reasons, was, before);
	number(reasons, is, after);
	add_reason(reasons, cli_text(reasons->report->cli, "指标“%s”的分值：原%s分，现%s分", "points of item “%s”: %s before, %s now"),
		new ? new->name : old->name, before, after);
}

static void explain_item(struct reasons *reasons, const struct sheet_pair *pair)
{
	const struct gj_sheet_entry *old = entry_of(reasons, 0, pair->old), *new = entry_of(reasons, 1, pair->new);
	int64_t was = old ? points_of(reasons, 0, old->score) : 0, is = new ? points_of(reasons, 1, new->score) : 0;
	char before[GJ_DECIMAL_BYTES], after[GJ_DECIMAL_BYTES];
	if (was == is)
		return;
	number(reasons, was, before);
	number(reasons, is, after);
	if (!old || !new)
		add_reason(reasons, old ? cli_text(reasons->report->cli, "取消的指标“%s”：原得%s分", "dropped item “%s”: %s before")
			: cli_text(reasons->report->cli, "新增的指标“%s”：得%s分", "new item “%s”: %s"), old ? old->name : new->name, old ? before : after);
	else
		add_reason(reasons, cli_text(reasons->report->cli, "指标“%s”：原得%s分，现得%s分", "item “%s”: %s before, %s now"), new->name, before, after);
}

static enum gj_part part_of(const struct reasons *reasons, const struct sheet_pair *pair)
{
	return pair->new != GJ_NONE ? entry_of(reasons, 1, pair->new)->part : entry_of(reasons, 0, pair->old)->part;
}

static const char *grade_name(const struct reasons *reasons, size_t side, int grade)
{
	return gj_program_grade(reasons->report->programs[side], grade)->name;
}

/* Results that differ where a 评选 or 定等 made one of them another than the grade of the score. */
static void explain_selection(struct reasons *reasons, const struct gj_impact_row *row, const char *const finals[2])
{
	const struct cli *cli = reasons->report->cli;
	bool was_moved = row->finals[0] != row->grades[0], is_moved = row->finals[1] != row->grades[1];
	if (is_moved && !was_moved && row->finals[1] > row->grades[1])
		add_reason(reasons, cli_text(cli, "评选：原没有选中，现选为“%s”", "selection: chosen as “%s” now"), finals[1]);
	else if (was_moved && !is_moved && row->finals[0] > row->grades[0])
		add_reason(reasons, cli_text(cli, "评选：原选为“%s”，现没有选中", "selection: was chosen as “%s”, isn't now"), finals[0]);
	else if (was_moved || is_moved)
		add_reason(reasons, cli_text(cli, "评选、定等：原列为“%s”，现列为“%s”", "selection: was listed as “%s”, is “%s” now"), finals[0], finals[1]);
}

static void explain_grades(struct reasons *reasons)
{
	const struct gj_impact_row *row = reasons->row;
	const struct cli *cli = reasons->report->cli;
	const char *names[] = { grade_name(reasons, 0, row->grades[0]), grade_name(reasons, 1, row->grades[1]) };
	const char *finals[] = { grade_name(reasons, 0, row->finals[0]), grade_name(reasons, 1, row->finals[1]) };
	char total[GJ_DECIMAL_BYTES];
	if (row->totals[0] == row->totals[1] && strcmp(names[0], names[1]) != 0 && !reasons->count)
		add_reason(reasons, cli_text(cli, "等次的界线：%s分原为“%s”，现为“%s”", "the edges of grades: %s was “%s”, is “%s”"),
			number(reasons, row->totals[0], total), names[0], names[1]);
	if (strcmp(finals[0], finals[1]) != 0)
		explain_selection(reasons, row, finals);
}

bool impact_reasons(const struct impact_report *report, const struct gj_impact_row *row, const char *before, struct gj_buffer *out)
{
	struct reasons reasons = { report, row, before, out, 0, false };
	for (size_t i = 0; i < report->pair_count; i++) {
		enum gj_part part = part_of(&reasons, &report->pairs[i]);
		if (part == GJ_PART_CLAUSE)
			explain_clause(&reasons, &report->pairs[i]);
		else if (part == GJ_PART_VETO || part == GJ_PART_VOID || part == GJ_PART_WAIVER || part == GJ_PART_OUTCOME)
			explain_reason(&reasons, &report->pairs[i]);
		else if (part == GJ_PART_ITEM && row->totals[0] != row->totals[1])
			explain_start(&reasons, &report->pairs[i]);
	}
	bool by_items = !reasons.count && row->totals[0] != row->totals[1];
	for (size_t i = 0; i < report->pair_count && by_items; i++)
		if (part_of(&reasons, &report->pairs[i]) == GJ_PART_ITEM)
			explain_item(&reasons, &report->pairs[i]);
	if (!reasons.count && row->totals[0] != row->totals[1])
		add_reason(&reasons, "%s", cli_text(report->cli, "总分的算法不同", "the total is reckoned otherwise"));
	explain_grades(&reasons);
	return !reasons.failed;
}
