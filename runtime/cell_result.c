/* What another standard's results say where it isn't known: 82～90, 不低于82、不超过90, 不适用或不超过90, 三星或四星 (results_pending.h). */
#include "cell.h"

#include <string.h>

static bool begins(struct gj_text text, const char *word)
{
	return text.length >= strlen(word) && !memcmp(text.bytes, word, strlen(word));
}

static struct gj_text after(struct gj_text text, size_t length)
{
	return (struct gj_text){ text.bytes + length, text.length - (uint32_t)length };
}

static bool read_end(const struct gj_field *field, struct gj_text text, int64_t *end)
{
	struct gj_cell cell = { .error = GJ_CELL_FINE };
	gj_cell_number(field, text, &cell);
	*end = cell.value;
	return text.length && cell.error == GJ_CELL_FINE;
}

/* Where it may not apply its least isn't said. */
static bool read_doubtful(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	static const char before[] = "不适用或不超过";
	cell->low = field->low;
	cell->last = GJ_NOT_APPLICABLE;
	return field->inapplicable && begins(text, before) && read_end(field, after(text, strlen(before)), &cell->high);
}

static bool read_bounds(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	if (read_doubtful(field, text, cell))
		return true;
	cell->last = GJ_PRESENT;
	bool inexact = begins(text, "不低于");
	const char *between = inexact ? "、不超过" : "～";
	if (inexact)
		text = after(text, strlen("不低于"));
	const char *sign = memmem(text.bytes, text.length, between, strlen(between));
	if (!sign)
		return false;
	size_t length = (size_t)(sign - text.bytes);
	struct gj_text low = { text.bytes, (uint32_t)length }, high = after(text, length + strlen(between));
	return read_end(field, low, &cell->low) && read_end(field, high, &cell->high) && cell->low <= cell->high;
}

/* The length of what joins two options, 0 where nothing does. */
static size_t joint(struct gj_text text)
{
	return begins(text, "、") ? strlen("、") : begins(text, "或") ? strlen("或") : 0;
}

/* The option that the text begins with and ends with, or that a joint follows; GJ_NONE where there is none. */
static int leading_option(const struct gj_field *field, struct gj_text text)
{
	for (size_t i = 0; i < field->options.count; i++) {
		size_t length = strlen(field->options.items[i]);
		if (length && begins(text, field->options.items[i]) && (length == text.length || joint(after(text, length))))
			return (int)i;
	}
	return GJ_NONE;
}

/* Grades that a score can still reach follow one another in their rank, as the options do. */
static bool read_options(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	cell->low = field->high;
	cell->high = field->low;
	cell->last = GJ_PRESENT;
	for (size_t count = 1;; count++) {
		int option = leading_option(field, text);
		if (option == GJ_NONE)
			return false;
		cell->low = option < cell->low ? option : cell->low;
		cell->high = option > cell->high ? option : cell->high;
		text = after(text, strlen(field->options.items[option]));
		if (!text.length)
			return count > 1;
		text = after(text, joint(text));
	}
}

bool gj_cell_several(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	struct gj_cell read = *cell;
	bool several = field->result && (field->type == GJ_NUMBER ? read_bounds(field, text, &read) : field->type == GJ_OPTION && read_options(field, text, &read));
	if (!several)
		return false;
	*cell = read;
	cell->state = GJ_PENDING;
	cell->value = read.low;
	return true;
}
