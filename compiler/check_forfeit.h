/* 若 … 本指标不得分 in clauses. */
#ifndef GJ_CHECK_FORFEIT_H
#define GJ_CHECK_FORFEIT_H
#include "check.h"

/* Whether a child of a clause is one of its rules. */
bool is_rule(const struct node *node);
/* Whether an action, or that of a rule or tier, is about a part around the 要点. */
bool is_forfeit_around(const struct node *action);
bool forfeits_around(const struct node *rule);
/* Whether that is all that a clause says: it is no part of its own then. */
bool only_forfeits_around(const struct node *clause);
/* Whether they may stand in a clause of that part; what is wrong is reported. Of 本要点不得分 when its rule is checked. */
void check_forfeits(struct checker *checker, const struct node *clause, int part);
bool check_forfeit_of_point(struct checker *checker, const struct node *action, int owner);
/* What the clauses within a part say of parts of a kind around them, as VOID: the first, NULL where there is none. */
const struct node *forfeits_within(struct checker *checker, const struct node *part, enum gj_part kind);
#endif
