/* The view of what is wrong: cells, 校验, rows that belong to nobody, units with too many rows. */
#include "sql_parts.h"

#include "runtime/data_message.h"

static const char *code_of(enum gj_data_message_id id)
{
	return gj_data_message_of(id)->code;
}

static const struct gj_ledger *ledger_at(const struct sql *sql, int index)
{
	return &sql->ir->program->ledgers[index];
}

/* The table whose rows the program reads: of the units where `ledger` is GJ_NONE. */
static const char *table_of(const struct sql *sql, int ledger)
{
	return ledger == GJ_NONE ? sql->table : sql->ledgers[ledger];
}

static const struct gj_program *program_of(const struct sql *sql, int ledger)
{
	return ledger == GJ_NONE ? sql->ir->program : ledger_at(sql, ledger)->rows;
}

/* SELECT 台账, 行号, key, 字段, 代码, 说明 */
static void columns(struct sql *sql, int ledger, const char *alias, const char *key)
{
	sql_print(sql, "SELECT %q AS %n, %s.%n AS %n, CAST(%s.%n AS %s) AS %n", ledger == GJ_NONE ? "" : ledger_at(sql, ledger)->name, "台账", alias,
		sql->words.line, "行号", alias, key, sql->dialect->key_text, "主键");
}

/* --- Cells --- */

/* f AS (…: rows of a number and one or two texts. */
static void begin_list(struct sql *sql, const char *second)
{
	const struct sql_dialect *dialect = sql->dialect;
	if (!dialect->list_number) {
		sql_print(sql, "f(n, name%s%s) AS (VALUES ", *second ? ", " : "", second);
		return;
	}
	sql_print(sql, "f AS (SELECT * FROM VALUES('n %s, name %s", dialect->list_number, dialect->list_text);
	sql_print(sql, *second ? ", %s %s" : "", second, dialect->list_text);
	sql_print(sql, "', ");
}

static void end_list(struct sql *sql)
{
	sql_print(sql, sql->dialect->list_number ? "))" : ")");
}

/* The fields, by their numbers. */
static void field_list(struct sql *sql, const struct gj_program *program)
{
	const char *comma = "";
	sql_print(sql, "WITH ");
	begin_list(sql, "");
	for (size_t i = 0; i < program->field_count; i++, comma = ", ")
		sql_print(sql, "%s(%d, %q)", comma, (int)i, program->fields[i].name);
	end_list(sql);
	sql_print(sql, "\n");
}

static void cell_faults(struct sql *sql, int ledger)
{
	const struct gj_program *program = program_of(sql, ledger);
	sql_print(sql, "CREATE VIEW %n AS\n", sql_faults_name(sql, ledger, "格子"));
	field_list(sql, program);
	sql_print(sql, "SELECT * FROM (\n");
	columns(sql, ledger, "d", program->fields[program->key_field].name);
	sql_print(sql, ", f.name AS %n, CASE f.n", "字段");
	for (size_t i = 0; i < program->field_count; i++) {
		if (!sql_can_be_bad(&program->fields[i]))
			continue;
		sql_print(sql, "\n  WHEN %d THEN ", (int)i);
		sql_cell_fault(sql, &program->fields[i]);
	}
	sql_print(sql, " END AS %n, '' AS %n\nFROM (SELECT * FROM %n AS d WHERE NOT COALESCE(", "代码", "说明", table_of(sql, ledger));
	sql_good_cells(sql, program, "    ");
	sql_print(sql, ", FALSE)) AS d CROSS JOIN f) AS g\nWHERE g.%n IS NOT NULL;\n\n", "代码");
}

/* --- 校验 --- */

/* The one field that it asks about; "" where there are several, and for ledgers, as in the rejects file. */
static const char *field_of(const struct gj_program *program, const struct gj_check *check, int ledger)
{
	return ledger == GJ_NONE && check->field_count == 1 ? program->fields[check->fields[0]].name : "";
}

static void check_list(struct sql *sql, int ledger)
{
	const struct gj_program *program = program_of(sql, ledger);
	const char *comma = "";
	sql_print(sql, ", ");
	begin_list(sql, "field");
	for (size_t i = 0; i < program->check_count; i++, comma = ", ") {
		const struct gj_check *check = &program->checks[i];
		sql_print(sql, "%s(%d, %q, %q)", comma, (int)i, *check->message ? check->message : check->text, field_of(program, check, ledger));
	}
	end_list(sql);
}

