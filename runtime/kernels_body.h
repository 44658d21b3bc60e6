/* The kernels themselves, included by one unit for each level of vector instructions (no include guard). Before it: KERNEL_TABLE, the name of
 * the function that hands out the table. Arithmetic is modulo 2^lane: the verifier has proved that each result fits its target lane, so whatever
 * the operands lose on the way to it doesn't matter, and byte operands stay in byte vectors. */
#include "runtime/arith.h"
#include "runtime/kernels.h"
#include "runtime/opcode.h"
#include "runtime/program.h"

/* Rows don't depend on each other, even where d is one of the operands. */
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

/* Unsigned, so that arithmetic wraps; at least as wide as int, so that it isn't promoted back to signed. */
typedef uint32_t wrapping8, wrapping16, wrapping32;
typedef uint64_t wrapping64;

#define LESSER(a, b) ((a) < (b) ? (a) : (b))
#define GREATER(a, b) ((a) > (b) ? (a) : (b))
/* All ones where the boolean is 1. Both sides of a choice are always read: that is what lets bytes be vectorised. */
#define MASK(boolean) ((wrapping)0 - (wrapping)(boolean))
#define CHOOSE(boolean, a, b) ((wrapping)(b) ^ (MASK(boolean) & ((wrapping)(a) ^ (wrapping)(b))))

#define DO_CONST  (wrapping)k
#define DO_MOVE   x[i]
#define DO_CLAMP  LESSER(GREATER(x[i], (in)k), (in)m)
#define DO_ADD    (wrapping)x[i] + (wrapping)y[i]
#define DO_SUB    (wrapping)x[i] - (wrapping)y[i]
#define DO_MUL    (wrapping)x[i] * (wrapping)y[i]
#define DO_MIN    LESSER(x[i], y[i])
#define DO_MAX    GREATER(x[i], y[i])
#define DO_ADDK   (wrapping)x[i] + (wrapping)k
#define DO_MULK   (wrapping)x[i] * (wrapping)k
#define DO_FROMK  (wrapping)k - (wrapping)x[i]
#define DO_EQ     x[i] == y[i]
#define DO_NE     x[i] != y[i]
#define DO_LT     x[i] < y[i]
#define DO_LE     x[i] <= y[i]
#define DO_EQK    x[i] == (in)k
#define DO_NEK    x[i] != (in)k
#define DO_LEK    x[i] <= (in)k
#define DO_GEK    x[i] >= (in)k
#define DO_SPAN   (x[i] >= (in)k) & (x[i] <= (in)m)
#define DO_AND    x[i] & y[i]
#define DO_OR     x[i] | y[i]
#define DO_NOT    x[i] ^ 1
#define DO_SELECT CHOOSE(c[i], x[i], y[i])
#define DO_PICK   CHOOSE(c[i], k, m)
#define DO_COUNT  (wrapping)LESSER(x[i], (in)m) * (wrapping)k
#define DO_LOSEIF (wrapping)d[i] + (MASK(c[i]) & (wrapping)k)
#define DO_LOSE   (wrapping)d[i] + (wrapping)LESSER(x[i], (in)m) * (wrapping)k
#define DO_DIVIDE gj_divide((int64_t)x[i], (int64_t)y[i], (enum gj_rounding)k)
#define DO_DIVK   gj_divide((int64_t)x[i], k, (enum gj_rounding)m)

#define KERNEL(op, S, T) \
	static void op##_##S##_##T(const struct gj_step *step, void *const *bases, size_t rows) \
	{ \
		typedef int##S##_t in; \
		typedef int##T##_t out; \
		typedef wrapping##T wrapping; \
		const in *x = bases[step->x], *y = bases[step->y]; \
		const int8_t *c = bases[step->c]; \
		const int64_t k = step->k, m = step->m; \
		out *d = bases[step->d]; \
		(void)x, (void)y, (void)c, (void)k, (void)m; \
		(void)sizeof(in), (void)sizeof(wrapping); \
		rows &= ~(size_t)(GJ_KERNEL_ROWS - 1); \
		INDEPENDENT \
		for (size_t i = 0; i < rows; i++) \
			d[i] = (out)(DO_##op); \
	}

#define TARGETS(op, S) KERNEL(op, S, 8) KERNEL(op, S, 16) KERNEL(op, S, 32) KERNEL(op, S, 64)
#define DEFINE_BY_BOTH(op) TARGETS(op, 8) TARGETS(op, 16) TARGETS(op, 32) TARGETS(op, 64)
#define DEFINE_BY_TARGET(op) TARGETS(op, 8)
#define DEFINE_BY_SOURCE(op) KERNEL(op, 8, 8) KERNEL(op, 16, 8) KERNEL(op, 32, 8) KERNEL(op, 64, 8)

#define ROW(op, S) { op##_##S##_8, op##_##S##_16, op##_##S##_32, op##_##S##_64 }
#define LIST_BY_BOTH(op) { ROW(op, 8), ROW(op, 16), ROW(op, 32), ROW(op, 64) }
#define LIST_BY_TARGET(op) { ROW(op, 8), ROW(op, 8), ROW(op, 8), ROW(op, 8) }
#define SAME(op, S) { op##_##S##_8, op##_##S##_8, op##_##S##_8, op##_##S##_8 }
#define LIST_BY_SOURCE(op) { SAME(op, 8), SAME(op, 16), SAME(op, 32), SAME(op, 64) }

/* Which lanes a kernel depends on follows from its operands and result. */
#define SHAPE_VALUE_K(verb) verb##_BY_TARGET
#define SHAPE_VALUE_C_KM(verb) verb##_BY_TARGET
#define SHAPE_ACCUMULATE_C_K(verb) verb##_BY_TARGET
#define SHAPE_VALUE_X(verb) verb##_BY_BOTH
#define SHAPE_VALUE_XY(verb) verb##_BY_BOTH
#define SHAPE_VALUE_X_K(verb) verb##_BY_BOTH
#define SHAPE_VALUE_X_KM(verb) verb##_BY_BOTH
#define SHAPE_VALUE_XY_K(verb) verb##_BY_BOTH
#define SHAPE_VALUE_CXY(verb) verb##_BY_BOTH
#define SHAPE_ACCUMULATE_X_KM(verb) verb##_BY_BOTH
#define SHAPE_BOOL_X(verb) verb##_BY_SOURCE
#define SHAPE_BOOL_XY(verb) verb##_BY_SOURCE
#define SHAPE_BOOL_X_K(verb) verb##_BY_SOURCE
#define SHAPE_BOOL_X_KM(verb) verb##_BY_SOURCE

#define OPCODE(name, mnemonic, operands, result, meaning) SHAPE_##result##_##operands(DEFINE)(name)
#include "runtime/opcodes.def"
#undef OPCODE

static const gj_kernel_table table[GJ_OPCODES] = {
#define OPCODE(name, mnemonic, operands, result, meaning) [GJ_OP_##name] = SHAPE_##result##_##operands(LIST)(name),
#include "runtime/opcodes.def"
#undef OPCODE
};

const gj_kernel_table *KERNEL_TABLE(void)
{
	return table;
}
