/* Ties where a quota cuts through them. */
#include "population_parts.h"

#include <stdlib.h>
#include <string.h>

/* What goes with the population; NULL when memory is out or there was nothing to keep. */
static void *keep(struct gj_population *population, void *block)
{
	void **owned = block ? realloc(population->owned, (population->owned_count + 1) * sizeof *owned) : NULL;
	if (owned)
		population->owned = owned;
	if (!owned) {
		free(block);
		return NULL;
	}
	return owned[population->owned_count++] = block;
}

static bool shares(const struct gj_program *program, bool whole, const struct candidate *a, const struct candidate *b)
{
	return whole ? candidate_equals(program, a, b) : candidate_shares_first(a, b);
}

static bool name_rows(struct gj_population *population, struct gj_tie *tie, const struct candidate **items, size_t count, bool chosen)
{
	candidates_sort(population->program, items, count);
	for (size_t i = 0; i < count && tie->name_count < GJ_TIE_NAMES; i++) {
		char *name = keep(population, strndup(candidate_key(population->program, items[i]), items[i]->key_length));
		if (!name)
			return false;
		tie->name_chosen[tie->name_count] = chosen;
		tie->names[tie->name_count++] = name;
	}
	tie->rows += count;
	tie->chosen += chosen ? count : 0;
	return true;
}

static size_t find_sharers(const struct gj_program *program, bool whole, const struct candidate *const *items, size_t count,
	const struct candidate *like, const struct candidate **out)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++)
		if (shares(program, whole, items[i], like))
			out[found++] = items[i];
	return found;
}

const struct gj_tie *population_tie(struct gj_population *population, const struct candidate *const *items, size_t count, size_t chosen,
	const struct candidate *last, const struct candidate *next, bool *good)
{
	const struct gj_program *program = population->program;
	const struct gj_selection *selection = selection_of(population, last);
	*good = true;
	if (selection->key_count == 0 || selection->keys[0].slot == GJ_NONE || !candidate_shares_first(last, next))
		return NULL;
	bool whole = selection->ties != GJ_TIES_BY_KEY && candidate_equals(program, last, next);
	const struct candidate **rows = malloc((count + 1) * sizeof *rows);
	struct gj_tie *tie = rows ? keep(population, calloc(1, sizeof *tie)) : NULL;
	*good = tie != NULL;
	if (tie) {
		tie->whole = whole;
		candidate_compare(program, last, next, &tie->decided_by);
		size_t in = find_sharers(program, whole, items, chosen, last, rows);
		*good = name_rows(population, tie, rows, in, true);
		size_t out = find_sharers(program, whole, items + chosen, count - chosen, last, rows);
		*good = *good && name_rows(population, tie, rows, out, false);
	}
	free(rows);
	return tie;
}
