/* words.def as a table, and quick ways into it. */
#include "tokens.h"

#include "parser.h"
#include <string.h>

enum { SLOTS = 512, LONGEST_WORD = 24 };

static const struct word WORDS[] = {
#define WORD(spelling, kind, role, text) { spelling, TOKEN_##kind, WORD_##role, text },
#include "words.def"
#undef WORD
};

enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS };

struct word_index {
	uint16_t slots[SLOTS]; /* 1 + index of a word; 0 free */
};

size_t words_total(void)
{
	return WORD_COUNT;
}

const struct word *words_at(size_t index)
{
	return &WORDS[index];
}

static uint32_t hash(const char *text, size_t length)
{
	uint32_t value = 2166136261U;
	for (size_t i = 0; i < length; i++)
		value = (value ^ (unsigned char)text[i]) * 16777619U;
	return value ^ value >> 15;
}

struct word_index *word_index_new(struct gj_arena *arena)
{
	struct word_index *index = gj_arena_alloc(arena, sizeof *index);
	for (size_t i = 0; i < WORD_COUNT; i++) {
		uint32_t slot = hash(WORDS[i].spelling, strlen(WORDS[i].spelling)) % SLOTS;
		while (index->slots[slot])
			slot = (slot + 1) % SLOTS;
		index->slots[slot] = (uint16_t)(i + 1);
	}
	return index;
}

const struct word *word_find(const struct word_index *index, const char *text, size_t length)
{
	if (length > LONGEST_WORD)
		return NULL;
	for (uint32_t slot = hash(text, length) % SLOTS; index->slots[slot]; slot = (slot + 1) % SLOTS) {
		const struct word *word = &WORDS[index->slots[slot] - 1];
		if (strlen(word->spelling) == length && memcmp(word->spelling, text, length) == 0)
			return word;
	}
	return NULL;
}

size_t character_bytes(char lead)
{
	unsigned char byte = (unsigned char)lead;
	return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

const struct word *word_prefix(const struct word_index *index, const char *text, size_t length)
{
	const struct word *longest = NULL;
	for (size_t end = 0; end < length && end < LONGEST_WORD;) {
		end += character_bytes(text[end]);
		const struct word *word = end <= length ? word_find(index, text, end) : NULL;
		if (word)
			longest = word;
	}
	return longest;
}

const struct word *word_of_kind(int kind)
{
	for (size_t i = 0; i < WORD_COUNT; i++)
		if (WORDS[i].kind == kind)
			return &WORDS[i];
	return NULL;
}
