/* The sheet: clauses, their limits and caps, items, projects, bonus, penalty, vetoes, the total. Losses count in the document's order: where a
 * cap absorbs, the clauses (and items) that stand first have counted first. */
#include "lower.h"
#include "waivers.h"

/* A 项目 whose losses stop at its points: what has counted so far under it. */
struct project_cap {
	bool stops;
	struct quantity points, counted;
};

static struct quantity points_of(struct lowering *lowering, int64_t points)
{
	return lower_given_points(lowering, points);
}

bool lower_bound(const struct part *part, int64_t *bound)
{
	bool stops = (part->capped || part->earning) && part->has_points;
	*bound = part->has_most && !(stops && part->points < part->most) ? part->most : part->points;
	return stops || part->has_most;
}

/* Points that are owed may be fewer than its own. */
static bool bound_varies(const struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	return (part->capped || part->earning) && lower_owed_varies(lowering, index);
}

bool lower_bound_binds(const struct lowering *lowering, int index)
{
	int64_t bound;
	return lower_bound(&lowering->model->parts[index], &bound) && (lowering->most[index] > bound || bound_varies(lowering, index));
}

struct quantity lower_bound_points(struct lowering *lowering, int index)
{
	int64_t bound;
	lower_bound(&lowering->model->parts[index], &bound);
	struct quantity points = points_of(lowering, bound);
	return bound_varies(lowering, index) ? quantity_min(lowering->build, points, lower_owed(lowering, index)) : points;
}

static const struct part *part_at(const struct lowering *lowering, int index)
{
	return &lowering->model->parts[index];
}

/* What is left of points under a part after its own bound. */
static struct quantity bounded(struct lowering *lowering, int index, struct quantity value)
{
	return lower_bound_binds(lowering, index) ? quantity_min(lowering->build, value, lower_bound_points(lowering, index)) : value;
}

/* 择一: the first that isn't 0. */
static struct quantity together(struct lowering *lowering, struct quantity so_far, struct quantity next, enum combine combine)
{
	struct ir_builder *build = lowering->build;
	if (combine == COMBINE_SUM)
		return quantity_add(build, so_far, next);
	if (combine == COMBINE_HEAVIEST)
		return quantity_max(build, so_far, next);
	return quantity_select(build, quantity_less(build, points_of(lowering, 0), so_far), so_far, next);
}

/* A 要点 that may count full where points are earned. */
static bool given_in_full(const struct part *part)
{
	return part->kind == GJ_PART_POINT && part->waived && part->earning;
}

/* The most that is left of a part after its own bound. */
static gj_wide most_left(const struct lowering *lowering, int index)
{
	int64_t bound;
	const struct part *part = part_at(lowering, index);
	bool binds = lower_bound(part, &bound) && lower_bound_binds(lowering, index);
	gj_wide most = binds ? gj_least(lowering->most[index], bound) : lowering->most[index];
	return given_in_full(part) ? gj_largest(most, part->points) : most;
}

static bool is_asked(enum gj_part kind)
{
	return kind == GJ_PART_CLAUSE || kind == GJ_PART_SERIES || kind == GJ_PART_POINT;
}

static void lower_asked(struct lowering *lowering, int index);

/* What is left of a part under a 指标, 加分项 … after its own bound. */
static struct quantity lower_limited(struct lowering *lowering, int index)
{
	if (part_at(lowering, index)->kind == GJ_PART_CLAUSE)
		lowering->asked[index] = lower_unless_waived(lowering, index, lower_clause(lowering, index));
	else
		lower_asked(lowering, index);
	lowering->build->span = part_at(lowering, index)->span;
	struct quantity limited = bounded(lowering, index, lowering->asked[index]);
	if (given_in_full(part_at(lowering, index)))
		limited = lower_full_if_waived(lowering, index, limited);
	return lowering->limited[index] = limited;
}

