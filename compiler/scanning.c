#include "scanning.h"

#include "parser.h"
#include <string.h>

/* A line of nothing but stray characters is one mistake, not thousands. */
enum { MOST_LINE_FAULTS = 10 };

/* 日期 is a type right behind the name that begins a line, and everywhere else a name: ledgers have a field of that name. */
static bool is_name_after_all(const struct tokens *tokens, bool fresh_line, int kind, const char *text)
{
	const struct token *before = tokens->count ? &tokens->items[tokens->count - 1] : NULL;
	bool behind_name = before && !fresh_line && before->kind == TOKEN_NAME && before->first_on_line;
	return kind == TOKEN_TYPE_PLAIN && !behind_name && !strcmp(text, "日期");
}

struct token *add_token(struct scanning *scanning, int kind, struct span span, const char *text)
{
	struct tokens *tokens = scanning->tokens;
	if (is_name_after_all(tokens, scanning->fresh_line, kind, text))
		kind = TOKEN_NAME;
	tokens->items = gj_arena_grow(scanning->arena, tokens->items, tokens->count, &tokens->capacity, sizeof *tokens->items);
	struct token *token = &tokens->items[tokens->count++];
	*token = (struct token){ .kind = kind, .first_on_line = scanning->fresh_line, .span = span, .text = text, .unit = "" };
	token->inner = (struct span){ span.end, span.end };
	scanning->fresh_line = false;
	return token;
}

static const char *copy(struct scanning *scanning, struct span span)
{
	return gj_arena_copy(scanning->arena, scanning->source->text + span.start, span.end - span.start);
}

/* The value of a digit, in either width, and the bytes it takes; -1 when it is none. */
static int digit_at(const char *text, uint32_t *bytes)
{
	if (*text >= '0' && *text <= '9') {
		*bytes = 1;
		return *text - '0';
	}
	if (strncmp(text, "\xEF\xBC", 2) == 0 && (unsigned char)text[2] >= 0x90 && (unsigned char)text[2] <= 0x99) {
		*bytes = 3;
		return (unsigned char)text[2] - 0x90;
	}
	return -1;
}

static int days_in_month(int year, int month)
{
	static const int DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : DAYS[month - 1];
}

void scan_date(struct scanning *scanning, struct span span)
{
	int parts[3] = { 0, 0, 0 }, part = 0;
	bool in_digits = true;
	for (uint32_t at = span.start, bytes; at < span.end; at += bytes) {
		int digit = digit_at(scanning->source->text + at, &bytes);
		if (digit < 0) {
			bytes = 1;
			part += in_digits && part < 2;
			in_digits = false;
			continue;
		}
		parts[part] = parts[part] * 10 + digit;
		in_digits = true;
	}
	struct token *token = add_token(scanning, TOKEN_DATE, span, copy(scanning, span));
	token->number = (int64_t)parts[0] * 10000 + parts[1] * 100 + parts[2];
	if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > days_in_month(parts[0], parts[1]))
		report(scanning->diagnostics, MSG_NO_SUCH_DATE, span, token->text, NULL);
}

void scan_quotation(struct scanning *scanning, struct span span, uint32_t open, uint32_t close)
{
	struct span inner = { span.start + open, span.end - close };
	add_token(scanning, TOKEN_TEXT, span, copy(scanning, inner))->inner = inner;
}

static const char *in_quotes(struct scanning *scanning, struct span inner)
{
	return gj_arena_print(scanning->arena, "“%s”", copy(scanning, inner));
}

void scan_odd_quotation(struct scanning *scanning, struct span span, uint32_t open, uint32_t close)
{
	scan_quotation(scanning, span, open, close);
	const char *mended = in_quotes(scanning, (struct span){ span.start + open, span.end - close });
	struct finding *finding = report(scanning->diagnostics, MSG_ODD_QUOTES, span, copy(scanning, span), NULL);
	finding_fix(finding, span, mended);
}

enum { MOST_QUOTED_LINES = 8 };

