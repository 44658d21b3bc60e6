#include "find_row.h"

#include "check_interval.h"
#include "runtime/calendar.h"

enum { MOST_ROWS = 4096, MOST_VALUES = 16, MOST_COMPARISONS = 16 };

/* The values that a field is tried with. */
struct tries {
	size_t count;
	struct cell_value cells[MOST_VALUES];
};

struct search {
	struct decider *decider;
	const struct wanted *wanted;
	size_t wanted_count;
	struct reading reading;
	struct tries tries[MOST_READ];
	size_t comparison_count;
	const struct expr *comparisons[MOST_COMPARISONS];
};

static void try_cell(struct search *search, size_t axis, enum gj_state state, wide value)
{
	struct tries *tries = &search->tries[axis];
	int field = search->reading.fields[axis];
	const struct gj_field *limits = &search->decider->model->fields[field].field;
	if (tries->count == MOST_VALUES || (state == GJ_PRESENT && (value < limits->low || value > limits->high)))
		return;
	for (size_t i = 0; i < tries->count; i++)
		if (tries->cells[i].state == state && tries->cells[i].value == value)
			return;
	tries->cells[tries->count++] = (struct cell_value){field, state, (int64_t)value};
}

static void collect_comparisons(struct search *search, const struct expr *expr)
{
	if (!expr || search->comparison_count == MOST_COMPARISONS || !decider_spend(search->decider, 1))
		return;
	if (expr->kind == EXPR_DEFINITION)
		collect_comparisons(search, search->decider->model->definitions[expr->definition].value);
	if (expr->kind >= EXPR_EQ && expr->kind <= EXPR_GE) {
		search->comparisons[search->comparison_count++] = expr;
		return;
	}
	collect_comparisons(search, expr->a);
	collect_comparisons(search, expr->b);
	collect_comparisons(search, expr->c);
}

/* On which side of each other the sides of a comparison are; false when it can't be told. */
static bool order_at(struct search *search, const struct row *row, const struct expr *comparison, int *order)
{
	struct evaluation evaluation = {.model = search->decider->model, .row = row, .steps = search->decider->steps};
	struct ratio a, b;
	bool known = evaluate(&evaluation, comparison->a, &a) && evaluate(&evaluation, comparison->b, &b) && ratio_compare(a, b, order);
	search->decider->steps = evaluation.steps;
	return known;
}

/* Where, as one field goes from its low to its high, the sides of a comparison change places: the values on both sides of that. */
static void try_crossing(struct search *search, const struct expr *comparison, struct row *row, size_t axis)
{
	const struct gj_field *field = &search->decider->model->fields[search->reading.fields[axis]].field;
	struct cell_value *cell = &row->cells[axis], kept = *cell;
	int64_t low = field->low, high = field->high;
	int first, last, order;
	cell->state = GJ_PRESENT;
	cell->value = low;
	bool known = order_at(search, row, comparison, &first);
	cell->value = high;
	known = known && order_at(search, row, comparison, &last) && first != last;
	while (known && high - low > 1) {
		cell->value = low + (high - low) / 2;
		known = order_at(search, row, comparison, &order);
		if (order == first)
			low = cell->value;
		else
			high = cell->value;
	}
	*cell = kept;
	for (int64_t value = low - 1; known && value <= high + 1; value++)
		try_cell(search, axis, GJ_PRESENT, value);
}

static struct row row_at(const struct search *search, bool high)
{
	struct row row = {.count = search->reading.count};
	for (size_t i = 0; i < row.count; i++) {
		const struct gj_field *field = &search->decider->model->fields[search->reading.fields[i]].field;
		row.cells[i] = (struct cell_value){search->reading.fields[i], GJ_PRESENT, high ? field->high : field->low};
	}
	return row;
}

