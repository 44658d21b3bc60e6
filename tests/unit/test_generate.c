/* Random IR, boundary-heavy rows: both codes against a direct evaluation of the IR, and through the verifier. */
#include "compiler/ir_build.h"
#include "compiler/passes.h"
#include "runtime/opcode.h"
#include "runtime/verify.h"
#include "runtime/vm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COLUMNS = 10, ROWS = 70, MADE = 60, SLOTS = 12, TRIALS = 3000 };

struct random {
	uint64_t state;
};

static uint64_t next(struct random *random)
{
	random->state ^= random->state << 13;
	random->state ^= random->state >> 7;
	random->state ^= random->state << 17;
	return random->state;
}

static int64_t between(struct random *random, int64_t low, int64_t high)
{
	return (int64_t)((uint64_t)low + next(random) % ((uint64_t)high - (uint64_t)low + 1));
}

static enum gj_lane lane_of(int64_t low, int64_t high)
{
	return gj_lane_of(gj_interval_of(low, high));
}

/* A program with nothing but number and boolean fields. */
static struct gj_program *make_program(struct gj_arena *arena, struct random *random)
{
	static const int64_t spans[] = { 1, 1, 1, 6, 100, 127, 128, 1000, 32767, 40000, 10000000 };
	struct gj_program *program = gj_arena_alloc(arena, sizeof *program);
	program->field_count = program->column_count = COLUMNS;
	program->fields = gj_arena_alloc(arena, COLUMNS * sizeof *program->fields);
	program->column_lanes = gj_arena_alloc(arena, COLUMNS);
	for (int i = 0; i < COLUMNS; i++) {
		int64_t span = spans[next(random) % 11], low = next(random) % 4 || span == 1 ? 0 : -between(random, 0, span);
		program->fields[i] = (struct gj_field){ .name = "f", .type = span == 1 ? GJ_BOOL : GJ_NUMBER, .low = low, .high = low + span,
			.lane = lane_of(low, low + span), .column = i, .state_column = GJ_NONE };
		program->column_lanes[i] = (uint8_t)program->fields[i].lane;
	}
	return program;
}

static ir_ref pick(struct random *random, const ir_ref *from, size_t count)
{
	/* Recent values oftener, so that trees grow deep. */
	size_t back = next(random) % 3 ? next(random) % (count < 8 ? count : 8) : next(random) % count;
	return from[count - 1 - back];
}

static bool within(const struct ir_value *value, gj_wide limit)
{
	return value->high < limit && value->low > -limit;
}

struct pool {
	ir_ref numbers[MADE * 3 + COLUMNS], booleans[MADE * 3 + COLUMNS];
	size_t number_count, boolean_count;
	int bits;               /* numbers of more aren't used again */
};

static void keep(struct pool *pool, const struct ir_builder *build, ir_ref value)
{
	if (ir_at(build->ir, value)->boolean)
		pool->booleans[pool->boolean_count++] = value;
	else if (within(ir_at(build->ir, value), (gj_wide)1 << pool->bits))
		pool->numbers[pool->number_count++] = value;
}

/* Constants have 64 bits. */
static int64_t near_range(struct random *random, const struct ir_value *value)
{
	const gj_wide most = (gj_wide)1 << 61;
	return between(random, (int64_t)gj_largest(value->low - 2, -most), (int64_t)gj_least(gj_largest(value->high + 2, -most + 1), most));
}

/* A sum as a 指标 has it: points less clauses, floored. */
static ir_ref make_item(struct ir_builder *build, struct random *random, const struct pool *pool)
{
	int64_t points = between(random, 1, 20);
	ir_ref sum = ir_constant(build, 0);
	for (uint64_t i = next(random) % 12 + 1; i > 0; i--) {
		ir_ref amount = ir_constant(build, between(random, 1, 8)), zero = ir_constant(build, 0);
		ir_ref term = next(random) % 2 ? ir_select(build, pick(random, pool->booleans, pool->boolean_count), amount, zero)
			: ir_multiply(build, ir_max(build, pick(random, pool->numbers, pool->number_count), zero), amount);
		sum = ir_add(build, sum, term);
		if (next(random) % 5 == 0)
			sum = ir_min(build, sum, ir_constant(build, points / 2));
	}
	return ir_max(build, ir_subtract(build, ir_constant(build, points), sum), ir_constant(build, 0));
}

