/* Rows that a clause and a veto both strike, names that nothing reads, parts that the total leaves out. */
#include "analysis.h"
#include "divisions.h"
#include "source.h"

#include <string.h>

/* A clause of 加分项 takes nothing away. */
static bool deducts(const struct model *model, size_t index)
{
	const struct part *part = &model->parts[index];
	return part->rule_count > 0 && !part->earning && model->parts[model_owner(model, (int)index)].kind != GJ_PART_BONUS;
}

static void judge_pair(struct analysis *analysis, const struct rule *rule, const struct part *veto)
{
	struct wanted both[] = {{rule->condition, true}, {veto->condition, true}};
	struct row row;
	if (decide(&analysis->decider, both, 2) == VERDICT_NEVER || !find_row(&analysis->decider, both, 2, &row))
		return;
	struct span condition = veto->condition->span;
	const char *text = *veto->wording ? veto->wording
	                                  : gj_arena_copy(analysis->arena, analysis->model->source->text + condition.start, condition.end - condition.start);
	struct finding *finding = report(analysis->diagnostics, MSG_DEDUCTS_AND_VETOES, rule->span, text, row_text(&analysis->decider, &row), NULL);
	finding_relate(finding, veto->span, "这里否决", "vetoed here");
	struct witness *witness = witness_of_row(&analysis->decider, CLAIM_HOLDS, &row);
	witness_add_span(witness, rule->condition->span);
	witness_add_span(witness, veto->condition->span);
	finding->witness = witness;
}

static void judge_with_vetoes(struct analysis *analysis, const struct readers *vetoes, const struct rule *rule)
{
	struct reading reading = {0};
	struct reader_step step = {0};
	reading_add(&reading, analysis->model, rule->condition);
	for (const struct reader *veto = readers_next(vetoes, &reading, &step); veto && analysis->decider.steps; veto = readers_next(vetoes, &reading, &step))
		judge_pair(analysis, rule, &analysis->model->parts[veto->index]);
}

void analyse_double_jeopardy(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	struct readers vetoes;
	readers_begin(&vetoes, model, analysis->arena);
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_VETO)
			readers_add(&vetoes, i, model->parts[i].condition);
	for (size_t i = 0; vetoes.count && i < model->part_count; i++)
		for (size_t k = 0; deducts(model, i) && k < model->parts[i].rule_count; k++)
			if (model->parts[i].rules[k].kind == RULE_IF)
				judge_with_vetoes(analysis, &vetoes, &model->parts[i].rules[k]);
}

static void mark(const struct expr *expr, bool *read)
{
	if (!expr)
		return;
	if (expr->kind == EXPR_DEFINITION)
		read[expr->definition] = true;
	mark(expr->a, read);
	mark(expr->b, read);
	mark(expr->c, read);
}

static void mark_rule(const struct rule *rule, bool *read)
{
	mark(rule->condition, read);
	mark(rule->count, read);
	mark(rule->subject, read);
	mark(rule->amount, read);
	for (size_t i = 0; i < rule->tier_count; i++)
		mark(rule->tiers[i].amount, read);
}

static void mark_part(const struct part *part, bool *read)
{
	mark(part->condition, read);
	mark(part->count, read);
	for (size_t i = 0; i < part->rule_count; i++)
		mark_rule(&part->rules[i], read);
}

static void mark_grouping(const struct model_grouping *grouping, bool *read)
{
	for (size_t i = 0; i < grouping->grouping.key_count; i++)
		mark(grouping->values[i], read);
}

static void mark_keys(const struct rank_key *keys, size_t count, bool *read)
{
	for (size_t i = 0; i < count; i++)
		mark(keys[i].value, read);
}

static void mark_population(const struct model *model, bool *read)
{
	for (size_t i = 0; i < model->selection_count; i++) {
		const struct model_selection *selection = &model->selections[i];
		mark(selection->condition, read);
		mark_keys(selection->keys, selection->key_count, read);
		for (size_t k = 0; k < selection->selection.stretch_count; k++)
			mark(selection->stretch_conditions[k], read);
	}
	for (size_t i = 0; i < model->grouping_count; i++)
		mark_grouping(&model->groupings[i], read);
	for (size_t i = 0; i < model->ranking_count; i++) {
		mark(model->rankings[i].condition, read);
		mark_keys(model->rankings[i].keys, model->rankings[i].key_count, read);
		mark_grouping(&model->rankings[i].grouping, read);
	}
}

/* Which definitions something outside the definitions reads, through other definitions too. */
static const bool *definitions_read(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	bool *read = gj_arena_alloc(analysis->arena, model->definition_count + 1);
	mark(model->total_formula, read);
	for (size_t i = 0; i < model->part_count; i++)
		mark_part(&model->parts[i], read);
	for (size_t i = 0; i < model->check_count; i++)
		mark(model->checks[i].condition, read);
	mark_population(model, read);
	for (size_t i = model->definition_count; i-- > 0;) /* each after those it uses */
		if (read[i])
			mark(model->definitions[i].value, read);
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

static void mark_scores(const struct expr *expr, bool *asked)
{
	for (; expr; expr = expr->a) { /* a sum leans to the left */
		if (expr->kind == EXPR_SCORE)
			asked[expr->part] = true;
		mark_scores(expr->b, asked);
		mark_scores(expr->c, asked);
	}
}

static bool asks_for_within(const struct analysis *analysis, const bool *asked, size_t part)
{
	for (size_t i = part; i < analysis->ends[part]; i++)
		if (asked[i])
			return true;
	return false;
}

void analyse_formula(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	if (!model->total_formula)
		return;
	bool *asked = gj_arena_alloc(analysis->arena, model->part_count);
	mark_scores(model->total_formula, asked);
	for (int i = 1; i < (int)model->part_count; i++)
		for (int project = asked[i] && model->parts[i].kind == GJ_PART_DIVISION ? division_next(model, i, GJ_NONE) : GJ_NONE; project != GJ_NONE;
			project = division_next(model, i, project))
			asked[project] = true;
	for (size_t i = 1; i < model->part_count; i = analysis->ends[i]) {
		enum gj_part kind = model->parts[i].kind;
		bool scored = kind == GJ_PART_PROJECT || kind == GJ_PART_ITEM || kind == GJ_PART_BONUS || kind == GJ_PART_PENALTY;
		if (scored && !asks_for_within(analysis, asked, i))
			report(analysis->diagnostics, MSG_PART_NOT_IN_TOTAL, model->parts[i].name_span, analysis_part_name(analysis, (int)i), NULL);
	}
}
