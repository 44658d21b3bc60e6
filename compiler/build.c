#include "build.h"

#include <string.h>

struct node *lone(struct parsing *parsing, enum node_kind kind, struct span span)
{
	return ast_new(parsing->arena, kind, span);
}

struct node *spoken(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *word)
{
	struct node *node = lone(parsing, kind, span);
	node->text = word->text;
	node->name_span = word->span;
	return node;
}

struct node *named(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *name)
{
	return spoken(parsing, kind, span, name);
}

static const char *written(struct parsing *parsing, struct span span)
{
	return gj_arena_copy(parsing->arena, parsing->source->text + span.start, span.end - span.start);
}

struct node *as_written(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *token)
{
	struct node *node = spoken(parsing, kind, span, token);
	node->text = written(parsing, token->span);
	return node;
}

struct node *worded(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *text)
{
	struct node *node = spoken(parsing, kind, span, text);
	node->name_span = text->inner;
	return node;
}

struct node *numbered(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *token)
{
	struct node *node = as_written(parsing, kind, span, token);
	node->number = token->number;
	return node;
}

struct node *wording(struct parsing *parsing, const struct token *text)
{
	return worded(parsing, NODE_ATTR_WORDING, text->inner, text);
}

struct node *quoting(struct parsing *parsing, struct node *node, const struct token *text)
{
	node->name_span = text->inner;
	return ast_add(node, wording(parsing, text));
}

struct node *number(struct parsing *parsing, const struct token *token)
{
	struct node *node = spoken(parsing, NODE_NUMBER, token->span, token);
	node->number = token->number;
	node->scale = token->scale;
	if (*token->unit) {
		struct node *unit = lone(parsing, NODE_UNIT, token->inner);
		unit->text = token->unit;
		ast_add(node, unit);
	}
	return node;
}

struct node *negative(struct parsing *parsing, struct span span, const struct token *token)
{
	struct node *node = number(parsing, token);
	node->span = node->name_span = span;
	node->number = -node->number;
	node->text = gj_arena_print(parsing->arena, "-%s", token->text);
	return node;
}

struct node *date(struct parsing *parsing, const struct token *token)
{
	return numbered(parsing, NODE_DATE, token->span, token);
}

struct node *boolean(struct parsing *parsing, const struct token *token)
{
	struct node *node = lone(parsing, NODE_BOOLEAN, token->span);
	node->number = strcmp(token->text, "是") == 0;
	return node;
}

struct node *bound(struct parsing *parsing, struct span span, const char *sign, struct node *limit)
{
	struct node *node = lone(parsing, NODE_BOUND, span);
	node->text = sign;
	return ast_add(node, limit);
}

struct node *within(struct parsing *parsing, struct node *subject, struct node *first, struct node *second)
{
	struct node *band = ast_add(ast_add(lone(parsing, NODE_BAND, first->span), first), second);
	struct node *node = lone(parsing, NODE_WITHIN, subject->span);
	node->name_span = band->span;
	return ast_add(ast_add(node, subject), band);
}

struct node *binary(struct parsing *parsing, struct span sign, const struct token *word, struct node *left, struct node *right)
{
	struct node *node = spoken(parsing, NODE_BINARY, sign, word);
	return ast_add(ast_add(node, left), right);
}

struct node *unary(struct parsing *parsing, struct span sign, const struct token *word, struct node *operand)
{
	return ast_add(spoken(parsing, NODE_UNARY, sign, word), operand);
}

struct node *and_above(struct parsing *parsing, struct span span, const struct token *name, struct node *share)
{
	struct node *node = lone(parsing, NODE_TARGET, span);
	node->text = "以上";
	return ast_add(ast_add(node, spoken(parsing, NODE_NAME, name->span, name)), share);
}

struct node *numbered_as(struct node *node, int64_t number)
{
	node->number = number;
	return node;
}

struct node *weight(struct parsing *parsing, struct span span, const struct token *share)
{
	return ast_add(lone(parsing, NODE_ATTR_WEIGHT, span), number(parsing, share));
}

/* Whether nothing but blanks stands before an offset on its line. */
static bool begins_line(const struct source *source, uint32_t at)
{
	const char *text = source->text;
	for (bool blank = true; blank && at > 0;) {
		bool ideographic = at >= 3 && !memcmp(text + at - 3, "\xE3\x80\x80", 3);
		blank = ideographic || text[at - 1] == ' ' || text[at - 1] == '\t';
		at -= ideographic ? 3 : blank;
	}
	return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
}

