#include "impact_report.h"
#include "json.h"
#include "runtime/cells.h"
#include "runtime/decimal.h"
#include "runtime/summary.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CLAUSES = 10 };

void impact_report_start(struct impact_report *report)
{
	report->pairs = match_sheets(report->programs[0], report->programs[1], report->arena, &report->pair_count);
	report->effects = gj_arena_alloc(report->arena, (report->pair_count + 1) * sizeof *report->effects);
}

static const char *grade_name(const struct impact_report *report, size_t side, int grade)
{
	return gj_program_grade(report->programs[side], grade)->name;
}

static const char *key_name(const struct impact_report *report)
{
	return report->programs[0]->fields[report->programs[0]->key_field].name;
}

static bool write_row(struct impact_report *report)
{
	report->error = gj_output_write(report->output, report->row.bytes, report->row.size);
	report->row.size = 0;
	return !report->error;
}

static bool add_cell(struct gj_buffer *out, const char *text, size_t length)
{
	return gj_buffer_text(out, out->size && out->bytes[out->size - 1] != '\n' ? "," : "") && gj_buffer_cell(out, text, length);
}

static bool add_text(struct gj_buffer *out, const char *text)
{
	return gj_buffer_text(out, ",") && gj_buffer_cell(out, text, strlen(text));
}

bool impact_heading(struct impact_report *report)
{
	static const char *const names[][2] = { { "原总分", "total before" }, { "现总分", "total now" }, { "原等次", "grade before" }, { "现等次", "grade now" },
		{ "原评定结果", "final grade before" }, { "现评定结果", "final grade now" }, { "原因", "why" } };
	const char *key = key_name(report);
	bool good = gj_buffer_text(&report->row, "\xEF\xBB\xBF") && gj_buffer_cell(&report->row, key, strlen(key));
	for (size_t i = 0; i < sizeof names / sizeof *names && good; i++)
		good = add_text(&report->row, names[i][report->cli->language]);
	good = good && gj_buffer_text(&report->row, "\n");
	return good && write_row(report);
}

static void note_clause(struct impact_report *report, const struct gj_impact_row *row, size_t index)
{
	const struct sheet_pair *pair = &report->pairs[index];
	int64_t counted[2] = { 0, 0 };
	bool gain = false;
	for (size_t side = 0; side < 2; side++) {
		int entry = side ? pair->new : pair->old;
		if (entry == GJ_NONE)
			continue;
		const struct gj_program *program = report->programs[side];
		if (program->sheet[entry].part != GJ_PART_CLAUSE)
			return;
		counted[side] = gj_vm_value(row->vms[side], program->sheet[entry].counted, row->row);
		for (int scale = program->point_scale; scale < report->impact.point_scale; scale++)
			counted[side] *= 10;
		gain = !gj_costs(program, entry) && gj_enclosing(program, entry, GJ_PART_PENALTY) == GJ_NONE;
	}
	if (counted[0] != counted[1])
		*(gain == (counted[1] > counted[0]) ? &report->effects[index].gained : &report->effects[index].lost) += 1;
}

const char *impact_total(const struct impact_report *report, const struct gj_impact_row *row, size_t side, char text[GJ_DECIMAL_BYTES])
{
	int none = report->programs[side]->sheet[0].inapplicable;
	text[0] = '\0';
	if (row->evaluated[side] && none != GJ_NONE && gj_vm_value(row->vms[side], none, row->row))
		return NULL;
	if (row->evaluated[side])
		gj_decimal(text, row->totals[side], report->impact.point_scale);
	return text;
}

const char *impact_total_said(const struct impact_report *report, const struct gj_impact_row *row, size_t side, char text[IMPACT_TOTAL_BYTES])
{
	char number[GJ_DECIMAL_BYTES];
	if (!impact_total(report, row, side, number))
		return cli_text(report->cli, "不适用", "not applicable");
	snprintf(text, IMPACT_TOTAL_BYTES, cli_text(report->cli, "%s分", "%s"), number);
	return text;
}

