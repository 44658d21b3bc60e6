#include "trace.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

struct gj_trace {
	struct gj_arena *texts;
	size_t count;
	struct gj_traced_unit *units; /* in their order */
};

static int by_unit(const void *a, const void *b)
{
	uint32_t one = ((const struct gj_traced_unit *)a)->unit, other = ((const struct gj_traced_unit *)b)->unit;
	return (one > other) - (one < other);
}

struct gj_trace *gj_trace_new(const uint32_t *units, size_t count)
{
	struct gj_trace *trace = calloc(1, sizeof *trace);
	if (!trace)
		return NULL;
	trace->texts = gj_arena_new();
	trace->units = calloc(count + 1, sizeof *trace->units);
	if (!trace->texts || !trace->units) {
		gj_trace_free(trace);
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		if (units[i])
			trace->units[trace->count++].unit = units[i];
	qsort(trace->units, trace->count, sizeof *trace->units, by_unit);
	return trace;
}

void gj_trace_free(struct gj_trace *trace)
{
	if (!trace)
		return;
	for (size_t i = 0; i < trace->count; i++) {
		free(trace->units[i].rows);
		free(trace->units[i].counts);
	}
	free(trace->units);
	gj_arena_free(trace->texts);
	free(trace);
}

struct gj_traced_unit *gj_trace_unit(const struct gj_trace *trace, uint32_t unit)
{
	struct gj_traced_unit wanted = { .unit = unit };
	return bsearch(&wanted, trace->units, trace->count, sizeof wanted, by_unit);
}

/* Room for one more; NULL when memory is out. */
static void *grow(void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	size_t more = *room ? *room * 2 : 16;
	void *wider = realloc(items, more * size);
	if (wider)
		*room = more;
	return wider;
}

bool gj_trace_row(struct gj_trace *trace, struct gj_traced_unit *unit, const struct gj_traced_row *row)
{
	struct gj_traced_row *rows = grow(unit->rows, unit->row_count, &unit->row_room, sizeof *rows);
	if (!rows)
		return false;
	unit->rows = rows;
	struct gj_traced_row *kept = &rows[unit->row_count++];
	*kept = *row;
	kept->text = gj_arena_copy(trace->texts, row->text, strlen(row->text));
	kept->reason = row->reason ? gj_arena_copy(trace->texts, row->reason, strlen(row->reason)) : NULL;
	return kept->text && (kept->reason || !row->reason);
}

bool gj_trace_count(struct gj_traced_unit *unit, size_t ledger, size_t total, uint64_t number)
{
	struct gj_traced_count *counts = grow(unit->counts, unit->count_count, &unit->count_room, sizeof *counts);
	if (!counts)
		return false;
	unit->counts = counts;
	counts[unit->count_count++] = (struct gj_traced_count){ ledger, total, number };
	return true;
}

const struct gj_traced_row *gj_traced_next(const struct gj_traced_unit *unit, size_t ledger, size_t total, struct gj_traced_place *place)
{
	while (place->count < unit->count_count && (unit->counts[place->count].ledger != ledger || unit->counts[place->count].total != total))
		place->count++;
	if (place->count == unit->count_count)
		return NULL;
	uint64_t number = unit->counts[place->count++].number;
	while (place->row < unit->row_count && (unit->rows[place->row].ledger != ledger || unit->rows[place->row].number != number))
		place->row++;
	return place->row < unit->row_count ? &unit->rows[place->row] : NULL;
}
