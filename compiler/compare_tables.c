/* 参数表: rows are the same case where the columns that they are found by say the same. */
#include "compare_parts.h"

#include <stdlib.h>
#include <string.h>

/* One row as it is compared. */
struct line {
	const char *key;        /* 一类、100名 */
	size_t row;
};

static const struct table *find_table(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->table_count; i++)
		if (strcmp(model->tables[i].name, name) == 0)
			return &model->tables[i];
	return NULL;
}

static const char *cell_text(const struct comparing *comparing, const struct model *model, const struct table *table, size_t row, size_t column)
{
	const struct node *node = table->nodes[row * table->column_count + column];
	const char *text = written_text(comparing, model, node->span), *unit = table->columns[column].unit;
	return node->kind == NODE_NUMBER && !ast_child(node, NODE_UNIT) ? gj_arena_print(comparing->arena, "%s%s", text, unit) : text;
}

static bool is_key(const struct table *table, size_t column)
{
	bool any = false;
	for (size_t i = 0; i < table->column_count; i++)
		any = any || table->columns[i].key;
	return any ? table->columns[column].key : column == 0;
}

static int by_key(const void *left, const void *right)
{
	const struct line *x = left, *y = right;
	int order = strcmp(x->key, y->key);
	return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static struct line *lines_of(const struct comparing *comparing, const struct model *model, const struct table *table)
{
	struct line *lines = gj_arena_alloc(comparing->arena, (table->row_count + 1) * sizeof *lines);
	for (size_t row = 0; row < table->row_count; row++) {
		const char *key = "";
		for (size_t i = 0; i < table->column_count; i++)
			if (is_key(table, i))
				key = gj_arena_print(comparing->arena, "%s%s%s", key, *key ? "、" : "", cell_text(comparing, model, table, row, i));
		lines[row] = (struct line){ key, row };
	}
	qsort(lines, table->row_count, sizeof *lines, by_key);
	return lines;
}

static const char *row_text(const struct comparing *comparing, const struct model *model, const struct table *table, size_t row)
{
	const char *text = "";
	for (size_t i = 0; i < table->column_count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s", text, *text ? " " : "", cell_text(comparing, model, table, row, i));
	return text;
}

static void compare_row(struct comparing *comparing, const struct table *old, const struct line *before, const struct table *new, const struct line *after)
{
	for (size_t i = 0; i < old->column_count; i++)
		for (size_t k = 0; k < new->column_count; k++) {
			if (strcmp(old->columns[i].name, new->columns[k].name) != 0)
				continue;
			const char *was = cell_text(comparing, comparing->old, old, before->row, i), *is = cell_text(comparing, comparing->new, new, after->row, k);
			const char *place = gj_arena_print(comparing->arena, words(comparing, "%s的%s", "%s, %s"), before->key, old->columns[i].name);
			if (strcmp(was, is) != 0)
				differ(comparing, DIFFERENCE_TABLE_CELL_CHANGED, old->name, was, is, place);
		}
}

static void compare_rows(struct comparing *comparing, const struct table *old, const struct table *new)
{
	const struct line *before = lines_of(comparing, comparing->old, old), *after = lines_of(comparing, comparing->new, new);
	for (size_t i = 0, k = 0; i < old->row_count || k < new->row_count;) {
		int order = i == old->row_count ? 1 : k == new->row_count ? -1 : strcmp(before[i].key, after[k].key);
		if (order < 0)
			differ(comparing, DIFFERENCE_TABLE_ROW_DROPPED, old->name, row_text(comparing, comparing->old, old, before[i].row), NULL, NULL);
		else if (order > 0)
			differ(comparing, DIFFERENCE_TABLE_ROW_ADDED, new->name, NULL, row_text(comparing, comparing->new, new, after[k].row), NULL);
		else
			compare_row(comparing, old, &before[i], new, &after[k]);
		i += order <= 0;
		k += order >= 0;
	}
}

void compare_tables(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->table_count; i++) {
		const struct table *after = find_table(new, old->tables[i].name);
		if (after)
			compare_rows(comparing, &old->tables[i], after);
		else
			differ(comparing, DIFFERENCE_TABLE_DROPPED, old->tables[i].name, NULL, NULL, NULL);
	}
	for (size_t i = 0; i < new->table_count; i++)
		if (!find_table(old, new->tables[i].name))
			differ(comparing, DIFFERENCE_TABLE_ADDED, new->tables[i].name, NULL, NULL, NULL);
}
