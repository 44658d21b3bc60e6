/* What the files that word syntax errors share. */
#ifndef GJ_SYNTAX_ERRORS_H
#define GJ_SYNTAX_ERRORS_H
#include "parsing.h"

/* A syntax error, looked at from the author's side. */
struct fault {
	struct parsing *parsing;
	const struct token *found;     /* the token that doesn't fit */
	const struct token *previous;  /* the token before it, or NULL */
	const struct token *line;      /* the first token of the line at fault */
	bool line_ended;               /* the line before `found` stops too early: the fault is at its end */
	const int *expected;
	size_t expected_count;
};

bool is_expected(const struct fault *fault, int kind);

/* Names up to four expected tokens, joined: “以上”、“以下”或数字. */
const char *expected_in_words(const struct fault *fault, enum gj_language language);

/* A word that was probably meant, and the exact replacement. */
struct guess {
	struct span span;
	const char *text;      /* NULL: none */
	size_t token;          /* index of the misspelled token */
	int kind;              /* of the word meant, 0 when it isn't one word */
};
struct guess guess_meant(const struct fault *fault);
#endif
