/* Which values become columns, and of which query: those that have a name, that are used several times, or that are large. Queries follow each other, each
 * over the one before it; a column is handed on as long as something needs it. */
#include "runtime/arith.h"
#include "sql_parts.h"

#include <string.h>

/* An expression is no longer than this many operations, and its brackets stand no deeper in each other (parsers have a limit). What is used again is
 * written again only where it is this short. */
enum { LONGEST = 120, DEEPEST = 8, SHORT = 3, FOR_EVER = 1 << 20 };

static struct ir_value *at(const struct sql_code *code, ir_ref value)
{
	return &code->ir.values[value];
}

void sql_keep(struct sql_code *code, const char *name)
{
	name = sql_new_name(code->sql, &code->names, &code->name_count, &code->name_capacity, name);
	code->kept = gj_arena_grow(code->sql->arena, code->kept, code->kept_count, &code->kept_capacity, sizeof *code->kept);
	code->kept[code->kept_count++] = name;
}

bool sql_keeps(const struct sql_code *code, const char *name)
{
	for (size_t i = 0; i < code->kept_count; i++)
		if (strcmp(code->kept[i], name) == 0)
			return true;
	return false;
}

void sql_keep_text(struct sql_code *code, int field)
{
	const char *name = code->program->fields[field].name;
	if (sql_keeps(code, name))
		return;
	code->kept = gj_arena_grow(code->sql->arena, code->kept, code->kept_count, &code->kept_capacity, sizeof *code->kept);
	code->kept[code->kept_count++] = name;
}

void sql_need(struct sql_code *code, ir_ref value)
{
	struct sql_plan *plan = &code->plans[value];
	plan->needed = plan->named = true;
	plan->hidden = false;
	plan->last = FOR_EVER;
}

void sql_test(struct sql_code *code, ir_ref value)
{
	bool asked = code->plans[value].last == FOR_EVER;
	sql_need(code, value);
	code->plans[value].hidden = !asked;
}

bool sql_is_asked(const struct sql_code *code, size_t value)
{
	const struct sql_plan *plan = &code->plans[value];
	return plan->named && plan->last == FOR_EVER && !plan->hidden;
}

void sql_call(struct sql_code *code, ir_ref value, const char *name, const char *comment)
{
	struct sql_plan *plan = &code->plans[value];
	if (plan->name || at(code, value)->op == IR_CONSTANT || at(code, value)->op == IR_COLUMN)
		return;
	plan->named = true;
	plan->name = sql_new_name(code->sql, &code->names, &code->name_count, &code->name_capacity, name);
	plan->comment = comment;
}

/* How often a division names its operands, see print_DIVIDE. */
static unsigned times_written(const struct ir_value *value, const struct ir_value *dividend, bool divisor)
{
	if (value->op != IR_DIVIDE)
		return 1;
	if (divisor)
		return dividend->low < 0 ? 4 : 2;
	return dividend->low < 0 ? 3 : 1;
}

static void need_operand(struct sql_code *code, const struct ir_value *user, ir_ref operand, bool divisor)
{
	struct sql_plan *plan = &code->plans[operand];
	plan->needed = true;
	plan->uses += times_written(user, at(code, user->a), divisor);
}

void sql_mark(struct sql_code *code)
{
	for (size_t i = code->ir.value_count; i-- > 0;) {
		const struct ir_value *value = &code->ir.values[i];
		if (!code->plans[i].needed)
			continue;
		if (value->a >= 0)
			need_operand(code, value, value->a, false);
		if (value->b >= 0)
			need_operand(code, value, value->b, true);
		if (value->c >= 0)
			need_operand(code, value, value->c, false);
	}
}

static enum sql_type wider(enum sql_type a, enum sql_type b)
{
	return a > b ? a : b;
}

static bool is_small(const struct ir_value *value)
{
	return value->low >= INT32_MIN && value->high <= INT32_MAX;
}

static bool is_arithmetic(enum ir_op op)
{
	return op == IR_ADD || op == IR_SUB || op == IR_MUL || op == IR_DIVIDE;
}

/* The type that an engine gives to the expression; a division goes a little beyond its operands on the way. */
static enum sql_type type_of(const struct sql_code *code, const struct ir_value *value)
{
	if (value->boolean)
		return SQL_BOOLEAN;
	if (value->op == IR_CONSTANT)
		return is_small(value) ? SQL_SMALL : SQL_WHOLE;
	if (value->op == IR_COLUMN)
		return SQL_WHOLE;
	struct gj_interval range = gj_interval_of(value->low, value->high);
	enum sql_type type = code->sql->dialect->whole_arithmetic && is_arithmetic(value->op) ? SQL_WHOLE : SQL_SMALL;
	if (value->op == IR_DIVIDE) {
		gj_wide divisor = at(code, value->b)->high;
		range = gj_interval_of(at(code, value->a)->low - divisor, at(code, value->a)->high + divisor);
	}
	if (value->op != IR_SELECT)
		type = wider(type, code->plans[value->a].type);
	type = wider(type, code->plans[value->b].type);
	if (value->op == IR_SELECT)
		type = wider(type, code->plans[value->c].type);
	if (!gj_fits_lane(range, GJ_LANE32))
		type = wider(type, SQL_WHOLE);
	return gj_fits_lane(range, GJ_LANE64) ? type : SQL_WIDE;
}

