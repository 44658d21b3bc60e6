#include "match_sheets.h"

#include "quotations.h"

#include <string.h>

enum { MOST_CHARACTERS = 400, MOST_WORK = 20 * 1000 * 1000 };

struct matching {
	const struct gj_program *old, *new;
	struct gj_arena *arena;
	int *old_match, *new_match;
	size_t work;
};

static int *none(struct gj_arena *arena, size_t count)
{
	int *matches = gj_arena_alloc(arena, (count + 1) * sizeof *matches);
	for (size_t i = 0; i <= count; i++)
		matches[i] = GJ_NONE;
	return matches;
}

static const char *key_of(const struct gj_sheet_entry *entry)
{
	return *entry->name ? entry->name : entry->wording;
}

static bool is_leaf(enum gj_part part)
{
	return part == GJ_PART_CLAUSE || part == GJ_PART_VETO || part == GJ_PART_VOID || part == GJ_PART_OUTCOME;
}

static bool parents_meet(const struct matching *matching, const struct gj_sheet_entry *x, const struct gj_sheet_entry *y)
{
	return x->parent == GJ_NONE || y->parent == GJ_NONE ? x->parent == y->parent : matching->old_match[x->parent] == y->parent;
}

static void join(struct matching *matching, size_t old, size_t new)
{
	matching->old_match[old] = (int)new;
	matching->new_match[new] = (int)old;
}

/* What is called the same; `anywhere`: in another part as well. */
static void match_alike(struct matching *matching, size_t old, bool anywhere)
{
	const struct gj_sheet_entry *x = &matching->old->sheet[old];
	for (size_t k = 0; k < matching->new->sheet_count && matching->old_match[old] == GJ_NONE; k++) {
		const struct gj_sheet_entry *y = &matching->new->sheet[k];
		if (matching->new_match[k] == GJ_NONE && x->part == y->part && strcmp(key_of(x), key_of(y)) == 0 && (anywhere || parents_meet(matching, x, y)))
			join(matching, old, k);
	}
}

static size_t edits(struct matching *matching, const char *a, const char *b)
{
	const struct folded *x = fold_text(a, strlen(a), matching->arena), *y = fold_text(b, strlen(b), matching->arena);
	matching->work += x->count * y->count;
	if (x->count > MOST_CHARACTERS || y->count > MOST_CHARACTERS || matching->work > MOST_WORK)
		return SIZE_MAX;
	size_t longer = x->count > y->count ? x->count : y->count, found = text_edits(x, y, matching->arena);
	return found * 2 > longer ? SIZE_MAX : found;
}

/* What stands in the same part and reads most like it. */
static void match_nearest(struct matching *matching, size_t old)
{
	const struct gj_sheet_entry *x = &matching->old->sheet[old];
	size_t least = SIZE_MAX, found = 0;
	for (size_t k = 0; k < matching->new->sheet_count; k++) {
		const struct gj_sheet_entry *y = &matching->new->sheet[k];
		if (matching->new_match[k] != GJ_NONE || x->part != y->part || !parents_meet(matching, x, y))
			continue;
		size_t distance = edits(matching, key_of(x), key_of(y));
		if (distance < least) {
			least = distance;
			found = k;
		}
	}
	if (least != SIZE_MAX)
		join(matching, old, found);
}

static struct sheet_pair *list(const struct matching *matching, size_t *count)
{
	size_t olds = matching->old->sheet_count, news = matching->new->sheet_count, next = 0;
	struct sheet_pair *pairs = gj_arena_alloc(matching->arena, (olds + news + 1) * sizeof *pairs);
	*count = 0;
	for (size_t k = 0; k < news; k++) {
		int old = matching->new_match[k];
		for (; old != GJ_NONE && next <= (size_t)old; next++)
			if (matching->old_match[next] == GJ_NONE)
				pairs[(*count)++] = (struct sheet_pair){ (int)next, GJ_NONE };
		pairs[(*count)++] = (struct sheet_pair){ old, (int)k };
	}
	for (; next < olds; next++)
		if (matching->old_match[next] == GJ_NONE)
			pairs[(*count)++] = (struct sheet_pair){ (int)next, GJ_NONE };
	return pairs;
}

struct sheet_pair *match_sheets(const struct gj_program *old, const struct gj_program *new, struct gj_arena *arena, size_t *count)
{
	struct matching matching = { old, new, arena, none(arena, old->sheet_count), none(arena, new->sheet_count), 0 };
	for (size_t i = 0; i < old->sheet_count; i++)
		if (old->sheet[i].part == GJ_PART_STANDARD && new->sheet_count)
			join(&matching, i, 0);
		else
			match_alike(&matching, i, old->sheet[i].part == GJ_PART_ITEM);
	for (size_t i = 0; i < old->sheet_count; i++)
		if (matching.old_match[i] == GJ_NONE && (is_leaf(old->sheet[i].part) || old->sheet[i].part == GJ_PART_POINT))
			match_nearest(&matching, i);
	for (size_t i = 0; i < old->sheet_count; i++)
		if (matching.old_match[i] == GJ_NONE && is_leaf(old->sheet[i].part) && *key_of(&old->sheet[i]))
			match_alike(&matching, i, true);
	return list(&matching, count);
}
