/* What the checks of look-ups share. */
#ifndef GJ_CHECK_LOOKUP_H
#define GJ_CHECK_LOOKUP_H
#include "check.h"
#include "lookup.h"

/* One look-up as written. */
struct asked {
	const struct node *node;
	struct table *table;
	struct lookup *lookup;
	const struct node *conditions[MOST_KEYS];
	const struct gj_texts *options[MOST_KEYS]; /* of the fields that columns of names are looked up by */
};

enum { MOST_MISSING = 8 };

/* Which cases have no row; what the rows that can be found hold. */
struct coverage {
	struct checker *checker;
	struct asked *asked;
	size_t missing_count;
	const char *missing[MOST_MISSING];
	bool found;
	wide low, high;         /* of the column wanted, in the rows found */
};

/* check_coverage.c: the codes that a key can have. */
struct interval coverage_range(const struct coverage *coverage, size_t at);
/* Codes of a key that have no row; `before`: the keys before it, in words. */
void coverage_miss(struct coverage *coverage, size_t at, const char *before, wide from, wide to);
/* Walks the rows first to end (excluded), which are alike in the keys before `at`. */
void coverage_find(struct coverage *coverage, size_t at, size_t first, size_t end, const char *before);
#endif
