/* Speed in memory: a plain pass over the columns, the hand-written evaluator, and the VM, one thread each. */
#ifndef GJ_BENCH_MEMORY_H
#define GJ_BENCH_MEMORY_H
#include "runtime/program.h"

/* Measures and prints rows/s, GB/s and ratios for a program of the municipal standard of 2018, and compares every result of the VM with the
 * hand-written evaluator's. Returns 0; 1 when they differ; 3 when memory is out. */
int bench_memory(const struct gj_program *program, size_t rows);
#endif
