#include "runtime/opcode.h"

#include <stddef.h>

enum {
	USES_NONE = 0,
	USES_K = GJ_OPERAND_K,
	USES_X = GJ_OPERAND_X,
	USES_XY = GJ_OPERAND_X | GJ_OPERAND_Y,
	USES_C = GJ_OPERAND_C,
	USES_CXY = GJ_OPERAND_C | USES_XY,
	USES_X_K = GJ_OPERAND_X | GJ_OPERAND_K,
	USES_X_KM = USES_X_K | GJ_OPERAND_M,
	USES_C_K = GJ_OPERAND_C | GJ_OPERAND_K,
	USES_C_KM = USES_C_K | GJ_OPERAND_M,
	USES_XY_K = USES_XY | GJ_OPERAND_K
};

static const struct gj_opcode_row rows[GJ_OPCODES] = {
#define OPCODE(name, mnemonic, operands, result, meaning) [GJ_OP_##name] = { mnemonic, USES_##operands, GJ_RESULT_##result, meaning },
#include "runtime/opcodes.def"
#undef OPCODE
};

const struct gj_opcode_row *gj_opcode(unsigned op)
{
	return op < GJ_OPCODES ? &rows[op] : NULL;
}
