#include "compare_parts.h"

#include "check_interval.h"

#include <string.h>

/* What is written behind a grade's name, up to 认定 and 处置. */
static const char *band_text(const struct comparing *comparing, const struct model *model, const struct model_grade *grade)
{
	static const char *const ENDS[] = { "认定", "处置", "“", "\"" };
	char *text = gj_arena_print(comparing->arena, "%s",
		grade->grade.from_band ? written_text(comparing, model, (struct span){ grade->name_span.end, grade->span.end }) : "");
	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
		char *end = strstr(text, ENDS[i]);
		if (end)
			*end = '\0';
	}
	for (size_t length = strlen(text); length && text[length - 1] == ' ';)
		text[--length] = '\0';
	return *text ? text : words(comparing, "（没有分数段）", "(no band)");
}

static bool same_bound(const struct model *a, int64_t x, const struct model *b, int64_t y)
{
	return (wide)x * power_of_ten(b->point_scale) == (wide)y * power_of_ten(a->point_scale);
}

/* On the points that either standard can give, the upper end being the last below the bound. */
static bool same_band(const struct comparing *comparing, const struct gj_grade *a, const struct gj_grade *b)
{
	const struct model *old = comparing->old, *new = comparing->new;
	if (a->from_band != b->from_band || a->has_low != b->has_low || a->has_high != b->has_high)
		return false;
	if (a->low_open != b->low_open || a->high_open != b->high_open)
		return false;
	bool low = !a->has_low || same_bound(old, a->low, new, b->low);
	return low && (!a->has_high || same_bound(old, a->high, new, b->high) || same_bound(old, a->high + 1, new, b->high + 1));
}

static const struct model_grade *find_grade(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->grade_count; i++)
		if (strcmp(model->grades[i].grade.name, name) == 0)
			return &model->grades[i];
	return NULL;
}

static const char *remark_text(const struct comparing *comparing, const char *word, const char *text)
{
	return *text ? gj_arena_print(comparing->arena, "%s“%s”", word, text) : gj_arena_print(comparing->arena, words(comparing, "没有%s", "no %s"), word);
}

static void compare_grade(struct comparing *comparing, const struct model_grade *before, const struct model_grade *after)
{
	const char *name = after->grade.name;
	const char *was = band_text(comparing, comparing->old, before), *is = band_text(comparing, comparing->new, after);
	if (!same_band(comparing, &before->grade, &after->grade) && strcmp(was, is) != 0)
		differ(comparing, DIFFERENCE_GRADE_CHANGED, name, was, is, NULL);
	if (strcmp(before->grade.confirmed, after->grade.confirmed) != 0)
		differ(comparing, DIFFERENCE_GRADE_CHANGED, name, remark_text(comparing, "认定", before->grade.confirmed),
			remark_text(comparing, "认定", after->grade.confirmed), NULL);
	if (strcmp(before->grade.consequence, after->grade.consequence) != 0)
		differ(comparing, DIFFERENCE_GRADE_CHANGED, name, remark_text(comparing, "处置", before->grade.consequence),
			remark_text(comparing, "处置", after->grade.consequence), NULL);
}

static void compare_grades(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = old->grade_count; i-- > 0;) {
		const struct model_grade *after = find_grade(new, old->grades[i].grade.name);
		if (after)
			compare_grade(comparing, &old->grades[i], after);
		else
			differ(comparing, DIFFERENCE_GRADE_DROPPED, old->grades[i].grade.name, band_text(comparing, old, &old->grades[i]), NULL, NULL);
	}
	for (size_t i = new->grade_count; i-- > 0;)
		if (!find_grade(old, new->grades[i].grade.name))
			differ(comparing, DIFFERENCE_GRADE_ADDED, new->grades[i].grade.name, NULL, band_text(comparing, new, &new->grades[i]), NULL);
}

static const char *grade_of(const struct model *model, const struct model_selection *selection)
{
	return model->grades[selection->selection.grade].grade.name;
}

static const struct model_selection *find_selection(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->selection_count; i++)
		if (strcmp(grade_of(model, &model->selections[i]), name) == 0)
			return &model->selections[i];
	return NULL;
}

