#include "kept_rows.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64, SMALLEST = 1024 };

bool gj_kept_start(struct gj_kept_rows *kept, const struct gj_program *program)
{
	*kept = (struct gj_kept_rows){ 0 };
	kept->columns = calloc(program->column_count + 1, sizeof *kept->columns);
	kept->numbers = calloc(program->field_count + 1, sizeof *kept->numbers);
	return kept->columns && kept->numbers;
}

void gj_kept_free(struct gj_kept_rows *kept, const struct gj_program *program)
{
	for (size_t i = 0; kept->columns && i < program->column_count; i++)
		free(kept->columns[i]);
	for (size_t i = 0; kept->numbers && i < program->field_count; i++)
		free(kept->numbers[i]);
	free(kept->columns);
	free(kept->numbers);
	free(kept->owners);
	*kept = (struct gj_kept_rows){ 0 };
}

/* `*at` with room for `room` items of `item` bytes, and up to the next 64 bytes. False when memory is out. */
static bool widen(void **at, size_t count, size_t room, size_t item)
{
	void *wider;
	if (posix_memalign(&wider, ALIGNMENT, room * item + ALIGNMENT) != 0)
		return false;
	if (*at)
		memcpy(wider, *at, count * item);
	free(*at);
	*at = wider;
	return true;
}

static bool widen_numbers(uint32_t **at, size_t count, size_t room)
{
	void *numbers = *at;
	bool good = widen(&numbers, count, room, sizeof **at);
	*at = numbers;
	return good;
}

static bool widen_field(struct gj_kept_rows *kept, const struct gj_field *field, size_t room)
{
	if (field->column != GJ_NONE && !field->derived && !widen(&kept->columns[field->column], kept->count, room, (size_t)1 << field->lane))
		return false;
	return field->state_column == GJ_NONE || widen(&kept->columns[field->state_column], kept->count, room, 1);
}

bool gj_kept_reserve(struct gj_kept_rows *kept, const struct gj_program *program, const bool *texts, size_t more)
{
	if (kept->count + more <= kept->room)
		return true;
	size_t room = kept->room ? kept->room * 2 : (size_t)SMALLEST;
	while (room < kept->count + more)
		room *= 2;
	if (room >= UINT32_MAX || !widen_numbers(&kept->owners, kept->count, room))
		return false;
	for (size_t i = 0; i < program->field_count; i++)
		if (!widen_field(kept, &program->fields[i], room) || (texts[i] && !widen_numbers(&kept->numbers[i], kept->count, room)))
			return false;
	kept->room = room;
	return true;
}
