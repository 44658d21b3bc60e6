#include "runtime/search.h"

#include <string.h>

enum { BRANCHES = 8, MOST_BOXES = 4096 };

enum goal { GOAL_LEAST, GOAL_MOST, GOAL_VALUES };

struct box {
	struct gj_interval target;
	size_t depth;
	struct gj_extent *extents;
};

struct search {
	struct gj_unit *unit;
	const struct gj_slice *slice;
	enum goal goal;
	struct gj_extreme *extreme;
	struct gj_values *values;
	size_t box_count, box_room; /* a heap, the most promising first */
	struct box *boxes;
	struct gj_extent **spare; /* extents of boxes given back */
	size_t spare_count, spare_room;
	bool *lean;             /* of each unknown: its high end is the better one */
	struct gj_extent *point, *trial;
	bool no_memory;
};

static size_t unseen(const struct search *search, struct gj_interval target)
{
	size_t count = 0;
	for (gj_wide value = target.low; value <= target.high; value++)
		count += value >= 0 && value < (gj_wide)search->values->count && !search->values->rows[value];
	return count;
}

/* The better a result, the larger. */
static gj_wide merit(const struct search *search, struct gj_interval target)
{
	switch (search->goal) {
	case GOAL_LEAST: return -target.low;
	case GOAL_MOST: return target.high;
	default: return (gj_wide)unseen(search, target);
	}
}

static bool hopeless(const struct search *search, struct gj_interval target)
{
	const struct gj_extreme *extreme = search->extreme;
	if (search->goal == GOAL_VALUES)
		return unseen(search, target) == 0;
	return extreme->any && (search->goal == GOAL_MOST ? target.high <= extreme->bound : target.low >= extreme->bound);
}

/* Of boxes that promise the same the deeper one comes first, and while values are gathered always. */
static bool before(const struct search *search, const struct box *a, const struct box *b)
{
	gj_wide x = merit(search, a->target), y = merit(search, b->target);
	return search->goal == GOAL_VALUES || x == y ? a->depth > b->depth : x > y;
}

static void swap_boxes(struct box *a, struct box *b)
{
	struct box kept = *a;
	*a = *b;
	*b = kept;
}

static void push_box(struct search *search, struct box box)
{
	size_t at = search->box_count;
	struct box *boxes = gj_arena_grow(search->unit->arena, search->boxes, at, &search->box_room, sizeof *boxes);
	search->no_memory |= !boxes;
	if (!boxes)
		return;
	search->boxes = boxes;
	search->boxes[at] = box;
	search->box_count++;
	for (; at && before(search, &search->boxes[at], &search->boxes[(at - 1) / 2]); at = (at - 1) / 2)
		swap_boxes(&search->boxes[at], &search->boxes[(at - 1) / 2]);
}

static struct box pop_box(struct search *search)
{
	struct box top = search->boxes[0];
	search->boxes[0] = search->boxes[--search->box_count];
	for (size_t at = 0, child; (child = 2 * at + 1) < search->box_count; at = child) {
		if (child + 1 < search->box_count && before(search, &search->boxes[child + 1], &search->boxes[child]))
			child++;
		if (!before(search, &search->boxes[child], &search->boxes[at]))
			break;
		swap_boxes(&search->boxes[child], &search->boxes[at]);
	}
	return top;
}

static size_t extents_bytes(const struct search *search)
{
	return (search->unit->count + 1) * sizeof(struct gj_extent);
}

static struct gj_extent *copy_extents(struct search *search, const struct gj_extent *from)
{
	struct gj_extent *copy = search->spare_count ? search->spare[--search->spare_count] : gj_arena_alloc(search->unit->arena, extents_bytes(search));
	if (copy)
		memcpy(copy, from, extents_bytes(search));
	search->no_memory |= !copy;
	return copy;
}

/* The extents of a box that is done with are for the next one. */
static void give_back(struct search *search, struct gj_extent *extents)
{
	struct gj_extent **spare = gj_arena_grow(search->unit->arena, search->spare, search->spare_count, &search->spare_room, sizeof *spare);
	search->no_memory |= !spare;
	if (!spare)
		return;
	search->spare = spare;
	search->spare[search->spare_count++] = extents;
}

