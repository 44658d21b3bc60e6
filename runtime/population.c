#include "population.h"

#include <stdlib.h>
#include <string.h>

/* A candidate as bytes: this head, the values of the ranking keys and what each is divided by, the primary key's text, padding to 8. */
struct candidate {
	uint64_t end;
	uint32_t selection, size;
	int32_t grade;
	uint32_t key_length;
	int64_t values[];
};

/* Candidates of one stretch. */
struct segment {
	struct segment *next;
	size_t size;
	_Alignas(8) unsigned char bytes[];
};

struct population_selection {
	struct gj_selection_result result;
	const struct candidate **ranked; /* the first `chosen` in their order, the rest behind them in any */
	size_t count;
};

struct gj_population {
	const struct gj_program *program;
	struct segment *first, **last;
	struct population_selection *selections;
	struct gj_award *awards;
	size_t award_count;
	char **tie_names;
	size_t tie_name_count;
};

struct gj_population *gj_population_new(const struct gj_program *program)
{
	struct gj_population *population = calloc(1, sizeof *population);
	if (!population)
		return NULL;
	population->program = program;
	population->last = &population->first;
	population->selections = calloc(program->selection_count + 1, sizeof *population->selections);
	if (!population->selections) {
		free(population);
		return NULL;
	}
	return population;
}

void gj_population_free(struct gj_population *population)
{
	if (!population)
		return;
	for (struct segment *segment = population->first, *next; segment; segment = next) {
		next = segment->next;
		free(segment);
	}
	for (size_t i = 0; i < population->program->selection_count; i++)
		free(population->selections[i].ranked);
	for (size_t i = 0; i < population->tie_name_count; i++)
		free(population->tie_names[i]);
	free(population->tie_names);
	free(population->selections);
	free(population->awards);
	free(population);
}

void gj_candidates_free(struct gj_candidates *list)
{
	free(list->bytes);
	*list = (struct gj_candidates){0};
}

static bool in_scope(const struct gj_selection *selection, int grade)
{
	for (size_t i = 0; i < selection->scope_count; i++)
		if (selection->scope[i] == grade)
			return true;
	return false;
}

bool gj_selection_may_take(const struct gj_program *program, size_t selection, int grade)
{
	if (in_scope(&program->selections[selection], grade))
		return true;
	for (size_t i = 0; i < selection; i++)
		if (in_scope(&program->selections[selection], program->selections[i].grade) && gj_selection_may_take(program, i, grade))
			return true;
	return false;
}

bool gj_population_wants(const struct gj_population *population, int grade)
{
	for (size_t i = 0; i < population->program->selection_count; i++)
		if (gj_selection_may_take(population->program, i, grade))
			return true;
	return false;
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
	list->count++;
	return memset(list->bytes + list->size - size, 0, size);
}

static char *key_of(const struct gj_program *program, const struct candidate *candidate)
{
	return (char *)(uintptr_t)(candidate->values + 2 * program->selections[candidate->selection].key_count);
}

static bool add_candidate(const struct gj_population *population, struct gj_candidates *list, size_t index, const struct gj_vm *vm,
	const struct gj_candidate_row *row)
{
	const struct gj_selection *selection = &population->program->selections[index];
	size_t size = sizeof(struct candidate) + 2 * selection->key_count * sizeof(int64_t) + row->key_length;
	size = (size + 7) / 8 * 8;
	struct candidate *candidate = list_room(list, size);
	if (!candidate)
		return false;
	candidate->end = row->end;
	candidate->selection = (uint32_t)index;
	candidate->size = (uint32_t)size;
	candidate->grade = (int32_t)gj_vm_value(vm, population->program->grade, row->row);
	candidate->key_length = (uint32_t)row->key_length;
	for (size_t i = 0; i < selection->key_count; i++) {
		const struct gj_rank_key *key = &selection->keys[i];
		candidate->values[2 * i] = key->slot == GJ_NONE ? 0 : gj_vm_value(vm, key->slot, row->row);
		candidate->values[2 * i + 1] = key->divisor == GJ_NONE ? 1 : gj_vm_value(vm, key->divisor, row->row);
	}
	memcpy(key_of(population->program, candidate), row->key, row->key_length);
	return true;
}

bool gj_population_offer(const struct gj_population *population, struct gj_candidates *list, const struct gj_vm *vm,
	const struct gj_candidate_row *row)
{
	const struct gj_program *program = population->program;
	int grade = (int)gj_vm_value(vm, program->grade, row->row);
	for (size_t i = 0; i < program->selection_count; i++) {
		int condition = program->selections[i].condition;
		if (!gj_selection_may_take(program, i, grade) || (condition != GJ_NONE && !gj_vm_value(vm, condition, row->row)))
			continue;
		if (!add_candidate(population, list, i, vm, row))
			return false;
	}
	return true;
}

