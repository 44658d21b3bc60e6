/* 目标, 评选 and 定等 in the summary of a run. */
#include "cells.h"
#include "summary_writer.h"

#include <string.h>

enum { GROUPS_SHOWN = 40, TIES_SHOWN = 10, NUMBER_CELLS = 10, LABEL_CELLS_MOST = 40 };

struct gj_target_result gj_target_stands(const struct gj_program *program, size_t index, struct gj_group group, bool most)
{
	const struct gj_target *target = &program->targets[index];
	struct gj_target_result result = {.rows = group.pending[index].certain + (most ? group.pending[index].possible : 0)};
	for (size_t i = 0; i < target->grade_count; i++)
		result.rows += group.grades[target->grades[i]];
	uint64_t edge;
	if (target->at_least) {
		edge = target->strict ? gj_share_of(group.rated, target->share, GJ_ROUND_DOWN) + 1
			: gj_share_of(group.rated, target->share, GJ_ROUND_UP);
		result.reached = result.rows >= edge;
	} else {
		uint64_t up = gj_share_of(group.rated, target->share, GJ_ROUND_UP);
		edge = target->strict ? up - (up > 0) : gj_share_of(group.rated, target->share, GJ_ROUND_DOWN);
		result.reached = result.rows <= edge && !(target->strict && up == 0);
	}
	result.gap = result.rows > edge ? result.rows - edge : edge - result.rows;
	return result;
}

/* A selection, or the target or the grouping of one, over the groups of a grouping. */
struct grouped {
	struct gj_report *report;
	const struct gj_run *run;
	const struct gj_grouping *grouping;
	int index;              /* of the grouping */
	size_t count;           /* of its groups */
};

static struct grouped grouped_by(struct gj_report *report, const struct gj_run *run, int grouping)
{
	return (struct grouped){report, run, &run->program->groupings[grouping], grouping, gj_population_groups(run->population, grouping)};
}

/* （按 乡镇、类别 分组）; nothing for everyone. */
static void write_grouping(const struct grouped *grouped)
{
	if (!grouped->grouping->key_count)
		return;
	struct gj_report names = {.language = grouped->report->language};
	for (size_t i = 0; i < grouped->grouping->key_count; i++) {
		if (i)
			gj_report_word(&names, GJ_WORD_PAUSE, NULL);
		gj_report_text(&names, grouped->grouping->keys[i].name);
	}
	gj_report_bytes(&names, "", 1);
	grouped->report->failed |= names.failed;
	if (!names.failed)
		gj_report_word(grouped->report, GJ_WORD_GROUPED, names.text.bytes, NULL);
	gj_report_free(&names);
}

static void add_label(const struct grouped *grouped, size_t group, struct gj_buffer *label)
{
	label->size = 0;
	if (!gj_population_label(grouped->run->population, grouped->index, group, label))
		grouped->report->failed = true;
}

/* What the longest label takes, within reason. */
static size_t label_cells(const struct grouped *grouped)
{
	struct gj_buffer label = {0};
	size_t widest = 0;
	for (size_t i = 0; i < grouped->count && i < GROUPS_SHOWN; i++) {
		add_label(grouped, i, &label);
		size_t cells = label.size ? gj_cells(label.bytes, label.size) : 0;
		widest = cells > widest ? cells : widest;
	}
	gj_buffer_free(&label);
	return widest < LABEL_CELLS_MOST ? widest : (size_t)LABEL_CELLS_MOST;
}

static void write_label(const struct grouped *grouped, size_t group)
{
	struct gj_buffer label = {0};
	add_label(grouped, group, &label);
	gj_report_bytes(grouped->report, label.size ? label.bytes : "", label.size);
	gj_buffer_free(&label);
}

static void write_rows_now(struct gj_report *report, const struct gj_target_result *least, const struct gj_target_result *most, uint64_t rated)
{
	char rows[GJ_DECIMAL_BYTES], share[GJ_DECIMAL_BYTES], most_rows[GJ_DECIMAL_BYTES], most_share[GJ_DECIMAL_BYTES];
	gj_percentage(share, least->rows, rated);
	gj_percentage(most_share, most->rows, rated);
	summary_count(rows, least->rows);
	summary_count(most_rows, most->rows);
	if (least->rows == most->rows)
		gj_report_word(report, GJ_WORD_TARGET_NOW, rows, share, NULL);
	else
		gj_report_word(report, GJ_WORD_TARGET_RANGE, rows, most_rows, share, most_share, NULL);
}

