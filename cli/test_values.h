/* Values of a 用例 in words. */
#ifndef GJ_TEST_VALUES_H
#define GJ_TEST_VALUES_H
#include "test_report.h"

enum { VALUE_BYTES = 256 };

/* The line of a place, and its file as the user knows it. */
size_t test_line(const struct test_run *run, struct span span);
const char *test_path(const struct test_run *run, struct span span);
/* 9.5分 */
void test_points(char out[VALUE_BYTES], const struct test_run *run, int64_t value);

/* What an expectation is about: 组织生活, 总分, 等次, 否决 … */
const char *test_subject(const struct test_run *run, const struct expectation *expectation);

/* The value that was expected, and one that was found (as case_holds gives it). */
void test_expected(char out[VALUE_BYTES], const struct test_run *run, const struct expectation *expectation);
void test_found(char out[VALUE_BYTES], const struct test_run *run, const struct expectation *expectation, int64_t got);

/* A cell of a case's row: 2次, 是, 未填 … */
void test_cell(char out[VALUE_BYTES], const struct test_run *run, const struct given *given);
#endif
