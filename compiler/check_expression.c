/* Typing of expressions: types, units, scales, ranges, absent fields. */
#include "check.h"
#include <string.h>

enum { DEEPEST = 1000, MOST_WITHIN = 50000 };

static const struct expr *field_use(struct checker *checker, const struct node *node, int index, const struct facts *facts, bool may_be_absent)
{
	struct model_field *field = &checker->model->fields[index];
	field->used = true;
	if (field->inexact) {
		report(checker->diagnostics, MSG_RESULT_INEXACT, node->name_span, node->text, NULL);
		return NULL;
	}
	if (field->field.type == GJ_TEXT && !may_be_absent) {
		struct finding *finding = report(checker->diagnostics, MSG_TEXT_FIELD_USED, node->name_span, node->text, NULL);
		finding_relate(finding, field->name_span, "这里写的类型是文本", "declared as text here");
		return NULL;
	}
	struct expr *expr = expr_new(checker, EXPR_FIELD, node->span, field->field.type, field->field.unit);
	expr->field = index;
	expr->scale = field->field.scale;
	expr->low = field->field.low;
	expr->high = field->field.high;
	return may_be_absent || !report_unguarded(checker, node, expr, facts) ? expr : NULL;
}

const struct expr *field_expression(struct checker *checker, const struct node *node, const struct facts *facts, bool may_be_absent)
{
	const struct name_entry *entry = node->kind == NODE_NAME ? names_find(&checker->values, node->text) : NULL;
	if (!entry || entry->kind != VALUE_FIELD)
		return NULL;
	return field_use(checker, node, entry->index, facts, may_be_absent);
}

static const struct expr *definition_use(struct checker *checker, const struct node *node, int work)
{
	int index = definition_resolve(checker, work, node);
	if (index == GJ_NONE)
		return NULL;
	const struct expr *value = checker->model->definitions[index].value;
	struct expr *expr = expr_new(checker, EXPR_DEFINITION, node->span, value->type, value->unit);
	expr->definition = index;
	expr->scale = value->scale;
	expr->low = value->low;
	expr->high = value->high;
	expr->exact = value->exact;
	return expr;
}

static const struct expr *check_name(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct name_entry *entry = names_find(&checker->values, node->text);
	if (!entry && checker->ledger && names_find(&checker->outer_values, node->text)) {
		report(checker->diagnostics, MSG_LEDGER_SCOPE, node->span, node->text, checker->ledger->name, NULL);
		return NULL;
	}
	if (!entry && (!strcmp(node->text, "加分") || !strcmp(node->text, "减分")))
		return check_score(checker, node);
	if (!entry) {
		report_unknown(checker, MSG_NAME_UNKNOWN, node, &checker->values, "");
		return NULL;
	}
	if (entry->kind == VALUE_FIELD)
		return field_use(checker, node, entry->index, facts, false);
	if (entry->kind == VALUE_LEDGER_DEFINITION)
		return ledger_definition_use(checker, node, entry->index, facts);
	return definition_use(checker, node, entry->index);
}

static const struct expr *check_literal(struct checker *checker, const struct node *node)
{
	int64_t value;
	int scale;
	literal_value(node, &value, &scale);
	return expr_constant(checker, node->span, value, scale, literal_unit(node));
}

static const struct expr *check_boolean(struct checker *checker, const struct node *node)
{
	struct expr *expr = expr_new(checker, EXPR_CONSTANT, node->span, GJ_BOOL, "");
	expr->value = node->number != 0;
	expr->low = expr->high = expr->value;
	return expr;
}

static const struct expr *number_or_report(struct checker *checker, const struct expr *expr)
{
	if (!expr || expr->type == GJ_NUMBER)
		return expr;
	const char *text = source_text(checker, expr->span);
	struct finding *finding = report(checker->diagnostics, MSG_NUMBER_EXPECTED, expr->span, text, NULL);
	if (expr->type == GJ_DATE)
		finding_note(finding, gj_arena_print(checker->arena, "日期的先后写成相隔几天，例如：天数（2000-01-01、%s）", text),
			gj_arena_print(checker->arena, "earlier and later as days: 天数（2000-01-01、%s）", text));
	return NULL;
}

static const struct expr *check_unary(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *operand = ast_expression(node);
	if (!operand)
		return NULL;
	if (!strcmp(node->text, "非"))
		return expr_boolean(checker, EXPR_NOT, node->span, check_condition(checker, operand, facts), NULL);
	const struct expr *a = check_number(checker, operand, facts);
	return a ? expr_number(checker, EXPR_NEGATE, node->span, a->unit, a, NULL) : NULL;
}

/* 甲 且 乙 beside 或 without brackets, which begin before the first operand. */
static void warn_of_mixture(struct checker *checker, const struct node *operand)
{
	if (operand->kind != NODE_BINARY || strcmp(operand->text, "且") || operand->span.start < operand->first->span.start)
		return;
	const char *text = source_text(checker, operand->span), *right = gj_arena_print(checker->arena, "（%s）", text);
	finding_fix(report(checker->diagnostics, MSG_LOGIC_MIXED, operand->span, text, NULL), operand->span, right);
}

