#include "row_search.h"

enum { MOST_BASES = 24, BASES_TO_GO_FROM = 3, ROWS_A_DESCENT = 400 * 1000 };

static bool spend(struct row_search *search, uint64_t steps)
{
	bool enough = steps <= search->steps;
	search->steps -= enough ? steps : search->steps;
	return enough;
}

static bool passes(const struct gj_program *program, const struct gj_vm *vm, size_t row, int fails)
{
	for (size_t i = 0; i < program->check_count; i++)
		if ((gj_vm_value(vm, program->checks[i].slot, row) != 0) == ((int)i == fails))
			return false;
	return true;
}

static bool as_wanted(const struct goal *goal, const struct gj_vm *vm, size_t row)
{
	return goal->slot == GJ_NONE || (gj_vm_value(vm, goal->slot, row) != 0) == goal->holds;
}

static void keep(struct goal *goal, const struct unit *unit, size_t base)
{
	goal->found = true;
	goal->unit = *unit;
	goal->base = base;
}

/* What the block's rows show of the goals that are still open; an earlier row is nearer to the base. */
static void look(struct row_search *search, struct gj_vm *vm, size_t base)
{
	const struct trials *trials = search->trials;
	trials_run(trials, vm, 0);
	for (size_t i = 0; i < search->goal_count; i++) {
		struct goal *goal = &search->goals[i];
		if (goal->found || !spend(search, trials->rows))
			continue;
		for (size_t row = 0; row < trials->rows && !goal->found; row++)
			if (as_wanted(goal, vm, row) && passes(search->axes->programs[0], vm, row, goal->fails)) {
				struct unit unit = unit_copy(search->axes, &trials->base);
				unit_change(search->axes, &unit, &trials->rows_made[row]);
				keep(goal, &unit, base);
			}
	}
}

static void try_trial(struct row_search *search, struct gj_vm *vm, size_t base, const struct attempt *trial)
{
	if (trials_add(search->trials, trial))
		return;
	look(search, vm, base);
	trials_again(search->trials);
	trials_add(search->trials, trial);
}

static size_t largest_axis(const struct axes *axes)
{
	size_t most = 0;
	for (size_t i = 0; i < axes->count; i++)
		most = axes->axes[i].count > most ? axes->axes[i].count : most;
	return most;
}

/* All goals at once, one change away from a base; the smallest changes first. */
static void look_around(struct row_search *search, struct gj_vm *vm, size_t base)
{
	const struct unit *unit = &search->bases[base];
	size_t most = largest_axis(search->axes);
	trials_begin(search->trials, unit);
	for (size_t away = 1; away < most; away++)
		for (uint32_t i = 0; i < search->axes->count; i++) {
			uint32_t at = unit->at[i], count = (uint32_t)search->axes->axes[i].count;
			if (away < count - at)
				try_trial(search, vm, base, &(struct attempt){ 1, { { i, at + (uint32_t)away } } });
			if (away <= at)
				try_trial(search, vm, base, &(struct attempt){ 1, { { i, at - (uint32_t)away } } });
		}
	look(search, vm, base);
}

/* The bases that come nearest, the nearest first. */
static size_t nearest_bases(struct row_search *search, struct wants *wants, size_t nearest[BASES_TO_GO_FROM])
{
	uint64_t costs[BASES_TO_GO_FROM], cost[GJ_BLOCK_ROWS];
	size_t count = 0;
	for (size_t base = 0; base < search->base_count && base < MOST_BASES; base++) {
		trials_begin(search->trials, &search->bases[base]);
		trials_add(search->trials, &(struct attempt){ 0 });
		wants_cost(wants, search->trials, cost);
		size_t place = count;
		while (place > 0 && costs[place - 1] > cost[0])
			place--;
		if (place == BASES_TO_GO_FROM)
			continue;
		count += count < BASES_TO_GO_FROM;
		for (size_t i = count - 1; i > place; i--) {
			costs[i] = costs[i - 1];
			nearest[i] = nearest[i - 1];
		}
		costs[place] = cost[0];
		nearest[place] = base;
	}
	return count;
}

static bool *active_axes(const struct row_search *search, const struct wants *wants)
{
	bool *active = gj_arena_alloc(search->axes->arena, search->axes->count + 1);
	for (size_t i = 0; i < search->axes->programs[0]->column_count; i++)
		if (wants->columns[i] && search->axes->axis_of[0][i] != GJ_NONE)
			active[search->axes->axis_of[0][i]] = true;
	return active;
}

/* The unit through the whole code: the goal's own can't know of every 校验. */
static bool holds_in_full(struct row_search *search, struct gj_vm *vm, const struct goal *goal, const struct unit *unit)
{
	trials_begin(search->trials, unit);
	trials_add(search->trials, &(struct attempt){ 0 });
	trials_run(search->trials, vm, 0);
	return as_wanted(goal, vm, 0) && passes(search->axes->programs[0], vm, 0, goal->fails);
}

/* From the nearest bases; of what is found, what differs least from its base. */
static void go_for(struct row_search *search, struct gj_vm *vm, struct goal *goal)
{
	struct wants wants;
	size_t nearest[BASES_TO_GO_FROM], least = SIZE_MAX;
	if (!wants_make(&wants, search->axes, search->graph, goal->slot, goal->holds, goal->fails))
		return;
	size_t count = nearest_bases(search, &wants, nearest), cost = wants.code.count + 8 * wants.count + 1;
	struct descent descent = { search->axes, search->trials, active_axes(search, &wants), wants_cost, &wants, 0 };
	for (size_t i = 0; i < count && search->steps; i++) {
		struct unit found;
		size_t rows = search->steps / cost < ROWS_A_DESCENT ? (size_t)(search->steps / cost) : (size_t)ROWS_A_DESCENT;
		descent.rows = rows;
		bool good = descend(&descent, &search->bases[nearest[i]], &found);
		spend(search, (rows - descent.rows) * cost);
		size_t differences = good ? unit_differences(search->axes, &search->bases[nearest[i]], &found) : SIZE_MAX;
		if (differences >= least || !holds_in_full(search, vm, goal, &found))
			continue;
		least = differences;
		keep(goal, &found, nearest[i]);
	}
	wants_end(&wants, search->axes);
}

void search_rows(struct row_search *search)
{
	struct gj_vm *vm = axes_machine(search->axes, 0, &search->axes->programs[0]->ledger);
	for (size_t base = 0; base < search->base_count && base < MOST_BASES; base++) {
		trials_begin(search->trials, &search->bases[base]);
		trials_add(search->trials, &(struct attempt){ 0 });
		look(search, vm, base);
	}
	for (size_t base = 0; base < search->base_count && base < MOST_BASES; base++)
		look_around(search, vm, base);
	for (size_t i = 0; i < search->goal_count && search->steps; i++)
		if (!search->goals[i].found)
			go_for(search, vm, &search->goals[i]);
	axes_release(search->axes, vm);
}
