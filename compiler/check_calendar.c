/* Dates: literals, 年份 … 年数, and sums of a date and a length of time. */
#include "check.h"
#include <string.h>

static const struct {
	const char *word, *unit;
	enum calendar calendar;
	size_t operands;
} FUNCTIONS[] = {
#define CALENDAR(name, word, unit, operands) {word, unit, CALENDAR_##name, operands},
#include "calendar.def"
#undef CALENDAR
};

enum { FUNCTION_COUNT = sizeof FUNCTIONS / sizeof *FUNCTIONS };

bool is_calendar_function(const char *word)
{
	for (size_t i = 0; i < FUNCTION_COUNT; i++)
		if (!strcmp(FUNCTIONS[i].word, word))
			return true;
	return false;
}

int64_t date_of_node(const struct node *node)
{
	int64_t written = node->number, date = 0;
	gj_date_of((int)(written / 10000), (int)(written / 100 % 100), (int)(written % 100), &date);
	return date;
}

const struct expr *check_date(struct checker *checker, const struct node *node)
{
	struct expr *expr = expr_new(checker, EXPR_CONSTANT, node->span, GJ_DATE, "");
	expr->value = date_of_node(node);
	expr->low = expr->high = expr->value;
	return expr;
}

const struct expr *check_date_operand(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct expr *expr = check_expression(checker, node, facts);
	if (!expr || expr->type == GJ_DATE)
		return expr;
	report(checker->diagnostics, MSG_DATE_EXPECTED, node->span, source_text(checker, node->span), NULL);
	return NULL;
}

static struct interval part_range(enum calendar calendar, struct interval x)
{
	wide low = gj_month((int64_t)x.low), high = gj_month((int64_t)x.high);
	if (calendar == CALENDAR_YEAR)
		return (struct interval){low / 12, high / 12};
	bool one_year = low / 12 == high / 12;
	struct interval months = {one_year ? low % 12 : 0, one_year ? high % 12 : 11};
	wide length = calendar == CALENDAR_QUARTER ? 3 : 1;
	return (struct interval){months.low / length + 1, months.high / length + 1};
}

/* More elapses the earlier the start and the later the end. */
static struct interval elapsed_range(enum calendar calendar, struct interval from, struct interval to)
{
	if (calendar == CALENDAR_DAYS)
		return interval_subtract(to, from);
	wide unit = calendar == CALENDAR_YEARS ? 12 : 1;
	return (struct interval){gj_months_elapsed((int64_t)from.high, (int64_t)to.low) / unit,
		gj_months_elapsed((int64_t)from.low, (int64_t)to.high) / unit};
}

const struct expr *check_calendar(struct checker *checker, const struct node *node, const struct facts *facts)
{
	size_t which = 0, count = 0;
	const struct expr *operands[2] = {0};
	bool failed = false;
	while (strcmp(FUNCTIONS[which].word, node->text))
		which++;
	for (const struct node *child = ast_expression(node); child; child = ast_next_expression(child), count++) {
		const struct expr *operand = check_date_operand(checker, child, facts);
		failed = failed || !operand;
		operands[count < 2 ? count : 1] = operand;
	}
	if (count != FUNCTIONS[which].operands) {
		report(checker->diagnostics, MSG_CALL_OPERANDS, node->span, node->text,
			FUNCTIONS[which].operands == 1 ? "一个日期" : "两个日期（从哪天、到哪天）", NULL);
		return NULL;
	}
	if (failed)
		return NULL;
	struct expr *expr = expr_new(checker, EXPR_CALENDAR, node->span, GJ_NUMBER, FUNCTIONS[which].unit);
	expr->calendar = FUNCTIONS[which].calendar;
	expr->a = operands[0];
	expr->b = operands[1];
	struct interval range = count == 1 ? part_range(expr->calendar, expr_interval(expr->a))
	                                   : elapsed_range(expr->calendar, expr_interval(expr->a), expr_interval(expr->b));
	expr->low = range.low;
	expr->high = range.high;
	return expr;
}

