/* Comparisons in symbols and words, membership, absence; and bringing two numbers to one unit. */
#include "check.h"
#include <string.h>

/* A number written without its unit beside a value that has one. */
static bool give_unit(struct checker *checker, const struct node *literal_node, const struct expr **literal, const struct expr *other)
{
	if ((*literal)->low == 0 && (*literal)->high == 0) {
		*literal = expr_constant(checker, (*literal)->span, 0, 0, other->unit);
		return true;
	}
	const char *share = share_doubt(checker, literal_node, other->unit);
	const char *right = share ? share : gj_arena_print(checker->arena, "%s%s", source_text(checker, literal_node->span), other->unit);
	struct finding *finding = report(checker->diagnostics, MSG_UNIT_MISSING, literal_node->span, source_text(checker, literal_node->span),
		source_text(checker, other->span), other->unit, right, NULL);
	if (!share)
		finding_fix(finding, literal_node->span, right);
	return false;
}

static bool units_differ(struct checker *checker, const struct node *x_node, const struct expr *x, const struct node *y_node, const struct expr *y)
{
	bool y_written = is_literal(y_node);
	const struct node *wrong = y_written || !is_literal(x_node) ? y_node : x_node;
	const struct expr *kept = wrong == y_node ? x : y, *odd = wrong == y_node ? y : x;
	if (is_literal(wrong) && report_undeclared_unit(checker, kept, odd->unit, wrong->span))
		return false;
	struct finding *finding = report(checker->diagnostics, MSG_UNIT_MISMATCH, wrong->span, source_text(checker, kept->span),
		unit_words(checker, kept->unit, GJ_CHINESE), source_text(checker, odd->span), unit_words(checker, odd->unit, GJ_CHINESE),
		unit_words(checker, kept->unit, GJ_ENGLISH), unit_words(checker, odd->unit, GJ_ENGLISH), NULL);
	if (is_literal(wrong) && wrong->kind == NODE_NUMBER)
		finding_fix(finding, wrong->span, gj_arena_print(checker->arena, "%s%s", wrong->text, kept->unit));
	return false;
}

bool unify_units(struct checker *checker, const struct node *x_node, const struct expr **x, const struct node *y_node, const struct expr **y)
{
	if (!strcmp((*x)->unit, (*y)->unit))
		return true;
	if (!*(*x)->unit && is_literal(x_node))
		return give_unit(checker, x_node, x, *y);
	if (!*(*y)->unit && is_literal(y_node))
		return give_unit(checker, y_node, y, *x);
	if (unit_is_share((*x)->unit) && !*(*y)->unit)
		return (*x = expr_ratio_of_share(checker, *x)) != NULL;
	if (unit_is_share((*y)->unit) && !*(*x)->unit)
		return (*y = expr_ratio_of_share(checker, *y)) != NULL;
	int power;
	if (unit_power((*x)->unit, (*y)->unit, &power)) {
		if (is_literal(x_node) || (!is_literal(y_node) && power >= 0))
			return (*x = expr_in_unit(checker, *x, (*y)->unit, power)) != NULL;
		return (*y = expr_in_unit(checker, *y, (*x)->unit, -power)) != NULL;
	}
	return units_differ(checker, x_node, *x, y_node, *y);
}

static enum expr_kind comparison_kind(const char *sign)
{
	static const struct { const char *sign; enum expr_kind kind; } signs[] = {
		{"=", EXPR_EQ}, {"!=", EXPR_NE}, {"<", EXPR_LT}, {"<=", EXPR_LE}, {">", EXPR_GT}, {">=", EXPR_GE}};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (!strcmp(signs[i].sign, sign))
			return signs[i].kind;
	return EXPR_EQ;
}

/* 是 or 否 written as 1 or 0. */
static void mend_boolean(struct finding *finding, const struct node *node, const struct expr *value)
{
	if (is_literal(node) && value->kind == EXPR_CONSTANT && (value->value == 0 || value->value == 1))
		finding_fix(finding, node->span, value->value ? "是" : "否");
}

static void report_types_differ(struct checker *checker, struct span span, const struct node *x_node, const struct expr *x,
	const struct node *y_node, const struct expr *y)
{
	struct finding *finding = report(checker->diagnostics, MSG_TYPES_DIFFER, span, source_text(checker, x_node->span),
		source_text(checker, y_node->span), NULL);
	const struct node *date = x->type == GJ_DATE && y->type == GJ_NUMBER ? x_node : y->type == GJ_DATE && x->type == GJ_NUMBER ? y_node : NULL;
	if (date)
		finding_note(finding, gj_arena_print(checker->arena, "日期要写全：2024-12-31；只比年份的，写：年份（%s）", source_text(checker, date->span)),
			gj_arena_print(checker->arena, "a date is written in full: 2024-12-31; for the year alone write 年份（%s）", source_text(checker, date->span)));
	if (x->type == GJ_BOOL)
		mend_boolean(finding, y_node, y);
	else if (y->type == GJ_BOOL)
		mend_boolean(finding, x_node, x);
}

