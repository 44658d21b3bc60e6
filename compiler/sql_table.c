/* Tables of the data and ledgers, and their cells as the rules see them. */
#include "sql_parts.h"

#include <string.h>

const char *sql_inapplicable(struct sql *sql, const struct gj_field *field)
{
	return gj_arena_print(sql->arena, "%s%s", field->name, gj_state_word(GJ_NOT_APPLICABLE));
}

/* Where the cell says 不适用; `alias` of its table, or NULL. */
static void is_inapplicable(struct sql *sql, const struct gj_field *field, const char *alias)
{
	sql_pattern(sql, sql->dialect->flag_condition, sql_cell(sql, alias, sql_inapplicable(sql, field)), 0);
}

static const char *type_of(const struct sql *sql, const struct gj_field *field)
{
	switch (field->type) {
	case GJ_BOOL: return sql->dialect->boolean;
	case GJ_DATE: return sql->dialect->date;
	case GJ_NUMBER: return field->scale ? sql->dialect->decimal : sql->dialect->whole_cell;
	default: return sql->dialect->text_cell;
	}
}

static const char *form_of(const struct sql *sql, const struct gj_field *field)
{
	switch (field->type) {
	case GJ_BOOL: return sql->dialect->form_boolean;
	case GJ_DATE: return sql->dialect->form_date;
	case GJ_NUMBER: return field->scale ? sql->dialect->form_decimal : sql->dialect->form_whole;
	default: return "";
	}
}

static void check_form(struct sql *sql, const char *form, const char *name, int scale)
{
	if (!*form)
		return;
	sql_print(sql, " CHECK (");
	sql_pattern(sql, form, sql_cell(sql, NULL, name), scale);
	sql_print(sql, ")");
}

/* 单位：名；别名：应到、应参会人数 */
static void describe(struct sql *sql, const struct gj_field *field)
{
	const char *text = field->meaning;
	if (*field->unit)
		text = gj_arena_print(sql->arena, "%s%s单位：%s", text, *text ? "；" : "", field->unit);
	for (size_t i = 0; i < field->aliases.count; i++)
		text = gj_arena_print(sql->arena, "%s%s%s", text, i ? "、" : *text ? "；别名：" : "别名：", field->aliases.items[i]);
	sql_comment(sql, "  ", text);
}

static void column(struct sql *sql, const struct gj_field *field, bool unique)
{
	const struct sql_dialect *dialect = sql->dialect;
	if (field->type == GJ_DATE && dialect->date_low != dialect->date_high && (field->low < dialect->date_low || field->high > dialect->date_high))
		sql_refuse(sql, (struct span){ 0, 0 }, "日期的范围超出了这个数据库的日期", "a date's range goes beyond the dates that the engine has");
	describe(sql, field);
	sql_print(sql, "  %n ", field->name);
	sql_pattern(sql, type_of(sql, field), "", field->scale);
	if (unique && sql->dialect->unique)
		sql_print(sql, " UNIQUE");
	check_form(sql, form_of(sql, field), field->name, field->scale);
	if (!field->inapplicable)
		return;
	const char *state = sql_inapplicable(sql, field);
	sql_print(sql, ",\n  %n %s", state, sql->dialect->flag);
	check_form(sql, sql->dialect->form_boolean, state, 0);
}

static void readable(struct sql *sql, const struct gj_program *program);
static void stored_numbers(struct sql *sql, const struct gj_program *program);

static void table(struct sql *sql, const struct gj_program *program, const char *name, int unique)
{
	if (sql->dialect->latin_names)
		sql_comment(sql, "", program->unit_name);
	sql_print(sql, "CREATE TABLE %n (\n  %n %s", name, sql->words.line, sql->dialect->line_type);
	for (size_t i = 0; i < program->field_count; i++) {
		if (program->fields[i].derived)
			continue;
		sql_print(sql, ",\n");
		column(sql, &program->fields[i], (int)i == unique);
	}
	if (sql->dialect->stores) {
		stored_numbers(sql, program);
		readable(sql, program);
	}
	sql_print(sql, "\n)");
	sql_pattern(sql, sql->dialect->table_end, sql_cell(sql, NULL, sql->words.line), 0);
	sql_print(sql, ";\n\n");
}

