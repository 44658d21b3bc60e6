/* The rules of a clause: 若, 每, 分档, and amounts; and what each takes or gives. */
#include "check.h"
#include "check_forfeit.h"
#include <string.h>

static const char *right_action(enum gj_part owner, const char *word)
{
	bool none = !strncmp(word, "不", strlen("不"));
	if (owner == GJ_PART_BONUS)
		return none ? "不加" : "加";
	if (owner == GJ_PART_PENALTY)
		return none ? "不减" : "减";
	return none ? "不扣" : "扣";
}

static bool action_fits(enum gj_part owner, const char *word)
{
	if (owner == GJ_PART_BONUS || owner == GJ_PART_PENALTY)
		return !strcmp(word, right_action(owner, word));
	return strcmp(word, "加") && strcmp(word, "不加") && strcmp(word, "减") && strcmp(word, "不减");
}

static const char *part_word(enum gj_part kind)
{
	return kind == GJ_PART_BONUS ? "加分项" : kind == GJ_PART_PENALTY ? "减分项" : kind == GJ_PART_POINT ? "要点" : "指标";
}

/* A neighbour of `owner` whose points would hold the amount, or GJ_NONE. */
static int roomier_neighbour(const struct checker *checker, int owner, const struct expr *amount)
{
	const struct node *node = checker->work[owner].node;
	int64_t value;
	int scale;
	for (const struct node *other = checker->work[checker->model->parts[owner].parent].node->first; other; other = other->next) {
		const struct node *points = other == node ? NULL : ast_child(other, NODE_ATTR_POINTS);
		const struct node *number = points && other->kind == NODE_POINT ? ast_child(points, NODE_NUMBER) : NULL;
		if (!number)
			continue;
		literal_value(number, &value, &scale);
		if (rescale(value, scale, MOST_DECIMALS / 2, GJ_ROUND_DOWN) >= rescale(amount->low, amount->scale, MOST_DECIMALS / 2, GJ_ROUND_DOWN))
			return (int)number->span.start;
	}
	return GJ_NONE;
}

static void note_neighbour(struct checker *checker, struct finding *finding, int owner, const struct expr *amount)
{
	int place = checker->model->parts[owner].kind == GJ_PART_POINT ? roomier_neighbour(checker, owner, amount) : GJ_NONE;
	if (place == GJ_NONE)
		return;
	finding_relate(finding, (struct span){(uint32_t)place, (uint32_t)place + 1}, "同一指标里的这个要点放得下这一条，是不是写错了位置？",
		"this 要点 of the same 指标 has room for it: is the clause in the wrong place?");
}

/* One deduction larger than everything it can be taken from. */
static bool amount_within_owner(struct checker *checker, const struct node *action, int clause, const struct expr *amount)
{
	int owner = model_owner(checker->model, clause);
	const struct part *part = &checker->model->parts[owner];
	const struct part_work *work = &checker->work[owner];
	if (amount->low != amount->high || !part->has_points || work->broken)
		return true;
	wide points = rescale(part->points, work->points_scale, MOST_DECIMALS / 2, GJ_ROUND_DOWN);
	if (rescale(amount->low, amount->scale, MOST_DECIMALS / 2, GJ_ROUND_DOWN) <= points)
		return true;
	struct finding *finding = report(checker->diagnostics, MSG_AMOUNT_EXCEEDS, ast_expression(action)->span, action->text,
		value_text(checker, amount->low, amount->scale, "分"), part_word(part->kind), value_text(checker, part->points, work->points_scale, "分"),
		NULL);
	finding_relate(finding, ast_child(work->node, NODE_ATTR_POINTS)->span, "总共只有这么多", "this is all there is");
	note_neighbour(checker, finding, owner, amount);
	return false;
}

static bool clause_earns(const struct checker *checker, int clause)
{
	return checker->model->parts[clause].earning;
}

