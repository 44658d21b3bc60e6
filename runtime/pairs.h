/* Numbers for pairs of an owner and a value: which of them have been met, and as which. 16 bytes a pair, between a quarter and a half of them in use. */
#ifndef GJ_PAIRS_H
#define GJ_PAIRS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number of 0: free. */
struct gj_pair {
	int64_t value;
	uint32_t owner, number;
};

/* Starts as all zeros. */
struct gj_pairs {
	size_t count, room; /* room: a power of two, or 0 */
	struct gj_pair *slots;
	uint64_t seed;
};

/* Gives the number of a pair; one that is new gets `number` (not 0). Returns 0 when memory is out. */
uint32_t gj_pairs_enter(struct gj_pairs *pairs, uint32_t owner, int64_t value, uint32_t number);

/* Forgets all pairs, but keeps the room. */
void gj_pairs_clear(struct gj_pairs *pairs);
void gj_pairs_free(struct gj_pairs *pairs);
#endif
