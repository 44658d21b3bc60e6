/* The sheet: clauses, their limits and caps, items, projects, bonus, penalty, vetoes, the total. Losses count in the document's order: where a
 * cap absorbs, the clauses (and items) that stand first have counted first. */
#include "lower.h"

/* A 项目 whose losses stop at its points: what has counted so far under it. */
struct project_cap {
	bool stops;
	ir_ref points, counted;
};

static ir_ref constant(struct lowering *lowering, int64_t value)
{
	return ir_constant(lowering->build, value);
}

bool lower_stops_at_points(const struct part *part)
{
	return (part->capped || part->earning) && part->has_points;
}

bool lower_cap_binds(const struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	return lower_stops_at_points(part) && lowering->most[index] > part->points;
}

static const struct part *part_at(const struct lowering *lowering, int index)
{
	return &lowering->model->parts[index];
}

static ir_ref limit(struct lowering *lowering, const struct part *part, ir_ref value)
{
	return part->has_most ? ir_min(lowering->build, value, constant(lowering, part->most)) : value;
}

/* The first that isn't 0: each counts only while those before it are 0. */
static ir_ref first_of(struct lowering *lowering, const ir_ref *values, size_t count)
{
	ir_ref found = constant(lowering, 0);
	for (size_t i = count; i-- > 0;) {
		ir_ref none = ir_less_equal(lowering->build, values[i], constant(lowering, 0));
		found = ir_select(lowering->build, none, found, values[i]);
	}
	return found;
}

ir_ref lower_combined(struct lowering *lowering, const ir_ref *values, size_t count, enum combine combine)
{
	if (combine == COMBINE_FIRST)
		return first_of(lowering, values, count);
	ir_ref result = constant(lowering, 0);
	for (size_t i = 0; i < count; i++)
		result = combine == COMBINE_SUM ? ir_add(lowering->build, result, values[i]) : ir_max(lowering->build, result, values[i]);
	return result;
}

static void lower_one_clause(struct lowering *lowering, int index)
{
	const struct part *part = part_at(lowering, index);
	lowering->incurred[index] = lower_clause(lowering, index);
	lowering->build->span = part->span;
	bool binds = part->has_most && lowering->most[index] > part->most;
	lowering->limited[index] = binds ? limit(lowering, part, lowering->incurred[index]) : lowering->incurred[index];
}

/* The most that is left of a part after its own limit or cap. */
static gj_wide most_left(const struct lowering *lowering, int index)
{
	const struct part *part = part_at(lowering, index);
	if (part->has_most)
		return gj_least(lowering->most[index], part->most);
	return part->kind != GJ_PART_CLAUSE && lower_cap_binds(lowering, index) ? part->points : lowering->most[index];
}

/* Everything asked for under a 指标 or 要点, inner caps taken off, its own not. */
static ir_ref lower_asked(struct lowering *lowering, int index)
{
	ir_ref sum = constant(lowering, 0);
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		const struct part *part = part_at(lowering, child);
		if (part->kind == GJ_PART_CLAUSE) {
			lower_one_clause(lowering, child);
			sum = ir_add(lowering->build, sum, lowering->limited[child]);
		} else if (part->kind == GJ_PART_POINT) {
			ir_ref asked = lower_asked(lowering, child);
			if (lower_cap_binds(lowering, child))
				asked = ir_min(lowering->build, asked, constant(lowering, part->points));
			sum = ir_add(lowering->build, sum, asked);
		} else {
			continue;
		}
		lowering->most[index] += most_left(lowering, child);
	}
	lowering->build->span = part_at(lowering, index)->span;
	return lowering->asked[index] = sum;
}

static ir_ref item_alone(struct lowering *lowering, int index, ir_ref asked)
{
	struct ir_builder *build = lowering->build;
	const struct part *part = part_at(lowering, index);
	bool binds = lower_cap_binds(lowering, index);
	ir_ref points = constant(lowering, part->points);
	if (part->earning)
		return binds ? ir_min(build, asked, points) : asked;
	ir_ref rest = ir_subtract(build, points, asked);
	return binds ? ir_max(build, rest, constant(lowering, 0)) : rest;
}

static ir_ref item_under_cap(struct lowering *lowering, const struct part *part, ir_ref asked, struct project_cap *cap)
{
	struct ir_builder *build = lowering->build;
	ir_ref points = constant(lowering, part->points);
	ir_ref counted = lower_stops_at_points(part) ? ir_min(build, asked, points) : asked;
	counted = ir_min(build, counted, ir_subtract(build, cap->points, cap->counted));
	cap->counted = ir_min(build, ir_add(build, cap->counted, counted), cap->points);
	return part->earning ? counted : ir_subtract(build, points, counted);
}

static void set_score(struct lowering *lowering, int index, ir_ref score)
{
	lowering->scores[index] = score;
	lowering->program->sheet[index].score = lower_slot(lowering, score, false);
}

/* 本项不得分 and its kin: nothing is left of the score where one of them holds; a score below 0 stays what it is. */
static ir_ref without_voided(struct lowering *lowering, int index, ir_ref score)
{
	struct ir_builder *build = lowering->build;
	ir_ref voided = ir_boolean(build, false);
	bool any = false;
	lowering->scores[index] = score;
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
	return any ? ir_select(build, voided, ir_min(build, score, constant(lowering, 0)), score) : score;
}

