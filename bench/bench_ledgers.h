/* Speed from a table and its ledgers to a results file, beside read() of the same files. */
#ifndef GJ_BENCH_LEDGERS_H
#define GJ_BENCH_LEDGERS_H
#include <stddef.h>

/* Makes a table of `units` rows and ledgers of 50 rows for each in `folder`, measures and prints rows/s, GB/s and ratios, and removes what it made.
 * `rules` is the folder of the rule files. Returns 0; 1 when a result is wrong; 3 when the disk or memory is out. */
int bench_ledgers(size_t units, const char *rules, const char *folder);
#endif
