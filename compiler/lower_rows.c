/* 台账: each becomes an IR and a program of its own, over the columns of its rows. */
#include "lower.h"

static void set_slots(struct lowering *rows, const struct aggregate *aggregate, struct gj_total *total)
{
	if (aggregate->filter)
		total->filter = lower_slot(rows, lower_expression(rows, aggregate->filter), false);
	if (aggregate->value)
		total->value = lower_slot(rows, lower_expression(rows, aggregate->value), false);
	if (aggregate->by)
		total->key = lower_slot(rows, lower_expression(rows, aggregate->by), false);
}

static void lower_totals(struct lowering *lowering, struct lowering *rows, const struct ledger *ledger, struct gj_ledger *made)
{
	const struct model *model = lowering->model;
	made->total_count = ledger->aggregate_count;
	made->totals = gj_arena_alloc(lowering->arena, (ledger->aggregate_count + 1) * sizeof *made->totals);
	for (size_t i = 0; i < ledger->aggregate_count; i++) {
		struct gj_total *total = &made->totals[i];
		*total = ledger->aggregates[i].total;
		const struct model *owner = total->owner == GJ_NONE ? model : model->ledgers[total->owner].rows;
		rows->build->span = owner->fields[total->field].span;
		set_slots(rows, &ledger->aggregates[i], total);
	}
}

/* Which rows are put into groups, for each ledger made of this one. */
static void lower_group_filters(struct lowering *lowering, struct lowering *rows, size_t index)
{
	for (size_t i = 0; i < lowering->model->ledger_count; i++) {
		const struct ledger *group = &lowering->model->ledgers[i];
		if (group->base != (int)index || !group->group_filter)
			continue;
		rows->build->span = group->span;
		lowering->program->ledgers[i].group_filter = lower_slot(rows, lower_expression(rows, group->group_filter), false);
	}
}

static void lower_ledger_rows(struct lowering *lowering, const struct ledger *ledger, size_t index)
{
	struct gj_ledger *made = &lowering->program->ledgers[index];
	struct lowering rows = { 0 };
	lower_start(&rows, ledger->rows, lowering->arena);
	made->rows = rows.program;
	rows.program->name = rows.program->unit_name = ledger->name;
	lower_fields(&rows);
	lower_totals(lowering, &rows, ledger, made);
	lower_group_filters(lowering, &rows, index);
	lower_checks(&rows);
	lower_set_ranges(&rows);
	lowering->ir->ledgers[index] = rows.ir;
	if (rows.build->overflow && !lowering->build->overflow) {
		lowering->build->overflow = true;
		lowering->build->overflow_span = rows.build->overflow_span;
	}
}

void lower_ledgers(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	lowering->program->ledger_count = lowering->ir->ledger_count = model->ledger_count;
	lowering->program->ledgers = gj_arena_alloc(lowering->arena, (model->ledger_count + 1) * sizeof *lowering->program->ledgers);
	lowering->ir->ledgers = gj_arena_alloc(lowering->arena, (model->ledger_count + 1) * sizeof *lowering->ir->ledgers);
	for (size_t i = 0; i < model->ledger_count; i++) {
		const struct ledger *ledger = &model->ledgers[i];
		lowering->program->ledgers[i] = (struct gj_ledger){ .name = ledger->name, .parent = ledger->parent, .most = ledger->most,
			.unique = ledger->unique_field, .base = ledger->base, .group_count = ledger->group_count, .group_fields = ledger->group_fields,
			.group_filter = GJ_NONE };
	}
	for (size_t i = 0; i < model->ledger_count; i++)
		lower_ledger_rows(lowering, &model->ledgers[i], i);
}
