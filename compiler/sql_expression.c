/* An operation of the IR as SQL: one function each, so that one without a rendering doesn't build. */
#include "runtime/arith.h"
#include "sql_parts.h"

/* How tight an operator binds. */
enum { BIND_NONE, BIND_OR, BIND_AND, BIND_NOT, BIND_COMPARE, BIND_ADD, BIND_MULTIPLY, BIND_ALL };

typedef void printer(struct sql_code *code, const struct ir_value *value);

static const struct ir_value *at(const struct sql_code *code, ir_ref value)
{
	return &code->ir.values[value];
}

static int binding(enum ir_op op)
{
	static const int bindings[IR_OPS] = { [IR_OR] = BIND_OR, [IR_AND] = BIND_AND, [IR_NOT] = BIND_NOT, [IR_EQ] = BIND_COMPARE, [IR_NE] = BIND_COMPARE,
		[IR_LT] = BIND_COMPARE, [IR_LE] = BIND_COMPARE, [IR_ADD] = BIND_ADD, [IR_SUB] = BIND_ADD, [IR_MUL] = BIND_MULTIPLY };
	return bindings[op] ? bindings[op] : BIND_ALL;
}

static void print_node(struct sql_code *code, ir_ref ref);

static bool is_column(const struct sql_code *code, ir_ref ref)
{
	return code->plans[ref].named && code->plans[ref].level < code->level;
}

/* An operand that binds at least as tight as its place asks for. */
static void operand(struct sql_code *code, ir_ref ref, int least)
{
	bool column = is_column(code, ref), open = !column && (binding(at(code, ref)->op) < least || (at(code, ref)->low < 0 && at(code, ref)->op == IR_CONSTANT));
	sql_print(code->sql, open ? "(" : "");
	if (column)
		sql_print(code->sql, "%s", sql_cell(code->sql, code->alias, code->plans[ref].name));
	else
		print_node(code, ref);
	sql_print(code->sql, open ? ")" : "");
}

/* A number; a boolean is 1 or 0. `type`: what it has to be at least. */
static void number(struct sql_code *code, ir_ref ref, int least, enum sql_type type)
{
	const struct sql_dialect *dialect = code->sql->dialect;
	if (at(code, ref)->boolean) {
		sql_print(code->sql, "CASE WHEN ");
		operand(code, ref, BIND_NONE);
		sql_print(code->sql, " THEN 1 ELSE 0 END");
	} else if (dialect->loose || type <= code->plans[ref].type) {
		operand(code, ref, least);
	} else {
		sql_print(code->sql, "CAST(");
		operand(code, ref, BIND_NONE);
		sql_print(code->sql, " AS %s)", type == SQL_WIDE ? dialect->wide : dialect->whole);
	}
}

/* The type in which an operation on numbers has to be done. */
static enum sql_type done_in(const struct sql_code *code, const struct ir_value *value)
{
	return code->plans[value - code->ir.values].made;
}

/* The first operand is brought to the type of the operation, which brings the second with it. */
static enum sql_type type_of_first(const struct sql_code *code, const struct ir_value *value)
{
	enum sql_type type = done_in(code, value), second = code->plans[value->b].type;
	return second >= type ? SQL_BOOLEAN : type;
}

static void arithmetic(struct sql_code *code, const struct ir_value *value, const char *sign, int least, int least_second)
{
	number(code, value->a, least, type_of_first(code, value));
	sql_print(code->sql, "%s", sign);
	number(code, value->b, least_second, SQL_BOOLEAN);
}

static void print_CONSTANT(struct sql_code *code, const struct ir_value *value)
{
	if (value->boolean)
		sql_print(code->sql, value->k ? "TRUE" : "FALSE");
	else if (code->sql->dialect->loose || (value->k >= INT32_MIN && value->k <= INT32_MAX))
		sql_print(code->sql, "%l", value->k);
	else
		sql_print(code->sql, "CAST(%l AS %s)", value->k, code->sql->dialect->whole);
}

