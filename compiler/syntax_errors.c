/* Syntax errors in the author's words: what stands there, what should stand there, and the hint of hints.def that fits. */
#include "syntax_errors.h"

#include "parser.h"
#include <string.h>

/* Stand-ins in hints.def for what isn't one kind of token. */
enum { TOKEN_ANY = -1, TOKEN_LINE_END = -2, TOKEN_WORD = -3 };

enum { LONGEST_SHOWN = 60 };

struct hint {
	int line, previous, found, expected;
	const char *zh, *en;
};

static const struct hint HINTS[] = {
#define HINT(line, previous, found, expected, zh, en) { TOKEN_##line, TOKEN_##previous, TOKEN_##found, TOKEN_##expected, zh, en },
#include "hints.def"
#undef HINT
};

bool is_expected(const struct fault *fault, int kind)
{
	for (size_t i = 0; i < fault->expected_count; i++)
		if (fault->expected[i] == kind)
			return true;
	return false;
}

/* A token as the author wrote it, cut after a few characters. */
static const char *as_typed(const struct fault *fault, const struct token *token)
{
	const char *text = fault->parsing->source->text + token->span.start;
	size_t length = token->span.end - token->span.start, end = 0;
	while (end < length && end < LONGEST_SHOWN)
		end += character_bytes(text[end]);
	end = end < length ? end : length;
	return gj_arena_print(fault->parsing->arena, "%.*s%s", (int)end, text, end < length ? "…" : "");
}

static const char *in_quotes(const struct fault *fault, const struct token *token)
{
	return token->kind == TOKEN_TEXT ? as_typed(fault, token) : gj_arena_print(fault->parsing->arena, "“%s”", as_typed(fault, token));
}

static bool matches(int wanted, const struct token *token)
{
	return wanted == TOKEN_ANY || (token && token->kind == wanted);
}

static bool found_matches(const struct fault *fault, int wanted)
{
	if (wanted == TOKEN_LINE_END || fault->line_ended)
		return fault->line_ended && (wanted == TOKEN_LINE_END || wanted == TOKEN_ANY || fault->found->kind == wanted);
	if (wanted == TOKEN_WORD)
		return word_of_kind(fault->found->kind) != NULL;
	return matches(wanted, fault->found);
}

static const struct hint *find_hint(const struct fault *fault)
{
	for (size_t i = 0; i < sizeof HINTS / sizeof *HINTS; i++) {
		const struct hint *hint = &HINTS[i];
		if (matches(hint->line, fault->line) && matches(hint->previous, fault->previous) && found_matches(fault, hint->found)
			&& (hint->expected == TOKEN_ANY || is_expected(fault, hint->expected)))
			return hint;
	}
	return NULL;
}

static const char *fill(const struct fault *fault, const char *text)
{
	const char *arguments[] = { as_typed(fault, fault->found), fault->previous ? as_typed(fault, fault->previous) : "" };
	size_t size = gj_message_format(text, arguments, 2, NULL, 0) + 1;
	char *filled = gj_arena_alloc(fault->parsing->arena, size);
	gj_message_format(text, arguments, 2, filled, size);
	return filled;
}

/* A line has ended too early when what comes next can't begin a line: the standard couldn't end here either. */
static bool line_ended(const struct fault *fault)
{
	return fault->previous && fault->found->first_on_line && !is_expected(fault, TOKEN_END);
}

static struct fault look_at(struct parsing *parsing, const int *expected, size_t count)
{
	const struct token *items = parsing->tokens->items;
	size_t index = parsing->current;
	struct fault fault = { .parsing = parsing, .found = &items[index], .expected = expected, .expected_count = count };
	fault.previous = index ? &items[index - 1] : NULL;
	fault.line_ended = line_ended(&fault);
	for (index -= fault.line_ended; index > 0 && !items[index].first_on_line;)
		index--;
	fault.line = &items[index];
	return fault;
}

/* 扣, or 加 and 减 under their headings. */
static const char *action_here(const struct fault *fault)
{
	for (const struct token *token = fault->line; token > fault->parsing->tokens->items; token--)
		switch (token->first_on_line ? token->kind : 0) {
		case TOKEN_BONUS: return "加";
		case TOKEN_PENALTY: return "减";
		case TOKEN_ITEM: case TOKEN_POINT: return "扣";
		default: break;
		}
	return "扣";
}

