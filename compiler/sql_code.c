/* The values of an IR, those of the calendar broken up: no engine's own functions for dates are needed, so that none can differ. */
#include "runtime/arith.h"
#include "sql_parts.h"

#include <string.h>

static ir_ref add(struct sql_code *code, struct ir_value value)
{
	struct ir *ir = &code->ir;
	ir->values = gj_arena_grow(code->sql->arena, ir->values, ir->value_count, &ir->value_capacity, sizeof *ir->values);
	code->plans = gj_arena_grow(code->sql->arena, code->plans, ir->value_count, &code->plan_capacity, sizeof *code->plans);
	ir->values[ir->value_count] = value;
	code->plans[ir->value_count] = (struct sql_plan){ 0 };
	return (ir_ref)ir->value_count++;
}

ir_ref sql_value_within(struct sql_code *code, enum ir_op op, ir_ref a, ir_ref b, int64_t k, gj_wide low, gj_wide high)
{
	struct ir_value value = { .op = op, .a = a, .b = b, .c = -1, .k = k, .low = low, .high = high, .span = ir_at(&code->ir, a)->span };
	return add(code, value);
}

ir_ref sql_value(struct sql_code *code, enum ir_op op, ir_ref a, ir_ref b, int64_t k)
{
	struct ir_value value = { .op = op, .a = a, .b = b, .c = -1, .k = k };
	struct gj_interval range = ir_range(&code->ir, &value);
	return sql_value_within(code, op, a, b, k, range.low, range.high);
}

ir_ref sql_constant(struct sql_code *code, int64_t k)
{
	return add(code, (struct ir_value){ .op = IR_CONSTANT, .a = -1, .b = -1, .c = -1, .k = k, .low = k, .high = k });
}

static ir_ref with(struct sql_code *code, enum ir_op op, ir_ref a, int64_t k)
{
	ir_ref constant = sql_constant(code, k);
	return sql_value(code, op, a, constant, 0);
}

static ir_ref divided(struct sql_code *code, ir_ref a, int64_t k)
{
	ir_ref constant = sql_constant(code, k);
	return sql_value(code, IR_DIVIDE, a, constant, GJ_ROUND_DOWN);
}

static ir_ref either(struct sql_code *code, ir_ref condition, ir_ref a, ir_ref b)
{
	struct gj_interval range = gj_interval_hull(ir_interval(&code->ir, a), ir_interval(&code->ir, b));
	ir_ref made = sql_value_within(code, IR_SELECT, condition, a, 0, range.low, range.high);
	code->ir.values[made].c = b;
	return made;
}

static ir_ref compared(struct sql_code *code, enum ir_op op, ir_ref a, ir_ref b)
{
	ir_ref made = sql_value_within(code, op, a, b, 0, 0, 1);
	code->ir.values[made].boolean = true;
	return made;
}

/* gj_days_before */
static ir_ref days_before(struct sql_code *code, ir_ref year)
{
	ir_ref days = with(code, IR_MUL, year, 365), fourth = divided(code, year, 4);
	days = sql_value(code, IR_ADD, days, fourth, 0);
	ir_ref hundredth = divided(code, year, 100), four_hundredth = divided(code, year, 400);
	days = sql_value(code, IR_SUB, days, hundredth, 0);
	return sql_value(code, IR_ADD, days, four_hundredth, 0);
}

/* gj_month_start */
static ir_ref month_start(struct sql_code *code, ir_ref month)
{
	ir_ref days = with(code, IR_MUL, month, 153);
	days = with(code, IR_ADD, days, 2);
	return divided(code, days, 5);
}