static bool keep_row(struct search *search, struct gj_extent **row)
{
	if (!*row)
		*row = gj_arena_alloc(search->unit->arena, extents_bytes(search));
	if (*row)
		memcpy(*row, search->point, extents_bytes(search));
	search->no_memory |= !*row;
	return *row != NULL;
}

/* Runs the row in search->point; keeps it when it is the best so far, or shows a value not seen. */
static void try_point(struct search *search)
{
	struct gj_interval target;
	if (gj_unit_run(search->unit, search->slice, search->point, &target) != GJ_SURELY || hopeless(search, target))
		return;
	if (search->goal == GOAL_VALUES) {
		keep_row(search, &search->values->rows[target.low]);
		return;
	}
	if (!keep_row(search, &search->extreme->row))
		return;
	search->extreme->any = true;
	search->extreme->bound = (int64_t)target.low;
}

/* One row of a box: in its first states, the values at one end. */
static void take_corner(struct search *search, const struct gj_extent *extents, const bool *high, bool all_high)
{
	for (size_t i = 0; i < search->unit->count; i++) {
		struct gj_extent *cell = &search->point[i];
		*cell = extents[i];
		cell->last = cell->first;
		cell->low = cell->high = (high ? high[i] : all_high) ? cell->high : cell->low;
	}
}

static void try_corners(struct search *search, const struct gj_extent *extents)
{
	take_corner(search, extents, search->lean, false);
	try_point(search);
	if (search->goal != GOAL_VALUES)
		return;
	for (int high = 0; high < 2; high++) {
		take_corner(search, extents, NULL, high);
		try_point(search);
	}
}

/* Which end of each unknown is the better one, when nothing else is known. */
static void find_lean(struct search *search)
{
	const struct gj_unit *unit = search->unit;
	for (size_t i = 0; i < unit->count; i++)
		search->trial[i] = unit->unknowns[i].extent;
	for (size_t i = 0; i < unit->count; i++) {
		struct gj_interval ends[2];
		if (!search->slice->reads[i])
			continue;
		for (int high = 0; high < 2; high++) {
			struct gj_extent *cell = &search->trial[i];
			cell->last = cell->first;
			cell->low = cell->high = high ? unit->unknowns[i].extent.high : unit->unknowns[i].extent.low;
			gj_unit_run(search->unit, search->slice, search->trial, &ends[high]);
		}
		search->trial[i] = unit->unknowns[i].extent;
		search->lean[i] = merit(search, ends[1]) > merit(search, ends[0]);
	}
}

/* The unknowns worth taking apart in a box: those first that the rules tell something of at a fixed value. Returns how many. */
static size_t list_branches(const struct search *search, const struct box *box, size_t branches[BRANCHES])
{
	size_t count = 0, first;
	for (int reckoned = 0; reckoned < 2; reckoned++)
		for (size_t i = 0; i < search->unit->count && count < BRANCHES; i++) {
			const struct gj_extent *extent = &box->extents[i];
			if (!search->slice->reads[i] || gj_extent_single(extent))
				continue;
			bool told = extent->first < extent->last || gj_unknown_cuts_within(&search->unit->unknowns[i], extent, &first);
			if (told != reckoned)
				branches[count++] = i;
		}
	return count;
}

/* A box taken apart at one unknown. */
struct halves {
	size_t unknown;
	struct gj_extent extents[2];
	struct gj_interval targets[2];
	enum gj_chance chances[2];
	gj_wide gain;           /* what is lost of the promise, in both together */
	gj_wide width;          /* of what is left of the target */
};

static void run_halves(struct search *search, const struct box *box, size_t unknown, struct halves *halves)
{
	*halves = (struct halves){.unknown = unknown};
	gj_unknown_split(&search->unit->unknowns[unknown], &box->extents[unknown], halves->extents);
	memcpy(search->trial, box->extents, extents_bytes(search));
	for (size_t i = 0; i < 2; i++) {
		search->trial[unknown] = halves->extents[i];
		halves->chances[i] = gj_unit_run(search->unit, search->slice, search->trial, &halves->targets[i]);
		struct gj_interval left = halves->targets[i];
		bool gone = halves->chances[i] == GJ_NEVER || hopeless(search, left);
		halves->gain += gone ? box->target.high - box->target.low + 1 : merit(search, box->target) - merit(search, left);
		halves->width += gone ? 0 : left.high - left.low;
	}
}

