#include "compare_parts.h"

#include "check_interval.h"

#include <string.h>

/* A 评选 by its name, a 定等 by its place among them. */
static const char *name_of(const struct model_selection *selection)
{
	return *selection->selection.name ? selection->selection.name : "定等";
}

static const struct model_selection *find_selection(const struct model *model, const struct model *other, size_t index)
{
	const struct model_selection *wanted = &other->selections[index];
	size_t place = 0;
	for (size_t i = 0; i < index; i++)
		place += !*other->selections[i].selection.name;
	for (size_t i = 0; i < model->selection_count; i++) {
		const struct model_selection *selection = &model->selections[i];
		if (strcmp(selection->selection.name, wanted->selection.name) != 0)
			continue;
		if (*wanted->selection.name || place-- == 0)
			return selection;
	}
	return NULL;
}

static const char *join_grades(const struct comparing *comparing, const struct model *model, const int *grades, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s", text, i ? "、" : "", model->grades[grades[i]].grade.name);
	return text;
}

static const char *keys_text(const struct comparing *comparing, const struct rank_key *keys, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s%s", text, i ? "、" : "", keys[i].name,
			!keys[i].value && !keys[i].total ? "" : keys[i].descending ? " 从高到低" : " 从低到高");
	return text;
}

static const char *percent_text(const struct comparing *comparing, int64_t millionths)
{
	return gj_arena_print(comparing->arena, "%s%%", decimal_text(comparing->arena, millionths, 4));
}

/* `usual`: what a share is of where the author needn't say it. */
static const char *share_text(const struct comparing *comparing, const struct model *model, const struct gj_quota *quota, enum gj_share_of usual)
{
	static const char *const ROUNDINGS[] = { [GJ_ROUND_DOWN] = "舍去", [GJ_ROUND_UP] = "进一", [GJ_ROUND_HALF] = "四舍五入" };
	if (quota->of == usual)
		return gj_arena_print(comparing->arena, "%s %s", percent_text(comparing, quota->amount), ROUNDINGS[quota->rounding]);
	const char *of = quota->of == GJ_SHARE_OF_ALL ? words(comparing, "全部", "all")
		: quota->of == GJ_SHARE_OF_CANDIDATES ? words(comparing, "候选", "the candidates")
		: join_grades(comparing, model, quota->grades, quota->grade_count);
	return gj_arena_print(comparing->arena, words(comparing, "%2$s的 %1$s %3$s", "%1$s of %2$s %3$s"), percent_text(comparing, quota->amount), of,
		ROUNDINGS[quota->rounding]);
}

static const char *quota_text(const struct comparing *comparing, const struct model *model, const struct gj_quota *quota, enum gj_share_of usual)
{
	if (!quota->is_share)
		return gj_arena_print(comparing->arena, words(comparing, "%lld个", "%lld"), (long long)quota->amount);
	const char *text = share_text(comparing, model, quota, usual);
	if (quota->least)
		text = gj_arena_print(comparing->arena, words(comparing, "%s 至少 %lld个", "%s, at least %lld"), text, (long long)quota->least);
	if (quota->most < INT64_MAX)
		text = gj_arena_print(comparing->arena, words(comparing, "%s 至多 %lld个", "%s, at most %lld"), text, (long long)quota->most);
	return text;
}

