#include "compare_parts.h"
#include "match_parts.h"
#include "waivers.h"

#include "runtime/decimal.h"

#include <string.h>

static void compare_text(struct comparing *comparing, const char *zh, const char *en, const char *before, const char *after)
{
	const char *none = words(comparing, "（没有）", "(none)");
	before = before && *before ? before : none;
	after = after && *after ? after : none;
	if (strcmp(before, after) != 0)
		differ(comparing, DIFFERENCE_HEADING_CHANGED, words(comparing, zh, en), before, after, NULL);
}

static const char *bound_text(const struct comparing *comparing, const struct model *model, bool has, int64_t value)
{
	char number[GJ_DECIMAL_BYTES];
	gj_decimal(number, value, model->point_scale);
	return has ? gj_arena_print(comparing->arena, "%s分", number) : model->open_ended ? words(comparing, "不封顶", "open-ended") : "";
}

static const char *rounding_text(const struct comparing *comparing, const struct model *model)
{
	static const char *const WORDS[] = { [GJ_ROUND_DOWN] = "舍去", [GJ_ROUND_UP] = "进一", [GJ_ROUND_HALF] = "四舍五入" };
	return model->total_rounded ? gj_arena_print(comparing->arena, "%s 保留 %d位", WORDS[model->total_rounding], model->total_scale) : "";
}

static const char *formula_text(const struct comparing *comparing, const struct model *model)
{
	return model->total_formula ? model->formula_text : words(comparing, "各指标得分之和，加上加分，减去减分", "the sum of all 指标, and 加分, less 减分");
}

static const char *carried_text(const struct comparing *comparing, const struct model *model)
{
	const char *text = "";
	for (size_t i = 0; i < model->carried_count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s", text, i ? "、" : "", model->fields[model->carried[i]].field.name);
	return text;
}

static struct match_list name_bases(struct matcher *matcher, int side, const struct model *model)
{
	int *items = gj_arena_alloc(matcher->arena, (model->basis_count + 1) * sizeof *items);
	for (size_t i = 0; i < model->basis_count; i++) {
		items[i] = (int)i;
		matcher->parts[side][i].text = model->bases[i];
	}
	return (struct match_list){ items, model->basis_count };
}

static void compare_bases(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	struct matcher matcher;
	matcher_start(&matcher, comparing->arena, old->basis_count, new->basis_count);
	struct match_list before = name_bases(&matcher, 0, old), after = name_bases(&matcher, 1, new);
	match_alike(&matcher, before, after);
	match_nearest(&matcher, before, after);
	for (size_t i = 0; i < old->basis_count; i++) {
		int match = matcher.parts[0][i].match;
		compare_text(comparing, "依据", "basis", old->bases[i], match == GJ_NONE ? "" : new->bases[match]);
	}
	for (size_t i = 0; i < new->basis_count; i++)
		if (matcher.parts[1][i].match == GJ_NONE)
			compare_text(comparing, "依据", "basis", "", new->bases[i]);
}

void compare_heading(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	compare_text(comparing, "名称", "name", old->name, new->name);
	compare_text(comparing, "版次", "edition", old->edition, new->edition);
	compare_text(comparing, "文号", "document", old->document, new->document);
	compare_text(comparing, "制定", "issuer", old->issuer, new->issuer);
	compare_text(comparing, "施行", "in force", old->effective, new->effective);
	compare_text(comparing, "废止", "until", old->expires, new->expires);
	compare_bases(comparing);
	compare_text(comparing, "考评的单位", "units evaluated", old->unit_name, new->unit_name);
	compare_text(comparing, "满分", "full marks", bound_text(comparing, old, true, old->full_points), bound_text(comparing, new, true, new->full_points));
	compare_text(comparing, "总分不低于", "total at least", old->has_floor ? bound_text(comparing, old, true, old->floor) : "",
		new->has_floor ? bound_text(comparing, new, true, new->floor) : "");
	compare_text(comparing, "总分不高于", "total at most", bound_text(comparing, old, old->has_ceiling, old->ceiling),
		bound_text(comparing, new, new->has_ceiling, new->ceiling));
	compare_text(comparing, "总分取整", "total rounded", rounding_text(comparing, old), rounding_text(comparing, new));
	if (!expr_same(old, old->total_formula, new, new->total_formula))
		compare_text(comparing, "总分的算法", "total", formula_text(comparing, old), formula_text(comparing, new));
	compare_text(comparing, "不适用的", "what doesn't apply", waiving_word(old->parts[0].waiving), waiving_word(new->parts[0].waiving));
	compare_text(comparing, "结果附带", "carried along", carried_text(comparing, old), carried_text(comparing, new));
	if (old->items_capped != new->items_capped)
		compare_text(comparing, "各指标", "every 指标", old->items_capped ? words(comparing, "扣完为止", "stops at zero") : "",
			new->items_capped ? words(comparing, "扣完为止", "stops at zero") : "");
}

static bool same_texts(const struct gj_texts *a, const struct gj_texts *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	return true;
}

static bool same_field(const struct gj_field *a, const struct gj_field *b)
{
	return a->type == b->type && a->scale == b->scale && a->percent == b->percent && a->nullable == b->nullable && a->inapplicable == b->inapplicable && a->key == b->key &&
		a->has_default == b->has_default && a->low == b->low && a->high == b->high && a->default_value == b->default_value &&
		strcmp(a->unit, b->unit) == 0 && same_texts(&a->options, &b->options) && same_texts(&a->aliases, &b->aliases);
}

static const struct model_field *find_field(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->field_count; i++)
		if (strcmp(model->fields[i].field.name, name) == 0)
			return &model->fields[i];
	return NULL;
}

