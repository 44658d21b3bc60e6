/* Scores inside expressions: 得分（指标）, 小计（项目）, 得分率（…）, 总分; and comparisons said of every 指标 or 项目. */
#include "check.h"
#include "divisions.h"
#include "waivers.h"
#include <string.h>

static const char *where_known(enum scores_known scores)
{
	return scores == SCORES_OF_PROJECT ? "这里只能用本项目的小计和本项目各指标的得分" : scores == SCORES_OF_PARTS ? "这里可以用各指标、各项目的得分，还没有总分"
		: "可以用得分的地方是：本项目不得分、本表不得分、否决项、等次的条件和评选";
}

static const char *where_known_english(enum scores_known scores)
{
	return scores == SCORES_OF_PROJECT ? "only this 项目 and its 指标 are scored by now" : scores == SCORES_OF_PARTS
		? "指标 and 项目 are scored by now, the total isn't" : "scores can be used in 本项目不得分, 本表不得分, 否决项, the conditions of 等次, and 评选";
}

static bool is_known(const struct checker *checker, int part)
{
	if (checker->scores == SCORES_OF_PROJECT)
		return part > 0 && (part == checker->scores_within || checker->model->parts[part].parent == checker->scores_within);
	return checker->scores == SCORES_ALL || (checker->scores == SCORES_OF_PARTS && part > 0);
}

static const struct expr *report_not_yet(struct checker *checker, const struct node *node)
{
	struct finding *finding = report(checker->diagnostics, MSG_SCORE_NOT_YET, node->span, source_text(checker, node->span), NULL);
	finding_note(finding, where_known(checker->scores), where_known_english(checker->scores));
	return NULL;
}

/* The part that a 得分（…） names, GJ_NONE after a mistake. */
static int named_part(struct checker *checker, const struct node *node)
{
	const struct node *name = ast_child(node, NODE_NAME);
	if (!name || name != node->last) {
		report(checker->diagnostics, MSG_SCORE_OF_WHAT, node->span, node->text, NULL);
		return GJ_NONE;
	}
	bool project_first = !strcmp(node->text, "小计");
	for (int i = 0; i < 2; i++) {
		const struct name_entry *entry = names_find((i == 0) == project_first ? &checker->projects : &checker->items, name->text);
		if (entry)
			return entry->index;
	}
	report_unknown(checker, MSG_PART_UNKNOWN, name, project_first ? &checker->projects : &checker->items, "");
	return GJ_NONE;
}

/* Of the points of a part that doesn't apply nothing is lost. */
static const struct expr *points_of(struct checker *checker, const struct node *node, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct expr *score = expr_new(checker, EXPR_SCORE, node->span, GJ_NUMBER, "分");
	score->part = index;
	score->scale = checker->model->point_scale;
	score->low = part->low;
	score->high = part->may_leave && part->high < part->points ? part->points : part->high;
	if (part->fraction) {
		struct range *exact = gj_arena_alloc(checker->arena, sizeof *exact), all = range_of((struct interval){part->points, part->points}, score->scale);
		score->scale = GJ_SHOWN_DECIMALS;
		*exact = part->may_leave ? range_hull(checker->work[index].range, all) : checker->work[index].range;
		score->exact = exact;
	}
	return score;
}

static const struct expr *owed_of(struct checker *checker, const struct node *node, int index)
{
	const struct part *part = &checker->model->parts[index];
	wide least = least_outward(checker->model, index);
	if (scales_back(checker->model, index) || !waivers_below(checker->model, index))
		return expr_constant(checker, node->span, part->points, checker->model->point_scale, "分");
	struct expr *owed = expr_new(checker, EXPR_OWED, node->span, GJ_NUMBER, "分");
	owed->part = index;
	owed->scale = checker->model->point_scale;
	owed->low = least > 0 ? least : 1; /* not known yet while a formula is tried */
	owed->high = part->points;
	return owed;
}

static const struct expr *score_of(struct checker *checker, const struct node *node, int index)
{
	const struct part *part = &checker->model->parts[index];
	if (!is_known(checker, index))
		return report_not_yet(checker, node);
	if (checker->work[index].broken)
		return NULL;
	if (part->kind == GJ_PART_DIVISION && division_waives(checker->model, index)) {
		report(checker->diagnostics, MSG_DIVISION_WAIVES, node->span, part->name, NULL);
		return NULL;
	}
	const struct expr *score = points_of(checker, node, index);
	if (strcmp(node->text, "得分率"))
		return score;
	return part->points > 0 ? expr_quotient(checker, node->span, "", score, owed_of(checker, node, index)) : NULL;
}

/* 总分; 加分 or 减分, of all the 加分项 or 减分项 that there are. */
static const struct expr *fixed_score(struct checker *checker, const struct node *node)
{
	if (!strcmp(node->text, "总分"))
		return score_of(checker, node, 0);
	bool bonus = !strcmp(node->text, "加分");
	const struct expr *sum = NULL;
	bool any = false;
	for (size_t i = 0; i < checker->model->part_count; i++) {
		if (checker->model->parts[i].kind != (bonus ? GJ_PART_BONUS : GJ_PART_PENALTY))
			continue;
		const struct expr *score = score_of(checker, node, (int)i);
		sum = any ? expr_number(checker, EXPR_ADD, node->span, "分", sum, score) : score;
		if (!sum)
			return NULL;
		any = true;
	}
	if (!any)
		report(checker->diagnostics, MSG_EVERY_SCORE_NONE, node->span, node->text, bonus ? "加分项" : "减分项", "标准", NULL);
	return sum;
}

