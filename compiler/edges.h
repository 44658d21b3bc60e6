/* The values at which rules change what they say. */
#ifndef GJ_EDGES_H
#define GJ_EDGES_H
#include "code_graph.h"
#include "trials.h"

/* Adds to every axis the numbers that the code of one side compares its field with, and their neighbours: read off where a field stands alone, found by
 * running the code where it is reckoned with. `base` is one of the contexts for that; its values must stand in the axes. The work is bounded. */
void axes_add_edges(struct axes *axes, size_t side, struct code_graph *graph, int64_t *const base[MOST_SIDES], struct trials *trials);
#endif
