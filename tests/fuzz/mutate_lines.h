/* A mutator that knows rule files are lines of words: lines change places, stand twice, get lost, or take a word from another. Half of the mutations are libFuzzer's
 * own. */
#ifndef MUTATE_LINES_H
#define MUTATE_LINES_H
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

struct piece {
	size_t start, end;
};

/* The line (or, with ' ', the word) around a random place. */
static struct piece piece_around(const uint8_t *data, struct piece within, char separator, unsigned *seed)
{
	struct piece piece = {within.start, within.start};
	if (within.end == within.start)
		return piece;
	size_t at = within.start + (size_t)rand_r(seed) % (within.end - within.start);
	for (piece.start = at; piece.start > within.start && data[piece.start - 1] != separator;)
		piece.start--;
	for (piece.end = at; piece.end < within.end && data[piece.end] != separator;)
		piece.end++;
	return piece;
}

/* Puts a copy of `with` in place of `old`; nothing where there is no room. */
static size_t replace_piece(uint8_t *data, size_t size, size_t max_size, struct piece old, struct piece with)
{
	size_t length = with.end - with.start, result = size - (old.end - old.start) + length;
	uint8_t *copy = result <= max_size ? malloc(length + 1) : NULL;
	if (!copy)
		return size;
	memcpy(copy, data + with.start, length);
	memmove(data + old.start + length, data + old.end, size - old.end);
	memcpy(data + old.start, copy, length);
	free(copy);
	return result;
}

static size_t mutate_lines(uint8_t *data, size_t size, size_t max_size, unsigned *seed)
{
	struct piece all = {0, size}, line = piece_around(data, all, '\n', seed), other = piece_around(data, all, '\n', seed);
	size_t after = line.end < size ? line.end + 1 : size;
	switch (rand_r(seed) % 4) {
	case 0: /* lost */
		return replace_piece(data, size, max_size, (struct piece){line.start, after}, (struct piece){0, 0});
	case 1: /* twice */
		return replace_piece(data, size, max_size, (struct piece){after, after}, (struct piece){other.start, other.end < size ? other.end + 1 : size});
	case 2: /* another's word */
		return replace_piece(data, size, max_size, piece_around(data, line, ' ', seed), piece_around(data, other, ' ', seed));
	default: { /* changed places: the later first, whose place stays */
		struct piece first = line.start < other.start ? line : other, second = line.start < other.start ? other : line;
		size_t with = replace_piece(data, size, max_size, (struct piece){second.end, second.end}, first);
		if (with == size || first.end > second.start)
			return with;
		with = replace_piece(data, with, max_size, first, second);
		size_t moved = (second.end - second.start) - (first.end - first.start); /* may wrap, and back */
		return replace_piece(data, with, max_size, (struct piece){second.start + moved, second.end + moved}, (struct piece){0, 0});
	}
	}
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	if (rand_r(&seed) % 2 || !size)
		return LLVMFuzzerMutate(data, size, max_size);
	for (int times = 1 + rand_r(&seed) % 3; times > 0 && size; times--)
		size = mutate_lines(data, size, max_size, &seed);
	return size;
}
#endif