/* Without the explanation in “ ” at the end. */
static const char *unexplained(const struct comparing *comparing, const char *text)
{
	const char *quote = strstr(text, "“");
	size_t length = quote ? (size_t)(quote - text) : strlen(text);
	while (length && text[length - 1] == ' ')
		length--;
	return gj_arena_copy(comparing->arena, text, length);
}

/* Of a column of another standard's results: its options, or its range. */
static const char *column_text(const struct comparing *comparing, const struct gj_field *field)
{
	char low[GJ_DECIMAL_BYTES], high[GJ_DECIMAL_BYTES];
	const char *text = "";
	for (size_t i = 0; i < field->options.count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s", text, i ? "、" : "", field->options.items[i]);
	if (field->type != GJ_NUMBER)
		return text;
	gj_decimal(low, field->low, field->scale);
	gj_decimal(high, field->high, field->scale);
	return gj_arena_print(comparing->arena, "%s%s 至 %s%s", low, field->unit, high, field->unit);
}

/* What is written behind the field's name. */
static const char *field_text(const struct comparing *comparing, const struct model *model, const struct model_field *field)
{
	if (field->field.result)
		return column_text(comparing, &field->field);
	return unexplained(comparing, written_text(comparing, model, (struct span){ field->name_span.end, field->span.end }));
}

static const struct definition *find_definition(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->definition_count; i++)
		if (strcmp(model->definitions[i].name, name) == 0)
			return &model->definitions[i];
	return NULL;
}

static const char *definition_text(const struct comparing *comparing, const struct model *model, const struct definition *definition)
{
	const char *text = written_text(comparing, model, definition->span), *equals = strchr(text, '=');
	return unexplained(comparing, equals ? equals + 1 + strspn(equals + 1, " ") : text);
}

/* 台账 的 … inside a ledger. */
static const char *within(const struct comparing *comparing, const char *name)
{
	return comparing->ledger ? gj_arena_print(comparing->arena, "%s 的 %s", comparing->ledger, name) : name;
}

static void compare_field(struct comparing *comparing, const struct model_field *before)
{
	const struct model_field *after = find_field(comparing->new, before->field.name);
	const char *name = within(comparing, before->field.name), *was = field_text(comparing, comparing->old, before);
	const struct definition *reckoned = after ? NULL : find_definition(comparing->new, before->field.name);
	if (reckoned)
		differ(comparing, DIFFERENCE_FIELD_DEFINED, name, was, definition_text(comparing, comparing->new, reckoned), NULL);
	else if (!after)
		differ(comparing, DIFFERENCE_FIELD_DROPPED, name, was, NULL, NULL);
	else if (!same_field(&before->field, &after->field))
		differ(comparing, DIFFERENCE_FIELD_CHANGED, name, was, field_text(comparing, comparing->new, after), NULL);
}

/* Totals over ledgers are compared where they are used. */
static void compare_fields(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->field_count; i++)
		if (!old->fields[i].field.derived)
			compare_field(comparing, &old->fields[i]);
	for (size_t i = 0; i < new->field_count; i++) {
		const char *name = new->fields[i].field.name;
		if (!new->fields[i].field.derived && !find_field(old, name))
			differ(comparing, find_definition(old, name) ? DIFFERENCE_FIELD_ENTERED : DIFFERENCE_FIELD_ADDED, within(comparing, name), NULL,
				field_text(comparing, new, &new->fields[i]), NULL);
	}
}

static bool has_check(const struct model *model, const struct model *other, const struct expr *condition)
{
	for (size_t i = 0; i < model->check_count; i++)
		if (expr_same(model, model->checks[i].condition, other, condition))
			return true;
	return false;
}

static void compare_checks(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->check_count; i++)
		if (!old->checks[i].implied && !has_check(new, old, old->checks[i].condition))
			differ(comparing, DIFFERENCE_CHECK_DROPPED, NULL, within(comparing, old->checks[i].text), NULL, NULL);
	for (size_t i = 0; i < new->check_count; i++)
		if (!new->checks[i].implied && !has_check(old, new, new->checks[i].condition))
			differ(comparing, DIFFERENCE_CHECK_ADDED, NULL, NULL, within(comparing, new->checks[i].text), NULL);
}

static void compare_definitions(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->definition_count; i++) {
		const struct definition *before = &old->definitions[i], *after = find_definition(new, before->name);
		if (!after && find_field(new, before->name))
			continue;
		if (!after)
			differ(comparing, DIFFERENCE_DEFINITION_DROPPED, within(comparing, before->name), NULL, NULL, NULL);
		else if (!expr_same(old, before->value, new, after->value))
			differ(comparing, DIFFERENCE_DEFINITION_CHANGED, within(comparing, before->name), definition_text(comparing, old, before),
				definition_text(comparing, new, after), NULL);
	}
	for (size_t i = 0; i < new->definition_count; i++)
		if (!find_definition(old, new->definitions[i].name) && !find_field(old, new->definitions[i].name))
			differ(comparing, DIFFERENCE_DEFINITION_ADDED, within(comparing, new->definitions[i].name), NULL,
				definition_text(comparing, new, &new->definitions[i]), NULL);
}

void compare_data(struct comparing *comparing)
{
	compare_fields(comparing);
	compare_checks(comparing);
	compare_tables(comparing);
	compare_definitions(comparing);
}
