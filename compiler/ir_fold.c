/* Arithmetic of the builder: each function tries the simplifications that its ranges and operands allow, then interns the operation. Constants
 * stand on the right of what commutes. */
#include "ir_build.h"

static int64_t constant_of(const struct ir *ir, ir_ref ref)
{
	return ir_at(ir, ref)->k;
}

static bool is_value(const struct ir *ir, ir_ref ref, int64_t k)
{
	return ir_is_constant(ir, ref) && constant_of(ir, ref) == k;
}

/* Puts the operands of what commutes into one order: the constant last, otherwise the older first. */
static void order(const struct ir *ir, ir_ref *a, ir_ref *b)
{
	bool swap = ir_is_constant(ir, *a) != ir_is_constant(ir, *b) ? ir_is_constant(ir, *a) : *a > *b;
	if (!swap)
		return;
	ir_ref kept = *a;
	*a = *b;
	*b = kept;
}

/* A boolean that is reckoned with is a number: x times 1. */
static ir_ref number(struct ir_builder *builder, ir_ref a)
{
	if (!ir_at(builder->ir, a)->boolean)
		return a;
	ir_ref one = ir_constant(builder, 1), none = ir_constant(builder, 0);
	return ir_select(builder, a, one, none);
}

static ir_ref fold(struct ir_builder *builder, enum ir_op op, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	int64_t x = constant_of(ir, a), y = constant_of(ir, b), result = 0;
	bool fits = op == IR_ADD ? gj_add(x, y, &result) : op == IR_SUB ? gj_subtract(x, y, &result) : gj_multiply(x, y, &result);
	return fits ? ir_constant(builder, result) : ir_intern(builder, op, a, b, -1, 0);
}

static bool both_constant(const struct ir *ir, ir_ref a, ir_ref b)
{
	return ir_is_constant(ir, a) && ir_is_constant(ir, b);
}

/* x + k1 + k2 is x + (k1 + k2). */
static bool joins(const struct ir *ir, enum ir_op op, ir_ref a, ir_ref b)
{
	return ir_is_constant(ir, b) && ir_at(ir, a)->op == op && ir_is_constant(ir, ir_at(ir, a)->b);
}

ir_ref ir_add(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	a = number(builder, a);
	b = number(builder, b);
	if (both_constant(ir, a, b))
		return fold(builder, IR_ADD, a, b);
	order(ir, &a, &b);
	if (is_value(ir, b, 0))
		return a;
	if (joins(ir, IR_ADD, a, b))
		return ir_add(builder, ir_at(ir, a)->a, fold(builder, IR_ADD, ir_at(ir, a)->b, b));
	return ir_intern(builder, IR_ADD, a, b, -1, 0);
}

ir_ref ir_subtract(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	a = number(builder, a);
	b = number(builder, b);
	if (both_constant(ir, a, b))
		return fold(builder, IR_SUB, a, b);
	if (a == b)
		return ir_constant(builder, 0);
	if (ir_is_constant(ir, b) && constant_of(ir, b) != INT64_MIN)
		return ir_add(builder, a, ir_constant(builder, -constant_of(ir, b)));
	return ir_intern(builder, IR_SUB, a, b, -1, 0);
}

ir_ref ir_multiply(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	a = number(builder, a);
	b = number(builder, b);
	if (both_constant(ir, a, b))
		return fold(builder, IR_MUL, a, b);
	order(ir, &a, &b);
	if (is_value(ir, b, 0))
		return b;
	if (is_value(ir, b, 1))
		return a;
	if (joins(ir, IR_MUL, a, b))
		return ir_multiply(builder, ir_at(ir, a)->a, fold(builder, IR_MUL, ir_at(ir, a)->b, b));
	const struct ir_value *select = ir_at(ir, a);
	if (ir_is_constant(ir, b) && select->op == IR_SELECT && both_constant(ir, select->b, select->c)) {
		ir_ref condition = select->a, yes = select->b, no = select->c;
		ir_ref chosen = fold(builder, IR_MUL, yes, b), otherwise = fold(builder, IR_MUL, no, b);
		return ir_select(builder, condition, chosen, otherwise);
	}
	return ir_intern(builder, IR_MUL, a, b, -1, 0);
}