bool gj_population_take(struct gj_population *population, struct gj_candidates *list, uint64_t base)
{
	if (!list->size)
		return true;
	struct segment *segment = malloc(sizeof *segment + list->size);
	if (!segment)
		return false;
	segment->next = NULL;
	segment->size = list->size;
	memcpy(segment->bytes, list->bytes, list->size);
	for (size_t at = 0; at < segment->size;) {
		struct candidate *candidate = (struct candidate *)(void *)(segment->bytes + at);
		candidate->end += base;
		population->selections[candidate->selection].count++;
		at += candidate->size;
	}
	*population->last = segment;
	population->last = &segment->next;
	list->size = list->count = 0;
	return true;
}

/* Key `i` of one candidate against that of another: quotients exactly. */
static int compare_values(const struct candidate *a, const struct candidate *b, size_t i)
{
	__int128 left = (__int128)a->values[2 * i] * b->values[2 * i + 1], right = (__int128)b->values[2 * i] * a->values[2 * i + 1];
	return (left > right) - (left < right);
}

/* Below zero when `a` ranks before `b`. *which receives the ranking key that decided. Primary keys are unique, so rows are never equal. */
static int compare(const struct gj_program *program, const struct candidate *a, const struct candidate *b, int *which)
{
	const struct gj_selection *selection = &program->selections[a->selection];
	for (size_t i = 0; i < selection->key_count; i++) {
		const struct gj_rank_key *key = &selection->keys[i];
		int order = compare_values(a, b, i);
		if (key->slot == GJ_NONE)
			break;
		*which = (int)i;
		if (order)
			return key->descending ? -order : order;
	}
	/* The primary key decides what the ranking keys leave open, whether or not the author wrote it as the last of them. */
	*which = GJ_NONE;
	const struct gj_rank_key *last = selection->key_count ? &selection->keys[selection->key_count - 1] : NULL;
	bool descending = last && last->slot == GJ_NONE && last->descending;
	size_t shared = a->key_length < b->key_length ? a->key_length : b->key_length;
	int order = memcmp(key_of(program, a), key_of(program, b), shared);
	if (!order)
		order = (a->key_length > b->key_length) - (a->key_length < b->key_length);
	return descending ? -order : order;
}

const char *gj_tie_decider(const struct gj_program *program, const struct gj_selection *selection, const struct gj_tie *tie)
{
	return tie->decided_by == GJ_NONE ? program->fields[program->key_field].name : selection->keys[tie->decided_by].name;
}

static int by_rank(const void *a, const void *b, void *program)
{
	int which;
	return compare(program, *(const struct candidate *const *)a, *(const struct candidate *const *)b, &which);
}

static void exchange(const struct candidate **a, const struct candidate **b)
{
	const struct candidate *kept = *a;
	*a = *b;
	*b = kept;
}

/* Brings the first `wanted` of `count` in rank to the front, in any order (quickselect). */
static void select_first(const struct gj_program *program, const struct candidate **items, size_t count, size_t wanted)
{
	size_t low = 0, high = count;
	int which;
	while (high - low > 1 && wanted > low && wanted < high) {
		size_t store = low;
		exchange(&items[low + (high - low) / 2], &items[high - 1]);
		for (size_t i = low; i + 1 < high; i++)
			if (compare(program, items[i], items[high - 1], &which) < 0)
				exchange(&items[i], &items[store++]);
		exchange(&items[store], &items[high - 1]);
		if (wanted <= store)
			high = store;
		else
			low = store + 1;
	}
}

static int by_end(const void *a, const void *b)
{
	uint64_t first = ((const struct gj_award *)a)->end, second = ((const struct gj_award *)b)->end;
	return (first > second) - (first < second);
}

static struct gj_award *award_of(const struct gj_population *population, uint64_t end)
{
	struct gj_award wanted = {.end = end};
	return population->award_count
		? bsearch(&wanted, population->awards, population->award_count, sizeof wanted, by_end) : NULL;
}

/* The candidates whose grade, as earlier selections have left it, is in scope. */
static bool gather(struct gj_population *population, size_t index)
{
	struct population_selection *mine = &population->selections[index];
	size_t count = 0;
	mine->ranked = malloc((mine->count + 1) * sizeof *mine->ranked);
	if (!mine->ranked)
		return false;
	for (struct segment *segment = population->first; segment; segment = segment->next)
		for (size_t at = 0; at < segment->size;) {
			const struct candidate *candidate = (const struct candidate *)(const void *)(segment->bytes + at);
			at += candidate->size;
			if (candidate->selection != index)
				continue;
			const struct gj_award *award = award_of(population, candidate->end);
			if (in_scope(&population->program->selections[index], award ? award->grade : candidate->grade))
				mine->ranked[count++] = candidate;
		}
	mine->count = count;
	return true;
}

uint64_t gj_share_of(uint64_t rows, int64_t share, enum gj_rounding rounding)
{
	enum { MILLION = 1000000 };
	unsigned __int128 product = (unsigned __int128)rows * (uint64_t)(share > 0 ? share : 0);
	unsigned more = rounding == GJ_ROUND_UP ? MILLION - 1 : rounding == GJ_ROUND_HALF ? MILLION / 2 : 0;
	return (uint64_t)((product + more) / MILLION);
}

