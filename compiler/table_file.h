/* Rows of 参数表 that stand in files. */
#ifndef GJ_TABLE_FILE_H
#define GJ_TABLE_FILE_H
#include "diagnostics.h"
#include "source.h"

/* Reads the files that 参数表 of a document name, puts them behind the text of `source`, and their rows below the tables. Reports what can't be read. */
void read_table_files(const struct node *document, struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics);
#endif
