/* 台账: a view of the rows that count, and how their totals come to those who own them. */
#include "sql_parts.h"

#include <string.h>

static const struct gj_ledger *ledger_at(const struct sql *sql, int index)
{
	return &sql->ir->program->ledgers[index];
}


static void need_slot(struct sql_code *code, int slot)
{
	if (slot != GJ_NONE)
		sql_need(code, sql_slot(code, slot));
}

static void need_field(struct sql_code *code, int field)
{
	const struct gj_field *of = &code->program->fields[field];
	if (of->column != GJ_NONE)
		sql_need(code, sql_field(code, field));
	else
		sql_keep_text(code, field);
}

static void need_totals(struct sql_code *code, const struct gj_ledger *ledger)
{
	for (size_t i = 0; i < ledger->total_count; i++) {
		need_slot(code, ledger->totals[i].filter);
		need_slot(code, ledger->totals[i].value);
		need_slot(code, ledger->totals[i].key);
		if (ledger->totals[i].text != GJ_NONE)
			need_field(code, ledger->totals[i].text);
	}
}

static void need_groups(struct sql_code *code, int index)
{
	const struct gj_program *program = code->sql->ir->program;
	for (size_t i = 0; i < program->ledger_count; i++) {
		const struct gj_ledger *group = &program->ledgers[i];
		if (group->base != index)
			continue;
		need_slot(code, group->group_filter);
		for (size_t k = 0; k < group->group_count; k++)
			need_field(code, group->group_fields[k]);
	}
}

void sql_keep_row(struct sql_code *code, int ledger)
{
	sql_keep(code, code->sql->words.line);
	sql_keep(code, code->sql->words.owner);
	if (ledger_at(code->sql, ledger)->unique != GJ_NONE)
		sql_keep(code, code->sql->words.self);
}

static void plan_rows(struct sql_code *code, int index)
{
	const struct gj_ledger *ledger = ledger_at(code->sql, index);
	sql_keep_row(code, index);
	need_totals(code, ledger);
	need_groups(code, index);
	for (size_t i = 0; i < ledger->rows->check_count; i++)
		sql_test(code, sql_slot(code, ledger->rows->checks[i].slot));
	sql_mark(code);
	sql_plan(code);
}

static void kept_texts(struct sql_code *code)
{
	for (size_t i = 0; i < code->program->field_count; i++)
		if (sql_keeps(code, code->program->fields[i].name))
			sql_print(code->sql, ", d.%n AS %n", code->program->fields[i].name, code->program->fields[i].name);
}

/* What the rows of a group have in common, as the view of their totals names it. */
static void group_fields(struct sql_code *code, const struct gj_ledger *group)
{
	const struct gj_program *base = ledger_at(code->sql, group->base)->rows;
	for (size_t i = 0; i < group->group_count; i++)
		sql_print(code->sql, ", d.%n AS %n", base->fields[group->group_fields[i]].name, group->rows->fields[i].name);
}

static void first_query_of_groups(struct sql_code *code, int index)
{
	struct sql *sql = code->sql;
	sql_print(sql, "WITH s0 AS (\n  SELECT d.%n AS %n, d.%n AS %n", sql->words.line, sql->words.line, sql->words.owner, sql->words.owner);
	group_fields(code, ledger_at(sql, index));
	sql_derived(code, index);
	sql_print(sql, "\n  FROM %n AS d", sql_sums_name(sql, ledger_at(sql, index)->base, index));
	sql_joins(sql, index, sql->words.owner);
	sql_print(sql, "\n)");
}

