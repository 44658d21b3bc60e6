/* Looking for rows: pieces of code cut out, the values worth trying, and units found with wanted properties. */
#include "compiler/best_unit.h"
#include "compiler/compile.h"
#include "compiler/edges.h"
#include "compiler/ir_step.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DATA "标准 小标准\n  满分 20分\n  各指标 扣完为止\n数据 支部\n  编号 文本 主键\n  人数 整数（名） 1 至 1000000\n  经费 整数（元） 0 至 1000000000\n" \
	"  成绩 数（分） 0 至 100 保留 1位 可空\n  种类 选项 甲、乙、丙\n  好 是否\n  校验 经费 不低于 人数 × 1元 “至少一元”\n"
#define SHEET "项目 全部 20分\n指标 一 10分\n  条款 “不足扣4分”\n    若 经费 不足 人数 × 100元 扣 4分\n  条款 “六十分”\n    按 成绩 分档\n" \
	"      不满 60分 扣 3分\n      60分 以上 不扣\n      未填 扣 2分\n指标 二 10分\n  条款 “丙”\n    若 种类 = 丙 且 非 好 扣 5.5分\n"
#define GRADES "等次\n  良 14.5分 以上\n  中 13分 以上 不满 14.5分\n  差 不满 13分\n"

/* A standard with all that a search needs. */
struct ground {
	struct compilation compilation;
	struct coverage coverage;
	struct gj_arena *arena;
	jmp_buf out;
	struct axes *axes;
	struct code_graph *graph;
	struct trials *trials;
	struct unit base;
};

static struct ground *prepare(const char *text)
{
	struct ground *ground = calloc(1, sizeof *ground);
	assert_int_equal(compile_text("t.gj", text, strlen(text), &ground->compilation), COMPILE_OK);
	assert_true(compile_coverage(&ground->compilation, &ground->coverage));
	assert_non_null(ground->coverage.program);
	const struct gj_program *program = ground->coverage.program;
	ground->arena = gj_arena_new();
	if (setjmp(ground->out))
		fail();
	gj_arena_on_failure(ground->arena, &ground->out);
	ground->axes = axes_new(&program, 1, ground->arena);
	ground->graph = code_graph_new(program, &program->ledger, ground->arena);
	ground->trials = trials_new(ground->axes);
	axes_add_ends(ground->axes);
	first_unit(ground->axes, &ground->base);
	axes_add_edges(ground->axes, 0, ground->graph, ground->base.values, ground->trials);
	assert_true(unit_of(ground->axes, ground->base.values, &ground->base));
	return ground;
}

static void finish(struct ground *ground)
{
	axes_end(ground->axes);
	gj_arena_free(ground->arena);
	compilation_free(&ground->compilation);
	free(ground);
}

static const struct axis *axis_of(const struct ground *ground, const char *name)
{
	for (size_t i = 0; i < ground->axes->count; i++)
		if (strcmp(ground->axes->axes[i].name, name) == 0)
			return &ground->axes->axes[i];
	fail();
	return NULL;
}

static bool has(const struct axis *axis, int64_t value)
{
	return axis_find(axis, (struct cell){ GJ_PRESENT, value }) != GJ_NONE;
}

static void values_worth_trying(void **state)
{
	(void)state;
	struct ground *ground = prepare(DATA SHEET GRADES);
	const struct axis *marks = axis_of(ground, "成绩"), *money = axis_of(ground, "经费"), *kinds = axis_of(ground, "种类");
	assert_true(has(marks, 0) && has(marks, 599) && has(marks, 600) && has(marks, 1000));
	assert_int_not_equal(axis_find(marks, (struct cell){ GJ_ABSENT, 0 }), GJ_NONE);
	assert_true(has(money, 0) && has(money, 99) && has(money, 100) && has(money, 1000000000)); /* one member: 100 yuan */
	assert_true(has(money, 99999999) && has(money, 100000000)); /* as many as may be */
	assert_int_equal(kinds->count, 3);
	assert_int_equal(axis_of(ground, "好")->count, 2);
	finish(ground);
}

/* What a slice says of a slot is what the whole code says of it. */
static void slices_agree_with_the_whole(void **state)
{
	(void)state;
	struct ground *ground = prepare(DATA SHEET GRADES);
	const struct gj_program *program = ground->coverage.program;
	struct gj_vm *whole = axes_machine(ground->axes, 0, &program->ledger);
	trials_begin(ground->trials, &ground->base);
	for (uint32_t i = 0; i < ground->axes->count; i++)
		for (uint32_t cell = 0; cell < ground->axes->axes[i].count; cell++)
			assert_true(trials_add(ground->trials, &(struct attempt){ 2, { { i, cell }, { (i + 1) % (uint32_t)ground->axes->count, 0 } } }));
	trials_run(ground->trials, whole, 0);
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		struct gj_code slice;
		assert_true(graph_slice(ground->graph, (graph_ref[]){ graph_slot(ground->graph, (int)slot) }, 1, &slice));
		assert_true(slice.count <= 2 * program->ledger.count);
		struct gj_vm *part = axes_machine(ground->axes, 0, &slice);
		trials_run(ground->trials, part, 0);
		for (size_t row = 0; row < ground->trials->rows; row++)
			assert_int_equal(trials_output(part, 0, row), gj_vm_value(whole, (int)slot, row));
		axes_release(ground->axes, part);
	}
	axes_release(ground->axes, whole);
	finish(ground);
}

