/* Rows of 台账 with 待核 cells. They are in no total; what they may add to the totals of their units is kept instead. Memory in proportion to these rows. */
#ifndef GJ_RECORDS_H
#define GJ_RECORDS_H
#include "pending.h"

struct gj_records;

/* NULL when memory is out. The program must outlive it. */
struct gj_records *gj_records_new(const struct gj_program *program);
void gj_records_free(struct gj_records *records);

enum gj_record_kind {
	GJ_RECORD_KNOWN,        /* no total and no 校验 depends on the cells: the row is like any other */
	GJ_RECORD_KEPT,
	GJ_RECORD_IMPOSSIBLE    /* whatever the cells turn out to be, a 校验 fails */
};

/* Looks at row `row` of a ledger's chunk, its cells `cells` being pending, which belongs to a unit (from 1). *check: one that fails. False when memory is out. */
bool gj_records_take(struct gj_records *records, size_t ledger, const struct gj_chunk *chunk, size_t row, const struct gj_pending_cell *cells, size_t count,
	uint32_t unit, enum gj_record_kind *kind, int *check);

/* Once all rows are taken: puts them in order of units. */
void gj_records_sort(struct gj_records *records);

bool gj_records_any(const struct gj_records *records);

/* The units first .. first + rows - 1 (from 0) that have such rows get `mark` in marks[]. */
void gj_records_mark(const struct gj_records *records, uint64_t first, size_t rows, uint8_t *marks, uint8_t mark);

/* The totals of a unit (from 0) that such rows make unknown, what the other rows come to standing at `row` of the columns. *totals is in the arena. False when
 * memory is out. */
bool gj_records_totals(const struct gj_records *records, uint64_t unit, void *const *columns, size_t row, struct gj_arena *arena,
	struct gj_unknown_total **totals, size_t *count);

/* Where they stand: the lines of a unit's rows of one ledger. Returns how many there are, the first `room` of them in lines[]. */
size_t gj_records_lines(const struct gj_records *records, uint64_t unit, size_t ledger, uint64_t *lines, size_t room);
#endif