static void add_operand(const struct sql_code *code, ir_ref operand, struct sql_plan *plan)
{
	const struct sql_plan *of = &code->plans[operand];
	int level = of->named ? of->level + 1 : of->level;
	plan->level = level > plan->level ? level : plan->level;
	if (of->named)
		return;
	plan->weight += of->weight;
	plan->nest = of->nest > plan->nest ? of->nest : plan->nest;
}

/* A long sum needs no brackets. */
static bool goes_on(const struct sql_code *code, const struct ir_value *value)
{
	enum ir_op first = value->a >= 0 ? at(code, value->a)->op : IR_CONSTANT;
	return (value->op == IR_ADD && (first == IR_ADD || first == IR_SUB)) || (value->op == first && (first == IR_AND || first == IR_OR));
}

static void plan_value(struct sql_code *code, ir_ref ref)
{
	const struct ir_value *value = at(code, ref);
	struct sql_plan *plan = &code->plans[ref];
	plan->weight = 1;
	plan->made = plan->type = type_of(code, value);
	if (value->op == IR_CONSTANT) {
		plan->named = false;
		return;
	}
	if (value->op == IR_COLUMN) {
		plan->named = true;
		plan->name = sql_column_name(code, (int)value->k);
		return;
	}
	add_operand(code, value->a, plan);
	if (value->b >= 0)
		add_operand(code, value->b, plan);
	if (value->c >= 0)
		add_operand(code, value->c, plan);
	plan->nest += !goes_on(code, value);
	if (plan->weight * plan->uses > (plan->uses > 1 ? 2 * SHORT : LONGEST) || plan->nest >= DEEPEST)
		plan->named = true;
	if (plan->named && plan->type > SQL_SMALL)
		plan->type = gj_fits_lane(gj_interval_of(value->low, value->high), GJ_LANE64) ? SQL_WHOLE : SQL_WIDE;
	if (plan->named && plan->level == 0)
		plan->level = 1;
	if (plan->named && plan->level > code->levels)
		code->levels = plan->level;
}

/* The query of `level` needs the columns in the value's expression. */
static void use_columns(struct sql_code *code, ir_ref ref, int level)
{
	struct sql_plan *plan = ref < 0 ? NULL : &code->plans[ref];
	if (!plan)
		return;
	if (!plan->named) {
		use_columns(code, at(code, ref)->a, level);
		use_columns(code, at(code, ref)->b, level);
		use_columns(code, at(code, ref)->c, level);
	} else if (plan->last < level) {
		plan->last = level;
	}
}

/* A quotient is computed in the type of its operands, which may be wider than it is. */
static bool is_beyond(const struct sql_code *code, size_t index)
{
	const struct ir_value *value = &code->ir.values[index];
	const struct sql_dialect *dialect = code->sql->dialect;
	if (code->plans[index].made != SQL_WIDE)
		return false;
	return !dialect->wide
		|| (dialect->narrow_quotient && value->op == IR_DIVIDE && !gj_fits_lane(gj_interval_of(value->low, value->high), GJ_LANE64));
}

static void refuse_beyond(struct sql_code *code)
{
	for (size_t i = 0; i < code->ir.value_count; i++) {
		if (!code->plans[i].needed || !is_beyond(code, i))
			continue;
		sql_refuse(code->sql, code->ir.values[i].span, "这里的数，或者比较时要相乘的数，可能超过64位整数", "a number here, or one that a comparison multiplies, may exceed 64 bits");
		return;
	}
}

void sql_plan(struct sql_code *code)
{
	for (size_t i = 0; i < code->ir.value_count; i++)
		if (code->plans[i].needed)
			plan_value(code, (ir_ref)i);
	for (size_t i = 0; i < code->ir.value_count; i++) {
		const struct ir_value *value = &code->ir.values[i];
		struct sql_plan *plan = &code->plans[i];
		if (!plan->needed || !plan->named || value->op == IR_COLUMN)
			continue;
		use_columns(code, value->a, plan->level);
		use_columns(code, value->b, plan->level);
		use_columns(code, value->c, plan->level);
		if (!plan->name)
			plan->name = gj_arena_print(code->sql->arena, "%s%zu", code->sql->words.value, i);
	}
	refuse_beyond(code);
}

/* A field's value has the field's name. */
const char *sql_column_name(struct sql_code *code, int column)
{
	for (size_t i = 0; i < code->program->field_count; i++) {
		const struct gj_field *field = &code->program->fields[i];
		if (field->column == column)
			return field->name;
		if (field->state_column == column)
			return gj_arena_print(code->sql->arena, "%s%s%zu", code->sql->words.value, "s", i);
	}
	return "";
}

bool sql_reads(const struct sql_code *code, int column)
{
	for (size_t i = 0; i < code->ir.value_count; i++)
		if (code->plans[i].needed && code->ir.values[i].op == IR_COLUMN && code->ir.values[i].k == column)
			return true;
	return false;
}
