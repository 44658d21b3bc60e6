/* Small standards, lowered and run one row at a time: what counts of each clause, in which order caps absorb, how quotients are compared. */
#include "compiler/compile.h"
#include "compiler/passes.h"
#include "runtime/vm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define HEAD "标准 小标准\n  满分 10分\n  总分 不低于 0分\n  总分 上不封顶\n数据 支部\n  编号 文本 主键\n  甲 整数（次） 0 至 100\n" \
	"  乙 整数（次） 0 至 100\n  丙 是否\n"
#define GRADES "等次\n  好 6分 以上\n  差 不满 6分\n"

/* One row run through the ledger code. */
struct run {
	struct compilation compilation;
	struct gj_vm *vm;
	void *columns[8];       /* kept: a result may be a column itself */
};

static void start(struct run *run, const char *text, const int64_t *row)
{
	assert_int_equal(compile_text("t.gj", text, strlen(text), &run->compilation), COMPILE_OK);
	assert_null(ir_verify(run->compilation.ir));
	const struct gj_program *program = run->compilation.program;
	assert_non_null(program);
	assert_true(program->column_count <= 8);
	memset(run->columns, 0, sizeof run->columns);
	for (size_t i = 0; i < program->column_count; i++) {
		run->columns[i] = calloc(1, 1024);
		memcpy(run->columns[i], &row[i], (size_t)1 << program->column_lanes[i]); /* little-endian */
	}
	run->vm = gj_vm_new(program, &program->ledger);
	assert_non_null(run->vm);
	gj_vm_run(run->vm, (const void *const *)run->columns, 1);
}

static void finish(struct run *run)
{
	gj_vm_free(run->vm);
	for (size_t i = 0; i < 8; i++)
		free(run->columns[i]);
	compilation_free(&run->compilation);
}

static const struct gj_sheet_entry *entry(const struct run *run, enum gj_part part, size_t number)
{
	const struct gj_program *program = run->compilation.program;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == part && number-- == 0)
			return &program->sheet[i];
	fail();
	return NULL;
}

static void expect_clause(const struct run *run, size_t number, int64_t incurred, int64_t counted)
{
	const struct gj_sheet_entry *clause = entry(run, GJ_PART_CLAUSE, number);
	assert_int_equal(gj_vm_value(run->vm, clause->incurred, 0), incurred);
	assert_int_equal(gj_vm_value(run->vm, clause->counted, 0), counted);
}

/* 要点 caps before 指标, clauses that stand first count first. */
static void test_caps_absorb_in_order(void **state)
{
	(void)state;
	static const char text[] = HEAD
		"指标 一 10分 扣完为止\n  要点 6分 “一” 扣完为止\n    条款 “甲” 每 1次 甲 扣 2分\n    条款 “乙” 每 1次 乙 扣 1分\n"
		"  要点 4分 “二”\n    条款 “丙” 若 非 丙 扣 4分\n    条款 “甲乙” 若 甲 超过 5次 扣 3分\n" GRADES;
	struct run run;
	start(&run, text, (int64_t[]){ 2, 7, 0 });
	expect_clause(&run, 0, 4, 4);
	expect_clause(&run, 1, 7, 2);
	expect_clause(&run, 2, 4, 4);
	expect_clause(&run, 3, 0, 0);
	assert_int_equal(gj_vm_value(run.vm, entry(&run, GJ_PART_ITEM, 0)->score, 0), 0);
	assert_int_equal(gj_vm_value(run.vm, run.compilation.program->total, 0), 0);
	assert_int_equal(gj_vm_value(run.vm, run.compilation.program->grade, 0), 0);
	finish(&run);
	start(&run, text, (int64_t[]){ 50, 0, 0 });
	expect_clause(&run, 0, 100, 6);
	expect_clause(&run, 2, 4, 4);
	expect_clause(&run, 3, 3, 0);
	finish(&run);
}