static bool has_void_below(const struct lowering *lowering, int index)
{
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child])
		if (part_at(lowering, child)->kind == GJ_PART_VOID || has_void_below(lowering, child))
			return true;
	return false;
}

static ir_ref lower_item(struct lowering *lowering, int index, struct project_cap *cap)
{
	const struct part *part = part_at(lowering, index);
	ir_ref asked = lower_asked(lowering, index);
	ir_ref score = cap->stops ? item_under_cap(lowering, part, asked, cap) : item_alone(lowering, index, asked);
	score = without_voided(lowering, index, score);
	set_score(lowering, index, score);
	return score;
}

static ir_ref lower_project(struct lowering *lowering, int index)
{
	const struct part *part = part_at(lowering, index);
	struct project_cap cap = { lower_stops_at_points(part), constant(lowering, part->points), constant(lowering, 0) };
	ir_ref sum = constant(lowering, 0), asked = sum;
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		if (part_at(lowering, child)->kind != GJ_PART_ITEM)
			continue;
		sum = ir_add(lowering->build, sum, lower_item(lowering, child, &cap));
		const struct part *item = part_at(lowering, child);
		ir_ref losses = lowering->asked[child];
		if (lower_stops_at_points(item))
			losses = ir_min(lowering->build, losses, constant(lowering, item->points));
		asked = ir_add(lowering->build, asked, losses);
		lowering->most[index] += most_left(lowering, child);
	}
	lowering->asked[index] = asked;
	if (part->capped && has_void_below(lowering, index))
		sum = ir_max(lowering->build, sum, constant(lowering, 0)); /* an item that gets nothing may leave others below 0 uncovered */
	sum = without_voided(lowering, index, sum);
	set_score(lowering, index, sum);
	return sum;
}

/* 加分项 or 减分项, as a positive amount. */
static ir_ref lower_group(struct lowering *lowering, int index)
{
	const struct part *part = part_at(lowering, index);
	size_t count = 0;
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child])
		count++;
	ir_ref *values = gj_arena_alloc(lowering->arena, (count + 1) * sizeof *values);
	count = 0;
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		if (part_at(lowering, child)->kind != GJ_PART_CLAUSE)
			continue;
		lower_one_clause(lowering, child);
		values[count++] = lowering->limited[child];
	}
	lowering->build->span = part->span;
	lowering->asked[index] = lower_combined(lowering, values, count, part->combine);
	ir_ref score = limit(lowering, part, lowering->asked[index]);
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
	ir_ref items, bonus, penalty;
	bool has_bonus, has_penalty;
};

static void add_part(struct lowering *lowering, int index, struct sums *sums)
{
	struct ir_builder *build = lowering->build;
	struct project_cap none = { false, -1, -1 };
	switch (part_at(lowering, index)->kind) {
	case GJ_PART_PROJECT:
		sums->items = ir_add(build, sums->items, lower_project(lowering, index));
		break;
	case GJ_PART_ITEM:
		sums->items = ir_add(build, sums->items, lower_item(lowering, index, &none));
		break;
	case GJ_PART_BONUS:
		sums->has_bonus = true;
		sums->bonus = ir_add(build, sums->bonus, lower_group(lowering, index));
		break;
	case GJ_PART_PENALTY:
		sums->has_penalty = true;
		sums->penalty = ir_add(build, sums->penalty, lower_group(lowering, index));
		break;
	default:
		break;
	}
}

static ir_ref bounded_total(struct lowering *lowering, ir_ref total)
{
	const struct model *model = lowering->model;
	if (model->has_floor)
		total = ir_max(lowering->build, total, constant(lowering, model->floor));
	if (model->has_ceiling)
		total = ir_min(lowering->build, total, constant(lowering, model->ceiling));
	if (model->total_rounded) {
		int64_t step = gj_power10(model->point_scale - model->total_scale);
		total = ir_multiply_by(lowering->build, ir_divide(lowering->build, total, constant(lowering, step), model->total_rounding), step);
	}
	return total;
}

void lower_sheet(struct lowering *lowering)
{
	struct ir_builder *build = lowering->build;
	struct gj_program *program = lowering->program;
	ir_ref none = constant(lowering, 0), vetoed = ir_boolean(build, false);
	struct sums sums = { none, none, none, false, false };
	for (int child = lowering->first_child[0]; child >= 0; child = lowering->next_sibling[child])
		add_part(lowering, child, &sums);
	build->span = part_at(lowering, 0)->name_span;
	ir_ref total = ir_subtract(build, ir_add(build, sums.items, sums.bonus), sums.penalty);
	if (lowering->model->total_formula)
		total = lower_points(lowering, lowering->model->total_formula);
	total = without_voided(lowering, 0, total);
	lowering->scores[0] = bounded_total(lowering, total);
	program->total = lower_slot(lowering, lowering->scores[0], false);
	program->bonus = sums.has_bonus ? lower_slot(lowering, sums.bonus, false) : GJ_NONE;
	program->penalty = sums.has_penalty ? lower_slot(lowering, sums.penalty, false) : GJ_NONE;
	for (int child = lowering->first_child[0]; child >= 0; child = lowering->next_sibling[child])
		if (part_at(lowering, child)->kind == GJ_PART_VETOES)
			vetoed = ir_or(build, vetoed, lower_vetoes(lowering, child));
	program->vetoed = lower_slot(lowering, vetoed, false);
}
