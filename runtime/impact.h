/* One table through two standards side by side: for each unit what both make of it. */
#ifndef GJ_IMPACT_H
#define GJ_IMPACT_H
#include "run.h"

/* A unit that comes out otherwise, or that one of the standards alone evaluates. */
struct gj_impact_row {
	const char *key;
	size_t key_length;
	bool evaluated[2];          /* by the old, by the new */
	const struct gj_vm *vms[2]; /* row `row` of their last run is the unit's, where it was evaluated */
	size_t row;
	int64_t totals[2];          /* both at the finer scale of points */
	int grades[2], finals[2];   /* before and after 评选; GJ_NONE without grades */
};

struct gj_impact {
	const struct gj_run *runs[2];  /* gone through: their awards, totals over ledgers and files */
	const char *const *data;       /* [2] the tables; one path twice: rows are pairs. Otherwise units are found by their keys. */
	/* Called in the order of the old table, one call at a time; false stops. */
	bool (*take)(void *context, const struct gj_impact_row *row);
	void *context;
	/* Of the units that both evaluated. */
	int point_scale;
	uint64_t both, gained, lost;
	uint64_t pending[2];           /* rows with 待核 cells in each table, which aren't compared */
	uint64_t *moves;               /* [(old grades + 1) × (new grades + 1)] by final grade, the last for none; gj_impact_end releases it */
};

enum gj_impact_status { GJ_IMPACT_DONE, GJ_IMPACT_NO_MEMORY, GJ_IMPACT_FAILED, GJ_IMPACT_STOPPED };

/* GJ_IMPACT_FAILED: a table that could be read before can't any more. */
enum gj_impact_status gj_impact_go(struct gj_impact *impact);
void gj_impact_end(struct gj_impact *impact);

/* The units that ended in grade `old` and in grade `new` (GJ_NONE: in none). */
uint64_t gj_impact_moves(const struct gj_impact *impact, int old, int new);
#endif
