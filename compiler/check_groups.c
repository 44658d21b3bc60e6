/* A ledger made of another: a row for each group of rows that belong to one owner and agree in some fields. */
#include "check_ledger.h"

/* The field of the base that a name stands for; GJ_NONE: reported. */
static int group_field(struct checker *checker, const struct node *name, int base)
{
	const struct ledger *ledger = &checker->whole->ledgers[base];
	const struct name_entry *entry = names_find(&checker->ledger_values[base], name->text);
	if (!entry || entry->kind != VALUE_FIELD) {
		report_unknown(checker, MSG_GROUP_FIELD, name, &checker->ledger_values[base], ledger->name);
		return GJ_NONE;
	}
	const struct model_field *field = &ledger->rows->fields[entry->index];
	if (gj_field_last_state(&field->field) != GJ_PRESENT) {
		finding_relate(report(checker->diagnostics, MSG_GROUP_FIELD_ABSENT, name->span, name->text, NULL), field->name_span, "这里写了可空",
			"declared 可空 here");
		return GJ_NONE;
	}
	return entry->index;
}

static void add_group_field(struct checker *checker, const struct node *name, int field)
{
	struct ledger *ledger = checker->ledger;
	struct model *rows = ledger->rows;
	const struct model_field *from = &checker->whole->ledgers[ledger->base].rows->fields[field];
	struct model_field *made = &rows->fields[rows->field_count];
	*made = (struct model_field){.field = from->field, .span = name->span, .name_span = name->span, .used = true};
	made->field.key = made->field.has_default = false;
	made->field.column = made->field.type == GJ_TEXT ? GJ_NONE : 0;
	for (size_t i = 0; i < rows->field_count && made->field.column != GJ_NONE; i++)
		made->field.column += rows->fields[i].field.column != GJ_NONE;
	if (!define_name(checker, &checker->values, name, VALUE_FIELD, (int)rows->field_count))
		return;
	ledger->group_fields[ledger->group_count++] = field;
	rows->field_count++;
}

void check_groups(struct checker *checker, const struct node *node)
{
	const struct node *groups = ast_child(node, NODE_ATTR_GROUPS);
	const struct name_entry *entry = names_find(&checker->ledgers, groups->text);
	struct ledger *ledger = checker->ledger;
	size_t names = 0;
	for (const struct node *child = node->first; child; child = child->next)
		if (child->kind == NODE_FIELD || child->kind == NODE_CHECK)
			report(checker->diagnostics, MSG_GROUP_WITH_FIELDS, child->span, node->text, groups->text, NULL);
	if (!entry) {
		if (!report_later(checker, groups))
			report_unknown(checker, MSG_LEDGER_UNKNOWN, groups, &checker->ledgers, "");
		return;
	}
	ledger->base = entry->index;
	ledger->parent = checker->whole->ledgers[entry->index].parent;
	if (!ast_child(node, NODE_ATTR_ROWS))
		ledger->most = checker->whole->ledgers[entry->index].most;
	for (const struct node *name = groups->first; name; name = name->next)
		names++;
	ledger->group_fields = gj_arena_alloc(checker->arena, names * sizeof *ledger->group_fields);
	ledger->rows->fields = gj_arena_alloc(checker->arena, names * sizeof *ledger->rows->fields);
	ledger->rows->field_capacity = names;
	for (const struct node *name = groups->first; name; name = name->next) {
		int field = group_field(checker, name, entry->index);
		if (field != GJ_NONE)
			add_group_field(checker, name, field);
	}
}

void check_group_filters(struct checker *checker)
{
	int index = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		if (node->kind != NODE_LEDGER)
			continue;
		struct ledger *ledger = &checker->whole->ledgers[index++];
		const struct node *when = ast_child(node, NODE_ATTR_WHEN);
		if (!when || ledger->base == GJ_NONE)
			continue;
		struct ledger_scope outer = ledger_enter(checker, ledger->base);
		ledger->group_filter = check_condition(checker, ast_expression(when), NULL);
		ledger_leave(checker, ledger->base, &outer);
	}
}