/* Every point of the coverage is found, in units that pass the 校验 but for the one that is to fail. */
static void everything_is_found(void **state)
{
	(void)state;
	struct ground *ground = prepare(DATA SHEET GRADES);
	struct goal *goals = calloc(ground->coverage.count, sizeof *goals);
	for (size_t i = 0; i < ground->coverage.count; i++)
		goals[i] = ground->coverage.points[i].goal;
	struct unit best;
	assert_true(best_unit(ground->axes, ground->trials, &best));
	struct row_search search = { ground->axes, ground->graph, ground->trials, 1, &best, ground->coverage.count, goals, UINT64_C(1000000000) };
	search_rows(&search);
	struct gj_vm *whole = axes_machine(ground->axes, 0, &ground->coverage.program->ledger);
	for (size_t i = 0; i < ground->coverage.count; i++) {
		if (!goals[i].found)
			print_error("%s: %s\n", ground->coverage.points[i].label, ground->coverage.points[i].wanted[0]);
		assert_true(goals[i].found);
		trials_begin(ground->trials, &goals[i].unit);
		trials_add(ground->trials, &(struct attempt){ 0 });
		trials_run(ground->trials, whole, 0);
		assert_int_equal(gj_vm_value(whole, ground->coverage.program->checks[0].slot, 0), goals[i].fails == GJ_NONE);
		if (goals[i].slot != GJ_NONE)
			assert_int_equal(gj_vm_value(whole, goals[i].slot, 0), goals[i].holds);
	}
	axes_release(ground->axes, whole);
	free(goals);
	finish(ground);
}

static void the_best_unit_loses_nothing(void **state)
{
	(void)state;
	struct ground *ground = prepare(DATA SHEET GRADES);
	const struct gj_program *program = ground->coverage.program;
	struct unit best;
	assert_true(best_unit(ground->axes, ground->trials, &best));
	struct gj_vm *whole = axes_machine(ground->axes, 0, &program->ledger);
	trials_begin(ground->trials, &best);
	trials_add(ground->trials, &(struct attempt){ 0 });
	trials_run(ground->trials, whole, 0);
	assert_int_equal(gj_vm_value(whole, program->total, 0), program->full_points);
	axes_release(ground->axes, whole);
	finish(ground);
}

/* Totals of 20 − {0, 2, 3, 4, 5.5 …} move by half points. */
static void totals_move_in_steps(void **state)
{
	(void)state;
	struct ground *ground = prepare(DATA SHEET GRADES);
	const struct ir *ir = ground->compilation.ir;
	struct ir_step step = ir_step_of(ir, ir->slots[ir->program->total], ground->arena);
	assert_int_equal(ir->program->point_scale, 1);
	assert_int_equal(step.step, 5);
	assert_int_equal(step.from, 0);
	finish(ground);
}

/* Two standards with fields of one name: what both accept, in the finer scale; options by their names. */
static void fields_of_two_standards(void **state)
{
	(void)state;
	static const char old_text[] = "标准 甲\n  满分 10分\n数据 支部\n  编号 文本 主键\n  成绩 整数（分） 0 至 100\n  种类 选项 甲、乙、丙\n  旧 是否\n项目 全部 10分\n指标 一 10分\n"
		"  条款 “一”\n    若 成绩 不满 60分 或 种类 = 乙 或 旧 扣 10分\n等次\n  良 5分 以上\n  差 不满 5分\n";
	static const char new_text[] = "标准 甲\n  满分 10分\n数据 支部\n  编号 文本 主键\n  成绩 数（分） 10 至 120 保留 1位\n  种类 选项 丁、丙、乙\n  新 是否\n项目 全部 10分\n指标 一 10分\n"
		"  条款 “一”\n    若 成绩 不满 60.5分 或 种类 = 乙 或 新 扣 10分\n等次\n  良 5分 以上\n  差 不满 5分\n";
	struct compilation old, new;
	assert_int_equal(compile_text("o.gj", old_text, strlen(old_text), &old), COMPILE_OK);
	assert_int_equal(compile_text("n.gj", new_text, strlen(new_text), &new), COMPILE_OK);
	struct gj_arena *arena = gj_arena_new();
	struct axes *axes = axes_new((const struct gj_program *[]){ old.program, new.program }, 2, arena);
	assert_int_equal(axes->count, 4);
	struct axis *marks = &axes->axes[0], *kinds = &axes->axes[1];
	int64_t own;
	assert_int_equal(marks->low, 100);
	assert_int_equal(marks->high, 1000);
	axis_add(axes, marks, (struct cell){ GJ_PRESENT, 605 }); /* no whole number */
	axis_add(axes, marks, (struct cell){ GJ_PRESENT, 610 });
	axis_add(axes, marks, (struct cell){ GJ_PRESENT, 90 }); /* below what the new one accepts */
	assert_int_equal(marks->count, 1);
	assert_true(axis_value(marks, 0, 610, &own) && own == 61);
	assert_true(axis_value(marks, 1, 610, &own) && own == 610);
	assert_int_equal(kinds->options.count, 2);
	assert_true(axis_value(kinds, 0, 1, &own) && own == 2); /* 丙 */
	assert_true(axis_value(kinds, 1, 1, &own) && own == 1);
	assert_true(axis_from(kinds, 1, 2, &own) && own == 0);  /* 乙 */
	assert_false(axis_from(kinds, 1, 0, &own));             /* 丁 */
	assert_int_equal(axes->axes[2].fields[1], GJ_NONE);
	assert_int_equal(axes->axes[3].fields[0], GJ_NONE);
	gj_arena_free(arena);
	compilation_free(&old);
	compilation_free(&new);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_worth_trying),
		cmocka_unit_test(slices_agree_with_the_whole),
		cmocka_unit_test(everything_is_found),
		cmocka_unit_test(the_best_unit_loses_nothing),
		cmocka_unit_test(totals_move_in_steps),
		cmocka_unit_test(fields_of_two_standards),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
