/* Instruction selection for everything but sums: one IR value, seldom two, to one instruction. */
#include "generate.h"

static const struct draft BLANK = { .d = -1, .x = -1, .y = -1, .c = -1 };

int32_t new_register(struct generation *generation, enum gj_lane lane)
{
	generation->register_lanes = gj_arena_grow(generation->arena, generation->register_lanes, generation->register_count,
		&generation->register_capacity, sizeof *generation->register_lanes);
	generation->register_lanes[generation->register_count] = (uint8_t)lane;
	return (int32_t)generation->register_count++;
}

void emit(struct generation *generation, struct draft draft)
{
	generation->drafts = gj_arena_grow(generation->arena, generation->drafts, generation->draft_count, &generation->draft_capacity,
		sizeof *generation->drafts);
	generation->drafts[generation->draft_count++] = draft;
}

void set_home(struct generation *generation, ir_ref value, int32_t home, struct gj_interval got)
{
	struct plan *plan = &generation->plans[value];
	plan->lane = (enum gj_lane)generation->register_lanes[home];
	plan->registers[plan->lane] = home;
	plan->got = got;
}

static int32_t emit_constant(struct generation *generation, gj_wide constant, enum gj_lane lane)
{
	struct draft draft = BLANK;
	draft.op = GJ_OP_CONST;
	draft.source = draft.target = lane;
	draft.d = new_register(generation, lane);
	draft.k = (int64_t)constant;
	emit(generation, draft);
	return draft.d;
}

void set_constant(struct generation *generation, ir_ref value, gj_wide constant)
{
	struct gj_interval got = gj_interval_of(constant, constant);
	set_home(generation, value, emit_constant(generation, constant, gj_lane_of(got)), got);
}

int32_t register_in(struct generation *generation, ir_ref value, enum gj_lane lane)
{
	struct plan *plan = &generation->plans[value];
	if (plan->registers[lane] >= 0)
		return plan->registers[lane];
	if (ir_is_constant(generation->ir, value))
		return plan->registers[lane] = emit_constant(generation, value_at(generation, value)->k, lane);
	struct draft draft = BLANK;
	draft.op = GJ_OP_MOVE;
	draft.source = plan->lane;
	draft.target = lane;
	draft.x = plan->registers[plan->lane];
	draft.d = new_register(generation, lane);
	emit(generation, draft);
	return plan->registers[lane] = draft.d;
}

int32_t home_of(struct generation *generation, ir_ref value, enum gj_lane *lane)
{
	*lane = generation->plans[value].lane;
	return register_in(generation, value, *lane);
}

/* An instruction whose result lies in `got`; the operands are set by the caller. */
static void finish(struct generation *generation, ir_ref at, struct draft draft, struct gj_interval got)
{
	draft.target = gj_lane_of(got);
	draft.d = new_register(generation, draft.target);
	emit(generation, draft);
	set_home(generation, at, draft.d, got);
}

static struct draft unary(struct generation *generation, enum gj_opcode op, ir_ref x)
{
	struct draft draft = BLANK;
	draft.op = op;
	draft.x = home_of(generation, x, &draft.source);
	return draft;
}

/* Both operands in the wider one's lane. */
static struct draft binary(struct generation *generation, enum gj_opcode op, ir_ref x, ir_ref y)
{
	struct draft draft = BLANK;
	enum gj_lane a = generation->plans[x].lane, b = generation->plans[y].lane;
	draft.op = op;
	draft.source = a > b ? a : b;
	draft.x = register_in(generation, x, draft.source);
	draft.y = register_in(generation, y, draft.source);
	return draft;
}

static struct gj_interval boolean(void)
{
	return gj_interval_of(0, 1);
}

/* A test of one value between two constants (either may be beyond the value's range). */
static void select_bounds(struct generation *generation, ir_ref at, const struct clamping *bounds)
{
	struct gj_interval got = got_of(generation, bounds->value);
	bool lower = bounds->low > got.low, upper = bounds->high < got.high;
	if (bounds->low > got.high || bounds->high < got.low || bounds->low > bounds->high || (!lower && !upper)) {
		set_constant(generation, at, !lower && !upper);
		return;
	}
	struct draft draft = unary(generation, lower && upper ? GJ_OP_SPAN : lower ? GJ_OP_GEK : GJ_OP_LEK, bounds->value);
	draft.k = (int64_t)(lower ? bounds->low : bounds->high);
	draft.m = lower && upper ? (int64_t)bounds->high : 0;
	finish(generation, at, draft, boolean());
}

