#include "decide.h"

#include "check_interval.h"

enum { MOST_RULES = 8 }; /* every subset of so many is tried; a clause with more is summed up, which is never too little */

static wide most_of_amount(const struct model *model, const struct expr *amount)
{
	return rescale(amount->high, amount->scale, model->point_scale, GJ_ROUND_UP);
}

static wide most_of_rule(const struct model *model, const struct rule *rule)
{
	wide most = rule->amount ? most_of_amount(model, rule->amount) : 0;
	for (size_t i = 0; i < rule->tier_count; i++) {
		wide tier = rule->tiers[i].amount ? most_of_amount(model, rule->tiers[i].amount) : 0;
		most = tier > most ? tier : most;
	}
	return rule->kind == RULE_EACH ? most * divide_down(rule->count->high, rule->step) : most;
}

static bool exclude(const struct model *model, struct gj_arena *arena, const struct rule *a, const struct rule *b)
{
	const char *witness;
	return a->kind == RULE_IF && b->kind == RULE_IF && decide(model, arena, a->condition, b->condition, &witness) == VERDICT_NEVER;
}

/* The heaviest set of rules no two of which exclude each other. */
static wide heaviest_set(const struct part *clause, const wide *most, bool excluded[MOST_RULES][MOST_RULES])
{
	wide best = 0;
	for (unsigned set = 1; set < 1u << clause->rule_count; set++) {
		wide sum = 0;
		for (size_t i = 0; i < clause->rule_count && sum >= 0; i++) {
			if (!(set >> i & 1))
				continue;
			sum += most[i];
			for (size_t k = 0; k < i; k++)
				if (set >> k & 1 && excluded[i][k])
					sum = -1;
		}
		best = sum > best ? sum : best;
	}
	return best;
}

wide most_asked(const struct model *model, struct gj_arena *arena, const struct part *clause)
{
	wide most[MOST_RULES], sum = 0, largest = 0;
	for (size_t i = 0; i < clause->rule_count; i++) {
		wide rule = most_of_rule(model, &clause->rules[i]);
		sum += rule;
		largest = rule > largest ? rule : largest;
		if (i < MOST_RULES)
			most[i] = rule;
	}
	if (clause->combine != COMBINE_SUM)
		return largest;
	if (clause->rule_count < 2 || clause->rule_count > MOST_RULES)
		return sum;
	bool excluded[MOST_RULES][MOST_RULES] = {{false}};
	for (size_t i = 0; i < clause->rule_count; i++)
		for (size_t k = 0; k < i; k++)
			excluded[i][k] = exclude(model, arena, &clause->rules[i], &clause->rules[k]);
	return heaviest_set(clause, most, excluded);
}