/* The table's rows whose cells can be read. */
void sql_first_query_of_rows(struct sql_code *code, int index)
{
	struct sql *sql = code->sql;
	const struct gj_ledger *ledger = ledger_at(sql, index);
	const struct gj_program *rows = ledger->rows;
	const struct gj_field *key = &rows->fields[rows->key_field];
	if (ledger->parent == GJ_NONE && key->type != sql->ir->program->fields[sql->ir->program->key_field].type)
		sql_refuse(sql, (struct span){ 0, 0 }, "台账的关联字段与主键一个是文本，一个是整数", "the key of a ledger's rows is a text where that of the units is a number, or the other way round");
	sql_print(sql, "WITH s0 AS (\n  SELECT d.%n AS %n, d.%n AS %n", sql->words.line, sql->words.line, rows->fields[rows->key_field].name, sql->words.owner);
	if (ledger->unique != GJ_NONE)
		sql_print(sql, ", d.%n AS %n", rows->fields[ledger->unique].name, sql->words.self);
	kept_texts(code);
	sql_input(code);
	sql_derived(code, index);
	sql_print(sql, "\n  FROM %n AS d", sql->ledgers[index]);
	if (ledger->unique != GJ_NONE)
		sql_joins(sql, index, rows->fields[ledger->unique].name);
	sql_print(sql, "\n  WHERE ");
	sql_good_cells(sql, rows, "    ");
	sql_print(sql, "\n)");
}

static void rows_that_count(struct sql *sql, int index)
{
	struct sql_code *code = sql_code_new(sql, sql->ir->ledgers[index]);
	plan_rows(code, index);
	sql->codes[index] = code;
	sql_print(sql, "CREATE VIEW %n AS\n", sql->counted[index]);
	if (ledger_at(sql, index)->base == GJ_NONE)
		sql_first_query_of_rows(code, index);
	else
		first_query_of_groups(code, index);
	sql_stages(code);
	sql_print(sql, "\nSELECT ");
	sql_asked(code);
	sql_tests(code);
	sql_without_repeated(sql, index, sql_cell(sql, NULL, sql->words.line), code->program->check_count ? " AND " : "\nWHERE ");
	sql_end_view(sql);
}

/* --- How totals come to their owners --- */

static int64_t total_of_none(const struct gj_total *total, const struct gj_field *field)
{
	switch (total->kind) {
	case GJ_TOTAL_MOST: case GJ_TOTAL_LEAST: case GJ_TOTAL_LATEST: case GJ_TOTAL_EARLIEST: return field->low;
	case GJ_TOTAL_GAP: return total->limit - total->base + 1;
	default: return 0;
	}
}

static const char *alias_of(const struct sql *sql, size_t ledger, size_t total, int owner)
{
	const struct gj_ledger *of = ledger_at(sql, (int)ledger);
	if (sql_is_ordered(&of->totals[total]))
		return gj_arena_print(sql->arena, "t%zu_%zu", ledger + 1, total + 1);
	return owner != GJ_NONE && ledger_at(sql, owner)->base == (int)ledger ? "d" : gj_arena_print(sql->arena, "t%zu", ledger + 1);
}

void sql_derived(struct sql_code *code, int owner)
{
	struct sql *sql = code->sql;
	for (size_t i = 0; i < sql->ir->program->ledger_count; i++) {
		const struct gj_ledger *ledger = ledger_at(sql, (int)i);
		for (size_t k = 0; k < ledger->total_count; k++) {
			const struct gj_total *total = &ledger->totals[k];
			if (total->owner != owner || !sql_reads(code, code->program->fields[total->field].column))
				continue;
			const struct gj_field *field = &code->program->fields[total->field];
			const char *cell = gj_arena_print(sql->arena, "COALESCE(%s, %lld)", sql_cell(sql, alias_of(sql, i, k, owner), field->name),
				(long long)total_of_none(total, field));
			sql_print(sql, ",\n    ");
			sql_pattern(sql, sql->dialect->total, cell, 0);
			sql_print(sql, " AS %n", field->name);
		}
	}
}

