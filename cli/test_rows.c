#include "test_rows.h"

#include "compiler/best_unit.h"
#include "compiler/edges.h"
#include "runtime/datum.h"
#include "runtime/decimal.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 2000 * 1000 * 1000 };

/* A unit to begin from: a sample, or the row of a case. */
struct origin {
	const char *sample; /* its name; NULL: a case's row */
	bool made_up;
	const struct given_rows *ledgers;
};

struct suggesting {
	struct test_run *run;
	FILE *out;
	struct gj_arena *arena;
	struct axes *axes;
	struct code_graph *graph;
	struct trials *trials;
	size_t origin_count;
	struct origin *origins; /* samples first */
	struct unit *units;     /* [origin_count] */
	struct goal *goals;     /* of the points no case shows */
	size_t *points, goal_count;
	bool *shown;            /* [goal_count] by a row written already */
	struct gj_vm *vm;
};

/* Kept where the reader wouldn't reject the row. */
static void add_origin(struct suggesting *suggesting, const char *sample, struct given *row, struct given_rows *ledgers, int64_t **values)
{
	struct test_case test = { .row = row, .ledgers = ledgers };
	if (!case_run(suggesting->run->runner, &test))
		gj_arena_alloc(suggesting->arena, SIZE_MAX); /* jumps */
	if (case_rejected(suggesting->run->runner))
		return;
	size_t place = suggesting->origin_count++, columns = suggesting->run->program->column_count;
	suggesting->origins[place] = (struct origin){ .sample = sample, .ledgers = ledgers };
	values[place] = gj_arena_alloc(suggesting->arena, (columns + 1) * sizeof **values);
	case_columns(suggesting->run->runner, values[place]);
	axes_add_unit(suggesting->axes, &values[place]);
}

static void add_origins(struct suggesting *suggesting, int64_t **values)
{
	const struct model *model = suggesting->run->compilation->model;
	for (size_t i = 0; i < model->sample_count; i++)
		add_origin(suggesting, model->samples[i].name, model->samples[i].row, model->samples[i].ledgers, values);
	for (size_t i = 0; i < model->case_count; i++)
		add_origin(suggesting, NULL, model->cases[i].row, model->cases[i].ledgers, values);
}

/* The units that values describe; those that don't fit the axes are left out. */
static void place_origins(struct suggesting *suggesting, int64_t **values)
{
	size_t kept = 0;
	for (size_t i = 0; i < suggesting->origin_count; i++) {
		suggesting->origins[kept] = suggesting->origins[i];
		kept += unit_of(suggesting->axes, &values[i], &suggesting->units[kept]);
	}
	suggesting->origin_count = kept;
}

/* Where the file has no row to begin from, one is made, and shown as a sample. */
static bool make_origin(struct suggesting *suggesting, int64_t **values)
{
	struct unit unit;
	first_unit(suggesting->axes, &unit);
	axes_add_edges(suggesting->axes, 0, suggesting->graph, unit.values, suggesting->trials);
	if (!best_unit(suggesting->axes, suggesting->trials, &unit))
		return false;
	values[suggesting->origin_count] = unit.values[0];
	suggesting->origins[suggesting->origin_count++] = (struct origin){ .sample = "样样都好", .made_up = true };
	return true;
}

static bool find_origins(struct suggesting *suggesting)
{
	const struct model *model = suggesting->run->compilation->model;
	size_t most = model->sample_count + model->case_count + 1;
	int64_t **values = gj_arena_alloc(suggesting->arena, most * sizeof *values);
	suggesting->origins = gj_arena_alloc(suggesting->arena, most * sizeof *suggesting->origins);
	suggesting->units = gj_arena_alloc(suggesting->arena, most * sizeof *suggesting->units);
	axes_add_ends(suggesting->axes);
	add_origins(suggesting, values);
	if (!suggesting->origin_count && !make_origin(suggesting, values))
		return false;
	axes_add_edges(suggesting->axes, 0, suggesting->graph, &values[0], suggesting->trials);
	place_origins(suggesting, values);
	return suggesting->origin_count > 0;
}

