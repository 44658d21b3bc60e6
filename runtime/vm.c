#include "runtime/vm.h"

#include "runtime/kernels.h"
#include "runtime/opcode.h"
#include "runtime/vm_level.h"

#include <stdlib.h>
#include <string.h>

enum {
	LINE = 64,              /* bytes of a cache line, and the alignment of every register */
	STRIP_ROWS = 512        /* rows that pass through the whole code at once: measured, see bench/README.md */
};

/* Temporaries hold one strip; registers that carry results hold the whole block. Each begins a line further into its page than the one
 * before it, so that equally long registers don't collide in the cache. */
struct gj_vm {
	const struct gj_program *program;
	const struct gj_code *code;
	size_t step_count, register_count;
	struct gj_step *steps;
	void **registers;       /* where each register's memory begins; unused for columns */
	void **bases;           /* the current strip of each register and column */
	const void **columns;   /* as given to the last run */
	bool *is_output;
	unsigned char *memory;
	unsigned char *tail;    /* a padded copy of the columns' last rows, GJ_KERNEL_ROWS of 8 bytes for each */
};

/* A strip on its way through the code; the rows after it are fetched while it runs. */
struct strip {
	size_t rows;
	const void *const *ahead; /* columns of the following rows, or NULL */
	size_t ahead_start, ahead_rows; /* rows 0: nothing to fetch */
};

static size_t register_rows(const struct gj_vm *vm, size_t index)
{
	return vm->is_output[index] ? (size_t)GJ_BLOCK_ROWS : (size_t)STRIP_ROWS;
}

static size_t register_bytes(const struct gj_vm *vm, size_t index)
{
	return (register_rows(vm, index) << vm->code->lanes[index]) + LINE;
}

static void mark_outputs(struct gj_vm *vm)
{
	for (size_t slot = 0; slot < vm->program->slot_count; slot++)
		if (vm->code->outputs[slot] >= 0)
			vm->is_output[vm->code->outputs[slot]] = true;
}

static bool place_registers(struct gj_vm *vm)
{
	size_t bytes = LINE;
	for (size_t i = vm->program->column_count; i < vm->register_count; i++)
		bytes += register_bytes(vm, i);
	vm->memory = aligned_alloc(LINE, bytes / LINE * LINE);
	if (!vm->memory)
		return false;
	memset(vm->memory, 0, bytes / LINE * LINE);
	size_t at = 0;
	for (size_t i = vm->program->column_count; i < vm->register_count; i++) {
		vm->registers[i] = vm->memory + at;
		at += register_bytes(vm, i);
	}
	return true;
}

static void bind_steps(struct gj_vm *vm, enum gj_level level)
{
	size_t columns = vm->program->column_count;
	for (size_t i = 0; i < vm->step_count; i++) {
		const struct gj_instruction *from = &vm->code->instructions[i];
		vm->steps[i] = (struct gj_step){ .kernel = gj_kernel_find(level, from->op, from->source, from->target),
			.d = from->d, .x = from->x, .y = from->y, .c = from->c, .k = from->k, .m = from->m, .ahead = GJ_NONE };
	}
	/* Spread evenly, so that the memory is never asked for more than it takes. */
	for (size_t i = 0; vm->step_count && i < columns; i++)
		if (columns <= vm->step_count)
			vm->steps[i * vm->step_count / columns].ahead = (int32_t)i;
}

static bool make_parts(struct gj_vm *vm, enum gj_level level)
{
	size_t columns = vm->program->column_count + 1, registers = vm->register_count + 1;
	vm->steps = calloc(vm->step_count + 1, sizeof *vm->steps);
	vm->registers = calloc(registers, sizeof *vm->registers);
	vm->bases = calloc(registers, sizeof *vm->bases);
	vm->columns = calloc(columns, sizeof *vm->columns);
	vm->is_output = calloc(registers, sizeof *vm->is_output);
	vm->tail = aligned_alloc(LINE, columns * GJ_KERNEL_ROWS * sizeof(int64_t));
	if (!vm->steps || !vm->registers || !vm->bases || !vm->columns || !vm->is_output || !vm->tail)
		return false;
	mark_outputs(vm);
	if (!place_registers(vm))
		return false;
	bind_steps(vm, level);
	return true;
}

struct gj_vm *gj_vm_new_with(const struct gj_program *program, const struct gj_code *code, enum gj_level level)
{
	struct gj_vm *vm = calloc(1, sizeof *vm);
	if (!vm)
		return NULL;
	vm->program = program;
	vm->code = code;
	vm->step_count = code->count;
	vm->register_count = code->registers;
	if (!make_parts(vm, level)) {
		gj_vm_free(vm);
		return NULL;
	}
	return vm;
}

