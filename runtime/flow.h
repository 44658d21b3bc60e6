/* A code as a flow of values: each instruction's result is a value of its own, and names the values it reads. So a code can be run over ranges, in
 * whole or only what one result depends on. */
#ifndef GJ_FLOW_H
#define GJ_FLOW_H
#include "arith.h"
#include "memory.h"
#include "program.h"

/* Operands are numbers of earlier values, GJ_NONE where the opcode has none; d is the accumulator as it was before. */
struct gj_flow_step {
	uint8_t op;
	int32_t x, y, c, d;
	int64_t k, m;
};

/* Values 0 .. columns - 1 are the columns, the others the results of the steps in their order. */
struct gj_flow {
	size_t columns, count;
	struct gj_flow_step *steps;
	int32_t *outputs;       /* value of each slot, GJ_NONE where the code doesn't compute it */
};

/* The flow of a verified code, in the arena; false when memory is out. */
bool gj_flow_make(struct gj_flow *flow, const struct gj_program *program, const struct gj_code *code, struct gj_arena *arena);

/* The range of a step's value, given those of the values before it. Exact where these are single numbers; otherwise every number that the value can be is
 * within. */
struct gj_interval gj_flow_run(const struct gj_flow *flow, size_t step, const struct gj_interval *values);

/* The column that a value is a copy of, or GJ_NONE. */
int32_t gj_flow_column(const struct gj_flow *flow, int32_t value);

/* The values that a step reads, GJ_NONE among them. */
static inline void gj_flow_operands(const struct gj_flow_step *step, int32_t operands[4])
{
	operands[0] = step->x;
	operands[1] = step->y;
	operands[2] = step->c;
	operands[3] = step->d;
}
#endif
