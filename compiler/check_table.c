/* 参数表: columns with their kinds, units and decimals; rows. */
#include "check.h"
#include <string.h>

enum { MOST_TABLE_ROWS = 10000, MOST_CELL_DECIMALS = 6, MOST_TOLD = 5 };

static const wide LARGEST_CELL = (wide)1000000000000;

static const char *kind_words(enum gj_type type, enum gj_language language)
{
	static const char *const words[][2] = {[GJ_BOOL] = {"“是”或“否”", "是 or 否"}, [GJ_NUMBER] = {"数", "a number"}, [GJ_OPTION] = {"名称", "a name"},
		[GJ_TEXT] = {"名称", "a name"}, [GJ_DATE] = {"日期", "a date"}};
	return words[type][language];
}

static enum gj_type kind_of(const struct node *cell)
{
	return cell->kind == NODE_NUMBER ? GJ_NUMBER : cell->kind == NODE_DATE ? GJ_DATE : cell->kind == NODE_BOOLEAN ? GJ_BOOL : GJ_TEXT;
}

static size_t count_cells(const struct node *row)
{
	size_t count = 0;
	for (const struct node *cell = row->first; cell; cell = cell->next)
		count++;
	return count;
}

static const struct node *next_row(const struct node *row)
{
	while (row && row->kind != NODE_TABLE_ROW)
		row = row->next;
	return row;
}

static bool check_heading(struct checker *checker, const struct node *row, struct table *table)
{
	struct name_table names;
	bool good = true;
	names_begin(&names, checker->arena);
	table->column_count = count_cells(row);
	table->columns = gj_arena_alloc(checker->arena, table->column_count * sizeof *table->columns);
	struct table_column *column = table->columns;
	for (const struct node *cell = row->first; cell; cell = cell->next, column++) {
		const struct node *unit = ast_child(cell, NODE_UNIT);
		*column = (struct table_column){.name = cell->text, .span = cell->span, .unit = unit ? unit_canonical(unit->text) : ""};
		if (cell->kind != NODE_NAME && cell->kind != NODE_STRING) {
			report(checker->diagnostics, MSG_TABLE_HEADING, cell->span, source_text(checker, cell->span), NULL);
			return false;
		}
		good = define_name(checker, &names, cell, 0, 0) && good;
	}
	return good;
}

/* One row's cells. False: reported. */
static bool take_row(struct checker *checker, const struct node *row, struct table *table)
{
	size_t count = count_cells(row);
	if (count != table->column_count) {
		report(checker->diagnostics, MSG_TABLE_CELLS, row->span, decimal_text(checker->arena, (wide)count, 0),
			decimal_text(checker->arena, (wide)table->column_count, 0), NULL);
		return false;
	}
	const struct node **to = &table->nodes[table->row_count * table->column_count];
	for (const struct node *cell = row->first; cell; cell = cell->next)
		*to++ = cell;
	table->rows[table->row_count++] = row->span;
	return true;
}

static bool take_rows(struct checker *checker, const struct node *heading, struct table *table)
{
	size_t count = 0, told = 0;
	for (const struct node *row = next_row(heading->next); row; row = next_row(row->next))
		count++;
	if (count == 0 || count > MOST_TABLE_ROWS) {
		report(checker->diagnostics, count ? MSG_TABLE_LARGE : MSG_TABLE_EMPTY, table->name_span, table->name,
			decimal_text(checker->arena, MOST_TABLE_ROWS, 0), NULL);
		return false;
	}
	table->nodes = gj_arena_alloc(checker->arena, count * table->column_count * sizeof *table->nodes);
	table->cells = gj_arena_alloc(checker->arena, count * table->column_count * sizeof *table->cells);
	table->rows = gj_arena_alloc(checker->arena, count * sizeof *table->rows);
	table->reached = gj_arena_alloc(checker->arena, count * sizeof *table->reached);
	for (const struct node *row = next_row(heading->next); row && told < MOST_TOLD; row = next_row(row->next))
		told += !take_row(checker, row, table);
	return told == 0;
}

static bool report_unit(struct checker *checker, const struct table_column *column, const struct node *cell)
{
	struct finding *finding = report(checker->diagnostics, MSG_TABLE_CELL_UNIT, cell->span, column->name, unit_words(checker, column->unit, GJ_CHINESE),
		source_text(checker, cell->span), unit_words(checker, column->unit, GJ_ENGLISH), NULL);
	finding_fix(finding, cell->span, gj_arena_print(checker->arena, "%s%s", cell->text, column->unit));
	return false;
}

/* A number of a column in its unit, at *scale. False: reported. */
static bool number_cell(struct checker *checker, const struct table_column *column, bool unit_in_heading, const struct node *cell, int64_t *value,
	int *scale)
{
	bool bare = !*literal_unit(cell);
	literal_value(cell, value, scale);
	if (!(bare && (unit_in_heading || *value == 0)) && !literal_in_unit(cell, column->unit, value, scale))
		return report_unit(checker, column, cell);
	wide size = *value < 0 ? -(wide)*value : *value;
	if (*scale <= MOST_CELL_DECIMALS && size <= LARGEST_CELL * power_of_ten(*scale))
		return true;
	report(checker->diagnostics, MSG_TABLE_NUMBER_LARGE, cell->span, source_text(checker, cell->span), NULL);
	return false;
}

