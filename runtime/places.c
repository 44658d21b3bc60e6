#include "places_parts.h"

#include "datum.h"
#include "siphash.h"

#include <stdlib.h>
#include <string.h>

static void free_one(struct places_of *of)
{
	gj_groups_free(&of->groups);
	free(of->contenders);
	free(of->values);
	free(of->worst);
	free(of->standings);
	free(of->sizes);
}

void gj_places_free(struct gj_places *places)
{
	if (!places)
		return;
	for (size_t i = 0; places->of && i < places->program->ranking_count; i++)
		free_one(&places->of[i]);
	gj_buffer_free(&places->key);
	free(places->of);
	free(places);
}

/* Whether the code reads a column; or an operand that isn't one has its number. */
static bool reads_column(const struct gj_code *code, int column)
{
	for (size_t i = 0; i < code->count; i++)
		if (code->instructions[i].x == column || code->instructions[i].y == column || code->instructions[i].c == column)
			return true;
	return false;
}

struct gj_places *gj_places_new(const struct gj_program *program)
{
	struct gj_places *places = calloc(1, sizeof *places);
	uint64_t seeds[2];
	if (!places)
		return NULL;
	places->program = program;
	places->of = calloc(program->ranking_count + 1, sizeof *places->of);
	gj_secret_numbers(seeds, 2);
	for (size_t i = 0; places->of && i < program->ranking_count; i++) {
		places->of[i].ranking = &program->rankings[i];
		places->of[i].counts = reads_column(&program->ledger, program->fields[program->rankings[i].count_field].column);
		gj_groups_start(&places->of[i].groups, seeds, 0);
	}
	if (!places->of) {
		gj_places_free(places);
		return NULL;
	}
	return places;
}

/* Room for `wanted` items of an array. False when memory is out. */
static bool reserve(void **items, size_t *capacity, size_t wanted, size_t size)
{
	enum { FIRST = 1024 };
	size_t room = *capacity ? *capacity : FIRST;
	while (room < wanted)
		room *= 2;
	if (room == *capacity)
		return true;
	void *grown = realloc(*items, room * size);
	if (!grown)
		return false;
	*items = grown;
	*capacity = room;
	return true;
}

/* Its standing; those of units before it that weren't taken have no place. */
static struct standing *standing_of(struct places_of *of, uint64_t unit)
{
	void *items = of->standings;
	if (unit >= GJ_RANKED_MOST || !reserve(&items, &of->unit_capacity, (size_t)unit + 1, sizeof *of->standings))
		return NULL;
	of->standings = items;
	if (unit >= of->unit_count) {
		memset(of->standings + of->unit_count, 0, ((size_t)unit + 1 - of->unit_count) * sizeof *of->standings);
		of->unit_count = (size_t)unit + 1;
	}
	return &of->standings[unit];
}

static size_t values_each(const struct places_of *of)
{
	return 2 * of->ranking->key_count;
}

/* A new contender; NULL when memory is out. */
static struct contender *add_contender(struct places_of *of, uint64_t unit, uint32_t group, uint32_t flags)
{
	void *contenders = of->contenders, *values = of->values;
	size_t room = of->capacity, value_room = of->capacity;
	if (!reserve(&contenders, &room, of->count + 1, sizeof *of->contenders))
		return NULL;
	of->contenders = contenders;
	if (!reserve(&values, &value_room, of->count + 1, values_each(of) * sizeof *of->values))
		return NULL;
	of->values = values;
	of->capacity = room;
	of->contenders[of->count] = (struct contender){(uint32_t)unit, group, flags, 0};
	return &of->contenders[of->count++];
}

static bool add_key_text(struct gj_buffer *out, const struct gj_text *text)
{
	return gj_buffer_add(out, (const char *)&text->length, sizeof text->length) && gj_buffer_add(out, text->bytes, text->length);
}

/* What tells its group from others: the values of its keys, which `value_of` finds. */
typedef int64_t slot_value(const void *source, int slot, size_t row);

static bool find_group(struct gj_places *places, struct places_of *of, const struct gj_chunk *chunk, size_t place, slot_value *value_of,
	const void *source, size_t row, struct standing *standing)
{
	uint32_t group = 0;
	const struct gj_grouping *grouping = &of->ranking->grouping;
	bool good = true;
	places->key.size = 0;
	for (size_t i = 0; i < grouping->key_count && good; i++) {
		const struct gj_group_key *key = &grouping->keys[i];
		int64_t value = key->slot == GJ_NONE ? 0 : value_of(source, key->slot, row);
		good = key->slot == GJ_NONE ? add_key_text(&places->key, &chunk->texts[key->field][place])
			: gj_buffer_add(&places->key, (const char *)&value, sizeof value);
	}
	good = good && gj_groups_find(&of->groups, places->key.size ? places->key.bytes : "", places->key.size, &group);
	standing->group = group + 1;
	return good;
}

