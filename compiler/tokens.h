/* The tokens of one rule file, in order. Kinds are those of the grammar (grammar/). */
#ifndef GJ_TOKENS_H
#define GJ_TOKENS_H
#include "ast.h"
#include <stdbool.h>
#include <stddef.h>

struct token {
	int kind;              /* enum of the grammar: TOKEN_… */
	bool first_on_line;
	int scale;             /* NUMBER: decimals written */
	struct span span;
	struct span inner;     /* TEXT: inside the quotes; NUMBER: the unit (empty when none) */
	const char *text;      /* normalised: a word's meaning, a name, a wording, a number's digits; never NULL */
	const char *unit;      /* NUMBER: as written, in half-width; "" when bare */
	const char *spelling;  /* of a word of the language, as written: 其余, whose text is 其他; NULL for everything else */
	int64_t number;        /* NUMBER: the digits as an integer; DATE: yyyymmdd */
};

/* The last token is always END, at the end of the text. */
struct tokens {
	size_t count, capacity;
	struct token *items;
};

/* How a word may begin a line. */
enum word_role { WORD_BLOCK, WORD_HEADING, WORD_LEAD, WORD_INNER };

struct word {
	const char *spelling;
	int kind;
	enum word_role role;
	const char *text;      /* what it means: 到 is 至 */
};

size_t words_total(void);
const struct word *words_at(size_t index);

/* Finds words in constant time. Lives in the arena. */
struct word_index;
struct word_index *word_index_new(struct gj_arena *arena);
/* The word spelled so, or NULL. */
const struct word *word_find(const struct word_index *index, const char *text, size_t length);
/* The longest word that `text` begins with, or NULL. */
const struct word *word_prefix(const struct word_index *index, const char *text, size_t length);
/* The first word with a token kind, or NULL for kinds that aren't words. */
const struct word *word_of_kind(int kind);

/* Bytes of the UTF-8 character that begins with `lead`. */
size_t character_bytes(char lead);
#endif
