/* Views of the totals over the rows of a ledger, for those who own them. */
#include "sql_parts.h"

#include <string.h>

static const struct gj_ledger *ledger_at(const struct sql *sql, int index)
{
	return &sql->ir->program->ledgers[index];
}

static bool is_group_of(const struct sql *sql, int ledger, int base)
{
	return ledger != GJ_NONE && ledger_at(sql, ledger)->base == base;
}


/* The totals of one ledger for one owner. */
struct summing {
	struct sql *sql;
	struct sql_code *code;
	const struct gj_ledger *ledger;
	int index, owner;
};

/* One that a GROUP BY alone doesn't give: rows have to stand in order. */
bool sql_is_ordered(const struct gj_total *total)
{
	switch (total->kind) {
	case GJ_TOTAL_RUN: case GJ_TOTAL_GAP: case GJ_TOTAL_TRIMMED: case GJ_TOTAL_BEST: case GJ_TOTAL_LATEST: case GJ_TOTAL_EARLIEST: return true;
	default: return false;
	}
}

const char *sql_sums_name(const struct sql *sql, int index, int owner)
{
	const char *whose = owner == GJ_NONE ? sql->table : sql->ledger_names[owner];
	return gj_arena_print(sql->arena, "%s_%s_%s", sql->ledger_names[index], whose, sql_word(sql, "汇总"));
}

const char *sql_ordered_name(const struct sql *sql, int index, size_t total)
{
	return gj_arena_print(sql->arena, "%s_%s%zu", sql->ledger_names[index], sql_word(sql, "汇总"), total + 1);
}

static const char *name_of(const struct summing *of, const struct gj_total *total)
{
	const struct gj_program *owner = total->owner == GJ_NONE ? of->sql->ir->program : ledger_at(of->sql, total->owner)->rows;
	return owner->fields[total->field].name;
}

/* What the rows are summed by, with `alias` as their table; the owner is found through the ledgers between. */
static void write_keys(const struct summing *of, const char *alias, bool named)
{
	struct sql *sql = of->sql;
	const struct gj_ledger *group = is_group_of(sql, of->owner, of->index) ? ledger_at(sql, of->owner) : NULL;
	for (size_t i = 0; i <= (group ? group->group_count : 0); i++) {
		const char *name = i ? of->ledger->rows->fields[group->group_fields[i - 1]].name : sql->words.owner;
		sql_print(sql, "%s%s.%n", i ? ", " : "", alias, name);
		if (named)
			sql_print(sql, " AS %n", name);
	}
}

static void keys(const struct summing *of, const char *alias)
{
	write_keys(of, alias, false);
}

static void key_items(const struct summing *of, const char *alias)
{
	write_keys(of, alias, true);
}

/* The rows with what they are summed by: those of the ledger, or, where it isn't they who own them, joined to those of the ledgers above. */
static void from_rows(const struct summing *of, const char **alias)
{
	struct sql *sql = of->sql;
	sql_print(sql, "FROM %n AS c", sql->counted[of->index]);
	*alias = "c";
	if (is_group_of(sql, of->owner, of->index))
		return;
	for (int level = of->ledger->parent; level != of->owner; level = ledger_at(sql, level)->parent) {
		const char *above = gj_arena_print(sql->arena, "p%d", level);
		sql_print(sql, " JOIN %n AS %s ON %s.%n = %s.%n", sql->counted[level], above, above, sql->words.self, *alias, sql->words.owner);
		*alias = above;
	}
}

static const char *owner_alias(const struct summing *of)
{
	const char *alias = "c";
	if (!is_group_of(of->sql, of->owner, of->index))
		for (int level = of->ledger->parent; level != of->owner; level = ledger_at(of->sql, level)->parent)
			alias = gj_arena_print(of->sql->arena, "p%d", level);
	return alias;
}

/* Which of them count: for the group, and for the total (NULL: for any). */
static void where(const struct summing *of, const struct gj_total *total)
{
	struct sql *sql = of->sql;
	int group = is_group_of(sql, of->owner, of->index) ? ledger_at(sql, of->owner)->group_filter : GJ_NONE;
	int filter = total ? total->filter : GJ_NONE;
	if (group != GJ_NONE) {
		sql_print(sql, " WHERE ");
		sql_expression(of->code, sql_slot(of->code, group));
	}
	if (filter != GJ_NONE) {
		sql_print(sql, group == GJ_NONE ? " WHERE " : " AND ");
		sql_expression(of->code, sql_slot(of->code, filter));
	}
}