static const char *join_grades(const struct comparing *comparing, const struct model *model, const int *grades, size_t count)
{
	const char *text = "";
	for (size_t i = 0; i < count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s", text, i ? "、" : "", model->grades[grades[i]].grade.name);
	return text;
}

static const char *keys_text(const struct comparing *comparing, const struct model_selection *selection)
{
	const char *text = "";
	for (size_t i = 0; i < selection->key_count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s%s", text, i ? "、" : "", selection->keys[i].name,
			!selection->keys[i].value && !selection->keys[i].total ? "" : selection->keys[i].descending ? " 从高到低" : " 从低到高");
	return text;
}

static const char *quota_text(const struct comparing *comparing, const struct gj_selection *selection)
{
	static const char *const ROUNDINGS[] = { [GJ_ROUND_DOWN] = "舍去", [GJ_ROUND_UP] = "进一", [GJ_ROUND_HALF] = "四舍五入" };
	if (!selection->quota_is_share)
		return gj_arena_print(comparing->arena, words(comparing, "%lld个", "%lld"), (long long)selection->quota);
	long long share = (long long)selection->quota;
	const char *percent = share % 10000 ? gj_arena_print(comparing->arena, "%lld.%04lld", share / 10000, share % 10000)
		: gj_arena_print(comparing->arena, "%lld", share / 10000);
	size_t length = strlen(percent);
	while (strchr(percent, '.') && percent[length - 1] == '0')
		length--;
	return gj_arena_print(comparing->arena, "%.*s%% %s", (int)length, percent, ROUNDINGS[selection->rounding]);
}

static void compare_aspect(struct comparing *comparing, const char *name, const char *zh, const char *en, const char *was, const char *is)
{
	if (strcmp(was, is) != 0)
		differ(comparing, DIFFERENCE_SELECTION_CHANGED, name, was, is, words(comparing, zh, en));
}

static void compare_selection(struct comparing *comparing, const struct model_selection *before, const struct model_selection *after)
{
	const struct model *old = comparing->old, *new = comparing->new;
	const char *name = grade_of(new, after), *none = words(comparing, "（没有）", "(none)");
	compare_aspect(comparing, name, "范围", "scope", join_grades(comparing, old, before->selection.scope, before->selection.scope_count),
		join_grades(comparing, new, after->selection.scope, after->selection.scope_count));
	if (!expr_same(old, before->condition, new, after->condition))
		compare_aspect(comparing, name, "条件", "condition", before->condition ? written_text(comparing, old, before->condition->span) : none,
			after->condition ? written_text(comparing, new, after->condition->span) : none);
	compare_aspect(comparing, name, "排序", "order", keys_text(comparing, before), keys_text(comparing, after));
	compare_aspect(comparing, name, "名额", "quota", quota_text(comparing, &before->selection), quota_text(comparing, &after->selection));
}

static void compare_selections(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->selection_count; i++) {
		const struct model_selection *after = find_selection(new, grade_of(old, &old->selections[i]));
		if (after)
			compare_selection(comparing, &old->selections[i], after);
		else
			differ(comparing, DIFFERENCE_SELECTION_DROPPED, grade_of(old, &old->selections[i]), NULL, NULL, NULL);
	}
	for (size_t i = 0; i < new->selection_count; i++)
		if (!find_selection(old, grade_of(new, &new->selections[i])))
			differ(comparing, DIFFERENCE_SELECTION_ADDED, grade_of(new, &new->selections[i]), NULL, NULL, NULL);
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

static const struct gj_interpretation *find_reading(const struct model *model, const char *mark)
{
	for (size_t i = 0; i < model->interpretation_count; i++)
		if (strcmp(model->interpretations[i].mark, mark) == 0)
			return &model->interpretations[i];
	return NULL;
}

static const char *reading_text(const struct comparing *comparing, const struct gj_interpretation *reading)
{
	return gj_arena_print(comparing->arena, "“%s”", reading->resolution);
}

static void compare_readings(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->interpretation_count; i++) {
		const struct gj_interpretation *before = &old->interpretations[i], *after = find_reading(new, before->mark);
		if (!after)
			differ(comparing, DIFFERENCE_READING_DROPPED, before->mark, reading_text(comparing, before), NULL, NULL);
		else if (strcmp(before->resolution, after->resolution) != 0)
			differ(comparing, DIFFERENCE_READING_CHANGED, before->mark, reading_text(comparing, before), reading_text(comparing, after), NULL);
	}
	for (size_t i = 0; i < new->interpretation_count; i++)
		if (!find_reading(old, new->interpretations[i].mark))
			differ(comparing, DIFFERENCE_READING_ADDED, new->interpretations[i].mark, NULL, reading_text(comparing, &new->interpretations[i]), NULL);
}

void compare_outcomes(struct comparing *comparing)
{
	compare_grades(comparing);
	compare_selections(comparing);
	compare_targets(comparing);
	compare_readings(comparing);
}
