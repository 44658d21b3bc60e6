/* Model to IR. */
#include "lower.h"
#include "passes.h"

#include <string.h>

int lower_slot(struct lowering *lowering, ir_ref value, bool ledger_only)
{
	struct ir *ir = lowering->ir;
	size_t count = lowering->program->slot_count;
	ir->slots = gj_arena_grow(lowering->arena, ir->slots, count, &lowering->slot_capacity, sizeof *ir->slots);
	ir->ledger_only = gj_arena_grow(lowering->arena, ir->ledger_only, count, &lowering->ledger_capacity, sizeof *ir->ledger_only);
	lowering->program->slot_rounded = gj_arena_grow(lowering->arena, lowering->program->slot_rounded, count, &lowering->rounded_capacity,
		sizeof *lowering->program->slot_rounded);
	ir->slots[count] = value;
	ir->ledger_only[count] = ledger_only;
	lowering->program->slot_rounded[count] = GJ_NONE;
	if (!gj_fits_lane(ir_interval(ir, value), GJ_LANE64) && !lowering->build->overflow) {
		lowering->build->overflow = true;
		lowering->build->overflow_span = lowering->build->span;
	}
	return (int)lowering->program->slot_count++;
}

/* The nearest number that is shown, and whether it isn't the number itself. */
static int lower_rounded(struct lowering *lowering, struct quantity points, gj_wide low, gj_wide high, bool ledger_only)
{
	struct ir_builder *build = lowering->build;
	int scale = lowering->model->point_scale;
	ir_ref shown = quantity_within(lowering->build, quantity_rounded(build, points, scale, GJ_ROUND_HALF), low, high);
	int slot = lower_slot(lowering, shown, ledger_only);
	ir_ref exact = quantity_equal(build, points, quantity_of(shown, scale));
	int flag = lower_slot(lowering, ir_not(build, exact), true);
	lowering->program->slot_rounded[slot] = flag;
	return slot;
}

int lower_shown(struct lowering *lowering, struct quantity points, gj_wide low, gj_wide high, bool ledger_only)
{
	int scale = lowering->model->point_scale;
	if (points.below || points.scale > scale)
		return lower_rounded(lowering, points, low, high, ledger_only);
	return lower_slot(lowering, quantity_at(lowering->build, points, scale).above, ledger_only);
}

struct quantity lower_decimal(struct lowering *lowering, int64_t value, int scale)
{
	for (; lowering->model->fractional && scale > 0 && value % 10 == 0; scale--)
		value /= 10;
	return quantity_of(ir_constant(lowering->build, value), scale);
}

struct quantity lower_given_points(struct lowering *lowering, int64_t points)
{
	return lower_decimal(lowering, points, lowering->model->point_scale);
}

void lower_branch(struct lowering *lowering, enum gj_branch_kind kind, int entry, ir_ref condition, const char *label)
{
	struct gj_program *program = lowering->program;
	if (ir_is_constant(lowering->ir, condition))
		return;
	program->branches = gj_arena_grow(lowering->arena, program->branches, program->branch_count, &lowering->branch_capacity,
		sizeof *program->branches);
	program->branches[program->branch_count++] = (struct gj_branch){ kind, entry, lower_slot(lowering, condition, true), label };
}

/* Each run of blanks and line ends becomes one blank: authors line up their tiers. */
static void join_blanks(char *text)
{
	char *out = text;
	for (const char *in = text; *in;) {
		size_t blanks = strspn(in, " \t\r\n");
		*out++ = blanks ? ' ' : *in;
		in += blanks ? blanks : 1;
	}
	*out = '\0';
}

const char *lower_text(const struct lowering *lowering, struct span span)
{
	const struct source *source = lowering->model->source;
	if (!source || span.start >= span.end || span.end > source->length)
		return "";
	char *text = gj_arena_copy(lowering->arena, source->text + span.start, span.end - span.start);
	join_blanks(text);
	return text;
}

static int *no_indices(struct gj_arena *arena, size_t count)
{
	int *indices = gj_arena_alloc(arena, (count + 1) * sizeof *indices);
	for (size_t i = 0; i <= count; i++)
		indices[i] = GJ_NONE;
	return indices;
}

static struct quantity *no_quantities(struct gj_arena *arena, size_t count)
{
	struct quantity *quantities = gj_arena_alloc(arena, (count + 1) * sizeof *quantities);
	for (size_t i = 0; i <= count; i++)
		quantities[i] = quantity_of(-1, 0);
	return quantities;
}

static void link_children(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	lowering->first_child = no_indices(lowering->arena, model->part_count);
	lowering->next_sibling = no_indices(lowering->arena, model->part_count);
	for (size_t i = model->part_count; i-- > 1;) {
		int parent = model->parts[i].parent;
		lowering->next_sibling[i] = lowering->first_child[parent];
		lowering->first_child[parent] = (int)i;
	}
}

/* A slot's range is that of its value. */
void lower_set_ranges(struct lowering *lowering)
{
	struct gj_program *program = lowering->program;
	program->slot_low = gj_arena_alloc(lowering->arena, (program->slot_count + 1) * sizeof *program->slot_low);
	program->slot_high = gj_arena_alloc(lowering->arena, (program->slot_count + 1) * sizeof *program->slot_high);
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		const struct ir_value *value = ir_at(lowering->ir, lowering->ir->slots[slot]);
		program->slot_low[slot] = (int64_t)value->low;
		program->slot_high[slot] = (int64_t)value->high;
	}
}

void lower_start(struct lowering *lowering, const struct model *model, struct gj_arena *arena)
{
	lowering->model = model;
	lowering->arena = arena;
	lowering->build = ir_builder_new(arena);
	lowering->ir = lowering->build->ir;
	lowering->program = lowering->ir->program = gj_arena_alloc(arena, sizeof *lowering->program);
	lowering->definitions = no_quantities(arena, model->definition_count);
	lowering->limited = no_quantities(arena, model->part_count);
	lowering->asked = no_quantities(arena, model->part_count);
	lowering->scores = no_quantities(arena, model->part_count);
	lowering->vetoed = no_indices(arena, model->part_count);
	lowering->inapplicable = no_indices(arena, model->part_count);
	lowering->owed = no_quantities(arena, model->part_count);
	lowering->worth = no_quantities(arena, model->part_count);
	lowering->waived = gj_arena_alloc(arena, (model->part_count + 1) * sizeof *lowering->waived);
	lowering->most = gj_arena_alloc(arena, (model->part_count + 1) * sizeof *lowering->most);
	link_children(lowering);
}

void lower_all(struct lowering *lowering, const struct model *model, struct gj_arena *arena)
{
	lower_start(lowering, model, arena);
	lower_program(lowering);
	lower_waivers(lowering);
	lower_sheet(lowering);
	lower_population(lowering);
	lower_ledger(lowering);
	lower_ledgers(lowering);
	lower_set_ranges(lowering);
}

struct ir *lower(const struct model *model, struct gj_arena *arena, struct beyond *beyond)
{
	struct lowering lowering = { 0 };
	lower_all(&lowering, model, arena);
	*beyond = (struct beyond){ lowering.build->overflow_span, lowering.build->overflow_of_fraction };
	return lowering.build->overflow ? NULL : lowering.ir;
}
