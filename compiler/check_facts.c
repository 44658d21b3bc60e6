/* What a condition tells about the values it tests: 已填 and 适用 guards, divisors above zero, and between which numbers they lie. */
#include "check.h"
#include "check_ratio.h"

enum {
	MOST_FACTS = 500, /* told by a definition; when there are more, half as many of the latest are kept */
	MOST_BOUNDED = 64 /* facts, beyond which numbers are no longer kept */
};

static bool is_named(const struct expr *value)
{
	return value->kind == EXPR_FIELD || value->kind == EXPR_DEFINITION;
}

/* Always one number: -18度 as well as 18度. */
static bool is_constant(const struct expr *value)
{
	return value->type == GJ_NUMBER && !value->exact && value->low == value->high;
}

static bool is_about(const struct facts *fact, const struct expr *value)
{
	return fact->of == value->kind && fact->index == (value->kind == EXPR_FIELD ? value->field : value->definition);
}

bool facts_hold(const struct facts *facts, enum fact_kind kind, const struct expr *value)
{
	for (value = expr_plain(value); facts; facts = facts->next)
		if (facts->kind == kind && is_about(facts, value))
			return true;
	return false;
}

bool fact_known(const struct checker *checker, const struct facts *facts, enum fact_kind kind, const struct expr *value)
{
	return facts_hold(facts, kind, value) || facts_hold(checker->applying.facts, kind, value);
}

static struct facts *fact_new(struct checker *checker, enum fact_kind kind, const struct expr *value, const struct facts *known)
{
	struct facts *fact = gj_arena_alloc(checker->arena, sizeof *fact);
	*fact = (struct facts){.kind = kind, .of = value->kind, .index = value->kind == EXPR_FIELD ? value->field : value->definition, .next = known,
		.count = (known ? known->count : 0) + 1};
	return fact;
}

static const struct facts *fact_add(struct checker *checker, enum fact_kind kind, const struct expr *value, const struct facts *known)
{
	value = expr_plain(value);
	return is_named(value) && !facts_hold(known, kind, value) ? fact_new(checker, kind, value, known) : known;
}

/* The narrowest of the bounds of one kind, NULL where there is none. */
static const struct facts *narrowest(const struct facts *facts, enum fact_kind kind, const struct expr *value)
{
	const struct facts *found = NULL;
	for (; facts; facts = facts->next) {
		if (facts->kind != kind || !is_about(facts, value))
			continue;
		int order = found ? ratio_order(facts->bound, found->bound) : 0;
		if (!found || (kind == FACT_AT_LEAST ? order > 0 : order < 0))
			found = facts;
	}
	return found;
}

/* `value` stands on one side of a comparison that holds, written as value `kind` constant. */
static const struct facts *bound_add(struct checker *checker, enum expr_kind kind, const struct expr *value, const struct expr *constant,
	const struct facts *known)
{
	bool low = kind == EXPR_GE || kind == EXPR_GT, strict = kind == EXPR_GT || kind == EXPR_LT;
	if (!is_named(value) || kind == EXPR_NE)
		return known;
	wide bound = constant->low;
	int scale = constant->scale;
	if (!value->exact) {
		enum gj_rounding inward = low != strict ? GJ_ROUND_UP : GJ_ROUND_DOWN;
		bound = rescale(constant->low, constant->scale, value->scale, inward) + (strict ? low ? 1 : -1 : 0);
		scale = value->scale;
	}
	if (bound > INT64_MAX || bound < INT64_MIN)
		return known;
	struct facts *fact = fact_new(checker, low ? FACT_AT_LEAST : FACT_AT_MOST, value, known);
	fact->bound = ratio_of(bound, scale, GJ_ROUND_DOWN);
	fact->value = (int64_t)bound;
	fact->scale = scale;
	return fact;
}

static const struct expr *bounded(struct checker *checker, const struct expr *expr, const struct expr *value, const struct facts *fact)
{
	if (!expr || !fact)
		return expr;
	struct range range = expr_range(value);
	bool low = fact->kind == FACT_AT_LEAST;
	bool narrower = low ? ratio_order(fact->bound, range.low) > 0 : ratio_order(fact->bound, range.high) < 0;
	bool possible = low ? ratio_order(fact->bound, range.high) <= 0 : ratio_order(fact->bound, range.low) >= 0;
	if (!narrower || !possible)
		return expr;
	return expr_stopped(checker, low ? EXPR_MAX : EXPR_MIN, expr, expr_constant(checker, value->span, fact->value, fact->scale, value->unit));
}

