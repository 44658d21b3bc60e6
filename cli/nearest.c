/* Did you mean…? */
#include "cli.h"

#include <string.h>

enum { LONGEST = 32 };

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edit distance of two short ASCII words; LONGEST when either is too long to be one of ours. */
static size_t distance(const char *a, const char *b)
{
	size_t m = strlen(a), n = strlen(b), row[LONGEST + 1];
	if (m >= LONGEST || n >= LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; i <= m; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t above = row[j];
			row[j] = smaller(diagonal + (a[i - 1] != b[j - 1]), smaller(above, row[j - 1]) + 1);
			diagonal = above;
		}
	}
	return row[n];
}

const char *cli_nearest(const char *word, const char *const *words, size_t count)
{
	const char *nearest = NULL;
	size_t least = strlen(word) / 3 + 2; /* one slip in a short word, two or three in a long one */
	for (size_t i = 0; i < count; i++) {
		size_t d = distance(word, words[i]);
		if (d < least) {
			least = d;
			nearest = words[i];
		}
	}
	return nearest;
}
