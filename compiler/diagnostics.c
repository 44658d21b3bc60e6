#include "diagnostics.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Nobody reads more; what follows so many is only counted. */
enum { MOST_FINDINGS = 2000 };

struct diagnostics {
	struct gj_arena *arena;
	size_t count, capacity;
	struct finding **findings;
	size_t slot_count;       /* a power of two */
	uint32_t *slots;         /* 1 + index of a finding, by id and span; 0 free */
	bool sorted;
	size_t by_severity[3];   /* the dropped ones too */
	size_t dropped;
	size_t lost_count, lost_capacity;
	const char **lost;       /* the texts of lines that could not be read */
	unsigned lost_sections;  /* enum section */
};

/* The tables' short names for severities. */
#define ERROR GJ_ERROR
#define WARNING GJ_WARNING
#define NOTE GJ_NOTE

static const struct gj_message MESSAGES[] = {
#define MESSAGE(code, severity, id, zh, en, zh_more, en_more, wrong, right) { code, severity, { zh, en }, { zh_more, en_more }, wrong, right },
#include "messages.def"
#undef MESSAGE
};

const struct gj_message *message_of(enum message_id id)
{
	return &MESSAGES[id];
}

const struct gj_message *message_by_code(const char *code)
{
	for (size_t i = 0; i < MESSAGE_COUNT; i++)
		if (strcmp(MESSAGES[i].code, code) == 0)
			return &MESSAGES[i];
	return NULL;
}

struct diagnostics *diagnostics_new(struct gj_arena *arena)
{
	struct diagnostics *diagnostics = gj_arena_alloc(arena, sizeof *diagnostics);
	diagnostics->arena = arena;
	return diagnostics;
}

static uint32_t *slot_for(const struct diagnostics *diagnostics, enum message_id id, struct span span)
{
	uint64_t key = ((uint64_t)span.start << 32 | span.end) * 0x9E3779B97F4A7C15U + (uint64_t)id * 0xC2B2AE3D27D4EB4FU;
	for (size_t slot = (size_t)(key >> 20) & (diagnostics->slot_count - 1);; slot = (slot + 1) & (diagnostics->slot_count - 1)) {
		uint32_t index = diagnostics->slots[slot];
		const struct finding *finding = index ? diagnostics->findings[index - 1] : NULL;
		if (!finding || (finding->id == id && finding->span.start == span.start && finding->span.end == span.end))
			return &diagnostics->slots[slot];
	}
}

static void make_slots(struct diagnostics *diagnostics)
{
	if (diagnostics->count * 2 < diagnostics->slot_count)
		return;
	diagnostics->slot_count = diagnostics->slot_count ? diagnostics->slot_count * 2 : 64;
	diagnostics->slots = gj_arena_alloc(diagnostics->arena, diagnostics->slot_count * sizeof *diagnostics->slots);
	for (size_t i = 0; i < diagnostics->count; i++)
		*slot_for(diagnostics, diagnostics->findings[i]->id, diagnostics->findings[i]->span) = (uint32_t)(i + 1);
}

/* Whether the text of a span was already found to be no right number or date: what it would mean is not worth a second finding. */
static bool is_misread(const struct diagnostics *diagnostics, struct span span)
{
	static const enum message_id ids[] = { MSG_THOUSANDS, MSG_NUMBER_TOO_LONG, MSG_NO_SUCH_DATE };
	for (size_t i = 0; diagnostics->slot_count && i < sizeof ids / sizeof *ids; i++)
		if (*slot_for(diagnostics, ids[i], span))
			return true;
	return false;
}

/* Adds a finding to the collection unless it is there already. */
static void keep(struct diagnostics *diagnostics, struct finding *finding)
{
	make_slots(diagnostics);
	uint32_t *slot = slot_for(diagnostics, finding->id, finding->span);
	if (*slot)
		return;
	diagnostics->by_severity[MESSAGES[finding->id].severity]++;
	if (diagnostics->count >= MOST_FINDINGS) {
		diagnostics->dropped++;
		return;
	}
	diagnostics->findings = gj_arena_grow(diagnostics->arena, diagnostics->findings, diagnostics->count, &diagnostics->capacity, sizeof finding);
	diagnostics->findings[diagnostics->count++] = finding;
	*slot = (uint32_t)diagnostics->count;
	diagnostics->sorted = false;
}

void diagnostics_lose(struct diagnostics *diagnostics, const char *text, struct span span, unsigned sections)
{
	diagnostics->lost_sections |= sections;
	diagnostics->lost = gj_arena_grow(diagnostics->arena, diagnostics->lost, diagnostics->lost_count, &diagnostics->lost_capacity, sizeof *diagnostics->lost);
	diagnostics->lost[diagnostics->lost_count++] = gj_arena_copy(diagnostics->arena, text + span.start, span.end - span.start);
}

bool diagnostics_damaged(const struct diagnostics *diagnostics)
{
	return diagnostics->lost_count > 0;
}

/* Whether `name` stands in `text`, blanks inside it or not: 按期 换届. */
static bool holds_name(const char *text, const char *name)
{
	for (; *text; text++) {
		const char *at = text, *letter = name;
		while (*letter && *at == *letter) {
			letter++;
			at++;
			at += letter[0] ? strspn(at, " \t") : 0;
		}
		if (!*letter)
			return true;
	}
	return false;
}

