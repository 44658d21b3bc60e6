#include "check_names.h"
#include <string.h>

static const struct { const char *character, *stands_for; } lookalikes[] = {
#define LOOKALIKE(character, stands_for) {character, stands_for},
#include "lookalikes.def"
#undef LOOKALIKE
};

enum { LONGEST_COMPARED = 64 }; /* characters; longer names are not searched for a near spelling */

static size_t character_length(const char *text)
{
	unsigned char lead = (unsigned char)*text;
	size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
	return strnlen(text, length);
}

static const char *character_folded(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
		if (strlen(lookalikes[i].character) == length && !memcmp(lookalikes[i].character, text, length))
			return lookalikes[i].stands_for;
	return NULL;
}

static const char *name_folded(struct gj_arena *arena, const char *name)
{
	char *folded = gj_arena_copy(arena, name, strlen(name)), *out = folded;
	for (size_t length; *name; name += length) {
		length = character_length(name);
		const char *stands_for = character_folded(name, length);
		size_t written = stands_for ? strlen(stands_for) : length;
		memcpy(out, stands_for ? stands_for : name, written);
		out += written;
	}
	*out = '\0';
	return folded;
}

static uint64_t hash(const char *text)
{
	uint64_t value = 14695981039346656037u;
	for (; *text; text++)
		value = (value ^ (unsigned char)*text) * 1099511628211u;
	return value ^ value >> 29;
}

void names_begin(struct name_table *table, struct gj_arena *arena)
{
	*table = (struct name_table){.arena = arena};
}

static void place(uint32_t *buckets, size_t bucket_count, const char *key, size_t entry)
{
	size_t at = hash(key) & (bucket_count - 1);
	while (buckets[at])
		at = (at + 1) & (bucket_count - 1);
	buckets[at] = (uint32_t)(entry + 1);
}

static void grow_buckets(struct name_table *table)
{
	table->bucket_count = table->bucket_count ? table->bucket_count * 2 : 64;
	table->buckets = gj_arena_alloc(table->arena, table->bucket_count * sizeof *table->buckets);
	table->folded_buckets = gj_arena_alloc(table->arena, table->bucket_count * sizeof *table->folded_buckets);
	for (size_t i = 0; i < table->count; i++) {
		place(table->buckets, table->bucket_count, table->entries[i].name, i);
		place(table->folded_buckets, table->bucket_count, table->entries[i].folded, i);
	}
}

struct name_entry *names_find(const struct name_table *table, const char *name)
{
	if (!table->bucket_count)
		return NULL;
	for (size_t at = hash(name) & (table->bucket_count - 1); table->buckets[at]; at = (at + 1) & (table->bucket_count - 1))
		if (!strcmp(table->entries[table->buckets[at] - 1].name, name))
			return &table->entries[table->buckets[at] - 1];
	return NULL;
}

const struct name_entry *names_lookalike(const struct name_table *table, const char *name)
{
	if (!table->bucket_count)
		return NULL;
	const char *folded = name_folded(table->arena, name);
	size_t mask = table->bucket_count - 1;
	for (size_t at = hash(folded) & mask; table->folded_buckets[at]; at = (at + 1) & mask) {
		const struct name_entry *entry = &table->entries[table->folded_buckets[at] - 1];
		if (!strcmp(entry->folded, folded) && strcmp(entry->name, name))
			return entry;
	}
	return NULL;
}

const struct name_entry *names_add(struct name_table *table, const char *name, struct span span, int kind, int index)
{
	const struct name_entry *present = names_find(table, name);
	if (present)
		return present;
	table->entries = gj_arena_grow(table->arena, table->entries, table->count, &table->capacity, sizeof *table->entries);
	table->entries[table->count++] = (struct name_entry){name, name_folded(table->arena, name), span, kind, index};
	if (table->count * 2 > table->bucket_count) {
		grow_buckets(table);
	} else {
		place(table->buckets, table->bucket_count, name, table->count - 1);
		place(table->folded_buckets, table->bucket_count, table->entries[table->count - 1].folded, table->count - 1);
	}
	return NULL;
}

/* Splits into characters; returns how many, LONGEST_COMPARED + 1 when there are more than that. */
static int characters(const char *text, const char **starts)
{
	int count = 0;
	for (; *text && count <= LONGEST_COMPARED; text += character_length(text))
		starts[count++] = text;
	starts[count] = text;
	return count;
}

static bool same_character(const char *const *one, const char *const *other)
{
	size_t length = (size_t)(one[1] - one[0]);
	return length == (size_t)(other[1] - other[0]) && !memcmp(one[0], other[0], length);
}

static int smallest(int a, int b, int c)
{
	int ab = a < b ? a : b;
	return ab < c ? ab : c;
}

int edit_distance(const char *one, const char *other, int most)
{
	const char *a[LONGEST_COMPARED + 2], *b[LONGEST_COMPARED + 2];
	int m = characters(one, a), n = characters(other, b);
	if (m > LONGEST_COMPARED || n > LONGEST_COMPARED || m - n > most || n - m > most)
		return most + 1;
	int rows[3][LONGEST_COMPARED + 2];
	for (int j = 0; j <= n; j++)
		rows[0][j] = j;
	for (int i = 1; i <= m; i++) {
		int *row = rows[i % 3], *above = rows[(i + 2) % 3], *over = rows[(i + 1) % 3];
		row[0] = i;
		for (int j = 1; j <= n; j++) {
			int replace = above[j - 1] + !same_character(&a[i - 1], &b[j - 1]);
			row[j] = smallest(above[j] + 1, row[j - 1] + 1, replace);
			bool swapped = i > 1 && j > 1 && same_character(&a[i - 1], &b[j - 2]) && same_character(&a[i - 2], &b[j - 1]);
			if (swapped && over[j - 2] + 1 < row[j])
				row[j] = over[j - 2] + 1;
		}
	}
	return rows[m % 3][n] > most ? most + 1 : rows[m % 3][n];
}

const struct name_entry *names_nearest(const struct name_table *table, const char *name)
{
	const struct name_entry *lookalike = names_lookalike(table, name);
	if (lookalike)
		return lookalike;
	const char *starts[LONGEST_COMPARED + 2];
	int length = characters(name, starts), best = length < 4 ? 1 : length < 6 ? 2 : 3;
	const struct name_entry *nearest = NULL;
	bool alone = true; /* of two that are equally near, only one that leaves out or puts in a character is meant */
	for (size_t i = 0; i < table->count; i++) {
		int distance = edit_distance(name, table->entries[i].name, best);
		if (distance > best || distance >= length)
			continue;
		bool longer = strlen(table->entries[i].name) != strlen(name), before = nearest && strlen(nearest->name) != strlen(name);
		bool tied = nearest && distance == best;
		alone = !tied || longer != before;
		nearest = tied && before ? nearest : &table->entries[i];
		best = distance;
	}
	return alone ? nearest : NULL;
}
