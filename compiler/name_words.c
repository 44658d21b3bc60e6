/* Words of the language that stand where only a name can are names: 指标 其他 4分, a field called 条件, an option called 其他. */
#include "parsing.h"

#include "parser.h"

/* Where the tokens have got to. */
struct standing {
	struct token *token;
	int previous;   /* kind of the token before, on this line or the one before it; 0 at the beginning */
	int next;       /* kind of the next token on the same line; 0 at the end of the line */
	int block;      /* kind of the part whose lines begin with anything: 数据, 等次, 样例, 分档; else 0 */
	bool names;     /* in a list of options or grades */
	bool listed;    /* in a line of 等次 that begins with a list of grades */
	int list;       /* kind of the word that opened the list of things joined by 、 */
};

/* Nouns. What joins an expression together, and signs and states, never become names. */
static bool may_be_name(int kind)
{
	switch (kind) {
	case TOKEN_STANDARD: case TOKEN_EDITION: case TOKEN_DOCUMENT_NUMBER: case TOKEN_ISSUER: case TOKEN_EFFECTIVE: case TOKEN_EXPIRES:
	case TOKEN_SOURCE_TEXT: case TOKEN_NOTE: case TOKEN_BASIS: case TOKEN_FULL_MARKS: case TOKEN_EACH_ITEM: case TOKEN_DATA: case TOKEN_CHECK:
	case TOKEN_TYPE_NUMBER: case TOKEN_TYPE_PLAIN: case TOKEN_TYPE_OPTIONS: case TOKEN_KEEP: case TOKEN_KEY: case TOKEN_ALIAS: case TOKEN_DEFAULT:
	case TOKEN_DEFINE: case TOKEN_DIVISION: case TOKEN_PROJECT: case TOKEN_ITEM: case TOKEN_POINT: case TOKEN_CLAUSE: case TOKEN_COMBINE: case TOKEN_COMBINE_BEST:
	case TOKEN_OTHERWISE: case TOKEN_BONUS: case TOKEN_PENALTY: case TOKEN_VETOES: case TOKEN_GRADES: case TOKEN_CONFIRMED:
	case TOKEN_CONSEQUENCE: case TOKEN_SELECTION: case TOKEN_SCOPE: case TOKEN_CONDITION: case TOKEN_ORDER: case TOKEN_QUOTA: case TOKEN_TARGET:
	case TOKEN_SHARE: case TOKEN_INTERPRETATION: case TOKEN_RESOLUTION: case TOKEN_SAMPLE: case TOKEN_WHERE: case TOKEN_CASE: case TOKEN_GIVEN:
	case TOKEN_EXPECT: case TOKEN_EXPECT_POINTS: case TOKEN_VETOED: case TOKEN_REJECTED: case TOKEN_TIERS:
	case TOKEN_WEIGHT: case TOKEN_LEDGER: case TOKEN_LINK: case TOKEN_ENDS: case TOKEN_ALONG_WITH: case TOKEN_TRIM: case TOKEN_WAIVED_COUNTS: case TOKEN_TABLE: case TOKEN_FILE: case TOKEN_RESULTS: case TOKEN_CARRYING:
	case TOKEN_GROUPED: case TOKEN_MERGED: case TOKEN_TIES: case TOKEN_PLACING: case TOKEN_RANKING:
		return true;
	default:
		return false;
	}
}

static bool is_type(int kind)
{
	return kind == TOKEN_TYPE_NUMBER || kind == TOKEN_TYPE_PLAIN || kind == TOKEN_TYPE_OPTIONS;
}

static bool begins_band(int kind)
{
	return kind == TOKEN_NUMBER || kind == TOKEN_AT_LEAST || kind == TOKEN_OVER || kind == TOKEN_AT_MOST || kind == TOKEN_UNDER;
}

static bool begins_place(int kind)
{
	return kind == TOKEN_FIRST || kind == TOKEN_NEXT || kind == TOKEN_OTHERWISE;
}

static bool is_header(int kind)
{
	return kind == TOKEN_EDITION || kind == TOKEN_FULL_MARKS;
}

