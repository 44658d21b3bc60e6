/* What an author wrote without blanks, or in words instead of figures. */
#include "numerals.h"
#include "syntax_errors.h"

#include "parser.h"
#include "units.h"
#include <string.h>

enum { LONGEST_RUN = 200, MOST_NAMES = 2000, MOST_CUTS = 200, NO_WAY = 1000 };

/* A run of letters being cut. pieces[i]: the fewest pieces from byte i to the end; lengths[i]: of the first of them. */
struct cutting {
	const char *text;
	size_t length, name_count;
	const char *names[MOST_NAMES]; /* declared in 数据 or by 定义 */
	int pieces[LONGEST_RUN + 1];
	size_t lengths[LONGEST_RUN + 1];
	bool is_word[LONGEST_RUN + 1];
};

static bool is_declared(const struct token *token, size_t index)
{
	if (token->kind != TOKEN_NAME)
		return false;
	int next = token[1].first_on_line ? 0 : token[1].kind;
	bool field = token->first_on_line && (next == TOKEN_TYPE_NUMBER || next == TOKEN_TYPE_PLAIN || next == TOKEN_TYPE_OPTIONS);
	return field || (index > 0 && token[-1].kind == TOKEN_DEFINE);
}

static void collect_names(struct cutting *cutting, const struct tokens *tokens)
{
	for (size_t i = 0; i + 1 < tokens->count && cutting->name_count < MOST_NAMES; i++)
		if (is_declared(&tokens->items[i], i))
			cutting->names[cutting->name_count++] = tokens->items[i].text;
}

static void try_piece(struct cutting *cutting, size_t at, size_t length, bool is_word)
{
	if (length == 0 || at + length > cutting->length || cutting->pieces[at + length] + 1 >= cutting->pieces[at])
		return;
	cutting->pieces[at] = cutting->pieces[at + length] + 1;
	cutting->lengths[at] = length;
	cutting->is_word[at] = is_word;
}

static void try_text(struct cutting *cutting, size_t at, const char *piece, bool is_word)
{
	size_t length = strlen(piece);
	if (length <= cutting->length - at && memcmp(cutting->text + at, piece, length) == 0)
		try_piece(cutting, at, length, is_word);
}

static void try_number(struct cutting *cutting, size_t at)
{
	size_t digits = strspn(cutting->text + at, "0123456789.");
	for (size_t unit = 0; digits > 0 && cutting->text[at] != '.' && at + digits + unit <= cutting->length; unit++)
		if (unit == 0 || unit_is_known(cutting->text + at + digits, unit))
			try_piece(cutting, at, digits + unit, false);
}

static void cut_from(struct cutting *cutting, size_t at)
{
	for (size_t i = 0; i < words_total(); i++)
		try_text(cutting, at, words_at(i)->spelling, true);
	for (size_t i = 0; i < cutting->name_count; i++)
		try_text(cutting, at, cutting->names[i], false);
	try_number(cutting, at);
}

static const char *joined(const struct cutting *cutting, struct gj_arena *arena)
{
	const char *text = "";
	bool any_word = false;
	for (size_t at = 0; at < cutting->length; at += cutting->lengths[at]) {
		text = gj_arena_print(arena, "%s%s%.*s", text, at ? " " : "", (int)cutting->lengths[at], cutting->text + at);
		any_word = any_word || cutting->is_word[at];
	}
	return any_word ? text : NULL;
}

const char *cut_run(const struct fault *fault, const char *text)
{
	struct parsing *parsing = fault->parsing;
	size_t length = strlen(text);
	if (length > LONGEST_RUN || parsing->cuts++ > MOST_CUTS)
		return NULL;
	struct cutting *cutting = gj_arena_alloc(parsing->arena, sizeof *cutting);
	cutting->text = text;
	cutting->length = length;
	collect_names(cutting, parsing->tokens);
	for (size_t at = length; at-- > 0;) {
		cutting->pieces[at] = NO_WAY;
		cut_from(cutting, at);
	}
	return cutting->pieces[0] > 1 && cutting->pieces[0] < NO_WAY ? joined(cutting, parsing->arena) : NULL;
}

const char *in_figures(const struct fault *fault, const char *text)
{
	return numeral_in_figures(fault->parsing->arena, text);
}
