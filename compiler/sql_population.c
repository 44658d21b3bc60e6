/* 评选, 定等: a chain of queries behind s, what every unit gets. Each is over the one before it alone, and adds what it works out to all units by functions
 * over windows; the last one of a selection adds the grade after it: _g1, _g2 … Columns of the first selection are _r0, _n0 …: no
 * name of the standard begins so (words.step). */
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
		sql_print(sql, "s.%_g%d", (int)count);
	else
		sql_print(sql, "%s", sql_over(sql, program_of(sql)->grade));
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
	sql_print(sql, "CASE WHEN s.%_w%d < %l THEN %s ELSE %s END", index, grouping->least, nothing, key_of(sql, &grouping->keys[key]));
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
		sql_print(sql, "CASE WHEN s.%_w%d < %l THEN 1 ELSE 0 END", index, grouping->least);
}

void sql_group(struct sql *sql, int index)
{
	for (size_t i = 0; i < group_columns(&program_of(sql)->groupings[index]); i++) {
		sql_print(sql, i ? ", " : "");
		group_column(sql, index, i);
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

static const struct gj_selection *selection_at(const struct sql *sql, size_t index)
{
	return &program_of(sql)->selections[index];
}

static size_t columns_of(const struct sql *sql, size_t index)
{
	return group_columns(&program_of(sql)->groupings[selection_at(sql, index)->grouping]);
}

static bool has_ties(const struct sql *sql, size_t index)
{
	return selection_at(sql, index)->ties != GJ_TIES_BY_KEY;
}

/* The query before the one being written is `s`. */
static void begin(struct sql *sql, const char *name)
{
	sql_print(sql, ",\n%s AS (\n  SELECT s.*", name);
}

static void end(struct sql *sql, const char *before)
{
	sql_print(sql, "\n  FROM %s AS s\n)", before);
}

/* The window of a group: all of it, or those who are ranked and those who aren't, apart. */
static void partition(struct sql *sql, size_t index, bool ranked)
{
	size_t count = columns_of(sql, index);
	if (ranked)
		sql_print(sql, "PARTITION BY s.%_r%d", (int)index);
	for (size_t i = 0; i < count; i++)
		sql_print(sql, "%ss.%_p%d_%d", i || ranked ? ", " : "PARTITION BY ", (int)index, (int)i);
}

/* The ranking keys but the primary one. `ways`: with DESC. */
static bool order(struct sql *sql, size_t index, bool ways, const char *before)
{
	const struct gj_selection *selection = selection_at(sql, index);
	bool any = false;
	for (size_t k = 0; k < selection->key_count && selection->keys[k].slot != GJ_NONE; k++)
		for (size_t i = 0; i < sql->ranks[index][k].count; i++) {
			ir_ref value = sql->ranks[index][k].values[i];
			if (sql->scores->ir.values[value].op == IR_CONSTANT)
				continue;
			sql_print(sql, "%ss.%n%s", any ? ", " : before, sql->scores->plans[value].name, ways && selection->keys[k].descending ? " DESC" : "");
			any = true;
		}
	return any;
}

/* r: whether the unit is ranked; p: its group. */
static void scope(struct sql *sql, size_t index, const char *name, const char *before)
{
	const struct gj_selection *selection = selection_at(sql, index);
	begin(sql, name);
	sql_print(sql, ",\n    CASE WHEN ");
	sql_grade_after(sql, index);
	sql_print(sql, " IN ");
	ints(sql, selection->scope, selection->scope_count);
	if (selection->condition != GJ_NONE) {
		sql_print(sql, " AND ");
		sql_condition(sql, selection->condition);
	}
	sql_print(sql, " THEN 1 ELSE 0 END AS %_r%d", (int)index);
	for (size_t i = 0; i < columns_of(sql, index); i++) {
		sql_print(sql, ",\n    ");
		group_column(sql, selection->grouping, i);
		sql_print(sql, " AS %_p%d_%d", (int)index, (int)i);
	}
	end(sql, before);
}

/* Ties ask whether the last of all is in, shares of the candidates how many there are; otherwise a stretch may end beyond the last. */
static bool counts_ranked(const struct sql *sql, size_t index)
{
	const struct gj_selection *selection = selection_at(sql, index);
	bool counts = has_ties(sql, index);
	for (size_t i = 0; i < selection->stretch_count; i++)
		counts = counts || (selection->stretches[i].quota.is_share && selection->stretches[i].quota.of == GJ_SHARE_OF_CANDIDATES);
	return counts;
}

/* place: in the group; n: how many are ranked there. */
static void places(struct sql *sql, size_t index)
{
	const struct gj_program *program = program_of(sql);
	const struct gj_selection *selection = selection_at(sql, index);
	const struct gj_rank_key *last = selection->key_count ? &selection->keys[selection->key_count - 1] : NULL;
	sql_print(sql, ",\n    %sROW_NUMBER() OVER (", sql->dialect->count[0]);
	partition(sql, index, true);
	bool any = order(sql, index, true, " ORDER BY ");
	sql_print(sql, "%ss.%n%s)%s AS %_place%d", any ? ", " : " ORDER BY ", program->fields[program->key_field].name,
		last && last->slot == GJ_NONE && last->descending ? " DESC" : "", sql->dialect->count[1], (int)index);
	if (!counts_ranked(sql, index))
		return;
	sql_print(sql, ",\n    %sCOUNT(*) OVER (", sql->dialect->count[0]);
	partition(sql, index, true);
	sql_print(sql, ")%s AS %_n%d", sql->dialect->count[1], (int)index);
}

/* The place of the first that is equal, and how many are. */
static void equals(struct sql *sql, size_t index)
{
	sql_print(sql, ",\n    %sRANK() OVER (", sql->dialect->count[0]);
	partition(sql, index, true);
	order(sql, index, true, " ORDER BY ");
	sql_print(sql, ")%s AS %_head%d,\n    %sCOUNT(*) OVER (", sql->dialect->count[1], (int)index, sql->dialect->count[0]);
	partition(sql, index, true);
	order(sql, index, false, ", ");
	sql_print(sql, ")%s AS %_same%d", sql->dialect->count[1], (int)index);
}

/* --- Quotas --- */

/* How many units of the group have one of some grades, or none of them: what shares are shares of. */
static void count_grades(struct sql *sql, size_t index, const int *grades, size_t count, bool of, size_t after)
{
	sql_print(sql, ",\n    %sCOUNT(CASE WHEN ", sql->dialect->count[0]);
	sql_grade_after(sql, after);
	sql_print(sql, of ? " IN " : " NOT IN ");
	ints(sql, grades, count);
	sql_print(sql, " THEN 1 END) OVER (");
	partition(sql, index, false);
	sql_print(sql, ")%s", sql->dialect->count[1]);
}

static void shares_of(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = selection_at(sql, index);
	bool rated = false;
	for (size_t i = 0; i < selection->stretch_count; i++) {
		const struct gj_quota *quota = &selection->stretches[i].quota;
		rated = rated || (quota->is_share && quota->of == GJ_SHARE_OF_ALL);
		if (!quota->is_share || quota->of != GJ_SHARE_OF_GRADES)
			continue;
		count_grades(sql, index, quota->grades, quota->grade_count, true, index);
		sql_print(sql, " AS %_b%d_%d", (int)index, (int)i);
	}
	if (!rated)
		return;
	int *unrated = gj_arena_alloc(sql->arena, (program_of(sql)->grade_count + 1) * sizeof *unrated);
	size_t count = sql_unrated(sql, unrated);
	count_grades(sql, index, unrated, count, false, 0);
	sql_print(sql, " AS %_rated%d", (int)index);
}

static void share(struct sql *sql, size_t index, const struct gj_quota *quota, size_t stretch)
{
	static const int more[] = { [GJ_ROUND_DOWN] = 0, [GJ_ROUND_UP] = 999999, [GJ_ROUND_HALF] = 500000 };
	const char *const *divide = sql->dialect->divide[0];
	const char *step = sql->words.step;
	const char *rows = quota->of == GJ_SHARE_OF_ALL ? gj_arena_print(sql->arena, "s.%srated%zu", step, index)
		: quota->of == GJ_SHARE_OF_CANDIDATES ? gj_arena_print(sql->arena, "s.%sn%zu", step, index)
		: gj_arena_print(sql->arena, "s.%sb%zu_%zu", step, index, stretch);
	sql_print(sql, "%s(%s * %l + %d)%s1000000%s", divide[0], rows, quota->amount, more[quota->rounding], divide[1], divide[2]);
}

static void quota(struct sql *sql, size_t index, const struct gj_quota *quota, size_t stretch)
{
	bool least = quota->least > 0, most = quota->most < INT32_MAX;
	if (!quota->is_share) {
		int64_t rows = quota->amount < quota->least ? quota->least : quota->amount;
		sql_print(sql, "%l", rows > quota->most ? quota->most : rows);
		return;
	}
	sql_print(sql, "%s%s", most ? sql->dialect->least : "", most ? "(" : "");
	sql_print(sql, "%s%s", least ? sql->dialect->greatest : "", least ? "(" : "");
	share(sql, index, quota, stretch);
	if (least)
		sql_print(sql, ", %l)", quota->least);
	if (most)
		sql_print(sql, ", %l)", quota->most);
}

/* u: how many places a stretch has. */
static void quotas(struct sql *sql, size_t index, const char *name, const char *before)
{
	const struct gj_selection *selection = selection_at(sql, index);
	begin(sql, name);
	for (size_t i = 0; i < selection->stretch_count; i++) {
		sql_print(sql, ",\n    ");
		quota(sql, index, &selection->stretches[i].quota, i);
		sql_print(sql, " AS %_u%d_%d", (int)index, (int)i);
	}
	end(sql, before);
}

static const char *start_of(struct sql *sql, size_t index, size_t stretch)
{
	return stretch ? gj_arena_print(sql->arena, "s.%sz%zu_%zu", sql->words.step, index, stretch - 1) : "0";
}

/* Where a stretch ends before ties are looked at: x; its start: that of the one before. Without ties that is where it ends: z. */
static void end_by_quota(struct sql *sql, size_t index, size_t stretch, const char *name, const char *before)
{
	const char *start = start_of(sql, index, stretch);
	bool counts = counts_ranked(sql, index);
	begin(sql, name);
	sql_print(sql, ",\n    %s(%s, %s%s%s + s.%_u%d_%d", sql->dialect->greatest, start, counts ? sql->dialect->least : "", counts ? "(" : "",
		selection_at(sql, index)->stretches[stretch].from_top ? "0" : start, (int)index, (int)stretch);
	if (counts)
		sql_print(sql, ", s.%_n%d)", (int)index);
	sql_print(sql, ") AS %_%s%d_%d", has_ties(sql, index) ? "x" : "z", (int)index, (int)stretch);
	end(sql, before);
}

/* f, l: the first and the last of those equal to the last in. */
static void ends_of_ties(struct sql *sql, size_t index, size_t stretch, const char *name, const char *before)
{
	const char *step = sql->words.step;
	const char *const ends[][2] = { { gj_arena_print(sql->arena, "s.%shead%zu", step, index), "f" },
		{ gj_arena_print(sql->arena, "s.%shead%zu + s.%ssame%zu - 1", step, index, step, index), "l" } };
	begin(sql, name);
	for (size_t i = 0; i < 2; i++) {
		sql_print(sql, ",\n    MAX(CASE WHEN s.%_place%d = s.%_x%d_%d THEN %s END) OVER (", (int)index, (int)index, (int)stretch, ends[i][0]);
		partition(sql, index, true);
		sql_print(sql, ") AS %_%s%d_%d", ends[i][1], (int)index, (int)stretch);
	}
	end(sql, before);
}

/* Those equal to the last in, where the first out is equal too, are all in or all out. */
static void end_by_ties(struct sql *sql, size_t index, size_t stretch, const char *name, const char *before)
{
	const char *start = start_of(sql, index, stretch), *of = gj_arena_print(sql->arena, "%zu_%zu", index, stretch);
	begin(sql, name);
	sql_print(sql, ",\n    CASE WHEN s.%_x%s = %s OR s.%_x%s = s.%_n%d OR s.%_l%s <= s.%_x%s THEN s.%_x%s ELSE ", of, start, of, (int)index, of, of, of);
	if (selection_at(sql, index)->ties == GJ_TIES_IN)
		sql_print(sql, "s.%_l%s", of);
	else
		sql_print(sql, "%s(%s, s.%_f%s - 1)", sql->dialect->greatest, start, of);
	sql_print(sql, " END AS %_z%s", of);
	end(sql, before);
}

/* --- The grades --- */

/* What becomes of those whom the selection doesn't take: of the ranked ones or, where it lowers them, of all in its scope. */
static void rest(struct sql *sql, size_t index)
{
	const struct gj_selection *selection = selection_at(sql, index);
	if (!selection->rest_lowers) {
		sql_print(sql, " WHEN s.%_r%d = 1 THEN %d", (int)index, selection->rest);
		return;
	}
	sql_print(sql, " WHEN ");
	sql_grade_after(sql, index);
	sql_print(sql, " IN ");
	ints(sql, selection->scope, selection->scope_count);
	sql_print(sql, " THEN %s(", sql->dialect->least);
	sql_grade_after(sql, index);
	sql_print(sql, ", %d)", selection->rest);
}

static void grades(struct sql *sql, size_t index, const char *name, const char *before)
{
	const struct gj_selection *selection = selection_at(sql, index);
	begin(sql, name);
	sql_print(sql, ",\n");
	sql_comment(sql, "    ", program_of(sql)->grades[selection->stretches[0].grade].name);
	sql_print(sql, "    CASE");
	for (size_t i = 0; i < selection->stretch_count; i++) {
		sql_print(sql, " WHEN s.%_r%d = 1 AND s.%_place%d <= s.%_z%d_%d", (int)index, (int)index, (int)index, (int)i);
		if (selection->stretches[i].condition != GJ_NONE) {
			sql_print(sql, " AND ");
			sql_condition(sql, selection->stretches[i].condition);
		}
		sql_print(sql, " THEN %d", selection->stretches[i].grade);
	}
	if (selection->rest != GJ_NONE)
		rest(sql, index);
	sql_print(sql, " ELSE ");
	sql_grade_after(sql, index);
	sql_print(sql, " END AS %_g%d", (int)index + 1);
	end(sql, before);
}

/* The next query of the chain: its name. */
static const char *next_name(struct sql *sql, size_t index, int *number)
{
	return gj_arena_print(sql->arena, "c%zu_%d", index, (*number)++);
}

/* Returns the name of its last query. */
static const char *select_rows(struct sql *sql, size_t index, const char *before)
{
	int number = 0;
	const char *name = next_name(sql, index, &number);
	scope(sql, index, name, before);
	before = name;
	begin(sql, name = next_name(sql, index, &number));
	places(sql, index);
	if (has_ties(sql, index))
		equals(sql, index);
	shares_of(sql, index);
	end(sql, before);
	before = name;
	quotas(sql, index, name = next_name(sql, index, &number), before);
	for (size_t i = 0; i < selection_at(sql, index)->stretch_count; i++) {
		before = name;
		end_by_quota(sql, index, i, name = next_name(sql, index, &number), before);
		if (!has_ties(sql, index))
			continue;
		before = name;
		ends_of_ties(sql, index, i, name = next_name(sql, index, &number), before);
		before = name;
		end_by_ties(sql, index, i, name = next_name(sql, index, &number), before);
	}
	before = name;
	grades(sql, index, name = next_name(sql, index, &number), before);
	return name;
}

const char *sql_selections(struct sql *sql)
{
	const struct gj_program *program = program_of(sql);
	const char *last = "s";
	int *unrated = gj_arena_alloc(sql->arena, (program->grade_count + 1) * sizeof *unrated);
	size_t count = sql_unrated(sql, unrated);
	sql_print(sql, "WITH s AS (\n  SELECT s.*");
	for (size_t i = 0; i < program->grouping_count; i++) {
		if (!program->groupings[i].key_count || !program->groupings[i].least)
			continue;
		sql_print(sql, ",\n  COUNT(CASE WHEN %s NOT IN ", sql_over(sql, program->grade));
		ints(sql, unrated, count);
		sql_print(sql, " THEN 1 END) OVER (PARTITION BY ");
		keys_alone(sql, &program->groupings[i]);
		sql_print(sql, ") AS %_w%d", (int)i);
	}
	sql_print(sql, "\n  FROM %n AS s\n)", sql->words.scores);
	for (size_t i = 0; i < program->selection_count; i++)
		last = select_rows(sql, i, last);
	sql_print(sql, "\n");
	return last;
}