static const char *grouping_text(const struct comparing *comparing, const struct gj_grouping *grouping)
{
	const char *text = "";
	for (size_t i = 0; i < grouping->key_count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s", text, i ? "、" : "", grouping->keys[i].name);
	if (!*text)
		return words(comparing, "（不分组）", "(none)");
	if (!grouping->least)
		return text;
	return gj_arena_print(comparing->arena, words(comparing, "%s，不足 %lld个 合并", "%s, fewer than %lld together"), text, (long long)grouping->least);
}

static const char *ties_text(const struct comparing *comparing, enum gj_ties ties)
{
	static const char *const TEXTS[] = { [GJ_TIES_BY_KEY] = "", [GJ_TIES_IN] = "一并列入", [GJ_TIES_OUT] = "均不列入" };
	return *TEXTS[ties] ? TEXTS[ties] : words(comparing, "（没有）", "(none)");
}

static const char *rest_text(const struct comparing *comparing, const struct model *model, int rest)
{
	return rest == GJ_NONE ? words(comparing, "（没有）", "(none)") : model->grades[rest].grade.name;
}

static const char *condition_text(const struct comparing *comparing, const struct model *model, const struct expr *condition)
{
	return condition ? written_text(comparing, model, condition->span) : words(comparing, "（没有）", "(none)");
}

static const char *stretch_text(const struct comparing *comparing, const struct model *model, const struct model_selection *selection, size_t index)
{
	const struct gj_stretch *stretch = &selection->selection.stretches[index];
	const struct expr *condition = selection->stretch_conditions[index];
	return gj_arena_print(comparing->arena, "%s %s %s%s%s", model->grades[stretch->grade].grade.name, stretch->from_top ? "前" : "其后",
		quota_text(comparing, model, &stretch->quota, GJ_SHARE_OF_CANDIDATES), condition ? " 且 " : "", condition ? written_text(comparing, model, condition->span) : "");
}

static const char *stretches_text(const struct comparing *comparing, const struct model *model, const struct model_selection *selection)
{
	const char *text = "";
	for (size_t i = 0; i < selection->selection.stretch_count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s", text, i ? "、" : "", stretch_text(comparing, model, selection, i));
	return text;
}

static void compare_aspect(struct comparing *comparing, const char *name, const char *zh, const char *en, const char *was, const char *is)
{
	if (strcmp(was, is) != 0)
		differ(comparing, DIFFERENCE_SELECTION_CHANGED, name, was, is, words(comparing, zh, en));
}

static void compare_selection(struct comparing *comparing, const struct model_selection *before, const struct model_selection *after)
{
	const struct model *old = comparing->old, *new = comparing->new;
	const struct gj_selection *was = &before->selection, *is = &after->selection;
	const char *name = name_of(after);
	compare_aspect(comparing, name, "范围", "scope", join_grades(comparing, old, was->scope, was->scope_count),
		join_grades(comparing, new, is->scope, is->scope_count));
	if (!expr_same(old, before->condition, new, after->condition))
		compare_aspect(comparing, name, "条件", "condition", condition_text(comparing, old, before->condition),
			condition_text(comparing, new, after->condition));
	compare_aspect(comparing, name, "分组", "groups", grouping_text(comparing, &old->groupings[was->grouping].grouping),
		grouping_text(comparing, &new->groupings[is->grouping].grouping));
	compare_aspect(comparing, name, "排序", "order", keys_text(comparing, before->keys, before->key_count),
		keys_text(comparing, after->keys, after->key_count));
	compare_aspect(comparing, name, "同分", "ties", ties_text(comparing, was->ties), ties_text(comparing, is->ties));
	if (*is->name)
		compare_aspect(comparing, name, "名额", "quota", quota_text(comparing, old, &was->stretches[0].quota, GJ_SHARE_OF_ALL),
			quota_text(comparing, new, &is->stretches[0].quota, GJ_SHARE_OF_ALL));
	else
		compare_aspect(comparing, name, "各等", "grades", stretches_text(comparing, old, before), stretches_text(comparing, new, after));
	compare_aspect(comparing, name, *is->name ? "超出名额" : "其余", *is->name ? "those beyond the quota" : "the rest",
		rest_text(comparing, old, was->rest), rest_text(comparing, new, is->rest));
}

static void compare_selections(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->selection_count; i++) {
		const struct model_selection *after = find_selection(new, old, i);
		if (after)
			compare_selection(comparing, &old->selections[i], after);
		else
			differ(comparing, DIFFERENCE_SELECTION_DROPPED, name_of(&old->selections[i]), NULL, NULL, NULL);
	}
	for (size_t i = 0; i < new->selection_count; i++)
		if (!find_selection(old, new, i))
			differ(comparing, DIFFERENCE_SELECTION_ADDED, name_of(&new->selections[i]), NULL, NULL, NULL);
}

static const struct model_ranking *find_ranking(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->ranking_count; i++)
		if (strcmp(model->rankings[i].ranking.name, name) == 0)
			return &model->rankings[i];
	return NULL;
}

static void compare_rank_aspect(struct comparing *comparing, const char *name, const char *zh, const char *en, const char *was, const char *is)
{
	if (strcmp(was, is) != 0)
		differ(comparing, DIFFERENCE_RANKING_CHANGED, name, was, is, words(comparing, zh, en));
}

static void compare_ranking(struct comparing *comparing, const struct model_ranking *before, const struct model_ranking *after)
{
	static const char *const TIES[] = { "并列", "并列不占名次" };
	const char *name = after->ranking.name;
	if (!expr_same(comparing->old, before->condition, comparing->new, after->condition))
		compare_rank_aspect(comparing, name, "条件", "condition", condition_text(comparing, comparing->old, before->condition),
			condition_text(comparing, comparing->new, after->condition));
	compare_rank_aspect(comparing, name, "分组", "groups", grouping_text(comparing, &before->grouping.grouping),
		grouping_text(comparing, &after->grouping.grouping));
	compare_rank_aspect(comparing, name, "排序", "order", keys_text(comparing, before->keys, before->key_count),
		keys_text(comparing, after->keys, after->key_count));
	compare_rank_aspect(comparing, name, "同分", "ties", TIES[before->ranking.dense], TIES[after->ranking.dense]);
}

static void compare_rankings(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->ranking_count; i++) {
		const struct model_ranking *after = find_ranking(new, old->rankings[i].ranking.name);
		if (after)
			compare_ranking(comparing, &old->rankings[i], after);
		else
			differ(comparing, DIFFERENCE_RANKING_DROPPED, old->rankings[i].ranking.name, NULL, NULL, NULL);
	}
	for (size_t i = 0; i < new->ranking_count; i++) {
		const struct model_ranking *added = &new->rankings[i];
		if (!find_ranking(old, added->ranking.name))
			differ(comparing, DIFFERENCE_RANKING_ADDED, added->ranking.name, NULL, keys_text(comparing, added->keys, added->key_count), NULL);
	}
}

static bool has_target(const struct model *model, const char *label)
{
	for (size_t i = 0; i < model->target_count; i++)
		if (strcmp(model->targets[i].label, label) == 0)
			return true;
	return false;
}

static void compare_targets(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->target_count; i++)
		if (!has_target(new, old->targets[i].label))
			differ(comparing, DIFFERENCE_TARGET_DROPPED, NULL, old->targets[i].label, NULL, NULL);
	for (size_t i = 0; i < new->target_count; i++)
		if (!has_target(old, new->targets[i].label))
			differ(comparing, DIFFERENCE_TARGET_ADDED, NULL, NULL, new->targets[i].label, NULL);
}

void compare_population(struct comparing *comparing)
{
	compare_rankings(comparing);
	compare_selections(comparing);
	compare_targets(comparing);
}
