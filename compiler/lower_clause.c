/* Clauses: what their rules ask for. */
#include "lower.h"

#include <string.h>

/* What one rule asks for, and whether it holds at all (an explicit 不扣 holds and asks for nothing). */
struct asking {
	struct quantity points;
	ir_ref holds;
	gj_wide most; /* at the scale of points */
};

static struct quantity zero(struct lowering *lowering)
{
	return lower_given_points(lowering, 0);
}

/* The most that an amount can be, at the scale of points. */
static gj_wide most_of(const struct lowering *lowering, const struct expr *amount, struct quantity points)
{
	gj_wide most = amount->exact ? amount->high : ir_at(lowering->ir, points.above)->high;
	int from = amount->exact ? amount->scale : points.scale, to = lowering->model->point_scale;
	for (; from < to; from++)
		most *= 10;
	for (; from > to; from--)
		most = gj_divide_wide(most, 10, GJ_ROUND_UP);
	return gj_largest(most, 0);
}

/* Points are summed up next: what doesn't fit then is the fault of the last amount. */
static struct quantity lower_amount(struct lowering *lowering, const struct expr *expr)
{
	struct quantity points = lower_points(lowering, expr);
	if (expr->exact)
		lowering->build->fraction_span = expr->span;
	return points;
}

static struct asking lower_if(struct lowering *lowering, int part, const struct rule *rule)
{
	ir_ref condition = lower_expression(lowering, rule->condition);
	lower_branch(lowering, GJ_BRANCH_RULE, part, condition, lower_text(lowering, rule->condition->span));
	struct quantity amount = lower_amount(lowering, rule->amount);
	return (struct asking){ quantity_select(lowering->build, condition, amount, zero(lowering)), condition, most_of(lowering, rule->amount, amount) };
}

ir_ref lower_steps(struct lowering *lowering, const struct expr *count, int64_t step)
{
	struct ir_builder *build = lowering->build;
	struct quantity number = lower_number(lowering, count);
	ir_ref whole = ir_constant(build, step);
	if (!number.below)
		return ir_divide(build, quantity_at(build, number, count->scale).above, whole, GJ_ROUND_DOWN);
	lowering->build->fraction_span = count->span;
	return quantity_rounded(build, quantity_divide(build, number, quantity_of(whole, count->scale)), 0, GJ_ROUND_DOWN);
}

static struct asking lower_each(struct lowering *lowering, const struct rule *rule)
{
	struct ir_builder *build = lowering->build;
	ir_ref steps = lower_steps(lowering, rule->count, rule->step);
	struct quantity amount = lower_amount(lowering, rule->amount);
	struct quantity points = quantity_multiply(build, quantity_of(steps, 0), amount);
	gj_wide most = gj_multiply_wide(ir_at(lowering->ir, steps)->high, most_of(lowering, rule->amount, amount));
	return (struct asking){ points, ir_less_equal(build, ir_constant(build, 1), steps), most };
}

static bool same_span(struct span a, struct span b)
{
	return a.start == b.start && a.end == b.end;
}

/* What a tier says before its action: 60分 以上 不满 70分, or the one word 未填 or 其他. Where the field may have no value, the checker has put
 * that it has one before the band's own test. */
const char *lower_tier_label(const struct lowering *lowering, const struct tier *tier)
{
	const struct expr *test = tier->condition;
	while (test->kind == EXPR_AND && same_span(test->span, tier->span))
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
		lower_branch(lowering, GJ_BRANCH_TIER, part, condition, lower_tier_label(lowering, tier));
		struct quantity points = lower_amount(lowering, tier->amount);
		asking.points = quantity_add(build, asking.points, quantity_select(build, condition, points, zero(lowering)));
		asking.most = gj_largest(asking.most, most_of(lowering, tier->amount, points));
		if (!asks_nothing(tier->amount))
			asking.holds = ir_or(build, asking.holds, condition);
	}
	return asking;
}

static struct asking lower_always(struct lowering *lowering, const struct rule *rule)
{
	struct quantity amount = lower_amount(lowering, rule->amount);
	return (struct asking){ amount, ir_boolean(lowering->build, true), most_of(lowering, rule->amount, amount) };
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
		return lower_always(lowering, rule);
	}
}

/* 择一: the points of the first rule that holds. */
static struct quantity add_first(struct lowering *lowering, struct quantity sum, ir_ref *held, struct asking asking)
{
	struct ir_builder *build = lowering->build;
	struct quantity points = quantity_select(build, *held, zero(lowering), asking.points);
	*held = ir_or(build, *held, asking.holds);
	return quantity_add(build, sum, points);
}

/* The factors are in the amounts; here is said which one applies. */
static void lower_factors(struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	ir_ref before = ir_boolean(lowering->build, false);
	for (size_t i = 0; i < part->factor_count; i++) {
		const struct factor *factor = &part->factors[i];
		lowering->build->span = factor->span;
		ir_ref holds = lower_expression(lowering, factor->condition);
		lower_branch(lowering, GJ_BRANCH_FACTOR, index, ir_and(lowering->build, holds, ir_not(lowering->build, before)), lower_text(lowering, factor->span));
		before = ir_or(lowering->build, before, holds);
	}
}

struct quantity lower_clause(struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	struct quantity points = zero(lowering);
	ir_ref held = ir_boolean(lowering->build, false);
	gj_wide most = 0;
	lower_factors(lowering, index);
	lower_found(lowering, index);
	for (size_t i = 0; i < part->rule_count; i++) {
		struct asking asking = lower_rule(lowering, index, &part->rules[i]);
		most = part->combine == COMBINE_SUM ? most + asking.most : gj_largest(most, asking.most);
		if (part->combine == COMBINE_FIRST)
			points = add_first(lowering, points, &held, asking);
		else if (part->combine == COMBINE_HEAVIEST)
			points = quantity_max(lowering->build, points, asking.points);
		else
			points = quantity_add(lowering->build, points, asking.points);
	}
	lowering->most[index] = most;
	return points;
}
