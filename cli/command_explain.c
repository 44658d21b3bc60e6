/* guiju explain: why units got the points and the grade they got. */
#include "cli.h"
#include "data_report.h"
#include "explain_json.h"
#include "ledgers.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

struct explain_options {
	bool json, lost_only;
	struct ledger_options ledgers;
	char **keys;
	size_t key_count;
};

/* What one key's explanation needs. */
struct subject {
	const struct cli *cli;
	const struct gj_program *program;
	const struct gj_population *population;
	const char *data;
	const struct explain_options *options;
};

static int flush_report(const struct cli *cli, struct gj_report *report, FILE *out, int status)
{
	errno = 0;
	if (!gj_report_flush(report, out))
		status = cli_machine_error(cli, GJ_DATA_CANNOT_WRITE, NULL, errno ? errno : EIO);
	gj_report_free(report);
	return status;
}

static int tell_missing(const struct subject *subject, const struct gj_wanted *row, cJSON *element)
{
	if (element)
		return explain_missing_json(element, subject->program, row) ? CLI_FAULTS : cli_no_memory(subject->cli);
	const char *arguments[3];
	size_t count;
	enum gj_data_message_id id = gj_explain_missing(subject->program, row, arguments, &count);
	cli_table_message(subject->cli, subject->data, row->fault_count ? row->line : 0, id, arguments, count);
	struct gj_report report = { .language = subject->cli->language };
	gj_explain_faults(&report, row);
	return flush_report(subject->cli, &report, subject->cli->error, CLI_FAULTS);
}

static int tell_disagreement(const struct cli *cli)
{
	fputs(cli_text(cli, "内部核对没有通过：两种算法的得分不一致，请不要采用这个结果，并把规则文件和这一行数据反馈给我们。\n",
		"an internal check failed: two ways of scoring disagree. Don't use this result; please report the rule file and the row.\n"), cli->error);
	return CLI_MACHINE;
}

static int tell_row(const struct subject *subject, const struct gj_wanted *row, cJSON *element, struct gj_arena *arena)
{
	struct gj_explanation explanation;
	enum gj_explain_status explained = gj_explain_row(&explanation, subject->program, row, subject->population, arena);
	if (explained != GJ_EXPLAIN_OK)
		return explained == GJ_EXPLAIN_DISAGREE ? tell_disagreement(subject->cli) : cli_no_memory(subject->cli);
	if (element)
		return explain_json(element, &explanation) ? CLI_GOOD : cli_no_memory(subject->cli);
	struct gj_report report = { .language = subject->cli->language };
	gj_explanation_write(&report, &explanation, subject->options->lost_only);
	return flush_report(subject->cli, &report, subject->cli->out, CLI_GOOD);
}

static int tell(const struct subject *subject, const struct gj_wanted *row, cJSON *element)
{
	if (!row->found)
		return tell_missing(subject, row, element);
	struct gj_arena *arena = gj_arena_new();
	int status = arena ? tell_row(subject, row, element, arena) : cli_no_memory(subject->cli);
	gj_arena_free(arena);
	return status;
}

/* One element of the array that all are in: printed at once, so that memory doesn't grow with their number. */
static int tell_json(const struct subject *subject, const struct gj_wanted *row)
{
	cJSON *element = cJSON_CreateObject();
	int status = element ? tell(subject, row, element) : cli_no_memory(subject->cli);
	char *text = status == CLI_MACHINE ? NULL : cJSON_PrintUnformatted(element);
	cJSON_Delete(element);
	if (!text)
		return status == CLI_MACHINE ? status : cli_no_memory(subject->cli);
	fputs(text, subject->cli->out);
	cJSON_free(text);
	return status;
}

static int tell_all(const struct subject *subject, const struct gj_wanted *rows)
{
	bool json = subject->options->json;
	int worst = CLI_GOOD;
	for (size_t i = 0; i < subject->options->key_count && worst != CLI_MACHINE; i++) {
		fputs(json ? (i ? "," : "[") : i ? "\n" : "", subject->cli->out);
		int status = json ? tell_json(subject, &rows[i]) : tell(subject, &rows[i], NULL);
		worst = status > worst ? status : worst;
	}
	if (json && worst != CLI_MACHINE)
		fputs("]\n", subject->cli->out);
	return worst;
}

static int explain_rows(const struct cli *cli, const struct gj_program *program, const char *data, const struct explain_options *options,
	struct gj_wanted *rows)
{
	struct cli_progress progress = { .cli = cli };
	struct gj_run_setup setup = { .data = data, .language = cli->language, .wanted = rows, .wanted_count = options->key_count };
	if (cli_wants_progress(cli)) {
		setup.progress = cli_progress;
		setup.context = &progress;
	}
	const char *ledgers[LEDGERS_MOST];
	int named = ledgers_resolve(cli, &options->ledgers, program, data, ledgers);
	if (named != CLI_GOOD)
		return named;
	setup.ledgers = ledgers;
	struct gj_run run;
	bool done = gj_run_go(&run, program, &setup);
	cli_progress_end(&progress);
	int status = cli_report_run(cli, &run, done);
	/* Other rows' faults are no fault of the units asked for. */
	if (done) {
		struct subject subject = { .cli = cli, .program = program, .population = run.population, .data = data, .options = options };
		status = tell_all(&subject, rows);
	}
	gj_run_end(&run);
	return status;
}

static int explain_keys(const struct cli *cli, const struct gj_program *program, const char *data, const struct explain_options *options)
{
	struct gj_wanted *rows = calloc(options->key_count, sizeof *rows);
	if (!rows)
		return cli_no_memory(cli);
	for (size_t i = 0; i < options->key_count; i++)
		rows[i].key = options->keys[i];
	int status = explain_rows(cli, program, data, options, rows);
	for (size_t i = 0; i < options->key_count; i++)
		gj_wanted_free(&rows[i], program);
	free(rows);
	return status;
}

int command_explain(int argc, char **argv, const struct cli *cli)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { "lost", no_argument, NULL, 'l' },
		{ "ledger", required_argument, NULL, 'L' }, { NULL, 0, NULL, 0 } };
	struct explain_options chosen = { 0 };
	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, ":", options, NULL)) != -1;) {
		if (option == 'j')
			chosen.json = true;
		else if (option == 'l')
			chosen.lost_only = true;
		else if (option == 'L' && ledgers_take(cli, &chosen.ledgers, optarg) == CLI_GOOD)
			;
		else if (option == 'L')
			return CLI_USAGE;
		else
			return cli_option_error(cli, option, argv);
	}
	if (argc - optind < 3)
		return cli_usage_error(cli, "请写出规则文件（或映像）、数据文件和要说明的编号。", "name the rule file (or image), the data file and the keys to explain.");
	if (strcmp(argv[optind], "-") == 0 && strcmp(argv[optind + 1], "-") == 0)
		return cli_usage_error(cli, "规则和数据不能都从标准输入读取。", "the rules and the data can't both come from standard input.");
	chosen.keys = argv + optind + 2;
	chosen.key_count = (size_t)(argc - optind - 2);
	struct cli_program loaded;
	int status = cli_load(cli, argv[optind], &loaded);
	if (status == CLI_GOOD)
		status = explain_keys(cli, loaded.program, argv[optind + 1], &chosen);
	cli_unload(&loaded);
	return cli_finish(cli, status);
}
