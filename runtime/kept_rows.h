/* Rows of a ledger that wait until the totals of their own are known: columns in their lanes, the row that owns each, and numbers that stand for texts. */
#ifndef GJ_KEPT_ROWS_H
#define GJ_KEPT_ROWS_H
#include "program.h"

struct gj_kept_rows {
	size_t count, room;
	void **columns;      /* [column_count]; NULL for those of derived fields, and for all until there is a row */
	uint32_t **numbers;  /* [field_count]; NULL for fields that are no text or whose text decides nothing */
	uint32_t *owners;    /* the owner of each row, from 1; 0: the row doesn't count */
};

/* `program`: of the rows. `texts[field]`: a number is kept for the text. False when memory is out; gj_kept_free in every case. */
bool gj_kept_start(struct gj_kept_rows *kept, const struct gj_program *program);
void gj_kept_free(struct gj_kept_rows *kept, const struct gj_program *program);

/* Makes room for `more` rows behind those that there are. False when memory is out. */
bool gj_kept_reserve(struct gj_kept_rows *kept, const struct gj_program *program, const bool *texts, size_t more);
#endif
