/* The columns that the sheet declares itself: 评分. */
#include "check.h"
#include <string.h>

/* Where a 评分 stands. */
struct judged_place {
	const struct node *item, *points; /* the 指标, and the 要点 or 指标 whose points it is about; NULL outside an 指标 */
};

static struct node *copy_of(struct checker *checker, const struct node *node)
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
	struct node *zero = copy_of(checker, number), *range = ast_new(checker->arena, NODE_ATTR_RANGE, field->span);
	zero->number = 0;
	ast_add(ast_add(range, zero), copy_of(checker, number));
	ast_add(field, range);
}

const char *judged_name(const struct node *field, const struct node *item)
{
	return *field->text ? field->text : item ? item->text : "";
}

static void declare(struct checker *checker, const struct node *written, const struct judged_place *place)
{
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
		ast_add(field, copy_of(checker, child));
	add_range(checker, field, place->points);
	field->span = written->span; /* not that of the points from which its range comes */
	ast_add(checker->sheet_fields, field);
}

static bool holds_judged(enum node_kind kind)
{
	return kind == NODE_PROJECT || kind == NODE_ITEM || kind == NODE_POINT || kind == NODE_SERIES || kind == NODE_CLAUSE || kind == NODE_BONUS
		|| kind == NODE_PENALTY || kind == NODE_RULE_AMOUNT;
}

static void collect(struct checker *checker, const struct node *node, struct judged_place place)
{
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
