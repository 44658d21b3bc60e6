/* Expressions: scales are aligned by constant factors, quotients cross-multiplied or rounded, so that only integers remain. */
#include "lower.h"

/* A side of a comparison: above / below, divided by 10^scale. below is -1 where it is no quotient. */
struct side {
	ir_ref above, below;
	int scale;
};

enum { LARGEST_POWER = 18 }; /* 10^18 is the largest power of ten in 64 bits */

/* value × 10^exponent; exponent >= 0. */
static ir_ref scale_up(struct lowering *lowering, ir_ref value, int exponent)
{
	for (; exponent > LARGEST_POWER; exponent -= LARGEST_POWER)
		value = ir_multiply_by(lowering->build, value, gj_power10(LARGEST_POWER));
	return exponent ? ir_multiply_by(lowering->build, value, gj_power10(exponent)) : value;
}

static ir_ref rescale(struct lowering *lowering, ir_ref value, int from, int to)
{
	if (to >= from)
		return scale_up(lowering, value, to - from);
	return ir_divide(lowering->build, value, ir_constant(lowering->build, gj_power10(from - to)), GJ_ROUND_HALF);
}

static ir_ref lower_at(struct lowering *lowering, const struct expr *expr, int scale)
{
	return rescale(lowering, lower_expression(lowering, expr), expr->scale, scale);
}

ir_ref lower_points(struct lowering *lowering, const struct expr *expr)
{
	return lower_at(lowering, expr, lowering->model->point_scale);
}

static const struct expr *through_definitions(const struct lowering *lowering, const struct expr *expr)
{
	while (expr->kind == EXPR_DEFINITION)
		expr = lowering->model->definitions[expr->definition].value;
	return expr;
}

/* The checker has proved a divisor positive wherever its quotient is used; where a guard was needed for that, rows outside the guard
 * divide by 1 and drop the result. */
static ir_ref divisor(struct lowering *lowering, const struct expr *expr)
{
	ir_ref value = lower_expression(lowering, expr);
	return ir_max(lowering->build, value, ir_constant(lowering->build, 1));
}

static struct side lower_side(struct lowering *lowering, const struct expr *expr)
{
	const struct expr *inner = through_definitions(lowering, expr);
	if (inner->kind != EXPR_QUOTIENT)
		return (struct side){ lower_expression(lowering, expr), -1, expr->scale };
	return (struct side){ lower_expression(lowering, inner->a), divisor(lowering, inner->b), inner->a->scale - inner->b->scale };
}

static ir_ref times_other_divisor(struct lowering *lowering, ir_ref above, const struct side *other)
{
	return other->below < 0 ? above : ir_multiply(lowering->build, above, other->below);
}

static ir_ref compare(struct lowering *lowering, enum expr_kind kind, ir_ref a, ir_ref b)
{
	struct ir_builder *build = lowering->build;
	switch (kind) {
	case EXPR_EQ:
		return ir_equal(build, a, b);
	case EXPR_NE:
		return ir_not(build, ir_equal(build, a, b));
	case EXPR_LT:
		return ir_less(build, a, b);
	case EXPR_LE:
		return ir_less_equal(build, a, b);
	case EXPR_GT:
		return ir_less(build, b, a);
	default:
		return ir_less_equal(build, b, a);
	}
}

static ir_ref lower_comparison(struct lowering *lowering, const struct expr *expr)
{
	struct side left = lower_side(lowering, expr->a), right = lower_side(lowering, expr->b);
	int scale = left.scale > right.scale ? left.scale : right.scale;
	ir_ref a = times_other_divisor(lowering, left.above, &right), b = times_other_divisor(lowering, right.above, &left);
	a = scale_up(lowering, a, scale - left.scale);
	b = scale_up(lowering, b, scale - right.scale);
	return compare(lowering, expr->kind, a, b);
}

static ir_ref lower_rounding(struct lowering *lowering, const struct expr *expr)
{
	struct ir_builder *build = lowering->build;
	struct side side = lower_side(lowering, expr->a);
	int shift = expr->scale - side.scale;
	ir_ref above = shift > 0 ? scale_up(lowering, side.above, shift) : side.above;
	ir_ref below = side.below < 0 ? ir_constant(build, 1) : side.below;
	if (shift < 0)
		below = scale_up(lowering, below, -shift);
	if (build->overflow)
		return ir_constant(build, 0);
	return ir_divide(build, above, below, expr->rounding);
}