/* The word of the language that begins at `at`, or NULL: letters up to a blank or a digit. */
static const struct word *word_at(const struct scanning *scanning, const char *at)
{
	static const char *const ends[] = { "“", "”", "、", "，", "：", "（", "　" };
	size_t length = 0;
	for (bool ended = false; !ended && !strchr(" \t\r\n0123456789\"#:,(", at[length]); length += ended ? 0 : character_bytes(at[length]))
		for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
			ended = ended || strncmp(at + length, ends[i], strlen(ends[i])) == 0;
	return word_find(scanning->words, at, length);
}

bool quotation_goes_on(const struct scanning *scanning)
{
	const char *at = scanning->source->text + scanning->offset;
	int depth = scanning->quote_depth;
	for (int lines = 0; lines < MOST_QUOTED_LINES && *at; lines++) {
		at += strspn(at, " \t\r\n");
		const struct word *word = word_at(scanning, at);
		if (word && word->role != WORD_INNER)
			return false;
		for (; *at && *at != '\n'; at++) {
			depth += strncmp(at, "“", 3) == 0;
			depth -= strncmp(at, "”", 3) == 0;
			if (depth == 0)
				return true;
		}
	}
	return false;
}

/* Where, in a quotation without an end, a rule begins: a word that leads one, behind a blank. The end of the span when none does. */
static uint32_t rule_in_quotation(const struct scanning *scanning, struct span span)
{
	const char *text = scanning->source->text;
	for (uint32_t at = span.start + 1; at < span.end; at++) {
		const struct word *word = text[at - 1] == ' ' && text[at] != ' ' ? word_at(scanning, text + at) : NULL;
		if (word && word->role == WORD_LEAD)
			return at;
	}
	return span.end;
}

void scan_unclosed(struct scanning *scanning, struct span span, uint32_t marks)
{
	const char *text = scanning->source->text;
	struct span rest = { rule_in_quotation(scanning, span), span.end };
	span.end = rest.start;
	while (span.end > span.start + marks && strchr(" \t", text[span.end - 1]))
		span.end--;
	scan_quotation(scanning, span, marks, 0);
	/* "…” : the other kind of mark closes it. */
	const char *close = marks == 1 ? memmem(text + span.start, rest.end - span.start, "”", 3) : memchr(text + span.start, '"', rest.end - span.start);
	if (close && close < text + rest.end) {
		struct span inner = { span.start + marks, (uint32_t)(close - text) };
		struct span whole = { span.start, inner.end + (marks == 1 ? 3 : 1) };
		struct token *token = &scanning->tokens->items[scanning->tokens->count - 1];
		token->inner = inner;
		token->text = copy(scanning, inner);
		finding_fix(report(scanning->diagnostics, MSG_MIXED_QUOTES, whole, NULL), whole, in_quotes(scanning, inner));
		scan_stretch(scanning, (struct span){ whole.end, rest.end });
		return;
	}
	struct finding *finding = report(scanning->diagnostics, MSG_UNCLOSED_QUOTE, (struct span){ span.start, span.start + marks }, NULL);
	bool straight = text[span.start] == '"', right = straight || strncmp(text + span.start, "“", 3) == 0;
	if (right)
		finding_fix(finding, (struct span){ span.end, span.end }, straight ? "\"" : "”");
	else
		finding_fix(finding, span, in_quotes(scanning, (struct span){ span.start + marks, span.end }));
	scan_stretch(scanning, rest);
}

void scan_stray_close(struct scanning *scanning, struct span span)
{
	struct finding *finding = report(scanning->diagnostics, MSG_STRAY_CLOSE_QUOTE, span, NULL);
	finding_fix(finding, span, "");
}

/* Whether nothing but blanks and a comment follows on the line. */
static bool ends_line(const struct scanning *scanning)
{
	const char *rest = scanning->source->text + scanning->offset;
	rest += strspn(rest, " \t");
	return *rest == '\0' || *rest == '\r' || *rest == '\n' || *rest == '#' || strncmp(rest, "＃", 3) == 0;
}

