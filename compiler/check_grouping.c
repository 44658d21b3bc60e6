/* 按 … 分组. */
#include "check.h"
#include <string.h>

void begin_groupings(struct checker *checker)
{
	struct model *model = checker->model;
	model->groupings = gj_arena_alloc(checker->arena, GJ_GROUPINGS_MOST * sizeof *model->groupings);
	model->groupings[0] = (struct model_grouping){.span = checker->standard->name_span};
	model->grouping_count = 1;
}

static void refuse(struct checker *checker, const struct node *name, const char *zh, const char *en)
{
	struct finding *finding = report(checker->diagnostics, MSG_GROUP_KEY, name->span, name->text, NULL);
	finding_note(finding, zh, en);
}

/* A field of the table: its value, or its text. False: reported. */
static bool check_field(struct checker *checker, const struct node *name, int index, struct gj_group_key *key, const struct expr **value)
{
	const struct gj_field *field = &checker->model->fields[index].field;
	key->field = index;
	key->type = field->type;
	checker->model->fields[index].used = true;
	if (index == checker->model->key_field) {
		refuse(checker, name, "主键各不相同，每个对象会自成一组", "keys are all different: every unit would be a group of its own");
		return false;
	}
	if (field->nullable) {
		refuse(checker, name, "它可以空着，空着的不知道归哪一组：去掉“可空”，或另写一个没有空的字段", "it may be empty: then the unit's group isn't known");
		return false;
	}
	*value = field->type == GJ_TEXT ? NULL : check_expression(checker, name, NULL);
	return field->type == GJ_TEXT || *value;
}

static bool check_definition_key(struct checker *checker, const struct node *name, struct gj_group_key *key, const struct expr **value)
{
	*value = check_expression(checker, name, NULL);
	if (!*value)
		return false;
	if ((*value)->type == GJ_OPTION) {
		refuse(checker, name, "直接写那个选项字段", "name the option field itself");
		return false;
	}
	if (is_fraction(*value)) {
		refuse(checker, name, "它的商没有取整，先写明四舍五入、进一或舍去", "it is a quotient that isn't rounded");
		return false;
	}
	key->type = (*value)->type;
	key->scale = (*value)->scale;
	key->unit = (*value)->unit;
	return true;
}

static bool check_key(struct checker *checker, const struct node *name, struct gj_group_key *key, const struct expr **value)
{
	const struct name_entry *entry = names_find(&checker->values, name->text);
	*key = (struct gj_group_key){.name = name->text, .field = GJ_NONE, .slot = GJ_NONE, .unit = ""};
	if (entry && entry->kind == VALUE_FIELD)
		return check_field(checker, name, entry->index, key, value);
	return check_definition_key(checker, name, key, value);
}

static bool same_keys(const struct gj_grouping *a, const struct gj_grouping *b)
{
	bool same = a->key_count == b->key_count && a->least == b->least;
	for (size_t i = 0; same && i < a->key_count; i++)
		same = !strcmp(a->keys[i].name, b->keys[i].name);
	return same;
}

/* The grouping of the same keys, which may stand with several selections and targets. */
static int enter(struct checker *checker, const struct model_grouping *made, const struct node *grouped)
{
	struct model *model = checker->model;
	for (size_t i = 0; i < model->grouping_count; i++)
		if (same_keys(&model->groupings[i].grouping, &made->grouping))
			return (int)i;
	if (model->grouping_count == GJ_GROUPINGS_MOST) {
		report(checker->diagnostics, MSG_GROUPINGS_MANY, grouped->span, decimal_text(checker->arena, GJ_GROUPINGS_MOST - 1, 0), NULL);
		return 0;
	}
	model->groupings[model->grouping_count] = *made;
	return (int)model->grouping_count++;
}

bool read_grouping(struct checker *checker, const struct node *grouped, struct model_grouping *made)
{
	const struct node *number = grouped ? ast_child(grouped, NODE_NUMBER) : NULL;
	size_t names = 0;
	bool good = true;
	for (const struct node *name = grouped ? grouped->first : NULL; name; name = name->next)
		names += name->kind == NODE_NAME;
	*made = (struct model_grouping){.span = grouped ? grouped->span : checker->standard->name_span};
	if (!names)
		return true;
	made->grouping.keys = gj_arena_alloc(checker->arena, names * sizeof *made->grouping.keys);
	made->values = gj_arena_alloc(checker->arena, names * sizeof *made->values);
	for (const struct node *name = grouped->first; name; name = name->next)
		if (name->kind == NODE_NAME) {
			size_t at = made->grouping.key_count++;
			good = check_key(checker, name, &made->grouping.keys[at], &made->values[at]) && good;
		}
	if (number)
		good = count_of_units(checker, number, &made->grouping.least) && good;
	return good;
}

int check_grouping(struct checker *checker, const struct node *grouped)
{
	struct model_grouping made;
	return read_grouping(checker, grouped, &made) && made.grouping.key_count ? enter(checker, &made, grouped) : 0;
}