static void select_equal(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	bool differs = value->op == IR_NE;
	if (!ir_is_constant(generation->ir, value->b)) {
		finish(generation, at, binary(generation, differs ? GJ_OP_NE : GJ_OP_EQ, value->a, value->b), boolean());
		return;
	}
	int64_t k = value_at(generation, value->b)->k;
	struct gj_interval got = got_of(generation, value->a);
	if (k < got.low || k > got.high) {
		set_constant(generation, at, differs);
		return;
	}
	struct draft draft = unary(generation, differs ? GJ_OP_NEK : GJ_OP_EQK, value->a);
	draft.k = k;
	finish(generation, at, draft, boolean());
}

static void select_order(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	bool left = ir_is_constant(generation->ir, value->a), right = ir_is_constant(generation->ir, value->b);
	if (!left && !right) {
		finish(generation, at, binary(generation, value->op == IR_LT ? GJ_OP_LT : GJ_OP_LE, value->a, value->b), boolean());
		return;
	}
	gj_wide k = value_at(generation, left ? value->a : value->b)->k, strict = value->op == IR_LT;
	struct clamping bounds = { left ? value->b : value->a, -GJ_BEYOND, GJ_BEYOND };
	if (left)
		bounds.low = k + strict;
	else
		bounds.high = k - strict;
	select_bounds(generation, at, &bounds);
}

static struct draft booleans(struct generation *generation, enum gj_opcode op, ir_ref x, ir_ref y)
{
	struct draft draft = BLANK;
	draft.op = op;
	draft.source = GJ_LANE8;
	draft.x = register_in(generation, x, GJ_LANE8);
	draft.y = y < 0 ? -1 : register_in(generation, y, GJ_LANE8);
	return draft;
}

/* a and not b is b < a; a or not b is b <= a. */
static void select_logic(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	bool both = value->op == IR_AND;
	struct clamping span;
	ir_ref negated, other;
	if (match_span(generation, at, &span))
		select_bounds(generation, at, &span);
	else if (match_negated_side(generation, at, &negated, &other))
		finish(generation, at, booleans(generation, both ? GJ_OP_LT : GJ_OP_LE, negated, other), boolean());
	else
		finish(generation, at, booleans(generation, both ? GJ_OP_AND : GJ_OP_OR, value->a, value->b), boolean());
}

static void select_clamp(struct generation *generation, ir_ref at, const struct clamping *clamping)
{
	struct gj_interval got = got_of(generation, clamping->value), result = clamped(got, clamping);
	if (result.low == result.high) {
		set_constant(generation, at, result.low);
		return;
	}
	if (result.low == got.low && result.high == got.high) {
		enum gj_lane lane;
		set_home(generation, at, home_of(generation, clamping->value, &lane), got);
		return;
	}
	struct draft draft = unary(generation, GJ_OP_CLAMP, clamping->value);
	draft.k = (int64_t)result.low;
	draft.m = (int64_t)result.high;
	finish(generation, at, draft, result);
}

static void select_extreme(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	struct clamping clamping;
	if (match_clamp(generation, at, &clamping)) {
		select_clamp(generation, at, &clamping);
		return;
	}
	struct gj_interval a = got_of(generation, value->a), b = got_of(generation, value->b);
	bool least = value->op == IR_MIN;
	finish(generation, at, binary(generation, least ? GJ_OP_MIN : GJ_OP_MAX, value->a, value->b),
		least ? gj_interval_min(a, b) : gj_interval_max(a, b));
}

/* factor × value; occurrences beyond the demand don't count. */
static void select_factor(struct generation *generation, ir_ref at, ir_ref x, int64_t factor)
{
	struct gj_interval got = got_of(generation, x), by = gj_interval_of(factor, factor);
	gj_wide most = gj_largest(demand_of_factor(generation->plans[at].demand, factor).high, 0);
	bool counts = got.low >= 0 && gj_fits_64(gj_least(got.high, most));
	if (counts) {
		got.high = gj_least(got.high, most);
		got.low = gj_least(got.low, got.high);
	}
	struct draft draft = unary(generation, counts ? GJ_OP_COUNT : GJ_OP_MULK, x);
	struct gj_interval result = gj_interval_multiply(got, by);
	draft.k = factor;
	draft.m = counts ? (int64_t)got.high : 0;
	draft.target = gj_lane_of(gj_interval_hull(result, by));
	draft.d = new_register(generation, draft.target);
	emit(generation, draft);
	set_home(generation, at, draft.d, result);
}

static void select_product(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	if (ir_is_constant(generation->ir, value->b)) {
		select_factor(generation, at, value->a, value_at(generation, value->b)->k);
		return;
	}
	struct gj_interval got = gj_interval_multiply(got_of(generation, value->a), got_of(generation, value->b));
	finish(generation, at, binary(generation, GJ_OP_MUL, value->a, value->b), got);
}

