/* Deciding conditions by the rows that they can tell apart. */
#include "analysis.h"

#include <string.h>

enum { MOST_FIELDS = 12, MOST_ROWS = 40000 };

struct candidate {
	bool absent;
	int64_t value;
};

struct axis {
	int field;
	size_t count, capacity;
	struct candidate *candidates;
	size_t at;
};

struct space {
	const struct analysis *analysis;
	size_t axis_count;
	struct axis axes[MOST_FIELDS];
	bool undecidable; /* a condition reckons with fields, or reads too many */
};

static struct axis *axis_of(struct space *space, int field)
{
	for (size_t i = 0; i < space->axis_count; i++)
		if (space->axes[i].field == field)
			return &space->axes[i];
	if (space->axis_count == MOST_FIELDS) {
		space->undecidable = true;
		return &space->axes[0];
	}
	struct axis *axis = &space->axes[space->axis_count++];
	*axis = (struct axis){.field = field};
	return axis;
}

static void add_candidate(struct space *space, struct axis *axis, bool absent, wide value)
{
	const struct gj_field *field = &space->analysis->model->fields[axis->field].field;
	if (!absent && (value < field->low || value > field->high))
		return;
	for (size_t i = 0; i < axis->count; i++)
		if (axis->candidates[i].absent == absent && axis->candidates[i].value == value)
			return;
	axis->candidates = gj_arena_grow(space->analysis->arena, axis->candidates, axis->count, &axis->capacity, sizeof *axis->candidates);
	axis->candidates[axis->count++] = (struct candidate){absent, (int64_t)value};
}

static void add_ends(struct space *space, int index)
{
	size_t before = space->axis_count;
	struct axis *axis = axis_of(space, index);
	if (space->axis_count == before)
		return;
	const struct gj_field *field = &space->analysis->model->fields[index].field;
	if (field->type == GJ_OPTION) {
		for (size_t i = 0; i < field->options.count; i++)
			add_candidate(space, axis, false, (wide)i);
	} else {
		add_candidate(space, axis, false, field->low);
		add_candidate(space, axis, false, field->high);
	}
	if (field->nullable)
		add_candidate(space, axis, true, 0);
}

static const struct expr *through_definitions(const struct space *space, const struct expr *expr)
{
	while (expr->kind == EXPR_DEFINITION)
		expr = space->analysis->model->definitions[expr->definition].value;
	return expr;
}

static void collect(struct space *space, const struct expr *expr);

static void collect_comparison(struct space *space, const struct expr *a, const struct expr *b)
{
	a = through_definitions(space, a);
	b = through_definitions(space, b);
	if (a->kind == EXPR_CONSTANT && b->kind == EXPR_FIELD) {
		const struct expr *swap = a;
		a = b;
		b = swap;
	}
	if (a->kind != EXPR_FIELD || b->kind != EXPR_CONSTANT) {
		space->undecidable = true;
		return;
	}
	add_ends(space, a->field);
	struct axis *axis = axis_of(space, a->field);
	wide edge = rescale(b->value, b->scale, a->scale, GJ_ROUND_DOWN);
	for (int step = -1; step <= 1; step++)
		add_candidate(space, axis, false, edge + step);
}

static void collect(struct space *space, const struct expr *expr)
{
	expr = through_definitions(space, expr);
	switch (expr->kind) {
	case EXPR_CONSTANT:
		break;
	case EXPR_FIELD:
		add_ends(space, expr->field);
		break;
	case EXPR_ABSENT:
		add_ends(space, expr->a->field);
		break;
	case EXPR_NOT:
		collect(space, expr->a);
		break;
	case EXPR_AND: case EXPR_OR:
		collect(space, expr->a);
		collect(space, expr->b);
		break;
	case EXPR_EQ: case EXPR_NE: case EXPR_LT: case EXPR_LE: case EXPR_GT: case EXPR_GE:
		collect_comparison(space, expr->a, expr->b);
		break;
	default:
		space->undecidable = true;
	}
}

