/* One standard, on random rows. */
#include "agree.h"
#include "agree_data.h"
#include "agree_pending.h"
#include "bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *pointer)
{
	if (!pointer)
		abort();
	return pointer;
}

static void store(void *column, enum gj_lane lane, size_t row, int64_t value)
{
	switch (lane) {
	case GJ_LANE8:  ((int8_t *)column)[row] = (int8_t)value; break;
	case GJ_LANE16: ((int16_t *)column)[row] = (int16_t)value; break;
	case GJ_LANE32: ((int32_t *)column)[row] = (int32_t)value; break;
	default:        ((int64_t *)column)[row] = value; break;
	}
}

void row_open(struct naive_row *row, const struct model *model)
{
	row->values = must(calloc(model->field_count + 1, sizeof *row->values));
	row->states = must(calloc(model->field_count + 1, sizeof *row->states));
	row->ledgers = must(calloc(model->ledger_count + 1, sizeof *row->ledgers));
	for (size_t i = 0; i < model->ledger_count; i++) {
		row->ledgers[i].rows = must(calloc(NAIVE_ROWS, sizeof *row->ledgers[i].rows));
		for (size_t k = 0; k < NAIVE_ROWS; k++) {
			struct naive_row *made = &row->ledgers[i].rows[k];
			row_open(made, model->ledgers[i].rows);
			made->unit = row;
			made->whole = model;
			made->ledger = (int)i;
		}
	}
}

void row_close(struct naive_row *row, const struct model *model)
{
	for (size_t i = 0; i < model->ledger_count; i++) {
		for (size_t k = 0; k < NAIVE_ROWS; k++)
			row_close(&row->ledgers[i].rows[k], model->ledgers[i].rows);
		free(row->ledgers[i].rows);
	}
	free(row->ledgers);
	free(row->values);
	free(row->states);
}

static void open_ledgers(struct bench *bench)
{
	if (bench->program->ledger_count > LEDGERS)
		abort();
	bench->totals = must(gj_totals_new(bench->program, ROOM));
	for (size_t i = 0; i < bench->program->ledger_count; i++) {
		const struct gj_program *rows = bench->program->ledgers[i].rows;
		bench->row_columns[i] = must(calloc(rows->column_count + 1, sizeof **bench->row_columns));
		bench->row_texts[i] = must(calloc(rows->field_count + 1, sizeof **bench->row_texts));
		for (size_t k = 0; k < rows->column_count; k++)
			bench->row_columns[i][k] = must(aligned_alloc(64, 64));
		for (size_t k = 0; k < rows->field_count; k++)
			bench->row_texts[i][k] = must(calloc(1, sizeof ***bench->row_texts));
	}
}

static void close_ledgers(struct bench *bench)
{
	for (size_t i = 0; i < bench->program->ledger_count; i++) {
		for (size_t k = 0; k < bench->program->ledgers[i].rows->column_count; k++)
			free(bench->row_columns[i][k]);
		for (size_t k = 0; k < bench->program->ledgers[i].rows->field_count; k++)
			free(bench->row_texts[i][k]);
		free(bench->row_columns[i]);
		free(bench->row_texts[i]);
	}
	gj_totals_free(bench->totals);
}

void bench_open(struct bench *bench, const struct compilation *compilation)
{
	memset(bench, 0, sizeof *bench);
	mpq_init(bench->key_ratio);
	bench->claims.compilation = compilation;
	bench->model = compilation->model;
	bench->program = compilation->program;
	bench->pending = must(gj_pending_new(bench->program));
	bench->score = must(gj_vm_new(bench->program, &bench->program->score));
	bench->ledger = must(gj_vm_new(bench->program, &bench->program->ledger));
	bench->columns = must(calloc(bench->program->column_count + 1, sizeof *bench->columns));
	for (size_t i = 0; i < bench->program->column_count; i++)
		bench->columns[i] = must(aligned_alloc(64, (size_t)ROOM << bench->program->column_lanes[i]));
	for (size_t i = 0; i < ROOM; i++)
		row_open(&bench->rows[i], bench->model);
	open_ledgers(bench);
}

