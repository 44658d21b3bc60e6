/* 定等: grades by rank, 优秀 前 20%、良好 其后 50%、合格 其余. */
#include "check.h"
#include <string.h>

enum { PLACE_FROM_TOP, PLACE_NEXT, PLACE_REST }; /* node.number of a PLACED */

/* Grades are written from the highest to the lowest. False: reported. */
static bool check_order(struct checker *checker, const struct node *node, const struct node *before)
{
	if (!before || grade_of_name(checker, node, "定等") < grade_of_name(checker, before, "定等"))
		return true;
	struct finding *finding = report(checker->diagnostics, MSG_PLACED_ORDER, node->name_span, node->text, before->text, NULL);
	finding_relate(finding, before->name_span, "前面写的是它", "this stands before it");
	return false;
}

static void check_stretch(struct checker *checker, const struct node *node, struct model_selection *selection, const struct facts *facts)
{
	const struct node *quota = ast_child(node, NODE_ATTR_QUOTA), *condition = ast_child(node, NODE_ATTR_CONDITION);
	size_t at = selection->selection.stretch_count++;
	selection->selection.stretches[at] = (struct gj_stretch){.grade = grade_of_name(checker, node, "定等"),
		.from_top = node->number == PLACE_FROM_TOP, .condition = GJ_NONE};
	if (quota)
		selection->selection.stretches[at].quota = check_quota(checker, quota, GJ_SHARE_OF_CANDIDATES);
	if (condition && ast_expression(condition))
		selection->stretch_conditions[at] = check_condition(checker, ast_expression(condition), facts);
}

static const char *percent_text(struct checker *checker, int64_t millionths)
{
	return gj_arena_print(checker->arena, "%s%%", decimal_text(checker->arena, millionths, 4));
}

/* Shares one after the other: each is beyond those before it, and together they are no more than all. */
static void check_sum(struct checker *checker, const struct node *node, const struct gj_selection *selection)
{
	enum { WHOLE = 1000000 };
	int64_t sum = 0;
	size_t at = 0;
	for (const struct node *child = node->first; child && at < selection->stretch_count; child = child->next) {
		if (child->kind != NODE_PLACED || child->number == PLACE_REST)
			continue;
		const struct gj_stretch *stretch = &selection->stretches[at++];
		if (!stretch->quota.is_share || stretch->quota.of != GJ_SHARE_OF_CANDIDATES)
			return;
		if (at > 1 && stretch->from_top && stretch->quota.amount <= sum)
			report(checker->diagnostics, MSG_PLACED_NEVER, child->span, child->text, percent_text(checker, stretch->quota.amount),
				percent_text(checker, sum), NULL);
		sum = stretch->from_top ? stretch->quota.amount : sum + stretch->quota.amount;
	}
	if (sum > WHOLE)
		report(checker->diagnostics, MSG_PLACED_SUM, node->name_span, percent_text(checker, sum), NULL);
}

static void check_stretches(struct checker *checker, const struct node *node, struct model_selection *selection)
{
	const struct facts *facts = facts_from(checker, selection->condition, true, NULL);
	const struct node *before = NULL, *rest = NULL;
	bool ordered = true;
	size_t count = 0;
	for (const struct node *child = node->first; child; child = child->next)
		count += child->kind == NODE_PLACED;
	selection->selection.stretches = gj_arena_alloc(checker->arena, count * sizeof *selection->selection.stretches);
	selection->stretch_conditions = gj_arena_alloc(checker->arena, count * sizeof *selection->stretch_conditions);
	for (const struct node *child = node->first; child; child = child->next) {
		if (child->kind != NODE_PLACED)
			continue;
		if (rest)
			finding_relate(report(checker->diagnostics, MSG_PLACED_AFTER_REST, child->name_span, child->text, NULL), rest->name_span, "“其余”写在这里",
				"其余 stands here");
		else
			ordered = ordered && check_order(checker, child, before);
		before = child;
		if (child->number == PLACE_REST) {
			rest = child;
			selection->selection.rest = grade_of_name(checker, child, "定等");
		} else {
			check_stretch(checker, child, selection, facts);
		}
	}
}

void check_placing(struct checker *checker, const struct node *node, struct model_selection *selection)
{
	const struct model *model = checker->model;
	size_t count;
	int *grades = grades_of_score(checker, &count);
	selection->grade = GJ_NONE;
	selection->selection.name = "";
	if (!ast_child(node, NODE_ATTR_SCOPE) && count && *model->grades[grades[0]].grade.name)
		report(checker->diagnostics, MSG_PLACING_SCOPE, node->name_span, NULL);
	selection->selection.scope = grades;
	selection->selection.scope_count = count;
	check_ranking(checker, node, "定等", selection);
	check_stretches(checker, node, selection);
	if (selection->selection.stretch_count > GJ_STRETCHES_MOST)
		report(checker->diagnostics, MSG_PLACED_MANY, node->name_span, decimal_text(checker->arena, GJ_STRETCHES_MOST, 0), NULL);
	if (!selection->selection.stretch_count)
		report(checker->diagnostics, MSG_PLACING_EMPTY, node->name_span, NULL);
	check_sum(checker, node, &selection->selection);
}