/* Rows that come second with their key, where the engine doesn't keep them out. */
static void repeated_rows(struct sql *sql, int ledger, const char *name, const char *key)
{
	const char *line = sql->words.line;
	sql_print(sql, "CREATE VIEW %n AS\nSELECT o.%n AS %n FROM %n AS o JOIN (SELECT k.%n AS k, MIN(k.%n) AS first FROM %n AS k GROUP BY k.%n HAVING COUNT(*) > 1) AS f\n"
		"  ON f.k = o.%n WHERE o.%n > f.first", sql_faults_name(sql, ledger, "重复"), line, line, name, key, line, name, key, key, line);
	sql_end_view(sql);
}

static void ledger_table(struct sql *sql, int index)
{
	const struct gj_ledger *ledger = &sql->ir->program->ledgers[index];
	table(sql, ledger->rows, sql->ledgers[index], ledger->unique);
	if (!sql->dialect->unique && ledger->unique != GJ_NONE)
		repeated_rows(sql, index, sql->ledgers[index], ledger->rows->fields[ledger->unique].name);
}

void sql_tables(struct sql *sql)
{
	const struct gj_program *program = sql->ir->program;
	table(sql, program, sql->table, program->key_field);
	if (!sql->dialect->unique)
		repeated_rows(sql, GJ_NONE, sql->table, program->fields[program->key_field].name);
	for (size_t i = 0; i < program->ledger_count; i++)
		if (sql->ledgers[i])
			ledger_table(sql, (int)i);
}

/* --- A cell as the rules see it --- */

static bool may_be_empty(const struct gj_field *field)
{
	return field->nullable || field->inapplicable || field->has_default;
}

static void options(struct sql *sql, const struct gj_field *field, const char *cell)
{
	sql_print(sql, "%sCASE %s", sql->dialect->loose ? "" : "CAST(", cell);
	for (size_t i = 0; i < field->options.count; i++)
		sql_print(sql, " WHEN %q THEN %d", field->options.items[i], (int)i);
	sql_print(sql, " ELSE %l END", field->has_default ? field->default_value : field->low);
	sql_print(sql, sql->dialect->loose ? "" : " AS %s)", sql->dialect->whole);
}

static void number(struct sql *sql, const struct gj_field *field, const char *cell)
{
	if (field->type == GJ_DATE)
		sql_pattern(sql, sql->dialect->date_number, cell, 0);
	else if (field->scale)
		sql_pattern(sql, sql->dialect->decimal_number, cell, field->scale);
	else
		sql_print(sql, "%s", cell);
}

static const char *stored_name(const struct sql *sql, const struct gj_field *field)
{
	return gj_arena_print(sql->arena, "%s%s", sql->words.stored, field->name);
}

static bool is_stored(const struct sql *sql, const struct gj_field *field)
{
	return sql->dialect->stores && !field->derived && field->type == GJ_NUMBER && field->scale;
}

/* Where there is no value the rules don't look at it; it is the least there can be, so that nothing leaves its range. */
static void value(struct sql *sql, const struct gj_field *field, const char *cell)
{
	int64_t without = field->has_default ? field->default_value : field->low;
	if (field->type == GJ_OPTION) {
		options(sql, field, cell);
		return;
	}
	sql_print(sql, may_be_empty(field) ? "COALESCE(" : "");
	if (field->type == GJ_BOOL)
		sql_pattern(sql, sql->dialect->boolean_condition, cell, 0);
	else if (is_stored(sql, field))
		sql_print(sql, "%s", sql_cell(sql, "d", stored_name(sql, field)));
	else
		number(sql, field, cell);
	if (may_be_empty(field) && field->type == GJ_BOOL)
		sql_print(sql, ", %s)", without ? "TRUE" : "FALSE");
	else if (may_be_empty(field))
		sql_print(sql, ", %l)", without);
}

