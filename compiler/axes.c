#include "axes.h"

#include "runtime/arith.h"
#include "runtime/vm.h"

#include <string.h>

static int find_field(const struct gj_program *program, const struct gj_field *wanted)
{
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->column != GJ_NONE && field->type == wanted->type && strcmp(field->name, wanted->name) == 0)
			return (int)i;
	}
	return GJ_NONE;
}

static int option_place(const struct gj_texts *options, const char *name)
{
	size_t place = 0;
	while (place < options->count && strcmp(options->items[place], name) != 0)
		place++;
	return place < options->count ? (int)place : GJ_NONE;
}

static const struct gj_field *field_on(const struct axes *axes, const struct axis *axis, size_t side)
{
	return axis->fields[side] == GJ_NONE ? NULL : &axes->programs[side]->fields[axis->fields[side]];
}

/* The options that every side has. */
static void join_options(const struct axes *axes, struct axis *axis, const struct gj_field *first)
{
	axis->options = (struct gj_texts){ 0 };
	axis->options.items = gj_arena_alloc(axes->arena, (first->options.count + 1) * sizeof *axis->options.items);
	for (size_t side = 0; side < axes->side_count; side++)
		axis->option_places[side] = gj_arena_alloc(axes->arena, (first->options.count + 1) * sizeof(int));
	for (size_t i = 0; i < first->options.count; i++) {
		bool everywhere = true;
		for (size_t side = 0; side < axes->side_count; side++) {
			const struct gj_field *field = field_on(axes, axis, side);
			int place = field ? option_place(&field->options, first->options.items[i]) : 0;
			axis->option_places[side][axis->options.count] = place;
			everywhere &= place != GJ_NONE;
		}
		if (everywhere)
			axis->options.items[axis->options.count++] = first->options.items[i];
	}
	axis->low = 0;
	axis->high = (int64_t)axis->options.count - 1;
}

static int finest_scale(const struct axes *axes, const struct axis *axis)
{
	int scale = 0;
	for (size_t side = 0; side < axes->side_count; side++) {
		const struct gj_field *field = field_on(axes, axis, side);
		if (field && field->scale > scale)
			scale = field->scale;
	}
	return scale;
}

/* What all sides accept. */
static void join_ranges(const struct axes *axes, struct axis *axis)
{
	int scale = finest_scale(axes, axis);
	gj_wide low = INT64_MIN, high = INT64_MAX;
	for (int state = 0; state < GJ_PENDING; state++)
		axis->allowed[state] = true;
	for (size_t side = 0; side < axes->side_count; side++) {
		const struct gj_field *field = field_on(axes, axis, side);
		if (!field)
			continue;
		axis->units[side] = gj_power10(scale - field->scale);
		low = gj_largest(low, (gj_wide)field->low * axis->units[side]);
		high = gj_least(high, (gj_wide)field->high * axis->units[side]);
		for (int state = GJ_PRESENT + 1; state < GJ_PENDING; state++)
			axis->allowed[state] &= gj_field_allows(field, (enum gj_state)state);
	}
	axis->low = (int64_t)gj_largest(low, INT64_MIN);
	axis->high = (int64_t)gj_least(high, INT64_MAX);
}

static void join(const struct axes *axes, struct axis *axis, const struct gj_field *first)
{
	join_ranges(axes, axis);
	if (axis->type == GJ_OPTION)
		join_options(axes, axis, first);
}

static void claim_columns(struct axes *axes, int index)
{
	for (size_t side = 0; side < axes->side_count; side++) {
		const struct gj_field *field = field_on(axes, &axes->axes[index], side);
		if (!field)
			continue;
		axes->axis_of[side][field->column] = index;
		if (field->state_column != GJ_NONE)
			axes->axis_of[side][field->state_column] = index;
	}
}

/* Fields of one name that have no value in common are two axes. */
static void add_axis(struct axes *axes, size_t side, int field)
{
	const struct gj_field *first = &axes->programs[side]->fields[field];
	if (first->column == GJ_NONE || (first->derived && !gj_program_is_place(axes->programs[side], field)) || axes->axis_of[side][first->column] != GJ_NONE)
		return;
	struct axis *axis = &axes->axes[axes->count];
	*axis = (struct axis){ .name = first->name, .type = first->type, .fields = { GJ_NONE, GJ_NONE }, .units = { 1, 1 } };
	axis->fields[side] = field;
	for (size_t other = side + 1; other < axes->side_count; other++)
		axis->fields[other] = find_field(axes->programs[other], first);
	join(axes, axis, first);
	if (axis->low > axis->high) {
		axis->fields[1 - side] = GJ_NONE;
		join(axes, axis, first);
	}
	claim_columns(axes, (int)axes->count++);
}

