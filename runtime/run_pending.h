/* The rows of a block of which not everything is known, because cells of theirs or of their rows in a 台账 are 待核: examined one by one, beside the machine. */
#ifndef GJ_RUN_PENDING_H
#define GJ_RUN_PENDING_H
#include "run_worker.h"

enum { GJ_APART_PENDING = 2 }; /* in apart[] */

/* Whether there are any in the chunk or, of the ledgers, at all. */
bool gj_worker_has_pending(const struct gj_worker *worker);

/* Marks them in apart[] (of `rows` rows from `first` on), so that what the machine makes of them counts for nothing. */
void gj_worker_set_apart(const struct gj_worker *worker, size_t first, size_t rows, uint8_t *apart);

/* Examines those marked: counts them, makes their lines of results, puts aside those that fail a 校验 whatever their cells turn out to be. Rows that no pending
 * cell makes a difference to are marked no longer. False when memory is out. */
bool gj_worker_examine(struct gj_worker *worker, size_t first, size_t rows, uint8_t *apart);

/* Keeps what isn't known of a row that is looked for. False when memory is out. */
bool gj_worker_keep_pending(const struct gj_worker *worker, struct gj_wanted *wanted, size_t row);
#endif
