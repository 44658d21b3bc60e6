/* Reading a rule file together with the standards that it is based on. */
#ifndef GJ_BASE_H
#define GJ_BASE_H
#include "diagnostics.h"
#include "source.h"

/* Parses the first file of `source`. When it is based on another standard, reads that too (it is put behind in `source`), and so on, and applies the
 * changes from the oldest to the newest. Ledgers that are results of other standards get their columns as fields. Returns the tree of the whole. *complete is false when a standard it is based on could not be used, or
 * its changes don't fit (reported): the tree is then that of the first file alone or half changed, and no meaning can be looked for in it. */
struct node *parse_with_bases(struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics, bool *complete);
#endif
