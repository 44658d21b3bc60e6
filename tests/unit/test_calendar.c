#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/calendar.h"
#include "runtime/cell.h"

static int64_t date(int year, int month, int day)
{
	int64_t days = INT64_MIN;
	assert_true(gj_date_of(year, month, day, &days));
	return days;
}

static int last_day(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

static void every_day_follows_the_one_before(void **state)
{
	(void)state;
	int64_t expected = GJ_DATE_FIRST, found;
	for (int year = GJ_YEAR_FIRST; year <= GJ_YEAR_LAST; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= last_day(year, month); day++, expected++) {
				struct gj_day back = gj_day_of(expected);
				if (!gj_date_of(year, month, day, &found) || found != expected || back.year != year || back.month != month || back.day != day)
					fail_msg("%d-%d-%d", year, month, day);
			}
			assert_false(gj_date_of(year, month, last_day(year, month) + 1, &found));
		}
	}
	assert_int_equal(expected, GJ_DATE_LAST + 1);
	assert_int_equal(date(1970, 1, 1), 0);
	assert_int_equal(date(1900, 1, 1), GJ_DATE_LOW);
	assert_int_equal(date(2199, 12, 31), GJ_DATE_HIGH);
}

static void a_day_that_the_month_hasnt_is_its_last(void **state)
{
	(void)state;
	assert_int_equal(gj_date(2018 * 12 + 1, 31), date(2018, 2, 28));
	assert_int_equal(gj_date(2020 * 12 + 1, 30), date(2020, 2, 29));
	assert_int_equal(gj_date(2018 * 12 + 3, 31), date(2018, 4, 30));
}

static void whole_months_elapse(void **state)
{
	(void)state;
	assert_int_equal(gj_months_elapsed(date(2018, 1, 31), date(2018, 2, 27)), 0);
	assert_int_equal(gj_months_elapsed(date(2018, 1, 31), date(2018, 2, 28)), 1);
	assert_int_equal(gj_months_elapsed(date(2018, 1, 31), date(2018, 3, 30)), 1);
	assert_int_equal(gj_months_elapsed(date(2018, 1, 31), date(2018, 3, 31)), 2);
	assert_int_equal(gj_months_elapsed(date(2018, 6, 6), date(2018, 6, 5)), 0);
	assert_int_equal(gj_months_elapsed(date(2018, 6, 6), date(2018, 5, 6)), -1);
	assert_int_equal(gj_months_elapsed(date(2016, 2, 29), date(2017, 2, 28)), 12);
}

static struct gj_cell read(const char *text)
{
	const struct gj_field field = { .name = "日期", .type = GJ_DATE, .low = GJ_DATE_LOW, .high = GJ_DATE_HIGH };
	struct gj_cell cell;
	uint32_t length = 0;
	while (text[length])
		length++;
	gj_cell_read(&field, (struct gj_text){ text, length }, &cell);
	return cell;
}

static void cells_hold_dates_in_several_spellings(void **state)
{
	(void)state;
	static const char *const spellings[] = { "2018-06-06", "2018/6/6", "2018/06/06", "2018.6.6", "2018年6月6日", "２０１８-０６-０６", "2018年06月06日" };
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
		assert_int_equal(read(spellings[i]).error, GJ_CELL_FINE);
		assert_int_equal(read(spellings[i]).value, date(2018, 6, 6));
	}
}

static void cells_that_hold_no_date_are_told_apart(void **state)
{
	(void)state;
	static const char *const others[] = { "2018", "2018-6", "18-6-6", "2018-6/6", "2018年6月", "2018年6月6", "43000", "六月六日", "2018-06-06 08:00", "2018--6",
		"2018-06-006", "20180606", "2018-6-6-6" };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(read(others[i]).error, GJ_DATA_NOT_DATE);
	assert_int_equal(read("2018-02-29").error, GJ_DATA_NO_SUCH_DAY);
	assert_int_equal(read("2018-13-01").error, GJ_DATA_NO_SUCH_DAY);
	assert_int_equal(read("0000-01-01").error, GJ_DATA_NO_SUCH_DAY);
	assert_int_equal(read("1899-12-31").error, GJ_DATA_OUT_OF_RANGE);
	assert_int_equal(read("").error, GJ_DATA_EMPTY_CELL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_follows_the_one_before),
		cmocka_unit_test(a_day_that_the_month_hasnt_is_its_last),
		cmocka_unit_test(whole_months_elapse),
		cmocka_unit_test(cells_hold_dates_in_several_spellings),
		cmocka_unit_test(cells_that_hold_no_date_are_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
