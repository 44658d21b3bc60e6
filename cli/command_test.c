/* guiju test: runs the 用例 of rule files. */
#include "cases.h"
#include "cli.h"
#include "json.h"
#include "test_report.h"

#include <getopt.h>

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

static int test_compiled(const struct cli *cli, const char *path, bool several, const struct compilation *compilation, cJSON *json)
{
	if (compilation->model->case_count == 0 && !json) {
		fprintf(cli->out, cli_text(cli, "%s：没有用例。用例的写法见语言手册。\n", "%s: it has no cases (用例).\n"), path);
		return CLI_GOOD;
	}
	struct test_run run = { .cli = cli, .path = path, .compilation = compilation, .several = several, .json = json };
	run.runner = case_runner_new(compilation->model, compilation->program);
	int status = run.runner ? run_cases(&run) : cli_no_memory(cli);
	case_runner_free(run.runner);
	return status;
}

static int test_file(const struct cli *cli, const char *path, bool several, cJSON *files)
{
	struct compilation compilation;
	int status = cli_compile(cli, path, &compilation);
	cJSON *json = NULL;
	if (status == CLI_FAULTS)
		cli_print_findings(cli, &compilation, cli->error);
	if (files && status <= CLI_FAULTS) {
		json = json_element(files);
		if (!json_text(json, "file", path) || !json_bool(json, "compiled", status == CLI_GOOD))
			status = cli_no_memory(cli);
	}
	if (status == CLI_GOOD)
		status = test_compiled(cli, path, several, &compilation, json);
	compilation_free(&compilation);
	return status;
}

static int test_files(const struct cli *cli, int count, char **paths, cJSON *files)
{
	int worst = CLI_GOOD;
	for (int i = 0; i < count; i++) {
		int status = test_file(cli, paths[i], count > 1, files);
		worst = status > worst ? status : worst;
	}
	return worst;
}

static int test_as_json(const struct cli *cli, int count, char **paths)
{
	cJSON *files = cJSON_CreateArray();
	int status = files ? test_files(cli, count, paths, files) : cli_no_memory(cli);
	if (status != CLI_MACHINE)
		return json_finish(cli, files, true, status);
	cJSON_Delete(files);
	return status;
}

int command_test(int argc, char **argv, const struct cli *cli)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { NULL, 0, NULL, 0 } };
	bool json = false;
	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, ":", options, NULL)) != -1;) {
		if (option != 'j')
			return cli_option_error(cli, option, argv);
		json = true;
	}
	if (optind == argc)
		return cli_usage_error(cli, "请写出要测试的规则文件。", "name the rule files to test.");
	int count = argc - optind;
	return cli_finish(cli, json ? test_as_json(cli, count, argv + optind) : test_files(cli, count, argv + optind, NULL));
}
