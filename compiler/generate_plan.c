/* Demands: from the roots down, which values this code needs and how much of each. */
#include "generate.h"

static struct gj_interval clip(struct gj_interval demand, struct gj_interval range)
{
	gj_wide low = gj_least(gj_largest(demand.low, range.low), range.high);
	return gj_interval_of(low, gj_largest(gj_least(demand.high, range.high), low));
}

void plan_need(struct generation *generation, ir_ref value, struct gj_interval demand)
{
	struct plan *plan = &generation->plans[value];
	struct gj_interval clipped = clip(demand, ir_interval(generation->ir, value));
	plan->demand = plan->needed ? gj_interval_hull(plan->demand, clipped) : clipped;
	plan->needed = true;
}

static void need_whole(struct generation *generation, ir_ref value)
{
	plan_need(generation, value, ir_interval(generation->ir, value));
}

struct gj_interval demand_of_factor(struct gj_interval demand, int64_t factor)
{
	gj_wide size = factor < 0 ? -(gj_wide)factor : factor;
	gj_wide low = factor < 0 ? -demand.high : demand.low, high = factor < 0 ? -demand.low : demand.high;
	return gj_interval_of(gj_divide_wide(low, size, GJ_ROUND_DOWN), gj_divide_wide(high, size, GJ_ROUND_UP));
}

static bool bound_of(const struct generation *generation, ir_ref value, struct clamping *clamping)
{
	const struct ir_value *bound = value_at(generation, value);
	if ((bound->op != IR_MIN && bound->op != IR_MAX) || !ir_is_constant(generation->ir, bound->b))
		return false;
	gj_wide k = value_at(generation, bound->b)->k;
	if (bound->op == IR_MIN)
		clamping->high = gj_least(clamping->high, k);
	else
		clamping->low = gj_largest(clamping->low, k);
	clamping->value = bound->a;
	return true;
}

bool match_clamp(const struct generation *generation, ir_ref value, struct clamping *clamping)
{
	clamping->low = -GJ_BEYOND;
	clamping->high = GJ_BEYOND;
	if (!bound_of(generation, value, clamping))
		return false;
	if (is_absorbed(generation, clamping->value) && value_at(generation, clamping->value)->op != value_at(generation, value)->op)
		bound_of(generation, clamping->value, clamping);
	return gj_fits_lane(clamped(ir_interval(generation->ir, clamping->value), clamping), GJ_LANE64);
}

/* x <= k or k <= x. */
static bool half_span(const struct generation *generation, ir_ref value, struct clamping *clamping)
{
	const struct ir_value *comparison = value_at(generation, value);
	if (comparison->op != IR_LE || !is_absorbed(generation, value))
		return false;
	bool upper = ir_is_constant(generation->ir, comparison->b);
	if (!upper && !ir_is_constant(generation->ir, comparison->a))
		return false;
	clamping->value = upper ? comparison->a : comparison->b;
	if (upper)
		clamping->high = value_at(generation, comparison->b)->k;
	else
		clamping->low = value_at(generation, comparison->a)->k;
	return true;
}

bool match_span(const struct generation *generation, ir_ref value, struct clamping *clamping)
{
	const struct ir_value *both = value_at(generation, value);
	struct clamping first = { -1, -GJ_BEYOND, GJ_BEYOND }, second = first;
	if (both->op != IR_AND || !half_span(generation, both->a, &first) || !half_span(generation, both->b, &second))
		return false;
	if (first.value != second.value)
		return false;
	*clamping = (struct clamping){ first.value, gj_largest(first.low, second.low), gj_least(first.high, second.high) };
	return clamping->low > -GJ_BEYOND && clamping->high < GJ_BEYOND;
}

bool match_negated_side(const struct generation *generation, ir_ref value, ir_ref *negated, ir_ref *other)
{
	const struct ir_value *both = value_at(generation, value);
	const ir_ref sides[] = { both->a, both->b };
	for (size_t i = 0; i < 2; i++) {
		if (value_at(generation, sides[i])->op != IR_NOT || !is_absorbed(generation, sides[i]))
			continue;
		*negated = value_at(generation, sides[i])->a;
		*other = sides[1 - i];
		return true;
	}
	return false;
}

static gj_wide width(struct gj_interval range)
{
	return range.high - range.low;
}

