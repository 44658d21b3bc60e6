/* Whether a results file says what the evaluator written by hand says. */
#ifndef GJ_BENCH_RESULTS_CHECK_H
#define GJ_BENCH_RESULTS_CHECK_H
#include "file_pass.h"

/* Compares every row of `results` (CSV, as a run writes it) from its scores to 否决 with what `pass` makes of `table`. Prints the first difference. */
bool results_check(struct file_pass *pass, const char *table, const char *results);

/* Whether two files hold the same bytes. */
bool same_bytes(const char *path, const char *other);
#endif
