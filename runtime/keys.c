#include "keys.h"
#include "key_run.h"
#include "siphash.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The set is cut into parts that grow one at a time, so that growing never needs twice the memory of the whole. */
enum { PARTS = 8, HUGE_PAGE = 2 * 1024 * 1024, EXACT_BYTES = 15, HASHED = 0xFF, BATCH = 64, SMALLEST = 16, LARGE = 262144 };

/* A table whose keys are out of order oftener than this isn't taken for an ordered one. */
enum { STRAYS = 1024, STRAYS_IN = 16 };

struct part {
	struct gj_key *slots; /* all zero: free */
	uint32_t *lines; /* where each key came first; apart, so that a search touches the slots only */
	uint32_t count, room;
};

/* At first a key behind all others goes to the run, which cannot hold it yet, and only one that comes too early (a stray) is looked for there and goes
 * to the set. With too many strays everything moves to the set. */
struct gj_keys {
	uint64_t seeds[4];
	struct gj_key_run run;
	size_t strays;
	bool settled; /* the run is given up */
	struct part parts[PARTS];
};

struct gj_keys *gj_keys_new(void)
{
	struct gj_keys *keys = calloc(1, sizeof *keys);
	if (!keys)
		return NULL;
	gj_secret_numbers(keys->seeds, sizeof keys->seeds / sizeof *keys->seeds);
	return keys;
}

void gj_keys_free(struct gj_keys *keys)
{
	if (!keys)
		return;
	for (size_t i = 0; i < PARTS; i++) {
		free(keys->parts[i].slots);
		free(keys->parts[i].lines);
	}
	gj_key_run_free(&keys->run);
	free(keys);
}

/* Up to 8 bytes as the upper end of a big-endian number. */
static uint64_t big_endian(const char *bytes, uint32_t length)
{
	uint64_t value = 0;
	if (length == 8) {
		memcpy(&value, bytes, 8);
		return be64toh(value);
	}
	for (uint32_t i = 0; i < length; i++)
		value |= (uint64_t)(unsigned char)bytes[i] << (56 - 8 * i);
	return value;
}

/* A key of at most 15 bytes as it stands, its length in the last byte; 120 bits of a keyed hash for a longer one, and HASHED. */
static struct gj_key key_of(const struct gj_keys *keys, struct gj_text text)
{
	uint64_t last;
	if (text.length > EXACT_BYTES) {
		uint64_t hash[2];
		gj_siphash(keys->seeds, text.bytes, text.length, hash);
		return (struct gj_key){ hash[0], hash[1] << 8 | HASHED };
	}
	if (text.length <= 8)
		return (struct gj_key){ big_endian(text.bytes, text.length), text.length };
	memcpy(&last, text.bytes + text.length - 8, 8);
	return (struct gj_key){ big_endian(text.bytes, 8), be64toh(last) << 8 * (16 - text.length) | text.length };
}

/* Zeroed room. Keys are met all over the set: large pages spare most of the address translation. */
static void *make_room(size_t bytes)
{
	if (bytes < HUGE_PAGE / 4)
		return calloc(1, bytes);
	void *room;
	if (posix_memalign(&room, HUGE_PAGE, bytes) != 0)
		return NULL;
	madvise(room, bytes, MADV_HUGEPAGE); /* it may be refused */
	return memset(room, 0, bytes);
}

static uint64_t hash_of(const struct gj_keys *keys, struct gj_key key)
{
	unsigned __int128 product = (unsigned __int128)(key.head ^ keys->seeds[2]) * (key.tail ^ keys->seeds[3]);
	uint64_t folded = (uint64_t)product ^ (uint64_t)(product >> 64);
	return (folded ^ folded >> 32) * 0x9E3779B97F4A7C15u;
}

/* The part is chosen by the last bits of the hash, the place in it by its upper half. */
static struct part *part_of(struct gj_keys *keys, uint64_t hash)
{
	return &keys->parts[hash % PARTS];
}

