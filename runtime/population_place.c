/* What a decided population says of itself. */
#include "population_parts.h"

#include <string.h>

const char *gj_tie_decider(const struct gj_program *program, const struct gj_selection *selection, const struct gj_tie *tie)
{
	return tie->decided_by == GJ_NONE ? program->fields[program->key_field].name : selection->keys[tie->decided_by].name;
}

const struct gj_award *gj_population_awards(const struct gj_population *population, size_t *count)
{
	*count = population->award_count;
	return population->awards;
}

const struct gj_selection_result *gj_population_result(const struct gj_population *population, size_t selection, size_t group)
{
	return &population->selections[selection].results[group];
}

static bool has_key(const struct gj_program *program, const struct candidate *candidate, const char *key, size_t length)
{
	return candidate->key_length == length && memcmp(candidate_key(program, candidate), key, length) == 0;
}

/* Counts those before and those equal. */
static void rank(const struct gj_population *population, const struct candidate *candidate, struct gj_place *place)
{
	const struct population_selection *mine = &population->selections[candidate->selection];
	int which;
	place->rank = 1;
	for (size_t i = mine->starts[place->group]; i < mine->starts[place->group + 1]; i++) {
		place->rank += candidate_compare(population->program, mine->items[i], candidate, &which) < 0;
		place->equals += mine->items[i] != candidate && candidate_equals(population->program, mine->items[i], candidate);
	}
}

struct gj_place gj_population_place(const struct gj_population *population, size_t selection, const char *key, size_t length, int now)
{
	const struct population_selection *mine = &population->selections[selection];
	const struct gj_selection *of = &population->program->selections[selection];
	struct gj_place place = {.grade = now, .stretch = of->stretch_count, .stretch_of_rank = of->stretch_count};
	size_t at = 0;
	while (at < mine->count && !has_key(population->program, mine->items[at], key, length))
		at++;
	if (at == mine->count)
		return place;
	const struct candidate *candidate = mine->items[at];
	place.ranked = at < mine->ranked;
	place.group = population_group_of(population, candidate);
	if (place.ranked) {
		rank(population, candidate, &place);
		place.stretch = population_stretch(population, candidate, place.group, at - mine->starts[place.group], &place.stretch_of_rank);
	}
	place.grade = population_grade_after(of, place.stretch, place.ranked, now);
	return place;
}