static bool fits_product(const struct pool *pool, const struct ir_value *a, const struct ir_value *b)
{
	gj_wide most = pool->bits > 62 ? (gj_wide)1 << 52 : 100000;
	return within(a, most) && within(b, most);
}

static ir_ref make_number(struct ir_builder *build, struct random *random, const struct pool *pool)
{
	ir_ref a = pick(random, pool->numbers, pool->number_count), b = pick(random, pool->numbers, pool->number_count);
	const struct ir_value *value = ir_at(build->ir, a);
	switch (next(random) % 12) {
	case 0:
	case 1:
		return ir_add(build, a, b);
	case 2:
		return ir_subtract(build, a, b);
	case 3:
		return ir_multiply_by(build, a, between(random, -5, 9));
	case 4:
		return ir_min(build, a, ir_constant(build, near_range(random, value)));
	case 5:
		return ir_max(build, a, ir_constant(build, near_range(random, value)));
	case 6:
		return next(random) % 2 ? ir_min(build, a, b) : ir_max(build, a, b);
	case 7:
		return ir_select(build, pick(random, pool->booleans, pool->boolean_count), a, b);
	case 8:
		return ir_select(build, pick(random, pool->booleans, pool->boolean_count), ir_constant(build, between(random, -9, 300)),
			ir_constant(build, between(random, -9, 9)));
	case 9:
		return ir_divide(build, a, next(random) % 2 ? ir_constant(build, between(random, 1, 12)) : ir_max(build, b, ir_constant(build, 1)),
			(enum gj_rounding)(next(random) % 3));
	case 10:
		return fits_product(pool, value, ir_at(build->ir, b)) ? ir_multiply(build, a, b) : a;
	default:
		return make_item(build, random, pool);
	}
}

static ir_ref make_boolean(struct ir_builder *build, struct random *random, const struct pool *pool)
{
	ir_ref a = pick(random, pool->numbers, pool->number_count), b = pick(random, pool->numbers, pool->number_count);
	ir_ref p = pick(random, pool->booleans, pool->boolean_count), q = pick(random, pool->booleans, pool->boolean_count);
	ir_ref k = ir_constant(build, near_range(random, ir_at(build->ir, a))), l = ir_constant(build, near_range(random, ir_at(build->ir, a)));
	switch (next(random) % 10) {
	case 0:
		return ir_equal(build, a, k);
	case 1:
		return ir_less(build, a, k);
	case 2:
		return ir_less_equal(build, k, a);
	case 3:
		return next(random) % 2 ? ir_less(build, a, b) : ir_equal(build, a, b);
	case 4:
		return ir_and(build, ir_less_equal(build, k, a), ir_less(build, a, l));
	case 5:
		return ir_not(build, p);
	case 6:
		return ir_and(build, p, ir_not(build, q));
	case 7:
		return ir_or(build, ir_not(build, p), q);
	case 8:
		return next(random) % 2 ? ir_and(build, p, q) : ir_or(build, p, q);
	default:
		return next(random) % 2 ? ir_select(build, p, q, ir_less(build, a, k)) : ir_not(build, ir_equal(build, p, q));
	}
}

static void set_slots(struct ir_builder *build, struct random *random, const struct pool *pool, struct gj_program *program)
{
	struct ir *ir = build->ir;
	program->slot_count = SLOTS;
	ir->slots = gj_arena_alloc(ir->arena, SLOTS * sizeof *ir->slots);
	ir->ledger_only = gj_arena_alloc(ir->arena, SLOTS * sizeof *ir->ledger_only);
	program->slot_low = gj_arena_alloc(ir->arena, SLOTS * sizeof *program->slot_low);
	program->slot_high = gj_arena_alloc(ir->arena, SLOTS * sizeof *program->slot_high);
	for (size_t i = 0; i < SLOTS; i++) {
		ir_ref value = i % 3 ? pick(random, pool->numbers, pool->number_count) : pick(random, pool->booleans, pool->boolean_count);
		if (!gj_fits_lane(ir_interval(ir, value), GJ_LANE64)) /* results have 64 bits */
			value = ir_divide(build, value, ir_constant(build, (int64_t)1 << 60), GJ_ROUND_DOWN);
		ir->slots[i] = value;
		ir->ledger_only[i] = i % 2;
		program->slot_low[i] = (int64_t)ir_at(ir, value)->low;
		program->slot_high[i] = (int64_t)ir_at(ir, value)->high;
	}
}

