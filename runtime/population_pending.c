#include "population_pending.h"

#include "population_parts.h"

/* As population.c makes keys of rows without pending cells. *known is false where a cell leaves the group open. */
static bool make_key(struct gj_buffer *out, const struct gj_grouping *grouping, const struct gj_chunk *chunk, size_t row,
	const struct gj_pending_unit *of, bool *known)
{
	bool good = true;
	*known = true;
	out->size = 0;
	for (size_t i = 0; i < grouping->key_count && good; i++) {
		const struct gj_group_key *key = &grouping->keys[i];
		if (key->slot == GJ_NONE) {
			good = population_key_text(out, &chunk->texts[key->field][row]);
		} else {
			*known = *known && of->slots[key->slot].low == of->slots[key->slot].high;
			good = population_key_value(out, of->slots[key->slot].low);
		}
	}
	return good;
}

static void count(const struct gj_program *program, uint64_t *counts, const struct gj_pending_unit *of)
{
	if (!of->open && of->grade != GJ_NONE) {
		counts[of->grade]++;
		return;
	}
	counts[program->grade_count]++;
	for (size_t i = 0; i < program->target_count; i++) {
		struct gj_target_pending pending = {0};
		gj_target_count(&pending, program, &program->targets[i], of);
		counts[program->grade_count + 1 + 2 * i] += pending.certain;
		counts[program->grade_count + 2 + 2 * i] += pending.possible;
	}
}

bool gj_population_count_pending(const struct gj_population *population, struct gj_candidates *list, const struct gj_chunk *chunk, size_t row,
	const struct gj_pending_unit *of)
{
	const struct gj_program *program = population->program;
	for (size_t i = 0; i < program->grouping_count; i++) {
		bool known;
		uint32_t group;
		if (!program->groupings[i].key_count)
			continue;
		if (!make_key(&list->key, &program->groupings[i], chunk, row, of, &known))
			return false;
		list->ungrouped[i] += !known;
		if (!known)
			continue;
		if (!gj_groups_find(&list->groups[i], list->key.bytes, list->key.size, &group))
			return false;
		count(program, gj_groups_counts(&list->groups[i], group), of);
	}
	return true;
}