static struct sql_code *plan_checks(struct sql *sql, int ledger)
{
	struct sql_code *code = sql_code_new(sql, ledger == GJ_NONE ? sql->ir : sql->ir->ledgers[ledger]);
	if (ledger == GJ_NONE)
		sql_keep_unit(code);
	else
		sql_keep_row(code, ledger);
	for (size_t i = 0; i < code->program->check_count; i++)
		sql_need(code, sql_slot(code, code->program->checks[i].slot));
	sql_mark(code);
	sql_plan(code);
	return code;
}

/* Every one that doesn't hold of a unit, the first of a row of a ledger. */
static void failed(struct sql_code *code, bool first)
{
	struct sql *sql = code->sql;
	sql_print(sql, "CASE f.n");
	for (size_t i = 0; i < code->program->check_count; i++) {
		sql_print(sql, " WHEN %d THEN NOT (", (int)i);
		sql_expression(code, sql_slot(code, code->program->checks[i].slot));
		sql_print(sql, ")");
		for (size_t k = 0; first && k < i; k++) {
			sql_print(sql, " AND ");
			sql_expression(code, sql_slot(code, code->program->checks[k].slot));
		}
	}
	sql_print(sql, " END");
}

static void check_faults(struct sql *sql, int ledger)
{
	const struct gj_program *program = program_of(sql, ledger);
	struct sql_code *code = plan_checks(sql, ledger);
	sql_print(sql, "CREATE VIEW %n AS\n", sql_faults_name(sql, ledger, "校验"));
	if (ledger == GJ_NONE)
		sql_first_query(code);
	else
		sql_first_query_of_rows(code, ledger);
	sql_stages(code);
	check_list(sql, ledger);
	sql_print(sql, "\n");
	columns(sql, ledger, gj_arena_print(sql->arena, "s%d", code->levels), ledger == GJ_NONE ? program->fields[program->key_field].name : sql->words.owner);
	sql_print(sql, ", f.field AS %n, %q AS %n, f.name AS %n\nFROM s%d CROSS JOIN f WHERE ", "字段", code_of(GJ_DATA_CHECK_FAILED), "代码", "说明", code->levels);
	failed(code, ledger != GJ_NONE);
	sql_end_view(sql);
}

/* --- Rows and those who own them --- */

static void orphans(struct sql *sql, int ledger)
{
	int parent = ledger_at(sql, ledger)->parent;
	const struct gj_program *owner = program_of(sql, parent), *rows = program_of(sql, ledger);
	const char *key = owner->fields[parent == GJ_NONE ? owner->key_field : ledger_at(sql, parent)->unique].name;
	columns(sql, ledger, "c", sql->words.owner);
	sql_print(sql, ", %q AS %n, %q AS %n, '' AS %n\nFROM %n AS c WHERE c.%n NOT IN (SELECT o.%n FROM %n AS o WHERE o.%n IS NOT NULL)",
		rows->fields[rows->key_field].name, "字段", code_of(parent == GJ_NONE ? GJ_DATA_ORPHAN_ROW : GJ_DATA_ORPHAN_OF_LEDGER), "代码", "说明",
		sql->counted[ledger], sql->words.owner, key, table_of(sql, parent), key);
}

/* Where the engine lets keys repeat: those rows. Of a ledger only what is otherwise in order, and belongs to somebody, is said to repeat. */
static void repeated_units(struct sql *sql)
{
	const struct gj_program *program = sql->ir->program;
	const char *key = program->fields[program->key_field].name;
	columns(sql, GJ_NONE, "d", key);
	sql_print(sql, ", %q AS %n, %q AS %n, '' AS %n\nFROM %n AS d WHERE d.%n IN (SELECT r.%n FROM %n AS r)", key, "字段", code_of(GJ_DATA_DOUBLED_KEY), "代码",
		"说明", sql->table, sql->words.line, sql->words.line, sql_faults_name(sql, GJ_NONE, "重复"));
}

