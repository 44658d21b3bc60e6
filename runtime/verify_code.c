#include "runtime/opcode.h"
#include "runtime/verify.h"

enum { REGISTER_LIMIT = 65536 };

/* A code under examination: what is known of every register after the instructions so far. */
struct examination {
	struct verifier *verifier;
	const struct gj_code *code;
	const char *name;
	size_t at;                      /* instruction */
	struct gj_interval *ranges;
	bool *written;
};

static bool fault_at(struct examination *of, const char *what)
{
	return verify_fault(of->verifier, "%s, instruction %zu: %s", of->name, of->at, what);
}

/* Columns hold what their fields allow; a state column holds enum gj_state. */
static void enter_columns(struct examination *of)
{
	const struct gj_program *program = of->verifier->program;
	for (size_t i = 0; i < program->column_count; i++)
		of->written[i] = true;
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->column >= 0)
			of->ranges[field->column] = gj_interval_of(field->low, field->high);
		if (field->state_column >= 0)
			of->ranges[field->state_column] = gj_interval_of(GJ_PRESENT, gj_field_last_state(field));
	}
}

static bool check_registers(struct verifier *verifier, const struct gj_code *code, const char *name)
{
	const struct gj_program *program = verifier->program;
	if (code->registers < program->column_count || code->registers > REGISTER_LIMIT)
		return verify_fault(verifier, "%s: the number of registers", name);
	for (size_t i = 0; i < code->registers; i++) {
		if (code->lanes[i] > GJ_LANE128 || (i < program->column_count && code->lanes[i] != program->column_lanes[i]))
			return verify_fault(verifier, "%s: the lane of register %zu", name, i);
	}
	return true;
}

static bool check_read(struct examination *of, unsigned index, unsigned lane)
{
	if (index >= of->code->registers)
		return fault_at(of, "reads a register that doesn't exist");
	if (of->code->lanes[index] != lane)
		return fault_at(of, "reads a register of another lane");
	return of->written[index] || fault_at(of, "reads a register before it is written");
}

/* Used operands are readable, unused ones are zero. */
static bool check_operands(struct examination *of, const struct gj_instruction *instruction, unsigned used)
{
	if (used & GJ_OPERAND_X ? !check_read(of, instruction->x, instruction->source) : instruction->x != 0)
		return fault_at(of, "x");
	if (used & GJ_OPERAND_Y ? !check_read(of, instruction->y, instruction->source) : instruction->y != 0)
		return fault_at(of, "y");
	if (used & GJ_OPERAND_C ? !check_read(of, instruction->c, GJ_LANE8) : instruction->c != 0)
		return fault_at(of, "c");
	if ((!(used & GJ_OPERAND_K) && instruction->k) || (!(used & GJ_OPERAND_M) && instruction->m))
		return fault_at(of, "an immediate that the opcode doesn't have");
	return true;
}

static bool check_target(struct examination *of, const struct gj_instruction *instruction, enum gj_result result)
{
	if (instruction->source > GJ_LANE128 || instruction->target > GJ_LANE128 || instruction->reserved)
		return fault_at(of, "lanes");
	if (instruction->d < of->verifier->program->column_count || instruction->d >= of->code->registers)
		return fault_at(of, "writes a register that isn't its to write");
	if (of->code->lanes[instruction->d] != instruction->target)
		return fault_at(of, "writes a register of another lane");
	if (result == GJ_RESULT_BOOL && instruction->target != GJ_LANE8)
		return fault_at(of, "a boolean must be in the narrowest lane");
	if (result == GJ_RESULT_ACCUMULATE && !of->written[instruction->d])
		return fault_at(of, "adds to a register before it is written");
	return true;
}

static bool check_ranges(struct examination *of, const struct gj_instruction *instruction, unsigned used)
{
	struct operand_ranges ranges = { .k = instruction->k, .m = instruction->m, .d = of->ranges[instruction->d] };
	if (used & GJ_OPERAND_X)
		ranges.x = of->ranges[instruction->x];
	if (used & GJ_OPERAND_Y)
		ranges.y = of->ranges[instruction->y];
	if (used & GJ_OPERAND_C)
		ranges.c = of->ranges[instruction->c];
	if (!verify_is_boolean(ranges.c))
		return fault_at(of, "c isn't a boolean");
	const char *why = verify_operands(instruction->op, &ranges, (enum gj_lane)instruction->source);
	if (why)
		return fault_at(of, why);
	struct gj_interval result = verify_result(instruction->op, &ranges);
	if (!gj_fits_lane(result, (enum gj_lane)instruction->target))
		return fault_at(of, "the result may overflow its lane");
	of->ranges[instruction->d] = result;
	of->written[instruction->d] = true;
	return true;
}

static bool check_instruction(struct examination *of)
{
	const struct gj_instruction *instruction = &of->code->instructions[of->at];
	const struct gj_opcode_row *row = gj_opcode(instruction->op);
	if (!row)
		return fault_at(of, "no such opcode");
	return check_target(of, instruction, (enum gj_result)row->result) && check_operands(of, instruction, row->operands)
		&& check_ranges(of, instruction, row->operands);
}

static bool check_output(struct examination *of, size_t slot, bool must_compute)
{
	const struct gj_program *program = of->verifier->program;
	int32_t index = of->code->outputs[slot];
	if (index == GJ_NONE && !must_compute)
		return true;
	if (!verify_is_index(index, of->code->registers) || !of->written[index] || of->code->lanes[index] > GJ_LANE64)
		return verify_fault(of->verifier, "%s: slot %zu has no result", of->name, slot);
	struct gj_interval range = of->ranges[index];
	if (range.low < program->slot_low[slot] || range.high > program->slot_high[slot])
		return verify_fault(of->verifier, "%s: slot %zu may leave its range", of->name, slot);
	return true;
}

bool verify_code(struct verifier *verifier, const struct gj_code *code, const char *name, const bool *must_compute)
{
	if (!check_registers(verifier, code, name))
		return false;
	struct examination of = { .verifier = verifier, .code = code, .name = name };
	of.ranges = gj_arena_alloc(verifier->arena, code->registers * sizeof *of.ranges);
	of.written = gj_arena_alloc(verifier->arena, code->registers * sizeof *of.written);
	if (!of.ranges || !of.written)
		return verify_no_memory(verifier);
	enter_columns(&of);
	for (; of.at < code->count; of.at++) {
		if (!check_instruction(&of))
			return false;
	}
	for (size_t slot = 0; slot < verifier->program->slot_count; slot++) {
		if (!check_output(&of, slot, must_compute[slot]))
			return false;
	}
	return true;
}
