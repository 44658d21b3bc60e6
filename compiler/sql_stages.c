/* The queries that follow each other: each hands on what later ones need and adds the columns that are due. */
#include "sql_parts.h"

static void hand_on(struct sql_code *code)
{
	struct sql *sql = code->sql;
	const char *comma = "    ";
	for (size_t i = 0; i < code->kept_count; i++, comma = ", ")
		sql_print(sql, "%s%n", comma, code->kept[i]);
	for (size_t i = 0; i < code->ir.value_count; i++) {
		const struct sql_plan *plan = &code->plans[i];
		if (!plan->needed || !plan->named || plan->level >= code->level || plan->last <= code->level)
			continue;
		sql_print(sql, "%s%n", comma, plan->name);
		comma = ", ";
	}
}

static void add_due(struct sql_code *code)
{
	struct sql *sql = code->sql;
	for (size_t i = 0; i < code->ir.value_count; i++) {
		const struct sql_plan *plan = &code->plans[i];
		if (!plan->needed || !plan->named || plan->level != code->level)
			continue;
		sql_print(sql, ",\n");
		sql_comment(sql, "    ", plan->comment ? plan->comment : "");
		sql_print(sql, "    ");
		sql_expression(code, (ir_ref)i);
		sql_print(sql, " AS %n", plan->name);
	}
}

/* Whether the query of this level works something out that is used more than once: engines that put it in place of its name would work it out as often. */
static bool is_used_again(const struct sql_code *code, int level)
{
	for (size_t i = 0; i < code->ir.value_count; i++) {
		const struct sql_plan *plan = &code->plans[i];
		bool asked = sql_is_asked(code, i);
		if (plan->needed && plan->named && plan->level == level && code->ir.values[i].op != IR_COLUMN && plan->uses + asked > 1)
			return true;
	}
	return false;
}

void sql_stages(struct sql_code *code)
{
	struct sql *sql = code->sql;
	for (code->level = 1; code->level <= code->levels; code->level++) {
		sql_print(sql, ", s%d AS (\n  SELECT\n", code->level);
		hand_on(code);
		add_due(code);
		sql_print(sql, "\n  FROM s%d\n", code->level - 1);
		if (*sql->dialect->fence && is_used_again(code, code->level))
			sql_print(sql, "  %s\n", sql->dialect->fence);
		sql_print(sql, ")");
	}
}

void sql_asked(struct sql_code *code)
{
	struct sql *sql = code->sql;
	for (size_t i = 0; i < code->kept_count; i++)
		sql_print(sql, i ? ", %n" : "%n", code->kept[i]);
	for (size_t i = 0; i < code->ir.value_count; i++)
		if (sql_is_asked(code, i))
			sql_print(sql, ", %n", code->plans[i].name);
	sql_print(sql, "\nFROM s%d", code->levels);
}

void sql_tests(struct sql_code *code)
{
	const char *joint = "\nWHERE ";
	for (size_t i = 0; i < code->program->check_count; i++, joint = " AND ") {
		sql_print(code->sql, "%s", joint);
		sql_expression(code, sql_slot(code, code->program->checks[i].slot));
	}
}
