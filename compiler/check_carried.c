/* 结果 附带: fields that the results carry along, in front of the scores. */
#include "check.h"
#include "runtime/results.h"
#include <string.h>

/* Whether the results have a column of that name anyway. */
static bool is_column(const struct checker *checker, const char *name)
{
	for (int i = 0; i < GJ_CLOSINGS; i++)
		if (!strcmp(gj_closing_name((enum gj_closing)i), name))
			return true;
	for (size_t i = 0; i < checker->model->column_count; i++)
		if (!strcmp(checker->model->columns[i].name, name))
			return true;
	return !strcmp(name, "待核") || names_find(&checker->items, name);
}

static bool is_carried(const struct model *model, int field)
{
	for (size_t i = 0; i < model->carried_count; i++)
		if (model->carried[i] == field)
			return true;
	return field == model->key_field;
}

void check_carried(struct checker *checker)
{
	struct model *model = checker->model;
	const struct node *attribute = ast_child(checker->standard, NODE_ATTR_CARRIED);
	model->carried = gj_arena_alloc(checker->arena, (model->field_count + 1) * sizeof *model->carried);
	for (const struct node *name = attribute ? attribute->first : NULL; name; name = name->next) {
		int field = field_index_of(checker, name);
		if (field == GJ_NONE)
			continue;
		model->fields[field].used = true;
		if (is_carried(model, field) || is_column(checker, name->text))
			report(checker->diagnostics, MSG_CARRIED_ALREADY, name->name_span, name->text, NULL);
		else
			model->carried[model->carried_count++] = field;
	}
}
