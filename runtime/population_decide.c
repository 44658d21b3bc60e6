/* At the end: ranking within each group, quotas, grades. */
#include "population_parts.h"

#include <stdlib.h>
#include <string.h>

enum { MILLION = 1000000 };

static int by_end(const void *a, const void *b)
{
	uint64_t first = ((const struct gj_award *)a)->end, second = ((const struct gj_award *)b)->end;
	return (first > second) - (first < second);
}

static struct gj_award *award_of(const struct gj_population *population, size_t count, uint64_t end)
{
	struct gj_award wanted = {.end = end};
	return count ? bsearch(&wanted, population->awards, count, sizeof wanted, by_end) : NULL;
}

/* What earlier selections have left it with; the first `sorted` awards are in order. */
static int grade_of(const struct gj_population *population, size_t sorted, const struct candidate *candidate)
{
	const struct gj_award *award = award_of(population, sorted, candidate->end);
	return award ? award->grade : candidate->grade;
}

uint64_t gj_share_of(uint64_t rows, int64_t share, enum gj_rounding rounding)
{
	unsigned __int128 product = (unsigned __int128)rows * (uint64_t)(share > 0 ? share : 0);
	unsigned more = rounding == GJ_ROUND_UP ? MILLION - 1 : rounding == GJ_ROUND_HALF ? MILLION / 2 : 0;
	return (uint64_t)((product + more) / MILLION);
}

static bool in_scope(const struct gj_selection *selection, int grade)
{
	for (size_t i = 0; i < selection->scope_count; i++)
		if (selection->scope[i] == grade)
			return true;
	return false;
}

/* All candidates by selection, in their order, so that a selection looks at its own alone. */
static bool part_candidates(struct gj_population *population)
{
	for (size_t i = 0; i < population->program->selection_count; i++) {
		struct population_selection *mine = &population->selections[i];
		if (!(mine->gathered = malloc((mine->met + 1) * sizeof *mine->gathered)))
			return false;
		mine->met = 0;
	}
	for (const struct segment *segment = population->first; segment; segment = segment->next)
		for (size_t at = 0; at < segment->size;) {
			const struct candidate *candidate = (const struct candidate *)(const void *)(segment->bytes + at);
			struct population_selection *mine = &population->selections[candidate->selection];
			at += candidate->size;
			mine->gathered[mine->met++] = candidate;
		}
	return true;
}

/* Leaves only those in scope as earlier selections have left it. */
static void keep_in_scope(const struct gj_population *population, size_t index)
{
	const struct gj_selection *selection = &population->program->selections[index];
	struct population_selection *mine = &population->selections[index];
	for (size_t i = 0; i < mine->met; i++)
		if (in_scope(selection, grade_of(population, population->award_count, mine->gathered[i])))
			mine->gathered[mine->count++] = mine->gathered[i];
}

/* starts[g + 1] counts the ranked of group g at first. */
static void count_ranked(const struct gj_population *population, struct population_selection *mine)
{
	for (size_t i = 0; i < mine->count; i++)
		if (mine->gathered[i]->holds & HOLDS_ALL) {
			mine->ranked++;
			mine->starts[population_group_of(population, mine->gathered[i]) + 1]++;
		}
}

/* Those ranked by their groups, then the others; next[g]: where those of group g begin. */
static void place_candidates(const struct gj_population *population, struct population_selection *mine, size_t *next)
{
	size_t others = mine->ranked;
	for (size_t i = 0; i < mine->count; i++) {
		const struct candidate *candidate = mine->gathered[i];
		bool ranked = candidate->holds & HOLDS_ALL;
		size_t *place = ranked ? &next[population_group_of(population, candidate)] : &others;
		mine->items[(*place)++] = candidate;
	}
	free(mine->gathered);
	mine->gathered = NULL;
}

