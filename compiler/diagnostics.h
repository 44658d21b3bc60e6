/* Findings: collected while a file is compiled, rendered once at the end. */
#ifndef GJ_DIAGNOSTICS_H
#define GJ_DIAGNOSTICS_H
#include "ast.h"
#include "runtime/message.h"
#include <stdbool.h>
#include <stdio.h>

struct source;      /* source.h */
struct witness;     /* witness.h */

enum message_id {
#define MESSAGE(code, severity, id, ...) MSG_##id,
#include "messages.def"
#undef MESSAGE
	MESSAGE_COUNT
};

/* A second place that belongs to the finding, underlined with ~, with a few words in both languages. */
struct related {
	struct span span;
	const char *zh, *en;
};

/* Replace `span` by `text` (an empty span inserts). */
struct fix {
	struct span span;
	const char *text;
};

struct finding {
	enum message_id id;
	struct span span;
	size_t argument_count;
	const char *arguments[10];
	size_t related_count;
	struct related related[6];
	size_t note_count;               /* values that prove it, further explanation: "= 说明：…" */
	struct { const char *zh, *en; } notes[6];
	bool has_fix;
	struct fix fix;
	const struct witness *witness;   /* what proves it, or NULL */
	const char *fix_zh, *fix_en;     /* "改为 60分 以上 不满 70分" ; may be NULL: the renderer then words it from the fix */
};

struct diagnostics;

struct diagnostics *diagnostics_new(struct gj_arena *arena);

/* Adds a finding with its arguments (C strings, copied), ended by NULL, and returns it so that related spans, notes and a fix can be added.
 * A second finding with the same id and span is dropped (a scratch record is returned). */
__attribute__((sentinel)) struct finding *report(struct diagnostics *diagnostics, enum message_id id, struct span span, ...);
void finding_relate(struct finding *finding, struct span span, const char *zh, const char *en);
void finding_note(struct finding *finding, const char *zh, const char *en);
void finding_fix(struct finding *finding, struct span span, const char *text);

/* How many findings weren't kept because there were thousands already; diagnostics_count counts them. The parser then stops reporting. */
size_t diagnostics_dropped(const struct diagnostics *diagnostics);

/* Takes back the findings that lie within `span`: a later one says it all. */
void diagnostics_withdraw(struct diagnostics *diagnostics, struct span span);

/* The sections of a rule file in which a line may be lost: a set. 定义 counts as data, 目标 as selection, 样例 as cases. */
enum section { SECTION_HEAD = 1, SECTION_DATA = 2, SECTION_SHEET = 4, SECTION_VETOES = 8, SECTION_GRADES = 16, SECTION_SELECTION = 32, SECTION_CASES = 64,
	SECTION_ANY = 127 };

/* Says that the text of `span` could not be read, so that nothing is known of what it defined: findings that it may have caused
 * (consequences.def), and unknown names that stand in it, are not reported from here on. `text` is the source's; `sections`: where it may have
 * belonged. */
void diagnostics_lose(struct diagnostics *diagnostics, const char *text, struct span span, unsigned sections);
bool diagnostics_damaged(const struct diagnostics *diagnostics);

size_t diagnostics_count(const struct diagnostics *diagnostics, enum gj_severity severity);
/* Sorted by place (errors before notes at one place); index 0 .. total-1. */
size_t diagnostics_total(const struct diagnostics *diagnostics);
const struct finding *diagnostics_at(struct diagnostics *diagnostics, size_t index);
const struct gj_message *message_of(enum message_id id);
const struct gj_message *message_by_code(const char *code); /* NULL when unknown */

struct render_options {
	enum gj_language language;
	bool colour;
};

/* The terminal's form: place, severity, code, text; the line; ^^^^ under the fault in cells (CJK two wide), ~~~ under what it clashes with; notes; the mend. */
void diagnostics_render(struct diagnostics *diagnostics, const struct source *source, const struct render_options *options, FILE *out);
/* One JSON array. False when memory ran out; what was written then is not JSON. */
bool diagnostics_render_json(struct diagnostics *diagnostics, const struct source *source, enum gj_language language, FILE *out);
#endif