/* Everything asked for under a part, inner bounds taken off, its own not. */
static void lower_asked(struct lowering *lowering, int index)
{
	enum combine combine = part_at(lowering, index)->combine;
	struct quantity asked = points_of(lowering, 0);
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		if (!is_asked(part_at(lowering, child)->kind))
			continue;
		asked = together(lowering, asked, lower_limited(lowering, child), combine);
		gj_wide most = most_left(lowering, child);
		lowering->most[index] = combine == COMBINE_SUM ? lowering->most[index] + most : gj_largest(lowering->most[index], most);
	}
	lowering->build->span = part_at(lowering, index)->span;
	lowering->asked[index] = asked;
}

static struct quantity item_alone(struct lowering *lowering, int index, struct quantity asked)
{
	struct ir_builder *build = lowering->build;
	const struct part *part = part_at(lowering, index);
	if (part->earning)
		return bounded(lowering, index, asked);
	struct quantity owed = lower_owed(lowering, index), rest = quantity_subtract(build, owed, asked);
	if (!lower_bound_binds(lowering, index))
		return rest;
	return quantity_max(build, rest, quantity_subtract(build, owed, lower_bound_points(lowering, index)));
}

static struct quantity item_under_cap(struct lowering *lowering, int index, struct quantity asked, struct project_cap *cap)
{
	struct ir_builder *build = lowering->build;
	const struct part *part = part_at(lowering, index);
	int64_t bound;
	struct quantity counted = lower_bound(part, &bound) ? quantity_min(build, asked, lower_bound_points(lowering, index)) : asked;
	counted = quantity_min(build, counted, quantity_subtract(build, cap->points, cap->counted));
	cap->counted = quantity_min(build, quantity_add(build, cap->counted, counted), cap->points);
	return part->earning ? counted : quantity_subtract(build, lower_owed(lowering, index), counted);
}

/* What conditions may ask for. */
static void know_score(struct lowering *lowering, int index, struct quantity score)
{
	const struct part *part = part_at(lowering, index);
	if (index > 0 && part->may_leave)
		score = quantity_select(lowering->build, lowering->inapplicable[index], points_of(lowering, part->points), score);
	lowering->scores[index] = score;
}

static void set_score(struct lowering *lowering, int index, struct quantity score)
{
	const struct part *part = part_at(lowering, index);
	know_score(lowering, index, score);
	lowering->program->sheet[index].score = lower_shown(lowering, score, part->low, part->high, false);
}

/* 本项不得分 and its kin: nothing is left of the score where one of them holds; a score below 0 stays what it is. */
static struct quantity without_voided(struct lowering *lowering, int index, struct quantity score)
{
	struct ir_builder *build = lowering->build;
	ir_ref voided = ir_boolean(build, false);
	bool any = false;
	know_score(lowering, index, score);
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		const struct part *part = part_at(lowering, child);
		if (part->kind != GJ_PART_VOID)
			continue;
		ir_ref reason = lower_expression(lowering, part->condition);
		lowering->program->sheet[child].reason = lower_slot(lowering, reason, false);
		lower_branch(lowering, GJ_BRANCH_RULE, child, reason, lower_text(lowering, part->condition->span));
		voided = ir_or(build, voided, reason);
		any = true;
	}
	if (any && lowering->model->waives)
		voided = ir_and(build, voided, ir_not(build, lower_waived(lowering, index)));
	return any ? quantity_select(build, voided, quantity_min(build, score, points_of(lowering, 0)), score) : score;
}

static bool has_void_below(const struct lowering *lowering, int index)
{
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child])
		if (part_at(lowering, child)->kind == GJ_PART_VOID || has_void_below(lowering, child))
			return true;
	return false;
}

static struct quantity lower_item(struct lowering *lowering, int index, struct project_cap *cap)
{
	lower_asked(lowering, index);
	struct quantity asked = lowering->asked[index];
	struct quantity score = cap->stops ? item_under_cap(lowering, index, asked, cap) : item_alone(lowering, index, asked);
	score = without_voided(lowering, index, lower_full_if_waived(lowering, index, score));
	set_score(lowering, index, score);
	return score;
}

