#include "ir_step.h"

#include "runtime/arith.h"

static struct ir_step step_of(gj_wide step, gj_wide from)
{
	const gj_wide most = (gj_wide)1 << 60;
	step = step < 0 ? -step : step;
	if (step > most || from > most || from < -most)
		return (struct ir_step){ 1, 0 };
	int64_t within = step ? (int64_t)(from % step) : (int64_t)from;
	return (struct ir_step){ (int64_t)step, step && within < 0 ? within + (int64_t)step : within };
}

static gj_wide common(gj_wide a, gj_wide b)
{
	while (b) {
		gj_wide rest = a % b;
		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

/* What is either. */
static struct ir_step join(struct ir_step a, struct ir_step b)
{
	return step_of(common(common(a.step, b.step), (gj_wide)a.from - b.from), a.from);
}

static struct ir_step product(struct ir_step a, struct ir_step b)
{
	gj_wide both = (gj_wide)a.step * b.step, one = (gj_wide)a.step * b.from, other = (gj_wide)a.from * b.step;
	return step_of(common(common(both, one), other), (gj_wide)a.from * b.from);
}

static struct ir_step quotient(struct ir_step a, struct ir_step b)
{
	bool exact = !b.step && b.from > 0 && a.step % b.from == 0 && a.from % b.from == 0;
	return exact ? step_of(a.step / b.from, a.from / b.from) : step_of(1, 0);
}

static struct ir_step reckon(const struct ir_value *value, const struct ir_step *steps)
{
	struct ir_step a = value->a >= 0 ? steps[value->a] : step_of(1, 0), b = value->b >= 0 ? steps[value->b] : a;
	switch (value->op) {
	case IR_CONSTANT: return step_of(0, value->k);
	case IR_ADD:      return step_of(common(a.step, b.step), (gj_wide)a.from + b.from);
	case IR_SUB:      return step_of(common(a.step, b.step), (gj_wide)a.from - b.from);
	case IR_MUL:      return product(a, b);
	case IR_DIVIDE:   return quotient(a, b);
	case IR_MIN:
	case IR_MAX:      return join(a, b);
	case IR_SELECT:   return join(b, steps[value->c]);
	default:          return step_of(1, 0);
	}
}

struct ir_step ir_step_of(const struct ir *ir, ir_ref value, struct gj_arena *arena)
{
	struct ir_step *steps = gj_arena_alloc(arena, ((size_t)value + 1) * sizeof *steps);
	for (ir_ref i = 0; i <= value; i++)
		steps[i] = reckon(&ir->values[i], steps);
	return steps[value];
}
