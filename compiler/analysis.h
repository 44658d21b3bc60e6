/* What the files of the analyser share. */
#ifndef GJ_ANALYSIS_H
#define GJ_ANALYSIS_H
#include "check_interval.h"
#include "diagnostics.h"
#include "witness.h"
#include "model.h"

struct analysis {
	const struct model *model;
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	struct decider decider;
	const bool *given_otherwise; /* see analysis_given_otherwise */
	const size_t *ends;    /* of each part: the part after the last that stands within it */
};

#define ANALYSIS(function, finds) void function(struct analysis *analysis);
#include "analysis.def"
#undef ANALYSIS

/* Points in words: 4分, 0.5分. */
const char *analysis_points(const struct analysis *analysis, wide points);
/* The name by which a reader finds a part: 指标“支部班子”, or 要点“…” with a shortened wording. */
const char *analysis_part_name(const struct analysis *analysis, int part);
/* Whether no total lies in the band of a grade. */
bool analysis_beyond_band(const struct model *model, const struct gj_grade *grade);
/* Of each grade, whether it can be given to units whose total isn't in its band: by a veto, or by a rule about grades. */
const bool *analysis_given_otherwise(const struct model *model, struct gj_arena *arena);
/* The most that a clause can move, after its own 最多…. */
wide analysis_most_lost(struct analysis *analysis, const struct part *clause);
/* Whether no row is such that the first condition is as said and the second too. */
bool analysis_never(struct analysis *analysis, const struct expr *first, bool first_holds, const struct expr *second, bool second_holds);
#endif
