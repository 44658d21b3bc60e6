/* Totals over a ledger as they are written. What isn't a plain total (平均, 任一, 全部) is reckoned from such. */
#include "check_aggregate.h"
#include <string.h>

enum function {
#define AGGREGATE(name, word, parts, form) FUNCTION_##name,
#include "aggregates.def"
#undef AGGREGATE
	FUNCTIONS
};

static const struct {
	const char *word, *parts, *form;
} TABLE[] = {
#define AGGREGATE(name, word, parts, form) {word, parts, form},
#include "aggregates.def"
#undef AGGREGATE
};

static enum function function_of(const char *word)
{
	int function = 0;
	while (function < FUNCTIONS && strcmp(TABLE[function].word, word))
		function++;
	return (enum function)function;
}

static bool has_part(enum function function, char part)
{
	return strchr(TABLE[function].parts, part) != NULL;
}

bool is_aggregate_function(const char *word)
{
	return function_of(word) != FUNCTIONS;
}

bool total_is_a_value(const char *word)
{
	enum function function = function_of(word);
	return function != FUNCTIONS && has_part(function, 'b');
}

static const struct expr *zero_like(struct checker *checker, const struct expr *number)
{
	return expr_constant(checker, number->span, 0, 0, number->unit);
}

static const struct expr *any_of(struct checker *checker, const struct asked *asked)
{
	const struct expr *count = total_field(checker, asked, GJ_TOTAL_COUNT);
	return count ? number_above(checker, asked, count, 0) : NULL;
}

/* 或 and 若 bind less than the 且 that is put behind them. */
static bool binds_less(const struct node *node)
{
	return node && (node->kind == NODE_CONDITIONAL || (node->kind == NODE_BINARY && !strcmp(node->text, "或")));
}

/* There is no row for which the value doesn't hold. */
static const struct expr *all_of(struct checker *checker, const struct asked *asked)
{
	const char *of = total_words(checker, asked->of, false), *when = total_words(checker, asked->when, binds_less(asked->when));
	const struct expr *filter = expr_boolean(checker, EXPR_NOT, asked->of->span, asked->value, NULL);
	if (asked->filter)
		filter = expr_boolean(checker, EXPR_AND, asked->of->span, asked->filter, filter);
	const char *words = gj_arena_print(checker->arena, "%s%s非（%s）", when ? when : "", when ? " 且 " : "", of);
	const struct expr *count = total_field_of(checker, asked, GJ_TOTAL_COUNT, NULL, filter, NULL, words);
	return count ? expr_compare(checker, EXPR_EQ, asked->node->span, count, zero_like(checker, count)) : NULL;
}

static const struct expr *extreme_of(struct checker *checker, const struct asked *asked, enum gj_total_kind kind, const struct facts *facts)
{
	struct emptiness emptiness;
	const struct expr *total = total_field(checker, asked, kind);
	return total && some_rows(checker, asked, facts, &emptiness) ? total_or_empty(checker, asked, &emptiness, total, facts) : NULL;
}

static const struct node *expression_in(const struct node *node, enum node_kind kind)
{
	const struct node *part = ast_child(node, kind);
	return part ? ast_expression(part) : NULL;
}

/* 计数（台账） is a call with one name. */
static const struct node *ledger_name(const struct node *node)
{
	const struct node *name = ast_child(node, node->kind == NODE_CALL ? NODE_NAME : NODE_ATTR_LEDGER);
	return node->kind == NODE_CALL && name && (name != node->first || name->next) ? NULL : name;
}

static bool must_have(enum function function, char part, const struct node *written)
{
	return has_part(function, part) == (written != NULL);
}

static bool may_have(enum function function, char part, const struct node *written)
{
	return !written || has_part(function, part);
}