/* Where it can be one of two the rules see a yes or no. */
static bool is_condition(const struct sql_code *code, int column)
{
	for (size_t i = 0; i < code->ir.value_count; i++)
		if (code->ir.values[i].op == IR_COLUMN && code->ir.values[i].k == column)
			return code->ir.values[i].boolean;
	return false;
}

static void state(struct sql_code *code, const struct gj_field *field, const char *cell)
{
	struct sql *sql = code->sql;
	if (is_condition(code, field->state_column)) {
		sql_print(sql, "%s IS NULL", cell);
		return;
	}
	sql_print(sql, sql->dialect->loose ? "CASE" : "CAST(CASE");
	if (field->inapplicable) {
		sql_print(sql, " WHEN ");
		is_inapplicable(sql, field, "d");
		sql_print(sql, " THEN %d", (int)GJ_NOT_APPLICABLE);
	}
	if (!field->has_default)
		sql_print(sql, " WHEN %s IS NULL THEN %d", cell, (int)GJ_ABSENT);
	sql_print(sql, " ELSE %d END", (int)GJ_PRESENT);
	sql_print(sql, sql->dialect->loose ? "" : " AS %s)", sql->dialect->whole);
}

void sql_input(struct sql_code *code)
{
	struct sql *sql = code->sql;
	for (size_t i = 0; i < code->program->field_count; i++) {
		const struct gj_field *field = &code->program->fields[i];
		const char *cell = sql_cell(sql, "d", field->name);
		if (field->derived)
			continue;
		if (field->column != GJ_NONE && sql_reads(code, field->column)) {
			sql_print(sql, ",\n    ");
			value(sql, field, cell);
			sql_print(sql, " AS %n", field->name);
		}
		if (field->state_column == GJ_NONE || !sql_reads(code, field->state_column))
			continue;
		sql_print(sql, ",\n    ");
		state(code, field, cell);
		sql_print(sql, " AS %n", sql_column_name(code, field->state_column));
	}
}

/* --- Cells that can't be read --- */

/* Whether what is in the cell will do. */
static void fits(struct sql *sql, const struct gj_field *field, const char *cell)
{
	switch (field->type) {
	case GJ_TEXT:
		sql_print(sql, "%s <> ''", cell);
		return;
	case GJ_OPTION:
		for (size_t i = 0; i < field->options.count; i++)
			sql_print(sql, i ? ", %q" : "%s IN (%q", i ? field->options.items[i] : cell, field->options.items[i]);
		sql_print(sql, ")");
		return;
	case GJ_NUMBER: case GJ_DATE:
		if (field->type == GJ_NUMBER && field->scale)
			sql_pattern(sql, sql->dialect->decimal_compared, cell, field->scale);
		else
			number(sql, field, cell);
		sql_print(sql, " BETWEEN %l AND %l", field->low, field->high);
		return;
	case GJ_BOOL: break;
	}
	sql_print(sql, "%s IS NOT NULL", cell);
	return;
}

static bool keeps_decimals(const struct sql *sql, const struct gj_field *field)
{
	return field->type == GJ_NUMBER && field->scale && *sql->dialect->decimals_kept;
}

static void good_cell(struct sql *sql, const struct gj_field *field, const char *alias)
{
	const char *cell = sql_cell(sql, alias, field->name);
	bool empty = may_be_empty(field);
	sql_print(sql, empty ? "(" : "");
	if (field->inapplicable) {
		is_inapplicable(sql, field, alias);
		sql_print(sql, " OR ");
	}
	if (field->nullable || field->has_default)
		sql_print(sql, "%s IS NULL OR ", cell);
	if (keeps_decimals(sql, field)) {
		sql_pattern(sql, sql->dialect->decimals_kept, cell, field->scale);
		sql_print(sql, " AND ");
	}
	fits(sql, field, cell);
	sql_print(sql, empty ? ")" : "");
}

