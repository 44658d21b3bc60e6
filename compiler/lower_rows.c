/* 台账: each becomes an IR and a program of its own, over the columns of its rows. */
#include "lower.h"

static const struct model_field *field_of(const struct lowering *lowering, int index)
{
	return &lowering->model->fields[index];
}

static void set_slots(struct lowering *rows, const struct aggregate *aggregate, struct gj_total *total)
{
	if (aggregate->filter)
		total->filter = lower_slot(rows, lower_expression(rows, aggregate->filter), false);
	if (aggregate->value)
		total->value = lower_slot(rows, lower_expression(rows, aggregate->value), false);
}

static void lower_ledger_rows(struct lowering *lowering, const struct ledger *ledger, size_t index)
{
	struct gj_ledger *made = &lowering->program->ledgers[index];
	struct lowering rows = { 0 };
	lower_start(&rows, ledger->rows, lowering->arena);
	rows.program->name = rows.program->unit_name = ledger->name;
	lower_fields(&rows);
	*made = (struct gj_ledger){ .name = ledger->name, .rows = rows.program, .unique = ledger->unique_field, .most = ledger->most,
		.total_count = ledger->aggregate_count };
	made->totals = gj_arena_alloc(lowering->arena, (ledger->aggregate_count + 1) * sizeof *made->totals);
	for (size_t i = 0; i < ledger->aggregate_count; i++) {
		made->totals[i] = ledger->aggregates[i].total;
		rows.build->span = field_of(lowering, made->totals[i].field)->span;
		set_slots(&rows, &ledger->aggregates[i], &made->totals[i]);
	}
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
	for (size_t i = 0; i < model->ledger_count; i++)
		lower_ledger_rows(lowering, &model->ledgers[i], i);
}
