/* 定义: worked out in the order of use, so that each stands after those it needs; circles are named. */
#include "check.h"
#include "reading.h"
#include <string.h>

/* Definitions of a ledger's rows are the ledger's. */
static bool is_definition(const struct node *node)
{
	return node->kind == NODE_DEFINITION && !ast_child(node, NODE_ATTR_LEDGER);
}

void collect_definitions(struct checker *checker)
{
	size_t count = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		count += is_definition(node);
	checker->definitions = gj_arena_alloc(checker->arena, count * sizeof *checker->definitions);
	checker->definition_facts = gj_arena_alloc(checker->arena, count * sizeof *checker->definition_facts);
	checker->model->definitions = gj_arena_alloc(checker->arena, count * sizeof *checker->model->definitions);
	checker->definition_open = GJ_NONE;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		if (!is_definition(node))
			continue;
		struct definition_work *work = &checker->definitions[checker->definition_count];
		*work = (struct definition_work){.node = node, .index = GJ_NONE, .used_from = GJ_NONE};
		define_name(checker, &checker->values, node, VALUE_DEFINITION, (int)checker->definition_count);
		checker->definition_count++;
	}
}

/* "甲 → 乙 → 甲", from the definition that closes the circle. */
static const char *circle_text(struct checker *checker, int work)
{
	const char *text = checker->definitions[work].node->text;
	for (int at = checker->definition_open; at != work; at = checker->definitions[at].used_from)
		text = gj_arena_print(checker->arena, "%s → %s", checker->definitions[at].node->text, text);
	return gj_arena_print(checker->arena, "%s → %s", checker->definitions[work].node->text, text);
}

static void report_circle(struct checker *checker, int work, const struct node *use)
{
	struct finding *finding = report(checker->diagnostics, MSG_DEFINITION_CIRCLE, use->name_span, circle_text(checker, work), NULL);
	finding_relate(finding, checker->definitions[work].node->name_span, "它的定义在这里", "defined here");
}

enum { CIRCLE_SHOWN = 6, MOST_DEPTH = 500 };

bool report_long_circle(struct checker *checker, const struct node *use)
{
	int at = checker->definition_open;
	if (at == GJ_NONE || checker->definitions[at].used_from == GJ_NONE)
		return false;
	const char *text = "…";
	for (int shown = 0; at != GJ_NONE && shown < CIRCLE_SHOWN; shown++, at = checker->definitions[at].used_from)
		text = gj_arena_print(checker->arena, "%s → %s", checker->definitions[at].node->text, text);
	if (!checker->long_circle)
		report(checker->diagnostics, MSG_DEFINITION_CIRCLE, use->span, text, NULL);
	return checker->long_circle = true;
}

/* How deep the definitions stand that an expression uses. */
static int depth_of(const struct model *model, const struct expr *expr)
{
	if (!expr)
		return 0;
	if (expr->kind == EXPR_DEFINITION)
		return model->definitions[expr->definition].depth;
	int a = depth_of(model, expr->a), b = depth_of(model, expr->b), c = depth_of(model, expr->c);
	return a > b && a > c ? a : b > c ? b : c;
}

static void complete(struct checker *checker, struct definition_work *work, const struct expr *value)
{
	struct model *model = checker->model;
	int depth = depth_of(model, value) + 1;
	work->state = DEFINITION_DONE;
	work->failed = !value || depth > MOST_DEPTH;
	if (depth > MOST_DEPTH)
		report(checker->diagnostics, MSG_EXPRESSION_DEEP, work->node->name_span, NULL);
	if (work->failed)
		return;
	work->index = (int)model->definition_count;
	struct definition *definition = &model->definitions[model->definition_count++];
	*definition = (struct definition){.name = work->node->text, .span = work->node->span, .value = value, .depth = depth};
	reading_add(&definition->reading, model, value);
}

static void work_out(struct checker *checker, int work)
{
	struct definition_work *definition = &checker->definitions[work];
	definition->state = DEFINITION_OPEN;
	definition->used_from = checker->definition_open;
	checker->definition_open = work;
	complete(checker, definition, check_expression(checker, ast_expression(definition->node), NULL));
	checker->definition_open = definition->used_from;
}

int definition_resolve(struct checker *checker, int work, const struct node *use)
{
	struct definition_work *definition = &checker->definitions[work];
	if (definition->state == DEFINITION_OPEN) {
		report_circle(checker, work, use);
		return GJ_NONE;
	}
	if (definition->state == DEFINITION_NEW)
		work_out(checker, work);
	return definition->index;
}

/* Definitions to be worked out, those that are used on top of those that use them. */
struct agenda {
	size_t count, capacity;
	int *items;
	bool *expanded;        /* by definition: what it uses has been put on the agenda */
};

static void put(struct checker *checker, struct agenda *agenda, int work)
{
	agenda->items = gj_arena_grow(checker->arena, agenda->items, agenda->count, &agenda->capacity, sizeof *agenda->items);
	agenda->items[agenda->count++] = work;
}

/* The definitions that an expression names; names inside a total are those of its ledger. */
static void put_used(struct checker *checker, struct agenda *agenda, const struct node *node)
{
	const struct name_entry *entry = node->kind == NODE_NAME ? names_find(&checker->values, node->text) : NULL;
	if (entry && entry->kind == VALUE_DEFINITION && !agenda->expanded[entry->index])
		put(checker, agenda, entry->index);
	if (node->kind == NODE_AGGREGATE)
		return;
	for (const struct node *child = node->first; child; child = child->next)
		put_used(checker, agenda, child);
}

/* What is used first, so that a chain of any length is worked out one link at a time. */
void check_definitions(struct checker *checker)
{
	struct agenda agenda = {.expanded = gj_arena_alloc(checker->arena, checker->definition_count)};
	for (size_t i = checker->definition_count; i-- > 0;)
		put(checker, &agenda, (int)i);
	while (agenda.count) {
		int work = agenda.items[agenda.count - 1];
		struct definition_work *definition = &checker->definitions[work];
		const struct node *value = ast_expression(definition->node);
		if (!agenda.expanded[work] && value) {
			agenda.expanded[work] = true;
			put_used(checker, &agenda, value);
			continue;
		}
		agenda.count--;
		if (definition->state == DEFINITION_NEW)
			work_out(checker, work);
	}
}
