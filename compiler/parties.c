/* 考评主体: the sheet is filled in by several parties. Each gets a 项目 of its name with the whole sheet in it, and columns of its own for what it fills in,
 * their names after its own: 自评 and 教学目标 make 自评教学目标. What follows from it is checked like any other sheet. */
#include "passes.h"

#include "check_interval.h"
#include "check_names.h"

#include <string.h>

enum { SHARE_DECIMALS = 4, MOST_PARTIES = 12 };

/* The standard while it is changed. */
struct parties {
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	struct node *standard, *declared;
	struct name_table apart; /* what each party has one of: columns, 定义, 指标 */
};

static struct node *made(const struct parties *parties, enum node_kind kind, const char *text)
{
	struct node *node = ast_new(parties->arena, kind, parties->declared->span);
	node->text = text;
	return node;
}

static struct node *copied(const struct parties *parties, const struct node *node)
{
	struct node *copy = gj_arena_alloc(parties->arena, sizeof *copy);
	*copy = *node;
	copy->first = copy->last = copy->next = copy->previous = copy->parent = NULL;
	for (const struct node *child = node->first; child; child = child->next)
		ast_add(copy, copied(parties, child));
	copy->span = node->span;
	return copy;
}

static const char *own(const struct parties *parties, const struct node *party, const char *name)
{
	return gj_arena_print(parties->arena, "%s%s", party->text, name);
}

static bool is_apart(const struct parties *parties, const char *name)
{
	return *name && names_find(&parties->apart, name);
}

static void set_apart(struct parties *parties, const struct node *node, const char *name)
{
	if (*name && !is_apart(parties, name))
		names_add(&parties->apart, name, node->name_span, 0, 0);
}

/* An option isn't a column, whatever it is called. */
static bool is_option(const struct node *name)
{
	return (name->parent->kind == NODE_TIER && name == name->parent->first) || (name->parent->kind == NODE_MEMBER && name != name->parent->first);
}

/* Whether an expression asks for something that each party has one of. */
static bool asks_apart(const struct parties *parties, const struct node *node)
{
	if (node->kind == NODE_NAME)
		return is_apart(parties, node->text) && !is_option(node);
	for (const struct node *child = node->first; child; child = child->next)
		if (asks_apart(parties, child))
			return true;
	return false;
}

static bool goes_by_its_name(enum node_kind kind)
{
	return kind == NODE_ITEM || kind == NODE_FIELD || kind == NODE_DEFINITION;
}

/* Gives a copy to a party. A 口径 is stated once: the others refer to it. */
static void hand_over(const struct parties *parties, const struct node *party, struct node *node, bool first)
{
	if (goes_by_its_name(node->kind) && *node->text)
		node->text = own(parties, party, node->text);
	if (node->kind == NODE_ATTR_ALIAS)
		node->text = own(parties, party, node->text);
	if (node->kind == NODE_NAME && is_apart(parties, node->text) && !is_option(node))
		node->text = own(parties, party, node->text);
	if (node->kind == NODE_INTERPRETATION && !first)
		node->first = node->last = NULL;
	for (struct node *child = node->first; child; child = child->next)
		hand_over(parties, party, child, first);
}

static void set_sheet_apart(struct parties *parties, const struct node *node)
{
	if (node->kind == NODE_ITEM || node->kind == NODE_FIELD)
		set_apart(parties, node, node->text);
	for (const struct node *child = node->first; child; child = child->next)
		set_sheet_apart(parties, child);
}

static bool is_sheet(enum node_kind kind)
{
	return kind == NODE_PROJECT || kind == NODE_ITEM;
}

/* 定义 that ask for what is apart are apart too, and those that ask for them. */
static void set_definitions_apart(struct parties *parties)
{
	for (bool more = true; more;) {
		more = false;
		for (const struct node *node = parties->standard->first; node; node = node->next) {
			if (node->kind != NODE_DEFINITION || ast_child(node, NODE_ATTR_LEDGER) || is_apart(parties, node->text) || !asks_apart(parties, node))
				continue;
			set_apart(parties, node, node->text);
			more = true;
		}
	}
}

static void find_apart(struct parties *parties)
{
	for (const struct node *node = parties->standard->first; node; node = node->next) {
		if (is_sheet(node->kind))
			set_sheet_apart(parties, node);
		for (const struct node *field = node->kind == NODE_DATA ? node->first : NULL; field; field = field->next)
			if (field->kind == NODE_FIELD && ast_child(field, NODE_ATTR_APART))
				set_apart(parties, field, field->text);
	}
	set_definitions_apart(parties);
}

