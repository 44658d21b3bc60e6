#include "cell.h"
#include "utf8.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 64 };

/* The half-width spelling of a number cell, without blanks inside. False when it is too long for a number. */
static bool plain_spelling(struct gj_text text, char *out)
{
	size_t used = 0;
	for (size_t at = 0, size; at < text.length; at += size) {
		uint32_t code = gj_half_width(gj_utf8_decode(text.bytes + at, &size));
		if (code == 0x2212) /* the minus of typesetters */
			code = '-';
		if (used == LONGEST - 1)
			return false;
		out[used++] = code < 0x80 ? (char)code : '?';
	}
	out[used] = 0;
	return true;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Thousands separators stand before every third digit or nowhere. Removes them; false when they stand wrong. */
static bool remove_separators(char *text)
{
	char *comma = strchr(text, ',');
	if (!comma)
		return true;
	size_t lead = (size_t)(comma - text) - (*text == '-' || *text == '+');
	if (lead < 1 || lead > 3)
		return false;
	char *out = comma;
	for (const char *group = comma; *group == ','; group += 4, out += 3) {
		if (!digit(group[1]) || !digit(group[2]) || !digit(group[3]) || digit(group[4]))
			return false;
		memmove(out, group + 1, 3);
	}
	const char *rest = comma + (out - comma) / 3 * 4;
	memmove(out, rest, strlen(rest) + 1);
	return true;
}

/* 2018/6/1, 2018-6-1, 2018年6月1日, 6月1日, 6/1, 1-Jun … */
static bool looks_like_date(struct gj_text text, const char *spelling)
{
	size_t digits = 0, separators = 0, others = 0;
	for (const char *c = spelling; *c; c++) {
		digits += digit(*c);
		separators += (*c == '/' || *c == '-') && c > spelling;
		others += !digit(*c) && *c != '/' && *c != '-';
	}
	bool marked = memmem(text.bytes, text.length, "月", 3) && digits;
	return marked || (digits >= 2 && !others && separators >= 1 && separators <= 2 && digit(spelling[strlen(spelling) - 1]));
}

static int what_is_wrong(struct gj_text text, const char *spelling)
{
	char *end = strpbrk(spelling, "eE");
	size_t before = strspn(spelling, "+-.0123456789");
	if (end && before && spelling + before == end && end[1] && !end[1 + strspn(end + 1, "+-0123456789")])
		return GJ_DATA_EXCEL_EXPONENT;
	return looks_like_date(text, spelling) ? GJ_DATA_EXCEL_DATE : GJ_DATA_NOT_NUMBER;
}

/* value = value × 10 + digit while it fits; a number with more digits is out of every range. */
static void push(int64_t *value, int figure, bool *overflow)
{
	if (__builtin_mul_overflow(*value, 10, value) || __builtin_add_overflow(*value, figure, value)) {
		*overflow = true;
		*value = 0;
	}
}

static void convert(const struct gj_field *field, const char *digits, bool negative, struct gj_cell *cell)
{
	int64_t value = 0;
	bool overflow = false;
	const char *c = digits;
	for (; digit(*c); c++)
		push(&value, *c - '0', &overflow);
	c += *c == '.';
	for (int i = 0; i < field->scale; i++) {
		push(&value, digit(*c) ? *c - '0' : 0, &overflow);
		c += digit(*c);
	}
	bool more = c[strspn(c, "0")] != 0;
	cell->value = negative ? -value : value;
	if (overflow || cell->value < field->low || cell->value > field->high)
		cell->error = GJ_DATA_OUT_OF_RANGE;
	if (more)
		cell->error = GJ_DATA_TOO_MANY_DECIMALS;
}

void gj_cell_number(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	char spelling[LONGEST];
	cell->error = GJ_DATA_NOT_NUMBER;
	if (!plain_spelling(text, spelling))
		return;
	size_t length = strlen(spelling);
	if (field->percent && length > 1 && spelling[length - 1] == '%')
		for (spelling[--length] = 0; length && spelling[length - 1] == ' ';)
			spelling[--length] = 0;
	cell->error = what_is_wrong(text, spelling);
	if (!remove_separators(spelling))
		return;
	bool negative = *spelling == '-';
	const char *digits = spelling + (negative || *spelling == '+');
	size_t whole = strspn(digits, "0123456789");
	size_t point = digits[whole] == '.';
	size_t fraction = point ? strspn(digits + whole + 1, "0123456789") : 0;
	if (digits[whole + point + fraction] || whole + fraction == 0 || (point && !fraction))
		return;
	cell->error = GJ_CELL_FINE;
	convert(field, digits, negative, cell);
}

char *gj_number_text(int64_t value, int scale, char *out)
{
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, unit = 1;
	for (int i = 0; i < scale; i++)
		unit *= 10;
	int length = snprintf(out, GJ_NUMBER_TEXT, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(size / unit));
	uint64_t rest = size % unit;
	if (!rest || length < 0)
		return out;
	for (; rest % 10 == 0; rest /= 10)
		scale--;
	snprintf(out + length, GJ_NUMBER_TEXT - (size_t)length, ".%0*llu", scale, (unsigned long long)rest);
	return out;
}
