/* One thread's part of a run: what becomes of a chunk of rows between the turns. */
#ifndef GJ_RUN_WORKER_H
#define GJ_RUN_WORKER_H
#include "pending.h"
#include "run.h"

struct gj_worker {
	const struct gj_program *program;
	const struct gj_run_setup *setup;
	const struct gj_results *results; /* NULL: no results */
	const struct gj_population *population;
	const struct gj_totals *totals;   /* over the ledgers; NULL: there are none */
	const struct gj_trace *trace;     /* rows of units looked for; NULL: there are none */
	const struct gj_records *records; /* rows of ledgers that aren't in them; NULL: there are no ledgers */
	const struct gj_places *places;   /* NULL: there is no 名次, or places aren't known yet */
	struct gj_places *gather;    /* of a pass that does nothing but gather what units are ranked by; NULL: another */
	struct gj_chunk *chunk;
	struct gj_vm *vm;            /* the ledger code: it computes everything; the score code while places are gathered */
	struct gj_buffer text;       /* results of the chunk */
	struct gj_buffer rejects;
	struct gj_candidates candidates;
	struct gj_tally tally;
	struct gj_pending *pending;  /* NULL until a row has 待核 cells */
	struct gj_results_lines lines; /* of the rows of a block that have */
	uint32_t ends[GJ_BLOCK_ROWS];
	const void **columns;        /* [column_count] of the block being run */
	bool *chosen;                /* [grade_count] whether some 评选 may take a row of this grade */
};

/* False when memory is out; gj_worker_end in every case. */
bool gj_worker_start(struct gj_worker *worker);
void gj_worker_end(struct gj_worker *worker);

/* Puts a row aside because it fails a 校验. False when memory is out. */
bool gj_worker_reject(struct gj_worker *worker, const struct gj_check *check, size_t row);

/* Evaluates the chunk, whose keys have been checked: fills text, rejects, candidates and tally. False when memory is out. */
bool gj_worker_evaluate(struct gj_worker *worker);

/* Adds the chunk, whose keys have been checked, to what is gathered for 名次. False when memory is out. */
bool gj_worker_gather(struct gj_worker *worker);
#endif
