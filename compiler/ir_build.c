/* Hash-consing: each operation on given operands exists once. Values never change once made, and the arena keeps the array that a grown one
 * replaces, so a pointer to a value stays good while others are made. */
#include "ir_build.h"

enum { FIRST_TABLE = 1024 };

static void clear_table(struct ir_builder *builder, size_t size)
{
	builder->table = gj_arena_alloc(builder->ir->arena, size * sizeof *builder->table);
	builder->table_size = size;
	for (size_t i = 0; i < size; i++)
		builder->table[i] = -1;
}

struct ir_builder *ir_builder_new(struct gj_arena *arena)
{
	struct ir_builder *builder = gj_arena_alloc(arena, sizeof *builder);
	builder->ir = gj_arena_alloc(arena, sizeof *builder->ir);
	builder->ir->arena = arena;
	clear_table(builder, FIRST_TABLE);
	return builder;
}

static size_t hash(const struct ir_value *value)
{
	uint64_t h = (uint64_t)value->op | (uint64_t)value->boolean << 8;
	const uint64_t parts[] = { (uint32_t)value->a, (uint32_t)value->b, (uint32_t)value->c, (uint64_t)value->k };
	for (size_t i = 0; i < 4; i++) {
		h = (h ^ parts[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return (size_t)h;
}

static bool same(const struct ir_value *x, const struct ir_value *y)
{
	return x->op == y->op && x->boolean == y->boolean && x->a == y->a && x->b == y->b && x->c == y->c && x->k == y->k;
}

/* Where the value stands in the table, or the free place for it. */
static size_t find(const struct ir_builder *builder, const struct ir_value *value)
{
	size_t mask = builder->table_size - 1, at = hash(value) & mask;
	while (builder->table[at] >= 0 && !same(ir_at(builder->ir, builder->table[at]), value))
		at = (at + 1) & mask;
	return at;
}

static void widen_table(struct ir_builder *builder)
{
	clear_table(builder, builder->table_size * 2);
	for (size_t i = 0; i < builder->ir->value_count; i++)
		builder->table[find(builder, &builder->ir->values[i])] = (ir_ref)i;
}

/* A value beyond every lane is noted and replaced by 0, so that building can go on to its end. */
static ir_ref note_overflow(struct ir_builder *builder)
{
	if (!builder->overflow)
		builder->overflow_span = builder->span;
	builder->overflow = true;
	return ir_constant(builder, 0);
}

static ir_ref intern(struct ir_builder *builder, struct ir_value *value)
{
	struct ir *ir = builder->ir;
	size_t at = find(builder, value);
	if (builder->table[at] >= 0)
		return builder->table[at];
	struct gj_interval range = ir_range(ir, value);
	if (!gj_fits_lane(range, GJ_LANE128) || ir->value_count >= INT32_MAX / 2)
		return note_overflow(builder);
	value->low = range.low;
	value->high = range.high;
	value->span = builder->span;
	ir->values = gj_arena_grow(ir->arena, ir->values, ir->value_count, &ir->value_capacity, sizeof *ir->values);
	ir->values[ir->value_count] = *value;
	builder->table[at] = (ir_ref)ir->value_count++;
	ir_ref made = builder->table[at];
	if (ir->value_count * 2 > builder->table_size)
		widen_table(builder);
	return made;
}

static bool gives_boolean(const struct ir *ir, enum ir_op op, ir_ref b)
{
	switch (op) {
	case IR_EQ:
	case IR_NE:
	case IR_LT:
	case IR_LE:
	case IR_AND:
	case IR_OR:
	case IR_NOT:
		return true;
	case IR_SELECT:
		return ir_at(ir, b)->boolean;
	default:
		return false;
	}
}

ir_ref ir_intern(struct ir_builder *builder, enum ir_op op, ir_ref a, ir_ref b, ir_ref c, int64_t k)
{
	struct ir_value value = { .op = op, .boolean = gives_boolean(builder->ir, op, b), .a = a, .b = b, .c = c, .k = k };
	return intern(builder, &value);
}

static ir_ref leaf(struct ir_builder *builder, enum ir_op op, int64_t k, bool boolean, struct gj_interval range)
{
	struct ir_value value = { .op = op, .boolean = boolean, .a = -1, .b = -1, .c = -1, .k = k, .low = range.low, .high = range.high };
	return intern(builder, &value);
}

ir_ref ir_constant(struct ir_builder *builder, int64_t value)
{
	return leaf(builder, IR_CONSTANT, value, false, gj_interval_of(value, value));
}

ir_ref ir_boolean(struct ir_builder *builder, bool value)
{
	return leaf(builder, IR_CONSTANT, value, true, gj_interval_of(value, value));
}

ir_ref ir_column(struct ir_builder *builder, int column, int64_t low, int64_t high, bool boolean)
{
	return leaf(builder, IR_COLUMN, column, boolean, gj_interval_of(low, high));
}
