/* What the patterns (lexer.l) and their actions (scanning.c, runs.c) share. */
#ifndef GJ_SCANNING_H
#define GJ_SCANNING_H
#include "passes.h"
#include "tokens.h"

/* One run of the scanner. */
struct scanning {
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	const struct source *source;
	struct tokens *tokens;
	struct word_index *words;
	uint32_t offset;         /* end of the text matched so far */
	bool fresh_line;         /* no token on this line yet */
	uint32_t quote_start;    /* of the quotation being read */
	int quote_depth;
	int line_faults;         /* stray characters reported on this line */
	struct finding *unknown; /* the last finding about an unknown character, to let it grow */
};

/* Appends a token and returns it for its other parts to be filled in. */
struct token *add_token(struct scanning *scanning, int kind, struct span span, const char *text);

/* A run of letters and digits: a word of the language, a name, a number with its unit, or a chain of them. */
void scan_run(struct scanning *scanning, struct span span);
/* 1,000元 */
void scan_thousands(struct scanning *scanning, struct span span);
/* 2018-06-06 or 2018年6月6日 */
void scan_date(struct scanning *scanning, struct span span);
/* A quotation; `open` and `close` are the bytes of its marks. */
void scan_quotation(struct scanning *scanning, struct span span, uint32_t open, uint32_t close);
/* The same with marks other than “ ” and ". */
void scan_odd_quotation(struct scanning *scanning, struct span span, uint32_t open, uint32_t close);
/* Whether a quotation open at the end of a line is closed on one of the next few, before any line that begins with a word of the language. */
bool quotation_goes_on(const struct scanning *scanning);
/* A quotation that isn't closed: it ends where a rule begins (若, 每, 按 …), or with the line. `marks`: bytes of the opening mark. */
void scan_unclosed(struct scanning *scanning, struct span span, uint32_t marks);
void scan_stray_close(struct scanning *scanning, struct span span);
/* 。 ； ; or . outside a quotation. */
void scan_stop(struct scanning *scanning, struct span span);
/* Runs the patterns over a stretch of the text; `offset` is left at its end. */
void scan_stretch(struct scanning *scanning, struct span span);
/* 1. 或 （一） at the beginning of a line, before a word of the language; false when it is something else. */
bool scan_line_number(struct scanning *scanning, struct span span);
/* An opening bracket or an unknown sign that turned out not to number the line. */
void scan_sign(struct scanning *scanning, struct span span);
/* && for 且. */
void scan_foreign_sign(struct scanning *scanning, struct span span, int kind, const char *word);
/* A comment that begins with two slashes. */
void scan_foreign_comment(struct scanning *scanning, struct span span);
/* Whether a blank or nothing stands before a span on its line. */
bool after_blank(const struct scanning *scanning, struct span span);
void scan_colon(struct scanning *scanning, struct span span);
void scan_unknown(struct scanning *scanning, struct span span);
#endif
