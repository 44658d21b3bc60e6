/* 评选: scope, condition, ranking, quota; 目标: grades and the share to reach. */
#include "check.h"
#include <string.h>

enum { MILLION_DECIMALS = 4 }; /* 1% is 10000 parts of a million: four decimals of a percentage are exact */

static int grade_index(struct checker *checker, const struct node *name, const char *about)
{
	const struct name_entry *entry = names_find(&checker->grades, name->text);
	if (entry)
		return entry->index;
	report_unknown(checker, MSG_GRADE_UNKNOWN, name, &checker->grades, about);
	return GJ_NONE;
}

/* Grades named by the NAME children, in a fresh array. */
static int *grade_list(struct checker *checker, const struct node *parent, const char *about, size_t *count)
{
	size_t names = 0;
	*count = 0;
	for (const struct node *name = parent->first; name; name = name->next)
		names += name->kind == NODE_NAME;
	int *list = gj_arena_alloc(checker->arena, names * sizeof *list);
	for (const struct node *name = parent->first; name; name = name->next) {
		int index = name->kind == NODE_NAME ? grade_index(checker, name, about) : GJ_NONE;
		if (index != GJ_NONE)
			list[(*count)++] = index;
	}
	return list;
}

/* A percentage as parts of a million. */
static bool share_value(struct checker *checker, const struct node *number, int64_t *share)
{
	int64_t value;
	int scale;
	literal_in_unit(number, "%", &value, &scale);
	if (scale <= MILLION_DECIMALS && value >= 0 && value <= 100 * power_of_ten(scale)) {
		*share = (int64_t)rescale(value, scale, MILLION_DECIMALS, GJ_ROUND_DOWN);
		return true;
	}
	report(checker->diagnostics, MSG_SHARE_RANGE, number->span, source_text(checker, number->span), NULL);
	return false;
}

static void check_quota_share(struct checker *checker, const struct node *quota, const struct node *number, struct gj_selection *selection)
{
	selection->quota_is_share = true;
	share_value(checker, number, &selection->quota);
	if (!*quota->text) {
		struct finding *finding = report(checker->diagnostics, MSG_QUOTA_ROUNDING, number->span, source_text(checker, number->span), NULL);
		finding_note(finding, "在后面写“进一”“舍去”或“四舍五入”；原文没有写明的，再写一条“口径”",
			"write 进一 (up), 舍去 (down) or 四舍五入 (half up) after it, with a 口径 where the source doesn't say");
		return;
	}
	selection->rounding = !strcmp(quota->text, "进一") ? GJ_ROUND_UP : !strcmp(quota->text, "舍去") ? GJ_ROUND_DOWN : GJ_ROUND_HALF;
}

static void check_quota(struct checker *checker, const struct node *quota, struct gj_selection *selection)
{
	const struct node *number = ast_child(quota, NODE_NUMBER);
	if (!number)
		return;
	const char *unit = literal_unit(number);
	if (unit_is_share(unit)) {
		check_quota_share(checker, quota, number, selection);
		return;
	}
	int64_t value;
	int scale;
	literal_value(number, &value, &scale);
	if (scale || (*unit && !unit_is_counting(unit)))
		report(checker->diagnostics, MSG_QUOTA_UNIT, number->span, source_text(checker, number->span), NULL);
	else
		selection->quota = value;
}

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
		if (!*node->text) {
			report(checker->diagnostics, MSG_RANK_DIRECTION, value->span, key.name, NULL);
			return;
		}
	}
	selection->keys[selection->key_count++] = key;
}

static void check_scope(struct checker *checker, const struct node *node, struct gj_selection *selection)
{
	const struct node *scope = ast_child(node, NODE_ATTR_SCOPE);
	if (!scope) {
		report(checker->diagnostics, MSG_SELECTION_INCOMPLETE, node->name_span, node->text, "范围", NULL);
		return;
	}
	selection->scope = grade_list(checker, scope, "评选", &selection->scope_count);
	for (size_t i = 0; i < selection->scope_count; i++)
		if (selection->scope[i] >= selection->grade)
			report(checker->diagnostics, MSG_SCOPE_RANK, scope->span, node->text,
				checker->model->grades[selection->scope[i]].grade.name, NULL);
}

