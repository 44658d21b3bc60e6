/* Tables of names: found by hash, with the nearest spelling for a name that isn't there. */
#ifndef GJ_CHECK_NAMES_H
#define GJ_CHECK_NAMES_H
#include "ast.h"
#include <stdbool.h>

struct name_entry {
	const char *name, *folded; /* folded: look-alike characters made one, see lookalikes.def */
	struct span span;          /* where it was defined */
	int kind, index;           /* whatever the table's owner means by them */
};

struct name_table {
	struct gj_arena *arena;
	size_t count, capacity;
	struct name_entry *entries;
	size_t bucket_count;       /* a power of two, or 0 */
	uint32_t *buckets;         /* entry number + 1, by name */
	uint32_t *folded_buckets;  /* the same, by folded name */
};

void names_begin(struct name_table *table, struct gj_arena *arena);
/* Adds a name unless it is there already: returns NULL, or the entry that stands in its way. `name` is not copied. */
const struct name_entry *names_add(struct name_table *table, const char *name, struct span span, int kind, int index);
/* The entry of a name, or NULL. */
struct name_entry *names_find(const struct name_table *table, const char *name);
/* An entry spelled differently that looks the same (己 and 已, O and 0), or NULL. */
const struct name_entry *names_lookalike(const struct name_table *table, const char *name);
/* The entry whose spelling is nearest, when it is near enough to be what the author meant; NULL otherwise. */
const struct name_entry *names_nearest(const struct name_table *table, const char *name);
/* Characters (not bytes) to insert, delete, replace or swap to turn one into the other; `most` + 1 when it is more than `most`. */
int edit_distance(const char *one, const char *other, int most);
#endif
