/* Rules about the grade: its conditions, 最高评为, 降一级, 不参评. */
#include "check.h"
#include <string.h>

static enum gj_grade_rule outcome_of(const struct node *node)
{
	if (node->kind == NODE_ATTR_CONDITION)
		return GJ_OUTCOME_CONDITION;
	if (node->kind == NODE_TIER)
		return !strcmp(node->parent->text, "取低") ? GJ_OUTCOME_WORSE : GJ_OUTCOME_BETTER;
	if (!strcmp(node->text, "最低评为"))
		return GJ_OUTCOME_FLOOR;
	if (!strcmp(node->text, "最高评为"))
		return GJ_OUTCOME_CEILING;
	return !strcmp(node->text, "降一级") ? GJ_OUTCOME_LOWERED : GJ_OUTCOME_UNRATED;
}

/* A grade that the score can give, named by 最高评为 or 最低评为; GJ_NONE when there is none, or after a mistake. */
static int limiting_grade(struct checker *checker, const struct node *name)
{
	const struct name_entry *entry = name ? names_find(&checker->grades, name->text) : NULL;
	if (name && !entry)
		report_unknown(checker, MSG_GRADE_UNKNOWN, name, &checker->grades, "等次");
	if (!entry)
		return GJ_NONE;
	if (checker->model->grades[entry->index].grade.from_band)
		return entry->index;
	report(checker->diagnostics, MSG_GRADE_WITHOUT_BAND, name->name_span, name->text, NULL);
	return GJ_NONE;
}

static int lowest_band(const struct model *model)
{
	for (size_t i = 0; i < model->grade_count; i++)
		if (model->grades[i].grade.from_band)
			return (int)i;
	return GJ_NONE;
}

static int conditioned_grade(struct checker *checker, const struct part *part)
{
	const struct name_entry *entry = names_find(&checker->grades, part->name);
	const struct gj_grade *grade = entry ? &checker->model->grades[entry->index].grade : NULL;
	if (!grade || !grade->from_band)
		return GJ_NONE;
	if (entry->index == lowest_band(checker->model))
		report(checker->diagnostics, MSG_CONDITION_OF_LOWEST, part->name_span, grade->name, NULL);
	return entry->index;
}

static int unrated_grade(struct checker *checker, const struct node *node)
{
	const struct name_entry *entry = names_find(&checker->grades, node->text);
	if (!entry) /* of a second 等次, which is reported */
		return GJ_NONE;
	if (!checker->model->grades[entry->index].grade.unrated)
		report(checker->diagnostics, MSG_UNRATED_HAS_BAND, node->name_span, node->text, NULL);
	return entry->index;
}

/* `shared`: the part before it, whose condition is the same one; or NULL. */
static void check_reason(struct checker *checker, const struct node *node, struct part *part, const struct part *shared)
{
	const struct node *step = ast_child(node, NODE_ATTR_STEP), *reason = ast_expression(node);
	if (reason)
		part->name = source_text(checker, (struct span){step ? step->name_span.start : reason->span.start, reason->span.end});
	if (!step) {
		part->condition = shared ? shared->condition : reason ? check_condition(checker, reason, NULL) : NULL;
		return;
	}
	struct rule rule = {0};
	if (check_count(checker, step, ast_child(step, NODE_NUMBER), reason, NULL, &rule)) {
		part->count = rule.count;
		part->step = rule.step;
	}
}

static const struct expr *condition_of_tier(const struct rule *scale, const struct node *tier)
{
	for (size_t i = 0; i < scale->tier_count; i++)
		if (scale->tiers[i].span.start == tier->span.start)
			return scale->tiers[i].condition;
	return NULL;
}

static bool is_read(const struct node *scale)
{
	for (const struct node *tier = scale->first; tier; tier = tier->next)
		if (tier->kind == NODE_TIER && !tier->first)
			return false;
	return true;
}

/* The tiers of a scale stand one behind the other, beginning at `index`; all are checked with the first. */
static void check_scale(struct checker *checker, int index)
{
	struct model *model = checker->model;
	const struct node *scale = checker->work[index].node->parent, *subject = ast_expression(scale);
	struct rule rule = {0};
	bool right = is_read(scale) && check_tiers(checker, scale, &rule, GJ_NONE);
	for (size_t i = (size_t)index; i < model->part_count && checker->work[i].node->parent == scale; i++) {
		const struct node *tier = checker->work[i].node;
		struct part *part = &model->parts[i];
		part->condition = right ? condition_of_tier(&rule, tier) : NULL;
		if (subject)
			part->name = gj_arena_print(checker->arena, "%s %s", source_text(checker, subject->span), source_text(checker, tier->first->span));
	}
}

static void check_outcome(struct checker *checker, int index)
{
	struct part *part = &checker->model->parts[index];
	const struct node *node = checker->work[index].node;
	part->outcome = outcome_of(node);
	if (part->outcome == GJ_OUTCOME_CONDITION)
		part->grade = conditioned_grade(checker, part);
	else if (part->outcome == GJ_OUTCOME_UNRATED)
		part->grade = unrated_grade(checker, node);
	else
		part->grade = limiting_grade(checker, ast_child(node, NODE_ATTR_GRADE));
	if (node->kind != NODE_TIER)
		check_reason(checker, node, part, checker->work[index - 1].node == node ? part - 1 : NULL);
	else if (checker->work[index - 1].node->parent != node->parent)
		check_scale(checker, index);
}

/* The lines that were meant for its tiers, each with the word that is missing; "" where there are none. */
static const char *with_awarded(struct checker *checker, const struct node *scale, struct span *lines)
{
	const char *text = "";
	lines->start = lines->end = scale->span.end;
	for (const struct node *grade = scale->next; grade && grade->kind == NODE_GRADE; grade = grade->next) {
		const char *between = *text ? source_text(checker, (struct span){lines->end, grade->span.start}) : "";
		if (!*text)
			lines->start = grade->span.start;
		text = gj_arena_print(checker->arena, "%s%s评为 %s", text, between, source_text(checker, grade->span));
		lines->end = grade->span.end;
	}
	return text;
}

static void report_empty(struct checker *checker, const struct node *scale)
{
	struct finding *finding = report(checker->diagnostics, MSG_SCALE_EMPTY, scale->span, scale->text, NULL);
	struct span lines;
	const char *text = with_awarded(checker, scale, &lines);
	if (!*text)
		return;
	finding_note(finding, "下面各行的前面要写“评为”", "each line below it begins with 评为");
	finding_fix(finding, lines, text);
}

static void check_scales(struct checker *checker, const struct node *grades)
{
	for (const struct node *node = grades->first; node; node = node->next)
		if (node->kind == NODE_SCALE && !ast_child(node, NODE_TIER))
			report_empty(checker, node);
}

void check_outcomes(struct checker *checker)
{
	const struct node *grades = ast_child(checker->standard, NODE_GRADES);
	if (grades)
		check_scales(checker, grades);
	for (size_t i = 0; i < checker->model->part_count; i++)
		if (checker->model->parts[i].kind == GJ_PART_OUTCOME)
			check_outcome(checker, (int)i);
}
