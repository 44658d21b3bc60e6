/* While rows go by: which are candidates, and which groups there are. */
#include "population_parts.h"

#include "datum.h"
#include "siphash.h"

#include <stdlib.h>
#include <string.h>

static bool reaches_scope(const struct gj_selection *selection, const bool *grades)
{
	for (size_t i = 0; i < selection->scope_count; i++)
		if (grades[selection->scope[i]])
			return true;
	return false;
}

void gj_selections_reach(const struct gj_program *program, bool *reached, bool *taken)
{
	for (size_t i = 0; i < program->selection_count; i++) {
		const struct gj_selection *selection = &program->selections[i];
		taken[i] = reaches_scope(selection, reached);
		if (!taken[i])
			continue;
		for (size_t k = 0; k < selection->stretch_count; k++)
			reached[selection->stretches[k].grade] = true;
		if (selection->rest != GJ_NONE)
			reached[selection->rest] = true;
	}
}

static void mark_wanted(struct gj_population *population, int grade, bool *reached, bool *taken)
{
	const struct gj_program *program = population->program;
	memset(reached, 0, program->grade_count);
	reached[grade] = true;
	gj_selections_reach(program, reached, taken);
	for (size_t i = 0; i < program->selection_count; i++) {
		population->wants[i * program->grade_count + (size_t)grade] = taken[i];
		population->wants_any[grade] |= taken[i];
	}
}

static bool find_wanted(struct gj_population *population)
{
	const struct gj_program *program = population->program;
	bool *reached = calloc(program->grade_count + 1, sizeof *reached), *taken = calloc(program->selection_count + 1, sizeof *taken);
	population->wants = calloc(program->selection_count * program->grade_count + 1, sizeof *population->wants);
	population->wants_any = calloc(program->grade_count + 1, sizeof *population->wants_any);
	bool good = reached && taken && population->wants && population->wants_any;
	for (size_t i = 0; i < program->grade_count && good; i++)
		mark_wanted(population, (int)i, reached, taken);
	free(reached);
	free(taken);
	return good;
}

struct gj_population *gj_population_new(const struct gj_program *program)
{
	struct gj_population *population = calloc(1, sizeof *population);
	if (!population)
		return NULL;
	population->program = program;
	population->last = &population->first;
	gj_secret_numbers(population->seeds, 2);
	population->selections = calloc(program->selection_count + 1, sizeof *population->selections);
	population->groupings = calloc(program->grouping_count + 1, sizeof *population->groupings);
	if (!population->selections || !population->groupings || !find_wanted(population)) {
		gj_population_free(population);
		return NULL;
	}
	for (size_t i = 0; i < program->grouping_count; i++) {
		gj_groups_start(&population->groupings[i].groups, population->seeds, counters_of(program));
		population->grouped |= program->groupings[i].key_count > 0;
	}
	return population;
}

static void free_selection(struct population_selection *selection)
{
	free(selection->gathered);
	free(selection->items);
	free(selection->starts);
	free(selection->ends);
	free(selection->results);
	free(selection->stretches);
}

static void free_grouping(struct population_grouping *grouping)
{
	gj_groups_free(&grouping->groups);
	free(grouping->group_of);
	free(grouping->grades);
	free(grouping->rated);
	free(grouping->pending);
}

void gj_population_free(struct gj_population *population)
{
	if (!population)
		return;
	for (struct segment *segment = population->first, *next; segment; segment = next) {
		next = segment->next;
		free(segment);
	}
	for (size_t i = 0; population->selections && i < population->program->selection_count; i++)
		free_selection(&population->selections[i]);
	for (size_t i = 0; population->groupings && i < population->program->grouping_count; i++)
		free_grouping(&population->groupings[i]);
	for (size_t i = 0; i < population->owned_count; i++)
		free(population->owned[i]);
	free(population->owned);
	free(population->selections);
	free(population->groupings);
	free(population->wants);
	free(population->wants_any);
	free(population->awards);
	free(population);
}

