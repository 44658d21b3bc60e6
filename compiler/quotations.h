/* A source text prepared for finding quotations in it: blanks left out, look-alike punctuation made one. */
#ifndef GJ_QUOTATIONS_H
#define GJ_QUOTATIONS_H
#include "ast.h"
#include <stdbool.h>
#include <stddef.h>

struct folded {
	size_t count;
	uint32_t *characters;  /* folded code points */
	uint32_t *offsets;     /* byte offset of each in the text; offsets[count] is the text's end */
	bool *covered;         /* a quotation stands there */
};

/* Folds UTF-8 text. Everything lives in `arena`. */
struct folded *fold_text(const char *text, size_t length, struct gj_arena *arena);

struct passage {
	size_t start, end;     /* characters of the source, end excluded */
	size_t differences;    /* edits between it and what was looked for; 0: found to the letter */
};

/* Finds `quotation` from character `from` on (and, failing that, from the beginning). False when it isn't there to the letter. */
bool find_passage(const struct folded *source, const uint32_t *quotation, size_t count, size_t from, struct passage *passage);
/* The passage nearest to a quotation that isn't there: the one with the fewest edits. */
struct passage nearest_passage(const struct folded *source, const uint32_t *quotation, size_t count, struct gj_arena *arena);
/* Edits that make one text of the other, blanks and kinds of punctuation apart. */
size_t text_edits(const struct folded *a, const struct folded *b, struct gj_arena *arena);
#endif
