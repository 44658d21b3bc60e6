/* --dump=model: the checked model as text, one fact a line, expressions in prefix form with unit, scale and range. */
#include "check_interval.h"
#include "passes.h"
#include <string.h>

struct dump {
	const struct model *model;
	FILE *out;
};

static const char *const expr_names[] = {
	[EXPR_CONSTANT] = "const", [EXPR_FIELD] = "field", [EXPR_DEFINITION] = "definition", [EXPR_ADD] = "+", [EXPR_SUB] = "-",
	[EXPR_MUL] = "*", [EXPR_NEGATE] = "negate", [EXPR_QUOTIENT] = "/", [EXPR_ROUND] = "round", [EXPR_MIN] = "min", [EXPR_MAX] = "max",
	[EXPR_EQ] = "=", [EXPR_NE] = "!=", [EXPR_LT] = "<", [EXPR_LE] = "<=", [EXPR_GT] = ">", [EXPR_GE] = ">=",
	[EXPR_AND] = "and", [EXPR_OR] = "or", [EXPR_NOT] = "not", [EXPR_SELECT] = "select", [EXPR_ABSENT] = "absent",
	[EXPR_SCORE] = "score", [EXPR_OWED] = "owed", [EXPR_LOOKUP] = "lookup", [EXPR_OUTSIDE] = "outside",
	[EXPR_CALENDAR] = "calendar",
};
static const char *const calendar_names[] = {
#define CALENDAR(name, word, unit, operands) [CALENDAR_##name] = word,
#include "calendar.def"
#undef CALENDAR
	[CALENDAR_PLUS] = "plus",
};
static const char *const type_names[] = {[GJ_BOOL] = "bool", [GJ_NUMBER] = "number", [GJ_OPTION] = "option", [GJ_TEXT] = "text", [GJ_DATE] = "date"};
static const char *const part_names[] = {
	[GJ_PART_STANDARD] = "standard", [GJ_PART_PROJECT] = "project", [GJ_PART_ITEM] = "item", [GJ_PART_POINT] = "point", [GJ_PART_SERIES] = "series",
	[GJ_PART_CLAUSE] = "clause", [GJ_PART_BONUS] = "bonus", [GJ_PART_PENALTY] = "penalty", [GJ_PART_VETOES] = "vetoes",
	[GJ_PART_VETO] = "veto", [GJ_PART_GRADES] = "grades", [GJ_PART_SELECTION] = "selection",
	[GJ_PART_VOID] = "void", [GJ_PART_OUTCOME] = "outcome", [GJ_PART_WAIVER] = "waiver", [GJ_PART_DIVISION] = "division",
};
static const char *const outcome_names[] = {
	[GJ_OUTCOME_CONDITION] = "condition of", [GJ_OUTCOME_CEILING] = "at most", [GJ_OUTCOME_LOWERED] = "lowered to",
	[GJ_OUTCOME_FLOOR] = "at least", [GJ_OUTCOME_WORSE] = "not above", [GJ_OUTCOME_BETTER] = "not below", [GJ_OUTCOME_UNRATED] = "unrated as",
};
static const char *const rounding_names[] = {[GJ_ROUND_DOWN] = "down", [GJ_ROUND_UP] = "up", [GJ_ROUND_HALF] = "half"};
static const char *const combine_names[] = {[COMBINE_SUM] = "sum", [COMBINE_HEAVIEST] = "heaviest", [COMBINE_FIRST] = "first"};

/* value / 10^scale, into `text` of at least 48 bytes. */
static const char *decimal(char *text, wide value, int scale)
{
	wide magnitude = value < 0 ? -value : value, power = power_of_ten(scale);
	int length = snprintf(text, 48, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(magnitude / power));
	if (scale)
		snprintf(text + length, 48 - (size_t)length, ".%0*llu", scale, (unsigned long long)(magnitude % power));
	return text;
}

