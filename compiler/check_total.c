/* The range of every clause, item and of the total; the limits that an author owes where points could run over. */
#include "check.h"
#include <string.h>

static struct interval at_point_scale(const struct checker *checker, const struct expr *amount)
{
	return interval_widen(expr_interval(amount), amount->scale, checker->model->point_scale);
}

static struct interval tiers_range(const struct checker *checker, const struct rule *rule)
{
	struct interval range = at_point_scale(checker, rule->tiers[0].amount);
	for (size_t i = 1; i < rule->tier_count; i++)
		range = interval_hull(range, at_point_scale(checker, rule->tiers[i].amount));
	return range;
}

static struct interval rule_range(const struct checker *checker, const struct rule *rule)
{
	if (rule->kind == RULE_TIERS)
		return tiers_range(checker, rule);
	struct interval amount = at_point_scale(checker, rule->amount);
	if (rule->kind == RULE_IF)
		return (struct interval){rule->condition->low ? amount.low : 0, rule->condition->high ? amount.high : 0};
	if (rule->kind == RULE_EACH)
		return interval_multiply(amount, (struct interval){rule->count->low / rule->step, rule->count->high / rule->step});
	return amount;
}

static struct interval combine(enum combine how, struct interval so_far, struct interval next, bool first)
{
	if (first)
		return next;
	if (how == COMBINE_SUM)
		return interval_add(so_far, next);
	struct interval heavier = interval_greatest(so_far, next);
	return how == COMBINE_HEAVIEST ? heavier : (struct interval){interval_least(so_far, next).low, heavier.high};
}

static struct interval limit(struct interval range, bool limited, wide most)
{
	struct interval bound = {most, most};
	return limited ? interval_least(range, bound) : range;
}

/* Keeps a part's range; false when it leaves 64 bits (reported). */
static bool keep_range(struct checker *checker, int index, struct interval range, const struct expr *blame)
{
	struct part *part = &checker->model->parts[index];
	part->low = range.low;
	part->high = range.high;
	if (interval_fits(range))
		return true;
	if (blame)
		report_overflow(checker, part->name_span, range, checker->model->point_scale, blame);
	checker->work[index].broken = true;
	return false;
}

/* What 本项不得分 and its kin leave of a score: nothing, where it holds; a score below 0 stays what it is. */
static struct interval voided(struct interval range)
{
	return interval_hull(range, interval_least(range, (struct interval){0, 0}));
}

/* The 不得分 under a part: their conditions may ask for the scores known here. False: a mistake, reported. */
static bool check_voids(struct checker *checker, int index, enum scores_known scores, bool *any)
{
	bool right = true;
	checker->scores = scores;
	checker->scores_within = index;
	for (int child = part_next(checker, index, GJ_NONE); child != GJ_NONE; child = part_next(checker, index, child)) {
		struct part *part = &checker->model->parts[child];
		if (part->kind != GJ_PART_VOID)
			continue;
		const struct node *condition = ast_expression(checker->work[child].node);
		part->condition = condition ? check_condition(checker, condition, NULL) : NULL;
		part->name = condition ? source_text(checker, condition->span) : "";
		right = right && part->condition;
		*any = true;
	}
	checker->scores = SCORES_NONE;
	return right;
}

static void void_range(struct checker *checker, int index, enum scores_known scores)
{
	struct part *part = &checker->model->parts[index];
	bool any = false;
	if (!check_voids(checker, index, scores, &any))
		checker->work[index].broken = true;
	if (any)
		keep_range(checker, index, voided((struct interval){part->low, part->high}), NULL);
}

static void clause_range(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct interval range = {0, 0};
	for (size_t i = 0; i < part->rule_count; i++) {
		const struct rule *rule = &part->rules[i];
		const struct expr *blame = rule->kind == RULE_EACH ? rule->count : rule->kind == RULE_TIERS ? rule->tiers[0].amount : rule->amount;
		struct interval own = rule_range(checker, rule);
		if (!keep_range(checker, index, own, blame))
			return;
		range = combine(part->combine, range, own, i == 0);
	}
	/* Rules that exclude one another aren't added up. */
	if (part->rule_count > 1 && part->combine == COMBINE_SUM) {
		wide most = most_asked(&checker->decider, part);
		range.high = most < range.high ? most : range.high;
	}
	keep_range(checker, index, limit(range, part->has_most, part->most), NULL);
}

