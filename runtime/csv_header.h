/* The heading row. */
#ifndef GJ_CSV_HEADER_H
#define GJ_CSV_HEADER_H
#include "csv_plan.h"

/* Growing list of findings in an arena. */
struct gj_data_findings {
	struct gj_arena *arena;
	struct gj_data_finding *items;
	size_t count, room;
	bool failed; /* an error is among them */
	bool no_memory;
};

/* Adds a finding with its arguments (copied), ended by NULL. */
__attribute__((sentinel)) void gj_data_find(struct gj_data_findings *findings, enum gj_data_message_id id, uint64_t line, ...);

/* What separates cells and ends lines, judged by the beginning of a file. */
struct gj_csv_form gj_csv_form_of(const char *text, size_t length);

/* How many cells of the row at..end name fields by name or 别名; *filled becomes how many hold anything. */
size_t gj_csv_named_cells(const struct gj_program *program, struct gj_csv_form form, const char *at, const char *end, size_t *filled);

/* Binds the cells of the heading row at..end to the program's fields by name or 别名. What is wrong is added to the findings. */
bool gj_csv_bind(const struct gj_program *program, struct gj_csv_form form, const char *at, const char *end, uint64_t line,
	struct gj_csv_binding *binding, struct gj_data_findings *findings);
#endif
