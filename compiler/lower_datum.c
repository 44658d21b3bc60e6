/* Which fields a clause reads: what the explanation shows as its datum. */
#include "lower.h"

/* Stamps say what this list already holds, so that starting a new one costs nothing. */
struct datum_finder {
	const struct model *model;
	struct gj_arena *arena;
	unsigned stamp;
	unsigned *field_stamps, *definition_stamps;
	struct datum datum;
};

struct datum_finder *datum_finder_new(const struct model *model, struct gj_arena *arena)
{
	struct datum_finder *finder = gj_arena_alloc(arena, sizeof *finder);
	finder->model = model;
	finder->arena = arena;
	finder->field_stamps = gj_arena_alloc(arena, (model->field_count + 1) * sizeof *finder->field_stamps);
	finder->definition_stamps = gj_arena_alloc(arena, (model->definition_count + 1) * sizeof *finder->definition_stamps);
	return finder;
}

void datum_start(struct datum_finder *finder)
{
	finder->stamp++;
	finder->datum.count = 0;
}

static bool is_new(unsigned *stamps, int index, unsigned stamp)
{
	bool new = stamps[index] != stamp;
	stamps[index] = stamp;
	return new;
}

static void add_field(struct datum_finder *finder, int field)
{
	struct datum *datum = &finder->datum;
	if (!is_new(finder->field_stamps, field, finder->stamp))
		return;
	datum->fields = gj_arena_grow(finder->arena, datum->fields, datum->count, &datum->capacity, sizeof *datum->fields);
	datum->fields[datum->count++] = field;
}

void datum_read(struct datum_finder *finder, const struct expr *expr)
{
	if (!expr)
		return;
	if (expr->kind == EXPR_FIELD) {
		add_field(finder, expr->field);
	} else if (expr->kind == EXPR_DEFINITION) {
		if (is_new(finder->definition_stamps, expr->definition, finder->stamp))
			datum_read(finder, finder->model->definitions[expr->definition].value);
	} else {
		datum_read(finder, expr->a);
		datum_read(finder, expr->b);
		datum_read(finder, expr->c);
	}
}

void datum_read_clause(struct datum_finder *finder, const struct part *clause)
{
	for (size_t i = 0; i < clause->rule_count; i++) {
		const struct rule *rule = &clause->rules[i];
		datum_read(finder, rule->condition);
		datum_read(finder, rule->count);
		datum_read(finder, rule->subject);
		for (size_t j = 0; j < rule->tier_count; j++) {
			datum_read(finder, rule->tiers[j].condition);
			datum_read(finder, rule->tiers[j].amount);
		}
		datum_read(finder, rule->amount);
	}
}

struct datum datum_take(struct datum_finder *finder)
{
	struct datum taken = finder->datum;
	taken.fields = gj_arena_alloc(finder->arena, (taken.count + 1) * sizeof *taken.fields);
	for (size_t i = 0; i < taken.count; i++)
		taken.fields[i] = finder->datum.fields[i];
	return taken;
}