static int64_t machine_value(const void *source, int slot, size_t row)
{
	return gj_vm_value(source, slot, row);
}

static bool take_row(struct gj_places *places, struct places_of *of, const struct gj_vm *vm, const struct gj_chunk *chunk, size_t place, size_t row)
{
	const struct gj_ranking *ranking = of->ranking;
	uint64_t unit = chunk->first_row + place;
	struct standing *standing = standing_of(of, unit);
	if (!standing || !find_group(places, of, chunk, place, machine_value, vm, row, standing))
		return false;
	if (ranking->condition != GJ_NONE && !gj_vm_value(vm, ranking->condition, row))
		return true;
	if (!add_contender(of, unit, standing->group - 1, 0))
		return false;
	int64_t *values = of->values + (of->count - 1) * values_each(of);
	for (size_t i = 0; i < ranking->key_count; i++) {
		values[2 * i] = gj_vm_value(vm, ranking->keys[i].slot, row);
		values[2 * i + 1] = ranking->keys[i].divisor == GJ_NONE ? 1 : gj_vm_value(vm, ranking->keys[i].divisor, row);
	}
	return true;
}

bool gj_places_take(struct gj_places *places, const struct gj_vm *vm, const struct gj_chunk *chunk, size_t first, size_t rows, const uint8_t *apart)
{
	bool good = true;
	for (size_t i = 0; i < places->program->ranking_count; i++)
		for (size_t row = 0; row < rows && good; row++)
			good = apart[row] || take_row(places, &places->of[i], vm, chunk, first + row, row);
	return good;
}

static int64_t low_value(const void *source, int slot, size_t row)
{
	(void)row;
	return ((const struct gj_bounds *)source)[slot].low;
}

static bool is_known(const struct gj_bounds *slots, int slot)
{
	return slot == GJ_NONE || slots[slot].low == slots[slot].high;
}

/* A key at its best or at its worst: the quotient is largest where its numerator is and its divisor, above 0, is the one that makes it so. */
static void set_end(const struct gj_rank_key *key, const struct gj_bounds *slots, bool best, int64_t value[2])
{
	bool largest = key->descending == best;
	value[0] = largest ? slots[key->slot].high : slots[key->slot].low;
	value[1] = key->divisor == GJ_NONE ? 1 : (value[0] > 0) == largest ? slots[key->divisor].low : slots[key->divisor].high;
}

static bool add_open(struct places_of *of, uint64_t unit, uint32_t group, uint32_t flags, const struct gj_bounds *slots)
{
	const struct gj_ranking *ranking = of->ranking;
	for (size_t i = 0; i < ranking->key_count; i++)
		if (!is_known(slots, ranking->keys[i].slot) || !is_known(slots, ranking->keys[i].divisor))
			flags |= CONTENDER_OPEN;
	struct contender *contender = add_contender(of, unit, group, flags);
	void *worst = of->worst;
	if (!contender || !reserve(&worst, &of->worst_capacity, of->worst_count + 1, values_each(of) * sizeof *of->worst))
		return false;
	of->worst = worst;
	contender->worst = (uint32_t)of->worst_count++;
	for (size_t i = 0; i < ranking->key_count; i++) {
		set_end(&ranking->keys[i], slots, true, of->values + (of->count - 1) * values_each(of) + 2 * i);
		set_end(&ranking->keys[i], slots, false, of->worst + contender->worst * values_each(of) + 2 * i);
	}
	of->open |= flags != 0;
	return true;
}

static bool take_pending(struct gj_places *places, struct places_of *of, const struct gj_chunk *chunk, size_t row, const struct gj_bounds *slots)
{
	const struct gj_ranking *ranking = of->ranking;
	struct standing *standing = standing_of(of, chunk->first_row + row);
	if (!standing || !find_group(places, of, chunk, row, low_value, slots, 0, standing))
		return false;
	for (size_t i = 0; i < ranking->grouping.key_count; i++)
		if (!is_known(slots, ranking->grouping.keys[i].slot))
			standing->flags |= CONTENDER_ADRIFT;
	of->open |= standing->flags != 0;
	if (ranking->condition != GJ_NONE && !slots[ranking->condition].high)
		return true;
	if (ranking->condition != GJ_NONE && !slots[ranking->condition].low)
		standing->flags |= CONTENDER_PERHAPS;
	return add_open(of, chunk->first_row + row, standing->group - 1, standing->flags, slots);
}

bool gj_places_take_pending(struct gj_places *places, const struct gj_chunk *chunk, size_t row, const struct gj_pending_unit *of)
{
	bool good = true;
	for (size_t i = 0; i < places->program->ranking_count && good; i++)
		good = take_pending(places, &places->of[i], chunk, row, of->slots);
	return good;
}

