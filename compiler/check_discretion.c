/* 酌情扣 2分 至 8分: points that an officer decides on within a range. Their column holds them where the clause is met and nothing, or 0, where it isn't:
 * a row that says otherwise is rejected. */
#include "check.h"
#include <string.h>

static const char *range_text(const struct checker *checker, const struct node *range)
{
	return source_text(checker, range->span);
}

/* The column has been declared among the data: it must go from 0 as far as the clause. */
static bool declared_range_fits(struct checker *checker, const struct node *written, const struct gj_field *field)
{
	const struct node *range = ast_child(written, NODE_ATTR_RANGE), *declared = field_node(checker, written->text);
	const struct node *high = range->last;
	int shared = MOST_DECIMALS / 2;
	if (!declared || (field->low == 0 && rescale(field->high, field->scale, shared, GJ_ROUND_DOWN) >= rescale(high->number, high->scale, shared, GJ_ROUND_DOWN)))
		return true;
	struct finding *finding = report(checker->diagnostics, MSG_DISCRETION_RANGE, range->span, written->text, range_text(checker, range),
		source_text(checker, high->span), NULL);
	finding_relate(finding, declared->span, "字段写在这里", "the field stands here");
	return false;
}

static bool range_is_right(struct checker *checker, const struct node *range)
{
	int64_t low, high;
	int low_scale, high_scale, shared = MOST_DECIMALS / 2;
	struct node *first = range->first;
	if (!*literal_unit(first) && *literal_unit(range->last))
		ast_add(first, ast_child(range->last, NODE_UNIT)); /* 2-8分 */
	if (!check_points_literal(checker, first, &low, &low_scale) || !check_points_literal(checker, range->last, &high, &high_scale))
		return false;
	if (rescale(low, low_scale, shared, GJ_ROUND_DOWN) < rescale(high, high_scale, shared, GJ_ROUND_DOWN))
		return true;
	report(checker->diagnostics, MSG_RANGE_REVERSED, range->span, source_text(checker, first->span), source_text(checker, range->last->span), NULL);
	return false;
}

const struct expr *check_discretion_amount(struct checker *checker, const struct node *action, int clause)
{
	const struct node *written = ast_child(action, NODE_FIELD), *range = ast_child(written, NODE_ATTR_RANGE);
	const struct part *owner = &checker->model->parts[model_owner(checker->model, clause)];
	const struct name_entry *entry = names_find(&checker->values, written->text);
	struct node *name = ast_new(checker->arena, NODE_NAME, written->name_span);
	name->text = written->text;
	name->name_span = written->name_span;
	if (!entry || !range_is_right(checker, range))
		return NULL;
	const struct expr *amount = check_amount(checker, name, NULL);
	if (!amount || amount->kind != EXPR_FIELD || !declared_range_fits(checker, written, &checker->model->fields[amount->field].field))
		return NULL;
	const struct node *high = range->last;
	const struct part_work *work = &checker->work[model_owner(checker->model, clause)];
	if (owner->has_points && !work->broken && rescale(high->number, high->scale, MOST_DECIMALS / 2, GJ_ROUND_DOWN)
		> rescale(owner->points, work->points_scale, MOST_DECIMALS / 2, GJ_ROUND_DOWN)) {
		report(checker->diagnostics, MSG_AMOUNT_EXCEEDS, high->span, action->text, source_text(checker, high->span),
			owner->kind == GJ_PART_POINT ? "要点" : "指标", value_text(checker, owner->points, work->points_scale, "分"), NULL);
		return NULL;
	}
	return amount;
}

/* low <= the points <= high */
static const struct expr *within_range(struct checker *checker, const struct node *range, const struct expr *points)
{
	const struct node *low = range->first, *high = range->last;
	const struct expr *from = expr_constant(checker, range->span, low->number, low->scale, "分"), *to = expr_constant(checker, range->span, high->number, high->scale, "分");
	return expr_boolean(checker, EXPR_AND, range->span, expr_compare(checker, EXPR_GE, range->span, points, from),
		expr_compare(checker, EXPR_LE, range->span, points, to));
}

static const struct expr *nothing(struct checker *checker, struct span span, const struct expr *points)
{
	return expr_compare(checker, EXPR_EQ, span, points, expr_constant(checker, span, 0, 0, "分"));
}

