#include "best_unit.h"

#include "descent.h"

enum { ROWS = 200 * 1000, MOST_GRADES = 1024, MOST_CHECKS = 64 };

/* Failing a 校验 weighs more than any points. */
static const uint64_t FAILURE = UINT64_C(1) << 56;

static uint64_t value_of(const struct gj_vm *vm, int slot, size_t row)
{
	return slot == GJ_NONE ? 0 : (uint64_t)gj_vm_value(vm, slot, row);
}

struct climbing {
	const struct axes *axes;
	struct gj_vm *machines[MOST_SIDES];
};

/* Whether a reason that holds is a fault of the unit. A condition and another scale say no more than the grade does. */
static bool counts_against(enum gj_grade_rule rule)
{
	return rule == GJ_OUTCOME_NONE || rule == GJ_OUTCOME_CEILING || rule == GJ_OUTCOME_LOWERED || rule == GJ_OUTCOME_UNRATED;
}

/* Points that 指标 lack, and points added or taken away, which make no unit better; every reason for a veto and the like; and then the grade. */
static uint64_t what_is_missing(const struct gj_program *program, const struct gj_vm *vm, size_t row)
{
	uint64_t missing = 0;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_ITEM)
			missing += (uint64_t)program->slot_high[program->sheet[i].score] - (uint64_t)gj_vm_value(vm, program->sheet[i].score, row);
	for (size_t i = 0; i < program->sheet_count; i++)
		missing += counts_against(program->sheet[i].outcome) ? value_of(vm, program->sheet[i].reason, row) : 0;
	missing += value_of(vm, program->bonus, row) + value_of(vm, program->penalty, row);
	missing = missing < FAILURE / MOST_GRADES ? missing * MOST_GRADES : FAILURE;
	if (program->grade != GJ_NONE)
		missing += (uint64_t)(program->slot_high[program->grade] - gj_vm_value(vm, program->grade, row));
	for (size_t i = 0; i < program->check_count && i < MOST_CHECKS; i++)
		missing += gj_vm_value(vm, program->checks[i].slot, row) ? 0 : FAILURE;
	return missing;
}

static void cost_of(void *context, const struct trials *trials, uint64_t *costs)
{
	const struct climbing *climbing = context;
	for (size_t row = 0; row < trials->rows; row++)
		costs[row] = 0;
	for (size_t side = 0; side < climbing->axes->side_count; side++) {
		trials_run(trials, climbing->machines[side], side);
		for (size_t row = 0; row < trials->rows; row++)
			costs[row] += what_is_missing(climbing->axes->programs[side], climbing->machines[side], row);
	}
}

void first_unit(const struct axes *axes, struct unit *unit)
{
	unit->at = gj_arena_alloc(axes->arena, (axes->count + 1) * sizeof *unit->at);
	for (size_t side = 0; side < axes->side_count; side++) {
		const struct gj_program *program = axes->programs[side];
		unit->values[side] = gj_arena_alloc(axes->arena, (program->column_count + 1) * sizeof(int64_t));
		for (size_t i = 0; i < program->field_count; i++)
			if (program->fields[i].column != GJ_NONE)
				unit->values[side][program->fields[i].column] = program->fields[i].low;
	}
	for (uint32_t i = 0; i < axes->count; i++)
		unit_change(axes, unit, &(struct attempt){ 1, { { i, 0 } } });
}

bool best_unit(struct axes *axes, struct trials *trials, struct unit *unit)
{
	struct climbing climbing = { .axes = axes };
	bool *active = gj_arena_alloc(axes->arena, axes->count + 1);
	uint64_t cost[GJ_BLOCK_ROWS];
	for (size_t i = 0; i < axes->count; i++)
		active[i] = true;
	for (size_t side = 0; side < axes->side_count; side++)
		climbing.machines[side] = axes_machine(axes, side, &axes->programs[side]->ledger);
	first_unit(axes, unit);
	struct descent descent = { axes, trials, active, cost_of, &climbing, ROWS };
	descend_far(&descent, unit);
	trials_begin(trials, unit);
	trials_add(trials, &(struct attempt){ 0 });
	cost_of(&climbing, trials, cost);
	for (size_t side = 0; side < axes->side_count; side++)
		axes_release(axes, climbing.machines[side]);
	return cost[0] < FAILURE;
}
