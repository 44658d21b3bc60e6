/* Which row of a 参数表 applied, for explanations: for each look-up in a clause's rules a slot with the row found. */
#include "lookup.h"
#include "lower.h"

#include <string.h>

enum { MOST_STEPS = 2000, MOST_FOUND = 16 }; /* of expressions walked through, and look-ups told of, in one clause */

/* The look-ups that the rules of one clause ask for, and when they do. */
struct asked_rows {
	struct lowering *lowering;
	size_t steps, count;
	const struct lookup *lookups[MOST_FOUND];
	ir_ref when[MOST_FOUND];
};

static void note(struct asked_rows *asked, const struct lookup *lookup, ir_ref when)
{
	for (size_t i = 0; i < asked->count; i++)
		if (lookup_same(asked->lookups[i], lookup)) {
			asked->when[i] = ir_or(asked->lowering->build, asked->when[i], when);
			return;
		}
	if (asked->count == MOST_FOUND)
		return;
	asked->lookups[asked->count] = lookup;
	asked->when[asked->count++] = when;
}

static void walk(struct asked_rows *asked, const struct expr *expr, ir_ref when);

static void walk_choice(struct asked_rows *asked, const struct expr *expr, ir_ref when)
{
	struct ir_builder *build = asked->lowering->build;
	walk(asked, expr->a, when);
	if (expr->a->kind == EXPR_OUTSIDE) {
		walk(asked, expr->b, when);
		walk(asked, expr->c, when);
		return;
	}
	ir_ref holds = lower_expression(asked->lowering, expr->a);
	walk(asked, expr->b, ir_and(build, when, holds));
	walk(asked, expr->c, ir_and(build, when, ir_not(build, holds)));
}

static void walk(struct asked_rows *asked, const struct expr *expr, ir_ref when)
{
	if (!expr || ++asked->steps > MOST_STEPS)
		return;
	if (expr->kind == EXPR_SELECT) {
		walk_choice(asked, expr, when);
		return;
	}
	if (expr->kind == EXPR_DEFINITION)
		walk(asked, asked->lowering->model->definitions[expr->definition].value, when);
	if (expr->kind == EXPR_LOOKUP || expr->kind == EXPR_OUTSIDE)
		note(asked, expr->lookup, when);
	walk(asked, expr->a, when);
	walk(asked, expr->b, when);
	walk(asked, expr->c, when);
}

static void walk_rule(struct asked_rows *asked, const struct rule *rule)
{
	ir_ref always = ir_boolean(asked->lowering->build, true), when = always;
	walk(asked, rule->condition, always);
	walk(asked, rule->count, always);
	walk(asked, rule->subject, always);
	if (rule->amount && rule->condition)
		when = lower_expression(asked->lowering, rule->condition);
	walk(asked, rule->amount, when);
	for (size_t i = 0; i < rule->tier_count; i++)
		walk(asked, rule->tiers[i].amount, lower_expression(asked->lowering, rule->tiers[i].condition));
}

static const char **labels_of(const struct lowering *lowering, const struct lookup *lookup)
{
	const struct table *table = lookup->table;
	const char **labels = gj_arena_alloc(lowering->arena, (table->row_count + 1) * sizeof *labels);
	for (size_t i = 0; i < table->row_count; i++)
		labels[i] = "";
	for (size_t i = 0; i < lookup->row_count; i++)
		labels[lookup->rows[i].row] = lookup_text(lookup, i, lowering->arena);
	labels[table->row_count] = gj_arena_print(lowering->arena, "%s（表里没有）", table->name);
	return labels;
}

/* The program's list of the rows that a look-up can find. */
static struct gj_lookup *entry_of(struct lowering *lowering, const struct lookup *lookup)
{
	struct gj_program *program = lowering->program;
	for (size_t i = 0; i < program->lookup_count; i++)
		if (lookup_same(lowering->lookups[i], lookup))
			return &program->lookups[i];
	size_t count = program->lookup_count;
	program->lookups = gj_arena_grow(lowering->arena, program->lookups, count, &lowering->lookup_capacity, sizeof *program->lookups);
	lowering->lookups = gj_arena_grow(lowering->arena, lowering->lookups, count, &lowering->looked_capacity, sizeof *lowering->lookups);
	lowering->lookups[count] = lookup;
	program->lookups[count] = (struct gj_lookup){.label_count = lookup->table->row_count + 1, .labels = labels_of(lowering, lookup)};
	program->lookup_count++;
	return &program->lookups[count];
}

static void tell(struct lowering *lowering, int clause, const struct lookup *lookup, ir_ref when)
{
	struct gj_lookup *entry = entry_of(lowering, lookup);
	struct gj_found *found = gj_arena_alloc(lowering->arena, (entry->found_count + 1) * sizeof *found);
	ir_ref nothing = ir_constant(lowering->build, (int64_t)entry->label_count);
	if (entry->found_count)
		memcpy(found, entry->found, entry->found_count * sizeof *found);
	entry->found = found;
	entry->found[entry->found_count++] = (struct gj_found){clause,
		lower_slot(lowering, ir_select(lowering->build, when, lower_row(lowering, lookup), nothing), true)};
}

void lower_found(struct lowering *lowering, int clause)
{
	const struct part *part = &lowering->model->parts[clause];
	struct asked_rows asked = {.lowering = lowering};
	for (size_t i = 0; i < part->rule_count && lowering->model->table_count; i++)
		walk_rule(&asked, &part->rules[i]);
	for (size_t i = 0; i < asked.count; i++)
		tell(lowering, clause, asked.lookups[i], asked.when[i]);
}
