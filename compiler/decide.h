/* Deciding conditions by trying the rows that they can tell apart. */
#ifndef GJ_DECIDE_H
#define GJ_DECIDE_H
#include "model.h"

enum verdict { VERDICT_UNKNOWN, VERDICT_NEVER, VERDICT_SOMETIMES, VERDICT_ALWAYS };

/* Fields are taken at their ends and around each number they are compared with, so the answer is exact where fields are compared with numbers
 * alone. A comparison that is reckoned out may come out either way, so NEVER and ALWAYS are right even then; otherwise the answer is UNKNOWN, as it
 * is where there would be too many rows. With two conditions (second may be NULL): both at once. *witness receives a row that makes them
 * hold, in words (党员数 15名、…), or NULL. */
enum verdict decide(const struct model *model, struct gj_arena *arena, const struct expr *first, const struct expr *second, const char **witness);

/* The most that a clause's rules can ask for in one row, before its own 最多…: rules whose conditions exclude one another are not added up.
 * Scaled by model.point_scale. */
wide most_asked(const struct model *model, struct gj_arena *arena, const struct part *clause);
/* The same for all clauses below a part, each after its own 最多…; limits of 要点 in between are not applied. */
wide most_asked_below(const struct model *model, struct gj_arena *arena, int ancestor);

/* Whether both conditions read one and the same field. */
bool share_a_field(const struct model *model, const struct expr *a, const struct expr *b);
#endif
