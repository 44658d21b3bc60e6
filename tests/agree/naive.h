/* The reference meaning of a standard: walks the checked model one row at a time with unbounded rationals (GMP), in the plainest
 * way there is. It shares nothing with the lowering, the code generator or the VM, so that a mistake has to be made twice to pass. */
#ifndef NAIVE_H
#define NAIVE_H
#include "compiler/model.h"
#include <stdio.h> /* before gmp.h, which declares what prints only after it */
#include <gmp.h>

/* One row: a value and a state for each of the model's fields; the value of a text is a number that stands for it. */
struct naive_ledger;
struct naive_row {
	int64_t *values;
	enum gj_state *states;
	struct naive_ledger *ledgers; /* of a unit, one per 台账 of the model: the rows that are the unit's, whatever stands between */
	/* Of a row of a ledger: */
	const struct naive_row *unit;
	const struct model *whole;
	int ledger;
	size_t owner;                 /* which row of the parent ledger it belongs to */
	uint32_t number;              /* agree.c: the totals know it by this */
};

enum { NAIVE_ROWS = 8 }; /* the most rows of a ledger that a unit is tried with */

struct naive_ledger {
	size_t count;
	struct naive_row *rows;
};

struct naive_result {
	mpq_t *scores;    /* per part: points of a project, item, 加分项 or 减分项 */
	mpq_t *incurred;  /* per part: a clause's points before any limit */
	mpq_t *counted;   /* per part: a clause's points that count in the end */
	bool *reasons;    /* per part: a veto that holds */
	bool *checks;     /* per check */
	mpq_t total;
	bool vetoed;
	/* Per part: whether it leaves the sheet, or counts full without being judged; whether nothing of it applies; what the rest is worth. Of a 项目
	 * and the standard what was earned of that and what it is scaled back to. */
	bool *leaves, *full, *inapplicable;
	mpq_t *owed, *earned, *scaled;
	int band_grade, grade;
	bool *conditions; /* per selection */
};

struct naive_result *naive_new(const struct model *model);
void naive_free(const struct model *model, struct naive_result *result);
void naive_evaluate(const struct model *model, const struct naive_row *row, struct naive_result *result);

/* Whether q, scaled by 10^scale, is exactly the integer `value`. */
bool naive_equals(const mpq_t q, int scale, int64_t value);
/* value / 10^scale */
void naive_set(mpq_t q, int64_t value, int scale);
/* Rounds q to `scale` decimals. */
void naive_round(mpq_t q, int scale, enum gj_rounding rounding);
/* naive_totals.c: the rows of a unit in ledgers made of others. */
void naive_groups(const struct model *model, struct naive_row *unit);
/* A derived field, from the rows of the unit's ledgers. */
void naive_total(const struct model *model, const struct naive_row *row, int field, mpq_t out);


/* Parts of the evaluator. An expression's value: a boolean is 1 or 0. */
void naive_value(const struct model *model, const struct naive_row *row, const struct naive_result *result, const struct expr *expr, mpq_t out);
bool naive_truth(const struct model *model, const struct naive_row *row, const struct naive_result *result, const struct expr *expr);
/* naive_waivers.c: leaves, full, inapplicable and owed, before anything is scored. */
void naive_waive(const struct model *model, const struct naive_row *row, struct naive_result *result);
/* Times the 权重 of a part, where the whole is the standard and has any. */
void naive_weigh(const struct model *model, size_t part, size_t whole, mpq_t value);
/* naive_sheet.c: what clauses ask for and what counts of it, all scores and the total. */
void naive_scores(const struct model *model, const struct naive_row *row, struct naive_result *result);
/* naive_grade.c: grade and band_grade, when scores, total and vetoes are known. */
void naive_grade(const struct model *model, const struct naive_row *row, struct naive_result *result);
/* naive_lookup.c: what a 参数表 has for the keys of a look-up, or whether it has nothing. */
void naive_lookup(const struct model *model, const struct naive_row *row, const struct naive_result *result, const struct expr *expr, mpq_t out);
/* naive_dates.c: what a row of calendar.def makes of two dates, day by day and month by month. */
long naive_calendar(enum calendar calendar, long a, long b);
#endif
