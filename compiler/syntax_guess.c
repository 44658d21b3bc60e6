/* Did you mean …? A word of the language misspelled, glued to its neighbour, or in English. */
#include "syntax_errors.h"

#include "english.h"
#include "parser.h"
#include "units.h"
#include "runtime/similar.h"
#include <string.h>

enum { MOST_CANDIDATES = 200, LONGEST_GUESSED = 200 };

enum candidates { EXPECTED_WORDS, ATTRIBUTE_WORDS, LEADING_WORDS, ALL_LONG_WORDS };

enum { LONG_WORD_BYTES = 9 };

static bool is_candidate(const struct fault *fault, const struct word *word, enum candidates among)
{
	switch (among) {
	case EXPECTED_WORDS:
		return is_expected(fault, word->kind);
	case ATTRIBUTE_WORDS: /* of a field, which were taken for the next field's name */
		return word->kind == TOKEN_NULLABLE || word->kind == TOKEN_INAPPLICABLE || word->kind == TOKEN_KEY || word->kind == TOKEN_ALIAS || word->kind == TOKEN_DEFAULT || word->kind == TOKEN_KEEP;
	case LEADING_WORDS:
		return word->role != WORD_INNER && word->kind != TOKEN_STANDARD;
	default:
		return strlen(word->spelling) >= LONG_WORD_BYTES;
	}
}

/* 不扣 is no slip of the pen for 扣. */
static bool says_no(const char *text)
{
	return strncmp(text, "不", strlen("不")) == 0;
}

/* The nearest word to a token. */
static const struct word *nearest(const struct fault *fault, const struct token *token, enum candidates among)
{
	const char *candidates[MOST_CANDIDATES];
	const struct word *words[MOST_CANDIDATES];
	size_t count = 0;
	for (size_t i = 0; i < words_total() && count < MOST_CANDIDATES; i++) {
		words[count] = words_at(i);
		candidates[count] = words[count]->spelling;
		count += is_candidate(fault, words[count], among) && says_no(words[count]->spelling) == says_no(token->text);
	}
	struct gj_text text = { token->text, (uint32_t)strlen(token->text) };
	int index = gj_similar(text, candidates, count);
	return index < 0 ? NULL : words[index];
}

/* 每次: how many is missing. */
static const char *each_of_unit(const struct fault *fault, const struct token *token)
{
	const char *unit = token->text + strlen("每");
	if (strncmp(token->text, "每", strlen("每")) != 0 || !unit_is_known(unit, strlen(unit)) || !is_expected(fault, TOKEN_EACH))
		return NULL;
	return gj_arena_print(fault->parsing->arena, "每 1%s", unit);
}

/* 组织覆盖3分: a heading's name with its points glued to it. */
static const char *points_glued(const struct fault *fault, const struct token *token)
{
	size_t digits = strcspn(token->text, "0123456789");
	bool heading = fault->line->kind == TOKEN_ITEM || fault->line->kind == TOKEN_PROJECT || fault->line->kind == TOKEN_DIVISION;
	if (!heading || digits == 0 || strlen(token->text) > LONGEST_GUESSED || !token->text[digits] || !is_expected(fault, TOKEN_NUMBER))
		return NULL;
	return gj_arena_print(fault->parsing->arena, "%.*s %s", (int)digits, token->text, token->text + digits);
}

/* The bytes of the longest known unit that `text` begins with, something behind it; 0 when there is none. */
static size_t unit_before_name(const char *text)
{
	size_t longest = 0, length = strlen(text);
	for (size_t end = character_bytes(*text); end < length; end += character_bytes(text[end]))
		if (unit_is_known(text, end))
			longest = end;
	return longest;
}

