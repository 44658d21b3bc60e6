#include "sql.h"

#include "sql_parts.h"

/* Engines that take Latin letters alone in the names of tables have these: units, ledger_1 … */
static const char *unit_name(struct sql *sql)
{
	const char *name = sql->ir->program->unit_name;
	return *name && !sql->dialect->latin_names ? name : sql_word(sql, "数据");
}

static const char *ledger_name(struct sql *sql, size_t index)
{
	return sql->dialect->latin_names ? gj_arena_print(sql->arena, "ledger_%zu", index + 1) : sql->ir->program->ledgers[index].name;
}

/* The tables have the names that the standard gives them; whatever comes after gives way to these. */
static void choose_names(struct sql *sql)
{
	const struct gj_program *program = sql->ir->program;
	size_t count = program->ledger_count;
	sql->table = sql_new_view(sql, unit_name(sql));
	sql->ledgers = gj_arena_alloc(sql->arena, (count + 1) * sizeof *sql->ledgers);
	sql->counted = gj_arena_alloc(sql->arena, (count + 1) * sizeof *sql->counted);
	sql->codes = gj_arena_alloc(sql->arena, (count + 1) * sizeof *sql->codes);
	sql->ledger_names = gj_arena_alloc(sql->arena, (count + 1) * sizeof *sql->ledger_names);
	for (size_t i = 0; i < count; i++) {
		sql->ledger_names[i] = sql_new_view(sql, ledger_name(sql, i));
		if (program->ledgers[i].base == GJ_NONE)
			sql->ledgers[i] = sql->ledger_names[i];
	}
	sql->words.places = sql_new_view(sql, sql_word(sql, "名次"));
	sql->words.scores = sql_new_view(sql, sql_word(sql, "得分"));
	sql->words.results = sql_new_view(sql, sql_word(sql, "结果"));
	sql->words.rejects = sql_new_view(sql, sql_word(sql, "退回"));
	sql->words.targets = sql_new_view(sql, sql_word(sql, "目标"));
	for (size_t i = 0; i < count; i++)
		sql->counted[i] = sql_new_view(sql, gj_arena_print(sql->arena, "%s_%s", sql->ledger_names[i], sql_word(sql, "计入")));
}

static void heading(struct sql *sql)
{
	const struct gj_program *program = sql->ir->program;
	sql_comment(sql, "", gj_arena_print(sql->arena, "%s %s %s", program->name, program->edition, program->document));
	sql_comment(sql, "", gj_arena_print(sql->arena, "由 guiju 生成，用于 %s。分数都是整数（得分 × 10^%d），商是准确的分子和分母，不用浮点数。", sql->dialect->title,
		program->point_scale));
	sql_print(sql, "\n");
}

static bool is_of_places(const struct gj_program *program, const struct gj_check *check)
{
	for (size_t i = 0; i < check->field_count; i++)
		if (gj_program_is_place(program, check->fields[i]))
			return true;
	return false;
}

/* Without the 校验 of places: those are for 用例, which give them; the places that are worked out here fit each other. */
static struct gj_program *with_checks_of_data(const struct gj_program *program, struct gj_arena *arena)
{
	struct gj_program *of = gj_arena_alloc(arena, sizeof *of);
	*of = *program;
	of->checks = gj_arena_alloc(arena, (program->check_count + 1) * sizeof *of->checks);
	of->check_count = 0;
	for (size_t i = 0; i < program->check_count; i++)
		if (!is_of_places(program, &program->checks[i]))
			of->checks[of->check_count++] = program->checks[i];
	return of;
}

bool sql_write(const struct ir *ir, const struct sql_dialect *dialect, struct gj_arena *arena, struct diagnostics *diagnostics, FILE *out)
{
	struct ir of_data = *ir;
	of_data.program = with_checks_of_data(ir->program, arena);
	struct sql sql = { .out = out, .arena = arena, .dialect = dialect, .diagnostics = diagnostics, .ir = &of_data };
	sql_choose_words(&sql);
	choose_names(&sql);
	heading(&sql);
	sql_tables(&sql);
	sql_ledgers(&sql);
	sql_places(&sql);
	sql_scores(&sql);
	sql_rejects(&sql);
	sql_results(&sql);
	return !sql.refused;
}
