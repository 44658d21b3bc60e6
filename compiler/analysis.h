/* What the files of the analyser share. */
#ifndef GJ_ANALYSIS_H
#define GJ_ANALYSIS_H
#include "check_interval.h"
#include "diagnostics.h"
#include "model.h"

struct analysis {
	const struct model *model;
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
};

#define ANALYSIS(function, finds) void function(struct analysis *analysis);
#include "analysis.def"
#undef ANALYSIS

/* Points in words: 4分, 0.5分. */
const char *analysis_points(const struct analysis *analysis, wide points);
/* The name by which a reader finds a part: 指标“支部班子”, or 要点“…” with a shortened wording. */
const char *analysis_part_name(const struct analysis *analysis, int part);
bool analysis_within(const struct model *model, size_t part, size_t ancestor);

/* analyse_witness.c: an example row, over the fields that a condition reads. */
enum verdict { VERDICT_UNKNOWN, VERDICT_NEVER, VERDICT_SOMETIMES, VERDICT_ALWAYS };

/* Tries every row that differs in the conditions' eyes: fields at their ends and around each number they are compared with. Exact where fields are
 * compared with numbers alone; VERDICT_UNKNOWN where they are reckoned with, or there are too many rows. With two conditions: both at once.
 * *witness receives a row that makes them hold, in words (党员数 15名、…), or NULL. */
enum verdict decide(const struct analysis *analysis, const struct expr *first, const struct expr *second, const char **witness);
#endif
