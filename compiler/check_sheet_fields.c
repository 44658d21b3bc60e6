/* The columns that the sheet declares itself: 评分, 酌情扣. */
#include "check.h"
#include <string.h>

/* Where a 评分 stands. */
struct judged_place {
	const struct node *item, *points; /* the 指标, and the 要点 or 指标 whose points it is about; NULL outside an 指标 */
	const struct node *rule;
};

struct node *node_copy(struct checker *checker, const struct node *node)
{
	struct node *copy = gj_arena_alloc(checker->arena, sizeof *copy);
	*copy = *node;
	copy->next = NULL;
	return copy;
}

/* 0 至 the points of the 要点 or 指标 where no range is written. */
static void add_range(struct checker *checker, struct node *field, const struct node *points)
{
	const struct node *number = points ? ast_child(points, NODE_NUMBER) : NULL;
	if (!number || ast_child(field, NODE_ATTR_RANGE))
		return;
	struct node *zero = node_copy(checker, number), *range = ast_new(checker->arena, NODE_ATTR_RANGE, field->span);
	zero->number = 0;
	ast_add(ast_add(range, zero), node_copy(checker, number));
	ast_add(field, range);
}

const char *judged_name(const struct node *field, const struct node *item)
{
	return *field->text ? field->text : item ? item->text : "";
}

bool is_discretion(const struct node *field)
{
	const struct node *type = ast_child(field, NODE_TYPE);
	return type && !strcmp(type->text, "酌情");
}

static struct node *zero_like(struct checker *checker, const struct node *number)
{
	struct node *zero = node_copy(checker, number);
	zero->number = 0;
	return zero;
}

/* A column of 酌情扣 holds 0, or nothing, where nothing is taken. The tiers of one 分档 may share it: then it goes as far as the farthest. */
static void declare_discretion(struct checker *checker, const struct node *written, const struct judged_place *place)
{
	const struct node *range = ast_child(written, NODE_ATTR_RANGE), *high = range->last;
	int64_t rule = place->rule ? (int64_t)place->rule->span.start : (int64_t)written->span.start;
	for (struct node *field = checker->sheet_fields->first; field; field = field->next) {
		if (strcmp(field->text, written->text) || field->number != rule)
			continue;
		struct node *so_far = ast_child(field, NODE_ATTR_RANGE);
		if (rescale(high->number, high->scale, MOST_DECIMALS / 2, GJ_ROUND_DOWN) > rescale(so_far->last->number, so_far->last->scale, MOST_DECIMALS / 2, GJ_ROUND_DOWN))
			so_far->first->next = so_far->last = node_copy(checker, high);
		return;
	}
	struct node *field = ast_new(checker->arena, NODE_FIELD, written->span), *whole = ast_new(checker->arena, NODE_ATTR_RANGE, range->span);
	struct node *none = ast_new(checker->arena, NODE_ATTR_DEFAULT, range->span);
	field->text = written->text;
	field->name_span = written->name_span;
	field->number = rule;
	ast_add(field, node_copy(checker, ast_child(written, NODE_TYPE)));
	ast_add(ast_add(whole, zero_like(checker, high)), node_copy(checker, high));
	ast_add(field, whole);
	ast_add(field, ast_add(none, zero_like(checker, high)));
	field->scale = range->first->scale > high->scale ? range->first->scale : high->scale;
	ast_add(checker->sheet_fields, field);
}

static void declare(struct checker *checker, const struct node *written, const struct judged_place *place)
{
	if (is_discretion(written)) {
		if (!field_node(checker, written->text))
			declare_discretion(checker, written, place);
		return;
	}
	struct node *field = ast_new(checker->arena, NODE_FIELD, written->span);
	field->text = judged_name(written, place->item);
	field->name_span = *written->text || !place->item ? written->name_span : place->item->name_span;
	if (!*field->text) {
		report(checker->diagnostics, MSG_JUDGED_NAMELESS, written->span, NULL);
		return;
	}
	if (field_node(checker, field->text))
		return;
	for (const struct node *child = written->first; child; child = child->next)
		ast_add(field, node_copy(checker, child));
	add_range(checker, field, place->points);
	field->span = written->span; /* not that of the points from which its range comes */
	ast_add(checker->sheet_fields, field);
}

static bool holds_judged(enum node_kind kind)
{
	return kind == NODE_PROJECT || kind == NODE_ITEM || kind == NODE_POINT || kind == NODE_SERIES || kind == NODE_CLAUSE || kind == NODE_BONUS
		|| kind == NODE_PENALTY || kind == NODE_RULE_AMOUNT || kind == NODE_RULE_IF || kind == NODE_RULE_TIERS || kind == NODE_TIER
		|| kind == NODE_ACTION;
}

static void collect(struct checker *checker, const struct node *node, struct judged_place place)
{
	if (node->kind == NODE_RULE_TIERS)
		place.rule = node;
	if (node->kind == NODE_ITEM)
		place.item = node;
	if (node->kind == NODE_ITEM || node->kind == NODE_POINT)
		place.points = ast_child(node, NODE_ATTR_POINTS);
	for (const struct node *child = node->first; child; child = child->next) {
		if (child->kind == NODE_FIELD)
			declare(checker, child, &place);
		else if (holds_judged(child->kind))
			collect(checker, child, place);
	}
}

void collect_sheet_fields(struct checker *checker)
{
	struct judged_place place = {0};
	checker->sheet_fields = ast_new(checker->arena, NODE_DATA, checker->standard->span);
	for (const struct node *child = checker->standard->first; child; child = child->next)
		if (holds_judged(child->kind))
			collect(checker, child, place);
}
