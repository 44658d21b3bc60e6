/* IR to bytecode: the score code and the ledger code of a program, each from the same values. */
#include "generate.h"
#include "passes.h"

static void start_plans(struct generation *generation)
{
	const struct ir *ir = generation->ir;
	generation->plans = gj_arena_alloc(generation->arena, (ir->value_count + 1) * sizeof *generation->plans);
	for (size_t i = 0; i < ir->value_count; i++) {
		struct plan *plan = &generation->plans[i];
		plan->got = gj_interval_of(ir->values[i].low, ir->values[i].high);
		plan->lane = gj_lane_of(plan->got);
		for (size_t lane = 0; lane < GJ_LANES; lane++)
			plan->registers[lane] = -1;
	}
}

static void place_columns(struct generation *generation)
{
	const struct ir *ir = generation->ir;
	for (size_t i = 0; i < ir->program->column_count; i++)
		new_register(generation, (enum gj_lane)ir->program->column_lanes[i]);
	for (size_t i = 0; i < ir->value_count; i++)
		if (ir->values[i].op == IR_COLUMN)
			set_home(generation, (ir_ref)i, (int32_t)ir->values[i].k, generation->plans[i].got);
}

static bool is_computed(const struct ir *ir, size_t slot, bool ledger)
{
	return ledger || !ir->ledger_only[slot];
}

static ir_ref *roots_of(struct generation *generation, bool ledger, size_t *count)
{
	const struct ir *ir = generation->ir;
	ir_ref *roots = gj_arena_alloc(generation->arena, (ir->program->slot_count + 1) * sizeof *roots);
	*count = 0;
	for (size_t slot = 0; slot < ir->program->slot_count; slot++)
		if (is_computed(ir, slot, ledger))
			roots[(*count)++] = ir->slots[slot];
	return roots;
}

/* Results have 64 bits at most. */
static int32_t result_register(struct generation *generation, ir_ref value)
{
	enum gj_lane lane;
	int32_t home = home_of(generation, value, &lane);
	return lane > GJ_LANE64 ? register_in(generation, value, GJ_LANE64) : home;
}

static int32_t *outputs_of(struct generation *generation, bool ledger)
{
	const struct ir *ir = generation->ir;
	int32_t *outputs = gj_arena_alloc(generation->arena, (ir->program->slot_count + 1) * sizeof *outputs);
	for (size_t slot = 0; slot < ir->program->slot_count; slot++) {
		outputs[slot] = is_computed(ir, slot, ledger) ? result_register(generation, ir->slots[slot]) : -1;
	}
	return outputs;
}

static bool make_code(struct ir *ir, bool ledger, struct gj_code *code)
{
	struct generation generation = { .ir = ir, .arena = ir->arena };
	size_t count;
	start_plans(&generation);
	place_columns(&generation);
	ir_ref *roots = roots_of(&generation, ledger, &count);
	plan_values(&generation, roots, count);
	select_values(&generation);
	return allocate_registers(&generation, ir->program, outputs_of(&generation, ledger), code);
}

struct gj_program *generate(struct ir *ir)
{
	if (!ir || ir->program->column_count >= UINT16_MAX)
		return NULL;
	for (size_t i = 0; i < ir->ledger_count; i++)
		if (!generate(ir->ledgers[i]))
			return NULL;
	return make_code(ir, false, &ir->program->score) && make_code(ir, true, &ir->program->ledger) ? ir->program : NULL;
}
