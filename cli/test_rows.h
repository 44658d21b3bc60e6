/* guiju test --rows: 用例 ready to be pasted for what no case shows yet, their expectations left to be worked out by hand. */
#ifndef GJ_TEST_ROWS_H
#define GJ_TEST_ROWS_H
#include "test_report.h"

/* After all cases have been run. False when memory is out. */
bool test_rows_write(struct test_run *run, FILE *out);
#endif
