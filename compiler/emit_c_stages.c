/* Which values are needed, and which loop works each out. Values keep the order of the IR; a stage is a stretch of them that belongs to one item of the
 * sheet. First come those that the results need, then those for the clauses' points alone. */
#include "emit_c_parts.h"

#include "runtime/memory.h"

#include <stdlib.h>

/* An entry and where it is written. */
struct written {
	struct span span;
	int entry;
};

static int by_start(const void *a, const void *b)
{
	const struct written *x = a, *y = b;
	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return x->entry - y->entry; /* the outer one first */
}

static bool holds(struct span outer, struct span inner)
{
	return outer.start <= inner.start && inner.end <= outer.end;
}

/* The innermost entry whose text holds the span. */
static int entry_at(const struct emission *emission, const struct written *sorted, struct span span)
{
	size_t low = 0, high = emission->program->sheet_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sorted[middle].span.start <= span.start)
			low = middle + 1;
		else
			high = middle;
	}
	int entry = low ? sorted[low - 1].entry : GJ_NONE;
	while (entry != GJ_NONE && !holds(emission->ir->entries[entry], span))
		entry = emission->program->sheet[entry].parent;
	return entry;
}

static void find_entries(struct emission *emission)
{
	size_t count = emission->program->sheet_count;
	struct written *sorted = gj_arena_alloc(emission->arena, (count + 1) * sizeof *sorted);
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct written){ emission->ir->entries[i], (int)i };
	qsort(sorted, count, sizeof *sorted, by_start);
	emission->entries = gj_arena_alloc(emission->arena, (emission->ir->value_count + 1) * sizeof *emission->entries);
	for (size_t i = 0; i < emission->ir->value_count; i++)
		emission->entries[i] = entry_at(emission, sorted, emission->ir->values[i].span);
}

/* The entry that a stage is about: an item, or what stands beside items. */
static int stage_entry(const struct gj_program *program, int entry)
{
	while (entry != GJ_NONE) {
		enum gj_part part = program->sheet[entry].part;
		if (part != GJ_PART_POINT && part != GJ_PART_SERIES && part != GJ_PART_CLAUSE && part != GJ_PART_VETO && part != GJ_PART_VOID
			&& part != GJ_PART_OUTCOME && part != GJ_PART_WAIVER)
			return entry;
		entry = program->sheet[entry].parent;
	}
	return GJ_NONE;
}

static void need(struct emission *emission, ir_ref value, bool scored)
{
	if (value < 0)
		return;
	struct c_value *known = &emission->values[value];
	known->needed = true;
	known->scored |= scored;
	known->uses++;
}

static bool is_given(const struct ir_value *value)
{
	return value->op == IR_CONSTANT || value->op == IR_COLUMN;
}

enum { BRACKETS_MOST = 6 }; /* one within another: more are hard to read */

static int brackets_of(const int *brackets, ir_ref value)
{
	return value < 0 ? 0 : brackets[value];
}

static int more(int a, int b)
{
	return a > b ? a : b;
}

/* Conditions of one rule stand where they are tested. */
static void find_inlined(struct emission *emission)
{
	int *brackets = gj_arena_alloc(emission->arena, (emission->ir->value_count + 1) * sizeof *brackets);
	for (size_t i = 0; i < emission->ir->value_count; i++) {
		const struct ir_value *value = &emission->ir->values[i];
		struct c_value *known = &emission->values[i];
		int within = more(brackets_of(brackets, value->a), more(brackets_of(brackets, value->b), brackets_of(brackets, value->c)));
		known->inlined = value->boolean && known->uses == 1 && !is_given(value) && within < BRACKETS_MOST;
		brackets[i] = known->inlined ? within + 1 : 0;
	}
}

static void find_needed(struct emission *emission)
{
	const struct ir *ir = emission->ir;
	for (size_t slot = 0; slot < emission->program->slot_count; slot++) {
		need(emission, ir->slots[slot], !ir->ledger_only[slot]);
		emission->values[ir->slots[slot]].uses++; /* a result has a name of its own */
	}
	for (ir_ref at = (ir_ref)ir->value_count; at-- > 0;) {
		const struct ir_value *value = ir_at(ir, at);
		struct c_value *known = &emission->values[at];
		if (!known->needed)
			continue;
		need(emission, value->a, known->scored);
		need(emission, value->b, known->scored);
		need(emission, value->c, known->scored);
	}
}


