#include "calendar.h"
#include "cell.h"
#include "utf8.h"

#include <stdio.h>

/* The three numbers of a date and the signs after them: 2018-06-06, 2018/6/6, 2018.6.6, 2018年6月6日, full-width too. */
struct parts {
	int numbers[3], digits[3];
	uint32_t signs[3]; /* 0: none */
};

static bool split(struct gj_text text, struct parts *parts)
{
	size_t part = 0;
	*parts = (struct parts){ 0 };
	for (size_t at = 0, size; at < text.length; at += size) {
		uint32_t code = gj_half_width(gj_utf8_decode(text.bytes + at, &size));
		if (part == 3)
			return false;
		if (code >= '0' && code <= '9') {
			if (++parts->digits[part] > 4)
				return false;
			parts->numbers[part] = parts->numbers[part] * 10 + (int)(code - '0');
		} else {
			parts->signs[part++] = code;
		}
	}
	return part >= 2;
}

static bool signs_fit(const struct parts *parts)
{
	uint32_t first = parts->signs[0], second = parts->signs[1], last = parts->signs[2];
	if (first == 0x5E74) /* 年 */
		return second == 0x6708 && last == 0x65E5; /* 月 日 */
	return (first == '-' || first == '/' || first == '.') && second == first && !last;
}

void gj_cell_date(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	struct parts parts;
	cell->error = GJ_DATA_NOT_DATE;
	if (!split(text, &parts) || !signs_fit(&parts) || parts.digits[0] != 4)
		return;
	for (size_t i = 1; i < 3; i++)
		if (parts.digits[i] < 1 || parts.digits[i] > 2)
			return;
	if (!gj_date_of(parts.numbers[0], parts.numbers[1], parts.numbers[2], &cell->value))
		cell->error = GJ_DATA_NO_SUCH_DAY;
	else
		cell->error = cell->value < field->low || cell->value > field->high ? GJ_DATA_OUT_OF_RANGE : GJ_CELL_FINE;
}

char *gj_date_text(int64_t date, char *out)
{
	struct gj_day day = gj_day_of(date);
	snprintf(out, GJ_DATE_TEXT, "%04u-%02u-%02u", (unsigned)day.year % 10000, (unsigned)day.month % 100, (unsigned)day.day % 100);
	return out;
}