bool gj_candidates_start(const struct gj_population *population, struct gj_candidates *list)
{
	size_t count = population->program->grouping_count;
	list->groups = calloc(count + 1, sizeof *list->groups);
	list->ungrouped = calloc(count + 1, sizeof *list->ungrouped);
	for (size_t i = 0; list->groups && i < count; i++)
		gj_groups_start(&list->groups[i], population->seeds, counters_of(population->program));
	return list->groups && list->ungrouped;
}

void gj_candidates_free(const struct gj_population *population, struct gj_candidates *list)
{
	for (size_t i = 0; list->groups && i < population->program->grouping_count; i++)
		gj_groups_free(&list->groups[i]);
	free(list->groups);
	free(list->ungrouped);
	free(list->bytes);
	gj_buffer_free(&list->key);
	*list = (struct gj_candidates){0};
}

bool gj_population_wants(const struct gj_population *population, int grade)
{
	return population->grouped || population->wants_any[grade];
}

/* The key of the row's group: texts with their lengths, values as they are. */
static bool make_key(struct gj_buffer *out, const struct gj_grouping *grouping, const struct gj_vm *vm, const struct gj_candidate_row *row)
{
	out->size = 0;
	for (size_t i = 0; i < grouping->key_count; i++) {
		const struct gj_group_key *key = &grouping->keys[i];
		bool good = key->slot == GJ_NONE ? population_key_text(out, &row->chunk->texts[key->field][row->place])
			: population_key_value(out, gj_vm_value(vm, key->slot, row->row));
		if (!good)
			return false;
	}
	return true;
}

/* Finds the row's groups, counts it there, and gives their numbers. */
static bool enter_groups(const struct gj_population *population, struct gj_candidates *list, const struct gj_vm *vm,
	const struct gj_candidate_row *row, int grade, uint32_t *groups)
{
	const struct gj_program *program = population->program;
	for (size_t i = 0; i < program->grouping_count; i++) {
		groups[i] = 0;
		if (!program->groupings[i].key_count)
			continue;
		if (!make_key(&list->key, &program->groupings[i], vm, row)
			|| !gj_groups_find(&list->groups[i], list->key.bytes, list->key.size, &groups[i]))
			return false;
		gj_groups_counts(&list->groups[i], groups[i])[grade]++;
	}
	return true;
}

static void *list_room(struct gj_candidates *list, size_t size)
{
	if (list->capacity - list->size < size) {
		size_t capacity = list->capacity ? list->capacity * 2 : 4096;
		while (capacity - list->size < size)
			capacity *= 2;
		unsigned char *bytes = realloc(list->bytes, capacity);
		if (!bytes)
			return NULL;
		list->bytes = bytes;
		list->capacity = capacity;
	}
	list->size += size;
	return memset(list->bytes + list->size - size, 0, size);
}

static bool holds(const struct gj_vm *vm, int slot, size_t row)
{
	return slot == GJ_NONE || gj_vm_value(vm, slot, row) != 0;
}

static bool add_candidate(const struct gj_population *population, struct gj_candidates *list, size_t index, const struct gj_vm *vm,
	const struct gj_candidate_row *row, const uint32_t *groups)
{
	const struct gj_program *program = population->program;
	const struct gj_selection *selection = &program->selections[index];
	const struct gj_text *key = &row->chunk->keys[row->place];
	size_t size = sizeof(struct candidate) + 2 * selection->key_count * sizeof(int64_t) + program->grouping_count * sizeof *groups + key->length;
	size = (size + 7) / 8 * 8;
	struct candidate *candidate = list_room(list, size);
	if (!candidate)
		return false;
	candidate->end = row->end;
	candidate->selection = (uint32_t)index;
	candidate->size = (uint32_t)size;
	candidate->grade = (int32_t)gj_vm_value(vm, program->grade, row->row);
	candidate->key_length = key->length;
	candidate->holds = holds(vm, selection->condition, row->row) ? HOLDS_ALL : 0;
	for (size_t i = 0; i < selection->stretch_count; i++)
		if (holds(vm, selection->stretches[i].condition, row->row))
			candidate->holds |= (uint32_t)HOLDS_STRETCH << i;
	for (size_t i = 0; i < selection->key_count; i++) {
		const struct gj_rank_key *by = &selection->keys[i];
		candidate->values[2 * i] = by->slot == GJ_NONE ? 0 : gj_vm_value(vm, by->slot, row->row);
		candidate->values[2 * i + 1] = by->divisor == GJ_NONE ? 1 : gj_vm_value(vm, by->divisor, row->row);
	}
	memcpy(candidate_groups(program, candidate), groups, program->grouping_count * sizeof *groups);
	memcpy(candidate_key(program, candidate), key->bytes, key->length);
	return true;
}