static void value(const struct summing *of, const struct gj_total *total)
{
	if (total->text != GJ_NONE)
		sql_print(of->sql, "c.%n", of->ledger->rows->fields[total->text].name);
	else if (total->value != GJ_NONE)
		sql_expression(of->code, sql_slot(of->code, total->value));
	else
		sql_print(of->sql, "1");
}

/* max(CASE WHEN filter THEN value END) */
static void plain_total(const struct summing *of, const struct gj_total *total)
{
	static const char *const functions[GJ_TOTAL_KINDS] = { [GJ_TOTAL_COUNT] = "COUNT(", [GJ_TOTAL_SUM] = "SUM(", [GJ_TOTAL_MOST] = "MAX(",
		[GJ_TOTAL_LEAST] = "MIN(", [GJ_TOTAL_DISTINCT] = "COUNT(DISTINCT ", [GJ_TOTAL_VALUES] = "COUNT(DISTINCT " };
	struct sql *sql = of->sql;
	sql_print(sql, "%s", functions[total->kind]);
	if (total->filter != GJ_NONE) {
		sql_print(sql, "CASE WHEN ");
		sql_expression(of->code, sql_slot(of->code, total->filter));
		sql_print(sql, " THEN ");
	}
	value(of, total);
	sql_print(sql, total->filter != GJ_NONE ? " END)" : ")");
}

static void plain_totals(const struct summing *of)
{
	struct sql *sql = of->sql;
	const char *alias = owner_alias(of);
	sql_print(sql, "CREATE VIEW %n AS\nSELECT ", sql_sums_name(sql, of->index, of->owner));
	key_items(of, alias);
	sql_print(sql, ", MIN(c.%n) AS %n", sql->words.line, sql->words.line);
	for (size_t i = 0; i < of->ledger->total_count; i++) {
		const struct gj_total *total = &of->ledger->totals[i];
		if (total->owner != of->owner || sql_is_ordered(total))
			continue;
		sql_print(sql, ",\n  ");
		plain_total(of, total);
		sql_print(sql, " AS %n", name_of(of, total));
	}
	sql_print(sql, "\n");
	from_rows(of, &alias);
	where(of, NULL);
	sql_print(sql, "\nGROUP BY ");
	keys(of, alias);
	sql_end_view(sql);
}

/* SELECT keys of the rows. */
static void chosen_rows(const struct summing *of, const char *distinct)
{
	const char *alias = owner_alias(of);
	sql_print(of->sql, "SELECT %s", distinct);
	key_items(of, alias);
}

static void and_from(const struct summing *of, const struct gj_total *total)
{
	const char *alias;
	sql_print(of->sql, " ");
	from_rows(of, &alias);
	where(of, total);
}

static void partition(const struct summing *of, const char *alias)
{
	sql_print(of->sql, "PARTITION BY ");
	keys(of, alias);
}

/* Values in succession: each less its place among those of its owner is the same. */
static void run_total(const struct summing *of, const struct gj_total *total)
{
	struct sql *sql = of->sql;
	sql_print(sql, "SELECT ");
	key_items(of, "r");
	sql_print(sql, ", MAX(r.%_n) AS %n FROM (\n  SELECT ", name_of(of, total));
	key_items(of, "g");
	sql_print(sql, ", COUNT(*) AS %_n FROM (\n    SELECT ");
	key_items(of, "e");
	sql_print(sql, ", e.%_x - ROW_NUMBER() OVER (");
	partition(of, "e");
	sql_print(sql, " ORDER BY e.%_x) AS %_start FROM (\n      ");
	chosen_rows(of, "DISTINCT ");
	sql_print(sql, ", ");
	value(of, total);
	sql_print(sql, " AS %_x");
	and_from(of, total);
	sql_print(sql, ") AS e) AS g GROUP BY ");
	keys(of, "g");
	sql_print(sql, ", g.%_start) AS r GROUP BY ");
	keys(of, "r");
}

