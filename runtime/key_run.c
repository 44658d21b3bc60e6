#include "key_run.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 * 1024 * 1024 };

bool gj_key_run_extend(struct gj_key_run *run)
{
	size_t used = run->count / GJ_KEY_BLOCK;
	if (used == run->room) {
		size_t room = run->room ? run->room * 2 : 8;
		struct gj_key_block **blocks = realloc(run->blocks, room * sizeof *blocks);
		if (!blocks)
			return false;
		run->blocks = blocks;
		run->room = room;
	}
	_Static_assert(sizeof(struct gj_key_block) <= HUGE_PAGE, "a block is a large page");
	run->blocks[used] = aligned_alloc(HUGE_PAGE, HUGE_PAGE);
	if (used && run->blocks[used])
		madvise(run->blocks[used], HUGE_PAGE, MADV_HUGEPAGE); /* many keys: fewer pages to fetch. It may be refused. */
	return run->blocks[used];
}

/* The number of keys that stand before `key`. */
static size_t count_before(const struct gj_key_run *run, struct gj_key key)
{
	size_t low = 0, high = run->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (gj_key_before(run->blocks[middle / GJ_KEY_BLOCK]->keys[middle % GJ_KEY_BLOCK], key))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t gj_key_run_find(const struct gj_key_run *run, struct gj_key key)
{
	size_t place = count_before(run, key);
	if (place == run->count)
		return 0;
	const struct gj_key_block *block = run->blocks[place / GJ_KEY_BLOCK];
	return gj_key_before(key, block->keys[place % GJ_KEY_BLOCK]) ? 0 : block->lines[place % GJ_KEY_BLOCK];
}

void gj_key_run_free(struct gj_key_run *run)
{
	for (size_t i = 0; i * GJ_KEY_BLOCK < run->count; i++)
		free(run->blocks[i]);
	free(run->blocks);
	*run = (struct gj_key_run){ 0 };
}