/* How far it is to a target, or what there is to spare; where that is a range, from its better end. */
static void write_gap(struct gj_report *report, const struct gj_target_result *best, bool at_least, bool range)
{
	char gap[GJ_DECIMAL_BYTES];
	enum gj_word word;
	if (best->reached)
		word = best->gap && at_least && !range ? GJ_WORD_TARGET_SPARE : GJ_WORD_TARGET_MET;
	else if (at_least)
		word = range ? GJ_WORD_TARGET_SHORT_BEST : GJ_WORD_TARGET_SHORT;
	else
		word = range ? GJ_WORD_TARGET_OVER_BEST : GJ_WORD_TARGET_OVER;
	gj_report_word(report, word, summary_count(gap, best->gap), NULL);
}

static void write_standing(const struct grouped *grouped, size_t index, size_t group)
{
	const struct gj_program *program = grouped->run->program;
	struct gj_group units = gj_population_group(grouped->run->population, grouped->index, group);
	struct gj_target_result least = gj_target_stands(program, index, units, false), most = gj_target_stands(program, index, units, true);
	bool at_least = program->targets[index].at_least;
	write_rows_now(grouped->report, &least, &most, units.rated);
	gj_report_word(grouped->report, GJ_WORD_COMMA, NULL);
	if (least.reached != most.reached)
		gj_report_word(grouped->report, GJ_WORD_TARGET_OPEN, NULL);
	else
		write_gap(grouped->report, at_least ? &most : &least, at_least, least.rows != most.rows);
	gj_report_line(grouped->report);
}

/* Reached whatever comes of 待核 cells. */
static bool reaches(const struct grouped *grouped, size_t index, size_t group)
{
	struct gj_group units = gj_population_group(grouped->run->population, grouped->index, group);
	return gj_target_stands(grouped->run->program, index, units, false).reached && gj_target_stands(grouped->run->program, index, units, true).reached;
}

/* How many groups reach it, and those that don't. */
static void write_groups_short(const struct grouped *grouped, size_t index)
{
	struct gj_report *report = grouped->report;
	size_t reached = 0, shown = 0, column = 2 * SUMMARY_MARGIN + label_cells(grouped) + 2;
	char groups[GJ_DECIMAL_BYTES], good[GJ_DECIMAL_BYTES];
	for (size_t i = 0; i < grouped->count; i++)
		reached += reaches(grouped, index, i);
	gj_report_word(report, reached == grouped->count ? GJ_WORD_GROUPS_MET : GJ_WORD_GROUPS_SHORT, summary_count(groups, grouped->count),
		summary_count(good, reached), NULL);
	gj_report_line(report);
	for (size_t i = 0; i < grouped->count && shown <= GROUPS_SHOWN; i++) {
		if (reaches(grouped, index, i))
			continue;
		gj_report_column(report, 2 * SUMMARY_MARGIN);
		if (shown++ == GROUPS_SHOWN) {
			gj_report_word(report, GJ_WORD_GROUPS_MORE, summary_count(groups, grouped->count - reached), NULL);
			gj_report_line(report);
			return;
		}
		write_label(grouped, i);
		gj_report_column(report, column);
		write_standing(grouped, index, i);
	}
}

void summary_targets(struct gj_report *report, const struct gj_run *run)
{
	const struct gj_program *program = run->program;
	size_t column = 0;
	if (!program->target_count)
		return;
	summary_heading(report, GJ_WORD_TARGETS, NULL);
	for (size_t i = 0; i < program->target_count; i++) {
		size_t cells = gj_cells(program->targets[i].label, strlen(program->targets[i].label));
		column = cells > column ? cells : column;
	}
	for (size_t i = 0; i < program->target_count; i++) {
		const struct gj_target *target = &program->targets[i];
		struct grouped grouped = grouped_by(report, run, target->grouping);
		summary_indent(report);
		gj_report_text(report, target->label);
		gj_report_column(report, SUMMARY_MARGIN + column + 2);
		if (grouped.grouping->key_count)
			write_groups_short(&grouped, i);
		else
			write_standing(&grouped, i, 0);
	}
}

static void write_tie_names(struct gj_report *report, const struct gj_tie *tie, bool chosen)
{
	bool any = false;
	for (size_t i = 0; i < tie->name_count; i++) {
		if (tie->name_chosen[i] != chosen)
			continue;
		if (any) {
			gj_report_word(report, GJ_WORD_PAUSE, NULL);
		} else {
			gj_report_column(report, 2 * SUMMARY_MARGIN);
			gj_report_word(report, chosen ? GJ_WORD_TIE_CHOSEN : GJ_WORD_TIE_NOT_CHOSEN, NULL);
			gj_report_word(report, GJ_WORD_COLON, NULL);
		}
		gj_report_text(report, tie->names[i]);
		any = true;
	}
	if (any)
		gj_report_line(report);
}

