/* Cells of dates, a step of csv_rows_body.h, which includes this where its tiles and its digits are known. */
#include "calendar.h"

static __attribute__((noinline)) void find_starts(struct gj_csv_year *starts, int year)
{
	starts->year = year;
	for (int month = 1; month <= 13; month++)
		starts->start[month] = gj_date((int64_t)year * 12 + month - 1, 1);
}

/* The date written as 2018-06-06 and nothing else, in *date; false for anything else or out of range. */
static inline bool date_cell(const struct gj_csv_step *step, const char *at, struct gj_csv_year *starts, int64_t *date)
{
	enum { LENGTH = 10, DASHES = 1 << 4 | 1 << 7 };
	__m128i bytes = _mm_loadu_si128((const __m128i *)at);
	uint32_t dashes = equal16(bytes, '-');
	__m128i digits = first_bytes(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), LENGTH);
	uint32_t fine = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_subs_epu8(digits, _mm_set1_epi8(9)), _mm_setzero_si128()));
	if ((dashes & ((1 << LENGTH) - 1)) != DASHES || (fine ^ 0xFFFF) != DASHES || step->keyed)
		return false;
	int year = (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
	int month = (at[5] - '0') * 10 + (at[6] - '0'), day = (at[8] - '0') * 10 + (at[9] - '0');
	if (year < GJ_YEAR_FIRST || year >= GJ_YEAR_LAST || month < 1 || month > 12 || day < 1)
		return false;
	if (year != starts->year)
		find_starts(starts, year);
	*date = starts->start[month] + day - 1;
	return *date < starts->start[month + 1] && *date >= step->low && *date <= step->high;
}

static void date_step(struct tile *tile, const struct gj_csv_step *step)
{
	enum { LENGTH = 10 };
	struct found found = { 0 };
	for (size_t i = 0; i < tile->count; i++) {
		const char *at = next_cell(tile, i);
		int64_t date;
		found.values[i] = step->low;
		found.states[i] = GJ_PRESENT;
		if (!at)
			continue;
		bool fine = at[LENGTH] == tile->delimiter && date_cell(step, at, &tile->work->year, &date);
		if (fine)
			found.values[i] = date;
		pass(tile, i, fine ? at + LENGTH + 1 : NULL);
	}
	keep_found(tile, step, &found);
}
