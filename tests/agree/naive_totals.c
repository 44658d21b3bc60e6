#include "naive.h"

/* Takes value number `count` (from 1) into a total; `seen` holds the `different` values met so far. */
static void take(enum gj_total_kind kind, mpq_t total, const mpq_t value, size_t count, mpq_t *seen, size_t *different)
{
	switch (kind) {
	case GJ_TOTAL_COUNT:
		mpq_set_ui(total, count, 1);
		break;
	case GJ_TOTAL_SUM:
		mpq_add(total, total, value);
		break;
	case GJ_TOTAL_MOST:
	case GJ_TOTAL_LEAST:
		if (count == 1 || (kind == GJ_TOTAL_MOST ? mpq_cmp(value, total) > 0 : mpq_cmp(value, total) < 0))
			mpq_set(total, value);
		break;
	case GJ_TOTAL_DISTINCT:
		for (size_t i = 0; i < *different; i++)
			if (mpq_equal(seen[i], value))
				return;
		mpq_set(seen[(*different)++], value);
		mpq_set_ui(total, *different, 1);
		break;
	}
}

static bool holds(const struct model *rows, const struct naive_row *row, const struct expr *condition)
{
	mpq_t value;
	mpq_init(value);
	naive_value(rows, row, NULL, condition, value);
	bool yes = mpq_sgn(value) != 0;
	mpq_clear(value);
	return yes;
}

static void total_of(const struct ledger *ledger, const struct aggregate *aggregate, const struct naive_ledger *rows, mpq_t out)
{
	mpq_t value, seen[NAIVE_ROWS];
	size_t count = 0, different = 0;
	mpq_init(value);
	for (size_t i = 0; i < NAIVE_ROWS; i++)
		mpq_init(seen[i]);
	for (size_t i = 0; i < rows->count; i++) {
		if (aggregate->filter && !holds(ledger->rows, &rows->rows[i], aggregate->filter))
			continue;
		if (aggregate->value)
			naive_value(ledger->rows, &rows->rows[i], NULL, aggregate->value, value);
		take(aggregate->total.kind, out, value, ++count, seen, &different);
	}
	for (size_t i = 0; i < NAIVE_ROWS; i++)
		mpq_clear(seen[i]);
	mpq_clear(value);
}

void naive_total(const struct model *model, const struct naive_row *row, int field, mpq_t out)
{
	mpq_set_ui(out, 0, 1);
	for (size_t i = 0; i < model->ledger_count; i++) {
		const struct ledger *ledger = &model->ledgers[i];
		for (size_t k = 0; k < ledger->aggregate_count; k++)
			if (ledger->aggregates[k].total.field == field)
				total_of(ledger, &ledger->aggregates[k], &row->ledgers[i], out);
	}
}
