/* The range of every clause, item and of the total; the limits that an author owes where points could run over. */
#include "check.h"
#include "divisions.h"
#include "waivers.h"
#include <string.h>

/* A number of points, at the scale of points. */
static struct range points_range(const struct checker *checker, wide points)
{
	return range_of((struct interval){points, points}, checker->model->point_scale);
}

static const struct range NOTHING = {{0, 1}, {0, 1}};

static struct range tiers_range(const struct rule *rule)
{
	struct range range = expr_range(rule->tiers[0].amount);
	for (size_t i = 1; i < rule->tier_count; i++)
		range = range_hull(range, expr_range(rule->tiers[i].amount));
	return range;
}

static struct range rule_range(const struct rule *rule)
{
	if (rule->kind == RULE_TIERS)
		return tiers_range(rule);
	struct range amount = expr_range(rule->amount);
	if (rule->kind == RULE_IF)
		return (struct range){rule->condition->low ? amount.low : NOTHING.low, rule->condition->high ? amount.high : NOTHING.high};
	if (rule->kind == RULE_EACH)
		return range_multiply(amount, range_of((struct interval){rule->count->low / rule->step, rule->count->high / rule->step}, 0));
	return amount;
}

static struct range combine(enum combine how, struct range so_far, struct range next, bool first)
{
	if (first)
		return next;
	if (how == COMBINE_SUM)
		return range_add(so_far, next);
	struct range heavier = range_greatest(so_far, next);
	return how == COMBINE_HEAVIEST ? heavier : (struct range){range_least(so_far, next).low, heavier.high};
}

static struct range limit(const struct checker *checker, struct range range, const struct part *part)
{
	return part->has_most ? range_least(range, points_range(checker, part->most)) : range;
}

/* Keeps a part's range; false when it leaves 64 bits (reported). */
static bool keep_range(struct checker *checker, int index, struct range range, const struct expr *blame)
{
	struct part *part = &checker->model->parts[index];
	struct interval outward = range_outward(range, checker->model->point_scale);
	part->low = outward.low;
	part->high = outward.high;
	checker->work[index].range = range;
	if (interval_fits(outward))
		return true;
	if (blame)
		report_overflow(checker, part->name_span, outward, checker->model->point_scale, blame);
	checker->work[index].broken = true;
	return false;
}

/* What 本项不得分 and its kin leave of a score: nothing, where it holds; a score below 0 stays what it is. */
static struct range voided(struct range range)
{
	return range_hull(range, range_least(range, NOTHING));
}

/* The 不得分 under a part: their conditions may ask for the scores known here. False: a mistake, reported. */
static bool check_voids(struct checker *checker, int index, enum scores_known scores, bool *any)
{
	bool right = true;
	checker->scores = scores;
	checker->scores_within = index;
	checker->applying = checker->work[index].applying;
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
	checker->applying = (struct applying){0};
	return right;
}

static void void_range(struct checker *checker, int index, enum scores_known scores)
{
	bool any = false;
	if (!check_voids(checker, index, scores, &any))
		checker->work[index].broken = true;
	if (any)
		keep_range(checker, index, voided(checker->work[index].range), NULL);
}

static void waived_range(struct checker *checker, int index)
{
	keep_range(checker, index, range_with_waivers(checker, index, checker->work[index].range), NULL);
}

static void clause_range(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct range range = NOTHING;
	for (size_t i = 0; i < part->rule_count; i++) {
		const struct rule *rule = &part->rules[i];
		const struct expr *blame = rule->kind == RULE_EACH ? rule->count : rule->kind == RULE_TIERS ? rule->tiers[0].amount : rule->amount;
		struct range own = rule_range(rule);
		if (!keep_range(checker, index, own, blame))
			return;
		range = combine(part->combine, range, own, i == 0);
	}
	/* Rules that exclude one another aren't added up. */
	if (part->rule_count > 1 && part->combine == COMBINE_SUM && !part->fraction)
		range.high = range_least(range, points_range(checker, most_asked(&checker->decider, part))).high;
	keep_range(checker, index, range_with_waivers(checker, index, limit(checker, range, part)), NULL);
}