static void print_range(FILE *out, wide low, wide high, int scale)
{
	char from[48], to[48];
	fprintf(out, " [%s, %s]", decimal(from, low, scale), decimal(to, high, scale));
}

static void print_leaf(const struct dump *dump, const struct expr *expr)
{
	char text[48];
	if (expr->kind == EXPR_FIELD)
		fprintf(dump->out, " %s", dump->model->fields[expr->field].field.name);
	else if (expr->kind == EXPR_DEFINITION)
		fprintf(dump->out, " %s", dump->model->definitions[expr->definition].name);
	else if (expr->kind == EXPR_SCORE || expr->kind == EXPR_OWED)
		fprintf(dump->out, " %s", dump->model->parts[expr->part].name);
	else if (expr->kind == EXPR_ROUND)
		fprintf(dump->out, " %s %d", rounding_names[expr->rounding], expr->scale);
	else if (expr->kind == EXPR_CALENDAR)
		fprintf(dump->out, " %s", calendar_names[expr->calendar]);
	else if (expr->kind == EXPR_CONSTANT)
		fprintf(dump->out, " %s%s", decimal(text, expr->value, expr->scale), expr->unit);
}

static void print_expr(const struct dump *dump, const struct expr *expr, int indent)
{
	if (!expr)
		return;
	fprintf(dump->out, "%*s%s", indent, "", expr_names[expr->kind]);
	print_leaf(dump, expr);
	if (expr->kind != EXPR_CONSTANT) {
		fprintf(dump->out, " : %s%s%s", type_names[expr->type], *expr->unit ? " " : "", expr->unit);
		print_range(dump->out, expr->low, expr->high, expr->scale);
	}
	fputc('\n', dump->out);
	print_expr(dump, expr->a, indent + 2);
	print_expr(dump, expr->b, indent + 2);
	print_expr(dump, expr->c, indent + 2);
}

static void print_label(const struct dump *dump, const char *label, const struct expr *expr, int indent)
{
	if (!expr)
		return;
	fprintf(dump->out, "%*s%s\n", indent, "", label);
	print_expr(dump, expr, indent + 2);
}

static void print_texts(FILE *out, const char *label, const struct gj_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		fprintf(out, "%s%s", i ? "|" : label, texts->items[i]);
}

static void dump_field(const struct dump *dump, const struct model_field *declared)
{
	const struct gj_field *field = &declared->field;
	char text[48];
	fprintf(dump->out, "field %s : %s%s%s", field->name, type_names[field->type], *field->unit ? " " : "", field->unit);
	if (field->type != GJ_TEXT) {
		print_range(dump->out, field->low, field->high, field->scale);
		fprintf(dump->out, " int%d column %d", 8 << field->lane, field->column);
	}
	if (field->state_column != GJ_NONE)
		fprintf(dump->out, " state %d", field->state_column);
	print_texts(dump->out, " options ", &field->options);
	print_texts(dump->out, " aliases ", &field->aliases);
	if (field->has_default)
		fprintf(dump->out, " default %s", decimal(text, field->default_value, field->scale));
	fprintf(dump->out, "%s%s\n", field->key ? " key" : "", declared->used ? "" : " unused");
}

static void dump_tiers(const struct dump *dump, const struct rule *rule)
{
	print_label(dump, "subject", rule->subject, 6);
	for (size_t i = 0; i < rule->tier_count; i++) {
		print_label(dump, "tier", rule->tiers[i].condition, 6);
		print_label(dump, "amount", rule->tiers[i].amount, 8);
	}
}

static void dump_rule(const struct dump *dump, const struct rule *rule)
{
	static const char *const names[] = {[RULE_IF] = "if", [RULE_EACH] = "each", [RULE_TIERS] = "tiers", [RULE_AMOUNT] = "amount"};
	char text[48];
	fprintf(dump->out, "    rule %s", names[rule->kind]);
	if (rule->kind == RULE_EACH)
		fprintf(dump->out, " step %s", decimal(text, rule->step, rule->count->scale));
	fprintf(dump->out, "%s\n", rule->forfeits ? " forfeits" : "");
	if (rule->kind == RULE_TIERS)
		return dump_tiers(dump, rule);
	print_label(dump, "condition", rule->condition, 6);
	print_label(dump, "count", rule->count, 6);
	print_label(dump, "amount", rule->amount, 6);
}

