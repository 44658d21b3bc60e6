/* What a summary counts, block by block. Each thread has its own; they are added up at the end. */
#ifndef GJ_TALLY_H
#define GJ_TALLY_H
#include "data_message.h"
#include "pending.h"
#include "population.h"
#include "vm.h"

struct gj_tally {
	uint64_t read, rejected, evaluated, vetoed; /* rows */
	uint64_t rated;      /* rows evaluated but for those that take no part (不参评): what shares are shares of */
	uint64_t *grades;    /* [grade_count] rows by grade; after the run 评选 is counted too */
	uint64_t *held;      /* [sheet_count] rows for which a 否决 held */
	uint64_t *lost_rows; /* [sheet_count] rows in which a clause cost (or earned) points */
	int64_t *lost;       /* [sheet_count] those points, scaled */
	uint64_t pending;    /* rows evaluated whose 待核 cells make a difference: they are in no sum of points; in `grades` only where 评定结果 is known */
	uint64_t open;       /* those of them where it isn't */
	struct gj_target_pending *targets; /* [target_count] of the open ones */
	uint64_t *waiting;   /* [selection_count] rows with 待核 cells that a 评选 might have taken */
	uint64_t reasons[GJ_DATA_MESSAGE_COUNT]; /* findings about rejected rows */
};

/* False when memory is out. */
bool gj_tally_start(struct gj_tally *tally, const struct gj_program *program);
void gj_tally_free(struct gj_tally *tally);

/* Counts the rows last run with the ledger code, those with rejected[] 0; `pending` of the others are counted by gj_tally_pending. */
void gj_tally_block(struct gj_tally *tally, const struct gj_program *program, const struct gj_vm *vm, const uint8_t *rejected, size_t rows,
	size_t pending);

/* Counts a row with pending cells that make a difference. */
void gj_tally_pending(struct gj_tally *tally, const struct gj_program *program, const struct gj_pending_unit *of);

/* Adds such a row, whose result is open, to the counts of a target. */
void gj_target_count(struct gj_target_pending *counts, const struct gj_program *program, const struct gj_target *target,
	const struct gj_pending_unit *of);

void gj_tally_add(struct gj_tally *tally, const struct gj_program *program, const struct gj_tally *more);
#endif
