/* The VM against the plain evaluator. */
#ifndef AGREE_H
#define AGREE_H
#include "compiler/compile.h"

/* How much was compared. */
struct compared {
	unsigned long long cells, claims;
	size_t pending, inexact; /* rows tried with 待核 cells; results of theirs that weren't found out to the end */
};

/* Random rows through both; false where all is the same, otherwise what differs is said on stderr. Adds to *compared. */
bool standard_differs(const struct compilation *compilation, uint64_t seed, size_t rows, struct compared *compared);
#endif
