/* 按比例 完成数 ÷ 任务数 得 10分: of the points as much as the share says, none below 0 and all of them from 100% on. */
#include "check.h"
#include <string.h>

/* The share as a plain ratio, between 0 and 1. */
static const struct expr *check_ratio(struct checker *checker, const struct node *node)
{
	const struct expr *share = check_number(checker, node, NULL);
	if (!share)
		return NULL;
	if (unit_is_share(share->unit))
		share = expr_ratio_of_share(checker, share);
	if (share && *share->unit) {
		report(checker->diagnostics, MSG_PROPORTION_UNIT, node->span, source_text(checker, node->span), share->unit, NULL);
		return NULL;
	}
	const struct expr *none = expr_constant(checker, node->span, 0, 0, ""), *all = expr_constant(checker, node->span, 1, 0, "");
	if (share && ratio_order(expr_range(share).low, expr_range(none).low) < 0)
		share = expr_number(checker, EXPR_MAX, node->span, "", share, none);
	if (share && ratio_order(expr_range(share).high, expr_range(all).high) > 0)
		share = expr_number(checker, EXPR_MIN, node->span, "", share, all);
	return share;
}

/* 得分: the points of the 要点, without one those of the 指标. */
static const struct expr *all_points(struct checker *checker, const struct node *action, int clause)
{
	int owner = model_owner(checker->model, clause);
	const struct part *part = &checker->model->parts[owner];
	if (checker->work[owner].broken)
		return NULL;
	if (part->has_points)
		return expr_constant(checker, action->span, part->points, checker->work[owner].points_scale, "分");
	const char *right = gj_arena_print(checker->arena, "%s 5分", action->text);
	report(checker->diagnostics, MSG_PROPORTION_OF_WHAT, action->span, source_text(checker, action->span), right, NULL);
	return NULL;
}

static const struct expr *share_points(struct checker *checker, const struct node *action, int clause)
{
	bool none = false;
	if (strcmp(action->text, "得") && strcmp(action->text, "扣") && strcmp(action->text, "加") && strcmp(action->text, "减")) {
		report(checker->diagnostics, MSG_PROPORTION_ACTION, action->span, source_text(checker, action->span), NULL);
		return NULL;
	}
	return ast_expression(action) ? check_action(checker, action, clause, NULL, &none) : all_points(checker, action, clause);
}

const struct expr *check_proportion(struct checker *checker, const struct node *node, int clause)
{
	const struct node *written = ast_expression(node), *action = ast_child(node, NODE_ACTION), *rounded = ast_child(node, NODE_ATTR_ROUNDED);
	const struct expr *share = written ? check_ratio(checker, written) : NULL, *points = action ? share_points(checker, action, clause) : NULL;
	if (!share || !points || (rounded && !check_shown_decimals(checker, ast_child(rounded, NODE_NUMBER))))
		return NULL;
	const struct expr *amount = expr_number(checker, EXPR_MUL, node->span, "分", share, points);
	if (amount && rounded)
		amount = expr_rounded(checker, node->span, amount, (int)ast_child(rounded, NODE_NUMBER)->number, rounding_of(rounded->text));
	if (amount)
		keep_point_decimals(checker, amount->scale);
	return amount;
}
