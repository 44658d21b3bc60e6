/* 不适用 若 …: which parts leave the sheet, which count full, and what is owed of those that stay. */
#include "divisions.h"
#include "lower.h"
#include "waivers.h"

static struct quantity points_of(struct lowering *lowering, int64_t points)
{
	return lower_given_points(lowering, points);
}

/* Whether some 不适用 若 … right under a part holds. */
static ir_ref lower_own(struct lowering *lowering, int index)
{
	ir_ref waived = ir_boolean(lowering->build, false);
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		const struct part *part = &lowering->model->parts[child];
		if (part->kind != GJ_PART_WAIVER)
			continue;
		ir_ref reason = lower_expression(lowering, part->condition);
		lowering->program->sheet[child].reason = lower_slot(lowering, reason, false);
		lowering->program->sheet[child].full = waiving_of(lowering->model, index) == WAIVING_FULL;
		lower_branch(lowering, GJ_BRANCH_RULE, child, reason, lower_text(lowering, part->condition->span));
		waived = ir_or(lowering->build, waived, reason);
	}
	return waived;
}

/* What stands around a part decides before it. */
static void lower_waiver(struct lowering *lowering, int index)
{
	struct ir_builder *build = lowering->build;
	const struct part *part = &lowering->model->parts[index];
	const struct waived *around = &lowering->waived[part->parent];
	struct waived *waived = &lowering->waived[index];
	*waived = *around;
	if (!part->waived)
		return;
	ir_ref own = lower_own(lowering, index);
	if (waiving_of(lowering->model, index) == WAIVING_SCALED)
		waived->leaves = ir_or(build, around->leaves, ir_and(build, own, ir_not(build, around->full)));
	else
		waived->full = ir_or(build, around->full, ir_and(build, own, ir_not(build, around->leaves)));
}

/* What a part is worth to the whole around it. */
static struct quantity outward(struct lowering *lowering, int index)
{
	struct ir_builder *build = lowering->build;
	const struct part *part = &lowering->model->parts[index];
	struct quantity points = points_of(lowering, part->points), nothing = points_of(lowering, 0);
	if (part->kind == GJ_PART_POINT)
		return quantity_select(build, lowering->waived[index].leaves, nothing, points);
	if (part->kind == GJ_PART_PROJECT && scales_back(lowering->model, index))
		return quantity_select(build, lowering->inapplicable[index], nothing, points);
	return lowering->owed[index];
}

/* The points of the 要点 that leave a 指标 that itself stays. */
static struct quantity points_left_out(struct lowering *lowering, int item)
{
	struct quantity sum = points_of(lowering, 0);
	for (int child = lowering->first_child[item]; child >= 0; child = lowering->next_sibling[child]) {
		const struct part *part = &lowering->model->parts[child];
		if (part->kind != GJ_PART_POINT || !part->waived)
			continue;
		struct quantity left = quantity_subtract(lowering->build, points_of(lowering, part->points), outward(lowering, child));
		sum = quantity_add(lowering->build, sum, left);
	}
	return sum;
}

static struct quantity owed_of_item(struct lowering *lowering, int index)
{
	struct ir_builder *build = lowering->build;
	const struct part *part = &lowering->model->parts[index];
	struct quantity stays = quantity_subtract(build, points_of(lowering, part->points), points_left_out(lowering, index));
	return quantity_select(build, lowering->waived[index].leaves, points_of(lowering, 0), stays);
}

static struct quantity owed_of_whole(struct lowering *lowering, int index)
{
	const struct model *model = lowering->model;
	struct quantity sum = points_of(lowering, 0);
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child]) {
		const struct part *part = &model->parts[child];
		if (part->kind != GJ_PART_ITEM && part->kind != GJ_PART_PROJECT)
			continue;
		struct quantity share = outward(lowering, child);
		if (index == 0 && model->weighted)
			share = lower_weighted(lowering, child, share);
		sum = quantity_add(lowering->build, sum, share);
	}
	return sum;
}

/* Never below what is owed of it where it applies. */
static struct quantity at_least_owed(struct lowering *lowering, int index, struct quantity owed)
{
	const struct model *model = lowering->model;
	int scale = index == 0 && model->weighted ? WEIGHT_DECIMALS : 0;
	wide least = model->parts[index].least_owed > 0 ? model->parts[index].least_owed : 1;
	return quantity_max(lowering->build, owed, lower_decimal(lowering, (int64_t)least, model->point_scale + scale));
}

