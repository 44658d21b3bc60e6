/* A unit of which not everything is known: cells that say 待核. Its code runs over what they may turn out to be. */
#ifndef GJ_UNKNOWN_H
#define GJ_UNKNOWN_H
#include "flow.h"
#include "table.h"

/* What a cell may be: a state of first .. last, and where that is PRESENT a value of low .. high. The field's low stands for the value in other states. */
struct gj_extent {
	int64_t low, high;
	int8_t first, last;
};

struct gj_unknown {
	const struct gj_field *field;
	bool loose;             /* a total that lies within the extent; it need not reach every value there */
	struct gj_extent extent;
	/* Rising values of low + 1 .. high: the rules tell each from the value before it. What they tell apart by reckoning isn't among them. */
	size_t cut_count;
	int64_t *cuts;
};

/* A derived field that lies within low .. high, or has no value where `last` isn't PRESENT: a total over a ledger, some of whose rows have 待核 cells, or a
 * 名次 that such cells of any unit may shift. */
struct gj_unknown_total {
	int field;
	int64_t low, high;
	int8_t last;            /* as of struct gj_extent */
};

struct gj_unit {
	const struct gj_program *program;
	const struct gj_flow *flow;
	struct gj_arena *arena;
	struct gj_interval *values; /* of the flow; at first for everything that the unknowns may be */
	bool *moving;           /* of each value: it depends on an unknown */
	size_t count;
	struct gj_unknown *unknowns;
	bool *check_reads;      /* [check_count][count] whether a 校验 depends on an unknown */
	uint64_t steps;         /* that may still be run before the unit is given up on */
};

/* Row `row` of the columns, its cells `cells` (of one row) being pending, and `totals` (may be NULL) unknown. Everything is in the arena. False when
 * memory is out. */
bool gj_unit_make(struct gj_unit *unit, const struct gj_program *program, const struct gj_flow *flow, void *const *columns, size_t row,
	const struct gj_pending_cell *cells, size_t count, const struct gj_unknown_total *totals, size_t total_count, struct gj_arena *arena);

/* The range of a slot when nothing more is known, until the first gj_unit_run. The code must compute it. */
struct gj_interval gj_unit_slot(const struct gj_unit *unit, int slot);

/* Sets slots[i] for each slot whose value depends on an unknown. False when memory is out. */
bool gj_unit_reach(const struct gj_unit *unit, size_t unknown, bool *slots);

/* The steps that a result and the 校验 about the same unknowns depend on, as far as they move. */
struct gj_slice {
	int32_t target;         /* value; GJ_NONE: the 校验 alone, every one of them */
	size_t step_count;
	uint32_t *steps;
	size_t check_count;
	int32_t *checks;        /* values */
	bool *reads;            /* of each unknown */
};

/* Slot GJ_NONE: no result, all 校验. False when memory is out. */
bool gj_unit_slice(const struct gj_unit *unit, int slot, struct gj_slice *slice);

/* Whether it depends on a total that need not reach every value of its extent. */
bool gj_unit_loose(const struct gj_unit *unit, const struct gj_slice *slice);

enum gj_chance { GJ_NEVER, GJ_PERHAPS, GJ_SURELY };

/* Runs a slice over a box (an extent for each unknown): the range of its target, and whether the rows in the box pass the 校验 (PERHAPS: some may). Of a
 * single row the answer is exact. */
enum gj_chance gj_unit_run(struct gj_unit *unit, const struct gj_slice *slice, const struct gj_extent *box, struct gj_interval *target);

static inline bool gj_extent_single(const struct gj_extent *extent)
{
	return extent->first == extent->last && extent->low == extent->high;
}

/* Takes an extent that isn't single apart. */
void gj_unknown_split(const struct gj_unknown *unknown, const struct gj_extent *whole, struct gj_extent parts[2]);
/* Cuts strictly inside an extent, or the state it could be in besides another. */
size_t gj_unknown_cuts_within(const struct gj_unknown *unknown, const struct gj_extent *extent, size_t *first);
#endif
