#include "pairs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SMALLEST = 64 };

/* Values come from data: without the seed they could be chosen so that all fall on one place. */
static size_t place_of(const struct gj_pairs *pairs, uint32_t owner, int64_t value)
{
	unsigned __int128 product = (unsigned __int128)((uint64_t)value ^ pairs->seed) * ((uint64_t)owner * 2 + 1 + (pairs->seed << 33));
	uint64_t folded = ((uint64_t)product ^ (uint64_t)(product >> 64)) * 0x9E3779B97F4A7C15u;
	return (size_t)(folded >> 32) & (pairs->room - 1);
}

/* The slot that holds the pair, or the free one where it belongs. */
static struct gj_pair *find(const struct gj_pairs *pairs, uint32_t owner, int64_t value)
{
	size_t place = place_of(pairs, owner, value);
	while (pairs->slots[place].number && (pairs->slots[place].owner != owner || pairs->slots[place].value != value))
		place = (place + 1) & (pairs->room - 1);
	return &pairs->slots[place];
}

static bool grow(struct gj_pairs *pairs)
{
	struct gj_pairs wider = { .count = pairs->count, .room = pairs->room ? pairs->room * 2 : (size_t)SMALLEST, .seed = pairs->seed };
	if (!pairs->room && getrandom(&wider.seed, sizeof wider.seed, 0) != (ssize_t)sizeof wider.seed)
		wider.seed = (uint64_t)(uintptr_t)pairs * 0x9E3779B97F4A7C15u;
	wider.slots = calloc(wider.room, sizeof *wider.slots);
	if (!wider.slots)
		return false;
	for (size_t i = 0; i < pairs->room; i++)
		if (pairs->slots[i].number)
			*find(&wider, pairs->slots[i].owner, pairs->slots[i].value) = pairs->slots[i];
	free(pairs->slots);
	*pairs = wider;
	return true;
}

uint32_t gj_pairs_enter(struct gj_pairs *pairs, uint32_t owner, int64_t value, uint32_t number)
{
	if (pairs->count >= pairs->room / 2 && !grow(pairs))
		return 0;
	struct gj_pair *slot = find(pairs, owner, value);
	if (!slot->number) {
		*slot = (struct gj_pair){ .value = value, .owner = owner, .number = number };
		pairs->count++;
	}
	return slot->number;
}

void gj_pairs_clear(struct gj_pairs *pairs)
{
	if (pairs->count)
		memset(pairs->slots, 0, pairs->room * sizeof *pairs->slots);
	pairs->count = 0;
}

void gj_pairs_free(struct gj_pairs *pairs)
{
	free(pairs->slots);
	*pairs = (struct gj_pairs){ 0 };
}
