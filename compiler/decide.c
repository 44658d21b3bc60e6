#include "decide.h"

#include "check_interval.h"
#include "runtime/calendar.h"

enum { MOST_FIELDS = 12, MOST_ROWS = 40000 };

struct candidate {
	bool absent;
	int64_t value;
};

/* A dimension of the rows tried: a field, or a comparison that is reckoned out and may here come out either way. */
struct axis {
	int field;             /* GJ_NONE for a comparison */
	const struct expr *comparison;
	size_t count, capacity;
	struct candidate *candidates;
	size_t at;
};

struct space {
	const struct model *model;
	struct gj_arena *arena;
	size_t axis_count;
	struct axis axes[MOST_FIELDS];
	bool too_large;        /* more dimensions than MOST_FIELDS */
	bool relaxed;          /* some comparison may come out either way: only "never" and "always" can be believed */
};

static struct axis *new_axis(struct space *space, int field, const struct expr *comparison)
{
	if (space->axis_count == MOST_FIELDS) {
		space->too_large = true;
		return &space->axes[0];
	}
	struct axis *axis = &space->axes[space->axis_count++];
	*axis = (struct axis){.field = field, .comparison = comparison};
	return axis;
}

static struct axis *axis_of(struct space *space, int field)
{
	for (size_t i = 0; i < space->axis_count; i++)
		if (space->axes[i].field == field && field >= 0)
			return &space->axes[i];
	return new_axis(space, field, NULL);
}

static struct axis *axis_of_comparison(struct space *space, const struct expr *comparison)
{
	for (size_t i = 0; i < space->axis_count; i++)
		if (space->axes[i].comparison == comparison)
			return &space->axes[i];
	return NULL;
}

static void add_candidate(struct space *space, struct axis *axis, bool absent, wide value)
{
	const struct gj_field *field = axis->field < 0 ? NULL : &space->model->fields[axis->field].field;
	if (field && !absent && (value < field->low || value > field->high))
		return;
	for (size_t i = 0; i < axis->count; i++)
		if (axis->candidates[i].absent == absent && axis->candidates[i].value == value)
			return;
	axis->candidates = gj_arena_grow(space->arena, axis->candidates, axis->count, &axis->capacity, sizeof *axis->candidates);
	axis->candidates[axis->count++] = (struct candidate){absent, (int64_t)value};
}

static void add_ends(struct space *space, int index)
{
	size_t before = space->axis_count;
	struct axis *axis = axis_of(space, index);
	if (space->axis_count == before)
		return;
	const struct gj_field *field = &space->model->fields[index].field;
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
		expr = space->model->definitions[expr->definition].value;
	return expr;
}

static void collect(struct space *space, const struct expr *expr);

static void collect_opaque(struct space *space, const struct expr *comparison)
{
	space->relaxed = true;
	if (axis_of_comparison(space, comparison))
		return;
	struct axis *axis = new_axis(space, GJ_NONE, comparison);
	add_candidate(space, axis, false, 0);
	add_candidate(space, axis, false, 1);
}

static void collect_comparison(struct space *space, const struct expr *comparison)
{
	const struct expr *a = through_definitions(space, comparison->a), *b = through_definitions(space, comparison->b);
	if (a->kind == EXPR_CONSTANT && b->kind == EXPR_FIELD) {
		const struct expr *swap = a;
		a = b;
		b = swap;
	}
	if (a->kind != EXPR_FIELD || b->kind != EXPR_CONSTANT) {
		collect_opaque(space, comparison);
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
		collect_comparison(space, expr);
		break;
	default:
		collect_opaque(space, expr);
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
	const struct axis *opaque = axis_of_comparison(space, expr);
	if (opaque)
		return opaque->candidates[opaque->at].value != 0;
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

static const char *date_text(struct gj_arena *arena, int64_t date)
{
	struct gj_day day = gj_day_of(date);
	return gj_arena_print(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static const char *candidate_text(const struct space *space, const struct axis *axis)
{
	const struct gj_field *field = &space->model->fields[axis->field].field;
	struct gj_arena *arena = space->arena;
	const struct candidate *candidate = &axis->candidates[axis->at];
	const char *value = candidate->absent             ? "未填"
	                    : field->type == GJ_BOOL      ? (candidate->value ? "是" : "否")
	                    : field->type == GJ_DATE      ? date_text(arena, candidate->value)
	                    : field->type == GJ_OPTION    ? field->options.items[candidate->value]
	                                                  : gj_arena_print(arena, "%s%s", decimal_text(arena, candidate->value, field->scale), field->unit);
	return gj_arena_print(arena, "%s %s", field->name, value);
}

static const char *row_text(const struct space *space)
{
	const char *text = "";
	for (size_t i = 0; i < space->axis_count; i++)
		if (space->axes[i].field >= 0)
			text = gj_arena_print(space->arena, "%s%s%s", text, *text ? "、" : "", candidate_text(space, &space->axes[i]));
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

enum verdict decide(const struct model *model, struct gj_arena *arena, const struct expr *first, const struct expr *second, const char **witness)
{
	struct space space = {.model = model, .arena = arena};
	size_t held = 0, rows = 0;
	*witness = NULL;
	collect(&space, first);
	if (second)
		collect(&space, second);
	if (space.too_large || !is_small(&space))
		return VERDICT_UNKNOWN;
	do {
		rows++;
		if (!holds(&space, first) || (second && !holds(&space, second)))
			continue;
		if (held++ == 0)
			*witness = row_text(&space);
	} while (next_row(&space));
	if (held == 0 || held == rows)
		return held == 0 ? VERDICT_NEVER : VERDICT_ALWAYS;
	return space.relaxed ? VERDICT_UNKNOWN : VERDICT_SOMETIMES;
}

static bool reads(const struct model *model, const struct expr *expr, int field)
{
	if (!expr)
		return false;
	if (expr->kind == EXPR_DEFINITION)
		return reads(model, model->definitions[expr->definition].value, field);
	if (expr->kind == EXPR_FIELD)
		return expr->field == field;
	return reads(model, expr->a, field) || reads(model, expr->b, field) || reads(model, expr->c, field);
}

bool share_a_field(const struct model *model, const struct expr *a, const struct expr *b)
{
	if (!a)
		return false;
	if (a->kind == EXPR_DEFINITION)
		return share_a_field(model, model->definitions[a->definition].value, b);
	if (a->kind == EXPR_FIELD)
		return reads(model, b, a->field);
	return share_a_field(model, a->a, b) || share_a_field(model, a->b, b) || share_a_field(model, a->c, b);
}
