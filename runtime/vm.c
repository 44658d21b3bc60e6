#include "runtime/vm.h"

#include "runtime/arith.h"
#include "runtime/kernels.h"
#include "runtime/opcode.h"
#include "runtime/vm_level.h"

#include <stdlib.h>
#include <string.h>

enum { LINE = 64 }; /* bytes of a cache line, and the alignment of every register */

/* Each register holds a block. Each begins a line further into its page than the one before it, so that equally long registers don't collide in
 * the cache. */
struct gj_vm {
	const struct gj_program *program;
	const struct gj_code *code;
	size_t step_count, register_count;
	struct gj_step *steps;
	unsigned char *memory;  /* of the registers */
	void **bases;           /* of the columns, as given to the last run, and of the registers */
	void **tail_bases;      /* the same for the last rows, fewer than a kernel takes */
	gj_native_run *native;  /* in place of the steps; the bases are then those of the slots */
	bool points;            /* of the native code: every slot */
	unsigned char *tail;    /* a padded copy of these rows' columns, GJ_KERNEL_ROWS of 8 bytes for each */
};

static size_t register_bytes(const struct gj_vm *vm, size_t index)
{
	return ((size_t)GJ_BLOCK_ROWS << vm->code->lanes[index]) + LINE;
}

static bool place_registers(struct gj_vm *vm)
{
	size_t bytes = LINE;
	for (size_t i = vm->program->column_count; i < vm->register_count; i++)
		bytes += register_bytes(vm, i);
	vm->memory = aligned_alloc(LINE, bytes);
	if (!vm->memory)
		return false;
	memset(vm->memory, 0, bytes);
	size_t at = 0;
	for (size_t i = vm->program->column_count; i < vm->register_count; i++) {
		vm->bases[i] = vm->memory + at;
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
	/* Spread evenly, so that the memory is never asked for more than it takes. A code with fewer steps than columns hardly needs it. */
	for (size_t i = 0; i < columns && columns <= vm->step_count; i++)
		vm->steps[i * vm->step_count / columns].ahead = (int32_t)i;
}

static bool make_parts(struct gj_vm *vm, enum gj_level level)
{
	size_t columns = vm->program->column_count + 1, registers = vm->register_count + 1;
	vm->steps = calloc(vm->step_count + 1, sizeof *vm->steps);
	vm->bases = calloc(registers, sizeof *vm->bases);
	vm->tail_bases = calloc(registers, sizeof *vm->tail_bases);
	vm->tail = aligned_alloc(LINE, columns * GJ_KERNEL_ROWS * sizeof(int64_t));
	if (!vm->steps || !vm->bases || !vm->tail_bases || !vm->tail || !place_registers(vm))
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

static enum gj_lane slot_lane(const struct gj_program *program, size_t slot)
{
	return gj_lane_of(gj_interval_of(program->slot_low[slot], program->slot_high[slot]));
}

static bool place_slots(struct gj_vm *vm)
{
	const struct gj_program *program = vm->program;
	size_t bytes = LINE;
	for (size_t i = 0; i < program->slot_count; i++)
		bytes += ((size_t)GJ_BLOCK_ROWS << slot_lane(program, i)) + LINE;
	vm->bases = calloc(program->slot_count + 1, sizeof *vm->bases);
	vm->memory = aligned_alloc(LINE, bytes);
	if (!vm->bases || !vm->memory)
		return false;
	memset(vm->memory, 0, bytes);
	size_t at = 0;
	for (size_t i = 0; i < program->slot_count; i++) {
		vm->bases[i] = vm->memory + at;
		at += ((size_t)GJ_BLOCK_ROWS << slot_lane(program, i)) + LINE;
	}
	return true;
}

struct gj_vm *gj_vm_new_native(const struct gj_program *program, gj_native_run *native, bool points)
{
	struct gj_vm *vm = calloc(1, sizeof *vm);
	if (!vm)
		return NULL;
	vm->program = program;
	vm->native = native;
	vm->points = points;
	if (place_slots(vm))
		return vm;
	gj_vm_free(vm);
	return NULL;
}

void gj_vm_free(struct gj_vm *vm)
{
	if (!vm)
		return;
	free(vm->steps);
	free(vm->bases);
	free(vm->tail_bases);
	free(vm->memory);
	free(vm->tail);
	free(vm);
}

/* An address, not a pointer: the last rows may be the last that there are, and fetching what follows them is harmless. */
static void fetch(uintptr_t at, size_t bytes)
{
	for (uintptr_t end = at + bytes; at < end; at += LINE)
		__builtin_prefetch((const void *)at);
}

static void run_steps(const struct gj_vm *vm, void *const *bases, size_t rows, const void *const *next)
{
	for (const struct gj_step *step = vm->steps, *end = step + vm->step_count; step < end; step++) {
		if (next && step->ahead >= 0)
			fetch((uintptr_t)next[step->ahead], (size_t)GJ_BLOCK_ROWS << vm->code->lanes[step->ahead]);
		step->kernel(step, bases, rows);
	}
}

static void copy_tail_column(unsigned char *to, const unsigned char *from, size_t rows, size_t width)
{
	memcpy(to, from, rows * width);
	for (size_t done = rows * width, whole = GJ_KERNEL_ROWS * width; done < whole;) {
		size_t more = done < whole - done ? done : whole - done;
		memcpy(to + done, to, more);
		done += more;
	}
}

/* The last rows of a block run on a copy that repeats them: every value is within its range, whatever follows the columns. */
static void run_tail(struct gj_vm *vm, size_t start, size_t rows)
{
	for (size_t i = 0; i < vm->register_count; i++) {
		unsigned char *base = vm->bases[i];
		size_t width = (size_t)1 << vm->code->lanes[i];
		vm->tail_bases[i] = base + start * width;
		if (i < vm->program->column_count) {
			vm->tail_bases[i] = vm->tail + i * GJ_KERNEL_ROWS * sizeof(int64_t);
			copy_tail_column(vm->tail_bases[i], base + start * width, rows, width);
		}
	}
	run_steps(vm, vm->tail_bases, GJ_KERNEL_ROWS, NULL);
}

void gj_vm_run_ahead(struct gj_vm *vm, const void *const *columns, size_t rows, const void *const *next)
{
	size_t whole = rows / GJ_KERNEL_ROWS * GJ_KERNEL_ROWS;
	if (vm->native) {
		vm->native(columns, rows, vm->bases, vm->points);
		return;
	}
	for (size_t i = 0; i < vm->program->column_count; i++)
		vm->bases[i] = (void *)(uintptr_t)columns[i]; /* verified code doesn't write to columns */
	if (whole)
		run_steps(vm, vm->bases, whole, next);
	if (whole < rows)
		run_tail(vm, whole, rows - whole);
}

void gj_vm_run(struct gj_vm *vm, const void *const *columns, size_t rows)
{
	gj_vm_run_ahead(vm, columns, rows, NULL);
}

const void *gj_vm_output(const struct gj_vm *vm, int slot, enum gj_lane *lane)
{
	if (vm->native) {
		*lane = slot_lane(vm->program, (size_t)slot);
		return vm->bases[slot];
	}
	size_t index = (size_t)vm->code->outputs[slot];
	*lane = vm->code->lanes[index];
	return vm->bases[index];
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
