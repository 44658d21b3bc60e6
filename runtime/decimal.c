#include "decimal.h"

#include <stdio.h>

/* The digits of `value` in front of `end`; returns where they begin. */
static char *digits_before(char *end, uint64_t value)
{
	do {
		*--end = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	return end;
}

size_t gj_decimal(char out[GJ_DECIMAL_BYTES], int64_t value, int scale)
{
	char text[GJ_DECIMAL_BYTES];
	uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	while (scale > 0 && magnitude % 10 == 0) {
		magnitude /= 10;
		scale--;
	}
	char *end = text + sizeof text;
	char *start = end;
	if (scale > 0) {
		for (int i = 0; i < scale; i++, magnitude /= 10)
			*--start = (char)('0' + magnitude % 10);
		*--start = '.';
	}
	start = digits_before(start, magnitude);
	if (value < 0)
		*--start = '-';
	size_t length = (size_t)(end - start);
	for (size_t i = 0; i < length; i++)
		out[i] = start[i];
	out[length] = 0;
	return length;
}

size_t gj_percentage(char out[GJ_DECIMAL_BYTES], uint64_t part, uint64_t whole)
{
	unsigned __int128 hundredths = whole ? ((unsigned __int128)part * 20000 + whole) / ((unsigned __int128)whole * 2) : 0;
	int length = snprintf(out, GJ_DECIMAL_BYTES, "%llu.%02u", (unsigned long long)(hundredths / 100), (unsigned)(hundredths % 100));
	return (size_t)length;
}
