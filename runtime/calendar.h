/* The civil calendar: the one home of arithmetic on dates. A date is a number of days, 0 being 1970-01-01; a month is year × 12 + month - 1. */
#ifndef GJ_CALENDAR_H
#define GJ_CALENDAR_H
#include "months.h"
#include <stdbool.h>

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
