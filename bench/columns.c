#include "columns.h"

#include <stdlib.h>
#include <string.h>

enum { LINE = 64, PAGE = 4096, STAGGER = 5 * LINE, SLACK = 64 };

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

bool columns_allocate(const size_t *widths, size_t count, size_t rows, struct columns *columns)
{
	*columns = (struct columns){ .rows = rows, .count = count, .items = calloc(count + 1, sizeof(void *)) };
	size_t total = PAGE;
	for (size_t i = 0; i < count; i++)
		total += (rows * widths[i] + SLACK + PAGE + STAGGER) / PAGE * PAGE + PAGE;
	columns->memory = aligned_alloc(PAGE, total);
	if (!columns->items || !columns->memory)
		return false;
	size_t at = 0;
	for (size_t i = 0; i < count; i++) {
		columns->items[i] = columns->memory + at + i * STAGGER % PAGE;
		columns->row_bytes += widths[i];
		at += (rows * widths[i] + SLACK + PAGE + STAGGER) / PAGE * PAGE + PAGE;
	}
	/* Pages are touched here, not while the clock runs. */
	memset(columns->memory, 0, total);
	return true;
}

void columns_free(struct columns *columns)
{
	free(columns->items);
	free(columns->memory);
}

static int64_t within(const struct gj_field *field, int64_t value)
{
	return value < field->low ? field->low : value > field->high ? field->high : value;
}

/* Often an end of the range, a small number, or a round number of tens and its neighbours, where tiers and grades meet. */
static int64_t random_value(const struct gj_field *field, uint64_t *state)
{
	uint64_t bits = next_random(state), rest = bits >> 8;
	uint64_t span = (uint64_t)(field->high - field->low) + 1;
	int64_t ten = 10;
	for (int i = 0; i < field->scale; i++)
		ten *= 10;
	switch (bits % 8) {
	case 0:
		return rest % 2 ? field->low : field->high;
	case 1:
	case 2:
	case 3:
	case 4:
		return within(field, field->low + (int64_t)(rest % 5));
	case 5:
	case 6:
		return within(field, (int64_t)(rest % 12) * ten + (int64_t)(rest / 16 % 3) - 1);
	default:
		return field->low + (int64_t)(rest % span);
	}
}

static void store(void *column, enum gj_lane lane, size_t row, int64_t value)
{
	if (lane == GJ_LANE8)
		((int8_t *)column)[row] = (int8_t)value;
	else if (lane == GJ_LANE16)
		((int16_t *)column)[row] = (int16_t)value;
	else if (lane == GJ_LANE32)
		((int32_t *)column)[row] = (int32_t)value;
	else
		((int64_t *)column)[row] = value;
}

static void fill_field(const struct gj_field *field, struct columns *columns, uint64_t *state)
{
	for (size_t row = 0; row < columns->rows; row++)
		store(columns->items[field->column], field->lane, row, random_value(field, state));
	if (field->state_column < 0)
		return;
	int8_t *states = columns->items[field->state_column];
	for (size_t row = 0; row < columns->rows; row++)
		states[row] = next_random(state) % 4 == 0;
}

static const struct gj_field *find_field(const struct gj_program *program, const char *name)
{
	for (size_t i = 0; i < program->field_count; i++)
		if (!strcmp(program->fields[i].name, name))
			return &program->fields[i];
	return NULL;
}

/* In half of the rows the funds stand at the standard of 100 元 a member (in 分: 10000) or one 分 beside it. */
static void align_funds(const struct gj_program *program, struct columns *columns, uint64_t *state)
{
	const struct gj_field *funds = find_field(program, "活动经费"), *members = find_field(program, "党员数");
	if (!funds || !members || funds->lane != GJ_LANE64 || members->lane != GJ_LANE16)
		return;
	const int16_t *count = columns->items[members->column];
	int64_t *money = columns->items[funds->column];
	for (size_t row = 0; row < columns->rows; row += 2)
		money[row] = within(funds, count[row] * INT64_C(10000) + (int64_t)(next_random(state) % 3) - 1);
}

bool columns_make(const struct gj_program *program, size_t rows, uint64_t seed, struct columns *columns)
{
	size_t *widths = calloc(program->column_count + 1, sizeof *widths);
	if (!widths)
		return false;
	for (size_t i = 0; i < program->column_count; i++)
		widths[i] = (size_t)1 << program->column_lanes[i];
	bool made = columns_allocate(widths, program->column_count, rows, columns);
	free(widths);
	for (size_t i = 0; made && i < program->field_count; i++)
		if (program->fields[i].column >= 0)
			fill_field(&program->fields[i], columns, &seed);
	if (made)
		align_funds(program, columns, &seed);
	return made;
}
