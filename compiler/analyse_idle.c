/* Rules that move no points, ledgers and fields of ledgers that nothing reads. */
#include "analysis.h"

static bool is_zero(const struct expr *amount)
{
	return amount && amount->low == 0 && amount->high == 0;
}

/* Whether every tier gives the same. A 分档 of one tier is all that can be said of its subject. */
static bool tiers_are_one(const struct rule *rule)
{
	for (size_t i = 1; i < rule->tier_count; i++) {
		const struct expr *first = rule->tiers[0].amount, *amount = rule->tiers[i].amount;
		if (first->kind != EXPR_CONSTANT || amount->kind != EXPR_CONSTANT
		    || rescale(first->value, first->scale, MOST_DECIMALS, GJ_ROUND_DOWN) != rescale(amount->value, amount->scale, MOST_DECIMALS, GJ_ROUND_DOWN))
			return false;
	}
	return rule->tier_count > 1;
}

/* 若 … 不得分 where points are earned was perhaps meant of them all. */
static void note_earning(struct finding *finding, const struct part *clause, const struct rule *rule)
{
	if (clause->earning && rule->kind == RULE_IF)
		finding_note(finding, "在得分的指标里，“不得分”是这条规则得0分；要让整个指标都不得分，写“本指标不得分”", "where points are earned, 不得分 is a rule that earns 0; for the whole 指标 to get nothing write 本指标不得分");
}

void analyse_idle_rules(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *clause = &model->parts[i];
		for (size_t k = 0; k < clause->rule_count; k++) {
			const struct rule *rule = &clause->rules[k];
			/* In 择一 a rule that gives nothing keeps the later ones from their turn. */
			bool idle = rule->kind == RULE_TIERS ? tiers_are_one(rule) : is_zero(rule->amount) && clause->combine != COMBINE_FIRST;
			if (idle && !rule->forfeits && !rule->voids)
				note_earning(report(analysis->diagnostics, MSG_RULE_MOVES_NOTHING, rule->span, NULL), clause, rule);
		}
	}
}

static void mark_fields(const struct expr *expr, bool *read)
{
	if (!expr)
		return;
	if (expr->kind == EXPR_FIELD)
		read[expr->field] = true;
	mark_fields(expr->a, read);
	mark_fields(expr->b, read);
	mark_fields(expr->c, read);
}

/* Whether rows of another ledger belong to the rows of this one, or are made of them. */
static bool has_others(const struct model *model, int index)
{
	for (size_t i = 0; i < model->ledger_count; i++)
		if (model->ledgers[i].parent == index || model->ledgers[i].base == index)
			return true;
	return false;
}

static void mark_groups(const struct model *model, int index, bool *read)
{
	for (size_t i = 0; i < model->ledger_count; i++) {
		const struct ledger *group = &model->ledgers[i];
		if (group->base != index)
			continue;
		mark_fields(group->group_filter, read);
		for (size_t k = 0; k < group->group_count; k++)
			read[group->group_fields[k]] = true;
	}
}

static void mark_rows(const struct model *model, int index, bool *read)
{
	const struct ledger *ledger = &model->ledgers[index];
	for (size_t i = 0; i < ledger->aggregate_count; i++) {
		mark_fields(ledger->aggregates[i].filter, read);
		mark_fields(ledger->aggregates[i].value, read);
		mark_fields(ledger->aggregates[i].by, read);
	}
	for (size_t i = 0; i < ledger->rows->check_count; i++)
		mark_fields(ledger->rows->checks[i].condition, read);
	mark_groups(model, index, read);
}

static void judge_ledger(struct analysis *analysis, int index)
{
	const struct ledger *ledger = &analysis->model->ledgers[index];
	const struct model *rows = ledger->rows;
	bool *read = gj_arena_alloc(analysis->arena, rows->field_count + 1);
	if (ledger->aggregate_count == 0 && !has_others(analysis->model, index)) {
		report(analysis->diagnostics, MSG_LEDGER_UNUSED, ledger->span, ledger->name, NULL);
		return;
	}
	mark_rows(analysis->model, index, read);
	for (size_t i = 0; i < rows->field_count && ledger->base == GJ_NONE; i++) {
		const struct gj_field *field = &rows->fields[i].field;
		if (!read[i] && (int)i != rows->key_field && field->type != GJ_TEXT && !field->derived && !field->result)
			report(analysis->diagnostics, MSG_LEDGER_FIELD_UNUSED, rows->fields[i].name_span, ledger->name, field->name, NULL);
	}
}

void analyse_ledgers(struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->model->ledger_count; i++)
		judge_ledger(analysis, (int)i);
}
