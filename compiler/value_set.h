/* Sets of whole numbers within a range, for what scores can be. An operation that would be too much work gives all numbers of its range: sets are never too
 * small. */
#ifndef GJ_VALUE_SET_H
#define GJ_VALUE_SET_H
#include "model.h"
#include "runtime/memory.h"

struct value_set {
	wide low, high;         /* both included; both are in the set unless it is `any` */
	uint64_t *bits;         /* bit i: low + i; NULL: any number from low to high */
};

/* Where sets live, and the work that may still be done on them. */
struct value_sets {
	struct gj_arena *arena;
	size_t work;
};

struct value_set set_any(wide low, wide high);
struct value_set set_one(wide value);
/* 0, step, … step × most. */
struct value_set set_steps(struct value_sets *sets, wide step, wide most);
/* Every sum of a number of each. */
struct value_set set_sum(struct value_sets *sets, struct value_set x, struct value_set y);
struct value_set set_union(struct value_sets *sets, struct value_set x, struct value_set y);
struct value_set set_negated(struct value_sets *sets, struct value_set x);
/* Each number times `factor` / `divisor`, the quotient rounded; divisor > 0. */
struct value_set set_scaled(struct value_sets *sets, struct value_set x, wide factor, wide divisor, enum gj_rounding rounding);
/* Numbers below `low` become it, those above `high` become that. */
struct value_set set_clamped(struct value_sets *sets, struct value_set x, wide low, wide high);

bool set_has(struct value_set set, wide value);
/* Whether some number from `from` to `to` is in it. */
bool set_meets(struct value_set set, wide from, wide to);
/* The largest number below `value`, the smallest above it; false when there is none. */
bool set_below(struct value_set set, wide value, wide *found);
bool set_above(struct value_set set, wide value, wide *found);
#endif
