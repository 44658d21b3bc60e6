/* Comparisons, booleans and choices of the builder. A comparison with a constant is always brought to x <= k, k <= x or x = k; a negation is
 * pushed outwards, where a choice swallows it. */
#include "ir_build.h"

static int64_t constant_of(const struct ir *ir, ir_ref ref)
{
	return ir_at(ir, ref)->k;
}

static bool is_boolean_value(const struct ir *ir, ir_ref ref, bool value)
{
	return ir_is_constant(ir, ref) && ir_at(ir, ref)->boolean && ir_at(ir, ref)->k == value;
}

/* x is y's negation or the other way round. */
static bool opposite(const struct ir *ir, ir_ref x, ir_ref y)
{
	return (ir_at(ir, x)->op == IR_NOT && ir_at(ir, x)->a == y) || (ir_at(ir, y)->op == IR_NOT && ir_at(ir, y)->a == x);
}

static void older_first(ir_ref *a, ir_ref *b)
{
	if (*a <= *b)
		return;
	ir_ref kept = *a;
	*a = *b;
	*b = kept;
}

/* Whether x is `by` times a value, or a value plus `by`, with a constant. */
static bool has_constant(const struct ir *ir, ir_ref x, enum ir_op op)
{
	return ir_at(ir, x)->op == op && ir_is_constant(ir, ir_at(ir, x)->b);
}

/* x <= k. */
static ir_ref at_most(struct ir_builder *builder, ir_ref x, gj_wide k)
{
	const struct ir *ir = builder->ir;
	const struct ir_value *value = ir_at(ir, x);
	if (value->high <= k || value->low > k)
		return ir_boolean(builder, value->high <= k);
	if (value->boolean)
		return ir_not(builder, x);
	if (has_constant(ir, x, IR_MUL) && constant_of(ir, value->b) > 0)
		return at_most(builder, value->a, gj_divide_wide(k, constant_of(ir, value->b), GJ_ROUND_DOWN));
	if (has_constant(ir, x, IR_ADD) && gj_fits_64(k - constant_of(ir, value->b)))
		return at_most(builder, value->a, k - constant_of(ir, value->b));
	return ir_intern(builder, IR_LE, x, ir_constant(builder, (int64_t)k), -1, 0);
}

/* k <= x. */
static ir_ref at_least(struct ir_builder *builder, ir_ref x, gj_wide k)
{
	const struct ir *ir = builder->ir;
	const struct ir_value *value = ir_at(ir, x);
	if (value->low >= k || value->high < k)
		return ir_boolean(builder, value->low >= k);
	if (value->boolean)
		return x;
	if (has_constant(ir, x, IR_MUL) && constant_of(ir, value->b) > 0)
		return at_least(builder, value->a, gj_divide_wide(k, constant_of(ir, value->b), GJ_ROUND_UP));
	if (has_constant(ir, x, IR_ADD) && gj_fits_64(k - constant_of(ir, value->b)))
		return at_least(builder, value->a, k - constant_of(ir, value->b));
	return ir_intern(builder, IR_LE, ir_constant(builder, (int64_t)k), x, -1, 0);
}

static ir_ref equals(struct ir_builder *builder, ir_ref x, gj_wide k)
{
	const struct ir *ir = builder->ir;
	const struct ir_value *value = ir_at(ir, x);
	if (k < value->low || k > value->high)
		return ir_boolean(builder, false);
	if (k == value->low)
		return at_most(builder, x, k);
	if (k == value->high)
		return at_least(builder, x, k);
	if (has_constant(ir, x, IR_MUL) && constant_of(ir, value->b) > 0) {
		gj_wide factor = constant_of(ir, value->b);
		return k % factor ? ir_boolean(builder, false) : equals(builder, value->a, k / factor);
	}
	if (has_constant(ir, x, IR_ADD) && gj_fits_64(k - constant_of(ir, value->b)))
		return equals(builder, value->a, k - constant_of(ir, value->b));
	return ir_intern(builder, IR_EQ, x, ir_constant(builder, (int64_t)k), -1, 0);
}

ir_ref ir_less_equal(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	if (a == b || ir_at(ir, a)->high <= ir_at(ir, b)->low || ir_at(ir, a)->low > ir_at(ir, b)->high)
		return ir_boolean(builder, a == b || ir_at(ir, a)->high <= ir_at(ir, b)->low);
	if (ir_is_constant(ir, b))
		return at_most(builder, a, constant_of(ir, b));
	if (ir_is_constant(ir, a))
		return at_least(builder, b, constant_of(ir, a));
	return ir_intern(builder, IR_LE, a, b, -1, 0);
}