static struct quantity lower_project(struct lowering *lowering, int index)
{
	const struct part *part = part_at(lowering, index);
	int64_t bound;
	struct project_cap cap = { .stops = lower_bound(part, &bound) };
	cap.points = lower_owed(lowering, index);
	cap.counted = points_of(lowering, 0);
	struct quantity sum = cap.counted, asked = sum;
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		if (part_at(lowering, child)->kind != GJ_PART_ITEM)
			continue;
		sum = quantity_add(lowering->build, sum, lower_item(lowering, child, &cap));
		struct quantity losses = lowering->asked[child];
		if (lower_bound(part_at(lowering, child), &bound))
			losses = quantity_min(lowering->build, losses, lower_bound_points(lowering, child));
		asked = quantity_add(lowering->build, asked, losses);
		lowering->most[index] += most_left(lowering, child);
	}
	lowering->asked[index] = asked;
	if (part->capped && has_void_below(lowering, index))
		sum = quantity_max(lowering->build, sum, points_of(lowering, 0)); /* an item that gets nothing may leave others below 0 uncovered */
	if (scales_back(lowering->model, index))
		sum = lower_scaled_back(lowering, index, sum);
	sum = without_voided(lowering, index, lower_full_if_waived(lowering, index, sum));
	set_score(lowering, index, sum);
	return sum;
}

/* 加分项 or 减分项, as a positive amount. */
static struct quantity lower_group(struct lowering *lowering, int index)
{
	struct quantity score = lower_limited(lowering, index);
	set_score(lowering, index, score);
	return score;
}

/* Whether some reason of one 否决项 holds. */
static ir_ref lower_vetoes(struct lowering *lowering, int index)
{
	ir_ref vetoed = ir_boolean(lowering->build, false);
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		const struct part *part = part_at(lowering, child);
		if (part->kind != GJ_PART_VETO)
			continue;
		ir_ref reason = lower_expression(lowering, part->condition);
		lowering->program->sheet[child].reason = lower_slot(lowering, reason, false);
		vetoed = ir_or(lowering->build, vetoed, reason);
	}
	lowering->vetoed[index] = vetoed;
	return vetoed;
}

/* Sums of what stands directly under the standard. */
struct sums {
	struct quantity items, bonus, penalty;
	bool has_bonus, has_penalty;
	int division;           /* the 大类 that 项目 stand in; GJ_NONE before the first */
	struct quantity within; /* it so far */
};

static void end_division(struct lowering *lowering, struct sums *sums)
{
	if (sums->division == GJ_NONE)
		return;
	set_score(lowering, sums->division, sums->within);
	lower_division_owed(lowering, sums->division);
}

static void begin_division(struct lowering *lowering, int index, struct sums *sums)
{
	end_division(lowering, sums);
	sums->division = index;
	sums->within = points_of(lowering, 0);
}

static void add_score(struct lowering *lowering, int index, struct quantity score, struct sums *sums)
{
	if (lowering->model->weighted)
		score = lower_weighted(lowering, index, score);
	sums->items = quantity_add(lowering->build, sums->items, score);
}

static void add_project(struct lowering *lowering, int index, struct sums *sums)
{
	struct quantity score = lower_project(lowering, index);
	if (sums->division != GJ_NONE)
		sums->within = quantity_add(lowering->build, sums->within, score);
	add_score(lowering, index, score, sums);
}

static void add_part(struct lowering *lowering, int index, struct sums *sums)
{
	struct ir_builder *build = lowering->build;
	struct project_cap none = { .stops = false };
	switch (part_at(lowering, index)->kind) {
	case GJ_PART_DIVISION:
		begin_division(lowering, index, sums);
		break;
	case GJ_PART_PROJECT:
		add_project(lowering, index, sums);
		break;
	case GJ_PART_ITEM:
		add_score(lowering, index, lower_item(lowering, index, &none), sums);
		break;
	case GJ_PART_BONUS:
		sums->has_bonus = true;
		sums->bonus = quantity_add(build, sums->bonus, lower_group(lowering, index));
		break;
	case GJ_PART_PENALTY:
		sums->has_penalty = true;
		sums->penalty = quantity_add(build, sums->penalty, lower_group(lowering, index));
		break;
	default:
		break;
	}
}

