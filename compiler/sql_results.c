/* The view of the results, 评选 included, and that of the 目标. */
#include "sql_parts.h"

static const struct gj_program *program_of(const struct sql *sql)
{
	return sql->ir->program;
}

/* s.column, or the number itself. */
static const char *over(struct sql *sql, int slot)
{
	struct sql_code *code = sql->scores;
	if (slot == GJ_NONE)
		return "0";
	ir_ref value = sql_slot(code, slot);
	if (code->ir.values[value].op == IR_CONSTANT)
		return gj_arena_print(sql->arena, "%lld", (long long)code->ir.values[value].k);
	return sql_cell(sql, "s", code->plans[value].name);
}

static void condition(struct sql *sql, int slot)
{
	const struct ir_value *value = &sql->scores->ir.values[sql_slot(sql->scores, slot)];
	if (value->op == IR_CONSTANT)
		sql_print(sql, value->k ? "TRUE" : "FALSE");
	else
		sql_print(sql, "%s", over(sql, slot));
}

/* --- 评选 --- */

static bool in_scope(const struct gj_selection *selection, int grade)
{
	for (size_t i = 0; i < selection->scope_count; i++)
		if (selection->scope[i] == grade)
			return true;
	return false;
}

static bool may_take(const struct gj_program *program, size_t index, int grade)
{
	bool may = in_scope(&program->selections[index], grade);
	for (size_t i = 0; i < index; i++)
		may = may || (in_scope(&program->selections[index], program->selections[i].grade) && may_take(program, i, grade));
	return may;
}

static void grade_list(struct sql *sql, size_t index, bool now)
{
	const struct gj_program *program = program_of(sql);
	const char *comma = "";
	sql_print(sql, " IN (");
	for (size_t i = 0; i < program->grade_count; i++) {
		if (!(now ? in_scope(&program->selections[index], (int)i) : may_take(program, index, (int)i)))
			continue;
		sql_print(sql, "%s%d", comma, (int)i);
		comma = ", ";
	}
	sql_print(sql, ")");
}

/* The grade after the first `count` selections: the last that chose the unit. */
static void grade_after(struct sql *sql, size_t count)
{
	const struct gj_program *program = program_of(sql);
	if (count)
		sql_print(sql, "CASE");
	for (size_t i = count; i-- > 0;)
		sql_print(sql, " WHEN e%d.%n = s.%n THEN %d", (int)i, sql->words.line, sql->words.line, program->selections[i].grade);
	sql_print(sql, count ? " ELSE %s END" : "%s", over(sql, program->grade));
}

static void join_chosen(struct sql *sql, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sql_print(sql, "\n  LEFT JOIN e%d ON e%d.%n = s.%n", (int)i, (int)i, sql->words.line, sql->words.line);
}

static void order(struct sql *sql, size_t index)
{
	const struct gj_program *program = program_of(sql);
	const struct gj_selection *selection = &program->selections[index];
	bool descending = false;
	for (size_t k = 0; k < selection->key_count && !descending; k++) {
		const struct sql_rank *rank = &sql->ranks[index][k];
		const struct gj_rank_key *key = &selection->keys[k];
		if (key->slot == GJ_NONE) {
			descending = key->descending;
			break;
		}
		for (size_t i = 0; i < rank->count; i++)
			if (sql->scores->ir.values[rank->values[i]].op != IR_CONSTANT)
				sql_print(sql, "s.%n%s, ", sql->scores->plans[rank->values[i]].name, key->descending ? " DESC" : "");
	}
	sql_print(sql, "s.%n%s", program->fields[program->key_field].name, descending ? " DESC" : "");
}

/* How many may be chosen: a share of all that are rated, rounded, or a number. */
static void quota(struct sql *sql, const struct gj_selection *selection)
{
	static const int more[] = { [GJ_ROUND_DOWN] = 0, [GJ_ROUND_UP] = 999999, [GJ_ROUND_HALF] = 500000 };
	const char *const *divide = sql->dialect->divide[0];
	if (selection->quota_is_share)
		sql_print(sql, "(SELECT %s(n.n * %l + %d)%s1000000%s FROM rated AS n)", divide[0], selection->quota, more[selection->rounding], divide[1], divide[2]);
	else
		sql_print(sql, "%l", selection->quota);
}

/* e0, e1 …: the rows that a selection has chosen. */
static void chosen(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	sql_print(sql, ",\n");
	sql_comment(sql, "", program_of(sql)->grades[selection->grade].name);
	sql_print(sql, "e%d AS (\n  SELECT r.%n FROM (\n    SELECT s.%n, ROW_NUMBER() OVER (ORDER BY ", (int)index, sql->words.line, sql->words.line);
	order(sql, index);
	sql_print(sql, ") AS place FROM s");
	join_chosen(sql, index);
	sql_print(sql, "\n    WHERE %s", over(sql, program_of(sql)->grade));
	grade_list(sql, index, false);
	if (selection->condition != GJ_NONE) {
		sql_print(sql, " AND ");
		condition(sql, selection->condition);
	}
	if (index) {
		sql_print(sql, " AND ");
		grade_after(sql, index);
		grade_list(sql, index, true);
	}
	sql_print(sql, ") AS r WHERE r.place <= ");
	quota(sql, selection);
	sql_print(sql, "\n)");
}

