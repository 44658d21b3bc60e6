#include "space.h"

#include "check_interval.h"

enum { MOST_ROWS = 40000, MOST_SIZE = 4000 };

void space_begin(struct space *space, struct decider *decider)
{
	*space = (struct space){.decider = decider};
}

static const struct expr *through_definitions(const struct space *space, const struct expr *expr)
{
	while (expr->kind == EXPR_DEFINITION)
		expr = space->decider->model->definitions[expr->definition].value;
	return expr;
}

/* *sign: -1 where the axis is of the pair b, a. */
static struct axis *find_axis(struct space *space, const struct expr *a, const struct expr *b, int *sign)
{
	for (size_t i = 0; i < space->axis_count; i++) {
		struct axis *axis = &space->axes[i];
		*sign = 1;
		if (same_form(axis->a, a) && same_form(axis->b, b))
			return axis;
		*sign = -1;
		if (b && axis->b && same_form(axis->a, b) && same_form(axis->b, a))
			return axis;
	}
	return NULL;
}

/* What a value lies between, as ratios. */
static void ends(const struct space *space, const struct expr *expr, struct ratio *least, struct ratio *most)
{
	const struct gj_field *field = expr->kind == EXPR_FIELD ? &space->decider->model->fields[expr->field].field : NULL;
	wide below = power_of_ten(field ? field->scale : expr->scale);
	if (expr->exact) {
		*least = expr->exact->low;
		*most = expr->exact->high;
		return;
	}
	*least = (struct ratio){field ? field->low : expr->low, below};
	*most = (struct ratio){field ? field->high : expr->high, below};
}

/* Whether a value is in the range of an axis; where that can't be told, it is. */
static bool may_be(const struct space *space, const struct axis *axis, struct ratio value)
{
	struct ratio least, most, other_least, other_most;
	int low, high;
	ends(space, axis->a, &least, &most);
	if (!axis->b)
		return !ratio_compare(value, least, &low) || !ratio_compare(value, most, &high) || (low >= 0 && high <= 0);
	ends(space, axis->b, &other_least, &other_most);
	if (!ratio_compare(least, other_most, &low) || !ratio_compare(most, other_least, &high))
		return true;
	return value.above < 0 ? low < 0 : value.above > 0 ? high > 0 : low <= 0 && high >= 0;
}

static void add_candidate(struct space *space, struct axis *axis, enum gj_state state, wide above, wide below)
{
	struct ratio value = {above, below};
	int order;
	if (state == GJ_PRESENT && !may_be(space, axis, value))
		return;
	for (size_t i = 0; i < axis->count; i++)
		if (axis->candidates[i].state == state && (state != GJ_PRESENT || !ratio_compare(axis->candidates[i].value, value, &order) || order == 0))
			return;
	axis->candidates = gj_arena_grow(space->decider->arena, axis->candidates, axis->count, &axis->capacity, sizeof *axis->candidates);
	axis->candidates[axis->count++] = (struct candidate){state, value};
}

/* The axis of a, or of the pair a, b, with the ends of its range. */
static struct axis *need_axis(struct space *space, const struct expr *a, const struct expr *b)
{
	int sign;
	struct ratio least, most;
	struct axis *axis = find_axis(space, a, b, &sign);
	if (axis)
		return axis;
	if (space->axis_count == MOST_AXES) {
		space->too_large = true;
		return &space->axes[0];
	}
	axis = &space->axes[space->axis_count++];
	*axis = (struct axis){.a = a, .b = b};
	space->relaxed |= a->kind != EXPR_FIELD || b;
	if (b) {
		for (int order = -1; order <= 1; order++)
			add_candidate(space, axis, GJ_PRESENT, order, 1);
		return axis;
	}
	ends(space, a, &least, &most);
	add_candidate(space, axis, GJ_PRESENT, least.above, least.below);
	add_candidate(space, axis, GJ_PRESENT, most.above, most.below);
	for (enum gj_state state = GJ_ABSENT; state <= GJ_NOT_APPLICABLE; state++)
		if (a->kind == EXPR_FIELD && gj_field_allows(&space->decider->model->fields[a->field].field, state))
			add_candidate(space, axis, state, 0, 1);
	return axis;
}

/* The values around a number that something is compared with: the nearest ones, or, of a fraction, any between it and the next number. */
static void add_edge(struct space *space, struct axis *axis, const struct expr *edge)
{
	int scale = axis->a->scale > edge->scale ? axis->a->scale : edge->scale;
	if (axis->a->exact) {
		wide below = power_of_ten(scale + 1);
		for (int step = -1; step <= 1; step++)
			add_candidate(space, axis, GJ_PRESENT, rescale(edge->value, edge->scale, scale + 1, GJ_ROUND_DOWN) + step, below);
		return;
	}
	wide nearest = rescale(edge->value, edge->scale, axis->a->scale, GJ_ROUND_DOWN);
	for (int step = -1; step <= 1; step++)
		add_candidate(space, axis, GJ_PRESENT, nearest + step, power_of_ten(axis->a->scale));
}