static void write_tie(struct gj_report *report, const struct gj_program *program, const struct gj_selection *selection, const struct gj_tie *tie)
{
	char rows[GJ_DECIMAL_BYTES], chosen[GJ_DECIMAL_BYTES];
	enum gj_word word = !tie->whole ? GJ_WORD_TIE : tie->chosen ? GJ_WORD_TIE_IN : GJ_WORD_TIE_OUT;
	gj_report_word(report, word, summary_count(rows, tie->rows), selection->keys[0].name, summary_count(chosen, tie->chosen),
		gj_tie_decider(program, selection, tie), NULL);
	gj_report_line(report);
	write_tie_names(report, tie, true);
	write_tie_names(report, tie, false);
	if (tie->rows > tie->name_count) {
		gj_report_column(report, 2 * SUMMARY_MARGIN);
		gj_report_word(report, GJ_WORD_TIE_MORE, rows, NULL);
		gj_report_line(report);
	}
}

static bool has_tie(const struct gj_selection *selection, const struct gj_selection_result *result)
{
	for (size_t i = 0; i < selection->stretch_count; i++)
		if (result->stretches[i].tie)
			return true;
	return false;
}

/* Every tie of one group, with its name where there are several groups. */
static void write_ties(const struct grouped *grouped, size_t index, size_t group)
{
	const struct gj_selection *selection = &grouped->run->program->selections[index];
	const struct gj_selection_result *result = gj_population_result(grouped->run->population, index, group);
	for (size_t i = 0; i < selection->stretch_count; i++) {
		if (!result->stretches[i].tie)
			continue;
		summary_indent(grouped->report);
		if (grouped->grouping->key_count) {
			write_label(grouped, group);
			gj_report_word(grouped->report, GJ_WORD_COLON, NULL);
		}
		if (selection->stretch_count > 1) {
			gj_report_text(grouped->report, grouped->run->program->grades[selection->stretches[i].grade].name);
			gj_report_word(grouped->report, GJ_WORD_COMMA, NULL);
		}
		write_tie(grouped->report, grouped->run->program, selection, result->stretches[i].tie);
	}
}

static void write_all_ties(const struct grouped *grouped, size_t index)
{
	const struct gj_selection *selection = &grouped->run->program->selections[index];
	size_t found = 0;
	char count[GJ_DECIMAL_BYTES];
	for (size_t i = 0; i < grouped->count; i++) {
		if (!has_tie(selection, gj_population_result(grouped->run->population, index, i)))
			continue;
		if (found++ < TIES_SHOWN)
			write_ties(grouped, index, i);
	}
	if (found <= TIES_SHOWN)
		return;
	summary_indent(grouped->report);
	gj_report_word(grouped->report, GJ_WORD_TIES_MORE, summary_count(count, found), NULL);
	gj_report_line(grouped->report);
}

/* Of all groups together. */
static struct gj_stretch_result sum_stretch(const struct grouped *grouped, size_t index, size_t stretch, uint64_t *candidates)
{
	struct gj_stretch_result sum = {0};
	*candidates = 0;
	for (size_t i = 0; i < grouped->count; i++) {
		const struct gj_selection_result *result = gj_population_result(grouped->run->population, index, i);
		sum.quota += result->stretches[stretch].quota;
		sum.chosen += result->stretches[stretch].chosen;
		*candidates += result->candidates;
	}
	return sum;
}

static void write_numbers(struct gj_report *report, uint64_t chosen, uint64_t quota, size_t cell)
{
	char text[2 * GJ_DECIMAL_BYTES], number[GJ_DECIMAL_BYTES];
	strcpy(text, summary_count(number, chosen));
	strcat(text, "/");
	strcat(text, summary_count(number, quota));
	gj_report_right(report, text, cell);
}

static size_t stretch_cells(const struct gj_program *program, const struct gj_stretch *stretch)
{
	const char *name = program->grades[stretch->grade].name;
	size_t cells = gj_cells(name, strlen(name)) + 2;
	return cells > NUMBER_CELLS ? cells : (size_t)NUMBER_CELLS;
}

/* 组, 参评, 参加排序, and each grade. */
static void write_table_heading(const struct grouped *grouped, const struct gj_selection *selection, size_t column)
{
	struct gj_report *report = grouped->report;
	summary_indent(report);
	gj_report_word(report, GJ_WORD_GROUP, NULL);
	gj_report_right(report, gj_word(GJ_WORD_GROUP_UNITS, report->language), column += NUMBER_CELLS);
	gj_report_right(report, gj_word(GJ_WORD_GROUP_RANKED, report->language), column += NUMBER_CELLS);
	for (size_t i = 0; i < selection->stretch_count; i++)
		gj_report_right(report, grouped->run->program->grades[selection->stretches[i].grade].name,
			column += stretch_cells(grouped->run->program, &selection->stretches[i]));
	gj_report_line(report);
}