static void dump_part(const struct dump *dump, size_t index)
{
	const struct part *part = &dump->model->parts[index];
	int scale = dump->model->point_scale;
	char text[48];
	fprintf(dump->out, "part %zu %s", index, part_names[part->kind]);
	if (part->parent != GJ_NONE)
		fprintf(dump->out, " in %d", part->parent);
	if (*part->name)
		fprintf(dump->out, " %s", part->name);
	if (part->has_points)
		fprintf(dump->out, " points %s", decimal(text, part->points, scale));
	if (part->has_most)
		fprintf(dump->out, " most %s", decimal(text, part->most, scale));
	fprintf(dump->out, "%s%s%s", part->capped ? " capped" : "", part->cap_inherited ? " (all items)" : "", part->earning ? " earning" : "");
	if (part->combine != COMBINE_SUM)
		fprintf(dump->out, " %s", combine_names[part->combine]);
	print_range(dump->out, part->low, part->high, scale);
	if (part->outcome)
		fprintf(dump->out, " %s %s", outcome_names[part->outcome], part->grade == GJ_NONE ? "" : dump->model->grades[part->grade].grade.name);
	for (size_t i = 0; i < part->interpretation_count; i++)
		fprintf(dump->out, " %s", dump->model->interpretations[part->interpretations[i]].mark);
	fprintf(dump->out, "%s%s%s\n", *part->wording ? " “" : "", part->wording, *part->wording ? "”" : "");
	for (size_t i = 0; i < part->rule_count; i++)
		dump_rule(dump, &part->rules[i]);
	print_label(dump, "condition", part->condition, 4);
	print_label(dump, "count", part->count, 4);
}

static void dump_grade(const struct dump *dump, const struct gj_grade *grade, bool by_veto)
{
	char text[48];
	fprintf(dump->out, "grade %s", grade->name);
	if (grade->has_low)
		fprintf(dump->out, " from %s", decimal(text, grade->low, dump->model->point_scale));
	if (grade->has_high)
		fprintf(dump->out, " to %s", decimal(text, grade->high, dump->model->point_scale));
	fprintf(dump->out, "%s\n", grade->from_band ? "" : by_veto ? " by veto alone" : " by selection");
}

static void dump_grades(const struct dump *dump, const int *grades, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fprintf(dump->out, " %s", dump->model->grades[grades[i]].grade.name);
}

static void dump_quota(const struct dump *dump, const struct gj_quota *quota)
{
	static const char *const bases[] = { [GJ_SHARE_OF_ALL] = "", [GJ_SHARE_OF_GRADES] = " of", [GJ_SHARE_OF_CANDIDATES] = " of the candidates" };
	fprintf(dump->out, " quota %lld", (long long)quota->amount);
	if (quota->is_share)
		fprintf(dump->out, " ppm %s%s", rounding_names[quota->rounding], bases[quota->of]);
	dump_grades(dump, quota->grades, quota->grade_count);
	if (quota->least)
		fprintf(dump->out, " at least %lld", (long long)quota->least);
	if (quota->most < INT64_MAX)
		fprintf(dump->out, " at most %lld", (long long)quota->most);
}

static void dump_grouping(const struct dump *dump, const struct model_grouping *grouping)
{
	fprintf(dump->out, "grouping by");
	for (size_t i = 0; i < grouping->grouping.key_count; i++)
		fprintf(dump->out, " %s", grouping->grouping.keys[i].name);
	if (grouping->grouping.least)
		fprintf(dump->out, " fewer than %lld together", (long long)grouping->grouping.least);
	fputc('\n', dump->out);
}

