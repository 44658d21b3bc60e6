/* Conditions that never or always hold, rows that a clause and a veto both strike, words and rules that disagree, names that nothing reads. */
#include "analysis.h"
#include "source.h"

#include <string.h>

static void judge(struct analysis *analysis, const struct expr *condition)
{
	const char *witness;
	enum verdict verdict = decide(analysis->model, analysis->arena, condition, NULL, &witness);
	if (verdict == VERDICT_UNKNOWN)
		verdict = condition->high == 0 ? VERDICT_NEVER : condition->low == 1 ? VERDICT_ALWAYS : VERDICT_UNKNOWN;
	if (verdict == VERDICT_NEVER)
		report(analysis->diagnostics, MSG_NEVER_HOLDS, condition->span, NULL);
	else if (verdict == VERDICT_ALWAYS)
		report(analysis->diagnostics, MSG_ALWAYS_HOLDS, condition->span, NULL);
}

void analyse_conditions(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (part->condition)
			judge(analysis, part->condition);
		for (size_t k = 0; k < part->rule_count; k++)
			if (part->rules[k].kind == RULE_IF)
				judge(analysis, part->rules[k].condition);
	}
	for (size_t i = 0; i < model->check_count; i++)
		judge(analysis, model->checks[i].condition);
	for (size_t i = 0; i < model->selection_count; i++)
		if (model->selections[i].condition)
			judge(analysis, model->selections[i].condition);
}

static void judge_pair(struct analysis *analysis, const struct rule *rule, const struct part *veto)
{
	const char *witness;
	if (!share_a_field(analysis->model, rule->condition, veto->condition)
	    || decide(analysis->model, analysis->arena, rule->condition, veto->condition, &witness) < VERDICT_SOMETIMES)
		return;
	struct span condition = veto->condition->span;
	const char *text = *veto->wording ? veto->wording
	                                  : gj_arena_copy(analysis->arena, analysis->model->source->text + condition.start, condition.end - condition.start);
	struct finding *finding = report(analysis->diagnostics, MSG_DEDUCTS_AND_VETOES, rule->span, text, witness, NULL);
	finding_relate(finding, veto->span, "这里否决", "vetoed here");
}

/* A clause of 加分项 takes nothing away. */
static bool deducts(const struct model *model, const struct part *part)
{
	return part->rule_count > 0 && !part->earning && model->parts[part->parent].kind != GJ_PART_BONUS;
}

void analyse_double_jeopardy(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t v = 0; v < model->part_count; v++) {
		if (model->parts[v].kind != GJ_PART_VETO)
			continue;
		for (size_t i = 0; i < model->part_count; i++)
			for (size_t k = 0; deducts(model, &model->parts[i]) && k < model->parts[i].rule_count; k++)
				if (model->parts[i].rules[k].kind == RULE_IF)
					judge_pair(analysis, &model->parts[i].rules[k], &model->parts[v]);
	}
}

static void mark(const struct model *model, const struct expr *expr, bool *read)
{
	if (!expr)
		return;
	if (expr->kind == EXPR_DEFINITION && !read[expr->definition]) {
		read[expr->definition] = true;
		mark(model, model->definitions[expr->definition].value, read);
	}
	mark(model, expr->a, read);
	mark(model, expr->b, read);
	mark(model, expr->c, read);
}

static void mark_rule(const struct model *model, const struct rule *rule, bool *read)
{
	mark(model, rule->condition, read);
	mark(model, rule->count, read);
	mark(model, rule->subject, read);
	mark(model, rule->amount, read);
	for (size_t i = 0; i < rule->tier_count; i++)
		mark(model, rule->tiers[i].amount, read);
}

/* Which definitions something outside the definitions reads, through other definitions too. */
static const bool *definitions_read(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	bool *read = gj_arena_alloc(analysis->arena, model->definition_count + 1);
	for (size_t i = 0; i < model->part_count; i++) {
		mark(model, model->parts[i].condition, read);
		for (size_t k = 0; k < model->parts[i].rule_count; k++)
			mark_rule(model, &model->parts[i].rules[k], read);
	}
	for (size_t i = 0; i < model->check_count; i++)
		mark(model, model->checks[i].condition, read);
	for (size_t i = 0; i < model->selection_count; i++) {
		mark(model, model->selections[i].condition, read);
		for (size_t k = 0; k < model->selections[i].key_count; k++)
			mark(model, model->selections[i].keys[k].value, read);
	}
	return read;
}

void analyse_unused(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->field_count; i++) {
		const struct model_field *field = &model->fields[i];
		if (!field->used && field->field.type != GJ_TEXT && !field->field.key)
			report(analysis->diagnostics, MSG_FIELD_UNUSED, field->name_span, field->field.name, NULL);
	}
	const bool *read = definitions_read(analysis);
	for (size_t i = 0; i < model->definition_count; i++)
		if (!read[i])
			report(analysis->diagnostics, MSG_DEFINITION_UNUSED, model->definitions[i].span, model->definitions[i].name, NULL);
}

void analyse_reach(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	const struct part *standard = &model->parts[0];
	for (size_t i = 0; i < model->grade_count; i++) {
		const struct gj_grade *grade = &model->grades[i].grade;
		bool above = grade->has_low && grade->low > standard->high, below = grade->has_high && grade->high < standard->low;
		if (!grade->from_band || model->grades[i].by_veto || (!above && !below))
			continue;
		report(analysis->diagnostics, MSG_GRADE_UNREACHABLE, model->grades[i].name_span, grade->name,
		       analysis_points(analysis, standard->low), analysis_points(analysis, standard->high), NULL);
	}
}

static bool asks_for(const struct expr *expr, int part)
{
	if (!expr)
		return false;
	return (expr->kind == EXPR_SCORE && expr->part == part) || asks_for(expr->a, part) || asks_for(expr->b, part) || asks_for(expr->c, part);
}

static bool asks_for_within(const struct model *model, size_t part)
{
	for (size_t i = part; i < model->part_count; i++)
		if (analysis_within(model, i, part) && asks_for(model->total_formula, (int)i))
			return true;
	return false;
}

void analyse_formula(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	if (!model->total_formula)
		return;
	for (size_t i = 1; i < model->part_count; i++) {
		enum gj_part kind = model->parts[i].kind;
		bool scored = kind == GJ_PART_PROJECT || kind == GJ_PART_ITEM || kind == GJ_PART_BONUS || kind == GJ_PART_PENALTY;
		if (scored && model->parts[i].parent == 0 && !asks_for_within(model, i))
			report(analysis->diagnostics, MSG_PART_NOT_IN_TOTAL, model->parts[i].name_span, analysis_part_name(analysis, (int)i), NULL);
	}
}
