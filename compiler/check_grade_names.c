/* Grades by their names. */
#include "check.h"

int grade_of_name(struct checker *checker, const struct node *name, const char *about)
{
	const struct name_entry *entry = names_find(&checker->grades, name->text);
	if (entry)
		return entry->index;
	report_unknown(checker, MSG_GRADE_UNKNOWN, name, &checker->grades, about);
	return GJ_NONE;
}

int *grades_named(struct checker *checker, const struct node *parent, const char *about, size_t *count)
{
	size_t names = 0;
	*count = 0;
	for (const struct node *name = parent->first; name; name = name->next)
		names += name->kind == NODE_NAME;
	int *list = gj_arena_alloc(checker->arena, names * sizeof *list);
	for (const struct node *name = parent->first; name; name = name->next) {
		int index = name->kind == NODE_NAME ? grade_of_name(checker, name, about) : GJ_NONE;
		if (index != GJ_NONE)
			list[(*count)++] = index;
	}
	return list;
}

int *grades_upward(struct checker *checker, const int *lowest, size_t *count)
{
	const struct model *model = checker->model;
	int *grades = gj_arena_alloc(checker->arena, model->grade_count * sizeof *grades);
	*count = 0;
	for (size_t i = (size_t)*lowest; i < model->grade_count; i++)
		if (*model->grades[i].grade.name)
			grades[(*count)++] = (int)i;
	return grades;
}

int *grades_of_score(struct checker *checker, size_t *count)
{
	const struct model *model = checker->model;
	int *grades = gj_arena_alloc(checker->arena, model->grade_count * sizeof *grades);
	*count = 0;
	for (size_t i = 0; i < model->grade_count; i++)
		if (model->grades[i].grade.from_band)
			grades[(*count)++] = (int)i;
	return grades;
}
