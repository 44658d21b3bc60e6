/* The table of operations, ranges, and the laws that every IR keeps. */
#include "ir.h"

#include "ir_build.h"

#include <string.h>

static const struct {
	const char *name, *operands;
} operations[IR_OPS] = {
#define IR(name, mnemonic, operands, meaning) [IR_##name] = { mnemonic, operands },
#include "ir.def"
#undef IR
};

const char *ir_operands(enum ir_op op)
{
	return operations[op].operands;
}

const char *ir_name(enum ir_op op)
{
	return operations[op].name;
}

struct gj_interval ir_range(const struct ir *ir, const struct ir_value *value)
{
	struct gj_interval a = value->a >= 0 ? ir_interval(ir, value->a) : gj_interval_of(0, 0);
	struct gj_interval b = value->b >= 0 ? ir_interval(ir, value->b) : gj_interval_of(0, 0);
	switch (value->op) {
	case IR_CONSTANT:
		return gj_interval_of(value->k, value->k);
	case IR_COLUMN:
		return gj_interval_of(value->low, value->high);
	case IR_ADD:
		return gj_interval_add(a, b);
	case IR_SUB:
		return gj_interval_subtract(a, b);
	case IR_MUL:
		return gj_interval_multiply(a, b);
	case IR_DIVIDE:
		return gj_interval_divide(a, b, (enum gj_rounding)value->k);
	case IR_MONTH:
		return gj_interval_month(a);
	case IR_MDAY:
		return gj_interval_month_day(a);
	case IR_DATE:
		return gj_interval_date(a, b);
	case IR_MIN:
		return gj_interval_min(a, b);
	case IR_MAX:
		return gj_interval_max(a, b);
	case IR_SELECT:
		return gj_interval_hull(b, ir_interval(ir, value->c));
	default:
		return gj_interval_of(0, 1);
	}
}

static const char *operands_fault(const struct ir *ir, ir_ref at)
{
	const struct ir_value *value = ir_at(ir, at);
	const char *used = ir_operands(value->op);
	const ir_ref operands[] = { value->a, value->b, value->c };
	for (size_t i = 0; i < 3; i++) {
		bool wanted = strchr(used, "abc"[i]) != NULL;
		if (wanted && (operands[i] < 0 || operands[i] >= at))
			return "an operand doesn't stand before its use";
		if (!wanted && operands[i] != -1)
			return "an operation has an operand too many";
	}
	return NULL;
}

static bool is_boolean(const struct ir *ir, ir_ref ref)
{
	return ir_at(ir, ref)->boolean;
}

static const char *kind_fault(const struct ir *ir, const struct ir_value *value)
{
	switch (value->op) {
	case IR_CONSTANT:
	case IR_COLUMN:
		return value->boolean && (value->low < 0 || value->high > 1) ? "a boolean is neither 0 nor 1" : NULL;
	case IR_AND:
	case IR_OR:
		return value->boolean && is_boolean(ir, value->a) && is_boolean(ir, value->b) ? NULL : "and, or: not booleans";
	case IR_NOT:
		return value->boolean && is_boolean(ir, value->a) ? NULL : "not: no boolean";
	case IR_EQ:
	case IR_NE:
	case IR_LT:
	case IR_LE:
		return value->boolean ? NULL : "a comparison must give a boolean";
	case IR_SELECT:
		if (!is_boolean(ir, value->a))
			return "select: the condition is no boolean";
		return is_boolean(ir, value->b) == is_boolean(ir, value->c) && is_boolean(ir, value->b) == value->boolean ? NULL
			: "select: a boolean and a number";
	case IR_DIVIDE:
		if (ir_at(ir, value->b)->low <= 0)
			return "a divisor may be zero or negative";
		return value->k < GJ_ROUND_DOWN || value->k > GJ_ROUND_HALF ? "no such rounding" : NULL;
	case IR_MONTH:
	case IR_MDAY:
		return !value->boolean && ir_at(ir, value->a)->low >= GJ_DATE_FIRST && ir_at(ir, value->a)->high <= GJ_DATE_LAST ? NULL : "no date";
	case IR_DATE:
		return !value->boolean && ir_at(ir, value->a)->low >= GJ_MONTH_FIRST && ir_at(ir, value->a)->high <= GJ_MONTH_LAST
			&& ir_at(ir, value->b)->low >= 1 && ir_at(ir, value->b)->high <= 31 ? NULL : "no month or no day of a month";
	default:
		return value->boolean ? "arithmetic can't give a boolean" : NULL;
	}
}

static const char *range_fault(const struct ir *ir, const struct ir_value *value)
{
	struct gj_interval implied = ir_range(ir, value);
	if (value->low > value->high)
		return "a range is empty";
	if (!gj_fits_lane(implied, GJ_LANE128))
		return "a range fits no lane";
	return value->low == implied.low && value->high == implied.high ? NULL : "a range isn't what its operation implies";
}

static const char *slot_fault(const struct ir *ir, size_t slot)
{
	const struct gj_program *program = ir->program;
	if (ir->slots[slot] < 0 || (size_t)ir->slots[slot] >= ir->value_count)
		return "a slot stands for no value";
	const struct ir_value *value = ir_at(ir, ir->slots[slot]);
	return value->low >= program->slot_low[slot] && value->high <= program->slot_high[slot] ? NULL : "a slot's value leaves its range";
}

const char *ir_verify(const struct ir *ir)
{
	for (size_t i = 0; i < ir->value_count; i++) {
		const struct ir_value *value = &ir->values[i];
		if (value->op >= IR_OPS)
			return "no such operation";
		const char *fault = operands_fault(ir, (ir_ref)i);
		if (!fault)
			fault = kind_fault(ir, value);
		if (!fault)
			fault = range_fault(ir, value);
		if (!fault && value->op == IR_COLUMN && (value->k < 0 || (size_t)value->k >= ir->program->column_count))
			fault = "no such column";
		if (fault)
			return fault;
	}
	for (size_t slot = 0; slot < ir->program->slot_count; slot++) {
		const char *fault = slot_fault(ir, slot);
		if (fault)
			return fault;
	}
	return NULL;
}
