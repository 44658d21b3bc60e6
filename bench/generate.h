/* Realistic tables for the municipal standard of 2018: the same rows for the same seed, everywhere. */
#ifndef GJ_BENCH_GENERATE_H
#define GJ_BENCH_GENERATE_H
#include <stdint.h>

/* Writes a heading and `rows` rows, the columns in the order of the standard's fields. Returns 0, or an errno value. */
int generate_table(const char *path, uint64_t rows, uint64_t seed);
#endif
