/* Exact mends of syntax errors: the text that, put in, takes the finding away. */
#include "syntax_errors.h"

#include "parser.h"
#include "units.h"
#include <string.h>

static const char *slice(const struct fault *fault, struct span span)
{
	return gj_arena_copy(fault->parsing->arena, fault->parsing->source->text + span.start, span.end - span.start);
}

static const struct token *last_on_line(const struct token *token)
{
	while (token->kind != TOKEN_END && !token[1].first_on_line)
		token++;
	return token;
}

static bool in_data(const struct fault *fault)
{
	const struct token *token = fault->line;
	for (; token > fault->parsing->tokens->items; token--) {
		enum word_role role = token->first_on_line ? role_of_kind(token->kind) : WORD_INNER;
		if (role == WORD_BLOCK || role == WORD_HEADING)
			break;
	}
	return token->kind == TOKEN_DATA;
}

/* A word behind a blank that begins another part of the line: 用例 换届 给定 …, 条款 未换届的扣4分 若 …. */
static bool leads_part(const struct token *token)
{
	return role_of_kind(token->kind) == WORD_LEAD && token[-1].span.end < token->span.start;
}

/* The rest of the line in quotes, when a wording was written without them. */
static bool offer_quotes(const struct fault *fault, struct finding *finding)
{
	const struct token *last = fault->found;
	bool words = last->kind == TOKEN_NAME || last->kind == TOKEN_NUMBER || last->kind == TOKEN_DATE;
	if (fault->line_ended || !words || last->kind == TOKEN_END || last->first_on_line || !is_expected(fault, TOKEN_TEXT) || is_expected(fault, TOKEN_NAME)
		|| line_is_complete(fault))
		return false;
	for (; !last[1].first_on_line && !leads_part(&last[1]); last++)
		if (last->kind == TOKEN_TEXT || last[1].kind == TOKEN_TEXT)
			return false;
	struct span span = { fault->found->span.start, last->span.end };
	const char *text = slice(fault, span), *rest = fault->parsing->source->text + span.end;
	/* A closing mark that stands there already was reported as one too many. */
	span.end += strncmp(rest, "”", strlen("”")) ? 0 : (uint32_t)strlen("”");
	finding_fix(finding, span, gj_arena_print(fault->parsing->arena, "“%s”", text));
	diagnostics_withdraw(fault->parsing->diagnostics, (struct span){ span.start + 1, span.end });
	return true;
}

/* 标准 党支部考评（试行）: a title that isn't one run of letters. */
static bool offer_title(const struct fault *fault, struct finding *finding)
{
	const struct token *title = fault->line + 1, *last = last_on_line(fault->line);
	if (fault->line_ended || fault->line->kind != TOKEN_STANDARD || title->first_on_line || fault->found->first_on_line)
		return false;
	struct span span = { title->span.start, last->span.end };
	const char *text = slice(fault, span);
	if (strpbrk(text, "\"\n"))
		return false;
	finding_fix(finding, span, gj_arena_print(fault->parsing->arena, "“%s”", text));
	finding_note(finding, "名称里有括号、引号或空格的，整个用“ ”括起来", "a title with brackets, quotation marks or blanks stands in “ ” as a whole");
	diagnostics_withdraw(fault->parsing->diagnostics, (struct span){ span.start, fault->found->span.start });
	diagnostics_withdraw(fault->parsing->diagnostics, (struct span){ fault->found->span.start + 1, span.end });
	return true;
}

/* 缺课 1次 至 3次, as a condition. */
static bool offer_between(const struct fault *fault, struct finding *finding)
{
	const struct token *found = fault->found, *low = fault->previous, *high = found + 1;
	bool dash = found->kind == TOKEN_TO || found->kind == TOKEN_MINUS || found->kind == TOKEN_DASH;
	if (fault->line_ended || !dash || !is_expected(fault, TOKEN_AND_ABOVE) || low->kind != TOKEN_NUMBER || high->kind != TOKEN_NUMBER)
		return false;
	const char *unit = *low->unit ? "" : high->unit;
	finding_fix(finding, (struct span){ low->span.start, high->span.end },
		gj_arena_print(fault->parsing->arena, "在 %s%s 至 %s 之间", slice(fault, low->span), unit, slice(fault, high->span)));
	return true;
}