/* Adds a copy for each party. */
static void add_copies(const struct parties *parties, struct node *parent, const struct node *node)
{
	bool first = true;
	for (const struct node *party = parties->declared->first; party; party = party->next) {
		if (party->kind != NODE_PARTY)
			continue;
		struct node *copy = copied(parties, node);
		ast_add(parent, copy);
		hand_over(parties, party, copy, first);
		first = false;
	}
}

/* Takes all children out of a node, to be put back one by one. */
static struct node *emptied(struct node *node)
{
	struct node *first = node->first;
	node->first = node->last = NULL;
	return first;
}

static void put_back(struct node *parent, struct node *child)
{
	child->next = NULL;
	ast_add(parent, child);
}

static void divide_data(const struct parties *parties, struct node *data)
{
	for (struct node *child = emptied(data), *next; child; child = next) {
		next = child->next;
		bool divided = child->kind == NODE_FIELD ? ast_child(child, NODE_ATTR_APART) != NULL : asks_apart(parties, child);
		if (divided)
			add_copies(parties, data, child);
		else
			put_back(data, child);
	}
}

/* In 样例 and 用例 a value without a party is every party's that has none of its own there. */
static void divide_given(const struct parties *parties, struct node *record)
{
	struct name_table given;
	names_begin(&given, parties->arena);
	for (const struct node *child = record->first; child; child = child->next)
		if (child->kind == NODE_GIVEN)
			names_add(&given, child->text, child->name_span, 0, 0);
	for (struct node *child = emptied(record), *next; child; child = next) {
		next = child->next;
		if (child->kind != NODE_GIVEN || !is_apart(parties, child->text)) {
			put_back(record, child);
			continue;
		}
		for (const struct node *party = parties->declared->first; party; party = party->next) {
			const char *name = party->kind == NODE_PARTY ? own(parties, party, child->text) : "";
			if (!*name || names_find(&given, name))
				continue;
			struct node *copy = copied(parties, child);
			copy->text = name;
			ast_add(record, copy);
		}
	}
}

/* The 指标 of the sheet, out of their 项目, given to a party. */
static void add_items(const struct parties *parties, const struct node *party, struct node *project, const struct node *sheet, bool first)
{
	for (const struct node *node = sheet; node; node = node->next) {
		if (node->kind == NODE_PROJECT)
			add_items(parties, party, project, node->first, first);
		if (node->kind != NODE_ITEM)
			continue;
		struct node *item = copied(parties, node);
		ast_add(project, item);
		hand_over(parties, party, item, first);
	}
}

static bool names_a_party(const struct parties *parties, const char *name)
{
	for (const struct node *party = parties->declared->first; party; party = party->next)
		if (party->kind == NODE_PARTY && !strcmp(party->text, name))
			return true;
	return false;
}

/* The gap beyond which one party prevails, NULL where there is none. */
static const struct node *gap_that_decides(const struct parties *parties)
{
	for (const struct node *gap = parties->declared->first; gap; gap = gap->next)
		if (gap->kind == NODE_GAP && ast_child(gap, NODE_ATTR_PREVAILS) && names_a_party(parties, ast_child(gap, NODE_ATTR_PREVAILS)->text))
			return gap;
	return NULL;
}

static struct node *project_of(const struct parties *parties, const struct node *party, const struct node *sheet, bool first)
{
	struct node *project = made(parties, NODE_PROJECT, party->text), *points = made(parties, NODE_ATTR_POINTS, "");
	const struct node *full = ast_child(parties->standard, NODE_ATTR_FULL);
	project->span = project->name_span = party->name_span;
	project->number = 1;
	for (const struct node *number = full ? full->first : NULL; number; number = NULL) {
		points->span = full->span;
		ast_add(project, ast_add(points, copied(parties, number)));
	}
	const struct node *weight = ast_child(party, NODE_ATTR_WEIGHT);
	if (weight && !gap_that_decides(parties) && !ast_child(parties->standard, NODE_ATTR_FORMULA))
		ast_add(project, copied(parties, weight));
	add_items(parties, party, project, sheet, first);
	return project;
}

static struct node *call(const struct parties *parties, const char *word)
{
	return made(parties, NODE_CALL, word);
}

static struct node *joined(const struct parties *parties, const char *sign, struct node *left, struct node *right)
{
	return ast_add(ast_add(made(parties, NODE_BINARY, sign), left), right);
}

