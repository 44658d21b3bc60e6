/* Deciding conditions by trying the rows that they can tell apart. */
#ifndef GJ_DECIDE_H
#define GJ_DECIDE_H
#include "evaluate.h"
#include "reading.h"

/* Deciding for one model. `steps` bounds what it costs in all, so that a rule file of any size is decided in bounded time: when they are used up,
 * nothing more is known. */
struct decider {
	const struct model *model;
	struct gj_arena *arena;
	size_t steps;
};

struct decider decider_new(const struct model *model, struct gj_arena *arena);
/* Takes `steps` off what may still be spent; false when there aren't as many. */
bool decider_spend(struct decider *decider, size_t steps);

/* A condition that is to hold, or not to hold. */
struct wanted {
	const struct expr *condition;
	bool holds;
};

enum { MOST_WANTED = 8 };

enum verdict { VERDICT_UNKNOWN, VERDICT_NEVER, VERDICT_SOMETIMES, VERDICT_ALWAYS };

/* Whether rows can be as wanted (all at once). Fields are taken at their ends and around each number they are compared with, so the answer is exact where
 * fields are compared with numbers alone. What else is compared may come out any way that its range allows, so NEVER and ALWAYS are right even
 * then; otherwise the answer is UNKNOWN, as it is where there would be too many rows. Rows that fail a 校验 are left out where that can be
 * told. */
enum verdict decide(struct decider *decider, const struct wanted *wanted, size_t count);
/* Whether a condition holds, 校验 apart. */
enum verdict decide_alone(struct decider *decider, const struct expr *condition);
/* What is wanted (at most MOST_WANTED), and the 校验 about the same fields as far as there is room: how many there are then. */
size_t wanted_with_checks(const struct decider *decider, const struct wanted *wanted, size_t count, struct wanted all[MOST_WANTED]);

/* The most that a clause's rules can ask for in one row, before its own 最多…: rules whose conditions exclude one another are not added up.
 * Scaled by model.point_scale. */
wide most_asked(struct decider *decider, const struct part *clause);
/* The same for all clauses below a part, each after its own 最多…, and that of what stands in between; 扣完为止 is not applied. */
wide most_asked_below(struct decider *decider, int ancestor);
#endif
