#include "quantity.h"

#include <string.h>

/* constant × the product of factors, which stand in order and may repeat; all are positive. */
struct divisor {
	int64_t constant;
	size_t count;
	ir_ref factors[];
};

static const struct divisor ONE = { 1, 0 };

enum { LARGEST_POWER = 18 }; /* 10^18 is the largest power of ten in 64 bits */

struct quantity quantity_of(ir_ref value, int scale)
{
	return (struct quantity){ value, NULL, scale };
}

/* value × 10^exponent; exponent >= 0. */
static ir_ref scale_up(struct ir_builder *builder, ir_ref value, int exponent)
{
	for (; exponent > LARGEST_POWER; exponent -= LARGEST_POWER)
		value = ir_multiply_by(builder, value, gj_power10(LARGEST_POWER));
	return exponent ? ir_multiply_by(builder, value, gj_power10(exponent)) : value;
}

struct quantity quantity_at(struct ir_builder *builder, struct quantity a, int scale)
{
	return scale > a.scale ? (struct quantity){ scale_up(builder, a.above, scale - a.scale), a.below, scale } : a;
}

static struct divisor *divisor_new(struct ir_builder *builder, size_t most)
{
	struct divisor *made = gj_arena_alloc(builder->ir->arena, sizeof *made + most * sizeof *made->factors);
	made->constant = 1;
	made->count = 0;
	return made;
}

static const struct divisor *divisor_of(struct quantity a)
{
	return a.below ? a.below : &ONE;
}

static bool same_divisor(const struct divisor *a, const struct divisor *b)
{
	return a->constant == b->constant && a->count == b->count && !memcmp(a->factors, b->factors, a->count * sizeof *a->factors);
}

static const struct divisor *kept(const struct divisor *divisor)
{
	return same_divisor(divisor, &ONE) ? NULL : divisor;
}

/* What doesn't fit is noted where the builder was told that a fraction comes from, and building goes on. */
static void note_beyond(struct ir_builder *builder)
{
	if (!builder->overflow)
		builder->overflow_span = builder->fraction_span;
	builder->overflow = builder->overflow_of_fraction = true;
}

static int64_t times(struct ir_builder *builder, int64_t a, int64_t b)
{
	int64_t product = 1;
	if (!gj_multiply(a, b, &product))
		note_beyond(builder);
	return product;
}

