#include "compare_parts.h"

#include "check_interval.h"

#include <string.h>

static bool same_value(wide x, int x_scale, wide y, int y_scale)
{
	int scale = x_scale > y_scale ? x_scale : y_scale;
	return x * power_of_ten(scale - x_scale) == y * power_of_ten(scale - y_scale);
}

/* What a field or a definition is called; NULL for other expressions. */
static const char *name_of(const struct model *model, const struct expr *expr)
{
	return expr->kind == EXPR_FIELD ? model->fields[expr->field].field.name : expr->kind == EXPR_DEFINITION ? model->definitions[expr->definition].name : NULL;
}

/* The same columns of tables of one name: their rows are compared as such. */
static bool same_lookup(const struct lookup *x, const struct lookup *y)
{
	const struct table_column *mine = x->table->columns, *other = y->table->columns;
	bool same = x->kind == y->kind && x->ends == y->ends && x->key_count == y->key_count && strcmp(x->table->name, y->table->name) == 0
		&& strcmp(mine[x->column].name, other[y->column].name) == 0;
	for (size_t i = 0; i < x->key_count && same; i++)
		same = x->keys[i].relation == y->keys[i].relation && strcmp(mine[x->keys[i].column].name, other[y->keys[i].column].name) == 0;
	return same;
}

static bool same_leaf(const struct model *a, const struct expr *x, const struct model *b, const struct expr *y)
{
	switch (x->kind) {
	case EXPR_CONSTANT: return same_value(x->value, x->scale, y->value, y->scale);
	case EXPR_ROUND: return x->rounding == y->rounding && x->scale == y->scale;
	case EXPR_SCORE:
	case EXPR_OWED: return a->parts[x->part].kind == b->parts[y->part].kind && (!x->part || strcmp(a->parts[x->part].name, b->parts[y->part].name) == 0);
	case EXPR_ABSENT: return x->state == y->state;
	case EXPR_CALENDAR: return x->calendar == y->calendar;
	case EXPR_LOOKUP:
	case EXPR_OUTSIDE: return same_lookup(x->lookup, y->lookup);
	default: return true;
	}
}

bool expr_same(const struct model *a, const struct expr *x, const struct model *b, const struct expr *y)
{
	if (!x || !y)
		return x == y;
	/* What is entered in one standard may be reckoned in the other. */
	const char *before = name_of(a, x), *after = name_of(b, y);
	if (before || after)
		return before && after && x->type == y->type && strcmp(x->unit, y->unit) == 0 && strcmp(before, after) == 0;
	return x->kind == y->kind && x->type == y->type && strcmp(x->unit, y->unit) == 0 && same_leaf(a, x, b, y) && expr_same(a, x->a, b, y->a) &&
		expr_same(a, x->b, b, y->b) && expr_same(a, x->c, b, y->c);
}

/* The same but for amounts. */
static bool same_shape(const struct model *a, const struct rule *x, const struct model *b, const struct rule *y)
{
	if (x->kind != y->kind || x->forfeits != y->forfeits || x->tier_count != y->tier_count || !expr_same(a, x->condition, b, y->condition) ||
		!expr_same(a, x->count, b, y->count) || !expr_same(a, x->subject, b, y->subject))
		return false;
	if (x->kind == RULE_EACH && !same_value(x->step, x->count->scale, y->step, y->count->scale))
		return false;
	for (size_t i = 0; i < x->tier_count; i++)
		if (!expr_same(a, x->tiers[i].condition, b, y->tiers[i].condition))
			return false;
	return true;
}

bool rule_same(const struct model *a, const struct rule *x, const struct model *b, const struct rule *y)
{
	/* What 不得分 takes are the points of its part, which are compared there. */
	if (!same_shape(a, x, b, y) || (!x->forfeits && !expr_same(a, x->amount, b, y->amount)))
		return false;
	for (size_t i = 0; i < x->tier_count; i++)
		if (!expr_same(a, x->tiers[i].amount, b, y->tiers[i].amount))
			return false;
	return true;
}

static bool weigh(const struct expr *x, const struct expr *y, bool *heavier, bool *lighter)
{
	if (!x || !y)
		return x == y;
	if (x->kind != EXPR_CONSTANT || y->kind != EXPR_CONSTANT)
		return false;
	int scale = x->scale > y->scale ? x->scale : y->scale;
	wide before = x->value * power_of_ten(scale - x->scale), after = y->value * power_of_ten(scale - y->scale);
	*heavier |= after > before;
	*lighter |= after < before;
	return true;
}

bool amounts_alone_differ(const struct model *a, const struct part *x, const struct model *b, const struct part *y, bool *heavier, bool *lighter)
{
	*heavier = *lighter = false;
	if (x->rule_count != y->rule_count)
		return false;
	for (size_t i = 0; i < x->rule_count; i++) {
		const struct rule *before = &x->rules[i], *after = &y->rules[i];
		if (!same_shape(a, before, b, after) || !weigh(before->amount, after->amount, heavier, lighter))
			return false;
		for (size_t k = 0; k < before->tier_count; k++)
			if (!weigh(before->tiers[k].amount, after->tiers[k].amount, heavier, lighter))
				return false;
	}
	return *heavier || *lighter;
}
