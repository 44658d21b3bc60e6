/* Sums. A tree of additions is one accumulation: conditional points and points for each occurrence are added straight to it, saturated where
 * the demand allows, in the narrowest lane that holds what has been added so far. */
#include "generate.h"

/* Beyond this a sum isn't rearranged, so that no order of its summands can leave 64 bits. */
static const gj_wide REARRANGED = (gj_wide)1 << 62;

static void push(struct generation *generation, ir_ref value, bool negative)
{
	generation->pending = gj_arena_grow(generation->arena, generation->pending, generation->pending_count, &generation->pending_capacity,
		sizeof *generation->pending);
	generation->pending[generation->pending_count++] = (struct pending){ value, negative };
}

static void add_term(struct generation *generation, ir_ref value, bool conditional, gj_wide factor)
{
	generation->terms = gj_arena_grow(generation->arena, generation->terms, generation->term_count, &generation->term_capacity,
		sizeof *generation->terms);
	generation->terms[generation->term_count++] = (struct term){ .value = value, .conditional = conditional, .factor = (int64_t)factor };
}

static bool both_constant(const struct generation *generation, const struct ir_value *value)
{
	return ir_is_constant(generation->ir, value->b) && ir_is_constant(generation->ir, value->c);
}

static void push_operands(struct generation *generation, const struct ir_value *value, bool negative)
{
	push(generation, value->b, negative != (value->op == IR_SUB));
	push(generation, value->a, negative);
}

/* One summand, taken apart when nothing else uses it. */
static void take_apart(struct generation *generation, struct pending pending)
{
	const struct ir_value *value = value_at(generation, pending.value);
	gj_wide sign = pending.negative ? -1 : 1;
	bool absorbed = is_absorbed(generation, pending.value);
	if (value->op == IR_CONSTANT) {
		generation->constant += sign * value->k;
	} else if (absorbed && (value->op == IR_ADD || value->op == IR_SUB)) {
		push_operands(generation, value, pending.negative);
	} else if (absorbed && value->op == IR_MUL && ir_is_constant(generation->ir, value->b)) {
		add_term(generation, value->a, false, sign * value_at(generation, value->b)->k);
	} else if (absorbed && value->op == IR_SELECT && both_constant(generation, value)) {
		gj_wide yes = value_at(generation, value->b)->k, no = value_at(generation, value->c)->k;
		generation->constant += sign * no;
		add_term(generation, value->a, true, sign * (yes - no));
	} else {
		add_term(generation, pending.value, false, sign);
	}
}

static struct gj_interval scaled(struct gj_interval range, int64_t factor)
{
	return gj_interval_multiply(range, gj_interval_of(factor, factor));
}

static struct gj_interval term_range(const struct generation *generation, const struct term *term)
{
	if (term->conditional)
		return gj_interval_of(gj_least(0, term->factor), gj_largest(0, term->factor));
	return scaled(ir_interval(generation->ir, term->value), term->factor);
}

static gj_wide size_of(struct gj_interval range)
{
	return gj_largest(range.low < 0 ? -range.low : range.low, range.high < 0 ? -range.high : range.high);
}

static bool may_rearrange(const struct generation *generation)
{
	gj_wide size = generation->constant < 0 ? -generation->constant : generation->constant;
	for (size_t i = 0; i < generation->term_count && size <= REARRANGED; i++)
		size += size_of(term_range(generation, &generation->terms[i]));
	return size <= REARRANGED;
}

/* The share of the sum's demand that falls to each summand: what the others may add at most is left for it. */
static void share_demand(struct generation *generation, ir_ref sum)
{
	struct gj_interval demand = generation->plans[sum].demand, all = gj_interval_of(generation->constant, generation->constant);
	for (size_t i = 0; i < generation->term_count; i++)
		all = gj_interval_add(all, term_range(generation, &generation->terms[i]));
	for (size_t i = 0; i < generation->term_count; i++) {
		struct gj_interval range = term_range(generation, &generation->terms[i]);
		gj_wide low = gj_largest(demand.low - (all.high - range.high), range.low);
		gj_wide high = gj_least(demand.high - (all.low - range.low), range.high);
		generation->terms[i].demand = gj_interval_of(low, high);
	}
}