bool impact_total_json(const struct impact_report *report, const struct gj_impact_row *row, size_t side, cJSON *object, const char *name)
{
	char text[GJ_DECIMAL_BYTES];
	if (!impact_total(report, row, side, text))
		return json_text(object, name, "不适用");
	return json_decimal(object, name, row->totals[side], report->impact.point_scale);
}

static const char *alone(const struct impact_report *report, const struct gj_impact_row *row)
{
	return row->evaluated[0] ? cli_text(report->cli, "新标准没有考评（退回，或者表里没有）", "not evaluated by the new standard (rejected or not in its table)")
		: cli_text(report->cli, "旧标准没有考评（退回）", "not evaluated by the old standard (rejected)");
}

static bool explain(const struct impact_report *report, const struct gj_impact_row *row, const char *before, struct gj_buffer *out)
{
	if (row->evaluated[0] && row->evaluated[1])
		return impact_reasons(report, row, before, out);
	return gj_buffer_text(out, alone(report, row));
}

static bool add_row(struct impact_report *report, const struct gj_impact_row *row)
{
	struct gj_buffer reasons = { 0 }, *out = &report->row;
	char text[GJ_DECIMAL_BYTES];
	const char *total;
	bool good = add_cell(out, row->key, row->key_length);
	for (size_t side = 0; side < 2 && good; side++)
		good = add_text(out, (total = impact_total(report, row, side, text)) ? total : "不适用");
	for (size_t side = 0; side < 2 && good; side++)
		good = add_text(out, row->evaluated[side] ? grade_name(report, side, row->grades[side]) : "");
	for (size_t side = 0; side < 2 && good; side++)
		good = add_text(out, row->evaluated[side] ? grade_name(report, side, row->finals[side]) : "");
	good = good && explain(report, row, "；", &reasons) && gj_buffer_text(out, ",") && gj_buffer_cell(out, reasons.size ? reasons.bytes : "", reasons.size)
		&& gj_buffer_text(out, "\n");
	gj_buffer_free(&reasons);
	return good;
}

/* Lines for people: the unit, and a line for each reason. */
static bool show_unit(struct impact_report *report, const struct gj_impact_row *row)
{
	struct gj_buffer *out = &report->units;
	char before[IMPACT_TOTAL_BYTES], after[IMPACT_TOTAL_BYTES], line[256];
	const char *was = grade_name(report, 0, row->finals[0]), *is = grade_name(report, 1, row->finals[1]);
	snprintf(line, sizeof line, cli_text(report->cli, " %.60s → %.60s（总分 %s → %s）\n      ", " %.60s → %.60s (total %s → %s)\n      "), was, is,
		impact_total_said(report, row, 0, before), impact_total_said(report, row, 1, after));
	return gj_buffer_text(out, "  ") && gj_buffer_add(out, row->key, row->key_length) && gj_buffer_text(out, line)
		&& explain(report, row, "\n      ", out) && gj_buffer_text(out, "\n");
}

static bool add_json(const struct impact_report *report, const struct gj_impact_row *row)
{
	struct gj_buffer reasons = { 0 };
	char *key = strndup(row->key, row->key_length);
	cJSON *unit = json_element(report->json);
	bool good = key && explain(report, row, "；", &reasons) && gj_buffer_add(&reasons, "", 1) && json_text(unit, "key", key)
		&& impact_total_json(report, row, 0, unit, "totalBefore") && impact_total_json(report, row, 1, unit, "totalNow")
		&& json_text(unit, "before", grade_name(report, 0, row->finals[0])) && json_text(unit, "now", grade_name(report, 1, row->finals[1]))
		&& json_text(unit, "why", reasons.bytes);
	gj_buffer_free(&reasons);
	free(key);
	return good;
}

bool impact_take(void *context, const struct gj_impact_row *row)
{
	struct impact_report *report = context;
	bool both = row->evaluated[0] && row->evaluated[1];
	report->only[0] += row->evaluated[0] && !both;
	report->only[1] += row->evaluated[1] && !both;
	report->changed += both;
	bool moved = both && strcmp(grade_name(report, 0, row->finals[0]), grade_name(report, 1, row->finals[1])) != 0;
	report->moved += moved;
	for (size_t i = 0; i < report->pair_count && both; i++)
		note_clause(report, row, i);
	if (moved && report->shown < report->show) {
		report->shown++;
		if (!(report->json ? add_json(report, row) : show_unit(report, row)))
			return false;
	}
	return !report->output || (add_row(report, row) && write_row(report));
}

