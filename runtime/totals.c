#include "totals.h"

#include "datum.h"

#include <stdlib.h>
#include <string.h>

/* What a total holds before any row. */
static int64_t initial(enum gj_total_kind kind)
{
	return kind == GJ_TOTAL_MOST ? INT64_MIN : kind == GJ_TOTAL_LEAST ? INT64_MAX : 0;
}

static bool start_ledger(struct gj_ledger_totals *made, const struct gj_ledger *ledger, size_t units)
{
	made->rows = calloc(units + 1, sizeof *made->rows);
	made->values = calloc(ledger->total_count + 1, sizeof *made->values);
	if (!made->rows || !made->values)
		return false;
	for (size_t i = 0; i < ledger->total_count; i++)
		if (!(made->values[i] = calloc(units + 1, sizeof **made->values)))
			return false;
	return true;
}

bool gj_totals_start(struct gj_totals *totals, const struct gj_program *program, uint64_t units)
{
	*totals = (struct gj_totals){ .program = program, .units = units };
	totals->ledgers = calloc(program->ledger_count + 1, sizeof *totals->ledgers);
	bool good = totals->ledgers && units < UINT32_MAX;
	for (size_t i = 0; i < program->ledger_count && good; i++)
		good = start_ledger(&totals->ledgers[i], &program->ledgers[i], (size_t)units);
	if (good)
		gj_totals_clear(totals);
	return good;
}

void gj_totals_clear(struct gj_totals *totals)
{
	for (size_t i = 0; i < totals->program->ledger_count; i++) {
		const struct gj_ledger *ledger = &totals->program->ledgers[i];
		memset(totals->ledgers[i].rows, 0, (size_t)totals->units * sizeof *totals->ledgers[i].rows);
		for (size_t k = 0; k < ledger->total_count; k++)
			for (size_t unit = 0; unit < totals->units; unit++)
				totals->ledgers[i].values[k][unit] = initial(ledger->totals[k].kind);
	}
}

void gj_totals_free(struct gj_totals *totals)
{
	for (size_t i = 0; totals->ledgers && i < totals->program->ledger_count; i++) {
		struct gj_ledger_totals *ledger = &totals->ledgers[i];
		for (size_t k = 0; ledger->values && k < totals->program->ledgers[i].total_count; k++)
			free(ledger->values[k]);
		free(ledger->values);
		free(ledger->rows);
	}
	free(totals->ledgers);
	*totals = (struct gj_totals){ 0 };
}

/* Counts the rows; those beyond what a unit may have get unit 0, so that no total leaves its range. */
static void count_rows(uint32_t *counts, int64_t most, const uint32_t *units, uint32_t *counted, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		counted[i] = units[i];
		if (!units[i])
			continue;
		uint32_t *count = &counts[units[i] - 1];
		*count += *count <= (uint32_t)most;
		if (*count > (uint32_t)most)
			counted[i] = 0;
	}
}

/* One kind of total over the rows that count: `filter` (NULL: all) of booleans, `values` in their lane. */
struct column {
	const int8_t *filter;
	const void *values;
	enum gj_lane lane;
};

#define EACH(statement) \
	for (size_t i = 0; i < rows; i++) { \
		if (!units[i] || (column->filter && !column->filter[i])) \
			continue; \
		int64_t *total = &totals[units[i] - 1]; \
		statement; \
	}
#define VALUE gj_column_value(column->values, column->lane, i)

static void add_column(enum gj_total_kind kind, const struct column *column, int64_t base, const uint32_t *units, size_t rows, int64_t *totals)
{
	switch (kind) {
	case GJ_TOTAL_COUNT:
		EACH(++*total)
		break;
	case GJ_TOTAL_SUM:
		EACH(*total += VALUE)
		break;
	case GJ_TOTAL_MOST:
		EACH(int64_t value = VALUE; *total = value > *total ? value : *total)
		break;
	case GJ_TOTAL_LEAST:
		EACH(int64_t value = VALUE; *total = value < *total ? value : *total)
		break;
	case GJ_TOTAL_DISTINCT:
		EACH(*total = (int64_t)((uint64_t)*total | UINT64_C(1) << (VALUE - base)))
		break;
	}
}

void gj_totals_take(struct gj_totals *totals, size_t index, const struct gj_vm *vm, const uint32_t *units, size_t rows)
{
	const struct gj_ledger *ledger = &totals->program->ledgers[index];
	struct gj_ledger_totals *into = &totals->ledgers[index];
	uint32_t counted[GJ_BLOCK_ROWS];
	count_rows(into->rows, ledger->most, units, counted, rows);
	for (size_t i = 0; i < ledger->total_count; i++) {
		const struct gj_total *total = &ledger->totals[i];
		struct column column = { 0 };
		enum gj_lane lane;
		if (total->filter != GJ_NONE)
			column.filter = gj_vm_output(vm, total->filter, &lane);
		if (total->value != GJ_NONE)
			column.values = gj_vm_output(vm, total->value, &column.lane);
		add_column(total->kind, &column, total->base, counted, rows, into->values[i]);
	}
}

static int64_t result(const struct gj_total *total, int64_t value, int64_t low)
{
	if (total->kind == GJ_TOTAL_DISTINCT)
		return __builtin_popcountll((unsigned long long)value);
	return value == initial(total->kind) && (total->kind == GJ_TOTAL_MOST || total->kind == GJ_TOTAL_LEAST) ? low : value;
}

void gj_totals_fill(const struct gj_totals *totals, uint64_t first, size_t rows, void *const *columns)
{
	for (size_t i = 0; i < totals->program->ledger_count; i++) {
		const struct gj_ledger *ledger = &totals->program->ledgers[i];
		for (size_t k = 0; k < ledger->total_count; k++) {
			const struct gj_total *total = &ledger->totals[k];
			const struct gj_field *field = &totals->program->fields[total->field];
			const int64_t *values = totals->ledgers[i].values[k];
			for (size_t row = 0; row < rows && first + row < totals->units; row++)
				gj_column_set(columns[field->column], field->lane, row, result(total, values[first + row], field->low));
		}
	}
}

int gj_totals_beyond(const struct gj_totals *totals, uint64_t unit)
{
	for (size_t i = 0; i < totals->program->ledger_count; i++)
		if (unit < totals->units && totals->ledgers[i].rows[unit] > totals->program->ledgers[i].most)
			return (int)i;
	return GJ_NONE;
}
