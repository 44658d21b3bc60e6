#include "places_pass.h"

#include "keys.h"
#include "run_worker.h"

static enum gj_pass gather(struct gj_worker *worker, struct gj_table *table, struct gj_keys *keys)
{
	enum gj_next next;
	while ((next = gj_table_next(table, worker->chunk)) == GJ_NEXT_ROWS)
		if (!gj_chunk_parse(table, worker->chunk) || !gj_chunk_check_keys(worker->chunk, keys) || !gj_worker_gather(worker))
			return GJ_PASS_NO_MEMORY;
	return next == GJ_NEXT_FAILED ? GJ_PASS_TABLE : gj_places_settle(worker->gather) ? GJ_PASS_DONE : GJ_PASS_NO_MEMORY;
}

static enum gj_pass gather_all(struct gj_run *run)
{
	struct gj_worker worker = {.program = run->program, .setup = run->setup, .population = run->population, .totals = run->ledgers.totals,
		.records = run->ledgers.records, .gather = run->places, .chunk = gj_chunk_new(run->table)};
	struct gj_keys *keys = gj_keys_new();
	enum gj_pass status = GJ_PASS_NO_MEMORY;
	if (gj_worker_start(&worker) && keys)
		status = gather(&worker, run->table, keys);
	gj_worker_end(&worker);
	gj_keys_free(keys);
	return status;
}

enum gj_pass gj_places_pass(struct gj_run *run, const char *path)
{
	run->places = gj_places_new(run->program);
	enum gj_pass status = run->places ? gather_all(run) : GJ_PASS_NO_MEMORY;
	if (status != GJ_PASS_DONE)
		return status;
	gj_table_close(run->table);
	run->table = gj_tables_open(run->tables, path, run->program->unit_name, run->program);
	return !run->table ? GJ_PASS_NO_MEMORY : gj_table_ready(run->table) ? GJ_PASS_DONE : GJ_PASS_TABLE;
}
