/* The kernels themselves, included by one unit for each level of vector instructions (no include guard). Before it: KERNEL_TABLE, the name of
 * the function that hands out the table. Arithmetic is modulo 2^lane: the verifier has proved that each result fits its target lane, so whatever
 * the operands lose on the way to it doesn't matter, and byte operands stay in byte vectors. */
#include "runtime/arith.h"
#include "runtime/calendar.h"
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
typedef unsigned __int128 wrapping128;
typedef __int128 int128_t;

/* Functions rather than macros: their results are of the lane's own type before anything else happens to them, so that the compiler sees a
 * vector minimum and not a choice between two things to be narrowed. */
#define ORDER(T) \
	static inline int##T##_t lesser##T(int##T##_t a, int##T##_t b) { return a < b ? a : b; } \
	static inline int##T##_t greater##T(int##T##_t a, int##T##_t b) { return a > b ? a : b; }
ORDER(8) ORDER(16) ORDER(32) ORDER(64) ORDER(128)

#define DIVISION(T) \
	static inline int##T##_t divide##T(int##T##_t a, int64_t b, int64_t rounding) { return (int##T##_t)gj_divide(a, b, (enum gj_rounding)rounding); }
DIVISION(8) DIVISION(16) DIVISION(32) DIVISION(64)
static inline int128_t divide128(int128_t a, int128_t b, int64_t rounding)
{
	return gj_divide_wide(a, b, (enum gj_rounding)rounding);
}

/* All ones where the boolean is 1. Both sides of a choice are always read: that is what lets bytes be vectorised. */
#define MASK(boolean) ((wrapping)0 - (wrapping)(boolean))
#define CHOOSE(boolean, a, b) ((wrapping)(b) ^ (MASK(boolean) & ((wrapping)(a) ^ (wrapping)(b))))

/* S: the source lane's bits. in_k and in_m are the immediates as the source lane has them. */
#define DO_CONST(S)  (wrapping)k
#define DO_MOVE(S)   x[i]
#define DO_CLAMP(S)  lesser##S(greater##S(x[i], in_k), in_m)
#define DO_ADD(S)    (wrapping)x[i] + (wrapping)y[i]
#define DO_SUB(S)    (wrapping)x[i] - (wrapping)y[i]
#define DO_MUL(S)    (wrapping)x[i] * (wrapping)y[i]
#define DO_MIN(S)    lesser##S(x[i], y[i])
#define DO_MAX(S)    greater##S(x[i], y[i])
#define DO_ADDK(S)   (wrapping)x[i] + (wrapping)k
#define DO_MULK(S)   (wrapping)x[i] * (wrapping)k
#define DO_FROMK(S)  (wrapping)k - (wrapping)x[i]
#define DO_EQ(S)     x[i] == y[i]
#define DO_NE(S)     x[i] != y[i]
#define DO_LT(S)     x[i] < y[i]
#define DO_LE(S)     x[i] <= y[i]
#define DO_EQK(S)    x[i] == in_k
#define DO_NEK(S)    x[i] != in_k
#define DO_LEK(S)    x[i] <= in_k
#define DO_GEK(S)    x[i] >= in_k
#define DO_SPAN(S)   (x[i] >= in_k) & (x[i] <= in_m)
#define DO_AND(S)    x[i] & y[i]
#define DO_OR(S)     x[i] | y[i]
#define DO_NOT(S)    x[i] ^ 1
#define DO_SELECT(S) CHOOSE(c[i], x[i], y[i])
#define DO_PICK(S)   CHOOSE(c[i], k, m)
#define DO_COUNT(S)  (wrapping)lesser##S(x[i], in_m) * (wrapping)k
#define DO_LOSEIF(S) (wrapping)d[i] + (MASK(c[i]) & (wrapping)k)
#define DO_LOSE(S)   (wrapping)d[i] + (wrapping)lesser##S(x[i], in_m) * (wrapping)k
#define DO_MONTH(S)  gj_month((int64_t)x[i])
#define DO_MDAY(S)   gj_month_day((int64_t)x[i])
#define DO_DATE(S)   gj_date((int64_t)x[i], (int64_t)y[i])
#define DO_DIVIDE(S) divide##S(x[i], y[i], k)
#define DO_DIVK(S)   divide##S(x[i], k, m)

#define KERNEL(op, S, T) \
	static void op##_##S##_##T(const struct gj_step *step, void *const *bases, size_t rows) \
	{ \
		typedef int##S##_t in; \
		typedef int##T##_t out; \
		typedef wrapping##T wrapping; \
		const in *x = bases[step->x], *y = bases[step->y]; \
		const int8_t *c = bases[step->c]; \
		const int64_t k = step->k, m = step->m; \
		const in in_k = (in)k, in_m = (in)m; \
		out *d = bases[step->d]; \
		(void)x, (void)y, (void)c, (void)k, (void)m, (void)in_k, (void)in_m, (void)sizeof(wrapping); \
		rows &= ~(size_t)(GJ_KERNEL_ROWS - 1); \
		INDEPENDENT \
		for (size_t i = 0; i < rows; i++) \
			d[i] = (out)(DO_##op(S)); \
	}

#define TARGETS(op, S) KERNEL(op, S, 8) KERNEL(op, S, 16) KERNEL(op, S, 32) KERNEL(op, S, 64) KERNEL(op, S, 128)
#define DEFINE_BY_BOTH(op) TARGETS(op, 8) TARGETS(op, 16) TARGETS(op, 32) TARGETS(op, 64) TARGETS(op, 128)
#define DEFINE_BY_TARGET(op) TARGETS(op, 8)
#define DEFINE_BY_SOURCE(op) KERNEL(op, 8, 8) KERNEL(op, 16, 8) KERNEL(op, 32, 8) KERNEL(op, 64, 8) KERNEL(op, 128, 8)

#define ROW(op, S) { op##_##S##_8, op##_##S##_16, op##_##S##_32, op##_##S##_64, op##_##S##_128 }
#define LIST_BY_BOTH(op) { ROW(op, 8), ROW(op, 16), ROW(op, 32), ROW(op, 64), ROW(op, 128) }
#define LIST_BY_TARGET(op) { ROW(op, 8), ROW(op, 8), ROW(op, 8), ROW(op, 8), ROW(op, 8) }
#define SAME(op, S) { op##_##S##_8, op##_##S##_8, op##_##S##_8, op##_##S##_8, op##_##S##_8 }
#define LIST_BY_SOURCE(op) { SAME(op, 8), SAME(op, 16), SAME(op, 32), SAME(op, 64), SAME(op, 128) }

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
