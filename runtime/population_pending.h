/* Rows with 待核 cells that make a difference: no selection takes them, but their groups count them. */
#ifndef GJ_POPULATION_PENDING_H
#define GJ_POPULATION_PENDING_H
#include "tally.h"

/* Counts row `row` of the chunk in its groups, as far as these are known. False when memory is out. */
bool gj_population_count_pending(const struct gj_population *population, struct gj_candidates *list, const struct gj_chunk *chunk, size_t row,
	const struct gj_pending_unit *of);
#endif
