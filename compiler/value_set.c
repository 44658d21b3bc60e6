#include "value_set.h"

#include "check_interval.h"

enum { MOST_SIZE = 1 << 20, WORD = 64 };

static size_t size_of(struct value_set set)
{
	return (size_t)(set.high - set.low) + 1;
}

static bool spend(struct value_sets *sets, size_t work)
{
	bool enough = work <= sets->work;
	sets->work -= enough ? work : sets->work;
	return enough;
}

/* Room for numbers from low to high, none of them in it; any number where that would be too large. */
static struct value_set empty(struct value_sets *sets, wide low, wide high)
{
	struct value_set set = {low, high, NULL};
	if (high - low < MOST_SIZE && spend(sets, 4 * (size_of(set) / WORD + 1)))
		set.bits = gj_arena_alloc(sets->arena, (size_of(set) / WORD + 1) * sizeof *set.bits);
	return set;
}

static void put(struct value_set *set, wide value)
{
	size_t at = (size_t)(value - set->low);
	set->bits[at / WORD] |= UINT64_C(1) << at % WORD;
}

static bool bit(const struct value_set *set, size_t at)
{
	return set->bits[at / WORD] >> at % WORD & 1;
}

struct value_set set_any(wide low, wide high)
{
	return (struct value_set){low, high, NULL};
}

struct value_set set_one(wide value)
{
	return set_any(value, value);
}

bool set_has(struct value_set set, wide value)
{
	return value >= set.low && value <= set.high && (!set.bits || bit(&set, (size_t)(value - set.low)));
}

struct value_set set_steps(struct value_sets *sets, wide step, wide most)
{
	wide low = step < 0 ? step * most : 0, high = step < 0 ? 0 : step * most;
	struct value_set set = empty(sets, low, high);
	if (!set.bits || step == 0 || !spend(sets, (size_t)most))
		return set_any(low, high);
	for (wide i = 0; i <= most; i++)
		put(&set, step * i);
	return set;
}

/* Puts all of `from`, moved by `offset`, into a set that has room for them. */
static void put_moved(struct value_set *set, const struct value_set *from, wide offset)
{
	size_t at = (size_t)(from->low + offset - set->low), words = size_of(*from) / WORD + 1;
	size_t last = size_of(*set) / WORD;
	for (size_t i = 0; i < words; i++) {
		set->bits[at / WORD + i] |= from->bits[i] << at % WORD;
		if (at % WORD && at / WORD + i < last)
			set->bits[at / WORD + i + 1] |= from->bits[i] >> (WORD - at % WORD);
	}
}

static size_t words_of(struct value_set set)
{
	return size_of(set) / WORD + 1;
}

static size_t count_of(struct value_set set)
{
	size_t count = 0;
	for (size_t i = 0; i < words_of(set); i++)
		count += (size_t)__builtin_popcountll(set.bits[i]);
	return count;
}

struct value_set set_sum(struct value_sets *sets, struct value_set x, struct value_set y)
{
	if (x.low == x.high || y.low == y.high) {
		struct value_set moved = x.low == x.high ? y : x;
		wide by = x.low == x.high ? x.low : y.low;
		return (struct value_set){moved.low + by, moved.high + by, moved.bits};
	}
	struct value_set sum = empty(sets, x.low + y.low, x.high + y.high);
	if (!x.bits || !y.bits || !sum.bits || !spend(sets, words_of(x) + words_of(y)))
		return set_any(sum.low, sum.high);
	bool swap = count_of(x) * words_of(y) > count_of(y) * words_of(x);
	struct value_set each = swap ? y : x, whole = swap ? x : y;
	if (!spend(sets, count_of(each) * words_of(whole)))
		return set_any(sum.low, sum.high);
	for (size_t i = 0; i < size_of(each); i++)
		if (bit(&each, i))
			put_moved(&sum, &whole, each.low + (wide)i);
	return sum;
}

struct value_set set_union(struct value_sets *sets, struct value_set x, struct value_set y)
{
	struct value_set both = empty(sets, x.low < y.low ? x.low : y.low, x.high > y.high ? x.high : y.high);
	const struct value_set *each[] = {&x, &y};
	if (!both.bits || !spend(sets, size_of(both)))
		return set_any(both.low, both.high);
	for (size_t i = 0; i < 2; i++)
		for (wide value = each[i]->low; value <= each[i]->high; value++)
			if (set_has(*each[i], value))
				put(&both, value);
	return both;
}

struct value_set set_negated(struct value_sets *sets, struct value_set x)
{
	return set_scaled(sets, x, -1, 1, GJ_ROUND_DOWN);
}

struct value_set set_scaled(struct value_sets *sets, struct value_set x, wide factor, wide divisor, enum gj_rounding rounding)
{
	wide one = divide_rounded(x.low * factor, divisor, rounding), other = divide_rounded(x.high * factor, divisor, rounding);
	struct value_set scaled = empty(sets, one < other ? one : other, one < other ? other : one);
	bool listed = x.bits || size_of(x) <= WORD; /* a few numbers, each of which is in it */
	if (!listed || !scaled.bits || !spend(sets, size_of(x)))
		return set_any(scaled.low, scaled.high);
	for (wide value = x.low; value <= x.high; value++)
		if (set_has(x, value))
			put(&scaled, divide_rounded(value * factor, divisor, rounding));
	return scaled;
}

static wide between(wide value, wide low, wide high)
{
	return value < low ? low : value > high ? high : value;
}

struct value_set set_clamped(struct value_sets *sets, struct value_set x, wide low, wide high)
{
	struct value_set clamped = empty(sets, between(x.low, low, high), between(x.high, low, high));
	if (!x.bits || !clamped.bits || !spend(sets, size_of(x)))
		return set_any(clamped.low, clamped.high);
	for (wide value = x.low; value <= x.high; value++)
		if (set_has(x, value))
			put(&clamped, between(value, low, high));
	return clamped;
}

bool set_above(struct value_set set, wide value, wide *found)
{
	for (*found = value < set.low ? set.low : value + 1; *found <= set.high; ++*found)
		if (set_has(set, *found))
			return true;
	return false;
}

bool set_below(struct value_set set, wide value, wide *found)
{
	for (*found = value > set.high ? set.high : value - 1; *found >= set.low; --*found)
		if (set_has(set, *found))
			return true;
	return false;
}

bool set_meets(struct value_set set, wide from, wide to)
{
	wide found;
	return set_above(set, from - 1, &found) && found <= to;
}