static const struct expr *check_logic(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *left = ast_expression(node), *right = left ? ast_next_expression(left) : NULL;
	if (!right)
		return NULL;
	bool both = !strcmp(node->text, "且");
	if (!both) {
		warn_of_mixture(checker, left);
		warn_of_mixture(checker, right);
	}
	const struct expr *a = check_condition(checker, left, facts);
	const struct expr *b = check_condition(checker, right, facts_from(checker, a, both, facts));
	return expr_boolean(checker, both ? EXPR_AND : EXPR_OR, node->span, a, b);
}

/* The unit of a × b, or NULL when the product has no meaning. Percentages have become ratios by now unless the other side has no unit. */
static const char *product_unit(const char *a, const char *b)
{
	if (!*a || !*b)
		return *a ? a : b;
	if (unit_is_counting(a))
		return b;
	if (unit_is_counting(b))
		return a;
	return unit_is_rate(a) == unit_is_rate(b) ? NULL : unit_is_rate(a) ? a : b;
}

static const struct expr *product_of(struct checker *checker, const struct node *node, const struct expr *a, const struct expr *b)
{
	a = expr_counted_singly(checker, a);
	b = expr_counted_singly(checker, b);
	if (a && b && unit_is_share(a->unit) && *b->unit)
		a = expr_ratio_of_share(checker, a);
	else if (a && b && unit_is_share(b->unit) && *a->unit)
		b = expr_ratio_of_share(checker, b);
	if (!a || !b)
		return NULL;
	const char *unit = product_unit(a->unit, b->unit);
	if (!unit) {
		report(checker->diagnostics, MSG_UNIT_PRODUCT, node->span, a->unit, b->unit, NULL);
		return NULL;
	}
	return expr_number(checker, EXPR_MUL, node->span, unit, a, b);
}

static const struct expr *check_sum(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *left = ast_expression(node), *right = ast_next_expression(left);
	const struct expr *a = check_expression(checker, left, facts), *b = check_expression(checker, right, facts);
	if (a && b && (a->type == GJ_DATE || b->type == GJ_DATE))
		return check_date_sum(checker, node, a, b);
	a = number_or_report(checker, a);
	b = number_or_report(checker, b);
	if (!a || !b || !unify_units(checker, left, &a, right, &b))
		return NULL;
	const struct expr *sum = expr_number(checker, *node->text == '+' ? EXPR_ADD : EXPR_SUB, node->span, a->unit, a, b);
	return related_difference(checker, sum, facts);
}

static const struct expr *check_product(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *left = ast_expression(node), *right = ast_next_expression(left);
	const struct expr *a = number_or_report(checker, check_expression(checker, left, facts));
	const struct expr *b = number_or_report(checker, check_expression(checker, right, facts));
	if (!a || !b)
		return NULL;
	return *node->text == '*' ? product_of(checker, node, a, b) : check_quotient(checker, node, a, b, facts);
}

static const struct expr *check_binary(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *left = ast_expression(node);
	if (!left || !ast_next_expression(left))
		return NULL;
	if (!strcmp(node->text, "且") || !strcmp(node->text, "或"))
		return check_logic(checker, node, facts);
	if (!strcmp(node->text, "+") || !strcmp(node->text, "-"))
		return check_sum(checker, node, facts);
	if (!strcmp(node->text, "*") || !strcmp(node->text, "/"))
		return check_product(checker, node, facts);
	return check_comparison(checker, node, facts);
}

static const struct expr *check_conditional(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *test_node = ast_expression(node), *yes = test_node ? ast_next_expression(test_node) : NULL;
	const struct node *no = yes ? ast_next_expression(yes) : NULL;
	if (!no)
		return NULL;
	const struct expr *test = check_condition(checker, test_node, facts);
	const struct expr *a = check_expression(checker, yes, facts_from(checker, test, true, facts));
	const struct expr *b = check_expression(checker, no, facts_from(checker, test, false, facts));
	if (!test || !a || !b)
		return NULL;
	if (a->type != b->type) {
		report(checker->diagnostics, MSG_TYPES_DIFFER, node->span, source_text(checker, yes->span), source_text(checker, no->span), NULL);
		return NULL;
	}
	if (a->type == GJ_NUMBER && !unify_units(checker, yes, &a, no, &b))
		return NULL;
	return expr_select(checker, node->span, test, a, b);
}

