/* 名次: a unit's place among all units, or those of its group. A pass over the units gives it before any is evaluated, so it is a field that rules can use
 * everywhere but where it is made: in what it is ranked by, and in 校验, which say who is ranked at all. */
#include "check.h"
#include <string.h>

static int add_field(struct checker *checker, const struct node *node, const char *name, bool nullable)
{
	struct model *model = checker->model;
	struct node heading = *node;
	int column = next_column(model), index = (int)model->field_count;
	heading.text = name;
	model->fields = gj_arena_grow(checker->arena, model->fields, model->field_count, &model->field_capacity, sizeof *model->fields);
	model->fields[model->field_count++] = (struct model_field){.span = node->span, .name_span = node->name_span, .used = true, .ranked = true,
		.field = {.name = name, .meaning = "", .type = GJ_NUMBER, .unit = "名", .lane = GJ_LANE32, .low = 1, .high = GJ_RANKED_MOST,
			.nullable = nullable, .derived = true, .column = column, .state_column = nullable ? column + 1 : GJ_NONE}};
	define_name(checker, &checker->values, &heading, VALUE_FIELD, index);
	return index;
}

void collect_places(struct checker *checker)
{
	struct model *model = checker->model;
	size_t count = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		count += node->kind == NODE_RANKING;
	model->rankings = gj_arena_alloc(checker->arena, (count + 1) * sizeof *model->rankings);
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		if (node->kind != NODE_RANKING || !*node->text)
			continue;
		bool nullable = ast_child(node, NODE_ATTR_CONDITION) != NULL;
		struct model_ranking *ranking = &model->rankings[model->ranking_count++];
		*ranking = (struct model_ranking){.span = node->span, .name_span = node->name_span,
			.ranking = {.name = node->text, .place = GJ_NONE, .ranked = GJ_NONE, .condition = GJ_NONE}};
		ranking->ranking.field = add_field(checker, node, node->text, nullable);
		ranking->ranking.count_field = add_field(checker, node, gj_arena_print(checker->arena, "%s个数", node->text), false);
		model->fields[ranking->ranking.count_field].field.low = nullable ? 0 : 1;
	}
	if (count > GJ_RANKINGS_MOST)
		report(checker->diagnostics, MSG_PLACES_MANY, checker->standard->name_span, decimal_text(checker->arena, GJ_RANKINGS_MOST, 0), NULL);
}

/* A 名次 that expressions read; through definitions too, each of which is looked at once. */
struct place_reader {
	const struct model *model;
	int *of_definition;     /* the field, or GJ_NONE */
};

static int place_read(const struct place_reader *reader, const struct expr *expr)
{
	if (!expr)
		return GJ_NONE;
	if (expr->kind == EXPR_FIELD)
		return reader->model->fields[expr->field].ranked ? expr->field : GJ_NONE;
	if (expr->kind == EXPR_DEFINITION)
		return reader->of_definition[expr->definition];
	const struct expr *parts[] = {expr->a, expr->b, expr->c};
	int found = GJ_NONE;
	for (size_t i = 0; i < 3 && found == GJ_NONE; i++)
		found = place_read(reader, parts[i]);
	return found;
}

static struct place_reader read_definitions(struct checker *checker)
{
	const struct model *model = checker->model;
	struct place_reader reader = {model, gj_arena_alloc(checker->arena, (model->definition_count + 1) * sizeof *reader.of_definition)};
	for (size_t i = 0; i < model->definition_count; i++)
		reader.of_definition[i] = place_read(&reader, model->definitions[i].value);
	return reader;
}

static void refuse_place(struct checker *checker, const struct place_reader *reader, const struct model_ranking *ranking, const struct expr *expr,
	struct span span, const char *what)
{
	int place = place_read(reader, expr);
	if (place != GJ_NONE)
		report(checker->diagnostics, MSG_PLACE_CIRCLE, span, ranking->ranking.name, what, checker->model->fields[place].field.name, NULL);
}

static void refuse_places(struct checker *checker, const struct place_reader *reader, const struct model_ranking *ranking)
{
	if (ranking->condition)
		refuse_place(checker, reader, ranking, ranking->condition, ranking->condition->span, "条件");
	for (size_t i = 0; i < ranking->key_count; i++)
		refuse_place(checker, reader, ranking, ranking->keys[i].value, ranking->keys[i].span, "排序");
	for (size_t i = 0; i < ranking->grouping.grouping.key_count; i++)
		refuse_place(checker, reader, ranking, ranking->grouping.values[i], ranking->grouping.span, "分组");
}