static int64_t greatest_common(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* Takes the next factor of either list, or the one that both have. */
static ir_ref next_factor(const struct divisor *a, size_t *i, const struct divisor *b, size_t *k, bool shared)
{
	if (*k == b->count || (*i < a->count && a->factors[*i] < b->factors[*k]))
		return a->factors[(*i)++];
	if (*i < a->count && shared && a->factors[*i] == b->factors[*k])
		++*i;
	return b->factors[(*k)++];
}

/* The product of two divisors; `shared`: their least common multiple. */
static const struct divisor *joined(struct ir_builder *builder, const struct divisor *a, const struct divisor *b, bool shared)
{
	struct divisor *made = divisor_new(builder, a->count + b->count);
	int64_t common = shared ? greatest_common(a->constant, b->constant) : 1;
	made->constant = times(builder, a->constant, b->constant / common);
	for (size_t i = 0, k = 0; i < a->count || k < b->count;)
		made->factors[made->count++] = next_factor(a, &i, b, &k, shared);
	return made;
}

/* Multiplied from left to right; -1 is 1. */
static ir_ref multiplied(struct ir_builder *builder, ir_ref product, ir_ref factor)
{
	return product < 0 ? factor : ir_multiply(builder, product, factor);
}

/* value × (whole / part). */
static ir_ref extended(struct ir_builder *builder, ir_ref value, const struct divisor *whole, const struct divisor *part)
{
	ir_ref product = -1;
	for (size_t i = 0, k = 0; i < whole->count; i++) {
		if (k < part->count && part->factors[k] == whole->factors[i])
			k++;
		else
			product = multiplied(builder, product, whole->factors[i]);
	}
	if (whole->constant != part->constant)
		product = multiplied(builder, product, ir_constant(builder, whole->constant / part->constant));
	return product < 0 ? value : ir_multiply(builder, value, product);
}

static ir_ref value_of(struct ir_builder *builder, const struct divisor *divisor)
{
	ir_ref value = extended(builder, ir_constant(builder, 1), divisor, &ONE);
	return builder->overflow ? ir_constant(builder, 1) : value;
}

ir_ref quantity_divisor(struct ir_builder *builder, struct quantity a)
{
	return value_of(builder, divisor_of(a));
}

/* Overflow in the middle of a fraction is the fraction's. */
static void blame(struct ir_builder *builder, bool before, struct quantity a, struct quantity b)
{
	if (!before && builder->overflow && (a.below || b.below)) {
		builder->overflow_of_fraction = true;
		builder->overflow_span = builder->fraction_span;
	}
}

/* Two numbers brought to one divisor and scale. */
static void bring_together(struct ir_builder *builder, struct quantity *a, struct quantity *b)
{
	bool before = builder->overflow;
	int scale = a->scale > b->scale ? a->scale : b->scale;
	const struct divisor *of_a = divisor_of(*a), *of_b = divisor_of(*b);
	if (!same_divisor(of_a, of_b)) {
		const struct divisor *both = joined(builder, of_a, of_b, true);
		ir_ref above = extended(builder, a->above, both, of_a), other = extended(builder, b->above, both, of_b);
		*a = (struct quantity){ above, kept(both), a->scale };
		*b = (struct quantity){ other, kept(both), b->scale };
	}
	*a = quantity_at(builder, *a, scale);
	*b = quantity_at(builder, *b, scale);
	blame(builder, before, *a, *b);
}

static struct quantity paired(struct ir_builder *builder, struct quantity a, struct quantity b,
	ir_ref (*operation)(struct ir_builder *builder, ir_ref a, ir_ref b))
{
	bring_together(builder, &a, &b);
	bool before = builder->overflow;
	ir_ref above = operation(builder, a.above, b.above);
	blame(builder, before, a, b);
	return (struct quantity){ above, a.below, a.scale };
}

struct quantity quantity_add(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	return paired(builder, a, b, ir_add);
}

struct quantity quantity_subtract(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	return paired(builder, a, b, ir_subtract);
}

struct quantity quantity_min(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	return paired(builder, a, b, ir_min);
}

struct quantity quantity_max(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	return paired(builder, a, b, ir_max);
}

ir_ref quantity_less(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	bring_together(builder, &a, &b);
	return ir_less(builder, a.above, b.above);
}

ir_ref quantity_less_equal(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	bring_together(builder, &a, &b);
	return ir_less_equal(builder, a.above, b.above);
}

ir_ref quantity_equal(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	bring_together(builder, &a, &b);
	return ir_equal(builder, a.above, b.above);
}

struct quantity quantity_multiply(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	bool before = builder->overflow;
	ir_ref above = ir_multiply(builder, a.above, b.above);
	blame(builder, before, a, b);
	const struct divisor *below = a.below && b.below ? joined(builder, a.below, b.below, false) : a.below ? a.below : b.below;
	return (struct quantity){ above, below, a.scale + b.scale };
}

struct quantity quantity_negate(struct ir_builder *builder, struct quantity a)
{
	return (struct quantity){ ir_multiply_by(builder, a.above, -1), a.below, a.scale };
}

/* A positive number as a divisor. */
static const struct divisor *divisor_from(struct ir_builder *builder, ir_ref number)
{
	ir_ref positive = ir_max(builder, number, ir_constant(builder, 1));
	const struct ir_value *value = ir_at(builder->ir, positive);
	struct divisor *made = divisor_new(builder, 1);
	bool scaled = value->op == IR_MUL && ir_is_constant(builder->ir, value->b) && ir_at(builder->ir, value->b)->k > 0;
	if (value->op == IR_CONSTANT)
		made->constant = value->k;
	else if (scaled)
		made->constant = ir_at(builder->ir, value->b)->k;
	if (value->op != IR_CONSTANT)
		made->factors[made->count++] = scaled ? value->a : positive;
	return made;
}

struct quantity quantity_divide(struct ir_builder *builder, struct quantity a, struct quantity b)
{
	bool before = builder->overflow;
	const struct divisor *below = joined(builder, divisor_of(a), divisor_from(builder, b.above), false);
	struct quantity quotient = { extended(builder, a.above, divisor_of(b), &ONE), kept(below), a.scale - b.scale };
	quotient = quantity_at(builder, quotient, 0);
	blame(builder, before, quotient, quotient);
	return quotient;
}

/* Where neither divisor is a multiple of the other, the choice has its own. */
static struct quantity choose_apart(struct ir_builder *builder, ir_ref condition, struct quantity a, struct quantity b)
{
	bool before = builder->overflow;
	int scale = a.scale > b.scale ? a.scale : b.scale;
	a = quantity_at(builder, a, scale);
	b = quantity_at(builder, b, scale);
	ir_ref first = quantity_divisor(builder, a), second = quantity_divisor(builder, b);
	ir_ref below = ir_select(builder, condition, first, second);
	ir_ref above = ir_select(builder, condition, a.above, b.above);
	blame(builder, before, a, b);
	return (struct quantity){ above, kept(divisor_from(builder, below)), scale };
}

struct quantity quantity_select(struct ir_builder *builder, ir_ref condition, struct quantity a, struct quantity b)
{
	const struct divisor *of_a = divisor_of(a), *of_b = divisor_of(b), *both = joined(builder, of_a, of_b, true);
	if (both->count > 0 && !same_divisor(both, of_a) && !same_divisor(both, of_b))
		return choose_apart(builder, condition, a, b);
	bring_together(builder, &a, &b);
	return (struct quantity){ ir_select(builder, condition, a.above, b.above), a.below, a.scale };
}

ir_ref quantity_rounded(struct ir_builder *builder, struct quantity a, int scale, enum gj_rounding rounding)
{
	bool before = builder->overflow;
	struct quantity fine = quantity_at(builder, a, scale);
	ir_ref below = quantity_divisor(builder, a);
	below = scale_up(builder, below, fine.scale - scale);
	blame(builder, before, a, a);
	return builder->overflow ? ir_constant(builder, 0) : ir_divide(builder, fine.above, below, rounding);
}

ir_ref quantity_within(struct ir_builder *builder, ir_ref value, gj_wide low, gj_wide high)
{
	if (ir_at(builder->ir, value)->low < low)
		value = ir_max(builder, value, ir_constant(builder, (int64_t)low));
	return ir_at(builder->ir, value)->high > high ? ir_min(builder, value, ir_constant(builder, (int64_t)high)) : value;
}
