#include "decide.h"

#include "check_ratio.h"

/* Points are summed up with so many decimals more than the model has, so that thirds of a point make whole ones again. */
enum { MOST_ASKS = 64, MOST_TOGETHER = 12, FINER_DECIMALS = 9 };

/* Points asked for where `condition` holds (NULL: anywhere). Those of one rule (its tiers) exclude one another. */
struct ask {
	const struct expr *condition;
	struct reading reading;
	wide points;
	size_t rule;
};

struct asks {
	struct decider *decider;
	const struct model *model;
	size_t count, rules;
	struct ask items[MOST_ASKS];
	wide others;       /* asks beyond so many, which are only summed up: never too little */
};

static wide most_of_amount(const struct model *model, const struct expr *amount)
{
	int scale = model->point_scale + FINER_DECIMALS;
	if (!amount)
		return 0;
	return amount->exact ? ratio_scaled(amount->exact->high, scale, GJ_ROUND_UP) : rescale(amount->high, amount->scale, scale, GJ_ROUND_UP);
}

static wide most_of_rule(const struct model *model, const struct rule *rule)
{
	wide most = most_of_amount(model, rule->amount);
	for (size_t i = 0; i < rule->tier_count; i++) {
		wide tier = most_of_amount(model, rule->tiers[i].amount);
		most = tier > most ? tier : most;
	}
	return rule->kind == RULE_EACH ? most * divide_down(rule->count->high, rule->step) : most;
}

static void add_ask(struct asks *asks, const struct expr *condition, wide points)
{
	if (points <= 0)
		return;
	struct ask *ask = &asks->items[asks->count++];
	*ask = (struct ask){.condition = condition, .points = points, .rule = asks->rules};
	reading_add(&ask->reading, asks->model, condition);
}

/* Where 每 counts anything: its count has come to a whole step. */
static const struct expr *counts_something(struct asks *asks, const struct rule *rule)
{
	struct expr *step = gj_arena_alloc(asks->decider->arena, sizeof *step), *reached = gj_arena_alloc(asks->decider->arena, sizeof *reached);
	*step = (struct expr){.kind = EXPR_CONSTANT, .span = rule->count->span, .type = GJ_NUMBER, .unit = rule->count->unit, .scale = rule->count->scale,
		.low = rule->step, .high = rule->step, .value = rule->step};
	*reached = (struct expr){.kind = EXPR_GE, .span = rule->count->span, .type = GJ_BOOL, .unit = "", .high = 1, .a = rule->count, .b = step};
	return reached;
}

static void add_rule(struct asks *asks, const struct rule *rule)
{
	size_t most = rule->tier_count ? rule->tier_count : 1;
	asks->rules++;
	if (asks->count + most > MOST_ASKS) {
		asks->others += most_of_rule(asks->model, rule);
		return;
	}
	for (size_t i = 0; i < rule->tier_count; i++)
		add_ask(asks, rule->tiers[i].condition, most_of_amount(asks->model, rule->tiers[i].amount));
	if (rule->kind != RULE_TIERS)
		add_ask(asks, rule->kind == RULE_EACH ? counts_something(asks, rule) : rule->condition, most_of_rule(asks->model, rule));
}

static bool excludes(const struct asks *asks, const struct ask *a, const struct ask *b)
{
	struct wanted both[] = {{a->condition, true}, {b->condition, true}};
	if (a->rule == b->rule)
		return true;
	return readings_meet(&a->reading, &b->reading) && decide(asks->decider, both, 2) == VERDICT_NEVER;
}

typedef uint64_t ask_set; /* bit i: items[i] */

/* For each ask those that it excludes. */
static void find_exclusions(const struct asks *asks, ask_set excluded[MOST_ASKS])
{
	for (size_t i = 0; i < asks->count; i++)
		for (size_t k = 0; k < i; k++)
			if (excludes(asks, &asks->items[i], &asks->items[k])) {
				excluded[i] |= (ask_set)1 << k;
				excluded[k] |= (ask_set)1 << i;
			}
}

/* The asks that `first` excludes, those that they exclude, and so on. */
static ask_set connected(const struct asks *asks, const ask_set excluded[MOST_ASKS], size_t first)
{
	ask_set set = (ask_set)1 << first;
	for (bool grown = true; grown;) {
		grown = false;
		for (size_t i = 0; i < asks->count; i++)
			if (set >> i & 1 && excluded[i] & ~set) {
				set |= excluded[i];
				grown = true;
			}
	}
	return set;
}

