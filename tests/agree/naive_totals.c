#include "naive.h"

#include <string.h>

/* The rows that a total is over, each with its value and key. */
struct taken {
	size_t count;
	mpq_t values[NAIVE_ROWS], keys[NAIVE_ROWS];
};

static bool holds(const struct model *rows, const struct naive_row *row, const struct expr *condition)
{
	mpq_t value;
	mpq_init(value);
	naive_value(rows, row, NULL, condition, value);
	bool yes = mpq_sgn(value) != 0;
	mpq_clear(value);
	return yes;
}

static bool same_group(const struct ledger *group, const struct naive_row *made, const struct naive_row *row)
{
	for (size_t i = 0; i < group->group_count; i++)
		if (made->values[i] != row->values[group->group_fields[i]])
			return false;
	return made->owner == row->owner;
}

static bool is_grouped(const struct model *whole, const struct ledger *group, const struct naive_row *row)
{
	return !group->group_filter || holds(whole->ledgers[group->base].rows, row, group->group_filter);
}

static void add_to_group(const struct ledger *group, struct naive_ledger *made, const struct naive_row *row)
{
	for (size_t i = 0; i < made->count; i++)
		if (same_group(group, &made->rows[i], row))
			return;
	struct naive_row *fresh = &made->rows[made->count++];
	for (size_t i = 0; i < group->group_count; i++) {
		fresh->values[i] = row->values[group->group_fields[i]];
		fresh->states[i] = GJ_PRESENT;
	}
	fresh->owner = row->owner;
}

void naive_groups(const struct model *model, struct naive_row *unit)
{
	for (size_t i = 0; i < model->ledger_count; i++) {
		const struct ledger *group = &model->ledgers[i];
		if (group->base == GJ_NONE)
			continue;
		unit->ledgers[i].count = 0;
		for (size_t k = 0; k < unit->ledgers[group->base].count; k++)
			if (is_grouped(model, group, &unit->ledgers[group->base].rows[k]))
				add_to_group(group, &unit->ledgers[i], &unit->ledgers[group->base].rows[k]);
	}
}

/* Whether a row of a ledger is one of `owner`'s: a unit, a row of a ledger above, or a group. */
static bool belongs(const struct model *whole, const struct naive_row *row, const struct naive_row *owner)
{
	if (!owner->unit)
		return true;
	const struct ledger *group = &whole->ledgers[owner->ledger];
	if (group->base == row->ledger)
		return is_grouped(whole, group, row) && same_group(group, owner, row);
	const struct naive_row *at = row;
	while (at->ledger != owner->ledger)
		at = &row->unit->ledgers[whole->ledgers[at->ledger].parent].rows[at->owner];
	return at == owner;
}

static void take_rows(const struct model *whole, const struct ledger *ledger, const struct aggregate *aggregate, const struct naive_ledger *rows,
	const struct naive_row *owner, struct taken *taken)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct naive_row *row = &rows->rows[i];
		if (!belongs(whole, row, owner) || (aggregate->filter && !holds(ledger->rows, row, aggregate->filter)))
			continue;
		if (aggregate->value)
			naive_value(ledger->rows, row, NULL, aggregate->value, taken->values[taken->count]);
		else if (aggregate->total.text != GJ_NONE)
			mpq_set_si(taken->values[taken->count], row->values[aggregate->total.text], 1);
		if (aggregate->by)
			naive_value(ledger->rows, row, NULL, aggregate->by, taken->keys[taken->count]);
		taken->count++;
	}
}

static void sort_values(struct taken *taken)
{
	for (size_t i = 0; i < taken->count; i++)
		for (size_t k = i + 1; k < taken->count; k++)
			if (mpq_cmp(taken->values[k], taken->values[i]) < 0)
				mpq_swap(taken->values[k], taken->values[i]);
}

static bool is_among(const struct taken *taken, size_t count, const mpq_t value)
{
	for (size_t i = 0; i < count; i++)
		if (mpq_equal(taken->values[i], value))
			return true;
	return false;
}

static size_t different(const struct taken *taken)
{
	size_t count = 0;
	for (size_t i = 0; i < taken->count; i++)
		count += !is_among(taken, i, taken->values[i]);
	return count;
}