bool asks_for_score(const struct node *call)
{
	return !strcmp(call->text, "得分") || !strcmp(call->text, "小计") || !strcmp(call->text, "得分率");
}

const struct expr *check_score(struct checker *checker, const struct node *node)
{
	if (node->kind == NODE_EVERY_SCORE) {
		report(checker->diagnostics, MSG_EVERY_SCORE_ALONE, node->span, node->text, NULL);
		return NULL;
	}
	if (checker->scores == SCORES_NONE)
		return report_not_yet(checker, node);
	if (node->kind != NODE_CALL)
		return fixed_score(checker, node);
	int index = named_part(checker, node);
	return index == GJ_NONE ? NULL : score_of(checker, node, index);
}

const struct node *every_score(const struct node *comparison)
{
	const struct node *left = ast_expression(comparison);
	return left && left->kind == NODE_EVERY_SCORE ? left : NULL;
}

/* The comparison with one part's score in place of the word. */
static const struct node *comparison_of(struct checker *checker, const struct node *comparison, const struct node *word, const char *quantity,
	const struct part *part)
{
	struct node *name = ast_new(checker->arena, NODE_NAME, word->span), *score = ast_new(checker->arena, NODE_CALL, word->span);
	name->text = part->name;
	name->name_span = word->span;
	score->text = quantity;
	ast_add(score, name);
	score->next = word->next;
	struct node *copy = gj_arena_alloc(checker->arena, sizeof *copy);
	*copy = *comparison;
	copy->first = score;
	return copy;
}

/* The 项目 or 大类 whose parts are meant: the standard where none is named, GJ_NONE after a mistake. */
static int whose_parts(struct checker *checker, const struct node *word)
{
	const struct node *name = ast_child(word, NODE_NAME);
	if (!word->first)
		return 0;
	const struct name_entry *entry = name ? names_find(&checker->projects, name->text) : NULL;
	if (entry && name == word->last)
		return entry->index;
	if (!name || name != word->last || names_find(&checker->items, name->text))
		report(checker->diagnostics, MSG_EVERY_SCORE_WITHIN, word->span, word->text, NULL);
	else
		report_unknown(checker, MSG_PART_UNKNOWN, name, &checker->projects, "");
	return GJ_NONE;
}

static bool is_in(const struct model *model, int part, int whole)
{
	int project = model->parts[part].kind == GJ_PART_ITEM ? model->parts[part].parent : part;
	if (whole == 0 || model->parts[whole].kind != GJ_PART_DIVISION)
		return whole == 0 || model->parts[part].parent == whole;
	int next = division_next(model, whole, GJ_NONE);
	while (next != GJ_NONE && next < project)
		next = division_next(model, whole, next);
	return next == project;
}

static const char *whole_name(const struct checker *checker, int whole)
{
	return whole == 0 ? "标准" : gj_arena_print(checker->arena, "“%s”", checker->model->parts[whole].name);
}

const struct expr *check_every_score(struct checker *checker, const struct node *comparison, const struct facts *facts,
	const struct expr *(*check)(struct checker *checker, const struct node *node, const struct facts *facts))
{
	const struct model *model = checker->model;
	const struct node *word = every_score(comparison);
	enum gj_part kind = strstr(word->text, "项目") ? GJ_PART_PROJECT : GJ_PART_ITEM;
	enum expr_kind join = !strncmp(word->text, "每个", strlen("每个")) ? EXPR_AND : EXPR_OR;
	const char *quantity = strstr(word->text, "得分率") ? "得分率" : kind == GJ_PART_PROJECT ? "小计" : "得分";
	const struct expr *all = NULL;
	int whole = whose_parts(checker, word);
	bool any = false;
	if (whole == GJ_NONE)
		return NULL;
	if (checker->scores == SCORES_NONE || (checker->scores == SCORES_OF_PROJECT && (kind == GJ_PART_PROJECT || (whole > 0 && whole != checker->scores_within))))
		return report_not_yet(checker, word);
	for (size_t i = 0; i < model->part_count; i++) {
		if (model->parts[i].kind != kind || !*model->parts[i].name || !is_known(checker, (int)i) || !is_in(model, (int)i, whole))
			continue;
		const struct expr *one = check(checker, comparison_of(checker, comparison, word, quantity, &model->parts[i]), facts);
		if (!one)
			return NULL;
		all = any ? expr_boolean(checker, join, comparison->span, all, one) : one;
		any = true;
	}
	if (!any)
		report(checker->diagnostics, MSG_EVERY_SCORE_NONE, word->span, word->text, kind == GJ_PART_PROJECT ? "项目" : "指标",
			whole_name(checker, whole), NULL);
	return all;
}
