/* In what steps a value of the IR moves: totals that only change by half points are never 89.9. */
#ifndef GJ_IR_STEP_H
#define GJ_IR_STEP_H
#include "ir.h"

/* Every number that the value can be is `from` plus a multiple of `step`; step 0: it is always `from`. */
struct ir_step {
	int64_t step, from;
};

struct ir_step ir_step_of(const struct ir *ir, ir_ref value, struct gj_arena *arena);
#endif
