/* What a summary counts, block by block. Each thread has its own; they are added up at the end. */
#ifndef GJ_TALLY_H
#define GJ_TALLY_H
#include "data_message.h"
#include "program.h"
#include "vm.h"

struct gj_tally {
	uint64_t read, rejected, evaluated, vetoed; /* rows */
	uint64_t rated;      /* rows evaluated but for those that take no part (不参评): what shares are shares of */
	uint64_t *grades;    /* [grade_count] rows by grade; after the run 评选 is counted too */
	uint64_t *held;      /* [sheet_count] rows for which a 否决 held */
	uint64_t *lost_rows; /* [sheet_count] rows in which a clause cost (or earned) points */
	int64_t *lost;       /* [sheet_count] those points, scaled */
	uint64_t reasons[GJ_DATA_MESSAGE_COUNT]; /* findings about rejected rows */
};

/* False when memory is out. */
bool gj_tally_start(struct gj_tally *tally, const struct gj_program *program);
void gj_tally_free(struct gj_tally *tally);

/* Counts the rows last run with the ledger code, those with rejected[] 0. */
void gj_tally_block(struct gj_tally *tally, const struct gj_program *program, const struct gj_vm *vm, const uint8_t *rejected, size_t rows);

void gj_tally_add(struct gj_tally *tally, const struct gj_program *program, const struct gj_tally *more);
#endif
