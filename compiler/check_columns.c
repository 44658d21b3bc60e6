/* What follows from a grade, a column of the results each: 奖励 五星 5000元、四星 3000元. */
#include "check.h"
#include <string.h>

enum { MOST_COLUMNS = 16 };

static bool is_rest(const struct node *share)
{
	return share->kind == NODE_OTHERWISE || !strcmp(share->text, "其他") || !strcmp(share->text, "其余");
}

static bool names_a_column(const struct checker *checker, const char *name)
{
	static const char *const fixed[] = {"加分", "减分", "总分", "否决", "等次", "评定结果", "待核"};
	const struct model *model = checker->model;
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (!strcmp(name, fixed[i]))
			return true;
	for (size_t i = 0; i < model->column_count; i++)
		if (!strcmp(name, model->columns[i].name))
			return true;
	return names_find(&checker->items, name) || (model->key_field != GJ_NONE && !strcmp(name, model->fields[model->key_field].field.name));
}

/* The value as its cell shows it, in the column's unit; NULL where it can't stand there. */
static const char *cell_of(struct checker *checker, const struct gj_grade_column *column, const struct node *value)
{
	int64_t number;
	int scale;
	if (value->kind != NODE_NUMBER)
		return column->number ? NULL : value->text;
	if (!column->number || !literal_in_unit(value, column->unit, &number, &scale))
		return NULL;
	return decimal_text(checker->arena, number, scale);
}

static void set_value(struct checker *checker, const struct gj_grade_column *column, int grade, const struct node *share, const char *cell)
{
	const char **place = &checker->model->grades[grade].grade.columns.items[column - checker->model->columns];
	if (**place)
		report(checker->diagnostics, MSG_GRADE_SAID_TWICE, share->name_span, share->text, column->name, NULL);
	*place = cell;
}

/* 其他: every grade that isn't named. */
static void set_rest(struct model *model, size_t column, const char *cell)
{
	for (size_t i = 0; i < model->grade_count; i++)
		if (!*model->grades[i].grade.columns.items[column])
			model->grades[i].grade.columns.items[column] = cell;
}

static void check_share(struct checker *checker, const struct gj_grade_column *column, const struct node *share, const char **rest)
{
	const struct name_entry *entry = names_find(&checker->grades, share->text);
	const char *cell = cell_of(checker, column, share->first);
	if (!cell)
		report(checker->diagnostics, MSG_COLUMN_UNLIKE, share->first->span, source_text(checker, share->first->span), column->name, NULL);
	if (!entry && !is_rest(share))
		report_unknown(checker, MSG_GRADE_UNKNOWN, share, &checker->grades, "等次");
	if (cell && entry)
		set_value(checker, column, entry->index, share, cell);
	else if (cell)
		*rest = cell;
}

static void check_column(struct checker *checker, const struct node *node)
{
	struct model *model = checker->model;
	const struct node *first = node->first->first;
	if (names_a_column(checker, node->text))
		report(checker->diagnostics, MSG_COLUMN_TAKEN, node->name_span, node->text, NULL);
	if (model->column_count == MOST_COLUMNS) {
		report(checker->diagnostics, MSG_COLUMNS_MANY, node->span, NULL);
		return;
	}
	size_t index = model->column_count++;
	struct gj_grade_column *column = &model->columns[index];
	column->name = node->text;
	column->number = first->kind == NODE_NUMBER;
	column->unit = column->number ? literal_unit(first) : "";
	column->heading = *column->unit ? gj_arena_print(checker->arena, "%s（%s）", column->name, column->unit) : column->name;
	const char *rest = NULL;
	for (const struct node *share = node->first; share; share = share->next)
		check_share(checker, column, share, &rest);
	if (rest)
		set_rest(model, index, rest);
}

void check_columns(struct checker *checker)
{
	struct model *model = checker->model;
	const struct node *grades = ast_child(checker->standard, NODE_GRADES);
	size_t count = 0;
	for (const struct node *node = grades ? grades->first : NULL; node; node = node->next)
		count += node->kind == NODE_BY_GRADE;
	if (!count || !model->grade_count)
		return;
	count = count < MOST_COLUMNS ? count : MOST_COLUMNS;
	model->columns = gj_arena_alloc(checker->arena, count * sizeof *model->columns);
	for (size_t i = 0; i < model->grade_count; i++) {
		struct gj_texts *cells = &model->grades[i].grade.columns;
		cells->count = count;
		cells->items = gj_arena_alloc(checker->arena, count * sizeof *cells->items);
		for (size_t k = 0; k < count; k++)
			cells->items[k] = "";
	}
	for (const struct node *node = grades->first; node; node = node->next)
		if (node->kind == NODE_BY_GRADE)
			check_column(checker, node);
}