static const struct expr *compare_values(struct checker *checker, enum expr_kind kind, struct span span, const struct node *x_node,
	const struct expr *x, const struct node *y_node, const struct expr *y)
{
	if (!x || !y)
		return NULL;
	if (x->type != y->type) {
		report_types_differ(checker, span, x_node, x, y_node, y);
		return NULL;
	}
	if (x->type == GJ_BOOL && kind != EXPR_EQ && kind != EXPR_NE) {
		report(checker->diagnostics, MSG_ORDER_OF_BOOLEANS, span, source_text(checker, span), NULL);
		return NULL;
	}
	if (x->type == GJ_NUMBER && !unify_units(checker, x_node, &x, y_node, &y))
		return NULL;
	return expr_compare(checker, kind, span, x, y);
}

static bool same_options(const struct gj_texts *x, const struct gj_texts *y)
{
	if (x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (strcmp(x->items[i], y->items[i]))
			return false;
	return true;
}

/* The field whose options a value of the model is one of; NULL where there is none, and where two that differ may be meant. */
static const struct model_field *options_field(const struct model *model, const struct expr *value)
{
	while (value->kind == EXPR_DEFINITION)
		value = model->definitions[value->definition].value;
	if (value->type != GJ_OPTION)
		return NULL;
	if (value->kind == EXPR_FIELD)
		return &model->fields[value->field];
	if (value->kind != EXPR_SELECT)
		return NULL;
	const struct model_field *yes = options_field(model, value->b), *no = options_field(model, value->c);
	bool constant = value->b->kind == EXPR_CONSTANT || value->c->kind == EXPR_CONSTANT;
	if (yes && no)
		return same_options(&yes->field.options, &no->field.options) ? yes : NULL;
	return !constant ? NULL : yes ? yes : no;
}

/* 最近（台账 的 选项字段 …）: the ledger's field. */
static const struct model_field *option_of_ledger(struct checker *checker, const struct node *node)
{
	const struct node *name = ast_child(node, NODE_ATTR_LEDGER), *of = ast_child(node, NODE_ATTR_OF);
	const struct name_entry *ledger = name ? names_find(&checker->ledgers, name->text) : NULL;
	const struct node *value = of ? ast_expression(of) : NULL;
	if (!ledger || !value || value->kind != NODE_NAME || !total_is_a_value(node->text))
		return NULL;
	const struct name_entry *entry = names_find(&checker->ledger_values[ledger->index], value->text);
	const struct model_field *field = entry && entry->kind == VALUE_FIELD ? &checker->whole->ledgers[ledger->index].rows->fields[entry->index] : NULL;
	return field && field->field.type == GJ_OPTION ? field : NULL;
}

/* The field whose options a node is one of, or NULL. */
static const struct model_field *option_field(struct checker *checker, const struct node *node)
{
	if (node->kind == NODE_AGGREGATE)
		return option_of_ledger(checker, node);
	const struct name_entry *entry = node->kind == NODE_NAME ? names_find(&checker->values, node->text) : NULL;
	if (entry && entry->kind == VALUE_FIELD)
		return checker->model->fields[entry->index].field.type == GJ_OPTION ? &checker->model->fields[entry->index] : NULL;
	bool defined = entry && entry->kind == VALUE_DEFINITION && checker->definitions[entry->index].state != DEFINITION_OPEN;
	int definition = defined ? definition_resolve(checker, entry->index, node) : GJ_NONE;
	return definition == GJ_NONE ? NULL : options_field(checker->model, checker->model->definitions[definition].value);
}

const struct gj_texts *options_named(struct checker *checker, const struct node *node)
{
	const struct model_field *field = option_field(checker, node);
	return field ? &field->field.options : NULL;
}

const struct expr *check_option(struct checker *checker, const struct node *node, const struct model_field *field)
{
	const char *name = node->kind == NODE_NUMBER ? source_text(checker, node->span) : node->text;
	bool named = node->kind == NODE_NAME || node->kind == NODE_STRING || node->kind == NODE_NUMBER;
	int index = named ? option_index(checker, &field->field.options, name) : GJ_NONE;
	if (index == GJ_NONE) {
		report_unknown_word(checker, MSG_OPTION_UNKNOWN, node, &field->field.options, field->field.name);
		return NULL;
	}
	return expr_option(checker, node->span, index);
}

static const struct expr *compare_option(struct checker *checker, enum expr_kind kind, const struct node *node, const struct node *subject,
	const struct model_field *field, const struct node *value, const struct facts *facts)
{
	const struct model_field *other = option_field(checker, value);
	const struct expr *a = check_expression(checker, subject, facts), *b;
	if (other && option_index(checker, &field->field.options, value->text) == GJ_NONE && same_options(&field->field.options, &other->field.options))
		b = check_expression(checker, value, facts);
	else
		b = check_option(checker, value, field);
	if (!a || !b)
		return NULL;
	if (kind != EXPR_EQ && kind != EXPR_NE) {
		report(checker->diagnostics, MSG_ORDER_OF_BOOLEANS, node->span, source_text(checker, node->span), NULL);
		return NULL;
	}
	return expr_compare(checker, kind, node->span, a, b);
}

const struct expr *check_comparison(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *left = ast_expression(node), *right = ast_next_expression(left);
	enum expr_kind kind = comparison_kind(node->text);
	if (every_score(node))
		return check_every_score(checker, node, facts, check_comparison);
	const struct model_field *field = option_field(checker, left);
	if (field)
		return compare_option(checker, kind, node, left, field, right, facts);
	field = option_field(checker, right);
	if (field)
		return compare_option(checker, kind, node, right, field, left, facts);
	const struct expr *a = check_expression(checker, left, facts), *b = check_expression(checker, right, facts);
	return compare_values(checker, kind, node->span, left, a, right, b);
}

const struct expr *check_within(struct checker *checker, const struct node *node, const struct facts *facts)
{
	if (every_score(node))
		return check_every_score(checker, node, facts, check_within);
	const struct node *subject = ast_expression(node), *band = ast_child(node, NODE_BAND);
	const struct expr *x = check_expression(checker, subject, facts), *result = NULL;
	if (!x || !band)
		return NULL;
	for (const struct node *bound = band->first; bound; bound = bound->next) {
		const struct node *limit = bound->kind == NODE_BOUND ? ast_expression(bound) : NULL;
		if (!limit)
			return NULL;
		const struct expr *y = check_expression(checker, limit, facts);
		const struct expr *test = compare_values(checker, comparison_kind(bound->text), node->span, subject, x, limit, y);
		if (!test)
			return NULL;
		result = result ? expr_boolean(checker, EXPR_AND, node->span, result, test) : test;
	}
	return result;
}

/* Whether x is the one that stands in the list of 属于; NULL: reported. */
static const struct expr *check_one_of(struct checker *checker, const struct node *subject, const struct expr *x, const struct model_field *field,
	const struct node *item, const struct facts *facts)
{
	if (field) {
		const struct expr *option = check_option(checker, item, field);
		return option ? expr_compare(checker, EXPR_EQ, item->span, x, option) : NULL;
	}
	if (item->kind == NODE_NAME && !names_find(&checker->values, item->text)) {
		report(checker->diagnostics, MSG_MEMBER_ITEM, item->span, source_text(checker, subject->span), x->type == GJ_DATE ? "日期" : "数", item->text,
			x->type == GJ_DATE ? "dates" : "numbers", NULL);
		return NULL;
	}
	return compare_values(checker, EXPR_EQ, item->span, subject, x, item, check_expression(checker, item, facts));
}

/* Halves joined, so that a list of any length makes no deep expression. */
static const struct expr *any_of(struct checker *checker, struct span span, const struct expr **tests, size_t count)
{
	if (count == 1)
		return *tests;
	const struct expr *first = any_of(checker, span, tests, count / 2), *second = any_of(checker, span, tests + count / 2, count - count / 2);
	return expr_boolean(checker, EXPR_OR, span, first, second);
}

const struct expr *check_member(struct checker *checker, const struct node *node, const struct facts *facts)
{
	const struct node *subject = ast_expression(node);
	const struct model_field *field = subject ? option_field(checker, subject) : NULL;
	const struct expr *x = subject ? check_expression(checker, subject, facts) : NULL;
	if (!x)
		return NULL;
	if (!field && x->type != GJ_NUMBER && x->type != GJ_DATE) {
		report(checker->diagnostics, MSG_MEMBER_SUBJECT, subject->span, source_text(checker, subject->span), NULL);
		return NULL;
	}
	size_t count = 0, good = 0;
	for (const struct node *item = subject->next; item; item = item->next)
		count++;
	const struct expr **tests = gj_arena_alloc(checker->arena, count * sizeof *tests);
	for (const struct node *item = subject->next; item; item = item->next) {
		if ((tests[good] = check_one_of(checker, subject, x, field, item, facts)))
			good++;
		else if (!field)
			break; /* what is wrong with one is likely wrong with all */
	}
	return good && good == count ? any_of(checker, node->span, tests, count) : NULL;
}