static void write_table_row(const struct grouped *grouped, size_t index, size_t group, size_t column)
{
	const struct gj_selection *selection = &grouped->run->program->selections[index];
	const struct gj_selection_result *result = gj_population_result(grouped->run->population, index, group);
	char count[GJ_DECIMAL_BYTES];
	summary_indent(grouped->report);
	write_label(grouped, group);
	gj_report_right(grouped->report, summary_count(count, gj_population_group(grouped->run->population, grouped->index, group).rated),
		column += NUMBER_CELLS);
	gj_report_right(grouped->report, summary_count(count, result->candidates), column += NUMBER_CELLS);
	for (size_t i = 0; i < selection->stretch_count; i++)
		write_numbers(grouped->report, result->stretches[i].chosen, result->stretches[i].quota,
			column += stretch_cells(grouped->run->program, &selection->stretches[i]));
	gj_report_line(grouped->report);
}

static void write_table(const struct grouped *grouped, size_t index)
{
	size_t column = SUMMARY_MARGIN + label_cells(grouped);
	char count[GJ_DECIMAL_BYTES];
	write_table_heading(grouped, &grouped->run->program->selections[index], column);
	for (size_t i = 0; i < grouped->count && i < GROUPS_SHOWN; i++)
		write_table_row(grouped, index, i, column);
	if (grouped->count <= GROUPS_SHOWN)
		return;
	summary_indent(grouped->report);
	gj_report_word(grouped->report, GJ_WORD_GROUPS_MORE, summary_count(count, grouped->count), NULL);
	gj_report_line(grouped->report);
}

/* 名额 …，符合条件 …，评选 …; of a 定等 a line for each grade. */
static void write_counts(const struct grouped *grouped, size_t index)
{
	const struct gj_selection *selection = &grouped->run->program->selections[index];
	struct gj_report *report = grouped->report;
	for (size_t i = 0; i < selection->stretch_count; i++) {
		char quota[GJ_DECIMAL_BYTES], candidates[GJ_DECIMAL_BYTES], chosen[GJ_DECIMAL_BYTES], groups[GJ_DECIMAL_BYTES];
		uint64_t eligible;
		struct gj_stretch_result sum = sum_stretch(grouped, index, i, &eligible);
		summary_indent(report);
		if (grouped->grouping->key_count)
			gj_report_word(report, GJ_WORD_GROUPS, summary_count(groups, grouped->count), NULL);
		gj_report_word(report, *selection->name ? GJ_WORD_SELECTION_COUNT : GJ_WORD_PLACING_COUNT, summary_count(quota, sum.quota),
			summary_count(candidates, eligible), summary_count(chosen, sum.chosen),
			grouped->run->program->grades[selection->stretches[i].grade].name, NULL);
		gj_report_line(report);
	}
}

/* Rows with 待核 cells: those that it might have taken, and those whose group they leave open. */
static void write_waiting(const struct grouped *grouped, size_t index)
{
	char count[GJ_DECIMAL_BYTES];
	uint64_t waiting = grouped->run->tally.waiting[index], ungrouped = gj_population_ungrouped(grouped->run->population, grouped->index);
	if (waiting) {
		summary_indent(grouped->report);
		gj_report_word(grouped->report, GJ_WORD_SELECTION_PENDING, summary_count(count, waiting), NULL);
		gj_report_line(grouped->report);
	}
	if (ungrouped) {
		summary_indent(grouped->report);
		gj_report_word(grouped->report, GJ_WORD_UNGROUPED, summary_count(count, ungrouped), NULL);
		gj_report_line(grouped->report);
	}
}

void summary_selections(struct gj_report *report, const struct gj_run *run)
{
	for (size_t i = 0; i < run->program->selection_count; i++) {
		const struct gj_selection *selection = &run->program->selections[i];
		struct grouped grouped = grouped_by(report, run, selection->grouping);
		gj_report_line(report);
		gj_report_word(report, *selection->name ? GJ_WORD_SELECTION : GJ_WORD_PLACING, selection->name, NULL);
		write_grouping(&grouped);
		gj_report_line(report);
		write_counts(&grouped, i);
		write_waiting(&grouped, i);
		if (grouped.grouping->key_count)
			write_table(&grouped, i);
		write_all_ties(&grouped, i);
	}
}