static bool make_room(const struct gj_population *population, size_t index, size_t groups)
{
	const struct gj_selection *selection = &population->program->selections[index];
	struct population_selection *mine = &population->selections[index];
	mine->starts = calloc(groups + 2, sizeof *mine->starts);
	mine->ends = calloc(groups * selection->stretch_count + 1, sizeof *mine->ends);
	mine->results = calloc(groups + 1, sizeof *mine->results);
	mine->stretches = calloc(groups * selection->stretch_count + 1, sizeof *mine->stretches);
	mine->items = malloc((mine->count + 1) * sizeof *mine->items);
	for (size_t i = 0; mine->results && mine->stretches && i < groups; i++)
		mine->results[i].stretches = mine->stretches + i * selection->stretch_count;
	return mine->starts && mine->ends && mine->results && mine->stretches && mine->items;
}

/* The candidates in scope, by groups. */
static bool gather(struct gj_population *population, size_t index, size_t groups)
{
	struct population_selection *mine = &population->selections[index];
	keep_in_scope(population, index);
	if (!make_room(population, index, groups))
		return false;
	count_ranked(population, mine);
	for (size_t i = 0; i < groups; i++)
		mine->starts[i + 1] += mine->starts[i];
	size_t *next = malloc((groups + 1) * sizeof *next);
	if (!next)
		return false;
	memcpy(next, mine->starts, groups * sizeof *next);
	place_candidates(population, mine, next);
	free(next);
	return true;
}

static uint64_t base_of(const struct gj_quota *quota, struct gj_group group, uint64_t candidates)
{
	uint64_t rows = 0;
	switch (quota->of) {
	case GJ_SHARE_OF_GRADES:
		for (size_t i = 0; i < quota->grade_count; i++)
			rows += group.grades[quota->grades[i]];
		return rows;
	case GJ_SHARE_OF_CANDIDATES: return candidates;
	default: return group.rated;
	}
}

static uint64_t quota_of(const struct gj_quota *quota, struct gj_group group, uint64_t candidates)
{
	uint64_t rows = (uint64_t)quota->amount;
	if (quota->is_share)
		rows = gj_share_of(base_of(quota, group, candidates), quota->amount, quota->rounding);
	rows = rows < (uint64_t)quota->least ? (uint64_t)quota->least : rows;
	return rows > (uint64_t)quota->most ? (uint64_t)quota->most : rows;
}

/* One group of one selection while its ranking is cut. */
struct cutting {
	struct gj_population *population;
	const struct gj_selection *selection;
	const struct candidate **items;
	size_t count;
};

/* The end of a stretch that begins at `start` and would end at `end`, as 同分 has it. The rows before `end` are the first in rank. */
static bool settle_end(const struct cutting *cutting, size_t start, size_t *end, const struct gj_tie **tie)
{
	const struct gj_program *program = cutting->population->program;
	const struct candidate **items = cutting->items;
	*tie = NULL;
	if (*end == start || *end == cutting->count)
		return true;
	const struct candidate *last = candidates_last(program, items + start, *end - start);
	const struct candidate *next = candidates_first(program, items + *end, cutting->count - *end);
	bool whole = cutting->selection->ties != GJ_TIES_BY_KEY && candidate_equals(program, last, next), good;
	if (whole && cutting->selection->ties == GJ_TIES_IN)
		*end += candidates_split(program, items + *end, cutting->count - *end, last, true);
	else if (whole)
		*end = start + candidates_split(program, items + start, *end - start, last, false);
	*tie = population_tie(cutting->population, items, cutting->count, *end, last, next, &good);
	return good;
}

static bool cut_group(struct gj_population *population, size_t index, size_t group)
{
	const struct gj_selection *selection = &population->program->selections[index];
	struct population_selection *mine = &population->selections[index];
	struct cutting cutting = {population, selection, mine->items + mine->starts[group], mine->starts[group + 1] - mine->starts[group]};
	struct gj_group units = gj_population_group(population, selection->grouping, group);
	mine->results[group].candidates = cutting.count;
	size_t start = 0;
	for (size_t i = 0; i < selection->stretch_count; i++) {
		const struct gj_stretch *stretch = &selection->stretches[i];
		struct gj_stretch_result *result = &mine->results[group].stretches[i];
		result->quota = quota_of(&stretch->quota, units, cutting.count);
		size_t from = stretch->from_top ? 0 : start;
		size_t end = result->quota < cutting.count - from ? from + (size_t)result->quota : cutting.count;
		end = end < start ? start : end;
		candidates_select(population->program, cutting.items + start, cutting.count - start, end - start);
		if (!settle_end(&cutting, start, &end, &result->tie))
			return false;
		mine->ends[group * selection->stretch_count + i] = start = end;
	}
	return true;
}

