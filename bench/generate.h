/* Realistic data for the municipal standard of 2018: the same rows for the same seed, everywhere. */
#ifndef GJ_BENCH_GENERATE_H
#define GJ_BENCH_GENERATE_H
#include "runtime/memory.h"
#include "runtime/program.h"

/* The fields of the standard and their columns, without rules: what a reader needs. NULL when memory is out. */
struct gj_program *generate_program(struct gj_arena *arena);

/* Writes a heading and `rows` rows. Returns 0, or an errno value. */
int generate_table(const char *path, uint64_t rows, uint64_t seed);
#endif
