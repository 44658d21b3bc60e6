/* Text of reports in the reader's language, aligned by terminal cells. */
#ifndef GJ_REPORT_H
#define GJ_REPORT_H
#include "message.h"
#include "program.h"
#include "text_buffer.h"
#include <stdio.h>

enum gj_word {
#define WORD(id, zh, en) GJ_WORD_##id,
#include "report_words.def"
#undef WORD
	GJ_WORDS
};

/* A report being written; starts as zeros but for the language. Once memory is out `failed` stays set and nothing more is added. */
struct gj_report {
	struct gj_buffer text;
	enum gj_language language;
	bool failed;
	size_t line;            /* where the current line begins in text */
};

const char *gj_word(enum gj_word word, enum gj_language language);

void gj_report_text(struct gj_report *report, const char *text);
void gj_report_bytes(struct gj_report *report, const char *text, size_t length);
/* A phrase with its arguments, ended by NULL. */
__attribute__((sentinel)) void gj_report_word(struct gj_report *report, enum gj_word word, ...);
void gj_report_count(struct gj_report *report, uint64_t count);
/* value / 10^scale. */
void gj_report_decimal(struct gj_report *report, int64_t value, int scale);
/* Blanks up to `cell` of the line; at least one when the line is longer. */
void gj_report_column(struct gj_report *report, size_t cell);
/* The text so that it ends before `cell` of the line. */
void gj_report_right(struct gj_report *report, const char *text, size_t cell);
void gj_report_line(struct gj_report *report);

/* Writes the report and empties it. False when memory had run out or the stream failed (errno says). */
bool gj_report_flush(struct gj_report *report, FILE *out);
void gj_report_free(struct gj_report *report);
#endif
