/* 名次: the view of what place each unit has. It stands before the view of scores, since nothing that units are ranked by depends on a place. */
#include "sql_parts.h"

static void need_slot(struct sql_code *code, int slot)
{
	if (slot != GJ_NONE)
		sql_need(code, sql_slot(code, slot));
}

static struct sql_rank *need_ranking(struct sql_code *code, const struct gj_ranking *ranking)
{
	struct sql_rank *ranks = gj_arena_alloc(code->sql->arena, (ranking->key_count + 1) * sizeof *ranks);
	need_slot(code, ranking->condition);
	for (size_t i = 0; i < ranking->grouping.key_count; i++) {
		need_slot(code, ranking->grouping.keys[i].slot);
		if (ranking->grouping.keys[i].slot == GJ_NONE)
			sql_keep_text(code, ranking->grouping.keys[i].field);
	}
	for (size_t i = 0; i < ranking->key_count; i++)
		sql_rank_by(code, &ranking->keys[i], &ranks[i]);
	return ranks;
}

static bool is_constant(const struct sql_code *code, ir_ref value)
{
	return code->ir.values[value].op == IR_CONSTANT;
}

/* PARTITION BY with what tells groups apart, behind `comma` where something stands there already. */
static void partition(struct sql_code *code, const struct gj_grouping *grouping, const char *comma)
{
	for (size_t i = 0; i < grouping->key_count; i++, comma = ", ") {
		const struct gj_group_key *key = &grouping->keys[i];
		sql_print(code->sql, "%s", comma);
		if (key->slot == GJ_NONE)
			sql_print(code->sql, "COALESCE(%n, '')", code->program->fields[key->field].name);
		else
			sql_expression(code, sql_slot(code, key->slot));
	}
}

static void order(struct sql_code *code, const struct gj_ranking *ranking, const struct sql_rank *ranks)
{
	const char *before = " ORDER BY ";
	for (size_t k = 0; k < ranking->key_count; k++)
		for (size_t i = 0; i < ranks[k].count; i++) {
			if (is_constant(code, ranks[k].values[i]))
				continue;
			sql_print(code->sql, "%s", before);
			sql_expression(code, ranks[k].values[i]);
			sql_print(code->sql, "%s", ranking->keys[k].descending ? " DESC" : "");
			before = ", ";
		}
}

/* Those that aren't ranked are apart, so that they take up no place. */
static void place(struct sql_code *code, const struct gj_ranking *ranking, const struct sql_rank *ranks)
{
	struct sql *sql = code->sql;
	const char *const *count = sql->dialect->count;
	ir_ref condition = ranking->condition == GJ_NONE ? -1 : sql_slot(code, ranking->condition);
	sql_print(sql, ",\n");
	sql_comment(sql, "  ", ranking->name);
	sql_print(sql, "  ");
	if (condition >= 0) {
		sql_print(sql, "CASE WHEN ");
		sql_expression(code, condition);
		sql_print(sql, " THEN ");
	}
	sql_print(sql, "%s%s() OVER (", count[0], ranking->dense ? "DENSE_RANK" : "RANK");
	if (condition >= 0) {
		sql_print(sql, "PARTITION BY ");
		sql_expression(code, condition);
	}
	partition(code, &ranking->grouping, condition >= 0 ? ", " : "PARTITION BY ");
	order(code, ranking, ranks);
	sql_print(sql, ")%s%s AS %n,\n  %sCOUNT(", count[1], condition >= 0 ? " END" : "", code->program->fields[ranking->field].name, count[0]);
	if (condition >= 0) {
		sql_print(sql, "CASE WHEN ");
		sql_expression(code, condition);
		sql_print(sql, " THEN 1 END");
	} else {
		sql_print(sql, "*");
	}
	sql_print(sql, ") OVER (");
	partition(code, &ranking->grouping, "PARTITION BY ");
	sql_print(sql, ")%s AS %n", count[1], code->program->fields[ranking->count_field].name);
}

void sql_places(struct sql *sql)
{
	const struct gj_program *program = sql->ir->program;
	if (!program->ranking_count)
		return;
	struct sql_code *code = sql_code_new(sql, sql->ir);
	struct sql_rank **ranks = gj_arena_alloc(sql->arena, program->ranking_count * sizeof *ranks);
	sql_keep(code, sql->words.line);
	for (size_t i = 0; i < program->ranking_count; i++)
		ranks[i] = need_ranking(code, &program->rankings[i]);
	for (size_t i = 0; i < program->check_count; i++)
		sql_test(code, sql_slot(code, program->checks[i].slot));
	sql_mark(code);
	sql_plan(code);
	sql_print(sql, "CREATE VIEW %n AS\n", sql->words.places);
	sql_first_query(code);
	sql_stages(code);
	sql_print(sql, "\nSELECT %n", sql->words.line);
	for (size_t i = 0; i < program->ranking_count; i++)
		place(code, &program->rankings[i], ranks[i]);
	sql_print(sql, "\nFROM s%d", code->levels);
	sql_tests(code);
	sql_end_view(sql);
}

/* --- In what is computed from places --- */

static void number(struct sql_code *code, int field)
{
	const struct gj_field *of = &code->program->fields[field];
	struct sql *sql = code->sql;
	if (!sql_reads(code, of->column))
		return;
	const char *cell = sql_cell(sql, "r", of->name);
	sql_print(sql, ",\n    ");
	sql_pattern(sql, sql->dialect->total, gj_arena_print(sql->arena, "%s(COALESCE(%s, %lld), %lld)", sql->dialect->greatest, cell, (long long)of->low,
		(long long)of->low), 0);
	sql_print(sql, " AS %n", of->name);
}

void sql_place_columns(struct sql_code *code)
{
	for (size_t i = 0; i < code->program->ranking_count; i++) {
		const struct gj_ranking *ranking = &code->program->rankings[i];
		const struct gj_field *of = &code->program->fields[ranking->field];
		number(code, ranking->field);
		number(code, ranking->count_field);
		if (of->state_column != GJ_NONE && sql_reads(code, of->state_column))
			sql_print(code->sql, ",\n    %s IS NULL AS %n", sql_cell(code->sql, "r", of->name), sql_column_name(code, of->state_column));
	}
}

static bool reads_places(const struct sql_code *code)
{
	for (size_t i = 0; i < code->program->ranking_count; i++) {
		const struct gj_field *place = &code->program->fields[code->program->rankings[i].field];
		if (sql_reads(code, place->column) || sql_reads(code, code->program->fields[code->program->rankings[i].count_field].column)
			|| (place->state_column != GJ_NONE && sql_reads(code, place->state_column)))
			return true;
	}
	return false;
}

void sql_join_places(struct sql_code *code)
{
	struct sql *sql = code->sql;
	if (reads_places(code))
		sql_print(sql, "\n    LEFT JOIN %n AS r ON r.%n = d.%n", sql->words.places, sql->words.line, sql->words.line);
}
