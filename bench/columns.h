/* Columns in memory for a program, full of boundary values: what the evaluators are measured and compared on. */
#ifndef GJ_BENCH_COLUMNS_H
#define GJ_BENCH_COLUMNS_H
#include "runtime/program.h"

struct columns {
	size_t rows, count;
	void **items;           /* by column; each begins at another offset within its page */
	size_t row_bytes;       /* bytes of one row over all columns */
	unsigned char *memory;
};

/* False when memory is out. */
bool columns_make(const struct gj_program *program, size_t rows, uint64_t seed, struct columns *columns);
void columns_free(struct columns *columns);

/* A block of memory for each of `count` columns of `widths[i]` bytes a row, staggered so that they don't collide in the cache. */
bool columns_allocate(const size_t *widths, size_t count, size_t rows, struct columns *columns);
#endif