void bench_close(struct bench *bench)
{
	for (size_t i = 0; i < ROOM; i++) {
		row_close(&bench->rows[i], bench->model);
	}
	close_ledgers(bench);
	mpq_clear(bench->key_ratio);
	for (size_t i = 0; i < bench->program->column_count; i++)
		free(bench->columns[i]);
	free(bench->columns);
	gj_pending_free(bench->pending);
	gj_vm_free(bench->score);
	gj_vm_free(bench->ledger);
}

static void load_fields(const struct gj_program *program, const struct naive_row *values, void **columns, size_t row)
{
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->column >= 0)
			store(columns[field->column], (enum gj_lane)program->column_lanes[field->column], row, values->values[i]);
		if (field->state_column >= 0)
			store(columns[field->state_column], GJ_LANE8, row, values->states[i]);
	}
}

static void load_ledger_row(struct bench *bench, size_t ledger, struct naive_row *row, uint32_t owner)
{
	static const char *const texts[] = {"甲", "乙", "丙"};
	const struct gj_program *rows = bench->program->ledgers[ledger].rows;
	const void **columns = gj_totals_columns(bench->totals, ledger);
	load_fields(rows, row, bench->row_columns[ledger], 0);
	for (size_t i = 0; i < rows->field_count; i++) {
		const struct gj_field *field = &rows->fields[i];
		if (field->type == GJ_TEXT)
			*bench->row_texts[ledger][i] = (struct gj_text){texts[row->values[i]], (uint32_t)strlen(texts[row->values[i]])};
		if (field->column >= 0 && !field->derived)
			columns[field->column] = bench->row_columns[ledger][field->column];
		if (field->state_column >= 0)
			columns[field->state_column] = bench->row_columns[ledger][field->state_column];
	}
	gj_totals_run(bench->totals, ledger, 1);
	if (!gj_totals_take(bench->totals, ledger, &owner, bench->row_texts[ledger], 0, 1))
		abort();
	row->number = ++bench->taken[ledger];
}

/* The unit's own columns, and the rows of its ledgers into the totals. */
static void load_row(struct bench *bench, size_t row)
{
	struct naive_row *unit = &bench->rows[row];
	load_fields(bench->program, unit, bench->columns, row);
	for (size_t i = 0; i < bench->program->ledger_count; i++) {
		const struct gj_ledger *ledger = &bench->program->ledgers[i];
		for (size_t k = 0; k < unit->ledgers[i].count && ledger->base == GJ_NONE; k++) {
			struct naive_row *of = &unit->ledgers[i].rows[k];
			load_ledger_row(bench, i, of, ledger->parent == GJ_NONE ? (uint32_t)row + 1 : unit->ledgers[ledger->parent].rows[of->owner].number);
		}
	}
}

void bench_show(const struct bench *bench, size_t row)
{
	for (size_t i = 0; i < bench->model->field_count; i++)
		fprintf(stderr, "%s=%lld%s ", bench->program->fields[i].name, (long long)bench->rows[row].values[i],
		        bench->rows[row].states[i] ? "(absent)" : "");
	fputc('\n', stderr);
}

static bool differs(struct bench *bench, const struct gj_vm *vm, const char *what, const char *name, int slot, size_t row, const mpq_t expected, int scale)
{
	bench->compared.cells++;
	int64_t got = gj_vm_value(vm, slot, row);
	if (naive_equals(expected, scale, got))
		return false;
	gmp_fprintf(stderr, "%s code: %s %s: expected %Qd, the VM gives %lld (scale %d)\n", vm == bench->ledger ? "ledger" : "score", what, name,
	            expected, (long long)got, scale);
	bench_show(bench, row);
	return true;
}