struct gj_vm *gj_vm_new(const struct gj_program *program, const struct gj_code *code)
{
	return gj_vm_new_with(program, code, gj_level_best());
}

void gj_vm_free(struct gj_vm *vm)
{
	if (!vm)
		return;
	free(vm->steps);
	free(vm->registers);
	free(vm->bases);
	free(vm->columns);
	free(vm->is_output);
	free(vm->memory);
	free(vm->tail);
	free(vm);
}

static void fetch(const struct gj_vm *vm, const struct strip *strip, size_t column)
{
	unsigned lane = vm->code->lanes[column];
	/* An address, not a pointer: the last line may lie beyond the column, and fetching it is harmless. */
	uintptr_t at = (uintptr_t)strip->ahead[column] + (strip->ahead_start << lane);
	uintptr_t end = at + (strip->ahead_rows << lane);
	for (; at < end; at += LINE)
		__builtin_prefetch((const void *)at, 0, 3);
}

static void run_steps(struct gj_vm *vm, const struct strip *strip)
{
	for (const struct gj_step *step = vm->steps, *end = step + vm->step_count; step < end; step++) {
		if (step->ahead >= 0 && strip->ahead_rows)
			fetch(vm, strip, (size_t)step->ahead);
		step->kernel(step, vm->bases, strip->rows);
	}
}

/* The memory of results moves along with the strip; temporaries are used again for each. */
static void move_registers(struct gj_vm *vm, size_t start)
{
	for (size_t i = vm->program->column_count; i < vm->register_count; i++) {
		size_t offset = vm->is_output[i] ? start << vm->code->lanes[i] : 0;
		vm->bases[i] = (unsigned char *)vm->registers[i] + offset;
	}
}

static void move_columns(struct gj_vm *vm, size_t start)
{
	for (size_t i = 0; i < vm->program->column_count; i++)
		vm->bases[i] = (void *)((uintptr_t)vm->columns[i] + (start << vm->code->lanes[i]));
}

static void copy_tail_column(unsigned char *to, const unsigned char *from, size_t rows, size_t width)
{
	memcpy(to, from, rows * width);
	for (size_t i = rows; i < GJ_KERNEL_ROWS; i++)
		memcpy(to + i * width, from, width);
}

/* The last rows of a block, fewer than a kernel takes, run on a copy that repeats a row: every value is within its range, whatever follows the columns. */
static void run_tail(struct gj_vm *vm, size_t start, size_t rows)
{
	for (size_t i = 0; i < vm->program->column_count; i++) {
		unsigned char *copy = vm->tail + i * GJ_KERNEL_ROWS * sizeof(int64_t);
		unsigned lane = vm->code->lanes[i];
		copy_tail_column(copy, (const unsigned char *)vm->columns[i] + (start << lane), rows, (size_t)1 << lane);
		vm->bases[i] = copy;
	}
	move_registers(vm, start);
	struct strip strip = { .rows = GJ_KERNEL_ROWS };
	run_steps(vm, &strip);
}

void gj_vm_run_ahead(struct gj_vm *vm, const void *const *columns, size_t rows, const void *const *next)
{
	size_t whole = rows / GJ_KERNEL_ROWS * GJ_KERNEL_ROWS;
	for (size_t i = 0; i < vm->program->column_count; i++)
		vm->columns[i] = columns[i];
	for (size_t start = 0, count; start < whole; start += count) {
		count = whole - start < STRIP_ROWS ? whole - start : STRIP_ROWS;
		struct strip strip = { .rows = count, .ahead = next, .ahead_rows = next ? STRIP_ROWS : 0 };
		if (start + count < whole)
			strip = (struct strip){ count, columns, start + count, STRIP_ROWS };
		move_columns(vm, start);
		move_registers(vm, start);
		run_steps(vm, &strip);
	}
	if (whole < rows)
		run_tail(vm, whole, rows - whole);
}

void gj_vm_run(struct gj_vm *vm, const void *const *columns, size_t rows)
{
	gj_vm_run_ahead(vm, columns, rows, NULL);
}

const void *gj_vm_output(const struct gj_vm *vm, int slot, enum gj_lane *lane)
{
	size_t index = (size_t)vm->code->outputs[slot];
	*lane = vm->code->lanes[index];
	return index < vm->program->column_count ? vm->columns[index] : vm->registers[index];
}

int64_t gj_vm_value(const struct gj_vm *vm, int slot, size_t row)
{
	enum gj_lane lane;
	const void *values = gj_vm_output(vm, slot, &lane);
	switch (lane) {
	case GJ_LANE8:
		return ((const int8_t *)values)[row];
	case GJ_LANE16:
		return ((const int16_t *)values)[row];
	case GJ_LANE32:
		return ((const int32_t *)values)[row];
	default:
		return ((const int64_t *)values)[row];
	}
}