/* By numbers that the units themselves have. */
static void check_place_keys(struct checker *checker, const struct node *node, const struct model_ranking *ranking)
{
	if (!ast_child(node, NODE_RANK_KEY))
		report(checker->diagnostics, MSG_PLACE_ORDERLESS, node->name_span, node->text, NULL);
	for (size_t i = 0; i < ranking->key_count; i++) {
		const struct rank_key *key = &ranking->keys[i];
		if (key->total)
			report(checker->diagnostics, MSG_PLACE_BY_SCORE, key->span, node->text, key->name, NULL);
		else if (!key->value)
			report(checker->diagnostics, MSG_PLACE_BY_KEY, key->span, node->text, key->name, NULL);
	}
}

static void check_place(struct checker *checker, const struct node *node, struct model_ranking *ranking)
{
	const struct node *scope = ast_child(node, NODE_ATTR_SCOPE), *ties = ast_child(node, NODE_ATTR_TIES), *grouped = ast_child(node, NODE_ATTR_GROUPED);
	struct model_selection order = {0};
	check_ranked_by(checker, node, node->text, &order);
	ranking->condition = order.condition;
	ranking->keys = order.keys;
	ranking->key_count = order.key_count;
	check_place_keys(checker, node, ranking);
	if (!read_grouping(checker, grouped, &ranking->grouping))
		ranking->grouping.grouping.key_count = 0;
	if (ranking->grouping.grouping.least)
		report(checker->diagnostics, MSG_PLACE_MERGED, grouped->span, NULL);
	if (scope)
		report(checker->diagnostics, MSG_PLACE_SCOPE, scope->span, node->text, NULL);
	if (ties && strcmp(ties->text, "并列") && strcmp(ties->text, "并列不占名次"))
		finding_note(report(checker->diagnostics, MSG_TIE_WORD, ties->span, node->text, ties->text, NULL), "写“同分 并列”或“同分 并列不占名次”",
			"write 同分 并列 or 同分 并列不占名次");
	ranking->ranking.dense = ties && !strcmp(ties->text, "并列不占名次");
}

static const struct expr *use_field(struct checker *checker, struct span span, int index)
{
	const struct gj_field *field = &checker->model->fields[index].field;
	struct expr *expr = expr_new(checker, EXPR_FIELD, span, GJ_NUMBER, field->unit);
	expr->field = index;
	expr->low = field->low;
	expr->high = field->high;
	return expr;
}

/* No place lies behind the last: 用例, and rows that the analyser makes up, can't say so. */
static void bound_place(struct checker *checker, const struct node *node, const struct gj_ranking *ranking)
{
	const struct expr *place = use_field(checker, node->name_span, ranking->field), *count = use_field(checker, node->name_span, ranking->count_field);
	const struct expr *within = expr_compare(checker, EXPR_LE, node->name_span, place, count);
	if (checker->model->fields[ranking->field].field.nullable)
		within = expr_boolean(checker, EXPR_OR, node->name_span, expr_in_state(checker, node->name_span, place, GJ_ABSENT), within);
	const char *count_name = checker->model->fields[ranking->count_field].field.name;
	add_implied_check(checker, node, within, gj_arena_print(checker->arena, "%s不超过%s", ranking->name, count_name));
}

void check_places(struct checker *checker)
{
	struct model *model = checker->model;
	struct model_ranking *ranking = model->rankings;
	if (!model->ranking_count)
		return;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_RANKING && *node->text)
			check_place(checker, node, ranking++);
	struct place_reader reader = read_definitions(checker);
	for (size_t i = 0; i < model->ranking_count; i++)
		refuse_places(checker, &reader, &model->rankings[i]);
	for (size_t i = 0; i < model->check_count; i++) {
		int place = place_read(&reader, model->checks[i].condition);
		if (place != GJ_NONE)
			report(checker->diagnostics, MSG_CHECK_BY_PLACE, model->checks[i].condition->span, model->fields[place].field.name, NULL);
	}
	ranking = model->rankings;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_RANKING && *node->text)
			bound_place(checker, node, &(ranking++)->ranking);
}

/* Once the sheet is known: no 校验 that it has brought with it, from number `first` on, reads a 名次. */
void check_judged_places(struct checker *checker, size_t first)
{
	const struct model *model = checker->model;
	struct place_reader reader = read_definitions(checker);
	for (size_t i = first; i < model->check_count; i++) {
		int place = place_read(&reader, model->checks[i].condition);
		if (place != GJ_NONE)
			report(checker->diagnostics, MSG_JUDGED_BY_PLACE, model->checks[i].span, model->fields[place].field.name, NULL);
	}
}