static void start_gathering(struct generation *generation)
{
	generation->term_count = generation->pending_count = 0;
	generation->constant = 0;
}

void gather_sum(struct generation *generation, ir_ref sum)
{
	const struct ir_value *value = value_at(generation, sum);
	start_gathering(generation);
	push_operands(generation, value, false);
	while (generation->pending_count)
		take_apart(generation, generation->pending[--generation->pending_count]);
	if (!may_rearrange(generation)) {
		start_gathering(generation);
		add_term(generation, value->a, false, 1);
		add_term(generation, value->b, false, value->op == IR_SUB ? -1 : 1);
	}
	share_demand(generation, sum);
}

void plan_sum(struct generation *generation, ir_ref sum)
{
	gather_sum(generation, sum);
	for (size_t i = 0; i < generation->term_count; i++) {
		const struct term *term = &generation->terms[i];
		struct gj_interval demand = term->conditional ? gj_interval_of(0, 1) : demand_of_factor(term->demand, term->factor);
		plan_need(generation, term->value, demand);
	}
}

/* How far each value needs to be followed and what it then contributes. */
static void measure(const struct generation *generation, struct term *term)
{
	if (term->conditional) {
		term->part = term_range(generation, term);
		return;
	}
	struct gj_interval got = got_of(generation, term->value);
	gj_wide most = got.high;
	if (got.low >= 0)
		most = gj_least(most, gj_largest(demand_of_factor(term->demand, term->factor).high, 0));
	if (!gj_fits_64(most))
		most = got.high;
	term->most = most;
	term->part = scaled(gj_interval_of(gj_least(got.low, most), most), term->factor);
}

/* Whether an instruction can count the value's occurrences: it holds no limit beyond 64 bits. */
static bool counts(const struct generation *generation, const struct term *term)
{
	return got_of(generation, term->value).low >= 0 && gj_fits_64(term->most);
}

/* What is subtracted must itself fit the lane. */
static enum gj_lane lane_of_term(const struct term *term)
{
	struct gj_interval range = gj_interval_hull(term->part, gj_interval_of(term->factor, term->factor));
	return gj_lane_of(term->factor == -1 ? gj_interval_hull(range, scaled(range, -1)) : range);
}

static void sort_one_lane(struct generation *generation, enum gj_lane lane, bool conditional, size_t *count)
{
	for (size_t i = 0; i < generation->term_count; i++) {
		const struct term *term = &generation->terms[i];
		if (lane_of_term(term) != lane || term->conditional != conditional || (!term->part.low && !term->part.high))
			continue;
		generation->sorted = gj_arena_grow(generation->arena, generation->sorted, *count, &generation->sorted_capacity,
			sizeof *generation->sorted);
		generation->sorted[(*count)++] = *term;
	}
}

/* Narrow summands first, conditional ones before others (one of them can start the sum together with its constant); what contributes
 * nothing is dropped. Two summands that may not be rearranged keep their order. */
static void sort_terms(struct generation *generation)
{
	size_t count = 0;
	bool keep = !may_rearrange(generation);
	for (size_t i = 0; i < generation->term_count; i++)
		measure(generation, &generation->terms[i]);
	if (keep)
		return;
	for (enum gj_lane lane = GJ_LANE8; lane < GJ_LANES; lane++) {
		sort_one_lane(generation, lane, true, &count);
		sort_one_lane(generation, lane, false, &count);
	}
	for (size_t i = 0; i < count; i++)
		generation->terms[i] = generation->sorted[i];
	generation->term_count = count;
}

/* The sum so far. */
struct sum {
	int32_t at;
	enum gj_lane lane;
	struct gj_interval range;
	bool owned;             /* not another value's register: may be added to in place */
	struct gj_interval limits; /* the demand less what is still to come: the sum may be clamped here */
};

static enum gj_lane wider(enum gj_lane a, enum gj_lane b)
{
	return a > b ? a : b;
}

static void start_owned(struct generation *generation, struct sum *sum, struct gj_interval range, enum gj_lane lane)
{
	sum->range = range;
	sum->lane = lane;
	sum->owned = true;
	sum->at = new_register(generation, lane);
}

