/* A standard made of another by changes: 删除, 改分, 修改, 新增, and sections of its own. */
#ifndef GJ_VARIANT_H
#define GJ_VARIANT_H
#include "diagnostics.h"
#include "source.h"

struct variant {
	const struct source *source;
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	struct node *standard;  /* the STANDARD that is being changed */
	size_t work;            /* comparisons spent on looking for near misses */
};

/* A part in the tree, and the part it stands in. */
struct found {
	struct node *parent, *node;
};

/* The part that a REFERENCE means. False: reported, for it is missing, or stands in several places, or no longer holds what the reference says. */
bool variant_find(struct variant *variant, const struct node *reference, struct found *found);

/* Whether two trees say the same, wherever they stand. */
bool same_tree(const struct node *a, const struct node *b);

/* Changes `base`, a complete DOCUMENT, as `own` says, and returns it; reports changes that don't fit. Parts of `own` move into it. */
struct node *variant_apply(struct node *base, struct node *own, const struct source *source, struct gj_arena *arena,
	struct diagnostics *diagnostics);

/* Reports the changes in a standard that is based on nothing. */
void variant_refuse(const struct node *document, struct diagnostics *diagnostics);
#endif
