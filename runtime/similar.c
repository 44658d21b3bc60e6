#include "similar.h"
#include "utf8.h"

#include <string.h>

enum { LONGEST = 40 };

/* The characters of a text in their half-width forms; 0 when it is too long or not valid UTF-8. */
static size_t characters(const char *bytes, size_t length, uint32_t *out)
{
	size_t count = 0;
	if (gj_utf8_valid(bytes, length) < length)
		return 0;
	for (size_t at = 0, size; at < length; at += size) {
		if (count == LONGEST)
			return 0;
		out[count++] = gj_half_width(gj_utf8_decode(bytes + at, &size));
	}
	return count;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;
	return least < c ? least : c;
}

static size_t distance(const uint32_t *a, size_t length, const uint32_t *b, size_t other)
{
	size_t row[LONGEST + 1];
	for (size_t j = 0; j <= other; j++)
		row[j] = j;
	for (size_t i = 1; i <= length; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= other; j++) {
			size_t above = row[j];
			row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[other];
}

int gj_similar(struct gj_text text, const char *const *words, size_t count)
{
	uint32_t wanted[LONGEST], word[LONGEST];
	size_t length = characters(text.bytes, text.length, wanted);
	size_t best = length > 3 ? length / 3 : length > 1;
	int found = GJ_NONE;
	bool tied = true;
	for (size_t i = 0; i < count && best; i++) {
		size_t other = characters(words[i], strlen(words[i]), word);
		size_t far = other ? distance(wanted, length, word, other) : LONGEST;
		if (far > best || far >= other || (far == best && found != GJ_NONE)) {
			tied |= far == best;
			continue;
		}
		best = far;
		found = (int)i;
		tied = false;
	}
	return tied ? GJ_NONE : found;
}

bool gj_same_loosely(struct gj_text text, const char *word)
{
	size_t left = text.length, rest = strlen(word);
	const char *bytes = text.bytes;
	for (;;) {
		size_t size = 0, other = 0;
		uint32_t code = left ? gj_half_width(gj_utf8_decode(bytes, &size)) : 0;
		uint32_t wanted = rest ? gj_half_width(gj_utf8_decode(word, &other)) : 0;
		if (code != wanted && code != ' ' && wanted != ' ')
			return false;
		if (!code && !wanted)
			return true;
		size_t step = code == wanted || code == ' ' ? size : 0, stride = code == wanted || (wanted == ' ' && code != ' ') ? other : 0;
		bytes += step;
		left -= step;
		word += stride;
		rest -= stride;
	}
}
