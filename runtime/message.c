#include "message.h"

#include "system_error.h"

#include <stdlib.h>
#include <string.h>

struct target {
	char *out;
	size_t size, used;       /* used: what the whole text needs so far */
};

/* Appends what fits. Cutting off in the middle of a character is mended at the end. */
static void append(struct target *target, const char *text, size_t length)
{
	if (target->used < target->size) {
		size_t room = target->size - target->used;
		memcpy(target->out + target->used, text, length < room ? length : room);
	}
	target->used += length;
}

/* Ends the text with a NUL, before the last character if that one isn't whole. */
static void finish(const struct target *target)
{
	if (target->size == 0)
		return;
	size_t end = target->used;
	if (end >= target->size)
		for (end = target->size - 1; end > 0 && (target->out[end] & 0xC0) == 0x80;)
			end--;
	target->out[end] = '\0';
}

/* A {1} or {1zh} at `text`: its length, the number of its argument and, for an errno, the language; 0 when none is there. */
static size_t placeholder(const char *text, size_t *index, bool *is_error, enum gj_language *language)
{
	if (text[0] != '{' || text[1] < '0' || text[1] > '9')
		return 0;
	*index = (size_t)(text[1] - '0');
	*is_error = text[2] != '}';
	*language = strncmp(text + 2, "en}", 3) == 0 ? GJ_ENGLISH : GJ_CHINESE;
	if (!*is_error)
		return 3;
	return *language == GJ_ENGLISH || strncmp(text + 2, "zh}", 3) == 0 ? 5 : 0;
}

static const char *error_words(const char *argument, enum gj_language language)
{
	char *end;
	long error = strtol(argument, &end, 10);
	return end == argument || *end ? argument : gj_system_error((int)error, language);
}

size_t gj_message_format(const char *text, const char *const *arguments, size_t count, char *out, size_t size)
{
	struct target target = { out, size, 0 };
	while (*text) {
		size_t index;
		bool is_error;
		enum gj_language language;
		size_t length = placeholder(text, &index, &is_error, &language);
		if (!length) {
			length = 1 + strcspn(text + 1, "{");
			append(&target, text, length);
		} else if (index < count) {
			const char *argument = is_error ? error_words(arguments[index], language) : arguments[index];
			append(&target, argument, strlen(argument));
		}
		text += length;
	}
	finish(&target);
	return target.used;
}
