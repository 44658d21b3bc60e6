/* Speed in memory: a plain pass over the columns, the hand-written evaluator, the VM, and generated C, one thread each. */
#ifndef GJ_BENCH_MEMORY_H
#define GJ_BENCH_MEMORY_H
#include "compiler/compile.h"
#include "runtime/program.h"

/* Measures and prints rows/s, GB/s and ratios for a program of the municipal standard of 2018, and compares every result with the
 * hand-written evaluator's. `compilation` is what the program was made of; generated C is compiled below `folder`. Returns 0; 1 when results differ; 3
 * when memory is out, or a compiler fails. */
int bench_memory(const struct gj_program *program, const struct compilation *compilation, size_t rows, const char *folder);
#endif
