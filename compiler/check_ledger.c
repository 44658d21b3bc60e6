/* 台账: fields, what the rows belong to, how many there may be, definitions of rows. */
#include "check_ledger.h"
#include <string.h>

enum { MOST_ROWS = 100000, MOST_ROWS_ALLOWED = 1000000000 };

void check_ledger_key(struct checker *checker, const struct node *node, int index)
{
	struct ledger *ledger = checker->ledger;
	struct model *rows = checker->model;
	const struct gj_field *field = &rows->fields[index].field;
	const struct node *link = ast_child(node, NODE_ATTR_LINK), *key = ast_child(node, NODE_ATTR_KEY);
	const char *type = ast_child(node, NODE_TYPE)->text;
	if (key && (strcmp(type, "文本") || gj_field_last_state(field) != GJ_PRESENT))
		report(checker->diagnostics, MSG_LEDGER_KEY_TYPE, node->name_span, field->name, NULL);
	if (key)
		ledger->unique_field = index;
	if (!link)
		return;
	if ((strcmp(type, "文本") && strcmp(type, "整数")) || gj_field_last_state(field) != GJ_PRESENT || field->has_default || key)
		report(checker->diagnostics, MSG_LINK_TYPE, node->name_span, field->name, NULL);
	if (rows->key_field != GJ_NONE)
		report(checker->diagnostics, MSG_LINK_DUPLICATE, link->span, field->name, rows->fields[rows->key_field].field.name, NULL);
	rows->key_field = index;
}

/* Of results the first text that is carried along. */
static const char *example_link(const struct checker *checker)
{
	for (size_t i = 0; i < checker->model->field_count; i++) {
		const struct gj_field *field = &checker->model->fields[i].field;
		if (field->result && field->type == GJ_TEXT && (int)i != checker->ledger->unique_field)
			return field->name;
	}
	return "编号";
}

static void report_link_missing(struct checker *checker, const struct node *node)
{
	const char *unit_name = checker->whole->unit_name, *name = example_link(checker);
	struct finding *finding = report(checker->diagnostics, MSG_LINK_MISSING, node->name_span, node->text, unit_name, NULL);
	finding_note(finding, gj_arena_print(checker->arena, "例如：%s 文本 关联 %s", name, unit_name),
		gj_arena_print(checker->arena, "for example: %s 文本 关联 %s", name, unit_name));
}

bool report_later(struct checker *checker, const struct node *name)
{
	bool later = false;
	for (const struct node *node = checker->standard->first; node && !later; node = node->next)
		later = node->kind == NODE_LEDGER && !strcmp(node->text, name->text);
	if (later)
		report(checker->diagnostics, MSG_LEDGER_LATER, name->name_span, name->text, NULL);
	return later;
}

/* A ledger that stands above, whose rows own these: it must have a 主键, and the field that holds it be a text. */
static void link_to_ledger(struct checker *checker, const struct node *field, const struct node *link, int index)
{
	const struct ledger *target = &checker->whole->ledgers[index];
	if (target->base != GJ_NONE)
		report(checker->diagnostics, MSG_LINK_TO_GROUPS, link->name_span, link->text, NULL);
	else if (target->unique_field == GJ_NONE)
		finding_relate(report(checker->diagnostics, MSG_LINK_WITHOUT_KEY, link->name_span, link->text, NULL), target->name_span, "这个台账没有主键",
			"this ledger has no 主键");
	else if (strcmp(ast_child(field, NODE_TYPE)->text, "文本"))
		report(checker->diagnostics, MSG_LINK_KEY_TEXT, field->name_span, field->text, link->text, NULL);
	checker->ledger->parent = index;
}

/* What the rows belong to: the units, or rows of a ledger that stands above. */
static void check_link(struct checker *checker, const struct node *node)
{
	const char *unit_name = checker->whole->unit_name;
	if (checker->model->key_field == GJ_NONE)
		report_link_missing(checker, node);
	for (const struct node *field = node->first; field; field = field->next) {
		const struct node *link = field->kind == NODE_FIELD ? ast_child(field, NODE_ATTR_LINK) : NULL;
		const struct name_entry *entry = link ? names_find(&checker->ledgers, link->text) : NULL;
		if (!link || !strcmp(link->text, unit_name))
			continue;
		if (entry)
			link_to_ledger(checker, field, link, entry->index);
		else if (!report_later(checker, link))
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

static void begin_ledger(struct checker *checker, const struct node *node, int index)
{
	struct ledger *ledger = &checker->whole->ledgers[index];
	const struct node *unit = ast_child(node, NODE_UNIT), *results = ast_child(node, NODE_ATTR_RESULTS);
	*ledger = (struct ledger){.name = node->text, .unit = unit ? unit_canonical(unit->text) : "条", .span = node->span, .name_span = node->name_span,
		.unique_field = GJ_NONE, .most = most_rows(checker, node), .parent = GJ_NONE, .base = GJ_NONE,
		.results = results ? results->text : NULL};
	ledger->rows = gj_arena_alloc(checker->arena, sizeof *ledger->rows);
	*ledger->rows = (struct model){.source = checker->source, .name = node->text, .edition = "", .document = "", .issuer = "", .effective = "",
		.unit_name = node->text, .key_field = GJ_NONE, .veto_grade = GJ_NONE};
	names_begin(&checker->ledger_values[index], checker->arena);
}

static void check_ledger(struct checker *checker, const struct node *node, int index)
{
	begin_ledger(checker, node, index);
	struct ledger_scope outer = ledger_enter(checker, index);
	if (ast_child(node, NODE_ATTR_GROUPS)) {
		check_groups(checker, node);
	} else {
		check_fields(checker, node);
		check_link(checker, node);
	}
	ledger_leave(checker, index, &outer);
	define_name(checker, &checker->ledgers, node, 0, index);
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

/* Definitions are worked out where they are used; each once here, so that what is wrong with one that nothing uses is said too, and the model can show it. */
static void check_ledger_definitions(struct checker *checker)
{
	size_t *capacities = gj_arena_alloc(checker->arena, (checker->whole->ledger_count + 1) * sizeof *capacities);
	for (size_t i = 0; i < checker->ledger_definition_count; i++) {
		const struct node *node = checker->ledger_definitions[i].node;
		int ledger = names_find(&checker->ledgers, ast_child(node, NODE_ATTR_LEDGER)->text)->index;
		struct ledger_scope outer = ledger_enter(checker, ledger);
		struct model *rows = checker->model;
		const struct expr *value = ledger_definition_use(checker, node, (int)i, NULL);
		rows->definitions = gj_arena_grow(checker->arena, rows->definitions, rows->definition_count, &capacities[ledger], sizeof *rows->definitions);
		rows->definitions[rows->definition_count++] = (struct definition){.name = node->text, .span = node->span, .value = value};
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
	int index = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_LEDGER)
			check_ledger(checker, node, index++);
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_DEFINITION && ast_child(node, NODE_ATTR_LEDGER))
			collect_definition(checker, node);
	check_group_filters(checker);
	check_ledger_definitions(checker);
}

void check_ledger_checks(struct checker *checker)
{
	int index = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		if (node->kind != NODE_LEDGER)
			continue;
		struct ledger_scope outer = ledger_enter(checker, index);
		checker->reading = true;
		check_table_checks(checker, node);
		checker->reading = false;
		ledger_leave(checker, index++, &outer);
	}
}
