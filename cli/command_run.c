/* guiju run: every row of a table through a standard. */
#include "cli.h"
#include "data_report.h"
#include "ledgers.h"
#include "native.h"
#include "runtime/output_file.h"
#include "runtime/store.h"
#include "runtime/summary.h"
#include "summary_json.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

struct run_options {
	const char *rules, *data, *output, *rejects;
	enum gj_format format;
	unsigned threads;
	struct ledger_options ledgers;
	bool json, native;
};

/* To the terminal, or beside the results when these go to standard output. */
static int print_summary(const struct cli *cli, const struct gj_run *run, int status)
{
	struct gj_report report = { .language = cli->language };
	gj_summary_write(&report, run);
	FILE *out = strcmp(run->setup->output, "-") == 0 ? cli->error : cli->out;
	errno = 0;
	if (!gj_report_flush(&report, out))
		status = cli_machine_error(cli, GJ_DATA_CANNOT_WRITE, NULL, errno ? errno : EIO);
	gj_report_free(&report);
	return status;
}

static int print_json(const struct cli *cli, const struct gj_run *run, int status)
{
	cJSON *root = cJSON_CreateObject();
	return json_finish(cli, root, summary_json(root, run), status);
}

static int run_program(const struct cli *cli, const struct gj_program *program, const struct run_options *chosen, gj_native_run *native)
{
	struct cli_progress progress = { .cli = cli };
	struct gj_run_setup setup = { .data = chosen->data, .output = chosen->output, .rejects = chosen->rejects, .format = chosen->format,
		.language = cli->language, .threads = chosen->threads, .native = native };
	if (cli_wants_progress(cli)) {
		setup.progress = cli_progress;
		setup.context = &progress;
	}
	const char *ledgers[LEDGERS_MOST];
	int named = ledgers_resolve(cli, &chosen->ledgers, program, chosen->data, ledgers);
	if (named != CLI_GOOD)
		return named;
	setup.ledgers = ledgers;
	struct gj_run run;
	bool done = gj_run_go(&run, program, &setup);
	cli_progress_end(&progress);
	int status = cli_report_run(cli, &run, done);
	if (done)
		status = chosen->json ? print_json(cli, &run, status) : print_summary(cli, &run, status);
	gj_run_end(&run);
	return status;
}

/* 1 … 64, or 0 for anything else. */
static unsigned thread_count(const char *text)
{
	char *end;
	errno = 0;
	long count = strtol(text, &end, 10);
	return errno || end == text || *end || count < 1 || count > 64 ? 0 : (unsigned)count;
}

static int take_option(const struct cli *cli, int option, char **argv, struct run_options *chosen)
{
	switch (option) {
	case 'o':
		chosen->output = optarg;
		return CLI_GOOD;
	case 'd':
		chosen->data = optarg;
		return CLI_GOOD;
	case 'r':
		chosen->rejects = optarg;
		return CLI_GOOD;
	case 'l':
		return ledgers_take(cli, &chosen->ledgers, optarg);
	case 'j':
		chosen->json = true;
		return CLI_GOOD;
	case 'n':
		chosen->native = true;
		return CLI_GOOD;
	case 't':
		chosen->threads = thread_count(optarg);
		return chosen->threads ? CLI_GOOD : cli_usage_error(cli, "--threads 后面应写 1 至 64 的整数，不能是“%s”。",
			"--threads wants a whole number from 1 to 64, not \"%s\".", optarg);
	case 'f':
		chosen->format = strcmp(optarg, "json") == 0 ? GJ_FORMAT_JSON : GJ_FORMAT_CSV;
		return strcmp(optarg, "json") == 0 || strcmp(optarg, "csv") == 0 ? CLI_GOOD : cli_usage_error(cli,
			"--format 后面应写 csv 或 json，不能是“%s”。", "--format wants csv or json, not \"%s\".", optarg);
	default:
		return cli_option_error(cli, option, argv);
	}
}

static int check_options(const struct cli *cli, const struct run_options *chosen)
{
	if (chosen->json && strcmp(chosen->output, "-") == 0)
		return cli_usage_error(cli, "--json 把汇总写到标准输出，结果请用 -o 写到文件。",
			"--json writes the summary to standard output; give the results a file with -o.");
	if (chosen->format == GJ_FORMAT_JSON && gj_store_is(chosen->output))
		return cli_usage_error(cli, "结果写进数据库的，不能用 --format json。", "results that go to a database can't be --format json.");
	if (chosen->rejects && gj_store_is(chosen->rejects) && !gj_store_same(chosen->rejects, chosen->output))
		return cli_usage_error(cli, "退回的行要写进数据库的，结果也要写进同一个库。", "rejects go to a database only beside the results.");
	if (strcmp(chosen->rules, "-") == 0 && strcmp(chosen->data, "-") == 0)
		return cli_usage_error(cli, "规则和数据不能都从标准输入读取。", "the rules and the data can't both come from standard input.");
	if (gj_same_file(chosen->rules, chosen->output) || (chosen->rejects && gj_same_file(chosen->rules, chosen->rejects)))
		return cli_usage_error(cli, "结果不能写到规则文件“%s”上。", "the results can't be written over the rule file \"%s\".", chosen->rules);
	return CLI_GOOD;
}

int command_run(int argc, char **argv, const struct cli *cli)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { "rejects", required_argument, NULL, 'r' }, { "threads", required_argument, NULL, 't' },
		{ "format", required_argument, NULL, 'f' }, { "ledger", required_argument, NULL, 'l' }, { "json", no_argument, NULL, 'j' },
		{ "data", required_argument, NULL, 'd' }, { "out", required_argument, NULL, 'o' },
		{ "native", no_argument, NULL, 'n' }, { NULL, 0, NULL, 0 },
	};
	struct run_options chosen = { .output = "-" };
	int status = CLI_GOOD;
	opterr = 0;
	for (int option; status == CLI_GOOD && (option = getopt_long(argc, argv, ":o:", options, NULL)) != -1;)
		status = take_option(cli, option, argv, &chosen);
	if (status != CLI_GOOD)
		return status;
	if (argc - optind != (chosen.data ? 1 : 2))
		return cli_usage_error(cli, "请写出规则文件（或映像）和数据文件。", "name the rule file (or image) and the data file.");
	chosen.rules = argv[optind];
	chosen.data = chosen.data ? chosen.data : argv[optind + 1];
	status = check_options(cli, &chosen);
	if (status != CLI_GOOD)
		return status;
	struct cli_program loaded;
	struct native native = { 0 };
	status = cli_load(cli, chosen.rules, &loaded);
	if (status == CLI_GOOD && chosen.native)
		native_load(cli, &loaded, &native);
	if (status == CLI_GOOD)
		status = run_program(cli, loaded.program, &chosen, native.run);
	native_unload(&native);
	cli_unload(&loaded);
	return cli_finish(cli, status);
}
