/* The coverage of a standard: every rule, tier, limit, condition, veto, grade and 校验 in the order of the document. */
#include "covering.h"
#include "ir_step.h"
#include "passes.h"
#include "runtime/decimal.h"

const char *coverage_kind_name(enum coverage_kind kind, enum gj_language language)
{
	static const char *const names[][2] = {
#define COVERAGE(id, zh, en) { zh, en },
#include "coverage.def"
#undef COVERAGE
	};
	return names[kind][language];
}

static struct coverage_point *add_point(struct covering *covering, const struct about *about, const char *zh, const char *en)
{
	struct coverage *coverage = covering->coverage;
	coverage->points = gj_arena_grow(covering->lowering->arena, coverage->points, coverage->count, &coverage->capacity, sizeof *coverage->points);
	struct coverage_point *point = &coverage->points[coverage->count++];
	*point = (struct coverage_point){ about->kind, about->span, about->part, about->label, { zh, en }, { .slot = GJ_NONE, .fails = GJ_NONE } };
	return point;
}

void cover(struct covering *covering, const struct about *about, ir_ref condition, bool holds, const char *zh, const char *en)
{
	if (ir_is_constant(covering->lowering->ir, condition))
		return;
	struct coverage_point *point = add_point(covering, about, zh, en);
	point->goal.slot = lower_slot(covering->lowering, condition, true);
	point->goal.holds = holds;
}

void cover_both(struct covering *covering, const struct about *about, ir_ref condition)
{
	cover(covering, about, condition, true, "成立", "holding");
	cover(covering, about, condition, false, "不成立", "not holding");
}

static const char *text_of(const struct covering *covering, struct span span)
{
	return lower_text(covering->lowering, span);
}

static struct about about_condition(const struct covering *covering, enum coverage_kind kind, int part, const struct expr *condition)
{
	return (struct about){ kind, part, condition->span, text_of(covering, condition->span) };
}

/* 空台账 为 …: the condition isn't written. */
static void cover_empty_ledger(struct covering *covering, int part, const struct expr *expr)
{
	struct about about = { COVER_CONDITION, part, expr->span, text_of(covering, expr->span) };
	ir_ref has_rows = lower_expression(covering->lowering, expr->a);
	cover(covering, &about, has_rows, true, "有记录可算", "with rows to reckon with");
	cover(covering, &about, has_rows, false, "空台账", "with no rows");
}

/* The conditions of every 若 … 则 … 否则 in an expression. */
static void cover_choices(struct covering *covering, int part, const struct expr *expr)
{
	if (!expr)
		return;
	if (expr->kind == EXPR_SELECT && expr->a->span.start == expr->span.start && expr->a->span.end == expr->span.end)
		cover_empty_ledger(covering, part, expr);
	else if (expr->kind == EXPR_SELECT) {
		struct about about = about_condition(covering, COVER_CONDITION, part, expr->a);
		cover_condition(covering, &about, expr->a);
	}
	cover_choices(covering, part, expr->a);
	cover_choices(covering, part, expr->b);
	cover_choices(covering, part, expr->c);
}

static void cover_if(struct covering *covering, int part, const struct rule *rule)
{
	struct about about = about_condition(covering, COVER_RULE, part, rule->condition);
	cover_condition(covering, &about, rule->condition);
	cover_choices(covering, part, rule->condition);
}

/* Whether there is at least one step. */
static ir_ref is_counted(struct lowering *lowering, const struct expr *count, int64_t step)
{
	ir_ref steps = lower_steps(lowering, count, step), one = ir_constant(lowering->build, 1);
	return ir_less_equal(lowering->build, one, steps);
}

static void cover_each(struct covering *covering, int part, const struct rule *rule)
{
	struct about about = { COVER_RULE, part, rule->span, text_of(covering, rule->span) };
	cover_both(covering, &about, is_counted(covering->lowering, rule->count, rule->step));
	cover_choices(covering, part, rule->count);
}

static void cover_tiers(struct covering *covering, int part, const struct rule *rule)
{
	for (size_t i = 0; i < rule->tier_count; i++) {
		const struct tier *tier = &rule->tiers[i];
		struct about about = { COVER_TIER, part, tier->span, lower_tier_label(covering->lowering, tier) };
		cover(covering, &about, lower_expression(covering->lowering, tier->condition), true, "成立", "holding");
		cover_edges(covering, &about, tier->condition);
		cover_choices(covering, part, tier->amount);
	}
	cover_choices(covering, part, rule->subject);
}