/* 标准 “支部考评”: a name in quotes. */
static bool offer_bare_name(const struct fault *fault, struct finding *finding)
{
	const struct token *found = fault->found;
	if (fault->line_ended || found->kind != TOKEN_TEXT || !is_expected(fault, TOKEN_NAME) || is_expected(fault, TOKEN_LPAREN)
		|| found->text[strcspn(found->text, " \t，。、；：（）()“”,.;:")])
		return false;
	finding_fix(finding, found->span, found->text);
	return true;
}

/* 0-100 for 0 至 100. */
static bool offer_to(const struct fault *fault, struct finding *finding)
{
	int kind = fault->found->kind;
	if (fault->line_ended || (kind != TOKEN_MINUS && kind != TOKEN_DASH) || !is_expected(fault, TOKEN_TO) || !fault->previous)
		return false;
	finding_fix(finding, (struct span){ fault->previous->span.end, fault->found[1].span.start }, " 至 ");
	return true;
}

/* 60分 不满 for 不满 60分. */
static bool offer_swap(const struct fault *fault, struct finding *finding)
{
	int kind = fault->found->kind;
	bool bound = kind == TOKEN_UNDER || kind == TOKEN_OVER || kind == TOKEN_AT_LEAST || kind == TOKEN_AT_MOST;
	if (fault->line_ended || !bound || !fault->previous || fault->previous->kind != TOKEN_NUMBER || !is_expected(fault, TOKEN_AND_BELOW))
		return false;
	struct span whole = { fault->previous->span.start, fault->found->span.end };
	finding_fix(finding, whole, gj_arena_print(fault->parsing->arena, "%s %s", slice(fault, fault->found->span), slice(fault, fault->previous->span)));
	return true;
}

/* 温度 -18度 以下: read as a subtraction; a negative limit stands behind its word. */
static bool offer_negative(const struct fault *fault, struct finding *finding)
{
	int kind = fault->found->kind;
	const struct token *number = fault->previous;
	if (fault->line_ended || (kind != TOKEN_AND_ABOVE && kind != TOKEN_AND_BELOW) || !number || number->kind != TOKEN_NUMBER
		|| number[-1].kind != TOKEN_MINUS)
		return false;
	struct span whole = { number[-1].span.start, fault->found->span.end };
	finding_fix(finding, whole, gj_arena_print(fault->parsing->arena, "%s -%s", kind == TOKEN_AND_ABOVE ? "不低于" : "不超过", slice(fault, number->span)));
	finding_note(finding, "数前面的“-”在这里读作减号；负的界限写在“不低于”“不超过”“超过”“低于”的后面",
		"the - is read as a subtraction here; a negative limit stands behind 不低于, 不超过, 超过 or 低于");
	return true;
}

/* A bracket that isn't closed, or one too many. */
static bool offer_bracket(const struct fault *fault, struct finding *finding)
{
	const struct token *found = fault->found;
	bool ends = fault->line_ended || found->kind == TOKEN_POINTS || found->kind == TOKEN_NO_POINTS || found->kind == TOKEN_TEXT
		|| found->kind == TOKEN_TIERS || found->kind == TOKEN_END;
	if (ends && is_expected(fault, TOKEN_RPAREN) && fault->previous && !is_expected(fault, TOKEN_EXTREME)) {
		finding_fix(finding, (struct span){ fault->previous->span.end, fault->previous->span.end }, "）");
		return true;
	}
	if (fault->line_ended || found->kind != TOKEN_RPAREN || is_expected(fault, TOKEN_EXTREME))
		return false;
	finding_fix(finding, found->span, "");
	return true;
}

