/* Grades, 评选 and 目标 that can't come about, or can't but come about. */
#include "analysis.h"

enum { MILLION = 1000000 };

/* The highest grade that the score gives, or GJ_NONE. */
static int highest_band(const struct model *model)
{
	for (size_t i = model->grade_count; i-- > 0;)
		if (model->grades[i].grade.from_band)
			return (int)i;
	return GJ_NONE;
}

static int lowest_band(const struct model *model)
{
	for (size_t i = 0; i < model->grade_count; i++)
		if (model->grades[i].grade.from_band)
			return (int)i;
	return GJ_NONE;
}

void analyse_idle_outcomes(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	int highest = highest_band(model), lowest = lowest_band(model);
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		bool limits = part->outcome == GJ_OUTCOME_CEILING || part->outcome == GJ_OUTCOME_LOWERED;
		if (part->kind == GJ_PART_OUTCOME && limits && part->grade != GJ_NONE && part->grade == highest)
			report(analysis->diagnostics, MSG_OUTCOME_IDLE, part->span, model->grades[highest].grade.name, "最高", "highest", NULL);
		if (part->outcome == GJ_OUTCOME_FLOOR && part->grade != GJ_NONE && part->grade == lowest)
			report(analysis->diagnostics, MSG_OUTCOME_IDLE, part->span, model->grades[lowest].grade.name, "最低", "lowest", NULL);
	}
}

bool analysis_beyond_band(const struct model *model, const struct gj_grade *grade)
{
	const struct part *standard = &model->parts[0];
	bool above = grade->has_low && (grade->low_open ? grade->low >= standard->high : grade->low > standard->high);
	bool below = grade->has_high && (grade->high_open ? grade->high <= standard->low : grade->high < standard->low);
	return above || below;
}

/* The next lower grade with a band, or GJ_NONE. */
static int next_lower(const struct model *model, int grade)
{
	do
		grade--;
	while (grade >= 0 && !model->grades[grade].grade.from_band);
	return grade;
}

/* The grade that a rule gives to units whose total isn't in its band, or GJ_NONE: units that don't meet a condition fall to the next lower grade. */
static int grade_given_by(const struct model *model, const struct part *rule)
{
	if (rule->outcome >= GJ_OUTCOME_CEILING && rule->outcome <= GJ_OUTCOME_BETTER && rule->outcome != GJ_OUTCOME_LOWERED)
		return rule->grade;
	return rule->outcome == GJ_OUTCOME_CONDITION && rule->grade != GJ_NONE ? next_lower(model, rule->grade) : GJ_NONE;
}

const bool *analysis_given_otherwise(const struct model *model, struct gj_arena *arena)
{
	bool *given = gj_arena_alloc(arena, model->grade_count * sizeof *given + 1), lowered = false;
	for (size_t i = 0; i < model->part_count; i++) {
		int grade = grade_given_by(model, &model->parts[i]);
		lowered |= model->parts[i].outcome == GJ_OUTCOME_LOWERED;
		if (grade != GJ_NONE)
			given[grade] = true;
	}
	for (size_t i = 0; i < model->grade_count; i++)
		given[i] |= lowered || model->grades[i].by_veto;
	for (size_t i = 0; i < model->selection_count; i++)
		if (model->selections[i].selection.rest != GJ_NONE)
			given[model->selections[i].selection.rest] = true;
	return given;
}

/* Whether a quota can be more than none. */
static bool lets_in(const struct gj_quota *quota)
{
	return (quota->amount > 0 || quota->least > 0) && quota->most > 0;
}

/* The stretches of 评选 and 定等 that give a grade: how many there are, and how many of them let anyone in; *only is the last. */
static size_t givers_of(const struct model *model, int grade, size_t *open, const struct gj_stretch **only, const struct gj_selection **of)
{
	size_t count = 0;
	*open = 0;
	for (size_t i = 0; i < model->selection_count; i++)
		for (size_t k = 0; k < model->selections[i].selection.stretch_count; k++) {
			const struct gj_stretch *stretch = &model->selections[i].selection.stretches[k];
			if (stretch->grade != grade)
				continue;
			*only = stretch;
			*of = &model->selections[i].selection;
			*open += lets_in(&stretch->quota);
			count++;
		}
	return count;
}

/* Whether nobody can have a grade, as far as bands, vetoes and quotas say. */
static bool is_empty(const struct analysis *analysis, int index)
{
	const struct model *model = analysis->model;
	const struct model_grade *grade = &model->grades[index];
	const struct gj_stretch *only;
	const struct gj_selection *of;
	size_t open, givers = givers_of(model, index, &open, &only, &of);
	if (analysis->given_otherwise[index] || open > 0)
		return false;
	if (grade->grade.from_band)
		return analysis_beyond_band(model, &grade->grade);
	return givers > 0;
}

/* Reports stretches that nobody can be in; true when there were any. */
static bool judge_quotas(struct analysis *analysis, const struct model_selection *made)
{
	bool none = false;
	for (size_t i = 0; i < made->selection.stretch_count; i++) {
		const struct gj_stretch *stretch = &made->selection.stretches[i];
		if (lets_in(&stretch->quota))
			continue;
		report(analysis->diagnostics, MSG_QUOTA_NONE, made->span, analysis->model->grades[stretch->grade].grade.name, NULL);
		none = true;
	}
	return none;
}

