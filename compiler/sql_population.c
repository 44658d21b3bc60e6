/* 评选, 定等: queries behind s, the view of what every unit gets. e0, e1 …: the rows in the scope of a selection, with the grades that it gives them. */
#include "sql_parts.h"

static const struct gj_program *program_of(const struct sql *sql)
{
	return sql->ir->program;
}

const char *sql_over(struct sql *sql, int slot)
{
	struct sql_code *code = sql->scores;
	if (slot == GJ_NONE)
		return "0";
	ir_ref value = sql_slot(code, slot);
	if (code->ir.values[value].op == IR_CONSTANT)
		return gj_arena_print(sql->arena, "%lld", (long long)code->ir.values[value].k);
	return sql_cell(sql, "s", code->plans[value].name);
}

void sql_condition(struct sql *sql, int slot)
{
	const struct ir_value *value = slot == GJ_NONE ? NULL : &sql->scores->ir.values[sql_slot(sql->scores, slot)];
	if (!value || value->op == IR_CONSTANT)
		sql_print(sql, !value || value->k ? "TRUE" : "FALSE");
	else
		sql_print(sql, "%s", sql_over(sql, slot));
}

void sql_grade_after(struct sql *sql, size_t count)
{
	if (count)
		sql_print(sql, "CASE");
	for (size_t i = count; i-- > 0;)
		sql_print(sql, " WHEN e%d.%n = s.%n THEN e%d.g", (int)i, sql->words.line, sql->words.line, (int)i);
	sql_print(sql, count ? " ELSE %s END" : "%s", sql_over(sql, program_of(sql)->grade));
}

void sql_join_changes(struct sql *sql, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sql_print(sql, "\n  LEFT JOIN e%d ON e%d.%n = s.%n", (int)i, (int)i, sql->words.line, sql->words.line);
}

size_t sql_unrated(const struct sql *sql, int *grades)
{
	size_t count = 0;
	for (size_t i = 0; i < program_of(sql)->grade_count; i++)
		if (program_of(sql)->grades[i].unrated)
			grades[count++] = (int)i;
	return count;
}

/* --- Groups --- */

static const char *key_of(struct sql *sql, const struct gj_group_key *key)
{
	if (key->slot != GJ_NONE)
		return sql_over(sql, key->slot);
	return gj_arena_print(sql->arena, "COALESCE(%s, '')", sql_cell(sql, "s", program_of(sql)->fields[key->field].name));
}

static bool is_boolean(const struct sql *sql, int slot)
{
	return slot != GJ_NONE && sql->scores->ir.values[sql_slot(sql->scores, slot)].boolean;
}

static void keys_alone(struct sql *sql, const struct gj_grouping *grouping)
{
	for (size_t i = 0; i < grouping->key_count; i++)
		sql_print(sql, "%s%s", i ? ", " : "", key_of(sql, &grouping->keys[i]));
}

/* Of groups too small, which are one together, the keys say nothing: they have one each that no other group has beside the mark before them. */
static void group_key(struct sql *sql, int index, size_t key)
{
	const struct gj_grouping *grouping = &program_of(sql)->groupings[index];
	if (!grouping->least) {
		sql_print(sql, "%s", key_of(sql, &grouping->keys[key]));
		return;
	}
	const char *nothing = grouping->keys[key].slot == GJ_NONE ? "''" : is_boolean(sql, grouping->keys[key].slot) ? "FALSE" : "0";
	sql_print(sql, "CASE WHEN s.w%d < %l THEN %s ELSE %s END", index, grouping->least, nothing, key_of(sql, &grouping->keys[key]));
}

static size_t group_columns(const struct gj_grouping *grouping)
{
	return grouping->key_count ? grouping->key_count + (grouping->least > 0) : 0;
}

static void group_column(struct sql *sql, int index, size_t column)
{
	const struct gj_grouping *grouping = &program_of(sql)->groupings[index];
	if (column < grouping->key_count)
		group_key(sql, index, column);
	else
		sql_print(sql, "CASE WHEN s.w%d < %l THEN 1 ELSE 0 END", index, grouping->least);
}

void sql_group(struct sql *sql, int index)
{
	for (size_t i = 0; i < group_columns(&program_of(sql)->groupings[index]); i++) {
		sql_print(sql, i ? ", " : "");
		group_column(sql, index, i);
	}
}

/* p0, p1 …, with a comma before each or between them. */
static void group_names(struct sql *sql, const struct gj_grouping *grouping, const char *before, const char *between)
{
	for (size_t i = 0; i < group_columns(grouping); i++)
		sql_print(sql, "%sp%d", i ? between : before, (int)i);
}

