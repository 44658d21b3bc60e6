/* Months and days of the civil calendar: see calendar.h. Generated C takes this text in as it stands: what it needs must be here. */
#ifndef GJ_MONTHS_H
#define GJ_MONTHS_H
#include <stdint.h>

/* Years are counted from March here, so that the leap day is the last: the days before 1 March of `year` since 1 March of year 0. */
static inline uint32_t gj_days_before(uint32_t year)
{
	return year * 365 + year / 4 - year / 100 + year / 400;
}

/* Days before a month, March being 0: 31 30 31 30 31 repeats. */
static inline uint32_t gj_month_start(uint32_t month)
{
	return (month * 153 + 2) / 5;
}

enum { GJ_DAYS_TO_1970 = 719468 }; /* from 0000-03-01 to 1970-01-01 */

/* The date of a month and a day of it; a day that the month hasn't is its last. `month` is of a year from 1 to 9999, `day` 1 .. 31. */
static inline int64_t gj_date(int64_t month, int64_t day)
{
	uint32_t shifted = (uint32_t)month - 2, year = shifted / 12, of_year = shifted % 12;
	int64_t start = gj_days_before(year) + gj_month_start(of_year);
	int64_t next = of_year == 11 ? gj_days_before(year + 1) : gj_days_before(year) + gj_month_start(of_year + 1);
	int64_t last = next - start;
	return start + (day < last ? day : last) - 1 - GJ_DAYS_TO_1970;
}

/* The month of a date, and in *day its day of that month. `date` is of such a year: 32 bits are enough, of which vectors take many. */
static inline int64_t gj_month_of(int64_t date, int64_t *day)
{
	uint32_t days = (uint32_t)(date + GJ_DAYS_TO_1970), year = (days * 400 + 900) / 146097;
	year -= gj_days_before(year) > days;
	uint32_t rest = days - gj_days_before(year), month = (rest * 5 + 2) / 153;
	*day = rest - gj_month_start(month) + 1;
	return year * 12 + month + 2;
}

static inline int64_t gj_month(int64_t date)
{
	int64_t day;
	return gj_month_of(date, &day);
}

static inline int64_t gj_month_day(int64_t date)
{
	int64_t day;
	gj_month_of(date, &day);
	return day;
}
#endif
