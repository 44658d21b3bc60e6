/* 不适用 若 …: what becomes of parts that don't apply must be said, and how much of the sheet may be left. */
#include "check.h"
#include "waivers.h"
#include <string.h>

enum waiving check_waiving(const struct node *heading)
{
	const struct node *declared = ast_child(heading, NODE_ATTR_WAIVED);
	return !declared ? WAIVING_UNSAID : strcmp(declared->text, "折算") ? WAIVING_FULL : WAIVING_SCALED;
}

bool waivers_unread(struct checker *checker)
{
	static const char *const words[] = {"不适用", "缺项", "本项不适用", "本指标不适用", "本要点不适用", "本项目不适用"};
	for (size_t i = 0; i < diagnostics_total(checker->diagnostics); i++) {
		const char *text = checker->source->text + diagnostics_at(checker->diagnostics, i)->span.start;
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (!strncmp(text, words[k], strlen(words[k])))
				return true;
	}
	return false;
}

void check_waiver(struct checker *checker, int index)
{
	struct part *part = &checker->model->parts[index];
	const struct node *condition = ast_expression(checker->work[index].node);
	part->condition = condition ? check_condition(checker, condition, NULL) : NULL;
	part->name = condition ? source_text(checker, condition->span) : "";
	checker->applying.facts = facts_from(checker, part->condition, false, checker->applying.facts);
	checker->applying.doubtful = checker->applying.doubtful || !part->condition;
	checker->model->parts[part->parent].waived = checker->model->waives = true;
}

/* What was meant to say it may be what couldn't be read at the head of the standard. */
static bool head_is_broken(struct checker *checker)
{
	const struct node *data = ast_child(checker->standard, NODE_DATA);
	for (size_t i = 0; data && i < diagnostics_total(checker->diagnostics); i++)
		if (diagnostics_at(checker->diagnostics, i)->span.start < data->span.start)
			return true;
	return false;
}

static void report_owed(struct checker *checker, int index)
{
	if (head_is_broken(checker))
		return;
	const struct part *part = &checker->model->parts[index];
	const char *name = *part->name ? part->name : part->wording;
	struct finding *finding = report(checker->diagnostics, MSG_WAIVER_OWED, part->name_span, name, NULL);
	finding_note(finding, "其余的按比例折算到满分，写：不适用 折算；不适用的按满分计，写：不适用 计满分", "write 不适用 折算 to scale the rest up to full points, 不适用 计满分 to count full");
	finding_note(finding, "写在标准开头，管整张表；写在项目标题后面，管这个项目里面", "at the head of the standard for the whole sheet, behind a 项目's heading for what is in it");
}

/* The first part that may not apply without anybody saying what that means; GJ_NONE when there is none. */
static int first_unsaid(const struct model *model)
{
	for (size_t i = 1; i < model->part_count; i++)
		if (model->parts[i].waived && waiving_of(model, (int)i) == WAIVING_UNSAID)
			return (int)i;
	return GJ_NONE;
}

/* A declaration under which nothing may be left out. */
static void report_idle(struct checker *checker)
{
	const struct model *model = checker->model;
	for (size_t at = 0; at < model->part_count; at++) {
		const struct part *part = &model->parts[at];
		bool governs = part->waiving == WAIVING_UNSAID;
		for (size_t i = 1; i < model->part_count && !governs; i++)
			governs = model->parts[i].waived && waiving_part(model, (int)i) == (int)at;
		bool whole = at == 0 && waivers_below(model, 0); /* 项目 may leave as a whole */
		if (!governs && !whole && !diagnostics_count(checker->diagnostics, GJ_ERROR)) /* it may be that none could be read */
			report(checker->diagnostics, MSG_WAIVER_IDLE, ast_child(checker->work[at].node, NODE_ATTR_WAIVED)->span, NULL);
	}
}

void check_waivers(struct checker *checker)
{
	struct model *model = checker->model;
	struct part *parts = model->parts;
	int unsaid = first_unsaid(model);
	report_idle(checker);
	if (unsaid != GJ_NONE)
		report_owed(checker, unsaid);
	for (size_t i = 0; i < model->part_count; i++) {
		if (!scales_back(model, (int)i))
			continue;
		keep_point_decimals(checker, GJ_SHOWN_DECIMALS);
		for (int at = (int)i; at != GJ_NONE; at = parts[at].parent)
			parts[at].fraction = true;
	}
}

/* What is owed of a whole whose parts are each owed or not. */
struct owing {
	wide always, smallest; /* of the parts that always apply together; the smallest of the others */
	wide all;
};

static void take(struct owing *owing, wide points, wide least, bool may_leave)
{
	owing->all += points;
	if (!may_leave)
		owing->always += least;
	else if (least > 0 && (!owing->smallest || least < owing->smallest))
		owing->smallest = least;
}

static bool is_scored_in(const struct part *part, enum gj_part whole)
{
	if (whole == GJ_PART_ITEM)
		return part->kind == GJ_PART_POINT;
	return part->kind == GJ_PART_ITEM || (whole == GJ_PART_STANDARD && part->kind == GJ_PART_PROJECT);
}

