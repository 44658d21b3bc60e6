/* Totals over a ledger. Each becomes a derived field of the standard, once however often it is written; what isn't a plain total (平均, 任一, 全部)
 * is reckoned from such fields. */
#include "check.h"
#include <string.h>

enum function {
#define AGGREGATE(name, word) FUNCTION_##name,
#include "aggregates.def"
#undef AGGREGATE
	FUNCTIONS
};

static const char *const WORDS[] = {
#define AGGREGATE(name, word) word,
#include "aggregates.def"
#undef AGGREGATE
};

static enum function function_of(const char *word)
{
	int function = 0;
	while (function < FUNCTIONS && strcmp(WORDS[function], word))
		function++;
	return (enum function)function;
}

bool is_aggregate_function(const char *word)
{
	return function_of(word) != FUNCTIONS;
}

/* One total as written. */
struct asked {
	const struct node *node;
	enum function function;
	struct ledger *ledger;
	const struct node *of, *when;      /* NULL: not written */
	const struct expr *value, *filter; /* over the ledger's fields */
};

static const char *words_of(struct checker *checker, const struct node *node)
{
	return node ? source_text(checker, node->span) : NULL;
}

/* 合计（台账 的 … 当 …） */
static const char *label(struct checker *checker, const struct asked *asked, enum function function, const char *of, const char *when)
{
	return gj_arena_print(checker->arena, "%s（%s%s%s%s%s）", WORDS[function], asked->ledger->name, of ? " 的 " : "", of ? of : "",
		when ? " 当 " : "", when ? when : "");
}

static const struct expr *field_of(struct checker *checker, const struct asked *asked, int index)
{
	const struct gj_field *field = &checker->model->fields[index].field;
	struct expr *expr = expr_new(checker, EXPR_FIELD, asked->node->span, field->type, field->unit);
	expr->field = index;
	expr->scale = field->scale;
	expr->low = field->low;
	expr->high = field->high;
	return expr;
}

static struct interval total_range(const struct asked *asked, enum gj_total_kind kind, const struct expr *value)
{
	wide most = asked->ledger->most;
	if (kind == GJ_TOTAL_COUNT)
		return (struct interval){0, most};
	if (kind == GJ_TOTAL_DISTINCT)
		return interval_least((struct interval){0, most}, (struct interval){value->high - value->low + 1, value->high - value->low + 1});
	if (kind == GJ_TOTAL_SUM)
		return interval_hull((struct interval){0, 0}, interval_multiply(expr_interval(value), (struct interval){most, most}));
	return expr_interval(value);
}

static int new_field(struct checker *checker, const struct asked *asked, const char *name, const char *unit, const struct expr *value,
	struct interval range, bool counts)
{
	struct model *model = checker->model;
	model->fields = gj_arena_grow(checker->arena, model->fields, model->field_count, &checker->field_capacity, sizeof *model->fields);
	struct model_field *made = &model->fields[model->field_count];
	int column = 0;
	for (size_t i = model->field_count; i-- > 0 && column == 0;) {
		const struct gj_field *last = &model->fields[i].field;
		column = (last->column > last->state_column ? last->column : last->state_column) + 1;
	}
	*made = (struct model_field){.span = asked->node->span, .name_span = asked->node->span, .used = true};
	made->field = (struct gj_field){.name = name, .meaning = "", .unit = unit, .type = counts ? GJ_NUMBER : value->type,
		.scale = counts ? 0 : value->scale, .derived = true, .lane = interval_lane(range), .low = (int64_t)range.low, .high = (int64_t)range.high,
		.column = column, .state_column = GJ_NONE};
	return (int)model->field_count++;
}