static void print_COLUMN(struct sql_code *code, const struct ir_value *value)
{
	sql_print(code->sql, "%n", sql_column_name(code, (int)value->k));
}

static void print_ADD(struct sql_code *code, const struct ir_value *value)
{
	arithmetic(code, value, " + ", BIND_ADD, BIND_MULTIPLY);
}

static void print_SUB(struct sql_code *code, const struct ir_value *value)
{
	arithmetic(code, value, " - ", BIND_ADD, BIND_MULTIPLY);
}

static void print_MUL(struct sql_code *code, const struct ir_value *value)
{
	arithmetic(code, value, " * ", BIND_MULTIPLY, BIND_ALL);
}

/* (a + more) divided by b, decimals cut off. `half`: more is half of b; `sign`: of more; `but`: of what is taken off it again. */
static void division(struct sql_code *code, const struct ir_value *value, const char *sign, bool half, const char *but)
{
	enum sql_type type = done_in(code, value);
	const char *const *form = code->sql->dialect->divide[type == SQL_WIDE];
	sql_print(code->sql, "%s", form[0]);
	if (*sign)
		sql_print(code->sql, "(");
	number(code, value->a, *sign ? BIND_ADD : BIND_MULTIPLY, type);
	sql_print(code->sql, "%s", sign);
	if (*sign && half && at(code, value->b)->op == IR_CONSTANT) {
		sql_print(code->sql, "%l", at(code, value->b)->k / 2);
	} else if (*sign && half) {
		sql_print(code->sql, "%s", form[0]);
		number(code, value->b, BIND_MULTIPLY, type);
		sql_print(code->sql, "%s2%s", form[1], form[2]);
	} else if (*sign) {
		number(code, value->b, BIND_MULTIPLY, SQL_BOOLEAN);
	}
	sql_print(code->sql, "%s%s%s", but, *sign ? ")" : "", form[1]);
	number(code, value->b, BIND_ALL, SQL_BOOLEAN);
	sql_print(code->sql, "%s", form[2]);
}

/* Engines cut off decimals, above and below zero. */
static void print_DIVIDE(struct sql_code *code, const struct ir_value *value)
{
	static const struct {
		const char *above, *above_but, *below, *below_but;
		bool half;
	} forms[] = { [GJ_ROUND_DOWN] = { "", "", " - ", " + 1", false }, [GJ_ROUND_UP] = { " + ", " - 1", "", "", false },
		[GJ_ROUND_HALF] = { " + ", "", " - ", "", true } };
	const struct ir_value *a = at(code, value->a);
	bool one = at(code, value->b)->high == 1;
	const char *above = one ? "" : forms[value->k].above, *above_but = one ? "" : forms[value->k].above_but;
	sql_print(code->sql, a->low < 0 ? "CASE WHEN " : "(");
	if (a->low < 0) {
		operand(code, value->a, BIND_ADD);
		sql_print(code->sql, " >= 0 THEN ");
	}
	division(code, value, above, forms[value->k].half, above_but);
	if (a->low < 0) {
		sql_print(code->sql, " ELSE ");
		division(code, value, one ? "" : forms[value->k].below, forms[value->k].half, one ? "" : forms[value->k].below_but);
	}
	sql_print(code->sql, a->low < 0 ? " END" : ")");
}

/* sql_code.c breaks them up. */
static void print_MONTH(struct sql_code *code, const struct ir_value *value)
{
	sql_refuse(code->sql, value->span, "日期的运算", "an operation on dates");
}

static void print_MDAY(struct sql_code *code, const struct ir_value *value)
{
	print_MONTH(code, value);
}

static void print_DATE(struct sql_code *code, const struct ir_value *value)
{
	print_MONTH(code, value);
}

static void function(struct sql_code *code, const struct ir_value *value, const char *name)
{
	sql_print(code->sql, "%s(", name);
	number(code, value->a, BIND_NONE, type_of_first(code, value));
	sql_print(code->sql, ", ");
	number(code, value->b, BIND_NONE, SQL_BOOLEAN);
	sql_print(code->sql, ")");
}

