/* The view of what every unit gets: scores in whole units of the last decimal, the veto, the grade by its index, and what the selections ask of it. */
#include "runtime/arith.h"
#include "runtime/results.h"
#include "sql_parts.h"

static void need_slot(struct sql_code *code, int slot)
{
	if (slot != GJ_NONE)
		sql_need(code, sql_slot(code, slot));
}

static void need_sheet(struct sql_code *code)
{
	const struct gj_program *program = code->program;
	for (size_t i = 0; i < program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		if (gj_entry_has_column(entry))
			need_slot(code, entry->score);
		if (gj_entry_has_column(entry) || entry->part == GJ_PART_STANDARD)
			need_slot(code, entry->inapplicable);
	}
	for (size_t i = 0; i < program->ranking_count; i++) {
		need_slot(code, program->rankings[i].place);
		need_slot(code, program->rankings[i].ranked);
	}
	need_slot(code, program->bonus);
	need_slot(code, program->penalty);
	need_slot(code, program->total);
	need_slot(code, program->vetoed);
	need_slot(code, program->grade);
}

/* Two quotients with divisors of at most D differ by 1/D² or more: digits to the base B, so many that B^n >= D², tell them apart, and each is found
 * without a number beyond 62 bits: remainder × B / divisor. */
static void need_digits(struct sql_code *code, struct sql_rank *rank, ir_ref above, ir_ref below)
{
	const struct ir_value *divisor = &code->ir.values[below];
	gj_wide most = divisor->high, base = ((gj_wide)1 << 62) / most, told = 1, low = code->ir.values[above].low, high = code->ir.values[above].high;
	ir_ref whole = sql_value(code, IR_DIVIDE, above, below, GJ_ROUND_DOWN);
	ir_ref product = sql_value_within(code, IR_MUL, whole, below, 0, gj_least(low - most, 0), gj_largest(high, 0));
	ir_ref rest = sql_value_within(code, IR_SUB, above, product, 0, 0, most - 1);
	rank->values[rank->count++] = whole;
	if (base > INT32_MAX)
		base = INT32_MAX;
	if (base < 2) {
		sql_refuse(code->sql, divisor->span, "排序的商的除数太大", "the divisor of a ranking key is too large");
		return;
	}
	for (; told < most * most && rank->count < SQL_DIGITS; told *= base) {
		ir_ref constant = sql_constant(code, (int64_t)base), larger = sql_value(code, IR_MUL, rest, constant, 0);
		ir_ref digit = sql_value_within(code, IR_DIVIDE, larger, below, GJ_ROUND_DOWN, 0, base - 1);
		product = sql_value_within(code, IR_MUL, digit, below, 0, 0, code->ir.values[larger].high);
		rest = sql_value_within(code, IR_SUB, larger, product, 0, 0, most - 1);
		rank->values[rank->count++] = digit;
	}
}

void sql_rank_by(struct sql_code *code, const struct gj_rank_key *key, struct sql_rank *rank)
{
	if (key->slot == GJ_NONE)
		return;
	if (key->divisor == GJ_NONE)
		rank->values[rank->count++] = sql_slot(code, key->slot);
	else
		need_digits(code, rank, sql_slot(code, key->slot), sql_slot(code, key->divisor));
	for (size_t i = 0; i < rank->count; i++)
		sql_need(code, rank->values[i]);
}

static void need_selections(struct sql_code *code)
{
	struct sql *sql = code->sql;
	const struct gj_program *program = code->program;
	sql->ranks = gj_arena_alloc(sql->arena, (program->selection_count + 1) * sizeof *sql->ranks);
	for (size_t i = 0; i < program->selection_count; i++) {
		const struct gj_selection *selection = &program->selections[i];
		need_slot(code, selection->condition);
		for (size_t k = 0; k < selection->stretch_count; k++)
			need_slot(code, selection->stretches[k].condition);
		sql->ranks[i] = gj_arena_alloc(sql->arena, (selection->key_count + 1) * sizeof *sql->ranks[i]);
		for (size_t k = 0; k < selection->key_count; k++)
			sql_rank_by(code, &selection->keys[k], &sql->ranks[i][k]);
	}
}

/* What groups are told apart by. */
static void need_groups(struct sql_code *code)
{
	const struct gj_program *program = code->program;
	for (size_t i = 0; i < program->grouping_count; i++)
		for (size_t k = 0; k < program->groupings[i].key_count; k++) {
			const struct gj_group_key *key = &program->groupings[i].keys[k];
			need_slot(code, key->slot);
			if (key->slot == GJ_NONE)
				sql_keep_text(code, key->field);
		}
}

