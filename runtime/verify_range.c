/* What each opcode demands of its operands and what it makes of their ranges: one small function an opcode, found through opcodes.def. */
#include "runtime/calendar.h"
#include "runtime/opcode.h"
#include "runtime/verify.h"

#define RESULT(name) static struct gj_interval result_##name(const struct operand_ranges *of)

static struct gj_interval exactly(gj_wide value)
{
	return gj_interval_of(value, value);
}

/* A boolean that is 1 when `always`, 0 when `never`, otherwise either. */
static struct gj_interval truth(bool always, bool never)
{
	return gj_interval_of(always, !never);
}

static bool holds(enum gj_lane lane, int64_t value)
{
	return gj_fits_lane(exactly(value), lane);
}

static const char *demand_k_fits(const struct operand_ranges *of, enum gj_lane source)
{
	return holds(source, of->k) ? NULL : "k doesn't fit the source lane";
}

static const char *demand_both_fit(const struct operand_ranges *of, enum gj_lane source)
{
	return holds(source, of->k) && holds(source, of->m) ? NULL : "k or m doesn't fit the source lane";
}

static const char *demand_booleans(const struct operand_ranges *of, enum gj_lane source)
{
	(void)source;
	return verify_is_boolean(of->x) && verify_is_boolean(of->y) ? NULL : "an operand isn't a boolean";
}

static const char *demand_occurrences(const struct operand_ranges *of, enum gj_lane source)
{
	if (of->x.low < 0)
		return "the number of occurrences may be negative";
	return of->m >= 0 && holds(source, of->m) ? NULL : "m isn't a number of occurrences of the source lane";
}

static bool is_rounding(int64_t number)
{
	return number >= GJ_ROUND_DOWN && number <= GJ_ROUND_HALF;
}

static const char *demand_division(const struct operand_ranges *of, enum gj_lane source)
{
	(void)source;
	if (of->y.low <= 0)
		return "the divisor may be zero or negative";
	return is_rounding(of->k) ? NULL : "k is no rounding";
}

static const char *demand_constant_division(const struct operand_ranges *of, enum gj_lane source)
{
	(void)source;
	if (of->k <= 0)
		return "the divisor is zero or negative";
	return is_rounding(of->m) ? NULL : "m is no rounding";
}

static const char *demand_date(const struct operand_ranges *of, enum gj_lane source)
{
	(void)source;
	return of->x.low >= GJ_DATE_FIRST && of->x.high <= GJ_DATE_LAST ? NULL : "the operand may be no date";
}

static const char *demand_day_of_month(const struct operand_ranges *of, enum gj_lane source)
{
	(void)source;
	if (of->x.low < GJ_MONTH_FIRST || of->x.high > GJ_MONTH_LAST)
		return "the month may be none of the calendar";
	return of->y.low >= 1 && of->y.high <= 31 ? NULL : "the day may be none of a month";
}

static struct gj_interval clamp(struct gj_interval x, int64_t k, int64_t m)
{
	return gj_interval_min(gj_interval_max(x, exactly(k)), exactly(m));
}

static struct gj_interval occurrences(const struct operand_ranges *of)
{
	return gj_interval_multiply(gj_interval_min(of->x, exactly(of->m)), exactly(of->k));
}

/* c ? a : b */
static struct gj_interval choose(struct gj_interval c, struct gj_interval a, struct gj_interval b)
{
	if (c.low == 1)
		return a;
	return c.high == 0 ? b : gj_interval_hull(a, b);
}

static struct gj_interval equal(struct gj_interval x, struct gj_interval y)
{
	bool always = x.low == x.high && y.low == y.high && x.low == y.low;
	return truth(always, x.high < y.low || y.high < x.low);
}

static struct gj_interval less(struct gj_interval x, struct gj_interval y)
{
	return truth(x.high < y.low, x.low >= y.high);
}

static struct gj_interval at_most(struct gj_interval x, struct gj_interval y)
{
	return truth(x.high <= y.low, x.low > y.high);
}

static struct gj_interval not(struct gj_interval x)
{
	return gj_interval_of(1 - x.high, 1 - x.low);
}

