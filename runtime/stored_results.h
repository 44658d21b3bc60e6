/* Results and rejects, made as CSV, into tables of a database. */
#ifndef GJ_STORED_RESULTS_H
#define GJ_STORED_RESULTS_H
#include "program.h"
#include "store.h"
#include <stdio.h>

enum gj_stored {
	GJ_STORED,
	GJ_STORED_FAILED,        /* the store says why */
	GJ_STORED_OTHER_COLUMNS, /* there is a table of that name, which was left alone */
	GJ_STORED_NO_MEMORY
};

/* Fills a table from CSV of this program's own making, headings first. Nothing is committed. With a program the rows are its results: points become exact
 * numbers, and where they wait for 待核 cells NULL, with what is known of them in one more column, 待核. Without one they are rejects, and text. */
enum gj_stored gj_stored_rows(struct gj_store *store, const char *table, const struct gj_program *program, FILE *file);
#endif