const struct expr *facts_narrow(struct checker *checker, const struct expr *value, const struct facts *facts)
{
	if (!value || !facts || checker->conditions || value->type != GJ_NUMBER || !is_named(value))
		return value;
	const struct facts *low = narrowest(facts, FACT_AT_LEAST, value), *high = narrowest(facts, FACT_AT_MOST, value);
	if (low && high && ratio_order(low->bound, high->bound) > 0)
		return value;
	return bounded(checker, bounded(checker, value, value, low), value, high);
}

static enum expr_kind comparison_negated(enum expr_kind kind)
{
	static const enum expr_kind opposite[] = {[EXPR_EQ] = EXPR_NE, [EXPR_NE] = EXPR_EQ, [EXPR_LT] = EXPR_GE, [EXPR_LE] = EXPR_GT,
		[EXPR_GT] = EXPR_LE, [EXPR_GE] = EXPR_LT};
	return opposite[kind];
}

static enum expr_kind comparison_turned(enum expr_kind kind)
{
	static const enum expr_kind turned[] = {[EXPR_EQ] = EXPR_EQ, [EXPR_NE] = EXPR_NE, [EXPR_LT] = EXPR_GT, [EXPR_LE] = EXPR_GE,
		[EXPR_GT] = EXPR_LT, [EXPR_GE] = EXPR_LE};
	return turned[kind];
}

static const struct facts *bounds_add(struct checker *checker, enum expr_kind kind, const struct expr *value, const struct expr *constant,
	const struct facts *known)
{
	if (kind != EXPR_EQ)
		return bound_add(checker, kind, value, constant, known);
	return bound_add(checker, EXPR_LE, value, constant, bound_add(checker, EXPR_GE, value, constant, known));
}

static const struct facts *tested(struct checker *checker, const struct expr *test, bool holds, const struct facts *known)
{
	struct facts *fact = gj_arena_alloc(checker->arena, sizeof *fact);
	*fact = (struct facts){.kind = FACT_TESTED, .index = GJ_NONE, .test = {test, holds}, .next = known, .count = (known ? known->count : 0) + 1};
	return fact;
}

/* What x compared with a constant, and x compared with y, tell. */
static const struct facts *comparison_facts(struct checker *checker, const struct expr *test, bool holds, const struct facts *known)
{
	enum expr_kind kind = holds ? test->kind : comparison_negated(test->kind);
	const struct expr *x = test->a;
	if (x->type != GJ_NUMBER || (known && known->count >= MOST_BOUNDED))
		return known;
	known = tested(checker, test, holds, known);
	if (is_constant(x))
		return bounds_add(checker, comparison_turned(kind), test->b, x, known);
	if (!is_constant(test->b))
		return relation_add(checker, kind, x, test->b, known);
	known = bounds_add(checker, kind, x, test->b, known);
	wide bound = test->b->low;
	bool positive = (kind == EXPR_GT && bound >= 0) || (kind == EXPR_GE && bound > 0) || (kind == EXPR_EQ && bound > 0)
		|| (kind == EXPR_NE && bound == 0 && x->low >= 0);
	return positive ? fact_add(checker, FACT_POSITIVE, x, known) : known;
}

static const struct facts *fact_again(struct checker *checker, const struct facts *fact, const struct facts *known)
{
	struct facts *again = gj_arena_alloc(checker->arena, sizeof *again);
	*again = *fact;
	again->next = known;
	again->count = (known ? known->count : 0) + 1;
	return again;
}

/* The wider of two bounds of one value, where both ways have one. */
static const struct facts *bound_common(struct checker *checker, const struct facts *one, const struct facts *other, const struct facts *known)
{
	if (!other)
		return known;
	bool wider = (ratio_order(one->bound, other->bound) < 0) == (one->kind == FACT_AT_LEAST);
	return fact_again(checker, wider ? one : other, known);
}

/* The facts of `more` (down to `end`) that also stand in `other`, before `known`. */
static const struct facts *facts_common(struct checker *checker, const struct facts *more, const struct facts *end, const struct facts *other,
	const struct facts *known)
{
	for (; more != end; more = more->next) {
		struct expr value = {.kind = more->of, .field = more->index, .definition = more->index};
		if (more->kind == FACT_AT_LEAST || more->kind == FACT_AT_MOST)
			known = bound_common(checker, more, narrowest(other, more->kind, &value), known);
		else if (more->kind <= FACT_POSITIVE && facts_hold(other, more->kind, &value))
			known = fact_add(checker, more->kind, &value, known);
	}
	return known;
}

/* `facts`, as many as `most` of them, before `known`. */
static const struct facts *facts_joined(struct checker *checker, const struct facts *facts, size_t most, const struct facts *known)
{
	for (size_t i = 0; facts && i < most; i++, facts = facts->next) {
		struct expr value = {.kind = facts->of, .field = facts->index, .definition = facts->index};
		known = facts->kind <= FACT_POSITIVE ? fact_add(checker, facts->kind, &value, known) : fact_again(checker, facts, known);
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