static void cover_rule(struct covering *covering, int part, const struct rule *rule)
{
	switch (rule->kind) {
	case RULE_IF:    cover_if(covering, part, rule); break;
	case RULE_EACH:  cover_each(covering, part, rule); break;
	case RULE_TIERS: cover_tiers(covering, part, rule); break;
	case RULE_AMOUNT: break;
	}
	cover_choices(covering, part, rule->amount);
}

/* Caps have their slots already. `*branch` walks the program's branches, which stand in the order of the sheet but for those of grades. */
static void cover_caps(struct covering *covering)
{
	const struct gj_program *program = covering->lowering->program;
	for (size_t i = 0; i < program->branch_count; i++) {
		const struct gj_branch *branch = &program->branches[i];
		if (branch->kind != GJ_BRANCH_CAP)
			continue;
		const struct part *part = &covering->lowering->model->parts[branch->entry];
		struct about about = { COVER_CAP, branch->entry, part->name_span, branch->label };
		cover(covering, &about, covering->lowering->ir->slots[branch->slot], true, "达到", "reached");
	}
}

static bool reads_scores(const struct expr *expr)
{
	return expr && (expr->kind == EXPR_SCORE || expr->kind == EXPR_OWED || reads_scores(expr->a) || reads_scores(expr->b) || reads_scores(expr->c));
}

/* 本项不得分 looks at scores as they were before: the slot knows, the expression would not. */
static void cover_reason(struct covering *covering, int index)
{
	struct lowering *lowering = covering->lowering;
	const struct part *part = &lowering->model->parts[index];
	enum coverage_kind kind = part->kind == GJ_PART_VETO ? COVER_VETO : COVER_CONDITION;
	if (!part->condition) {
		struct about about = { kind, index, part->span, text_of(covering, part->span) };
		cover_both(covering, &about, is_counted(lowering, part->count, part->step));
		cover_choices(covering, index, part->count);
		return;
	}
	struct about about = about_condition(covering, kind, index, part->condition);
	if (part->kind == GJ_PART_VOID && reads_scores(part->condition))
		cover_both(covering, &about, lowering->ir->slots[lowering->program->sheet[index].reason]);
	else
		cover_condition(covering, &about, part->condition);
}

static void cover_sheet(struct covering *covering)
{
	const struct model *model = covering->lowering->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		covering->first = covering->coverage->count;
		for (size_t k = 0; k < part->rule_count; k++)
			cover_rule(covering, (int)i, &part->rules[k]);
		if (part->condition || part->count)
			cover_reason(covering, (int)i);
	}
}

static void cover_definitions(struct covering *covering)
{
	const struct model *model = covering->lowering->model;
	for (size_t i = 0; i < model->definition_count; i++) {
		const struct expr *value = model->definitions[i].value;
		covering->first = covering->coverage->count;
		if (value->type == GJ_BOOL) {
			struct about about = about_condition(covering, COVER_CONDITION, GJ_NONE, value);
			cover_condition(covering, &about, value);
		}
		cover_choices(covering, GJ_NONE, value);
	}
	cover_choices(covering, GJ_NONE, model->total_formula);
}

static void cover_selections(struct covering *covering)
{
	const struct model *model = covering->lowering->model;
	for (size_t i = 0; i < model->selection_count; i++) {
		const struct expr *condition = model->selections[i].condition;
		covering->first = covering->coverage->count;
		if (!condition)
			continue;
		struct about about = about_condition(covering, COVER_CONDITION, GJ_NONE, condition);
		cover_condition(covering, &about, condition);
	}
}

static ir_ref slot_value(const struct covering *covering, int slot)
{
	return covering->lowering->ir->slots[slot];
}

/* A grade that only 评选 gives depends on all rows together, which a case cannot show. */
static bool is_of_one_row(const struct model_grade *grade)
{
	return grade->grade.from_band || grade->grade.unrated || grade->by_veto;
}

static void cover_grade(struct covering *covering, const struct about *about, int grade)
{
	struct ir_builder *build = covering->lowering->build;
	ir_ref is = ir_constant(build, grade);
	is = ir_equal(build, slot_value(covering, covering->lowering->program->grade), is);
	cover(covering, about, is, true, "有一个单位评为", "given to a unit");
}