static void group_items(struct sql *sql, int index, const char *before)
{
	for (size_t i = 0; i < group_columns(&program_of(sql)->groupings[index]); i++) {
		sql_print(sql, "%s", i ? ", " : before);
		group_column(sql, index, i);
		sql_print(sql, " AS p%d", (int)i);
	}
}

/* --- The ranking --- */

static void ints(struct sql *sql, const int *items, size_t count)
{
	sql_print(sql, "(");
	for (size_t i = 0; i < count; i++)
		sql_print(sql, i ? ", %d" : "%d", items[i]);
	sql_print(sql, count ? ")" : "-1)");
}

/* The ranking keys but the primary one. `ways`: with DESC. */
static bool order(struct sql *sql, size_t index, bool ways, const char *before)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	for (size_t k = 0; k < selection->key_count && selection->keys[k].slot != GJ_NONE; k++)
		for (size_t i = 0; i < sql->ranks[index][k].count; i++) {
			ir_ref value = sql->ranks[index][k].values[i];
			if (sql->scores->ir.values[value].op == IR_CONSTANT)
				continue;
			sql_print(sql, "%ss.%n%s", before, sql->scores->plans[value].name, ways && selection->keys[k].descending ? " DESC" : "");
			before = ", ";
		}
	return *before == ',';
}

static void partition(struct sql *sql, const struct gj_selection *selection)
{
	if (!program_of(sql)->groupings[selection->grouping].key_count)
		return;
	sql_print(sql, "PARTITION BY ");
	sql_group(sql, selection->grouping);
	sql_print(sql, " ");
}

static void places(struct sql *sql, size_t index)
{
	const struct gj_program *program = program_of(sql);
	const struct gj_selection *selection = &program->selections[index];
	const struct gj_rank_key *last = selection->key_count ? &selection->keys[selection->key_count - 1] : NULL;
	sql_print(sql, ",\n    %sROW_NUMBER() OVER (", sql->dialect->count[0]);
	partition(sql, selection);
	bool any = order(sql, index, true, "ORDER BY ");
	sql_print(sql, "%ss.%n%s)%s AS place", any ? ", " : "ORDER BY ", program->fields[program->key_field].name,
		last && last->slot == GJ_NONE && last->descending ? " DESC" : "", sql->dialect->count[1]);
	sql_print(sql, ", %sCOUNT(*) OVER (", sql->dialect->count[0]);
	partition(sql, selection);
	sql_print(sql, ")%s AS n", sql->dialect->count[1]);
	if (selection->ties == GJ_TIES_BY_KEY)
		return;
	/* The place of the first that is equal, and how many are. */
	if (!any) {
		sql_print(sql, ", 1 AS head, %sCOUNT(*) OVER (", sql->dialect->count[0]);
		partition(sql, selection);
		sql_print(sql, ")%s AS same", sql->dialect->count[1]);
		return;
	}
	sql_print(sql, ",\n    %sRANK() OVER (", sql->dialect->count[0]);
	partition(sql, selection);
	order(sql, index, true, "ORDER BY ");
	sql_print(sql, ")%s AS head, %sCOUNT(*) OVER (PARTITION BY ", sql->dialect->count[1], sql->dialect->count[0]);
	sql_group(sql, selection->grouping);
	order(sql, index, false, program->groupings[selection->grouping].key_count ? ", " : "");
	sql_print(sql, ")%s AS same", sql->dialect->count[1]);
}

static void in_scope(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	sql_print(sql, "\n  WHERE ");
	sql_grade_after(sql, index);
	sql_print(sql, " IN ");
	ints(sql, selection->scope, selection->scope_count);
}

/* a0: those that are ranked, with their places. */
static void ranked(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	sql_print(sql, ",\na%d AS (\n  SELECT s.%n AS %n, ", (int)index, sql->words.line, sql->words.line);
	sql_grade_after(sql, index);
	sql_print(sql, " AS g");
	group_items(sql, selection->grouping, ", ");
	for (size_t i = 0; i < selection->stretch_count; i++) {
		if (selection->stretches[i].condition == GJ_NONE)
			continue;
		sql_print(sql, ", ");
		sql_condition(sql, selection->stretches[i].condition);
		sql_print(sql, " AS h%d", (int)i);
	}
	places(sql, index);
	sql_print(sql, "\n  FROM s");
	sql_join_changes(sql, index);
	in_scope(sql, index);
	sql_print(sql, " AND ");
	sql_condition(sql, selection->condition);
	sql_print(sql, "\n)");
}

/* --- Quotas --- */

