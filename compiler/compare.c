#include "compare_parts.h"

#include "source.h"

#include <stdlib.h>
#include <string.h>

const struct difference_words *difference_words(enum difference_id id)
{
	static const struct difference_words WORDS[] = {
#define DIFFERENCE(id, section, name, zh, en) { DIFFERENCES_IN_##section, name, { zh, en } },
#include "differences.def"
#undef DIFFERENCE
	};
	return &WORDS[id];
}

const char *difference_section_name(enum difference_section section, enum gj_language language)
{
	static const char *const NAMES[][2] = {
#define SECTION(id, zh, en) { zh, en },
#include "differences.def"
#undef SECTION
	};
	return NAMES[section][language];
}

const char *words(const struct comparing *comparing, const char *zh, const char *en)
{
	return comparing->language == GJ_ENGLISH ? en : zh;
}

void differ(struct comparing *comparing, enum difference_id id, const char *subject, const char *before, const char *after, const char *more)
{
	struct comparison *comparison = comparing->comparison;
	comparison->differences = gj_arena_grow(comparing->arena, comparison->differences, comparison->count, &comparing->capacity,
		sizeof *comparison->differences);
	comparison->differences[comparison->count++] = (struct difference){ id,
		{ subject ? subject : "", before ? before : "", after ? after : "", more ? more : "" } };
}

const char *written_text(const struct comparing *comparing, const struct model *model, struct span span)
{
	if (!model->source || span.end <= span.start || span.end > model->source->length)
		return "";
	char *text = gj_arena_copy(comparing->arena, model->source->text + span.start, span.end - span.start), *to = text;
	bool blank = false;
	for (const char *from = text; *from; from++) {
		if (*from == '#')
			from += strcspn(from, "\r\n");
		blank |= strchr(" \t\r\n", *from) != NULL;
		if (!*from)
			break;
		if (strchr(" \t\r\n", *from))
			continue;
		if (blank && to > text)
			*to++ = ' ';
		blank = false;
		*to++ = *from;
	}
	*to = '\0';
	return text;
}

bool compare_standards(const struct model *old, const struct model *new, enum gj_language language, struct gj_arena *arena,
	struct comparison *comparison)
{
	struct comparing comparing = { .old = old, .new = new, .language = language, .arena = arena, .comparison = comparison };
	jmp_buf out;
	*comparison = (struct comparison){ 0 };
	if (setjmp(out)) {
		gj_arena_on_failure(arena, NULL);
		return false;
	}
	gj_arena_on_failure(arena, &out);
	compare_heading(&comparing);
	compare_data(&comparing);
	compare_ledgers(&comparing);
	compare_sheet(&comparing);
	compare_outcomes(&comparing);
	gj_arena_on_failure(arena, NULL);
	return true;
}