/* 选项 效果好/效果不好 没有: the names after 选项 joined as they should be. */
static bool offer_separators(const struct fault *fault, struct finding *finding)
{
	const struct token *first = fault->line, *last = last_on_line(fault->line);
	while (first < last && first->kind != TOKEN_TYPE_OPTIONS)
		first++;
	if (first++ == last || !in_data(fault) || fault->found < first)
		return false;
	const char *joined = "", *names = "";
	const struct token *token = first;
	for (; token <= last && (token->kind == TOKEN_NAME || token->kind == TOKEN_DIVIDE || token->kind == TOKEN_SEPARATOR); token++)
		if (token->kind == TOKEN_NAME) {
			joined = gj_arena_print(fault->parsing->arena, "%s%s%s", names, *names ? "、" : "", token->text);
			names = joined;
		}
	if (token - first < 2 || token[-1].kind != TOKEN_NAME)
		return false;
	finding_fix(finding, (struct span){ first->span.start, token[-1].span.end }, joined);
	finding_note(finding, "选项之间用“、”隔开", "options are separated by 、");
	return true;
}

/* 按期 换届  是否: a field's name with a gap; 整数 次: a unit without its brackets. */
static bool offer_field(const struct fault *fault, struct finding *finding)
{
	const struct token *found = fault->found, *previous = fault->previous;
	if (!in_data(fault) || !previous || previous->kind != TOKEN_NAME)
		return false;
	if (!fault->line_ended && found->kind == TOKEN_NAME && previous->first_on_line && !found[1].first_on_line && is_expected(fault, TOKEN_TYPE_NUMBER)) {
		finding_fix(finding, (struct span){ previous->span.start, found->span.end }, gj_arena_print(fault->parsing->arena, "%s%s", previous->text, found->text));
		finding_note(finding, "名称中间不能有空格", "a name has no blank in it");
		return true;
	}
	if (!unit_is_known(previous->text, strlen(previous->text)) || previous->first_on_line || previous[-1].kind != TOKEN_TYPE_NUMBER)
		return false;
	finding_fix(finding, (struct span){ previous[-1].span.end, previous->span.end }, gj_arena_print(fault->parsing->arena, "（%s）", previous->text));
	finding_note(finding, "单位写在括号里，紧跟在类型后面", "a unit stands in brackets after the type");
	return true;
}

/* 给定 甲支部 按期换届 否: 其中 is missing. */
static bool offer_where(const struct fault *fault, struct finding *finding)
{
	const struct token *name = fault->previous;
	bool value = fault->found->kind == TOKEN_BOOLEAN || fault->found->kind == TOKEN_NUMBER || fault->found->kind == TOKEN_NAME;
	if (fault->line_ended || !value || !name || name - fault->parsing->tokens->items < 2 || name->kind != TOKEN_NAME || name[-1].kind != TOKEN_NAME || name[-2].kind != TOKEN_GIVEN)
		return false;
	finding_fix(finding, (struct span){ name[-1].span.end, name[-1].span.end }, " 其中");
	return true;
}

/* 灭火器 整数（具） 0 至 100 不适用: what a field's cells may say is an attribute. */
static bool offer_attribute(const struct fault *fault, struct finding *finding)
{
	if (fault->line_ended || fault->found->first_on_line || fault->found->kind != TOKEN_ABSENT || !is_expected(fault, TOKEN_INAPPLICABLE) || strcmp(fault->found->text, "待核") == 0)
		return false;
	finding_fix(finding, fault->found->span, strcmp(fault->found->text, "未填") == 0 ? "可空" : "可不适用");
	return true;
}

/* A 、 with nothing behind it. */
static bool offer_no_comma(const struct fault *fault, struct finding *finding)
{
	if (!fault->line_ended || fault->previous->kind != TOKEN_SEPARATOR)
		return false;
	finding_fix(finding, fault->previous->span, "");
	return true;
}

void offer_mend(const struct fault *fault, struct finding *finding)
{
	if (finding->has_fix)
		return;
	static bool (*const offers[])(const struct fault *, struct finding *) = { offer_title, offer_between, offer_separators, offer_field, offer_bare_name, offer_to, offer_swap, offer_negative,
		offer_bracket, offer_where, offer_attribute, offer_no_comma, offer_quotes };
	for (size_t i = 0; i < sizeof offers / sizeof *offers; i++)
		if (offers[i](fault, finding))
			return;
}
