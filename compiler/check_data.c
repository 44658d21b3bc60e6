/* 数据: fields with their types, ranges, columns and lanes; the primary key; 校验. */
#include "check.h"
#include <string.h>

enum { MOST_FIELD_DECIMALS = 9 };

static struct gj_texts texts_of(struct checker *checker, const struct node *parent, enum node_kind kind)
{
	struct gj_texts texts = {0};
	for (const struct node *node = parent->first; node; node = node->next)
		texts.count += node->kind == kind;
	texts.items = gj_arena_alloc(checker->arena, texts.count * sizeof *texts.items);
	texts.count = 0;
	for (const struct node *node = parent->first; node; node = node->next)
		if (node->kind == kind)
			texts.items[texts.count++] = node->text;
	return texts;
}

static void check_options(struct checker *checker, const struct node *type, struct gj_field *field)
{
	field->options = texts_of(checker, type, NODE_NAME);
	field->high = field->options.count ? (int64_t)field->options.count - 1 : 0;
	struct name_table seen;
	names_begin(&seen, checker->arena);
	for (const struct node *node = type->first; node; node = node->next) {
		const struct name_entry *taken = node->kind == NODE_NAME ? names_add(&seen, node->text, node->name_span, 0, 0) : NULL;
		if (taken)
			finding_relate(report(checker->diagnostics, MSG_OPTION_DUPLICATE, node->name_span, node->text, NULL), taken->span,
				"第一次写在这里", "first written here");
	}
	if (field->options.count < 2)
		report(checker->diagnostics, MSG_OPTIONS_MISSING, type->span, field->name, NULL);
}

/* 0.5分 至 3分: points with as many decimals as the range is written with. */
static int finest_end(const struct node *field)
{
	const struct node *range = ast_child(field, NODE_ATTR_RANGE);
	int finest = 0, scale;
	int64_t value;
	for (const struct node *end = range ? range->first : NULL; end; end = end->next) {
		literal_value(end, &value, &scale);
		finest = scale > finest ? scale : finest;
	}
	return finest;
}

static void check_decimals(struct checker *checker, const struct node *node, struct gj_field *field)
{
	const struct node *decimals = ast_child(node, NODE_ATTR_DECIMALS);
	const struct node *number = decimals ? ast_child(decimals, NODE_NUMBER) : NULL;
	if (!number && !strcmp(ast_child(node, NODE_TYPE)->text, "评分"))
		field->scale = finest_end(node);
	if (is_discretion(node))
		field->scale = node->scale;
	if (!number)
		return;
	bool whole = !strcmp(ast_child(node, NODE_TYPE)->text, "整数");
	if (field->type != GJ_NUMBER || whole) {
		report(checker->diagnostics, MSG_DECIMALS_NEEDLESS, decimals->span, ast_child(node, NODE_TYPE)->text, NULL);
		return;
	}
	if (number->scale || number->number < 0 || number->number > MOST_FIELD_DECIMALS) {
		report(checker->diagnostics, MSG_DECIMALS_RANGE, decimals->span, "9", NULL);
		return;
	}
	field->scale = (int)number->number;
}

static void report_range_unit(struct checker *checker, const struct node *node, const struct node *number, const struct gj_field *field)
{
	const char *unit = literal_unit(number);
	if (!*field->unit) {
		report_undeclared_unit_of(checker, node, unit, number->span);
		return;
	}
	struct finding *finding = report(checker->diagnostics, MSG_UNIT_MISMATCH, number->span, field->name, unit_words(checker, field->unit, GJ_CHINESE),
		source_text(checker, number->span), unit_words(checker, unit, GJ_CHINESE), unit_words(checker, field->unit, GJ_ENGLISH),
		unit_words(checker, unit, GJ_ENGLISH), NULL);
	finding_fix(finding, number->span, number->text);
}

/* One end of a range at the field's own decimals. False: reported. */
static bool check_range_end(struct checker *checker, const struct node *node, const struct node *number, const struct gj_field *field, int64_t *end)
{
	int64_t value;
	int scale;
	if (number->kind == NODE_DATE) {
		report(checker->diagnostics, MSG_NUMBER_EXPECTED, number->span, source_text(checker, number->span), NULL);
		return false;
	}
	if (!literal_in_unit(number, field->unit, &value, &scale) && *literal_unit(number)) {
		report_range_unit(checker, node, number, field);
		return false;
	}
	if (scale > field->scale) {
		const char *decimals = decimal_text(checker->arena, field->scale, 0);
		struct finding *finding = report(checker->diagnostics, MSG_RANGE_FINER, number->span, source_text(checker, number->span), field->name,
			decimals, NULL);
		finding_note(finding, gj_arena_print(checker->arena, "可以在范围后面写：保留 %d位", scale),
			gj_arena_print(checker->arena, "write 保留 %d位 after the range", scale));
		return false;
	}
	wide scaled = rescale(value, scale, field->scale, GJ_ROUND_DOWN);
	if (scaled > INT64_MAX / 2 || scaled < INT64_MIN / 2) {
		report(checker->diagnostics, MSG_RANGE_EXTREME, number->span, field->name, NULL);
		return false;
	}
	*end = (int64_t)scaled;
	return true;
}

