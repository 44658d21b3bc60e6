#include "run_pending.h"

#include "population_pending.h"
#include "results_pending.h"

#include <stdlib.h>
#include <string.h>

/* The pending cells of one row. */
struct cells {
	const struct gj_pending_cell *cells;
	size_t count;
};

static struct cells cells_of(const struct gj_chunk *chunk, size_t row)
{
	size_t low = 0, high = chunk->pending_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (chunk->pending[middle].row < row)
			low = middle + 1;
		else
			high = middle;
	}
	struct cells found = {low < chunk->pending_count ? chunk->pending + low : NULL, 0};
	while (low + found.count < chunk->pending_count && chunk->pending[low + found.count].row == row)
		found.count++;
	return found;
}

bool gj_worker_has_pending(const struct gj_worker *worker)
{
	return worker->chunk->pending_count || (worker->records && gj_records_any(worker->records)) || (worker->places && gj_places_open(worker->places));
}

void gj_worker_set_apart(const struct gj_worker *worker, size_t first, size_t rows, uint8_t *apart)
{
	const struct gj_chunk *chunk = worker->chunk;
	for (size_t i = 0; i < chunk->pending_count; i++)
		if (chunk->pending[i].row >= first && chunk->pending[i].row < first + rows)
			apart[chunk->pending[i].row - first] = GJ_APART_PENDING;
	if (worker->records)
		gj_records_mark(worker->records, chunk->first_row + first, rows, apart, GJ_APART_PENDING);
	if (worker->places)
		gj_places_mark(worker->places, chunk->first_row + first, rows, apart, GJ_APART_PENDING);
}

static bool add_line(struct gj_worker *worker, size_t first, size_t row, const struct gj_pending_unit *of)
{
	struct gj_results_lines *lines = &worker->lines;
	if (!worker->results)
		return true;
	if (!gj_results_pending(&lines->text, worker->program, worker->setup->format, worker->chunk->texts, row, of, gj_pending_last(worker->pending)))
		return false;
	lines->rows[lines->count] = (uint16_t)(row - first);
	lines->ends[lines->count++] = lines->text.size;
	return true;
}

/* Finds the ends of what a unit is ranked by. */
static bool bound_places(const struct gj_worker *worker, struct gj_pending_unit *of)
{
	bool good = true;
	for (size_t i = 0; i < worker->program->ranking_count; i++) {
		const struct gj_ranking *ranking = &worker->program->rankings[i];
		good = good && gj_pending_bound_last(worker->pending, ranking->condition, of);
		for (size_t k = 0; k < ranking->key_count && good; k++)
			good = gj_pending_bound_last(worker->pending, ranking->keys[k].slot, of) && gj_pending_bound_last(worker->pending, ranking->keys[k].divisor, of);
		for (size_t k = 0; k < ranking->grouping.key_count && good; k++)
			good = gj_pending_bound_last(worker->pending, ranking->grouping.keys[k].slot, of);
	}
	return good;
}

static bool take(struct gj_worker *worker, size_t first, size_t row, struct gj_pending_unit *of, uint8_t *apart)
{
	switch (of->kind) {
	case GJ_PENDING_SETTLED:
		apart[row - first] = 0;
		return true;
	case GJ_PENDING_IMPOSSIBLE:
		return gj_worker_reject(worker, &worker->program->checks[of->check], row);
	case GJ_PENDING_OPEN:
		break;
	}
	if (worker->gather)
		return bound_places(worker, of) && gj_places_take_pending(worker->gather, worker->chunk, row, of);
	gj_tally_pending(&worker->tally, worker->program, of);
	if (!gj_population_count_pending(worker->population, &worker->candidates, worker->chunk, row, of))
		return false;
	return add_line(worker, first, row, of);
}

/* The totals that the unit's rows in ledgers make unknown, and its unknown places. */
static bool unknown_totals(const struct gj_worker *worker, size_t row, struct gj_arena *arena, struct gj_unknown_total **totals, size_t *count)
{
	const struct gj_chunk *chunk = worker->chunk;
	*totals = NULL;
	*count = 0;
	if (worker->records && !gj_records_totals(worker->records, chunk->first_row + row, chunk->columns, row, arena, totals, count))
		return false;
	return !worker->places || gj_places_unknown(worker->places, chunk->first_row + row, arena, totals, count);
}

static bool examine_row(struct gj_worker *worker, size_t row, struct gj_pending_unit *of)
{
	struct cells cells = cells_of(worker->chunk, row);
	struct gj_arena *arena = gj_pending_begin(worker->pending);
	struct gj_unknown_total *totals;
	size_t total_count;
	return arena && unknown_totals(worker, row, arena, &totals, &total_count)
		&& gj_pending_examine(worker->pending, worker->chunk->columns, row, cells.cells, cells.count, totals, total_count, of);
}

bool gj_worker_examine(struct gj_worker *worker, size_t first, size_t rows, uint8_t *apart)
{
	if (!worker->pending && !(worker->pending = gj_pending_new(worker->program)))
		return false;
	for (size_t i = 0; i < rows; i++) {
		struct gj_pending_unit of;
		if (apart[i] != GJ_APART_PENDING || worker->chunk->rejected[first + i])
			continue;
		if (!examine_row(worker, first + i, &of) || !take(worker, first, first + i, &of, apart))
			return false;
	}
	return true;
}

bool gj_worker_keep_pending(const struct gj_worker *worker, struct gj_wanted *wanted, size_t row)
{
	struct cells cells = cells_of(worker->chunk, row);
	wanted->pending = calloc(cells.count + 1, sizeof *wanted->pending);
	if (!wanted->pending)
		return false;
	wanted->pending_count = cells.count;
	if (cells.count)
		memcpy(wanted->pending, cells.cells, cells.count * sizeof *wanted->pending);
	for (size_t i = 0; i < cells.count; i++)
		wanted->pending[i].row = 0;
	wanted->unit = worker->chunk->first_row + row;
	wanted->records = worker->records;
	wanted->rows = worker->trace ? gj_trace_unit(worker->trace, (uint32_t)wanted->unit + 1) : NULL;
	wanted->places = worker->places;
	return true;
}
