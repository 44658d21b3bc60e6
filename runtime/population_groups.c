/* Groups: how they are decided, and what they are called. */
#include "population_parts.h"

#include "datum.h"

#include <stdlib.h>
#include <string.h>

/* Of what was counted of a group: those who take part. */
static uint64_t count_rated(const struct gj_program *program, const uint64_t *counts)
{
	uint64_t rated = counts[program->grade_count];
	for (size_t i = 0; i < program->grade_count; i++)
		rated += program->grades[i].unrated ? 0 : counts[i];
	return rated;
}

/* Groups too small get the number of the one that they become together, behind the others. */
static void number_groups(const struct gj_program *program, const struct gj_grouping *as, struct population_grouping *grouping)
{
	size_t merged = 0;
	grouping->count = 0;
	for (size_t i = 0; i < grouping->groups.count; i++) {
		bool small = count_rated(program, gj_groups_counts(&grouping->groups, i)) < (uint64_t)as->least;
		grouping->group_of[i] = small ? UINT32_MAX : (uint32_t)grouping->count++;
		merged += small;
	}
	for (size_t i = 0; i < grouping->groups.count && merged; i++)
		if (grouping->group_of[i] == UINT32_MAX)
			grouping->group_of[i] = (uint32_t)grouping->count;
	grouping->count += merged > 0;
}

static void count_groups(const struct gj_program *program, struct population_grouping *grouping)
{
	for (size_t i = 0; i < grouping->groups.count; i++) {
		const uint64_t *counts = gj_groups_counts(&grouping->groups, i);
		size_t group = grouping->group_of[i];
		for (size_t k = 0; k < program->grade_count; k++)
			grouping->grades[group * program->grade_count + k] += counts[k];
		for (size_t k = 0; k < program->target_count; k++) {
			struct gj_target_pending *pending = &grouping->pending[group * program->target_count + k];
			pending->certain += counts[program->grade_count + 1 + 2 * k];
			pending->possible += counts[program->grade_count + 2 + 2 * k];
		}
		grouping->rated[group] += count_rated(program, counts);
	}
}

static bool make_room(const struct gj_program *program, struct population_grouping *grouping)
{
	size_t count = grouping->groups.count + 1;
	grouping->group_of = calloc(count, sizeof *grouping->group_of);
	grouping->grades = calloc(count * program->grade_count + 1, sizeof *grouping->grades);
	grouping->rated = calloc(count, sizeof *grouping->rated);
	grouping->pending = calloc(count * program->target_count + 1, sizeof *grouping->pending);
	return grouping->group_of && grouping->grades && grouping->rated && grouping->pending;
}

static void settle_everyone(const struct gj_program *program, const struct gj_group *everyone, struct population_grouping *grouping)
{
	grouping->count = 1;
	grouping->rated[0] = everyone->rated;
	memcpy(grouping->grades, everyone->grades, program->grade_count * sizeof *everyone->grades);
	if (program->target_count)
		memcpy(grouping->pending, everyone->pending, program->target_count * sizeof *everyone->pending);
}

bool population_settle_groups(struct gj_population *population, const struct gj_group *everyone)
{
	const struct gj_program *program = population->program;
	for (size_t i = 0; i < program->grouping_count; i++) {
		struct population_grouping *grouping = &population->groupings[i];
		if (!make_room(program, grouping))
			return false;
		if (!program->groupings[i].key_count) {
			settle_everyone(program, everyone, grouping);
			continue;
		}
		number_groups(program, &program->groupings[i], grouping);
		count_groups(program, grouping);
	}
	return true;
}

size_t population_group_of(const struct gj_population *population, const struct candidate *candidate)
{
	int grouping = selection_of(population, candidate)->grouping;
	return population->groupings[grouping].group_of[candidate_groups(population->program, candidate)[grouping]];
}

size_t gj_population_groups(const struct gj_population *population, int grouping)
{
	return population->groupings[grouping].count;
}

struct gj_group gj_population_group(const struct gj_population *population, int grouping, size_t group)
{
	const struct population_grouping *of = &population->groupings[grouping];
	const struct gj_program *program = population->program;
	return (struct gj_group){of->rated[group], of->grades + group * program->grade_count, of->pending + group * program->target_count};
}

uint64_t gj_population_ungrouped(const struct gj_population *population, int grouping)
{
	return population->groupings[grouping].ungrouped;
}

bool population_key_text(struct gj_buffer *out, const struct gj_text *text)
{
	return gj_buffer_add(out, (const char *)&text->length, sizeof text->length) && gj_buffer_add(out, text->bytes, text->length);
}

bool population_key_value(struct gj_buffer *out, int64_t value)
{
	return gj_buffer_add(out, (const char *)&value, sizeof value);
}

static bool add_value(const struct gj_program *program, const struct gj_group_key *key, const char **at, struct gj_buffer *out)
{
	int64_t value;
	memcpy(&value, *at, sizeof value);
	*at += sizeof value;
	struct gj_field shown = {.type = key->type, .scale = key->scale, .unit = key->unit};
	if (key->field != GJ_NONE)
		shown = program->fields[key->field];
	return gj_datum_value(out, &shown, value, false);
}

static bool add_text(const char **at, struct gj_buffer *out)
{
	uint32_t length;
	memcpy(&length, *at, sizeof length);
	bool good = gj_buffer_add(out, *at + sizeof length, length);
	*at += sizeof length + length;
	return good;
}

static bool add_keys(const struct gj_program *program, const struct gj_grouping *grouping, const char *at, struct gj_buffer *out)
{
	bool good = true;
	for (size_t i = 0; i < grouping->key_count && good; i++) {
		good = i == 0 || gj_buffer_text(out, " · ");
		good = good && (grouping->keys[i].slot == GJ_NONE ? add_text(&at, out) : add_value(program, &grouping->keys[i], &at, out));
	}
	return good;
}

bool gj_population_label(const struct gj_population *population, int grouping, size_t group, struct gj_buffer *out)
{
	enum { NAMED_MOST = 20 };
	const struct population_grouping *of = &population->groupings[grouping];
	const struct gj_program *program = population->program;
	size_t named = 0;
	bool good = true;
	for (size_t i = 0; i < of->groups.count && good; i++) {
		if (of->group_of[i] != group || named++ > NAMED_MOST)
			continue;
		size_t length;
		const char *key = gj_groups_key(&of->groups, i, &length);
		good = named == 1 || gj_buffer_text(out, "、");
		good = good && (named > NAMED_MOST ? gj_buffer_text(out, "……") : add_keys(program, &program->groupings[grouping], key, out));
	}
	return good;
}