/* Each part once, and only those that the function has. */
static bool parts_fit(struct checker *checker, const struct asked *asked, enum function function)
{
	const struct node *node = asked->node;
	size_t parts[3] = {0};
	for (const struct node *child = node->first; child; child = child->next) {
		parts[0] += child->kind == NODE_ATTR_BY;
		parts[1] += child->kind == NODE_ATTR_BY_WEIGHT;
		parts[2] += child->kind == NODE_ATTR_TRIM || child->kind == NODE_ATTR_ENDS;
	}
	bool once = parts[0] <= 1 && parts[1] <= 1 && parts[2] <= 1;
	if (once && must_have(function, 'v', asked->of) && must_have(function, 'b', asked->by) && must_have(function, 'w', asked->weight)
		&& may_have(function, 'k', asked->trim) && may_have(function, 'k', ast_child(node, NODE_ATTR_ENDS))
		&& may_have(function, 'e', ast_child(node, NODE_ATTR_EMPTY)))
		return true;
	report(checker->diagnostics, MSG_AGGREGATE_FORM, node->span, node->text,
		gj_arena_print(checker->arena, "%s（%s）", node->text, TABLE[function].form), NULL);
	return false;
}

/* 1个最高分 of 去掉, or 取最高 3个. False: reported. */
static bool read_ends(struct checker *checker, struct asked *asked, const struct node *ends)
{
	const struct node *number = ast_child(ends, NODE_NUMBER);
	const char *unit = literal_unit(number);
	bool largest = strstr(ends->text, "最高") != NULL;
	int *count = largest ? &asked->largest : &asked->smallest;
	if (number->scale || number->number < 1 || number->number > GJ_KEPT_MOST - asked->largest - asked->smallest || *count
		|| (*unit && !unit_is_counting(unit))) {
		report(checker->diagnostics, MSG_ENDS_NUMBER, number->span, source_text(checker, number->span), decimal_text(checker->arena, GJ_KEPT_MOST, 0), NULL);
		return false;
	}
	*count = (int)number->number;
	return true;
}

static bool read_all_ends(struct checker *checker, struct asked *asked)
{
	const struct node *from = asked->trim ? asked->trim : asked->node;
	bool good = true;
	for (const struct node *child = from->first; child; child = child->next)
		if (child->kind == NODE_ATTR_ENDS)
			good = read_ends(checker, asked, child) && good;
	return good;
}

static bool is_number_or_date(const struct expr *value)
{
	return value->type == GJ_NUMBER || value->type == GJ_DATE;
}

static bool kind_fits(enum function function, const struct expr *value)
{
	switch (function) {
	case FUNCTION_SUM: case FUNCTION_AVERAGE: case FUNCTION_WEIGHTED:
		return value->type == GJ_NUMBER;
	case FUNCTION_MOST: case FUNCTION_LEAST: case FUNCTION_RUN: case FUNCTION_GAP:
		return is_number_or_date(value);
	case FUNCTION_ALL:
		return value->type == GJ_BOOL;
	default:
		return true;
	}
}

static bool is_small(const struct expr *value)
{
	return value->high - value->low < GJ_DISTINCT_MOST;
}

/* Whether the value is one that the function can take. */
static bool value_fits(struct checker *checker, const struct asked *asked, enum function function)
{
	const struct expr *value = asked->value;
	if (!kind_fits(function, value)) {
		report(checker->diagnostics, function == FUNCTION_ALL ? MSG_CONDITION_EXPECTED : MSG_NUMBER_EXPECTED, asked->of->span,
			source_text(checker, asked->of->span), NULL);
		return false;
	}
	if ((function != FUNCTION_RUN && function != FUNCTION_GAP) || is_small(value))
		return true;
	report(checker->diagnostics, MSG_DISTINCT_WIDE, asked->of->span, source_text(checker, asked->of->span),
		decimal_text(checker->arena, value->high - value->low + 1, 0), asked->node->text, NULL);
	return false;
}