static struct quantity bounded_total(struct lowering *lowering, struct quantity total)
{
	const struct model *model = lowering->model;
	if (model->has_floor)
		total = quantity_max(lowering->build, total, points_of(lowering, model->floor));
	if (model->has_ceiling)
		total = quantity_min(lowering->build, total, points_of(lowering, model->ceiling));
	if (!model->total_rounded)
		return total;
	ir_ref rounded = quantity_rounded(lowering->build, total, model->total_scale, model->total_rounding);
	gj_wide step = gj_power10(model->point_scale - model->total_scale);
	if (total.below)
		rounded = quantity_within(lowering->build, rounded, part_at(lowering, 0)->low / step, part_at(lowering, 0)->high / step);
	return quantity_of(rounded, model->total_scale);
}

static int lower_floor(struct lowering *lowering, struct quantity total)
{
	ir_ref floor = quantity_rounded(lowering->build, total, lowering->model->point_scale, GJ_ROUND_DOWN);
	return lower_slot(lowering, quantity_within(lowering->build, floor, part_at(lowering, 0)->low, part_at(lowering, 0)->high), true);
}

/* The sum of the groups of one kind: what is known of it. */
static int lower_groups(struct lowering *lowering, struct quantity sum, enum gj_part kind)
{
	gj_wide low = 0, high = 0;
	for (int child = lowering->first_child[0]; child >= 0; child = lowering->next_sibling[child]) {
		const struct part *part = part_at(lowering, child);
		low += part->kind == kind ? part->low : 0;
		high += part->kind == kind ? part->high : 0;
	}
	return lower_shown(lowering, sum, low, high, false);
}

void lower_sheet(struct lowering *lowering)
{
	struct ir_builder *build = lowering->build;
	struct gj_program *program = lowering->program;
	struct quantity none = points_of(lowering, 0);
	ir_ref vetoed = ir_boolean(build, false);
	struct sums sums = { none, none, none, false, false, GJ_NONE, none };
	for (int child = lowering->first_child[0]; child >= 0; child = lowering->next_sibling[child])
		add_part(lowering, child, &sums);
	end_division(lowering, &sums);
	build->span = part_at(lowering, 0)->name_span;
	bool scaled = scales_back(lowering->model, 0);
	struct quantity items = scaled ? lower_scaled_back(lowering, 0, sums.items) : sums.items;
	struct quantity total = quantity_subtract(build, quantity_add(build, items, sums.bonus), sums.penalty);
	if (lowering->model->total_formula && !scaled)
		total = lower_points(lowering, lowering->model->total_formula);
	total = without_voided(lowering, 0, total);
	lowering->scores[0] = bounded_total(lowering, total);
	const struct part *standard = part_at(lowering, 0);
	program->total = lower_shown(lowering, lowering->scores[0], standard->low, standard->high, false);
	program->total_floor = program->total;
	if (program->slot_rounded[program->total] != GJ_NONE)
		program->total_floor = lower_floor(lowering, lowering->scores[0]);
	program->bonus = sums.has_bonus ? lower_groups(lowering, sums.bonus, GJ_PART_BONUS) : GJ_NONE;
	program->penalty = sums.has_penalty ? lower_groups(lowering, sums.penalty, GJ_PART_PENALTY) : GJ_NONE;
	for (int child = lowering->first_child[0]; child >= 0; child = lowering->next_sibling[child])
		if (part_at(lowering, child)->kind == GJ_PART_VETOES)
			vetoed = ir_or(build, vetoed, lower_vetoes(lowering, child));
	program->vetoed = lower_slot(lowering, vetoed, false);
}
