/* The 用例 of a rule file, each run as one row through the compiled program's own ledger code. */
#ifndef GJ_CASES_H
#define GJ_CASES_H
#include "compiler/coverage.h"
#include "compiler/model.h"
#include "runtime/program.h"

struct case_runner;

/* A machine for the cases of `model`, compiled to `program`, which is that of `coverage` where there is one; all must outlive it. NULL when memory
 * is out. */
struct case_runner *case_runner_new(const struct model *model, const struct gj_program *program, const struct coverage *coverage);
void case_runner_free(struct case_runner *runner);

/* Runs one case; what it shows counts towards coverage. False when memory is out. */
bool case_run(struct case_runner *runner, const struct test_case *test);

/* After case_run: whether the row would have been rejected, and if so why. */
bool case_rejected(const struct case_runner *runner);
/* Whether a field is among the reasons: its own value is at fault, or a 校验 that reads it failed. */
bool case_field_rejected(const struct case_runner *runner, int field);
bool case_check_failed(const struct case_runner *runner, size_t check);

/* After case_run of a row that wasn't rejected: the number in a slot; 0 for GJ_NONE. */
int64_t case_value(const struct case_runner *runner, int slot);

/* After case_run: whether an expectation holds; *got receives the value found, in the expectation's own terms (scaled points, grade, 0 or 1). */
bool case_holds(const struct case_runner *runner, const struct expectation *expectation, int64_t *got);

/* What a row's columns hold, after case_run of one that wasn't rejected, into values[column_count]. */
void case_columns(const struct case_runner *runner, int64_t *values);

/* Whether any case run so far showed a point of the coverage. */
bool case_point_seen(const struct case_runner *runner, size_t point);
#endif
