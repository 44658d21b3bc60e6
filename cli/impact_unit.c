#include "impact_unit.h"

#include "cases.h"
#include "compiler/best_unit.h"
#include "compiler/descent.h"
#include "compiler/edges.h"
#include "json.h"
#include "runtime/datum.h"
#include "runtime/decimal.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 600 * 1000, UNLIKE = 1 << 20 };

/* Two standards, the units that can be tried on both, and where they are begun from. */
struct trying {
	const struct impact_report *report;
	struct gj_arena *arena;
	struct axes *axes;
	struct trials *trials;
	struct gj_vm *machines[2];
	struct unit base;
	const char *sample;     /* the name of the 样例 that the base is */
	bool made_up;           /* it is none: it has to be shown */
	bool grades_alone;      /* a difference of totals isn't enough */
};

static const struct gj_program *program_of(const struct trying *trying, size_t side)
{
	return trying->report->programs[side];
}

static int64_t total_at(const struct trying *trying, size_t side, size_t row)
{
	int64_t total = gj_vm_value(trying->machines[side], program_of(trying, side)->total, row);
	for (int scale = program_of(trying, side)->point_scale; scale < trying->report->impact.point_scale; scale++)
		total *= 10;
	return total;
}

static int grade_at(const struct trying *trying, size_t side, size_t row)
{
	int slot = program_of(trying, side)->grade;
	return slot == GJ_NONE ? GJ_NONE : (int)gj_vm_value(trying->machines[side], slot, row);
}

static bool passes(const struct trying *trying, size_t row)
{
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < program_of(trying, side)->check_count; i++)
			if (!gj_vm_value(trying->machines[side], program_of(trying, side)->checks[i].slot, row))
				return false;
	return true;
}

static bool grades_differ(const struct trying *trying, size_t row)
{
	return strcmp(gj_program_grade(program_of(trying, 0), grade_at(trying, 0, row))->name,
		gj_program_grade(program_of(trying, 1), grade_at(trying, 1, row))->name) != 0;
}

/* How far both totals are from having an edge of either standard between them. */
static uint64_t edge_distance(const struct trying *trying, int64_t low, int64_t high)
{
	uint64_t least = UNLIKE - 1;
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < program_of(trying, side)->grade_count; i++) {
			const struct gj_grade *grade = &program_of(trying, side)->grades[i];
			int64_t edge = grade->low;
			for (int scale = program_of(trying, side)->point_scale; scale < trying->report->impact.point_scale; scale++)
				edge *= 10;
			uint64_t distance = edge > high ? (uint64_t)(edge - high) : edge <= low ? (uint64_t)(low - edge) + 1 : 0;
			if (grade->from_band && grade->has_low && distance < least)
				least = distance;
		}
	return least + 1;
}

static uint64_t cost_of_row(const struct trying *trying, size_t row)
{
	int64_t old = total_at(trying, 0, row), new = total_at(trying, 1, row);
	if (!passes(trying, row))
		return UINT64_MAX / 2;
	if (grades_differ(trying, row))
		return 0;
	if (!trying->grades_alone)
		return old == new;
	return edge_distance(trying, old < new ? old : new, old < new ? new : old) + (old == new ? UNLIKE : 0);
}

static void cost_of(void *context, const struct trials *trials, uint64_t *costs)
{
	const struct trying *trying = context;
	trials_run(trials, trying->machines[0], 0);
	trials_run(trials, trying->machines[1], 1);
	for (size_t row = 0; row < trials->rows; row++)
		costs[row] = cost_of_row(trying, row);
}

static const struct sample *find_sample(const struct compilation *compilation, const char *name)
{
	for (size_t i = 0; compilation && i < compilation->model->sample_count; i++)
		if (!name || strcmp(compilation->model->samples[i].name, name) == 0)
			return &compilation->model->samples[i];
	return NULL;
}

/* What the columns hold for a sample; NULL where the standard rejects it. */
static int64_t *sample_values(struct trying *trying, size_t side, const struct compilation *compilation, const struct sample *sample)
{
	static const struct coverage none;
	int64_t *values = gj_arena_alloc(trying->arena, (program_of(trying, side)->column_count + 1) * sizeof *values);
	struct test_case test = { .row = sample->row, .ledgers = sample->ledgers };
	struct case_runner *runner = case_runner_new(compilation->model, program_of(trying, side), &none);
	bool ran = runner && case_run(runner, &test), rejected = ran && case_rejected(runner);
	if (ran && !rejected)
		case_columns(runner, values);
	case_runner_free(runner);
	if (!ran)
		gj_arena_alloc(trying->arena, SIZE_MAX); /* jumps */
	return rejected ? NULL : values;
}

