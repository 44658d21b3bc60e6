#include "runtime/utf8.h"

#include <stdint.h>

/* Bytes of the character that `first` begins, 0 if none begins so; its own bits go to *value. */
static size_t character_length(unsigned char first, uint32_t *value)
{
	static const struct { unsigned char mask, mark, length; } forms[] = { { 0x80, 0x00, 1 }, { 0xe0, 0xc0, 2 }, { 0xf0, 0xe0, 3 }, { 0xf8, 0xf0, 4 } };
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

bool gj_utf8_valid(const char *text, size_t length)
{
	for (size_t at = 0, size; at < length; at += size) {
		uint32_t value = 0;
		size = character_length((unsigned char)text[at], &value);
		if (!size || size > length - at)
			return false;
		for (size_t i = 1; i < size; i++) {
			unsigned char next = (unsigned char)text[at + i];
			if ((next & 0xc0) != 0x80)
				return false;
			value = value << 6 | (next & 0x3f);
		}
		if (!is_shortest_character(value, size))
			return false;
	}
	return true;
}
