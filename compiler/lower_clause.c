/* Clauses: what their rules ask for. */
#include "lower.h"

#include <string.h>

/* What one rule asks for, and whether it holds at all (an explicit 不扣 holds and asks for nothing). */
struct asking {
	ir_ref points, holds;
	gj_wide most;
};

static ir_ref zero(struct lowering *lowering)
{
	return ir_constant(lowering->build, 0);
}

static gj_wide high_of(const struct lowering *lowering, ir_ref value)
{
	return gj_largest(ir_at(lowering->ir, value)->high, 0);
}

static struct asking lower_if(struct lowering *lowering, int part, const struct rule *rule)
{
	ir_ref condition = lower_expression(lowering, rule->condition);
	lower_branch(lowering, GJ_BRANCH_RULE, part, condition, lower_text(lowering, rule->condition->span));
	ir_ref amount = lower_points(lowering, rule->amount);
	return (struct asking){ ir_select(lowering->build, condition, amount, zero(lowering)), condition, high_of(lowering, amount) };
}

static struct asking lower_each(struct lowering *lowering, const struct rule *rule)
{
	struct ir_builder *build = lowering->build;
	ir_ref count = lower_expression(lowering, rule->count);
	ir_ref steps = ir_divide(build, count, ir_constant(build, rule->step), GJ_ROUND_DOWN);
	ir_ref points = ir_multiply(build, steps, lower_points(lowering, rule->amount));
	return (struct asking){ points, ir_less_equal(build, ir_constant(build, 1), steps), high_of(lowering, points) };
}

static bool same_span(struct span a, struct span b)
{
	return a.start == b.start && a.end == b.end;
}

/* What a tier says before its action: 60分 以上 不满 70分, or the one word 未填 or 其他. Where the field may be empty, the checker has put
 * 已填 before the band's own test. */
static const char *tier_label(const struct lowering *lowering, const struct tier *tier)
{
	const struct expr *test = tier->condition;
	if (test->kind == EXPR_AND && same_span(test->span, tier->span))
		test = test->b;
	if (!same_span(test->span, tier->span))
		return lower_text(lowering, test->span);
	const char *text = lower_text(lowering, tier->span);
	return gj_arena_copy(lowering->arena, text, strcspn(text, " \t\r\n"));
}

static bool asks_nothing(const struct expr *amount)
{
	return amount->kind == EXPR_CONSTANT && amount->value == 0;
}

/* The tiers exclude each other, so their amounts can simply be added, and the sum is never above the largest (asking.most). A tier that says
 * 不扣 doesn't hold in the sense of 择一: nothing was found there. */
static struct asking lower_tiers(struct lowering *lowering, int part, const struct rule *rule)
{
	struct ir_builder *build = lowering->build;
	struct asking asking = { zero(lowering), ir_boolean(build, false), 0 };
	for (size_t i = 0; i < rule->tier_count; i++) {
		const struct tier *tier = &rule->tiers[i];
		ir_ref condition = lower_expression(lowering, tier->condition);
		lower_branch(lowering, GJ_BRANCH_TIER, part, condition, tier_label(lowering, tier));
		ir_ref points = lower_points(lowering, tier->amount);
		asking.points = ir_add(build, asking.points, ir_select(build, condition, points, zero(lowering)));
		asking.most = gj_largest(asking.most, high_of(lowering, points));
		if (!asks_nothing(tier->amount))
			asking.holds = ir_or(build, asking.holds, condition);
	}
	return asking;
}

static struct asking lower_amount(struct lowering *lowering, const struct rule *rule)
{
	ir_ref amount = lower_points(lowering, rule->amount);
	return (struct asking){ amount, ir_boolean(lowering->build, true), high_of(lowering, amount) };
}

static struct asking lower_rule(struct lowering *lowering, int part, const struct rule *rule)
{
	lowering->build->span = rule->span;
	switch (rule->kind) {
	case RULE_IF:
		return lower_if(lowering, part, rule);
	case RULE_EACH:
		return lower_each(lowering, rule);
	case RULE_TIERS:
		return lower_tiers(lowering, part, rule);
	default:
		return lower_amount(lowering, rule);
	}
}

/* 择一: the points of the first rule that holds. */
static ir_ref add_first(struct lowering *lowering, ir_ref sum, ir_ref *held, struct asking asking)
{
	struct ir_builder *build = lowering->build;
	ir_ref points = ir_select(build, *held, zero(lowering), asking.points);
	*held = ir_or(build, *held, asking.holds);
	return ir_add(build, sum, points);
}

ir_ref lower_clause(struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	ir_ref points = zero(lowering), held = ir_boolean(lowering->build, false);
	gj_wide most = 0;
	for (size_t i = 0; i < part->rule_count; i++) {
		struct asking asking = lower_rule(lowering, index, &part->rules[i]);
		most = part->combine == COMBINE_SUM ? most + asking.most : gj_largest(most, asking.most);
		if (part->combine == COMBINE_FIRST)
			points = add_first(lowering, points, &held, asking);
		else if (part->combine == COMBINE_HEAVIEST)
			points = ir_max(lowering->build, points, asking.points);
		else
			points = ir_add(lowering->build, points, asking.points);
	}
	lowering->most[index] = most;
	return points;
}
