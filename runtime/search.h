/* Finding, among all that a unit may turn out to be, the rows with the least and the most of a result, and the values it can have: branch and bound over
 * the unknowns. What is said is proved, by a row or by ranges; where the unit's steps run out first, the answer says how far it got. */
#ifndef GJ_SEARCH_H
#define GJ_SEARCH_H
#include "unknown.h"

/* The end of a result's range. */
struct gj_extreme {
	int64_t bound;          /* no row goes beyond it */
	bool reached;           /* some row reaches it */
	bool any;               /* false: there is no row at all */
	struct gj_extent *row;  /* the best one found, a single value for each unknown; NULL: none was found */
};

/* False when memory is out. */
bool gj_search_extreme(struct gj_unit *unit, const struct gj_slice *slice, bool most, struct gj_extreme *extreme);

/* The values that a result of 0 .. count - 1 can have. */
struct gj_values {
	size_t count;
	struct gj_extent **rows; /* of each value a row that has it; NULL: none was found */
	bool *possible;          /* of each value: not excluded */
	bool complete;           /* for each possible value a row was found */
};

/* `values` zeros but for `count`, or as an earlier search has left it: its rows count. False when memory is out. */
bool gj_search_values(struct gj_unit *unit, const struct gj_slice *slice, struct gj_values *values);
#endif
