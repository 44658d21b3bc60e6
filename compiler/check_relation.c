/* What 校验 and conditions say of sums of fields: `实到人数 + 请假人数 不超过 应到人数`. A row that breaks one is never evaluated, so a difference that it keeps from falling
 * below 0 is taken to stop there, and a share that it keeps from passing 1 to stop at 1: no valid row is changed by that, and ranges are the author's. */
#include "check.h"
#include <string.h>

enum { MOST_TERMS = 16 };

/* The sum of some fields, each once or more, less that of others. */
struct linear {
	size_t plus_count, minus_count;
	int plus[MOST_TERMS], minus[MOST_TERMS];
};

struct relation {
	const struct model *model;   /* whose fields */
	struct linear excess;        /* never below 0 */
	struct relation *next;
};

static bool add_term(struct linear *sum, int field, bool minus)
{
	size_t *count = minus ? &sum->minus_count : &sum->plus_count;
	if (*count == MOST_TERMS)
		return false;
	(minus ? sum->minus : sum->plus)[(*count)++] = field;
	return true;
}

/* Adds a sum of names of numbers as it is written; false for anything else. */
static bool add_written(struct checker *checker, const struct node *node, bool minus, struct linear *sum)
{
	if (!node)
		return false;
	if (node->kind == NODE_BINARY && (!strcmp(node->text, "+") || !strcmp(node->text, "-"))) {
		const struct node *left = ast_expression(node), *right = left ? ast_next_expression(left) : NULL;
		return add_written(checker, left, minus, sum) && add_written(checker, right, minus != (*node->text == '-'), sum);
	}
	const struct name_entry *entry = node->kind == NODE_NAME ? names_find(&checker->values, node->text) : NULL;
	return entry && entry->kind == VALUE_FIELD && checker->model->fields[entry->index].field.type == GJ_NUMBER
		&& add_term(sum, entry->index, minus);
}

static bool same_units(const struct checker *checker, const struct linear *sum)
{
	const struct model_field *fields = checker->model->fields;
	const char *unit = sum->plus_count ? fields[sum->plus[0]].field.unit : "";
	for (size_t i = 0; i < sum->plus_count; i++)
		if (strcmp(fields[sum->plus[i]].field.unit, unit))
			return false;
	for (size_t i = 0; i < sum->minus_count; i++)
		if (strcmp(fields[sum->minus[i]].field.unit, unit))
			return false;
	return true;
}

static void collect_relation(struct checker *checker, const struct node *condition)
{
	if (!condition || condition->kind != NODE_BINARY)
		return;
	const struct node *left = ast_expression(condition), *right = left ? ast_next_expression(left) : NULL;
	if (!strcmp(condition->text, "且")) {
		collect_relation(checker, left);
		collect_relation(checker, right);
		return;
	}
	bool less = *condition->text == '<', more = *condition->text == '>', equal = !strcmp(condition->text, "=");
	if (!less && !more && !equal)
		return;
	struct relation *relation = gj_arena_alloc(checker->arena, sizeof *relation);
	*relation = (struct relation){.model = checker->model, .next = checker->relations};
	if (add_written(checker, right, more, &relation->excess) && add_written(checker, left, !more, &relation->excess)
		&& same_units(checker, &relation->excess))
		checker->relations = relation;
}

void collect_relations(struct checker *checker, const struct node *table)
{
	for (const struct node *node = table ? table->first : NULL; node; node = node->next)
		if (node->kind == NODE_CHECK)
			collect_relation(checker, ast_expression(node));
}

void relate_fields(struct checker *checker, const int *parts, size_t count, int whole)
{
	struct relation *relation = gj_arena_alloc(checker->arena, sizeof *relation);
	*relation = (struct relation){.model = checker->model, .next = checker->relations};
	add_term(&relation->excess, whole, false);
	for (size_t i = 0; i < count; i++)
		add_term(&relation->excess, parts[i], true);
	checker->relations = relation;
}

/* Adds a number; false where it isn't a sum of fields. */
static bool add_number(const struct checker *checker, const struct expr *expr, bool minus, struct linear *sum)
{
	if (expr->kind == EXPR_FIELD)
		return add_term(sum, expr->field, minus);
	if (expr->kind == EXPR_DEFINITION)
		return add_number(checker, checker->model->definitions[expr->definition].value, minus, sum);
	if (expr->stops)
		return add_number(checker, expr->a, minus, sum);
	return (expr->kind == EXPR_ADD || expr->kind == EXPR_SUB) && add_number(checker, expr->a, minus, sum)
		&& add_number(checker, expr->b, minus != (expr->kind == EXPR_SUB), sum);
}

