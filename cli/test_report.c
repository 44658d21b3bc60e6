#include "test_report.h"
#include "json.h"
#include "test_values.h"

#include <string.h>

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
		fprintf(run->cli->out, "%s%s %s", i ? cli_text(run->cli, "、", ", ") : "", run->program->fields[field].name, cell);
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
	const struct gj_program *program = run->program;
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
	const struct gj_program *program = run->program;
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
	bool complete = json_text(failure, "case", test->title) && json_count(failure, "line", test_line(run, test->span));
	return complete ? json_array(failure, "differences") : NULL;
}

bool test_report_failure(struct test_run *run, const struct test_case *test)
{
	cJSON *differences = run->json ? begin_failure(run, test) : NULL;
	if (run->json && !differences)
		return false;
	if (!run->json)
		fprintf(run->cli->out, cli_text(run->cli, "不通过 %s:%zu 用例“%s”\n", "FAILED %s:%zu case “%s”\n"), test_path(run, test->span),
			test_line(run, test->span), test->title);
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

bool test_report_end(struct test_run *run)
{
	if (run->json)
		return array_of(run->json, "failures") && json_count(run->json, "passed", run->passed) && json_count(run->json, "failed", run->failed)
			&& test_coverage_report(run);
	if (run->several)
		fprintf(run->cli->out, cli_text(run->cli, "%s：", "%s: "), run->path);
	fprintf(run->cli->out, cli_text(run->cli, "%zu 个用例通过，%zu 个不通过\n", "%zu cases passed, %zu failed\n"), run->passed, run->failed);
	return test_coverage_report(run);
}