/* q0: of each group how many the shares are shares of. */
static void shares_of(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	int *unrated = gj_arena_alloc(sql->arena, (program_of(sql)->grade_count + 1) * sizeof *unrated);
	size_t count = sql_unrated(sql, unrated);
	sql_print(sql, ",\nq%d AS (\n  SELECT %sCOUNT(CASE WHEN %s NOT IN ", (int)index, sql->dialect->count[0], sql_over(sql, program_of(sql)->grade));
	ints(sql, unrated, count);
	sql_print(sql, " THEN 1 END)%s AS rated", sql->dialect->count[1]);
	group_items(sql, selection->grouping, ", ");
	for (size_t i = 0; i < selection->stretch_count; i++) {
		const struct gj_quota *quota = &selection->stretches[i].quota;
		if (!quota->is_share || quota->of != GJ_SHARE_OF_GRADES)
			continue;
		sql_print(sql, ",\n    %sCOUNT(CASE WHEN ", sql->dialect->count[0]);
		sql_grade_after(sql, index);
		sql_print(sql, " IN ");
		ints(sql, quota->grades, quota->grade_count);
		sql_print(sql, " THEN 1 END)%s AS b%d", sql->dialect->count[1], (int)i);
	}
	sql_print(sql, "\n  FROM s");
	sql_join_changes(sql, index);
	if (group_columns(&program_of(sql)->groupings[selection->grouping])) {
		sql_print(sql, "\n  GROUP BY ");
		sql_group(sql, selection->grouping);
	}
	sql_print(sql, "\n)");
}

static void share(struct sql *sql, const struct gj_quota *quota, size_t stretch)
{
	static const int more[] = { [GJ_ROUND_DOWN] = 0, [GJ_ROUND_UP] = 999999, [GJ_ROUND_HALF] = 500000 };
	static const char *const of[GJ_SHARES] = { [GJ_SHARE_OF_ALL] = "q.rated", [GJ_SHARE_OF_CANDIDATES] = "a.n" };
	const char *const *divide = sql->dialect->divide[0];
	const char *rows = of[quota->of] ? of[quota->of] : gj_arena_print(sql->arena, "q.b%zu", stretch);
	sql_print(sql, "%s(%s * %l + %d)%s1000000%s", divide[0], rows, quota->amount, more[quota->rounding], divide[1], divide[2]);
}

static void quota(struct sql *sql, const struct gj_quota *quota, size_t stretch)
{
	bool least = quota->least > 0, most = quota->most < INT32_MAX;
	if (!quota->is_share) {
		int64_t rows = quota->amount < quota->least ? quota->least : quota->amount;
		sql_print(sql, "%l", rows > quota->most ? quota->most : rows);
		return;
	}
	sql_print(sql, "%s%s", most ? sql->dialect->least : "", most ? "(" : "");
	sql_print(sql, "%s%s", least ? sql->dialect->greatest : "", least ? "(" : "");
	share(sql, quota, stretch);
	if (least)
		sql_print(sql, ", %l)", quota->least);
	if (most)
		sql_print(sql, ", %l)", quota->most);
}

/* a0_0: with u0, u1 …, the quotas of their group. */
static void quotas(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	size_t columns = group_columns(&program_of(sql)->groupings[selection->grouping]);
	sql_print(sql, ",\na%d_0 AS (\n  SELECT a.*", (int)index);
	for (size_t i = 0; i < selection->stretch_count; i++) {
		sql_print(sql, ", ");
		quota(sql, &selection->stretches[i].quota, i);
		sql_print(sql, " AS u%d", (int)i);
	}
	sql_print(sql, "\n  FROM a%d AS a %s q%d AS q", (int)index, columns ? "JOIN" : "CROSS JOIN", (int)index);
	for (size_t i = 0; i < columns; i++)
		sql_print(sql, "%sa.p%d = q.p%d", i ? " AND " : " ON ", (int)i, (int)i);
	sql_print(sql, "\n)");
}

/* Where a stretch ends before ties are looked at: x; its start: that of the one before. */
static void end_by_quota(struct sql *sql, size_t index, size_t stretch)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	bool ties = selection->ties != GJ_TIES_BY_KEY;
	const char *start = stretch ? gj_arena_print(sql->arena, "a.z%zu", stretch - 1) : "0";
	sql_print(sql, ",\na%d_%d%s AS (SELECT a.*, %s(%s, %s(%s + a.u%d, a.n)) AS %s%d FROM a%d_%d AS a)", (int)index, (int)stretch + 1, ties ? "x" : "",
		sql->dialect->greatest, start, sql->dialect->least, selection->stretches[stretch].from_top ? "0" : start, (int)stretch, ties ? "x" : "z", (int)stretch,
		(int)index, (int)stretch);
}