/* Points as they are shown, and whether it is said that they are rounded. */
static bool points_differ(struct bench *bench, const struct gj_vm *vm, const char *what, const char *name, int slot, size_t row, const mpq_t exact)
{
	int scale = bench->program->point_scale, flag = gj_program_rounded(bench->program, slot);
	mpq_t shown;
	mpq_init(shown);
	mpq_set(shown, exact);
	naive_round(shown, scale, GJ_ROUND_HALF);
	bool yes = differs(bench, vm, what, name, slot, row, shown, scale);
	if (vm == bench->ledger && (flag == GJ_NONE ? !mpq_equal(shown, exact) : gj_vm_value(vm, flag, row) != !mpq_equal(shown, exact))) {
		gmp_fprintf(stderr, "%s %s: %Qd is shown rounded, or said to be\n", what, name, exact);
		yes = true;
	}
	mpq_clear(shown);
	return yes;
}

static bool flag_differs(struct bench *bench, const struct gj_vm *vm, const char *what, const char *name, int slot, size_t row, int expected)
{
	mpq_t q;
	mpq_init(q);
	mpq_set_si(q, expected, 1);
	bool yes = differs(bench, vm, what, name, slot, row, q, 0);
	mpq_clear(q);
	return yes;
}

/* What is asked of a part that was found not to apply before is of no consequence: its fields may have no values. */
static bool is_judged(const struct gj_program *program, const struct naive_result *result, size_t index)
{
	int part = program->sheet[index].parent;
	if (program->sheet[index].part == GJ_PART_WAIVER)
		part = program->sheet[part].parent;
	return part < 0 || !(result->leaves[part] || result->full[part]);
}

static bool sheet_differs(struct bench *bench, const struct gj_vm *vm, const struct naive_result *result, size_t row)
{
	const struct gj_program *program = bench->program;
	bool yes = false;
	for (size_t i = 0; i < program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		const char *name = *entry->name ? entry->name : entry->wording;
		bool ledger = vm == bench->ledger;
		if (entry->part != GJ_PART_STANDARD && entry->score >= 0)
			yes |= points_differ(bench, vm, "score of", name, entry->score, row, result->scores[i]);
		if (entry->inapplicable >= 0)
			yes |= flag_differs(bench, vm, "inapplicable", name, entry->inapplicable, row, result->inapplicable[i]);
		if (entry->reason >= 0 && is_judged(program, result, i))
			yes |= flag_differs(bench, vm, "veto", name, entry->reason, row, result->reasons[i]);
		if (ledger && entry->incurred >= 0)
			yes |= points_differ(bench, vm, "incurred by", name, entry->incurred, row, result->incurred[i]);
		if (ledger && entry->counted >= 0)
			yes |= points_differ(bench, vm, "counted of", name, entry->counted, row, result->counted[i]);
		if (ledger && entry->owed >= 0)
			yes |= points_differ(bench, vm, "owed of", name, entry->owed, row, result->owed[i]);
		if (ledger && entry->scaled >= 0)
			yes |= points_differ(bench, vm, "earned of", name, entry->earned, row, result->earned[i])
				|| points_differ(bench, vm, "scaled back of", name, entry->scaled, row, result->scaled[i]);
	}
	return yes;
}

/* What ranking keys order by: exact values, up to one power of ten for all rows. */
static bool key_differs(struct bench *bench, const struct gj_vm *vm, const struct naive_result *result, const struct gj_rank_key *key,
	const struct rank_key *written, size_t row)
{
	mpq_t exact, got, power;
	mpq_inits(exact, got, power, NULL);
	if (written->total)
		mpq_set(exact, result->total);
	else
		naive_value(bench->model, &bench->rows[row], result, written->value, exact);
	mpz_set_si(mpq_numref(got), gj_vm_value(vm, key->slot, row));
	if (key->divisor != GJ_NONE)
		mpz_set_si(mpq_denref(got), gj_vm_value(vm, key->divisor, row));
	mpq_canonicalize(got);
	/* got / exact is the same positive number in every row; remembered of the first row that isn't 0. */
	bool yes = (mpq_sgn(got) > 0) != (mpq_sgn(exact) > 0) || (mpq_sgn(got) < 0) != (mpq_sgn(exact) < 0);
	if (!yes && mpq_sgn(exact)) {
		mpq_div(power, got, exact);
		if (!mpq_sgn(bench->key_ratio))
			mpq_set(bench->key_ratio, power);
		yes = !mpq_equal(bench->key_ratio, power);
	}
	if (yes)
		gmp_fprintf(stderr, "ranking key %s: %Qd of the VM isn't in proportion to %Qd\n", key->name, got, exact);
	mpq_clears(exact, got, power, NULL);
	return yes;
}

