#include "run_worker.h"

#include "datum.h"
#include "decimal.h"
#include "rejects_writer.h"
#include "row_text.h"
#include "run_pending.h"

#include <stdlib.h>
#include <string.h>

bool gj_worker_start(struct gj_worker *worker)
{
	const struct gj_program *program = worker->program;
	worker->vm = worker->setup->native ? gj_vm_new_native(program, worker->setup->native, !worker->gather)
		: gj_vm_new(program, worker->gather ? &program->score : &program->ledger);
	worker->columns = calloc(program->column_count + 1, sizeof *worker->columns);
	worker->chosen = calloc(program->grade_count + 1, sizeof *worker->chosen);
	for (size_t i = 0; worker->chosen && i < program->grade_count; i++)
		worker->chosen[i] = gj_population_wants(worker->population, (int)i);
	return worker->vm && worker->columns && worker->chosen && worker->chunk && gj_candidates_start(worker->population, &worker->candidates)
		&& gj_tally_start(&worker->tally, program);
}

void gj_worker_end(struct gj_worker *worker)
{
	gj_vm_free(worker->vm);
	gj_chunk_free(worker->chunk);
	gj_buffer_free(&worker->text);
	gj_buffer_free(&worker->rejects);
	gj_candidates_free(worker->population, &worker->candidates);
	gj_tally_free(&worker->tally);
	gj_pending_free(worker->pending);
	gj_buffer_free(&worker->lines.text);
	free(worker->columns);
	free(worker->chosen);
}

bool gj_worker_reject(struct gj_worker *worker, const struct gj_check *check, size_t row)
{
	return gj_row_fails(worker->chunk, worker->program, check, check->field_count == 1 ? check->fields[0] : GJ_NONE, row);
}

/* Rejects the rows of the block last run for which a 校验 doesn't hold, but for those set apart: they hold dummies. */
static bool apply_check(struct gj_worker *worker, const struct gj_check *check, size_t first, size_t rows, const uint8_t *apart)
{
	enum gj_lane lane;
	const int8_t *holds = gj_vm_output(worker->vm, check->slot, &lane);
	const int8_t *failed = memchr(holds, 0, rows);
	while (failed) {
		size_t row = (size_t)(failed - holds);
		if (!apart[row] && !gj_worker_reject(worker, check, first + row))
			return false;
		failed = row + 1 < rows ? memchr(failed + 1, 0, rows - row - 1) : NULL;
	}
	return true;
}

/* Sets apart, in the end, all rows that aren't to be taken as the machine has evaluated them. */
static bool apply_checks(struct gj_worker *worker, size_t first, size_t rows, uint8_t *apart)
{
	const struct gj_program *program = worker->program;
	const uint8_t *rejected = worker->chunk->rejected + first;
	memcpy(apart, rejected, rows);
	worker->lines.count = worker->lines.text.size = 0;
	if (gj_worker_has_pending(worker))
		gj_worker_set_apart(worker, first, rows, apart);
	for (size_t i = 0; i < program->check_count; i++)
		if (!apply_check(worker, &program->checks[i], first, rows, apart))
			return false;
	if (gj_worker_has_pending(worker) && !gj_worker_examine(worker, first, rows, apart))
		return false;
	for (size_t i = 0; i < rows; i++)
		apart[i] = apart[i] || rejected[i];
	return true;
}

static bool offer_candidates(struct gj_worker *worker, size_t first, size_t rows, const uint8_t *apart)
{
	const struct gj_chunk *chunk = worker->chunk;
	enum gj_lane lane;
	const void *grades = gj_vm_output(worker->vm, worker->program->grade, &lane);
	for (size_t row = 0; row < rows; row++) {
		int64_t grade = lane == GJ_LANE8 ? ((const int8_t *)grades)[row] : gj_column_value(grades, lane, row);
		if (!worker->chosen[grade] || apart[row])
			continue;
		struct gj_candidate_row candidate = {.row = row, .place = first + row, .chunk = chunk,
			.end = worker->results ? worker->ends[row] : chunk->first_row + first + row};
		if (!gj_population_offer(worker->population, &worker->candidates, worker->vm, &candidate))
			return false;
	}
	return true;
}

