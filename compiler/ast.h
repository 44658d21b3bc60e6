/* The syntax tree: what the grammar builds. nodes.def lists the kinds. */
#ifndef GJ_AST_H
#define GJ_AST_H
#include "runtime/memory.h"
#include <stdint.h>

/* Byte offsets into the UTF-8 text of one source, end excluded. */
struct span {
	uint32_t start, end;
};

enum node_kind {
#define NODE(kind, name, children, payload) NODE_##kind,
#include "nodes.def"
#undef NODE
	NODE_KINDS
};

struct node {
	enum node_kind kind;
	struct span span;      /* the whole construct */
	struct span name_span; /* the name, wording or sign alone: where a caret belongs */
	const char *text;      /* never NULL; "" when the kind has none */
	int64_t number;
	int scale;             /* NUMBER: decimals written; 60.50 is 6050 with scale 2 */
	struct node *first, *last, *next;
	struct node *parent, *previous; /* as ast_add left them; variants keep them up */
};

struct node *ast_new(struct gj_arena *arena, enum node_kind kind, struct span span);
/* Appends `child` (NULL is ignored) and returns `parent`, whose span grows over it. */
struct node *ast_add(struct node *parent, struct node *child);
/* The first child of a kind, or NULL. */
struct node *ast_child(const struct node *parent, enum node_kind kind);
/* The first child that is an expression (NUMBER … CALL), or NULL; and the next one after it. */
struct node *ast_expression(const struct node *parent);
struct node *ast_next_expression(const struct node *node);
const char *ast_kind_name(enum node_kind kind);
#endif
