/* Hands tokens to the grammar, and after a syntax error decides where it goes on. */
#include "build.h"

#include "parser.h"

#include <string.h>

/* By the role of its first word. */
enum word_role role_of_kind(int kind)
{
	const struct word *word = word_of_kind(kind);
	return word ? word->role : WORD_INNER;
}

int block_after(int block, const struct token *token)
{
	if (token->kind == TOKEN_TIERS || token->kind == TOKEN_TABLE)
		return token->kind == TOKEN_TIERS && block == TOKEN_GRADES ? block : token->kind;
	if (!token->first_on_line)
		return block;
	enum word_role role = role_of_kind(token->kind);
	if (role == WORD_BLOCK || role == WORD_HEADING)
		return role == WORD_BLOCK ? token->kind : 0;
	return role == WORD_LEAD && block == TOKEN_TIERS ? 0 : block;
}

/* The section that a heading begins; 0 for words that don't say. */
static unsigned section_of(int kind)
{
	switch (kind) {
	case TOKEN_STANDARD: return SECTION_HEAD;
	case TOKEN_DATA: case TOKEN_LEDGER: case TOKEN_TABLE: case TOKEN_DEFINE: case TOKEN_RANKING: return SECTION_DATA;
	case TOKEN_PROJECT: case TOKEN_ITEM: case TOKEN_POINT: case TOKEN_CLAUSE: case TOKEN_BONUS: case TOKEN_PENALTY: return SECTION_SHEET;
	case TOKEN_VETOES: return SECTION_VETOES;
	case TOKEN_GRADES: return SECTION_GRADES;
	case TOKEN_SELECTION: case TOKEN_PLACING: case TOKEN_TARGET: return SECTION_SELECTION;
	case TOKEN_SAMPLE: case TOKEN_CASE: return SECTION_CASES;
	default: return 0;
	}
}

static void follow_sections(struct parsing *parsing, const struct token *token)
{
	unsigned begun = token->first_on_line ? section_of(token->kind) : 0;
	if (begun)
		parsing->sections |= begun;
	else if (parsing->current > 0 && token[-1].first_on_line && section_of(token[-1].kind))
		parsing->sections = section_of(token[-1].kind);
}

/* A line that begins with an unknown word, outside the parts whose lines do, may have been anything. */
static unsigned sections_lost(const struct parsing *parsing)
{
	const struct token *items = parsing->tokens->items;
	size_t first = parsing->current;
	while (first > 0 && !items[first].first_on_line)
		first--;
	return items[first].kind == TOKEN_NAME && !parsing->block ? SECTION_ANY : parsing->sections;
}

static bool is_operator(int kind)
{
	switch (kind) {
	case TOKEN_LPAREN: case TOKEN_PLUS: case TOKEN_MINUS: case TOKEN_TIMES: case TOKEN_DIVIDE: case TOKEN_NOT: case TOKEN_AND:
	case TOKEN_OR: case TOKEN_IF: case TOKEN_THEN: case TOKEN_ELSE: case TOKEN_EXTREME: case TOKEN_ROUND:
		return true;
	default:
		return false;
	}
}

/* What stands before these is never part of the expression that follows. */
static bool ends_expression(const struct parsing *parsing, const struct token *token)
{
	switch (token->kind) {
	case TOKEN_TYPE_NUMBER: case TOKEN_TYPE_OPTIONS: case TOKEN_POINTS: case TOKEN_NO_POINTS:
		return true;
	default:
		return token->first_on_line && (parsing->block == TOKEN_SAMPLE || role_of_kind(token->kind) != WORD_INNER);
	}
}

/* Whether an expression has grown so deep that walking it could exhaust the stack. */
static bool too_deep(struct parsing *parsing, const struct token *token)
{
	if (ends_expression(parsing, token))
		parsing->operators = 0;
	parsing->operators += is_operator(token->kind);
	return parsing->operators > MOST_OPERATORS;
}

/* 扣 at the end of a line and 若 on the next: two rules, the first unfinished, not 扣 若 … 则 … 否则 …. The same of 每, which stands at the beginning
 * of a line as a rule alone. */
static bool begins_next_rule(const struct parsing *parsing, const struct token *token)
{
	if (!token->first_on_line || !parsing->current)
		return false;
	bool unfinished = token[-1].kind == TOKEN_POINTS;
	return token->kind == TOKEN_IF ? unfinished : token->kind == TOKEN_EACH && (unfinished || is_operator(token[-1].kind) || token[-1].kind == TOKEN_EQUALS);
}

/* A line of 数据 begins with a field's name: a number there is a name that can't be one, not the range of the field before. */
static bool begins_field_wrongly(const struct parsing *parsing, const struct token *token)
{
	return parsing->block == TOKEN_DATA && token->first_on_line && token->kind == TOKEN_NUMBER && !token[1].first_on_line
		&& role_of_kind(token[1].kind) == WORD_INNER && word_of_kind(token[1].kind) && token[1].kind != TOKEN_TO;
}

