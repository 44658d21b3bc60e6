/* Where the results and the rejects of a run go: files (output_file.h), or tables of a database, filled in one transaction when everything is known. */
#ifndef GJ_RUN_OUTPUT_H
#define GJ_RUN_OUTPUT_H
#include "data_message.h"
#include "output_file.h"
#include "program.h"
#include "store.h"

/* As gj_output_open; what goes to a database is kept in a nameless file. */
int gj_run_output_open(struct gj_output **output, const char *place, bool held);

/* The place of the rejects of a run whose results go to `results`, a file or a database. To be freed; NULL when memory is out. */
char *gj_run_rejects_place(const char *results);

/* Why a database did not take them: a row of messages.def and its arguments after the first, which is the database. */
struct gj_run_unstored {
	enum gj_data_message_id id; /* NO_MEMORY: no arguments */
	char words[GJ_STORE_FAULT];
};

/* Fills and commits the tables at `results` and, unless rejects is NULL, at `rejects_place`, which is in the same database. False when nothing was written. */
bool gj_run_output_store(const struct gj_program *program, const char *results_place, struct gj_output *results, const char *rejects_place,
	struct gj_output *rejects, struct gj_run_unstored *why);
#endif