static struct ir *make_ir(struct gj_arena *arena, struct random *random)
{
	struct ir_builder *build = ir_builder_new(arena);
	struct gj_program *program = build->ir->program = make_program(arena, random);
	struct pool pool = { .bits = next(random) % 2 ? 40 : 100 };
	keep(&pool, build, ir_boolean(build, true));
	keep(&pool, build, ir_constant(build, between(random, -300, 300)));
	for (int i = 0; i < COLUMNS; i++) {
		const struct gj_field *field = &program->fields[i];
		keep(&pool, build, ir_column(build, i, field->low, field->high, field->type == GJ_BOOL));
	}
	for (int i = 0; i < MADE; i++) {
		keep(&pool, build, make_number(build, random, &pool));
		keep(&pool, build, make_boolean(build, random, &pool));
	}
	assert_false(build->overflow);
	set_slots(build, random, &pool, program);
	return build->ir;
}

static gj_wide evaluate_value(const struct ir_value *value, const gj_wide *of, const int64_t *row)
{
	gj_wide a = value->a >= 0 ? of[value->a] : 0, b = value->b >= 0 ? of[value->b] : 0, c = value->c >= 0 ? of[value->c] : 0;
	switch (value->op) {
	case IR_CONSTANT: return value->k;
	case IR_COLUMN:   return row[value->k];
	case IR_ADD:      return a + b;
	case IR_SUB:      return a - b;
	case IR_MUL:      return a * b;
	case IR_DIVIDE:   return gj_divide_wide(a, b, (enum gj_rounding)value->k);
	case IR_MIN:      return a < b ? a : b;
	case IR_MAX:      return a > b ? a : b;
	case IR_EQ:       return a == b;
	case IR_NE:       return a != b;
	case IR_LT:       return a < b;
	case IR_LE:       return a <= b;
	case IR_AND:      return a && b;
	case IR_OR:       return a || b;
	case IR_NOT:      return !a;
	default:          return a ? b : c;
	}
}

static void evaluate(const struct ir *ir, const int64_t *row, gj_wide *values)
{
	for (size_t i = 0; i < ir->value_count; i++) {
		values[i] = evaluate_value(&ir->values[i], values, row);
		assert_true(values[i] >= ir->values[i].low && values[i] <= ir->values[i].high);
	}
}

struct cells {
	int64_t rows[ROWS][COLUMNS];
	void *columns[COLUMNS];
};

static void store(void *column, enum gj_lane lane, size_t row, int64_t value)
{
	if (lane == GJ_LANE8)
		((int8_t *)column)[row] = (int8_t)value;
	else if (lane == GJ_LANE16)
		((int16_t *)column)[row] = (int16_t)value;
	else if (lane == GJ_LANE32)
		((int32_t *)column)[row] = (int32_t)value;
	else
		((int64_t *)column)[row] = value;
}

static void fill(struct cells *table, const struct gj_program *program, struct gj_arena *arena, struct random *random)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		const struct gj_field *field = &program->fields[i];
		table->columns[i] = gj_arena_alloc(arena, 1024 * 8);
		for (size_t row = 0; row < ROWS; row++) {
			int64_t value = between(random, field->low, field->high);
			uint64_t how = next(random) % 5;
			if (how < 2)
				value = how ? field->low : field->high;
			else if (how == 2)
				value = between(random, field->low, field->low + 6 < field->high ? field->low + 6 : field->high);
			table->rows[row][i] = value;
			store(table->columns[i], field->lane, row, value);
		}
	}
}