static void find_goals(struct suggesting *suggesting)
{
	const struct coverage *coverage = &suggesting->run->coverage;
	suggesting->goals = gj_arena_alloc(suggesting->arena, (coverage->count + 1) * sizeof *suggesting->goals);
	suggesting->points = gj_arena_alloc(suggesting->arena, (coverage->count + 1) * sizeof *suggesting->points);
	suggesting->shown = gj_arena_alloc(suggesting->arena, coverage->count + 1);
	for (size_t i = 0; i < coverage->count; i++) {
		if (case_point_seen(suggesting->run->runner, i))
			continue;
		suggesting->points[suggesting->goal_count] = i;
		suggesting->goals[suggesting->goal_count++] = coverage->points[i].goal;
	}
}

static bool same_ledgers(const struct suggesting *suggesting, const struct origin *a, const struct origin *b)
{
	bool same = true;
	for (size_t i = 0; i < suggesting->run->program->ledger_count && same; i++)
		same = a->ledgers && b->ledgers && a->ledgers[i].count == b->ledgers[i].count && a->ledgers[i].rows == b->ledgers[i].rows;
	return same;
}

/* The sample that a unit differs least from, of those with the same ledgers; else where it was begun. */
static size_t nearest_sample(const struct suggesting *suggesting, const struct goal *goal)
{
	size_t nearest = goal->base, least = SIZE_MAX;
	for (size_t i = 0; i < suggesting->origin_count; i++) {
		if (!suggesting->origins[i].sample || !same_ledgers(suggesting, &suggesting->origins[i], &suggesting->origins[goal->base]))
			continue;
		size_t differences = unit_differences(suggesting->axes, &suggesting->units[i], &goal->unit);
		if (differences < least) {
			least = differences;
			nearest = i;
		}
	}
	return nearest;
}

/* 迟到次数 3次 */
static bool add_value(const struct suggesting *suggesting, const struct unit *unit, size_t index, struct gj_buffer *text)
{
	const struct axis *axis = &suggesting->axes->axes[index];
	const struct gj_field *field = &suggesting->run->program->fields[axis->fields[0]];
	return gj_buffer_text(text, text->size ? "、" : "") && gj_buffer_text(text, field->name) && gj_buffer_text(text, " ")
		&& gj_datum_value(text, field, unit->values[0][field->column], axis->cells[unit->at[index]].state);
}

/* The values in which the unit differs from a sample; all of them where it is begun from none. */
static bool add_values(const struct suggesting *suggesting, const struct unit *unit, size_t origin, struct gj_buffer *text)
{
	bool whole = !suggesting->origins[origin].sample, good = true;
	for (size_t i = 0; i < suggesting->axes->count && good; i++)
		if (whole || unit->at[i] != suggesting->units[origin].at[i])
			good = add_value(suggesting, unit, i, text);
	return good;
}

/* “组织生活 8分”: each with what separates it from the one before. */
static bool add_points(const struct suggesting *suggesting, const char *name, int slot, int inapplicable, struct gj_buffer *text)
{
	char number[GJ_DECIMAL_BYTES];
	if (inapplicable != GJ_NONE && gj_vm_value(suggesting->vm, inapplicable, 0))
		return gj_buffer_text(text, text->size ? "、" : "") && gj_buffer_text(text, name) && gj_buffer_text(text, " 不适用");
	gj_decimal(number, gj_vm_value(suggesting->vm, slot, 0), suggesting->run->program->point_scale);
	return gj_buffer_text(text, text->size ? "、" : "") && gj_buffer_text(text, name) && gj_buffer_text(text, " ") && gj_buffer_text(text, number)
		&& gj_buffer_text(text, "分");
}