/* The text field that 不同 tells the values of apart, or GJ_NONE. */
static int text_field(struct checker *checker, const struct asked *asked, enum function function)
{
	const struct name_entry *entry = function == FUNCTION_DISTINCT && asked->of->kind == NODE_NAME ? names_find(&checker->values, asked->of->text) : NULL;
	bool text = entry && entry->kind == VALUE_FIELD && checker->model->fields[entry->index].field.type == GJ_TEXT;
	return text ? entry->index : GJ_NONE;
}

/* Rows have divisors of their own: their quotients have no common one. False: reported. */
static bool has_last_decimal(struct checker *checker, const struct node *node, const struct expr *value)
{
	if (!value->exact)
		return true;
	const char *text = source_text(checker, node->span), *rounded = gj_arena_print(checker->arena, "四舍五入（%s、保留 2位）", text);
	finding_fix(report(checker->diagnostics, MSG_QUOTIENT_UNROUNDED, node->span, text, rounded, NULL), node->span, rounded);
	return false;
}

/* False: reported. */
static bool read_value(struct checker *checker, struct asked *asked, enum function function, const struct facts *facts)
{
	asked->text = text_field(checker, asked, function);
	if (asked->text != GJ_NONE)
		return !report_unguarded(checker, asked->of, field_expression(checker, asked->of, facts, true), facts);
	asked->value = check_expression(checker, asked->of, facts);
	return asked->value && has_last_decimal(checker, asked->of, asked->value) && value_fits(checker, asked, function);
}

static bool read_weight(struct checker *checker, struct asked *asked, const struct facts *facts)
{
	asked->weights = check_number(checker, asked->weight, facts);
	if (!asked->weights || !has_last_decimal(checker, asked->weight, asked->weights))
		return false;
	if (asked->weights->low >= 0)
		return true;
	report(checker->diagnostics, MSG_WEIGHT_NEGATIVE, asked->weight->span, source_text(checker, asked->weight->span),
		value_text(checker, asked->weights->low, asked->weights->scale, asked->weights->unit), NULL);
	return false;
}

static bool read_order(struct checker *checker, struct asked *asked, const struct facts *facts)
{
	asked->key = check_expression(checker, asked->by, facts);
	if (!asked->key || !has_last_decimal(checker, asked->by, asked->key))
		return false;
	if (is_number_or_date(asked->key))
		return true;
	report(checker->diagnostics, MSG_ROWS_ORDER, asked->by->span, source_text(checker, asked->by->span), NULL);
	return false;
}

static bool read_parts(struct checker *checker, struct asked *asked, enum function function, int ledger)
{
	struct ledger_scope outer = ledger_enter(checker, ledger);
	const struct facts *facts = NULL;
	bool good = true;
	if (asked->when) {
		asked->filter = check_condition(checker, asked->when, NULL);
		facts = facts_from(checker, asked->filter, true, NULL);
		good = asked->filter != NULL;
	}
	if (asked->of)
		good = read_value(checker, asked, function, facts) && good;
	if (asked->weight)
		good = read_weight(checker, asked, facts) && good;
	if (asked->by)
		good = read_order(checker, asked, facts) && good;
	good = read_all_ends(checker, asked) && good;
	ledger_leave(checker, ledger, &outer);
	return good;
}

/* Whether rows of the ledger belong to what is being spoken of: the units, or the rows of another ledger. */
static bool belongs_here(const struct checker *checker, int ledger)
{
	const struct ledger *ledgers = checker->whole->ledgers;
	int owner = checker->ledger ? (int)(checker->ledger - ledgers) : GJ_NONE;
	if (owner != GJ_NONE && ledgers[owner].base == ledger)
		return true;
	for (int level = ledgers[ledger].parent; level != GJ_NONE; level = ledgers[level].parent)
		if (level == owner)
			return true;
	return owner == GJ_NONE;
}

