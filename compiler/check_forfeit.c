/* 若 … 本指标不得分 in a clause: the same as 本指标不得分 若 … below the 指标, with the clause's wording. 本项目不得分 and 本表不得分 likewise; 本要点不得分 is 不得分. */
#include "check_forfeit.h"
#include <string.h>

bool is_rule(const struct node *node)
{
	return node->kind == NODE_RULE_IF || node->kind == NODE_RULE_EACH || node->kind == NODE_RULE_TIERS || node->kind == NODE_RULE_PROPORTION
		|| node->kind == NODE_RULE_AMOUNT;
}

static const struct forfeit {
	const char *word;
	enum gj_part of;
} forfeits[] = {
	{"本要点不得分", GJ_PART_POINT}, {"本项不得分", GJ_PART_ITEM}, {"本指标不得分", GJ_PART_ITEM}, {"本项目不得分", GJ_PART_PROJECT},
	{"本表不得分", GJ_PART_STANDARD},
};

static const struct forfeit *forfeit_of(const struct node *action)
{
	for (size_t i = 0; action && i < sizeof forfeits / sizeof *forfeits; i++)
		if (!strcmp(action->text, forfeits[i].word))
			return &forfeits[i];
	return NULL;
}

bool is_forfeit_around(const struct node *action)
{
	const struct forfeit *forfeit = forfeit_of(action);
	return forfeit && forfeit->of != GJ_PART_POINT;
}

/* What a rule or tier says of a part around its 要点; NULL: nothing. */
static const struct forfeit *forfeit_around(const struct node *rule)
{
	const struct node *action = ast_child(rule, NODE_ACTION);
	return is_forfeit_around(action) ? forfeit_of(action) : NULL;
}

bool forfeits_around(const struct node *rule)
{
	return forfeit_around(rule) != NULL;
}

bool only_forfeits_around(const struct node *clause)
{
	bool any = false;
	for (const struct node *child = clause->first; child; child = child->next) {
		if (child->kind == NODE_RULE_IF && forfeits_around(child))
			any = true;
		else if (is_rule(child) || child->kind == NODE_FACTOR)
			return false;
	}
	return any;
}

/* A node that stands for what is written at `like`, over one or two others. */
static struct node *made(struct checker *checker, enum node_kind kind, const char *text, const struct node *like, struct node *left, struct node *right)
{
	struct node *node = ast_new(checker->arena, kind, like->span);
	node->name_span = like->name_span;
	node->text = text;
	ast_add(ast_add(node, left), right);
	node->span = like->span;
	return node;
}

/* The right one is what was written: the left one isn't judged. */
static struct node *both(struct checker *checker, struct node *left, struct node *right)
{
	return left ? made(checker, NODE_BINARY, "且", right, left, right) : right;
}

/* What a tier that isn't 其他 says, as a condition. */
static struct node *tier_condition(struct checker *checker, const struct node *subject, const struct node *tier)
{
	const struct node *what = tier->first;
	struct node *of = node_copy(checker, subject);
	if (what->kind == NODE_ABSENT)
		return made(checker, NODE_IS_ABSENT, what->text, what, of, NULL);
	bool option = what->kind == NODE_NAME;
	return made(checker, option ? NODE_BINARY : NODE_WITHIN, option ? "=" : "", what, of, node_copy(checker, what));
}

/* Tiers are asked in turn: states first, so that numbers are asked for only where there is one. */
static struct node *condition_of(struct checker *checker, const struct node *tiers, const struct node *tier)
{
	const struct node *subject = ast_expression(tiers);
	struct node *condition = NULL;
	for (int states = 1; states >= 0; states--)
		for (const struct node *other = tiers->first; other; other = other->next) {
			bool state = other->kind == NODE_TIER && other->first->kind == NODE_ABSENT;
			if (other->kind != NODE_TIER || other == tier || other->first->kind == NODE_OTHERWISE || state != (states == 1)
				|| (!state && tier->first->kind != NODE_OTHERWISE) || tier->first->kind == NODE_ABSENT)
				continue;
			condition = both(checker, condition, made(checker, NODE_UNARY, "非", other->first, tier_condition(checker, subject, other), NULL));
		}
	return tier->first->kind == NODE_OTHERWISE && condition ? condition : both(checker, condition, tier_condition(checker, subject, tier));
}