static bool keys_differ(struct bench *bench, const struct gj_vm *vm, const struct naive_result *result, size_t row)
{
	bool yes = false;
	if (!bench->program->selection_count)
		return false;
	const struct gj_selection *selection = &bench->program->selections[0];
	if (selection->key_count && selection->keys[0].slot != GJ_NONE)
		yes = key_differs(bench, vm, result, &selection->keys[0], &bench->model->selections[0].keys[0], row);
	return yes;
}

static bool value_differs(struct bench *bench, const struct gj_vm *vm, const struct naive_result *result, const char *what, const struct expr *expr,
	int slot, size_t row)
{
	mpq_t value;
	mpq_init(value);
	naive_value(bench->model, &bench->rows[row], result, expr, value);
	bool yes = differs(bench, vm, what, "", slot, row, value, expr->scale);
	mpq_clear(value);
	return yes;
}

/* What a 名次 is made of, and the place itself: of a row by itself it is any number. */
static bool ranking_differs(struct bench *bench, const struct gj_vm *vm, const struct naive_result *result, size_t index, size_t row)
{
	const struct gj_ranking *ranking = &bench->program->rankings[index];
	const struct model_ranking *written = &bench->model->rankings[index];
	const struct naive_row *unit = &bench->rows[row];
	bool yes = ranking->condition != GJ_NONE && value_differs(bench, vm, result, "ranked", written->condition, ranking->condition, row);
	if (ranking->ranked != GJ_NONE)
		yes |= flag_differs(bench, vm, "has a place", ranking->name, ranking->ranked, row, unit->states[ranking->field] == GJ_PRESENT);
	if (unit->states[ranking->field] == GJ_PRESENT)
		yes |= flag_differs(bench, vm, "place", ranking->name, ranking->place, row, (int)unit->values[ranking->field]);
	for (size_t i = 0; i < ranking->grouping.key_count; i++)
		if (ranking->grouping.keys[i].slot != GJ_NONE)
			yes |= value_differs(bench, vm, result, "group", written->grouping.values[i], ranking->grouping.keys[i].slot, row);
	return yes;
}

/* What 评选, 定等 and groups ask of the row. */
static bool population_differs(struct bench *bench, const struct gj_vm *vm, const struct naive_result *result, size_t row)
{
	const struct gj_program *program = bench->program;
	const struct model *model = bench->model;
	bool yes = false;
	for (size_t i = 0; i < program->selection_count; i++) {
		const struct gj_selection *selection = &program->selections[i];
		yes |= flag_differs(bench, vm, "selection", "", selection->condition, row, result->conditions[i]);
		for (size_t k = 0; k < selection->stretch_count; k++)
			if (selection->stretches[k].condition != GJ_NONE)
				yes |= value_differs(bench, vm, result, "stretch", model->selections[i].stretch_conditions[k], selection->stretches[k].condition, row);
	}
	for (size_t i = 0; i < program->ranking_count; i++)
		yes |= ranking_differs(bench, vm, result, i, row);
	for (size_t i = 0; i < program->grouping_count; i++)
		for (size_t k = 0; k < program->groupings[i].key_count; k++)
			if (program->groupings[i].keys[k].slot != GJ_NONE)
				yes |= value_differs(bench, vm, result, "group", model->groupings[i].values[k], program->groupings[i].keys[k].slot, row);
	return yes;
}

