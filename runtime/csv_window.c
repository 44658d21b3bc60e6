#include "csv_window.h"
#include "cell.h"

#include <string.h>

/* Digits, perhaps a point and as many decimals as the field keeps, then the delimiter; at most nine digits in all. Returns what follows the delimiter, NULL for
 * anything else. */
static const char *quick_number(const char *at, char delimiter, int scale, int64_t *value)
{
	const char *start = at;
	int64_t number = 0;
	for (; *at >= '0' && *at <= '9' && at - start < 10; at++)
		number = number * 10 + (*at - '0');
	if (at == start || at - start > 9 - scale)
		return NULL;
	bool point = *at == '.';
	at += point;
	for (; scale > 0 && *at >= '0' && *at <= '9'; scale--)
		number = number * 10 + (*at++ - '0');
	for (; scale > 0; scale--)
		number *= 10;
	*value = number;
	return *at == delimiter && (!point || at[-1] != '.') ? at + 1 : NULL;
}

static const char *quick_word(const char *at, char delimiter, int64_t *value)
{
	bool yes = !memcmp(at, "是", 3);
	*value = yes;
	return at[3] == delimiter && (yes || !memcmp(at, "否", 3)) ? at + 4 : NULL;
}

static const char *quick_cell(const struct gj_csv_packed *packed, const char *at, char delimiter, int64_t *value)
{
	if (packed->type == GJ_BOOL)
		return quick_word(at, delimiter, value);
	const char *next = quick_number(at, delimiter, packed->scale, value);
	return next && *value >= packed->low && *value <= packed->high ? next : NULL;
}

static const char *exact_cell(
	const struct gj_csv_plan *plan, const struct gj_csv_packed *packed, const char *at, const char *end, struct gj_cell *cell)
{
	struct gj_text text;
	bool doubled;
	enum gj_csv_fault fault;
	const char *next = gj_csv_cell(at, end, plan->binding->form.delimiter, &text, &doubled, &fault);
	if (fault != GJ_CSV_FINE || doubled)
		return NULL;
	gj_cell_read(&plan->binding->program->fields[packed->field], gj_cell_trim(text), cell);
	return cell->error == GJ_CELL_FINE && cell->state != GJ_PENDING ? next : NULL;
}

const char *gj_csv_window_cells(const struct gj_csv_plan *plan, struct gj_chunk_work *work, const struct gj_csv_window *window, const char *at,
	const char *end, size_t tile_row)
{
	char delimiter = plan->binding->form.delimiter;
	for (size_t i = 0; i < window->count; i++) {
		size_t index = window->first + i;
		const struct gj_csv_packed *packed = &plan->packed[index];
		struct gj_cell cell = { .state = GJ_PRESENT };
		if (at > end)
			return NULL;
		const char *next = quick_cell(packed, at, delimiter, &cell.value);
		if (!next)
			next = exact_cell(plan, packed, at, end, &cell);
		if (!next)
			return NULL;
		at = next;
		if (packed->digits == 1 && packed->weight == 1 && cell.state == GJ_PRESENT && cell.value >= 0 && cell.value <= UINT8_MAX)
			work->tile[tile_row * plan->stride + packed->slot] = (uint8_t)cell.value;
		else
			work->singles[work->single_count++] =
				(struct gj_csv_single){ (uint8_t)tile_row, (uint8_t)cell.state, (uint16_t)index, cell.value };
	}
	return at;
}