bool gj_population_offer(const struct gj_population *population, struct gj_candidates *list, const struct gj_vm *vm,
	const struct gj_candidate_row *row)
{
	const struct gj_program *program = population->program;
	int grade = (int)gj_vm_value(vm, program->grade, row->row);
	uint32_t groups[GJ_GROUPINGS_MOST];
	if (!enter_groups(population, list, vm, row, grade, groups))
		return false;
	for (size_t i = 0; i < program->selection_count; i++) {
		const struct gj_selection *selection = &program->selections[i];
		if (!population->wants[i * program->grade_count + (size_t)grade])
			continue;
		if (!selection->rest_lowers && !holds(vm, selection->condition, row->row))
			continue;
		if (!add_candidate(population, list, i, vm, row, groups))
			return false;
	}
	return true;
}

/* The groups of the list among those there are already; `numbers` receives what each is there. */
static bool take_groups(struct gj_groups *groups, const struct gj_groups *list, uint32_t *numbers)
{
	for (size_t i = 0; i < list->count; i++) {
		size_t length;
		const char *key = gj_groups_key(list, i, &length);
		if (!gj_groups_find(groups, key, length, &numbers[i]))
			return false;
		uint64_t *counts = gj_groups_counts(groups, numbers[i]);
		const uint64_t *more = gj_groups_counts(list, i);
		for (size_t k = 0; k < list->counters; k++)
			counts[k] += more[k];
	}
	return true;
}

/* A group's number in the list becomes its number in the population, in every candidate of the segment. */
static void renumber(struct gj_population *population, struct segment *segment, size_t grouping, const uint32_t *numbers)
{
	for (size_t at = 0; at < segment->size;) {
		struct candidate *candidate = (struct candidate *)(void *)(segment->bytes + at);
		uint32_t *group = &candidate_groups(population->program, candidate)[grouping];
		*group = numbers[*group];
		at += candidate->size;
	}
}

static bool take_all_groups(struct gj_population *population, struct gj_candidates *list, struct segment *segment)
{
	for (size_t i = 0; i < population->program->grouping_count; i++) {
		struct gj_groups *from = &list->groups[i];
		population->groupings[i].ungrouped += list->ungrouped[i];
		list->ungrouped[i] = 0;
		if (!from->count)
			continue;
		uint32_t *numbers = malloc(from->count * sizeof *numbers);
		bool good = numbers && take_groups(&population->groupings[i].groups, from, numbers);
		if (good && segment)
			renumber(population, segment, i, numbers);
		free(numbers);
		if (!good)
			return false;
		gj_groups_clear(from);
	}
	return true;
}

static struct segment *take_candidates(struct gj_population *population, struct gj_candidates *list, uint64_t base)
{
	struct segment *segment = malloc(sizeof *segment + list->size);
	if (!segment)
		return NULL;
	segment->next = NULL;
	segment->size = list->size;
	memcpy(segment->bytes, list->bytes, list->size);
	for (size_t at = 0; at < segment->size;) {
		struct candidate *candidate = (struct candidate *)(void *)(segment->bytes + at);
		candidate->end += base;
		population->selections[candidate->selection].met++;
		at += candidate->size;
	}
	*population->last = segment;
	population->last = &segment->next;
	list->size = 0;
	return segment;
}

bool gj_population_take(struct gj_population *population, struct gj_candidates *list, uint64_t base)
{
	struct segment *segment = NULL;
	if (list->size && !(segment = take_candidates(population, list, base)))
		return false;
	return take_all_groups(population, list, segment);
}