static void repeated_rows(struct sql *sql, int ledger)
{
	const struct gj_ledger *of = ledger_at(sql, ledger);
	const struct gj_program *owner = program_of(sql, of->parent);
	const char *key = owner->fields[of->parent == GJ_NONE ? owner->key_field : ledger_at(sql, of->parent)->unique].name;
	struct sql_code *code = plan_checks(sql, ledger);
	const char *last = gj_arena_print(sql->arena, "s%d", code->levels);
	sql_print(sql, "CREATE VIEW %n AS\n", sql_faults_name(sql, ledger, "重复行"));
	sql_first_query_of_rows(code, ledger);
	sql_stages(code);
	sql_print(sql, ", o AS (SELECT o.%n AS k FROM %n AS o WHERE o.%n IS NOT NULL)\n", key, table_of(sql, of->parent), key);
	columns(sql, ledger, last, sql->words.owner);
	sql_print(sql, ", CASE WHEN %s.%n IN (SELECT o.k FROM o) THEN %q ELSE %q END AS %n", last, sql->words.owner, of->rows->fields[of->unique].name,
		of->rows->fields[of->rows->key_field].name, "字段");
	sql_print(sql, ", CASE WHEN %s.%n IN (SELECT o.k FROM o) THEN %q ELSE %q END AS %n, '' AS %n\nFROM %s", last, sql->words.owner, code_of(GJ_DATA_DOUBLED_KEY),
		code_of(of->parent == GJ_NONE ? GJ_DATA_ORPHAN_ROW : GJ_DATA_ORPHAN_OF_LEDGER), "代码", "说明", last);
	sql_tests(code);
	sql_print(sql, "%s%s.%n IN (SELECT r.%n FROM %n AS r)", code->program->check_count ? " AND " : "\nWHERE ", last, sql->words.line, sql->words.line,
		sql_faults_name(sql, ledger, "重复"));
	sql_end_view(sql);
}

static void beyond(struct sql *sql)
{
	const struct gj_program *program = sql->ir->program;
	const char *key = program->fields[program->key_field].name, *joint = "";
	columns(sql, GJ_NONE, "d", key);
	sql_print(sql, ", '' AS %n, %q AS %n, '' AS %n\nFROM %n AS d WHERE ", "字段", code_of(GJ_DATA_TOO_MANY_ROWS), "代码", "说明", sql->table);
	sql_good_cells(sql, program, "  ");
	sql_without_repeated(sql, GJ_NONE, sql_cell(sql, "d", sql->words.line), "\n  AND ");
	sql_print(sql, " AND (");
	for (size_t i = 0; i < program->ledger_count; i++) {
		if (program->ledgers[i].base != GJ_NONE)
			continue;
		sql_print(sql, "%sd.%n IN (", joint, key);
		sql_beyond(sql, (int)i);
		sql_print(sql, ")");
		joint = " OR ";
	}
	sql_print(sql, ")");
}

static bool may_repeat(const struct sql *sql, int ledger)
{
	return !sql->dialect->unique && ledger != GJ_NONE && ledger_at(sql, ledger)->unique != GJ_NONE;
}

static void all_of(struct sql *sql, int ledger)
{
	sql_print(sql, "%sSELECT * FROM %n", ledger == GJ_NONE ? "" : "\nUNION ALL ", sql_faults_name(sql, ledger, "格子"));
	if (program_of(sql, ledger)->check_count)
		sql_print(sql, "\nUNION ALL SELECT * FROM %n", sql_faults_name(sql, ledger, "校验"));
	if (ledger == GJ_NONE && !sql->dialect->unique) {
		sql_print(sql, "\nUNION ALL ");
		repeated_units(sql);
	}
	if (ledger == GJ_NONE)
		return;
	sql_print(sql, "\nUNION ALL ");
	orphans(sql, ledger);
	if (may_repeat(sql, ledger))
		sql_print(sql, "\nUNION ALL SELECT * FROM %n", sql_faults_name(sql, ledger, "重复行"));
}

static void faults_of(struct sql *sql, int ledger)
{
	cell_faults(sql, ledger);
	if (program_of(sql, ledger)->check_count)
		check_faults(sql, ledger);
	if (may_repeat(sql, ledger))
		repeated_rows(sql, ledger);
}

void sql_rejects(struct sql *sql)
{
	const struct gj_program *program = sql->ir->program;
	bool any = false;
	for (int i = GJ_NONE; i < (int)program->ledger_count; i++)
		if (table_of(sql, i))
			faults_of(sql, i);
	sql_print(sql, "CREATE VIEW %n AS\n", sql->words.rejects);
	for (int i = GJ_NONE; i < (int)program->ledger_count; i++)
		if (table_of(sql, i)) {
			all_of(sql, i);
			any = any || i != GJ_NONE;
		}
	if (any) {
		sql_print(sql, "\nUNION ALL ");
		beyond(sql);
	}
	sql_end_view(sql);
}