/* LEFT JOIN view AS alias ON alias.归属 = d.key … */
static void join(struct sql *sql, const char *view, const char *alias, int owner, const char *key)
{
	sql_print(sql, "\n    LEFT JOIN %n AS %s ON %s.%n = d.%n", view, alias, alias, sql->words.owner, key);
	if (owner == GJ_NONE || ledger_at(sql, owner)->base == GJ_NONE)
		return;
	const struct gj_ledger *group = ledger_at(sql, owner), *base = ledger_at(sql, group->base);
	for (size_t i = 0; i < group->group_count; i++)
		sql_print(sql, " AND %s.%n = d.%n", alias, base->rows->fields[group->group_fields[i]].name, base->rows->fields[group->group_fields[i]].name);
}

void sql_joins(struct sql *sql, int owner, const char *key)
{
	for (size_t i = 0; i < sql->ir->program->ledger_count; i++) {
		const struct gj_ledger *ledger = ledger_at(sql, (int)i);
		bool joined = owner != GJ_NONE && ledger_at(sql, owner)->base == (int)i;
		if (!joined && sql_has_sums(sql, (int)i, owner))
			join(sql, sql_sums_name(sql, (int)i, owner), gj_arena_print(sql->arena, "t%zu", i + 1), owner, key);
		for (size_t k = 0; k < ledger->total_count; k++)
			if (ledger->totals[k].owner == owner && sql_is_ordered(&ledger->totals[k]))
				join(sql, sql_ordered_name(sql, (int)i, k), alias_of(sql, i, k, owner), owner, key);
	}
}

void sql_beyond(struct sql *sql, int index)
{
	const struct gj_ledger *ledger = ledger_at(sql, index);
	const char *alias = "b";
	for (int level = ledger->parent; level != GJ_NONE; level = ledger_at(sql, level)->parent)
		alias = gj_arena_print(sql->arena, "p%d", level);
	sql_print(sql, "SELECT %s.%n AS %n FROM (SELECT %n FROM %n GROUP BY %n HAVING COUNT(*) > %l) AS b", alias, sql->words.owner, sql->words.owner, sql->words.owner,
		sql->counted[index], sql->words.owner, ledger->most);
	alias = "b";
	for (int level = ledger->parent; level != GJ_NONE; level = ledger_at(sql, level)->parent) {
		const char *above = gj_arena_print(sql->arena, "p%d", level);
		sql_print(sql, " JOIN %n AS %s ON %s.%n = %s.%n", sql->counted[level], above, above, sql->words.self, alias, sql->words.owner);
		alias = above;
	}
}

void sql_within_most(struct sql *sql, const char *key)
{
	for (size_t i = 0; i < sql->ir->program->ledger_count; i++) {
		if (ledger_at(sql, (int)i)->base != GJ_NONE)
			continue;
		sql_print(sql, "\n    AND %s NOT IN (", key);
		sql_beyond(sql, (int)i);
		sql_print(sql, ")");
	}
}

/* --- In an order in which each view stands behind those it uses --- */

static void count_first(struct sql *sql, int index);

static void sum_first(struct sql *sql, int index, int owner)
{
	count_first(sql, index);
	if (owner == GJ_NONE || ledger_at(sql, owner)->base != index)
		for (int level = ledger_at(sql, index)->parent; level != owner; level = ledger_at(sql, level)->parent)
			count_first(sql, level);
	sql_sums(sql, index, owner);
}

static bool has_totals(const struct sql *sql, int index, int owner)
{
	const struct gj_ledger *ledger = ledger_at(sql, index);
	bool any = sql_has_sums(sql, index, owner);
	for (size_t i = 0; i < ledger->total_count; i++)
		any = any || ledger->totals[i].owner == owner;
	return any;
}

static void sums_of(struct sql *sql, int owner)
{
	for (size_t i = 0; i < sql->ir->program->ledger_count; i++)
		if (has_totals(sql, (int)i, owner))
			sum_first(sql, (int)i, owner);
}

static void count_first(struct sql *sql, int index)
{
	if (sql->codes[index])
		return;
	sums_of(sql, index);
	rows_that_count(sql, index);
}

void sql_ledgers(struct sql *sql)
{
	for (size_t i = 0; i < sql->ir->program->ledger_count; i++)
		count_first(sql, (int)i);
	sums_of(sql, GJ_NONE);
}
