#include "keys.h"
#include "siphash.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>

/* The set is cut into parts that grow one at a time, so that growing never needs twice the memory of the whole. */
enum { PARTS = 8, HUGE_PAGE = 2 * 1024 * 1024, EXACT_BYTES = 15, HASHED = 0xFF, BATCH = 64, SMALLEST = 16, LARGE = 262144 };

/* A key of at most 15 bytes as it stands, its length in the last byte; 120 bits of a keyed hash for a longer one, and HASHED. All zero: free (no key
 * is empty). */
struct slot {
	uint64_t low, high;
};

struct part {
	struct slot *slots;
	uint32_t *lines; /* where each key came first; apart, so that a search touches the slots only */
	uint32_t count, room;
};

struct gj_keys {
	uint64_t seeds[4];
	struct part parts[PARTS];
};

struct gj_keys *gj_keys_new(void)
{
	struct gj_keys *keys = calloc(1, sizeof *keys);
	if (!keys)
		return NULL;
	if (getrandom(keys->seeds, sizeof keys->seeds, 0) != (ssize_t)sizeof keys->seeds) {
		struct timespec now;
		clock_gettime(CLOCK_MONOTONIC, &now);
		for (size_t i = 0; i < 4; i++)
			keys->seeds[i] = ((uint64_t)now.tv_nsec * 2 + 1) * 0x9E3779B97F4A7C15u * (i + 1) ^ (uint64_t)(uintptr_t)keys;
	}
	return keys;
}

void gj_keys_free(struct gj_keys *keys)
{
	for (size_t i = 0; keys && i < PARTS; i++) {
		free(keys->parts[i].slots);
		free(keys->parts[i].lines);
	}
	free(keys);
}

static struct slot slot_of(const struct gj_keys *keys, struct gj_text text)
{
	struct slot slot = { 0, 0 };
	if (text.length > EXACT_BYTES) {
		uint64_t hash[2];
		gj_siphash(keys->seeds, text.bytes, text.length, hash);
		return (struct slot){ hash[0], (hash[1] & 0x00FFFFFFFFFFFFFFu) | (uint64_t)HASHED << 56 };
	}
	if (text.length > 8) {
		memcpy(&slot.low, text.bytes, 8);
		memcpy(&slot.high, text.bytes + text.length - 8, 8);
		slot.high >>= 8 * (16 - text.length);
	} else {
		for (uint32_t i = 0; i < text.length; i++)
			slot.low |= (uint64_t)(unsigned char)text.bytes[i] << 8 * i;
	}
	slot.high |= (uint64_t)text.length << 56;
	return slot;
}

/* Zeroed room. Keys are met all over the set: large pages spare most of the address translation. */
static void *make_room(size_t bytes)
{
	if (bytes < HUGE_PAGE / 4)
		return calloc(1, bytes);
	size_t whole = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	void *room = aligned_alloc(HUGE_PAGE, whole);
	if (!room)
		return NULL;
	madvise(room, whole, MADV_HUGEPAGE);
	return memset(room, 0, bytes);
}

static uint64_t hash_of(const struct gj_keys *keys, struct slot slot)
{
	unsigned __int128 product = (unsigned __int128)(slot.low ^ keys->seeds[2]) * (slot.high ^ keys->seeds[3]);
	uint64_t folded = (uint64_t)product ^ (uint64_t)(product >> 64);
	return (folded ^ folded >> 32) * 0x9E3779B97F4A7C15u;
}

/* The part is chosen by the hash's last byte, the place in it by its upper half. */
static struct part *part_of(struct gj_keys *keys, uint64_t hash)
{
	return &keys->parts[hash % PARTS];
}

static uint32_t place_of(const struct part *part, uint64_t hash)
{
	return (uint32_t)((hash >> 32) * part->room >> 32);
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t find(const struct part *part, struct slot slot, uint64_t hash)
{
	uint32_t place = place_of(part, hash);
	while (part->slots[place].high && (part->slots[place].low != slot.low || part->slots[place].high != slot.high))
		place = place + 1 < part->room ? place + 1 : 0;
	return place;
}

/* Small parts double; large ones get a quarter more room and are between 64 and 80 per cent full. Places rise with the hash, so both are passed through
 * in order. */
static bool grow(const struct gj_keys *keys, struct part *part)
{
	struct part wider = { .count = part->count, .room = part->room + (part->room < LARGE ? part->room : part->room / 4) + SMALLEST };
	wider.slots = make_room(wider.room * sizeof *wider.slots);
	wider.lines = make_room(wider.room * sizeof *wider.lines);
	if (!wider.slots || !wider.lines) {
		free(wider.slots);
		free(wider.lines);
		return false;
	}
	for (uint32_t i = 0; i < part->room; i++) {
		if (!part->slots[i].high)
			continue;
		uint32_t place = find(&wider, part->slots[i], hash_of(keys, part->slots[i]));
		wider.slots[place] = part->slots[i];
		wider.lines[place] = part->lines[i];
	}
	free(part->slots);
	free(part->lines);
	*part = wider;
	return true;
}

static bool full(const struct part *part)
{
	return part->count >= part->room / 5 * 4;
}

static bool enter(struct gj_keys *keys, struct slot slot, uint64_t hash, uint32_t line, uint32_t *first)
{
	struct part *part = part_of(keys, hash);
	if (full(part) && !grow(keys, part))
		return false;
	uint32_t place = find(part, slot, hash);
	*first = part->slots[place].high ? part->lines[place] : 0;
	if (*first)
		return true;
	part->slots[place] = slot;
	part->lines[place] = line;
	part->count++;
	return true;
}

static bool add_batch(struct gj_keys *keys, const struct gj_text *texts, const uint32_t *lines, uint64_t first_line, uint32_t *first, size_t count)
{
	struct slot slots[BATCH];
	uint64_t hashes[BATCH];
	for (size_t i = 0; i < count; i++) {
		slots[i] = slot_of(keys, texts[i]);
		hashes[i] = hash_of(keys, slots[i]);
		const struct part *part = part_of(keys, hashes[i]);
		if (part->room)
			__builtin_prefetch(&part->slots[place_of(part, hashes[i])], 0);
		if (part->room)
			__builtin_prefetch(&part->lines[place_of(part, hashes[i])], 0);
	}
	for (size_t i = 0; i < count; i++) {
		uint64_t line = first_line + lines[i];
		first[i] = 0;
		if (texts[i].length && !enter(keys, slots[i], hashes[i], line < UINT32_MAX ? (uint32_t)line : UINT32_MAX, &first[i]))
			return false;
	}
	return true;
}

bool gj_keys_add(struct gj_keys *keys, const struct gj_text *texts, const uint32_t *lines, uint64_t first_line, uint32_t *first, size_t count)
{
	for (size_t i = 0; i < count; i += BATCH)
		if (!add_batch(keys, texts + i, lines + i, first_line, first + i, count - i < BATCH ? count - i : (size_t)BATCH))
			return false;
	return true;
}
