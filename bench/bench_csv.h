/* Speed from a table to a results file, beside simpler programs. */
#ifndef GJ_BENCH_CSV_H
#define GJ_BENCH_CSV_H
#include "compiler/compile.h"
#include "runtime/program.h"

/* Makes a table of `rows` rows in `folder`, measures and prints rows/s, GB/s and ratios, and removes what it made. `compilation` is what the
 * program was made of. Returns 0; 1 when results differ; 3 when the disk or memory is out, or a compiler fails. */
int bench_csv(const struct gj_program *program, const struct compilation *compilation, size_t rows, const char *folder);
#endif
