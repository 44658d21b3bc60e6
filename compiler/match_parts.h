/* Which part of one standard is which of another's: those called the same, in their order, then those that read most alike. The work grows with the number of
 * parts, not with its square: of very many in one place only those near where a counterpart would stand are looked at. */
#ifndef GJ_MATCH_PARTS_H
#define GJ_MATCH_PARTS_H
#include "runtime/memory.h"
#include <stdbool.h>

struct folded;

struct match_part {
	int kind;               /* parts of different kinds are different */
	const char *text;
	int match;              /* its counterpart in the other standard; GJ_NONE */
	const struct folded *folded; /* NULL until it is compared */
};

struct matcher {
	struct gj_arena *arena; /* with a failure jump */
	struct match_part *parts[2]; /* the old standard's, and the new one's */
	/* Whether two parts are the same whatever they are called; NULL: none are. */
	bool (*same)(void *context, int old, int new);
	void *context;
};

/* Parts of kind 0 with no text and no counterpart: the caller says what they are. */
void matcher_start(struct matcher *matcher, struct gj_arena *arena, size_t old_count, size_t new_count);

/* Numbers of parts, in ascending order. */
struct match_list {
	const int *items;
	size_t count;
};

/* Joins parts of the lists that are called the same and have no counterpart yet. */
void match_alike(struct matcher *matcher, struct match_list old, struct match_list new);

/* Joins what is left with what reads most like it, where no more than half is different. */
void match_nearest(struct matcher *matcher, struct match_list old, struct match_list new);

void match_join(struct matcher *matcher, int old, int new);
#endif
