/* The rows that conditions can tell apart, as a space with an axis for each thing that they compare. */
#ifndef GJ_SPACE_H
#define GJ_SPACE_H
#include "decide.h"

enum { MOST_AXES = 12 };

/* A value to be tried: of a field or an expression; -1, 0 or 1 where two of them are compared; 0 or 1 of a condition. */
struct candidate {
	enum gj_state state;
	struct ratio value;
};

/* A field, an expression that is compared with numbers, a pair that is compared, or a condition that is none of these. */
struct axis {
	const struct expr *a, *b; /* b: NULL but for a pair */
	size_t count, capacity;
	struct candidate *candidates;
	size_t at;
};

struct space {
	struct decider *decider;
	size_t axis_count;
	struct axis axes[MOST_AXES];
	bool too_large;
	bool relaxed;   /* holds axes that aren't fields: rows that can't be are among those tried */
	size_t size;    /* expressions looked at for one row, at most */
};

void space_begin(struct space *space, struct decider *decider);
/* Makes the axes that a condition needs. */
void space_add(struct space *space, const struct expr *condition);
/* The number of rows; 0 when there are too many. */
size_t space_rows(const struct space *space);
bool space_next(struct space *space);
/* A comparison with what isn't there may be either: its condition is then asked only behind 已填. */
enum truth { TRUTH_NO, TRUTH_MAYBE, TRUTH_YES };
enum truth space_holds(struct space *space, const struct expr *condition);
#endif
