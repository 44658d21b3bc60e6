/* Rows with 待核 cells against every row that they may turn out to be. */
#ifndef AGREE_PENDING_H
#define AGREE_PENDING_H
#include "random_standard.h"
#include "runtime/pending.h"

/* Makes some cells of the row pending (it stands at `row` of the columns), and compares what is said of it with brute force. False: said on stderr. *inexact
 * counts the rows of which not everything was found out. */
bool pending_agrees(const struct model *model, const struct gj_program *program, struct gj_pending *pending, void *const *columns, size_t row, struct naive_row *values,
	struct random_source *random, size_t *inexact);
#endif
