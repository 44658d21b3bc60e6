#include "runtime/records.h"

#include "runtime/datum.h"

#include <stdlib.h>

/* What a row may add to one total. */
struct addition {
	bool sure, possible;    /* it counts whatever comes; it may count */
	int64_t low, high;      /* of the value; 0 where the kind has none */
};

struct record {
	uint32_t unit;          /* from 1 */
	uint32_t ledger;
	uint64_t line;
	size_t first;           /* of its additions, one a total of the ledger */
	bool wild;              /* it may change any total of the unit: other rows, or groups, depend on it */
};

struct gj_records {
	const struct gj_program *program;
	struct gj_arena *arena; /* of the flows */
	struct gj_flow *flows;  /* [ledger_count] */
	size_t count, room, addition_count, addition_room;
	struct record *items;
	struct addition *additions;
};

struct gj_records *gj_records_new(const struct gj_program *program)
{
	struct gj_records *records = calloc(1, sizeof *records);
	if (!records)
		return NULL;
	records->program = program;
	records->arena = gj_arena_new();
	records->flows = records->arena ? gj_arena_alloc(records->arena, (program->ledger_count + 1) * sizeof *records->flows) : NULL;
	bool good = records->flows != NULL;
	for (size_t i = 0; i < program->ledger_count && good; i++)
		good = gj_flow_make(&records->flows[i], program->ledgers[i].rows, &program->ledgers[i].rows->score, records->arena);
	if (good)
		return records;
	gj_records_free(records);
	return NULL;
}

void gj_records_free(struct gj_records *records)
{
	if (!records)
		return;
	gj_arena_free(records->arena);
	free(records->items);
	free(records->additions);
	free(records);
}

/* Room for `more` items of `size` bytes behind the `count` there are; NULL when memory is out. */
static void *widen(void *items, size_t count, size_t more, size_t *room, size_t size)
{
	if (count + more <= *room && items)
		return items;
	size_t wanted = *room * 2 > count + more ? *room * 2 : count + more + 16;
	void *moved = realloc(items, wanted * size);
	if (moved)
		*room = wanted;
	return moved;
}

static struct addition addition_of(const struct gj_unit *unit, const struct gj_total *total)
{
	struct gj_interval filter = total->filter == GJ_NONE ? gj_interval_of(1, 1) : gj_unit_slot(unit, total->filter);
	struct gj_interval value = total->value == GJ_NONE ? gj_interval_of(0, 0) : gj_unit_slot(unit, total->value);
	return (struct addition){filter.low != 0, filter.high != 0, (int64_t)value.low, (int64_t)value.high};
}

static bool keep_item(struct gj_records *records, const struct record *record)
{
	struct record *items = widen(records->items, records->count, 1, &records->room, sizeof *items);
	if (!items)
		return false;
	records->items = items;
	records->items[records->count++] = *record;
	return true;
}

static bool keep(struct gj_records *records, size_t ledger, uint64_t line, uint32_t unit, const struct gj_unit *of)
{
	const struct gj_ledger *from = &records->program->ledgers[ledger];
	struct record record = {unit, (uint32_t)ledger, line, records->addition_count, false};
	struct addition *additions = widen(records->additions, records->addition_count, from->total_count, &records->addition_room, sizeof *additions);
	records->additions = additions ? additions : records->additions;
	if (!additions || !keep_item(records, &record))
		return false;
	for (size_t i = 0; i < from->total_count; i++)
		records->additions[records->addition_count++] = addition_of(of, &from->totals[i]);
	return true;
}

/* Whether every slot is a single number. */
static bool is_known(const struct gj_unit *of)
{
	for (size_t i = 0; i < of->program->slot_count; i++) {
		struct gj_interval range = gj_unit_slot(of, (int)i);
		if (range.low != range.high)
			return false;
	}
	return true;
}

/* Whether the rows belong to units and nothing but totals of these depends on them. */
static bool stands_alone(const struct gj_program *program, size_t index)
{
	const struct gj_ledger *ledger = &program->ledgers[index];
	bool alone = ledger->parent == GJ_NONE && ledger->base == GJ_NONE;
	for (size_t i = 0; i < program->ledger_count; i++)
		alone &= program->ledgers[i].parent != (int)index && program->ledgers[i].base != (int)index;
	for (size_t i = 0; i < ledger->rows->field_count; i++)
		alone &= !ledger->rows->fields[i].derived;
	return alone;
}

