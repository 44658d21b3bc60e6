/* Finding a row for which conditions hold: an example, shown to the author and tried by the tests. */
#ifndef GJ_FIND_ROW_H
#define GJ_FIND_ROW_H
#include "decide.h"

/* A row that is as wanted and passes the 校验 about the same fields; false when none was found, though there may be one. */
bool find_row(struct decider *decider, const struct wanted *wanted, size_t count, struct row *row);
/* 党员数 15名、… */
const char *row_text(const struct decider *decider, const struct row *row);
/* A cell as it is written in a table, with the field's unit for a reader. */
const char *cell_text(const struct decider *decider, const struct cell_value *cell, bool with_unit);
#endif