/* 名额 三个: a name may stand here only where it says of whom the share is. */
static bool counts_in_words(const struct parsing *parsing, const struct token *token)
{
	int before = parsing->current > 0 && !token->first_on_line ? token[-1].kind : 0;
	if (token->kind != TOKEN_NAME || (before != TOKEN_QUOTA && before != TOKEN_FIRST && before != TOKEN_NEXT))
		return false;
	return token[1].first_on_line || (token[1].kind != TOKEN_OF && token[1].kind != TOKEN_AND_ABOVE && token[1].kind != TOKEN_SEPARATOR);
}

/* 不适用, but behind a name, where it is what is asked of that. 缺项 too, which otherwise is a name like any other. */
static bool may_waive(const struct parsing *parsing, const struct token *token)
{
	if (token->kind == TOKEN_NAME)
		return !strcmp(token->text, "缺项");
	bool fresh = token->first_on_line || (parsing->current > 0 && token[-1].kind != TOKEN_NAME);
	return token->kind == TOKEN_ABSENT && fresh && !strcmp(token->text, "不适用");
}

/* 不适用 若 … and 不适用 折算 begin with words of their own. */
static int kind_of(const struct parsing *parsing, const struct token *token)
{
	if (!may_waive(parsing, token) || token[1].first_on_line)
		return token->kind;
	return token[1].kind == TOKEN_IF ? TOKEN_WAIVED : token[1].kind == TOKEN_WAIVED_COUNTS ? TOKEN_WAIVED_AS : token->kind;
}

int feed(struct parsing *parsing, const struct token **value, struct span *span)
{
	const struct tokens *tokens = parsing->tokens;
	if (parsing->next >= tokens->count) {
		*span = tokens->items[tokens->count - 1].span;
		return TOKEN_YYEOF;
	}
	const struct token *token = &tokens->items[parsing->next];
	*value = token;
	*span = token->span;
	if (parsing->resuming) {
		parsing->resuming = false;
		*span = (struct span){ token->span.start, token->span.start };
		return TOKEN_RESUME;
	}
	parsing->current = parsing->next++;
	parsing->block = block_after(parsing->block, token);
	follow_sections(parsing, token);
	return too_deep(parsing, token) || begins_next_rule(parsing, token) || begins_field_wrongly(parsing, token)
			|| counts_in_words(parsing, token) ? TOKEN_MISFIT : kind_of(parsing, token);
}

/* Whether reading may go on at a token. A part whose lines begin with anything goes on at any line. */
static bool can_resume(const struct parsing *parsing, const struct token *token)
{
	if (token->kind == TOKEN_END || token->kind == TOKEN_GIVEN || token->kind == TOKEN_EXPECT)
		return true;
	return token->first_on_line && (parsing->block || role_of_kind(token->kind) != WORD_INNER);
}

/* From the beginning of the line in which the grammar stopped (the line before, when it stopped at a line's first word: that one is unfinished) to the token
 * where it goes on. */
static struct span lost_text(const struct parsing *parsing)
{
	const struct token *items = parsing->tokens->items;
	size_t first = parsing->current;
	if (items[first].first_on_line && first > 0)
		first--;
	while (first > 0 && !items[first].first_on_line)
		first--;
	size_t end = parsing->next < parsing->tokens->count ? parsing->next : parsing->tokens->count - 1;
	return (struct span){ items[first].span.start, items[end > first ? end : first].span.start };
}

/* Goes on at the first possible token from `index`. */
static void resume(struct parsing *parsing, size_t index)
{
	const struct tokens *tokens = parsing->tokens;
	if (index == parsing->resumed_at && ++parsing->tries > MOST_TRIES)
		index++;
	while (index < tokens->count && !can_resume(parsing, &tokens->items[index]))
		index++;
	if (index != parsing->resumed_at)
		parsing->tries = 0;
	parsing->resumed_at = index;
	parsing->next = index;
	parsing->resuming = true;
	parsing->operators = 0;
	diagnostics_lose(parsing->diagnostics, parsing->source->text, lost_text(parsing), sections_lost(parsing));
}

bool is_quiet(const struct parsing *parsing)
{
	return parsing->current < parsing->quiet_until || diagnostics_dropped(parsing->diagnostics) > 0;
}

void syntax_error(struct parsing *parsing, const int *expected, size_t count)
{
	struct remedy remedy = { parsing->current, 0 };
	if (!is_quiet(parsing)) {
		remedy = report_syntax_error(parsing, expected, count);
		parsing->quiet_until = remedy.quiet_until;
	}
	resume(parsing, remedy.resume);
}

struct node *parse(struct tokens *tokens, const struct source *source, size_t file, struct gj_arena *arena, struct diagnostics *diagnostics)
{
	struct parsing parsing = { .arena = arena, .diagnostics = diagnostics, .source = source, .tokens = tokens };
	parsing.sections = SECTION_HEAD;
	parsing.document = lone(&parsing, NODE_DOCUMENT, source->files[file].span);
	settle_names(tokens, arena);
	yyparse(&parsing);
	return parsing.document;
}