RESULT(CONST) { return exactly(of->k); }
RESULT(MOVE) { return of->x; }
RESULT(CLAMP) { return clamp(of->x, of->k, of->m); }
RESULT(ADD) { return gj_interval_add(of->x, of->y); }
RESULT(SUB) { return gj_interval_subtract(of->x, of->y); }
RESULT(MUL) { return gj_interval_multiply(of->x, of->y); }
RESULT(MIN) { return gj_interval_min(of->x, of->y); }
RESULT(MAX) { return gj_interval_max(of->x, of->y); }
RESULT(ADDK) { return gj_interval_add(of->x, exactly(of->k)); }
RESULT(MULK) { return gj_interval_multiply(of->x, exactly(of->k)); }
RESULT(FROMK) { return gj_interval_subtract(exactly(of->k), of->x); }
RESULT(EQ) { return equal(of->x, of->y); }
RESULT(NE) { return not(equal(of->x, of->y)); }
RESULT(LT) { return less(of->x, of->y); }
RESULT(LE) { return at_most(of->x, of->y); }
RESULT(EQK) { return equal(of->x, exactly(of->k)); }
RESULT(NEK) { return not(equal(of->x, exactly(of->k))); }
RESULT(LEK) { return at_most(of->x, exactly(of->k)); }
RESULT(GEK) { return at_most(exactly(of->k), of->x); }
RESULT(SPAN) { return truth(of->x.low >= of->k && of->x.high <= of->m, of->x.high < of->k || of->x.low > of->m || of->k > of->m); }
RESULT(AND) { return gj_interval_min(of->x, of->y); }
RESULT(OR) { return gj_interval_max(of->x, of->y); }
RESULT(NOT) { return not(of->x); }
RESULT(SELECT) { return choose(of->c, of->x, of->y); }
RESULT(PICK) { return choose(of->c, exactly(of->k), exactly(of->m)); }
RESULT(COUNT) { return occurrences(of); }
RESULT(LOSEIF) { return gj_interval_add(of->d, choose(of->c, exactly(of->k), exactly(0))); }
RESULT(LOSE) { return gj_interval_add(of->d, occurrences(of)); }
RESULT(MONTH) { return gj_interval_month(of->x); }
RESULT(MDAY) { return gj_interval_month_day(of->x); }
RESULT(DATE) { return gj_interval_date(of->x, of->y); }
RESULT(DIVIDE) { return gj_interval_divide(of->x, of->y, (enum gj_rounding)of->k); }
RESULT(DIVK) { return gj_interval_divide(of->x, exactly(of->k), (enum gj_rounding)of->m); }

typedef const char *demand_function(const struct operand_ranges *of, enum gj_lane source);
typedef struct gj_interval result_function(const struct operand_ranges *of);

/* Opcodes that demand nothing beyond what opcodes.def says of their operands aren't listed. */
static demand_function *const demands[GJ_OPCODES] = {
	[GJ_OP_CLAMP] = demand_both_fit,
	[GJ_OP_EQK] = demand_k_fits,
	[GJ_OP_NEK] = demand_k_fits,
	[GJ_OP_LEK] = demand_k_fits,
	[GJ_OP_GEK] = demand_k_fits,
	[GJ_OP_SPAN] = demand_both_fit,
	[GJ_OP_AND] = demand_booleans,
	[GJ_OP_OR] = demand_booleans,
	[GJ_OP_NOT] = demand_booleans,
	[GJ_OP_COUNT] = demand_occurrences,
	[GJ_OP_LOSE] = demand_occurrences,
	[GJ_OP_MONTH] = demand_date,
	[GJ_OP_MDAY] = demand_date,
	[GJ_OP_DATE] = demand_day_of_month,
	[GJ_OP_DIVIDE] = demand_division,
	[GJ_OP_DIVK] = demand_constant_division,
};

static result_function *const results[GJ_OPCODES] = {
#define OPCODE(name, mnemonic, operands, result, meaning) [GJ_OP_##name] = result_##name,
#include "runtime/opcodes.def"
#undef OPCODE
};

const char *verify_operands(unsigned op, const struct operand_ranges *ranges, enum gj_lane source)
{
	return demands[op] ? demands[op](ranges, source) : NULL;
}

struct gj_interval verify_result(unsigned op, const struct operand_ranges *ranges)
{
	return results[op](ranges);
}
