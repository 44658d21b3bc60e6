/* What the analyser says of every row of a standard, held against rows: a condition that never holds doesn't, a grade that no total reaches isn't given, and so
 * on. */
#ifndef CLAIMS_H
#define CLAIMS_H
#include "compiler/compile.h"
#include "naive.h"

struct claims {
	const struct compilation *compilation;
	unsigned long long held; /* claims and rows that were tried */
};

/* False, with a message, when the row belies a finding. `result` is the row's. */
bool claims_hold(struct claims *claims, const struct naive_row *row, const struct naive_result *result);
#endif
