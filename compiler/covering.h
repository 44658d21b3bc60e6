/* What the parts of the coverage's lowering share. */
#ifndef GJ_COVERING_H
#define GJ_COVERING_H
#include "coverage.h"
#include "lower.h"

struct covering {
	struct lowering *lowering;
	struct coverage *coverage;
	size_t first;           /* point of the part being covered */
};

/* Where a point belongs and what it is called. */
struct about {
	enum coverage_kind kind;
	int part;
	struct span span;
	const char *label;
};

/* A point: a row for which a condition comes out as `holds`. None where the condition never changes. */
void cover(struct covering *covering, const struct about *about, ir_ref condition, bool holds, const char *zh, const char *en);
/* A condition that holds, and that doesn't. */
void cover_both(struct covering *covering, const struct about *about, ir_ref condition);
/* The same, and each operand of its 且 and 或 deciding it, and each number it compares something with from both sides. */
void cover_condition(struct covering *covering, const struct about *about, const struct expr *condition);
/* The numbers that a condition compares something with, from both sides. */
void cover_edges(struct covering *covering, const struct about *about, const struct expr *condition);

/* The standard's lowering once more with a slot for each point. */
struct ir *lower_covered(const struct model *model, struct gj_arena *arena, struct coverage *coverage);
#endif
