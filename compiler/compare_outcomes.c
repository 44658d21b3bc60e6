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

/* The grade's cell in a column, with the column's name; what is said where it has none. */
static const char *cell_text(const struct comparing *comparing, const struct model *model, const struct gj_grade *grade, const char *name)
{
	for (size_t i = 0; i < model->column_count; i++)
		if (strcmp(model->columns[i].name, name) == 0 && *grade->columns.items[i])
			return gj_arena_print(comparing->arena, "%s %s%s", name, grade->columns.items[i], model->columns[i].unit);
	return remark_text(comparing, name, "");
}

static void compare_cell(struct comparing *comparing, const struct model_grade *before, const struct model_grade *after, const char *name)
{
	const char *was = cell_text(comparing, comparing->old, &before->grade, name), *is = cell_text(comparing, comparing->new, &after->grade, name);
	if (strcmp(was, is) != 0)
		differ(comparing, DIFFERENCE_GRADE_CHANGED, after->grade.name, was, is, NULL);
}

static bool has_column(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->column_count; i++)
		if (strcmp(model->columns[i].name, name) == 0)
			return true;
	return false;
}

static void compare_cells(struct comparing *comparing, const struct model_grade *before, const struct model_grade *after)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->column_count; i++)
		compare_cell(comparing, before, after, old->columns[i].name);
	for (size_t i = 0; i < new->column_count; i++)
		if (!has_column(old, new->columns[i].name))
			compare_cell(comparing, before, after, new->columns[i].name);
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
	compare_cells(comparing, before, after);
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
	compare_population(comparing);
	compare_readings(comparing);
}
