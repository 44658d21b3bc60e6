/* Where the rows that a run could not evaluate are written. */
#ifndef GJ_REJECTS_PATH_H
#define GJ_REJECTS_PATH_H
#include <stdbool.h>

/* Beside the results: 结果.rejects.csv for 结果.csv. The caller frees it; NULL when memory is out. */
char *gj_rejects_path(const char *results);
/* Whether that file stands there and has a row below its heading. */
bool gj_rejects_left(const char *rejects);
#endif