/* 若 非 按期换届 4分: points at the end of a rule without the word that says what becomes of them. */
static bool lacks_action(const struct fault *fault)
{
	bool rule = fault->line->kind == TOKEN_IF || fault->line->kind == TOKEN_EACH || fault->line->kind == TOKEN_CLAUSE;
	return rule && fault->line_ended && fault->previous->kind == TOKEN_NUMBER && strcmp(fault->previous->unit, "分") == 0
		&& is_expected(fault, TOKEN_AND_ABOVE);
}

/* How a line that begins with a word glued to the next is written; NULL when it isn't one. */
static const char *written_apart(const struct fault *fault)
{
	static const struct { const char *word, *example; } leads[] = { { "若", "若 非 配备书记 扣 2分" }, { "如果", "若 非 配备书记 扣 2分" },
		{ "每满", "每满 3次 缺课次数 扣 1分" }, { "每", "每 1次 缺课次数 扣 1分" }, { "按比例", "按比例 完成数 ÷ 任务数 得分" }, { "按", "按 测试成绩 分档" } };
	const struct token *found = fault->found;
	for (size_t i = 0; i < sizeof leads / sizeof *leads && found->kind == TOKEN_NAME && found->first_on_line && !counts_a_change(found) && is_expected(fault, TOKEN_IF); i++)
		if (strncmp(found->text, leads[i].word, strlen(leads[i].word)) == 0)
			return leads[i].example;
	return NULL;
}

static struct finding *state_fault(const struct fault *fault, const struct guess *guess)
{
	struct parsing *parsing = fault->parsing;
	const char *zh = expected_in_words(fault, GJ_CHINESE), *en = expected_in_words(fault, GJ_ENGLISH);
	if (guess->text) {
		struct finding *finding = report(parsing->diagnostics, MSG_MISSPELLED, guess->span,
			gj_arena_copy(parsing->arena, parsing->source->text + guess->span.start, guess->span.end - guess->span.start), guess->text, NULL);
		finding_fix(finding, guess->span, guess->text);
		return finding;
	}
	if (written_apart(fault))
		return report(parsing->diagnostics, MSG_RUN_TOGETHER, fault->found->span, as_typed(fault, fault->found), written_apart(fault), NULL);
	if (lacks_action(fault)) {
		const char *points = as_typed(fault, fault->previous);
		const char *right = gj_arena_print(parsing->arena, "%s %s", action_here(fault), points);
		struct finding *finding = report(parsing->diagnostics, MSG_ACTION_MISSING, fault->previous->span, points, right, NULL);
		finding_fix(finding, fault->previous->span, right);
		return finding;
	}
	if (fault->line_ended) {
		uint32_t end = fault->previous->span.end;
		return report(parsing->diagnostics, MSG_LINE_TOO_SHORT, (struct span){ end, end }, zh, en, NULL);
	}
	if (fault->found->kind == TOKEN_END)
		return report(parsing->diagnostics, MSG_FILE_TOO_SHORT, fault->found->span, zh, en, NULL);
	if (fault->found->first_on_line)
		return report(parsing->diagnostics, MSG_MISPLACED, fault->found->span, in_quotes(fault, fault->found), NULL);
	if (line_is_complete(fault))
		return report(parsing->diagnostics, MSG_LINE_TOO_LONG, fault->found->span, in_quotes(fault, fault->found), in_quotes(fault, fault->previous), NULL);
	return report(parsing->diagnostics, MSG_UNEXPECTED, fault->found->span, in_quotes(fault, fault->found), zh, en, NULL);
}

static size_t line_end(const struct tokens *tokens, size_t index)
{
	for (index++; index < tokens->count && !tokens->items[index].first_on_line;)
		index++;
	return index;
}

/* A 条款 or 要点 in the wrong place: its rules would only repeat that. */
static size_t part_end(const struct tokens *tokens, size_t index)
{
	int kind = tokens->items[index].kind;
	for (index = line_end(tokens, index); index + 1 < tokens->count; index = line_end(tokens, index)) {
		const struct token *token = &tokens->items[index];
		bool heading = role_of_kind(token->kind) == WORD_HEADING || role_of_kind(token->kind) == WORD_BLOCK;
		if (heading && !(kind == TOKEN_POINT && token->kind == TOKEN_CLAUSE))
			break;
	}
	return index;
}

