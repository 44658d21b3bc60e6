#include "row_text.h"

#include "datum.h"

static bool is_pending(const struct gj_chunk *chunk, int field, size_t row)
{
	for (size_t i = 0; i < chunk->pending_count; i++)
		if (chunk->pending[i].row == row && chunk->pending[i].field == field)
			return true;
	return false;
}

static bool add_value(struct gj_buffer *out, struct gj_chunk *chunk, const struct gj_program *program, int field, size_t row)
{
	const struct gj_text *texts = chunk->texts[field];
	if (is_pending(chunk, field, row))
		return gj_buffer_text(out, gj_state_word(GJ_PENDING));
	if (!texts || program->fields[field].type != GJ_TEXT)
		return gj_datum_add(out, program, field, chunk->columns, row);
	const char *shown = texts[row].length ? gj_chunk_shown(chunk, texts[row]) : gj_state_word(GJ_ABSENT);
	return shown && gj_buffer_text(out, shown);
}

bool gj_row_text(struct gj_buffer *out, struct gj_chunk *chunk, const struct gj_program *program, const int *fields, size_t count, size_t row)
{
	bool good = true;
	for (size_t i = 0; i < count && good; i++)
		good = (i == 0 || gj_buffer_text(out, "、")) && gj_buffer_text(out, program->fields[fields[i]].name) && gj_buffer_text(out, " ")
			&& add_value(out, chunk, program, fields[i], row);
	return good;
}

bool gj_row_fails(struct gj_chunk *chunk, const struct gj_program *program, const struct gj_check *check, int field, size_t row)
{
	struct gj_buffer values = { 0 };
	bool good = gj_row_text(&values, chunk, program, check->fields, check->field_count, row) && gj_buffer_add(&values, "", 1);
	const char *arguments[] = { *check->message ? check->message : check->text, values.bytes };
	good = good && gj_chunk_reject(chunk, row, GJ_DATA_CHECK_FAILED, field, 2, arguments);
	gj_buffer_free(&values);
	return good;
}
