/* Small makers of nodes for the grammar's actions. */
#ifndef GJ_BUILD_H
#define GJ_BUILD_H
#include "parsing.h"

/* A node without a text. */
struct node *lone(struct parsing *parsing, enum node_kind kind, struct span span);
/* A node whose text and caret are a token's: a name. */
struct node *named(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *name);
/* A node whose text is a token's meaning (至 for 到). */
struct node *spoken(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *word);
/* A node whose text is the token exactly as written. */
struct node *as_written(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *token);
/* A node whose text is a quotation; its caret is inside the quotes. */
struct node *worded(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *text);
/* A node that carries a token's number and its text as written. */
struct node *numbered(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *token);
/* ATTR_WORDING: its span is inside the quotes. */
struct node *wording(struct parsing *parsing, const struct token *text);
/* Adds a wording that is also where the node's caret belongs. */
struct node *quoting(struct parsing *parsing, struct node *node, const struct token *text);
struct node *number(struct parsing *parsing, const struct token *token);
struct node *negative(struct parsing *parsing, struct span span, const struct token *token);
struct node *date(struct parsing *parsing, const struct token *token);
struct node *boolean(struct parsing *parsing, const struct token *token);
struct node *bound(struct parsing *parsing, struct span span, const char *sign, struct node *limit);
struct node *within(struct parsing *parsing, struct node *subject, struct node *first, struct node *second);
struct node *binary(struct parsing *parsing, struct span sign, const struct token *word, struct node *left, struct node *right);
struct node *unary(struct parsing *parsing, struct span sign, const struct token *word, struct node *operand);
/* The node with its number set. */
struct node *numbered_as(struct node *node, int64_t number);
/* TARGET: 三星 以上 占比 … */
struct node *and_above(struct parsing *parsing, struct span span, const struct token *name, struct node *share);
/* FIELD of the type 评分; `name` may be NULL. */
struct node *judged(struct parsing *parsing, struct span span, const struct token *word, const struct token *name);
/* ACTION of an amount within a range, whose column is `name`. */
struct node *discretion(struct parsing *parsing, struct span span, const struct token *verb, const struct token *name, const struct token *low,
	const struct token *high);
/* ACTION without points, for 得分 and its kin. */
struct node *all_points(struct parsing *parsing, struct span span, const struct token *word);
/* ATTR_WEIGHT. */
struct node *weight(struct parsing *parsing, struct span span, const struct token *share);
/* Adds a cell to the last row of a 参数表, or begins a row with it where it is the first on its line. */
struct node *table_cell(struct parsing *parsing, struct node *table, struct node *cell);
/* ATTR_CONDITION. */
struct node *condition(struct parsing *parsing, struct span span, struct node *expression);
/* TIER of a SCALE: what falls into it, and the grade. */
struct node *scale_tier(struct parsing *parsing, struct span span, const struct token *grade, struct node *what);
/* REFERENCE to a part by its name or wording, or to one of which there is only one. */
struct node *reference(struct parsing *parsing, enum node_kind kind, struct span span, const struct token *name);
struct node *lone_reference(struct parsing *parsing, enum node_kind kind, struct span span);
struct node *interpretation(struct parsing *parsing, struct span span, const struct token *mark, const struct token *doubt, const struct token *resolution);
struct node *begin_standard(struct parsing *parsing, struct node *standard);
/* Moves the children of `list` to the end of `parent`'s. */
/* An expression in brackets: they belong to its span. */
struct node *bracketed(struct node *inside, struct span span);
struct node *ast_adopt(struct node *parent, struct node *list);

/* The next token for bison: its kind, its value and its span. */
int feed(struct parsing *parsing, const struct token **value, struct span *span);
/* 按 subject 取值（arms）; `word`: where 取值 stands. */
struct node *choice(struct parsing *parsing, struct span span, struct span word, struct node *subject, struct node *arms);
#endif
