/* Dates: whole months are reckoned by month and day of the month. */
#include "lower.h"

/* from <= to. */
static ir_ref months_onward(struct ir_builder *build, ir_ref from, ir_ref to)
{
	ir_ref last = ir_month(build, to), months = ir_subtract(build, last, ir_month(build, from));
	ir_ref short_of = ir_less(build, to, ir_date(build, last, ir_month_day(build, from)));
	ir_ref one = ir_constant(build, 1), none = ir_constant(build, 0);
	return ir_subtract(build, months, ir_select(build, short_of, one, none));
}

/* Whole units of so many months, counted from the earlier date. */
static ir_ref elapsed(struct ir_builder *build, ir_ref from, ir_ref to, int64_t months)
{
	ir_ref unit = ir_constant(build, months);
	ir_ref onward = ir_divide(build, months_onward(build, from, to), unit, GJ_ROUND_DOWN);
	ir_ref back = ir_divide(build, months_onward(build, to, from), unit, GJ_ROUND_DOWN);
	ir_ref forward = ir_less_equal(build, from, to), backward = ir_multiply_by(build, back, -1);
	return ir_select(build, forward, onward, backward);
}

static ir_ref year_of(struct ir_builder *build, ir_ref date)
{
	ir_ref month = ir_month(build, date);
	return ir_divide(build, month, ir_constant(build, 12), GJ_ROUND_DOWN);
}

/* 0 for January. */
static ir_ref month_of_year(struct ir_builder *build, ir_ref date)
{
	ir_ref month = ir_month(build, date), year = year_of(build, date);
	ir_ref rest = ir_subtract(build, month, ir_multiply_by(build, year, 12));
	ir_ref first = ir_max(build, rest, ir_constant(build, 0));
	return ir_min(build, first, ir_constant(build, 11));
}

static ir_ref quarter_of(struct ir_builder *build, ir_ref date)
{
	ir_ref month = month_of_year(build, date), quarter = ir_divide(build, month, ir_constant(build, 3), GJ_ROUND_DOWN);
	return ir_add(build, quarter, ir_constant(build, 1));
}

/* `months` later. */
static ir_ref moved(struct ir_builder *build, ir_ref date, ir_ref months)
{
	ir_ref month = ir_add(build, ir_month(build, date), months), day = ir_month_day(build, date);
	return ir_date(build, month, day);
}

ir_ref lower_calendar(struct lowering *lowering, const struct expr *expr)
{
	struct ir_builder *build = lowering->build;
	ir_ref a = lower_expression(lowering, expr->a), b = expr->b ? lower_expression(lowering, expr->b) : -1;
	switch (expr->calendar) {
	case CALENDAR_YEAR:
		return year_of(build, a);
	case CALENDAR_QUARTER:
		return quarter_of(build, a);
	case CALENDAR_MONTH:
		a = month_of_year(build, a);
		return ir_add(build, a, ir_constant(build, 1));
	case CALENDAR_DAYS:
		return ir_subtract(build, b, a);
	case CALENDAR_MONTHS:
		return elapsed(build, a, b, 1);
	case CALENDAR_YEARS:
		return elapsed(build, a, b, 12);
	default:
		return moved(build, a, b);
	}
}