static bool award(struct gj_population *population, size_t index)
{
	struct population_selection *mine = &population->selections[index];
	size_t before = population->award_count;
	size_t chosen = (size_t)mine->result.chosen;
	struct gj_award *awards = realloc(population->awards, (before + chosen + 1) * sizeof *awards);
	if (!awards)
		return false;
	population->awards = awards;
	size_t count = before;
	for (size_t i = 0; i < chosen; i++) {
		struct gj_award *earlier = award_of(population, mine->ranked[i]->end);
		int grade = population->program->selections[index].grade;
		if (earlier)
			earlier->grade = grade;
		else
			awards[count++] = (struct gj_award){.end = mine->ranked[i]->end, .from = mine->ranked[i]->grade, .grade = grade};
	}
	population->award_count = count;
	if (count > 1)
		qsort(awards, count, sizeof *awards, by_end);
	return true;
}

static bool name_tie(struct gj_population *population, struct gj_tie *tie, const struct candidate *candidate, bool chosen)
{
	tie->rows++;
	tie->chosen += chosen;
	if (tie->name_count == GJ_TIE_NAMES)
		return true;
	char *name = strndup(key_of(population->program, candidate), candidate->key_length);
	char **names = realloc(population->tie_names, (population->tie_name_count + 1) * sizeof *names);
	if (names)
		population->tie_names = names;
	if (!name || !names) {
		free(name);
		return false;
	}
	names[population->tie_name_count++] = name;
	tie->name_chosen[tie->name_count] = chosen;
	tie->names[tie->name_count++] = name;
	return true;
}

/* Fills the tie at the quota's edge, if the first ranking key is the same on both sides of it. */
static bool find_tie(struct gj_population *population, size_t index)
{
	struct population_selection *mine = &population->selections[index];
	const struct gj_program *program = population->program;
	const struct gj_selection *selection = &program->selections[index];
	size_t chosen = (size_t)mine->result.chosen;
	int which;
	if (chosen == 0 || chosen == mine->count || selection->key_count == 0 || selection->keys[0].slot == GJ_NONE)
		return true;
	const struct candidate *last = mine->ranked[chosen - 1], *next = mine->ranked[chosen];
	for (size_t i = chosen + 1; i < mine->count; i++)
		if (compare(program, mine->ranked[i], next, &which) < 0)
			next = mine->ranked[i];
	compare(program, last, next, &which);
	if (compare_values(last, next, 0) != 0)
		return true;
	mine->result.tie.decided_by = which;
	for (size_t i = 0; i < mine->count; i++)
		if (compare_values(mine->ranked[i], last, 0) == 0 && !name_tie(population, &mine->result.tie, mine->ranked[i], i < chosen))
			return false;
	return true;
}

static bool decide(struct gj_population *population, size_t index, uint64_t rows)
{
	const struct gj_program *program = population->program;
	const struct gj_selection *selection = &program->selections[index];
	struct population_selection *mine = &population->selections[index];
	if (!gather(population, index))
		return false;
	struct gj_selection_result *result = &mine->result;
	result->quota = selection->quota_is_share ? gj_share_of(rows, selection->quota, selection->rounding) : (uint64_t)selection->quota;
	result->candidates = mine->count;
	result->chosen = result->quota < mine->count ? result->quota : mine->count;
	select_first(program, mine->ranked, mine->count, (size_t)result->chosen);
	if (result->chosen > 1)
		qsort_r(mine->ranked, (size_t)result->chosen, sizeof *mine->ranked, by_rank, (void *)(uintptr_t)program);
	return award(population, index) && find_tie(population, index);
}

bool gj_population_decide(struct gj_population *population, uint64_t rows)
{
	for (size_t i = 0; i < population->program->selection_count; i++)
		if (!decide(population, i, rows))
			return false;
	return true;
}

const struct gj_award *gj_population_awards(const struct gj_population *population, size_t *count)
{
	*count = population->award_count;
	return population->awards;
}

const struct gj_selection_result *gj_population_result(const struct gj_population *population, size_t selection)
{
	return &population->selections[selection].result;
}

uint64_t gj_population_rank(const struct gj_population *population, size_t selection, const char *key, size_t length)
{
	const struct population_selection *mine = &population->selections[selection];
	const struct candidate *found = NULL;
	for (size_t i = 0; i < mine->count && !found; i++)
		if (mine->ranked[i]->key_length == length && memcmp(key_of(population->program, mine->ranked[i]), key, length) == 0)
			found = mine->ranked[i];
	uint64_t rank = found ? 1 : 0;
	int which;
	for (size_t i = 0; found && i < mine->count; i++)
		rank += compare(population->program, mine->ranked[i], found, &which) < 0;
	return rank;
}
