/* A standard with random rows, ready for every engine. */
#ifndef BENCH_H
#define BENCH_H
#include "agree.h"
#include "claims.h"
#include "random_standard.h"
#include "runtime/totals.h"

enum { ROOM = GJ_BLOCK_ROWS, LEDGERS = 16, PENDING_ROWS = 3 /* of a block, tried with 待核 cells */ };

struct bench {
	const struct model *model;
	const struct gj_program *program;
	struct naive_row rows[ROOM];
	void **columns;
	struct gj_vm *score, *ledger;
	struct gj_totals *totals; /* of a block of units */
	void **row_columns[LEDGERS]; /* of each 台账: one row */
	struct gj_text **row_texts[LEDGERS]; /* by field: one cell */
	uint32_t taken[LEDGERS];
	struct gj_pending *pending;
	struct compared compared;
	mpq_t key_ratio;         /* of the first 评选's first ranking key in the VM to its exact value; 0 until it is known */
	struct claims claims;
};

void bench_open(struct bench *bench, const struct compilation *compilation);
void bench_close(struct bench *bench);
/* Fills the columns with `count` random rows, at most ROOM, and the totals of their ledgers. */
void bench_load(struct bench *bench, const struct edges *edges, struct random_source *random, size_t count);
void bench_show(const struct bench *bench, size_t row);
#endif
