/* The view of the results, 评选 included, and that of the 目标. */
#include "sql_parts.h"

static const struct gj_program *program_of(const struct sql *sql)
{
	return sql->ir->program;
}

/* --- Columns --- */

/* `inapplicable`: the slot that says that there is no score; GJ_NONE where there always is. */
static void shown(struct sql *sql, int slot, int inapplicable, const char *name)
{
	int scale = program_of(sql)->point_scale;
	sql_print(sql, ",\n  ");
	if (inapplicable != GJ_NONE) {
		sql_print(sql, "CASE WHEN ");
		sql_condition(sql, inapplicable);
		sql_print(sql, " THEN %s ELSE ", sql->dialect->inapplicable);
	}
	sql_pattern(sql, scale ? sql->dialect->shown : sql->dialect->shown_whole, sql_over(sql, slot), scale);
	sql_print(sql, "%s AS %n", inapplicable == GJ_NONE ? "" : " END", name);
}

/* A column that shows a text of each grade: its name, or its cell in one of the columns that are given by grade. */
static void by_grade(struct sql *sql, size_t selections, int column, const char *name)
{
	const struct gj_program *program = program_of(sql);
	sql_print(sql, ",\n  ");
	if (program->grade == GJ_NONE) {
		sql_print(sql, "'' AS %n", name);
		return;
	}
	sql_print(sql, "CASE ");
	sql_grade_after(sql, selections);
	for (size_t i = 0; i < program->grade_count; i++)
		sql_print(sql, " WHEN %d THEN %q", (int)i, column == GJ_NONE ? program->grades[i].name : program->grades[i].columns.items[column]);
	sql_print(sql, " END AS %n", name);
}

/* NULL where the unit isn't ranked. */
static void place(struct sql *sql, const struct gj_ranking *ranking)
{
	sql_print(sql, ",\n  ");
	if (ranking->ranked != GJ_NONE) {
		sql_print(sql, "CASE WHEN ");
		sql_condition(sql, ranking->ranked);
		sql_print(sql, " THEN ");
	}
	sql_print(sql, "%s%s AS %n", sql_over(sql, ranking->place), ranking->ranked == GJ_NONE ? "" : " END", ranking->name);
}

static void columns(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	sql_print(sql, "SELECT s.%n AS %n, s.%n AS %n", sql->words.line, sql->words.line, program->fields[program->key_field].name, program->fields[program->key_field].name);
	for (size_t i = 0; i < program->carried_count; i++)
		sql_print(sql, ", s.%n AS %n", program->fields[program->carried[i]].name, program->fields[program->carried[i]].name);
	for (size_t i = 0; i < program->ranking_count; i++)
		place(sql, &program->rankings[i]);
	for (size_t i = 0; i < program->sheet_count; i++)
		if (gj_entry_has_column(&program->sheet[i]))
			shown(sql, program->sheet[i].score, program->sheet[i].inapplicable, program->sheet[i].name);
	shown(sql, program->bonus, GJ_NONE, "加分");
	shown(sql, program->penalty, GJ_NONE, "减分");
	shown(sql, program->total, program->sheet_count ? program->sheet[0].inapplicable : GJ_NONE, "总分");
	sql_print(sql, ",\n  CASE WHEN ");
	sql_condition(sql, program->vetoed);
	sql_print(sql, " THEN '是' ELSE '否' END AS %n", "否决");
	by_grade(sql, 0, GJ_NONE, "等次");
	by_grade(sql, program->selection_count, GJ_NONE, "评定结果");
	for (size_t i = 0; i < program->grade_column_count; i++)
		by_grade(sql, program->selection_count, (int)i, program->grade_columns[i].heading);
	sql_print(sql, "\n");
}

static void results(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	sql_print(sql, "CREATE VIEW %n AS\n", sql->words.results);
	const char *last = program->selection_count ? sql_selections(sql) : NULL;
	columns(sql);
	if (last)
		sql_print(sql, "FROM %s AS s", last);
	else
		sql_print(sql, "FROM %n AS s", sql->words.scores);
	sql_end_view(sql);
}

/* --- 目标 --- */

/* How many of those rows whose grade, before or after the selections, is one of some. */
static void count_grades(struct sql *sql, const int *grades, size_t count, bool after, bool of)
{
	sql_print(sql, "COUNT(CASE WHEN ");
	sql_grade_after(sql, after ? program_of(sql)->selection_count : 0);
	sql_print(sql, of ? " IN (" : " NOT IN (");
	for (size_t i = 0; i < count; i++)
		sql_print(sql, i ? ", %d" : "%d", grades[i]);
	sql_print(sql, count ? ") THEN 1 END)" : "-1) THEN 1 END)");
}

static void target(struct sql *sql, const struct gj_target *target, const char *from)
{
	int *unrated = gj_arena_alloc(sql->arena, (program_of(sql)->grade_count + 1) * sizeof *unrated);
	size_t count = sql_unrated(sql, unrated);
	sql_print(sql, "SELECT %q AS %n, t.n AS %n, t.rated AS %n, CASE WHEN t.n * 1000000 %s t.rated * %l THEN '是' ELSE '否' END AS %n\nFROM (SELECT ",
		target->label, "目标", "个数", "参评", target->at_least ? (target->strict ? ">" : ">=") : target->strict ? "<" : "<=", target->share, "达到");
	count_grades(sql, target->grades, target->grade_count, true, true);
	sql_print(sql, " AS n, ");
	count_grades(sql, unrated, count, false, false);
	sql_print(sql, " AS rated FROM %s AS s", from);
	if (program_of(sql)->groupings[target->grouping].key_count) {
		sql_print(sql, " GROUP BY ");
		sql_group(sql, target->grouping);
	}
	sql_print(sql, ") AS t");
}

void sql_results(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	results(sql);
	if (!program->target_count)
		return;
	sql_print(sql, "CREATE VIEW %n AS\n", sql->words.targets);
	const char *last = sql_selections(sql);
	for (size_t i = 0; i < program->target_count; i++) {
		sql_print(sql, i ? "\nUNION ALL " : "");
		target(sql, &program->targets[i], last);
	}
	sql_end_view(sql);
}
