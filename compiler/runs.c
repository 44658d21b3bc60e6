/* A run of letters and digits becomes a word, a name, a number, or a chain such as 60分以上不满70分. */
#include "scanning.h"

#include "parser.h"
#include "units.h"
#include <string.h>

enum { MOST_DIGITS = 15 };

/* The run in half-width and without hidden characters. at[i] is where byte i stands in the source (NULL: start + i). */
struct run {
	const char *text;
	size_t length;
	uint32_t start, end;
	const uint32_t *at;
};

static uint32_t place_of(const struct run *run, size_t index)
{
	if (index == run->length)
		return run->end;
	return run->at ? run->at[index] : run->start + (uint32_t)index;
}

static struct span span_of(const struct run *run, size_t from, size_t to)
{
	return (struct span){ place_of(run, from), place_of(run, to) };
}

static bool is_hidden(const unsigned char *text)
{
	return (text[0] == 0xE2 && ((text[1] == 0x80 && text[2] >= 0x8B && text[2] <= 0xAE) || (text[1] == 0x81 && text[2] >= 0xA0)))
		|| (text[0] == 0xEF && text[1] == 0xBB) || (text[0] == 0xEF && text[1] == 0xB8) || (text[0] == 0xC2 && text[1] == 0xAD);
}

/* Full-width letters, digits, . % and _ in half-width; 0 for every other character. */
static char half_width(const unsigned char *text)
{
	if (text[0] == 0xEF && text[1] == 0xBC && text[2] >= 0x81)
		return (char)(text[2] - 0x81 + 0x21);
	if (text[0] == 0xEF && text[1] == 0xBD && text[2] <= 0x9A)
		return (char)(text[2] - 0x81 + 0x61);
	return 0;
}

static bool is_plain(const char *text, struct span span, const char *dropped)
{
	for (uint32_t at = span.start; at < span.end; at++) {
		const unsigned char *byte = (const unsigned char *)text + at;
		if (*byte < 0x80 ? strchr(dropped, *byte) != NULL : (is_hidden(byte) || half_width(byte)))
			return false;
	}
	return true;
}

