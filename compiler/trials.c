#include "trials.h"

#include "runtime/datum.h"

#include <string.h>

struct trials *trials_new(const struct axes *axes)
{
	struct trials *trials = gj_arena_alloc(axes->arena, sizeof *trials);
	trials->axes = axes;
	for (size_t side = 0; side < axes->side_count; side++) {
		const struct gj_program *program = axes->programs[side];
		trials->columns[side] = gj_arena_alloc(axes->arena, (program->column_count + 1) * sizeof(void *));
		for (size_t i = 0; i < program->column_count; i++)
			trials->columns[side][i] = gj_arena_alloc(axes->arena, (size_t)GJ_BLOCK_ROWS << program->column_lanes[i]);
	}
	return trials;
}

/* The columns of an axis on one side; the second is GJ_NONE where a cell is always filled. */
static bool columns_of(const struct axes *axes, const struct axis *axis, size_t side, int *value, int *state)
{
	if (axis->fields[side] == GJ_NONE)
		return false;
	const struct gj_field *field = &axes->programs[side]->fields[axis->fields[side]];
	*value = field->column;
	*state = field->state_column;
	return true;
}

/* What the columns hold for a cell: a cell without a value holds the least there is, as the reader puts it. */
static int64_t held(const struct axes *axes, const struct axis *axis, size_t side, struct cell cell)
{
	int64_t own = axes->programs[side]->fields[axis->fields[side]].low;
	if (cell.state == GJ_PRESENT)
		axis_value(axis, side, cell.value, &own);
	return own;
}

static void place(const struct axes *axes, struct unit *unit, uint32_t index, uint32_t to)
{
	const struct axis *axis = &axes->axes[index];
	int value = GJ_NONE, state = GJ_NONE;
	unit->at[index] = to;
	for (size_t side = 0; side < axes->side_count; side++) {
		if (!columns_of(axes, axis, side, &value, &state))
			continue;
		unit->values[side][value] = held(axes, axis, side, axis->cells[to]);
		if (state != GJ_NONE)
			unit->values[side][state] = axis->cells[to].state;
	}
}

static bool cell_in(const struct axes *axes, const struct axis *axis, int64_t *const values[MOST_SIDES], struct cell *cell)
{
	size_t side = axis->fields[0] == GJ_NONE;
	int value = GJ_NONE, state = GJ_NONE;
	columns_of(axes, axis, side, &value, &state);
	*cell = (struct cell){ state == GJ_NONE ? GJ_PRESENT : (enum gj_state)values[side][state], 0 };
	return cell->state != GJ_PRESENT || axis_from(axis, side, values[side][value], &cell->value);
}

void axes_add_unit(struct axes *axes, int64_t *const values[MOST_SIDES])
{
	struct cell cell;
	for (size_t i = 0; i < axes->count; i++)
		if (cell_in(axes, &axes->axes[i], values, &cell))
			axis_add(axes, &axes->axes[i], cell);
}

bool unit_of(const struct axes *axes, int64_t *const values[MOST_SIDES], struct unit *unit)
{
	unit->at = gj_arena_alloc(axes->arena, (axes->count + 1) * sizeof *unit->at);
	for (size_t side = 0; side < axes->side_count; side++)
		unit->values[side] = values[side];
	for (size_t i = 0; i < axes->count; i++) {
		struct cell cell;
		int at = cell_in(axes, &axes->axes[i], values, &cell) ? axis_find(&axes->axes[i], cell) : GJ_NONE;
		if (at == GJ_NONE)
			return false;
		place(axes, unit, (uint32_t)i, (uint32_t)at);
	}
	return true;
}

struct unit unit_copy(const struct axes *axes, const struct unit *unit)
{
	struct unit copy = { .at = gj_arena_alloc(axes->arena, (axes->count + 1) * sizeof *copy.at) };
	memcpy(copy.at, unit->at, axes->count * sizeof *copy.at);
	for (size_t side = 0; side < axes->side_count; side++) {
		size_t size = axes->programs[side]->column_count * sizeof(int64_t);
		copy.values[side] = memcpy(gj_arena_alloc(axes->arena, size + 1), unit->values[side], size);
	}
	return copy;
}

void unit_change(const struct axes *axes, struct unit *unit, const struct attempt *trial)
{
	for (size_t i = 0; i < trial->count; i++)
		place(axes, unit, trial->changes[i].axis, trial->changes[i].cell);
}

void trials_set(struct trials *trials, size_t side, size_t column, size_t row, int64_t value)
{
	gj_column_set(trials->columns[side][column], (enum gj_lane)trials->axes->programs[side]->column_lanes[column], row, value);
}

static void set_cell(struct trials *trials, size_t row, uint32_t index, uint32_t to)
{
	const struct axis *axis = &trials->axes->axes[index];
	int value = GJ_NONE, state = GJ_NONE;
	for (size_t side = 0; side < trials->axes->side_count; side++) {
		if (!columns_of(trials->axes, axis, side, &value, &state))
			continue;
		trials_set(trials, side, (size_t)value, row, held(trials->axes, axis, side, axis->cells[to]));
		if (state != GJ_NONE)
			trials_set(trials, side, (size_t)state, row, axis->cells[to].state);
	}
}

void trials_begin(struct trials *trials, const struct unit *base)
{
	trials->base = *base;
	trials->rows = 0;
	for (size_t side = 0; side < trials->axes->side_count; side++)
		for (size_t i = 0; i < trials->axes->programs[side]->column_count; i++)
			for (size_t row = 0; row < GJ_BLOCK_ROWS; row++)
				trials_set(trials, side, i, row, base->values[side][i]);
}

void trials_again(struct trials *trials)
{
	for (size_t row = 0; row < trials->rows; row++)
		for (size_t i = 0; i < trials->rows_made[row].count; i++) {
			uint32_t axis = trials->rows_made[row].changes[i].axis;
			set_cell(trials, row, axis, trials->base.at[axis]);
		}
	trials->rows = 0;
}

bool trials_add(struct trials *trials, const struct attempt *trial)
{
	if (trials->rows == GJ_BLOCK_ROWS)
		return false;
	for (size_t i = 0; i < trial->count; i++)
		set_cell(trials, trials->rows, trial->changes[i].axis, trial->changes[i].cell);
	trials->rows_made[trials->rows++] = *trial;
	return true;
}

void trials_run(const struct trials *trials, struct gj_vm *vm, size_t side)
{
	gj_vm_run(vm, (const void *const *)trials->columns[side], trials->rows);
}

__int128 trials_output(const struct gj_vm *vm, int output, size_t row)
{
	enum gj_lane lane;
	const void *values = gj_vm_output(vm, output, &lane);
	return lane == GJ_LANE128 ? ((const __int128 *)values)[row] : gj_vm_value(vm, output, row);
}
