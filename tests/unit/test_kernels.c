/* Every kernel of every level against a row-at-a-time reading of the instruction set in 128 bits; in messages these show their lower half. */
#include "runtime/arith.h"
#include "runtime/kernels.h"
#include "runtime/opcode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 192, REGISTERS = 4, TRIALS = 12 };
enum { D, X, Y, C };

/* One instruction's operands, row by row. */
struct trial {
	gj_wide rows[REGISTERS][ROWS];
	int64_t k, m;
	uint64_t random;
};

static uint64_t next_random(struct trial *trial)
{
	uint64_t z = trial->random += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* Any number of the lane, preferring its ends and the small ones. */
static gj_wide random_of(struct trial *trial, unsigned lane)
{
	uint64_t bits = next_random(trial);
	gj_wide low = gj_lane_low((enum gj_lane)lane), high = gj_lane_high((enum gj_lane)lane);
	switch (bits % 4) {
	case 0:
		return bits & 16 ? low + (gj_wide)(bits >> 8 & 3) : high - (gj_wide)(bits >> 8 & 3);
	case 1:
		return lane == GJ_LANE128 ? (gj_wide)(int64_t)next_random(trial) * ((gj_wide)1 << (bits >> 8) % 56) : (gj_wide)((int64_t)(bits >> 8) >> (64 - (8 << lane)));
	default:
		return (gj_wide)(bits >> 8 & 31) - 8;
	}
}

/* Immediates have 64 bits. */
static int64_t random_immediate(struct trial *trial, unsigned lane)
{
	return (int64_t)random_of(trial, lane > GJ_LANE64 ? (unsigned)GJ_LANE64 : lane);
}

static gj_wide choose(bool condition, gj_wide a, gj_wide b)
{
	return condition ? a : b;
}

static gj_wide expected(unsigned op, gj_wide d, gj_wide x, gj_wide y, bool c, gj_wide k, gj_wide m)
{
	switch ((enum gj_opcode)op) {
	case GJ_OP_CONST: return k;
	case GJ_OP_MOVE: return x;
	case GJ_OP_CLAMP: return gj_least(gj_largest(x, k), m);
	case GJ_OP_ADD: return x + y;
	case GJ_OP_SUB: return x - y;
	case GJ_OP_MUL: return gj_multiply_wide(x, y);
	case GJ_OP_MIN: return gj_least(x, y);
	case GJ_OP_MAX: return gj_largest(x, y);
	case GJ_OP_ADDK: return x + k;
	case GJ_OP_MULK: return gj_multiply_wide(x, k);
	case GJ_OP_FROMK: return k - x;
	case GJ_OP_EQ: return x == y;
	case GJ_OP_NE: return x != y;
	case GJ_OP_LT: return x < y;
	case GJ_OP_LE: return x <= y;
	case GJ_OP_EQK: return x == k;
	case GJ_OP_NEK: return x != k;
	case GJ_OP_LEK: return x <= k;
	case GJ_OP_GEK: return x >= k;
	case GJ_OP_SPAN: return k <= x && x <= m;
	case GJ_OP_AND: return x && y;
	case GJ_OP_OR: return x || y;
	case GJ_OP_NOT: return !x;
	case GJ_OP_SELECT: return choose(c, x, y);
	case GJ_OP_PICK: return choose(c, k, m);
	case GJ_OP_COUNT: return gj_multiply_wide(gj_least(x, m), k);
	case GJ_OP_LOSEIF: return d + choose(c, k, 0);
	case GJ_OP_LOSE: return gj_add_wide(d, gj_multiply_wide(gj_least(x, m), k));
	case GJ_OP_DIVIDE: return gj_divide_wide(x, y, (enum gj_rounding)k);
	case GJ_OP_DIVK: return gj_divide_wide(x, k, (enum gj_rounding)m);
	case GJ_OP_MONTH: return gj_month((int64_t)x);
	case GJ_OP_MDAY: return gj_month_day((int64_t)x);
	case GJ_OP_DATE: return gj_date((int64_t)x, (int64_t)y);
	case GJ_OPCODES: break;
	}
	return 0;
}

static bool is_logic(unsigned op)
{
	return op == GJ_OP_AND || op == GJ_OP_OR || op == GJ_OP_NOT;
}

static bool is_calendar(unsigned op)
{
	return op == GJ_OP_MONTH || op == GJ_OP_MDAY || op == GJ_OP_DATE;
}

/* Operands that the calendar has; months near 1970, so that their dates fit 16 bits. */
static void choose_date(struct trial *trial, unsigned op, gj_wide *x, gj_wide *y)
{
	if (op == GJ_OP_DATE) {
		*x = 1970 * 12 + (int64_t)(next_random(trial) % 1000) - 500;
		*y = 1 + (int64_t)(next_random(trial) % 31);
	} else {
		*x = *x < GJ_DATE_FIRST ? GJ_DATE_FIRST : *x > GJ_DATE_LAST ? GJ_DATE_LAST : *x;
	}
}

/* Immediates that the verifier would let through. */
static void choose_immediates(struct trial *trial, unsigned op, unsigned source)
{
	trial->k = random_immediate(trial, source);
	trial->m = random_immediate(trial, source);
	if (op == GJ_OP_COUNT || op == GJ_OP_LOSE)
		trial->m = trial->m < 0 ? 5 : trial->m;
	if (op == GJ_OP_DIVIDE)
		trial->k = (int64_t)(next_random(trial) % 3);
	if (op == GJ_OP_DIVK) {
		trial->k = trial->k <= 0 ? 7 : trial->k;
		trial->m = (int64_t)(next_random(trial) % 3);
	}
	if (op == GJ_OP_CONST || op == GJ_OP_PICK || op == GJ_OP_LOSEIF)
		trial->k &= 63, trial->m &= 63;
}

static gj_wide row_expected(const struct trial *trial, unsigned op, size_t row)
{
	return expected(op, trial->rows[D][row], trial->rows[X][row], trial->rows[Y][row], trial->rows[C][row] != 0, trial->k, trial->m);
}

static void choose_row(struct trial *trial, unsigned op, unsigned source, unsigned target, size_t row)
{
	gj_wide *x = &trial->rows[X][row], *y = &trial->rows[Y][row];
	*x = is_logic(op) ? (int64_t)(next_random(trial) & 1) : random_of(trial, source);
	*y = is_logic(op) ? (int64_t)(next_random(trial) & 1) : random_of(trial, source);
	trial->rows[C][row] = (int64_t)(next_random(trial) & 1);
	trial->rows[D][row] = random_of(trial, target);
	if ((op == GJ_OP_COUNT || op == GJ_OP_LOSE) && *x < 0)
		*x = 3;
	if (is_calendar(op))
		choose_date(trial, op, x, y);
	if (op == GJ_OP_DIVIDE && *y <= 0)
		*y = 3;
}

/* Rows whose result would not fit are what the verifier keeps away: others take their place. */
static bool choose_rows(struct trial *trial, unsigned op, unsigned source, unsigned target)
{
	for (size_t row = 0; row < ROWS; row++) {
		int tries = 0;
		do {
			choose_row(trial, op, source, target, row);
		} while (!gj_fits_lane((struct gj_interval){ row_expected(trial, op, row), row_expected(trial, op, row) }, (enum gj_lane)target)
			&& ++tries < 200);
		if (tries == 200)
			return false;
	}
	return true;
}

/* The low bytes of each value, as a little-endian machine has them. */
static void store(unsigned char *to, unsigned lane, const gj_wide *values)
{
	for (size_t row = 0; row < ROWS; row++)
		memcpy(to + (row << lane), &values[row], (size_t)1 << lane);
}

static gj_wide load(const unsigned char *from, unsigned lane, size_t row)
{
	unsigned __int128 value = 0;
	memcpy(&value, from + (row << lane), (size_t)1 << lane);
	int shift = 128 - (8 << lane);
	return (gj_wide)(value << shift) >> shift;
}

static void run_trial(const struct trial *trial, enum gj_level level, unsigned op, unsigned source, unsigned target)
{
	static const struct gj_step no_step;
	_Alignas(64) unsigned char registers[REGISTERS][ROWS * sizeof(gj_wide)] = { { 0 } };
	void *bases[REGISTERS] = { registers[D], registers[X], registers[Y], registers[C] };
	struct gj_step step = no_step;
	step.d = D, step.x = X, step.y = Y, step.c = C, step.k = trial->k, step.m = trial->m;
	store(registers[D], target, trial->rows[D]);
	store(registers[X], source, trial->rows[X]);
	store(registers[Y], source, trial->rows[Y]);
	store(registers[C], GJ_LANE8, trial->rows[C]);
	gj_kernel_find(level, op, source, target)(&step, bases, ROWS);
	for (size_t row = 0; row < ROWS; row++) {
		gj_wide got = load(registers[D], target, row);
		if (got != row_expected(trial, op, row))
			fail_msg("%s %u:%u level %d: x=%lld y=%lld c=%lld k=%lld m=%lld d=%lld gives %lld", gj_opcode(op)->mnemonic, source, target, (int)level,
				(long long)trial->rows[X][row], (long long)trial->rows[Y][row], (long long)trial->rows[C][row], (long long)trial->k,
				(long long)trial->m, (long long)trial->rows[D][row], (long long)got);
	}
}

static unsigned source_of(unsigned op, unsigned lane)
{
	return is_logic(op) ? GJ_LANE8 : lane;
}

static size_t try_lanes(struct trial *trial, enum gj_level level, unsigned op, unsigned source, unsigned target)
{
	size_t done = 0;
	for (int i = 0; i < TRIALS; i++) {
		choose_immediates(trial, op, source);
		if (choose_rows(trial, op, source, target)) {
			run_trial(trial, level, op, source, target);
			done++;
		}
	}
	return done;
}

static void every_kernel_of(enum gj_level level)
{
	struct trial trial = { .random = 2018 };
	for (unsigned op = 0; op < GJ_OPCODES; op++) {
		for (unsigned lanes = 0; lanes < GJ_LANES * GJ_LANES; lanes++) {
			unsigned source = source_of(op, lanes / GJ_LANES);
			unsigned target = gj_opcode(op)->result == GJ_RESULT_BOOL ? (unsigned)GJ_LANE8 : lanes % GJ_LANES;
			if (op == GJ_OP_DATE && source == GJ_LANE8) /* no month of the calendar fits a byte */
				continue;
			size_t done = try_lanes(&trial, level, op, source, target);
			if (source <= target && !done && !(is_calendar(op) && target == GJ_LANE8))
				fail_msg("%s %u:%u was never tried", gj_opcode(op)->mnemonic, source, target);
		}
	}
}

static void portable_kernels_compute_what_the_table_says(void **state)
{
	(void)state;
	every_kernel_of(GJ_LEVEL_PORTABLE);
}

static void best_kernels_compute_what_the_table_says(void **state)
{
	(void)state;
	every_kernel_of(gj_level_best());
}

static void a_register_may_be_its_own_operand(void **state)
{
	(void)state;
	_Alignas(64) int8_t values[128], copy[128];
	for (int i = 0; i < 128; i++)
		copy[i] = values[i] = (int8_t)(i / 3);
	void *bases[1] = { values };
	struct gj_step step = { .d = 0, .x = 0, .y = 0 };
	gj_kernel_find(gj_level_best(), GJ_OP_ADD, GJ_LANE8, GJ_LANE8)(&step, bases, 128);
	for (int i = 0; i < 128; i++)
		assert_int_equal(values[i], copy[i] * 2);
}

static void unknown_opcodes_have_no_row(void **state)
{
	(void)state;
	assert_null(gj_opcode(GJ_OPCODES));
	assert_string_equal(gj_opcode(GJ_OP_LOSEIF)->mnemonic, "loseif");
	assert_int_equal(gj_opcode(GJ_OP_LOSE)->operands, GJ_OPERAND_X | GJ_OPERAND_K | GJ_OPERAND_M);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(portable_kernels_compute_what_the_table_says),
		cmocka_unit_test(best_kernels_compute_what_the_table_says),
		cmocka_unit_test(a_register_may_be_its_own_operand),
		cmocka_unit_test(unknown_opcodes_have_no_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
