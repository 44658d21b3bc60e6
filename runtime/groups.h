/* Groups of units: a key of some bytes for each, numbered from 0 in the order in which they came, and some counts. */
#ifndef GJ_GROUPS_H
#define GJ_GROUPS_H
#include "text_buffer.h"

#include <stdint.h>

struct gj_groups {
	uint64_t seeds[2];
	size_t counters;        /* counts of each group */
	size_t count, capacity;
	size_t *ends;           /* [count] where each key ends in `keys` */
	uint64_t *counts;       /* [count × counters] */
	struct gj_buffer keys;
	uint32_t *places;       /* a hash table: a group's number and 1, or 0 */
	size_t room;            /* a power of two, or 0 */
};

/* Starts without groups. `seeds` are secret, so that nobody can make keys meet. */
void gj_groups_start(struct gj_groups *groups, const uint64_t seeds[2], size_t counters);
void gj_groups_free(struct gj_groups *groups);

/* Forgets the groups. */
void gj_groups_clear(struct gj_groups *groups);

/* The group of a key; a new one has counts of 0. False when memory is out. */
bool gj_groups_find(struct gj_groups *groups, const char *key, size_t length, uint32_t *group);

const char *gj_groups_key(const struct gj_groups *groups, size_t group, size_t *length);

/* Its counts; they move when a group is added. */
uint64_t *gj_groups_counts(const struct gj_groups *groups, size_t group);
#endif