static struct owing owing_below(const struct checker *checker, int index)
{
	const struct model *model = checker->model;
	struct owing owing = {0};
	for (int child = part_next(checker, index, GJ_NONE); child != GJ_NONE; child = part_next(checker, index, child)) {
		const struct part *part = &model->parts[child];
		wide share = index == 0 && model->weighted ? part->weight : 1;
		if (is_scored_in(part, model->parts[index].kind))
			take(&owing, part->points * share, least_outward(model, child) * share, part->may_leave);
	}
	return owing;
}

/* A 指标 is worth its own points less those of 要点 that leave; wholes are worth the sum of their parts. */
static void settle_owed(struct checker *checker, int index)
{
	struct model *model = checker->model;
	struct part *part = &model->parts[index];
	struct owing owing = owing_below(checker, index);
	if (part->kind == GJ_PART_POINT || !owing.all)
		owing.always = part->points;
	else if (part->kind == GJ_PART_ITEM)
		owing.always += part->points - owing.all;
	part->may_leave = (part->waived || owing.always <= 0) && waiving_of(model, index) != WAIVING_FULL;
	part->least_owed = owing.always > 0 ? owing.always : owing.smallest;
}

void check_scaled_whole(struct checker *checker)
{
	const struct model *model = checker->model;
	wide all = owing_below(checker, 0).all;
	if (model->weighted)
		all = rescale(all, WEIGHT_DECIMALS, 0, GJ_ROUND_DOWN);
	if (scales_back(model, 0) && all != model->full_points && !checker->work[0].odd_sum)
		report(checker->diagnostics, MSG_WAIVER_WHOLE, ast_child(checker->standard, NODE_ATTR_WAIVED)->span, points_text(checker, all),
			points_text(checker, model->full_points), NULL);
}

void settle_waivers(struct checker *checker)
{
	struct model *model = checker->model;
	for (int i = (int)model->part_count - 1; i >= 0; i--)
		if (model->parts[i].kind <= GJ_PART_POINT)
			settle_owed(checker, i);
	for (size_t i = 1; i < model->part_count; i++) {
		const struct part *around = &model->parts[model->parts[i].parent];
		model->parts[i].may_leave = model->parts[i].may_leave || (around->kind != GJ_PART_STANDARD && around->may_leave);
	}
	bool said = model->parts[0].waiving != WAIVING_UNSAID || first_unsaid(model) != GJ_NONE;
	for (int i = 1; i < (int)model->part_count && !said; i++)
		if (model->parts[i].kind == GJ_PART_PROJECT && model->parts[i].may_leave) {
			report_owed(checker, i);
			said = true;
		}
	if (ast_child(checker->standard, NODE_ATTR_FORMULA) && scales_back(model, 0)) {
		report(checker->diagnostics, MSG_WAIVER_FORMULA, ast_child(checker->standard, NODE_ATTR_WAIVED)->span, NULL);
		checker->work[0].broken = true;
	}
}

static struct range points_at(const struct checker *checker, wide points)
{
	return range_of((struct interval){points, points}, checker->model->point_scale);
}

/* What becomes of a part that doesn't apply itself, or because something around it doesn't. */
static bool may_become(const struct checker *checker, int index, enum waiving waiving)
{
	const struct part *parts = checker->model->parts;
	bool within = parts[index].kind != GJ_PART_POINT; /* the 指标 around it answers for itself */
	for (int at = index; at > 0 && parts[at].kind <= GJ_PART_CLAUSE && (within || at == index); at = parts[at].parent)
		if (parts[at].waived && waiving_of(checker->model, at) == waiving)
			return true;
	return false;
}

struct range range_with_waivers(const struct checker *checker, int index, struct range range)
{
	const struct part *part = &checker->model->parts[index];
	struct range nothing = points_at(checker, 0), all = points_at(checker, part->points);
	bool leaves = may_become(checker, index, WAIVING_SCALED), full = may_become(checker, index, WAIVING_FULL);
	if (part->kind == GJ_PART_CLAUSE)
		return leaves || full ? range_hull(range, nothing) : range;
	bool lost = part->kind == GJ_PART_POINT && !part->earning;
	if (leaves || (part->kind <= GJ_PART_ITEM && part->may_leave)) /* or all that is in it may */
		range = range_hull(range, lost ? all : nothing);
	return full ? range_hull(range, lost ? nothing : all) : range;
}

/* Scores are no more than what is owed of them, so that the sum is no more than everything; a sum below zero grows most where least is owed. */
struct range range_scaled_back(const struct checker *checker, int index, struct range sum)
{
	const struct model *model = checker->model;
	const struct part *part = &model->parts[index];
	int scale = index == 0 && model->weighted ? model->point_scale + WEIGHT_DECIMALS : model->point_scale;
	struct range all = points_at(checker, part->points);
	if (sum.low.above >= 0 || part->least_owed <= 0)
		return (struct range){range_least(sum, points_at(checker, 0)).low, all.high};
	struct range least = range_of((struct interval){part->least_owed, part->least_owed}, scale);
	return (struct range){range_divide(range_multiply(sum, all), least).low, all.high};
}