static void run_block(struct gj_worker *worker, size_t first, size_t rows)
{
	const struct gj_program *program = worker->program;
	for (size_t i = 0; i < program->column_count; i++)
		worker->columns[i] = (const char *)worker->chunk->columns[i] + (first << program->column_lanes[i]);
	gj_vm_run(worker->vm, worker->columns, rows);
}

static bool gather_block(struct gj_worker *worker, size_t first, size_t rows)
{
	uint8_t apart[GJ_BLOCK_ROWS];
	run_block(worker, first, rows);
	return apply_checks(worker, first, rows, apart) && gj_places_take(worker->gather, worker->vm, worker->chunk, first, rows, apart);
}

static bool evaluate_block(struct gj_worker *worker, size_t first, size_t rows)
{
	const struct gj_program *program = worker->program;
	const struct gj_chunk *chunk = worker->chunk;
	uint8_t apart[GJ_BLOCK_ROWS];
	uint64_t pending = worker->tally.pending;
	run_block(worker, first, rows);
	if (!apply_checks(worker, first, rows, apart))
		return false;
	gj_tally_block(&worker->tally, program, worker->vm, apart, rows, (size_t)(worker->tally.pending - pending));
	struct gj_rows of = {chunk->texts, apart, first, rows};
	if (worker->results && !gj_results_rows(worker->results, worker->vm, &of, &worker->lines, &worker->text, worker->ends))
		return false;
	return program->grouping_count == 0 || offer_candidates(worker, first, rows, apart);
}

static bool write_rejects(struct gj_worker *worker)
{
	gj_chunk_sort_rejects(worker->chunk);
	for (size_t i = 0; i < worker->chunk->reject_count; i++) {
		const struct gj_reject *reject = &worker->chunk->rejects[i];
		worker->tally.reasons[reject->id]++;
		if (!gj_rejects_add(&worker->rejects, worker->program, reject, worker->setup->language, worker->program->ledger_count ? "" : NULL))
			return false;
	}
	return true;
}

static bool reject_beyond(struct gj_worker *worker, size_t row, const struct gj_ledger *ledger)
{
	char most[GJ_DECIMAL_BYTES];
	gj_decimal(most, ledger->most, 0);
	return gj_chunk_reject(worker->chunk, row, GJ_DATA_TOO_MANY_ROWS, GJ_NONE, 2, (const char *[]){ledger->name, most});
}

/* The derived columns; a unit with more rows than a ledger allows is put aside. */
static bool fill_derived(struct gj_worker *worker)
{
	struct gj_chunk *chunk = worker->chunk;
	if (worker->places)
		gj_places_fill(worker->places, chunk->first_row, chunk->rows, chunk->columns);
	else
		gj_places_blank(worker->program, chunk->rows, chunk->columns);
	if (!worker->totals)
		return true;
	gj_totals_fill(worker->totals, chunk->first_row, chunk->rows, chunk->columns);
	for (size_t row = 0; row < chunk->rows; row++) {
		int beyond = gj_totals_beyond(worker->totals, chunk->first_row + row);
		if (beyond != GJ_NONE && !chunk->rejected[row] && !reject_beyond(worker, row, &worker->program->ledgers[beyond]))
			return false;
	}
	return true;
}

/* `each` is evaluate_block or gather_block. */
static bool each_block(struct gj_worker *worker, bool each(struct gj_worker *worker, size_t first, size_t rows))
{
	if (!fill_derived(worker))
		return false;
	for (size_t first = 0; first < worker->chunk->rows; first += GJ_BLOCK_ROWS) {
		size_t left = worker->chunk->rows - first;
		if (!each(worker, first, left < GJ_BLOCK_ROWS ? left : (size_t)GJ_BLOCK_ROWS))
			return false;
	}
	return true;
}

bool gj_worker_evaluate(struct gj_worker *worker)
{
	worker->text.size = worker->rejects.size = 0;
	return each_block(worker, evaluate_block) && write_rejects(worker);
}

bool gj_worker_gather(struct gj_worker *worker)
{
	return each_block(worker, gather_block);
}
