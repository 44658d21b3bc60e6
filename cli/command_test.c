/* guiju test: runs the 用例 of rule files. */
#include "cases.h"
#include "cli.h"
#include "json.h"
#include "runtime/output_file.h"
#include "test_rows.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

/* What was asked for. */
struct test_options {
	bool json, rows;
	const char *output; /* of the rows; NULL: standard output */
};

/* A command in progress. */
struct testing {
	const struct cli *cli;
	const struct test_options *options;
	bool several;
	cJSON *files;       /* NULL for text */
	FILE *rows;         /* NULL: not asked for */
};

static bool passes(const struct case_runner *runner, const struct test_case *test)
{
	bool holds = test->expectation_count > 0 || !case_rejected(runner);
	int64_t got;
	for (size_t i = 0; i < test->expectation_count; i++)
		holds &= case_holds(runner, &test->expectations[i], &got);
	return holds;
}

static int run_cases(struct test_run *run)
{
	const struct model *model = run->compilation->model;
	bool remembered = true;
	for (size_t i = 0; i < model->case_count && remembered; i++) {
		if (!case_run(run->runner, &model->cases[i]))
			return cli_no_memory(run->cli);
		bool passed = passes(run->runner, &model->cases[i]);
		run->passed += passed;
		run->failed += !passed;
		remembered = passed || test_report_failure(run, &model->cases[i]);
	}
	if (!remembered || !test_report_end(run))
		return cli_no_memory(run->cli);
	return run->failed ? CLI_FAULTS : CLI_GOOD;
}

/* The cases that were asked for, or the lack of memory for them. */
static int add_rows(const struct testing *testing, struct test_run *run, int status)
{
	if (!testing->rows || !run->coverage.program)
		return status;
	return test_rows_write(run, testing->rows) ? status : cli_no_memory(testing->cli);
}

static int test_compiled(const struct testing *testing, const char *path, struct compilation *compilation, cJSON *json)
{
	const struct cli *cli = testing->cli;
	if (compilation->model->case_count == 0 && !json)
		fprintf(cli->out, cli_text(cli, "%s：没有用例。用例的写法见语言手册。\n", "%s: it has no cases (用例).\n"), path);
	if (compilation->model->case_count == 0 && !json && !testing->rows)
		return CLI_GOOD;
	struct test_run run = { .cli = cli, .path = path, .compilation = compilation, .several = testing->several, .json = json };
	if (!compile_coverage(compilation, &run.coverage))
		return cli_no_memory(cli);
	run.program = run.coverage.program ? run.coverage.program : compilation->program;
	if (!run.coverage.program)
		run.coverage.count = 0;
	run.runner = case_runner_new(compilation->model, run.program, &run.coverage);
	int status = run.runner ? run_cases(&run) : cli_no_memory(cli);
	if (status <= CLI_FAULTS)
		status = add_rows(testing, &run, status);
	case_runner_free(run.runner);
	return status;
}

static int test_file(const struct testing *testing, const char *path)
{
	struct compilation compilation;
	int status = cli_compile(testing->cli, path, &compilation);
	cJSON *json = NULL;
	if (status == CLI_FAULTS)
		cli_print_findings(testing->cli, &compilation, testing->cli->error);
	if (testing->files && status <= CLI_FAULTS) {
		json = json_element(testing->files);
		if (!json_text(json, "file", path) || !json_bool(json, "compiled", status == CLI_GOOD))
			status = cli_no_memory(testing->cli);
	}
	if (status == CLI_GOOD)
		status = test_compiled(testing, path, &compilation, json);
	compilation_free(&compilation);
	return status;
}

static int test_files(const struct testing *testing, int count, char **paths)
{
	int worst = CLI_GOOD;
	for (int i = 0; i < count; i++) {
		int status = test_file(testing, paths[i]);
		worst = status > worst ? status : worst;
	}
	return worst;
}

static int write_rows(const struct testing *testing, const char *rows, size_t size)
{
	const char *path = testing->options->output ? testing->options->output : "-";
	struct gj_output *output = NULL;
	if (!testing->options->output && fflush(testing->cli->out) != 0)
		return cli_finish(testing->cli, CLI_GOOD);
	int error = gj_output_open(&output, path, false);
	if (!error)
		error = gj_output_write(output, rows, size);
	if (!error)
		error = gj_output_commit(output);
	gj_output_free(output);
	return error ? cli_machine_error(testing->cli, GJ_DATA_CANNOT_WRITE, path, error) : CLI_GOOD;
}

/* The rows are kept until all files have been tested: they are the last thing printed. */
static int test_with_rows(struct testing *testing, int count, char **paths)
{
	char *rows = NULL;
	size_t size = 0;
	testing->rows = open_memstream(&rows, &size);
	if (!testing->rows)
		return cli_no_memory(testing->cli);
	int status = test_files(testing, count, paths);
	if (fclose(testing->rows) != 0)
		status = cli_no_memory(testing->cli);
	testing->rows = NULL;
	int written = status <= CLI_FAULTS ? write_rows(testing, rows, size) : CLI_GOOD;
	free(rows);
	return written > status ? written : status;
}

static int test_as_asked(struct testing *testing, int count, char **paths)
{
	return testing->options->rows ? test_with_rows(testing, count, paths) : test_files(testing, count, paths);
}

static int test_as_json(struct testing *testing, int count, char **paths)
{
	testing->files = cJSON_CreateArray();
	int status = testing->files ? test_as_asked(testing, count, paths) : cli_no_memory(testing->cli);
	if (status != CLI_MACHINE)
		return json_finish(testing->cli, testing->files, true, status);
	cJSON_Delete(testing->files);
	return status;
}

static int take_options(const struct cli *cli, int argc, char **argv, struct test_options *taken)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { "rows", no_argument, NULL, 'r' },
		{ "output", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 } };
	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, ":o:", options, NULL)) != -1;)
		switch (option) {
		case 'j': taken->json = true; break;
		case 'o': taken->output = optarg; /* and rows */ __attribute__((fallthrough));
		case 'r': taken->rows = true; break;
		default: return cli_option_error(cli, option, argv);
		}
	if (optind == argc)
		return cli_usage_error(cli, "请写出要测试的规则文件。", "name the rule files to test.");
	if (taken->json && taken->rows && !taken->output)
		return cli_usage_error(cli, "--json 和 --rows 同时用时，用例要用 -o 写到文件。", "--rows with --json needs -o for the cases.");
	for (int i = optind; taken->output && i < argc; i++)
		if (gj_same_file(argv[i], taken->output))
			return cli_usage_error(cli, "用例不能写到规则文件“%s”上。", "the cases can't be written over the rule file \"%s\".", argv[i]);
	return CLI_GOOD;
}

int command_test(int argc, char **argv, const struct cli *cli)
{
	struct test_options options = { 0 };
	int status = take_options(cli, argc, argv, &options);
	if (status != CLI_GOOD)
		return status;
	int count = argc - optind;
	struct testing testing = { .cli = cli, .options = &options, .several = count > 1 };
	return cli_finish(cli, options.json ? test_as_json(&testing, count, argv + optind) : test_as_asked(&testing, count, argv + optind));
}
