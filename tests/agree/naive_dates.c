#include "naive.h"

static long days_of_month(long year, long month)
{
	static const long days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

struct day {
	long year, month, day;
};

/* Counts from 1970-01-01, month by month. */
static struct day day_of(long date)
{
	struct day at = {1970, 1, 1};
	while (date < 0) {
		if (--at.month == 0)
			at = (struct day){at.year - 1, 12, 1};
		date += days_of_month(at.year, at.month);
	}
	while (date >= days_of_month(at.year, at.month)) {
		date -= days_of_month(at.year, at.month);
		if (++at.month == 13)
			at = (struct day){at.year + 1, 1, 1};
	}
	at.day = date + 1;
	return at;
}

static long plus_months(long date, long months)
{
	struct day at = day_of(date);
	long passed = 0;
	for (; months > 0; months--) {
		passed += days_of_month(at.year, at.month);
		if (++at.month == 13)
			at = (struct day){at.year + 1, 1, at.day};
	}
	for (; months < 0; months++) {
		if (--at.month == 0)
			at = (struct day){at.year - 1, 12, at.day};
		passed -= days_of_month(at.year, at.month);
	}
	long last = days_of_month(at.year, at.month);
	return date + passed - (at.day > last ? at.day - last : 0);
}

/* Adds whole units to the earlier date until the later one would be passed. */
static long elapsed(long from, long to, long unit)
{
	long earlier = from < to ? from : to, later = from < to ? to : from, units = 0;
	while (plus_months(earlier, (units + 1) * unit) <= later)
		units++;
	return from <= to ? units : -units;
}

long naive_calendar(enum calendar calendar, long a, long b)
{
	switch (calendar) {
	case CALENDAR_YEAR: return day_of(a).year;
	case CALENDAR_MONTH: return day_of(a).month;
	case CALENDAR_QUARTER: return (day_of(a).month + 2) / 3;
	case CALENDAR_DAYS: return b - a;
	case CALENDAR_MONTHS: return elapsed(a, b, 1);
	case CALENDAR_YEARS: return elapsed(a, b, 12);
	default: return plus_months(a, b);
	}
}