static void report_range_missing(struct checker *checker, const struct node *node, const struct gj_field *field)
{
	struct finding *finding = report(checker->diagnostics, MSG_RANGE_MISSING, node->name_span, field->name, NULL);
	finding_note(finding, gj_arena_print(checker->arena, "请在类型后面写上最小和最大可能的数，例如：%s %s 0 至 1000", field->name,
		source_text(checker, ast_child(node, NODE_TYPE)->span)),
		gj_arena_print(checker->arena, "write the smallest and largest value that can occur after the type, such as 0 至 1000"));
}

/* The days that can occur: 1900 to 2199 where none are stated. */
static void check_dates(struct checker *checker, const struct node *range, struct gj_field *field)
{
	field->low = GJ_DATE_LOW;
	field->high = GJ_DATE_HIGH;
	const struct node *low = range ? ast_expression(range) : NULL, *high = low ? ast_next_expression(low) : NULL;
	if (!high)
		return;
	if (low->kind != NODE_DATE || high->kind != NODE_DATE) {
		const struct node *wrong = low->kind != NODE_DATE ? low : high;
		report(checker->diagnostics, MSG_DATE_EXPECTED, wrong->span, source_text(checker, wrong->span), NULL);
		return;
	}
	if (date_of_node(low) > date_of_node(high)) {
		report(checker->diagnostics, MSG_RANGE_REVERSED, range->span, source_text(checker, low->span), source_text(checker, high->span), NULL);
		return;
	}
	field->low = date_of_node(low);
	field->high = date_of_node(high);
}

static void check_range(struct checker *checker, const struct node *node, struct gj_field *field)
{
	const struct node *range = ast_child(node, NODE_ATTR_RANGE);
	if (field->type == GJ_DATE)
		return check_dates(checker, range, field);
	if (field->type != GJ_NUMBER) {
		if (range)
			report(checker->diagnostics, MSG_RANGE_NEEDLESS, range->span, ast_child(node, NODE_TYPE)->text, NULL);
		return;
	}
	wide factor = power_of_ten(field->scale);
	field->high = (int64_t)((field->percent ? 100 : 1000) * factor);
	const struct node *low = range ? ast_expression(range) : NULL, *high = low ? ast_next_expression(low) : NULL;
	if (!high) {
		if (!range && !field->percent)
			report_range_missing(checker, node, field);
		return;
	}
	int64_t from, to;
	if (!check_range_end(checker, node, low, field, &from) || !check_range_end(checker, node, high, field, &to))
		return;
	if (from > to) {
		const char *right = gj_arena_print(checker->arena, "%s 至 %s", source_text(checker, high->span), source_text(checker, low->span));
		struct finding *finding = report(checker->diagnostics, MSG_RANGE_REVERSED, range->span, source_text(checker, low->span),
			source_text(checker, high->span), NULL);
		finding_fix(finding, (struct span){low->span.start, high->span.end}, right);
		return;
	}
	field->low = from;
	field->high = to;
}

/* The grammar allows a unit after 整数 and 数 alone. */
static void check_unit(const struct node *type, struct gj_field *field)
{
	const struct node *unit = ast_child(type, NODE_UNIT);
	field->unit = field->percent ? "%" : !strcmp(type->text, "评分") || !strcmp(type->text, "酌情") ? "分" : "";
	if (unit && field->type == GJ_NUMBER && !field->percent)
		field->unit = unit_canonical(unit->text);
}

static void check_type(struct checker *checker, const struct node *node, struct gj_field *field)
{
	const struct node *type = ast_child(node, NODE_TYPE);
	field->percent = !strcmp(type->text, "百分数");
	field->type = GJ_NUMBER;
	if (!strcmp(type->text, "文本"))
		field->type = GJ_TEXT;
	else if (!strcmp(type->text, "是否"))
		field->type = GJ_BOOL;
	else if (!strcmp(type->text, "日期"))
		field->type = GJ_DATE;
	else if (!strcmp(type->text, "选项"))
		field->type = GJ_OPTION;
	check_unit(type, field);
	check_decimals(checker, node, field);
	check_range(checker, node, field);
	if (field->type == GJ_BOOL)
		field->high = 1;
	if (field->type == GJ_OPTION)
		check_options(checker, type, field);
}