/* Whether the losses under an item are summed up without a limit, so that one that leaves can be counted as lost. */
static bool only_sums(const struct part *item)
{
	return item->combine == COMBINE_SUM && !item->has_most;
}

static struct range moved_by(const struct checker *checker, int child)
{
	const struct part *parts = checker->model->parts, *part = &parts[child];
	struct range range = checker->work[child].range;
	if (part->kind != GJ_PART_POINT)
		return range;
	return part->earning || only_sums(&parts[part->parent]) ? range_with_waivers(checker, child, range) : part->waived ? range_hull(range, NOTHING) : range;
}

/* Sum (or greatest) of the children's ranges, of every kind. */
static struct range children_range(const struct checker *checker, int index)
{
	struct range range = NOTHING;
	const struct part *parts = checker->model->parts;
	bool first = true;
	for (int child = part_next(checker, index, GJ_NONE); child != GJ_NONE; child = part_next(checker, index, child)) {
		if (parts[child].kind == GJ_PART_VOID || parts[child].kind == GJ_PART_WAIVER)
			continue;
		range = combine(parts[index].combine, range, moved_by(checker, child), first);
		first = false;
	}
	return range;
}

static void report_cap_owed(struct checker *checker, int index, struct ratio loss)
{
	const struct part *part = &checker->model->parts[index];
	const struct node *points = ast_child(checker->work[index].node, NODE_ATTR_POINTS);
	struct finding *finding = report(checker->diagnostics, part->earning ? MSG_EARN_EXCEEDS : MSG_CAP_OWED, part->name_span, part->name,
		points_text(checker, part->points), points_text(checker, ratio_scaled(loss, checker->model->point_scale, GJ_ROUND_HALF)), NULL);
	if (part->earning) {
		finding_note(finding, "超过目标另外加分的，超过的部分写在“加分项”里", "what is earned beyond the points for more than was asked stands under 加分项");
		return;
	}
	finding_note(finding, "如果所有指标都是扣完为止，也可以在标准开头写一次“各指标 扣完为止”",
		"if every 指标 stops at zero, write 各指标 扣完为止 once at the head of the standard");
	finding_fix(finding, (struct span){points->span.end, points->span.end}, " 扣完为止");
}

/* What the clauses below a part can move in one row, no more than `high`. */
static struct ratio most_below(struct checker *checker, int index, struct ratio high)
{
	struct ratio most = points_range(checker, most_asked_below(&checker->decider, index)).high;
	return ratio_order(most, high) < 0 ? most : high;
}

static void item_range(struct checker *checker, int index)
{
	struct part *part = &checker->model->parts[index];
	struct range moved = limit(checker, children_range(checker, index), part), points = points_range(checker, part->points);
	if (part->least_owed != part->points && !part->earning && !only_sums(part)) /* what leaves is taken from the points as what is lost */
		moved.high = range_add(moved, points_range(checker, part->points - part->least_owed)).high;
	const struct part *parent = &checker->model->parts[part->parent];
	bool said = part->capped && !(part->earning && part->cap_inherited); /* 各指标 扣完为止 is of points that are lost */
	bool capped = said || (parent->kind == GJ_PART_PROJECT && parent->capped);
	bool exceeds = ratio_order(moved.high, points.high) > 0 && !capped;
	struct ratio most = exceeds && part->least_owed == part->points ? most_below(checker, index, moved.high) : moved.high;
	bool owed = exceeds && ratio_order(most, points.high) > 0;
	if (owed && !checker->work[index].odd_sum && !is_judged(checker, index))
		report_cap_owed(checker, index, most);
	moved.high = part->fraction && exceeds ? points.high : most; /* what a fraction is below its last decimal isn't known of the most */
	struct range counted = part->capped || part->earning || owed ? range_least(moved, points) : moved;
	keep_range(checker, index, part->earning ? counted : range_subtract(points, counted), NULL);
}

