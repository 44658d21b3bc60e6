/* Going from a unit to the nearest one that is as wanted: a change at a time that brings it closer, two at once where no single one does. */
#ifndef GJ_DESCENT_H
#define GJ_DESCENT_H
#include "trials.h"

/* costs[i]: how far row i is from what is wanted; 0: it is as wanted. */
typedef void cost_function(void *context, const struct trials *trials, uint64_t *costs);

struct descent {
	const struct axes *axes;
	struct trials *trials;
	const bool *active;     /* [axes->count]: axes along which to go */
	cost_function *cost;
	void *context;
	size_t rows;            /* that may still be tried */
};

/* From `start` to a unit as wanted that differs from it in as few places as could be found, and there as little. False: none was found. */
bool descend(struct descent *descent, const struct unit *start, struct unit *found);

/* As far down as it goes. True: the unit is as wanted. */
bool descend_far(struct descent *descent, struct unit *unit);

/* The places where two units differ. */
size_t unit_differences(const struct axes *axes, const struct unit *a, const struct unit *b);
#endif