/* The heaviest asks of a set no two of which exclude each other. */
static wide heaviest(const struct asks *asks, const ask_set excluded[MOST_ASKS], const size_t *members, size_t count)
{
	wide best = 0;
	for (unsigned choice = 1; choice < 1u << count; choice++) {
		ask_set barred = 0;
		wide sum = 0;
		for (size_t i = 0; i < count && sum >= 0; i++) {
			if (!(choice >> i & 1))
				continue;
			sum = barred >> members[i] & 1 ? -1 : sum + asks->items[members[i]].points;
			barred |= excluded[members[i]];
		}
		best = sum > best ? sum : best;
	}
	return best;
}

/* Too many to try: the heaviest ask of each rule. */
static wide heaviest_of_rules(const struct asks *asks, const size_t *members, size_t count)
{
	wide sum = 0, most = 0;
	for (size_t i = 0; i < count; i++) {
		const struct ask *ask = &asks->items[members[i]];
		most = ask->points > most ? ask->points : most;
		if (i + 1 == count || asks->items[members[i + 1]].rule != ask->rule) {
			sum += most;
			most = 0;
		}
	}
	return sum;
}

/* At the scale of points; what is left of the rounding up is dropped. */
static wide in_points(wide finer)
{
	return divide_down(finer, power_of_ten(FINER_DECIMALS));
}

static wide most_together(const struct asks *asks)
{
	ask_set excluded[MOST_ASKS] = {0}, seen = 0;
	wide most = asks->others;
	find_exclusions(asks, excluded);
	for (size_t i = 0; i < asks->count; i++) {
		size_t members[MOST_ASKS], count = 0;
		ask_set set = seen >> i & 1 ? 0 : connected(asks, excluded, i);
		for (size_t k = 0; k < asks->count; k++)
			if (set >> k & 1)
				members[count++] = k;
		most += count <= MOST_TOGETHER ? heaviest(asks, excluded, members, count) : heaviest_of_rules(asks, members, count);
		seen |= set;
	}
	return most;
}

wide most_asked(struct decider *decider, const struct part *clause)
{
	const struct model *model = decider->model;
	struct asks asks = {.decider = decider, .model = model};
	wide largest = 0;
	for (size_t i = 0; i < clause->rule_count; i++) {
		wide rule = most_of_rule(model, &clause->rules[i]);
		largest = rule > largest ? rule : largest;
		add_rule(&asks, &clause->rules[i]);
	}
	return in_points(clause->combine == COMBINE_SUM ? most_together(&asks) : largest);
}

static int next_within(const struct model *model, int part, int ancestor)
{
	int next = part + 1, at = next < (int)model->part_count ? next : GJ_NONE;
	while (at > ancestor)
		at = model->parts[at].parent;
	return at == ancestor ? next : GJ_NONE;
}

/* What is left of a part's asks after its own 最多…. */
static wide most_left(struct decider *decider, int index)
{
	const struct part *part = &decider->model->parts[index];
	wide most = part->kind == GJ_PART_CLAUSE ? most_asked(decider, part) : most_asked_below(decider, index);
	return part->has_most && part->most < most ? part->most : most;
}

/* A part with a limit or a choice of its own is one ask. */
static void add_limited(struct asks *asks, int index)
{
	const struct part *part = &asks->model->parts[index];
	wide most = most_left(asks->decider, index) * power_of_ten(FINER_DECIMALS);
	asks->rules++;
	if (asks->count == MOST_ASKS)
		asks->others += most;
	else
		add_ask(asks, part->rule_count == 1 && part->rules[0].kind == RULE_IF ? part->rules[0].condition : NULL, most);
}

/* Of the parts that stand directly in one that counts one alone. */
static wide most_of_one(struct decider *decider, int ancestor)
{
	wide most = 0;
	for (int i = next_within(decider->model, ancestor, ancestor); i != GJ_NONE; i = next_within(decider->model, i, ancestor)) {
		wide one = decider->model->parts[i].parent == ancestor ? most_left(decider, i) : 0;
		most = one > most ? one : most;
	}
	return most;
}

wide most_asked_below(struct decider *decider, int ancestor)
{
	const struct model *model = decider->model;
	struct asks asks = {.decider = decider, .model = model};
	int limited = GJ_NONE; /* the last part that was one ask: what stands in it isn't asked again */
	if (model->parts[ancestor].combine != COMBINE_SUM)
		return most_of_one(decider, ancestor);
	for (int i = next_within(model, ancestor, ancestor); i != GJ_NONE; i = next_within(model, i, ancestor)) {
		const struct part *part = &model->parts[i];
		int at = i;
		while (limited != GJ_NONE && at > limited)
			at = model->parts[at].parent;
		if (limited != GJ_NONE && at == limited)
			continue;
		if (part->has_most || part->combine != COMBINE_SUM) {
			add_limited(&asks, i);
			limited = i;
			continue;
		}
		for (size_t k = 0; k < part->rule_count; k++)
			add_rule(&asks, &part->rules[k]);
	}
	return in_points(most_together(&asks));
}