static void start_with_constant(struct generation *generation, struct sum *sum, gj_wide constant)
{
	struct gj_interval range = gj_interval_of(constant, constant);
	start_owned(generation, sum, range, gj_lane_of(range));
	emit(generation, (struct draft){ .op = GJ_OP_CONST, .source = sum->lane, .target = sum->lane, .d = sum->at, .x = -1, .y = -1, .c = -1,
		.k = (int64_t)constant });
}

static void start_with_condition(struct generation *generation, struct sum *sum, const struct term *term, gj_wide constant)
{
	struct gj_interval range = gj_interval_add(term->part, gj_interval_of(constant, constant));
	start_owned(generation, sum, range, gj_lane_of(range));
	emit(generation, (struct draft){ .op = GJ_OP_PICK, .source = GJ_LANE8, .target = sum->lane, .d = sum->at, .x = -1, .y = -1,
		.c = register_in(generation, term->value, GJ_LANE8), .k = (int64_t)(constant + term->factor), .m = (int64_t)constant });
}

static bool is_saturated(const struct generation *generation, const struct term *term)
{
	return term->most < got_of(generation, term->value).high;
}

/* constant + value or constant - value in one instruction, where the value is taken whole. */
static void start_with_value(struct generation *generation, struct sum *sum, const struct term *term, gj_wide constant)
{
	struct gj_interval range = gj_interval_add(term->part, gj_interval_of(constant, constant));
	enum gj_lane source;
	int32_t x = home_of(generation, term->value, &source);
	if (!constant && term->factor == 1) {
		*sum = (struct sum){ .at = x, .lane = source, .range = range };
		return;
	}
	struct gj_interval needed = gj_interval_hull(range, gj_interval_of(constant, constant));
	start_owned(generation, sum, range, gj_lane_of(needed));
	emit(generation, (struct draft){ .op = term->factor == 1 ? GJ_OP_ADDK : GJ_OP_FROMK, .source = source, .target = sum->lane,
		.d = sum->at, .x = x, .y = -1, .c = -1, .k = (int64_t)constant });
}

static void start_with_count(struct generation *generation, struct sum *sum, const struct term *term)
{
	enum gj_lane source;
	int32_t x = home_of(generation, term->value, &source);
	start_owned(generation, sum, term->part, lane_of_term(term));
	bool counted = counts(generation, term);
	emit(generation, (struct draft){ .op = counted ? GJ_OP_COUNT : GJ_OP_MULK, .source = source, .target = sum->lane, .d = sum->at, .x = x,
		.y = -1, .c = -1, .k = term->factor, .m = counted ? (int64_t)term->most : 0 });
}

/* True when the first summand has been taken in together with the constant. */
static bool start_sum(struct generation *generation, struct sum *sum, const struct term *first, gj_wide constant)
{
	if (!first) {
		start_with_constant(generation, sum, constant);
		return false;
	}
	bool whole = !first->conditional && !is_saturated(generation, first);
	if (first->conditional)
		start_with_condition(generation, sum, first, constant);
	else if (whole && (first->factor == 1 || first->factor == -1))
		start_with_value(generation, sum, first, constant);
	else if (!constant)
		start_with_count(generation, sum, first);
	else
		start_with_constant(generation, sum, constant);
	return first->conditional || !constant || (whole && (first->factor == 1 || first->factor == -1));
}

static void move_sum(struct generation *generation, struct sum *sum, enum gj_lane lane)
{
	int32_t from = sum->at;
	enum gj_lane source = sum->lane;
	start_owned(generation, sum, sum->range, lane);
	emit(generation, (struct draft){ .op = GJ_OP_MOVE, .source = source, .target = lane, .d = sum->at, .x = from, .y = -1, .c = -1 });
}

static bool fits(const struct sum *sum, const struct term *term)
{
	return lane_of_term(term) <= sum->lane && gj_fits_lane(gj_interval_add(sum->range, term->part), sum->lane);
}

/* Cuts the sum off where the rest can't bring it back into the demand; true when the summand then fits its lane. */
static bool cut_sum(struct generation *generation, struct sum *sum, const struct term *term)
{
	struct sum cut = *sum;
	cut.range.low = gj_least(gj_largest(sum->range.low, sum->limits.low), sum->range.high);
	cut.range.high = gj_largest(gj_least(sum->range.high, sum->limits.high), cut.range.low);
	if (!sum->owned || !fits(&cut, term))
		return false;
	emit(generation, (struct draft){ .op = GJ_OP_CLAMP, .source = sum->lane, .target = sum->lane, .d = sum->at, .x = sum->at, .y = -1, .c = -1,
		.k = (int64_t)cut.range.low, .m = (int64_t)cut.range.high });
	*sum = cut;
	return true;
}

