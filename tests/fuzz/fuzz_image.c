/* Any bytes as an image. The checksum is mended first, or nothing but the checksum would be tried. What the verifier accepts is listed
 * and run on rows at both ends of every field's range: the sanitizers then see whether the verifier may be believed. */
#include "runtime/datum.h"
#include "runtime/image.h"
#include "runtime/image_format.h"
#include "runtime/vm.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { ROWS = 128 };

static void mend(unsigned char *bytes, size_t size)
{
	if (size < IMAGE_HEADER_SIZE)
		return;
	for (int i = 0; i < 4; i++)
		bytes[IMAGE_SIZE_AT + i] = (unsigned char)(size >> 8 * i);
	uint32_t checksum = image_checksum(bytes, size);
	for (int i = 0; i < 4; i++)
		bytes[IMAGE_CHECKSUM_AT + i] = (unsigned char)(checksum >> 8 * i);
}

/* Row 0 has every field at its lowest, row 1 at its highest, the rest mix the two. */
static void fill(const struct gj_program *program, void **columns)
{
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		for (size_t row = 0; row < ROWS; row++) {
			bool high = row < 2 ? row == 1 : (row >> (i % 7) & 1) != 0;
			if (field->column != GJ_NONE)
				gj_column_set(columns[field->column], field->lane, row, high ? field->high : field->low);
			if (field->state_column != GJ_NONE)
				gj_column_set(columns[field->state_column], GJ_LANE8, row, row % 3 == 2 ? GJ_ABSENT : GJ_PRESENT);
		}
	}
}

static void run(const struct gj_program *program, const struct gj_code *code, void **columns)
{
	struct gj_vm *vm = gj_vm_new(program, code);
	if (!vm)
		return;
	gj_vm_run(vm, (const void *const *)columns, ROWS);
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		if (code->outputs[slot] == GJ_NONE)
			continue;
		for (size_t row = 0; row < ROWS; row++) {
			int64_t value = gj_vm_value(vm, (int)slot, row);
			if (value < program->slot_low[slot] || value > program->slot_high[slot])
				abort();
		}
	}
	gj_vm_free(vm);
}

static void use(const struct gj_program *program)
{
	FILE *out = fopen("/dev/null", "w");
	void **columns = calloc(program->column_count + 1, sizeof *columns);
	if (!out || !columns)
		abort();
	gj_listing(program, out);
	fclose(out);
	for (size_t i = 0; i < program->column_count; i++)
		if (!(columns[i] = aligned_alloc(64, (size_t)ROWS << 3)))
			abort();
		else
			memset(columns[i], 0, (size_t)ROWS << 3);
	fill(program, columns);
	run(program, &program->score, columns);
	run(program, &program->ledger, columns);
	for (size_t i = 0; i < program->column_count; i++)
		free(columns[i]);
	free(columns);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct gj_arena *arena = gj_arena_new();
	unsigned char *image = malloc(size + 1);
	if (!arena || !image)
		abort();
	memcpy(image, bytes, size);
	mend(image, size);
	struct gj_program *program = NULL;
	const char *why = NULL;
	enum gj_image_status status = gj_image_read(image, size, arena, &program, &why);
	if (status == GJ_IMAGE_OK)
		use(program);
	else if (status != GJ_IMAGE_NO_MEMORY && !why)
		abort();
	gj_arena_free(arena);
	free(image);
	return 0;
}
