#include "total_state.h"

#include "datum.h"
#include "vm.h"

/* A state of more than one word: TRIMMED and BEST keep COUNT, SUM, the `largest` largest values (the least of them first) and the `smallest` smallest (the
 * largest of them first); LATEST and EARLIEST keep KEY, VALUE, after whether there is any. */
enum { COUNT, SUM, KEPT };
enum { MET, KEY, VALUE, DATED };

size_t gj_total_words(const struct gj_total *total)
{
	switch (total->kind) {
	case GJ_TOTAL_TRIMMED: case GJ_TOTAL_BEST: return KEPT + (size_t)total->largest + (size_t)total->smallest;
	case GJ_TOTAL_LATEST: case GJ_TOTAL_EARLIEST: return DATED;
	default: return 1;
	}
}

void gj_total_begin(const struct gj_total *total, int64_t *state)
{
	for (size_t i = 0; i < gj_total_words(total); i++)
		state[i] = 0;
	if (total->kind == GJ_TOTAL_MOST)
		*state = INT64_MIN;
	else if (total->kind == GJ_TOTAL_LEAST)
		*state = INT64_MAX;
}

/* Whether `a` has to stand before `b` among the values kept: the one to be given up next comes first. */
static bool goes_first(bool largest, int64_t a, int64_t b)
{
	return largest ? a < b : a > b;
}

/* Keeps `value` among the `room` largest (or smallest) of the `count` values before it and itself. */
static void keep(bool largest, int64_t value, int64_t count, int64_t *kept, int room)
{
	int64_t held = count < room ? count : room, at = 0;
	if (held == room) {
		if (!room || !goes_first(largest, kept[0], value))
			return;
		while (at + 1 < held && goes_first(largest, kept[at + 1], value)) {
			kept[at] = kept[at + 1];
			at++;
		}
	} else {
		for (at = held; at > 0 && goes_first(largest, value, kept[at - 1]); at--)
			kept[at] = kept[at - 1];
	}
	kept[at] = value;
}

static void add_kept(const struct gj_total *total, int64_t *state, int64_t value)
{
	keep(true, value, state[COUNT], state + KEPT, total->largest);
	keep(false, value, state[COUNT], state + KEPT + total->largest, total->smallest);
	state[COUNT]++;
	state[SUM] += value;
}

static void add_dated(bool latest, int64_t *state, int64_t key, int64_t value)
{
	if (state[MET] && (latest ? key < state[KEY] : key >= state[KEY]))
		return;
	state[MET] = 1;
	state[KEY] = key;
	state[VALUE] = value;
}

/* A row that doesn't count changes nothing, in the state of some owner: whether a row counts is seldom foreseen, so nothing branches on it. */
#define EACH(statement) \
	for (size_t i = 0; i < block->rows; i++) { \
		const int64_t counts = -(int64_t)counted[i]; \
		int64_t *state = states + (size_t)(block->owners[i] - (block->owners[i] > 0)) * stride; \
		statement; \
	}
/* Kinds that do more for a row go past those that don't count. */
#define EACH_COUNTED(statement) EACH(if (counts) { statement; })

static int64_t chosen(int64_t counts, int64_t value, int64_t otherwise)
{
	return (value & counts) | (otherwise & ~counts);
}

static void mark_counted(const struct gj_total_block *block, uint8_t *counted)
{
	for (size_t i = 0; i < block->rows; i++)
		counted[i] = block->owners[i] > 0;
	for (size_t i = 0; block->filter && i < block->rows; i++)
		counted[i] &= block->filter[i] != 0;
}

#define WIDEN(type) \
	for (size_t i = 0; i < rows; i++) \
		wide[i] = ((const type *)column)[i];

static void widen(const void *column, enum gj_lane lane, size_t rows, int64_t *wide)
{
	switch (lane) {
	case GJ_LANE8: WIDEN(int8_t) break;
	case GJ_LANE16: WIDEN(int16_t) break;
	case GJ_LANE32: WIDEN(int32_t) break;
	default: WIDEN(int64_t) break;
	}
}

void gj_total_add(const struct gj_total *total, const struct gj_total_block *block, int64_t *states, size_t stride)
{
	uint8_t counted[GJ_BLOCK_ROWS];
	int64_t values[GJ_BLOCK_ROWS];
	mark_counted(block, counted);
	if (block->values)
		widen(block->values, block->value_lane, block->rows, values);
	switch (total->kind) {
	case GJ_TOTAL_COUNT:
		EACH(*state -= counts)
		break;
	case GJ_TOTAL_SUM:
		EACH(*state += values[i] & counts)
		break;
	case GJ_TOTAL_MOST:
		EACH(*state = chosen(counts, values[i] > *state ? values[i] : *state, *state))
		break;
	case GJ_TOTAL_LEAST:
		EACH(*state = chosen(counts, values[i] < *state ? values[i] : *state, *state))
		break;
	case GJ_TOTAL_DISTINCT: case GJ_TOTAL_RUN: case GJ_TOTAL_GAP:
		EACH(*state |= (int64_t)(UINT64_C(1) << ((uint64_t)(values[i] - total->base) % GJ_DISTINCT_MOST)) & counts)
		break;
	case GJ_TOTAL_TRIMMED: case GJ_TOTAL_BEST:
		EACH_COUNTED(add_kept(total, state, values[i]))
		break;
	case GJ_TOTAL_LATEST: case GJ_TOTAL_EARLIEST:
		EACH_COUNTED(add_dated(total->kind == GJ_TOTAL_LATEST, state, gj_column_value(block->keys, block->key_lane, i), values[i]))
		break;
	case GJ_TOTAL_VALUES: case GJ_TOTAL_KINDS:
		break;
	}
}

/* The most ones in succession. */
static int64_t longest_run(uint64_t bits)
{
	int64_t length = 0;
	for (; bits; bits &= bits << 1)
		length++;
	return length;
}

static uint64_t not_met(const struct gj_total *total, uint64_t met)
{
	int64_t last = total->limit - total->base;
	return ~met & (last < GJ_DISTINCT_MOST - 1 ? (UINT64_C(1) << (last + 1)) - 1 : UINT64_MAX);
}

static int64_t sum_of(const int64_t *values, int64_t count)
{
	int64_t sum = 0;
	for (int64_t i = 0; i < count; i++)
		sum += values[i];
	return sum;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t kept_result(const struct gj_total *total, const int64_t *state)
{
	int64_t count = state[COUNT];
	int64_t kept = sum_of(state + KEPT, least(count, total->largest)) + sum_of(state + KEPT + total->largest, least(count, total->smallest));
	if (total->kind == GJ_TOTAL_BEST)
		return kept;
	return count > total->largest + total->smallest ? state[SUM] - kept : 0;
}

int64_t gj_total_result(const struct gj_total *total, const int64_t *state, int64_t low)
{
	switch (total->kind) {
	case GJ_TOTAL_MOST: return *state == INT64_MIN ? low : *state;
	case GJ_TOTAL_LEAST: return *state == INT64_MAX ? low : *state;
	case GJ_TOTAL_DISTINCT: return __builtin_popcountll((unsigned long long)*state);
	case GJ_TOTAL_RUN: return longest_run((uint64_t)*state);
	case GJ_TOTAL_GAP: return longest_run(not_met(total, (uint64_t)*state));
	case GJ_TOTAL_TRIMMED: case GJ_TOTAL_BEST: return kept_result(total, state);
	case GJ_TOTAL_LATEST: case GJ_TOTAL_EARLIEST: return state[MET] ? state[VALUE] : low;
	default: return *state;
	}
}