/* Cells that are never looked at can't be wrong: texts that may be empty, yes or no that may. */
bool sql_can_be_bad(const struct gj_field *field)
{
	bool empty = field->nullable || field->has_default;
	return !field->derived && !(empty && (field->type == GJ_TEXT || field->type == GJ_BOOL));
}

static void good_cells(struct sql *sql, const struct gj_program *program, const char *alias, const char *indent)
{
	const char *joint = "";
	for (size_t i = 0; i < program->field_count; i++) {
		if (!sql_can_be_bad(&program->fields[i]))
			continue;
		sql_print(sql, "%s", joint);
		good_cell(sql, &program->fields[i], alias);
		joint = gj_arena_print(sql->arena, "\n%sAND ", indent);
	}
}

/* Decimals as whole numbers: worked out when a row comes in, not at every query. */
static void stored_numbers(struct sql *sql, const struct gj_program *program)
{
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (!is_stored(sql, field))
			continue;
		const char *cell = sql_cell(sql, NULL, field->name);
		sql_print(sql, ",\n  %n %s GENERATED ALWAYS AS (CASE WHEN ", stored_name(sql, field), sql->dialect->whole);
		fits(sql, field, cell); /* beyond that the type may not hold it */
		sql_print(sql, " THEN ");
		number(sql, field, cell);
		sql_print(sql, " END) STORED");
	}
}

/* Looked at when a row comes in, not at every query. */
static void readable(struct sql *sql, const struct gj_program *program)
{
	sql_print(sql, ",\n");
	sql_comment(sql, "  ", "各格都能读");
	sql_print(sql, "  %n %s GENERATED ALWAYS AS (", sql->words.readable, sql->dialect->boolean);
	good_cells(sql, program, NULL, "    ");
	sql_print(sql, ") STORED");
}

void sql_good_cells(struct sql *sql, const struct gj_program *program, const char *indent)
{
	if (sql->dialect->stores)
		sql_print(sql, "%s", sql_cell(sql, "d", sql->words.readable));
	else
		good_cells(sql, program, "d", indent);
}

void sql_cell_fault(struct sql *sql, const struct gj_field *field)
{
	const char *cell = sql_cell(sql, "d", field->name);
	sql_print(sql, "CASE");
	if (field->inapplicable) {
		sql_print(sql, " WHEN ");
		is_inapplicable(sql, field, "d");
		sql_print(sql, " THEN NULL");
	}
	sql_print(sql, field->type == GJ_TEXT ? " WHEN %s IS NULL OR %s = ''" : " WHEN %s IS NULL", cell, cell);
	sql_print(sql, field->nullable || field->has_default ? " THEN NULL" : " THEN 'GJ4001'");
	if (keeps_decimals(sql, field)) {
		sql_print(sql, " WHEN NOT (");
		sql_pattern(sql, sql->dialect->decimals_kept, cell, field->scale);
		sql_print(sql, ") THEN 'GJ4004'");
	}
	if (field->type != GJ_TEXT && field->type != GJ_BOOL) {
		sql_print(sql, " WHEN NOT (");
		fits(sql, field, cell);
		sql_print(sql, ") THEN %q", field->type == GJ_OPTION ? "GJ4006" : "GJ4005");
	}
	sql_print(sql, " END");
}

void sql_without_repeated(struct sql *sql, int ledger, const char *line, const char *joint)
{
	if (!sql->dialect->unique && (ledger == GJ_NONE || sql->ir->program->ledgers[ledger].unique != GJ_NONE))
		sql_print(sql, "%s%s NOT IN (SELECT r.%n FROM %n AS r)", joint, line, sql->words.line, sql_faults_name(sql, ledger, "重复"));
}
