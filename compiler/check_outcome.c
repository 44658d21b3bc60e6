/* Rules about the grade: its conditions, 最高评为, 降一级, 不参评. */
#include "check.h"
#include <string.h>

static enum gj_grade_rule outcome_of(const struct node *node)
{
	if (node->kind == NODE_ATTR_CONDITION)
		return GJ_OUTCOME_CONDITION;
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
		report(checker->diagnostics, MSG_CONDITION_OF_LOWEST, part->span, grade->name, NULL);
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

static void check_reason(struct checker *checker, const struct node *node, struct part *part)
{
	const struct node *step = ast_child(node, NODE_ATTR_STEP), *reason = ast_expression(node);
	if (reason)
		part->name = source_text(checker, (struct span){step ? step->name_span.start : reason->span.start, reason->span.end});
	if (!step) {
		part->condition = reason ? check_condition(checker, reason, NULL) : NULL;
		return;
	}
	struct rule rule = {0};
	if (check_count(checker, step, ast_child(step, NODE_NUMBER), reason, NULL, &rule)) {
		part->count = rule.count;
		part->step = rule.step;
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
	check_reason(checker, node, part);
}

void check_outcomes(struct checker *checker)
{
	for (size_t i = 0; i < checker->model->part_count; i++)
		if (checker->model->parts[i].kind == GJ_PART_OUTCOME)
			check_outcome(checker, (int)i);
}
