/* 台账: fields, the link to the unit, the rows a unit may have, definitions of rows. */
#include "check.h"
#include <string.h>

enum { MOST_ROWS = 100000, MOST_ROWS_ALLOWED = 1000000000 };

void check_ledger_key(struct checker *checker, const struct node *node, int index)
{
	struct ledger *ledger = checker->ledger;
	struct model *rows = checker->model;
	const struct gj_field *field = &rows->fields[index].field;
	const struct node *link = ast_child(node, NODE_ATTR_LINK), *key = ast_child(node, NODE_ATTR_KEY);
	const char *type = ast_child(node, NODE_TYPE)->text;
	if (key && (strcmp(type, "文本") || field->nullable))
		report(checker->diagnostics, MSG_LEDGER_KEY_TYPE, node->name_span, field->name, NULL);
	if (key)
		ledger->unique_field = index;
	if (!link)
		return;
	if ((strcmp(type, "文本") && strcmp(type, "整数")) || field->nullable || field->has_default || key)
		report(checker->diagnostics, MSG_LINK_TYPE, node->name_span, field->name, NULL);
	if (rows->key_field != GJ_NONE)
		report(checker->diagnostics, MSG_LINK_DUPLICATE, link->span, field->name, rows->fields[rows->key_field].field.name, NULL);
	rows->key_field = index;
}

static void check_link(struct checker *checker, const struct node *node, const char *unit_name)
{
	const struct model *rows = checker->model;
	if (rows->key_field == GJ_NONE) {
		struct finding *finding = report(checker->diagnostics, MSG_LINK_MISSING, node->name_span, node->text, unit_name, NULL);
		finding_note(finding, gj_arena_print(checker->arena, "例如：编号 文本 关联 %s", unit_name),
			gj_arena_print(checker->arena, "for example: 编号 文本 关联 %s", unit_name));
	}
	for (const struct node *field = node->first; field; field = field->next) {
		const struct node *link = field->kind == NODE_FIELD ? ast_child(field, NODE_ATTR_LINK) : NULL;
		if (link && strcmp(link->text, unit_name))
			finding_fix(report(checker->diagnostics, MSG_LINK_TARGET, link->name_span, link->text, unit_name, NULL), link->name_span, unit_name);
	}
}

static int64_t most_rows(struct checker *checker, const struct node *node)
{
	const struct node *most = ast_child(node, NODE_ATTR_ROWS), *number = most ? ast_child(most, NODE_NUMBER) : NULL;
	int64_t value = MOST_ROWS;
	int scale = 0;
	if (number)
		literal_value(number, &value, &scale);
	if (!scale && value > 0 && value <= MOST_ROWS_ALLOWED)
		return value;
	report(checker->diagnostics, MSG_ROWS_RANGE, number->span, source_text(checker, number->span), NULL);
	return MOST_ROWS;
}

static void check_ledger(struct checker *checker, const struct node *node, int index)
{
	struct ledger *ledger = &checker->model->ledgers[index];
	const struct node *unit = ast_child(node, NODE_UNIT);
	const char *unit_name = checker->model->unit_name;
	*ledger = (struct ledger){.name = node->text, .unit = unit ? unit_canonical(unit->text) : "条", .span = node->span,
		.unique_field = GJ_NONE, .most = most_rows(checker, node)};
	ledger->rows = gj_arena_alloc(checker->arena, sizeof *ledger->rows);
	*ledger->rows = (struct model){.source = checker->source, .name = node->text, .edition = "", .document = "", .issuer = "", .effective = "",
		.unit_name = node->text, .key_field = GJ_NONE, .veto_grade = GJ_NONE};
	names_begin(&checker->ledger_values[index], checker->arena);
	define_name(checker, &checker->ledgers, node, 0, index);
	struct ledger_scope outer = ledger_enter(checker, index);
	check_fields(checker, node);
	check_link(checker, node, unit_name);
	ledger_leave(checker, index, &outer);
}

static void collect_definition(struct checker *checker, const struct node *node)
{
	const struct node *owner = ast_child(node, NODE_ATTR_LEDGER);
	const struct name_entry *entry = names_find(&checker->ledgers, owner->text);
	if (!entry) {
		report_unknown(checker, MSG_LEDGER_UNKNOWN, owner, &checker->ledgers, "");
		return;
	}
	int index = (int)checker->ledger_definition_count++;
	checker->ledger_definitions[index] = (struct ledger_definition){.node = node};
	struct ledger_scope outer = ledger_enter(checker, entry->index);
	define_name(checker, &checker->values, node, VALUE_LEDGER_DEFINITION, index);
	ledger_leave(checker, entry->index, &outer);
}

/* Definitions are worked out where they are used; each once here, so that what is wrong with one that nothing uses is said too. */
static void check_ledger_definitions(struct checker *checker)
{
	for (size_t i = 0; i < checker->ledger_definition_count; i++) {
		const struct node *node = checker->ledger_definitions[i].node;
		int ledger = names_find(&checker->ledgers, ast_child(node, NODE_ATTR_LEDGER)->text)->index;
		struct ledger_scope outer = ledger_enter(checker, ledger);
		ledger_definition_use(checker, node, (int)i, NULL);
		ledger_leave(checker, ledger, &outer);
	}
}

void check_ledgers(struct checker *checker)
{
	struct model *model = checker->model;
	size_t definitions = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		model->ledger_count += node->kind == NODE_LEDGER;
		definitions += node->kind == NODE_DEFINITION && ast_child(node, NODE_ATTR_LEDGER);
	}
	if (model->ledger_count > MOST_LEDGERS)
		report(checker->diagnostics, MSG_LEDGERS_TOO_MANY, checker->standard->name_span, NULL);
	model->ledgers = gj_arena_alloc(checker->arena, model->ledger_count * sizeof *model->ledgers);
	checker->ledger_totals = gj_arena_alloc(checker->arena, model->ledger_count * sizeof *checker->ledger_totals);
	for (size_t i = 0; i < model->ledger_count; i++)
		names_begin(&checker->ledger_totals[i], checker->arena);
	checker->ledger_values = gj_arena_alloc(checker->arena, model->ledger_count * sizeof *checker->ledger_values);
	checker->ledger_definitions = gj_arena_alloc(checker->arena, definitions * sizeof *checker->ledger_definitions);
	checker->field_capacity = model->field_count;
	int index = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_LEDGER)
			check_ledger(checker, node, index++);
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_DEFINITION && ast_child(node, NODE_ATTR_LEDGER))
			collect_definition(checker, node);
	check_ledger_definitions(checker);
}

void check_ledger_checks(struct checker *checker)
{
	int index = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		if (node->kind != NODE_LEDGER)
			continue;
		struct ledger_scope outer = ledger_enter(checker, index);
		check_table_checks(checker, node);
		ledger_leave(checker, index++, &outer);
	}
}
