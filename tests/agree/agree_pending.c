#include "agree_pending.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 3, MOST_ROWS = 300, MOST_GRADES = 64 };

/* The least and the most of a result as it is shown, scaled. */
struct ends {
	int64_t low, high;
};

struct brute {
	const struct model *model;
	const struct gj_program *program;
	struct naive_row *row;
	struct naive_result *result;
	size_t count;
	struct gj_pending_cell cells[MOST_CELLS];
	size_t rows;            /* that pass the 校验 */
	struct ends total, vetoed, *parts;
	bool grades[MOST_GRADES];
};

static size_t choices(const struct gj_field *field)
{
	unsigned __int128 count = (unsigned __int128)((__int128)field->high - field->low) + 1;
	return (size_t)(count > MOST_ROWS ? MOST_ROWS + 1 : count) + field->nullable + field->inapplicable;
}

static void choose(struct brute *brute, struct random_source *random)
{
	size_t rows = 1;
	for (unsigned tries = 0; tries < 30 && brute->count < MOST_CELLS; tries++) {
		int field = (int)random_below(random, (unsigned)brute->model->field_count);
		const struct gj_field *of = &brute->model->fields[field].field;
		bool taken = of->type == GJ_TEXT || of->derived || rows * choices(of) > MOST_ROWS;
		for (size_t i = 0; i < brute->count; i++)
			taken |= brute->cells[i].field == field;
		if (taken)
			continue;
		rows *= choices(of);
		brute->cells[brute->count++] = (struct gj_pending_cell){0, field, of->low, of->high, gj_field_last_state(of)};
	}
}

static int64_t shown(const mpq_t exact, int scale)
{
	mpq_t power, value;
	mpq_inits(power, value, NULL);
	mpq_set(value, exact);
	naive_round(value, scale, GJ_ROUND_HALF);
	mpz_ui_pow_ui(mpq_numref(power), 10, (unsigned long)scale);
	mpq_mul(value, value, power);
	int64_t number = mpz_get_si(mpq_numref(value));
	mpq_clears(power, value, NULL);
	return number;
}

static void widen(struct ends *range, int64_t value, bool first)
{
	range->low = first || value < range->low ? value : range->low;
	range->high = first || value > range->high ? value : range->high;
}

static void take_row(struct brute *brute)
{
	int scale = brute->program->point_scale;
	naive_evaluate(brute->model, brute->row, brute->result);
	for (size_t i = 0; i < brute->model->check_count; i++)
		if (!brute->result->checks[i])
			return;
	bool first = brute->rows++ == 0;
	widen(&brute->total, shown(brute->result->total, scale), first);
	widen(&brute->vetoed, brute->result->vetoed, first);
	for (size_t i = 1; i < brute->program->sheet_count; i++)
		if (brute->program->sheet[i].score != GJ_NONE)
			widen(&brute->parts[i], shown(brute->result->scores[i], scale), first);
	if (brute->result->grade >= 0)
		brute->grades[brute->result->grade] = true;
}

/* Every value and state of the cells from `cell` on. */
static void enumerate(struct brute *brute, size_t cell)
{
	if (cell == brute->count) {
		take_row(brute);
		return;
	}
	int index = brute->cells[cell].field;
	const struct gj_field *field = &brute->model->fields[index].field;
	int64_t value = brute->row->values[index];
	enum gj_state state = brute->row->states[index];
	brute->row->states[index] = GJ_PRESENT;
	for (int64_t i = field->low; i <= field->high; i++) {
		brute->row->values[index] = i;
		enumerate(brute, cell + 1);
	}
	brute->row->values[index] = field->low;
	for (enum gj_state absent = GJ_ABSENT; absent <= GJ_NOT_APPLICABLE; absent++) {
		brute->row->states[index] = absent;
		if (gj_field_allows(field, absent))
			enumerate(brute, cell + 1);
	}
	brute->row->values[index] = value;
	brute->row->states[index] = state;
}

static bool range_right(const struct gj_bounds *got, const struct ends *range, const char *name, size_t *inexact)
{
	bool right = got->exact ? got->low == range->low && got->high == range->high : got->low <= range->low && got->high >= range->high;
	*inexact += !got->exact;
	if (!right)
		fprintf(stderr, "pending: %s: expected %lld to %lld, got %lld to %lld%s\n", name, (long long)range->low, (long long)range->high,
			(long long)got->low, (long long)got->high, got->exact ? "" : " (not exact)");
	return right;
}

static bool grades_right(const struct brute *brute, const struct gj_pending_unit *of, size_t *inexact)
{
	bool right = true;
	*inexact += !of->grades.complete;
	for (size_t i = 0; i < of->grades.count; i++)
		if (of->grades.complete ? of->grades.possible[i] != brute->grades[i] : brute->grades[i] && !of->grades.possible[i]) {
			fprintf(stderr, "pending: grade %s is %spossible\n", brute->program->grades[i].name, brute->grades[i] ? "" : "not ");
			right = false;
		}
	return right;
}

static bool outcome_right(const struct brute *brute, const struct gj_pending_unit *of, size_t *inexact)
{
	const struct gj_program *program = brute->program;
	bool right = true;
	if ((of->kind == GJ_PENDING_IMPOSSIBLE) != (brute->rows == 0)) {
		fprintf(stderr, "pending: %zu rows pass the checks\n", brute->rows);
		return false;
	}
	if (of->kind == GJ_PENDING_IMPOSSIBLE)
		return true;
	right &= range_right(&of->slots[program->total], &brute->total, "total", inexact);
	right &= range_right(&of->slots[program->vetoed], &brute->vetoed, "vetoed", inexact);
	for (size_t i = 1; i < program->sheet_count; i++)
		if (program->sheet[i].score != GJ_NONE)
			right &= range_right(&of->slots[program->sheet[i].score], &brute->parts[i], program->sheet[i].name, inexact);
	return right && (of->kind == GJ_PENDING_SETTLED || grades_right(brute, of, inexact));
}

static void show(const struct brute *brute)
{
	for (size_t i = 0; i < brute->model->field_count; i++) {
		bool pending = false;
		for (size_t k = 0; k < brute->count; k++)
			pending |= brute->cells[k].field == (int)i;
		fprintf(stderr, "%s=%lld%s ", brute->model->fields[i].field.name, (long long)brute->row->values[i],
			gj_state_word(pending ? GJ_PENDING : brute->row->states[i]));
	}
	fputc('\n', stderr);
}

bool pending_agrees(const struct model *model, const struct gj_program *program, struct gj_pending *pending, void *const *columns, size_t row, struct naive_row *values,
	struct random_source *random, size_t *inexact)
{
	struct gj_pending_unit of;
	struct brute brute = {.model = model, .program = program, .row = values, .result = naive_new(model)};
	brute.parts = calloc(model->part_count + 1, sizeof *brute.parts);
	if (!brute.parts)
		abort();
	choose(&brute, random);
	enumerate(&brute, 0);
	bool right = gj_pending_begin(pending) && gj_pending_examine(pending, columns, row, brute.cells, brute.count, NULL, 0, &of) && outcome_right(&brute, &of, inexact);
	if (!right)
		show(&brute);
	naive_free(model, brute.result);
	free(brute.parts);
	return right;
}