/* A name padded to the right. */
static void print_cell(const struct impact_report *report, const char *text, size_t width)
{
	size_t cells = gj_cells(text, strlen(text));
	for (size_t i = cells; i < width; i++)
		fputc(' ', report->cli->out);
	fputs(text, report->cli->out);
}

static void print_count(const struct impact_report *report, uint64_t count, size_t width)
{
	char text[GJ_DECIMAL_BYTES];
	gj_decimal(text, (int64_t)count, 0);
	print_cell(report, count ? text : "·", width);
}

static size_t widest(const struct impact_report *report)
{
	size_t width = 8;
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < report->programs[side]->grade_count; i++) {
			const char *name = report->programs[side]->grades[i].name;
			size_t cells = gj_cells(name, strlen(name)) + 2;
			width = cells > width ? cells : width;
		}
	return width;
}

/* Rows: before; columns: now; from the highest grade down. */
static void print_moves(const struct impact_report *report)
{
	const struct gj_program *old = report->programs[0], *new = report->programs[1];
	size_t width = widest(report);
	if (!old->grade_count || !new->grade_count)
		return;
	fputs(cli_text(report->cli, "\n评定结果的变动（行：原；列：现）\n", "\nMoves between final grades (rows: before; columns: now)\n"), report->cli->out);
	print_cell(report, "", width);
	for (size_t k = new->grade_count; k-- > 0;)
		print_cell(report, new->grades[k].name, width);
	print_cell(report, cli_text(report->cli, "原合计", "before"), width);
	fputc('\n', report->cli->out);
	for (size_t i = old->grade_count; i-- > 0;) {
		uint64_t sum = 0;
		print_cell(report, old->grades[i].name, width);
		for (size_t k = new->grade_count; k-- > 0;) {
			uint64_t units = gj_impact_moves(&report->impact, (int)i, (int)k);
			print_count(report, units, width);
			sum += units;
		}
		print_count(report, sum, width);
		fputc('\n', report->cli->out);
	}
	print_cell(report, cli_text(report->cli, "现合计", "now"), width);
	for (size_t k = new->grade_count; k-- > 0;) {
		uint64_t sum = 0;
		for (size_t i = 0; i < old->grade_count; i++)
			sum += gj_impact_moves(&report->impact, (int)i, (int)k);
		print_count(report, sum, width);
	}
	fputc('\n', report->cli->out);
}

static void print_target(const struct impact_report *report, const struct gj_run *run, size_t index)
{
	struct gj_group everyone = gj_population_group(run->population, run->program->targets[index].grouping, 0);
	struct gj_target_result result = gj_target_stands(run->program, index, everyone, false);
	char share[GJ_DECIMAL_BYTES];
	gj_percentage(share, result.rows, everyone.rated);
	fprintf(report->cli->out, "%s%% ", share);
	if (result.reached)
		fputs(cli_text(report->cli, "达到\n", "reached\n"), report->cli->out);
	else
		fprintf(report->cli->out, cli_text(report->cli, "没有达到，差 %llu 个\n", "not reached, %llu short\n"), (unsigned long long)result.gap);
}

static void print_target_groups(const struct impact_report *report, const struct gj_run *run, size_t index)
{
	int grouping = run->program->targets[index].grouping;
	size_t groups = gj_population_groups(run->population, grouping), reached = 0;
	for (size_t i = 0; i < groups; i++)
		reached += gj_target_stands(run->program, index, gj_population_group(run->population, grouping, i), false).reached;
	fprintf(report->cli->out, cli_text(report->cli, "%zu 组中 %zu 组达到\n", "of %zu groups %zu reach it\n"), groups, reached);
}

