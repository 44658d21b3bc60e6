/* Numerators and divisors in the IR: what divisors share isn't multiplied twice, plain numbers cost nothing. */
#include "compiler/quantity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
	struct gj_arena *arena;
	struct ir_builder *build;
	struct quantity a, b, x, y; /* columns: a, b 0..100, x, y 1..1000 */
};

static int set_up(void **state)
{
	static struct fixture fixture;
	fixture.arena = gj_arena_new();
	fixture.build = ir_builder_new(fixture.arena);
	fixture.a = quantity_of(ir_column(fixture.build, 0, 0, 100, false), 0);
	fixture.b = quantity_of(ir_column(fixture.build, 1, 0, 100, false), 0);
	fixture.x = quantity_of(ir_column(fixture.build, 2, 1, 1000, false), 0);
	fixture.y = quantity_of(ir_column(fixture.build, 3, 1, 1000, false), 0);
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	gj_arena_free(((struct fixture *)*state)->arena);
	return 0;
}

static struct quantity number(struct fixture *f, int64_t value)
{
	return quantity_of(ir_constant(f->build, value), 0);
}

static void plain_numbers_have_no_divisor(void **state)
{
	struct fixture *f = *state;
	struct quantity sum = quantity_add(f->build, f->a, quantity_of(ir_constant(f->build, 5), 1));
	assert_null(sum.below);
	assert_int_equal(sum.scale, 1);
	assert_int_equal(sum.above, ir_add(f->build, ir_multiply_by(f->build, f->a.above, 10), ir_constant(f->build, 5)));
}

static void equal_divisors_are_shared(void **state)
{
	struct fixture *f = *state;
	struct quantity first = quantity_divide(f->build, f->a, f->x), second = quantity_divide(f->build, f->b, f->x);
	struct quantity sum = quantity_add(f->build, first, second);
	assert_int_equal(sum.above, ir_add(f->build, f->a.above, f->b.above));
	assert_int_equal(quantity_divisor(f->build, sum), f->x.above);
	/* a / x + b / (x y) is (a y + b) / (x y) */
	struct quantity both = quantity_divide(f->build, second, f->y);
	sum = quantity_add(f->build, first, both);
	assert_int_equal(sum.above, ir_add(f->build, ir_multiply(f->build, f->a.above, f->y.above), f->b.above));
	assert_int_equal(quantity_divisor(f->build, sum), ir_multiply(f->build, f->x.above, f->y.above));
}

static void constant_divisors_meet_in_their_least_multiple(void **state)
{
	struct fixture *f = *state;
	struct quantity sum = quantity_add(f->build, quantity_divide(f->build, f->a, number(f, 6)), quantity_divide(f->build, f->b, number(f, 9)));
	assert_int_equal(quantity_divisor(f->build, sum), ir_constant(f->build, 18));
	struct quantity third = quantity_divide(f->build, number(f, 10), number(f, 3));
	struct quantity three = quantity_add(f->build, quantity_add(f->build, third, third), third);
	assert_int_equal(quantity_rounded(f->build, three, 0, GJ_ROUND_HALF), ir_constant(f->build, 10));
}

static void comparisons_are_of_integers(void **state)
{
	struct fixture *f = *state;
	struct quantity first = quantity_divide(f->build, f->a, f->x), second = quantity_divide(f->build, f->b, f->y);
	ir_ref less = quantity_less(f->build, first, second);
	assert_int_equal(less, ir_less(f->build, ir_multiply(f->build, f->a.above, f->y.above), ir_multiply(f->build, f->b.above, f->x.above)));
	assert_int_equal(quantity_less_equal(f->build, first, first), ir_boolean(f->build, true));
	assert_int_equal(quantity_equal(f->build, quantity_divide(f->build, f->a, number(f, 7)), quantity_of(f->a.above, 0)),
		ir_equal(f->build, f->a.above, ir_multiply_by(f->build, f->a.above, 7)));
}

static void choices_keep_their_divisors_apart(void **state)
{
	struct fixture *f = *state;
	ir_ref condition = ir_less(f->build, f->a.above, f->b.above);
	struct quantity first = quantity_divide(f->build, f->a, f->x), second = quantity_divide(f->build, f->b, f->y);
	struct quantity chosen = quantity_select(f->build, condition, first, second);
	assert_int_equal(chosen.above, ir_select(f->build, condition, f->a.above, f->b.above));
	assert_int_equal(quantity_divisor(f->build, chosen), ir_select(f->build, condition, f->x.above, f->y.above));
	chosen = quantity_select(f->build, condition, first, number(f, 0));
	assert_int_equal(quantity_divisor(f->build, chosen), f->x.above);
}

static void the_last_fraction_is_blamed(void **state)
{
	struct fixture *f = *state;
	struct quantity sum = quantity_divide(f->build, f->a, f->x);
	f->build->span = (struct span){ 1, 2 };
	for (int i = 0; i < 12 && !f->build->overflow; i++) {
		ir_ref other = ir_column(f->build, 10 + i, 1, 100000, false);
		f->build->fraction_span = (struct span){ 100 + (uint32_t)i, 200 };
		sum = quantity_add(f->build, sum, quantity_divide(f->build, f->b, quantity_of(other, 0)));
	}
	assert_true(f->build->overflow);
	assert_true(f->build->overflow_of_fraction);
	assert_true(f->build->overflow_span.start >= 100);
	assert_int_equal(quantity_rounded(f->build, sum, 0, GJ_ROUND_HALF), ir_constant(f->build, 0));
}

static void a_guarded_divisor_is_never_zero(void **state)
{
	struct fixture *f = *state;
	struct quantity quotient = quantity_divide(f->build, f->a, f->b);
	assert_int_equal(quantity_divisor(f->build, quotient), ir_max(f->build, f->b.above, ir_constant(f->build, 1)));
	/* a / (2.5 x): its scale is not below 0 */
	quotient = quantity_divide(f->build, f->a, quantity_of(ir_multiply_by(f->build, f->x.above, 25), 1));
	assert_int_equal(quotient.scale, 0);
	assert_int_equal(quantity_divisor(f->build, quotient), ir_multiply_by(f->build, f->x.above, 25));
	assert_int_equal(quotient.above, ir_multiply_by(f->build, f->a.above, 10));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain_numbers_have_no_divisor, set_up, tear_down),
		cmocka_unit_test_setup_teardown(equal_divisors_are_shared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(constant_divisors_meet_in_their_least_multiple, set_up, tear_down),
		cmocka_unit_test_setup_teardown(comparisons_are_of_integers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(choices_keep_their_divisors_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_last_fraction_is_blamed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_guarded_divisor_is_never_zero, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
