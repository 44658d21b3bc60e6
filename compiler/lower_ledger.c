/* The ledger: what each clause asks for, what counts of it, which caps absorbed. Innermost caps first, clauses in the document's order. */
#include "lower.h"

static struct quantity points_of(struct lowering *lowering, int64_t points)
{
	return lower_given_points(lowering, points);
}

/* What passes a cap of `points` after `*passed` has: the smaller of the value and what is left. */
static struct quantity pass(struct lowering *lowering, struct quantity value, struct quantity points, struct quantity *passed)
{
	struct ir_builder *build = lowering->build;
	struct quantity counted = quantity_min(build, value, quantity_subtract(build, points, *passed));
	*passed = quantity_min(build, quantity_add(build, *passed, counted), points);
	return counted;
}

/* A slot with the range that the reader of a sheet expects: tiers never ask for more than the largest of them. */
static int lower_within_most(struct lowering *lowering, int clause, struct quantity value)
{
	gj_wide most = lowering->most[clause];
	if (gj_fits_64(most) && !value.below)
		value = quantity_min(lowering->build, value, points_of(lowering, (int64_t)most));
	return lower_shown(lowering, value, 0, gj_least(most, INT64_MAX), true);
}

static void set_counted(struct lowering *lowering, int clause, struct quantity counted)
{
	struct gj_sheet_entry *entry = &lowering->program->sheet[clause];
	entry->incurred = lower_within_most(lowering, clause, lowering->incurred[clause]);
	entry->counted = lower_within_most(lowering, clause, counted);
}

/* 要点, 指标 and 项目 above a clause, innermost first. `passed` has one element a part. */
static void count_clause(struct lowering *lowering, int clause, struct quantity *passed)
{
	const struct part *parts = lowering->model->parts;
	struct quantity counted = lowering->limited[clause];
	for (int above = parts[clause].parent; above > 0; above = parts[above].parent)
		if (lower_cap_binds(lowering, above))
			counted = pass(lowering, counted, points_of(lowering, parts[above].points), &passed[above]);
	set_counted(lowering, clause, counted);
}

/* Clauses of a group where one alone counts: values after the group's own limit, and which of them counts. */
struct rivals {
	size_t count;
	int *clauses;
	struct quantity *values;
};

static struct rivals rivals_of(struct lowering *lowering, int group)
{
	const struct part *part = &lowering->model->parts[group];
	struct rivals rivals = { 0 };
	for (int child = lowering->first_child[group]; child >= 0; child = lowering->next_sibling[child])
		rivals.count++;
	rivals.clauses = gj_arena_alloc(lowering->arena, (rivals.count + 1) * sizeof *rivals.clauses);
	rivals.values = gj_arena_alloc(lowering->arena, (rivals.count + 1) * sizeof *rivals.values);
	rivals.count = 0;
	for (int child = lowering->first_child[group]; child >= 0; child = lowering->next_sibling[child]) {
		struct quantity value = lowering->limited[child];
		if (!lower_has(value))
			continue;
		rivals.clauses[rivals.count] = child;
		rivals.values[rivals.count++] = part->has_most ? quantity_min(lowering->build, value, points_of(lowering, part->most)) : value;
	}
	return rivals;
}

/* The first that isn't 0 counts. */
static void count_first(struct lowering *lowering, const struct rivals *rivals)
{
	struct ir_builder *build = lowering->build;
	ir_ref taken = ir_boolean(build, false);
	struct quantity nothing = points_of(lowering, 0);
	for (size_t i = 0; i < rivals->count; i++) {
		set_counted(lowering, rivals->clauses[i], quantity_select(build, taken, nothing, rivals->values[i]));
		taken = ir_or(build, taken, quantity_less(build, nothing, rivals->values[i]));
	}
}

/* The first of the largest counts: larger than all before it, no smaller than all after it. */
static void count_heaviest(struct lowering *lowering, const struct rivals *rivals)
{
	struct ir_builder *build = lowering->build;
	struct quantity nothing = points_of(lowering, 0), before = nothing;
	struct quantity *after = gj_arena_alloc(lowering->arena, (rivals->count + 1) * sizeof *after);
	after[rivals->count] = nothing;
	for (size_t i = rivals->count; i-- > 0;)
		after[i] = quantity_max(build, after[i + 1], rivals->values[i]);
	for (size_t i = 0; i < rivals->count; i++) {
		struct quantity value = rivals->values[i];
		ir_ref above_earlier = quantity_less(build, before, value), above_later = quantity_less_equal(build, after[i + 1], value);
		ir_ref heaviest = ir_and(build, above_earlier, above_later);
		set_counted(lowering, rivals->clauses[i], quantity_select(build, heaviest, value, nothing));
		before = quantity_max(build, before, value);
	}
}

static void count_sum(struct lowering *lowering, int group)
{
	const struct part *part = &lowering->model->parts[group];
	struct quantity passed = points_of(lowering, 0);
	for (int child = lowering->first_child[group]; child >= 0; child = lowering->next_sibling[child]) {
		struct quantity counted = lowering->limited[child];
		if (!lower_has(counted))
			continue;
		if (part->has_most)
			counted = pass(lowering, counted, points_of(lowering, part->most), &passed);
		set_counted(lowering, child, counted);
	}
}

static void count_group(struct lowering *lowering, int group)
{
	enum combine combine = lowering->model->parts[group].combine;
	if (combine == COMBINE_SUM) {
		count_sum(lowering, group);
		return;
	}
	struct rivals rivals = rivals_of(lowering, group);
	if (combine == COMBINE_FIRST)
		count_first(lowering, &rivals);
	else
		count_heaviest(lowering, &rivals);
}

static bool is_group(enum gj_part kind)
{
	return kind == GJ_PART_BONUS || kind == GJ_PART_PENALTY;
}

static void add_cap_branch(struct lowering *lowering, int part, struct quantity asked, int64_t cap, const char *label)
{
	if (lower_has(asked))
		lower_branch(lowering, GJ_BRANCH_CAP, part, quantity_less(lowering->build, points_of(lowering, cap), asked), label);
}

static const char *most_label(const struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	enum gj_part above = index > 0 ? lowering->model->parts[part->parent].kind : GJ_PART_STANDARD;
	if (part->kind == GJ_PART_BONUS || above == GJ_PART_BONUS)
		return "最多加";
	if (part->kind == GJ_PART_PENALTY || above == GJ_PART_PENALTY)
		return "最多减";
	return part->earning ? "最多得" : "最多扣";
}

static void add_cap_branches(struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	struct quantity asked = part->kind == GJ_PART_CLAUSE ? lowering->incurred[index] : lowering->asked[index];
	lowering->build->span = part->span;
	bool group = is_group(part->kind);
	if (part->has_most && (group || lowering->most[index] > part->most))
		add_cap_branch(lowering, index, asked, part->most, most_label(lowering, index));
	else if (lower_cap_binds(lowering, index) && part->kind != GJ_PART_CLAUSE)
		add_cap_branch(lowering, index, asked, part->points, "扣完为止");
}

void lower_ledger(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct quantity *passed = gj_arena_alloc(lowering->arena, (model->part_count + 1) * sizeof *passed);
	for (size_t i = 0; i < model->part_count; i++)
		passed[i] = points_of(lowering, 0);
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		lowering->build->span = part->span;
		if (is_group(part->kind))
			count_group(lowering, (int)i);
		else if (part->kind == GJ_PART_CLAUSE && lower_has(lowering->limited[i]) && !is_group(model->parts[part->parent].kind))
			count_clause(lowering, (int)i, passed);
		add_cap_branches(lowering, (int)i);
	}
}