/* The sides of a comparison, a number standing second: true when they had to change places. */
static bool sides(const struct space *space, const struct expr *comparison, const struct expr **a, const struct expr **b)
{
	*a = through_definitions(space, comparison->a);
	*b = through_definitions(space, comparison->b);
	if ((*a)->kind != EXPR_CONSTANT || (*b)->kind == EXPR_CONSTANT)
		return false;
	const struct expr *first = *a;
	*a = *b;
	*b = first;
	return true;
}

static void add_comparison(struct space *space, const struct expr *comparison)
{
	const struct expr *a, *b;
	sides(space, comparison, &a, &b);
	if (b->kind == EXPR_CONSTANT)
		add_edge(space, need_axis(space, a, NULL), b);
	else
		need_axis(space, a, b);
}

static size_t size_of(const struct expr *expr)
{
	return expr ? 1 + size_of(expr->a) + size_of(expr->b) + size_of(expr->c) : 0;
}

void space_add(struct space *space, const struct expr *condition)
{
	const struct expr *expr = through_definitions(space, condition);
	bool joins = expr->kind == EXPR_NOT || expr->kind == EXPR_AND || expr->kind == EXPR_OR;
	space->size += joins ? 1 : size_of(expr);
	space->too_large |= space->size > MOST_SIZE;
	if (space->too_large)
		return;
	switch (expr->kind) {
	case EXPR_CONSTANT:
		break;
	case EXPR_ABSENT:
		need_axis(space, expr->a, NULL);
		break;
	case EXPR_NOT:
		space_add(space, expr->a);
		break;
	case EXPR_AND: case EXPR_OR:
		space_add(space, expr->a);
		space_add(space, expr->b);
		break;
	case EXPR_EQ: case EXPR_NE: case EXPR_LT: case EXPR_LE: case EXPR_GT: case EXPR_GE:
		add_comparison(space, expr);
		break;
	default:
		need_axis(space, expr, NULL);
	}
}

size_t space_rows(const struct space *space)
{
	size_t rows = 1;
	for (size_t i = 0; i < space->axis_count && !space->too_large; i++)
		if ((rows *= space->axes[i].count) > MOST_ROWS)
			return 0;
	return space->too_large ? 0 : rows;
}

bool space_next(struct space *space)
{
	for (size_t i = 0; i < space->axis_count; i++) {
		if (++space->axes[i].at < space->axes[i].count)
			return true;
		space->axes[i].at = 0;
	}
	return false;
}

static const struct candidate *chosen(struct space *space, const struct expr *a, const struct expr *b, int *sign)
{
	const struct axis *axis = find_axis(space, a, b, sign);
	return &axis->candidates[axis->at];
}

static enum truth truth_of(bool holds)
{
	return holds ? TRUTH_YES : TRUTH_NO;
}

static enum truth comparison_holds(struct space *space, const struct expr *comparison)
{
	const struct expr *a, *b;
	bool swapped = sides(space, comparison, &a, &b), number = b->kind == EXPR_CONSTANT;
	int order = 0, sign;
	const struct candidate *candidate = chosen(space, a, number ? NULL : b, &sign);
	if (candidate->state != GJ_PRESENT)
		return TRUTH_MAYBE;
	if (number)
		ratio_compare(candidate->value, (struct ratio){b->value, power_of_ten(b->scale)}, &order);
	else
		order = sign * (int)candidate->value.above;
	return truth_of(order_holds(comparison->kind, swapped ? -order : order));
}

static enum truth value_holds(struct space *space, const struct expr *condition)
{
	int sign;
	const struct candidate *candidate = chosen(space, condition, NULL, &sign);
	return candidate->state != GJ_PRESENT ? TRUTH_MAYBE : truth_of(candidate->value.above != 0);
}

enum truth space_holds(struct space *space, const struct expr *condition)
{
	const struct expr *expr = through_definitions(space, condition);
	enum truth a, b;
	int sign;
	switch (expr->kind) {
	case EXPR_CONSTANT:
		return truth_of(expr->value != 0);
	case EXPR_ABSENT:
		return truth_of(chosen(space, expr->a, NULL, &sign)->state == expr->state);
	case EXPR_NOT:
		return TRUTH_YES - space_holds(space, expr->a);
	case EXPR_AND:
		a = space_holds(space, expr->a);
		b = a == TRUTH_NO ? a : space_holds(space, expr->b);
		return a < b ? a : b;
	case EXPR_OR:
		a = space_holds(space, expr->a);
		b = a == TRUTH_YES ? a : space_holds(space, expr->b);
		return a > b ? a : b;
	case EXPR_EQ: case EXPR_NE: case EXPR_LT: case EXPR_LE: case EXPR_GT: case EXPR_GE:
		return comparison_holds(space, expr);
	default:
		return value_holds(space, expr);
	}
}
