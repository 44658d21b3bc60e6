/* Finding the part that a change means, and saying what stands there now when it is another. */
#include "quotations.h"
#include "variant.h"

#include <string.h>

enum { MOST_WORK = 50 * 1000 * 1000, MOST_CHARACTERS = 1000 };

struct search {
	struct variant *variant;
	const struct node *reference;
	struct node *found[2];
	size_t count;
	/* The part of the kind that comes nearest to what the reference says. */
	const struct folded *wanted;
	const struct node *nearest;
	size_t differences;
};

static const char *key_of(const struct node *node)
{
	const struct node *key = key_node(node);
	return key ? key->text : "";
}

static void compare(struct search *search, const struct node *node)
{
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

static void compare_all(struct search *search, const struct node *parent)
{
	for (const struct node *child = parent->first; child && search->variant->work <= MOST_WORK; child = child->next) {
		search->variant->work++;
		if ((int64_t)child->kind == search->reference->number)
			compare(search, child);
		else if (child->kind != NODE_SAMPLE && child->kind != NODE_CASE)
			compare_all(search, child);
	}
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

static void report_absent(struct search *search, const struct node *within)
{
	struct variant *variant = search->variant;
	const struct node *reference = search->reference;
	struct finding *finding = report(variant->diagnostics, *reference->text ? MSG_CHANGE_TARGET : MSG_CHANGE_NOTHING_THERE, reference->name_span,
		kind_name(reference), reference->text, NULL);
	search->wanted = fold_text(reference->text, strlen(reference->text), variant->arena);
	if (*reference->text)
		compare_all(search, within);
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
		finding_relate(finding, search->found[i]->name_span, i ? "还有这一处" : "这一处", i ? "and this" : "this one");
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
	const struct node *recorded = reference->first && reference->first->kind != NODE_TABLE_ROW ? reference->first : NULL;
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

struct node *variant_find(struct variant *variant, const struct node *reference)
{
	struct search search = { .variant = variant, .reference = reference };
	const struct node *within = variant->standard;
	if (reference->first && reference->first->kind == NODE_REFERENCE && !(within = variant_find(variant, reference->first)))
		return NULL;
	const struct part_entry *entry = index_find(variant, (enum node_kind)reference->number, reference->text, within);
	for (; entry; entry = index_next(entry, reference->text, within)) {
		if (search.count < 2)
			search.found[search.count] = entry->node;
		search.count++;
	}
	if (search.count == 0) {
		report_absent(&search, within);
		return NULL;
	}
	if (search.count > 1) {
		report_several(&search);
		return NULL;
	}
	return still_holds(variant, reference, search.found[0]) ? search.found[0] : NULL;
}
