#include "numerals.h"

#include "check_interval.h"
#include "runtime/utf8.h"
#include "units.h"

#include <stdbool.h>
#include <string.h>

enum { HALF = 0x534A, TEN = 0x5341, HUNDRED = 0x767E, POINT = 0x70B9, LIANG = 0x4E24, CIRCLE = 0x3007, LARGEST = 1000000000 };

int numeral_value(uint32_t character)
{
	static const uint32_t words[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D}; /* 零一二三四五六七八九 */
	if (character >= '0' && character <= '9')
		return (int)character - '0';
	if (character == LIANG)
		return 2;
	for (int i = 0; i < 10; i++)
		if (words[i] == character)
			return i;
	return character == CIRCLE ? 0 : -1;
}

/* Figures run on (12, 二〇二四); 十 and 百 multiply what stands before them. */
static size_t read_whole(const uint32_t *characters, size_t count, int64_t *value)
{
	int64_t sum = 0, digits = 0;
	bool pending = false;
	size_t at = 0;
	for (; at < count && sum < LARGEST && digits < LARGEST; at++) {
		int digit = numeral_value(characters[at]);
		int64_t power = characters[at] == TEN ? 10 : characters[at] == HUNDRED ? 100 : 0;
		if (digit < 0 && !power)
			break;
		if (power) {
			sum += (pending ? digits : 1) * power;
			digits = 0;
		} else {
			digits = digits * 10 + digit;
		}
		pending = !power;
	}
	*value = (sum + digits) * NUMERAL_ONE;
	return at;
}

size_t numeral_read(const uint32_t *characters, size_t count, int64_t *value)
{
	size_t at = read_whole(characters, count, value);
	if (at > 0 && at + 1 < count && (characters[at] == '.' || characters[at] == POINT) && numeral_value(characters[at + 1]) >= 0) {
		int64_t place = NUMERAL_ONE;
		for (at++; at < count && numeral_value(characters[at]) >= 0; at++) {
			place /= 10;
			*value += numeral_value(characters[at]) * place;
		}
	}
	if (at < count && characters[at] == HALF) {
		*value += NUMERAL_ONE / 2;
		at++;
	}
	return at;
}

const char *numeral_in_figures(struct gj_arena *arena, const char *text)
{
	static const struct { const char *words, *unit; } shares[] = { { "百分之", "%" }, { "千分之", "‰" } };
	uint32_t characters[32];
	size_t offsets[33], count = 0, at = 0;
	const char *share = NULL;
	for (size_t i = 0; i < sizeof shares / sizeof *shares && !share; i++)
		if (strncmp(text, shares[i].words, strlen(shares[i].words)) == 0) {
			share = shares[i].unit;
			text += strlen(shares[i].words);
		}
	for (; text[at] && count < 32; count++) {
		size_t size;
		offsets[count] = at;
		characters[count] = gj_utf8_decode(text + at, &size);
		at += size;
	}
	offsets[count] = at;
	int64_t value;
	size_t read = text[at] ? 0 : numeral_read(characters, count, &value);
	const char *unit = text + offsets[read];
	if (read == 0 || (*unit && (share || !unit_is_known(unit, strlen(unit)))))
		return NULL;
	return gj_arena_print(arena, "%s%s", decimal_text(arena, value, NUMERAL_DECIMALS), share ? share : unit);
}
