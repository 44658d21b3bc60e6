/* What the writers of random rule files share. */
#ifndef RANDOM_WRITER_H
#define RANDOM_WRITER_H
#include "random_standard.h"
#include <stdio.h>

enum { MAX_FIELDS = 14 };

enum field_kind { FIELD_BOOL, FIELD_COUNT, FIELD_NUMBER, FIELD_PERCENT, FIELD_OPTION, FIELD_DATE, FIELD_KINDS };

struct random_field {
	enum field_kind kind;
	const char *unit;
	int decimals;
	long low, high; /* unscaled */
	bool nullable;
	unsigned options;
};

struct writer {
	FILE *out;
	struct random_source random;
	struct random_field fields[MAX_FIELDS];
	unsigned field_count;
	unsigned definitions; /* names 值0 … of unit 名, already written */
	bool half_points;     /* amounts may end in .5 */
	bool open_items;      /* no 各指标 扣完为止: every item is capped by hand */
	unsigned clause;
	bool has_ledger;
};

static inline unsigned below(struct writer *writer, unsigned bound)
{
	return random_below(&writer->random, bound);
}

static inline bool chance(struct writer *writer, unsigned percent)
{
	return below(writer, 100) < percent;
}

/* random_dates.c: a date between 2000 and 2025, and a comparison of the date that `name` stands for. */
void write_date(struct writer *writer);
void write_date_comparison(struct writer *writer, const char *name);

/* random_ledgers.c: a 台账, and a condition on totals over it. */
void write_ledger(struct writer *writer);
void write_ledger_condition(struct writer *writer);
#endif