static void dump_stretches(const struct dump *dump, const struct model_selection *selection)
{
	for (size_t i = 0; i < selection->selection.stretch_count; i++) {
		const struct gj_stretch *stretch = &selection->selection.stretches[i];
		fprintf(dump->out, "  %s%s", dump->model->grades[stretch->grade].grade.name, stretch->from_top ? " from the top" : "");
		dump_quota(dump, &stretch->quota);
		fputc('\n', dump->out);
		print_label(dump, "condition", selection->stretch_conditions[i], 4);
	}
}

static void dump_ranking(const struct dump *dump, const struct model_ranking *ranking)
{
	fprintf(dump->out, "ranking %s%s", ranking->ranking.name, ranking->ranking.dense ? " dense" : "");
	for (size_t i = 0; i < ranking->grouping.grouping.key_count; i++)
		fprintf(dump->out, " in %s", ranking->grouping.grouping.keys[i].name);
	fputc('\n', dump->out);
	print_label(dump, "condition", ranking->condition, 2);
	for (size_t i = 0; i < ranking->key_count; i++) {
		fprintf(dump->out, "  by %s %s\n", ranking->keys[i].name, ranking->keys[i].descending ? "descending" : "ascending");
		print_expr(dump, ranking->keys[i].value, 4);
	}
}

static void dump_selection(const struct dump *dump, const struct model_selection *selection)
{
	static const char *const ties[] = { [GJ_TIES_BY_KEY] = "", [GJ_TIES_IN] = " ties in", [GJ_TIES_OUT] = " ties out" };
	const struct gj_selection *chosen = &selection->selection;
	fprintf(dump->out, "selection %s from", chosen->name);
	dump_grades(dump, chosen->scope, chosen->scope_count);
	fprintf(dump->out, " in grouping %d%s", chosen->grouping, ties[chosen->ties]);
	if (chosen->rest != GJ_NONE)
		fprintf(dump->out, " the rest %s%s", chosen->rest_lowers ? "at most " : "", dump->model->grades[chosen->rest].grade.name);
	fputc('\n', dump->out);
	dump_stretches(dump, selection);
	print_label(dump, "condition", selection->condition, 2);
	for (size_t i = 0; i < selection->key_count; i++) {
		fprintf(dump->out, "  by %s %s\n", selection->keys[i].name, selection->keys[i].descending ? "descending" : "ascending");
		print_expr(dump, selection->keys[i].value, 4);
	}
}

static void dump_target(const struct dump *dump, const struct gj_target *target)
{
	fprintf(dump->out, "target %s :", target->label);
	dump_grades(dump, target->grades, target->grade_count);
	fprintf(dump->out, " %s%s %lld ppm in grouping %d\n", target->at_least ? ">" : "<", target->strict ? "" : "=", (long long)target->share,
		target->grouping);
}

static void dump_heading(const struct dump *dump)
{
	const struct model *model = dump->model;
	char text[48];
	fprintf(dump->out, "standard %s edition %s\n", model->name, model->edition);
	fprintf(dump->out, "full %s", decimal(text, model->full_points, model->point_scale));
	if (model->has_floor)
		fprintf(dump->out, " floor %s", decimal(text, model->floor, model->point_scale));
	if (model->has_ceiling)
		fprintf(dump->out, " ceiling %s", decimal(text, model->ceiling, model->point_scale));
	fprintf(dump->out, "%s\nunit %s\n", model->open_ended ? " open-ended" : "", model->unit_name);
}

static void dump_data(const struct dump *dump)
{
	const struct model *model = dump->model;
	for (size_t i = 0; i < model->field_count; i++)
		dump_field(dump, &model->fields[i]);
	for (size_t i = 0; i < model->check_count; i++) {
		fprintf(dump->out, "check %s\n", model->checks[i].text);
		print_expr(dump, model->checks[i].condition, 2);
	}
	for (size_t i = 0; i < model->definition_count; i++) {
		fprintf(dump->out, "definition %s\n", model->definitions[i].name);
		print_expr(dump, model->definitions[i].value, 2);
	}
}