static uint32_t place_of(const struct part *part, uint64_t hash)
{
	return (uint32_t)((hash >> 32) * part->room >> 32);
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t find(const struct part *part, struct gj_key key, uint64_t hash)
{
	uint32_t place = place_of(part, hash);
	while (part->slots[place].tail && (part->slots[place].head != key.head || part->slots[place].tail != key.tail))
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
		if (!part->slots[i].tail)
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

static bool enter(struct gj_keys *keys, struct gj_key key, uint64_t hash, uint32_t line, uint32_t *first)
{
	struct part *part = part_of(keys, hash);
	if (full(part) && !grow(keys, part))
		return false;
	uint32_t place = find(part, key, hash);
	*first = part->slots[place].tail ? part->lines[place] : 0;
	if (*first)
		return true;
	part->slots[place] = key;
	part->lines[place] = line;
	part->count++;
	return true;
}

/* Moves the run to the set, a block at a time. */
static bool settle(struct gj_keys *keys)
{
	struct gj_key_run *run = &keys->run;
	uint32_t none;
	for (size_t i = 0; i < run->count; i++) {
		struct gj_key_block *block = run->blocks[i / GJ_KEY_BLOCK];
		size_t place = i % GJ_KEY_BLOCK;
		if (!enter(keys, block->keys[place], hash_of(keys, block->keys[place]), block->lines[place], &none))
			return false;
		if (place + 1 == GJ_KEY_BLOCK) {
			free(block);
			run->blocks[i / GJ_KEY_BLOCK] = NULL;
		}
	}
	gj_key_run_free(run);
	keys->settled = true;
	return true;
}

/* While there is a run: a key that isn't behind its last one. */
static bool enter_stray(struct gj_keys *keys, struct gj_key key, uint32_t line, uint32_t *first)
{
	*first = gj_key_run_find(&keys->run, key);
	if (*first)
		return true;
	if (!enter(keys, key, hash_of(keys, key), line, first))
		return false;
	return ++keys->strays <= STRAYS + keys->run.count / STRAYS_IN || settle(keys);
}

static uint32_t line_of(uint64_t first_line, uint32_t offset)
{
	uint64_t line = first_line + offset;
	return line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
}

static bool add_ordered(struct gj_keys *keys, struct gj_text text, uint32_t line, uint32_t *first)
{
	struct gj_key key = key_of(keys, text);
	*first = 0;
	if (!text.length)
		return true;
	if (gj_key_before(keys->run.last, key))
		return gj_key_run_add(&keys->run, key, line);
	return enter_stray(keys, key, line, first);
}

/* Asks for all places before it looks at the first. */
static bool add_batch(struct gj_keys *keys, const struct gj_text *texts, const uint32_t *lines, uint64_t first_line, uint32_t *first, size_t count)
{
	struct gj_key batch[BATCH];
	uint64_t hashes[BATCH];
	for (size_t i = 0; i < count; i++) {
		batch[i] = key_of(keys, texts[i]);
		hashes[i] = hash_of(keys, batch[i]);
		const struct part *part = part_of(keys, hashes[i]);
		if (!part->room)
			continue;
		__builtin_prefetch(&part->slots[place_of(part, hashes[i])], 0);
		__builtin_prefetch(&part->lines[place_of(part, hashes[i])], 0);
	}
	for (size_t i = 0; i < count; i++) {
		first[i] = 0;
		if (texts[i].length && !enter(keys, batch[i], hashes[i], line_of(first_line, lines[i]), &first[i]))
			return false;
	}
	return true;
}

bool gj_keys_add(struct gj_keys *keys, const struct gj_text *texts, const uint32_t *lines, uint64_t first_line, uint32_t *first, size_t count)
{
	size_t i = 0;
	for (; i < count && !keys->settled; i++)
		if (!add_ordered(keys, texts[i], line_of(first_line, lines[i]), &first[i]))
			return false;
	for (; i < count; i += BATCH)
		if (!add_batch(keys, texts + i, lines + i, first_line, first + i, count - i < BATCH ? count - i : (size_t)BATCH))
			return false;
	return true;
}

/* The rows of a ledger often stand unit by unit; a long text is compared before it is hashed. */
static struct gj_key key_after(const struct gj_keys *keys, const struct gj_text *texts, size_t i, struct gj_key before)
{
	bool same = i > 0 && texts[i].length > EXACT_BYTES && texts[i].length == texts[i - 1].length
		&& !memcmp(texts[i].bytes, texts[i - 1].bytes, texts[i].length);
	return same ? before : key_of(keys, texts[i]);
}

static void find_batch(struct gj_keys *keys, const struct gj_text *texts, uint32_t *found, size_t count)
{
	uint64_t heads[BATCH], tails[BATCH], hashes[BATCH]; /* halves of keys in words of their own: two words loaded as one after they were stored are waited for */
	bool repeated[BATCH];
	for (size_t i = 0; i < count; i++) {
		struct gj_key key = key_after(keys, texts, i, (struct gj_key){ i ? heads[i - 1] : 0, i ? tails[i - 1] : 0 });
		heads[i] = key.head;
		tails[i] = key.tail;
		repeated[i] = i && key.head == heads[i - 1] && key.tail == tails[i - 1];
		if (repeated[i])
			continue;
		hashes[i] = hash_of(keys, key);
		const struct part *part = part_of(keys, hashes[i]);
		if (part->room)
			__builtin_prefetch(&part->slots[place_of(part, hashes[i])], 0);
		if (part->room)
			__builtin_prefetch(&part->lines[place_of(part, hashes[i])], 0);
	}
	for (size_t i = 0; i < count; i++) {
		if (repeated[i]) {
			found[i] = found[i - 1];
			continue;
		}
		const struct part *part = part_of(keys, hashes[i]);
		uint32_t place = part->room && texts[i].length ? find(part, (struct gj_key){ heads[i], tails[i] }, hashes[i]) : 0;
		found[i] = part->room && texts[i].length && part->slots[place].tail ? part->lines[place] : 0;
	}
}

bool gj_keys_find(struct gj_keys *keys, const struct gj_text *texts, uint32_t *found, size_t count)
{
	if (!keys->settled && !settle(keys))
		return false;
	for (size_t i = 0; i < count; i += BATCH)
		find_batch(keys, texts + i, found + i, count - i < BATCH ? count - i : (size_t)BATCH);
	return true;
}
