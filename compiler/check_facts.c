/* What a condition tells about the values it tests: 已填 and 适用 guards, and divisors above zero. */
#include "check.h"

enum { MOST_FACTS = 500 }; /* told by a definition; when there are more, half as many of the latest are kept */

bool facts_hold(const struct facts *facts, enum fact_kind kind, const struct expr *value)
{
	int index = value->kind == EXPR_FIELD ? value->field : value->definition;
	for (; facts; facts = facts->next)
		if (facts->kind == kind && facts->of == value->kind && facts->index == index)
			return true;
	return false;
}

bool fact_known(const struct checker *checker, const struct facts *facts, enum fact_kind kind, const struct expr *value)
{
	return facts_hold(facts, kind, value) || facts_hold(checker->applying.facts, kind, value);
}

static const struct facts *fact_add(struct checker *checker, enum fact_kind kind, const struct expr *value, const struct facts *known)
{
	size_t count = known ? known->count : 0;
	if ((value->kind != EXPR_FIELD && value->kind != EXPR_DEFINITION) || facts_hold(known, kind, value))
		return known;
	struct facts *fact = gj_arena_alloc(checker->arena, sizeof *fact);
	fact->kind = kind;
	fact->of = value->kind;
	fact->index = value->kind == EXPR_FIELD ? value->field : value->definition;
	fact->next = known;
	fact->count = count + 1;
	return fact;
}

static enum expr_kind comparison_negated(enum expr_kind kind)
{
	static const enum expr_kind opposite[] = {[EXPR_EQ] = EXPR_NE, [EXPR_NE] = EXPR_EQ, [EXPR_LT] = EXPR_GE, [EXPR_LE] = EXPR_GT,
		[EXPR_GT] = EXPR_LE, [EXPR_GE] = EXPR_LT};
	return opposite[kind];
}

/* x compared with a constant so that x must be above zero. */
static const struct facts *comparison_facts(struct checker *checker, const struct expr *test, bool holds, const struct facts *known)
{
	enum expr_kind kind = holds ? test->kind : comparison_negated(test->kind);
	const struct expr *x = test->a;
	if (x->type != GJ_NUMBER || test->b->kind != EXPR_CONSTANT)
		return known;
	int64_t bound = test->b->value;
	bool positive = (kind == EXPR_GT && bound >= 0) || (kind == EXPR_GE && bound > 0) || (kind == EXPR_EQ && bound > 0)
		|| (kind == EXPR_NE && bound == 0 && x->low >= 0);
	return positive ? fact_add(checker, FACT_POSITIVE, x, known) : known;
}

/* The facts of `more` (down to `end`) that also stand in `other`, before `known`. */
static const struct facts *facts_common(struct checker *checker, const struct facts *more, const struct facts *end, const struct facts *other,
	const struct facts *known)
{
	for (; more != end; more = more->next) {
		struct expr value = {.kind = more->of, .field = more->index, .definition = more->index};
		if (facts_hold(other, more->kind, &value))
			known = fact_add(checker, more->kind, &value, known);
	}
	return known;
}

/* `facts`, as many as `most` of them, before `known`. */
static const struct facts *facts_joined(struct checker *checker, const struct facts *facts, size_t most, const struct facts *known)
{
	for (size_t i = 0; facts && i < most; i++, facts = facts->next) {
		struct expr value = {.kind = facts->of, .field = facts->index, .definition = facts->index};
		known = fact_add(checker, facts->kind, &value, known);
	}
	return known;
}

/* What a definition tells, found once: definitions that use one another twice would otherwise be walked again and again. */
static const struct facts *definition_facts(struct checker *checker, int index, bool holds, const struct facts *known)
{
	struct definition_facts *found = &checker->definition_facts[index];
	if (!found->known[holds]) {
		found->known[holds] = true;
		const struct facts *facts = facts_from(checker, checker->model->definitions[index].value, holds, NULL);
		found->facts[holds] = facts && facts->count > MOST_FACTS ? facts_joined(checker, facts, MOST_FACTS / 2, NULL) : facts;
	}
	return known ? facts_joined(checker, found->facts[holds], MOST_FACTS, known) : found->facts[holds];
}

const struct facts *facts_from(struct checker *checker, const struct expr *condition, bool holds, const struct facts *known)
{
	if (!condition || condition->type != GJ_BOOL)
		return known;
	switch (condition->kind) {
	case EXPR_NOT:
		return facts_from(checker, condition->a, !holds, known);
	case EXPR_ABSENT:
		return holds ? known : fact_add(checker, condition->state == GJ_ABSENT ? FACT_FILLED : FACT_APPLIES, condition->a, known);
	case EXPR_AND:
	case EXPR_OR:
		if (holds == (condition->kind == EXPR_AND))
			return facts_from(checker, condition->b, holds, facts_from(checker, condition->a, holds, known));
		return facts_common(checker, facts_from(checker, condition->a, holds, known), known,
			facts_from(checker, condition->b, holds, known), known);
	case EXPR_DEFINITION:
		return definition_facts(checker, condition->definition, holds, known);
	case EXPR_EQ: case EXPR_NE: case EXPR_LT: case EXPR_LE: case EXPR_GT: case EXPR_GE:
		return comparison_facts(checker, condition, holds, known);
	default:
		return known;
	}
}
