/* Counts of rows that are parts of another count: 当 结果 为 满意 and 当 结果 为 基本满意 are never more, together, than all rows. */
#include "check_aggregate.h"
#include "reading.h"

enum {
	MOST_COMPARED = 200, /* counts of a ledger, beyond which each is only known to be no more than all rows */
	MOST_STEPS = 20000,  /* pairs of conditions looked at for one count */
	MOST_PARTS = 15      /* counts that are added up, with the whole no more than a relation takes */
};

/* What is known of one count, found with a bounded number of steps. */
struct counting {
	struct checker *checker;
	const struct ledger *ledger;
	int owner;
	size_t steps;
};

static bool step(struct counting *counting)
{
	return counting->steps < MOST_STEPS && ++counting->steps;
}

static bool are_different(const struct expr *x, const struct expr *y)
{
	return x->kind == EXPR_EQ && y->kind == EXPR_EQ && same_form(x->a, y->a) && x->b->kind == EXPR_CONSTANT && y->b->kind == EXPR_CONSTANT
		&& x->b->type == GJ_OPTION && x->b->value != y->b->value;
}

static bool is_negation(const struct expr *x, const struct expr *y)
{
	return (x->kind == EXPR_NOT && same_form(x->a, y)) || (y->kind == EXPR_NOT && same_form(y->a, x));
}

/* Whether no row meets both; false where that isn't seen from their form. */
static bool exclude(struct counting *counting, const struct expr *x, const struct expr *y)
{
	if (!step(counting))
		return false;
	if (x->kind == EXPR_OR)
		return exclude(counting, x->a, y) && exclude(counting, x->b, y);
	if (y->kind == EXPR_OR)
		return exclude(counting, x, y->a) && exclude(counting, x, y->b);
	if (x->kind == EXPR_AND)
		return exclude(counting, x->a, y) || exclude(counting, x->b, y);
	if (y->kind == EXPR_AND)
		return exclude(counting, x, y->a) || exclude(counting, x, y->b);
	return are_different(x, y) || is_negation(x, y);
}

/* Whether every row that meets `part` meets `whole` (NULL: every row does). */
static bool imply(struct counting *counting, const struct expr *part, const struct expr *whole)
{
	if (!whole)
		return true;
	if (!step(counting))
		return false;
	if (same_form(part, whole))
		return true;
	if (whole->kind == EXPR_AND)
		return imply(counting, part, whole->a) && imply(counting, part, whole->b);
	if (part->kind == EXPR_OR)
		return imply(counting, part->a, whole) && imply(counting, part->b, whole);
	return (part->kind == EXPR_AND && (imply(counting, part->a, whole) || imply(counting, part->b, whole)))
		|| (whole->kind == EXPR_OR && (imply(counting, part, whole->a) || imply(counting, part, whole->b)));
}

static bool is_part(struct counting *counting, const struct aggregate *part, const struct aggregate *whole)
{
	return part != whole && part->total.kind == GJ_TOTAL_COUNT && part->total.owner == counting->owner && part->filter
		&& imply(counting, part->filter, whole->filter);
}

static bool excludes_all(struct counting *counting, const struct aggregate *count, const struct aggregate *const *parts, size_t part_count)
{
	for (size_t i = 0; i < part_count; i++)
		if (count == parts[i] || !exclude(counting, count->filter, parts[i]->filter))
			return false;
	return true;
}

/* `part` and the parts of the whole that share no row with it nor with one another. */
static void relate_part(struct counting *counting, const struct aggregate *part, const struct aggregate *whole)
{
	const struct aggregate *parts[MOST_PARTS] = {part};
	int fields[MOST_PARTS] = {part->total.field};
	size_t count = 1;
	for (size_t i = 0; i < counting->ledger->aggregate_count && i < MOST_COMPARED && count < MOST_PARTS; i++) {
		const struct aggregate *other = &counting->ledger->aggregates[i];
		if (!is_part(counting, other, whole) || !excludes_all(counting, other, parts, count))
			continue;
		parts[count] = other;
		fields[count++] = other->total.field;
	}
	relate_fields(counting->checker, fields, count, whole->total.field);
}

void relate_counts(struct checker *checker, const struct ledger *ledger)
{
	const struct aggregate *made = &ledger->aggregates[ledger->aggregate_count - 1];
	struct counting counting = {.checker = checker, .ledger = ledger, .owner = made->total.owner};
	bool few = ledger->aggregate_count <= MOST_COMPARED;
	for (size_t i = 0; i + 1 < ledger->aggregate_count; i++) {
		const struct aggregate *other = &ledger->aggregates[i];
		if (other->total.kind != GJ_TOTAL_COUNT || other->total.owner != counting.owner || (!few && !other->filter == !made->filter))
			continue;
		if (is_part(&counting, made, other))
			relate_part(&counting, made, other);
		if (is_part(&counting, other, made))
			relate_part(&counting, other, made);
	}
}