static struct node *score_of(const struct parties *parties, const char *party)
{
	return ast_add(call(parties, "小计"), made(parties, NODE_NAME, party));
}

/* 最大（小计（自评）、…） or 最小（…） */
static struct node *extreme(const struct parties *parties, const char *word)
{
	struct node *node = call(parties, word);
	for (const struct node *party = parties->declared->first; party; party = party->next)
		if (party->kind == NODE_PARTY)
			ast_add(node, score_of(parties, party->text));
	return node;
}

/* The scores farthest from each other are farther apart than allowed. */
static struct node *too_far(const struct parties *parties, const struct node *gap)
{
	struct node *apart = joined(parties, "-", extreme(parties, "最大"), extreme(parties, "最小"));
	struct node *test = joined(parties, gap->text, apart, copied(parties, ast_expression(gap)));
	test->span = test->name_span = gap->span;
	return test;
}

static struct node *with_group(const struct parties *parties, enum node_kind kind, const char *sign, const char *word, struct node *sum)
{
	return ast_child(parties->standard, kind) ? joined(parties, sign, sum, made(parties, NODE_SCORE, word)) : sum;
}

/* Where one party prevails the weights alone don't make the total. */
static void add_formula(const struct parties *parties, const struct node *gap)
{
	struct node *sum = NULL;
	for (const struct node *party = parties->declared->first; party; party = party->next) {
		const struct node *weight = party->kind == NODE_PARTY ? ast_child(party, NODE_ATTR_WEIGHT) : NULL;
		if (!weight)
			continue;
		struct node *term = joined(parties, "*", score_of(parties, party->text), copied(parties, weight->first));
		sum = sum ? joined(parties, "+", sum, term) : term;
	}
	if (!sum)
		return;
	struct node *one = score_of(parties, ast_child(gap, NODE_ATTR_PREVAILS)->text);
	struct node *choice = ast_add(ast_add(ast_add(made(parties, NODE_CONDITIONAL, ""), too_far(parties, gap)), one), sum);
	choice = with_group(parties, NODE_PENALTY, "-", "减分", with_group(parties, NODE_BONUS, "+", "加分", choice));
	choice->span = (struct span){parties->declared->span.start, ast_child(gap, NODE_ATTR_PREVAILS)->span.end};
	ast_add(parties->standard, ast_add(made(parties, NODE_ATTR_FORMULA, ""), choice));
}

/* 相差 超过 10分 重新考评: what a unit gets instead of a grade. */
static void add_outcome(const struct parties *parties, const struct node *gap)
{
	struct node *grades = ast_child(parties->standard, NODE_GRADES);
	const struct node *name = ast_child(gap, NODE_ATTR_GRADE), *wording = ast_child(gap, NODE_ATTR_WORDING);
	if (!grades || !name)
		return;
	struct node *outcome = made(parties, NODE_OUTCOME, name->text);
	outcome->span = gap->span;
	outcome->name_span = name->name_span;
	ast_add(outcome, too_far(parties, gap));
	if (wording)
		ast_add(outcome, copied(parties, wording));
	struct span span = grades->span;
	ast_add(grades, outcome);
	grades->span = span;
}

/* A 项目 for each party. */
static void add_projects(const struct parties *parties, const struct node *sheet)
{
	bool first = true;
	for (const struct node *party = parties->declared->first; party; party = party->next) {
		if (party->kind != NODE_PARTY)
			continue;
		ast_add(parties->standard, project_of(parties, party, sheet, first));
		first = false;
	}
}

static void divide(const struct parties *parties)
{
	struct node *standard = parties->standard, sheet = {0};
	struct span span = standard->span;
	for (const struct node *child = standard->first; child; child = child->next)
		if (is_sheet(child->kind))
			ast_add(&sheet, copied(parties, child));
	bool done = false;
	for (struct node *child = emptied(standard), *next; child; child = next) {
		next = child->next;
		if (is_sheet(child->kind) && !done) {
			add_projects(parties, sheet.first);
			done = true;
		} else if (child->kind == NODE_DEFINITION && is_apart(parties, child->text)) {
			add_copies(parties, standard, child);
		} else if (!is_sheet(child->kind)) {
			put_back(standard, child);
		}
	}
	standard->span = span;
}