static void judge_selection(struct analysis *analysis, const struct model_selection *made)
{
	const struct model *model = analysis->model;
	const struct gj_selection *selection = &made->selection;
	const char *scope = "";
	bool empty = selection->scope_count > 0;
	if (judge_quotas(analysis, made))
		return;
	for (size_t i = 0; i < selection->scope_count; i++) {
		empty = empty && is_empty(analysis, selection->scope[i]);
		scope = gj_arena_print(analysis->arena, "%s%s“%s”", scope, i ? "、" : "", model->grades[selection->scope[i]].grade.name);
	}
	if (empty)
		report(analysis->diagnostics, MSG_SCOPE_EMPTY, made->span, *selection->name ? selection->name : "定等",
		       gj_arena_print(analysis->arena, "没有谁能评为%s", scope), gj_arena_print(analysis->arena, "nobody can be %s", scope), NULL);
}

void analyse_selections(struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->model->selection_count; i++)
		judge_selection(analysis, &analysis->model->selections[i]);
}

/* Whether none in its scope keeps a grade who isn't chosen for it. */
static bool limits(const struct gj_selection *selection, int grade)
{
	for (size_t i = 0; i < selection->scope_count; i++)
		if (selection->scope[i] == grade)
			return selection->rest_lowers;
	return false;
}

/* The largest share, in parts of a million, of those that a 评选 lets have a grade, or MILLION: nothing else gives it, its quota is a share of all that
 * is rounded down, in every group where there are groups, and no tie widens it. */
static int64_t share_let_in(const struct analysis *analysis, int grade)
{
	const struct model *model = analysis->model;
	const struct gj_stretch *only;
	const struct gj_selection *of;
	size_t open;
	bool limited = givers_of(model, grade, &open, &only, &of) == 1 && !analysis->given_otherwise[grade]
		&& (!model->grades[grade].grade.from_band || limits(of, grade));
	const struct gj_quota *quota = limited ? &only->quota : NULL;
	if (!limited || !quota->is_share || quota->rounding != GJ_ROUND_DOWN || quota->of != GJ_SHARE_OF_ALL || quota->least || of->ties == GJ_TIES_IN)
		return MILLION;
	return quota->amount;
}

/* That of several grades together. */
static int64_t largest_share(const struct analysis *analysis, const struct gj_target *target)
{
	int64_t share = 0;
	for (size_t i = 0; i < target->grade_count && share < MILLION; i++)
		if (!is_empty(analysis, target->grades[i]))
			share += share_let_in(analysis, target->grades[i]);
	return share < MILLION ? share : MILLION;
}

static const char *share_text(const struct analysis *analysis, int64_t share)
{
	return gj_arena_print(analysis->arena, "%s%%", decimal_text(analysis->arena, share, 4));
}

static bool names_grade(const struct gj_target *target, int grade)
{
	for (size_t i = 0; i < target->grade_count; i++)
		if (target->grades[i] == grade)
			return true;
	return false;
}

/* Whether the grades of one target are among those of another, or none of them is. */
static bool is_part_of(const struct gj_target *one, const struct gj_target *other)
{
	for (size_t i = 0; i < one->grade_count; i++)
		if (!names_grade(other, one->grades[i]))
			return false;
	return true;
}

static bool are_apart(const struct gj_target *one, const struct gj_target *other)
{
	for (size_t i = 0; i < one->grade_count; i++)
		if (names_grade(other, one->grades[i]))
			return false;
	return true;
}

static bool contradict(const struct gj_target *one, const struct gj_target *other)
{
	if (one->at_least && other->at_least)
		return one->share + other->share > MILLION && are_apart(one, other);
	if (one->at_least == other->at_least)
		return false;
	const struct gj_target *least = one->at_least ? one : other, *most = one->at_least ? other : one;
	bool clash = least->share > most->share || (least->share == most->share && (least->strict || most->strict));
	return clash && is_part_of(least, most);
}

static void report_beyond(struct analysis *analysis, struct span span, const char *zh, const char *en)
{
	report(analysis->diagnostics, MSG_TARGET_BEYOND, span, zh, en, NULL);
}

static void judge_target(struct analysis *analysis, const struct gj_target *target, struct span span)
{
	int64_t most = largest_share(analysis, target);
	bool idle = target->at_least ? target->share == 0 && !target->strict : target->share == MILLION && !target->strict;
	if (idle)
		report(analysis->diagnostics, MSG_TARGET_IDLE, span, "占比本来就在 0% 到 100% 之间",
		       "shares lie between 0% and 100% anyway", NULL);
	else if (target->at_least && (target->share > most || (target->share == most && target->strict)))
		report_beyond(analysis, span, gj_arena_print(analysis->arena, "这些等次合起来最多占 %s", share_text(analysis, most)),
		              gj_arena_print(analysis->arena, "these grades have %s at most", share_text(analysis, most)));
	else if (!target->at_least && target->share == 0 && target->strict)
		report_beyond(analysis, span, "占比不会低于 0%", "no share is below 0%");
}

static void judge_targets_together(struct analysis *analysis, size_t later)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < later; i++) {
		if (!contradict(&model->targets[i], &model->targets[later]))
			continue;
		struct finding *finding = report(analysis->diagnostics, MSG_TARGET_BEYOND, model->target_spans[later],
		                                 gj_arena_print(analysis->arena, "它与“%s”不能同时达到", model->targets[i].label),
		                                 gj_arena_print(analysis->arena, "not together with “%s”", model->targets[i].label), NULL);
		finding_relate(finding, model->target_spans[i], "那个目标", "that target");
		return;
	}
}

void analyse_targets(struct analysis *analysis)
{
	enum { MOST_TARGETS = 100 }; /* compared with one another */
	for (size_t i = 0; i < analysis->model->target_count; i++) {
		judge_target(analysis, &analysis->model->targets[i], analysis->model->target_spans[i]);
		if (i < MOST_TARGETS)
			judge_targets_together(analysis, i);
	}
}