/* Scores are asked for only in rules about the whole: what the clause says is then beside the point. */
static bool asks_for_scores(const struct node *node)
{
	bool asks = node->kind == NODE_SCORE || node->kind == NODE_EVERY_SCORE || (node->kind == NODE_CALL && asks_for_score(node));
	for (const struct node *child = node->first; child && !asks; child = child->next)
		asks = asks_for_scores(child);
	return asks;
}

/* 前 20% …: places are known only when all units are. */
static bool by_place(const struct node *rule)
{
	for (const struct node *tier = rule->first; tier; tier = tier->next)
		if (tier->kind == NODE_TIER && ast_child(tier, NODE_TIER_RANK))
			return true;
	return false;
}

/* What is being collected: the 不得分 of one kind of part. */
struct collecting {
	struct checker *checker;
	enum gj_part kind;
	struct node *found;
};

static void add_forfeit(struct collecting *all, const struct node *clause, const struct node *rule, struct node *condition, struct node *applies)
{
	struct checker *checker = all->checker;
	struct node *node = made(checker, NODE_VOID, "", rule, NULL, NULL);
	const struct node *wording = ast_child(clause, NODE_ATTR_WORDING);
	if (wording && !asks_for_scores(condition))
		ast_add(node, node_copy(checker, wording));
	for (const struct node *child = clause->first; child && only_forfeits_around(clause); child = child->next)
		if (child->kind == NODE_INTERPRETATION)
			ast_add(node, node_copy(checker, child));
	ast_add(node, both(checker, applies ? node_copy(checker, applies) : NULL, condition));
	node->span = rule->span;
	ast_add(all->found, node);
}

static void collect_of_clause(struct collecting *all, const struct node *clause, struct node *applies)
{
	for (const struct node *rule = clause->first; rule; rule = rule->next) {
		const struct node *subject = by_place(rule) ? NULL : ast_expression(rule);
		const struct forfeit *forfeit = rule->kind == NODE_RULE_IF ? forfeit_around(rule) : NULL;
		if (forfeit && forfeit->of == all->kind && subject)
			add_forfeit(all, clause, rule, node_copy(all->checker, subject), applies);
		for (const struct node *tier = rule->kind == NODE_RULE_TIERS && subject ? rule->first : NULL; tier; tier = tier->next) {
			forfeit = tier->kind == NODE_TIER ? forfeit_around(tier) : NULL;
			if (forfeit && forfeit->of == all->kind)
				add_forfeit(all, clause, tier, condition_of(all->checker, rule, tier), applies);
		}
	}
}

/* What doesn't apply says nothing of what is around it. */
static struct node *applying(struct checker *checker, const struct node *part, struct node *around)
{
	struct node *applies = around ? node_copy(checker, around) : NULL;
	for (const struct node *child = part->first; child; child = child->next) {
		const struct node *condition = child->kind == NODE_WAIVER ? ast_expression(child) : NULL;
		if (condition)
			applies = both(checker, applies, made(checker, NODE_UNARY, "非", condition, node_copy(checker, condition), NULL));
	}
	return applies;
}

static void collect(struct collecting *all, const struct node *within, struct node *applies)
{
	for (const struct node *child = within->first; child; child = child->next) {
		if (child->kind == NODE_CLAUSE)
			collect_of_clause(all, child, applies);
		else if (child->kind == NODE_ITEM || child->kind == NODE_POINT || child->kind == NODE_SERIES)
			collect(all, child, applying(all->checker, child, applies));
	}
}

const struct node *forfeits_within(struct checker *checker, const struct node *part, enum gj_part kind)
{
	struct collecting all = {checker, kind, made(checker, NODE_CLAUSE, "", part, NULL, NULL)};
	collect(&all, part, kind == GJ_PART_STANDARD ? applying(checker, part, NULL) : NULL);
	return all.found->first;
}

