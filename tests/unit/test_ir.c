/* The builder folds what ranges decide and makes equal things once; the verifier refuses what breaks a law; the dump reads well. */
#include "compiler/ir_build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct gj_arena *arena;
	struct ir_builder *build;
	struct gj_program program;
	ir_ref x, y, p, q; /* 0..100, -5..5, booleans */
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);
	fixture->arena = gj_arena_new();
	fixture->build = ir_builder_new(fixture->arena);
	fixture->build->ir->program = &fixture->program;
	fixture->program.column_count = 4;
	fixture->x = ir_column(fixture->build, 0, 0, 100, false);
	fixture->y = ir_column(fixture->build, 1, -5, 5, false);
	fixture->p = ir_column(fixture->build, 2, 0, 1, true);
	fixture->q = ir_column(fixture->build, 3, 0, 1, true);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	gj_arena_free(fixture->arena);
	free(fixture);
	return 0;
}

static ir_ref k(struct fixture *f, int64_t value)
{
	return ir_constant(f->build, value);
}

static void expect_constant(struct fixture *f, ir_ref value, int64_t constant)
{
	assert_true(ir_is_constant(f->build->ir, value));
	assert_int_equal(ir_at(f->build->ir, value)->k, constant);
}

static void test_equal_values_are_made_once(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(ir_add(f->build, f->x, f->y), ir_add(f->build, f->y, f->x));
	assert_int_equal(ir_min(f->build, f->x, k(f, 7)), ir_min(f->build, k(f, 7), f->x));
	assert_int_not_equal(ir_subtract(f->build, f->x, f->y), ir_subtract(f->build, f->y, f->x));
	assert_int_equal(ir_and(f->build, f->p, f->q), ir_and(f->build, f->q, f->p));
}

static void test_thousands_of_values_keep_apart(void **state)
{
	struct fixture *f = *state;
	ir_ref made[5000];
	for (int i = 0; i < 5000; i++)
		made[i] = ir_multiply_by(f->build, f->x, i + 2);
	for (int i = 0; i < 5000; i++)
		assert_int_equal(made[i], ir_multiply_by(f->build, f->x, i + 2));
}

static void test_arithmetic_folds(void **state)
{
	struct fixture *f = *state;
	expect_constant(f, ir_add(f->build, k(f, 3), k(f, 4)), 7);
	expect_constant(f, ir_divide(f->build, k(f, -7), k(f, 2), GJ_ROUND_HALF), -4);
	expect_constant(f, ir_multiply_by(f->build, f->x, 0), 0);
	expect_constant(f, ir_subtract(f->build, f->x, f->x), 0);
	assert_int_equal(ir_add(f->build, f->x, k(f, 0)), f->x);
	assert_int_equal(ir_multiply_by(f->build, ir_multiply_by(f->build, f->x, 3), 4), ir_multiply_by(f->build, f->x, 12));
	assert_int_equal(ir_subtract(f->build, ir_add(f->build, f->x, k(f, 9)), k(f, 4)), ir_add(f->build, f->x, k(f, 5)));
	assert_int_equal(ir_min(f->build, f->x, k(f, 100)), f->x);
	expect_constant(f, ir_max(f->build, f->x, k(f, 101)), 101);
	assert_int_equal(ir_divide(f->build, f->x, k(f, 1), GJ_ROUND_UP), f->x);
}

static void test_comparisons_are_decided_by_ranges(void **state)
{
	struct fixture *f = *state;
	expect_constant(f, ir_less(f->build, f->x, k(f, 101)), 1);
	expect_constant(f, ir_less_equal(f->build, k(f, 101), f->x), 0);
	expect_constant(f, ir_equal(f->build, f->x, k(f, -1)), 0);
	expect_constant(f, ir_equal(f->build, ir_multiply_by(f->build, f->x, 3), k(f, 7)), 0);
	assert_int_equal(ir_less(f->build, f->x, k(f, 60)), ir_less_equal(f->build, f->x, k(f, 59)));
	assert_int_equal(ir_less_equal(f->build, ir_multiply_by(f->build, f->x, 10), k(f, 595)), ir_less_equal(f->build, f->x, k(f, 59)));
	assert_int_equal(ir_less_equal(f->build, k(f, -45), ir_multiply_by(f->build, f->y, 10)),
		ir_less_equal(f->build, k(f, -4), f->y));
	assert_int_equal(ir_not(f->build, ir_less(f->build, f->x, f->y)), ir_less_equal(f->build, f->y, f->x));
	assert_int_equal(ir_not(f->build, ir_not(f->build, ir_equal(f->build, f->x, f->y))), ir_equal(f->build, f->x, f->y));
}