static void cover_total(struct covering *covering, const struct about *about, int64_t total)
{
	struct lowering *lowering = covering->lowering;
	char text[GJ_DECIMAL_BYTES];
	gj_decimal(text, total, lowering->model->point_scale);
	ir_ref is = quantity_equal(lowering->build, lowering->scores[0], lower_given_points(lowering, total));
	cover(covering, about, is, true, gj_arena_print(lowering->arena, "总分正好是 %s分", text),
		gj_arena_print(lowering->arena, "a total of exactly %s", text));
}

/* Below an edge by less than a point, where totals move in smaller steps: which of them there are is hard to say. */
static void cover_just_below(struct covering *covering, const struct about *about, int64_t edge)
{
	struct lowering *lowering = covering->lowering;
	char text[GJ_DECIMAL_BYTES];
	struct quantity low = lower_given_points(lowering, edge - gj_power10(lowering->model->point_scale)), high = lower_given_points(lowering, edge);
	ir_ref is_above = quantity_less(lowering->build, low, lowering->scores[0]);
	ir_ref is_below = quantity_less(lowering->build, lowering->scores[0], high);
	gj_decimal(text, edge, lowering->model->point_scale);
	cover(covering, about, ir_and(lowering->build, is_above, is_below), true, gj_arena_print(lowering->arena, "总分不到 %s分、差得不足 1分", text),
		gj_arena_print(lowering->arena, "a total below %s by less than a point", text));
}

/* The nearest totals on both sides of the lower end of a band. */
static void cover_grade_edge(struct covering *covering, const struct about *about, const struct gj_grade *grade)
{
	struct lowering *lowering = covering->lowering;
	int64_t point = gj_power10(lowering->model->point_scale);
	bool fraction = lowering->scores[0].below != NULL;
	struct quantity total = quantity_at(lowering->build, lowering->scores[0], lowering->model->point_scale);
	struct ir_step step = fraction ? (struct ir_step){ 1, 0 } : ir_step_of(lowering->ir, total.above, lowering->arena);
	if (!step.step)
		return;
	int64_t beyond = (grade->low - step.from) % step.step;
	int64_t above = grade->low + (beyond > 0 ? step.step - beyond : -beyond);
	if (fraction || step.step < point)
		cover_just_below(covering, about, above);
	else
		cover_total(covering, about, above - step.step);
	cover_total(covering, about, above);
}

static void cover_grades(struct covering *covering)
{
	const struct model *model = covering->lowering->model;
	bool lowest = true;
	for (size_t i = 0; i < model->grade_count; i++) {
		const struct model_grade *grade = &model->grades[i];
		struct about about = { COVER_GRADE, GJ_NONE, grade->span, grade->grade.name };
		covering->first = covering->coverage->count;
		if (is_of_one_row(grade))
			cover_grade(covering, &about, (int)i);
		about.kind = COVER_GRADE_EDGE;
		if (grade->grade.from_band && !lowest)
			cover_grade_edge(covering, &about, &grade->grade);
		lowest &= !grade->grade.from_band;
	}
}

static void cover_checks(struct covering *covering)
{
	const struct model *model = covering->lowering->model;
	for (size_t i = 0; i < model->check_count; i++) {
		struct about about = { COVER_CHECK, GJ_NONE, model->checks[i].span, text_of(covering, model->checks[i].condition->span) };
		bool place = model->checks[i].reading.count && model->fields[model->checks[i].reading.fields[0]].ranked; /* no table can break it */
		if (place || ir_is_constant(covering->lowering->ir, slot_value(covering, covering->lowering->program->checks[i].slot)))
			continue;
		add_point(covering, &about, "不成立而被拒绝", "failing, so that the row is rejected")->goal.fails = (int)i;
	}
}

/* Values that don't fit are the standard's own, and were found in its first lowering. */
struct ir *lower_covered(const struct model *model, struct gj_arena *arena, struct coverage *coverage)
{
	struct lowering lowering = { 0 };
	struct covering covering = { &lowering, coverage, 0 };
	lower_all(&lowering, model, arena);
	cover_checks(&covering);
	cover_definitions(&covering);
	cover_sheet(&covering);
	cover_caps(&covering);
	cover_grades(&covering);
	cover_selections(&covering);
	lower_set_ranges(&lowering);
	return lowering.build->overflow ? NULL : lowering.ir;
}