static ir_ref lower_field(struct lowering *lowering, const struct expr *expr)
{
	const struct gj_field *field = &lowering->model->fields[expr->field].field;
	return ir_column(lowering->build, field->column, field->low, field->high, field->type == GJ_BOOL);
}

static ir_ref lower_definition(struct lowering *lowering, int index)
{
	if (lowering->definitions[index] < 0)
		lowering->definitions[index] = lower_expression(lowering, lowering->model->definitions[index].value);
	return lowering->definitions[index];
}

static ir_ref lower_absent(struct lowering *lowering, const struct expr *expr)
{
	const struct gj_field *field = &lowering->model->fields[expr->a->field].field;
	if (field->state_column < 0)
		return ir_boolean(lowering->build, false);
	return ir_column(lowering->build, field->state_column, GJ_PRESENT, GJ_ABSENT, true);
}

static ir_ref lower_constant(struct lowering *lowering, const struct expr *expr)
{
	return expr->type == GJ_BOOL ? ir_boolean(lowering->build, expr->value != 0) : ir_constant(lowering->build, expr->value);
}

static ir_ref lower_product(struct lowering *lowering, const struct expr *expr)
{
	ir_ref a = lower_expression(lowering, expr->a), b = lower_expression(lowering, expr->b);
	ir_ref product = ir_multiply(lowering->build, a, b);
	return rescale(lowering, product, expr->a->scale + expr->b->scale, expr->scale);
}

/* Operations on two numbers brought to one scale. */
static ir_ref lower_pair(struct lowering *lowering, const struct expr *expr)
{
	struct ir_builder *build = lowering->build;
	ir_ref a = lower_at(lowering, expr->a, expr->scale), b = lower_at(lowering, expr->b, expr->scale);
	switch (expr->kind) {
	case EXPR_ADD:
		return ir_add(build, a, b);
	case EXPR_SUB:
		return ir_subtract(build, a, b);
	case EXPR_MIN:
		return ir_min(build, a, b);
	default:
		return ir_max(build, a, b);
	}
}

/* Booleans and options have scale 0 and stay what they are. */
static ir_ref lower_choice(struct lowering *lowering, const struct expr *expr)
{
	ir_ref condition = lower_expression(lowering, expr->a);
	ir_ref yes = lower_at(lowering, expr->b, expr->scale), no = lower_at(lowering, expr->c, expr->scale);
	return ir_select(lowering->build, condition, yes, no);
}

static ir_ref lower_logic(struct lowering *lowering, const struct expr *expr)
{
	ir_ref a = lower_expression(lowering, expr->a);
	if (expr->kind == EXPR_NOT)
		return ir_not(lowering->build, a);
	ir_ref b = lower_expression(lowering, expr->b);
	return expr->kind == EXPR_AND ? ir_and(lowering->build, a, b) : ir_or(lowering->build, a, b);
}

static ir_ref lower_kind(struct lowering *lowering, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_CONSTANT:
		return lower_constant(lowering, expr);
	case EXPR_FIELD:
		return lower_field(lowering, expr);
	case EXPR_DEFINITION:
		return lower_definition(lowering, expr->definition);
	case EXPR_SCORE:
		return lowering->scores[expr->part]; /* worked out already: the checker sees to the order */
	case EXPR_MUL:
		return lower_product(lowering, expr);
	case EXPR_NEGATE:
		return ir_multiply_by(lowering->build, lower_at(lowering, expr->a, expr->scale), -1);
	case EXPR_QUOTIENT: /* outside a comparison or rounding the model has none; whole and downwards if it ever should */
		return ir_divide(lowering->build, lower_expression(lowering, expr->a), divisor(lowering, expr->b), GJ_ROUND_DOWN);
	case EXPR_ROUND:
		return lower_rounding(lowering, expr);
	case EXPR_AND:
	case EXPR_OR:
	case EXPR_NOT:
		return lower_logic(lowering, expr);
	case EXPR_CALENDAR:
		return lower_calendar(lowering, expr);
	case EXPR_SELECT:
		return lower_choice(lowering, expr);
	case EXPR_ABSENT:
		return lower_absent(lowering, expr);
	case EXPR_ADD:
	case EXPR_SUB:
	case EXPR_MIN:
	case EXPR_MAX:
		return lower_pair(lowering, expr);
	default:
		return lower_comparison(lowering, expr);
	}
}

ir_ref lower_expression(struct lowering *lowering, const struct expr *expr)
{
	struct span outer = lowering->build->span;
	lowering->build->span = expr->span;
	ir_ref value = lower_kind(lowering, expr);
	lowering->build->span = outer;
	return value;
}