/* What the program makes of the row just run: the 指标 that a sample scores otherwise on (all, where there is none), total and grade. */
static bool add_results(const struct suggesting *suggesting, const int64_t *before, struct gj_buffer *text)
{
	const struct gj_program *program = suggesting->run->program;
	bool good = true;
	for (size_t i = 0; i < program->sheet_count && good; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		if (entry->part == GJ_PART_ITEM && (!before || before[entry->score] != gj_vm_value(suggesting->vm, entry->score, 0)))
			good = add_points(suggesting, entry->name, entry->score, entry->inapplicable, text);
	}
	good = good && (program->bonus == GJ_NONE || !gj_vm_value(suggesting->vm, program->bonus, 0) || add_points(suggesting, "加分", program->bonus, GJ_NONE, text))
		&& (program->penalty == GJ_NONE || !gj_vm_value(suggesting->vm, program->penalty, 0) || add_points(suggesting, "减分", program->penalty, GJ_NONE, text))
		&& add_points(suggesting, "总分", program->total, program->sheet[0].inapplicable, text);
	if (program->grade == GJ_NONE || !good)
		return good;
	return gj_buffer_text(text, "、等次 ")
		&& gj_buffer_text(text, gj_program_grade(program, (int)gj_vm_value(suggesting->vm, program->grade, 0))->name);
}

/* Every slot of a unit, after a run of it. */
static int64_t *run_unit(const struct suggesting *suggesting, const struct unit *unit)
{
	const struct gj_program *program = suggesting->run->program;
	int64_t *slots = gj_arena_alloc(suggesting->arena, (program->slot_count + 1) * sizeof *slots);
	trials_begin(suggesting->trials, unit);
	trials_add(suggesting->trials, &(struct attempt){ 0 });
	trials_run(suggesting->trials, suggesting->vm, 0);
	for (size_t i = 0; i < program->slot_count; i++)
		slots[i] = gj_vm_value(suggesting->vm, (int)i, 0);
	return slots;
}

static bool shows(const struct suggesting *suggesting, const struct goal *goal, const int64_t *slots)
{
	const struct gj_program *program = suggesting->run->program;
	for (size_t i = 0; i < program->check_count; i++)
		if ((slots[program->checks[i].slot] == 0) != ((int)i == goal->fails))
			return false;
	return goal->slot == GJ_NONE || (slots[goal->slot] != 0) == goal->holds;
}

static void write_point(const struct suggesting *suggesting, size_t goal)
{
	fputs("# ", suggesting->out);
	test_point_print(suggesting->run, &suggesting->run->coverage.points[suggesting->points[goal]], suggesting->out);
	fputc('\n', suggesting->out);
}

/* The points that a row shows, each in a line before it. */
static void write_points(struct suggesting *suggesting, const int64_t *slots)
{
	for (size_t i = 0; i < suggesting->goal_count; i++) {
		if (suggesting->shown[i] || !shows(suggesting, &suggesting->goals[i], slots))
			continue;
		suggesting->shown[i] = true;
		write_point(suggesting, i);
	}
}

static const char *check_field(const struct gj_program *program, int check)
{
	return program->checks[check].field_count ? program->fields[program->checks[check].fields[0]].name : "";
}

static bool write_row(struct suggesting *suggesting, const struct goal *goal, struct gj_buffer *values, struct gj_buffer *results)
{
	const struct gj_program *program = suggesting->run->program;
	size_t origin = nearest_sample(suggesting, goal);
	const char *sample = suggesting->origins[origin].sample;
	const int64_t *before = sample ? run_unit(suggesting, &suggesting->units[origin]) : NULL, *slots = run_unit(suggesting, &goal->unit);
	if (!add_values(suggesting, &goal->unit, origin, values) || !add_results(suggesting, before, results))
		return false;
	write_points(suggesting, slots);
	if (values->size)
		fprintf(suggesting->out, "用例 “%.*s”\n  给定 %s%s%.*s\n", (int)values->size, values->bytes, sample ? sample : "", sample ? " 其中 " : "",
			(int)values->size, values->bytes);
	else
		fprintf(suggesting->out, "用例 “%s”\n  给定 %s\n", sample, sample);
	if (goal->fails != GJ_NONE)
		fprintf(suggesting->out, "  期望 拒绝 %s\n\n", check_field(program, goal->fails));
	else
		fprintf(suggesting->out, cli_text(suggesting->run->cli, "  期望   # 程序算得 %.*s；请用手算核对后填写\n\n",
			"  期望   # the program finds %.*s; work it out by hand and write it here\n\n"), (int)results->size, results->bytes);
	return true;
}

