/* Expressions: scales are aligned by constant factors, and quotients are carried as numerator and divisor, so that only integers remain. */
#include "lower.h"

static ir_ref rescale(struct lowering *lowering, ir_ref value, int from, int to)
{
	if (to >= from)
		return quantity_at(lowering->build, quantity_of(value, from), to).above;
	return ir_divide(lowering->build, value, ir_constant(lowering->build, gj_power10(from - to)), GJ_ROUND_HALF);
}

static ir_ref lower_at(struct lowering *lowering, const struct expr *expr, int scale)
{
	return rescale(lowering, lower_expression(lowering, expr), expr->scale, scale);
}

struct quantity lower_points(struct lowering *lowering, const struct expr *expr)
{
	int scale = lowering->model->point_scale;
	if (lowering->model->fractional)
		return lower_number(lowering, expr);
	return quantity_of(lower_at(lowering, expr, scale), scale);
}

/* What does not fit is the fault of the last fraction that was taken in. */
static void enter_fraction(struct lowering *lowering, const struct expr *expr)
{
	if (expr->exact)
		lowering->build->fraction_span = expr->span;
}

static ir_ref lower_comparison(struct lowering *lowering, const struct expr *expr)
{
	struct ir_builder *build = lowering->build;
	struct quantity a = lower_number(lowering, expr->a), b = lower_number(lowering, expr->b);
	enter_fraction(lowering, expr->a);
	enter_fraction(lowering, expr->b);
	switch (expr->kind) {
	case EXPR_EQ:
		return quantity_equal(build, a, b);
	case EXPR_NE:
		return ir_not(build, quantity_equal(build, a, b));
	case EXPR_LT:
		return quantity_less(build, a, b);
	case EXPR_LE:
		return quantity_less_equal(build, a, b);
	case EXPR_GT:
		return quantity_less(build, b, a);
	default:
		return quantity_less_equal(build, b, a);
	}
}

static ir_ref lower_rounding(struct lowering *lowering, const struct expr *expr)
{
	struct quantity number = lower_number(lowering, expr->a);
	enter_fraction(lowering, expr->a);
	ir_ref rounded = quantity_rounded(lowering->build, number, expr->scale, expr->rounding);
	return quantity_within(lowering->build, rounded, expr->low, expr->high);
}

static ir_ref lower_field(struct lowering *lowering, const struct expr *expr)
{
	const struct gj_field *field = &lowering->model->fields[expr->field].field;
	return ir_column(lowering->build, field->column, field->low, field->high, field->type == GJ_BOOL);
}

static struct quantity lower_definition(struct lowering *lowering, int index)
{
	if (!lower_has(lowering->definitions[index]))
		lowering->definitions[index] = lower_number(lowering, lowering->model->definitions[index].value);
	return lowering->definitions[index];
}

static ir_ref lower_absent(struct lowering *lowering, const struct expr *expr)
{
	const struct gj_field *field = &lowering->model->fields[expr->a->field].field;
	if (!gj_field_allows(field, expr->state))
		return ir_boolean(lowering->build, false);
	ir_ref state = ir_column(lowering->build, field->state_column, GJ_PRESENT, gj_field_last_state(field), !field->inapplicable);
	return field->inapplicable ? ir_equal(lowering->build, state, ir_constant(lowering->build, expr->state)) : state;
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
		return lower_definition(lowering, expr->definition).above;
	case EXPR_SCORE:
		return quantity_at(lowering->build, lowering->scores[expr->part], expr->scale).above;
	case EXPR_OWED:
		return quantity_at(lowering->build, lowering->worth[expr->part], expr->scale).above;
	case EXPR_MUL:
		return lower_product(lowering, expr);
	case EXPR_NEGATE:
		return ir_multiply_by(lowering->build, lower_at(lowering, expr->a, expr->scale), -1);
	case EXPR_ROUND:
		return lower_rounding(lowering, expr);
	case EXPR_AND:
	case EXPR_OR:
	case EXPR_NOT:
		return lower_logic(lowering, expr);
	case EXPR_CALENDAR:
		return lower_calendar(lowering, expr);
	case EXPR_LOOKUP:
		return quantity_at(lowering->build, lower_lookup(lowering, expr), expr->scale).above;
	case EXPR_OUTSIDE:
		return lower_outside(lowering, expr->lookup);
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

static struct quantity lower_fraction_pair(struct lowering *lowering, const struct expr *expr)
{
	struct ir_builder *build = lowering->build;
	struct quantity a = lower_number(lowering, expr->a), b = lower_number(lowering, expr->b);
	enter_fraction(lowering, expr->a);
	enter_fraction(lowering, expr->b);
	switch (expr->kind) {
	case EXPR_ADD:
		return quantity_add(build, a, b);
	case EXPR_SUB:
		return quantity_subtract(build, a, b);
	case EXPR_MIN:
		return quantity_min(build, a, b);
	case EXPR_MAX:
		return quantity_max(build, a, b);
	case EXPR_QUOTIENT:
		lowering->build->fraction_span = expr->span;
		return quantity_divide(build, a, b);
	default:
		return quantity_multiply(build, a, b);
	}
}

static struct quantity lower_fraction_choice(struct lowering *lowering, const struct expr *expr)
{
	ir_ref condition = lower_expression(lowering, expr->a);
	struct quantity yes = lower_number(lowering, expr->b), no = lower_number(lowering, expr->c);
	enter_fraction(lowering, expr->b);
	enter_fraction(lowering, expr->c);
	return quantity_select(lowering->build, condition, yes, no);
}

static struct quantity lower_fraction(struct lowering *lowering, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_DEFINITION:
		return lower_definition(lowering, expr->definition);
	case EXPR_SCORE:
		return lowering->scores[expr->part]; /* worked out already: the checker sees to the order */
	case EXPR_LOOKUP:
		return lower_lookup(lowering, expr);
	case EXPR_NEGATE:
		return quantity_negate(lowering->build, lower_number(lowering, expr->a));
	case EXPR_SELECT:
		return lower_fraction_choice(lowering, expr);
	default:
		return lower_fraction_pair(lowering, expr);
	}
}

struct quantity lower_number(struct lowering *lowering, const struct expr *expr)
{
	if (!expr->exact && expr->kind != EXPR_SCORE)
		return quantity_of(lower_expression(lowering, expr), expr->scale);
	struct span outer = lowering->build->span;
	lowering->build->span = expr->span;
	struct quantity number = lower_fraction(lowering, expr);
	lowering->build->span = outer;
	return number;
}
