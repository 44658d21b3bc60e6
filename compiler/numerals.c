#include "numerals.h"

#include <stdbool.h>

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