static int around(const struct checker *checker, int part, enum gj_part kind)
{
	while (part != GJ_NONE && checker->model->parts[part].kind != kind)
		part = checker->model->parts[part].parent;
	return part;
}

static void suggest(struct checker *checker, const struct node *action, const char *right)
{
	finding_fix(report(checker->diagnostics, MSG_FORFEIT_NOWHERE, action->span, action->text, right, NULL), action->span, right);
}

static void check_forfeit(struct checker *checker, const struct node *action, const struct node *clause, int part, bool placed)
{
	const struct forfeit *forfeit = forfeit_of(action);
	if (!forfeit)
		return;
	bool point = around(checker, part, GJ_PART_POINT) != GJ_NONE, item = around(checker, part, GJ_PART_ITEM) != GJ_NONE;
	const struct node *combine = ast_child(clause, NODE_ATTR_COMBINE);
	if (forfeit->of == GJ_PART_ITEM && !item)
		report(checker->diagnostics, MSG_FORFEIT_NOWHERE, action->span, action->text,
			around(checker, part, GJ_PART_BONUS) != GJ_NONE ? "若 … 且 非 … 加 n分" : "若 … 且 非 … 减 n分", NULL);
	else if (forfeit->of == GJ_PART_PROJECT && around(checker, part, GJ_PART_PROJECT) == GJ_NONE)
		suggest(checker, action, "本表不得分");
	else if (forfeit->of == GJ_PART_POINT && !point)
		suggest(checker, action, item ? "本指标不得分" : "本表不得分");
	else if (!strcmp(forfeit->word, "本项不得分") && point)
		report(checker->diagnostics, MSG_FORFEIT_OF_WHICH, action->span, NULL);
	else if (forfeit->of != GJ_PART_POINT && placed)
		report(checker->diagnostics, MSG_FORFEIT_CHOSEN, action->span, action->text, "按名次分档", NULL);
	else if (forfeit->of != GJ_PART_POINT && combine && strcmp(combine->text, "累计"))
		report(checker->diagnostics, MSG_FORFEIT_CHOSEN, action->span, action->text, combine->text, NULL);
}

void check_forfeits(struct checker *checker, const struct node *clause, int part)
{
	for (const struct node *rule = clause->first; rule; rule = rule->next) {
		bool placed = rule->kind == NODE_RULE_TIERS && by_place(rule);
		check_forfeit(checker, ast_child(rule, NODE_ACTION), clause, part, false);
		for (const struct node *tier = rule->kind == NODE_RULE_TIERS ? rule->first : NULL; tier; tier = tier->next)
			if (tier->kind == NODE_TIER)
				check_forfeit(checker, ast_child(tier, NODE_ACTION), clause, part, placed);
	}
}

static bool earns(const struct node *node)
{
	bool earning = node->kind == NODE_ACTION && !strcmp(node->text, "得");
	for (const struct node *child = node->first; child && !earning; child = child->next)
		earning = earns(child);
	return earning;
}

/* Whether more than one rule takes points from the 要点. */
static bool has_others(const struct node *point)
{
	size_t rules = 0;
	for (const struct node *child = point->first; child; child = child->next) {
		rules += is_rule(child);
		if (child->kind == NODE_CLAUSE || child->kind == NODE_SERIES)
			rules += has_others(child) ? 2 : 1;
	}
	return rules > 1;
}

bool check_forfeit_of_point(struct checker *checker, const struct node *action, int owner)
{
	const struct node *point = checker->work[owner].node;
	if (checker->model->parts[owner].kind != GJ_PART_POINT || strcmp(action->text, "本要点不得分"))
		return true;
	if (earns(point)) {
		report(checker->diagnostics, MSG_FORFEIT_EARNED, action->span, NULL);
		return false;
	}
	if (!has_others(point) || ast_child(point, NODE_ATTR_CAP))
		return true;
	finding_relate(report(checker->diagnostics, MSG_FORFEIT_UNCAPPED, action->span, NULL), point->name_span, "要点写在这里", "the 要点 stands here");
	return false;
}
