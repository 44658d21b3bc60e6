/* The civil calendar: the one home of arithmetic on dates. A date is a number of days, 0 being 1970-01-01; a month is year × 12 + month - 1. */
#ifndef GJ_CALENDAR_H
#define GJ_CALENDAR_H
#include <stdbool.h>
#include <stdint.h>

struct gj_day {
	int year, month, day; /* 1..9999, 1..12, 1..31 */
};

enum {
	GJ_YEAR_FIRST = 1,
	GJ_YEAR_LAST = 9999,
	GJ_MONTH_FIRST = GJ_YEAR_FIRST * 12,
	GJ_MONTH_LAST = GJ_YEAR_LAST * 12 + 11,
	GJ_DATE_FIRST = -719162, /* 0001-01-01 */
	GJ_DATE_LAST = 2932896,  /* 9999-12-31 */
	GJ_DATE_LOW = -25567,    /* 1900-01-01: the range of a date field that states none */
	GJ_DATE_HIGH = 84005     /* 2199-12-31 */
};

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

/* The date of a month and a day of it; a day that the month hasn't is its last. `month` is GJ_MONTH_FIRST .. GJ_MONTH_LAST, `day` 1 .. 31. */
static inline int64_t gj_date(int64_t month, int64_t day)
{
	uint32_t shifted = (uint32_t)month - 2, year = shifted / 12, of_year = shifted % 12;
	int64_t start = gj_days_before(year) + gj_month_start(of_year);
	int64_t next = of_year == 11 ? gj_days_before(year + 1) : gj_days_before(year) + gj_month_start(of_year + 1);
	int64_t last = next - start;
	return start + (day < last ? day : last) - 1 - GJ_DAYS_TO_1970;
}

/* The month of a date, and in *day its day of that month. `date` is GJ_DATE_FIRST .. GJ_DATE_LAST: 32 bits are enough, of which vectors take many. */
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

static inline struct gj_day gj_day_of(int64_t date)
{
	int64_t day, month = gj_month_of(date, &day);
	return (struct gj_day){ (int)(month / 12), (int)(month % 12) + 1, (int)day };
}

/* Whole months from one date to another: as many as can be added to the earlier one without passing the later; negative when they stand the other
 * way round. */
static inline int64_t gj_months_elapsed(int64_t from, int64_t to)
{
	int64_t day, later_day, earlier = from < to ? from : to, later = from < to ? to : from;
	int64_t months = -gj_month_of(earlier, &day), last = gj_month_of(later, &later_day);
	months += last - (gj_date(last, day) > later);
	return from <= to ? months : -months;
}

/* False when there is no such day. */
static inline bool gj_date_of(int year, int month, int day, int64_t *date)
{
	if (year < GJ_YEAR_FIRST || year > GJ_YEAR_LAST || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*date = gj_date((int64_t)year * 12 + month - 1, day);
	return gj_month_day(*date) == day;
}
#endif
