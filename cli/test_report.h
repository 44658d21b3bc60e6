/* How `guiju test` tells what failed and what no case touches. */
#ifndef GJ_TEST_REPORT_H
#define GJ_TEST_REPORT_H
#include "cases.h"
#include "cli.h"

struct cJSON;

/* One rule file under test. */
struct test_run {
	const struct cli *cli;
	const char *path;
	const struct compilation *compilation;
	struct coverage coverage;
	const struct gj_program *program; /* that of the coverage where there is one */
	struct case_runner *runner;
	bool several;          /* other files are tested in the same run */
	struct cJSON *json;    /* the file's object, NULL for text */
	size_t passed, failed;
};

/* The case run last failed: says what was expected and found, and the lines of the sheet that explain it. False when memory is out. */
bool test_report_failure(struct test_run *run, const struct test_case *test);

/* After all cases: the count, and what no case shows. False when memory is out. */
bool test_report_end(struct test_run *run);

/* test_coverage.c: what no case shows, and how much they show of each kind. False when memory is out. */
bool test_coverage_report(struct test_run *run);
/* A point in a line: its place, what it is about, what is to be seen. */
void test_point_print(const struct test_run *run, const struct coverage_point *point, FILE *out);
#endif