/* A quotation behind the table's name is its wording. */
struct node *table_cell(struct parsing *parsing, struct node *table, struct node *cell)
{
	struct node *row = table->last && table->last->kind == NODE_TABLE_ROW ? table->last : NULL;
	bool begins = begins_line(parsing->source, cell->span.start);
	if (!row && !begins && cell->kind == NODE_STRING && table->kind == NODE_TABLE) {
		cell->kind = NODE_ATTR_WORDING;
		return ast_add(table, cell);
	}
	if (!row || begins)
		ast_add(table, row = lone(parsing, NODE_TABLE_ROW, cell->span));
	ast_add(row, cell);
	table->span.end = cell->span.end > table->span.end ? cell->span.end : table->span.end;
	return table;
}

struct node *condition(struct parsing *parsing, struct span span, struct node *expression)
{
	return ast_add(lone(parsing, NODE_ATTR_CONDITION, span), expression);
}

struct node *scale_tier(struct parsing *parsing, struct span span, const struct token *grade, struct node *what)
{
	return ast_add(ast_add(lone(parsing, NODE_TIER, span), what), spoken(parsing, NODE_ATTR_GRADE, grade->span, grade));
}

struct node *lone_reference(struct parsing *parsing, enum node_kind kind, struct span span)
{
	struct node *node = lone(parsing, NODE_REFERENCE, span);
	node->number = kind;
	return node;
}

struct node *reference(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *name)
{
	struct node *node = lone_reference(parsing, kind, span);
	node->text = name->text;
	/* A quotation's marks don't belong to what it says. */
	node->name_span = name->inner.start < name->inner.end ? name->inner : name->span;
	return node;
}

struct node *begin_standard(struct parsing *parsing, struct node *standard)
{
	ast_add(parsing->document, standard);
	return standard;
}

struct node *bracketed(struct node *inside, struct span span)
{
	if (inside)
		inside->span = span;
	return inside;
}

struct node *ast_adopt(struct node *parent, struct node *list)
{
	for (struct node *child = list->first, *next; child; child = next) {
		next = child->next;
		child->next = NULL;
		ast_add(parent, child);
	}
	return parent;
}

struct node *interpretation(struct parsing *parsing, struct span span, const struct token *mark, const struct token *doubt, const struct token *resolution)
{
	struct node *node = ast_add(named(parsing, NODE_INTERPRETATION, span, mark), wording(parsing, doubt));
	return ast_add(node, worded(parsing, NODE_ATTR_RESOLUTION, resolution->span, resolution));
}

struct node *judged(struct parsing *parsing, struct span span, const struct token *word, const struct token *name)
{
	struct node *field = name ? named(parsing, NODE_FIELD, span, name) : lone(parsing, NODE_FIELD, span);
	return ast_add(field, spoken(parsing, NODE_TYPE, word->span, word));
}

struct node *all_points(struct parsing *parsing, struct span span, const struct token *word)
{
	static const char *const words[][2] = { { "得分", "得" }, { "扣分", "扣" }, { "加分", "加" }, { "减分", "减" } };
	struct node *action = as_written(parsing, NODE_ACTION, span, word);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(action->text, words[i][0]))
			action->text = words[i][1];
	return action;
}

struct node *discretion(struct parsing *parsing, struct span span, const struct token *verb, const struct token *name, const struct token *low,
	const struct token *high)
{
	struct node *type = lone(parsing, NODE_TYPE, verb->span), *range = lone(parsing, NODE_ATTR_RANGE, (struct span){low->span.start, high->span.end});
	type->text = "酌情";
	ast_add(ast_add(range, number(parsing, low)), number(parsing, high));
	struct node *field = ast_add(ast_add(named(parsing, NODE_FIELD, span, name), type), range);
	return ast_add(spoken(parsing, NODE_ACTION, span, verb), field);
}

struct node *choice(struct parsing *parsing, struct span span, struct span word, struct node *subject, struct node *arms)
{
	struct node *node = ast_adopt(ast_add(lone(parsing, NODE_CHOICE, span), subject), arms);
	node->name_span = word;
	return node;
}
