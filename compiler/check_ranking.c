/* What 评选 and 定等 share: from whom, under what condition, in what groups, by what order. */
#include "check.h"
#include <string.h>

/* The primary key; other texts are reported. */
static bool check_text_key(struct checker *checker, const struct node *name, struct rank_key *key)
{
	const struct name_entry *entry = name->kind == NODE_NAME ? names_find(&checker->values, name->text) : NULL;
	if (!entry || entry->kind != VALUE_FIELD || checker->model->fields[entry->index].field.type != GJ_TEXT)
		return false;
	checker->model->fields[entry->index].used = true;
	if (entry->index != checker->model->key_field)
		report(checker->diagnostics, MSG_RANK_TEXT, name->name_span, name->text, NULL);
	key->name = name->text;
	return true;
}

static bool is_primary_key(const struct checker *checker, const struct expr *value)
{
	return value->kind == EXPR_FIELD && value->field == checker->model->key_field;
}

static void check_rank_key(struct checker *checker, const struct node *node, const struct facts *facts, struct model_selection *selection)
{
	const struct node *value = ast_expression(node);
	if (!value)
		return;
	struct rank_key key = {.span = value->span, .descending = strcmp(node->text, "从低到高") != 0, .name = source_text(checker, value->span)};
	if (value->kind == NODE_SCORE && !strcmp(value->text, "总分")) {
		key.total = true;
	} else if (check_text_key(checker, value, &key)) {
		key.descending = !strcmp(node->text, "从高到低");
	} else {
		key.value = check_number(checker, value, facts);
		if (!key.value)
			return;
		if (is_primary_key(checker, key.value)) {
			key.descending = !strcmp(node->text, "从高到低");
		} else if (!*node->text) {
			report(checker->diagnostics, MSG_RANK_DIRECTION, value->span, key.name, NULL);
			return;
		}
	}
	selection->keys[selection->key_count++] = key;
}

static void check_keys(struct checker *checker, const struct node *node, struct model_selection *selection)
{
	const struct facts *facts = facts_from(checker, selection->condition, true, NULL);
	size_t keys = 0;
	for (const struct node *key = node->first; key; key = key->next)
		keys += key->kind == NODE_RANK_KEY;
	selection->keys = gj_arena_alloc(checker->arena, keys * sizeof *selection->keys);
	for (const struct node *key = node->first; key; key = key->next)
		if (key->kind == NODE_RANK_KEY)
			check_rank_key(checker, key, facts, selection);
}

/* Several 条件 must all hold. */
static void check_conditions(struct checker *checker, const struct node *node, struct model_selection *selection)
{
	for (const struct node *child = node->first; child; child = child->next) {
		if (child->kind != NODE_ATTR_CONDITION || !ast_expression(child))
			continue;
		const struct facts *facts = facts_from(checker, selection->condition, true, NULL);
		const struct expr *holds = check_condition(checker, ast_expression(child), facts);
		if (holds && selection->condition)
			holds = expr_boolean(checker, EXPR_AND, child->span, selection->condition, holds);
		selection->condition = holds ? holds : selection->condition;
	}
}

static void report_twice(struct checker *checker, const struct node *node, const char *what)
{
	static const struct { enum node_kind kind; const char *word; } once[] = {
		{NODE_ATTR_SCOPE, "范围"}, {NODE_ATTR_GROUPED, "分组"}, {NODE_ATTR_TIES, "同分"}, {NODE_ATTR_QUOTA, "名额"}, {NODE_ATTR_BEYOND, "超出名额"},
	};
	for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
		const struct node *first = ast_child(node, once[i].kind);
		for (const struct node *other = first ? first->next : NULL; other; other = other->next)
			if (other->kind == once[i].kind)
				finding_relate(report(checker->diagnostics, MSG_SELECTION_TWICE, other->span, what, once[i].word, NULL), first->span,
					"第一次写在这里", "first written here");
	}
}

static bool by_primary_key(const struct checker *checker, const struct model_selection *selection)
{
	const struct rank_key *last = selection->key_count ? &selection->keys[selection->key_count - 1] : NULL;
	if (!last || last->total)
		return false;
	return !last->value || is_primary_key(checker, last->value);
}

