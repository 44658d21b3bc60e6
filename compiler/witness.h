/* What proves a finding: a row, or a value, and what is claimed of it. `check --json` shows it, so that anything can try it; the tests do. */
#ifndef GJ_WITNESS_H
#define GJ_WITNESS_H
#include "find_row.h"

enum claim {
	CLAIM_HOLDS,        /* the conditions at `spans` all hold in the row */
	CLAIM_NOT_POSITIVE, /* what stands at spans[0] is 0 or less in the row */
	CLAIM_NEGATIVE,     /* … less than 0 */
	CLAIM_NO_BAND,      /* `value` is in none of the bands of the 分档 or 等次 at spans[0] */
	CLAIM_BANDS         /* `value` is in each of the bands at `spans` */
};

struct witness {
	enum claim claim;
	size_t cell_count;
	struct { const char *field, *value; } cells[MOST_READ]; /* as in a table; no more than what the claim depends on */
	const char *value;  /* with its unit; NULL where there is a row */
	size_t span_count;
	struct span spans[2];
};

struct witness *witness_of_row(const struct decider *decider, enum claim claim, const struct row *row);
struct witness *witness_of_value(struct gj_arena *arena, enum claim claim, const char *value);
void witness_add_span(struct witness *witness, struct span span);
/* The claim's name in JSON. */
const char *claim_name(enum claim claim);
#endif