static const struct expr *expression_of_kind(struct checker *checker, const struct node *node, const struct facts *facts)
{
	switch (node->kind) {
	case NODE_NUMBER:
		return check_literal(checker, node);
	case NODE_DATE:
		return check_date(checker, node);
	case NODE_BOOLEAN:
		return check_boolean(checker, node);
	case NODE_NAME:
		return check_name(checker, node, facts);
	case NODE_UNARY:
		return check_unary(checker, node, facts);
	case NODE_BINARY:
		return check_binary(checker, node, facts);
	case NODE_WITHIN:
		return check_within(checker, node, facts);
	case NODE_MEMBER:
		return check_member(checker, node, facts);
	case NODE_IS_ABSENT:
		return check_absence(checker, node);
	case NODE_CONDITIONAL:
		return check_conditional(checker, node, facts);
	case NODE_CHOICE:
		return check_choice(checker, node, facts);
	case NODE_AGGREGATE:
		return is_lookup_function(node->text) ? check_lookup(checker, node, facts) : check_aggregate(checker, node, facts);
	case NODE_SCORE:
		if (checker->ledger && names_find(&checker->values, node->text))
			return check_name(checker, node, facts); /* a column of another standard's results */
		return check_score(checker, node);
	case NODE_EVERY_SCORE:
		return check_score(checker, node);
	case NODE_CALL:
		return check_call(checker, node, facts);
	default:
		report(checker->diagnostics, MSG_NUMBER_EXPECTED, node->span, source_text(checker, node->span), NULL);
		return NULL;
	}
}

const struct expr *check_expression(struct checker *checker, const struct node *node, const struct facts *facts)
{
	if (!node)
		return NULL;
	if (checker->depth >= DEEPEST) {
		if (!report_long_circle(checker, node))
			report(checker->diagnostics, MSG_EXPRESSION_DEEP, node->span, NULL);
		return NULL;
	}
	checker->depth++;
	const struct expr *expr = facts_narrow(checker, expression_of_kind(checker, node, facts), facts);
	checker->depth--;
	return expr;
}

const struct expr *ledger_definition_use(struct checker *checker, const struct node *node, int index, const struct facts *facts)
{
	struct ledger_definition *definition = &checker->ledger_definitions[index];
	if (definition->open) {
		report(checker->diagnostics, MSG_DEFINITION_CIRCLE, node->name_span, gj_arena_print(checker->arena, "%s → … → %s", node->text, node->text), NULL);
		return NULL;
	}
	/* Each use is worked out anew, so uses within uses can multiply. */
	if (checker->depth > 1 && checker->ledger_definitions_within++ >= MOST_WITHIN) {
		if (checker->ledger_definitions_within == MOST_WITHIN + 1)
			report(checker->diagnostics, MSG_EXPRESSION_DEEP, definition->node->name_span, NULL);
		return NULL;
	}
	definition->open = true;
	const struct expr *value = check_expression(checker, ast_expression(definition->node), facts);
	definition->open = false;
	return value;
}

const struct expr *check_condition(struct checker *checker, const struct node *node, const struct facts *facts)
{
	checker->conditions++;
	const struct expr *expr = check_expression(checker, node, facts);
	checker->conditions--;
	if (!expr || expr->type == GJ_BOOL)
		return expr;
	report(checker->diagnostics, expr->type == GJ_OPTION ? MSG_OPTION_NOT_COMPARED : MSG_CONDITION_EXPECTED, expr->span,
		source_text(checker, expr->span), NULL);
	return NULL;
}

const struct expr *check_number(struct checker *checker, const struct node *node, const struct facts *facts)
{
	return number_or_report(checker, check_expression(checker, node, facts));
}

static bool amount_has_unit(struct checker *checker, const struct node *node, const struct expr *amount)
{
	if (!strcmp(amount->unit, "分") || (amount->kind == EXPR_CONSTANT && amount->value == 0 && !*amount->unit))
		return true;
	const char *text = source_text(checker, node->span);
	if (is_literal(node)) {
		const char *right = strcmp(amount->unit, "%") ? gj_arena_print(checker->arena, "%s分", node->text) : "几分";
		enum message_id id = *amount->unit ? MSG_POINTS_WRONG_UNIT : MSG_POINTS_UNIT;
		struct finding *finding = report(checker->diagnostics, id, node->span, text, right, NULL);
		if (!strcmp(amount->unit, "%"))
			finding_note(finding, "按比例扣分，写成算式，例如：扣 6分 × 20%", "a share of points is written as a product: 扣 6分 × 20%");
		else
			finding_fix(finding, node->span, right);
	} else {
		report(checker->diagnostics, MSG_AMOUNT_UNIT, node->span, text, unit_words(checker, amount->unit, GJ_CHINESE),
			unit_words(checker, amount->unit, GJ_ENGLISH), NULL);
	}
	return false;
}

const struct expr *check_amount(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct expr *amount = node ? check_number(checker, node, facts) : NULL;
	if (!amount || !amount_has_unit(checker, node, amount))
		return NULL;
	const char *text = source_text(checker, node->span);
	if (amount->low < 0) {
		struct finding *finding = report(checker->diagnostics, MSG_AMOUNT_NEGATIVE, node->span, text, value_text(checker, amount->low, amount->scale, "分"), NULL);
		note_negative(checker, finding, amount, facts);
		return NULL;
	}
	keep_point_decimals(checker, amount->scale);
	return amount;
}
