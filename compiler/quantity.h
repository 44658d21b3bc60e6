/* Numbers of the sheet in the IR: above / below / 10^scale, so that quotients stay exact. A sum of quotients is brought to one fraction: divisors are kept
 * as products, and as equal values are one value, what two of them share is not multiplied twice. Plain numbers have no divisor and cost nothing more than
 * their own operation. */
#ifndef GJ_QUANTITY_H
#define GJ_QUANTITY_H
#include "ir_build.h"

struct divisor;

struct quantity {
	ir_ref above;
	const struct divisor *below; /* positive; NULL: 1 */
	int scale;
};

struct quantity quantity_of(ir_ref value, int scale);
/* With more decimals if need be. */
struct quantity quantity_at(struct ir_builder *builder, struct quantity a, int scale);
struct quantity quantity_add(struct ir_builder *builder, struct quantity a, struct quantity b);
struct quantity quantity_subtract(struct ir_builder *builder, struct quantity a, struct quantity b);
struct quantity quantity_multiply(struct ir_builder *builder, struct quantity a, struct quantity b);
struct quantity quantity_negate(struct ir_builder *builder, struct quantity a);
/* a / b. Where b isn't positive the result is some number. */
struct quantity quantity_divide(struct ir_builder *builder, struct quantity a, struct quantity b);
struct quantity quantity_min(struct ir_builder *builder, struct quantity a, struct quantity b);
struct quantity quantity_max(struct ir_builder *builder, struct quantity a, struct quantity b);
struct quantity quantity_select(struct ir_builder *builder, ir_ref condition, struct quantity a, struct quantity b);
ir_ref quantity_less(struct ir_builder *builder, struct quantity a, struct quantity b);
ir_ref quantity_less_equal(struct ir_builder *builder, struct quantity a, struct quantity b);
ir_ref quantity_equal(struct ir_builder *builder, struct quantity a, struct quantity b);
/* The whole number of 1 / 10^scale nearest to it as `rounding` says. */
ir_ref quantity_rounded(struct ir_builder *builder, struct quantity a, int scale, enum gj_rounding rounding);
/* A value with the ends that it is known to lie between: numerators and divisors don't know of each other. */
ir_ref quantity_within(struct ir_builder *builder, ir_ref value, gj_wide low, gj_wide high);
/* The value of `below`. */
ir_ref quantity_divisor(struct ir_builder *builder, struct quantity a);
#endif