/* 资料扣分：要扣的填 2分 至 8分，不扣的不填 */
static const char *rule_message(struct checker *checker, const struct node *written, const char *verb)
{
	return gj_arena_print(checker->arena, "%s：要%s的填 %s，不%s的不填", written->text, verb, range_text(checker, ast_child(written, NODE_ATTR_RANGE)), verb);
}

static const struct node *discretion_of(const struct node *parent)
{
	const struct node *action = ast_child(parent, NODE_ACTION), *field = action ? ast_child(action, NODE_FIELD) : NULL;
	return field && is_discretion(field) ? field : NULL;
}

/* The points stand in the range where the condition holds, and are nothing where it doesn't. */
static const struct expr *agrees(struct checker *checker, const struct node *written, const struct expr *points, const struct expr *condition)
{
	const struct node *range = ast_child(written, NODE_ATTR_RANGE);
	const struct expr *given = within_range(checker, range, points), *none = nothing(checker, range->span, points);
	const struct expr *fails = expr_boolean(checker, EXPR_NOT, written->span, condition, NULL);
	return expr_boolean(checker, EXPR_OR, written->span, expr_boolean(checker, EXPR_AND, written->span, given, condition),
		expr_boolean(checker, EXPR_AND, written->span, none, fails));
}

/* Of a column that several tiers share: in the range of the tier that applies; nothing where none of them does. */
static void check_shared(struct checker *checker, const struct node *node, const struct rule *rule, const struct node *written, const struct expr *points)
{
	const struct expr *fits = NULL, *any = NULL;
	const char *message = gj_arena_print(checker->arena, "%s：", written->text);
	for (const struct node *tier = node->first; tier; tier = tier->next) {
		const struct node *field = tier->kind == NODE_TIER ? discretion_of(tier) : NULL;
		if (!field || strcmp(field->text, written->text))
			continue;
		for (size_t i = 0; i < rule->tier_count; i++) {
			if (rule->tiers[i].span.start != tier->span.start)
				continue;
			const struct expr *here = expr_boolean(checker, EXPR_AND, field->span, within_range(checker, ast_child(field, NODE_ATTR_RANGE), points),
				rule->tiers[i].condition);
			message = gj_arena_print(checker->arena, "%s%s的填 %s，", message, source_text(checker, tier->first->span),
				range_text(checker, ast_child(field, NODE_ATTR_RANGE)));
			fits = fits ? expr_boolean(checker, EXPR_OR, field->span, fits, here) : here;
			any = any ? expr_boolean(checker, EXPR_OR, field->span, any, rule->tiers[i].condition) : rule->tiers[i].condition;
		}
	}
	if (!fits)
		return;
	const struct expr *none = expr_boolean(checker, EXPR_AND, written->span, nothing(checker, written->span, points),
		expr_boolean(checker, EXPR_NOT, written->span, any, NULL));
	add_implied_check(checker, written, expr_boolean(checker, EXPR_OR, written->span, fits, none), gj_arena_print(checker->arena, "%s其余的不填", message));
}

static bool stands_before(const struct node *node, const struct node *tier, const struct node *written)
{
	for (const struct node *earlier = node->first; earlier != tier; earlier = earlier->next) {
		const struct node *field = earlier->kind == NODE_TIER ? discretion_of(earlier) : NULL;
		if (field && !strcmp(field->text, written->text))
			return true;
	}
	return false;
}

void check_discretion(struct checker *checker, const struct node *node, const struct rule *rule)
{
	const struct node *written = discretion_of(node);
	if (written && rule->kind == RULE_IF) {
		add_implied_check(checker, written, agrees(checker, written, rule->amount, rule->condition), rule_message(checker, written, ast_child(node, NODE_ACTION)->text));
	} else if (written && rule->kind == RULE_AMOUNT) {
		const struct node *range = ast_child(written, NODE_ATTR_RANGE);
		add_implied_check(checker, written, expr_boolean(checker, EXPR_OR, written->span, nothing(checker, range->span, rule->amount),
			within_range(checker, range, rule->amount)), rule_message(checker, written, ast_child(node, NODE_ACTION)->text));
	}
	for (const struct node *tier = node->first; tier && rule->kind == RULE_TIERS; tier = tier->next) {
		const struct node *field = tier->kind == NODE_TIER ? discretion_of(tier) : NULL;
		for (size_t i = 0; field && !stands_before(node, tier, field) && i < rule->tier_count; i++)
			if (rule->tiers[i].span.start == tier->span.start)
				check_shared(checker, node, rule, field, rule->tiers[i].amount);
	}
}