static void point_range(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct range moved = limit(checker, children_range(checker, index), part), points = points_range(checker, part->points);
	keep_range(checker, index, part->capped || part->earning ? range_least(moved, points) : moved, NULL);
}

static void project_range(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct range range = children_range(checker, index);
	range = part->capped ? range_greatest(range, NOTHING) : range;
	keep_range(checker, index, scales_back(checker->model, index) ? range_scaled_back(checker, index, range) : range, NULL);
}

static void division_range(struct checker *checker, int index)
{
	struct model *model = checker->model;
	struct range sum = NOTHING;
	for (int project = division_next(model, index, GJ_NONE); project != GJ_NONE; project = division_next(model, index, project)) {
		sum = range_add(sum, checker->work[project].range);
		checker->work[index].broken = checker->work[index].broken || checker->work[project].broken;
		model->parts[index].fraction = model->parts[index].fraction || model->parts[project].fraction;
	}
	if (!checker->work[index].broken)
		keep_range(checker, index, sum, NULL);
}

static void group_range(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct range range = children_range(checker, index);
	if (part->combine == COMBINE_SUM && !part->fraction)
		range.high = most_below(checker, index, range.high);
	keep_range(checker, index, limit(checker, range, part), NULL);
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
		waived_range(checker, index);
		break;
	case GJ_PART_PROJECT:
		project_range(checker, index);
		void_range(checker, index, SCORES_OF_PROJECT);
		waived_range(checker, index);
		break;
	case GJ_PART_DIVISION:
		division_range(checker, index);
		break;
	case GJ_PART_SERIES:
	case GJ_PART_BONUS:
	case GJ_PART_PENALTY:
		group_range(checker, index);
		break;
	default:
		break;
	}
}

/* 最多扣 and 最多得 are known apart once it is known what a part does. */
static void check_limit_word(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	const struct node *most = part->has_most ? ast_child(checker->work[index].node, NODE_ATTR_MOST) : NULL;
	const char *right = part->earning ? "最多得" : "最多扣";
	if (!most || (strcmp(most->text, "最多扣") && strcmp(most->text, "最多得")) || !strcmp(most->text, right) || checker->work[index].broken)
		return;
	finding_fix(report(checker->diagnostics, MSG_LIMIT_DIRECTION, most->name_span, most->text, right, NULL), most->name_span, right);
	checker->work[index].broken = true;
}

/* An item is made of deductions or of earnings, not of both. */
static void check_one_direction(struct checker *checker, int clause)
{
	const struct part *parts = checker->model->parts;
	int item = parts[clause].parent;
	while (parts[item].kind == GJ_PART_POINT || parts[item].kind == GJ_PART_SERIES)
		item = parts[item].parent;
	if (!parts[item].earning || parts[clause].earning || !parts[clause].rule_count || checker->work[item].broken)
		return;
	struct finding *finding = report(checker->diagnostics, MSG_ACTIONS_MIXED, parts[clause].rules[0].span, NULL);
	finding_relate(finding, parts[item].name_span, "这个指标里别处写的是“得”", "elsewhere this 指标 has 得");
	checker->work[clause].broken = checker->work[item].broken = true;
}

/* Of 指标 and 项目, before 加分 and 减分. */
static struct range sheet_range(const struct checker *checker)
{
	const struct model *model = checker->model;
	struct range sum = NOTHING;
	for (int child = part_next(checker, 0, GJ_NONE); child != GJ_NONE; child = part_next(checker, 0, child)) {
		const struct part *part = &model->parts[child];
		struct range range = checker->work[child].range;
		if (part->kind != GJ_PART_ITEM && part->kind != GJ_PART_PROJECT)
			continue;
		if (model->weighted)
			range = range_multiply(range, range_of((struct interval){part->weight, part->weight}, WEIGHT_DECIMALS));
		sum = range_add(sum, range);
	}
	return scales_back(model, 0) ? range_scaled_back(checker, 0, sum) : sum;
}

