/* Literals: values, units and points as written. */
#include "check.h"
#include <string.h>

enum { MOST_POINT_DECIMALS = 4 };

bool is_literal(const struct node *node)
{
	return node->kind == NODE_NUMBER || (node->kind == NODE_UNARY && !strcmp(node->text, "-") && node->first && is_literal(node->first));
}

void literal_value(const struct node *number, int64_t *value, int *scale)
{
	*value = number->number;
	*scale = number->scale;
	while (*scale > 0 && *value % 10 == 0) {
		*value /= 10;
		--*scale;
	}
}

const char *literal_unit(const struct node *number)
{
	const struct node *unit = ast_child(number, NODE_UNIT);
	return unit ? unit_canonical(unit->text) : "";
}

const char *share_doubt(struct checker *checker, const struct node *number, const char *unit)
{
	int64_t value;
	int scale;
	if (!unit_is_share(unit) || number->kind != NODE_NUMBER)
		return NULL;
	literal_value(number, &value, &scale);
	if (scale == 0 || value < 0 || value > power_of_ten(scale))
		return NULL;
	const char *share = decimal_text(checker->arena, value * power_of_ten(-unit_share_power(unit)), scale);
	return gj_arena_print(checker->arena, "%s%s”或“%s%s", share, unit, number->text, unit);
}

/* The number times 10^power, in the fewest decimals. */
static void shift(int64_t *value, int *scale, int power)
{
	for (*scale -= power; *scale < 0; ++*scale)
		*value = *value > INT64_MAX / 20 ? INT64_MAX / 2 : *value < INT64_MIN / 20 ? INT64_MIN / 2 : *value * 10;
	while (*scale > 0 && *value % 10 == 0) {
		*value /= 10;
		--*scale;
	}
}

bool literal_in_unit(const struct node *number, const char *unit, int64_t *value, int *scale)
{
	const char *own = literal_unit(number);
	int power = 0;
	literal_value(number, value, scale);
	if (strcmp(own, unit) && !unit_power(own, unit, &power))
		return false;
	shift(value, scale, power);
	return true;
}

bool literal_beside(const struct node *number, const char *unit, int64_t *value, int *scale)
{
	const char *own = literal_unit(number);
	if (literal_in_unit(number, unit, value, scale))
		return true;
	if (*unit || !unit_is_share(own))
		return false;
	shift(value, scale, unit_share_power(own));
	return true;
}

const char *source_text(const struct checker *checker, struct span span)
{
	return gj_arena_copy(checker->arena, checker->source->text + span.start, span.end - span.start);
}

const char *value_text(const struct checker *checker, wide value, int scale, const char *unit)
{
	return gj_arena_print(checker->arena, "%s%s", decimal_text(checker->arena, value, scale), unit);
}

const char *field_value_text(const struct checker *checker, const struct gj_field *field, wide value)
{
	if (field->type != GJ_DATE)
		return value_text(checker, value, field->scale, field->unit);
	struct gj_day day = gj_day_of((int64_t)value);
	return gj_arena_print(checker->arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

const char *points_text(const struct checker *checker, wide points)
{
	return value_text(checker, points, checker->model->point_scale, "分");
}

int64_t to_point_scale(const struct checker *checker, int64_t value, int scale, enum gj_rounding rounding)
{
	return (int64_t)rescale(value, scale, checker->model->point_scale, rounding);
}

static bool points_have_unit(struct checker *checker, const struct node *number)
{
	const char *unit = literal_unit(number);
	if (!strcmp(unit, "分"))
		return true;
	const char *right = gj_arena_print(checker->arena, "%s分", number->text);
	struct finding *finding = report(checker->diagnostics, *unit ? MSG_POINTS_WRONG_UNIT : MSG_POINTS_UNIT, number->span,
		source_text(checker, number->span), right, NULL);
	finding_fix(finding, number->span, right);
	return false;
}

void keep_point_decimals(struct checker *checker, int scale)
{
	int shown = scale < GJ_SHOWN_DECIMALS ? scale : GJ_SHOWN_DECIMALS;
	if (shown > checker->amount_scale)
		checker->amount_scale = shown;
}

bool is_fraction(const struct expr *amount)
{
	return amount->exact || amount->scale > GJ_SHOWN_DECIMALS;
}

bool check_shown_decimals(struct checker *checker, const struct node *number)
{
	if (!number->scale && number->number <= GJ_SHOWN_DECIMALS)
		return true;
	report(checker->diagnostics, MSG_DECIMALS_RANGE, number->span, decimal_text(checker->arena, GJ_SHOWN_DECIMALS, 0), NULL);
	return false;
}

bool check_points_literal(struct checker *checker, const struct node *number, int64_t *value, int *scale)
{
	literal_value(number, value, scale);
	bool right = points_have_unit(checker, number);
	if (*scale > MOST_POINT_DECIMALS || *value > (int64_t)1000000000 * (int64_t)power_of_ten(*scale)) {
		report(checker->diagnostics, MSG_POINTS_EXTREME, number->span, source_text(checker, number->span), NULL);
		return false;
	}
	keep_point_decimals(checker, *scale);
	return right;
}

const char *unit_words(struct checker *checker, const char *unit, enum gj_language language)
{
	if (language == GJ_ENGLISH)
		return *unit ? gj_arena_print(checker->arena, "is in %s", unit) : "has no unit";
	return *unit ? gj_arena_print(checker->arena, "以“%s”为单位", unit) : "不带单位";
}

const struct node *field_node(const struct checker *checker, const char *name)
{
	const struct node *data = ast_child(checker->standard, NODE_DATA);
	for (const struct node *node = data ? data->first : NULL; node; node = node->next)
		if (node->kind == NODE_FIELD && !strcmp(node->text, name))
			return node;
	return NULL;
}

void report_undeclared_unit_of(struct checker *checker, const struct node *field, const char *unit, struct span use)
{
	const struct node *type = ast_child(field, NODE_TYPE);
	struct finding *finding = report(checker->diagnostics, MSG_UNIT_UNDECLARED, type->span, field->text, unit, NULL);
	finding_relate(finding, use, "用在这里", "used here");
	finding_fix(finding, (struct span){type->span.end, type->span.end}, gj_arena_print(checker->arena, "（%s）", unit));
}

const struct expr *expr_plain(const struct expr *expr)
{
	while (expr->stops)
		expr = expr->a;
	return expr;
}

bool report_undeclared_unit(struct checker *checker, const struct expr *field, const char *unit, struct span use)
{
	field = expr_plain(field);
	if (field->kind != EXPR_FIELD || *field->unit || !*unit)
		return false;
	const struct node *node = field_node(checker, checker->model->fields[field->field].field.name);
	if (node)
		report_undeclared_unit_of(checker, node, unit, use);
	return node != NULL;
}
