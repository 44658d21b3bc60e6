/* 评选: the grade that it gives, its quota, those beyond; 定等 in its place among them; 目标: grades and the share to reach. */
#include "check.h"
#include <string.h>

static bool has_bands(const struct model *model)
{
	for (size_t i = 0; i < model->grade_count; i++)
		if (model->grades[i].grade.from_band && *model->grades[i].grade.name)
			return true;
	return false;
}

/* Without a 范围 a grade that the score gives is limited to a quota; where there are no bands, everyone may be chosen. */
static void default_scope(struct checker *checker, const struct node *node, struct model_selection *selection)
{
	const struct model *model = checker->model;
	if (ast_child(node, NODE_ATTR_SCOPE))
		return;
	if (!has_bands(model)) {
		selection->selection.scope = grades_of_score(checker, &selection->selection.scope_count);
	} else if (model->grades[selection->grade].grade.from_band) {
		selection->selection.scope = gj_arena_alloc(checker->arena, sizeof selection->grade);
		selection->selection.scope[0] = selection->grade;
		selection->selection.scope_count = 1;
	} else {
		report(checker->diagnostics, MSG_SELECTION_INCOMPLETE, node->name_span, node->text, "范围", NULL);
	}
}

/* 超出名额 列为 …: a lower grade. */
static void check_beyond(struct checker *checker, const struct node *node, struct model_selection *selection)
{
	const struct node *beyond = ast_child(node, NODE_ATTR_BEYOND);
	int rest = beyond ? grade_of_name(checker, beyond, "超出名额") : GJ_NONE;
	if (rest == GJ_NONE)
		return;
	selection->selection.rest = rest;
	selection->selection.rest_lowers = true;
	if (rest >= selection->grade || checker->model->grades[rest].grade.unrated)
		report(checker->diagnostics, MSG_BEYOND_RANK, beyond->span, beyond->text, node->text, NULL);
}

/* The scope is below the grade that is given, or is it, where those beyond the quota go elsewhere. */
static void check_scope_rank(struct checker *checker, const struct node *node, const struct model_selection *selection)
{
	const struct node *scope = ast_child(node, NODE_ATTR_SCOPE), *beyond = ast_child(node, NODE_ATTR_BEYOND);
	struct span place = scope ? scope->span : node->name_span;
	for (size_t i = 0; i < selection->selection.scope_count && has_bands(checker->model); i++) {
		int grade = selection->selection.scope[i];
		if (grade == selection->grade && !beyond)
			report(checker->diagnostics, MSG_BEYOND_UNSAID, place, node->text, NULL);
		else if (grade > selection->grade)
			report(checker->diagnostics, MSG_SCOPE_RANK, place, node->text, checker->model->grades[grade].grade.name, NULL);
	}
}

static void check_selection(struct checker *checker, const struct node *node, struct model_selection *selection)
{
	const struct node *quota = ast_child(node, NODE_ATTR_QUOTA);
	struct gj_stretch *stretch = gj_arena_alloc(checker->arena, sizeof *stretch);
	selection->grade = names_find(&checker->grades, node->text)->index;
	selection->selection.name = node->text;
	default_scope(checker, node, selection);
	check_ranking(checker, node, node->text, selection);
	check_beyond(checker, node, selection);
	check_scope_rank(checker, node, selection);
	*stretch = (struct gj_stretch){.grade = selection->grade, .from_top = true, .condition = GJ_NONE};
	if (quota)
		stretch->quota = check_quota(checker, quota, GJ_SHARE_OF_ALL);
	else
		report(checker->diagnostics, MSG_SELECTION_INCOMPLETE, node->name_span, node->text, "名额", NULL);
	selection->selection.stretches = stretch;
	selection->selection.stretch_count = 1;
	selection->stretch_conditions = gj_arena_alloc(checker->arena, sizeof *selection->stretch_conditions);
}

void check_selections(struct checker *checker)
{
	struct model *model = checker->model;
	size_t count = 0;
	begin_groupings(checker);
	for (const struct node *node = checker->standard->first; node; node = node->next)
		count += node->kind == NODE_SELECTION || node->kind == NODE_PLACING;
	model->selections = gj_arena_alloc(checker->arena, (count < GJ_SELECTIONS_MOST ? count : GJ_SELECTIONS_MOST) * sizeof *model->selections);
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		if (node->kind != NODE_SELECTION && node->kind != NODE_PLACING)
			continue;
		if (model->selection_count == GJ_SELECTIONS_MOST) {
			report(checker->diagnostics, MSG_SELECTIONS_MANY, node->name_span, decimal_text(checker->arena, GJ_SELECTIONS_MOST, 0), NULL);
			return;
		}
		struct model_selection *selection = &model->selections[model->selection_count++];
		if (node->kind == NODE_SELECTION)
			check_selection(checker, node, selection);
		else
			check_placing(checker, node, selection);
	}
}

/* The author's words without blanks. */
static const char *without_blanks(struct checker *checker, struct span span)
{
	char *text = gj_arena_copy(checker->arena, checker->source->text + span.start, span.end - span.start), *out = text;
	for (const char *in = text; *in; in++)
		if (!strchr(" \t\r\n", *in))
			*out++ = *in;
	*out = '\0';
	return text;
}

/* From the first grade to the share, and the groups in brackets. */
static const char *target_label(struct checker *checker, const struct node *node, const struct node *bound)
{
	const struct node *grouped = ast_child(node, NODE_ATTR_GROUPED);
	const char *label = without_blanks(checker, (struct span){node->first->span.start, bound->span.end});
	if (!grouped)
		return label;
	return gj_arena_print(checker->arena, "%s（按%s）", label, without_blanks(checker, grouped->span));
}

static void check_target(struct checker *checker, const struct node *node)
{
	const struct node *bound = ast_child(node, NODE_BOUND), *number = bound ? ast_child(bound, NODE_NUMBER) : NULL;
	struct gj_target target = {0};
	if (!number)
		return;
	target.grades = grades_named(checker, node, "目标", &target.grade_count);
	if (!target.grade_count)
		return;
	if (!unit_is_share(literal_unit(number))) {
		struct finding *finding = report(checker->diagnostics, MSG_SHARE_UNIT, number->span, source_text(checker, number->span), NULL);
		if (!*literal_unit(number) && !share_doubt(checker, number, "%"))
			finding_fix(finding, number->span, gj_arena_print(checker->arena, "%s%%", number->text));
		return;
	}
	if (!strcmp(node->text, "以上"))
		target.grades = grades_upward(checker, target.grades, &target.grade_count);
	target.at_least = bound->text[0] == '>';
	target.strict = bound->text[1] == '\0';
	target.grouping = check_grouping(checker, ast_child(node, NODE_ATTR_GROUPED));
	target.label = target_label(checker, node, bound);
	if (!share_in_millionths(checker, number, &target.share))
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