static const struct candidate *chosen(struct space *space, int field)
{
	struct axis *axis = axis_of(space, field);
	return &axis->candidates[axis->at];
}

static wide number_at(struct space *space, const struct expr *expr, int scale)
{
	expr = through_definitions(space, expr);
	return rescale(expr->kind == EXPR_CONSTANT ? expr->value : chosen(space, expr->field)->value, expr->scale, scale, GJ_ROUND_DOWN);
}

static bool compare_at(struct space *space, const struct expr *expr)
{
	int scale = expr->a->scale > expr->b->scale ? expr->a->scale : expr->b->scale;
	wide a = number_at(space, expr->a, scale), b = number_at(space, expr->b, scale);
	switch (expr->kind) {
	case EXPR_EQ: return a == b;
	case EXPR_NE: return a != b;
	case EXPR_LT: return a < b;
	case EXPR_LE: return a <= b;
	case EXPR_GT: return a > b;
	default:      return a >= b;
	}
}

static bool holds(struct space *space, const struct expr *expr)
{
	expr = through_definitions(space, expr);
	switch (expr->kind) {
	case EXPR_CONSTANT: return expr->value != 0;
	case EXPR_FIELD:    return chosen(space, expr->field)->value != 0;
	case EXPR_ABSENT:   return chosen(space, expr->a->field)->absent;
	case EXPR_NOT:      return !holds(space, expr->a);
	case EXPR_AND:      return holds(space, expr->a) && holds(space, expr->b);
	case EXPR_OR:       return holds(space, expr->a) || holds(space, expr->b);
	default:            return compare_at(space, expr);
	}
}

static bool next_row(struct space *space)
{
	for (size_t i = 0; i < space->axis_count; i++) {
		if (++space->axes[i].at < space->axes[i].count)
			return true;
		space->axes[i].at = 0;
	}
	return false;
}

static const char *candidate_text(const struct space *space, const struct axis *axis)
{
	const struct gj_field *field = &space->analysis->model->fields[axis->field].field;
	struct gj_arena *arena = space->analysis->arena;
	const struct candidate *candidate = &axis->candidates[axis->at];
	const char *value = candidate->absent             ? "未填"
	                    : field->type == GJ_BOOL      ? (candidate->value ? "是" : "否")
	                    : field->type == GJ_OPTION    ? field->options.items[candidate->value]
	                                                  : gj_arena_print(arena, "%s%s", decimal_text(arena, candidate->value, field->scale), field->unit);
	return gj_arena_print(arena, "%s %s", field->name, value);
}

static const char *row_text(const struct space *space)
{
	const char *text = "";
	for (size_t i = 0; i < space->axis_count; i++)
		text = gj_arena_print(space->analysis->arena, "%s%s%s", text, i ? "、" : "", candidate_text(space, &space->axes[i]));
	return text;
}

static bool is_small(const struct space *space)
{
	size_t rows = 1;
	for (size_t i = 0; i < space->axis_count; i++)
		if ((rows *= space->axes[i].count) > MOST_ROWS)
			return false;
	return true;
}

enum verdict decide(const struct analysis *analysis, const struct expr *first, const struct expr *second, const char **witness)
{
	struct space space = {.analysis = analysis};
	size_t held = 0, rows = 0;
	*witness = NULL;
	collect(&space, first);
	if (second)
		collect(&space, second);
	if (space.undecidable || !is_small(&space))
		return VERDICT_UNKNOWN;
	do {
		rows++;
		if (!holds(&space, first) || (second && !holds(&space, second)))
			continue;
		if (held++ == 0)
			*witness = row_text(&space);
	} while (next_row(&space));
	return held == 0 ? VERDICT_NEVER : held == rows ? VERDICT_ALWAYS : VERDICT_SOMETIMES;
}