static bool stands_in_lost_text(const struct diagnostics *diagnostics, const char *name)
{
	for (size_t i = 0; i < diagnostics->lost_count; i++)
		if (holds_name(diagnostics->lost[i], name))
			return true;
	return false;
}

/* Whether a finding may come of nothing but a line that couldn't be read. */
static bool is_consequence(const struct diagnostics *diagnostics, const struct finding *finding)
{
	if (!diagnostics_damaged(diagnostics))
		return false;
	switch (finding->id) {
#define UNKNOWN(id) case MSG_##id: return finding->argument_count > 0 && stands_in_lost_text(diagnostics, finding->arguments[0]);
#define CONSEQUENCE(id, sections) case MSG_##id: return (diagnostics->lost_sections & (sections)) != 0;
#define HEAD SECTION_HEAD
#define DATA SECTION_DATA
#define SHEET SECTION_SHEET
#define VETOES SECTION_VETOES
#define GRADES SECTION_GRADES
#define SELECTION SECTION_SELECTION
#define CASES SECTION_CASES
#include "consequences.def"
#undef UNKNOWN
#undef CONSEQUENCE
#undef HEAD
#undef DATA
#undef SHEET
#undef VETOES
#undef GRADES
#undef SELECTION
#undef CASES
	default: return false;
	}
}

enum { LONGEST_ARGUMENT = 1200 };

/* A name of a million letters is shown by its beginning. */
static const char *copy_argument(struct gj_arena *arena, const char *text)
{
	size_t length = strlen(text);
	if (length <= LONGEST_ARGUMENT)
		return gj_arena_copy(arena, text, length);
	for (length = LONGEST_ARGUMENT; length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80;)
		length--;
	return gj_arena_print(arena, "%.*s…", (int)length, text);
}

struct finding *report(struct diagnostics *diagnostics, enum message_id id, struct span span, ...)
{
	struct finding *finding = gj_arena_alloc(diagnostics->arena, sizeof *finding);
	finding->id = id;
	finding->span = span;
	va_list arguments;
	va_start(arguments, span);
	for (const char *text; (text = va_arg(arguments, const char *)) != NULL;)
		if (finding->argument_count < sizeof finding->arguments / sizeof *finding->arguments)
			finding->arguments[finding->argument_count++] = copy_argument(diagnostics->arena, text);
	va_end(arguments);
	if (!is_consequence(diagnostics, finding) && !is_misread(diagnostics, span))
		keep(diagnostics, finding);
	return finding;
}

void finding_relate(struct finding *finding, struct span span, const char *zh, const char *en)
{
	if (finding->related_count < sizeof finding->related / sizeof *finding->related)
		finding->related[finding->related_count++] = (struct related){ span, zh, en };
}

void finding_note(struct finding *finding, const char *zh, const char *en)
{
	if (finding->note_count == sizeof finding->notes / sizeof *finding->notes)
		return;
	finding->notes[finding->note_count].zh = zh;
	finding->notes[finding->note_count++].en = en;
}

void finding_fix(struct finding *finding, struct span span, const char *text)
{
	finding->has_fix = true;
	finding->fix = (struct fix){ span, text };
}

size_t diagnostics_count(const struct diagnostics *diagnostics, enum gj_severity severity)
{
	return diagnostics->by_severity[severity];
}

size_t diagnostics_dropped(const struct diagnostics *diagnostics)
{
	return diagnostics->dropped;
}

size_t diagnostics_total(const struct diagnostics *diagnostics)
{
	return diagnostics->count;
}

/* By place, then errors before warnings before notes, then by code. */
static int compare(const void *left, const void *right)
{
	const struct finding *a = *(struct finding *const *)left, *b = *(struct finding *const *)right;
	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	int severity = (int)MESSAGES[a->id].severity - (int)MESSAGES[b->id].severity;
	return severity ? severity : strcmp(MESSAGES[a->id].code, MESSAGES[b->id].code);
}

/* The slots point at findings by index: they are made anew when findings move. */
static void renew_slots(struct diagnostics *diagnostics)
{
	if (diagnostics->slot_count)
		memset(diagnostics->slots, 0, diagnostics->slot_count * sizeof *diagnostics->slots);
	for (size_t i = 0; i < diagnostics->count; i++)
		*slot_for(diagnostics, diagnostics->findings[i]->id, diagnostics->findings[i]->span) = (uint32_t)(i + 1);
}

static void sort(struct diagnostics *diagnostics)
{
	if (diagnostics->count)
		qsort(diagnostics->findings, diagnostics->count, sizeof *diagnostics->findings, compare);
	renew_slots(diagnostics);
	diagnostics->sorted = true;
}

void diagnostics_withdraw(struct diagnostics *diagnostics, struct span span)
{
	size_t kept = 0;
	for (size_t i = 0; i < diagnostics->count; i++) {
		struct finding *finding = diagnostics->findings[i];
		if (finding->span.start >= span.start && finding->span.end <= span.end)
			diagnostics->by_severity[MESSAGES[finding->id].severity]--;
		else
			diagnostics->findings[kept++] = finding;
	}
	if (kept == diagnostics->count)
		return;
	diagnostics->count = kept;
	renew_slots(diagnostics);
}

const struct finding *diagnostics_at(struct diagnostics *diagnostics, size_t index)
{
	if (!diagnostics->sorted)
		sort(diagnostics);
	return diagnostics->findings[index];
}
