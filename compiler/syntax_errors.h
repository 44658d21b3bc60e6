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

/* Whether nothing but another line could follow where the fault is. */
bool line_is_complete(const struct fault *fault);

/* A word that was probably meant, and the exact replacement. */
struct guess {
	struct span span;
	const char *text;      /* NULL: none */
	size_t token;          /* index of the misspelled token */
	int kind;              /* of the word meant, 0 when it isn't one word */
	size_t apart;          /* bytes of a heading's word to which its name was glued, else 0 */
};
/* 每少, 每超 …: of a difference that the language has no word for. */
bool counts_a_change(const struct token *token);
/* How a total is written where the line at fault has a function of a spreadsheet for it (COUNTIF); NULL where it has none. */
const char *spreadsheet_total(const struct fault *fault);
struct guess guess_meant(const struct fault *fault);

/* Offers the exact mend of a fault where there is one (syntax_mends.c). */
void offer_mend(const struct fault *fault, struct finding *finding);

/* A run of letters cut into words, declared names and numbers with their units (若 非 按期换届 扣 4分); NULL when it can't be, or is one piece. */
const char *cut_run(const struct fault *fault, const char *text);
/* 两次 in figures: 2次. NULL when it isn't a number in words, with or without a unit. */
const char *in_figures(const struct fault *fault, const char *text);
#endif