static bool better_halves(const struct halves *a, const struct halves *b)
{
	return a->gain != b->gain ? a->gain > b->gain : a->width < b->width;
}

static void push_half(struct search *search, const struct box *box, const struct halves *halves, size_t half)
{
	if (halves->chances[half] == GJ_NEVER || hopeless(search, halves->targets[half]))
		return;
	struct box made = {.target = halves->targets[half], .depth = box->depth + 1, .extents = copy_extents(search, box->extents)};
	if (!made.extents)
		return;
	made.extents[halves->unknown] = halves->extents[half];
	push_box(search, made);
}

/* Takes the box apart where that tells most. */
static void branch(struct search *search, const struct box *box)
{
	size_t branches[BRANCHES], count = list_branches(search, box, branches);
	struct halves best, other;
	for (size_t i = 0; i < count; i++) {
		run_halves(search, box, branches[i], i ? &other : &best);
		if (i && better_halves(&other, &best))
			best = other;
	}
	for (size_t half = 0; count && half < 2; half++)
		push_half(search, box, &best, half);
}

static bool prepare(struct search *search)
{
	struct gj_arena *arena = search->unit->arena;
	search->lean = gj_arena_alloc(arena, search->unit->count + 1);
	search->point = gj_arena_alloc(arena, extents_bytes(search));
	search->trial = gj_arena_alloc(arena, extents_bytes(search));
	return search->lean && search->point && search->trial;
}

/* The whole as the first box. */
static void begin(struct search *search)
{
	for (size_t i = 0; i < search->unit->count; i++)
		search->trial[i] = search->unit->unknowns[i].extent;
	struct box whole = {.extents = copy_extents(search, search->trial)};
	if (whole.extents && gj_unit_run(search->unit, search->slice, whole.extents, &whole.target) != GJ_NEVER && !hopeless(search, whole.target))
		push_box(search, whole);
}

/* False when memory is out. Boxes are left where the steps ran out. */
static bool run(struct search *search)
{
	if (!prepare(search))
		return false;
	find_lean(search);
	begin(search);
	while (search->box_count && search->box_count < MOST_BOXES && search->unit->steps && !search->no_memory) {
		struct box box = pop_box(search);
		try_corners(search, box.extents);
		if (!hopeless(search, box.target))
			branch(search, &box);
		give_back(search, box.extents);
	}
	return !search->no_memory;
}

bool gj_search_extreme(struct gj_unit *unit, const struct gj_slice *slice, bool most, struct gj_extreme *extreme)
{
	struct search search = {.unit = unit, .slice = slice, .goal = most ? GOAL_MOST : GOAL_LEAST, .extreme = extreme};
	*extreme = (struct gj_extreme){0};
	if (!run(&search))
		return false;
	extreme->reached = extreme->any && !gj_unit_loose(unit, slice);
	for (size_t i = 0; i < search.box_count; i++) {
		if (hopeless(&search, search.boxes[i].target))
			continue;
		extreme->bound = (int64_t)(most ? search.boxes[i].target.high : search.boxes[i].target.low);
		extreme->any = true;
		extreme->reached = false;
	}
	return true;
}

bool gj_search_values(struct gj_unit *unit, const struct gj_slice *slice, struct gj_values *values)
{
	struct search search = {.unit = unit, .slice = slice, .goal = GOAL_VALUES, .values = values};
	if (!values->rows)
		values->rows = gj_arena_alloc(unit->arena, (values->count + 1) * sizeof *values->rows);
	values->possible = gj_arena_alloc(unit->arena, values->count + 1);
	if (!values->rows || !values->possible || !run(&search))
		return false;
	values->complete = !gj_unit_loose(unit, slice);
	for (size_t value = 0; value < values->count; value++)
		values->possible[value] = values->rows[value] != NULL;
	for (size_t i = 0; i < search.box_count; i++)
		for (gj_wide value = search.boxes[i].target.low; value <= search.boxes[i].target.high; value++)
			if (!values->possible[value]) {
				values->possible[value] = true;
				values->complete = false;
			}
	return true;
}
