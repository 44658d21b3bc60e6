#include "evaluate.h"

#include "check_ratio.h"
#include "lookup.h"
#include "runtime/calendar.h"

static wide greatest_divisor(wide x, wide y)
{
	while (y) {
		wide rest = x % y;
		x = y;
		y = rest;
	}
	return x < 0 ? -x : x;
}

/* above / below in lowest terms; below isn't 0. */
static struct ratio reduced(wide above, wide below)
{
	wide divisor = below == 1 ? 1 : greatest_divisor(above, below);
	if (below < 0)
		divisor = -divisor;
	return (struct ratio){above / divisor, below / divisor};
}

static bool multiply(struct ratio x, struct ratio y, struct ratio *product)
{
	struct ratio one = reduced(x.above, y.below), other = reduced(y.above, x.below);
	return !__builtin_mul_overflow(one.above, other.above, &product->above) && !__builtin_mul_overflow(one.below, other.below, &product->below);
}

static bool divide(struct ratio x, struct ratio y, struct ratio *quotient)
{
	return y.above != 0 && multiply(x, reduced(y.below, y.above), quotient);
}

/* x + y, or x - y. */
static bool add(struct ratio x, struct ratio y, bool subtract, struct ratio *sum)
{
	wide left, right, above, below, divisor = greatest_divisor(x.below, y.below);
	if (__builtin_mul_overflow(x.above, y.below / divisor, &left) || __builtin_mul_overflow(y.above, x.below / divisor, &right)
	    || __builtin_mul_overflow(x.below, y.below / divisor, &below)
	    || (subtract ? __builtin_sub_overflow(left, right, &above) : __builtin_add_overflow(left, right, &above)))
		return false;
	*sum = reduced(above, below);
	return true;
}

bool ratio_compare(struct ratio x, struct ratio y, int *order)
{
	struct ratio difference;
	if (!add(x, y, true, &difference))
		return false;
	*order = difference.above < 0 ? -1 : difference.above > 0;
	return true;
}

static bool scaled(wide value, int scale, struct ratio *out)
{
	*out = reduced(value, power_of_ten(scale));
	return true;
}

static const struct cell_value *cell_of(const struct evaluation *evaluation, int field)
{
	for (size_t i = 0; i < evaluation->row->count; i++)
		if (evaluation->row->cells[i].field == field)
			return &evaluation->row->cells[i];
	return NULL;
}

static bool field_value(const struct evaluation *evaluation, const struct expr *expr, struct ratio *value)
{
	const struct cell_value *cell = cell_of(evaluation, expr->field);
	return cell && cell->state == GJ_PRESENT && scaled(cell->value, evaluation->model->fields[expr->field].field.scale, value);
}

static bool absence(const struct evaluation *evaluation, const struct expr *expr, struct ratio *value)
{
	const struct cell_value *cell = cell_of(evaluation, expr->a->field);
	return cell && scaled(cell->state == expr->state, 0, value);
}

static bool round_to(struct ratio x, int scale, enum gj_rounding rounding, struct ratio *value)
{
	struct ratio larger;
	return multiply(x, (struct ratio){power_of_ten(scale), 1}, &larger) && scaled(divide_rounded(larger.above, larger.below, rounding), scale, value);
}

bool order_holds(enum expr_kind kind, int order)
{
	switch (kind) {
	case EXPR_EQ: return order == 0;
	case EXPR_NE: return order != 0;
	case EXPR_LT: return order < 0;
	case EXPR_LE: return order <= 0;
	case EXPR_GT: return order > 0;
	default:      return order >= 0;
	}
}

/* `settles`: the value of one side that decides, whatever the other is. */
static bool logic(struct evaluation *evaluation, const struct expr *expr, wide settles, struct ratio *value)
{
	struct ratio other;
	bool known = evaluate(evaluation, expr->a, value);
	if (known && value->above == settles)
		return true;
	bool other_known = evaluate(evaluation, expr->b, &other);
	if (other_known)
		*value = other;
	return other_known && (known || other.above == settles);
}

static int64_t calendar_value(enum calendar what, int64_t a, int64_t b)
{
	struct gj_day day = gj_day_of(a);
	switch (what) {
	case CALENDAR_YEAR:    return day.year;
	case CALENDAR_QUARTER: return (day.month + 2) / 3;
	case CALENDAR_MONTH:   return day.month;
	case CALENDAR_DAYS:    return b - a;
	case CALENDAR_MONTHS:  return gj_months_elapsed(a, b);
	default:               return gj_months_elapsed(a, b) / 12;
	}
}

static bool calendar(struct evaluation *evaluation, const struct expr *expr, struct ratio *value)
{
	struct ratio a, b = {0, 1};
	if (!evaluate(evaluation, expr->a, &a) || (expr->b && !evaluate(evaluation, expr->b, &b)))
		return false;
	if (expr->calendar != CALENDAR_PLUS)
		return scaled(calendar_value(expr->calendar, (int64_t)a.above, (int64_t)b.above), 0, value);
	int64_t day, month = gj_month_of((int64_t)a.above, &day) + (int64_t)b.above;
	return month >= GJ_MONTH_FIRST && month <= GJ_MONTH_LAST && scaled(gj_date(month, day), 0, value);
}

