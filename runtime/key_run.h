/* Keys in ascending order, as those of most tables are: kept one after another, found by halving. */
#ifndef GJ_KEY_RUN_H
#define GJ_KEY_RUN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key: its bytes as a big-endian number, so that numbers stand in the order of texts. Never 0. */
struct gj_key {
	uint64_t head, tail;
};

/* GJ_KEY_BLOCK keys and their lines fill 2 MiB. */
enum { GJ_KEY_BLOCK = 104857 };
struct gj_key_block {
	struct gj_key keys[GJ_KEY_BLOCK];
	uint32_t lines[GJ_KEY_BLOCK];
};

/* Starts as all zeros. */
struct gj_key_run {
	struct gj_key last;
	size_t count; /* of keys */
	size_t room; /* of the list of blocks */
	struct gj_key_block **blocks;
};

static inline bool gj_key_before(struct gj_key a, struct gj_key b)
{
	return a.head < b.head || (a.head == b.head && a.tail < b.tail);
}

/* Makes room for one more key. False when memory is out. */
bool gj_key_run_extend(struct gj_key_run *run);

/* Adds a key that stands behind the last one. False when memory is out. */
static inline bool gj_key_run_add(struct gj_key_run *run, struct gj_key key, uint32_t line)
{
	size_t place = run->count % GJ_KEY_BLOCK;
	if (place == 0 && !gj_key_run_extend(run))
		return false;
	struct gj_key_block *block = run->blocks[run->count / GJ_KEY_BLOCK];
	block->keys[place] = key;
	block->lines[place] = line;
	run->last = key;
	run->count++;
	return true;
}

/* The line of a key; 0 when it isn't there. */
uint32_t gj_key_run_find(const struct gj_key_run *run, struct gj_key key);

void gj_key_run_free(struct gj_key_run *run);
#endif