/* Whether the scope reaches down to grades that a veto leads to; warned of where it names one. */
static bool meets_vetoed(struct checker *checker, const struct node *node, const struct gj_selection *selection)
{
	const struct model *model = checker->model;
	bool meets = false;
	for (size_t i = 0; i < selection->scope_count; i++) {
		const struct model_grade *grade = &model->grades[selection->scope[i]];
		meets = meets || selection->scope[i] <= model->veto_grade;
		if (grade->by_veto)
			report(checker->diagnostics, MSG_SCOPE_VETOED, ast_child(node, NODE_ATTR_SCOPE)->span, node->text, grade->grade.name, NULL);
	}
	return meets;
}

static void check_selection(struct checker *checker, const struct node *node)
{
	struct model_selection *selection = &checker->model->selections[checker->model->selection_count++];
	const struct node *condition = ast_child(node, NODE_ATTR_CONDITION), *quota = ast_child(node, NODE_ATTR_QUOTA);
	size_t keys = 0;
	selection->span = node->span;
	selection->selection.grade = names_find(&checker->grades, node->text)->index;
	selection->selection.condition = GJ_NONE;
	check_scope(checker, node, &selection->selection);
	selection->may_meet_vetoed = meets_vetoed(checker, node, &selection->selection);
	if (condition && ast_expression(condition))
		selection->condition = check_condition(checker, ast_expression(condition), NULL);
	const struct facts *facts = facts_from(checker, selection->condition, true, NULL);
	for (const struct node *key = node->first; key; key = key->next)
		keys += key->kind == NODE_RANK_KEY;
	selection->keys = gj_arena_alloc(checker->arena, keys * sizeof *selection->keys);
	for (const struct node *key = node->first; key; key = key->next)
		if (key->kind == NODE_RANK_KEY)
			check_rank_key(checker, key, facts, selection);
	if (quota)
		check_quota(checker, quota, &selection->selection);
	else
		report(checker->diagnostics, MSG_SELECTION_INCOMPLETE, node->name_span, node->text, "名额", NULL);
}

void check_selections(struct checker *checker)
{
	struct model *model = checker->model;
	size_t count = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		count += node->kind == NODE_SELECTION;
	model->selections = gj_arena_alloc(checker->arena, count * sizeof *model->selections);
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_SELECTION)
			check_selection(checker, node);
}

/* The author's words without blanks and without the heading word. */
static const char *target_label(struct checker *checker, const struct node *node, const struct node *bound)
{
	struct span span = {node->first->span.start, bound->span.end};
	char *label = gj_arena_copy(checker->arena, checker->source->text + span.start, span.end - span.start), *out = label;
	for (const char *in = label; *in; in++)
		if (!strchr(" \t\r\n", *in))
			*out++ = *in;
	*out = '\0';
	return label;
}

/* "三星 以上": every grade ranked at least as high. */
static void widen_upward(struct checker *checker, struct gj_target *target)
{
	int lowest = target->grades[0];
	target->grade_count = checker->model->grade_count - (size_t)lowest;
	target->grades = gj_arena_alloc(checker->arena, target->grade_count * sizeof *target->grades);
	for (size_t i = 0; i < target->grade_count; i++)
		target->grades[i] = lowest + (int)i;
}

static void check_target(struct checker *checker, const struct node *node)
{
	const struct node *bound = ast_child(node, NODE_BOUND), *number = bound ? ast_child(bound, NODE_NUMBER) : NULL;
	struct gj_target target = {0};
	if (!number)
		return;
	target.grades = grade_list(checker, node, "目标", &target.grade_count);
	if (!target.grade_count)
		return;
	if (!unit_is_share(literal_unit(number))) {
		struct finding *finding = report(checker->diagnostics, MSG_SHARE_UNIT, number->span, source_text(checker, number->span), NULL);
		if (!*literal_unit(number) && !share_doubt(checker, number, "%"))
			finding_fix(finding, number->span, gj_arena_print(checker->arena, "%s%%", number->text));
		return;
	}
	if (!strcmp(node->text, "以上"))
		widen_upward(checker, &target);
	target.at_least = bound->text[0] == '>';
	target.strict = bound->text[1] == '\0';
	target.label = target_label(checker, node, bound);
	if (!share_value(checker, number, &target.share))
		return;
	checker->model->target_spans[checker->model->target_count] = node->span;
	checker->model->targets[checker->model->target_count++] = target;
}

void check_targets(struct checker *checker)
{
	size_t count = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		count += node->kind == NODE_TARGET;
	checker->model->targets = gj_arena_alloc(checker->arena, count * sizeof *checker->model->targets);
	checker->model->target_spans = gj_arena_alloc(checker->arena, count * sizeof *checker->model->target_spans);
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_TARGET)
			check_target(checker, node);
}
