/* Two reasons that are one: conditions that say the same, reasons that another reason includes, rules of 择一 whose turn never comes. */
#include "analysis.h"

/* A condition that is always or never so is reported for that alone. */
static bool is_open(struct analysis *analysis, const struct expr *condition)
{
	struct wanted wanted = {condition, true};
	enum verdict verdict = decide(&analysis->decider, &wanted, 1);
	return verdict != VERDICT_NEVER && verdict != VERDICT_ALWAYS && condition->low != condition->high;
}

/* A 若 among the rules of a sheet. */
struct rule_place {
	int part;
	const struct rule *rule;
};

/* Whether the points of two clauses are counted together: 扣, 得, 加 and 减 are apart, and of 取最高 one counts. */
static bool count_together(const struct model *model, int x, int y)
{
	const struct part *a = &model->parts[x], *b = &model->parts[y], *group = &model->parts[a->parent], *other = &model->parts[b->parent];
	bool adds = group->kind == GJ_PART_BONUS, takes = group->kind == GJ_PART_PENALTY;
	return a->earning == b->earning && adds == (other->kind == GJ_PART_BONUS) && takes == (other->kind == GJ_PART_PENALTY)
		&& (group != other || x == y || group->combine == COMBINE_SUM);
}

static bool say_the_same(struct analysis *analysis, const struct expr *x, const struct expr *y)
{
	return same_form(x, y) || (analysis_never(analysis, x, true, y, false) && analysis_never(analysis, x, false, y, true));
}

static void judge_earlier(struct analysis *analysis, const struct readers *earlier, const struct rule_place *places, struct rule_place place)
{
	struct reading reading = {0};
	struct reader_step step = {0};
	const struct reader *other;
	reading_add(&reading, analysis->model, place.rule->condition);
	while (analysis->decider.steps && (other = readers_next(earlier, &reading, &step))) {
		struct rule_place first = places[other->index];
		if (first.rule->span.start == place.rule->span.start) /* one rule, of two parties */
			continue;
		if (other->reading.count != reading.count || !count_together(analysis->model, first.part, place.part)
		    || !say_the_same(analysis, first.rule->condition, place.rule->condition) || !is_open(analysis, place.rule->condition))
			continue;
		struct finding *finding = report(analysis->diagnostics, MSG_CONDITION_TWICE, place.rule->condition->span,
		                                 analysis_part_name(analysis, first.part), NULL);
		finding_relate(finding, first.rule->condition->span, "那里的条件", "the condition there");
		return;
	}
}

void analyse_repeated_conditions(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	struct readers earlier;
	struct rule_place *places = NULL;
	size_t count = 0, capacity = 0;
	readers_begin(&earlier, model, analysis->arena);
	for (size_t i = 0; i < model->part_count; i++)
		for (size_t k = 0; k < model->parts[i].rule_count; k++) {
			struct rule_place place = {(int)i, &model->parts[i].rules[k]};
			if (place.rule->kind != RULE_IF || model->parts[i].combine != COMBINE_SUM)
				continue;
			judge_earlier(analysis, &earlier, places, place);
			readers_add(&earlier, count, place.rule->condition);
			places = gj_arena_grow(analysis->arena, places, count, &capacity, sizeof *places);
			places[count++] = place;
		}
}

/* How low a reason brings a grade: the grade itself of a 否决 and of 最高评为; the same for all that do away with one and the same score. False: neither. */
static bool severity(const struct model *model, const struct part *reason, int *group, int *grade)
{
	*group = reason->kind == GJ_PART_VETO ? GJ_NONE : reason->parent;
	*grade = reason->kind == GJ_PART_VETO ? model->parts[reason->parent].grade : reason->kind == GJ_PART_VOID ? 0 : reason->grade;
	return reason->condition
		&& (reason->kind == GJ_PART_VETO || reason->kind == GJ_PART_VOID
	        || (reason->kind == GJ_PART_OUTCOME && reason->outcome == GJ_OUTCOME_CEILING));
}

/* Whether `other` holds wherever `reason` does, and does at least as much. Of two that say the same the later is idle. */
static bool includes(struct analysis *analysis, size_t other_index, size_t index)
{
	const struct part *reason = &analysis->model->parts[index], *other = &analysis->model->parts[other_index];
	int group, grade, other_group, other_grade;
	severity(analysis->model, reason, &group, &grade);
	severity(analysis->model, other, &other_group, &other_grade);
	if (index == other_index || reason->kind != other->kind || group != other_group || other_grade > grade
	    || !analysis_never(analysis, reason->condition, true, other->condition, false))
		return false;
	bool same = other_grade == grade && analysis_never(analysis, reason->condition, false, other->condition, true);
	return !same || other_index < index;
}

static void judge_reason(struct analysis *analysis, const struct readers *reasons, size_t index)
{
	const struct part *reason = &analysis->model->parts[index];
	struct reading reading = {0};
	struct reader_step step = {0};
	const struct reader *other;
	reading_add(&reading, analysis->model, reason->condition);
	while (analysis->decider.steps && (other = readers_next(reasons, &reading, &step))) {
		const struct part *wider = &analysis->model->parts[other->index];
		if (!includes(analysis, other->index, index) || !is_open(analysis, reason->condition) || !is_open(analysis, wider->condition))
			continue;
		struct finding *finding = report(analysis->diagnostics, MSG_REASON_INCLUDED, reason->condition->span, NULL);
		finding_relate(finding, wider->condition->span, "包括在这一项里", "included in this one");
		return;
	}
}

void analyse_included_reasons(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	struct readers reasons;
	int group, grade;
	readers_begin(&reasons, model, analysis->arena);
	for (size_t i = 0; i < model->part_count; i++)
		if (severity(model, &model->parts[i], &group, &grade))
			readers_add(&reasons, i, model->parts[i].condition);
	for (size_t i = 0; i < model->part_count; i++)
		if (severity(model, &model->parts[i], &group, &grade))
			judge_reason(analysis, &reasons, i);
}

/* Whether a rule of 择一 can be the first that holds, as far as its 若 and those before it say. */
static bool turn_comes(struct analysis *analysis, const struct part *clause, size_t index)
{
	struct wanted wanted[MOST_WANTED];
	size_t count = 0;
	if (clause->rules[index].kind == RULE_IF)
		wanted[count++] = (struct wanted){clause->rules[index].condition, true};
	for (size_t i = 0; i < index && count < MOST_WANTED; i++)
		if (clause->rules[i].kind == RULE_IF)
			wanted[count++] = (struct wanted){clause->rules[i].condition, false};
	return count == 0 || decide(&analysis->decider, wanted, count) != VERDICT_NEVER;
}

void analyse_turns(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *clause = &model->parts[i];
		bool settled = false;
		for (size_t k = 0; k < clause->rule_count && clause->combine == COMBINE_FIRST; k++) {
			const struct rule *rule = &clause->rules[k];
			bool judged = rule->kind != RULE_IF || is_open(analysis, rule->condition);
			if (k > 0 && judged && (settled || !turn_comes(analysis, clause, k)))
				report(analysis->diagnostics, MSG_TURN_NEVER_COMES, rule->span, NULL);
			settled = settled || rule->kind == RULE_AMOUNT;
		}
	}
}