/* The ledger named, whose rows may be totalled here; GJ_NONE: reported. */
static int find_ledger(struct checker *checker, const struct node *node)
{
	const struct node *name = ledger_name(node);
	if (!name) {
		report(checker->diagnostics, MSG_AGGREGATE_FORM, node->span, node->text,
			gj_arena_print(checker->arena, "%s（%s）", node->text, TABLE[function_of(node->text)].form), NULL);
		return GJ_NONE;
	}
	const struct name_entry *entry = names_find(&checker->ledgers, name->text);
	if (!entry) {
		report_unknown(checker, MSG_LEDGER_UNKNOWN, name, &checker->ledgers, "");
		return GJ_NONE;
	}
	if (!belongs_here(checker, entry->index)) {
		report(checker->diagnostics, MSG_LEDGER_NESTED, node->span, node->text, checker->ledger->name, name->text, NULL);
		return GJ_NONE;
	}
	if (checker->reading) {
		report(checker->diagnostics, MSG_LEDGER_CHECK_TOTAL, node->span, source_text(checker, node->span), NULL);
		return GJ_NONE;
	}
	return entry->index;
}

static const struct expr *work_out(struct checker *checker, const struct asked *asked, enum function function, const struct facts *facts)
{
	switch (function) {
	case FUNCTION_COUNT:
		return total_field(checker, asked, GJ_TOTAL_COUNT);
	case FUNCTION_SUM:
		return total_field(checker, asked, asked->trim ? GJ_TOTAL_TRIMMED : asked->largest + asked->smallest ? GJ_TOTAL_BEST : GJ_TOTAL_SUM);
	case FUNCTION_MOST:
		return extreme_of(checker, asked, GJ_TOTAL_MOST, facts);
	case FUNCTION_LEAST:
		return extreme_of(checker, asked, GJ_TOTAL_LEAST, facts);
	case FUNCTION_DISTINCT:
		return total_field(checker, asked, asked->text == GJ_NONE && is_small(asked->value) ? GJ_TOTAL_DISTINCT : GJ_TOTAL_VALUES);
	case FUNCTION_RUN:
		return total_field(checker, asked, GJ_TOTAL_RUN);
	case FUNCTION_GAP:
		return total_field(checker, asked, GJ_TOTAL_GAP);
	case FUNCTION_LATEST:
		return extreme_of(checker, asked, GJ_TOTAL_LATEST, facts);
	case FUNCTION_EARLIEST:
		return extreme_of(checker, asked, GJ_TOTAL_EARLIEST, facts);
	case FUNCTION_AVERAGE:
		return average_of(checker, asked, facts);
	case FUNCTION_WEIGHTED:
		return weighted_average(checker, asked, facts);
	case FUNCTION_ANY:
		return any_of(checker, asked);
	case FUNCTION_ALL:
		return all_of(checker, asked);
	case FUNCTIONS:
		break;
	}
	return NULL;
}

const struct expr *check_aggregate(struct checker *checker, const struct node *node, const struct facts *facts)
{
	enum function function = function_of(node->text);
	if (function == FUNCTIONS) {
		report(checker->diagnostics, MSG_CALL_UNKNOWN, node->name_span, node->text, "", "计数、合计、最高、最低、平均、不同、任一、全部", NULL);
		return NULL;
	}
	int ledger = find_ledger(checker, node);
	if (ledger == GJ_NONE)
		return NULL;
	struct asked asked = {.node = node, .ledger = &checker->whole->ledgers[ledger], .text = GJ_NONE, .of = expression_in(node, NODE_ATTR_OF),
		.by = expression_in(node, NODE_ATTR_BY), .weight = expression_in(node, NODE_ATTR_BY_WEIGHT), .trim = ast_child(node, NODE_ATTR_TRIM),
		.when = expression_in(node, NODE_ATTR_WHEN)};
	return parts_fit(checker, &asked, function) && read_parts(checker, &asked, function, ledger) ? work_out(checker, &asked, function, facts) : NULL;
}