static const struct expr *forfeited(struct checker *checker, const struct node *action, int clause, bool *forfeits)
{
	int owner = model_owner(checker->model, clause);
	const struct part *part = &checker->model->parts[owner];
	if (clause_earns(checker, clause))
		return expr_constant(checker, action->span, 0, 0, "分");
	if (!part->has_points || checker->work[owner].broken)
		return NULL;
	*forfeits = true;
	return expr_constant(checker, action->span, part->points, checker->work[owner].points_scale, "分");
}

const struct expr *check_action(struct checker *checker, const struct node *action, int clause, const struct facts *facts, bool *forfeits)
{
	if (!action)
		return NULL;
	int index = model_owner(checker->model, clause);
	enum gj_part owner = checker->model->parts[index].kind;
	if (is_forfeit_around(action))
		return expr_constant(checker, action->span, 0, 0, "分");
	if (!check_forfeit_of_point(checker, action, index))
		return NULL;
	if (!action_fits(owner, action->text)) {
		const char *right = right_action(owner, action->text);
		struct finding *finding = report(checker->diagnostics, MSG_ACTION_DIRECTION, action->name_span, action->text, part_word(owner), right, NULL);
		finding_fix(finding, action->name_span, right);
		return NULL;
	}
	if (ast_child(action, NODE_FIELD))
		return check_discretion_amount(checker, action, clause);
	if (!strcmp(action->text, "不得分") || !strcmp(action->text, "本要点不得分"))
		return forfeited(checker, action, clause, forfeits);
	const struct node *node = ast_expression(action);
	if (!node)
		return !strncmp(action->text, "不", strlen("不")) ? expr_constant(checker, action->span, 0, 0, "分") : NULL;
	const struct expr *amount = check_amount(checker, node, facts);
	return amount && amount_within_owner(checker, action, clause, amount) ? amount : NULL;
}

static bool check_if(struct checker *checker, const struct node *node, struct rule *rule, int clause, const struct facts *known)
{
	rule->condition = check_condition(checker, ast_expression(node), NULL);
	rule->amount = check_action(checker, ast_child(node, NODE_ACTION), clause, facts_from(checker, rule->condition, true, known), &rule->forfeits);
	return rule->condition && rule->amount;
}

static bool check_each(struct checker *checker, const struct node *node, struct rule *rule, int clause, const struct facts *known)
{
	const struct node *step = ast_expression(node), *count = step ? ast_next_expression(step) : NULL;
	rule->amount = check_action(checker, ast_child(node, NODE_ACTION), clause, known, &rule->forfeits);
	return check_count(checker, node, step, count, known, rule) && rule->amount;
}

/* `known`: what holds where the rule is asked at all. */
static bool check_rule(struct checker *checker, const struct node *node, struct rule *rule, int clause, const struct facts *known)
{
	rule->span = node->span;
	switch (node->kind) {
	case NODE_RULE_IF:
		rule->kind = RULE_IF;
		return check_if(checker, node, rule, clause, known);
	case NODE_RULE_EACH:
		rule->kind = RULE_EACH;
		return check_each(checker, node, rule, clause, known);
	case NODE_RULE_TIERS:
		rule->kind = RULE_TIERS;
		return check_tiers(checker, node, rule, clause);
	case NODE_RULE_PROPORTION:
		rule->kind = RULE_AMOUNT;
		rule->amount = check_proportion(checker, node, clause);
		return rule->amount != NULL;
	default:
		rule->kind = RULE_AMOUNT;
		if (ast_child(node, NODE_FIELD))
			rule->amount = check_judged(checker, ast_child(node, NODE_FIELD), clause);
		else
			rule->amount = check_action(checker, ast_child(node, NODE_ACTION), clause, known, &rule->forfeits);
		return rule->amount != NULL;
	}
}

struct actions {
	const struct node *earning, *losing;
};

static void note_action(const struct node *action, struct actions *seen)
{
	if (action && !strcmp(action->text, "得") && !seen->earning)
		seen->earning = action;
	if (action && !strcmp(action->text, "扣") && !seen->losing)
		seen->losing = action;
}

