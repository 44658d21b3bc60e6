/* Random rule files and random rows, both heavy on edges. The same seed always gives the same text and rows. */
#ifndef RANDOM_STANDARD_H
#define RANDOM_STANDARD_H
#include "naive.h"

struct random_source {
	uint64_t state;
};

uint64_t random_next(struct random_source *random);
/* 0 .. bound-1 */
unsigned random_below(struct random_source *random, unsigned bound);

/* A rule file that should compile: the caller frees it. */
char *random_standard(uint64_t seed);

/* Every number that the model compares its fields with, so that rows can stand on the edges. */
struct edges {
	size_t count, capacity;
	struct { __int128 value; int scale; } *items;
};
void edges_collect(const struct model *model, struct edges *edges);

/* Fills a row: values within the fields' ranges, mostly at edges. */
void random_row(const struct model *model, const struct edges *edges, struct random_source *random, struct naive_row *row);
#endif
