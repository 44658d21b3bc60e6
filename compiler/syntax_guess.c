/* Did you mean …? A word of the language misspelled, glued to its neighbour, or in English. */
#include "syntax_errors.h"

#include "parser.h"
#include "runtime/similar.h"
#include <string.h>
#include <strings.h>

enum { MOST_CANDIDATES = 200 };

static const struct {
	const char *spelling, *word;
} ENGLISH_WORDS[] = {
#define ENGLISH(spelling, word) { spelling, word },
#include "english.def"
#undef ENGLISH
};

static const char *from_english(const struct token *token)
{
	for (size_t i = 0; i < sizeof ENGLISH_WORDS / sizeof *ENGLISH_WORDS; i++)
		if (strcasecmp(token->text, ENGLISH_WORDS[i].spelling) == 0)
			return ENGLISH_WORDS[i].word;
	return NULL;
}

static bool leads_line(const struct word *word)
{
	return word->role != WORD_INNER;
}

/* The nearest word to a name among those that could stand here, or, for a line's first name, among those that lead lines. */
static const char *nearest(const struct fault *fault, const struct token *token, bool leading)
{
	const char *candidates[MOST_CANDIDATES];
	size_t count = 0;
	for (size_t i = 0; i < words_total() && count < MOST_CANDIDATES; i++) {
		const struct word *word = words_at(i);
		if (leading ? leads_line(word) : is_expected(fault, word->kind))
			candidates[count++] = word->spelling;
	}
	struct gj_text text = { token->text, (uint32_t)strlen(token->text) };
	int index = gj_similar(text, candidates, count);
	return index < 0 ? NULL : candidates[index];
}

/* 若党员数: an expected word that the author glued to a name. */
static const char *glued(const struct fault *fault, const struct token *token)
{
	size_t length = strlen(token->text);
	for (size_t i = 0; i < words_total(); i++) {
		const char *word = words_at(i)->spelling;
		size_t bytes = strlen(word);
		if (bytes < length && is_expected(fault, words_at(i)->kind) && strncmp(token->text, word, bytes) == 0)
			return gj_arena_print(fault->parsing->arena, "%s %s", word, token->text + bytes);
	}
	return NULL;
}

/* 组织覆盖3分: a heading's name with its points glued to it. */
static const char *points_glued(const struct fault *fault, const struct token *token)
{
	size_t digits = strcspn(token->text, "0123456789");
	bool heading = fault->line->kind == TOKEN_ITEM || fault->line->kind == TOKEN_PROJECT;
	if (!heading || digits == 0 || !token->text[digits] || !is_expected(fault, TOKEN_NUMBER))
		return NULL;
	return gj_arena_print(fault->parsing->arena, "%.*s %s", (int)digits, token->text, token->text + digits);
}

struct guess guess_meant(const struct fault *fault)
{
	const struct token *found = fault->found, *previous = fault->previous;
	const char *text = NULL;
	if (!fault->line_ended && (found->kind == TOKEN_NAME || word_of_kind(found->kind)))
		text = from_english(found);
	if (!text && !fault->line_ended && found->kind == TOKEN_NAME && !(text = nearest(fault, found, found->first_on_line)))
		text = glued(fault, found);
	if (!text && !fault->line_ended && word_of_kind(found->kind) && !found->first_on_line)
		text = nearest(fault, found, false);
	if (text)
		return (struct guess){ found->span, text };
	if (!previous || previous->kind != TOKEN_NAME)
		return (struct guess){ { 0, 0 }, NULL };
	if (!(text = points_glued(fault, previous)) && previous->first_on_line)
		text = nearest(fault, previous, true);
	return (struct guess){ previous->span, text };
}
