/* Totals over ledgers: what the derived fields of a standard, and of the ledgers that other ledgers belong to, hold. Memory in proportion to the units, to
 * the rows that own rows of other ledgers, to the groups that rows are put into, and to the values told apart; not to the rows themselves.
 *
 * All rows of all ledgers are run and taken, a ledger before those whose rows belong to its own; then gj_totals_settle; then the units are filled. */
#ifndef GJ_TOTALS_H
#define GJ_TOTALS_H
#include "table.h"
#include "trace.h"
#include "vm.h"

struct gj_totals;

/* NULL when memory is out. */
struct gj_totals *gj_totals_new(const struct gj_program *program, uint64_t units);
void gj_totals_free(struct gj_totals *totals);

/* From now on the rows counted of the trace's units are entered there; the trace outlives the totals. */
void gj_totals_trace(struct gj_totals *totals, struct gj_trace *trace);

/* As it was when new. */
void gj_totals_clear(struct gj_totals *totals);

/* Whether rows of the ledger wait in memory for totals of their own. */
bool gj_totals_keeps(const struct gj_totals *totals, size_t ledger);

/* The columns of a block of the ledger's rows: the caller sets those that are fields of the table. */
const void **gj_totals_columns(struct gj_totals *totals, size_t ledger);

/* Runs the ledger's code over the columns of `rows` (1 .. GJ_BLOCK_ROWS) rows; its 校验 can then be asked of the machine returned. */
const struct gj_vm *gj_totals_run(struct gj_totals *totals, size_t ledger, size_t rows);

/* The unit (from 1) that an owner of the ledger's rows (as for gj_totals_take) belongs to; 0: none. */
uint32_t gj_totals_unit(const struct gj_totals *totals, size_t ledger, uint32_t owner);

/* Takes the rows run last. owners[i]: the unit of row i, or the row of the parent ledger in the order in which its rows were taken, from 1; 0: the row
 * doesn't count. texts[field] + first: the cells of a text field (NULL for others). False when memory is out. */
bool gj_totals_take(struct gj_totals *totals, size_t ledger, const uint32_t *owners, struct gj_text *const *texts, size_t first, size_t rows);

/* When the last row was taken. False when memory is out. */
bool gj_totals_settle(struct gj_totals *totals);

/* Fills the derived columns for the units first .. first + rows - 1 (from 0). */
void gj_totals_fill(const struct gj_totals *totals, uint64_t first, size_t rows, void *const *columns);

/* The first ledger in which a unit (from 0), or a row that belongs to it, has more rows than it may, or GJ_NONE. */
int gj_totals_beyond(const struct gj_totals *totals, uint64_t unit);
#endif
