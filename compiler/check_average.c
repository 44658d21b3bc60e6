/* 平均 and 加权平均: exact quotients, never by zero, between the least and the largest value. */
#include "check_aggregate.h"

/* total / number, or what it means that there are too few rows, by 1. `least` is the least number that isn't 0. */
static const struct expr *average(struct checker *checker, const struct asked *asked, const struct emptiness *emptiness, const struct expr *total,
	const struct expr *number, const struct expr *least, const struct facts *facts)
{
	const struct expr *over = total_or_empty(checker, asked, emptiness, total, facts);
	const struct expr *under = expr_number(checker, EXPR_MAX, asked->node->span, number->unit, number, least);
	const struct expr *mean = over && under ? expr_quotient(checker, asked->node->span, total->unit, over, under) : NULL;
	if (!mean || !mean->exact)
		return mean;
	/* A mean lies between the values that it is of. */
	struct range range = expr_range(asked->value);
	return expr_between(checker, mean, over == total ? range : range_hull(range, expr_range(over->c)));
}

static const struct expr *one_like(struct checker *checker, const struct expr *number)
{
	return expr_constant(checker, number->span, 1, 0, number->unit);
}

static const struct expr *plain_average(struct checker *checker, const struct asked *asked, const struct facts *facts)
{
	struct emptiness emptiness;
	const struct expr *sum = total_field(checker, asked, GJ_TOTAL_SUM), *count = total_field(checker, asked, GJ_TOTAL_COUNT);
	return sum && count && some_rows(checker, asked, facts, &emptiness)
		? average(checker, asked, &emptiness, sum, count, one_like(checker, count), facts) : NULL;
}

/* Without the largest and the smallest: there must be others. */
static const struct expr *trimmed_average(struct checker *checker, const struct asked *asked, const struct facts *facts)
{
	const struct expr *sum = total_field(checker, asked, GJ_TOTAL_TRIMMED), *count = total_field(checker, asked, GJ_TOTAL_COUNT);
	if (!sum || !count)
		return NULL;
	int64_t dropped = asked->largest + asked->smallest;
	struct emptiness emptiness = {.enough = number_above(checker, asked, count, dropped)};
	const struct expr *left = expr_number(checker, EXPR_SUB, asked->node->span, count->unit, count,
		expr_constant(checker, count->span, dropped, 0, count->unit));
	return left ? average(checker, asked, &emptiness, sum, left, one_like(checker, count), facts) : NULL;
}

/* Of the best ones, or of all where there are fewer. */
static const struct expr *best_average(struct checker *checker, const struct asked *asked, const struct facts *facts)
{
	struct emptiness emptiness;
	const struct expr *sum = total_field(checker, asked, GJ_TOTAL_BEST), *count = total_field(checker, asked, GJ_TOTAL_COUNT);
	if (!sum || !count || !some_rows(checker, asked, facts, &emptiness))
		return NULL;
	const struct expr *taken = expr_number(checker, EXPR_MIN, asked->node->span, count->unit, count,
		expr_constant(checker, count->span, asked->largest + asked->smallest, 0, count->unit));
	return taken ? average(checker, asked, &emptiness, sum, taken, one_like(checker, count), facts) : NULL;
}

const struct expr *average_of(struct checker *checker, const struct asked *asked, const struct facts *facts)
{
	if (asked->trim)
		return trimmed_average(checker, asked, facts);
	return asked->largest + asked->smallest ? best_average(checker, asked, facts) : plain_average(checker, asked, facts);
}

/* Weights are plain numbers of parts. */
static const struct expr *bare(struct checker *checker, const struct expr *number)
{
	struct expr *copy = expr_new(checker, number->kind, number->span, number->type, "");
	*copy = *number;
	copy->unit = "";
	return copy;
}

/* Values times weights by the weights; rows all of whose weights are 0 are like none. */
const struct expr *weighted_average(struct checker *checker, const struct asked *asked, const struct facts *facts)
{
	const char *when = total_words(checker, asked->when, false), *weight = total_words(checker, asked->weight, true);
	const char *of = gj_arena_print(checker->arena, "%s × %s", total_words(checker, asked->of, true), weight);
	const struct expr *weights = bare(checker, asked->weights);
	const struct expr *product = expr_number(checker, EXPR_MUL, asked->of->span, asked->value->unit, asked->value, weights);
	if (!product)
		return NULL;
	const struct expr *sum = total_field_of(checker, asked, GJ_TOTAL_SUM, product, asked->filter, of, when);
	const struct expr *all = total_field_of(checker, asked, GJ_TOTAL_SUM, asked->weights, asked->filter, total_words(checker, asked->weight, false), when);
	if (!sum || !all)
		return NULL;
	struct emptiness emptiness = {.known = fact_known(checker, facts, FACT_POSITIVE, all)};
	all = bare(checker, all);
	emptiness.enough = number_above(checker, asked, all, 0);
	const struct expr *least = expr_constant(checker, all->span, 1, all->scale, "");
	const struct expr *divisor = expr_or(checker, asked->node->span, emptiness.enough, all, one_like(checker, all));
	return divisor ? average(checker, asked, &emptiness, sum, divisor, least, facts) : NULL;
}