/* The field that holds a total, made on first use. NULL: reported. */
static const struct expr *total_field(struct checker *checker, const struct asked *asked, enum function function, const char *of,
	const char *when, const struct expr *value, const struct expr *filter)
{
	struct ledger *ledger = asked->ledger;
	enum gj_total_kind kind = (enum gj_total_kind)function; /* the first rows of aggregates.def stand for themselves */
	const char *name = label(checker, asked, function, of, when);
	struct name_table *totals = &checker->ledger_totals[ledger - checker->model->ledgers];
	const struct name_entry *made = names_find(totals, name);
	if (made)
		return field_of(checker, asked, made->index);
	struct interval range = total_range(asked, kind, value);
	if (range.low < INT64_MIN / 2 || range.high > INT64_MAX / 2) {
		report(checker->diagnostics, MSG_TOTAL_LARGE, asked->node->span, ledger->name, decimal_text(checker->arena, ledger->most, 0), NULL);
		return NULL;
	}
	if (checker->model->field_count == MOST_FIELDS) {
		report(checker->diagnostics, MSG_FIELDS_TOO_MANY, checker->standard->name_span, NULL);
		return NULL;
	}
	bool counts = kind == GJ_TOTAL_COUNT || kind == GJ_TOTAL_DISTINCT;
	const char *unit = kind == GJ_TOTAL_COUNT ? ledger->unit : kind == GJ_TOTAL_DISTINCT ? "" : value->unit;
	int field = new_field(checker, asked, name, unit, value, range, counts);
	ledger->aggregates = gj_arena_grow(checker->arena, ledger->aggregates, ledger->aggregate_count, &ledger->aggregate_capacity,
		sizeof *ledger->aggregates);
	ledger->aggregates[ledger->aggregate_count++] = (struct aggregate){.filter = filter, .value = value, .key = name,
		.total = {.kind = kind, .field = field, .filter = GJ_NONE, .value = GJ_NONE, .base = kind == GJ_TOTAL_DISTINCT ? (int64_t)value->low : 0}};
	names_add(totals, name, asked->node->span, 0, field);
	return field_of(checker, asked, field);
}

static const struct expr *count_of(struct checker *checker, const struct asked *asked)
{
	return total_field(checker, asked, FUNCTION_COUNT, NULL, words_of(checker, asked->when), NULL, asked->filter);
}

/* The rows for which the value doesn't hold. */
static const struct expr *all_of(struct checker *checker, const struct asked *asked)
{
	const char *of = words_of(checker, asked->of), *when = words_of(checker, asked->when);
	const struct expr *filter = expr_boolean(checker, EXPR_NOT, asked->of->span, asked->value, NULL);
	if (asked->filter)
		filter = expr_boolean(checker, EXPR_AND, asked->of->span, asked->filter, filter);
	const char *words = gj_arena_print(checker->arena, "%s%s非（%s）", when ? when : "", when ? " 且 " : "", of);
	const struct expr *count = total_field(checker, asked, FUNCTION_COUNT, NULL, words, NULL, filter);
	const struct expr *none = count ? expr_constant(checker, count->span, 0, 0, count->unit) : NULL;
	return expr_compare(checker, EXPR_EQ, asked->node->span, count, none);
}

/* What a total without rows comes to. */
struct emptiness {
	const struct expr *some;  /* whether there are rows; NULL: known to be so here */
	const struct expr *value; /* where there are none */
	bool failed;
};

static struct emptiness emptiness_of(struct checker *checker, const struct asked *asked, const struct expr *total, const struct expr *count,
	const struct facts *facts)
{
	struct emptiness result = {0};
	const struct node *empty = ast_child(asked->node, NODE_ATTR_EMPTY);
	const struct node *node = empty ? ast_expression(empty) : NULL;
	if (!node && facts_hold(facts, FACT_POSITIVE, count))
		return result;
	if (!node) {
		const char *counted = label(checker, asked, FUNCTION_COUNT, NULL, words_of(checker, asked->when));
		struct finding *finding = report(checker->diagnostics, MSG_LEDGER_EMPTY, asked->node->span, source_text(checker, asked->node->span), NULL);
		finding_note(finding, gj_arena_print(checker->arena, "可以在右括号前写“空台账 为 …”，或者先判断：%s 大于 0 且 …", counted),
			gj_arena_print(checker->arena, "write 空台账 为 … before the bracket closes, or ask first: %s 大于 0 且 …", counted));
		result.failed = true;
		return result;
	}
	result.value = check_expression(checker, node, facts);
	result.failed = !result.value;
	if (result.value && result.value->type != total->type) {
		report(checker->diagnostics, MSG_TYPES_DIFFER, node->span, source_text(checker, asked->node->span), source_text(checker, node->span), NULL);
		result.failed = true;
	}
	if (!result.failed && total->type == GJ_NUMBER)
		result.failed = !unify_units(checker, asked->node, &total, node, &result.value);
	if (!result.failed)
		result.some = expr_compare(checker, EXPR_GT, asked->node->span, count, expr_constant(checker, count->span, 0, 0, count->unit));
	return result;
}