/* A change of grade, in the awards (the first `sorted` are in order) and in the counts of its groups. There is room. */
static void change(struct gj_population *population, size_t sorted, const struct candidate *candidate, int grade)
{
	struct gj_award *earlier = award_of(population, sorted, candidate->end);
	int now = earlier ? earlier->grade : candidate->grade;
	if (grade == now)
		return;
	if (earlier)
		earlier->grade = grade;
	else
		population->awards[population->award_count++] = (struct gj_award){.end = candidate->end, .from = candidate->grade, .grade = grade};
	for (size_t i = 0; i < population->program->grouping_count; i++) {
		struct population_grouping *grouping = &population->groupings[i];
		uint32_t group = grouping->group_of[candidate_groups(population->program, candidate)[i]];
		uint64_t *grades = grouping->grades + group * population->program->grade_count;
		grades[now]--;
		grades[grade]++;
	}
}

size_t population_stretch(const struct gj_population *population, const struct candidate *candidate, size_t group, size_t at, size_t *of_rank)
{
	const struct gj_selection *selection = selection_of(population, candidate);
	const size_t *ends = population->selections[candidate->selection].ends + group * selection->stretch_count;
	size_t stretch = 0;
	while (stretch < selection->stretch_count && at >= ends[stretch])
		stretch++;
	*of_rank = stretch;
	while (stretch < selection->stretch_count && !(candidate->holds & (uint32_t)HOLDS_STRETCH << stretch))
		stretch++;
	return stretch;
}

int population_grade_after(const struct gj_selection *selection, size_t stretch, bool ranked, int now)
{
	if (ranked && stretch < selection->stretch_count)
		return selection->stretches[stretch].grade;
	if (selection->rest == GJ_NONE || !(ranked || selection->rest_lowers))
		return now;
	return selection->rest_lowers && now < selection->rest ? now : selection->rest;
}

static void give_grades(struct gj_population *population, size_t index, size_t groups)
{
	const struct gj_selection *selection = &population->program->selections[index];
	struct population_selection *mine = &population->selections[index];
	size_t sorted = population->award_count, of_rank;
	for (size_t group = 0; group < groups; group++)
		for (size_t i = mine->starts[group]; i < mine->starts[group + 1]; i++) {
			const struct candidate *candidate = mine->items[i];
			size_t stretch = population_stretch(population, candidate, group, i - mine->starts[group], &of_rank);
			if (stretch < selection->stretch_count)
				mine->results[group].stretches[stretch].chosen++;
			int now = grade_of(population, sorted, candidate);
			change(population, sorted, candidate, population_grade_after(selection, stretch, true, now));
		}
	for (size_t i = mine->ranked; i < mine->count; i++) {
		int now = grade_of(population, sorted, mine->items[i]);
		change(population, sorted, mine->items[i], population_grade_after(selection, selection->stretch_count, false, now));
	}
}

/* Room for an award to every candidate, then the awards in order. */
static bool award(struct gj_population *population, size_t index, size_t groups)
{
	size_t most = population->award_count + population->selections[index].count;
	struct gj_award *awards = realloc(population->awards, (most + 1) * sizeof *awards);
	if (!awards)
		return false;
	population->awards = awards;
	give_grades(population, index, groups);
	if (population->award_count > 1)
		qsort(population->awards, population->award_count, sizeof *population->awards, by_end);
	return true;
}

static bool decide(struct gj_population *population, size_t index)
{
	size_t groups = gj_population_groups(population, population->program->selections[index].grouping);
	if (!gather(population, index, groups))
		return false;
	for (size_t group = 0; group < groups; group++)
		if (!cut_group(population, index, group))
			return false;
	return award(population, index, groups);
}

bool gj_population_decide(struct gj_population *population, const struct gj_group *everyone)
{
	if (!population_settle_groups(population, everyone) || !part_candidates(population))
		return false;
	for (size_t i = 0; i < population->program->selection_count; i++)
		if (!decide(population, i))
			return false;
	return true;
}