/* Makes two tokens of a heading's word and the name glued to it. */
static void take_apart(struct parsing *parsing, const struct guess *guess)
{
	struct tokens *tokens = parsing->tokens;
	tokens->items = gj_arena_grow(parsing->arena, tokens->items, tokens->count, &tokens->capacity, sizeof *tokens->items);
	struct token *word = &tokens->items[guess->token], *name = word + 1;
	memmove(name, word, (tokens->count++ - guess->token) * sizeof *word);
	word->span.end = word->span.start + (uint32_t)guess->apart;
	word->text = gj_arena_copy(parsing->arena, word->text, guess->apart);
	name->span.start = word->span.end;
	name->text += guess->apart;
	name->first_on_line = false;
	word->kind = guess->kind;
}

/* A misspelled word that leads its line is read again as the word that was meant, so that what follows finds its place. */
static struct remedy mend(struct parsing *parsing, const struct guess *guess)
{
	struct token *token = &parsing->tokens->items[guess->token];
	if (guess->apart) {
		take_apart(parsing, guess);
		return (struct remedy){ guess->token, 0 };
	}
	token->kind = guess->kind;
	token->text = guess->text;
	return (struct remedy){ guess->token, 0 };
}

static struct remedy remedy_for(const struct fault *fault, const struct guess *guess)
{
	struct parsing *parsing = fault->parsing;
	size_t index = parsing->current;
	if (guess->text && guess->kind && parsing->tokens->items[guess->token].first_on_line)
		return mend(parsing, guess);
	if (fault->line_ended)
		return (struct remedy){ index, index + 1 };
	bool misplaced = fault->found->first_on_line && (fault->found->kind == TOKEN_CLAUSE || fault->found->kind == TOKEN_POINT);
	return (struct remedy){ index, misplaced ? part_end(parsing->tokens, index) : line_end(parsing->tokens, index) };
}

/* What the scanner found odd behind a fault is part of it: on a line that makes no sense at all, or right behind what stands in the wrong place. */
static void withdraw_rest(const struct fault *fault, const struct finding *finding)
{
	const struct tokens *tokens = fault->parsing->tokens;
	uint32_t end = fault->found->span.end + 1;
	if (finding->id == MSG_MISPLACED || finding->id == MSG_LINE_TOO_LONG)
		end = tokens->items[line_end(tokens, fault->parsing->current)].span.start;
	if (!fault->line_ended && fault->found->kind != TOKEN_END)
		diagnostics_withdraw(fault->parsing->diagnostics, (struct span){ fault->found->span.end, end });
}

struct remedy report_syntax_error(struct parsing *parsing, const int *expected, size_t count)
{
	struct fault fault = look_at(parsing, expected, count);
	if (parsing->operators > MOST_OPERATORS) {
		report(parsing->diagnostics, MSG_TOO_DEEP, fault.found->span, NULL);
		return (struct remedy){ parsing->current + 1, line_end(parsing->tokens, parsing->current) };
	}
	struct guess guess = guess_meant(&fault);
	struct finding *finding = state_fault(&fault, &guess);
	if (!guess.text)
		withdraw_rest(&fault, finding);
	if (!fault.line_ended && counts_a_change(fault.found)) {
		finding_note(finding, "少几个、超几个扣几次的，数的是差额，写：每 1次 最大（0次、应有的数 - 实有的数） 扣 1分",
			"what is counted is a difference: write 每 1次 最大（0次、应有的数 - 实有的数） 扣 1分");
		return remedy_for(&fault, &guess);
	}
	const char *total = guess.text ? NULL : spreadsheet_total(&fault);
	if (total)
		finding_note(finding, gj_arena_print(parsing->arena, "表格软件的函数这里不认得，汇总台账写：%s", total),
			gj_arena_print(parsing->arena, "functions of spreadsheets aren't known here; a total over a ledger: %s", total));
	const struct hint *hint = total || guess.text || finding->id == MSG_ACTION_MISSING || finding->id == MSG_RUN_TOGETHER ? NULL : find_hint(&fault);
	if (hint)
		finding_note(finding, fill(&fault, hint->zh), fill(&fault, hint->en));
	offer_mend(&fault, finding);
	return remedy_for(&fault, &guess);
}
