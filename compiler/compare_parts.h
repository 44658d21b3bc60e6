/* What the files of the comparison share. */
#ifndef GJ_COMPARE_PARTS_H
#define GJ_COMPARE_PARTS_H
#include "compare.h"

struct comparing {
	const struct model *old, *new;
	const char *ledger;          /* whose rows are being compared; NULL: the standards */
	enum gj_language language;
	struct gj_arena *arena;
	struct comparison *comparison;
	size_t capacity;
};

/* The arguments may be NULL: "". */
void differ(struct comparing *comparing, enum difference_id id, const char *subject, const char *before, const char *after, const char *more);
/* A piece of a rule file with its blanks and lines run together, comments apart. */
const char *written_text(const struct comparing *comparing, const struct model *model, struct span span);
const char *words(const struct comparing *comparing, const char *zh, const char *en);

/* compare_expr.c: whether expressions mean the same, names taken for what they are called. NULL equals NULL. */
bool expr_same(const struct model *a, const struct expr *x, const struct model *b, const struct expr *y);
bool rule_same(const struct model *a, const struct rule *x, const struct model *b, const struct rule *y);
/* Whether the rules of two clauses differ in nothing but constant amounts; *heavier and *lighter say whether some grew and some shrank. */
bool amounts_alone_differ(const struct model *a, const struct part *x, const struct model *b, const struct part *y, bool *heavier, bool *lighter);

/* compare_tables.c: 参数表. */
void compare_tables(struct comparing *comparing);
/* compare_data.c: heading, 数据 (or the rows of a 台账), 定义; compare_sheet.c: 项目 … 条款, vetoes; compare_outcomes.c: grades, 口径;
 * compare_population.c: selections, targets. */
void compare_heading(struct comparing *comparing);
void compare_data(struct comparing *comparing);
/* compare_ledgers.c: 台账. */
void compare_ledgers(struct comparing *comparing);
void compare_sheet(struct comparing *comparing);
void compare_outcomes(struct comparing *comparing);
void compare_population(struct comparing *comparing);
#endif
