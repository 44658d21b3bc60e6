/* What reading tables costs: bytes per second and their ratios. */
#ifndef GJ_BENCH_CSV_H
#define GJ_BENCH_CSV_H
#include "runtime/program.h"
#include <stdio.h>

/* Nanoseconds of one pass over the file; 0 on failure. Each has been warmed by a pass before it, and is the best of `tries`. */
struct csv_costs {
	uint64_t bytes, rows;
	uint64_t read; /* read() into one buffer */
	uint64_t plain; /* (e): finds the commas and line ends only */
	uint64_t scalar; /* the byte-by-byte parser */
	uint64_t parse; /* the reader, without its check for doubled keys */
	uint64_t keys; /* with it */
};

/* Measures all of them on the file. False when one failed. */
bool bench_csv(const char *path, const struct gj_program *program, int tries, struct csv_costs *costs);

/* GB/s, rows/s and the ratios to read() and to the scalar parser. */
void bench_csv_print(const struct csv_costs *costs, FILE *out);
#endif