static void check_default(struct checker *checker, const struct node *node, int index)
{
	const struct node *attribute = ast_child(node, NODE_ATTR_DEFAULT);
	struct gj_field *field = &checker->model->fields[index].field;
	struct given value;
	if (!attribute || !attribute->first)
		return;
	if (field->type == GJ_TEXT || attribute->first->kind == NODE_ABSENT) {
		report(checker->diagnostics, field->type == GJ_TEXT ? MSG_DEFAULT_OF_TEXT : MSG_DEFAULT_KIND, attribute->span, field->name, NULL);
		return;
	}
	if (!check_given(checker, attribute->first, index, false, &value))
		return;
	field->has_default = true;
	field->nullable = false; /* an empty cell has a meaning, so the rules never meet an absent value */
	field->default_value = value.value;
}

static void check_key(struct checker *checker, const struct node *node, int index)
{
	struct model *model = checker->model;
	if (checker->ledger) {
		check_ledger_key(checker, node, index);
		return;
	}
	const struct node *link = ast_child(node, NODE_ATTR_LINK);
	if (link)
		report(checker->diagnostics, MSG_LINK_MISPLACED, link->span, link->text, NULL);
	const struct node *key = ast_child(node, NODE_ATTR_KEY);
	const struct gj_field *field = &model->fields[index].field;
	const char *type = ast_child(node, NODE_TYPE)->text;
	if (!key)
		return;
	if (strcmp(type, "文本") && strcmp(type, "整数"))
		report(checker->diagnostics, MSG_KEY_TYPE, node->name_span, field->name, type, NULL);
	else if (field->nullable)
		report(checker->diagnostics, MSG_KEY_NULLABLE, node->name_span, field->name, NULL);
	if (model->key_field == GJ_NONE) {
		model->key_field = index;
		return;
	}
	struct finding *finding = report(checker->diagnostics, MSG_KEY_DUPLICATE, key->span, field->name,
		model->fields[model->key_field].field.name, NULL);
	finding_relate(finding, model->fields[model->key_field].name_span, "已经有主键", "already has the key");
}

/* Keys and texts, which no rule reckons with, can't be 不适用. */
static bool may_be_inapplicable(struct checker *checker, const struct node *node)
{
	const struct node *attribute = ast_child(node, NODE_ATTR_INAPPLICABLE), *type = ast_child(node, NODE_TYPE);
	bool key = ast_child(node, NODE_ATTR_KEY) || ast_child(node, NODE_ATTR_LINK), text = type && !strcmp(type->text, "文本");
	if (attribute && (key || text))
		report(checker->diagnostics, MSG_INAPPLICABLE_FIELD, attribute->span, node->text, NULL);
	return attribute && !key && !text;
}

static void check_field(struct checker *checker, const struct node *node, int index)
{
	struct model_field *declared = &checker->model->fields[index];
	struct gj_field *field = &declared->field;
	const struct node *wording = ast_child(node, NODE_ATTR_WORDING), *column = ast_child(node, NODE_ATTR_RESULT_COLUMN);
	declared->span = node->span;
	declared->name_span = node->name_span;
	declared->inexact = column && column->number;
	field->result = column != NULL;
	field->name = node->text;
	field->meaning = wording ? wording->text : "";
	field->unit = "";
	field->aliases = texts_of(checker, node, NODE_ATTR_ALIAS);
	field->column = field->state_column = GJ_NONE;
	field->nullable = ast_child(node, NODE_ATTR_NULLABLE) != NULL;
	field->inapplicable = may_be_inapplicable(checker, node);
	field->key = ast_child(node, checker->ledger ? NODE_ATTR_LINK : NODE_ATTR_KEY) != NULL;
	if (ast_child(node, NODE_TYPE)) {
		check_type(checker, node, field);
		check_key(checker, node, index);
		check_default(checker, node, index);
	}
	field->lane = interval_lane((struct interval){field->low, field->high});
	declared->used = field->key;
	define_name(checker, &checker->values, node, VALUE_FIELD, index);
}

static void number_columns(struct checker *checker, const struct node *data)
{
	int column = 0;
	for (size_t i = 0; i < checker->model->field_count; i++) {
		struct gj_field *field = &checker->model->fields[i].field;
		if (field->type != GJ_TEXT)
			field->column = column++;
		if (gj_field_last_state(field) != GJ_PRESENT)
			field->state_column = column++;
	}
	if (checker->model->field_count > MOST_FIELDS)
		report(checker->diagnostics, MSG_FIELDS_TOO_MANY, data->name_span, NULL);
}