/* gj_month_of; `day`: the day of the month instead. */
static ir_ref month_of(struct sql_code *code, ir_ref date, bool wants_day)
{
	ir_ref days = with(code, IR_ADD, date, GJ_DAYS_TO_1970), year = with(code, IR_MUL, days, 400);
	year = with(code, IR_ADD, year, 900);
	year = divided(code, year, 146097);
	ir_ref before = days_before(code, year), early = compared(code, IR_LT, days, before), last = with(code, IR_SUB, year, 1);
	year = either(code, early, last, year);
	before = days_before(code, year);
	ir_ref rest = sql_value_within(code, IR_SUB, days, before, 0, 0, 365), month = with(code, IR_MUL, rest, 5);
	month = with(code, IR_ADD, month, 2);
	month = divided(code, month, 153);
	if (!wants_day) {
		year = with(code, IR_MUL, year, 12);
		month = sql_value(code, IR_ADD, year, month, 0);
		return with(code, IR_ADD, month, 2);
	}
	ir_ref start = month_start(code, month);
	rest = sql_value_within(code, IR_SUB, rest, start, 0, 0, 30);
	return with(code, IR_ADD, rest, 1);
}

/* gj_date */
static ir_ref date_of(struct sql_code *code, ir_ref month, ir_ref day)
{
	ir_ref shifted = with(code, IR_SUB, month, 2), year = divided(code, shifted, 12), months = with(code, IR_MUL, year, 12);
	ir_ref of_year = sql_value_within(code, IR_SUB, shifted, months, 0, 0, 11), begin = days_before(code, year);
	ir_ref start = month_start(code, of_year);
	start = sql_value(code, IR_ADD, begin, start, 0);
	ir_ref eleven = sql_constant(code, 11), is_last = compared(code, IR_EQ, of_year, eleven);
	ir_ref after = with(code, IR_ADD, of_year, 1), next = month_start(code, after), next_year = with(code, IR_ADD, year, 1);
	next = sql_value(code, IR_ADD, begin, next, 0);
	next_year = days_before(code, next_year);
	next = either(code, is_last, next_year, next);
	ir_ref last = sql_value_within(code, IR_SUB, next, start, 0, 28, 31);
	day = sql_value(code, IR_MIN, day, last, 0);
	start = sql_value(code, IR_ADD, start, day, 0);
	return with(code, IR_SUB, start, 1 + GJ_DAYS_TO_1970);
}

static ir_ref mapped(const struct sql_code *code, ir_ref old)
{
	return old < 0 ? -1 : code->map[old];
}

/* The ends that the calendar gives are closer than those of the arithmetic. */
static ir_ref within(struct sql_code *code, ir_ref made, const struct ir_value *old)
{
	code->ir.values[made].low = old->low;
	code->ir.values[made].high = old->high;
	return made;
}

static ir_ref copied(struct sql_code *code, const struct ir_value *old)
{
	ir_ref a = mapped(code, old->a), b = mapped(code, old->b);
	switch (old->op) {
	case IR_MONTH: return within(code, month_of(code, a, false), old);
	case IR_MDAY: return within(code, month_of(code, a, true), old);
	case IR_DATE: return within(code, date_of(code, a, b), old);
	default: break;
	}
	struct ir_value value = *old;
	value.a = a;
	value.b = b;
	value.c = mapped(code, old->c);
	return add(code, value);
}

struct sql_code *sql_code_new(struct sql *sql, const struct ir *ir)
{
	struct sql_code *code = gj_arena_alloc(sql->arena, sizeof *code);
	*code = (struct sql_code){ .sql = sql, .program = ir->program, .given = ir, .ir = { .program = ir->program, .arena = sql->arena } };
	code->map = gj_arena_alloc(sql->arena, (ir->value_count + 1) * sizeof *code->map);
	for (size_t i = 0; i < ir->value_count; i++)
		code->map[i] = copied(code, &ir->values[i]);
	for (size_t i = 0; i < ir->program->field_count; i++)
		sql_new_name(sql, &code->names, &code->name_count, &code->name_capacity, ir->program->fields[i].name);
	return code;
}

ir_ref sql_slot(const struct sql_code *code, int slot)
{
	return code->map[code->given->slots[slot]];
}

ir_ref sql_field(struct sql_code *code, int field)
{
	const struct gj_field *of = &code->program->fields[field];
	for (size_t i = 0; i < code->ir.value_count; i++)
		if (code->ir.values[i].op == IR_COLUMN && code->ir.values[i].k == of->column)
			return (ir_ref)i;
	return add(code, (struct ir_value){ .op = IR_COLUMN, .boolean = of->type == GJ_BOOL, .a = -1, .b = -1, .c = -1, .k = of->column, .low = of->low,
		.high = of->high });
}