static void check_code(const struct ir *ir, const struct gj_code *code, bool ledger, const struct cells *table, uint64_t seed)
{
	struct gj_vm *vm = gj_vm_new(ir->program, code);
	gj_wide *values = malloc(ir->value_count * sizeof *values);
	assert_non_null(vm);
	assert_non_null(values);
	gj_vm_run(vm, (const void *const *)table->columns, ROWS);
	for (size_t row = 0; row < ROWS; row++) {
		evaluate(ir, table->rows[row], values);
		for (int slot = 0; slot < SLOTS; slot++) {
			if (!ledger && ir->ledger_only[slot])
				continue;
			if (gj_vm_value(vm, slot, row) != values[ir->slots[slot]])
				fail_msg("seed %llu, slot %d, row %zu: %lld instead of %lld", (unsigned long long)seed, slot, row,
					(long long)gj_vm_value(vm, slot, row), (long long)values[ir->slots[slot]]);
		}
	}
	free(values);
	gj_vm_free(vm);
}

static void verify(const struct ir *ir, struct gj_arena *arena, uint64_t seed)
{
	bool scored[SLOTS], all[SLOTS];
	for (size_t i = 0; i < SLOTS; i++) {
		scored[i] = !ir->ledger_only[i];
		all[i] = true;
	}
	struct verifier verifier = { .program = ir->program, .arena = arena };
	if (!verify_code(&verifier, &ir->program->score, "score", scored) || !verify_code(&verifier, &ir->program->ledger, "ledger", all))
		fail_msg("seed %llu: %s", (unsigned long long)seed, verifier.why);
}

static void test_random_ir(void **state)
{
	(void)state;
	const char *seed_text = getenv("SEED"), *trials_text = getenv("TRIALS");
	uint64_t first = seed_text ? strtoull(seed_text, NULL, 10) : 1, trials = trials_text ? strtoull(trials_text, NULL, 10) : TRIALS;
	for (uint64_t seed = first; seed < first + trials; seed++) {
		struct random random = { seed * UINT64_C(0x9e3779b97f4a7c15) };
		struct gj_arena *arena = gj_arena_new();
		struct ir *ir = make_ir(arena, &random);
		struct cells table;
		assert_null(ir_verify(ir));
		assert_non_null(generate(ir));
		verify(ir, arena, seed);
		fill(&table, ir->program, arena, &random);
		check_code(ir, &ir->program->score, false, &table, seed);
		check_code(ir, &ir->program->ledger, true, &table, seed);
		gj_arena_free(arena);
	}
}

/* ---- single shapes ---- */
struct shape {
	struct gj_arena *arena;
	struct ir_builder *build;
	struct gj_program program;
	struct gj_field fields[4];
	uint8_t lanes[4];
	int64_t low[1], high[1];
};

static ir_ref add_column(struct shape *shape, int64_t low, int64_t high, bool boolean)
{
	size_t i = shape->program.column_count++;
	shape->program.field_count = shape->program.column_count;
	shape->fields[i] = (struct gj_field){ .low = low, .high = high, .lane = lane_of(low, high), .column = (int)i, .state_column = GJ_NONE };
	shape->lanes[i] = (uint8_t)shape->fields[i].lane;
	return ir_column(shape->build, (int)i, low, high, boolean);
}

static void start_shape(struct shape *shape)
{
	memset(shape, 0, sizeof *shape);
	shape->arena = gj_arena_new();
	shape->build = ir_builder_new(shape->arena);
	shape->build->ir->program = &shape->program;
	shape->program.fields = shape->fields;
	shape->program.column_lanes = shape->lanes;
}

static const struct gj_code *finish_shape(struct shape *shape, ir_ref root)
{
	struct ir *ir = shape->build->ir;
	shape->program.slot_count = 1;
	shape->program.slot_low = shape->low;
	shape->program.slot_high = shape->high;
	shape->low[0] = (int64_t)ir_at(ir, root)->low;
	shape->high[0] = (int64_t)ir_at(ir, root)->high;
	ir->slots = gj_arena_alloc(shape->arena, sizeof *ir->slots);
	ir->ledger_only = gj_arena_alloc(shape->arena, sizeof *ir->ledger_only);
	ir->slots[0] = root;
	assert_null(ir_verify(ir));
	assert_non_null(generate(ir));
	return &shape->program.score;
}