bool gj_records_take(struct gj_records *records, size_t ledger, const struct gj_chunk *chunk, size_t row, const struct gj_pending_cell *cells, size_t count,
	uint32_t unit, enum gj_record_kind *kind, int *check)
{
	struct record wild = {unit, (uint32_t)ledger, gj_chunk_line(chunk, row), records->addition_count, true};
	*kind = GJ_RECORD_KEPT;
	if (!stands_alone(records->program, ledger))
		return !unit || keep_item(records, &wild);
	struct gj_arena *arena = gj_arena_new();
	struct gj_unit of;
	bool possible = true;
	bool good = arena && gj_unit_make(&of, records->program->ledgers[ledger].rows, &records->flows[ledger], chunk->columns, row, cells, count, NULL, 0, arena);
	bool known = good && is_known(&of);
	if (good && !known)
		good = keep(records, ledger, gj_chunk_line(chunk, row), unit, &of);
	if (good)
		good = gj_unit_possible(&of, &possible, check);
	*kind = !possible ? GJ_RECORD_IMPOSSIBLE : known ? GJ_RECORD_KNOWN : GJ_RECORD_KEPT;
	if (good && !possible && !known)
		records->count--;
	gj_arena_free(arena);
	return good;
}

static int by_unit(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

void gj_records_sort(struct gj_records *records)
{
	if (records->count)
		qsort(records->items, records->count, sizeof *records->items, by_unit);
}

bool gj_records_any(const struct gj_records *records)
{
	return records->count != 0;
}

/* The first record of a unit (from 1) or of one after it. */
static size_t find(const struct gj_records *records, uint64_t unit)
{
	size_t low = 0, high = records->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (records->items[middle].unit < unit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void gj_records_mark(const struct gj_records *records, uint64_t first, size_t rows, uint8_t *marks, uint8_t mark)
{
	for (size_t at = find(records, first + 1); at < records->count && records->items[at].unit <= first + rows; at++)
		marks[records->items[at].unit - first - 1] = mark;
}

/* The range of a total whose other rows come to low .. high, with one row more. False: it can be anything. */
static bool add(enum gj_total_kind kind, const struct addition *more, gj_wide *low, gj_wide *high)
{
	switch (kind) {
	case GJ_TOTAL_COUNT:
		*low += more->sure;
		*high += 1;
		return true;
	case GJ_TOTAL_SUM:
		*low += more->sure || more->low < 0 ? more->low : 0;
		*high += more->sure || more->high > 0 ? more->high : 0;
		return true;
	case GJ_TOTAL_MOST:
		*low = more->sure ? gj_largest(*low, more->low) : *low;
		*high = gj_largest(*high, more->high);
		return true;
	case GJ_TOTAL_LEAST: /* where no other row counts, `high` is only what stands for none */
		*low = gj_least(*low, more->low);
		*high = gj_largest(*high, more->high);
		return true;
	case GJ_TOTAL_DISTINCT:
	case GJ_TOTAL_VALUES:
		*high += 1;
		return true;
	default:
		return false;
	}
}

/* Sets the range of one total; true when it may be other than what the known rows come to. */
static bool range_total(const struct gj_records *records, uint64_t unit, size_t ledger, size_t index, int64_t known, struct gj_unknown_total *range)
{
	const struct gj_total *total = &records->program->ledgers[ledger].totals[index];
	const struct gj_field *field = &records->program->fields[total->field];
	gj_wide low = known, high = known;
	bool bounded = true;
	for (size_t at = find(records, unit + 1); at < records->count && records->items[at].unit == unit + 1; at++) {
		const struct record *record = &records->items[at];
		const struct addition *more = record->wild || record->ledger != ledger ? NULL : &records->additions[record->first + index];
		bounded &= !record->wild && (!more || !more->possible || add(total->kind, more, &low, &high));
	}
	*range = (struct gj_unknown_total){.field = total->field,
		.low = bounded ? (int64_t)gj_largest(gj_least(low, field->high), field->low) : field->low,
		.high = bounded ? (int64_t)gj_least(gj_largest(high, field->low), field->high) : field->high};
	return !bounded || low != known || high != known;
}

bool gj_records_totals(const struct gj_records *records, uint64_t unit, void *const *columns, size_t row, struct gj_arena *arena,
	struct gj_unknown_total **totals, size_t *count)
{
	const struct gj_program *program = records->program;
	size_t most = 0;
	for (size_t i = 0; i < program->ledger_count; i++)
		most += program->ledgers[i].total_count;
	*totals = gj_arena_alloc(arena, (most + 1) * sizeof **totals);
	*count = 0;
	for (size_t i = 0; *totals && i < program->ledger_count; i++)
		for (size_t k = 0; k < program->ledgers[i].total_count; k++) {
			if (program->ledgers[i].totals[k].owner != GJ_NONE)
				continue;
			const struct gj_field *field = &program->fields[program->ledgers[i].totals[k].field];
			*count += range_total(records, unit, i, k, gj_column_value(columns[field->column], field->lane, row), &(*totals)[*count]);
		}
	return *totals != NULL;
}

size_t gj_records_lines(const struct gj_records *records, uint64_t unit, size_t ledger, uint64_t *lines, size_t room)
{
	size_t count = 0;
	for (size_t at = find(records, unit + 1); at < records->count && records->items[at].unit == unit + 1; at++)
		if (records->items[at].ledger == ledger && count++ < room)
			lines[count - 1] = records->items[at].line;
	return count;
}