static struct c_stage *new_stage(struct emission *emission, int entry, bool scored)
{
	emission->stages = gj_arena_grow(emission->arena, emission->stages, emission->stage_count, &emission->stage_capacity, sizeof *emission->stages);
	struct c_stage *stage = &emission->stages[emission->stage_count++];
	*stage = (struct c_stage){ .entry = entry, .scored = scored };
	return stage;
}

/* What is written outside the sheet (definitions) goes with the rule that needs it first. */
static void place_values(struct emission *emission, bool scored)
{
	struct c_stage *stage = new_stage(emission, GJ_NONE, scored);
	for (size_t i = 0; i < emission->ir->value_count; i++) {
		struct c_value *known = &emission->values[i];
		if (!known->needed || known->scored != scored || known->inlined || is_given(&emission->ir->values[i]))
			continue;
		int entry = stage_entry(emission->program, emission->entries[i]);
		if (entry != GJ_NONE && entry != stage->entry)
			stage = stage->value_count ? new_stage(emission, entry, scored) : stage;
		if (entry != GJ_NONE)
			stage->entry = entry;
		stage->values = gj_arena_grow(emission->arena, stage->values, stage->value_count, &stage->value_capacity, sizeof *stage->values);
		stage->values[stage->value_count++] = (ir_ref)i;
		known->stage = (int)emission->stage_count - 1;
	}
}

static void add_slot(struct emission *emission, int stage, int slot)
{
	struct c_stage *to = &emission->stages[stage];
	to->slots = gj_arena_grow(emission->arena, to->slots, to->slot_count, &to->slot_capacity, sizeof *to->slots);
	to->slots[to->slot_count++] = slot;
}

/* A stage reads a value, or what an inlined one is made of. */
static void read_value(struct emission *emission, ir_ref value, int stage)
{
	if (value < 0 || is_given(ir_at(emission->ir, value)))
		return;
	struct c_value *known = &emission->values[value];
	if (known->inlined) {
		const struct ir_value *inlined = ir_at(emission->ir, value);
		read_value(emission, inlined->a, stage);
		read_value(emission, inlined->b, stage);
		read_value(emission, inlined->c, stage);
	} else if (known->stage != stage) {
		known->kept = true;
	}
}

static void find_kept(struct emission *emission)
{
	for (size_t i = 0; i < emission->stage_count; i++) {
		const struct c_stage *stage = &emission->stages[i];
		for (size_t j = 0; j < stage->value_count; j++) {
			const struct ir_value *value = ir_at(emission->ir, stage->values[j]);
			read_value(emission, value->a, (int)i);
			read_value(emission, value->b, (int)i);
			read_value(emission, value->c, (int)i);
		}
		for (size_t j = 0; j < stage->slot_count; j++)
			read_value(emission, emission->ir->slots[stage->slots[j]], (int)i);
	}
}

/* Results are written where their value is worked out; what is neither worked out nor of the results' own stages, in the last one. */
static void place_slots(struct emission *emission, int scored_last)
{
	for (size_t slot = 0; slot < emission->program->slot_count; slot++) {
		ir_ref value = emission->ir->slots[slot];
		bool scored = !emission->ir->ledger_only[slot], worked_out = !is_given(ir_at(emission->ir, value));
		int last = scored ? scored_last : (int)emission->stage_count - 1;
		add_slot(emission, worked_out && emission->values[value].scored == scored ? emission->values[value].stage : last, (int)slot);
	}
}

void c_make_stages(struct emission *emission)
{
	emission->values = gj_arena_alloc(emission->arena, (emission->ir->value_count + 1) * sizeof *emission->values);
	find_entries(emission);
	find_needed(emission);
	find_inlined(emission);
	place_values(emission, true);
	int scored_last = (int)emission->stage_count - 1;
	place_values(emission, false);
	place_slots(emission, scored_last);
	find_kept(emission);
}
