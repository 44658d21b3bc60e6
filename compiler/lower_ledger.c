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
	entry->incurred = lower_within_most(lowering, clause, lowering->asked[clause]);
	entry->counted = lower_within_most(lowering, clause, counted);
}

/* Of each part, while clauses are counted. */
struct counting {
	ir_ref *chosen;          /* whether it is the one that counts where one alone does; -1 where all do */
	struct quantity *passed; /* what has counted under its bound so far */
};

/* From the clause outwards: whether it is in what counts, then what passes the bound of each part around it. */
static void count_clause(struct lowering *lowering, int clause, struct counting *counting)
{
	const struct part *parts = lowering->model->parts;
	struct quantity counted = lowering->limited[clause];
	for (int at = clause, above = parts[clause].parent; above > 0; at = above, above = parts[above].parent) {
		if (counting->chosen[at] >= 0)
			counted = quantity_select(lowering->build, counting->chosen[at], counted, points_of(lowering, 0));
		if (lower_bound_binds(lowering, above))
			counted = pass(lowering, counted, lower_bound_points(lowering, above), &counting->passed[above]);
	}
	set_counted(lowering, clause, counted);
}

/* Parts of which one alone counts. */
struct rivals {
	size_t count;
	int *parts;
};

static struct rivals rivals_of(struct lowering *lowering, int above)
{
	struct rivals rivals = { 0 };
	for (int child = lowering->first_child[above]; child >= 0; child = lowering->next_sibling[child])
		rivals.count++;
	rivals.parts = gj_arena_alloc(lowering->arena, (rivals.count + 1) * sizeof *rivals.parts);
	rivals.count = 0;
	for (int child = lowering->first_child[above]; child >= 0; child = lowering->next_sibling[child])
		if (lower_has(lowering->limited[child]))
			rivals.parts[rivals.count++] = child;
	return rivals;
}

/* The first that isn't 0. */
static void choose_first(struct lowering *lowering, const struct rivals *rivals, ir_ref *chosen)
{
	struct ir_builder *build = lowering->build;
	ir_ref taken = ir_boolean(build, false);
	for (size_t i = 0; i < rivals->count; i++) {
		int part = rivals->parts[i];
		chosen[part] = ir_not(build, taken);
		taken = ir_or(build, taken, quantity_less(build, points_of(lowering, 0), lowering->limited[part]));
	}
}

/* The first of the largest: larger than all before it, no smaller than all after it. */
static void choose_heaviest(struct lowering *lowering, const struct rivals *rivals, ir_ref *chosen)
{
	struct ir_builder *build = lowering->build;
	struct quantity before = points_of(lowering, 0);
	struct quantity *after = gj_arena_alloc(lowering->arena, (rivals->count + 1) * sizeof *after);
	after[rivals->count] = before;
	for (size_t i = rivals->count; i-- > 0;)
		after[i] = quantity_max(build, after[i + 1], lowering->limited[rivals->parts[i]]);
	for (size_t i = 0; i < rivals->count; i++) {
		struct quantity value = lowering->limited[rivals->parts[i]];
		ir_ref above_earlier = quantity_less(build, before, value), above_later = quantity_less_equal(build, after[i + 1], value);
		chosen[rivals->parts[i]] = ir_and(build, above_earlier, above_later);
		before = quantity_max(build, before, value);
	}
}

static void choose(struct lowering *lowering, int above, ir_ref *chosen)
{
	enum combine combine = lowering->model->parts[above].combine;
	if (combine == COMBINE_SUM || lowering->model->parts[above].kind == GJ_PART_CLAUSE)
		return;
	struct rivals rivals = rivals_of(lowering, above);
	if (combine == COMBINE_FIRST)
		choose_first(lowering, &rivals, chosen);
	else
		choose_heaviest(lowering, &rivals, chosen);
}

static const char *bound_label(const struct lowering *lowering, int index)
{
	const struct part *parts = lowering->model->parts, *part = &parts[index];
	int at = part->kind == GJ_PART_CLAUSE || part->kind == GJ_PART_SERIES ? model_owner(lowering->model, index) : index;
	int64_t bound;
	lower_bound(part, &bound);
	if (!part->has_most || bound < part->most)
		return "扣完为止";
	return parts[at].kind == GJ_PART_BONUS ? "最多加" : parts[at].kind == GJ_PART_PENALTY ? "最多减" : part->earning ? "最多得" : "最多扣";
}

static void add_bound_branch(struct lowering *lowering, int index)
{
	struct quantity asked = lowering->asked[index];
	if (!lower_has(asked) || !lower_bound_binds(lowering, index))
		return;
	ir_ref stopped = quantity_less(lowering->build, lower_bound_points(lowering, index), asked);
	lower_branch(lowering, GJ_BRANCH_CAP, index, stopped, bound_label(lowering, index));
}

/* What 要点 that count full have of a bound before any clause has. */
static struct quantity given(struct lowering *lowering, int index)
{
	const struct part *part = &lowering->model->parts[index];
	struct quantity points = points_of(lowering, 0);
	if (!lowering->model->waives || !part->earning || part->kind != GJ_PART_ITEM || part->combine != COMBINE_SUM)
		return points;
	for (int child = lowering->first_child[index]; child >= 0; child = lowering->next_sibling[child])
		if (lowering->model->parts[child].waived)
			points = quantity_add(lowering->build, points, lower_full_if_waived(lowering, child, points_of(lowering, 0)));
	return quantity_min(lowering->build, points, lower_bound_points(lowering, index));
}

void lower_ledger(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct counting counting = { gj_arena_alloc(lowering->arena, (model->part_count + 1) * sizeof *counting.chosen),
		gj_arena_alloc(lowering->arena, (model->part_count + 1) * sizeof *counting.passed) };
	for (size_t i = 0; i < model->part_count; i++) {
		counting.chosen[i] = -1;
		counting.passed[i] = given(lowering, (int)i);
	}
	for (size_t i = 0; i < model->part_count; i++) {
		lowering->build->span = model->parts[i].span;
		choose(lowering, (int)i, counting.chosen);
		if (model->parts[i].kind == GJ_PART_CLAUSE)
			count_clause(lowering, (int)i, &counting);
		add_bound_branch(lowering, (int)i);
	}
}