/* Fields of one name hold what the new sample says. */
static void prefer_new(const struct trying *trying, int64_t *const values[2])
{
	for (size_t i = 0; i < trying->axes->count; i++) {
		const struct axis *axis = &trying->axes->axes[i];
		int64_t value, own;
		if (axis->fields[0] == GJ_NONE || axis->fields[1] == GJ_NONE)
			continue;
		const struct gj_field *old = &program_of(trying, 0)->fields[axis->fields[0]], *new = &program_of(trying, 1)->fields[axis->fields[1]];
		int64_t state = new->state_column == GJ_NONE ? GJ_PRESENT : values[1][new->state_column];
		bool fits = state == GJ_PRESENT ? axis_from(axis, 1, values[1][new->column], &value) && axis_value(axis, 0, value, &own) : axis->allowed[state];
		if (!fits)
			continue;
		values[0][old->column] = state == GJ_PRESENT ? own : old->low;
		if (old->state_column != GJ_NONE)
			values[0][old->state_column] = state;
	}
}

/* The first sample that both standards have. */
static bool base_from_sample(struct trying *trying, const struct compilation *const compilations[2], int64_t *values[2])
{
	const struct sample *new = compilations[0] && compilations[1] ? find_sample(compilations[1], NULL) : NULL;
	const struct sample *old = new ? find_sample(compilations[0], new->name) : NULL;
	if (!old)
		return false;
	values[0] = sample_values(trying, 0, compilations[0], old);
	values[1] = sample_values(trying, 1, compilations[1], new);
	if (!values[0] || !values[1])
		return false;
	prefer_new(trying, values);
	axes_add_unit(trying->axes, values);
	trying->sample = new->name;
	return true;
}

static void add_edges(struct trying *trying, int64_t *const values[2])
{
	for (size_t side = 0; side < 2; side++) {
		const struct gj_program *program = program_of(trying, side);
		axes_add_edges(trying->axes, side, code_graph_new(program, &program->ledger, trying->arena), values, trying->trials);
	}
}

static bool find_base(struct trying *trying, const struct compilation *const compilations[2])
{
	int64_t *values[2];
	axes_add_ends(trying->axes);
	if (base_from_sample(trying, compilations, values)) {
		add_edges(trying, values);
		if (unit_of(trying->axes, values, &trying->base))
			return true;
	}
	trying->sample = cli_text(trying->report->cli, "样样都好", "all is well");
	trying->made_up = true;
	first_unit(trying->axes, &trying->base);
	add_edges(trying, trying->base.values);
	return best_unit(trying->axes, trying->trials, &trying->base);
}

static bool find(struct trying *trying, bool grades_alone, struct unit *unit)
{
	bool *active = gj_arena_alloc(trying->arena, trying->axes->count + 1);
	memset(active, true, trying->axes->count);
	trying->grades_alone = grades_alone;
	struct descent descent = { trying->axes, trying->trials, active, cost_of, trying, ROWS };
	return descend(&descent, &trying->base, unit);
}

static bool add_value(const struct trying *trying, const struct unit *unit, size_t index, struct gj_buffer *text)
{
	const struct axis *axis = &trying->axes->axes[index];
	size_t side = axis->fields[1] == GJ_NONE ? 0 : 1;
	const struct gj_field *field = &program_of(trying, side)->fields[axis->fields[side]];
	return gj_buffer_text(text, text->size ? "、" : "") && gj_buffer_text(text, axis->name) && gj_buffer_text(text, " ")
		&& gj_datum_value(text, field, unit->values[side][field->column], axis->cells[unit->at[index]].state);
}

/* What differs from the base, or all of it. */
static bool add_values(const struct trying *trying, const struct unit *unit, bool all, struct gj_buffer *text)
{
	bool good = true;
	for (size_t i = 0; i < trying->axes->count && good; i++)
		if (all || unit->at[i] != trying->base.at[i])
			good = add_value(trying, unit, i, text);
	return good;
}

/* The unit once more through both machines, as it is shown. */
static struct gj_impact_row replay(const struct trying *trying, const struct unit *unit)
{
	struct gj_impact_row row = { .key = "", .evaluated = { true, true }, .vms = { trying->machines[0], trying->machines[1] } };
	trials_begin(trying->trials, unit);
	trials_add(trying->trials, &(struct attempt){ 0 });
	for (size_t side = 0; side < 2; side++) {
		trials_run(trying->trials, trying->machines[side], side);
		row.totals[side] = total_at(trying, side, 0);
		row.grades[side] = row.finals[side] = grade_at(trying, side, 0);
	}
	return row;
}