/* Whether the line so far is a list of things that are separated by 、. */
static bool is_list(const struct scanning *scanning)
{
	const struct tokens *tokens = scanning->tokens;
	for (size_t i = tokens->count; i-- > 0;) {
		int kind = tokens->items[i].kind;
		if (kind == TOKEN_GIVEN || kind == TOKEN_WHERE || kind == TOKEN_EXPECT || kind == TOKEN_TYPE_OPTIONS || kind == TOKEN_SCOPE || kind == TOKEN_ORDER)
			return true;
		if (tokens->items[i].first_on_line)
			return kind == TOKEN_NAME && tokens->count - i > 1;
	}
	return false;
}

void scan_stop(struct scanning *scanning, struct span span)
{
	bool at_end = ends_line(scanning), in_list = !at_end && *copy(scanning, span) != '.' && strncmp(copy(scanning, span), "．", 3) != 0 && is_list(scanning);
	if (in_list)
		add_token(scanning, TOKEN_SEPARATOR, span, "、");
	if (++scanning->line_faults > MOST_LINE_FAULTS)
		return;
	struct finding *finding = report(scanning->diagnostics, at_end ? MSG_STOP_AT_LINE_END : MSG_STOP_IN_LINE, span, copy(scanning, span), NULL);
	finding_fix(finding, span, at_end ? "" : in_list ? "、" : " ");
}

void scan_colon(struct scanning *scanning, struct span span)
{
	if (scanning->fresh_line)
		scan_unknown(scanning, span);
}

void scan_unknown(struct scanning *scanning, struct span span)
{
	struct finding *before = scanning->unknown;
	if (before && before->span.end == span.start) {
		before->span.end = span.end;
		before->fix.span.end = span.end;
		before->arguments[0] = copy(scanning, before->span);
		return;
	}
	if (++scanning->line_faults > MOST_LINE_FAULTS)
		return;
	scanning->unknown = report(scanning->diagnostics, MSG_UNKNOWN_CHARACTER, span, copy(scanning, span), NULL);
	finding_fix(scanning->unknown, span, "");
}

bool after_blank(const struct scanning *scanning, struct span span)
{
	return span.start == 0 || strchr(" \t\r\n", scanning->source->text[span.start - 1]) != NULL;
}

static uint32_t past_blanks(const struct scanning *scanning, uint32_t at)
{
	return at + (uint32_t)strspn(scanning->source->text + at, " \t");
}

bool scan_line_number(struct scanning *scanning, struct span span)
{
	struct span whole = { span.start, past_blanks(scanning, span.end) };
	const struct word *word = scanning->fresh_line ? word_at(scanning, scanning->source->text + whole.end) : NULL;
	if (!word || word->role == WORD_INNER)
		return false;
	struct finding *finding = report(scanning->diagnostics, MSG_LINE_NUMBER, span, copy(scanning, span), NULL);
	finding_fix(finding, whole, "");
	return true;
}

void scan_sign(struct scanning *scanning, struct span span)
{
	const char *text = scanning->source->text + span.start;
	if (*text == '(' || strncmp(text, "（", strlen("（")) == 0)
		add_token(scanning, TOKEN_LPAREN, span, "(");
	else
		scan_unknown(scanning, span);
}

void scan_foreign_sign(struct scanning *scanning, struct span span, int kind, const char *word)
{
	const char *next = scanning->source->text + span.end;
	bool apart_before = after_blank(scanning, span), apart_after = strchr(" \t\r\n,)", *next) || strncmp(next, "、", 3) == 0 || strncmp(next, "，", 3) == 0;
	struct finding *finding = report(scanning->diagnostics, MSG_FOREIGN_SIGN, span, copy(scanning, span), word, NULL);
	finding_fix(finding, span, gj_arena_print(scanning->arena, "%s%s%s", apart_before ? "" : " ", word, apart_after ? "" : " "));
	add_token(scanning, kind, span, word);
}

void scan_foreign_comment(struct scanning *scanning, struct span span)
{
	struct span slashes = { span.start, span.start + 2 };
	finding_fix(report(scanning->diagnostics, MSG_FOREIGN_COMMENT, slashes, NULL), slashes, "#");
}