/* The most values in succession, from base to limit, that are (or aren't) among those taken. */
static size_t longest(const struct taken *taken, const struct gj_total *total, bool met)
{
	size_t most = 0, length = 0;
	mpq_t value;
	mpq_init(value);
	for (int64_t at = total->base; at <= total->limit; at++) {
		mpq_set_si(value, at, 1);
		length = is_among(taken, taken->count, value) == met ? length + 1 : 0;
		most = length > most ? length : most;
	}
	mpq_clear(value);
	return most;
}

/* The values first .. end - 1. */
static void add_up(const struct taken *taken, size_t first, size_t end, mpq_t out)
{
	mpq_set_ui(out, 0, 1);
	for (size_t i = first; i < end; i++)
		mpq_add(out, out, taken->values[i]);
}

static void best(struct taken *taken, const struct gj_total *total, mpq_t out)
{
	size_t largest = (size_t)total->largest, smallest = (size_t)total->smallest, count = taken->count;
	sort_values(taken);
	if (largest)
		add_up(taken, count > largest ? count - largest : 0, count, out);
	else
		add_up(taken, 0, count < smallest ? count : smallest, out);
}

static void trimmed(struct taken *taken, const struct gj_total *total, mpq_t out)
{
	size_t largest = (size_t)total->largest, smallest = (size_t)total->smallest;
	sort_values(taken);
	if (taken->count > largest + smallest)
		add_up(taken, smallest, taken->count - largest, out);
}

/* By the last row with the largest key, or the first with the smallest. */
static void dated(const struct taken *taken, bool latest, mpq_t out)
{
	size_t at = 0;
	for (size_t i = 1; i < taken->count; i++)
		if (latest ? mpq_cmp(taken->keys[i], taken->keys[at]) >= 0 : mpq_cmp(taken->keys[i], taken->keys[at]) < 0)
			at = i;
	if (taken->count)
		mpq_set(out, taken->values[at]);
}

static void come_to(struct taken *taken, const struct gj_total *total, mpq_t out)
{
	switch (total->kind) {
	case GJ_TOTAL_COUNT: mpq_set_ui(out, taken->count, 1); break;
	case GJ_TOTAL_SUM: add_up(taken, 0, taken->count, out); break;
	case GJ_TOTAL_MOST: case GJ_TOTAL_LEAST:
		sort_values(taken);
		if (taken->count)
			mpq_set(out, taken->values[total->kind == GJ_TOTAL_MOST ? taken->count - 1 : 0]);
		break;
	case GJ_TOTAL_DISTINCT: case GJ_TOTAL_VALUES: mpq_set_ui(out, different(taken), 1); break;
	case GJ_TOTAL_RUN: case GJ_TOTAL_GAP: mpq_set_ui(out, longest(taken, total, total->kind == GJ_TOTAL_RUN), 1); break;
	case GJ_TOTAL_TRIMMED: trimmed(taken, total, out); break;
	case GJ_TOTAL_BEST: best(taken, total, out); break;
	case GJ_TOTAL_LATEST: case GJ_TOTAL_EARLIEST: dated(taken, total->kind == GJ_TOTAL_LATEST, out); break;
	case GJ_TOTAL_KINDS: break;
	}
}

static void total_of(const struct model *whole, const struct ledger *ledger, const struct aggregate *aggregate, const struct naive_ledger *rows,
	const struct naive_row *owner, mpq_t out)
{
	struct taken taken = {0};
	for (size_t i = 0; i < NAIVE_ROWS; i++) {
		mpq_init(taken.values[i]);
		mpq_init(taken.keys[i]);
	}
	take_rows(whole, ledger, aggregate, rows, owner, &taken);
	come_to(&taken, &aggregate->total, out);
	for (size_t i = 0; i < NAIVE_ROWS; i++) {
		mpq_clear(taken.values[i]);
		mpq_clear(taken.keys[i]);
	}
}

void naive_total(const struct model *model, const struct naive_row *row, int field, mpq_t out)
{
	const struct model *whole = row->unit ? row->whole : model;
	const struct naive_row *unit = row->unit ? row->unit : row;
	int owner = row->unit ? row->ledger : GJ_NONE;
	mpq_set_ui(out, 0, 1);
	for (size_t i = 0; i < whole->ledger_count; i++) {
		const struct ledger *ledger = &whole->ledgers[i];
		for (size_t k = 0; k < ledger->aggregate_count; k++)
			if (ledger->aggregates[k].total.owner == owner && ledger->aggregates[k].total.field == field)
				total_of(whole, ledger, &ledger->aggregates[k], &unit->ledgers[i], row, out);
	}
}