static void test_heaviest_bonus_counts_alone(void **state)
{
	(void)state;
	static const char text[] = HEAD "指标 一 10分 扣完为止\n  条款 “丙” 若 非 丙 扣 10分\n"
		"加分项 取最高\n  条款 “甲” 每 1次 甲 加 2分\n  条款 “乙” 每 1次 乙 加 3分\n" GRADES;
	struct run run;
	start(&run, text, (int64_t[]){ 3, 2, 1 });
	expect_clause(&run, 1, 6, 6);
	expect_clause(&run, 2, 6, 0);
	assert_int_equal(gj_vm_value(run.vm, run.compilation.program->total, 0), 16);
	finish(&run);
	start(&run, text, (int64_t[]){ 3, 4, 1 });
	expect_clause(&run, 1, 6, 0);
	expect_clause(&run, 2, 12, 12);
	assert_int_equal(gj_vm_value(run.vm, run.compilation.program->bonus, 0), 12);
	finish(&run);
}

/* Whole steps only; the limit of a clause before everything else. */
static void test_steps_and_limit(void **state)
{
	(void)state;
	static const char text[] = HEAD "指标 一 10分 扣完为止\n  条款 “甲” 最多扣 3分\n    每满 5次 甲 扣 2分\n  条款 “丙” 若 非 丙 扣 10分\n" GRADES;
	struct run run;
	start(&run, text, (int64_t[]){ 9, 0, 1 });
	expect_clause(&run, 0, 2, 2);
	finish(&run);
	start(&run, text, (int64_t[]){ 10, 0, 1 });
	expect_clause(&run, 0, 4, 3);
	assert_int_equal(gj_vm_value(run.vm, run.compilation.program->total, 0), 7);
	finish(&run);
}

static void test_branches_have_labels(void **state)
{
	(void)state;
	static const char text[] = HEAD "指标 一 10分 扣完为止\n  条款 “甲”\n    按 甲 分档\n      不满 2次 不扣\n      2次 以上 不满 5次 扣 4分\n"
		"      5次 以上 扣 10分\n  条款 “丙” 若 非 丙 扣 3分\n" GRADES;
	struct run run;
	start(&run, text, (int64_t[]){ 3, 0, 1 });
	const struct gj_program *program = run.compilation.program;
	bool found = false;
	for (size_t i = 0; i < program->branch_count; i++) {
		const struct gj_branch *branch = &program->branches[i];
		if (branch->kind != GJ_BRANCH_TIER || strcmp(branch->label, "2次 以上 不满 5次"))
			continue;
		found = true;
		assert_int_equal(gj_vm_value(run.vm, branch->slot, 0), 1);
	}
	assert_true(found);
	expect_clause(&run, 0, 4, 4);
	finish(&run);
}

/* Lowering and generating must not grow faster than the standard. */
static void test_ten_thousand_clauses(void **state)
{
	(void)state;
	enum { CLAUSES = 10000 };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	fputs(HEAD "指标 一 10分 扣完为止\n", out);
	for (int i = 0; i < CLAUSES; i++)
		fprintf(out, "  条款 “第%d条” 若 甲 超过 %d次 且 乙 不满 %d次 扣 1分\n", i, i % 99, 1 + i / 100);
	fputs(GRADES, out);
	fclose(out);
	struct compilation compilation;
	compile_text("t.gj", text, size, &compilation);
	assert_non_null(compilation.model);
	clock_t before = clock();
	struct beyond beyond;
	struct ir *ir = lower(compilation.model, compilation.arena, &beyond);
	assert_non_null(generate(ir));
	long milliseconds = (long)((clock() - before) * 1000 / CLOCKS_PER_SEC);
	print_message("%d clauses: %ld ms\n", CLAUSES, milliseconds);
	assert_true(milliseconds < 3000); /* ten times what it should take, for slow and busy machines */
	assert_null(ir_verify(ir));
	compilation_free(&compilation);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_caps_absorb_in_order),
		cmocka_unit_test(test_heaviest_bonus_counts_alone),
		cmocka_unit_test(test_steps_and_limit),
		cmocka_unit_test(test_branches_have_labels),
		cmocka_unit_test(test_ten_thousand_clauses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
