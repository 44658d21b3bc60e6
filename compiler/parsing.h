/* What the grammar (grammar/), the feeding of tokens and the wording of syntax errors share. */
#ifndef GJ_PARSING_H
#define GJ_PARSING_H
#include "passes.h"
#include "tokens.h"

/* One run of the parser. */
struct parsing {
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	const struct source *source;
	struct tokens *tokens;  /* a misspelled word that leads a line is put right in place */
	struct node *document;
	size_t next;            /* the token that the grammar gets next */
	size_t current;         /* the token that it got last */
	bool resuming;          /* the next token is RESUME, then tokens go on from `next` */
	size_t quiet_until;     /* no syntax error is reported before this token: its line has had its finding */
	size_t resumed_at;      /* index of the last token to resume at */
	int cuts;               /* runs of letters cut into words so far */
	int tries;              /* how often: each try gives up one more open part, and after the last the token is passed over */
	int operators;          /* since the beginning of the line or of the amount: how deep an expression can be */
	unsigned sections;      /* enum section of `current`; while a heading is read, of the part before it too */
	int block;              /* kind of the part that `current` is in when its lines begin with anything, else 0 */
};

enum { MOST_OPERATORS = 500, MOST_EXPECTED = 128, MOST_TRIES = 6 };

/* Whether a syntax error at the current token goes unreported: its line has had its finding, or there are thousands already. */
bool is_quiet(const struct parsing *parsing);

/* Words a syntax error and picks where to resume. `expected` are the token kinds that could stand here. */
void syntax_error(struct parsing *parsing, const int *expected, size_t count);

/* What to do after a syntax error was reported. */
struct remedy {
	size_t resume;          /* the first token that may be resumed at */
	size_t quiet_until;
};

/* The finding alone (syntax_errors.c). */
struct remedy report_syntax_error(struct parsing *parsing, const int *expected, size_t count);

/* Makes a name of every word of the language that stands where only a name can (name_words.c). */
void settle_names(struct tokens *tokens, struct gj_arena *arena);

/* The part that a token stands in when its lines begin with anything (数据 until the next heading, 分档 until the next word that leads a line), else 0;
 * `block` is that of the token before. */
int block_after(int block, const struct token *token);

/* How a token of this kind may begin a line. */
enum word_role role_of_kind(int kind);
#endif
