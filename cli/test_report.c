#include "test_report.h"
#include "json.h"
#include "test_values.h"

#include <string.h>

static size_t line_of(const struct test_run *run, struct span span)
{
	return source_place(run->compilation->source, span.start).line;
}

/* The file of a case: that of the standard, or one that it is based on. */
static const char *path_of(const struct test_run *run, struct span span)
{
	const struct source *source = run->compilation->source;
	return source_file_at(source, span.start) == 0 ? run->path : source_place(source, span.start).path;
}

/* Whether sheet entry `entry` stands under `above`. */
static bool stands_under(const struct gj_program *program, int entry, int above)
{
	while (entry != GJ_NONE && entry != above)
		entry = program->sheet[entry].parent;
	return entry == above;
}

/* The data a sheet entry reads: 三会一课缺次 2次、统一活动日缺次 1次 */
static void print_data(const struct test_run *run, const struct gj_sheet_entry *entry, const struct test_case *test)
{
	char cell[VALUE_BYTES];
	for (size_t i = 0; i < entry->field_count; i++) {
		int field = entry->fields[i];
		test_cell(cell, run, &test->row[field]);
		fprintf(run->cli->out, "%s%s %s", i ? cli_text(run->cli, "、", ", ") : "", run->compilation->program->fields[field].name, cell);
	}
}

static void print_clause(const struct test_run *run, const struct gj_sheet_entry *entry, const struct test_case *test)
{
	char incurred[VALUE_BYTES], counted[VALUE_BYTES];
	test_points(incurred, run, case_value(run->runner, entry->incurred));
	test_points(counted, run, case_value(run->runner, entry->counted));
	fprintf(run->cli->out, cli_text(run->cli, "      条款“%s”：", "      clause “%s”: "), entry->wording);
	print_data(run, entry, test);
	fprintf(run->cli->out, cli_text(run->cli, "；应计 %s，实计 %s\n", "; incurred %s, counted %s\n"), incurred, counted);
}

static void print_veto(const struct test_run *run, const struct gj_sheet_entry *entry, const struct test_case *test)
{
	fprintf(run->cli->out, cli_text(run->cli, "      否决“%s”：", "      veto “%s”: "), entry->wording);
	print_data(run, entry, test);
	fputc('\n', run->cli->out);
}

static bool about_points(enum expect_kind kind)
{
	return kind == EXPECT_PART || kind == EXPECT_TOTAL || kind == EXPECT_BONUS || kind == EXPECT_PENALTY || kind == EXPECT_GRADE;
}

static bool about_vetoes(enum expect_kind kind)
{
	return kind == EXPECT_GRADE || kind == EXPECT_VETOED || kind == EXPECT_VETO_REASON;
}

/* The clauses that moved points where the expectation looks, and the vetoes that held. */
static void print_sheet_lines(const struct test_run *run, const struct expectation *expectation, const struct test_case *test)
{
	const struct gj_program *program = run->compilation->program;
	int above = expectation->kind == EXPECT_PART ? expectation->index : 0;
	for (size_t i = 0; i < program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		if (entry->part == GJ_PART_CLAUSE && about_points(expectation->kind) && stands_under(program, (int)i, above) &&
			case_value(run->runner, entry->incurred) != 0)
			print_clause(run, entry, test);
		if (entry->part == GJ_PART_VETO && about_vetoes(expectation->kind) && case_value(run->runner, entry->reason) != 0)
			print_veto(run, entry, test);
	}
}

/* Why the row was rejected. */
static void print_reasons(const struct test_run *run, const struct test_case *test)
{
	const struct gj_program *program = run->compilation->program;
	char cell[VALUE_BYTES];
	for (size_t i = 0; i < program->check_count; i++)
		if (case_check_failed(run->runner, i))
			fprintf(run->cli->out, cli_text(run->cli, "      校验不通过：%s\n", "      check failed: %s\n"), program->checks[i].text);
	for (size_t i = 0; i < program->field_count; i++) {
		if (!case_field_rejected(run->runner, (int)i))
			continue;
		test_cell(cell, run, &test->row[i]);
		fprintf(run->cli->out, "      %s %s\n", program->fields[i].name, cell);
	}
}

static void print_failure(const struct test_run *run, const struct test_case *test, const struct expectation *expectation, int64_t got)
{
	char expected[VALUE_BYTES], found[VALUE_BYTES];
	test_expected(expected, run, expectation);
	test_found(found, run, expectation, got);
	fprintf(run->cli->out, cli_text(run->cli, "    %s：期望 %s，实际 %s\n", "    %s: expected %s, got %s\n"), test_subject(run, expectation), expected,
		found);
	if (case_rejected(run->runner))
		print_reasons(run, test);
	else
		print_sheet_lines(run, expectation, test);
}

static bool add_failure(cJSON *differences, const struct test_run *run, const struct expectation *expectation, int64_t got)
{
	char expected[VALUE_BYTES], found[VALUE_BYTES];
	test_expected(expected, run, expectation);
	test_found(found, run, expectation, got);
	cJSON *difference = json_element(differences);
	return json_text(difference, "subject", test_subject(run, expectation)) && json_text(difference, "expected", expected) &&
		json_text(difference, "found", found);
}

/* The array under `name` in a file's object, begun when it isn't there yet; NULL when memory is out. */
static cJSON *array_of(cJSON *object, const char *name)
{
	cJSON *array = cJSON_GetObjectItemCaseSensitive(object, name);
	return array ? array : json_array(object, name);
}

/* Begins the record of a failed case and returns its list of differences; NULL when memory is out. */
static cJSON *begin_failure(const struct test_run *run, const struct test_case *test)
{
	cJSON *failure = json_element(array_of(run->json, "failures"));
	bool complete = json_text(failure, "case", test->title) && json_count(failure, "line", line_of(run, test->span));
	return complete ? json_array(failure, "differences") : NULL;
}

