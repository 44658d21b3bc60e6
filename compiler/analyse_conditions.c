/* Conditions that always or never hold, and parts of conditions that say nothing. */
#include "analysis.h"
#include "source.h"

enum { MOST_OPERANDS = 8 };

static const char *words_of(const struct analysis *analysis, struct span span)
{
	return gj_arena_copy(analysis->arena, analysis->model->source->text + span.start, span.end - span.start);
}

/* Both ends of one range written as such (60分 以上 不满 70分), not two conditions. */
static bool is_range(const struct expr *expr)
{
	return expr->kind == EXPR_AND && expr->a->kind >= EXPR_EQ && expr->a->kind <= EXPR_GE && expr->b->kind >= EXPR_EQ && expr->b->kind <= EXPR_GE
		&& expr->a->a == expr->b->a;
}

/* Said of each of several parts (每个指标得分 不低于 4分): the comparisons all stand in one place. */
static bool is_one_comparison(const struct expr *expr)
{
	return expr->b->span.start == expr->span.start && expr->b->span.end == expr->span.end;
}

/* What 且 or 或 joins. */
struct operands {
	enum expr_kind joint;
	size_t count;
	const struct expr *items[MOST_OPERANDS];
};

static void collect_operands(struct operands *operands, const struct expr *expr)
{
	if (expr->kind == operands->joint && !is_range(expr) && !is_one_comparison(expr)) {
		collect_operands(operands, expr->a);
		collect_operands(operands, expr->b);
	} else if (operands->count < MOST_OPERANDS) {
		operands->items[operands->count++] = expr;
	}
}

/* Of two conditions joined by 且 the one that follows from the other says nothing; of two joined by 或, the one that the other follows from. */
static bool is_idle(struct analysis *analysis, enum expr_kind joint, const struct expr *one, const struct expr *other)
{
	return joint == EXPR_AND ? analysis_never(analysis, one, false, other, true) : analysis_never(analysis, one, true, other, false);
}

static void report_idle(struct analysis *analysis, enum expr_kind joint, const struct expr *idle, const struct expr *other)
{
	enum message_id id = joint == EXPR_AND ? MSG_CONDITION_IMPLIED : MSG_CONDITION_COVERED;
	finding_relate(report(analysis->diagnostics, id, idle->span, words_of(analysis, other->span), NULL), other->span, "这一个", "this one");
}

static void judge_operands(struct analysis *analysis, const struct operands *operands)
{
	for (size_t i = 0; i < operands->count; i++)
		for (size_t k = i + 1; k < operands->count; k++) {
			const struct expr *first = operands->items[i], *second = operands->items[k];
			if (is_idle(analysis, operands->joint, second, first))
				report_idle(analysis, operands->joint, second, first);
			else if (is_idle(analysis, operands->joint, first, second))
				report_idle(analysis, operands->joint, first, second);
		}
}

static bool judge(struct analysis *analysis, const struct expr *condition, enum verdict verdict)
{
	if (verdict == VERDICT_UNKNOWN)
		verdict = condition->high == 0 ? VERDICT_NEVER : condition->low == 1 ? VERDICT_ALWAYS : VERDICT_UNKNOWN;
	if (verdict == VERDICT_NEVER || verdict == VERDICT_ALWAYS)
		report(analysis->diagnostics, verdict == VERDICT_NEVER ? MSG_NEVER_HOLDS : MSG_ALWAYS_HOLDS, condition->span, NULL);
	return verdict == VERDICT_NEVER || verdict == VERDICT_ALWAYS;
}

/* The parts of a condition that isn't settled itself. */
static void judge_parts(struct analysis *analysis, const struct expr *condition);

static void judge_condition(struct analysis *analysis, const struct expr *condition)
{
	struct wanted wanted = {condition, true};
	if (condition && !judge(analysis, condition, decide(&analysis->decider, &wanted, 1)))
		judge_parts(analysis, condition);
}

static void judge_parts(struct analysis *analysis, const struct expr *condition)
{
	if (condition->kind == EXPR_NOT)
		judge_parts(analysis, condition->a);
	if ((condition->kind != EXPR_AND && condition->kind != EXPR_OR) || is_range(condition) || is_one_comparison(condition))
		return;
	struct operands operands = {.joint = condition->kind};
	collect_operands(&operands, condition);
	size_t settled = 0;
	for (size_t i = 0; i < operands.count; i++) {
		struct wanted wanted = {operands.items[i], true};
		if (judge(analysis, operands.items[i], decide(&analysis->decider, &wanted, 1)))
			settled++;
		else
			judge_parts(analysis, operands.items[i]);
	}
	if (!settled)
		judge_operands(analysis, &operands);
}

/* The conditions of 若 … 则 … 否则 inside a value. */
static void judge_choices(struct analysis *analysis, const struct expr *value)
{
	if (!value)
		return;
	if (value->kind == EXPR_SELECT && !value->implied)
		judge_condition(analysis, value->a);
	judge_choices(analysis, value->a);
	judge_choices(analysis, value->b);
	judge_choices(analysis, value->c);
}

static void judge_rule(struct analysis *analysis, const struct rule *rule)
{
	judge_condition(analysis, rule->condition);
	judge_choices(analysis, rule->count);
	judge_choices(analysis, rule->subject);
	judge_choices(analysis, rule->amount);
	for (size_t i = 0; i < rule->tier_count; i++)
		judge_choices(analysis, rule->tiers[i].amount);
}

void analyse_conditions(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->definition_count; i++)
		judge_choices(analysis, model->definitions[i].value);
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		judge_condition(analysis, part->condition);
		judge_choices(analysis, part->count);
		for (size_t k = 0; k < part->rule_count; k++)
			judge_rule(analysis, &part->rules[k]);
	}
	for (size_t i = 0; i < model->check_count; i++)
		if (!model->checks[i].implied)
			judge(analysis, model->checks[i].condition, decide_alone(&analysis->decider, model->checks[i].condition));
	for (size_t i = 0; i < model->ranking_count; i++)
		judge_condition(analysis, model->rankings[i].condition);
	for (size_t i = 0; i < model->selection_count; i++) {
		judge_condition(analysis, model->selections[i].condition);
		for (size_t k = 0; k < model->selections[i].selection.stretch_count; k++)
			judge_condition(analysis, model->selections[i].stretch_conditions[k]);
	}
	judge_choices(analysis, model->total_formula);
}
