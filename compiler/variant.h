/* A standard made of another by changes: 删除, 改分, 修改, 新增, and sections of its own. */
#ifndef GJ_VARIANT_H
#define GJ_VARIANT_H
#include "diagnostics.h"
#include "source.h"

/* The parts that a reference can mean, and the values in rows, by kind and by what they are called. Those that were taken out stay, but stand in no
 * standard any more. */
struct part_entry {
	struct node *node;
	struct part_entry *next; /* of its bucket, in the order in which they came */
};

struct part_index {
	size_t bucket_count;     /* a power of two */
	struct part_entry **buckets, ***ends;
};

struct variant {
	const struct source *source;
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	struct node *standard;  /* the STANDARD that is being changed */
	struct node *last[NODE_KINDS]; /* the last child of the standard of each kind; NULL where it must be looked for */
	struct part_index index;
	size_t work;            /* comparisons spent on looking for near misses */
};

/* variant_index.c. What stands in the standard; `own` will be added. */
void index_begin(struct variant *variant, const struct node *own);
/* Adds a part, and what stands in it. */
void index_add(struct variant *variant, struct node *node);
/* The first part of a kind (and of a name or wording; "": any) within another; and the next one. */
const struct part_entry *index_find(const struct variant *variant, enum node_kind kind, const char *key, const struct node *within);
const struct part_entry *index_next(const struct part_entry *entry, const char *key, const struct node *within);
/* What a part is called: its name, or the node of its wording; NULL where it has none. */
const struct node *key_node(const struct node *node);

/* The part that a REFERENCE means. NULL: reported, for it is missing, or stands in several places, or no longer holds what the reference says. */
struct node *variant_find(struct variant *variant, const struct node *reference);

/* Whether two trees say the same, wherever they stand. */
bool same_tree(const struct node *a, const struct node *b);

/* Changes `base`, a complete DOCUMENT, as `own` says, and returns it; reports changes that don't fit. Parts of `own` move into it. */
struct node *variant_apply(struct node *base, struct node *own, const struct source *source, struct gj_arena *arena,
	struct diagnostics *diagnostics);

/* Reports the changes in a standard that is based on nothing. */
void variant_refuse(const struct node *document, struct diagnostics *diagnostics);
#endif
