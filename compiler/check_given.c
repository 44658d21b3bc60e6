/* One value of a row: 缺省, 样例, 给定. */
#include "check.h"
#include <string.h>

static const char *expected_words(struct checker *checker, const struct gj_field *field)
{
	switch (field->type) {
	case GJ_BOOL:
		return "是 或 否";
	case GJ_OPTION:
		return join_names(checker->arena, field->options.items, field->options.count, 12);
	case GJ_DATE:
		return gj_arena_print(checker->arena, "%s 至 %s 之间的日期", field_value_text(checker, field, field->low),
			field_value_text(checker, field, field->high));
	case GJ_TEXT:
		return "带引号的文字";
	default:
		return gj_arena_print(checker->arena, "%s 至 %s 之间的数", value_text(checker, field->low, field->scale, ""),
			value_text(checker, field->high, field->scale, field->unit));
	}
}

/* A value of another kind than the field's. */
static bool wrong_kind(struct checker *checker, const struct node *value, const struct gj_field *field, bool lenient, struct given *given)
{
	given->unfit = true;
	given->text = source_text(checker, value->span);
	if (lenient)
		return true;
	struct finding *finding = report(checker->diagnostics, MSG_VALUE_KIND, value->span, field->name, given->text,
		expected_words(checker, field), NULL);
	if (field->type == GJ_BOOL && value->kind == NODE_NUMBER && !value->scale && (value->number == 0 || value->number == 1))
		finding_fix(finding, value->span, value->number ? "是" : "否");
	return false;
}

static bool number_unit_right(struct checker *checker, const struct node *value, const struct gj_field *field)
{
	const char *unit = literal_unit(value);
	int power;
	if (!*unit || !strcmp(unit, field->unit) || unit_power(unit, field->unit, &power))
		return true;
	if (!*field->unit) {
		report_undeclared_unit_of(checker, field_node(checker, field->name), unit, value->span);
		return false;
	}
	struct finding *finding = report(checker->diagnostics, MSG_UNIT_MISMATCH, value->span, field->name, unit_words(checker, field->unit, GJ_CHINESE),
		source_text(checker, value->span), unit_words(checker, unit, GJ_CHINESE), unit_words(checker, field->unit, GJ_ENGLISH),
		unit_words(checker, unit, GJ_ENGLISH), NULL);
	finding_fix(finding, value->span, gj_arena_print(checker->arena, "%s%s", value->text, field->unit));
	return false;
}

static bool check_given_number(struct checker *checker, const struct node *value, const struct gj_field *field, bool lenient, struct given *given)
{
	int64_t number;
	int scale;
	literal_in_unit(value, field->unit, &number, &scale);
	if (!number_unit_right(checker, value, field))
		return false;
	wide scaled = rescale(number, scale, field->scale, GJ_ROUND_DOWN);
	given->text = source_text(checker, value->span);
	given->unfit = scale > field->scale || scaled < field->low || scaled > field->high;
	given->value = scaled > INT64_MAX ? INT64_MAX : (int64_t)scaled;
	if (!given->unfit || lenient)
		return true;
	if (scale > field->scale)
		report(checker->diagnostics, MSG_VALUE_FINER, value->span, field->name, given->text, decimal_text(checker->arena, field->scale, 0), NULL);
	else
		report(checker->diagnostics, MSG_VALUE_RANGE, value->span, field->name, given->text,
			value_text(checker, field->low, field->scale, field->unit), value_text(checker, field->high, field->scale, field->unit), NULL);
	return false;
}

static bool check_given_date(struct checker *checker, const struct node *value, const struct gj_field *field, bool lenient, struct given *given)
{
	given->value = date_of_node(value);
	given->text = source_text(checker, value->span);
	given->unfit = given->value < field->low || given->value > field->high;
	if (given->unfit && !lenient)
		report(checker->diagnostics, MSG_VALUE_RANGE, value->span, field->name, given->text, field_value_text(checker, field, field->low),
			field_value_text(checker, field, field->high), NULL);
	return lenient || !given->unfit;
}

static bool check_given_option(struct checker *checker, const struct node *value, const struct gj_field *field, bool lenient, struct given *given)
{
	const char *name = value->kind == NODE_NUMBER ? source_text(checker, value->span) : value->text;
	given->value = option_index(checker, &field->options, name);
	if (given->value != GJ_NONE)
		return true;
	given->value = 0;
	given->unfit = true;
	given->text = name;
	if (!lenient)
		report_unknown_word(checker, MSG_OPTION_UNKNOWN, value, &field->options, field->name);
	return lenient;
}

static bool check_given_absent(struct checker *checker, const struct node *value, const struct gj_field *field, bool lenient, struct given *given)
{
	enum gj_state state = state_of_word(value->text);
	bool defaulted = state == GJ_ABSENT && field->has_default;
	if (report_pending(checker, value, value->span))
		return false;
	given->state = defaulted ? GJ_PRESENT : state;
	given->value = defaulted ? field->default_value : field->low;
	if (defaulted || gj_field_allows(field, state) || (state == GJ_ABSENT && field->type == GJ_TEXT))
		return true;
	given->unfit = true;
	if (!lenient && state == GJ_ABSENT)
		report(checker->diagnostics, MSG_VALUE_ABSENT, value->span, field->name, NULL);
	else if (!lenient)
		report_state_never(checker, value->span, &checker->model->fields[given->field], value->text);
	return lenient;
}

bool check_given(struct checker *checker, const struct node *value, int index, bool lenient, struct given *given)
{
	const struct gj_field *field = &checker->model->fields[index].field;
	*given = (struct given){.field = index, .state = GJ_PRESENT, .text = "", .span = value->span, .given = true};
	if (value->kind == NODE_ABSENT)
		return check_given_absent(checker, value, field, lenient, given);
	if (field->type == GJ_NUMBER && value->kind == NODE_NUMBER)
		return check_given_number(checker, value, field, lenient, given);
	if (field->type == GJ_DATE && value->kind == NODE_DATE)
		return check_given_date(checker, value, field, lenient, given);
	if (field->type == GJ_OPTION && (value->kind == NODE_NAME || value->kind == NODE_STRING || value->kind == NODE_NUMBER))
		return check_given_option(checker, value, field, lenient, given);
	if (field->type == GJ_BOOL && value->kind == NODE_BOOLEAN) {
		given->value = value->number != 0;
		return true;
	}
	if (field->type == GJ_TEXT && (value->kind == NODE_STRING || value->kind == NODE_NAME || value->kind == NODE_NUMBER)) {
		given->text = value->text;
		return true;
	}
	return wrong_kind(checker, value, field, lenient, given);
}