static bool on_two(struct evaluation *evaluation, const struct expr *expr, struct ratio *value)
{
	struct ratio a, b;
	int order;
	if (!evaluate(evaluation, expr->a, &a) || !evaluate(evaluation, expr->b, &b))
		return false;
	switch (expr->kind) {
	case EXPR_ADD:
	case EXPR_SUB:
		return add(a, b, expr->kind == EXPR_SUB, value);
	case EXPR_MUL:
		return multiply(a, b, value);
	case EXPR_QUOTIENT:
		return divide(a, b, value);
	case EXPR_MIN:
	case EXPR_MAX:
		if (!ratio_compare(a, b, &order))
			return false;
		*value = (order < 0) == (expr->kind == EXPR_MIN) ? a : b;
		return true;
	default:
		return ratio_compare(a, b, &order) && scaled(order_holds(expr->kind, order), 0, value);
	}
}

static bool on_one(struct evaluation *evaluation, const struct expr *expr, struct ratio *value)
{
	struct ratio a;
	if (!evaluate(evaluation, expr->a, &a))
		return false;
	if (expr->kind == EXPR_ROUND)
		return round_to(a, expr->scale, expr->rounding, value);
	*value = expr->kind == EXPR_NOT ? (struct ratio){!a.above, 1} : (struct ratio){-a.above, a.below};
	return true;
}

/* Between two rows. */
static bool between(const struct lookup *lookup, size_t index, struct ratio key, struct ratio *value)
{
	const struct lookup_row *rows = lookup->rows;
	size_t last = lookup->key_count - 1;
	int scale = lookup->table->columns[lookup->column].scale;
	struct ratio start = ratio_of(rows[index].codes[last], lookup->keys[last].scale, GJ_ROUND_DOWN), base, part, steps;
	scaled(lookup_cell(lookup, index, lookup->column), scale, &base);
	bool stretch = index + 1 < lookup->row_count && rows[index + 1].codes[last] > rows[index].codes[last];
	for (size_t at = 0; at < last && stretch; at++)
		stretch = rows[index].codes[at] == rows[index + 1].codes[at];
	*value = base;
	if (!stretch || ratio_order(key, start) <= 0)
		return true;
	struct ratio slope = {lookup_cell(lookup, index + 1, lookup->column) - lookup_cell(lookup, index, lookup->column), power_of_ten(scale)};
	struct ratio distance = {rows[index + 1].codes[last] - rows[index].codes[last], power_of_ten(lookup->keys[last].scale)};
	return add(key, start, true, &steps) && divide(steps, distance, &part) && multiply(part, slope, &part) && add(base, part, false, value);
}

static bool look_up(struct evaluation *evaluation, const struct expr *expr, struct ratio *value)
{
	const struct expr *operands[MOST_KEYS] = {expr->a, expr->b, expr->c};
	struct ratio keys[MOST_KEYS];
	size_t index = 0, steps = expr->lookup->row_count;
	for (size_t i = 0; i < expr->lookup->key_count; i++)
		if (!evaluate(evaluation, operands[i], &keys[i]))
			return false;
	if (evaluation->steps < steps)
		return false;
	evaluation->steps -= steps;
	bool found = lookup_find(expr->lookup, keys, &index);
	const struct lookup_key *last = &expr->lookup->keys[expr->lookup->key_count - 1];
	size_t at = expr->lookup->key_count - 1;
	bool linear = expr->lookup->kind == LOOKUP_LINEAR;
	if (linear && found && !expr->lookup->ends) {
		struct ratio end = ratio_of(expr->lookup->rows[index].codes[at], last->scale, GJ_ROUND_DOWN);
		bool more = index + 1 < expr->lookup->row_count && expr->lookup->rows[index + 1].codes[at] > expr->lookup->rows[index].codes[at];
		for (size_t i = 0; i < at && more; i++)
			more = expr->lookup->rows[index].codes[i] == expr->lookup->rows[index + 1].codes[i];
		found = more || ratio_order(keys[at], end) <= 0;
	}
	if (expr->kind == EXPR_OUTSIDE)
		return scaled(!found, 0, value);
	if (!found)
		return false;
	return linear ? between(expr->lookup, index, keys[at], value)
	              : scaled(lookup_cell(expr->lookup, index, expr->lookup->column), expr->lookup->table->columns[expr->lookup->column].scale, value);
}

bool evaluate(struct evaluation *evaluation, const struct expr *expr, struct ratio *value)
{
	if (evaluation->steps == 0)
		return false;
	evaluation->steps--;
	switch (expr->kind) {
	case EXPR_CONSTANT:
		return scaled(expr->value, expr->scale, value);
	case EXPR_FIELD:
		return field_value(evaluation, expr, value);
	case EXPR_DEFINITION:
		return evaluate(evaluation, evaluation->model->definitions[expr->definition].value, value);
	case EXPR_ABSENT:
		return absence(evaluation, expr, value);
	case EXPR_AND:
		return logic(evaluation, expr, 0, value);
	case EXPR_OR:
		return logic(evaluation, expr, 1, value);
	case EXPR_SELECT:
		return evaluate(evaluation, expr->a, value) && evaluate(evaluation, value->above ? expr->b : expr->c, value);
	case EXPR_CALENDAR:
		return calendar(evaluation, expr, value);
	case EXPR_LOOKUP:
	case EXPR_OUTSIDE:
		return look_up(evaluation, expr, value);
	case EXPR_NEGATE:
	case EXPR_NOT:
	case EXPR_ROUND:
		return on_one(evaluation, expr, value);
	case EXPR_SCORE:
	case EXPR_OWED:
		return false;
	default:
		return on_two(evaluation, expr, value);
	}
}