/* Takes the fields of `gone` out of `fields`, one for one; false where one isn't there. */
static bool take_out(int *fields, size_t *count, const int *gone, size_t gone_count)
{
	for (size_t i = 0; i < gone_count; i++) {
		size_t at = 0;
		while (at < *count && fields[at] != gone[i])
			at++;
		if (at == *count)
			return false;
		fields[at] = fields[--*count];
	}
	return true;
}

static void cancel(struct linear *sum)
{
	for (size_t i = 0; i < sum->plus_count;) {
		if (take_out(sum->minus, &sum->minus_count, &sum->plus[i], 1))
			sum->plus[i] = sum->plus[--sum->plus_count];
		else
			i++;
	}
}

static bool none_below_zero(const struct checker *checker, const int *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (checker->model->fields[fields[i]].field.low < 0)
			return false;
	return true;
}

/* sum = excess + more - … with nothing but what can't be below 0: the fields of `sum` above those of the relation, and those of the relation's
 * minus side that `sum` doesn't take off. */
static bool follows(const struct checker *checker, const struct linear *sum, const struct linear *excess)
{
	struct linear more = *sum, rest = *excess;
	return take_out(more.plus, &more.plus_count, excess->plus, excess->plus_count)
		&& take_out(rest.minus, &rest.minus_count, sum->minus, sum->minus_count)
		&& none_below_zero(checker, more.plus, more.plus_count) && none_below_zero(checker, rest.minus, rest.minus_count);
}

static bool never_below_zero(const struct checker *checker, struct linear *sum, const struct facts *facts)
{
	cancel(sum);
	if (!sum->minus_count)
		return none_below_zero(checker, sum->plus, sum->plus_count);
	for (const struct relation *relation = checker->relations; relation; relation = relation->next)
		if (relation->model == checker->model && follows(checker, sum, &relation->excess))
			return true;
	for (; facts && !checker->conditions; facts = facts->next)
		if (facts->kind == FACT_RELATION && facts->relation->model == checker->model && follows(checker, sum, &facts->relation->excess))
			return true;
	return false;
}

const struct facts *relation_add(struct checker *checker, enum expr_kind kind, const struct expr *x, const struct expr *y, const struct facts *known)
{
	if (kind == EXPR_NE || strcmp(x->unit, y->unit))
		return known;
	bool less = kind == EXPR_LT || kind == EXPR_LE;
	struct relation *relation = gj_arena_alloc(checker->arena, sizeof *relation);
	*relation = (struct relation){.model = checker->model};
	if (!add_number(checker, x, less, &relation->excess) || !add_number(checker, y, !less, &relation->excess))
		return known;
	struct facts *fact = gj_arena_alloc(checker->arena, sizeof *fact);
	*fact = (struct facts){.kind = FACT_RELATION, .index = GJ_NONE, .relation = relation, .next = known, .count = (known ? known->count : 0) + 1};
	return fact;
}

const struct expr *expr_stopped(struct checker *checker, enum expr_kind kind, const struct expr *value, const struct expr *stop)
{
	const struct expr *whole = expr_number(checker, kind, value->span, value->unit, value, stop);
	if (!whole)
		return NULL;
	struct expr *marked = gj_arena_alloc(checker->arena, sizeof *marked);
	*marked = *whole;
	marked->stops = true;
	return marked;
}

const struct expr *related_difference(struct checker *checker, const struct expr *difference, const struct facts *facts)
{
	struct linear sum = {0};
	if (!difference || difference->kind != EXPR_SUB || difference->low >= 0 || !add_number(checker, difference, false, &sum)
		|| !never_below_zero(checker, &sum, facts))
		return difference;
	return expr_stopped(checker, EXPR_MAX, difference, expr_constant(checker, difference->span, 0, difference->scale, difference->unit));
}

const struct expr *related_part(struct checker *checker, const struct expr *part, const struct expr *whole)
{
	struct linear sum = {0};
	return !strcmp(part->unit, whole->unit) && !part->exact && !whole->exact && add_number(checker, whole, false, &sum) && add_number(checker, part, true, &sum)
			&& never_below_zero(checker, &sum, NULL)
		? expr_stopped(checker, EXPR_MIN, part, whole)
		: part;
}