ir_ref ir_multiply_by(struct ir_builder *builder, ir_ref a, int64_t k)
{
	return ir_multiply(builder, a, ir_constant(builder, k));
}

static int64_t greatest_common(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* x * k1 / k2 in lowest terms: *a becomes x times what is left of k1. Returns what is left of k2. */
static ir_ref reduced(struct ir_builder *builder, ir_ref *a, ir_ref b)
{
	const struct ir_value *product = ir_at(builder->ir, *a);
	if (!ir_is_constant(builder->ir, b) || product->op != IR_MUL || !ir_is_constant(builder->ir, product->b) || constant_of(builder->ir, product->b) <= 0)
		return b;
	int64_t factor = constant_of(builder->ir, product->b), divisor = constant_of(builder->ir, b), common = greatest_common(factor, divisor);
	if (common == 1)
		return b;
	*a = ir_multiply_by(builder, product->a, factor / common);
	return ir_constant(builder, divisor / common);
}

ir_ref ir_divide(struct ir_builder *builder, ir_ref a, ir_ref b, enum gj_rounding rounding)
{
	const struct ir *ir = builder->ir;
	a = number(builder, a);
	if (both_constant(ir, a, b))
		return ir_constant(builder, gj_divide(constant_of(ir, a), constant_of(ir, b), rounding));
	b = reduced(builder, &a, b);
	if (is_value(ir, b, 1))
		return a;
	return ir_intern(builder, IR_DIVIDE, a, b, -1, (int64_t)rounding);
}

static ir_ref within(struct ir_builder *builder, ir_ref a, int64_t low, int64_t high)
{
	ir_ref floored = ir_max(builder, a, ir_constant(builder, low));
	return ir_min(builder, floored, ir_constant(builder, high));
}

ir_ref ir_month(struct ir_builder *builder, ir_ref date)
{
	date = within(builder, date, GJ_DATE_FIRST, GJ_DATE_LAST);
	if (ir_is_constant(builder->ir, date))
		return ir_constant(builder, gj_month(constant_of(builder->ir, date)));
	return ir_intern(builder, IR_MONTH, date, -1, -1, 0);
}

ir_ref ir_month_day(struct ir_builder *builder, ir_ref date)
{
	date = within(builder, date, GJ_DATE_FIRST, GJ_DATE_LAST);
	if (ir_is_constant(builder->ir, date))
		return ir_constant(builder, gj_month_day(constant_of(builder->ir, date)));
	return ir_intern(builder, IR_MDAY, date, -1, -1, 0);
}

ir_ref ir_date(struct ir_builder *builder, ir_ref month, ir_ref day)
{
	const struct ir *ir = builder->ir;
	month = within(builder, month, GJ_MONTH_FIRST, GJ_MONTH_LAST);
	if (both_constant(ir, month, day))
		return ir_constant(builder, gj_date(constant_of(ir, month), constant_of(ir, day)));
	return ir_intern(builder, IR_DATE, month, day, -1, 0);
}

ir_ref ir_min(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	a = number(builder, a);
	b = number(builder, b);
	order(ir, &a, &b);
	if (a == b || ir_at(ir, a)->high <= ir_at(ir, b)->low)
		return a;
	if (ir_at(ir, b)->high <= ir_at(ir, a)->low)
		return b;
	return ir_intern(builder, IR_MIN, a, b, -1, 0);
}

ir_ref ir_max(struct ir_builder *builder, ir_ref a, ir_ref b)
{
	const struct ir *ir = builder->ir;
	a = number(builder, a);
	b = number(builder, b);
	order(ir, &a, &b);
	if (a == b || ir_at(ir, a)->low >= ir_at(ir, b)->high)
		return a;
	if (ir_at(ir, b)->low >= ir_at(ir, a)->high)
		return b;
	return ir_intern(builder, IR_MAX, a, b, -1, 0);
}
