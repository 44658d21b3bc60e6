#include "message.h"

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

size_t gj_message_format(const char *text, const char *const *arguments, size_t count, char *out, size_t size)
{
	struct target target = { out, size, 0 };
	while (*text) {
		if (text[0] == '{' && text[1] >= '0' && text[1] <= '9' && text[2] == '}') {
			size_t index = (size_t)(text[1] - '0');
			if (index < count)
				append(&target, arguments[index], strlen(arguments[index]));
			text += 3;
			continue;
		}
		size_t plain = 1 + strcspn(text + 1, "{");
		append(&target, text, plain);
		text += plain;
	}
	finish(&target);
	return target.used;
}
