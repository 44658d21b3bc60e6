/* What can be said of a unit with 待核 cells: the least and the most of each score, the grades it may still get. */
#ifndef GJ_PENDING_H
#define GJ_PENDING_H
#include "search.h"

/* What a result lies between. `exact`: both ends are reached by what the cells may turn out to be; otherwise it lies within, and how far isn't known. */
struct gj_bounds {
	int64_t low, high;
	bool exact;
};

enum gj_pending_kind {
	GJ_PENDING_SETTLED,     /* no result depends on the cells: the unit is like any other */
	GJ_PENDING_OPEN,
	GJ_PENDING_IMPOSSIBLE   /* whatever the cells turn out to be, a 校验 fails */
};

struct gj_pending_unit {
	enum gj_pending_kind kind;
	int check;              /* IMPOSSIBLE: one that fails */
	struct gj_bounds *slots; /* [slot_count] of what results show: scores, 否决, grade; of other slots the ranges, not exact */
	struct gj_values grades; /* [grade_count] */
	int grade;              /* the only one possible, or GJ_NONE */
	bool *taken;            /* [selection_count] those that might take the unit */
	bool open;              /* 评定结果 isn't known: more than one grade, or a 评选 that might take the unit */
};

/* Whether what a score is of applies. */
enum gj_applying { GJ_APPLIES, GJ_MAY_NOT_APPLY, GJ_NEVER_APPLIES };
/* `inapplicable`: the slot that says that nothing of it does; GJ_NONE where something always does. */
enum gj_applying gj_pending_applies(const struct gj_pending_unit *of, int inapplicable);

/* Whether the unit can pass all 校验, as far as that can be told; *check: one that fails. Before the first gj_unit_run. False when memory is out. */
bool gj_unit_possible(struct gj_unit *unit, bool *possible, int *check);

/* The same of a unit already made, in its arena. */
bool gj_pending_unit_examine(struct gj_unit *unit, struct gj_pending_unit *of);
/* Finds the ends of another slot (GJ_NONE: nothing to do), once the unit is examined. False when memory is out. */
bool gj_pending_bound(struct gj_unit *unit, int slot, struct gj_pending_unit *of);

/* Flows and room for one thread. */
struct gj_pending;
/* gj_pending_bound of the unit examined last. */
bool gj_pending_bound_last(struct gj_pending *pending, int slot, struct gj_pending_unit *of);
/* NULL when memory is out. The program must outlive it. */
struct gj_pending *gj_pending_new(const struct gj_program *program);
void gj_pending_free(struct gj_pending *pending);

/* Forgets the unit examined last; the arena for the next. NULL when memory is out. */
struct gj_arena *gj_pending_begin(struct gj_pending *pending);

/* Examines row `row` of the columns, whose cells `cells` are pending, and `totals` unknown. *of lives until the next gj_pending_begin, which comes first.
 * False when memory is out. */
bool gj_pending_examine(struct gj_pending *pending, void *const *columns, size_t row, const struct gj_pending_cell *cells, size_t count,
	const struct gj_unknown_total *totals, size_t total_count, struct gj_pending_unit *of);

/* The unit examined last: its unknowns. */
const struct gj_unit *gj_pending_last(const struct gj_pending *pending);
#endif