static void print(const struct trying *trying, const struct gj_impact_row *row, const struct gj_buffer *values, const struct gj_buffer *reasons, size_t count)
{
	const struct cli *cli = trying->report->cli;
	char before[IMPACT_TOTAL_BYTES], after[IMPACT_TOTAL_BYTES];
	if (!count)
		fprintf(cli->out, cli_text(cli, "  样例“%s”，不作改动\n", "  sample “%s” as it is\n"), trying->sample);
	else
		fprintf(cli->out, cli_text(cli, "  样例“%s”，改动 %zu 项：%.*s\n", "  sample “%s” with %zu changes: %.*s\n"), trying->sample, count,
			(int)values->size, values->bytes);
	fprintf(cli->out, cli_text(cli, "    原：总分 %s %s；现：总分 %s %s\n      %.*s\n", "    before: total %s %s; now: total %s %s\n      %.*s\n"),
		impact_total_said(trying->report, row, 0, before), gj_program_grade(program_of(trying, 0), row->grades[0])->name,
		impact_total_said(trying->report, row, 1, after), gj_program_grade(program_of(trying, 1), row->grades[1])->name,
		(int)reasons->size, reasons->size ? reasons->bytes : "");
}

static bool add_json(const struct trying *trying, const struct gj_impact_row *row, struct gj_buffer *values, struct gj_buffer *reasons, cJSON *json)
{
	cJSON *object = json_element(json);
	return gj_buffer_add(values, "", 1) && gj_buffer_add(reasons, "", 1) && json_text(object, "sample", trying->sample)
		&& json_text(object, "values", values->bytes) && impact_total_json(trying->report, row, 0, object, "totalBefore")
		&& impact_total_json(trying->report, row, 1, object, "totalNow")
		&& json_text(object, "before", gj_program_grade(program_of(trying, 0), row->grades[0])->name)
		&& json_text(object, "now", gj_program_grade(program_of(trying, 1), row->grades[1])->name) && json_text(object, "why", reasons->bytes);
}

static bool show(const struct trying *trying, const struct unit *unit, cJSON *json)
{
	struct gj_buffer values = { 0 }, reasons = { 0 };
	struct gj_impact_row row = replay(trying, unit);
	size_t count = unit_differences(trying->axes, &trying->base, unit);
	bool good = add_values(trying, unit, false, &values) && impact_reasons(trying->report, &row, json ? "；" : "\n      ", &reasons);
	if (good && json)
		good = add_json(trying, &row, &values, &reasons, json);
	else if (good)
		print(trying, &row, &values, &reasons, count);
	gj_buffer_free(&values);
	gj_buffer_free(&reasons);
	return good;
}

/* A base that stands in no rule file. */
static bool show_base(const struct trying *trying, cJSON *json)
{
	struct gj_buffer values = { 0 };
	bool good = add_values(trying, &trying->base, true, &values) && gj_buffer_add(&values, "", 1);
	if (good && json)
		good = json_text(json_element(json), "base", values.bytes);
	else if (good)
		fprintf(trying->report->cli->out, cli_text(trying->report->cli, "  假设有样例“%s”：%s\n", "  suppose a sample “%s”: %s\n"), trying->sample, values.bytes);
	gj_buffer_free(&values);
	return good;
}

static bool try_all(struct trying *trying, const struct compilation *const compilations[2], cJSON *json)
{
	const struct cli *cli = trying->report->cli;
	struct unit unit, graded;
	trying->axes = axes_new(trying->report->programs, 2, trying->arena);
	trying->trials = trials_new(trying->axes);
	bool based = find_base(trying, compilations);
	for (size_t side = 0; side < 2; side++)
		trying->machines[side] = axes_machine(trying->axes, side, &program_of(trying, side)->ledger);
	if (!json)
		fputs(cli_text(cli, "\n结果不同的最小例子（假设的单位）\n", "\nThe smallest examples that come out otherwise (made-up units)\n"), cli->out);
	if (!based || !find(trying, false, &unit)) {
		if (!json)
			fputs(cli_text(cli, "  没有找到结果不同的单位\n", "  none was found\n"), cli->out);
		return true;
	}
	if (trying->made_up && !show_base(trying, json))
		return false;
	replay(trying, &unit);
	bool same = grades_differ(trying, 0);
	return show(trying, &unit, json) && (same || !find(trying, true, &graded) || show(trying, &graded, json));
}

static bool try_unless_failed(struct trying *trying, const struct compilation *const compilations[2], cJSON *json)
{
	jmp_buf failed;
	if (setjmp(failed))
		return false;
	gj_arena_on_failure(trying->arena, &failed);
	return try_all(trying, compilations, json);
}

bool impact_unit(const struct impact_report *report, const struct compilation *const compilations[2], cJSON *json)
{
	struct trying *trying = calloc(1, sizeof *trying);
	if (!trying)
		return false;
	*trying = (struct trying){ .report = report, .arena = gj_arena_new() };
	bool good = trying->arena && try_unless_failed(trying, compilations, json);
	if (trying->axes)
		axes_end(trying->axes);
	gj_arena_free(trying->arena);
	free(trying);
	return good;
}
