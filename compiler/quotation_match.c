#include "quotations.h"

#include <string.h>

/* One code point of valid UTF-8. */
static size_t decode(const unsigned char *at, uint32_t *point)
{
	if (at[0] < 0x80) {
		*point = at[0];
		return 1;
	}
	size_t length = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
	*point = at[0] & (0x7Fu >> length);
	for (size_t i = 1; i < length; i++)
		*point = *point << 6 | (at[i] & 0x3F);
	return length;
}

static bool is_blank(uint32_t point)
{
	return point <= ' ' || point == 0xA0 || point == 0x3000 || point == 0xFEFF || (point >= 0x2000 && point <= 0x200D);
}

/* Punctuation that Word and keyboards interchange is one character; words are never folded together. */
static uint32_t fold(uint32_t point)
{
	switch (point) {
	case 0x201C: case 0x201D: case 0xFF02: return '"';
	case 0x2018: case 0x2019: return '\'';
	case 0x2013: case 0x2014: case 0x2212: return '-';
	case 0x2026: return 0x2026;
	default: return point >= 0xFF01 && point <= 0xFF5E ? point - 0xFEE0 : point;
	}
}

struct folded *fold_text(const char *text, size_t length, struct gj_arena *arena)
{
	struct folded *folded = gj_arena_alloc(arena, sizeof *folded);
	folded->characters = gj_arena_alloc(arena, (length + 1) * sizeof *folded->characters);
	folded->offsets = gj_arena_alloc(arena, (length + 1) * sizeof *folded->offsets);
	folded->covered = gj_arena_alloc(arena, length + 1);
	for (size_t at = 0; at < length;) {
		uint32_t point;
		size_t step = decode((const unsigned char *)text + at, &point);
		if (!is_blank(point)) {
			folded->characters[folded->count] = fold(point);
			folded->offsets[folded->count++] = (uint32_t)at;
		}
		at += step;
	}
	folded->offsets[folded->count] = (uint32_t)length;
	return folded;
}

static bool find_between(const struct folded *source, const uint32_t *quotation, size_t count, size_t from, size_t to, struct passage *passage)
{
	for (size_t at = from; at + count <= to; at++) {
		if (source->characters[at] != quotation[0] || memcmp(source->characters + at, quotation, count * sizeof *quotation) != 0)
			continue;
		*passage = (struct passage){at, at + count, 0};
		return true;
	}
	return false;
}

bool find_passage(const struct folded *source, const uint32_t *quotation, size_t count, size_t from, struct passage *passage)
{
	if (count == 0)
		return false;
	return find_between(source, quotation, count, from, source->count, passage) || find_between(source, quotation, count, 0, source->count, passage);
}

/* Sellers' algorithm: edits between the quotation and the best passage that ends at each character, with where that passage starts. */
struct passage nearest_passage(const struct folded *source, const uint32_t *quotation, size_t count, struct gj_arena *arena)
{
	size_t *edits = gj_arena_alloc(arena, (count + 1) * sizeof *edits), *starts = gj_arena_alloc(arena, (count + 1) * sizeof *starts);
	struct passage best = {0, 0, count};
	for (size_t row = 0; row <= count; row++)
		edits[row] = row;
	for (size_t at = 0; at < source->count; at++) {
		size_t diagonal = 0, diagonal_start = at;
		starts[0] = at + 1;
		for (size_t row = 1; row <= count; row++) {
			size_t cost = diagonal + (quotation[row - 1] != source->characters[at]), start = diagonal_start;
			if (edits[row] + 1 < cost) {
				cost = edits[row] + 1;
				start = starts[row];
			}
			if (edits[row - 1] + 1 < cost) {
				cost = edits[row - 1] + 1;
				start = starts[row - 1];
			}
			diagonal = edits[row];
			diagonal_start = starts[row];
			edits[row] = cost;
			starts[row] = start;
		}
		if (edits[count] < best.differences)
			best = (struct passage){starts[count], at + 1, edits[count]};
	}
	return best;
}

size_t text_edits(const struct folded *a, const struct folded *b, struct gj_arena *arena)
{
	enum { USUAL = 1000 }; /* such texts are compared often: they leave nothing in the arena */
	size_t usual[USUAL + 1], *row = b->count <= USUAL ? usual : gj_arena_alloc(arena, (b->count + 1) * sizeof *row);
	for (size_t j = 0; j <= b->count; j++)
		row[j] = j;
	for (size_t i = 1; i <= a->count; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b->count; j++) {
			size_t best = diagonal + (a->characters[i - 1] != b->characters[j - 1]);
			diagonal = row[j];
			best = row[j] + 1 < best ? row[j] + 1 : best;
			row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
		}
	}
	return row[b->count];
}