static bool check_numbers(struct checker *checker, struct table *table, size_t at)
{
	struct table_column *column = &table->columns[at];
	bool unit_in_heading = *column->unit != 0;
	size_t told = 0;
	int64_t value;
	int scale;
	for (size_t row = 0; row < table->row_count && !*column->unit; row++)
		column->unit = literal_unit(table->nodes[row * table->column_count + at]);
	for (size_t row = 0; row < table->row_count && told < MOST_TOLD; row++) {
		if (!number_cell(checker, column, unit_in_heading, table->nodes[row * table->column_count + at], &value, &scale))
			told++;
		else if (scale > column->scale)
			column->scale = scale;
	}
	for (size_t row = 0; row < table->row_count && !told; row++) {
		number_cell(checker, column, unit_in_heading, table->nodes[row * table->column_count + at], &value, &scale);
		table->cells[row * table->column_count + at] = (int64_t)rescale(value, scale, column->scale, GJ_ROUND_DOWN);
	}
	return told == 0;
}

/* All cells are of the kind of the first; a name may begin with a digit. */
static bool check_kinds(struct checker *checker, struct table *table, size_t at)
{
	struct table_column *column = &table->columns[at];
	size_t told = 0;
	column->type = kind_of(table->nodes[at]);
	for (size_t row = 0; row < table->row_count && told < MOST_TOLD; row++) {
		const struct node *cell = table->nodes[row * table->column_count + at];
		if (kind_of(cell) == column->type || (column->type == GJ_TEXT && cell->kind == NODE_NUMBER))
			continue;
		report(checker->diagnostics, MSG_TABLE_CELL_TYPE, cell->span, column->name, source_text(checker, cell->span),
			kind_words(column->type, GJ_CHINESE), kind_words(column->type, GJ_ENGLISH), NULL);
		told++;
	}
	return told == 0;
}

static bool check_column(struct checker *checker, struct table *table, size_t at)
{
	if (!check_kinds(checker, table, at))
		return false;
	enum gj_type type = table->columns[at].type;
	if (type == GJ_NUMBER)
		return check_numbers(checker, table, at);
	for (size_t row = 0; row < table->row_count && type != GJ_TEXT; row++) {
		const struct node *cell = table->nodes[row * table->column_count + at];
		table->cells[row * table->column_count + at] = type == GJ_DATE ? date_of_node(cell) : cell->number != 0;
	}
	return true;
}

static void check_table(struct checker *checker, const struct node *node, int index)
{
	struct table *table = &checker->table_list[index];
	const struct node *heading = next_row(node->first);
	*table = (struct table){.name = node->text, .span = node->span, .name_span = node->name_span};
	define_name(checker, &checker->tables, node, 0, index);
	const struct node *file = ast_child(node, NODE_ATTR_FILE);
	if (!heading && (!file || file->number))
		report(checker->diagnostics, MSG_TABLE_EMPTY, node->name_span, node->text, NULL);
	table->broken = !heading || !check_heading(checker, heading, table) || !take_rows(checker, heading, table);
	for (size_t i = 0; i < table->column_count && !table->broken; i++)
		table->broken = !check_column(checker, table, i);
}

void check_tables(struct checker *checker)
{
	struct model *model = checker->model;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		checker->table_count += node->kind == NODE_TABLE;
	checker->table_list = gj_arena_alloc(checker->arena, checker->table_count * sizeof *checker->table_list);
	model->tables = checker->table_list;
	model->table_count = checker->table_count;
	int index = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_TABLE)
			check_table(checker, node, index++);
}

static void report_idle_parts(struct checker *checker, const struct table *table)
{
	size_t told = 0;
	for (size_t i = 0; i < table->column_count; i++)
		if (!table->columns[i].used)
			report(checker->diagnostics, MSG_TABLE_COLUMN_UNUSED, table->columns[i].span, table->name, table->columns[i].name, NULL);
	for (size_t i = 0; i < table->row_count && told < MOST_TOLD; i++)
		if (!table->reached[i]) {
			report(checker->diagnostics, MSG_TABLE_ROW_UNREACHED, table->rows[i], table->name, NULL);
			told++;
		}
}

void check_tables_used(struct checker *checker)
{
	if (diagnostics_count(checker->diagnostics, GJ_ERROR))
		return;
	for (size_t i = 0; i < checker->table_count; i++) {
		const struct table *table = &checker->table_list[i];
		if (!table->used)
			report(checker->diagnostics, MSG_TABLE_UNUSED, table->name_span, table->name, NULL);
		else
			report_idle_parts(checker, table);
	}
}
