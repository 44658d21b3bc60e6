#include "groups.h"

#include "siphash.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 64 };

void gj_groups_start(struct gj_groups *groups, const uint64_t seeds[2], size_t counters)
{
	*groups = (struct gj_groups){.seeds = {seeds[0], seeds[1]}, .counters = counters};
}

void gj_groups_free(struct gj_groups *groups)
{
	free(groups->ends);
	free(groups->counts);
	free(groups->places);
	gj_buffer_free(&groups->keys);
}

void gj_groups_clear(struct gj_groups *groups)
{
	groups->count = 0;
	groups->keys.size = 0;
	if (groups->room)
		memset(groups->places, 0, groups->room * sizeof *groups->places);
}

const char *gj_groups_key(const struct gj_groups *groups, size_t group, size_t *length)
{
	size_t start = group ? groups->ends[group - 1] : 0;
	*length = groups->ends[group] - start;
	return *length ? groups->keys.bytes + start : "";
}

uint64_t *gj_groups_counts(const struct gj_groups *groups, size_t group)
{
	return groups->counts + group * groups->counters;
}

/* The place of the key, or the free one where it belongs. */
static size_t place_of(const struct gj_groups *groups, const char *key, size_t length)
{
	uint64_t hash[2];
	gj_siphash(groups->seeds, key, length, hash);
	size_t place = (size_t)hash[0] & (groups->room - 1), other_length;
	for (; groups->places[place]; place = (place + 1) & (groups->room - 1)) {
		const char *other = gj_groups_key(groups, groups->places[place] - 1, &other_length);
		if (other_length == length && memcmp(other, key, length) == 0)
			break;
	}
	return place;
}

static bool widen_table(struct gj_groups *groups)
{
	size_t room = groups->room ? groups->room * 2 : ROOM_FIRST;
	uint32_t *places = calloc(room, sizeof *places);
	if (!places)
		return false;
	free(groups->places);
	groups->places = places;
	groups->room = room;
	for (size_t i = 0; i < groups->count; i++) {
		size_t length;
		const char *key = gj_groups_key(groups, i, &length);
		places[place_of(groups, key, length)] = (uint32_t)i + 1;
	}
	return true;
}

static bool widen_lists(struct gj_groups *groups)
{
	size_t capacity = groups->capacity ? groups->capacity * 2 : ROOM_FIRST / 2;
	size_t *ends = realloc(groups->ends, capacity * sizeof *ends);
	if (ends)
		groups->ends = ends;
	uint64_t *counts = realloc(groups->counts, (capacity * groups->counters + 1) * sizeof *counts);
	if (counts)
		groups->counts = counts;
	if (!ends || !counts)
		return false;
	groups->capacity = capacity;
	return true;
}

static bool add(struct gj_groups *groups, const char *key, size_t length)
{
	if (groups->count == groups->capacity && !widen_lists(groups))
		return false;
	if (!gj_buffer_add(&groups->keys, key, length))
		return false;
	groups->ends[groups->count] = groups->keys.size;
	memset(gj_groups_counts(groups, groups->count), 0, groups->counters * sizeof *groups->counts);
	groups->count++;
	return true;
}

bool gj_groups_find(struct gj_groups *groups, const char *key, size_t length, uint32_t *group)
{
	if (groups->count * 2 >= groups->room && !widen_table(groups))
		return false;
	size_t place = place_of(groups, key, length);
	if (!groups->places[place]) {
		if (groups->count >= UINT32_MAX - 1 || !add(groups, key, length))
			return false;
		groups->places[place] = (uint32_t)groups->count;
	}
	*group = groups->places[place] - 1;
	return true;
}
