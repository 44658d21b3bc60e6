#include "english.h"

#include <stddef.h>
#include <strings.h>

static const struct {
	const char *spelling, *word;
} ENGLISH_WORDS[] = {
#define ENGLISH(spelling, word) { spelling, word },
#include "english.def"
#undef ENGLISH
};

const char *word_from_english(const char *text)
{
	for (size_t i = 0; i < sizeof ENGLISH_WORDS / sizeof *ENGLISH_WORDS; i++)
		if (strcasecmp(text, ENGLISH_WORDS[i].spelling) == 0)
			return ENGLISH_WORDS[i].word;
	return NULL;
}