static void expect_ops(const struct gj_code *code, const enum gj_opcode *ops, size_t count)
{
	assert_int_equal(code->count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(gj_opcode(code->instructions[i].op)->mnemonic, gj_opcode(ops[i])->mnemonic);
}

/* An item of 4 points: three instructions, all in bytes though one count goes to 10000. */
static void test_item_stays_in_bytes(void **state)
{
	(void)state;
	struct shape shape;
	start_shape(&shape);
	struct ir_builder *build = shape.build;
	ir_ref good = add_column(&shape, 0, 1, true), missed = add_column(&shape, 0, 10000, false);
	ir_ref loss = ir_add(build, ir_select(build, ir_not(build, good), ir_constant(build, 2), ir_constant(build, 0)),
		ir_multiply_by(build, missed, 3));
	const struct gj_code *code = finish_shape(&shape,
		ir_max(build, ir_subtract(build, ir_constant(build, 4), loss), ir_constant(build, 0)));
	static const enum gj_opcode ops[] = { GJ_OP_PICK, GJ_OP_LOSE, GJ_OP_CLAMP };
	expect_ops(code, ops, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(code->instructions[i].target, GJ_LANE8);
	assert_int_equal(code->instructions[1].source, GJ_LANE16);
	assert_int_equal(code->instructions[1].m, 2); /* two occurrences of 3 already exceed 4 */
	gj_arena_free(shape.arena);
}

static void test_two_bounds_are_one_span(void **state)
{
	(void)state;
	struct shape shape;
	start_shape(&shape);
	struct ir_builder *build = shape.build;
	ir_ref score = add_column(&shape, 0, 1000, false);
	const struct gj_code *code = finish_shape(&shape, ir_and(build, ir_less_equal(build, ir_constant(build, 600), score),
		ir_less(build, score, ir_constant(build, 700))));
	static const enum gj_opcode ops[] = { GJ_OP_SPAN };
	expect_ops(code, ops, 1);
	assert_int_equal(code->instructions[0].k, 600);
	assert_int_equal(code->instructions[0].m, 699);
	gj_arena_free(shape.arena);
}

/* A sum that outgrows bytes is cut off where the rest can only lower it, instead of widened. */
static void test_long_item_is_cut_not_widened(void **state)
{
	(void)state;
	struct shape shape;
	start_shape(&shape);
	struct ir_builder *build = shape.build;
	ir_ref loss = ir_constant(build, 0);
	for (int i = 0; i < 3; i++)
		loss = ir_add(build, loss, ir_multiply_by(build, add_column(&shape, 0, 100, false), 50 + i));
	const struct gj_code *code = finish_shape(&shape,
		ir_max(build, ir_subtract(build, ir_constant(build, 60), loss), ir_constant(build, 0)));
	for (size_t i = 0; i < code->count; i++)
		assert_int_equal(code->instructions[i].target, GJ_LANE8);
	gj_arena_free(shape.arena);
}

static void test_too_many_registers(void **state)
{
	(void)state;
	enum { MANY = 70000 };
	struct shape shape;
	start_shape(&shape);
	struct ir *ir = shape.build->ir;
	ir_ref x = add_column(&shape, 0, 1000000, false);
	shape.program.slot_count = MANY;
	ir->slots = gj_arena_alloc(shape.arena, MANY * sizeof *ir->slots);
	ir->ledger_only = gj_arena_alloc(shape.arena, MANY * sizeof *ir->ledger_only);
	for (int i = 0; i < MANY; i++)
		ir->slots[i] = ir_less_equal(shape.build, x, ir_constant(shape.build, i + 1));
	assert_null(generate(ir));
	gj_arena_free(shape.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_ir),
		cmocka_unit_test(test_item_stays_in_bytes),
		cmocka_unit_test(test_two_bounds_are_one_span),
		cmocka_unit_test(test_long_item_is_cut_not_widened),
		cmocka_unit_test(test_too_many_registers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
