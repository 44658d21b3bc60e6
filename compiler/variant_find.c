/* Finding the part that a change means, and saying what stands there now when it is another. */
#include "quotations.h"
#include "variant.h"

#include <string.h>

enum { MOST_WORK = 50 * 1000 * 1000, MOST_CHARACTERS = 1000 };

struct search {
	struct variant *variant;
	const struct node *reference;
	struct found found[2];
	size_t count;
	/* The part of the kind that comes nearest to what the reference says. */
	const struct folded *wanted;
	const struct node *nearest;
	size_t differences;
};

static bool known_by_wording(enum node_kind kind)
{
	return kind == NODE_POINT || kind == NODE_CLAUSE || kind == NODE_VETO || kind == NODE_TARGET || kind == NODE_CHECK;
}

/* What a part is called: its name, or its wording. */
static const struct node *key_node(const struct node *node)
{
	return known_by_wording(node->kind) ? ast_child(node, NODE_ATTR_WORDING) : node;
}

static const char *key_of(const struct node *node)
{
	const struct node *key = key_node(node);
	return key ? key->text : "";
}

static bool holds_parts(enum node_kind kind)
{
	switch (kind) {
	case NODE_DATA: case NODE_PROJECT: case NODE_ITEM: case NODE_POINT: case NODE_CLAUSE: case NODE_BONUS: case NODE_PENALTY: case NODE_VETOES:
	case NODE_GRADES: case NODE_SELECTION:
		return true;
	default:
		return false;
	}
}

static void walk(struct search *search, struct node *parent, void (*visit)(struct search *, struct node *, struct node *))
{
	for (struct node *child = parent->first; child; child = child->next) {
		if ((int64_t)child->kind == search->reference->number)
			visit(search, parent, child);
		else if (holds_parts(child->kind))
			walk(search, child, visit);
	}
}

/* A reference without a name is to a section that stands once. */
static void match(struct search *search, struct node *parent, struct node *node)
{
	if (*search->reference->text && strcmp(key_of(node), search->reference->text) != 0)
		return;
	if (search->count < 2)
		search->found[search->count] = (struct found){ parent, node };
	search->count++;
}

static void compare(struct search *search, struct node *parent, struct node *node)
{
	(void)parent;
	const char *key = key_of(node);
	size_t length = strlen(key);
	search->variant->work += length * search->wanted->count;
	if (length > MOST_CHARACTERS * 3 || search->wanted->count > MOST_CHARACTERS || search->variant->work > MOST_WORK)
		return;
	const struct folded *folded = fold_text(key, length, search->variant->arena);
	size_t differences = text_edits(search->wanted, folded, search->variant->arena);
	size_t longer = folded->count > search->wanted->count ? folded->count : search->wanted->count;
	if (differences * 2 > longer || (search->nearest && differences >= search->differences))
		return;
	search->nearest = node;
	search->differences = differences;
}

static const char *kind_name(const struct node *reference)
{
	return reference->number == NODE_GRADE ? "等次" : ast_kind_name((enum node_kind)reference->number);
}

/* Shows the nearest; offers it in place of the reference's own words when little is different. */
static void suggest(const struct search *search, struct finding *finding)
{
	const struct node *key = key_node(search->nearest);
	struct gj_arena *arena = search->variant->arena;
	if (!key)
		return;
	finding_relate(finding, key->name_span, gj_arena_print(arena, "最接近的是“%s”", key->text), gj_arena_print(arena, "the nearest is “%s”", key->text));
	if (search->differences * 3 <= search->wanted->count)
		finding_fix(finding, search->reference->name_span, key->text);
}

static void report_absent(struct search *search, struct node *within)
{
	struct variant *variant = search->variant;
	const struct node *reference = search->reference;
	struct finding *finding = report(variant->diagnostics, *reference->text ? MSG_CHANGE_TARGET : MSG_CHANGE_NOTHING_THERE, reference->name_span,
		kind_name(reference), reference->text, NULL);
	search->wanted = fold_text(reference->text, strlen(reference->text), variant->arena);
	if (*reference->text)
		walk(search, within, compare);
	if (search->nearest)
		suggest(search, finding);
}

static void report_several(const struct search *search)
{
	const struct node *reference = search->reference;
	struct gj_arena *arena = search->variant->arena;
	struct finding *finding = report(search->variant->diagnostics, MSG_CHANGE_AMBIGUOUS, reference->name_span, kind_name(reference),
		*reference->text ? gj_arena_print(arena, "“%s”", reference->text) : "", gj_arena_print(arena, "%zu", search->count), NULL);
	for (int i = 0; i < 2; i++)
		finding_relate(finding, search->found[i].node->name_span, i ? "还有这一处" : "这一处", i ? "and this" : "this one");
}

bool same_tree(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind || a->number != b->number || a->scale != b->scale || (a->kind != NODE_NUMBER && strcmp(a->text, b->text) != 0))
		return false;
	const struct node *x = a->first, *y = b->first;
	for (; x && y; x = x->next, y = y->next)
		if (!same_tree(x, y))
			return false;
	return !x && !y;
}

/* What the part holds now of the kind of thing that a reference records: its points, its wording, its band, its formula. */
static const struct node *present(const struct node *part, const struct node *recorded)
{
	const struct node *node = ast_child(part, recorded->kind);
	if (part->kind == NODE_GRADE && !node)
		node = ast_child(part, recorded->kind == NODE_BAND ? NODE_BAND_DASH : NODE_BAND);
	return part->kind == NODE_DEFINITION ? ast_expression(part) : node;
}

/* The part of the source that a node was written as. */
static struct span written(const struct node *node)
{
	struct span span = node->span;
	for (const struct node *child = node->first; child; child = child->next) {
		struct span inner = written(child);
		span.start = inner.start < span.start ? inner.start : span.start;
		span.end = inner.end > span.end ? inner.end : span.end;
	}
	return span;
}

static const char *text_of(const struct variant *variant, struct span span)
{
	return gj_arena_copy(variant->arena, variant->source->text + span.start, span.end - span.start);
}

static bool still_holds(struct variant *variant, const struct node *reference, const struct node *part)
{
	const struct node *recorded = reference->first;
	if (recorded && recorded->kind == NODE_REFERENCE)
		recorded = recorded->next;
	const struct node *now = recorded ? present(part, recorded) : NULL;
	if (!recorded || (now && same_tree(recorded, now)))
		return true;
	struct span place = written(recorded), there = now ? written(now) : part->name_span;
	const char *text = text_of(variant, there);
	struct finding *finding = report(variant->diagnostics, MSG_CHANGE_STALE, place, kind_name(reference), reference->text, text,
		text_of(variant, place), NULL);
	finding_relate(finding, there, "现在的写法", "as it is now");
	finding_fix(finding, place, text);
	return false;
}

bool variant_find(struct variant *variant, const struct node *reference, struct found *found)
{
	struct search search = { .variant = variant, .reference = reference };
	struct found within = { NULL, variant->standard };
	if (reference->first && reference->first->kind == NODE_REFERENCE && !variant_find(variant, reference->first, &within))
		return false;
	walk(&search, within.node, match);
	if (search.count == 0) {
		report_absent(&search, within.node);
		return false;
	}
	if (search.count > 1) {
		report_several(&search);
		return false;
	}
	*found = search.found[0];
	return still_holds(variant, reference, found->node);
}
