/* What a total holds while rows come in: a few 64-bit words for each owner. */
#ifndef GJ_TOTAL_STATE_H
#define GJ_TOTAL_STATE_H
#include "program.h"

/* Words of an owner's state. */
size_t gj_total_words(const struct gj_total *total);

/* The state before any row. */
void gj_total_begin(const struct gj_total *total, int64_t *state);

/* Columns of a block, as the total needs them. */
struct gj_total_block {
	const uint32_t *owners;   /* of each row, from 1; 0: the row doesn't count */
	const int8_t *filter;     /* booleans; NULL: all rows count */
	const void *values, *keys; /* in their lanes; NULL where the kind has none */
	enum gj_lane value_lane, key_lane;
	size_t rows;
};

/* Adds the rows (at most GJ_BLOCK_ROWS) to the states: state of owner o is states + (o - 1) * stride; there is one owner or more. Not for GJ_TOTAL_VALUES. */
void gj_total_add(const struct gj_total *total, const struct gj_total_block *block, int64_t *states, size_t stride);

/* What a state comes to; `low` is that of the field to be filled. */
int64_t gj_total_result(const struct gj_total *total, const int64_t *state, int64_t low);
#endif