/* The first 得 and the first 扣 of a clause. */
static struct actions clause_actions(const struct node *clause)
{
	struct actions seen = {0};
	for (const struct node *rule = clause->first; rule; rule = rule->next) {
		if (!is_rule(rule))
			continue;
		note_action(ast_child(rule, NODE_ACTION), &seen);
		for (const struct node *tier = rule->first; tier; tier = tier->next)
			if (tier->kind == NODE_TIER)
				note_action(ast_child(tier, NODE_ACTION), &seen);
	}
	return seen;
}

static bool holds_clauses(enum gj_part kind)
{
	return kind == GJ_PART_SERIES || kind == GJ_PART_POINT || kind == GJ_PART_ITEM;
}

static const struct node *judged_rule(const struct node *clause)
{
	for (const struct node *rule = clause->first; rule; rule = rule->next)
		if (rule->kind == NODE_RULE_AMOUNT && ast_child(rule, NODE_FIELD))
			return rule;
	return NULL;
}

/* Marks the clause and the parts around it that start at zero; an item is made of one kind or the other. */
static void settle_earning(struct checker *checker, int clause, const struct node *node)
{
	struct actions seen = clause_actions(node);
	struct model *model = checker->model;
	if (!seen.earning && holds_clauses(model->parts[model_owner(model, clause)].kind))
		seen.earning = judged_rule(node);
	if (seen.earning && seen.losing) {
		finding_relate(report(checker->diagnostics, MSG_ACTIONS_MIXED, seen.losing->name_span, NULL), seen.earning->name_span, "这里是得分",
			"earns here");
		checker->work[clause].broken = true;
	}
	if (!seen.earning)
		return;
	model->parts[clause].earning = true;
	for (int at = model->parts[clause].parent; holds_clauses(model->parts[at].kind); at = model->parts[at].parent)
		model->parts[at].earning = true;
}

static bool asks_for_fraction(const struct rule *rule)
{
	bool fraction = rule->amount && is_fraction(rule->amount);
	for (size_t i = 0; i < rule->tier_count; i++)
		fraction = fraction || is_fraction(rule->tiers[i].amount);
	return fraction;
}

/* Marks the clause and the parts around it, the standard last. */
static void settle_fraction(struct checker *checker, int clause)
{
	struct part *parts = checker->model->parts;
	for (size_t i = 0; i < parts[clause].rule_count; i++)
		parts[clause].fraction = parts[clause].fraction || asks_for_fraction(&parts[clause].rules[i]);
	for (int at = parts[clause].fraction ? parts[clause].parent : GJ_NONE; at != GJ_NONE; at = parts[at].parent)
		parts[at].fraction = true;
}

/* Whether a rule of a clause asks for points of its own. */
static bool reckons(const struct node *node)
{
	return is_rule(node) && !(node->kind == NODE_RULE_IF && forfeits_around(node));
}

void check_clause_rules(struct checker *checker, int clause)
{
	const struct node *node = checker->work[clause].node;
	size_t count = 0;
	for (const struct node *child = node->first; child; child = child->next)
		count += reckons(child);
	settle_earning(checker, clause, node);
	struct rule *rules = gj_arena_alloc(checker->arena, count * sizeof *rules);
	const struct facts *known = NULL;
	size_t kept = 0;
	for (const struct node *child = node->first; child; child = child->next) {
		if (!reckons(child))
			continue;
		rules[kept] = (struct rule){0}; /* of what one with a mistake left there */
		bool right = check_rule(checker, child, &rules[kept], clause, known);
		if (checker->model->parts[clause].combine == COMBINE_FIRST) /* the rules below it are asked where it doesn't hold */
			known = facts_from(checker, rules[kept].condition, false, known);
		if (right)
			check_discretion(checker, child, &rules[kept++]);
		else
			checker->work[clause].broken = true;
	}
	checker->model->parts[clause].rules = rules;
	checker->model->parts[clause].rule_count = kept;
	if (!check_factors(checker, clause))
		checker->work[clause].broken = true;
	settle_fraction(checker, clause);
	if (!count)
		report(checker->diagnostics, MSG_CLAUSE_EMPTY, node->name_span, NULL);
}
