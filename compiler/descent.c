#include "descent.h"

enum { MOST_STEPS = 64, MOST_PAIRS = 60000, LEAST_REACH = 2, MOST_DETOURS = 8 };

/* The best row so far. */
struct best {
	uint64_t cost;
	struct attempt trial;
};

/* Where going straight down ends nowhere: the best first change along each axis. */
static void judge_detours(struct descent *descent, struct best *detours)
{
	uint64_t costs[GJ_BLOCK_ROWS];
	descent->cost(descent->context, descent->trials, costs);
	for (size_t row = 0; row < descent->trials->rows; row++) {
		const struct attempt *trial = &descent->trials->rows_made[row];
		if (costs[row] < detours[trial->changes[0].axis].cost)
			detours[trial->changes[0].axis] = (struct best){ costs[row], *trial };
	}
	trials_again(descent->trials);
}

/* Runs what the block holds, and empties it. */
static void judge(struct descent *descent, struct best *best)
{
	uint64_t costs[GJ_BLOCK_ROWS];
	struct trials *trials = descent->trials;
	if (!trials->rows)
		return;
	descent->rows -= descent->rows < trials->rows ? descent->rows : trials->rows;
	descent->cost(descent->context, trials, costs);
	for (size_t row = 0; row < trials->rows; row++)
		if (costs[row] < best->cost)
			*best = (struct best){ costs[row], trials->rows_made[row] };
	trials_again(trials);
}

static void try_trial(struct descent *descent, struct best *best, const struct attempt *trial)
{
	if (trials_add(descent->trials, trial))
		return;
	judge(descent, best);
	trials_add(descent->trials, trial);
}

static uint64_t cost_of(struct descent *descent, const struct unit *unit)
{
	struct best best = { UINT64_MAX, { 0 } };
	trials_begin(descent->trials, unit);
	try_trial(descent, &best, &(struct attempt){ 0 });
	judge(descent, &best);
	return best.cost;
}

static size_t largest_axis(const struct descent *descent)
{
	size_t most = 0;
	for (size_t i = 0; i < descent->axes->count; i++)
		if (descent->active[i] && descent->axes->axes[i].count > most)
			most = descent->axes->axes[i].count;
	return most;
}

/* The cell `away` places from where an axis is, up (even sides) or down; false where there is none. */
static bool cell_at(const struct axis *axis, uint32_t at, size_t away, bool up, uint32_t *cell)
{
	if (up ? away >= axis->count - at : away > at)
		return false;
	*cell = (uint32_t)(up ? at + away : at - away);
	return true;
}

/* One change, the smallest first: of two that do equally well the smaller is taken. */
static struct best best_single(struct descent *descent, const struct unit *unit)
{
	struct best best = { UINT64_MAX, { 0 } };
	size_t most = largest_axis(descent);
	trials_begin(descent->trials, unit);
	for (size_t away = 1; away < most && best.cost && descent->rows; away++)
		for (uint32_t i = 0; i < descent->axes->count; i++)
			for (int up = 0; up < 2; up++) {
				struct attempt trial = { 1, { { i, 0 } } };
				if (descent->active[i] && cell_at(&descent->axes->axes[i], unit->at[i], away, up, &trial.changes[0].cell))
					try_trial(descent, &best, &trial);
			}
	judge(descent, &best);
	return best;
}

/* How far two axes may both go for all pairs to be tried. */
static size_t pair_reach(const struct descent *descent)
{
	size_t active = 0, reach = largest_axis(descent);
	for (size_t i = 0; i < descent->axes->count; i++)
		active += descent->active[i];
	while (reach > LEAST_REACH && active * active / 2 * (2 * reach) * (2 * reach) > MOST_PAIRS)
		reach--;
	return reach;
}

static void try_pairs_of(struct descent *descent, const struct unit *unit, struct best *best, size_t reach, const struct change *first)
{
	for (uint32_t k = first->axis + 1; k < descent->axes->count; k++)
		for (size_t away = 1; descent->active[k] && away <= reach && best->cost && descent->rows; away++)
			for (int up = 0; up < 2; up++) {
				struct attempt trial = { 2, { *first, { k, 0 } } };
				if (cell_at(&descent->axes->axes[k], unit->at[k], away, up, &trial.changes[1].cell))
					try_trial(descent, best, &trial);
			}
}