/* 名次 is a heading of tables too: of the line below 参数表, or with a unit behind it. */
static bool begins_ranking(const struct token *token)
{
	return token->kind == TOKEN_RANKING && token[1].kind != TOKEN_LPAREN && token[-2].kind != TOKEN_TABLE;
}

/* A line of words alone, at least two, as the heading of a table is: 项目 金额（元）. Words that begin a section with a name behind them are none. */
static bool is_heading(const struct token *token)
{
	size_t cells = 0;
	if (token->kind == TOKEN_STANDARD || token->kind == TOKEN_DATA || token->kind == TOKEN_LEDGER || token->kind == TOKEN_TABLE
		|| token->kind == TOKEN_VETOES || token->kind == TOKEN_SELECTION || begins_ranking(token) || token->kind == TOKEN_SAMPLE || token->kind == TOKEN_DEFINE
		|| token->kind == TOKEN_CASE || token->kind == TOKEN_INTERPRETATION)
		return false;
	if (token->kind == TOKEN_RESULTS && token[1].kind == TOKEN_CARRYING)
		return false;
	for (const struct token *at = token; at == token || !at->first_on_line; at++) {
		bool cell = at->kind == TOKEN_NAME || (at->spelling && may_be_name(at->kind));
		if (!cell && at->kind != TOKEN_LPAREN && at->kind != TOKEN_RPAREN && at->kind != TOKEN_PERCENT && at->kind != TOKEN_SEPARATOR)
			return false;
		cells += cell;
	}
	return cells >= 2;
}

/* A line that begins with a field, a grade, an option or a given value. */
static bool is_name_of_line(const struct standing *here)
{
	int kind = here->token->kind, next = here->next;
	switch (here->block) {
	case TOKEN_DATA: case TOKEN_LEDGER:
		return is_type(next);
	case TOKEN_GRADES:
		return begins_band(next) && !is_header(kind);
	case TOKEN_TABLE:
		return role_of_kind(kind) == WORD_INNER || is_heading(here->token);
	case TOKEN_PLACING:
		return begins_place(next);
	case TOKEN_TIERS:
		return (next == TOKEN_POINTS || next == TOKEN_NO_POINTS) && kind != TOKEN_OTHERWISE;
	case TOKEN_SAMPLE:
		return next == TOKEN_BOOLEAN || (next == TOKEN_NUMBER && !is_header(kind) && kind != TOKEN_POINT);
	default:
		return false;
	}
}

/* Begins an expectation, or a name there: 期望 加分 5分. */
static bool is_name_expected(int kind)
{
	return kind != TOKEN_GRADES && kind != TOKEN_VETOED && kind != TOKEN_REJECTED && kind != TOKEN_EXPECT_POINTS;
}

static bool is_name_in_list(const struct standing *here)
{
	int kind = here->token->kind;
	if (here->list == TOKEN_EXPECT)
		return is_name_expected(kind);
	return kind != TOKEN_KEEP && kind != TOKEN_EXPECT && (kind != TOKEN_RESOLUTION || here->next != TOKEN_TEXT);
}

