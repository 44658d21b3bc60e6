#include "cells.h"

#include <stdbool.h>
#include <stdint.h>

/* East Asian wide and full-width characters. Quotation marks and the ellipsis are ambiguous; beside Chinese text they are drawn wide. */
static bool is_wide(uint32_t code)
{
	static const uint32_t ranges[][2] = { { 0x1100, 0x115F }, { 0x2018, 0x2019 }, { 0x201C, 0x201D }, { 0x2026, 0x2026 }, { 0x2E80, 0x303E },
		{ 0x3041, 0x4DBF }, { 0x4E00, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE4F }, { 0xFF00, 0xFF60 },
		{ 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD } };
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (code >= ranges[i][0] && code <= ranges[i][1])
			return true;
	return false;
}

/* The character at the start of `text` and its length in bytes; a byte that begins none stands for itself. */
static uint32_t decode(const unsigned char *text, size_t length, size_t *size)
{
	size_t more = text[0] < 0xC2 ? 0 : text[0] < 0xE0 ? 1 : text[0] < 0xF0 ? 2 : text[0] < 0xF5 ? 3 : 0;
	*size = 1;
	if (more == 0 || more >= length)
		return text[0];
	uint32_t code = text[0] & (0x3FU >> more);
	for (size_t i = 1; i <= more; i++) {
		if ((text[i] & 0xC0) != 0x80)
			return text[0];
		code = code << 6 | (text[i] & 0x3FU);
	}
	*size = more + 1;
	return code;
}

size_t gj_cells(const char *text, size_t length)
{
	size_t cells = 0;
	while (length) {
		size_t size;
		cells += is_wide(decode((const unsigned char *)text, length, &size)) ? 2 : 1;
		text += size;
		length -= size;
	}
	return cells;
}