/* s: all units, computed once; rated: how many take part. */
static void selections(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	const char *joint = " WHERE ";
	sql_print(sql, "WITH s AS %s(SELECT * FROM %n),\nrated AS (SELECT COUNT(*) AS n FROM s", sql->dialect->once, sql->words.scores);
	for (size_t i = 0; i < program->grade_count; i++) {
		if (!program->grades[i].unrated)
			continue;
		sql_print(sql, "%s%s <> %d", joint, over(sql, program->grade), (int)i);
		joint = " AND ";
	}
	sql_print(sql, ")");
	for (size_t i = 0; i < program->selection_count; i++)
		chosen(sql, i);
	sql_print(sql, "\n");
}

/* --- Columns --- */

static void shown(struct sql *sql, int slot, const char *name)
{
	int scale = program_of(sql)->point_scale;
	sql_print(sql, ",\n  ");
	sql_pattern(sql, scale ? sql->dialect->shown : sql->dialect->shown_whole, over(sql, slot), scale);
	sql_print(sql, " AS %n", name);
}

static void grade_name(struct sql *sql, size_t selections, const char *name)
{
	const struct gj_program *program = program_of(sql);
	sql_print(sql, ",\n  ");
	if (program->grade == GJ_NONE) {
		sql_print(sql, "'' AS %n", name);
		return;
	}
	sql_print(sql, "CASE ");
	grade_after(sql, selections);
	for (size_t i = 0; i < program->grade_count; i++)
		sql_print(sql, " WHEN %d THEN %q", (int)i, program->grades[i].name);
	sql_print(sql, " END AS %n", name);
}

static void columns(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	sql_print(sql, "SELECT s.%n, s.%n", sql->words.line, program->fields[program->key_field].name);
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_ITEM)
			shown(sql, program->sheet[i].score, program->sheet[i].name);
	shown(sql, program->bonus, "加分");
	shown(sql, program->penalty, "减分");
	shown(sql, program->total, "总分");
	sql_print(sql, ",\n  CASE WHEN ");
	condition(sql, program->vetoed);
	sql_print(sql, " THEN '是' ELSE '否' END AS %n", "否决");
	grade_name(sql, 0, "等次");
	grade_name(sql, program->selection_count, "评定结果");
	sql_print(sql, "\n");
}

static void results(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	sql_print(sql, "CREATE VIEW %n AS\n", sql->words.results);
	if (program->selection_count)
		selections(sql);
	columns(sql);
	sql_print(sql, program->selection_count ? "FROM s" : "FROM %n AS s", sql->words.scores);
	join_chosen(sql, program->selection_count);
	sql_print(sql, ";\n\n");
}

/* --- 目标 --- */

static void names(struct sql *sql, bool any(const struct gj_program *, const struct gj_target *, int), const struct gj_target *target)
{
	const struct gj_program *program = program_of(sql);
	const char *comma = "";
	sql_print(sql, "COUNT(CASE WHEN r.%n IN (", "评定结果");
	for (size_t i = 0; i < program->grade_count; i++) {
		if (!any(program, target, (int)i))
			continue;
		sql_print(sql, "%s%q", comma, program->grades[i].name);
		comma = ", ";
	}
	sql_print(sql, ") THEN 1 END)");
}

static bool counts(const struct gj_program *program, const struct gj_target *target, int grade)
{
	(void)program;
	for (size_t i = 0; i < target->grade_count; i++)
		if (target->grades[i] == grade)
			return true;
	return false;
}

static bool is_rated(const struct gj_program *program, const struct gj_target *target, int grade)
{
	(void)target;
	return !program->grades[grade].unrated;
}

static void target(struct sql *sql, const struct gj_target *target)
{
	sql_print(sql, "SELECT %q AS %n, t.n AS %n, t.rated AS %n, CASE WHEN t.n * 1000000 %s t.rated * %l THEN '是' ELSE '否' END AS %n\nFROM (SELECT ",
		target->label, "目标", "个数", "参评", target->at_least ? (target->strict ? ">" : ">=") : target->strict ? "<" : "<=", target->share, "达到");
	names(sql, counts, target);
	sql_print(sql, " AS n, ");
	names(sql, is_rated, target);
	sql_print(sql, " AS rated FROM %n AS r) AS t", sql->words.results);
}

void sql_results(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	results(sql);
	if (!program->target_count)
		return;
	sql_print(sql, "CREATE VIEW %n AS\n", sql->words.targets);
	for (size_t i = 0; i < program->target_count; i++) {
		sql_print(sql, i ? "\nUNION ALL " : "");
		target(sql, &program->targets[i]);
	}
	sql_print(sql, ";\n");
}