/* What can't be divided among parties. */
static void check_sheet_plain(const struct parties *parties)
{
	static const enum node_kind own_kinds[] = {NODE_ATTR_CAP, NODE_ATTR_WEIGHT, NODE_VOID, NODE_WAIVER};
	for (const struct node *node = parties->standard->first; node; node = node->next)
		for (size_t i = 0; node->kind == NODE_PROJECT && i < sizeof own_kinds / sizeof *own_kinds; i++)
			if (ast_child(node, own_kinds[i]))
				report(parties->diagnostics, MSG_PARTIES_PROJECT, ast_child(node, own_kinds[i])->span, node->text, NULL);
	const struct node *formula = ast_child(parties->standard, NODE_ATTR_FORMULA);
	if (formula)
		report(parties->diagnostics, MSG_PARTIES_FORMULA, formula->span, NULL);
}

/* Where the weights stand in a formula nothing else adds them up. */
static void check_weights(const struct parties *parties)
{
	wide sum = 0;
	for (const struct node *party = parties->declared->first; party; party = party->next) {
		const struct node *weight = ast_child(party, NODE_ATTR_WEIGHT), *number = weight ? weight->first : NULL;
		if (!number)
			continue;
		const struct node *unit = ast_child(number, NODE_UNIT);
		if (!unit || strcmp(unit->text, "%") || number->scale > SHARE_DECIMALS) {
			const char *text = gj_arena_print(parties->arena, "%s%s", number->text, unit ? unit->text : "");
			report(parties->diagnostics, MSG_SHARE_RANGE, number->span, text, NULL);
			return;
		}
		sum += number->number * power_of_ten(SHARE_DECIMALS - number->scale);
	}
	if (sum != 100 * power_of_ten(SHARE_DECIMALS))
		report(parties->diagnostics, MSG_WEIGHTS_SUM, parties->declared->span,
			gj_arena_print(parties->arena, "%s%%", decimal_text(parties->arena, sum, SHARE_DECIMALS)), NULL);
}

/* False: too few or too many of them. */
static bool check_declared(const struct parties *parties)
{
	size_t count = 0;
	for (const struct node *node = parties->declared->first; node; node = node->next) {
		const struct node *prevails = node->kind == NODE_GAP ? ast_child(node, NODE_ATTR_PREVAILS) : NULL;
		count += node->kind == NODE_PARTY;
		if (prevails && !names_a_party(parties, prevails->text))
			report(parties->diagnostics, MSG_PARTY_UNKNOWN, prevails->name_span, prevails->text, NULL);
		if (node->kind == NODE_GAP && !prevails && !ast_child(parties->standard, NODE_GRADES))
			report(parties->diagnostics, MSG_PARTIES_GRADES, node->span, NULL);
	}
	if (gap_that_decides(parties))
		check_weights(parties);
	bool some = count >= 2 && count <= MOST_PARTIES;
	if (!some)
		report(parties->diagnostics, MSG_PARTIES_FEW, parties->declared->span, NULL);
	return some;
}

static void report_apart(const struct node *standard, struct diagnostics *diagnostics)
{
	const struct node *data = ast_child(standard, NODE_DATA);
	for (const struct node *field = data ? data->first : NULL; field; field = field->next) {
		const struct node *apart = field->kind == NODE_FIELD ? ast_child(field, NODE_ATTR_APART) : NULL;
		if (apart)
			report(diagnostics, MSG_PARTIES_MISSING, apart->span, field->text, NULL);
	}
}

void expand_parties(struct node *tree, struct gj_arena *arena, struct diagnostics *diagnostics)
{
	struct node *standard = ast_child(tree, NODE_STANDARD);
	struct node *declared = standard ? ast_child(standard, NODE_ATTR_PARTIES) : NULL;
	if (!declared) {
		if (standard)
			report_apart(standard, diagnostics);
		return;
	}
	struct parties parties = {arena, diagnostics, standard, declared, {0}};
	names_begin(&parties.apart, arena);
	if (!check_declared(&parties))
		return;
	find_apart(&parties);
	check_sheet_plain(&parties);
	divide(&parties);
	for (struct node *node = standard->first; node; node = node->next) {
		if (node->kind == NODE_DATA)
			divide_data(&parties, node);
		if (node->kind == NODE_SAMPLE || node->kind == NODE_CASE)
			divide_given(&parties, node);
	}
	for (const struct node *gap = declared->first; gap; gap = gap->next)
		if (gap->kind == NODE_GAP)
			add_outcome(&parties, gap);
	const struct node *gap = gap_that_decides(&parties);
	if (gap && !ast_child(standard, NODE_ATTR_FORMULA))
		add_formula(&parties, gap);
}
