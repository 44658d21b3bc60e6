#include "runtime/utf8.h"

#include <stdbool.h>

/* Bytes of the character that `first` begins, 0 if none begins so; its own bits go to *value. */
static size_t character_length(unsigned char first, uint32_t *value)
{
	static const struct {
		unsigned char mask, mark, length;
	} forms[] = { { 0x80, 0x00, 1 }, { 0xe0, 0xc0, 2 }, { 0xf0, 0xe0, 3 }, { 0xf8, 0xf0, 4 } };
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if ((first & forms[i].mask) == forms[i].mark) {
			*value = first & (uint32_t)(unsigned char)~forms[i].mask;
			return forms[i].length;
		}
	}
	return 0;
}

static bool is_shortest_character(uint32_t value, size_t length)
{
	static const uint32_t lowest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	return value >= lowest[length] && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

/* Bytes of the valid character at the start of `length` bytes, 0 if there is none. */
static size_t read_character(const char *bytes, size_t length, uint32_t *value)
{
	size_t size = character_length((unsigned char)bytes[0], value);
	if (!size || size > length)
		return 0;
	for (size_t i = 1; i < size; i++) {
		unsigned char next = (unsigned char)bytes[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		*value = *value << 6 | (next & 0x3f);
	}
	return is_shortest_character(*value, size) ? size : 0;
}

size_t gj_utf8_valid(const char *bytes, size_t length)
{
	uint32_t value;
	size_t at = 0;
	for (size_t size; at < length && (size = read_character(bytes + at, length - at, &value)) > 0;)
		at += size;
	return at;
}

uint32_t gj_utf8_decode(const char *bytes, size_t *size)
{
	uint32_t value = 0;
	*size = character_length((unsigned char)bytes[0], &value);
	for (size_t i = 1; i < *size; i++)
		value = value << 6 | ((unsigned char)bytes[i] & 0x3f);
	return value;
}

uint32_t gj_half_width(uint32_t code)
{
	return code == 0x3000 ? ' ' : code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code;
}