/* Inside a line: what stands before it says that a name comes. */
static bool is_name_after(const struct standing *here)
{
	int kind = here->token->kind;
	switch (here->previous) {
	case TOKEN_STANDARD: case TOKEN_DATA: case TOKEN_LEDGER: case TOKEN_TABLE: case TOKEN_LINK: case TOKEN_DIVISION: case TOKEN_PROJECT: case TOKEN_ITEM: case TOKEN_DEFINE: case TOKEN_SELECTION: case TOKEN_RANKING: case TOKEN_VETOES:
	case TOKEN_INTERPRETATION: case TOKEN_SAMPLE: case TOKEN_FROM: case TOKEN_REJECTED: case TOKEN_TYPE_OPTIONS: case TOKEN_SCOPE:
	case TOKEN_TARGET: case TOKEN_ORDER: case TOKEN_DEFAULT:
	case TOKEN_PLUS: case TOKEN_MINUS: case TOKEN_TIMES: case TOKEN_DIVIDE: case TOKEN_EQUALS: case TOKEN_SAME: case TOKEN_DIFFERENT:
	case TOKEN_AND: case TOKEN_OR: case TOKEN_NOT: case TOKEN_IF: case TOKEN_LPAREN: case TOKEN_CHECK: case TOKEN_CONDITION:
	case TOKEN_OF: case TOKEN_WHEN: case TOKEN_WEIGHT: case TOKEN_ELSE: case TOKEN_AT_LEAST: case TOKEN_OVER: case TOKEN_AT_MOST: case TOKEN_UNDER: case TOKEN_IN: case TOKEN_POINTS:
		return kind != TOKEN_FULL_MARKS || here->previous != TOKEN_POINTS;
	case TOKEN_BY:
		return (kind != TOKEN_TIERS && kind != TOKEN_GROUPED) || here->next == TOKEN_TIERS || here->next == TOKEN_GROUPED;
	case TOKEN_GRADES:
		return here->list == TOKEN_EXPECT || begins_band(here->next);
	case TOKEN_EXPECT:
		return is_name_expected(kind);
	case TOKEN_GIVEN: case TOKEN_WHERE:
		return kind != TOKEN_EXPECT && kind != TOKEN_WHERE;
	case TOKEN_SEPARATOR:
		return is_name_in_list(here);
	default:
		return false;
	}
}

/* 每 1次 名额 …, and the option in 给定 服务载体 其他. */
static bool is_name_behind(const struct standing *here)
{
	int kind = here->token->kind, before = here->token[-2].kind;
	if (here->previous == TOKEN_NUMBER)
		return before == TOKEN_EACH;
	if (here->previous != TOKEN_NAME || here->list != TOKEN_GIVEN || kind == TOKEN_WHERE || kind == TOKEN_EXPECT)
		return false;
	return before == TOKEN_SEPARATOR || before == TOKEN_GIVEN || before == TOKEN_WHERE || here->token[-1].first_on_line;
}

/* 驾驶员考评（总分 90分）: what another standard's results hold of a unit. */
static bool is_given_column(const struct standing *here)
{
	return here->list == TOKEN_GIVEN && (here->previous == TOKEN_LPAREN || here->previous == TOKEN_SEPARATOR);
}

static bool is_name(const struct standing *here, size_t index)
{
	const struct token *token = here->token;
	if (token->kind == TOKEN_TOTAL)
		return !token->first_on_line && (here->previous == TOKEN_ITEM || here->previous == TOKEN_PROJECT || here->previous == TOKEN_DIVISION || is_given_column(here));
	if (token->kind == TOKEN_RESULTS && here->block == TOKEN_LEDGER && here->previous == TOKEN_OF && token[-2].kind == TOKEN_TEXT)
		return false; /* 台账 甲 由 “乙.gj” 的 结果 */
	if (!token->spelling || !may_be_name(token->kind))
		return false;
	if (token->first_on_line)
		return is_name_of_line(here);
	/* 参数表 甲 文件 “…”, 参数表 甲 其中 … */
	if (here->block == TOKEN_TABLE && index >= 2 && token[-2].kind != TOKEN_TABLE && here->previous != TOKEN_INSTEAD)
		return true;
	return is_name_after(here) || (index >= 2 && is_name_behind(here));
}

static bool joins_grades(int kind)
{
	return kind == TOKEN_SEPARATOR || kind == TOKEN_CONFIRMED || kind == TOKEN_CONSEQUENCE || kind == TOKEN_CONDITION;
}

/* A line of 等次 that gives a value to each grade begins with the name of their column: 奖励 优秀 5000元. */
static bool is_column(const struct standing *here)
{
	const struct token *token = here->token;
	if (here->block != TOKEN_GRADES || !token->first_on_line || token->kind != TOKEN_NAME)
		return false;
	int value = token[2].kind;
	bool numbered = here->next == TOKEN_NUMBER && !token[2].first_on_line
		&& (value == TOKEN_NUMBER || (value == TOKEN_TEXT && token[3].kind == TOKEN_SEPARATOR && !token[3].first_on_line));
	bool named = (here->next == TOKEN_NAME || here->next == TOKEN_OTHERWISE) && !token[2].first_on_line;
	return numbered || (named && (value == TOKEN_NUMBER || value == TOKEN_MINUS || value == TOKEN_TEXT || value == TOKEN_EQUALS || value == TOKEN_NAME));
}