/* Sum (or greatest) of the children's ranges, of every kind. */
static struct interval children_range(const struct checker *checker, int index)
{
	struct interval range = {0, 0};
	const struct part *parts = checker->model->parts;
	bool first = true;
	for (int child = part_next(checker, index, GJ_NONE); child != GJ_NONE; child = part_next(checker, index, child)) {
		if (parts[child].kind == GJ_PART_VOID)
			continue;
		range = combine(parts[index].combine, range, (struct interval){parts[child].low, parts[child].high}, first);
		first = false;
	}
	return range;
}

static void report_cap_owed(struct checker *checker, int index, struct interval loss)
{
	const struct part *part = &checker->model->parts[index];
	const struct node *points = ast_child(checker->work[index].node, NODE_ATTR_POINTS);
	struct finding *finding = report(checker->diagnostics, part->earning ? MSG_EARN_EXCEEDS : MSG_CAP_OWED, part->name_span, part->name,
		points_text(checker, part->points), points_text(checker, loss.high), NULL);
	if (part->earning)
		return;
	finding_note(finding, "如果所有指标都是扣完为止，也可以在标准开头写一次“各指标 扣完为止”",
		"if every 指标 stops at zero, write 各指标 扣完为止 once at the head of the standard");
	finding_fix(finding, (struct span){points->span.end, points->span.end}, " 扣完为止");
}

/* What the clauses below a part can move in one row, no more than `high`. */
static wide most_below(struct checker *checker, int index, wide high)
{
	wide most = most_asked_below(&checker->decider, index);
	return most < high ? most : high;
}

static void item_range(struct checker *checker, int index)
{
	struct part *part = &checker->model->parts[index];
	struct interval moved = children_range(checker, index), points = {part->points, part->points};
	const struct part *parent = &checker->model->parts[part->parent];
	bool capped = part->capped || (parent->kind == GJ_PART_PROJECT && parent->capped);
	bool owed = moved.high > part->points && !capped;
	if (owed)
		moved.high = most_below(checker, index, moved.high);
	owed = owed && moved.high > part->points;
	if (owed && !checker->work[index].odd_sum)
		report_cap_owed(checker, index, moved);
	struct interval counted = part->capped || part->earning || owed ? interval_least(moved, points) : moved;
	keep_range(checker, index, part->earning ? counted : interval_subtract(points, counted), NULL);
}

static void point_range(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct interval moved = children_range(checker, index), points = {part->points, part->points};
	keep_range(checker, index, part->capped || part->earning ? interval_least(moved, points) : moved, NULL);
}

static void project_range(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct interval range = children_range(checker, index), zero = {0, 0};
	keep_range(checker, index, part->capped ? interval_greatest(range, zero) : range, NULL);
}

static void group_range(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct interval range = children_range(checker, index);
	if (part->combine == COMBINE_SUM)
		range.high = most_below(checker, index, range.high);
	keep_range(checker, index, limit(range, part->has_most, part->most), NULL);
}

static void part_range(struct checker *checker, int index)
{
	switch (checker->model->parts[index].kind) {
	case GJ_PART_CLAUSE:
		clause_range(checker, index);
		break;
	case GJ_PART_POINT:
		point_range(checker, index);
		break;
	case GJ_PART_ITEM:
		item_range(checker, index);
		void_range(checker, index, SCORES_NONE);
		break;
	case GJ_PART_PROJECT:
		project_range(checker, index);
		void_range(checker, index, SCORES_OF_PROJECT);
		break;
	case GJ_PART_BONUS:
	case GJ_PART_PENALTY:
		group_range(checker, index);
		break;
	default:
		break;
	}
}

/* An item is made of deductions or of earnings, not of both. */
static void check_one_direction(struct checker *checker, int clause)
{
	const struct part *parts = checker->model->parts;
	int item = parts[clause].parent;
	while (parts[item].kind == GJ_PART_POINT)
		item = parts[item].parent;
	if (!parts[item].earning || parts[clause].earning || !parts[clause].rule_count || checker->work[item].broken)
		return;
	struct finding *finding = report(checker->diagnostics, MSG_ACTIONS_MIXED, parts[clause].rules[0].span, NULL);
	finding_relate(finding, parts[item].name_span, "这个指标里别处写的是“得”", "elsewhere this 指标 has 得");
	checker->work[clause].broken = checker->work[item].broken = true;
}

