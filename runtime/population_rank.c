/* The order of candidates. */
#include "cell.h"
#include "population_parts.h"

#include <stdlib.h>
#include <string.h>

uint32_t *candidate_groups(const struct gj_program *program, const struct candidate *candidate)
{
	return (uint32_t *)(uintptr_t)(candidate->values + 2 * program->selections[candidate->selection].key_count);
}

char *candidate_key(const struct gj_program *program, const struct candidate *candidate)
{
	return (char *)(candidate_groups(program, candidate) + program->grouping_count);
}

/* Key `i` of one candidate against that of another: quotients exactly. */
static int compare_values(const struct candidate *a, const struct candidate *b, size_t i)
{
	__int128 left = (__int128)a->values[2 * i] * b->values[2 * i + 1], right = (__int128)b->values[2 * i] * a->values[2 * i + 1];
	return (left > right) - (left < right);
}

/* By all but the primary key. */
static int compare_keys(const struct gj_program *program, const struct candidate *a, const struct candidate *b, int *which)
{
	const struct gj_selection *selection = &program->selections[a->selection];
	for (size_t i = 0; i < selection->key_count; i++) {
		const struct gj_rank_key *key = &selection->keys[i];
		if (key->slot == GJ_NONE)
			break;
		int order = compare_values(a, b, i);
		*which = (int)i;
		if (order)
			return key->descending ? -order : order;
	}
	return 0;
}

/* A primary key that is a number goes by its size, any other by its bytes. */
static int compare_primary(const struct gj_program *program, const struct candidate *a, const struct candidate *b)
{
	const struct gj_field *field = &program->fields[program->key_field];
	const char *left = candidate_key(program, a), *right = candidate_key(program, b);
	if (field->type == GJ_NUMBER) {
		struct gj_cell one, other;
		gj_cell_read(field, (struct gj_text){left, (uint32_t)a->key_length}, &one);
		gj_cell_read(field, (struct gj_text){right, (uint32_t)b->key_length}, &other);
		if (one.value != other.value)
			return one.value < other.value ? -1 : 1;
	}
	int order = memcmp(left, right, a->key_length < b->key_length ? a->key_length : b->key_length);
	return order ? order : (a->key_length > b->key_length) - (a->key_length < b->key_length);
}

int candidate_compare(const struct gj_program *program, const struct candidate *a, const struct candidate *b, int *which)
{
	const struct gj_selection *selection = &program->selections[a->selection];
	int order = compare_keys(program, a, b, which);
	if (order)
		return order;
	/* The primary key decides what the ranking keys leave open, whether or not the author wrote it as the last of them. */
	*which = GJ_NONE;
	const struct gj_rank_key *last = selection->key_count ? &selection->keys[selection->key_count - 1] : NULL;
	bool descending = last && last->slot == GJ_NONE && last->descending;
	order = compare_primary(program, a, b);
	return descending ? -order : order;
}

bool candidate_equals(const struct gj_program *program, const struct candidate *a, const struct candidate *b)
{
	int which;
	return compare_keys(program, a, b, &which) == 0;
}

bool candidate_shares_first(const struct candidate *a, const struct candidate *b)
{
	return compare_values(a, b, 0) == 0;
}

static int by_rank(const void *a, const void *b, void *program)
{
	int which;
	return candidate_compare(program, *(const struct candidate *const *)a, *(const struct candidate *const *)b, &which);
}

void candidates_sort(const struct gj_program *program, const struct candidate **items, size_t count)
{
	if (count > 1)
		qsort_r(items, count, sizeof *items, by_rank, (void *)(uintptr_t)program);
}

static void exchange(const struct candidate **a, const struct candidate **b)
{
	const struct candidate *kept = *a;
	*a = *b;
	*b = kept;
}

/* Quickselect; rows in an unlucky order are sorted in the end. */
void candidates_select(const struct gj_program *program, const struct candidate **items, size_t count, size_t wanted)
{
	enum { ROUNDS_MOST = 100 };
	size_t low = 0, high = count;
	int which;
	for (int round = 0; high - low > 1 && wanted > low && wanted < high; round++) {
		if (round == ROUNDS_MOST) {
			candidates_sort(program, items + low, high - low);
			return;
		}
		size_t store = low;
		exchange(&items[low + (high - low) / 2], &items[high - 1]);
		for (size_t i = low; i + 1 < high; i++)
			if (candidate_compare(program, items[i], items[high - 1], &which) < 0)
				exchange(&items[i], &items[store++]);
		exchange(&items[store], &items[high - 1]);
		if (wanted <= store)
			high = store;
		else
			low = store + 1;
	}
}

const struct candidate *candidates_first(const struct gj_program *program, const struct candidate *const *items, size_t count)
{
	const struct candidate *first = items[0];
	int which;
	for (size_t i = 1; i < count; i++)
		if (candidate_compare(program, items[i], first, &which) < 0)
			first = items[i];
	return first;
}

const struct candidate *candidates_last(const struct gj_program *program, const struct candidate *const *items, size_t count)
{
	const struct candidate *last = items[0];
	int which;
	for (size_t i = 1; i < count; i++)
		if (candidate_compare(program, items[i], last, &which) > 0)
			last = items[i];
	return last;
}

size_t candidates_split(const struct gj_program *program, const struct candidate **items, size_t count, const struct candidate *like, bool equal)
{
	size_t front = 0;
	for (size_t i = 0; i < count; i++)
		if (candidate_equals(program, items[i], like) == equal)
			exchange(&items[i], &items[front++]);
	return front;
}
