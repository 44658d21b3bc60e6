/* The summary of a run, for people. */
#ifndef GJ_SUMMARY_H
#define GJ_SUMMARY_H
#include "report.h"
#include "run.h"

enum { GJ_COSTLY_MOST = 10 };

/* How a 目标 stands in a group. */
struct gj_target_result {
	uint64_t rows;          /* whose result counts towards it */
	bool reached;
	uint64_t gap;           /* units more (at least) or fewer (at most) that would reach it; when reached, units to spare */
};
/* `most`: taking it that all rows with 待核 cells that may count towards it do; otherwise that none does but those that will whatever comes. Selections are
 * taken as they now stand. */
struct gj_target_result gj_target_stands(const struct gj_program *program, size_t index, struct gj_group group, bool most);

/* The clauses that cost most points, the heaviest first, as indices into the sheet; returns how many. */
size_t gj_costly_clauses(const struct gj_program *program, const struct gj_tally *tally, size_t clauses[GJ_COSTLY_MOST]);

/* Whether an entry is a clause whose points are lost: neither earned (得) nor added (加分项). */
bool gj_costs(const struct gj_program *program, int entry);

/* The index of the sheet entry of `part` that encloses `entry` (itself included), or GJ_NONE. */
int gj_enclosing(const struct gj_program *program, int entry, enum gj_part part);

/* Writes the summary of a run that went through. */
void gj_summary_write(struct gj_report *report, const struct gj_run *run);
#endif
