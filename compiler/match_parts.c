#include "match_parts.h"

#include "quotations.h"
#include "runtime/program.h"

#include <string.h>

enum { OLD, NEW };

/* Work is counted in characters held against characters. Each part of a list has its share of MOST_WORK, and LEAST_SHARE, before it is given up. */
enum { MOST_CHARACTERS = 600, MOST_WORK = 4 * 1000 * 1000, LEAST_SHARE = 40 * 1000 };

static void start_side(struct matcher *matcher, int side, size_t count)
{
	matcher->parts[side] = gj_arena_alloc(matcher->arena, (count + 1) * sizeof *matcher->parts[side]);
	for (size_t i = 0; i < count; i++)
		matcher->parts[side][i] = (struct match_part){ .text = "", .match = GJ_NONE };
}

void matcher_start(struct matcher *matcher, struct gj_arena *arena, size_t old_count, size_t new_count)
{
	*matcher = (struct matcher){ .arena = arena };
	start_side(matcher, OLD, old_count);
	start_side(matcher, NEW, new_count);
}

void match_join(struct matcher *matcher, int old, int new)
{
	matcher->parts[OLD][old].match = new;
	matcher->parts[NEW][new].match = old;
}

/* --- Called the same --- */

/* The new parts by kind and text; those called the same stand in their order. */
struct index {
	size_t mask;
	int *first, *next; /* by hash; by position in the list. GJ_NONE: no more */
};

static uint64_t hash(const struct match_part *part)
{
	uint64_t value = 14695981039346656037u ^ (uint64_t)part->kind; /* FNV-1a */
	for (const char *at = part->text; *at; at++)
		value = (value ^ (unsigned char)*at) * 1099511628211u;
	return value ^ value >> 32;
}

static void build_index(struct index *index, const struct matcher *matcher, struct match_list list)
{
	size_t buckets = 16;
	while (buckets < list.count * 2)
		buckets *= 2;
	index->mask = buckets - 1;
	index->first = gj_arena_alloc(matcher->arena, buckets * sizeof *index->first);
	index->next = gj_arena_alloc(matcher->arena, (list.count + 1) * sizeof *index->next);
	for (size_t i = 0; i < buckets; i++)
		index->first[i] = GJ_NONE;
	for (size_t i = list.count; i-- > 0;) {
		const struct match_part *part = &matcher->parts[NEW][list.items[i]];
		if (part->match != GJ_NONE)
			continue;
		int *first = &index->first[hash(part) & index->mask];
		index->next[i] = *first;
		*first = (int)i;
	}
}

/* Takes the first part of that name out of the index; GJ_NONE: there is none. */
static int take_alike(struct index *index, const struct matcher *matcher, struct match_list list, const struct match_part *wanted)
{
	for (int *at = &index->first[hash(wanted) & index->mask]; *at != GJ_NONE; at = &index->next[*at]) {
		const struct match_part *part = &matcher->parts[NEW][list.items[*at]];
		if (part->kind != wanted->kind || strcmp(part->text, wanted->text) != 0)
			continue;
		int found = list.items[*at];
		*at = index->next[*at];
		return found;
	}
	return GJ_NONE;
}

void match_alike(struct matcher *matcher, struct match_list old, struct match_list new)
{
	struct index index;
	if (!old.count || !new.count)
		return;
	build_index(&index, matcher, new);
	for (size_t i = 0; i < old.count; i++) {
		const struct match_part *part = &matcher->parts[OLD][old.items[i]];
		int found = part->match == GJ_NONE ? take_alike(&index, matcher, new, part) : GJ_NONE;
		if (found != GJ_NONE)
			match_join(matcher, old.items[i], found);
	}
}

/* --- Reading alike --- */

static const struct folded *folded(const struct matcher *matcher, struct match_part *part)
{
	if (!part->folded)
		part->folded = fold_text(part->text, strlen(part->text), matcher->arena);
	return part->folded;
}

/* The edits between two wordings, or SIZE_MAX when there are `least` or more, or more than half is different. */
static size_t difference(const struct folded *x, const struct folded *y, size_t least, struct gj_arena *arena, size_t *work)
{
	size_t longer = x->count > y->count ? x->count : y->count, apart = longer * 2 - x->count - y->count;
	if (longer > MOST_CHARACTERS || apart * 2 > longer || apart >= least)
		return SIZE_MAX;
	*work += x->count * y->count;
	size_t edits = text_edits(x, y, arena);
	return edits * 2 > longer || edits >= least ? SIZE_MAX : edits;
}

/* What comes nearest among the new parts, looked for from `start` on and then from the first on. Sets *place to where it stands in the list. */
static bool find_nearest(const struct matcher *matcher, int old, struct match_list new, size_t share, size_t start, size_t *place)
{
	struct match_part *x = &matcher->parts[OLD][old];
	size_t least = SIZE_MAX;
	for (size_t i = 0, work = 0; i < new.count && work < share && least; i++, work++) {
		size_t at = start + i < new.count ? start + i : start + i - new.count;
		struct match_part *y = &matcher->parts[NEW][new.items[at]];
		if (y->match != GJ_NONE || y->kind != x->kind)
			continue;
		bool same = matcher->same && matcher->same(matcher->context, old, new.items[at]);
		size_t edits = same ? 0 : difference(folded(matcher, x), folded(matcher, y), least, matcher->arena, &work);
		if (edits < least) {
			least = edits;
			*place = at;
		}
	}
	return least != SIZE_MAX;
}

static size_t count_open(const struct matcher *matcher, struct match_list old)
{
	size_t open = 0;
	for (size_t i = 0; i < old.count; i++)
		open += matcher->parts[OLD][old.items[i]].match == GJ_NONE;
	return open;
}

/* How many of the list's parts stand at or before `part`. */
static size_t place_behind(struct match_list list, int part)
{
	size_t low = 0, high = list.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (list.items[middle] <= part)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void match_nearest(struct matcher *matcher, struct match_list old, struct match_list new)
{
	size_t open = count_open(matcher, old), start = 0, place;
	for (size_t i = 0; i < old.count && open && new.count; i++) {
		const struct match_part *part = &matcher->parts[OLD][old.items[i]];
		if (part->match == GJ_NONE && find_nearest(matcher, old.items[i], new, MOST_WORK / open + LEAST_SHARE, start, &place))
			match_join(matcher, old.items[i], new.items[place]);
		if (part->match != GJ_NONE)
			start = place_behind(new, part->match);
	}
}