static const struct node *only_data(struct checker *checker)
{
	const struct node *data = ast_child(checker->standard, NODE_DATA);
	for (const struct node *node = data ? data->next : NULL; node; node = node->next)
		if (node->kind == NODE_DATA)
			finding_relate(report(checker->diagnostics, MSG_SECTION_DUPLICATE, node->name_span, "数据", NULL), data->name_span, "第一次写在这里",
				"first written here");
	return data;
}

/* Headings of the data table: names and aliases must all differ. */
static void check_aliases(struct checker *checker, const struct node *data)
{
	struct name_table headings;
	names_begin(&headings, checker->arena);
	for (const struct node *field = data->first; field; field = field->next)
		if (field->kind == NODE_FIELD)
			names_add(&headings, field->text, field->name_span, 0, 0);
	for (const struct node *field = data->first; field; field = field->next) {
		for (const struct node *alias = field->kind == NODE_FIELD ? field->first : NULL; alias; alias = alias->next) {
			const struct name_entry *taken = alias->kind == NODE_ATTR_ALIAS ? names_add(&headings, alias->text, alias->span, 0, 0) : NULL;
			if (taken)
				finding_relate(report(checker->diagnostics, MSG_NAME_DUPLICATE, alias->name_span, alias->text, NULL), taken->span,
					"已经在这里用过", "already used here");
		}
	}
}

void check_fields(struct checker *checker, const struct node *table)
{
	struct model *model = checker->model;
	const struct node *sheet = checker->ledger ? NULL : checker->sheet_fields;
	for (const struct node *node = table->first; node; node = node->next)
		model->field_count += node->kind == NODE_FIELD;
	for (const struct node *node = sheet ? sheet->first : NULL; node; node = node->next)
		model->field_count++;
	model->fields = gj_arena_alloc(checker->arena, model->field_count * sizeof *model->fields);
	model->field_capacity = model->field_count;
	int index = 0;
	for (const struct node *node = table->first; node; node = node->next)
		if (node->kind == NODE_FIELD)
			check_field(checker, node, index++);
	for (const struct node *node = sheet ? sheet->first : NULL; node; node = node->next)
		check_field(checker, node, index++);
	check_aliases(checker, table);
	number_columns(checker, table);
	collect_relations(checker, table);
}

void check_data(struct checker *checker)
{
	struct model *model = checker->model;
	const struct node *data = only_data(checker);
	model->key_field = GJ_NONE;
	model->unit_name = data ? data->text : "";
	if (!data) {
		report(checker->diagnostics, MSG_DATA_MISSING, checker->standard->name_span, NULL);
		return;
	}
	collect_sheet_fields(checker);
	check_fields(checker, data);
	if (model->key_field == GJ_NONE) {
		struct finding *finding = report(checker->diagnostics, MSG_KEY_MISSING, data->name_span, data->text, NULL);
		finding_note(finding, "例如：编号 文本 主键", "for example: 编号 文本 主键");
	}
}

static void check_row_check(struct checker *checker, const struct node *node)
{
	const struct node *condition = ast_expression(node), *wording = ast_child(node, NODE_ATTR_WORDING);
	const struct expr *test = condition ? check_condition(checker, condition, NULL) : NULL;
	if (!test)
		return;
	struct check_rule *rule = &checker->model->checks[checker->model->check_count++];
	*rule = (struct check_rule){
		.span = node->span,
		.condition = test,
		.message = wording ? wording->text : "",
		.text = source_text(checker, condition->span),
	};
	reading_add(&rule->reading, checker->model, test);
}

void check_table_checks(struct checker *checker, const struct node *table)
{
	size_t count = 0;
	for (const struct node *node = table ? table->first : NULL; node; node = node->next)
		count += node->kind == NODE_CHECK;
	checker->model->checks = gj_arena_alloc(checker->arena, count * sizeof *checker->model->checks);
	struct relation *relations = checker->relations;
	checker->relations = NULL; /* none may be taken to hold already where it is checked */
	for (const struct node *node = table ? table->first : NULL; node; node = node->next)
		if (node->kind == NODE_CHECK)
			check_row_check(checker, node);
	checker->relations = relations;
}

void check_row_checks(struct checker *checker)
{
	check_table_checks(checker, ast_child(checker->standard, NODE_DATA));
}

void add_implied_check(struct checker *checker, const struct node *written, const struct expr *condition, const char *message)
{
	struct model *model = checker->model;
	if (!checker->check_capacity)
		checker->check_capacity = model->check_count;
	model->checks = gj_arena_grow(checker->arena, model->checks, model->check_count, &checker->check_capacity, sizeof *model->checks);
	model->checks[model->check_count] = (struct check_rule){
		.span = written->span,
		.condition = condition,
		.message = message,
		.text = source_text(checker, written->span),
		.implied = true,
	};
	reading_add(&model->checks[model->check_count++].reading, model, condition);
}