static void print_targets_of(const struct impact_report *report, size_t side)
{
	const struct gj_run *run = report->impact.runs[side];
	for (size_t i = 0; i < run->program->target_count; i++) {
		fprintf(report->cli->out, "  %s %s：", side ? cli_text(report->cli, "现", "now") : cli_text(report->cli, "原", "before"),
			run->program->targets[i].label);
		if (run->program->groupings[run->program->targets[i].grouping].key_count)
			print_target_groups(report, run, i);
		else
			print_target(report, run, i);
	}
}

static void print_targets(const struct impact_report *report)
{
	if (!report->programs[0]->target_count && !report->programs[1]->target_count)
		return;
	fputs(cli_text(report->cli, "\n目标\n", "\nTargets\n"), report->cli->out);
	print_targets_of(report, 0);
	print_targets_of(report, 1);
}

/* The clause that concerns most units of those not printed yet; pair_count: none. */
static size_t next_clause(const struct impact_report *report, const bool *printed)
{
	size_t found = report->pair_count;
	uint64_t most = 0;
	for (size_t i = 0; i < report->pair_count; i++) {
		uint64_t units = report->effects[i].gained + report->effects[i].lost;
		if (!printed[i] && units > most) {
			most = units;
			found = i;
		}
	}
	return found;
}

static const char *clause_wording(const struct impact_report *report, size_t index)
{
	const struct sheet_pair *pair = &report->pairs[index];
	return pair->new != GJ_NONE ? report->programs[1]->sheet[pair->new].wording : report->programs[0]->sheet[pair->old].wording;
}

static const char *clause_status(const struct impact_report *report, size_t index)
{
	const struct sheet_pair *pair = &report->pairs[index];
	return pair->old == GJ_NONE ? cli_text(report->cli, "新增", "new ") : pair->new == GJ_NONE ? cli_text(report->cli, "取消", "dropped ") : "";
}

static void print_clauses(const struct impact_report *report)
{
	bool *printed = gj_arena_alloc(report->arena, report->pair_count + 1);
	for (size_t count = 0; count < MOST_CLAUSES; count++) {
		size_t i = next_clause(report, printed);
		if (i == report->pair_count)
			return;
		if (!count)
			fputs(cli_text(report->cli, "\n由哪些条款引起（单位数）\n", "\nBy which clauses (units)\n"), report->cli->out);
		printed[i] = true;
		fprintf(report->cli->out, cli_text(report->cli, "  %s条款“%s”：多得分 %llu 个，少得分 %llu 个\n", "  %sclause “%s”: %llu gain, %llu lose\n"),
			clause_status(report, i), clause_wording(report, i), (unsigned long long)report->effects[i].gained,
			(unsigned long long)report->effects[i].lost);
	}
}

/* Units that one standard alone evaluates. */
static uint64_t alone_in(const struct gj_impact *impact, size_t side)
{
	uint64_t known = impact->both + impact->pending[side], evaluated = impact->runs[side]->tally.evaluated;
	return evaluated > known ? evaluated - known : 0;
}

void impact_print(const struct impact_report *report)
{
	const struct gj_impact *impact = &report->impact;
	FILE *out = report->cli->out;
	fprintf(out, cli_text(report->cli, "%s（%s）→ %s（%s）\n", "%s (%s) → %s (%s)\n"), report->programs[0]->name, report->programs[0]->edition,
		report->programs[1]->name, report->programs[1]->edition);
	if (impact->pending[0] || impact->pending[1])
		fprintf(out, cli_text(report->cli, "有待核格子的 %llu 个，结果未定，不比较\n", "%llu units with 待核 cells are open and not compared\n"),
			(unsigned long long)(impact->pending[0] > impact->pending[1] ? impact->pending[0] : impact->pending[1]));
	fprintf(out, cli_text(report->cli, "两个标准都考评的 %llu 个；只有旧标准考评的 %llu 个，只有新标准考评的 %llu 个\n",
		"%llu units evaluated by both; %llu by the old standard only, %llu by the new only\n"), (unsigned long long)impact->both,
		(unsigned long long)alone_in(impact, 0), (unsigned long long)alone_in(impact, 1));
	fprintf(out, cli_text(report->cli, "总分：升 %llu 个，降 %llu 个，不变 %llu 个；评定结果变了 %llu 个\n",
		"Totals: %llu gain, %llu lose, %llu stay; final grades: %llu change\n"), (unsigned long long)impact->gained, (unsigned long long)impact->lost,
		(unsigned long long)(impact->both - impact->gained - impact->lost), (unsigned long long)report->moved);
	print_moves(report);
	print_targets(report);
	print_clauses(report);
	if (!report->moved)
		return;
	fprintf(out, cli_text(report->cli, "\n评定结果变了的单位（%zu/%llu 个）\n", "\nUnits whose final grade changes (%zu of %llu)\n"), report->shown,
		(unsigned long long)report->moved);
	fwrite(report->units.bytes, 1, report->units.size, out);
}

