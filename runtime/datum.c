#include "datum.h"

#include "cell.h"
#include "decimal.h"

#include <string.h>

int64_t gj_column_value(const void *column, enum gj_lane lane, size_t row)
{
	switch (lane) {
	case GJ_LANE8: return ((const int8_t *)column)[row];
	case GJ_LANE16: return ((const int16_t *)column)[row];
	case GJ_LANE32: return ((const int32_t *)column)[row];
	default: return ((const int64_t *)column)[row];
	}
}

void gj_column_set(void *column, enum gj_lane lane, size_t row, int64_t value)
{
	switch (lane) {
	case GJ_LANE8: ((int8_t *)column)[row] = (int8_t)value; break;
	case GJ_LANE16: ((int16_t *)column)[row] = (int16_t)value; break;
	case GJ_LANE32: ((int32_t *)column)[row] = (int32_t)value; break;
	default: ((int64_t *)column)[row] = value;
	}
}

bool gj_datum_value(struct gj_buffer *out, const struct gj_field *field, int64_t value, enum gj_state state)
{
	char number[GJ_DECIMAL_BYTES];
	if (state != GJ_PRESENT)
		return gj_buffer_text(out, gj_field_state_word(field, state));
	switch (field->type) {
	case GJ_BOOL:
		return gj_buffer_text(out, value ? "是" : "否");
	case GJ_OPTION:
		return value >= 0 && (uint64_t)value < field->options.count && gj_buffer_text(out, field->options.items[value]);
	case GJ_DATE:
		return gj_buffer_text(out, gj_date_text(value, number));
	case GJ_NUMBER:
		gj_decimal(number, value, field->scale);
		return gj_buffer_text(out, number) && gj_buffer_text(out, field->unit);
	default:
		return true;
	}
}

bool gj_datum_add(struct gj_buffer *out, const struct gj_program *program, int index, void *const *columns, size_t row)
{
	const struct gj_field *field = &program->fields[index];
	enum gj_state state = field->state_column == GJ_NONE ? GJ_PRESENT : (enum gj_state)gj_column_value(columns[field->state_column], GJ_LANE8, row);
	return field->column == GJ_NONE
		|| gj_datum_value(out, field, gj_column_value(columns[field->column], field->lane, row), state);
}
