/* The instruction set as a table in memory: opcodes.def, one row an opcode. */
#ifndef GJ_OPCODE_H
#define GJ_OPCODE_H
#include <stdint.h>

enum gj_opcode {
#define OPCODE(name, mnemonic, operands, result, meaning) GJ_OP_##name,
#include "runtime/opcodes.def"
#undef OPCODE
	GJ_OPCODES
};

/* Which fields of an instruction are used; d always is. */
enum gj_operand { GJ_OPERAND_X = 1, GJ_OPERAND_Y = 2, GJ_OPERAND_C = 4, GJ_OPERAND_K = 8, GJ_OPERAND_M = 16 };

enum gj_result { GJ_RESULT_VALUE, GJ_RESULT_BOOL, GJ_RESULT_ACCUMULATE };

struct gj_opcode_row {
	const char *mnemonic;
	uint8_t operands;       /* enum gj_operand, or-ed */
	uint8_t result;         /* enum gj_result */
	const char *meaning;
};

/* The row of an opcode, NULL for a number that is none. */
const struct gj_opcode_row *gj_opcode(unsigned op);
#endif
