#include "text_buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool gj_buffer_reserve(struct gj_buffer *buffer, size_t more)
{
	if (buffer->capacity - buffer->size >= more)
		return true;
	if (more > SIZE_MAX / 4 || buffer->size > SIZE_MAX / 4)
		return false;
	size_t capacity = buffer->capacity ? buffer->capacity : 256;
	while (capacity - buffer->size < more)
		capacity *= 2;
	char *bytes = realloc(buffer->bytes, capacity);
	if (!bytes)
		return false;
	buffer->bytes = bytes;
	buffer->capacity = capacity;
	return true;
}

void gj_buffer_free(struct gj_buffer *buffer)
{
	free(buffer->bytes);
	*buffer = (struct gj_buffer){0};
}

bool gj_buffer_add(struct gj_buffer *buffer, const char *bytes, size_t length)
{
	if (!gj_buffer_reserve(buffer, length))
		return false;
	if (length)
		memcpy(buffer->bytes + buffer->size, bytes, length);
	buffer->size += length;
	return true;
}

bool gj_buffer_text(struct gj_buffer *buffer, const char *text)
{
	return gj_buffer_add(buffer, text, strlen(text));
}

/* Not 0 when one of the eight bytes is `byte`. */
static uint64_t holds(uint64_t bytes, char byte)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t others = bytes ^ ones * (unsigned char)byte;
	return (others - ones) & ~others & ones << 7;
}

/* Not 0 when one of the eight bytes at `at` makes a cell need quotes. */
static uint64_t special_eight(const char *at)
{
	uint64_t bytes;
	memcpy(&bytes, at, sizeof bytes);
	return holds(bytes, ',') | holds(bytes, '"') | holds(bytes, '\n') | holds(bytes, '\r');
}

static bool needs_quotes(const char *text, size_t length)
{
	uint64_t special = 0;
	if (length && (text[0] == ' ' || text[0] == '\t' || text[length - 1] == ' ' || text[length - 1] == '\t'))
		return true;
	if (length < 8) {
		for (size_t i = 0; i < length; i++)
			special |= (text[i] == ',') | (text[i] == '"') | (text[i] == '\n') | (text[i] == '\r');
		return special;
	}
	for (size_t i = 0; i + 8 < length; i += 8)
		special |= special_eight(text + i);
	return special | special_eight(text + length - 8);
}

char *gj_put_cell(char *out, const char *text, size_t length)
{
	if (!needs_quotes(text, length)) {
		if (length)
			memcpy(out, text, length);
		return out + length;
	}
	*out++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			*out++ = '"';
		*out++ = text[i];
	}
	*out++ = '"';
	return out;
}

static char *put_control(char *out, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";
	memcpy(out, "\\u00", 4);
	out[4] = digits[byte >> 4];
	out[5] = digits[byte & 15];
	return out + 6;
}

char *gj_put_json(char *out, const char *text, size_t length)
{
	*out++ = '"';
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		if (byte < 0x20 || byte == 0x7f) {
			out = put_control(out, byte);
			continue;
		}
		if (byte == '"' || byte == '\\')
			*out++ = '\\';
		*out++ = (char)byte;
	}
	*out++ = '"';
	return out;
}

bool gj_buffer_cell(struct gj_buffer *buffer, const char *text, size_t length)
{
	if (length > SIZE_MAX / 16 || !gj_buffer_reserve(buffer, length * 2 + 2))
		return false;
	buffer->size = (size_t)(gj_put_cell(buffer->bytes + buffer->size, text, length) - buffer->bytes);
	return true;
}

bool gj_buffer_json(struct gj_buffer *buffer, const char *text, size_t length)
{
	if (length > SIZE_MAX / 16 || !gj_buffer_reserve(buffer, length * 6 + 2))
		return false;
	buffer->size = (size_t)(gj_put_json(buffer->bytes + buffer->size, text, length) - buffer->bytes);
	return true;
}
