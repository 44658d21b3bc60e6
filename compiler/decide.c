#include "decide.h"

#include "space.h"

enum { STEPS = 60000000, LEAST_STEPS = 100, MOST_CHECKS = 64 };

struct decider decider_new(const struct model *model, struct gj_arena *arena)
{
	return (struct decider){model, arena, STEPS};
}

bool decider_spend(struct decider *decider, size_t steps)
{
	bool enough = steps <= decider->steps;
	decider->steps -= enough ? steps : decider->steps;
	return enough;
}

static enum truth as_wanted(struct space *space, const struct wanted *wanted, size_t count)
{
	enum truth all = TRUTH_YES;
	for (size_t i = 0; i < count && all != TRUTH_NO; i++) {
		enum truth holds = space_holds(space, wanted[i].condition), right = wanted[i].holds ? holds : TRUTH_YES - holds;
		all = right < all ? right : all;
	}
	return all;
}

static bool is_wanted(const struct wanted *wanted, size_t count, const struct expr *condition)
{
	for (size_t i = 0; i < count; i++)
		if (wanted[i].condition == condition)
			return true;
	return false;
}

size_t wanted_with_checks(const struct decider *decider, const struct wanted *wanted, size_t count, struct wanted all[MOST_WANTED])
{
	const struct model *model = decider->model;
	struct reading reading = {0};
	size_t total = count;
	for (size_t i = 0; i < count; i++) {
		all[i] = wanted[i];
		reading_add(&reading, model, wanted[i].condition);
	}
	for (size_t i = 0; i < model->check_count && i < MOST_CHECKS && total < MOST_WANTED; i++)
		if (readings_meet(&model->checks[i].reading, &reading) && !is_wanted(wanted, count, model->checks[i].condition))
			all[total++] = (struct wanted){model->checks[i].condition, true};
	return total;
}

/* Of the rows that are as `given`, how many are also as wanted: none, some or all. */
static enum verdict judge(struct decider *decider, const struct wanted *wanted, size_t count, const struct wanted *given, size_t given_count)
{
	struct space space;
	size_t rows = 0, held = 0, may_hold = 0;
	space_begin(&space, decider);
	for (size_t i = 0; i < count; i++)
		space_add(&space, wanted[i].condition);
	for (size_t i = 0; i < given_count; i++)
		space_add(&space, given[i].condition);
	if (!space_rows(&space) || !decider_spend(decider, LEAST_STEPS + space_rows(&space) * space.size))
		return VERDICT_UNKNOWN;
	do {
		if (as_wanted(&space, given, given_count) == TRUTH_NO)
			continue;
		enum truth truth = as_wanted(&space, wanted, count);
		rows++;
		held += truth == TRUTH_YES;
		may_hold += truth != TRUTH_NO;
	} while (space_next(&space));
	if (rows == 0 || (may_hold != 0 && held != rows && (space.relaxed || held == 0 || may_hold == rows)))
		return VERDICT_UNKNOWN;
	return may_hold == 0 ? VERDICT_NEVER : held == rows ? VERDICT_ALWAYS : VERDICT_SOMETIMES;
}

enum verdict decide(struct decider *decider, const struct wanted *wanted, size_t count)
{
	struct wanted all[MOST_WANTED];
	size_t total = wanted_with_checks(decider, wanted, count, all);
	enum verdict verdict = judge(decider, wanted, count, all + count, total - count);
	return verdict == VERDICT_UNKNOWN && total > count ? judge(decider, wanted, count, NULL, 0) : verdict;
}

enum verdict decide_alone(struct decider *decider, const struct expr *condition)
{
	struct wanted wanted = {condition, true};
	return judge(decider, &wanted, 1, NULL, 0);
}