static struct range total_range(const struct checker *checker)
{
	struct range total = sheet_range(checker);
	const struct part *parts = checker->model->parts;
	for (int child = part_next(checker, 0, GJ_NONE); child != GJ_NONE; child = part_next(checker, 0, child)) {
		if (parts[child].kind == GJ_PART_PENALTY)
			total = range_subtract(total, checker->work[child].range);
		else if (parts[child].kind == GJ_PART_BONUS)
			total = range_add(total, checker->work[child].range);
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

/* Points that don't add up take the total beyond the full points by themselves: that is reported already. */
static bool sums_go_beyond(const struct checker *checker)
{
	bool odd = false;
	for (size_t i = 0; i < checker->model->part_count; i++) {
		odd = odd || checker->work[i].odd_sum;
		if (checker->model->parts[i].kind == GJ_PART_BONUS)
			return false;
	}
	return odd;
}

static void check_total_bounds(struct checker *checker, struct range exact)
{
	const struct model *model = checker->model;
	struct interval total = range_outward(exact, model->point_scale);
	if (exact.low.above < 0 && !model->has_floor) {
		struct finding *finding = report(checker->diagnostics, MSG_FLOOR_OWED, group_place(checker, GJ_PART_PENALTY),
			points_text(checker, total.low), NULL);
		finding_fix(finding, heading_end(checker), "\n  总分 不低于 0分");
		finding->fix_zh = "在“满分”下面另写一行：总分 不低于 0分";
		finding->fix_en = "below 满分 write a line: 总分 不低于 0分";
	}
	if (ratio_order(exact.high, points_range(checker, model->full_points).high) > 0 && !model->has_ceiling && !model->open_ended
		&& !sums_go_beyond(checker)) {
		const char *full = points_text(checker, model->full_points);
		struct finding *finding = report(checker->diagnostics, MSG_CEILING_OWED, group_place(checker, GJ_PART_BONUS),
			points_text(checker, total.high), full, NULL);
		finding_note(finding, gj_arena_print(checker->arena, "可以超过，写：总分 上不封顶；不可以，写：总分 不高于 %s", full),
			gj_arena_print(checker->arena, "write 总分 上不封顶 if it may, 总分 不高于 %s if it may not", full));
	}
}

/* The ends of what 总分 四舍五入 … makes of a range. */
static struct range rounded_total(const struct model *model, struct range total)
{
	wide low = ratio_scaled(total.low, model->total_scale, model->total_rounding), high = ratio_scaled(total.high, model->total_scale, model->total_rounding);
	return range_of((struct interval){low, high}, model->total_scale);
}

static void settle_total(struct checker *checker)
{
	struct model *model = checker->model;
	struct range total = total_range(checker), own;
	bool voids = false;
	check_scaled_whole(checker);
	if (checker->formula && !check_formula(checker, &own)) {
		checker->work[0].broken = true;
		return;
	}
	if (checker->formula && !scales_back(model, 0))
		total = own;
	if (!check_voids(checker, 0, SCORES_OF_PARTS, &voids)) {
		checker->work[0].broken = true;
		return;
	}
	if (voids)
		total = voided(total);
	struct interval outward = range_outward(total, model->point_scale);
	if (!interval_fits(outward)) {
		report_overflow(checker, checker->standard->name_span, outward, model->point_scale,
			expr_constant(checker, checker->standard->name_span, model->full_points, model->point_scale, "分"));
		return;
	}
	check_total_bounds(checker, total);
	if (model->has_floor)
		total = range_greatest(total, points_range(checker, model->floor));
	if (model->has_ceiling)
		total = range_least(total, points_range(checker, model->ceiling));
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
	for (int i = 1; i < (int)model->part_count; i++)
		check_limit_word(checker, i);
	for (int i = (int)model->part_count - 1; i > 0; i--) {
		if (!checker->work[i].broken)
			part_range(checker, i);
		if (checker->work[i].broken)
			checker->work[model->parts[i].parent].broken = true;
	}
	check_judged_points(checker);
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
