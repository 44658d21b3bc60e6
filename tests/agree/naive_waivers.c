/* 不适用: a sheet from which some parts have been taken, or in which they count full. */
#include "naive.h"

static bool is_part(const struct model *model, size_t index)
{
	return model->parts[index].kind == GJ_PART_PROJECT || model->parts[index].kind == GJ_PART_ITEM || model->parts[index].kind == GJ_PART_POINT;
}

/* What was declared nearest around a part. */
static enum waiving declared(const struct model *model, size_t index)
{
	for (int at = model->parts[index].parent; at > 0; at = model->parts[at].parent)
		if (model->parts[at].waiving != WAIVING_UNSAID)
			return model->parts[at].waiving;
	return model->parts[0].waiving;
}

static bool waived_itself(const struct model *model, const struct naive_row *row, struct naive_result *result, size_t index)
{
	bool waived = false;
	for (size_t i = index + 1; i < model->part_count; i++) {
		if (model->parts[i].kind != GJ_PART_WAIVER || model->parts[i].parent != (int)index)
			continue;
		result->reasons[i] = naive_truth(model, row, result, model->parts[i].condition);
		waived = waived || result->reasons[i];
	}
	return waived;
}

/* What is left of the points of a part once those below it that leave are taken from it. */
static void owe(const struct model *model, size_t index, struct naive_result *result)
{
	const struct part *part = &model->parts[index];
	mpq_t sum, share;
	mpq_inits(sum, share, NULL);
	naive_set(result->owed[index], part->points, model->point_scale);
	for (size_t i = index + 1; i < model->part_count && part->kind != GJ_PART_POINT; i++) {
		const struct part *below = &model->parts[i];
		if (below->parent != (int)index || !is_part(model, i))
			continue;
		naive_set(share, below->points, model->point_scale);
		if (part->kind == GJ_PART_ITEM) {
			if (result->leaves[i])
				mpq_sub(result->owed[index], result->owed[index], share);
			continue;
		}
		/* A 项目 that scales itself back is worth all its points as long as anything of it applies. */
		if (below->waiving != WAIVING_SCALED || result->inapplicable[i])
			mpq_set(share, result->owed[i]);
		naive_weigh(model, i, index, share);
		mpq_add(sum, sum, share);
	}
	if (part->kind != GJ_PART_POINT && part->kind != GJ_PART_ITEM)
		mpq_set(result->owed[index], sum);
	if (result->leaves[index])
		mpq_set_ui(result->owed[index], 0, 1);
	mpq_clears(sum, share, NULL);
}

void naive_weigh(const struct model *model, size_t part, size_t whole, mpq_t value)
{
	mpq_t weight;
	mpq_init(weight);
	naive_set(weight, model->parts[part].weight, WEIGHT_DECIMALS);
	if (whole == 0 && model->weighted)
		mpq_mul(value, value, weight);
	mpq_clear(weight);
}

static void settle(const struct model *model, size_t index, struct naive_result *result)
{
	owe(model, index, result);
	bool nothing = mpq_sgn(result->owed[index]) <= 0 && model->parts[index].kind != GJ_PART_POINT;
	result->inapplicable[index] = nothing && (result->leaves[index] || (index == 0 ? model->parts[0].waiving : declared(model, index)) == WAIVING_SCALED);
	if (nothing && index > 0 && !result->leaves[index] && declared(model, index) == WAIVING_FULL)
		result->full[index] = true;
}

/* The 项目 of a 大类, as the whole around them sees them. */
static void owe_division(const struct model *model, size_t index, struct naive_result *result)
{
	mpq_set_ui(result->owed[index], 0, 1);
	for (size_t i = index + 1; i < model->part_count && model->parts[i].kind != GJ_PART_DIVISION; i++) {
		const struct part *part = &model->parts[i];
		mpq_t share;
		if (part->kind != GJ_PART_PROJECT)
			continue;
		mpq_init(share);
		naive_set(share, part->points, model->point_scale);
		bool whole = part->waiving == WAIVING_SCALED && !result->inapplicable[i];
		mpq_add(result->owed[index], result->owed[index], whole ? share : result->owed[i]);
		mpq_clear(share);
	}
	result->inapplicable[index] = mpq_sgn(result->owed[index]) <= 0;
}

void naive_waive(const struct model *model, const struct naive_row *row, struct naive_result *result)
{
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		size_t around = part->parent >= 0 ? (size_t)part->parent : 0;
		result->leaves[i] = i > 0 && result->leaves[around];
		result->full[i] = i > 0 && result->full[around];
		result->inapplicable[i] = false;
		if (!is_part(model, i) || result->leaves[i] || result->full[i] || !waived_itself(model, row, result, i))
			continue;
		result->leaves[i] = declared(model, i) == WAIVING_SCALED;
		result->full[i] = !result->leaves[i];
	}
	for (size_t i = model->part_count; i-- > 0;)
		if (i == 0 || is_part(model, i))
			settle(model, i, result);
	for (size_t i = 1; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_DIVISION)
			owe_division(model, i, result);
}