/* What becomes of equal rows must be said: 同分, or the primary key as the last ranking key. */
static void check_ties(struct checker *checker, const struct node *node, const char *what, struct model_selection *selection)
{
	const struct node *ties = ast_child(node, NODE_ATTR_TIES), *last = NULL;
	bool settled = by_primary_key(checker, selection);
	size_t keys = 0;
	for (const struct node *key = node->first; key; key = key->next) {
		last = key->kind == NODE_RANK_KEY ? key : last;
		keys += key->kind == NODE_RANK_KEY;
	}
	if (ties && settled)
		report(checker->diagnostics, MSG_TIES_NEVER, ties->span, what, NULL);
	if (ties && strcmp(ties->text, "一并列入") && strcmp(ties->text, "均不列入"))
		finding_note(report(checker->diagnostics, MSG_TIE_WORD, ties->span, what, ties->text, NULL), "写“同分 一并列入”或“同分 均不列入”",
			"write 同分 一并列入 (all in) or 同分 均不列入 (none in)");
	if (ties)
		selection->selection.ties = strcmp(ties->text, "均不列入") ? GJ_TIES_IN : GJ_TIES_OUT;
	if (ties || settled || keys > selection->key_count || checker->model->key_field == GJ_NONE)
		return;
	const char *key = checker->model->fields[checker->model->key_field].field.name;
	struct finding *finding = report(checker->diagnostics, MSG_TIES_UNSAID, last ? last->span : node->name_span, what, key, NULL);
	finding_note(finding, gj_arena_print(checker->arena, "写“同分 一并列入”或“同分 均不列入”；就按%s先后的，在排序最后写上“%s”", key, key),
		gj_arena_print(checker->arena, "write 同分 一并列入 (all in) or 同分 均不列入 (none in); or %s as the last key where it is to decide", key));
	if (last)
		finding_fix(finding, (struct span){last->span.end, last->span.end}, gj_arena_print(checker->arena, "、%s", key));
}

static void check_scope(struct checker *checker, const struct node *node, const char *what, struct gj_selection *selection)
{
	const struct node *scope = ast_child(node, NODE_ATTR_SCOPE);
	if (!scope)
		return;
	selection->scope = grades_named(checker, scope, what, &selection->scope_count);
	for (size_t i = 0; i < selection->scope_count; i++)
		if (checker->model->grades[selection->scope[i]].grade.unrated)
			report(checker->diagnostics, MSG_SCOPE_UNRATED, scope->span, what, checker->model->grades[selection->scope[i]].grade.name, NULL);
}

/* Whether the scope reaches down to grades that a veto leads to; warned of where it names one. */
static bool meets_vetoed(struct checker *checker, const struct node *node, const char *what, const struct gj_selection *selection)
{
	const struct model *model = checker->model;
	const struct node *scope = ast_child(node, NODE_ATTR_SCOPE);
	bool meets = false;
	for (size_t i = 0; i < selection->scope_count; i++) {
		const struct model_grade *grade = &model->grades[selection->scope[i]];
		meets = meets || selection->scope[i] <= model->veto_grade;
		if (scope && grade->by_veto)
			report(checker->diagnostics, MSG_SCOPE_VETOED, scope->span, what, grade->grade.name, NULL);
	}
	return meets;
}

void check_ranked_by(struct checker *checker, const struct node *node, const char *what, struct model_selection *selection)
{
	report_twice(checker, node, what);
	check_conditions(checker, node, selection);
	check_keys(checker, node, selection);
}

void check_ranking(struct checker *checker, const struct node *node, const char *what, struct model_selection *selection)
{
	selection->span = node->span;
	selection->selection.condition = selection->selection.rest = GJ_NONE;
	check_scope(checker, node, what, &selection->selection);
	selection->may_meet_vetoed = meets_vetoed(checker, node, what, &selection->selection);
	selection->selection.grouping = check_grouping(checker, ast_child(node, NODE_ATTR_GROUPED));
	check_ranked_by(checker, node, what, selection);
	check_ties(checker, node, what, selection);
}