struct axes *axes_new(const struct gj_program *const *programs, size_t side_count, struct gj_arena *arena)
{
	struct axes *axes = gj_arena_alloc(arena, sizeof *axes);
	size_t fields = 0;
	*axes = (struct axes){ .arena = arena, .side_count = side_count };
	for (size_t side = 0; side < side_count; side++) {
		axes->programs[side] = programs[side];
		axes->axis_of[side] = gj_arena_alloc(arena, (programs[side]->column_count + 1) * sizeof(int));
		for (size_t i = 0; i < programs[side]->column_count; i++)
			axes->axis_of[side][i] = GJ_NONE;
		fields += programs[side]->field_count;
	}
	axes->axes = gj_arena_alloc(arena, (fields + 1) * sizeof *axes->axes);
	for (size_t side = 0; side < side_count; side++)
		for (size_t i = 0; i < programs[side]->field_count; i++)
			add_axis(axes, side, (int)i);
	return axes;
}

void axes_end(struct axes *axes)
{
	for (size_t i = 0; i < MOST_MACHINES; i++)
		gj_vm_free(axes->machines[i]);
	memset(axes->machines, 0, sizeof axes->machines);
}

struct gj_vm *axes_machine(struct axes *axes, size_t side, const struct gj_code *code)
{
	size_t place = 0;
	while (axes->machines[place])
		place++;
	axes->machines[place] = gj_vm_new(axes->programs[side], code);
	if (!axes->machines[place])
		gj_arena_alloc(axes->arena, SIZE_MAX); /* jumps */
	return axes->machines[place];
}

void axes_release(struct axes *axes, struct gj_vm *machine)
{
	size_t place = 0;
	while (axes->machines[place] != machine)
		place++;
	axes->machines[place] = NULL;
	gj_vm_free(machine);
}

bool axis_value(const struct axis *axis, size_t side, int64_t value, int64_t *own)
{
	if (axis->fields[side] == GJ_NONE)
		return false;
	*own = axis->type == GJ_OPTION ? axis->option_places[side][value] : value / axis->units[side];
	return axis->type == GJ_OPTION || value % axis->units[side] == 0;
}

bool axis_from(const struct axis *axis, size_t side, int64_t own, int64_t *value)
{
	for (*value = 0; axis->type == GJ_OPTION && *value < (int64_t)axis->options.count; ++*value)
		if (axis->option_places[side][*value] == own)
			return true;
	return axis->type != GJ_OPTION && gj_multiply(own, axis->units[side], value);
}

static int compare(struct cell a, struct cell b)
{
	if (a.state != b.state)
		return a.state < b.state ? -1 : 1;
	return a.state != GJ_PRESENT || a.value == b.value ? 0 : a.value < b.value ? -1 : 1;
}

/* Where the cell stands, or would stand. */
static size_t place_of(const struct axis *axis, struct cell cell)
{
	size_t low = 0, high = axis->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(axis->cells[middle], cell) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int axis_find(const struct axis *axis, struct cell cell)
{
	size_t place = place_of(axis, cell);
	return place < axis->count && compare(axis->cells[place], cell) == 0 ? (int)place : GJ_NONE;
}

static bool accepted(const struct axes *axes, const struct axis *axis, struct cell cell)
{
	int64_t own;
	if (cell.state != GJ_PRESENT)
		return axis->allowed[cell.state];
	if (cell.value < axis->low || cell.value > axis->high)
		return false;
	for (size_t side = 0; side < axes->side_count; side++)
		if (axis->fields[side] != GJ_NONE && !axis_value(axis, side, cell.value, &own))
			return false;
	return true;
}

void axis_add(const struct axes *axes, struct axis *axis, struct cell cell)
{
	if (axis->count >= MOST_CELLS || !accepted(axes, axis, cell))
		return;
	size_t place = place_of(axis, cell);
	if (place < axis->count && compare(axis->cells[place], cell) == 0)
		return;
	axis->cells = gj_arena_grow(axes->arena, axis->cells, axis->count, &axis->capacity, sizeof *axis->cells);
	memmove(&axis->cells[place + 1], &axis->cells[place], (axis->count - place) * sizeof *axis->cells);
	axis->cells[place] = cell;
	axis->count++;
}

void axes_add_ends(struct axes *axes)
{
	for (size_t i = 0; i < axes->count; i++) {
		struct axis *axis = &axes->axes[i];
		int64_t last = axis->type == GJ_OPTION ? axis->high : axis->low;
		for (int64_t value = axis->low; value <= last; value++)
			axis_add(axes, axis, (struct cell){ GJ_PRESENT, value });
		axis_add(axes, axis, (struct cell){ GJ_PRESENT, axis->high });
		for (int state = GJ_PRESENT + 1; state < GJ_PENDING; state++)
			axis_add(axes, axis, (struct cell){ (enum gj_state)state, 0 });
	}
}