static const char *const total_names[] = {
#define TOTAL(name, dumped, operands, meaning) [GJ_TOTAL_##name] = dumped,
#include "runtime/total_kinds.def"
#undef TOTAL
};

static void dump_total(const struct dump *rows, const struct model *whole, const struct aggregate *aggregate)
{
	const struct gj_total *total = &aggregate->total;
	const struct model *owner = total->owner == GJ_NONE ? whole : whole->ledgers[total->owner].rows;
	fprintf(rows->out, "  total %s into %s", total_names[total->kind], owner->fields[total->field].field.name);
	if (total->owner != GJ_NONE)
		fprintf(rows->out, " of %s", owner->name);
	if (total->text != GJ_NONE)
		fprintf(rows->out, " of the text %s", rows->model->fields[total->text].field.name);
	if (total->largest || total->smallest)
		fprintf(rows->out, " largest %d smallest %d", total->largest, total->smallest);
	fputc('\n', rows->out);
	print_label(rows, "value", aggregate->value, 4);
	print_label(rows, "by", aggregate->by, 4);
	print_label(rows, "filter", aggregate->filter, 4);
}

static void dump_ledger(const struct dump *dump, const struct ledger *ledger)
{
	const struct model *whole = dump->model;
	struct dump rows = {.model = ledger->rows, .out = dump->out};
	fprintf(dump->out, "ledger %s %s at most %lld", ledger->name, ledger->unit, (long long)ledger->most);
	if (ledger->parent != GJ_NONE)
		fprintf(dump->out, " of each %s", whole->ledgers[ledger->parent].name);
	if (ledger->base != GJ_NONE)
		fprintf(dump->out, " grouped from %s", whole->ledgers[ledger->base].name);
	fprintf(dump->out, "%s%s\n", ledger->unique_field != GJ_NONE ? " unique " : "",
		ledger->unique_field != GJ_NONE ? ledger->rows->fields[ledger->unique_field].field.name : "");
	for (size_t i = 0; i < ledger->group_count; i++)
		fprintf(dump->out, "  by %s\n", ledger->rows->fields[i].field.name);
	if (ledger->group_filter)
		print_label(&(struct dump){.model = whole->ledgers[ledger->base].rows, .out = dump->out}, "filter", ledger->group_filter, 2);
	dump_data(&rows);
	for (size_t i = 0; i < ledger->aggregate_count; i++)
		dump_total(&rows, whole, &ledger->aggregates[i]);
}

void model_dump(const struct model *model, FILE *out)
{
	struct dump dump = {.model = model, .out = out};
	dump_heading(&dump);
	dump_data(&dump);
	for (size_t i = 0; i < model->ledger_count; i++)
		dump_ledger(&dump, &model->ledgers[i]);
	for (size_t i = 0; i < model->part_count; i++)
		dump_part(&dump, i);
	for (size_t i = 0; i < model->interpretation_count; i++)
		fprintf(out, "interpretation %s “%s” → “%s”\n", model->interpretations[i].mark, model->interpretations[i].doubt,
			model->interpretations[i].resolution);
	for (size_t i = 0; i < model->grade_count; i++)
		dump_grade(&dump, &model->grades[i].grade, model->grades[i].by_veto);
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_VETOES && model->parts[i].grade != GJ_NONE)
			fprintf(out, "veto grade %s\n", model->parts[i].name);
	for (size_t i = 1; i < model->grouping_count; i++)
		dump_grouping(&dump, &model->groupings[i]);
	for (size_t i = 0; i < model->ranking_count; i++)
		dump_ranking(&dump, &model->rankings[i]);
	for (size_t i = 0; i < model->selection_count; i++)
		dump_selection(&dump, &model->selections[i]);
	for (size_t i = 0; i < model->target_count; i++)
		dump_target(&dump, &model->targets[i]);
	fprintf(out, "cases %zu\n", model->case_count);
}
