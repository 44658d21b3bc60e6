/* What the writers of random rule files share. */
#ifndef RANDOM_WRITER_H
#define RANDOM_WRITER_H
#include "random_standard.h"
#include <stdio.h>
#include <string.h>

enum { MAX_FIELDS = 14, MAX_ITEMS = 8 };

enum field_kind { FIELD_BOOL, FIELD_COUNT, FIELD_NUMBER, FIELD_PERCENT, FIELD_OPTION, FIELD_DATE, FIELD_KINDS };

struct random_field {
	enum field_kind kind;
	const char *unit;
	int decimals;
	long low, high; /* unscaled */
	bool nullable, inapplicable;
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
	unsigned clause, discretion;
	bool has_ledger;
	bool has_fractions;
	bool has_places, places_lack; /* a 名次 位0, which some rows haven't */
	bool has_formula;
	unsigned bonuses, penalties; /* how many 加分项 and 减分项 */
	unsigned lookups;     /* definitions 查0 … of values looked up */
	bool has_waivers, scales; /* scales: 折算 is declared of the sheet, otherwise 计满分 */
	unsigned applies;     /* bit i: field i is known to apply where the writer stands */
	bool weighted;        /* every 项目 has one 指标 and as many points as the others */
	unsigned item_count, project_count, division_count;
	unsigned projects[MAX_ITEMS]; /* numbers of those written */
};

static inline unsigned below(struct writer *writer, unsigned bound)
{
	return random_below(&writer->random, bound);
}

static inline bool chance(struct writer *writer, unsigned percent)
{
	return below(writer, 100) < percent;
}

static inline bool is_numeric(const struct random_field *field)
{
	return field->kind == FIELD_COUNT || field->kind == FIELD_NUMBER || field->kind == FIELD_PERCENT;
}

/* What asks for nothing where 扣, 得, 加 or 减 asks for points. */
static inline const char *none_of(const char *verb)
{
	return !strcmp(verb, "扣") ? "不扣" : !strcmp(verb, "得") ? "不得分" : !strcmp(verb, "加") ? "不加" : "不减";
}

void write_condition(struct writer *writer, int depth);
/* 2.5分 */
void write_points(struct writer *writer, unsigned most);

/* random_absence.c: whether a cell may have no value; 可空 and 可不适用 behind a field; what must hold before the field is used, round a
 * condition; whether it is 未填 or 不适用, as a condition and as tiers. */
bool may_lack(const struct random_field *field);
void write_absences(struct writer *writer, struct random_field *field);
void open_guard(struct writer *writer, unsigned index);
void close_guard(struct writer *writer, unsigned index);
void write_state_test(struct writer *writer, unsigned index);
void write_state_tiers(struct writer *writer, unsigned index, const char *verb, unsigned most);
/* A literal within (or just outside) a field's range, with its unit. */
void write_literal(struct writer *writer, const struct random_field *field);

/* random_numbers.c: a condition on a field that is a number: members, absolute values, whole steps, quotients with a meaning for zero. */
void write_number_test(struct writer *writer, unsigned index);

/* random_sheet.c: 项目 and 指标 of these points; then 加分项, 减分项 and 否决项. */
void write_sheet(struct writer *writer, const unsigned *points, unsigned items);
void write_extras(struct writer *writer);

/* random_waivers.c: now and then what becomes of what doesn't apply in a 项目, behind its heading; now and then a line below a heading. */
void write_waiving(struct writer *writer, unsigned percent);
void write_waiver(struct writer *writer, unsigned percent);
/* The same behind the parts within it. */
void write_waiver_behind(struct writer *writer, const char *word);

/* random_dates.c: a date between 2000 and 2025, and a comparison of the date that `name` stands for. */
void write_date(struct writer *writer);
void write_date_comparison(struct writer *writer, const char *name);

/* random_fractions.c: fields and definitions for quotients; then a condition, points, a rule of a clause and a term of the total that have them. */
void write_fraction_fields(struct writer *writer);
void write_fraction_definitions(struct writer *writer);
void write_fraction_condition(struct writer *writer);
void write_fraction_points(struct writer *writer, unsigned most);
void write_fraction_rule(struct writer *writer, const char *verb, unsigned most);
void write_fraction_term(struct writer *writer);

/* random_tables.c: tables with definitions that look values up in them, and a condition on one of these. */
void write_tables(struct writer *writer);
void write_lookup_condition(struct writer *writer);

/* random_ledgers.c: a 台账, and a condition on totals over it. */
void write_ledger(struct writer *writer);
void write_ledger_condition(struct writer *writer);
/* random_outcome.c: now and then a 不得分 that may ask for the scores of items `first` to `end` (end excluded; none: of the row's data alone). */
void write_void(struct writer *writer, const char *word, unsigned first, unsigned end);
/* Now and then a formula of the total, after the sheet. */
void write_formula(struct writer *writer);
/* A condition on data, scores or the total. */
void write_outcome_condition(struct writer *writer);
/* random_places.c: a 名次, where there is something to rank by; a condition on it, and tiers by it. */
void write_places(struct writer *writer);
void write_place_condition(struct writer *writer);
void write_place_rule(struct writer *writer, const char *verb, unsigned most);
/* random_population.c: a field that every row has; -1 where there is none. */
int field_to_group_by(struct writer *writer);
/* Sometimes a 评选, a 定等, a 目标; by groups or over all. */
void write_population(struct writer *writer);
/* 等次 and what belongs to it, and the population. */
void write_grades(struct writer *writer, unsigned full);
#endif
