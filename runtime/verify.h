/* The parts of gj_verify. Each returns whether its laws hold; the first fault found is kept. */
#ifndef GJ_VERIFY_H
#define GJ_VERIFY_H
#include "runtime/arith.h"
#include "runtime/memory.h"
#include "runtime/program.h"

/* What gj_verify returns when it could not finish for want of memory; compare the address. */
extern const char gj_verify_no_memory[];

struct verifier {
	const struct gj_program *program;
	struct gj_arena *arena;
	const char *why;        /* NULL: nothing found yet */
	bool keyless;           /* rows that are groups of others have no key */
};

/* Keeps the fault unless there already is one. Always false, for `return fault(…)`. */
__attribute__((format(printf, 2, 3))) bool verify_fault(struct verifier *verifier, const char *format, ...);

/* Memory is out: that is the fault. */
bool verify_no_memory(struct verifier *verifier);

/* What must hold among the operands of an instruction; what is known of its result. d is the accumulator as it was before. */
struct operand_ranges {
	struct gj_interval x, y, c, d;
	int64_t k, m;
};

/* NULL, or what an opcode demands of its operands and isn't so. */
const char *verify_operands(unsigned op, const struct operand_ranges *ranges, enum gj_lane source);
/* The interval of an opcode's result, when verify_operands found nothing. */
struct gj_interval verify_result(unsigned op, const struct operand_ranges *ranges);

bool verify_fields(struct verifier *verifier);
bool verify_sheet(struct verifier *verifier);
bool verify_outcomes(struct verifier *verifier);
bool verify_slots(struct verifier *verifier);

/* Ledgers, each a program of its own whose totals fill the derived fields. */
bool verify_ledgers(struct verifier *verifier);

/* A code: `must_compute[slot]` says which slots it has to leave a result for. */
bool verify_code(struct verifier *verifier, const struct gj_code *code, const char *name, const bool *must_compute);

static inline bool verify_is_boolean(struct gj_interval range)
{
	return range.low >= 0 && range.high <= 1;
}
static inline bool verify_is_index(int index, size_t count)
{
	return index >= 0 && (size_t)index < count;
}
static inline bool verify_is_optional_index(int index, size_t count)
{
	return index == GJ_NONE || verify_is_index(index, count);
}
#endif