static void settle_owed(struct lowering *lowering, int index)
{
	struct ir_builder *build = lowering->build;
	const struct part *part = &lowering->model->parts[index];
	struct gj_sheet_entry *entry = &lowering->program->sheet[index];
	build->span = part->span;
	lowering->owed[index] = part->kind == GJ_PART_ITEM ? owed_of_item(lowering, index) : owed_of_whole(lowering, index);
	ir_ref none = quantity_less_equal(build, lowering->owed[index], points_of(lowering, 0));
	bool full = index > 0 && waiving_of(lowering->model, index) == WAIVING_FULL; /* so that a 项目 of which everything leaves counts full */
	struct waived *waived = &lowering->waived[index];
	if (full)
		waived->full = ir_or(build, waived->full, ir_and(build, none, ir_not(build, waived->leaves)));
	if (part->may_leave)
		lowering->inapplicable[index] = none;
	struct quantity worth = quantity_select(build, lowering->inapplicable[index], points_of(lowering, part->points), lowering->owed[index]);
	lowering->worth[index] = at_least_owed(lowering, index, worth);
	if (lower_owed_varies(lowering, index) || scales_back(lowering->model, index))
		entry->owed = lower_shown(lowering, lowering->owed[index], 0, INT64_MAX, true);
	if (!ir_is_constant(lowering->ir, lowering->inapplicable[index]))
		entry->inapplicable = lower_slot(lowering, lowering->inapplicable[index], false);
}

void lower_division_owed(struct lowering *lowering, int index)
{
	const struct model *model = lowering->model;
	struct gj_sheet_entry *entry = &lowering->program->sheet[index];
	struct quantity sum = points_of(lowering, 0);
	bool varies = false;
	for (int project = division_next(model, index, GJ_NONE); project != GJ_NONE && model->waives; project = division_next(model, index, project)) {
		sum = quantity_add(lowering->build, sum, outward(lowering, project));
		varies = varies || model->parts[project].may_leave || lower_owed_varies(lowering, project);
	}
	if (!varies)
		return;
	ir_ref none = quantity_less_equal(lowering->build, sum, points_of(lowering, 0));
	entry->owed = lower_shown(lowering, sum, 0, INT64_MAX, true);
	if (!ir_is_constant(lowering->ir, none))
		entry->inapplicable = lower_slot(lowering, none, false);
}

void lower_waivers(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	if (!model->waives)
		return;
	ir_ref never = ir_boolean(lowering->build, false);
	for (size_t i = 0; i < model->part_count; i++) {
		lowering->waived[i] = (struct waived){ never, never };
		lowering->inapplicable[i] = never;
	}
	for (size_t i = 1; i < model->part_count; i++)
		if (model->parts[i].kind <= GJ_PART_CLAUSE)
			lower_waiver(lowering, (int)i);
	for (size_t i = model->part_count; i-- > 0;)
		if (model->parts[i].kind <= GJ_PART_ITEM && (i > 0 || scales_back(model, 0)))
			settle_owed(lowering, (int)i);
}

struct quantity lower_weighted(struct lowering *lowering, int index, struct quantity value)
{
	int64_t weight = lowering->model->parts[index].weight;
	int scale = WEIGHT_DECIMALS;
	for (; scale > 0 && weight % 10 == 0; scale--)
		weight /= 10;
	return quantity_multiply(lowering->build, value, quantity_of(ir_constant(lowering->build, weight), scale));
}

bool lower_owed_varies(const struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	return part->least_owed < part->points;
}

struct quantity lower_owed(struct lowering *lowering, int index)
{
	return lower_has(lowering->owed[index]) ? lowering->owed[index] : points_of(lowering, lowering->model->parts[index].points);
}

ir_ref lower_waived(struct lowering *lowering, int index)
{
	return ir_or(lowering->build, lowering->waived[index].leaves, lowering->waived[index].full);
}

struct quantity lower_unless_waived(struct lowering *lowering, int index, struct quantity value)
{
	if (!lowering->model->waives)
		return value;
	return quantity_select(lowering->build, lower_waived(lowering, index), points_of(lowering, 0), value);
}

struct quantity lower_full_if_waived(struct lowering *lowering, int index, struct quantity value)
{
	if (!lowering->model->waives)
		return value;
	return quantity_select(lowering->build, lowering->waived[index].full, points_of(lowering, lowering->model->parts[index].points), value);
}

struct quantity lower_scaled_back(struct lowering *lowering, int index, struct quantity earned)
{
	struct ir_builder *build = lowering->build;
	struct gj_sheet_entry *entry = &lowering->program->sheet[index];
	struct quantity points = points_of(lowering, lowering->model->parts[index].points), owed = at_least_owed(lowering, index, lowering->owed[index]);
	build->fraction_span = lowering->model->parts[index].name_span;
	struct quantity scaled = quantity_divide(build, quantity_multiply(build, earned, points), owed);
	entry->earned = lower_shown(lowering, earned, INT64_MIN, INT64_MAX, true);
	entry->scaled = lower_shown(lowering, scaled, INT64_MIN, INT64_MAX, true);
	return scaled;
}
