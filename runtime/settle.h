/* Which of a unit's 待核 cells would settle its grade. */
#ifndef GJ_SETTLE_H
#define GJ_SETTLE_H
#include "search.h"

/* Some of what a cell may turn out to be. */
struct gj_piece {
	struct gj_extent extent;
	int grade;              /* the unit's, whatever the other cells are; GJ_NONE: it depends on them */
};

struct gj_settling_cell {
	bool matters;           /* false: proved to make no difference to the grade, whatever the others that don't matter are */
	size_t piece_count;     /* in order of states and values; what no row can be is left out */
	struct gj_piece *pieces;
	bool decides;           /* some piece has a grade */
};

/* `grades` as found for the unit, more than one being possible; `slice` is that of its grade. cells[] has one element an unknown. False when memory is out. */
bool gj_settle(struct gj_unit *unit, const struct gj_slice *slice, const struct gj_values *grades, struct gj_settling_cell *cells);
#endif
