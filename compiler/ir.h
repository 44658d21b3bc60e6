/* The intermediate representation: one straight line of integer operations in SSA form that every backend reads. Scales are
 * aligned here: a value is a plain integer with a proved range. Booleans are 0 or 1. */
#ifndef GJ_IR_H
#define GJ_IR_H
#include "ast.h"
#include "runtime/program.h"
#include <stdbool.h>
#include <stdio.h>

/* One row an operation: IR(NAME, dump name, operands, meaning). */
enum ir_op {
#define IR(name, mnemonic, operands, meaning) IR_##name,
#include "ir.def"
#undef IR
	IR_OPS
};

typedef int32_t ir_ref; /* index of an earlier value; -1 none */

struct ir_value {
	enum ir_op op;
	bool boolean;
	ir_ref a, b, c;
	int64_t k;              /* constant, column, rounding */
	__int128 low, high;     /* proved range, both included */
	struct span span;       /* the rule it comes from, for --dump and comments in emitted code */
};

/* A standard ready for any backend: the program's metadata (everything but its two codes) and the values its slots stand for. */
struct ir {
	struct gj_program *program; /* slots, sheet, fields …; score and ledger are left empty by the lowering */
	size_t value_count, value_capacity;
	struct ir_value *values;
	ir_ref *slots;              /* program->slot_count values */
	bool *ledger_only;          /* slot is computed by the ledger code alone (incurred, counted) */
	size_t ledger_count;
	struct span *entries;       /* [program->sheet_count] where each entry of the sheet is written; of the standard its name */
	struct ir **ledgers;        /* of each 台账, over its own columns; program->ledgers[i].rows is its program */
	struct gj_arena *arena;
};

/* NULL when every law of the IR holds, else what is broken: operands earlier than uses, kinds, ranges as the operation implies, slots in range. */
const char *ir_verify(const struct ir *ir);
void ir_dump(const struct ir *ir, FILE *out);
#endif