static void test_booleans_fold(void **state)
{
	struct fixture *f = *state;
	ir_ref yes = ir_boolean(f->build, true), no = ir_boolean(f->build, false), both = ir_and(f->build, f->p, f->q);
	assert_int_equal(ir_and(f->build, f->p, yes), f->p);
	assert_int_equal(ir_or(f->build, f->p, no), f->p);
	assert_int_equal(ir_and(f->build, f->p, ir_not(f->build, f->p)), no);
	assert_int_equal(ir_and(f->build, both, f->p), both);
	assert_int_equal(ir_or(f->build, ir_not(f->build, f->p), ir_not(f->build, f->q)), ir_not(f->build, both));
	assert_int_equal(ir_equal(f->build, f->p, yes), f->p);
	assert_int_equal(ir_equal(f->build, f->p, no), ir_not(f->build, f->p));
	assert_int_equal(ir_select(f->build, f->p, yes, no), f->p);
	assert_int_equal(ir_select(f->build, ir_not(f->build, f->p), f->x, f->y), ir_select(f->build, f->p, f->y, f->x));
	assert_int_equal(ir_select(f->build, f->p, f->x, f->x), f->x);
}

static void test_overflow_is_noted(void **state)
{
	struct fixture *f = *state;
	ir_ref large = ir_multiply_by(f->build, f->x, INT64_C(90000000000000000));
	assert_false(f->build->overflow);
	f->build->span = (struct span){ 3, 9 };
	large = ir_multiply(f->build, large, ir_add(f->build, f->x, ir_constant(f->build, INT64_C(10000000000000000))));
	assert_false(f->build->overflow);
	ir_multiply(f->build, large, large);
	assert_true(f->build->overflow);
	assert_int_equal(f->build->overflow_span.start, 3);
}

static void test_laws(void **state)
{
	struct fixture *f = *state;
	struct ir *ir = f->build->ir;
	ir_ref sum = ir_add(f->build, f->x, f->y), choice = ir_select(f->build, f->p, f->x, f->y);
	ir_ref quotient = ir_divide(f->build, f->x, k(f, 3), GJ_ROUND_DOWN), both = ir_and(f->build, f->p, f->q);
	assert_null(ir_verify(ir));
	struct ir_value kept = ir->values[sum];
	ir->values[sum].high++;
	assert_non_null(ir_verify(ir));
	ir->values[sum] = kept;
	ir->values[sum].b = sum;
	assert_non_null(ir_verify(ir));
	ir->values[sum] = kept;
	ir->values[sum].c = f->x;
	assert_non_null(ir_verify(ir));
	ir->values[sum] = kept;
	ir->values[sum].boolean = true;
	assert_non_null(ir_verify(ir));
	ir->values[sum] = kept;
	ir->values[choice].a = f->x;
	assert_non_null(ir_verify(ir));
	ir->values[choice].a = f->p;
	ir->values[quotient].k = 7;
	assert_non_null(ir_verify(ir));
	ir->values[quotient].k = GJ_ROUND_DOWN;
	ir->values[both].b = f->y;
	assert_non_null(ir_verify(ir));
	ir->values[both].b = f->q;
	f->program.column_count = 2;
	assert_non_null(ir_verify(ir));
	f->program.column_count = 4;
	assert_null(ir_verify(ir));
}

static void test_slots_are_checked(void **state)
{
	struct fixture *f = *state;
	struct ir *ir = f->build->ir;
	int64_t low = 0, high = 100;
	bool ledger_only = false;
	f->program.slot_count = 1;
	f->program.slot_low = &low;
	f->program.slot_high = &high;
	ir->slots = &f->x;
	ir->ledger_only = &ledger_only;
	assert_null(ir_verify(ir));
	high = 99;
	assert_non_null(ir_verify(ir));
	high = 100;
	ir_ref nowhere = 99999;
	ir->slots = &nowhere;
	assert_non_null(ir_verify(ir));
}

static void test_dump(void **state)
{
	struct fixture *f = *state;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	f->build->span = (struct span){ 10, 20 };
	ir_less(f->build, ir_add(f->build, f->x, f->y), k(f, 60));
	ir_dump(f->build->ir, out);
	fclose(out);
	assert_non_null(strstr(text, "%0 = column 0 [0..100]\n"));
	assert_non_null(strstr(text, "%2 = column 2 是否 [0..1]\n"));
	assert_non_null(strstr(text, "= add %0 %1 [-5..105] ; 字节 10-20\n"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_equal_values_are_made_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_thousands_of_values_keep_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_arithmetic_folds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_comparisons_are_decided_by_ranges, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_booleans_fold, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_overflow_is_noted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_laws, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_slots_are_checked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_dump, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