static const struct expr *chosen(struct checker *checker, const struct asked *asked, const struct emptiness *emptiness, const struct expr *total)
{
	if (!emptiness->some)
		return total;
	return expr_select(checker, asked->node->span, emptiness->some, total, emptiness->value);
}

/* The sum (or what an empty ledger means) by the number of rows (or 1): exact, and never by zero. */
static const struct expr *average_of(struct checker *checker, const struct asked *asked, const struct facts *facts)
{
	const char *of = words_of(checker, asked->of), *when = words_of(checker, asked->when);
	const struct expr *sum = total_field(checker, asked, FUNCTION_SUM, of, when, asked->value, asked->filter), *count = count_of(checker, asked);
	if (!sum || !count)
		return NULL;
	struct emptiness emptiness = emptiness_of(checker, asked, sum, count, facts);
	if (emptiness.failed)
		return NULL;
	const struct expr *above = chosen(checker, asked, &emptiness, sum);
	const struct expr *below = expr_number(checker, EXPR_MAX, asked->node->span, count->unit, count,
		expr_constant(checker, count->span, 1, 0, count->unit));
	const struct expr *mean = above && below ? expr_quotient(checker, asked->node->span, sum->unit, above, below) : NULL;
	if (!mean || !mean->exact)
		return mean;
	/* A mean lies between the values that it is of. */
	struct range range = expr_range(asked->value);
	return expr_between(checker, mean, emptiness.some ? range_hull(range, expr_range(emptiness.value)) : range);
}

static const struct expr *extreme_of(struct checker *checker, const struct asked *asked, const struct facts *facts)
{
	const struct expr *count = count_of(checker, asked);
	const struct expr *total = total_field(checker, asked, asked->function, words_of(checker, asked->of), words_of(checker, asked->when),
		asked->value, asked->filter);
	if (!total || !count)
		return NULL;
	struct emptiness emptiness = emptiness_of(checker, asked, total, count, facts);
	return emptiness.failed ? NULL : chosen(checker, asked, &emptiness, total);
}

/* Whether the value is one that the function can take. */
static bool value_fits(struct checker *checker, const struct asked *asked)
{
	const struct expr *value = asked->value;
	bool fits = true;
	if (asked->function == FUNCTION_SUM || asked->function == FUNCTION_AVERAGE)
		fits = value->type == GJ_NUMBER;
	else if (asked->function == FUNCTION_MOST || asked->function == FUNCTION_LEAST)
		fits = value->type == GJ_NUMBER || value->type == GJ_DATE;
	else if (asked->function == FUNCTION_ALL)
		fits = value->type == GJ_BOOL;
	else if (value->high - value->low >= GJ_DISTINCT_MOST) {
		report(checker->diagnostics, MSG_DISTINCT_WIDE, asked->of->span, source_text(checker, asked->of->span),
			decimal_text(checker->arena, value->high - value->low + 1, 0), NULL);
		return false;
	}
	if (!fits)
		report(checker->diagnostics, asked->function == FUNCTION_ALL ? MSG_CONDITION_EXPECTED : MSG_NUMBER_EXPECTED, asked->of->span,
			source_text(checker, asked->of->span), NULL);
	return fits;
}