/* Fills in `run`; returns whether hidden characters were left out. */
static bool normalise(struct scanning *scanning, struct span span, const char *dropped, struct run *run)
{
	const char *text = scanning->source->text;
	*run = (struct run){ .start = span.start, .end = span.end, .length = span.end - span.start };
	run->text = gj_arena_copy(scanning->arena, text + span.start, run->length);
	if (is_plain(text, span, dropped))
		return false;
	char *out = gj_arena_alloc(scanning->arena, run->length + 1);
	uint32_t *at = gj_arena_alloc(scanning->arena, run->length * sizeof *at);
	size_t used = 0;
	bool hidden = false;
	for (uint32_t i = span.start, bytes; i < span.end; i += bytes) {
		const unsigned char *from = (const unsigned char *)text + i;
		bytes = (uint32_t)character_bytes(text[i]);
		char narrow = bytes == 3 ? half_width(from) : 0;
		if (bytes > 1 && is_hidden(from)) {
			hidden = true;
			continue;
		}
		if (bytes == 1 && strchr(dropped, text[i]))
			continue;
		for (uint32_t k = 0; k < (narrow ? 1 : bytes); k++) {
			at[used] = i + k;
			out[used++] = narrow ? narrow : text[i + k];
		}
	}
	run->text = out;
	run->length = used;
	run->at = at;
	return hidden;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* The end of the digits and the fraction that begin at `from`. */
static size_t number_end(const struct run *run, size_t from)
{
	size_t end = from;
	while (end < run->length && is_digit(run->text[end]))
		end++;
	if (end + 1 < run->length && run->text[end] == '.' && is_digit(run->text[end + 1]))
		for (end++; end < run->length && is_digit(run->text[end]);)
			end++;
	return end;
}

/* The end of the letters and signs that begin at `from`. */
static size_t letters_end(const struct run *run, size_t from)
{
	while (from < run->length && !is_digit(run->text[from]))
		from++;
	return from;
}

/* Whether from..to is nothing but words of the language. */
static bool is_chain(const struct scanning *scanning, const struct run *run, size_t from, size_t to)
{
	while (from < to) {
		const struct word *word = word_prefix(scanning->words, run->text + from, to - from);
		if (!word)
			return false;
		from += strlen(word->spelling);
	}
	return true;
}

/* 数 and the other types never stand right behind a number: 1次缺课次数 isn't 1次缺课次 and 数. */
static bool begins_with_type(const struct scanning *scanning, const struct run *run, size_t from, size_t to)
{
	const struct word *word = word_prefix(scanning->words, run->text + from, to - from);
	return word && (word->kind == TOKEN_TYPE_NUMBER || word->kind == TOKEN_TYPE_PLAIN || word->kind == TOKEN_TYPE_OPTIONS);
}

/* The end of the unit of a number whose letters are from..to: a known unit before words; else the fewest letters before words; else all of them. */
static size_t unit_end(const struct scanning *scanning, const struct run *run, size_t from, size_t to)
{
	if (to - from > 60)
		return to;
	size_t fewest = to;
	for (size_t end = to; end > from; end--) {
		if ((run->text[end] & 0xC0) == 0x80 && end < run->length)
			continue;
		if (!is_chain(scanning, run, end, to) || begins_with_type(scanning, run, end, to))
			continue;
		if (unit_is_known(run->text + from, end - from))
			return end;
		fewest = end;
	}
	return is_chain(scanning, run, from, to) ? from : fewest;
}

/* Digits with their point moved `places` to the right: 1.5 and 4 make 15000. */
static const char *shifted(struct gj_arena *arena, const char *digits, int places)
{
	const char *point = strchr(digits, '.');
	size_t whole = point ? (size_t)(point - digits) : strlen(digits), fraction = point ? strlen(point + 1) : 0, moved = (size_t)places;
	char *out = gj_arena_alloc(arena, whole + fraction + moved + 2), *end = out;
	for (size_t i = 0; i < whole + (fraction > moved ? fraction : moved); i++) {
		if (i == whole + moved)
			*end++ = '.';
		*end++ = i < whole ? digits[i] : i - whole < fraction ? point[1 + i - whole] : '0';
	}
	*end = '\0';
	while (out[0] == '0' && is_digit(out[1]))
		out++;
	return out;
}

/* 万 or 亿 between a number and its unit is part of the number: 1.5万名 is 15000名. */
static const char *with_multiplier(const struct scanning *scanning, const struct run *run, const char *digits, size_t *unit, size_t end)
{
	const char *written = gj_arena_copy(scanning->arena, run->text + *unit, end - *unit);
	int power;
	const char *rest = unit_prefix(written, &power);
	if (power == 0 || unit_is_known(written, end - *unit))
		return digits;
	*unit += (size_t)(rest - written);
	return shifted(scanning->arena, digits, power);
}

/* 第3名 is the number 3名; its span is that of both. */
static struct span with_ordinal(struct scanning *scanning, struct span span)
{
	struct tokens *tokens = scanning->tokens;
	const struct token *before = tokens->count ? &tokens->items[tokens->count - 1] : NULL;
	if (scanning->fresh_line || !before || before->kind != TOKEN_ORDINAL)
		return span;
	span.start = before->span.start;
	scanning->fresh_line = before->first_on_line;
	tokens->count--;
	return span;
}

/* 第1季度 is a name. */
static bool is_ordinal_name(const struct run *run, size_t head)
{
	static const char ordinal[] = "第", place[] = "名";
	size_t digits = number_end(run, head);
	bool ordered = head >= sizeof ordinal - 1 && !memcmp(run->text + head - (sizeof ordinal - 1), ordinal, sizeof ordinal - 1);
	return ordered && (digits + sizeof place - 1 > run->length || memcmp(run->text + digits, place, sizeof place - 1) != 0);
}

/* 评分1, 评分2 are names of columns; 评分0至8分 isn't. */
static bool is_numbered_name(const struct scanning *scanning, const struct run *run, size_t head)
{
	const struct word *word = head && number_end(run, head) == run->length ? word_prefix(scanning->words, run->text, head) : NULL;
	return word && word->kind == TOKEN_JUDGED && strlen(word->spelling) == head;
}

static void add_number(struct scanning *scanning, const struct run *run, size_t from, size_t digits_end, size_t end)
{
	struct span span = with_ordinal(scanning, span_of(run, from, end));
	const char *written = gj_arena_copy(scanning->arena, run->text + from, digits_end - from);
	struct token *token = add_token(scanning, TOKEN_NUMBER, span, with_multiplier(scanning, run, written, &digits_end, end));
	size_t digits = 0;
	bool fraction = false;
	for (const char *byte = token->text; *byte; byte++) {
		fraction |= *byte == '.';
		if (*byte == '.')
			continue;
		digits += digits > 0 || *byte != '0';
		if (digits > MOST_DIGITS)
			continue;
		token->number = token->number * 10 + (*byte - '0');
		token->scale += fraction;
	}
	if (end > digits_end) {
		token->inner = span_of(run, digits_end, end);
		token->unit = gj_arena_copy(scanning->arena, run->text + digits_end, end - digits_end);
	}
	if (digits > MOST_DIGITS || token->scale > 9)
		report(scanning->diagnostics, MSG_NUMBER_TOO_LONG, span, token->text, NULL);
}

static void add_words(struct scanning *scanning, const struct run *run, size_t from, size_t to)
{
	while (from < to) {
		const struct word *word = word_prefix(scanning->words, run->text + from, to - from);
		size_t end = from + strlen(word->spelling);
		add_token(scanning, word->kind, span_of(run, from, end), word->text)->spelling = word->spelling;
		from = end;
	}
}

/* Words that a number may follow. 指标1, 项目2 are names. */
static bool takes_number(int kind)
{
	switch (kind) {
	case TOKEN_STANDARD: case TOKEN_DATA: case TOKEN_DEFINE: case TOKEN_LEDGER: case TOKEN_TABLE: case TOKEN_DIVISION: case TOKEN_PROJECT: case TOKEN_ITEM: case TOKEN_CLAUSE: case TOKEN_CHECK:
	case TOKEN_VETOES: case TOKEN_GRADES: case TOKEN_SELECTION: case TOKEN_SCOPE: case TOKEN_CONDITION: case TOKEN_ORDER: case TOKEN_TARGET:
	case TOKEN_INTERPRETATION: case TOKEN_RESOLUTION: case TOKEN_SAMPLE: case TOKEN_CASE: case TOKEN_BASIS: case TOKEN_OTHERWISE:
	case TOKEN_CONFIRMED: case TOKEN_CONSEQUENCE: case TOKEN_TYPE_NUMBER: case TOKEN_TYPE_PLAIN: case TOKEN_TYPE_OPTIONS: case TOKEN_KEY:
	case TOKEN_ALIAS: case TOKEN_NOTE: case TOKEN_SOURCE_TEXT: case TOKEN_ISSUER: case TOKEN_DOCUMENT_NUMBER: case TOKEN_EACH_ITEM:
		return false;
	default:
		return true;
	}
}

/* Whether from..to is words of the language and the last of them may be followed by a number. */
static bool leads_number(const struct scanning *scanning, const struct run *run, size_t from, size_t to)
{
	const struct word *word = NULL;
	for (; from < to; from += strlen(word->spelling))
		if (!(word = word_prefix(scanning->words, run->text + from, to - from)))
			return false;
	return word && takes_number(word->kind);
}

/* 保留 1位小数 says no more than 保留 1位: the end of the unit with the word behind it. */
static size_t past_decimals(const struct run *run, size_t digits, size_t unit, size_t letters)
{
	static const char place[] = "位", word[] = "小数";
	bool decimals = unit - digits == sizeof place - 1 && !memcmp(run->text + digits, place, sizeof place - 1)
		&& letters - unit == sizeof word - 1 && !memcmp(run->text + unit, word, sizeof word - 1);
	return decimals ? letters : unit;
}

/* A run is a chain when its letters before the first number are words. */
static void add_chain(struct scanning *scanning, const struct run *run)
{
	size_t at = letters_end(run, 0);
	add_words(scanning, run, 0, at);
	while (at < run->length) {
		size_t digits = number_end(run, at), letters = letters_end(run, digits), unit = unit_end(scanning, run, digits, letters);
		add_number(scanning, run, at, digits, unit);
		add_words(scanning, run, past_decimals(run, digits, unit, letters), letters);
		at = letters;
	}
}

/* 5 分: a unit behind a blank belongs to the number before it on the line. */
static bool completes_number(struct scanning *scanning, const struct run *run)
{
	struct tokens *tokens = scanning->tokens;
	struct token *number = tokens->count ? &tokens->items[tokens->count - 1] : NULL;
	if (scanning->fresh_line || !number || number->kind != TOKEN_NUMBER || *number->unit || !unit_is_known(run->text, run->length))
		return false;
	number->inner = span_of(run, 0, run->length);
	number->span.end = number->inner.end;
	number->unit = run->text;
	return true;
}

static void split_run(struct scanning *scanning, const struct run *run)
{
	if (completes_number(scanning, run))
		return;
	const struct word *word = word_find(scanning->words, run->text, run->length);
	if (word) {
		add_token(scanning, word->kind, span_of(run, 0, run->length), word->text)->spelling = word->spelling;
		return;
	}
	size_t head = letters_end(run, 0);
	if (head < run->length && (head == 0 || leads_number(scanning, run, 0, head)) && !is_ordinal_name(run, head)
	    && !is_numbered_name(scanning, run, head))
		add_chain(scanning, run);
	else
		add_token(scanning, TOKEN_NAME, span_of(run, 0, run->length), run->text);
}

void scan_run(struct scanning *scanning, struct span span)
{
	struct run run;
	if (normalise(scanning, span, "", &run)) {
		struct finding *finding = report(scanning->diagnostics, MSG_HIDDEN_CHARACTER, span, run.text, NULL);
		finding_fix(finding, span, run.text);
	}
	split_run(scanning, &run);
}

void scan_thousands(struct scanning *scanning, struct span span)
{
	struct run run;
	normalise(scanning, span, ",", &run);
	struct finding *finding = report(scanning->diagnostics, MSG_THOUSANDS, span, gj_arena_copy(scanning->arena, scanning->source->text + span.start,
		span.end - span.start), run.text, NULL);
	finding_fix(finding, span, run.text);
	split_run(scanning, &run);
}