bool gj_places_settle(struct gj_places *places)
{
	bool good = true;
	for (size_t i = 0; i < places->program->ranking_count && good; i++)
		good = places_settle_one(&places->of[i]);
	return good;
}

/* --- Afterwards --- */

/* How many are ranked in the group of a unit; units that weren't taken are in none. */
static struct group_size size_of(const struct places_of *of, const struct standing *standing)
{
	if (!standing->group)
		return (struct group_size){0, 0};
	return of->sizes[standing->flags & CONTENDER_ADRIFT ? of->groups.count : standing->group - 1];
}

static struct standing standing_at(const struct places_of *of, uint64_t unit)
{
	return unit < of->unit_count ? of->standings[unit] : (struct standing){0};
}

static int64_t at_least(int64_t value, const struct gj_field *field)
{
	return value < field->low ? field->low : value;
}

static void set_number(const struct gj_field *field, void *const *columns, size_t row, int64_t value)
{
	gj_column_set(columns[field->column], field->lane, row, at_least(value, field));
}

void gj_places_blank(const struct gj_program *program, size_t rows, void *const *columns)
{
	for (size_t i = 0; i < program->ranking_count; i++) {
		const struct gj_field *place = &program->fields[program->rankings[i].field], *count = &program->fields[program->rankings[i].count_field];
		for (size_t row = 0; row < rows; row++) {
			set_number(place, columns, row, place->low);
			set_number(count, columns, row, 1);
		}
		if (place->state_column != GJ_NONE)
			memset(columns[place->state_column], GJ_PRESENT, rows);
	}
}

void gj_places_fill(const struct gj_places *places, uint64_t first, size_t rows, void *const *columns)
{
	const struct gj_program *program = places->program;
	for (size_t i = 0; i < program->ranking_count; i++) {
		const struct places_of *of = &places->of[i];
		const struct gj_field *place = &program->fields[of->ranking->field], *count = &program->fields[of->ranking->count_field];
		for (size_t row = 0; row < rows; row++) {
			struct standing standing = standing_at(of, first + row);
			set_number(place, columns, row, standing.low);
			set_number(count, columns, row, size_of(of, &standing).certain);
			if (place->state_column != GJ_NONE)
				((int8_t *)columns[place->state_column])[row] = standing.low ? GJ_PRESENT : GJ_ABSENT;
		}
	}
}

bool gj_places_open(const struct gj_places *places)
{
	bool open = false;
	for (size_t i = 0; i < places->program->ranking_count; i++)
		open |= places->of[i].open;
	return open;
}

static bool is_open(const struct places_of *of, uint64_t unit)
{
	struct standing standing = standing_at(of, unit);
	struct group_size size = size_of(of, &standing);
	return standing.low != standing.high || standing.flags & CONTENDER_PERHAPS || (of->counts && size.certain != size.possible);
}

void gj_places_mark(const struct gj_places *places, uint64_t first, size_t rows, uint8_t *marks, uint8_t mark)
{
	for (size_t i = 0; i < places->program->ranking_count; i++)
		for (size_t row = 0; row < rows && places->of[i].open; row++)
			if (is_open(&places->of[i], first + row))
				marks[row] = mark;
}

static size_t unknown_of(const struct gj_places *places, const struct places_of *of, uint64_t unit, struct gj_unknown_total *totals)
{
	struct standing standing = standing_at(of, unit);
	struct group_size size = size_of(of, &standing);
	const struct gj_field *count = &places->program->fields[of->ranking->count_field];
	int8_t last = standing.flags & CONTENDER_PERHAPS ? GJ_ABSENT : GJ_PRESENT;
	size_t found = 0;
	if (standing.low != standing.high || last != GJ_PRESENT)
		totals[found++] = (struct gj_unknown_total){of->ranking->field, standing.low, standing.high, last};
	if (of->counts && size.certain != size.possible)
		totals[found++] = (struct gj_unknown_total){of->ranking->count_field, at_least(size.certain, count), size.possible, GJ_PRESENT};
	return found;
}

bool gj_places_unknown(const struct gj_places *places, uint64_t unit, struct gj_arena *arena, struct gj_unknown_total **totals, size_t *count)
{
	struct gj_unknown_total *all = gj_arena_alloc(arena, (*count + 2 * places->program->ranking_count + 1) * sizeof *all);
	if (!all)
		return false;
	if (*count)
		memcpy(all, *totals, *count * sizeof *all);
	for (size_t i = 0; i < places->program->ranking_count; i++)
		if (places->of[i].open)
			*count += unknown_of(places, &places->of[i], unit, all + *count);
	*totals = all;
	return true;
}