/* A grade in 奖励 1级 5000元、2级 3000元 or in 1级、2级 认定 …. */
static bool is_numbered_grade(const struct standing *here)
{
	if (here->previous == TOKEN_COLUMN)
		return true;
	return here->listed && here->previous == TOKEN_SEPARATOR
		&& (here->next == TOKEN_NUMBER || here->next == TOKEN_MINUS || here->next == TOKEN_TEXT || joins_grades(here->next));
}

/* Whether the line is still a list of grades, with their values or without. */
static void follow_grades(struct standing *here)
{
	switch (here->token->kind) {
	case TOKEN_NAME: case TOKEN_COLUMN:
		here->listed |= here->token->first_on_line && here->block == TOKEN_GRADES;
		return;
	case TOKEN_NUMBER: case TOKEN_MINUS: case TOKEN_TEXT: case TOKEN_SEPARATOR: case TOKEN_OTHERWISE:
		here->listed &= !here->token->first_on_line;
		return;
	default:
		here->listed = false;
	}
}

/* Options and grades may begin with a digit, where nothing but their names can stand: 选项 1级、2级; 1级 90分 以上. */
static bool is_numbered_name(const struct standing *here)
{
	const struct token *token = here->token;
	if (token->kind != TOKEN_NUMBER)
		return false;
	if (token->first_on_line)
		return here->block == TOKEN_PLACING ? begins_place(here->next)
			: here->block == TOKEN_GRADES && (begins_band(here->next) || here->next == TOKEN_VETOED || joins_grades(here->next));
	if (is_numbered_grade(here))
		return true;
	switch (here->previous) {
	case TOKEN_TYPE_OPTIONS: case TOKEN_SCOPE: case TOKEN_TARGET: case TOKEN_VETOES: case TOKEN_SELECTION: case TOKEN_CEILING_GRADE:
	case TOKEN_LOWEST_GRADE: case TOKEN_AWARDED:
		return true;
	case TOKEN_GRADES:
		return here->list == TOKEN_EXPECT;
	case TOKEN_SEPARATOR: case TOKEN_LPAREN:
		return here->names;
	default:
		return false;
	}
}

/* Follows the lists of options and grades. */
static void follow_names(struct standing *here)
{
	switch (here->token->kind) {
	case TOKEN_TYPE_OPTIONS: case TOKEN_SCOPE: case TOKEN_TARGET:
		here->names = true;
		return;
	case TOKEN_NAME: case TOKEN_SEPARATOR: case TOKEN_LPAREN:
		here->names = here->names && !here->token->first_on_line;
		return;
	default:
		here->names = false;
	}
}

static void follow_list(struct standing *here)
{
	const struct token *token = here->token;
	switch (token->kind) {
	case TOKEN_SAMPLE: case TOKEN_GIVEN: case TOKEN_WHERE:
		here->list = TOKEN_GIVEN;
		return;
	case TOKEN_EXPECT:
		here->list = token->kind;
		return;
	default:
		if (token->first_on_line && role_of_kind(token->kind) != WORD_INNER)
			here->list = 0;
	}
}

void settle_names(struct tokens *tokens, struct gj_arena *arena)
{
	struct standing here = { 0 };
	for (size_t i = 0; i + 1 < tokens->count; i++) {
		here.token = &tokens->items[i];
		here.next = here.token[1].first_on_line ? 0 : here.token[1].kind;
		if (is_name(&here, i)) {
			here.token->kind = TOKEN_NAME;
			here.token->text = here.token->spelling;
		}
		if (is_numbered_name(&here)) {
			here.token->kind = TOKEN_NAME;
			here.token->text = gj_arena_print(arena, "%s%s", here.token->text, here.token->unit);
		}
		if (is_column(&here))
			here.token->kind = TOKEN_COLUMN;
		follow_names(&here);
		here.block = here.previous == TOKEN_INTO && here.token->kind == TOKEN_GRADES ? TOKEN_GRADES : block_after(here.block, here.token);
		follow_list(&here);
		here.previous = here.token->kind;
		follow_grades(&here);
	}
}