static bool add_moves(const struct impact_report *report, cJSON *array)
{
	bool good = array != NULL;
	for (size_t i = report->programs[0]->grade_count; i-- > 0;)
		for (size_t k = report->programs[1]->grade_count; k-- > 0 && good;) {
			uint64_t units = gj_impact_moves(&report->impact, (int)i, (int)k);
			cJSON *move = units ? json_element(array) : NULL;
			good = !units || (json_text(move, "before", report->programs[0]->grades[i].name) && json_text(move, "now", report->programs[1]->grades[k].name)
				&& json_count(move, "units", units));
		}
	return good;
}

static bool add_target(cJSON *object, const struct gj_run *run, size_t side, size_t index, size_t group)
{
	const struct gj_target *target = &run->program->targets[index];
	struct gj_target_result result = gj_target_stands(run->program, index, gj_population_group(run->population, target->grouping, group), false);
	struct gj_buffer label = { 0 };
	bool good = json_text(object, "standard", side ? "new" : "old") && json_text(object, "target", target->label)
		&& gj_population_label(run->population, target->grouping, group, &label) && gj_buffer_add(&label, "", 1)
		&& (!*label.bytes || json_text(object, "group", label.bytes)) && json_count(object, "rows", result.rows)
		&& json_bool(object, "reached", result.reached) && json_count(object, "gap", result.gap);
	gj_buffer_free(&label);
	return good;
}

static bool add_targets(const struct impact_report *report, cJSON *array)
{
	bool good = array != NULL;
	for (size_t side = 0; side < 2; side++) {
		const struct gj_run *run = report->impact.runs[side];
		for (size_t i = 0; i < run->program->target_count && good; i++)
			for (size_t group = 0; group < gj_population_groups(run->population, run->program->targets[i].grouping) && good; group++)
				good = add_target(json_element(array), run, side, i, group);
	}
	return good;
}

static bool add_clauses(const struct impact_report *report, cJSON *array)
{
	bool good = array != NULL;
	for (size_t i = 0; i < report->pair_count && good; i++) {
		if (!report->effects[i].gained && !report->effects[i].lost)
			continue;
		cJSON *clause = json_element(array);
		good = json_text(clause, "wording", clause_wording(report, i)) && json_count(clause, "gained", report->effects[i].gained)
			&& json_count(clause, "lost", report->effects[i].lost);
	}
	return good;
}

bool impact_json(const struct impact_report *report, cJSON *root)
{
	const struct gj_impact *impact = &report->impact;
	return json_text(root, "old", report->programs[0]->name) && json_text(root, "new", report->programs[1]->name) && json_count(root, "both", impact->both)
		&& json_count(root, "pending", impact->pending[0])
		&& json_count(root, "onlyOld", alone_in(impact, 0))
		&& json_count(root, "onlyNew", alone_in(impact, 1)) && json_count(root, "gained", impact->gained)
		&& json_count(root, "lost", impact->lost) && json_count(root, "changed", report->changed) && json_count(root, "moved", report->moved)
		&& add_moves(report, json_array(root, "moves")) && add_targets(report, json_array(root, "targets"))
		&& add_clauses(report, json_array(root, "clauses"));
}
