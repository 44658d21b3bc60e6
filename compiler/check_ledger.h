/* What the files about ledgers share. */
#ifndef GJ_CHECK_LEDGER_H
#define GJ_CHECK_LEDGER_H
#include "check.h"

/* check_ledger.c: says of a ledger that isn't known yet that it stands further down, where it does. */
bool report_later(struct checker *checker, const struct node *name);
/* check_groups.c: the ledger being spoken of is made of another (由 … 按 …): its fields, and what it belongs to. */
void check_groups(struct checker *checker, const struct node *node);
/* Which rows are put into groups, once definitions of the ledgers' rows are known. */
void check_group_filters(struct checker *checker);
#endif
