#include "runtime/flow.h"

#include "runtime/opcode.h"
#include "runtime/verify.h"

static struct gj_flow_step step_of(const struct gj_instruction *from, const int32_t *holds)
{
	const struct gj_opcode_row *row = gj_opcode(from->op);
	return (struct gj_flow_step){
		.op = from->op,
		.x = row->operands & GJ_OPERAND_X ? holds[from->x] : GJ_NONE,
		.y = row->operands & GJ_OPERAND_Y ? holds[from->y] : GJ_NONE,
		.c = row->operands & GJ_OPERAND_C ? holds[from->c] : GJ_NONE,
		.d = row->result == GJ_RESULT_ACCUMULATE ? holds[from->d] : GJ_NONE,
		.k = from->k,
		.m = from->m,
	};
}

bool gj_flow_make(struct gj_flow *flow, const struct gj_program *program, const struct gj_code *code, struct gj_arena *arena)
{
	int32_t *holds = gj_arena_alloc(arena, (code->registers + 1) * sizeof *holds); /* the value in each register */
	*flow = (struct gj_flow){.columns = program->column_count, .count = code->count};
	flow->steps = gj_arena_alloc(arena, (code->count + 1) * sizeof *flow->steps);
	flow->outputs = gj_arena_alloc(arena, (program->slot_count + 1) * sizeof *flow->outputs);
	if (!holds || !flow->steps || !flow->outputs)
		return false;
	for (size_t i = 0; i < flow->columns; i++)
		holds[i] = (int32_t)i;
	for (size_t i = 0; i < code->count; i++) {
		flow->steps[i] = step_of(&code->instructions[i], holds);
		holds[code->instructions[i].d] = (int32_t)(flow->columns + i);
	}
	for (size_t i = 0; i < program->slot_count; i++)
		flow->outputs[i] = code->outputs[i] == GJ_NONE ? GJ_NONE : holds[code->outputs[i]];
	return true;
}

static struct gj_interval read(const struct gj_interval *values, int32_t value)
{
	return value == GJ_NONE ? gj_interval_of(0, 0) : values[value];
}

struct gj_interval gj_flow_run(const struct gj_flow *flow, size_t step, const struct gj_interval *values)
{
	const struct gj_flow_step *of = &flow->steps[step];
	struct operand_ranges ranges = {.x = read(values, of->x), .y = read(values, of->y), .c = read(values, of->c), .d = read(values, of->d),
		.k = of->k, .m = of->m};
	return verify_result(of->op, &ranges);
}

int32_t gj_flow_column(const struct gj_flow *flow, int32_t value)
{
	while (value != GJ_NONE && (size_t)value >= flow->columns) {
		const struct gj_flow_step *step = &flow->steps[(size_t)value - flow->columns];
		value = step->op == GJ_OP_MOVE ? step->x : GJ_NONE;
	}
	return value;
}
