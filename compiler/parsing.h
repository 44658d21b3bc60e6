/* What the grammar (parser.y), the feeding of tokens and the wording of syntax errors share. */
#ifndef GJ_PARSING_H
#define GJ_PARSING_H
#include "passes.h"
#include "tokens.h"

/* One run of the parser. */
struct parsing {
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	const struct source *source;
	const struct tokens *tokens;
	struct node *document, *standard;
	size_t next;            /* the token that the grammar gets next */
	size_t current;         /* the token that it got last */
	bool resuming;          /* the next token is RESUME, then tokens go on from `next` */
	bool reported;          /* a finding was made about a token after `quiet_until` was set */
	size_t quiet_until;     /* no syntax error is reported before this token: its line has had its finding */
	size_t resumed_at;      /* 1 + index of the last token to resume at, so that no token is tried twice */
	int operators;          /* since the last word that leads a line: how deep an expression can be */
	int block;              /* kind of the part that `current` is in when its lines begin with anything, else 0 */
};

enum { MOST_OPERATORS = 500, MOST_EXPECTED = 64 };

/* Words a syntax error and picks where to resume. `expected` are the token kinds that could stand here. */
void syntax_error(struct parsing *parsing, const int *expected, size_t count);

/* The finding's wording alone (syntax_errors.c). */
void report_syntax_error(struct parsing *parsing, const int *expected, size_t count);
#endif