static bool begins_with_one(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* 每少, 每超过, 每低1: the change, and either nothing behind it, a number, or the other half of its word. */
bool counts_a_change(const struct token *token)
{
	static const char *const changes[] = { "每少", "每多", "每超", "每低", "每高", "每差", "每缺", "每欠", "每降", "每升", "每下", "每上", "每增", "每减", "每提", "每逾", "每延", "每迟", "每晚" };
	static const char *const rests[] = { "于", "过", "出", "少", "加", "高", "低", "降", "升", "期", "迟", "长", "后", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0" };
	if (token->kind != TOKEN_NAME || !begins_with_one(token->text, changes, sizeof changes / sizeof *changes))
		return false;
	const char *rest = token->text + strlen("每少");
	return !*rest || begins_with_one(rest, rests, sizeof rests / sizeof *rests);
}

/* 没有 预案: said with a word of its own for 非. */
static bool denies(const struct fault *fault)
{
	static const char *const words[] = { "没有", "没", "无", "未", "不是", "并非" };
	const struct token *found = fault->found;
	bool before = !fault->line_ended && (found->kind == TOKEN_NAME || found->kind == TOKEN_LPAREN);
	for (size_t i = 0; before && i < sizeof words / sizeof *words; i++)
		if (strcmp(fault->previous->text, words[i]) == 0)
			return true;
	return false;
}

/* The word of that spelling. */
static const struct word *spelled(const char *spelling)
{
	size_t i = 0;
	while (i < words_total() && strcmp(words_at(i)->spelling, spelling) != 0)
		i++;
	return i < words_total() ? words_at(i) : NULL;
}

static struct guess a_word(const struct fault *fault, const struct token *token, const struct word *word)
{
	if (!word || strcmp(word->spelling, token->text) == 0)
		return (struct guess){ { 0, 0 }, NULL, 0, 0, 0 };
	return (struct guess){ token->span, word->spelling, (size_t)(token - fault->parsing->tokens->items), word->kind, 0 };
}

static struct guess a_text(const struct token *token, const char *text)
{
	return (struct guess){ token->span, text, 0, 0, 0 };
}

static const struct token *foreign_function(const struct fault *fault)
{
	for (const struct token *token = fault->line; token < fault->found; token++)
		if (token->kind == TOKEN_NAME && token[1].kind == TOKEN_LPAREN && word_from_english(token->text))
			return token;
	return NULL;
}

const char *spreadsheet_total(const struct fault *fault)
{
	const struct token *name = foreign_function(fault);
	static const struct { const char *word, *form; } totals[] = {
#define AGGREGATE(name, word, parts, form) { word, form },
#include "aggregates.def"
#undef AGGREGATE
	};
	for (size_t i = 0; name && i < sizeof totals / sizeof *totals; i++)
		if (strcmp(totals[i].word, word_from_english(name->text)) == 0)
			return gj_arena_print(fault->parsing->arena, "%s（%s）", totals[i].word, totals[i].form);
	return NULL;
}

/* MAX（…） before the fault on its line. */
static struct guess function_meant(const struct fault *fault)
{
	const struct token *name = spreadsheet_total(fault) ? NULL : foreign_function(fault);
	return name ? a_text(name, word_from_english(name->text)) : a_text(fault->found, NULL);
}

/* 不满 90分 60分 以上: the upper bound before the lower one. */
static struct guess bounds_backwards(const struct fault *fault)
{
	const struct token *low = fault->found, *high = fault->previous;
	bool above = low->kind == TOKEN_NUMBER && low[1].kind == TOKEN_AND_ABOVE;
	bool over = (low->kind == TOKEN_AT_LEAST || low->kind == TOKEN_OVER) && low[1].kind == TOKEN_NUMBER;
	bool below = high && high > fault->line && high->kind == TOKEN_AND_BELOW && high[-1].kind == TOKEN_NUMBER;
	bool under = high && high > fault->line && high->kind == TOKEN_NUMBER && (high[-1].kind == TOKEN_UNDER || high[-1].kind == TOKEN_AT_MOST);
	if (low[1].first_on_line || (!above && !over) || (!below && !under))
		return a_text(low, NULL);
	const char *text = fault->parsing->source->text;
	struct span upper = { high[-1].span.start, high->span.end }, lower = { low->span.start, low[1].span.end };
	struct guess guess = a_text(low, gj_arena_print(fault->parsing->arena, "%.*s %.*s", (int)(lower.end - lower.start), text + lower.start,
		(int)(upper.end - upper.start), text + upper.start));
	guess.span = (struct span){ upper.start, lower.end };
	return guess;
}

/* 每 1次缺课次数扣1分: a name glued to the number before it, and maybe to what is found behind. */
static struct guess name_glued(const struct fault *fault)
{
	const struct token *number = fault->previous, *found = fault->found;
	bool counted = number && number->kind == TOKEN_NUMBER && number > fault->line && number[-1].kind == TOKEN_EACH && is_expected(fault, TOKEN_NAME);
	size_t unit = counted && strlen(number->unit) < LONGEST_GUESSED && !unit_is_known(number->unit, strlen(number->unit)) ? unit_before_name(number->unit) : 0;
	if (!unit)
		return a_text(found, NULL);
	bool glued = found->span.start == number->span.end && word_of_kind(found->kind);
	struct guess guess = a_text(number, gj_arena_print(fault->parsing->arena, "%s%.*s %s%s%s", number->text, (int)unit, number->unit,
		number->unit + unit, glued ? " " : "", glued ? found->text : ""));
	if (glued)
		guess.span.end = found->span.end;
	return guess;
}

/* 扣分 3: the action and its points, where only 不扣分 is a word. */
static struct guess action_with_points(const struct fault *fault)
{
	const struct token *found = fault->found, *points = found + 1;
	size_t action = strlen(found->text) - strlen("分");
	if (strlen(found->text) != strlen("扣分") || strcmp(found->text + action, "分") || !is_expected(fault, TOKEN_POINTS)
		|| points->kind != TOKEN_NUMBER || points->first_on_line || (*points->unit && strcmp(points->unit, "分")))
		return a_text(found, NULL);
	struct guess guess = a_text(found, gj_arena_print(fault->parsing->arena, "%.*s %s分", (int)action, found->text, points->text));
	guess.span.end = points->span.end;
	return guess;
}

/* What the token at fault was meant to be. */
static struct guess guess_found(const struct fault *fault)
{
	const struct token *found = fault->found;
	const char *english = word_from_english(found->text);
	if (english)
		return a_word(fault, found, spelled(english));
	const char *figures = found->kind == TOKEN_NAME && is_expected(fault, TOKEN_NUMBER) ? in_figures(fault, found->text) : NULL;
	if (!figures && found->kind == TOKEN_NAME)
		figures = each_of_unit(fault, found);
	if (figures)
		return a_text(found, figures);
	struct guess guess = action_with_points(fault);
	if (!guess.text)
		guess = a_word(fault, found, nearest(fault, found, EXPECTED_WORDS));
	if (is_expected(fault, TOKEN_STANDARD))
		return guess;
	if (!guess.text && found->kind == TOKEN_NAME && found->first_on_line)
		guess = a_word(fault, found, nearest(fault, found, LEADING_WORDS));
	if (!guess.text && found->kind == TOKEN_NAME)
		guess = a_word(fault, found, nearest(fault, found, ALL_LONG_WORDS));
	if (!guess.text && found->kind == TOKEN_NAME)
		guess = a_text(found, cut_run(fault, found->text));
	return guess;
}

/* 指标组织, 数据党支部: a heading's word with its name glued to it. */
static struct guess heading_glued(const struct fault *fault, const struct token *token)
{
	static const int kinds[] = { TOKEN_STANDARD, TOKEN_DATA, TOKEN_PROJECT, TOKEN_ITEM, TOKEN_SAMPLE, TOKEN_VETOES, TOKEN_SELECTION };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && token->kind == TOKEN_NAME && token->first_on_line; i++) {
		const struct word *word = word_of_kind(kinds[i]);
		size_t length = strlen(word->spelling);
		if (strncmp(token->text, word->spelling, length) != 0 || !token->text[length])
			continue;
		struct guess guess = a_text(token, gj_arena_print(fault->parsing->arena, "%s %s", word->spelling, token->text + length));
		guess.token = (size_t)(token - fault->parsing->tokens->items);
		guess.kind = word->kind;
		guess.apart = length;
		return guess;
	}
	return a_text(token, NULL);
}

/* The heading of an 指标 or 项目 among the fields of 数据 looks like a field until its points come. */
static bool points_in_place_of_type(const struct fault *fault)
{
	return fault->found->kind == TOKEN_NUMBER && strcmp(fault->found->unit, "分") == 0 && is_expected(fault, TOKEN_TYPE_NUMBER);
}

/* 超额 班数 整数: no misspelled heading. */
static bool is_field_with_gap(const struct fault *fault)
{
	int kind = fault->found->kind == TOKEN_NAME && !fault->found[1].first_on_line ? fault->found[1].kind : 0;
	return kind == TOKEN_TYPE_NUMBER || kind == TOKEN_TYPE_PLAIN || kind == TOKEN_TYPE_OPTIONS;
}

struct guess guess_meant(const struct fault *fault)
{
	const struct token *found = fault->found, *previous = fault->previous;
	bool worded = found->kind == TOKEN_NAME || (word_of_kind(found->kind) && !found->first_on_line);
	struct guess guess = a_text(found, NULL);
	if (!fault->line_ended && counts_a_change(found))
		return guess;
	if (!fault->line_ended && (found->first_on_line || points_in_place_of_type(fault)))
		guess = heading_glued(fault, found->first_on_line ? found : previous);
	if (!guess.text)
		guess = name_glued(fault);
	if (!guess.text && !fault->line_ended)
		guess = bounds_backwards(fault);
	if (!guess.text)
		guess = function_meant(fault);
	if (guess.text)
		return guess;
	if (!fault->line_ended && worded)
		guess = guess_found(fault);
	if (guess.text || !previous || previous->kind != TOKEN_NAME)
		return guess;
	guess = a_text(previous, denies(fault) ? "非" : points_glued(fault, previous));
	if (!guess.text && !previous->first_on_line && is_expected(fault, TOKEN_TYPE_NUMBER))
		guess = a_word(fault, previous, nearest(fault, previous, ATTRIBUTE_WORDS));
	if (!guess.text && previous->first_on_line && !fault->line_ended && !is_field_with_gap(fault))
		guess = a_word(fault, previous, nearest(fault, previous, LEADING_WORDS));
	return guess;
}
