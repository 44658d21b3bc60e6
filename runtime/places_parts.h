/* What the files of 名次 share. */
#ifndef GJ_PLACES_PARTS_H
#define GJ_PLACES_PARTS_H
#include "groups.h"
#include "places.h"

enum {
	CONTENDER_OPEN = 1,     /* what it is ranked by isn't known */
	CONTENDER_PERHAPS = 2,  /* whether it is ranked isn't known */
	CONTENDER_ADRIFT = 4    /* its group isn't known */
};

/* A unit that is ranked, or may be. */
struct contender {
	uint32_t unit, group, flags;
	uint32_t worst;         /* where its values at their worst stand, if OPEN */
};

/* Where a unit stands. */
struct standing {
	uint32_t low, high;     /* its place; 0: it has none */
	uint32_t group;         /* from 1; 0: the unit wasn't taken */
	uint32_t flags;         /* as of contenders */
};

struct group_size {
	uint32_t certain, possible;
};

struct places_of {
	const struct gj_ranking *ranking;
	struct gj_groups groups;
	size_t count, capacity;
	struct contender *contenders;
	int64_t *values;        /* [count × 2 × key_count] each key at its best, and what it is divided by */
	size_t worst_count, worst_capacity;
	int64_t *worst;         /* [worst_count × 2 × key_count] */
	size_t unit_count, unit_capacity;
	struct standing *standings; /* by unit */
	struct group_size *sizes; /* of each group, once settled; behind them of a unit whose group isn't known */
	bool open;
	bool counts;            /* the rules ask how many are ranked */
};

struct gj_places {
	const struct gj_program *program;
	struct gj_buffer key;
	struct places_of *of;   /* [ranking_count] */
};

/* places_settle.c. False when memory is out. */
bool places_settle_one(struct places_of *of);
#endif
