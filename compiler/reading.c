#include "reading.h"

#include "lookup.h"

bool same_form(const struct expr *x, const struct expr *y)
{
	if (x == y || !x || !y)
		return x == y;
	return x->kind == y->kind && x->field == y->field && x->definition == y->definition && x->part == y->part && x->value == y->value && x->state == y->state
		&& x->scale == y->scale && x->rounding == y->rounding && x->calendar == y->calendar && lookup_same(x->lookup, y->lookup)
		&& same_form(x->a, y->a) && same_form(x->b, y->b) && same_form(x->c, y->c);
}

bool reading_has(const struct reading *reading, int field)
{
	for (size_t i = 0; i < reading->count; i++)
		if (reading->fields[i] == field)
			return true;
	return false;
}

static void add_field(struct reading *reading, int field)
{
	if (reading_has(reading, field))
		return;
	if (reading->count == MOST_READ)
		reading->more = true;
	else
		reading->fields[reading->count++] = field;
}

void reading_add(struct reading *reading, const struct model *model, const struct expr *expr)
{
	if (!expr)
		return;
	if (expr->kind == EXPR_FIELD)
		add_field(reading, expr->field);
	if (expr->kind == EXPR_DEFINITION) {
		const struct reading *defined = &model->definitions[expr->definition].reading;
		for (size_t i = 0; i < defined->count; i++)
			add_field(reading, defined->fields[i]);
		reading->more |= defined->more;
	}
	reading_add(reading, model, expr->a);
	reading_add(reading, model, expr->b);
	reading_add(reading, model, expr->c);
}

bool readings_meet(const struct reading *a, const struct reading *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (reading_has(b, a->fields[i]))
			return true;
	return false;
}

void readers_begin(struct readers *readers, const struct model *model, struct gj_arena *arena)
{
	*readers = (struct readers){.model = model, .arena = arena};
	readers->lists = gj_arena_alloc(arena, model->field_count * sizeof *readers->lists);
}

void readers_add(struct readers *readers, size_t index, const struct expr *expr)
{
	readers->items = gj_arena_grow(readers->arena, readers->items, readers->count, &readers->capacity, sizeof *readers->items);
	struct reader *reader = &readers->items[readers->count];
	*reader = (struct reader){.index = index};
	reading_add(&reader->reading, readers->model, expr);
	for (size_t i = 0; i < reader->reading.count; i++) {
		struct reader_list *list = &readers->lists[reader->reading.fields[i]];
		list->items = gj_arena_grow(readers->arena, list->items, list->count, &list->capacity, sizeof *list->items);
		list->items[list->count++] = (uint32_t)readers->count;
	}
	readers->count++;
}

/* Whether a reader was found already by a field of `reading` before the one at `place`. */
static bool found_before(const struct reader *reader, const struct reading *reading, size_t place)
{
	for (size_t i = 0; i < place; i++)
		if (reading_has(&reader->reading, reading->fields[i]))
			return true;
	return false;
}

const struct reader *readers_next(const struct readers *readers, const struct reading *reading, struct reader_step *step)
{
	for (; step->field < reading->count; step->field++, step->at = 0) {
		const struct reader_list *list = &readers->lists[reading->fields[step->field]];
		while (step->at < list->count) {
			const struct reader *reader = &readers->items[list->items[step->at++]];
			if (!found_before(reader, reading, step->field))
				return reader;
		}
	}
	return NULL;
}
