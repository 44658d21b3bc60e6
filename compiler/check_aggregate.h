/* What the files about totals over ledgers share. */
#ifndef GJ_CHECK_AGGREGATE_H
#define GJ_CHECK_AGGREGATE_H
#include "check.h"

/* One total as it was asked for. */
struct asked {
	const struct node *node;
	struct ledger *ledger;
	const struct node *of, *by, *weight, *trim, *when; /* NULL: not written */
	const struct expr *value, *key, *weights, *filter; /* over the ledger's fields */
	int text;                 /* a text field in place of the value, GJ_NONE */
	int largest, smallest;    /* of 去掉, 取最高, 取最低 */
};

/* check_totals.c: the field of checker->model that holds a total of a kind, made on first use. NULL: reported. */
const struct expr *total_field(struct checker *checker, const struct asked *asked, enum gj_total_kind kind);
/* The same, its value and condition being the caller's, in these words. */
const struct expr *total_field_of(struct checker *checker, const struct asked *asked, enum gj_total_kind kind, const struct expr *value,
	const struct expr *filter, const char *of, const char *when);
/* 合计（台账 的 … 当 …） */
const char *total_label(struct checker *checker, const struct asked *asked, enum gj_total_kind kind, const char *of, const char *when);
/* The source of a part, in brackets unless it is a single name or number; NULL: not written. */
const char *total_words(struct checker *checker, const struct node *node, bool bracketed);

/* check_counts.c: what the count that the ledger's last total is makes known beside its other counts. */
void relate_counts(struct checker *checker, const struct ledger *ledger);

/* check_empty.c: a total that has no meaning of its own where `enough` doesn't hold. */
struct emptiness {
	const struct expr *enough;
	bool known;               /* it is known to hold here */
	const char *advice;       /* a condition that would make it so, or NULL */
};

/* There is a row. False: reported. */
bool some_rows(struct checker *checker, const struct asked *asked, const struct facts *facts, struct emptiness *emptiness);
/* The total, or what it means that there are too few rows. NULL: reported. */
const struct expr *total_or_empty(struct checker *checker, const struct asked *asked, const struct emptiness *emptiness,
	const struct expr *total, const struct facts *facts);
/* Whether a number is above `bound`. */
const struct expr *number_above(struct checker *checker, const struct asked *asked, const struct expr *number, int64_t bound);

/* check_average.c: 平均 and 加权平均. NULL: reported. */
const struct expr *average_of(struct checker *checker, const struct asked *asked, const struct facts *facts);
const struct expr *weighted_average(struct checker *checker, const struct asked *asked, const struct facts *facts);
#endif
