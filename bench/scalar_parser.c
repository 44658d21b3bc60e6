#include "scalar_parser.h"

#include <string.h>

static void store(void *column, enum gj_lane lane, size_t row, int64_t value)
{
	switch (lane) {
	case GJ_LANE8: ((int8_t *)column)[row] = (int8_t)value; break;
	case GJ_LANE16: ((int16_t *)column)[row] = (int16_t)value; break;
	case GJ_LANE32: ((int32_t *)column)[row] = (int32_t)value; break;
	default: ((int64_t *)column)[row] = value; break;
	}
}

static bool number(const struct gj_field *field, const char *at, const char *end, int64_t *value)
{
	int decimals = -1;
	*value = 0;
	for (; at < end; at++) {
		if (*at == '.' && decimals < 0) {
			decimals = 0;
		} else if (*at >= '0' && *at <= '9') {
			*value = *value * 10 + (*at - '0');
			decimals += decimals >= 0;
		} else {
			return false;
		}
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < field->scale; decimals++)
		*value *= 10;
	return decimals == field->scale && *value >= field->low && *value <= field->high;
}

static bool option(const struct gj_field *field, const char *at, const char *end, int64_t *value)
{
	for (size_t i = 0; i < field->options.count; i++)
		if (strlen(field->options.items[i]) == (size_t)(end - at) && !memcmp(at, field->options.items[i], (size_t)(end - at))) {
			*value = (int64_t)i;
			return true;
		}
	return false;
}

static bool cell(const struct gj_field *field, const char *at, const char *end, void **columns, size_t row)
{
	int64_t value = field->low;
	bool empty = at == end, known = true;
	if (field->type == GJ_TEXT)
		return !empty;
	if (field->type == GJ_BOOL) {
		value = end - at == 3 && !memcmp(at, "是", 3);
		known = value || (end - at == 3 && !memcmp(at, "否", 3));
	} else if (field->type == GJ_OPTION) {
		known = option(field, at, end, &value);
	} else {
		known = empty ? field->nullable : number(field, at, end, &value);
	}
	if (field->state_column != GJ_NONE)
		((int8_t *)columns[field->state_column])[row] = empty;
	store(columns[field->column], field->lane, row, value);
	return known;
}

size_t scalar_parse(const struct gj_program *program, const char **bytes, const char *end, void **columns, size_t room)
{
	const char *start = *bytes;
	size_t field = 0, rows = 0;
	for (const char *at = start; at < end && rows < room; at++) {
		if (*at != ',' && *at != '\n')
			continue;
		if (field == program->field_count || !cell(&program->fields[field], start, at, columns, rows))
			return 0;
		field++;
		start = at + 1;
		if (*at != '\n')
			continue;
		if (field < program->field_count)
			return 0;
		field = 0;
		rows++;
	}
	*bytes = start;
	return rows;
}