/* What is written inside: its parts must be those that the function has. */
static bool parts_fit(struct checker *checker, const struct asked *asked)
{
	bool needs_value = asked->function != FUNCTION_COUNT && asked->function != FUNCTION_ANY;
	bool can_be_empty = asked->function == FUNCTION_AVERAGE || asked->function == FUNCTION_MOST || asked->function == FUNCTION_LEAST;
	const struct node *empty = ast_child(asked->node, NODE_ATTR_EMPTY);
	if (needs_value == (asked->of != NULL) && (can_be_empty || !empty))
		return true;
	const char *form = can_be_empty ? "台账 的 取值 当 条件 空台账 为 …" : needs_value ? "台账 的 取值 当 条件" : "台账 当 条件";
	report(checker->diagnostics, MSG_AGGREGATE_FORM, asked->node->span, asked->node->text,
		gj_arena_print(checker->arena, "%s（%s）", asked->node->text, form), NULL);
	return false;
}

/* Rows have divisors of their own: their quotients have no common one. */
static bool has_last_decimal(struct checker *checker, const struct asked *asked)
{
	if (!asked->value->exact)
		return true;
	const char *text = source_text(checker, asked->of->span), *rounded = gj_arena_print(checker->arena, "四舍五入（%s、保留 2位）", text);
	finding_fix(report(checker->diagnostics, MSG_QUOTIENT_UNROUNDED, asked->of->span, text, rounded, NULL), asked->of->span, rounded);
	return false;
}

static bool read_parts(struct checker *checker, struct asked *asked, int ledger)
{
	struct ledger_scope outer = ledger_enter(checker, ledger);
	const struct facts *facts = NULL;
	bool good = true;
	if (asked->when) {
		asked->filter = check_condition(checker, asked->when, NULL);
		facts = facts_from(checker, asked->filter, true, NULL);
		good = asked->filter != NULL;
	}
	if (asked->of) {
		asked->value = check_expression(checker, asked->of, facts);
		good = good && asked->value && has_last_decimal(checker, asked) && value_fits(checker, asked);
	}
	ledger_leave(checker, ledger, &outer);
	return good;
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

const struct expr *check_aggregate(struct checker *checker, const struct node *node, const struct facts *facts)
{
	struct asked asked = {.node = node, .function = function_of(node->text), .of = expression_in(node, NODE_ATTR_OF),
		.when = expression_in(node, NODE_ATTR_WHEN)};
	const struct node *name = ledger_name(node);
	if (asked.function == FUNCTIONS) {
		report(checker->diagnostics, MSG_CALL_UNKNOWN, node->name_span, node->text, "", "计数、合计、最高、最低、平均、不同、任一、全部", NULL);
		return NULL;
	}
	if (checker->ledger || !name) {
		report(checker->diagnostics, checker->ledger ? MSG_LEDGER_NESTED : MSG_AGGREGATE_FORM, node->span, node->text,
			gj_arena_print(checker->arena, "%s（台账 …）", node->text), NULL);
		return NULL;
	}
	const struct name_entry *entry = names_find(&checker->ledgers, name->text);
	if (!entry) {
		report_unknown(checker, MSG_LEDGER_UNKNOWN, name, &checker->ledgers, "");
		return NULL;
	}
	asked.ledger = &checker->model->ledgers[entry->index];
	if (!parts_fit(checker, &asked) || !read_parts(checker, &asked, entry->index))
		return NULL;
	switch (asked.function) {
	case FUNCTION_COUNT:
		return count_of(checker, &asked);
	case FUNCTION_ANY: {
		const struct expr *count = count_of(checker, &asked);
		return count ? expr_compare(checker, EXPR_GT, node->span, count, expr_constant(checker, count->span, 0, 0, count->unit)) : NULL;
	}
	case FUNCTION_ALL:
		return all_of(checker, &asked);
	case FUNCTION_AVERAGE:
		return average_of(checker, &asked, facts);
	case FUNCTION_MOST:
	case FUNCTION_LEAST:
		return extreme_of(checker, &asked, facts);
	default:
		return total_field(checker, &asked, asked.function, words_of(checker, asked.of), words_of(checker, asked.when), asked.value, asked.filter);
	}
}
