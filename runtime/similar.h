/* Did you mean …? */
#ifndef GJ_SIMILAR_H
#define GJ_SIMILAR_H
#include "table.h"

/* The index of the word nearest to `text` by edit distance over characters, GJ_NONE when none is near enough (a third of the length, at least
 * one character) or two are equally near. Long texts have no neighbours. */
int gj_similar(struct gj_text text, const char *const *words, size_t count);

/* Whether both read the same when blanks are passed over and full-width forms count as half-width ones. `text` is valid UTF-8. */
bool gj_same_loosely(struct gj_text text, const char *word);
#endif