static void print_MIN(struct sql_code *code, const struct ir_value *value)
{
	function(code, value, code->sql->dialect->least);
}

static void print_MAX(struct sql_code *code, const struct ir_value *value)
{
	function(code, value, code->sql->dialect->greatest);
}

/* Booleans are compared as such, a boolean and a number as numbers. */
static void comparison(struct sql_code *code, const struct ir_value *value, const char *sign)
{
	bool booleans = at(code, value->a)->boolean && at(code, value->b)->boolean && (value->op == IR_EQ || value->op == IR_NE);
	if (booleans) {
		operand(code, value->a, BIND_ADD);
		sql_print(code->sql, "%s", sign);
		operand(code, value->b, BIND_ADD);
	} else {
		number(code, value->a, BIND_ADD, SQL_BOOLEAN);
		sql_print(code->sql, "%s", sign);
		number(code, value->b, BIND_ADD, SQL_BOOLEAN);
	}
}

static void print_EQ(struct sql_code *code, const struct ir_value *value)
{
	comparison(code, value, " = ");
}

static void print_NE(struct sql_code *code, const struct ir_value *value)
{
	comparison(code, value, " <> ");
}

/* A number compared with a constant stands first. */
static void ordered(struct sql_code *code, const struct ir_value *value, const char *sign, const char *turned)
{
	struct ir_value swapped = *value;
	swapped.a = value->b;
	swapped.b = value->a;
	bool turn = at(code, value->a)->op == IR_CONSTANT;
	comparison(code, turn ? &swapped : value, turn ? turned : sign);
}

static void print_LT(struct sql_code *code, const struct ir_value *value)
{
	ordered(code, value, " < ", " > ");
}

static void print_LE(struct sql_code *code, const struct ir_value *value)
{
	ordered(code, value, " <= ", " >= ");
}

static void print_AND(struct sql_code *code, const struct ir_value *value)
{
	operand(code, value->a, BIND_AND);
	sql_print(code->sql, " AND ");
	operand(code, value->b, BIND_NOT);
}

static void print_OR(struct sql_code *code, const struct ir_value *value)
{
	operand(code, value->a, BIND_OR);
	sql_print(code->sql, " OR ");
	operand(code, value->b, BIND_AND);
}

static void print_NOT(struct sql_code *code, const struct ir_value *value)
{
	sql_print(code->sql, "NOT ");
	operand(code, value->a, BIND_COMPARE);
}

static void branch(struct sql_code *code, const struct ir_value *value, ir_ref branch)
{
	if (value->boolean)
		operand(code, branch, BIND_NONE);
	else
		number(code, branch, BIND_NONE, SQL_BOOLEAN);
}

static void print_SELECT(struct sql_code *code, const struct ir_value *value)
{
	sql_print(code->sql, "CASE WHEN ");
	operand(code, value->a, BIND_NONE);
	sql_print(code->sql, " THEN ");
	branch(code, value, value->b);
	sql_print(code->sql, " ELSE ");
	branch(code, value, value->c);
	sql_print(code->sql, " END");
}

static void print_node(struct sql_code *code, ir_ref ref)
{
	static printer *const printers[IR_OPS] = {
#define IR(name, mnemonic, operands, meaning) [IR_##name] = print_##name,
#include "ir.def"
#undef IR
	};
	printers[at(code, ref)->op](code, at(code, ref));
}

void sql_expression(struct sql_code *code, ir_ref value)
{
	const struct sql_dialect *dialect = code->sql->dialect;
	const struct sql_plan *plan = &code->plans[value];
	bool cast = !dialect->loose && !is_column(code, value) && plan->type != plan->made;
	sql_print(code->sql, cast ? "CAST(" : "");
	operand(code, value, BIND_NONE);
	if (cast)
		sql_print(code->sql, " AS %s)", plan->type == SQL_WIDE ? dialect->wide : dialect->whole);
}
