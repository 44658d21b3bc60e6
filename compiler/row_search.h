/* Finding units with wanted properties: first on the bases themselves and one change away from them, for all that is wanted at once; then for each by
 * itself, going down. The same units are found every time, and the work is bounded. */
#ifndef GJ_ROW_SEARCH_H
#define GJ_ROW_SEARCH_H
#include "descent.h"
#include "wants.h"

/* A boolean slot holds or doesn't, and one 校验 fails or none. */
struct goal {
	int slot;           /* GJ_NONE: nothing is asked of any */
	bool holds;
	int fails;          /* the 校验 that is to fail; GJ_NONE: all are to hold */
	bool found;
	struct unit unit;   /* where it was found */
	size_t base;        /* the base that it is nearest to */
};

struct row_search {
	struct axes *axes;
	struct code_graph *graph;
	struct trials *trials;
	size_t base_count;
	const struct unit *bases;
	size_t goal_count;
	struct goal *goals;
	uint64_t steps;     /* of work that may still be done */
};

/* Looks for a unit for each goal. Everything stands on side 0 of the axes. */
void search_rows(struct row_search *search);
#endif
