/* The municipal standard of 2018 written by hand in C, a block of rows at a time: what the VM is compared with, in speed and in results. */
#ifndef GJ_BENCH_EVALUATOR_H
#define GJ_BENCH_EVALUATOR_H
#include "columns.h"
#include "runtime/program.h"

enum { EVALUATOR_ITEMS = 15, EVALUATOR_ROWS = 1024 };

/* Where the results of all rows go. */
struct results {
	int8_t *items[EVALUATOR_ITEMS]; /* in the document's order */
	int16_t *bonus, *penalty, *total;
	int8_t *vetoed, *grade;         /* grade: 0 不予评星 … 4 四星 */
};

/* The input columns by name. */
struct inputs {
#define INPUT(type, name, field) const type *name;
#include "inputs.def"
#undef INPUT
	const int8_t *test_absent;
};

/* Finds the columns. Returns NULL, or the name of a field that isn't there in the width this evaluator is written for. */
const char *evaluator_bind(const struct gj_program *program, const struct columns *columns, struct inputs *inputs);

/* Evaluates rows start … start + rows - 1; at most EVALUATOR_ROWS. */
void evaluator_run(const struct inputs *inputs, const struct results *results, size_t start, size_t rows);
#endif