/* The gaps before each value, and behind the last. */
static void gap_total(const struct summing *of, const struct gj_total *total)
{
	struct sql *sql = of->sql;
	sql_print(sql, "SELECT ");
	key_items(of, "g");
	sql_print(sql, ", %s(MAX(g.%_gap), %l - MAX(g.%_x)) AS %n FROM (\n  SELECT ", sql->dialect->greatest, total->limit, name_of(of, total));
	key_items(of, "e");
	sql_print(sql, ", e.%_x, e.%_x - COALESCE(LAG(e.%_x) OVER (");
	partition(of, "e");
	sql_print(sql, " ORDER BY e.%_x), %l) - 1 AS %_gap FROM (\n    ", total->base - 1);
	chosen_rows(of, "DISTINCT ");
	sql_print(sql, ", ");
	value(of, total);
	sql_print(sql, " AS %_x");
	and_from(of, total);
	sql_print(sql, ") AS e) AS g GROUP BY ");
	keys(of, "g");
}

/* Rows in order of what they are chosen by; "_place" is that from the least, "_size" how many there are. */
static void placed_total(const struct summing *of, const struct gj_total *total, const char *which)
{
	struct sql *sql = of->sql;
	bool dated = total->kind == GJ_TOTAL_LATEST || total->kind == GJ_TOTAL_EARLIEST;
	sql_print(sql, "SELECT ");
	key_items(of, "r");
	sql_print(sql, ", SUM(r.%_x) AS %n FROM (\n  SELECT ", name_of(of, total));
	key_items(of, "e");
	sql_print(sql, ", e.%_x, %sROW_NUMBER() OVER (", sql->dialect->count[0]);
	partition(of, "e");
	sql_print(sql, " ORDER BY e.%_o, e.%_line)%s AS %_place, %sCOUNT(*) OVER (", sql->dialect->count[1], sql->dialect->count[0]);
	partition(of, "e");
	sql_print(sql, ")%s AS %_size FROM (\n    ", sql->dialect->count[1]);
	chosen_rows(of, "");
	sql_print(sql, ", c.%n AS %_line, ", sql->words.line);
	value(of, total);
	sql_print(sql, " AS %_x, ");
	if (dated)
		sql_expression(of->code, sql_slot(of->code, total->key));
	else
		value(of, total);
	sql_print(sql, " AS %_o");
	and_from(of, total);
	sql_print(sql, ") AS e) AS r WHERE %s GROUP BY ", which);
	keys(of, "r");
}

static void ordered_total(const struct summing *of, size_t index)
{
	struct sql *sql = of->sql;
	const struct gj_total *total = &of->ledger->totals[index];
	const char *place = gj_arena_print(sql->arena, "r.%splace", sql->words.step), *size = gj_arena_print(sql->arena, "r.%ssize", sql->words.step);
	sql_print(sql, "CREATE VIEW %n AS\n", sql_ordered_name(sql, of->index, index));
	switch (total->kind) {
	case GJ_TOTAL_RUN: run_total(of, total); break;
	case GJ_TOTAL_GAP: gap_total(of, total); break;
	case GJ_TOTAL_TRIMMED:
		placed_total(of, total, gj_arena_print(sql->arena, "%s > %d AND %s <= %s - %d", place, total->smallest, place, size, total->largest));
		break;
	case GJ_TOTAL_BEST:
		placed_total(of, total, gj_arena_print(sql->arena, "%s <= %d OR %s > %s - %d", place, total->smallest, place, size, total->largest));
		break;
	case GJ_TOTAL_EARLIEST: placed_total(of, total, gj_arena_print(sql->arena, "%s = 1", place)); break;
	default: placed_total(of, total, gj_arena_print(sql->arena, "%s = %s", place, size)); break;
	}
	sql_end_view(sql);
}

bool sql_has_sums(const struct sql *sql, int index, int owner)
{
	const struct gj_ledger *ledger = ledger_at(sql, index);
	bool any = is_group_of(sql, owner, index);
	for (size_t i = 0; i < ledger->total_count; i++)
		any = any || (ledger->totals[i].owner == owner && !sql_is_ordered(&ledger->totals[i]));
	return any;
}

void sql_sums(struct sql *sql, int index, int owner)
{
	sql->codes[index]->alias = "c";
	struct summing of = { sql, sql->codes[index], ledger_at(sql, index), index, owner };
	if (sql_has_sums(sql, index, owner))
		plain_totals(&of);
	for (size_t i = 0; i < of.ledger->total_count; i++)
		if (of.ledger->totals[i].owner == owner && sql_is_ordered(&of.ledger->totals[i]))
			ordered_total(&of, i);
}