static bool write_goal(struct suggesting *suggesting, const struct goal *goal)
{
	struct gj_buffer values = { 0 }, results = { 0 };
	bool good = write_row(suggesting, goal, &values, &results);
	gj_buffer_free(&values);
	gj_buffer_free(&results);
	return good;
}

static bool write_sample(const struct suggesting *suggesting)
{
	struct gj_buffer values = { 0 };
	bool good = true;
	for (size_t i = 0; i < suggesting->axes->count && good; i++)
		good = add_value(suggesting, &suggesting->units[0], i, &values);
	if (good)
		fprintf(suggesting->out, "样例 %s\n  %.*s\n\n", suggesting->origins[0].sample, (int)values.size, values.size ? values.bytes : "");
	gj_buffer_free(&values);
	return good;
}

static bool write_goals(struct suggesting *suggesting)
{
	bool good = !suggesting->origin_count || !suggesting->origins[0].made_up || write_sample(suggesting), heading = false;
	for (size_t i = 0; i < suggesting->goal_count && good; i++)
		if (suggesting->goals[i].found && !suggesting->shown[i])
			good = write_goal(suggesting, &suggesting->goals[i]);
	for (size_t i = 0; i < suggesting->goal_count && good; i++) {
		if (suggesting->shown[i])
			continue;
		if (!heading && suggesting->run->program->ledger_count)
			fputs(cli_text(suggesting->run->cli, "# 台账里的记录照样例，没有替您改动：要改动台账才能显示的，请自己写。\n",
				"# The rows of ledgers are those of the sample: what only other rows can show is yours to write.\n"), suggesting->out);
		if (!heading)
			fputs(cli_text(suggesting->run->cli, "# 没有找到能显示下列各处的数据（也可能本来就没有这样的数据）：\n",
				"# No row was found that shows these (there may be none):\n"), suggesting->out);
		heading = true;
		write_point(suggesting, i);
	}
	return good;
}

static bool write_all(struct suggesting *suggesting)
{
	const struct gj_program *program = suggesting->run->program;
	suggesting->axes = axes_new(&program, 1, suggesting->arena);
	suggesting->graph = code_graph_new(program, &program->ledger, suggesting->arena);
	suggesting->trials = trials_new(suggesting->axes);
	find_goals(suggesting);
	if (find_origins(suggesting)) {
		struct row_search search = { suggesting->axes, suggesting->graph, suggesting->trials, suggesting->origin_count, suggesting->units,
			suggesting->goal_count, suggesting->goals, STEPS };
		search_rows(&search);
	}
	suggesting->vm = axes_machine(suggesting->axes, 0, &program->ledger);
	return write_goals(suggesting);
}

static bool write_unless_failed(struct suggesting *suggesting)
{
	jmp_buf failed;
	if (setjmp(failed))
		return false;
	gj_arena_on_failure(suggesting->arena, &failed);
	return write_all(suggesting);
}

bool test_rows_write(struct test_run *run, FILE *out)
{
	struct suggesting *suggesting = calloc(1, sizeof *suggesting);
	if (!suggesting)
		return false;
	*suggesting = (struct suggesting){ .run = run, .out = out, .arena = gj_arena_new() };
	bool good = suggesting->arena && write_unless_failed(suggesting);
	if (suggesting->axes)
		axes_end(suggesting->axes);
	gj_arena_free(suggesting->arena);
	free(suggesting);
	return good;
}
