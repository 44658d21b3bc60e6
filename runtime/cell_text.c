#include "cell.h"
#include "utf8.h"

#include <string.h>

static size_t blank_at_start(const char *bytes, size_t length)
{
	if (length && (*bytes == ' ' || *bytes == '\t' || *bytes == '\r' || *bytes == '\n'))
		return 1;
	if (length >= 2 && !memcmp(bytes, "\xC2\xA0", 2))
		return 2;
	return length >= 3 && (!memcmp(bytes, "\xE3\x80\x80", 3) || !memcmp(bytes, "\xEF\xBB\xBF", 3)) ? 3 : 0;
}

static size_t blank_at_end(const char *end, size_t length)
{
	for (size_t size = 1; size <= 3 && size <= length; size++)
		if (blank_at_start(end - size, size) == size)
			return size;
	return 0;
}

struct gj_text gj_cell_trim(struct gj_text text)
{
	for (size_t size; (size = blank_at_start(text.bytes, text.length)); text.length -= (uint32_t)size)
		text.bytes += size;
	for (size_t size; (size = blank_at_end(text.bytes + text.length, text.length));)
		text.length -= (uint32_t)size;
	return text;
}

/* What damage makes any cell unreadable, whatever its type. */
static int damage(struct gj_text text)
{
	if (memchr(text.bytes, 0, text.length))
		return GJ_DATA_NUL_BYTE;
	return gj_utf8_valid(text.bytes, text.length) < text.length ? GJ_DATA_INVALID_CHARACTERS : GJ_CELL_FINE;
}

static int control_characters(struct gj_text text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];
		if ((byte < ' ' && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7F)
			return GJ_DATA_NOT_TEXT;
	}
	return GJ_CELL_FINE;
}

static bool is(struct gj_text text, const char *word)
{
	return text.length == strlen(word) && !memcmp(text.bytes, word, text.length);
}

static void read_empty(const struct gj_field *field, struct gj_cell *cell)
{
	if (field->has_default)
		cell->value = field->default_value;
	else if (field->nullable)
		cell->state = GJ_ABSENT;
	else
		cell->error = GJ_DATA_EMPTY_CELL;
}

static void read_inapplicable(const struct gj_field *field, struct gj_cell *cell)
{
	if (field->inapplicable)
		cell->state = GJ_NOT_APPLICABLE;
	else
		cell->error = GJ_DATA_CELL_NOT_APPLICABLE;
}

static void read_pending(const struct gj_field *field, struct gj_cell *cell)
{
	if (field->key)
		cell->error = GJ_DATA_CELL_UNVERIFIED;
	else
		cell->state = GJ_PENDING;
	cell->low = field->low;
	cell->high = field->high;
	cell->last = gj_field_last_state(field);
}

/* The words that say why there is no value. Returns whether the cell was one. */
static bool read_absence(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	if (is(text, gj_state_word(GJ_ABSENT)))
		read_empty(field, cell);
	else if (is(text, gj_state_word(GJ_NOT_APPLICABLE)) || is(text, "/") || is(text, "／"))
		read_inapplicable(field, cell);
	else if (is(text, gj_state_word(GJ_PENDING)))
		read_pending(field, cell);
	else
		return gj_cell_several(field, text, cell);
	return true;
}

static int spreadsheet_damage(struct gj_text text)
{
	static const char *const errors[] = { "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!" };
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (is(text, errors[i]))
			return GJ_DATA_EXCEL_ERROR;
	for (size_t i = 0; i < text.length; i++)
		if (text.bytes[i] != '#')
			return GJ_CELL_FINE;
	return text.length >= 2 ? GJ_DATA_EXCEL_HASHES : GJ_CELL_FINE;
}

static void read_value(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	switch (field->type) {
	case GJ_BOOL: gj_cell_bool(text, cell); break;
	case GJ_NUMBER: gj_cell_number(field, text, cell); break;
	case GJ_OPTION: gj_cell_option(field, text, cell); break;
	case GJ_DATE: gj_cell_date(field, text, cell); break;
	case GJ_TEXT:
		cell->error = field->key && is(text, gj_state_word(GJ_PENDING)) ? (int)GJ_DATA_CELL_UNVERIFIED : control_characters(text);
		break;
	}
}

void gj_cell_read(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	*cell = (struct gj_cell){ .value = field->low, .state = GJ_PRESENT, .error = GJ_CELL_FINE, .suggestion = GJ_NONE };
	if (!text.length) {
		read_empty(field, cell);
		return;
	}
	cell->error = damage(text);
	/* A leading apostrophe is how spreadsheets mark text; it isn't part of it. */
	if (cell->error == GJ_CELL_FINE && text.length > 1 && text.bytes[0] == '\'' && field->type != GJ_TEXT)
		text = gj_cell_trim((struct gj_text){ text.bytes + 1, text.length - 1 });
	if (cell->error == GJ_CELL_FINE)
		cell->error = spreadsheet_damage(text);
	if (cell->error != GJ_CELL_FINE || (field->type != GJ_TEXT && read_absence(field, text, cell)))
		return;
	read_value(field, text, cell);
	if (cell->error != GJ_CELL_FINE)
		cell->value = field->low;
}
