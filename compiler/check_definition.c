/* 定义: worked out in the order of use, so that each stands after those it needs; circles are named. */
#include "check.h"
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

static void complete(struct checker *checker, struct definition_work *work, const struct expr *value)
{
	work->state = DEFINITION_DONE;
	work->failed = !value;
	if (!value)
		return;
	struct model *model = checker->model;
	work->index = (int)model->definition_count;
	model->definitions[model->definition_count++] = (struct definition){work->node->text, work->node->span, value};
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

void check_definitions(struct checker *checker)
{
	for (size_t i = 0; i < checker->definition_count; i++)
		if (checker->definitions[i].state == DEFINITION_NEW)
			work_out(checker, (int)i);
}
