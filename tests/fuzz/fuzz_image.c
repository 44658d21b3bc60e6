/* Any bytes as an image. The checksum is mended first, or nothing but the checksum would be tried. What the verifier accepts is listed
 * and run on rows at both ends of every field's range: the sanitizers then see whether the verifier may be believed. */
#include "runtime/datum.h"
#include "runtime/image.h"
#include "runtime/image_format.h"
#include "runtime/totals.h"

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

static void check_ranges(const struct gj_program *program, const struct gj_code *code, const struct gj_vm *vm)
{
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		if (code->outputs[slot] == GJ_NONE)
			continue;
		for (size_t row = 0; row < ROWS; row++) {
			int64_t value = gj_vm_value(vm, (int)slot, row);
			if (value < program->slot_low[slot] || value > program->slot_high[slot])
				abort();
		}
	}
}

static void **columns_of(const struct gj_program *program)
{
	void **columns = calloc(program->column_count + 1, sizeof *columns);
	for (size_t i = 0; columns && i < program->column_count; i++)
		if ((columns[i] = aligned_alloc(64, (size_t)ROWS << 3)))
			memset(columns[i], 0, (size_t)ROWS << 3);
		else
			abort();
	if (!columns)
		abort();
	fill(program, columns);
	return columns;
}

static void columns_free(const struct gj_program *program, void **columns)
{
	for (size_t i = 0; i < program->column_count; i++)
		free(columns[i]);
	free(columns);
}

/* The rows of a ledger, each of a unit, or a row of another ledger, of its own. */
static void take_ledger(const struct gj_program *program, size_t index, struct gj_totals *totals)
{
	const struct gj_program *rows = program->ledgers[index].rows;
	void **own = columns_of(rows);
	const void **columns = gj_totals_columns(totals, index);
	struct gj_text cells[ROWS], **texts = calloc(rows->field_count + 1, sizeof *texts);
	uint32_t owners[ROWS];
	for (uint32_t i = 0; i < ROWS; i++) {
		owners[i] = program->ledgers[index].parent < (int)index && i % 5 ? i + 1 : 0;
		cells[i] = (struct gj_text){"甲乙丙", i % 4 * 3};
	}
	for (size_t i = 0; texts && i < rows->field_count; i++)
		texts[i] = cells;
	for (size_t i = 0; i < rows->field_count && !rows->fields[i].derived; i++) {
		if (rows->fields[i].column != GJ_NONE)
			columns[rows->fields[i].column] = own[rows->fields[i].column];
		if (rows->fields[i].state_column != GJ_NONE)
			columns[rows->fields[i].state_column] = own[rows->fields[i].state_column];
	}
	check_ranges(rows, &rows->score, gj_totals_run(totals, index, ROWS));
	if (texts)
		gj_totals_take(totals, index, owners, texts, 0, ROWS);
	free(texts);
	columns_free(rows, own);
}

/* Fields at the ends of their ranges; then the derived ones as a ledger fills them. */
static void run(const struct gj_program *program, const struct gj_code *code, void **columns)
{
	struct gj_totals *totals = gj_totals_new(program, ROWS);
	struct gj_vm *vm = gj_vm_new(program, code);
	for (int pass = 0; vm && totals && pass < 2; pass++) {
		gj_vm_run(vm, (const void *const *)columns, ROWS);
		check_ranges(program, code, vm);
		gj_totals_clear(totals);
		for (size_t i = 0; i < program->ledger_count; i++)
			if (program->ledgers[i].base == GJ_NONE)
				take_ledger(program, i, totals);
		if (gj_totals_settle(totals))
			gj_totals_fill(totals, 0, ROWS, columns);
	}
	gj_totals_free(totals);
	gj_vm_free(vm);
}

static void use(const struct gj_program *program)
{
	FILE *out = fopen("/dev/null", "w");
	if (!out)
		abort();
	gj_listing(program, out);
	fclose(out);
	void **columns = columns_of(program);
	run(program, &program->score, columns);
	fill(program, columns);
	run(program, &program->ledger, columns);
	columns_free(program, columns);
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
