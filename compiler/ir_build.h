/* Builds the IR: every function returns the value that stands for the operation asked for, which may be a simpler or an older one, so that
 * equal things are computed once and constants are folded. Operands are values of the same builder.
 * C compilers evaluate arguments in an order of their own: no call may make two new values among its arguments, or images would differ. */
#ifndef GJ_IR_BUILD_H
#define GJ_IR_BUILD_H
#include "ir.h"
#include "runtime/arith.h"

struct ir_builder {
	struct ir *ir;
	struct span span;       /* given to values made from now on */
	bool overflow;          /* some value fits no lane: the IR must not be used */
	struct span overflow_span;
	bool overflow_of_fraction; /* it was the numerator or divisor of a quantity: overflow_span is then what fraction_span was */
	struct span fraction_span; /* the fraction that was lowered last */
	ir_ref *table;          /* open addressing by operation and operands; -1 is free */
	size_t table_size;
};

/* An empty IR in `arena`, which has a failure jump. */
struct ir_builder *ir_builder_new(struct gj_arena *arena);

ir_ref ir_constant(struct ir_builder *builder, int64_t value);
ir_ref ir_boolean(struct ir_builder *builder, bool value);
/* An input column whose values are low..high; one value a column. */
ir_ref ir_column(struct ir_builder *builder, int column, int64_t low, int64_t high, bool boolean);
ir_ref ir_add(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_subtract(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_multiply(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_multiply_by(struct ir_builder *builder, ir_ref a, int64_t k);
/* b.low > 0. */
ir_ref ir_divide(struct ir_builder *builder, ir_ref a, ir_ref b, enum gj_rounding rounding);
/* The operand is brought into the calendar first. */
ir_ref ir_month(struct ir_builder *builder, ir_ref date);
ir_ref ir_month_day(struct ir_builder *builder, ir_ref date);
ir_ref ir_date(struct ir_builder *builder, ir_ref month, ir_ref day);
ir_ref ir_min(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_max(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_equal(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_less(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_less_equal(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_and(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_or(struct ir_builder *builder, ir_ref a, ir_ref b);
ir_ref ir_not(struct ir_builder *builder, ir_ref a);
ir_ref ir_select(struct ir_builder *builder, ir_ref condition, ir_ref a, ir_ref b);

/* What the folding rules are made of: the hash-consed operation itself, unsimplified, with the range that its operands imply. */
ir_ref ir_intern(struct ir_builder *builder, enum ir_op op, ir_ref a, ir_ref b, ir_ref c, int64_t k);
/* The range that an operation implies on the ranges of its operands (COLUMN: its own). */
struct gj_interval ir_range(const struct ir *ir, const struct ir_value *value);

static inline const struct ir_value *ir_at(const struct ir *ir, ir_ref ref)
{
	return &ir->values[ref];
}

static inline bool ir_is_constant(const struct ir *ir, ir_ref ref)
{
	return ir->values[ref].op == IR_CONSTANT;
}

static inline struct gj_interval ir_interval(const struct ir *ir, ir_ref ref)
{
	return gj_interval_of(ir->values[ref].low, ir->values[ref].high);
}

/* The operands of an operation as in ir.def: letters of "abck". */
const char *ir_operands(enum ir_op op);
const char *ir_name(enum ir_op op);
#endif
