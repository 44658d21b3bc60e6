#include "csv_window.h"
#include "cell.h"

#include <string.h>

/* A whole number of up to four digits before the delimiter. Returns what follows the delimiter, NULL for anything else. */
static const char *quick_number(const char *at, char delimiter, int64_t *value)
{
	unsigned figure = (unsigned char)*at - (unsigned)'0';
	int64_t number = 0;
	for (int i = 0; i < 4 && figure <= 9; i++) {
		number = number * 10 + figure;
		figure = (unsigned char)*++at - (unsigned)'0';
	}
	*value = number;
	return *at == delimiter && at[-1] >= '0' && at[-1] <= '9' ? at + 1 : NULL;
}

static const char *quick_word(const char *at, char delimiter, int64_t *value)
{
	*value = !memcmp(at, "是", 3);
	return at[3] == delimiter && (*value || !memcmp(at, "否", 3)) ? at + 4 : NULL;
}

static const char *quick_cell(const struct gj_csv_packed *packed, const char *at, char delimiter, int64_t *value)
{
	if (packed->type == GJ_BOOL)
		return quick_word(at, delimiter, value);
	const char *next = *at != delimiter ? quick_number(at, delimiter, value) : NULL;
	return next && *value >= packed->low && *value <= packed->high ? next : NULL;
}

static const char *exact_cell(const struct gj_csv_plan *plan, const struct gj_csv_packed *packed, const char *at, const char *end, struct gj_cell *cell)
{
	struct gj_text text;
	bool doubled;
	enum gj_csv_fault fault;
	const char *next = gj_csv_cell(at, end, plan->binding->form.delimiter, &text, &doubled, &fault);
	if (fault != GJ_CSV_FINE || doubled)
		return NULL;
	gj_cell_read(&plan->binding->program->fields[packed->field], gj_cell_trim(text), cell);
	return cell->error == GJ_CELL_FINE ? next : NULL;
}

const char *gj_csv_window_cells(const struct gj_csv_plan *plan, struct gj_chunk_work *work, const struct gj_csv_window *window, const char *at, const char *end,
                                size_t tile_row)
{
	char delimiter = plan->binding->form.delimiter;
	for (size_t i = 0; i < window->count; i++) {
		size_t index = (size_t)window->first + i;
		const struct gj_csv_packed *packed = &plan->packed[index];
		struct gj_cell cell = {.state = GJ_PRESENT};
		if (at > end)
			return NULL;
		const char *next = packed->plain ? quick_cell(packed, at, delimiter, &cell.value) : NULL;
		if (!next)
			next = exact_cell(plan, packed, at, end, &cell);
		if (!next)
			return NULL;
		at = next;
		if (packed->digits == 1 && packed->weight == 1 && cell.state == GJ_PRESENT && cell.value >= 0 && cell.value <= UINT8_MAX)
			work->tile[tile_row * plan->stride + packed->slot] = (uint8_t)cell.value;
		else
			work->singles[work->single_count++] = (struct gj_csv_single){(uint8_t)tile_row, cell.state == GJ_ABSENT, (uint16_t)index, cell.value};
	}
	return at;
}