/* What a clause asks for stands in a column with its wording, where scores are computed from that and not from something simpler. */
static void call_clause(struct sql_code *code, const struct gj_sheet_entry *entry, int number)
{
	ir_ref asked = entry->incurred == GJ_NONE ? -1 : sql_slot(code, entry->incurred);
	if (asked < 0)
		return;
	const struct ir_value *value = &code->ir.values[asked];
	if (!code->plans[asked].needed && value->op == IR_MIN)
		asked = value->a;
	if (code->plans[asked].needed)
		sql_call(code, asked, gj_arena_print(code->sql->arena, "%s%d", code->sql->words.clause, number), entry->wording);
}

static void call_parts(struct sql_code *code)
{
	const struct gj_program *program = code->program;
	int clauses = 0;
	sql_call(code, sql_slot(code, program->total), gj_closing_name(GJ_CLOSING_TOTAL), NULL);
	sql_call(code, sql_slot(code, program->vetoed), gj_closing_name(GJ_CLOSING_VETOED), NULL);
	if (program->bonus != GJ_NONE)
		sql_call(code, sql_slot(code, program->bonus), gj_closing_name(GJ_CLOSING_BONUS), NULL);
	if (program->penalty != GJ_NONE)
		sql_call(code, sql_slot(code, program->penalty), gj_closing_name(GJ_CLOSING_PENALTY), NULL);
	if (program->grade != GJ_NONE)
		sql_call(code, sql_slot(code, program->grade), gj_closing_name(GJ_CLOSING_GRADE), NULL);
	for (size_t i = 0; i < program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		if (entry->part == GJ_PART_CLAUSE)
			call_clause(code, entry, ++clauses);
		else if (entry->reason != GJ_NONE && code->plans[sql_slot(code, entry->reason)].needed)
			sql_call(code, sql_slot(code, entry->reason), gj_arena_print(code->sql->arena, "%s_%zu", code->sql->words.reason, i), *entry->wording ? entry->wording : entry->name);
		else if (entry->score != GJ_NONE && *entry->name && code->plans[sql_slot(code, entry->score)].needed)
			sql_call(code, sql_slot(code, entry->score), entry->name, NULL);
	}
}

void sql_first_query(struct sql_code *code)
{
	struct sql *sql = code->sql;
	const struct gj_program *program = code->program;
	const char *key = program->fields[program->key_field].name;
	sql_print(sql, "WITH s0 AS (\n  SELECT d.%n AS %n", sql->words.line, sql->words.line);
	for (size_t i = 0; i < program->field_count; i++)
		if (sql_keeps(code, program->fields[i].name))
			sql_print(sql, ", d.%n AS %n", program->fields[i].name, program->fields[i].name);
	sql_input(code);
	sql_derived(code, GJ_NONE);
	sql_place_columns(code);
	sql_print(sql, "\n  FROM %n AS d", sql->table);
	sql_joins(sql, GJ_NONE, key);
	sql_join_places(code);
	sql_print(sql, "\n  WHERE ");
	sql_good_cells(sql, program, "    ");
	sql_without_repeated(sql, GJ_NONE, sql_cell(sql, "d", sql->words.line), "\n    AND ");
	sql_within_most(sql, sql_cell(sql, "d", key));
	if (*sql->dialect->fence)
		sql_print(sql, "\n  %s", sql->dialect->fence);
	sql_print(sql, "\n)");
}

void sql_keep_unit(struct sql_code *code)
{
	const struct gj_program *program = code->program;
	sql_keep(code, code->sql->words.line);
	if (program->fields[program->key_field].type == GJ_TEXT)
		sql_keep_text(code, program->key_field);
	else
		sql_need(code, sql_field(code, program->key_field));
	for (size_t i = 0; i < program->carried_count; i++) {
		if (program->fields[program->carried[i]].type == GJ_TEXT)
			sql_keep_text(code, program->carried[i]);
		else
			sql_refuse(code->sql, (struct span){ 0, 0 }, "结果附带的字段不是文本：结果表里写的是数据表里的字样", "a field carried along that is no text: the results hold it as it is written in the table");
	}
}

void sql_scores(struct sql *sql)
{
	struct sql_code *code = sql->scores = sql_code_new(sql, sql->ir);
	sql_keep_unit(code);
	need_sheet(code);
	need_selections(code);
	need_groups(code);
	for (size_t i = 0; i < code->program->check_count; i++)
		sql_test(code, sql_slot(code, code->program->checks[i].slot));
	sql_mark(code);
	call_parts(code);
	sql_plan(code);
	sql_print(sql, "CREATE VIEW %n AS\n", sql->words.scores);
	sql_first_query(code);
	sql_stages(code);
	sql_print(sql, "\nSELECT ");
	sql_asked(code);
	sql_tests(code);
	sql_end_view(sql);
}