/* A date within the calendar, or NULL (reported). */
static const struct expr *dated(struct checker *checker, struct expr *expr, struct interval range)
{
	expr->low = range.low;
	expr->high = range.high;
	if (range.low >= GJ_DATE_FIRST && range.high <= GJ_DATE_LAST)
		return expr;
	report(checker->diagnostics, MSG_DATE_BEYOND, expr->span, source_text(checker, expr->span), NULL);
	return NULL;
}

static const struct expr *plus_days(struct checker *checker, const struct node *node, const struct expr *date, const struct expr *days)
{
	struct expr *sum = expr_new(checker, *node->text == '+' ? EXPR_ADD : EXPR_SUB, node->span, GJ_DATE, "");
	sum->a = date;
	sum->b = days;
	struct interval x = expr_interval(date), y = expr_interval(days);
	return dated(checker, sum, sum->kind == EXPR_ADD ? interval_add(x, y) : interval_subtract(x, y));
}

static const struct expr *plus_months(struct checker *checker, const struct node *node, const struct expr *date, const struct expr *months)
{
	struct expr *sum = expr_new(checker, EXPR_CALENDAR, node->span, GJ_DATE, "");
	sum->calendar = CALENDAR_PLUS;
	sum->a = date;
	sum->b = *node->text == '+' ? months : expr_number(checker, EXPR_NEGATE, node->span, months->unit, months, NULL);
	if (!sum->b)
		return NULL;
	wide low = gj_month((int64_t)date->low) + sum->b->low, high = gj_month((int64_t)date->high) + sum->b->high;
	bool known = low >= GJ_MONTH_FIRST && high <= GJ_MONTH_LAST;
	struct interval range = {known ? gj_date((int64_t)low, gj_month_day((int64_t)date->low)) : INT64_MIN,
		known ? gj_date((int64_t)high, 31) : INT64_MAX};
	return dated(checker, sum, range);
}

static const struct expr *times(struct checker *checker, const struct expr *length, int64_t factor, const char *unit)
{
	return expr_number(checker, EXPR_MUL, length->span, unit, length, expr_constant(checker, length->span, factor, 0, ""));
}

static const struct expr *date_and_length(struct checker *checker, const struct node *node, const struct expr *date, const struct expr *length)
{
	bool whole = length->type == GJ_NUMBER && length->scale == 0;
	if (whole && !strcmp(length->unit, "日"))
		return plus_days(checker, node, date, length);
	if (whole && !strcmp(length->unit, "个月"))
		return plus_months(checker, node, date, length);
	if (whole && !strcmp(length->unit, "周"))
		return (length = times(checker, length, 7, "日")) ? plus_days(checker, node, date, length) : NULL;
	if (whole && !strcmp(length->unit, "年"))
		return (length = times(checker, length, 12, "个月")) ? plus_months(checker, node, date, length) : NULL;
	report(checker->diagnostics, MSG_LENGTH_EXPECTED, length->span, source_text(checker, length->span), NULL);
	return NULL;
}

const struct expr *check_date_sum(struct checker *checker, const struct node *node, const struct expr *a, const struct expr *b)
{
	bool plus = *node->text == '+';
	if (a->type == GJ_DATE && b->type == GJ_DATE && !plus) {
		struct expr *days = expr_new(checker, EXPR_CALENDAR, node->span, GJ_NUMBER, "日");
		struct interval range = interval_subtract(expr_interval(a), expr_interval(b));
		days->calendar = CALENDAR_DAYS;
		days->a = b;
		days->b = a;
		days->low = range.low;
		days->high = range.high;
		return days;
	}
	if (a->type == GJ_DATE)
		return date_and_length(checker, node, a, b);
	if (plus)
		return date_and_length(checker, node, b, a);
	report(checker->diagnostics, MSG_NUMBER_EXPECTED, b->span, source_text(checker, b->span), NULL);
	return NULL;
}