static void collect_tries(struct search *search)
{
	struct row bases[] = {row_at(search, false), row_at(search, true)};
	for (size_t i = 0; i < search->reading.count; i++) {
		const struct gj_field *field = &search->decider->model->fields[search->reading.fields[i]].field;
		try_cell(search, i, GJ_PRESENT, field->low);
		try_cell(search, i, GJ_PRESENT, field->high);
		for (enum gj_state state = GJ_ABSENT; state <= GJ_NOT_APPLICABLE; state++)
			if (gj_field_allows(field, state))
				try_cell(search, i, state, 0);
	}
	for (size_t i = 0; i < search->wanted_count; i++)
		collect_comparisons(search, search->wanted[i].condition);
	for (size_t c = 0; c < search->comparison_count; c++)
		for (size_t base = 0; base < 2; base++)
			for (size_t i = 0; i < search->reading.count; i++)
				try_crossing(search, search->comparisons[c], &bases[base], i);
}

static bool is_as_wanted(struct search *search, const struct row *row)
{
	for (size_t i = 0; i < search->wanted_count; i++) {
		struct evaluation evaluation = {.model = search->decider->model, .row = row, .steps = search->decider->steps};
		struct ratio value;
		bool known = evaluate(&evaluation, search->wanted[i].condition, &value);
		search->decider->steps = evaluation.steps;
		if (!known || (value.above != 0) != search->wanted[i].holds)
			return false;
	}
	return true;
}

/* Row `number` of all that the tries make, in an order that mixes them when there are too many for all to be tried. */
static struct row row_number(const struct search *search, uint64_t number)
{
	struct row row = {.count = search->reading.count};
	for (size_t i = 0; i < row.count; i++) {
		row.cells[i] = search->tries[i].cells[number % search->tries[i].count];
		number /= search->tries[i].count;
	}
	return row;
}

static uint64_t row_count(const struct search *search)
{
	uint64_t rows = 1;
	for (size_t i = 0; i < search->reading.count; i++)
		rows *= search->tries[i].count; /* at most 16^12 */
	return rows;
}

static bool search_row(struct search *search, struct row *row)
{
	uint64_t rows = row_count(search), number = 0;
	for (size_t tried = 0; tried < rows && tried < MOST_ROWS && search->decider->steps; tried++) {
		number = rows <= MOST_ROWS ? tried : (number * 6364136223846793005u + 1442695040888963407u);
		*row = row_number(search, rows <= MOST_ROWS ? number : (number >> 12) % rows);
		if (is_as_wanted(search, row))
			return true;
	}
	return false;
}

bool find_row(struct decider *decider, const struct wanted *wanted, size_t count, struct row *row)
{
	struct wanted all[MOST_WANTED];
	struct search search = {.decider = decider, .wanted = all, .wanted_count = wanted_with_checks(decider, wanted, count, all)};
	for (size_t i = 0; i < search.wanted_count; i++)
		reading_add(&search.reading, decider->model, all[i].condition);
	if (search.reading.more)
		return false;
	collect_tries(&search);
	return search_row(&search, row);
}

const char *cell_text(const struct decider *decider, const struct cell_value *cell, bool with_unit)
{
	const struct gj_field *field = &decider->model->fields[cell->field].field;
	if (cell->state != GJ_PRESENT)
		return gj_state_word(cell->state);
	if (field->type == GJ_BOOL)
		return cell->value ? "是" : "否";
	if (field->type == GJ_OPTION)
		return field->options.items[cell->value];
	if (field->type == GJ_DATE) {
		struct gj_day day = gj_day_of(cell->value);
		return gj_arena_print(decider->arena, "%04d-%02d-%02d", day.year, day.month, day.day);
	}
	return gj_arena_print(decider->arena, "%s%s", decimal_text(decider->arena, cell->value, field->scale), with_unit ? field->unit : "");
}

const char *row_text(const struct decider *decider, const struct row *row)
{
	const char *text = "";
	for (size_t i = 0; i < row->count; i++)
		text = gj_arena_print(decider->arena, "%s%s%s %s", text, *text ? "、" : "", decider->model->fields[row->cells[i].field].field.name,
		                      cell_text(decider, &row->cells[i], true));
	return text;
}