static struct best best_pair(struct descent *descent, const struct unit *unit)
{
	struct best best = { UINT64_MAX, { 0 } };
	size_t reach = pair_reach(descent);
	trials_begin(descent->trials, unit);
	for (size_t away = 1; away <= reach && best.cost && descent->rows; away++)
		for (uint32_t i = 0; i < descent->axes->count; i++)
			for (int up = 0; descent->active[i] && up < 2; up++) {
				struct change first = { i, 0 };
				if (cell_at(&descent->axes->axes[i], unit->at[i], away, up, &first.cell))
					try_pairs_of(descent, unit, &best, reach, &first);
			}
	judge(descent, &best);
	return best;
}

bool descend_far(struct descent *descent, struct unit *unit)
{
	uint64_t cost = cost_of(descent, unit);
	for (size_t step = 0; step < MOST_STEPS && cost && descent->rows; step++) {
		struct best best = best_single(descent, unit);
		if (best.cost >= cost)
			best = best_pair(descent, unit);
		if (best.cost >= cost)
			return false;
		unit_change(descent->axes, unit, &best.trial);
		cost = best.cost;
	}
	return cost == 0;
}

/* Takes one change back as long as that leaves the unit as wanted; false when none can be. */
static bool take_back(struct descent *descent, const struct unit *start, struct unit *unit)
{
	struct best best = { 1, { 0 } };
	trials_begin(descent->trials, unit);
	for (uint32_t i = 0; i < descent->axes->count && best.cost; i++)
		if (unit->at[i] != start->at[i])
			try_trial(descent, &best, &(struct attempt){ 1, { { i, start->at[i] } } });
	judge(descent, &best);
	if (best.cost)
		return false;
	unit_change(descent->axes, unit, &best.trial);
	return true;
}

/* Brings one axis as near to the start as leaves the unit as wanted. */
static void bring_near(struct descent *descent, const struct unit *start, struct unit *unit, uint32_t axis)
{
	struct best best = { 1, { 0 } };
	bool up = unit->at[axis] > start->at[axis];
	size_t distance = up ? unit->at[axis] - start->at[axis] : start->at[axis] - unit->at[axis];
	trials_begin(descent->trials, unit);
	for (size_t away = 1; away < distance && best.cost; away++)
		try_trial(descent, &best, &(struct attempt){ 1, { { axis, (uint32_t)(up ? start->at[axis] + away : start->at[axis] - away) } } });
	judge(descent, &best);
	if (!best.cost)
		unit_change(descent->axes, unit, &best.trial);
}

static struct best *find_detours(struct descent *descent, const struct unit *start)
{
	struct best *detours = gj_arena_alloc(descent->axes->arena, (descent->axes->count + 1) * sizeof *detours);
	trials_begin(descent->trials, start);
	for (uint32_t i = 0; i < descent->axes->count; i++) {
		detours[i].cost = UINT64_MAX;
		for (uint32_t cell = 0; descent->active[i] && cell < descent->axes->axes[i].count; cell++) {
			struct attempt trial = { 1, { { i, cell } } };
			if (cell == start->at[i] || trials_add(descent->trials, &trial))
				continue;
			judge_detours(descent, detours);
			trials_add(descent->trials, &trial);
		}
	}
	judge_detours(descent, detours);
	return detours;
}

/* Goes down once more from the most promising first changes, one along each axis. */
static bool go_round(struct descent *descent, const struct unit *start, struct unit *found)
{
	struct best *detours = find_detours(descent, start);
	for (size_t tried = 0; tried < MOST_DETOURS && descent->rows; tried++) {
		size_t next = 0;
		for (size_t i = 1; i < descent->axes->count; i++)
			next = detours[i].cost < detours[next].cost ? i : next;
		if (descent->axes->count == 0 || detours[next].cost == UINT64_MAX)
			return false;
		*found = unit_copy(descent->axes, start);
		unit_change(descent->axes, found, &detours[next].trial);
		detours[next].cost = UINT64_MAX;
		if (descend_far(descent, found))
			return true;
	}
	return false;
}

bool descend(struct descent *descent, const struct unit *start, struct unit *found)
{
	*found = unit_copy(descent->axes, start);
	if (!descend_far(descent, found) && !go_round(descent, start, found))
		return false;
	while (take_back(descent, start, found))
		;
	for (uint32_t i = 0; i < descent->axes->count; i++)
		bring_near(descent, start, found, i);
	return true;
}

size_t unit_differences(const struct axes *axes, const struct unit *a, const struct unit *b)
{
	size_t count = 0;
	for (size_t i = 0; i < axes->count; i++)
		count += a->at[i] != b->at[i];
	return count;
}
