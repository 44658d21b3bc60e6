#include "ast.h"

#include "passes.h"
#include <inttypes.h>

struct node *ast_new(struct gj_arena *arena, enum node_kind kind, struct span span)
{
	struct node *node = gj_arena_alloc(arena, sizeof *node);
	node->kind = kind;
	node->span = node->name_span = span;
	node->text = "";
	return node;
}

struct node *ast_add(struct node *parent, struct node *child)
{
	if (!child)
		return parent;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	child->previous = parent->last;
	child->parent = parent;
	parent->last = child;
	if (child->span.start < parent->span.start)
		parent->span.start = child->span.start;
	if (child->span.end > parent->span.end)
		parent->span.end = child->span.end;
	return parent;
}

struct node *ast_child(const struct node *parent, enum node_kind kind)
{
	for (struct node *child = parent->first; child; child = child->next)
		if (child->kind == kind)
			return child;
	return NULL;
}

static struct node *first_expression(struct node *node)
{
	while (node && (node->kind < NODE_NUMBER || node->kind > NODE_CALL))
		node = node->next;
	return node;
}

struct node *ast_expression(const struct node *parent)
{
	return first_expression(parent->first);
}

struct node *ast_next_expression(const struct node *node)
{
	return first_expression(node->next);
}

const char *ast_kind_name(enum node_kind kind)
{
	static const char *const NAMES[] = {
#define NODE(kind, name, children, payload) name,
#include "nodes.def"
#undef NODE
	};
	return NAMES[kind];
}

static void dump_node(const struct node *node, const struct source *source, int depth, FILE *out)
{
	struct place place = source_place(source, node->name_span.start);
	fprintf(out, "%*s%s", depth * 2, "", ast_kind_name(node->kind));
	if (*node->text)
		fprintf(out, " %s", node->text);
	if (node->number && node->kind != NODE_NUMBER)
		fprintf(out, " [%" PRId64 "]", node->number);
	fprintf(out, "  @%zu:%zu\n", place.line, place.column);
}

void ast_dump(const struct node *tree, const struct source *source, FILE *out)
{
	/* An explicit path, because a sum of many terms is as deep as it is long. */
	struct gj_arena *arena = gj_arena_new();
	const struct node **path = NULL;
	size_t depth = 0, capacity = 0;
	for (const struct node *node = tree; arena && node;) {
		dump_node(node, source, (int)depth, out);
		path = gj_arena_grow(arena, path, depth, &capacity, sizeof *path);
		if (!path)
			break;
		if (node->first) {
			path[depth++] = node;
			node = node->first;
			continue;
		}
		while (!node->next && depth > 0)
			node = path[--depth];
		node = depth > 0 ? node->next : NULL;
	}
	gj_arena_free(arena);
}