static bool checks_differ(struct bench *bench, const struct gj_vm *vm, const struct naive_result *result, size_t row)
{
	bool yes = false;
	for (size_t i = 0; i < bench->program->check_count; i++)
		yes |= flag_differs(bench, vm, "check", bench->program->checks[i].text, bench->program->checks[i].slot, row, result->checks[i]);
	return yes;
}

/* The scores of a row that breaks a 校验 are never used: what is known of all rows needn't hold there. */
static bool passes(const struct gj_program *program, const struct naive_result *result)
{
	bool all = true;
	for (size_t i = 0; i < program->check_count; i++)
		all = all && result->checks[i];
	return all;
}

static bool row_differs(struct bench *bench, const struct gj_vm *vm, const struct naive_result *result, size_t row)
{
	const struct gj_program *program = bench->program;
	bool yes = checks_differ(bench, vm, result, row);
	if (!passes(program, result))
		return yes;
	yes |= sheet_differs(bench, vm, result, row);
	yes |= points_differ(bench, vm, "total", "", program->total, row, result->total);
	yes |= keys_differ(bench, vm, result, row);
	yes |= flag_differs(bench, vm, "grade", "", program->grade, row, result->grade);
	yes |= flag_differs(bench, vm, "grade by band", "", program->band_grade, row, result->band_grade);
	if (program->vetoed >= 0)
		yes |= flag_differs(bench, vm, "vetoed", "", program->vetoed, row, result->vetoed);
	return yes | population_differs(bench, vm, result, row);
}

void bench_load(struct bench *bench, const struct edges *edges, struct random_source *random, size_t count)
{
	gj_totals_clear(bench->totals);
	memset(bench->taken, 0, sizeof bench->taken);
	for (size_t row = 0; row < count; row++) {
		random_row(bench->model, edges, random, &bench->rows[row]);
		load_row(bench, row);
	}
	if (!gj_totals_settle(bench->totals))
		abort();
	gj_totals_fill(bench->totals, 0, count, bench->columns);
}

static bool block_differs(struct bench *bench, const struct edges *edges, struct random_source *random, size_t count, struct naive_result *result)
{
	bench_load(bench, edges, random, count);
	gj_vm_run(bench->score, (const void *const *)bench->columns, count);
	gj_vm_run(bench->ledger, (const void *const *)bench->columns, count);
	for (size_t row = 0; row < count; row++) {
		naive_evaluate(bench->model, &bench->rows[row], result);
		bool score_differs = row_differs(bench, bench->score, result, row);
		if (row_differs(bench, bench->ledger, result, row) || score_differs)
			return true;
		if (!claims_hold(&bench->claims, &bench->rows[row], result)) {
			bench_show(bench, row);
			return true;
		}
	}
	for (size_t row = 0; row < count && row < PENDING_ROWS; row++)
		if (bench->compared.pending++, !pending_agrees(bench->model, bench->program, bench->pending, bench->columns, row, &bench->rows[row], random, &bench->compared.inexact))
			return true;
	return false;
}

bool standard_differs(const struct compilation *compilation, uint64_t seed, size_t rows, struct compared *compared)
{
	struct bench *bench = must(malloc(sizeof *bench));
	struct edges edges = {0};
	struct random_source random = {seed * 31 + 7};
	bench_open(bench, compilation);
	edges_collect(compilation->model, &edges);
	struct naive_result *result = naive_new(compilation->model);
	bool yes = false;
	if (bench->program->sheet_count != bench->model->part_count) {
		fprintf(stderr, "the sheet has %zu entries, the model %zu parts\n", bench->program->sheet_count, bench->model->part_count);
		yes = true;
	}
	for (size_t done = 0; done < rows && !yes; done += ROOM)
		yes = block_differs(bench, &edges, &random, rows - done < ROOM ? rows - done : (size_t)ROOM, result);
	compared->cells += bench->compared.cells;
	compared->claims += bench->claims.held;
	compared->pending += bench->compared.pending;
	compared->inexact += bench->compared.inexact;
	naive_free(compilation->model, result);
	free(edges.items);
	bench_close(bench);
	free(bench);
	return yes;
}