/* The instruction's lane holds the divisor too. */
static void select_quotient(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	struct gj_interval by = got_of(generation, value->b);
	struct gj_interval got = gj_interval_divide(got_of(generation, value->a), by, (enum gj_rounding)value->k);
	if (!ir_is_constant(generation->ir, value->b)) {
		struct draft draft = binary(generation, GJ_OP_DIVIDE, value->a, value->b);
		draft.k = value->k;
		finish(generation, at, draft, got);
		return;
	}
	struct draft draft = unary(generation, GJ_OP_DIVK, value->a);
	draft.k = (int64_t)by.low;
	draft.m = value->k;
	draft.target = gj_lane_of(gj_interval_hull(got, by));
	draft.d = new_register(generation, draft.target);
	emit(generation, draft);
	set_home(generation, at, draft.d, got);
}

static void select_calendar(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	struct gj_interval a = got_of(generation, value->a);
	if (value->op == IR_MONTH)
		finish(generation, at, unary(generation, GJ_OP_MONTH, value->a), gj_interval_month(a));
	else if (value->op == IR_MDAY)
		finish(generation, at, unary(generation, GJ_OP_MDAY, value->a), gj_interval_month_day(a));
	else
		finish(generation, at, binary(generation, GJ_OP_DATE, value->a, value->b), gj_interval_date(a, got_of(generation, value->b)));
}

static void select_choice(struct generation *generation, ir_ref at)
{
	const struct ir_value *value = value_at(generation, at);
	struct gj_interval got = gj_interval_hull(got_of(generation, value->b), got_of(generation, value->c));
	if (ir_is_constant(generation->ir, value->b) && ir_is_constant(generation->ir, value->c)) {
		struct draft draft = BLANK;
		draft.op = GJ_OP_PICK;
		draft.source = GJ_LANE8;
		draft.c = register_in(generation, value->a, GJ_LANE8);
		draft.k = value_at(generation, value->b)->k;
		draft.m = value_at(generation, value->c)->k;
		finish(generation, at, draft, got);
		return;
	}
	struct draft draft = binary(generation, GJ_OP_SELECT, value->b, value->c);
	draft.c = register_in(generation, value->a, GJ_LANE8);
	finish(generation, at, draft, got);
}

/* A wide column of which only a narrow stretch matters is cut to that once, when it is read often enough to pay for it in bytes moved. At
 * a tie it pays to leave 64 bits, which vectors compare slowly. */
static void select_column(struct generation *generation, ir_ref at)
{
	struct plan *plan = &generation->plans[at];
	enum gj_lane lane = gj_lane_of(plan->demand);
	uint64_t wide = UINT64_C(1) << plan->lane, narrow = UINT64_C(1) << lane;
	if (lane >= plan->lane || plan->uses * (wide - narrow) + (plan->lane == GJ_LANE64) <= wide)
		return;
	struct draft draft = unary(generation, GJ_OP_CLAMP, at);
	draft.k = (int64_t)plan->demand.low;
	draft.m = (int64_t)plan->demand.high;
	plan->registers[plan->lane] = -1;
	finish(generation, at, draft, plan->demand);
}

static void select_value(struct generation *generation, ir_ref at)
{
	switch (value_at(generation, at)->op) {
	case IR_COLUMN:
		select_column(generation, at);
		break;
	case IR_ADD:
	case IR_SUB:
		select_sum(generation, at);
		break;
	case IR_MUL:
		select_product(generation, at);
		break;
	case IR_MONTH:
	case IR_MDAY:
	case IR_DATE:
		select_calendar(generation, at);
		break;
	case IR_DIVIDE:
		select_quotient(generation, at);
		break;
	case IR_MIN:
	case IR_MAX:
		select_extreme(generation, at);
		break;
	case IR_EQ:
	case IR_NE:
		select_equal(generation, at);
		break;
	case IR_LT:
	case IR_LE:
		select_order(generation, at);
		break;
	case IR_AND:
	case IR_OR:
		select_logic(generation, at);
		break;
	case IR_NOT:
		finish(generation, at, booleans(generation, GJ_OP_NOT, value_at(generation, at)->a, -1), boolean());
		break;
	case IR_SELECT:
		select_choice(generation, at);
		break;
	default:
		break;
	}
}

void select_values(struct generation *generation)
{
	for (ir_ref at = 0; (size_t)at < generation->ir->value_count; at++)
		if (generation->plans[at].needed)
			select_value(generation, at);
}