/* Those equal to the last in, where the first out is equal too, are all in or all out. */
static void end_by_ties(struct sql *sql, size_t index, size_t stretch)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	const struct gj_grouping *grouping = &program_of(sql)->groupings[selection->grouping];
	const char *start = stretch ? gj_arena_print(sql->arena, "a.z%zu", stretch - 1) : "0";
	int number = (int)stretch;
	sql_print(sql, ",\na%d_%dy AS (SELECT a.*, MAX(CASE WHEN a.place = a.x%d THEN a.head END) OVER (", (int)index, number + 1, number);
	group_names(sql, grouping, "PARTITION BY ", ", ");
	sql_print(sql, ") AS f%d, MAX(CASE WHEN a.place = a.x%d THEN a.head + a.same - 1 END) OVER (", number, number);
	group_names(sql, grouping, "PARTITION BY ", ", ");
	sql_print(sql, ") AS l%d FROM a%d_%dx AS a)", number, (int)index, number + 1);
	sql_print(sql, ",\na%d_%d AS (SELECT a.*, CASE WHEN a.x%d = %s OR a.x%d = a.n OR a.l%d <= a.x%d THEN a.x%d ELSE ", (int)index, number + 1, number, start,
		number, number, number, number);
	if (selection->ties == GJ_TIES_IN)
		sql_print(sql, "a.l%d", number);
	else
		sql_print(sql, "%s(%s, a.f%d - 1)", sql->dialect->greatest, start, number);
	sql_print(sql, " END AS z%d FROM a%d_%dy AS a)", number, (int)index, number + 1);
}

/* --- The grades --- */

static const char *rest_of(struct sql *sql, const struct gj_selection *selection, const char *now)
{
	if (selection->rest == GJ_NONE)
		return now;
	return selection->rest_lowers ? gj_arena_print(sql->arena, "%s(%s, %d)", sql->dialect->least, now, selection->rest)
		: gj_arena_print(sql->arena, "%d", selection->rest);
}

static void grades(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	sql_print(sql, ",\n");
	sql_comment(sql, "", program_of(sql)->grades[selection->stretches[0].grade].name);
	sql_print(sql, "e%d AS (\n  SELECT a.%n, CASE", (int)index, sql->words.line);
	for (size_t i = 0; i < selection->stretch_count; i++) {
		sql_print(sql, " WHEN a.place <= a.z%d", (int)i);
		if (selection->stretches[i].condition != GJ_NONE)
			sql_print(sql, " AND a.h%d", (int)i);
		sql_print(sql, " THEN %d", selection->stretches[i].grade);
	}
	sql_print(sql, " ELSE %s END AS g FROM a%d_%d AS a", rest_of(sql, selection, "a.g"), (int)index, (int)selection->stretch_count);
	if (!selection->rest_lowers || selection->condition == GJ_NONE) {
		sql_print(sql, "\n)");
		return;
	}
	sql_print(sql, "\n  UNION ALL SELECT a.%n, %s AS g FROM (SELECT s.%n AS %n, ", sql->words.line, rest_of(sql, selection, "a.g"), sql->words.line, sql->words.line);
	sql_grade_after(sql, index);
	sql_print(sql, " AS g FROM s");
	sql_join_changes(sql, index);
	in_scope(sql, index);
	sql_print(sql, " AND NOT ");
	sql_condition(sql, selection->condition);
	sql_print(sql, ") AS a\n)");
}

static void select_rows(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = &program_of(sql)->selections[index];
	ranked(sql, index);
	shares_of(sql, index);
	quotas(sql, index);
	for (size_t i = 0; i < selection->stretch_count; i++) {
		end_by_quota(sql, index, i);
		if (selection->ties != GJ_TIES_BY_KEY)
			end_by_ties(sql, index, i);
	}
	grades(sql, index);
}

/* s: all units, computed once; w: how many of a unit's group take part, where groups may be too small. */
void sql_selections(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	int *unrated = gj_arena_alloc(sql->arena, (program->grade_count + 1) * sizeof *unrated);
	size_t count = sql_unrated(sql, unrated);
	sql_print(sql, "WITH s AS %s(SELECT s.*", sql->dialect->once);
	for (size_t i = 0; i < program->grouping_count; i++) {
		if (!program->groupings[i].key_count || !program->groupings[i].least)
			continue;
		sql_print(sql, ",\n  COUNT(CASE WHEN %s NOT IN ", sql_over(sql, program->grade));
		ints(sql, unrated, count);
		sql_print(sql, " THEN 1 END) OVER (PARTITION BY ");
		keys_alone(sql, &program->groupings[i]);
		sql_print(sql, ") AS w%d", (int)i);
	}
	sql_print(sql, " FROM %n AS s)", sql->words.scores);
	for (size_t i = 0; i < program->selection_count; i++)
		select_rows(sql, i);
	sql_print(sql, "\n");
}