static void make_room(struct generation *generation, struct sum *sum, const struct term *term)
{
	if (fits(sum, term) || cut_sum(generation, sum, term))
		return;
	enum gj_lane lane = wider(lane_of_term(term), gj_lane_of(gj_interval_add(sum->range, term->part)));
	move_sum(generation, sum, wider(lane, sum->lane));
}

/* In place where the sum is its own, else into a new register. */
static void add_register(struct generation *generation, struct sum *sum, int32_t y, bool subtract)
{
	int32_t x = sum->at;
	if (!sum->owned)
		start_owned(generation, sum, sum->range, sum->lane);
	emit(generation, (struct draft){ .op = subtract ? GJ_OP_SUB : GJ_OP_ADD, .source = sum->lane, .target = sum->lane, .d = sum->at, .x = x, .y = y,
		.c = -1 });
}

static void add_product(struct generation *generation, struct sum *sum, const struct term *term)
{
	enum gj_lane source;
	int32_t x = home_of(generation, term->value, &source), product = new_register(generation, sum->lane);
	emit(generation, (struct draft){ .op = GJ_OP_MULK, .source = source, .target = sum->lane, .d = product, .x = x, .y = -1, .c = -1,
		.k = term->factor });
	add_register(generation, sum, product, false);
}

static void add_occurrences(struct generation *generation, struct sum *sum, const struct term *term)
{
	enum gj_lane source;
	int32_t x = home_of(generation, term->value, &source);
	emit(generation, (struct draft){ .op = GJ_OP_LOSE, .source = source, .target = sum->lane, .d = sum->at, .x = x, .y = -1, .c = -1,
		.k = term->factor, .m = (int64_t)term->most });
}

static void add_condition(struct generation *generation, struct sum *sum, const struct term *term)
{
	emit(generation, (struct draft){ .op = GJ_OP_LOSEIF, .source = GJ_LANE8, .target = sum->lane, .d = sum->at, .x = -1, .y = -1,
		.c = register_in(generation, term->value, GJ_LANE8), .k = term->factor });
}

static void add_to_sum(struct generation *generation, struct sum *sum, const struct term *term)
{
	make_room(generation, sum, term);
	bool unit = term->factor == 1 || term->factor == -1, signs = !counts(generation, term);
	bool plain = !term->conditional && unit && !is_saturated(generation, term);
	if (plain && (signs || generation->plans[term->value].registers[sum->lane] >= 0)) {
		add_register(generation, sum, register_in(generation, term->value, sum->lane), term->factor < 0);
	} else {
		if (!sum->owned)
			move_sum(generation, sum, sum->lane);
		if (term->conditional)
			add_condition(generation, sum, term);
		else if (signs)
			add_product(generation, sum, term);
		else
			add_occurrences(generation, sum, term);
	}
	sum->range = gj_interval_add(sum->range, term->part);
}

/* The demand on the sum before summand `from`, with `rest` the range of what follows. */
static struct gj_interval limits_before(struct gj_interval demand, struct gj_interval rest)
{
	return gj_interval_of(demand.low - rest.high, demand.high - rest.low);
}

void select_sum(struct generation *generation, ir_ref at)
{
	gather_sum(generation, at);
	sort_terms(generation);
	struct gj_interval rest = gj_interval_of(0, 0), demand = generation->plans[at].demand;
	for (size_t i = 0; i < generation->term_count; i++)
		rest = gj_interval_add(rest, generation->terms[i].part);
	struct sum sum = { 0 };
	bool taken = start_sum(generation, &sum, generation->term_count ? &generation->terms[0] : NULL, generation->constant);
	for (size_t i = 0; i < generation->term_count; i++) {
		const struct term *term = &generation->terms[i];
		sum.limits = limits_before(demand, rest);
		if (i > 0 || !taken)
			add_to_sum(generation, &sum, term);
		rest = gj_interval_of(rest.low - term->part.low, rest.high - term->part.high);
	}
	set_home(generation, at, sum.at, sum.range);
}
