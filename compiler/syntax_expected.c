/* The tokens that could stand at a fault, in words. */
#include "syntax_errors.h"

#include "parser.h"
#include <string.h>

enum { MOST_NAMED = 4, DEFAULT_RANK = 5, LAST_RESORT = 9 };

static const struct expected_name {
	int kind, rank;
	const char *text[2];
} NAMES[] = {
#define EXPECTED(kind, rank, zh, en) { TOKEN_##kind, rank, { zh, en } },
#include "expected.def"
#undef EXPECTED
};

static const struct expected_name *name_of(int kind)
{
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		if (NAMES[i].kind == kind)
			return &NAMES[i];
	return NULL;
}

static const char *words_for(const struct fault *fault, int kind, enum gj_language language)
{
	const struct expected_name *name = name_of(kind);
	int line = fault->line->kind;
	if (kind == TOKEN_NUMBER && (line == TOKEN_DIVISION || line == TOKEN_PROJECT || line == TOKEN_ITEM || line == TOKEN_POINT))
		return language == GJ_CHINESE ? "分值" : "its points";
	if (name)
		return name->text[language];
	const struct word *word = word_of_kind(kind);
	return word ? gj_arena_print(fault->parsing->arena, language == GJ_CHINESE ? "“%s”" : "%s", word->spelling) : NULL;
}

static bool is_among(const char *text, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(texts[i], text) == 0)
			return true;
	return false;
}

/* Where an expression can begin, that is all there is to say: its many beginnings help nobody. */
static bool begins_expression(const struct fault *fault)
{
	return is_expected(fault, TOKEN_LPAREN) && is_expected(fault, TOKEN_EXTREME);
}

/* After a whole value the many ways to go on with a comparison are left out, if there is anything else. */
static bool goes_on(const struct fault *fault, int kind)
{
	const struct expected_name *name = name_of(kind);
	return is_expected(fault, TOKEN_PLUS) && (kind == TOKEN_NUMBER || kind == TOKEN_EQUALS || kind == TOKEN_LPAREN || (name && name->rank >= 4));
}

/* A word that would begin another line: in the middle of one it is no help. */
static bool begins_line(int kind)
{
	switch (kind) {
	case TOKEN_POINTS: case TOKEN_NO_POINTS: case TOKEN_CONFIRMED: case TOKEN_CONSEQUENCE: case TOKEN_EXPECT: case TOKEN_GIVEN:
		return false;
	case TOKEN_TOTAL: case TOKEN_WAIVED: case TOKEN_WAIVED_AS:
		return true;
	default:
		return role_of_kind(kind) != WORD_INNER;
	}
}

static bool names_it(const struct fault *fault, int kind)
{
	bool points = is_expected(fault, TOKEN_NUMBER) && !is_expected(fault, TOKEN_BOOLEAN);
	if ((kind == TOKEN_ABSENT && points) || (kind == TOKEN_SEPARATOR && is_expected(fault, TOKEN_RESOLUTION)) || (kind == TOKEN_EQUALS && is_expected(fault, TOKEN_NUMBER)))
		return false;
	return fault->found->first_on_line || !begins_line(kind);
}

bool line_is_complete(const struct fault *fault)
{
	if (fault->found->first_on_line || !fault->previous)
		return false;
	bool may_end = false;
	for (size_t i = 0; i < fault->expected_count; i++) {
		int kind = fault->expected[i];
		may_end = may_end || begins_line(kind);
		if (!begins_line(kind) && kind != TOKEN_END && kind != TOKEN_TEXT)
			return false;
	}
	return may_end;
}

static size_t collect(const struct fault *fault, enum gj_language language, const char **named)
{
	size_t count = 0;
	for (int rank = 1; rank <= LAST_RESORT && count < MOST_NAMED && (rank < LAST_RESORT || count == 0); rank++)
		for (size_t i = 0; i < fault->expected_count && count < MOST_NAMED; i++) {
			const struct expected_name *name = name_of(fault->expected[i]);
			bool wanted = (name ? name->rank : DEFAULT_RANK) == rank && names_it(fault, fault->expected[i]);
			const char *text = wanted ? words_for(fault, fault->expected[i], language) : NULL;
			if (text && (rank == LAST_RESORT || !goes_on(fault, fault->expected[i])) && !is_among(text, named, count))
				named[count++] = text;
		}
	return count;
}

const char *expected_in_words(const struct fault *fault, enum gj_language language)
{
	const char *named[MOST_NAMED] = { NULL };
	const char *joined = "";
	if (begins_expression(fault))
		return language == GJ_CHINESE ? (is_expected(fault, TOKEN_NOT) ? "条件或算式" : "算式（数字或名称）") : "an expression";
	size_t count = collect(fault, language, named);
	for (size_t i = 0; i < count; i++) {
		const char *between = i == 0 ? "" : language == GJ_ENGLISH ? (i + 1 == count ? " or " : ", ") : i + 1 == count ? "或" : "、";
		joined = gj_arena_print(fault->parsing->arena, "%s%s%s", joined, between, named[i]);
	}
	return joined;
}
