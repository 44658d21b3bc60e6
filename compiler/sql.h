/* A standard as SQL: tables for its data and ledgers, and views that give every column of the results file. */
#ifndef GJ_SQL_H
#define GJ_SQL_H
#include "diagnostics.h"
#include "ir.h"
#include <stdio.h>

struct sql_dialect;

/* NULL: there is no such dialect. */
const struct sql_dialect *sql_dialect_named(const char *name);
/* The names of the dialects, separated by 、. */
const char *sql_dialect_names(void);

/* Writes the script. False when the dialect can't say something exactly: it is reported, and what was written is of no use. `arena` has a failure jump. */
bool sql_write(const struct ir *ir, const struct sql_dialect *dialect, struct gj_arena *arena, struct diagnostics *diagnostics, FILE *out);
#endif
