/* The exact value of an expression in one row, for the analyser's examples. It knows what it can't tell: points reckoned by the sheet, and what
 * leaves 127 bits. */
#ifndef GJ_EVALUATE_H
#define GJ_EVALUATE_H
#include "model.h"

/* As much of a row as matters. */
struct cell_value {
	int field;
	enum gj_state state;
	int64_t value;     /* scaled like the field */
};

struct row {
	size_t count;
	struct cell_value cells[MOST_READ];
};

struct evaluation {
	const struct model *model;
	const struct row *row;
	size_t steps;      /* expressions that may still be looked at */
};

/* False when it can't be told. A boolean is 0 or 1. */
bool evaluate(struct evaluation *evaluation, const struct expr *expr, struct ratio *value);
/* -1, 0 or 1 as x is less than, equal to or greater than y. False when it leaves 127 bits. */
bool ratio_compare(struct ratio x, struct ratio y, int *order);
/* Whether a comparison of `kind` holds of such an order. */
bool order_holds(enum expr_kind kind, int order);
#endif