ir_ref ir_less(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	if (a == b || ir_at(ir, a)->low >= ir_at(ir, b)->high || ir_at(ir, a)->high < ir_at(ir, b)->low)
		return ir_boolean(builder, a != b && ir_at(ir, a)->high < ir_at(ir, b)->low);
	if (ir_is_constant(ir, b) && constant_of(ir, b) > INT64_MIN)
		return at_most(builder, a, constant_of(ir, b) - 1);
	if (ir_is_constant(ir, a) && constant_of(ir, a) < INT64_MAX)
		return at_least(builder, b, constant_of(ir, a) + 1);
	return ir_intern(builder, IR_LT, a, b, -1, 0);
}

ir_ref ir_equal(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	if (a == b)
		return ir_boolean(builder, true);
	if (ir_at(ir, a)->high < ir_at(ir, b)->low || ir_at(ir, b)->high < ir_at(ir, a)->low)
		return ir_boolean(builder, false);
	if (ir_is_constant(ir, b))
		return equals(builder, a, constant_of(ir, b));
	if (ir_is_constant(ir, a))
		return equals(builder, b, constant_of(ir, a));
	older_first(&a, &b);
	return ir_intern(builder, IR_EQ, a, b, -1, 0);
}

static bool contains(const struct ir *ir, enum ir_op op, ir_ref whole, ir_ref part)
{
	const struct ir_value *value = ir_at(ir, whole);
	return value->op == op && (value->a == part || value->b == part);
}

static bool both_negated(const struct ir *ir, ir_ref a, ir_ref b)
{
	return ir_at(ir, a)->op == IR_NOT && ir_at(ir, b)->op == IR_NOT;
}

/* `neutral` leaves the other side as it is; its opposite decides alone. AND: true; OR: false. */
static ir_ref connect(struct ir_builder *builder, enum ir_op op, bool neutral, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	if (is_boolean_value(ir, a, neutral) || a == b || contains(ir, op, b, a))
		return b;
	if (is_boolean_value(ir, b, neutral) || contains(ir, op, a, b))
		return a;
	if (is_boolean_value(ir, a, !neutral) || is_boolean_value(ir, b, !neutral) || opposite(ir, a, b))
		return ir_boolean(builder, !neutral);
	older_first(&a, &b);
	if (!both_negated(ir, a, b))
		return ir_intern(builder, op, a, b, -1, 0);
	return ir_not(builder, connect(builder, op == IR_AND ? IR_OR : IR_AND, !neutral, ir_at(ir, a)->a, ir_at(ir, b)->a));
}

ir_ref ir_and(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	return connect(builder, IR_AND, true, a, b);
}

ir_ref ir_or(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	return connect(builder, IR_OR, false, a, b);
}

ir_ref ir_not(struct ir_builder *builder, ir_ref a)
{
	const struct ir_value *value = ir_at(builder->ir, a);
	ir_ref x = value->a, y = value->b;
	switch (value->op) {
	case IR_CONSTANT:
		return ir_boolean(builder, !value->k);
	case IR_NOT:
		return x;
	case IR_EQ:
		return ir_intern(builder, IR_NE, x, y, -1, 0);
	case IR_NE:
		return ir_equal(builder, x, y);
	case IR_LT:
		return ir_less_equal(builder, y, x);
	case IR_LE:
		return ir_less(builder, y, x);
	default:
		return ir_intern(builder, IR_NOT, a, -1, -1, 0);
	}
}

static ir_ref select_boolean(struct ir_builder *builder, ir_ref condition, ir_ref a, ir_ref b)
{
	ir_ref first = ir_and(builder, condition, a), second = ir_and(builder, ir_not(builder, condition), b);
	return ir_or(builder, first, second);
}

/* A choice inside a choice that shares one of its outcomes is a single choice. */
static ir_ref join_choices(struct ir_builder *builder, ir_ref condition, ir_ref a, ir_ref b)
{
	const struct ir_value *yes = ir_at(builder->ir, a), *no = ir_at(builder->ir, b);
	if (no->op == IR_SELECT && no->b == a)
		return ir_select(builder, ir_or(builder, condition, no->a), a, no->c);
	if (no->op == IR_SELECT && no->c == a)
		return ir_select(builder, ir_and(builder, ir_not(builder, condition), no->a), no->b, a);
	if (yes->op == IR_SELECT && yes->c == b)
		return ir_select(builder, ir_and(builder, condition, yes->a), yes->b, b);
	if (yes->op == IR_SELECT && yes->b == b)
		return ir_select(builder, ir_and(builder, condition, ir_not(builder, yes->a)), yes->c, b);
	return ir_intern(builder, IR_SELECT, condition, a, b, 0);
}

ir_ref ir_select(struct ir_builder *builder, ir_ref condition, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	if (a == b || is_boolean_value(ir, condition, true))
		return a;
	if (is_boolean_value(ir, condition, false))
		return b;
	if (ir_at(ir, condition)->op == IR_NOT)
		return ir_select(builder, ir_at(ir, condition)->a, b, a);
	if (ir_at(ir, a)->boolean)
		return select_boolean(builder, condition, a, b);
	return join_choices(builder, condition, a, b);
}