static struct interval total_range(const struct checker *checker)
{
	struct interval total = {0, 0};
	const struct part *parts = checker->model->parts;
	for (int child = part_next(checker, 0, GJ_NONE); child != GJ_NONE; child = part_next(checker, 0, child)) {
		if (parts[child].kind == GJ_PART_VOID)
			continue;
		struct interval range = {parts[child].low, parts[child].high};
		if (parts[child].kind == GJ_PART_PENALTY)
			total = interval_subtract(total, range);
		else
			total = interval_add(total, range);
	}
	return total;
}

static struct span heading_end(const struct checker *checker)
{
	const struct node *full = ast_child(checker->standard, NODE_ATTR_FULL);
	uint32_t end = full ? full->span.end : checker->standard->name_span.end;
	return (struct span){end, end};
}

static struct span group_place(const struct checker *checker, enum gj_part kind)
{
	const struct part *parts = checker->model->parts;
	for (int child = part_next(checker, 0, GJ_NONE); child != GJ_NONE; child = part_next(checker, 0, child))
		if (parts[child].kind == kind)
			return parts[child].name_span;
	return parts[0].name_span;
}

static void check_total_bounds(struct checker *checker, struct interval total)
{
	const struct model *model = checker->model;
	if (total.low < 0 && !model->has_floor) {
		struct finding *finding = report(checker->diagnostics, MSG_FLOOR_OWED, group_place(checker, GJ_PART_PENALTY),
			points_text(checker, total.low), NULL);
		finding_fix(finding, heading_end(checker), "\n  总分 不低于 0分");
		finding->fix_zh = "在“满分”下面另写一行：总分 不低于 0分";
		finding->fix_en = "below 满分 write a line: 总分 不低于 0分";
	}
	if (total.high > model->full_points && !model->has_ceiling && !model->open_ended) {
		const char *full = points_text(checker, model->full_points);
		struct finding *finding = report(checker->diagnostics, MSG_CEILING_OWED, group_place(checker, GJ_PART_BONUS),
			points_text(checker, total.high), full, NULL);
		finding_note(finding, gj_arena_print(checker->arena, "可以超过，写：总分 上不封顶；不可以，写：总分 不高于 %s", full),
			gj_arena_print(checker->arena, "write 总分 上不封顶 if it may, 总分 不高于 %s if it may not", full));
	}
}

/* The ends of what 总分 四舍五入 … makes of a range, still at the scale of points. */
static struct interval rounded_total(const struct model *model, struct interval total)
{
	wide low = rescale(total.low, model->point_scale, model->total_scale, model->total_rounding);
	wide high = rescale(total.high, model->point_scale, model->total_scale, model->total_rounding);
	return interval_widen((struct interval){low, high}, model->total_scale, model->point_scale);
}

static void settle_total(struct checker *checker)
{
	struct model *model = checker->model;
	struct interval total = total_range(checker);
	bool voids = false;
	if (checker->formula && !check_formula(checker, &total)) {
		checker->work[0].broken = true;
		return;
	}
	if (!check_voids(checker, 0, SCORES_OF_PARTS, &voids)) {
		checker->work[0].broken = true;
		return;
	}
	if (voids)
		total = voided(total);
	if (!interval_fits(total)) {
		report_overflow(checker, checker->standard->name_span, total, model->point_scale,
			expr_constant(checker, checker->standard->name_span, model->full_points, model->point_scale, "分"));
		return;
	}
	check_total_bounds(checker, total);
	if (model->has_floor)
		total = interval_greatest(total, (struct interval){model->floor, model->floor});
	if (model->has_ceiling)
		total = interval_least(total, (struct interval){model->ceiling, model->ceiling});
	if (model->total_rounded)
		total = rounded_total(model, total);
	keep_range(checker, 0, total, NULL);
}

void check_total(struct checker *checker)
{
	struct model *model = checker->model;
	for (int i = 1; i < (int)model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_CLAUSE && !checker->work[i].broken)
			check_one_direction(checker, i);
	for (int i = (int)model->part_count - 1; i > 0; i--) {
		if (!checker->work[i].broken)
			part_range(checker, i);
		if (checker->work[i].broken)
			checker->work[model->parts[i].parent].broken = true;
	}
	if (!checker->work[0].broken)
		settle_total(checker);
}

void check_vetoes(struct checker *checker)
{
	for (size_t i = 0; i < checker->model->part_count; i++) {
		struct part *part = &checker->model->parts[i];
		const struct node *condition = part->kind == GJ_PART_VETO ? ast_expression(checker->work[i].node) : NULL;
		if (condition)
			part->condition = check_condition(checker, condition, NULL);
	}
}