bool test_report_failure(struct test_run *run, const struct test_case *test)
{
	cJSON *differences = run->json ? begin_failure(run, test) : NULL;
	if (run->json && !differences)
		return false;
	if (!run->json)
		fprintf(run->cli->out, cli_text(run->cli, "不通过 %s:%zu 用例“%s”\n", "FAILED %s:%zu case “%s”\n"), path_of(run, test->span),
			line_of(run, test->span), test->title);
	for (size_t i = 0; i < test->expectation_count; i++) {
		int64_t got;
		if (case_holds(run->runner, &test->expectations[i], &got))
			continue;
		if (!run->json)
			print_failure(run, test, &test->expectations[i], got);
		else if (!add_failure(differences, run, &test->expectations[i], got))
			return false;
	}
	if (case_rejected(run->runner) && test->expectation_count == 0 && !run->json)
		print_reasons(run, test);
	return true;
}

struct coverage {
	size_t seen, total;
	cJSON *missing; /* NULL for text */
	bool failed;    /* memory is out */
};

static const char *place_kind(const struct cli *cli, const struct gj_sheet_entry *entry)
{
	switch (entry->part) {
	case GJ_PART_PROJECT: return cli_text(cli, "项目", "project ");
	case GJ_PART_ITEM: return cli_text(cli, "指标", "item ");
	case GJ_PART_POINT: return cli_text(cli, "要点", "point ");
	case GJ_PART_SERIES: return cli_text(cli, "以下各条", "series ");
	case GJ_PART_BONUS: return cli_text(cli, "加分项", "bonus");
	case GJ_PART_PENALTY: return cli_text(cli, "减分项", "penalty");
	default: return cli_text(cli, "条款", "clause ");
	}
}

static void print_place(const struct test_run *run, const struct gj_sheet_entry *entry)
{
	const char *name = *entry->wording ? entry->wording : entry->name;
	fprintf(run->cli->out, cli_text(run->cli, "（%s%s%s%s）", " (%s%s%s%s)"), place_kind(run->cli, entry), *name ? "“" : "", name, *name ? "”" : "");
}

/* `entry` (or NULL) says where it belongs. */
static void cover(const struct test_run *run, struct coverage *coverage, bool seen, const char *kind, const char *label,
	const struct gj_sheet_entry *entry)
{
	coverage->total++;
	coverage->seen += seen;
	if (seen)
		return;
	if (!run->json) {
		fprintf(run->cli->out, cli_text(run->cli, "  没有用例触及 %s %s", "  no case touches %s %s"), kind, label);
		if (entry)
			print_place(run, entry);
		fputc('\n', run->cli->out);
		return;
	}
	const char *wording = !entry ? "" : *entry->wording ? entry->wording : entry->name;
	cJSON *item = json_element(coverage->missing);
	if (!json_text(item, "kind", kind) || !json_text(item, "label", label) || !json_text(item, "wording", wording))
		coverage->failed = true;
}

static void cover_branches(const struct test_run *run, struct coverage *coverage)
{
	static const char *const kinds[][2] = {
		[GJ_BRANCH_RULE] = { "规则", "rule" },
		[GJ_BRANCH_TIER] = { "分档", "tier" },
		[GJ_BRANCH_CAP] = { "封顶", "cap" },
		[GJ_BRANCH_CONDITION] = { "条件", "condition" },
	};
	const struct gj_program *program = run->compilation->program;
	for (size_t i = 0; i < program->branch_count; i++) {
		const struct gj_branch *branch = &program->branches[i];
		const struct gj_sheet_entry *entry = branch->entry == GJ_NONE ? NULL : &program->sheet[branch->entry];
		cover(run, coverage, case_branch_seen(run->runner, i), kinds[branch->kind][run->cli->language], branch->label, entry);
	}
}

static void cover_outcomes(const struct test_run *run, struct coverage *coverage)
{
	const struct gj_program *program = run->compilation->program;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_VETO)
			cover(run, coverage, case_veto_seen(run->runner, i), cli_text(run->cli, "否决", "veto"), program->sheet[i].wording, NULL);
	/* A grade that only 评选 gives depends on all rows together, which a case cannot show. */
	for (size_t i = 0; i < program->grade_count; i++)
		if (program->grades[i].from_band || program->grades[i].unrated || (int)i == program->veto_grade)
			cover(run, coverage, case_grade_seen(run->runner, i), cli_text(run->cli, "等次", "grade"), program->grades[i].name, NULL);
}

static bool end_json(struct test_run *run, struct coverage *coverage)
{
	return !coverage->failed && array_of(run->json, "failures") && json_count(run->json, "passed", run->passed) &&
		json_count(run->json, "failed", run->failed) && json_count(run->json, "covered", coverage->seen) &&
		json_count(run->json, "coverable", coverage->total);
}

bool test_report_end(struct test_run *run)
{
	struct coverage coverage = { .missing = run->json ? array_of(run->json, "uncovered") : NULL };
	if (run->json && !coverage.missing)
		return false;
	cover_branches(run, &coverage);
	cover_outcomes(run, &coverage);
	if (run->json)
		return end_json(run, &coverage);
	if (run->several)
		fprintf(run->cli->out, cli_text(run->cli, "%s：", "%s: "), run->path);
	fprintf(run->cli->out,
		cli_text(run->cli, "%zu 个用例通过，%zu 个不通过；规则、分档、封顶、否决、等次共 %zu 处，用例触及 %zu 处\n",
			"%zu cases passed, %zu failed; of %zu rules, tiers, caps, vetoes and grades, cases touch %zu\n"),
		run->passed, run->failed, coverage.total, coverage.seen);
	return true;
}
