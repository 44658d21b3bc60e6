#include "match_sheets.h"

#include "match_parts.h"

#include <string.h>

struct matching {
	const struct gj_program *programs[2];
	struct matcher matcher;
	int *first[2], *next[2]; /* of the entries that stand in one, and beside one; GJ_NONE: no more */
};

typedef bool entry_test(const struct gj_sheet_entry *entry);

static const char *key_of(const struct gj_sheet_entry *entry)
{
	return *entry->name ? entry->name : entry->wording;
}

static bool is_any(const struct gj_sheet_entry *entry)
{
	return entry->part != GJ_PART_STANDARD;
}

static bool is_item(const struct gj_sheet_entry *entry)
{
	return entry->part == GJ_PART_ITEM;
}

static bool is_leaf(const struct gj_sheet_entry *entry)
{
	return entry->part == GJ_PART_CLAUSE || entry->part == GJ_PART_VETO || entry->part == GJ_PART_VOID || entry->part == GJ_PART_OUTCOME;
}

static bool is_named_leaf(const struct gj_sheet_entry *entry)
{
	return is_leaf(entry) && *key_of(entry);
}

static bool may_be_reworded(const struct gj_sheet_entry *entry)
{
	return is_leaf(entry) || entry->part == GJ_PART_POINT;
}

/* The entries of a sheet, each with its kind and what it is called. */
static void enter_sheet(struct matching *matching, int side)
{
	const struct gj_program *program = matching->programs[side];
	int *first = gj_arena_alloc(matching->matcher.arena, (program->sheet_count + 1) * sizeof *first);
	int *next = gj_arena_alloc(matching->matcher.arena, (program->sheet_count + 1) * sizeof *next);
	for (size_t i = 0; i < program->sheet_count; i++)
		first[i] = GJ_NONE;
	for (size_t i = program->sheet_count; i-- > 0;) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		matching->matcher.parts[side][i].kind = (int)entry->part;
		matching->matcher.parts[side][i].text = key_of(entry);
		if (entry->parent == GJ_NONE)
			continue;
		next[i] = first[entry->parent];
		first[entry->parent] = (int)i;
	}
	matching->first[side] = first;
	matching->next[side] = next;
}

static struct match_list entries(const struct matching *matching, int side, entry_test *wanted)
{
	const struct gj_program *program = matching->programs[side];
	int *items = gj_arena_alloc(matching->matcher.arena, (program->sheet_count + 1) * sizeof *items);
	size_t count = 0;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (wanted(&program->sheet[i]))
			items[count++] = (int)i;
	return (struct match_list){ items, count };
}

static struct match_list entries_in(const struct matching *matching, int side, int parent, entry_test *wanted)
{
	size_t count = 0, room = 0;
	for (int i = matching->first[side][parent]; i != GJ_NONE; i = matching->next[side][i])
		room++;
	int *items = gj_arena_alloc(matching->matcher.arena, (room + 1) * sizeof *items);
	for (int i = matching->first[side][parent]; i != GJ_NONE; i = matching->next[side][i])
		if (wanted(&matching->programs[side]->sheet[i]))
			items[count++] = i;
	return (struct match_list){ items, count };
}

/* Items keep their names wherever they stand; everything else is looked for in the same part first. */
static void match_all(struct matching *matching)
{
	struct matcher *matcher = &matching->matcher;
	match_alike(matcher, entries(matching, 0, is_item), entries(matching, 1, is_item));
	for (int i = 0; i < (int)matching->programs[0]->sheet_count; i++) {
		int k = matcher->parts[0][i].match;
		if (k == GJ_NONE)
			continue;
		match_alike(matcher, entries_in(matching, 0, i, is_any), entries_in(matching, 1, k, is_any));
		match_nearest(matcher, entries_in(matching, 0, i, may_be_reworded), entries_in(matching, 1, k, may_be_reworded));
	}
	match_alike(matcher, entries(matching, 0, is_named_leaf), entries(matching, 1, is_named_leaf));
}

static struct sheet_pair *list(const struct matching *matching, size_t *count)
{
	size_t olds = matching->programs[0]->sheet_count, news = matching->programs[1]->sheet_count, next = 0;
	struct sheet_pair *pairs = gj_arena_alloc(matching->matcher.arena, (olds + news + 1) * sizeof *pairs);
	*count = 0;
	for (size_t k = 0; k < news; k++) {
		int old = matching->matcher.parts[1][k].match;
		for (; old != GJ_NONE && next <= (size_t)old; next++)
			if (matching->matcher.parts[0][next].match == GJ_NONE)
				pairs[(*count)++] = (struct sheet_pair){ (int)next, GJ_NONE };
		pairs[(*count)++] = (struct sheet_pair){ old, (int)k };
	}
	for (; next < olds; next++)
		if (matching->matcher.parts[0][next].match == GJ_NONE)
			pairs[(*count)++] = (struct sheet_pair){ (int)next, GJ_NONE };
	return pairs;
}

struct sheet_pair *match_sheets(const struct gj_program *old, const struct gj_program *new, struct gj_arena *arena, size_t *count)
{
	struct matching matching = { .programs = { old, new } };
	matcher_start(&matching.matcher, arena, old->sheet_count, new->sheet_count);
	enter_sheet(&matching, 0);
	enter_sheet(&matching, 1);
	if (old->sheet_count && new->sheet_count)
		match_join(&matching.matcher, 0, 0); /* the standards themselves */
	match_all(&matching);
	return list(&matching, count);
}