/* Whoever lies beyond the other's whole range may stop just outside of it; only one of the two may be so cut. */
static void plan_comparison_of_two(struct generation *generation, const struct ir_value *value)
{
	struct gj_interval a = ir_interval(generation->ir, value->a), b = ir_interval(generation->ir, value->b);
	bool first_is_wider = width(a) > width(b);
	struct gj_interval narrow = first_is_wider ? b : a;
	need_whole(generation, first_is_wider ? value->b : value->a);
	plan_need(generation, first_is_wider ? value->a : value->b, gj_interval_of(narrow.low - 1, narrow.high + 1));
}

/* A comparison with a constant only asks on which side of it the value lies. */
static void plan_comparison(struct generation *generation, const struct ir_value *value)
{
	bool left = ir_is_constant(generation->ir, value->a), right = ir_is_constant(generation->ir, value->b);
	if (!left && !right) {
		plan_comparison_of_two(generation, value);
		return;
	}
	gj_wide k = value_at(generation, left ? value->a : value->b)->k;
	plan_need(generation, left ? value->b : value->a, gj_interval_of(k - 1, k + 1));
}

static void plan_logic(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	struct clamping span;
	ir_ref negated, other;
	if (match_span(generation, at, &span)) {
		plan_need(generation, span.value, gj_interval_of(span.low - 1, span.high + 1));
	} else if (match_negated_side(generation, at, &negated, &other)) {
		need_whole(generation, negated);
		need_whole(generation, other);
	} else {
		need_whole(generation, value->a);
		need_whole(generation, value->b);
	}
}

static void plan_bounds(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	struct gj_interval demand = generation->plans[at].demand;
	struct clamping clamping;
	if (match_clamp(generation, at, &clamping)) {
		gj_wide low = gj_least(gj_largest(demand.low, clamping.low), clamping.high);
		gj_wide high = gj_largest(gj_least(demand.high, clamping.high), clamping.low);
		plan_need(generation, clamping.value, gj_interval_of(low, gj_largest(low, high)));
		return;
	}
	plan_need(generation, value->a, demand);
	plan_need(generation, value->b, demand);
}

static void plan_product(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	if (ir_is_constant(generation->ir, value->b)) {
		plan_need(generation, value->a, demand_of_factor(generation->plans[at].demand, value_at(generation, value->b)->k));
		return;
	}
	need_whole(generation, value->a);
	need_whole(generation, value->b);
}

static void plan_choice(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	need_whole(generation, value->a);
	if (ir_is_constant(generation->ir, value->b) && ir_is_constant(generation->ir, value->c))
		return;
	plan_need(generation, value->b, generation->plans[at].demand);
	plan_need(generation, value->c, generation->plans[at].demand);
}

static void plan_value(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	switch (value->op) {
	case IR_ADD:
	case IR_SUB:
		plan_sum(generation, at);
		break;
	case IR_MUL:
		plan_product(generation, at);
		break;
	case IR_MONTH:
	case IR_MDAY:
		need_whole(generation, value->a);
		break;
	case IR_DATE:
	case IR_DIVIDE:
		need_whole(generation, value->a);
		need_whole(generation, value->b);
		break;
	case IR_MIN:
	case IR_MAX:
		plan_bounds(generation, at);
		break;
	case IR_EQ:
	case IR_NE:
	case IR_LT:
	case IR_LE:
		plan_comparison(generation, value);
		break;
	case IR_AND:
	case IR_OR:
		plan_logic(generation, at);
		break;
	case IR_NOT:
		need_whole(generation, value->a);
		break;
	case IR_SELECT:
		plan_choice(generation, at);
		break;
	default:
		break;
	}
}

static void count_use(struct generation *generation, ir_ref value)
{
	if (value >= 0)
		generation->plans[value].uses++;
}

/* Uses by values that are themselves used. */
static void count_uses(struct generation *generation)
{
	for (ir_ref at = (ir_ref)generation->ir->value_count; at-- > 0;) {
		const struct ir_value *value = value_at(generation, at);
		if (!generation->plans[at].uses)
			continue;
		count_use(generation, value->a);
		count_use(generation, value->b);
		count_use(generation, value->c);
	}
}

void plan_values(struct generation *generation, const ir_ref *roots, size_t count)
{
	for (size_t i = 0; i < count; i++)
		/* Twice: a result is never absorbed into its user. */
		generation->plans[roots[i]].uses += 2;
	count_uses(generation);
	for (size_t i = 0; i < count; i++)
		need_whole(generation, roots[i]);
	for (ir_ref at = (ir_ref)generation->ir->value_count; at-- > 0;)
		if (generation->plans[at].needed)
			plan_value(generation, at);
}
