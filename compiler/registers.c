/* Register allocation: drafts that nobody reads are dropped, then one pass gives each virtual register the real one of its lane that was
 * freed last, so that the block in use stays small. */
#include "generate.h"

#include <string.h>

/* Real registers of one lane that are free again. */
struct free_list {
	size_t count, capacity;
	uint16_t *registers;
};

struct allocation {
	struct generation *generation;
	size_t columns;
	size_t *last_use;       /* of each virtual register: index of the draft that reads it last; SIZE_MAX for results */
	int32_t *real;          /* of each virtual register, -1 until it is written */
	struct free_list free[GJ_LANES];
	size_t registers, lane_capacity;
	uint8_t *lanes;
	bool exhausted;
};

/* Instructions name registers with 16 bits. */
enum { MOST_REGISTERS = UINT16_MAX };

static bool reads_target(const struct draft *draft)
{
	return gj_opcode(draft->op)->result == GJ_RESULT_ACCUMULATE || draft->x == draft->d || draft->y == draft->d;
}

static void set_live(bool *live, int32_t index)
{
	if (index >= 0)
		live[index] = true;
}

/* From the end: what isn't read later isn't computed. */
static void drop_dead(struct generation *generation, bool *live)
{
	size_t kept = generation->draft_count;
	for (size_t i = generation->draft_count; i-- > 0;) {
		const struct draft draft = generation->drafts[i];
		if (!live[draft.d])
			continue;
		live[draft.d] = reads_target(&draft);
		set_live(live, draft.x);
		set_live(live, draft.y);
		set_live(live, draft.c);
		generation->drafts[--kept] = draft;
	}
	generation->draft_count -= kept;
	if (generation->draft_count)
		memmove(generation->drafts, generation->drafts + kept, generation->draft_count * sizeof *generation->drafts);
}

static void find_last_uses(struct allocation *allocation)
{
	const struct generation *generation = allocation->generation;
	for (size_t i = 0; i < generation->draft_count; i++) {
		const struct draft *draft = &generation->drafts[i];
		const int32_t used[] = { draft->d, draft->x, draft->y, draft->c };
		for (size_t j = 0; j < 4; j++)
			if (used[j] >= 0 && allocation->last_use[used[j]] != SIZE_MAX)
				allocation->last_use[used[j]] = i;
	}
}

static uint16_t take(struct allocation *allocation, unsigned lane)
{
	struct free_list *list = &allocation->free[lane];
	if (list->count)
		return list->registers[--list->count];
	if (allocation->registers >= MOST_REGISTERS) {
		allocation->exhausted = true;
		return 0;
	}
	allocation->lanes = gj_arena_grow(allocation->generation->arena, allocation->lanes, allocation->registers, &allocation->lane_capacity, 1);
	allocation->lanes[allocation->registers] = (uint8_t)lane;
	return (uint16_t)allocation->registers++;
}

static void release(struct allocation *allocation, int32_t index, size_t at)
{
	if (index < 0 || (size_t)index < allocation->columns || allocation->last_use[index] != at || allocation->real[index] < 0)
		return;
	struct free_list *list = &allocation->free[allocation->generation->register_lanes[index]];
	list->registers = gj_arena_grow(allocation->generation->arena, list->registers, list->count, &list->capacity, sizeof *list->registers);
	list->registers[list->count++] = (uint16_t)allocation->real[index];
	allocation->real[index] = -1;
}

static uint16_t real_of(const struct allocation *allocation, int32_t index)
{
	return index < 0 ? 0 : (uint16_t)allocation->real[index];
}

/* x and y may give their register to d; a condition may not. */
static struct gj_instruction place(struct allocation *allocation, const struct draft *draft, size_t at)
{
	struct gj_instruction made = { .op = (uint8_t)draft->op, .source = (uint8_t)draft->source, .target = (uint8_t)draft->target,
		.x = real_of(allocation, draft->x), .y = real_of(allocation, draft->y), .c = real_of(allocation, draft->c), .k = draft->k, .m = draft->m };
	if (draft->x != draft->d)
		release(allocation, draft->x, at);
	if (draft->y != draft->d && draft->y != draft->x)
		release(allocation, draft->y, at);
	if (allocation->real[draft->d] < 0)
		allocation->real[draft->d] = take(allocation, allocation->generation->register_lanes[draft->d]);
	made.d = real_of(allocation, draft->d);
	if (draft->c != draft->d)
		release(allocation, draft->c, at);
	release(allocation, draft->d, at);
	return made;
}

static void start(struct allocation *allocation, const struct gj_program *program)
{
	struct generation *generation = allocation->generation;
	size_t count = generation->register_count;
	allocation->columns = allocation->registers = program->column_count;
	allocation->last_use = gj_arena_alloc(generation->arena, (count + 1) * sizeof *allocation->last_use);
	allocation->real = gj_arena_alloc(generation->arena, (count + 1) * sizeof *allocation->real);
	for (size_t i = 0; i < count; i++)
		allocation->real[i] = i < program->column_count ? (int32_t)i : -1;
	allocation->lane_capacity = program->column_count + 64;
	allocation->lanes = gj_arena_alloc(generation->arena, allocation->lane_capacity);
	for (size_t i = 0; i < program->column_count; i++)
		allocation->lanes[i] = program->column_lanes[i];
}

bool allocate_registers(struct generation *generation, const struct gj_program *program, const int32_t *outputs, struct gj_code *code)
{
	struct allocation allocation = { .generation = generation };
	bool *live = gj_arena_alloc(generation->arena, generation->register_count + 1);
	start(&allocation, program);
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		if (outputs[slot] < 0)
			continue;
		live[outputs[slot]] = true;
		allocation.last_use[outputs[slot]] = SIZE_MAX;
	}
	drop_dead(generation, live);
	find_last_uses(&allocation);
	code->count = generation->draft_count;
	code->instructions = gj_arena_alloc(generation->arena, (code->count + 1) * sizeof *code->instructions);
	for (size_t i = 0; i < code->count && !allocation.exhausted; i++)
		code->instructions[i] = place(&allocation, &generation->drafts[i], i);
	code->outputs = gj_arena_alloc(generation->arena, (program->slot_count + 1) * sizeof *code->outputs);
	for (size_t slot = 0; slot < program->slot_count; slot++)
		code->outputs[slot] = outputs[slot] < 0 ? GJ_NONE : allocation.real[outputs[slot]];
	code->registers = allocation.registers;
	code->lanes = allocation.lanes;
	return !allocation.exhausted;
}
