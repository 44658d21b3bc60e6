/* guiju impact: which units come out otherwise under another standard, and why. */
#include "data_report.h"
#include "impact_unit.h"
#include "json.h"
#include "ledgers.h"
#include "runtime/spool.h"
#include "runtime/store.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 20, MOST_SHOWN = 100000 };

struct impact_options {
	const char *rules[2], *data[2], *output;
	struct ledger_options ledgers;
	size_t show;
	bool json;
};

/* Both standards, and their runs over the data. */
struct impacting {
	const struct cli *cli;
	const struct impact_options *options;
	struct cli_program loaded[2];
	struct gj_run_setup setups[2];
	struct gj_run runs[2];
	bool started[2];
	const char *ledgers[2][LEDGERS_MOST];
	struct gj_spool spool;     /* standard input, which is read more than once */
	struct impact_report report;
};

static bool has_ledger(const struct gj_program *program, const char *given)
{
	size_t length = strcspn(given, "=");
	for (size_t i = 0; i < program->ledger_count; i++)
		if (strlen(program->ledgers[i].name) == length && memcmp(program->ledgers[i].name, given, length) == 0)
			return true;
	return false;
}

/* A ledger that one standard has and the other hasn't is the one's alone. */
static int resolve_ledgers(struct impacting *impacting)
{
	const struct ledger_options *all = &impacting->options->ledgers;
	for (size_t side = 0; side < 2; side++) {
		const struct gj_program *own = impacting->loaded[side].program, *other = impacting->loaded[1 - side].program;
		struct ledger_options mine = { 0 };
		for (size_t i = 0; i < all->count; i++)
			if (has_ledger(own, all->given[i]) || !has_ledger(other, all->given[i]))
				mine.given[mine.count++] = all->given[i];
		int status = ledgers_resolve(impacting->cli, &mine, own, impacting->options->data[side], impacting->ledgers[side]);
		if (status != CLI_GOOD)
			return status;
	}
	return CLI_GOOD;
}

/* Once over the data by each standard: 评选, targets and totals over ledgers need all units together. */
static int run_sides(struct impacting *impacting, bool *done)
{
	int worst = CLI_GOOD;
	for (size_t side = 0; side < 2; side++) {
		struct cli_progress progress = { .cli = impacting->cli };
		struct gj_run_setup *setup = &impacting->setups[side];
		*setup = (struct gj_run_setup){ .data = impacting->report.impact.data[side], .ledgers = impacting->ledgers[side], .language = impacting->cli->language };
		if (cli_wants_progress(impacting->cli)) {
			setup->progress = cli_progress;
			setup->context = &progress;
		}
		impacting->started[side] = true;
		*done = gj_run_go(&impacting->runs[side], impacting->loaded[side].program, setup);
		cli_progress_end(&progress);
		int status = cli_report_run(impacting->cli, &impacting->runs[side], *done);
		worst = status > worst ? status : worst;
		if (!*done)
			return worst;
		impacting->report.impact.runs[side] = &impacting->runs[side];
	}
	return worst;
}

static int open_output(struct impacting *impacting)
{
	struct impact_report *report = &impacting->report;
	if (!impacting->options->output)
		return CLI_GOOD;
	int error = gj_output_open(&report->output, impacting->options->output, false);
	if (error)
		return cli_machine_error(impacting->cli, GJ_DATA_CANNOT_WRITE, impacting->options->output, error);
	if (impact_heading(report))
		return CLI_GOOD;
	return report->error ? cli_machine_error(impacting->cli, GJ_DATA_CANNOT_WRITE, impacting->options->output, report->error)
		: cli_no_memory(impacting->cli);
}

/* Side by side; `status` is that of the runs. */
static int compare_units(struct impacting *impacting, int status)
{
	struct impact_report *report = &impacting->report;
	switch (gj_impact_go(&report->impact)) {
	case GJ_IMPACT_DONE: break;
	case GJ_IMPACT_NO_MEMORY: return cli_no_memory(impacting->cli);
	case GJ_IMPACT_FAILED: return cli_machine_error(impacting->cli, GJ_DATA_CANNOT_READ, report->impact.data[0], EIO);
	case GJ_IMPACT_STOPPED:
		return report->error ? cli_machine_error(impacting->cli, GJ_DATA_CANNOT_WRITE, impacting->options->output, report->error)
			: cli_no_memory(impacting->cli);
	}
	int error = report->output ? gj_output_commit(report->output) : 0;
	return error ? cli_machine_error(impacting->cli, GJ_DATA_CANNOT_WRITE, impacting->options->output, error) : status;
}

static const struct compilation *compilation_of(const struct cli_program *loaded)
{
	return loaded->from_image ? NULL : &loaded->compilation;
}

static int print_report(struct impacting *impacting, cJSON *root, int status)
{
	const struct compilation *compilations[] = { compilation_of(&impacting->loaded[0]), compilation_of(&impacting->loaded[1]) };
	if (!root) {
		impact_print(&impacting->report);
		return impact_unit(&impacting->report, compilations, NULL) ? status : cli_no_memory(impacting->cli);
	}
	bool complete = impact_json(&impacting->report, root);
	cJSON *smallest = complete ? json_array(root, "smallest") : NULL;
	complete = smallest && impact_unit(&impacting->report, compilations, smallest);
	return json_finish(impacting->cli, root, complete, status);
}

static int report_impact(struct impacting *impacting, int status)
{
	struct impact_report *report = &impacting->report;
	cJSON *root = impacting->options->json ? cJSON_CreateObject() : NULL;
	report->json = root ? json_array(root, "units") : NULL;
	if (impacting->options->json && !report->json) {
		cJSON_Delete(root);
		return cli_no_memory(impacting->cli);
	}
	report->impact.take = impact_take;
	report->impact.context = report;
	status = compare_units(impacting, status);
	if (status <= CLI_FAULTS)
		return print_report(impacting, root, status);
	cJSON_Delete(root);
	return status;
}

static bool match(struct impact_report *report)
{
	jmp_buf failed;
	if (setjmp(failed))
		return false;
	gj_arena_on_failure(report->arena, &failed);
	impact_report_start(report);
	gj_arena_on_failure(report->arena, NULL);
	return true;
}

static int go(struct impacting *impacting)
{
	struct impact_report *report = &impacting->report;
	const struct impact_options *options = impacting->options;
	int status = resolve_ledgers(impacting);
	if (status != CLI_GOOD)
		return status;
	report->cli = impacting->cli;
	report->show = options->show;
	report->arena = gj_arena_new();
	report->impact.data = impacting->options->data;
	for (size_t side = 0; side < 2; side++)
		report->programs[side] = impacting->loaded[side].program;
	if (!report->arena || !match(report))
		return cli_no_memory(impacting->cli);
	bool done;
	status = run_sides(impacting, &done);
	if (!done)
		return status;
	int opened = open_output(impacting);
	return opened == CLI_GOOD ? report_impact(impacting, status) : opened;
}

static void end(struct impacting *impacting)
{
	struct impact_report *report = &impacting->report;
	gj_impact_end(&report->impact);
	gj_output_free(report->output);
	gj_buffer_free(&report->row);
	gj_buffer_free(&report->units);
	gj_arena_free(report->arena);
	for (size_t side = 0; side < 2; side++) {
		if (impacting->started[side])
			gj_run_end(&impacting->runs[side]);
		cli_unload(&impacting->loaded[side]);
	}
	gj_spool_end(&impacting->spool);
}

static int take_option(const struct cli *cli, int option, char **argv, struct impact_options *options)
{
	char *end;
	long count;
	switch (option) {
	case 'o': options->output = optarg; return CLI_GOOD;
	case 'l': return ledgers_take(cli, &options->ledgers, optarg);
	case 'j': options->json = true; return CLI_GOOD;
	case 's':
		count = strtol(optarg, &end, 10);
		options->show = (size_t)count;
		return *optarg && !*end && count >= 0 && count <= MOST_SHOWN ? CLI_GOOD : cli_usage_error(cli,
			"--show 后面应写 0 至 100000 的整数，不能是“%s”。", "--show wants a whole number from 0 to 100000, not \"%s\".", optarg);
	default: return cli_option_error(cli, option, argv);
	}
}

static int take_arguments(const struct cli *cli, int argc, char **argv, struct impact_options *options)
{
	static const struct option names[] = { { "output", required_argument, NULL, 'o' }, { "ledger", required_argument, NULL, 'l' },
		{ "show", required_argument, NULL, 's' }, { "json", no_argument, NULL, 'j' }, { NULL, 0, NULL, 0 } };
	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, ":o:", names, NULL)) != -1;) {
		int status = take_option(cli, option, argv, options);
		if (status != CLI_GOOD)
			return status;
	}
	int count = argc - optind;
	if (count != 3 && count != 4)
		return cli_usage_error(cli, "请写出旧标准、新标准和数据文件；两个标准的字段不同时，可以各写一个数据文件。",
			"name the old standard, the new one and the data; two data files where their fields differ.");
	for (int i = 0; i < 2; i++) {
		options->rules[i] = argv[optind + i];
		options->data[i] = argv[optind + 2 + (count == 4 ? i : 0)];
	}
	for (int i = 0; i < 2; i++)
		if (options->output && (gj_same_file(options->rules[i], options->output) || gj_same_file(options->data[i], options->output)))
			return cli_usage_error(cli, "结果不能写到规则文件或数据文件“%s”上。", "the results can't be written over \"%s\".", options->output);
	for (int i = 0; i < 2; i++)
		if (gj_store_is(options->data[i]))
			return cli_usage_error(cli, "guiju impact 要把数据读几遍，数据请放在文件里。", "guiju impact reads the data several times; give it a file.");
	if (options->output && strcmp(options->output, "-") == 0)
		return cli_usage_error(cli, "汇总写到标准输出，变动的单位请用 -o 写到文件。", "the summary goes to standard output; give the changed units a file with -o.");
	return CLI_GOOD;
}

/* Standard input is kept, for it is read more than once. */
static int keep_input(struct impacting *impacting, struct impact_options *options)
{
	bool is_stream[] = { strcmp(options->data[0], "-") == 0, strcmp(options->data[1], "-") == 0 };
	if (!is_stream[0] && !is_stream[1])
		return CLI_GOOD;
	int error = gj_spool_stdin(&impacting->spool);
	for (size_t i = 0; i < 2; i++)
		if (is_stream[i])
			options->data[i] = impacting->spool.path;
	return error ? cli_machine_error(impacting->cli, GJ_DATA_CANNOT_READ, "-", error) : CLI_GOOD;
}

int command_impact(int argc, char **argv, const struct cli *cli)
{
	struct impact_options options = { .show = SHOWN };
	int status = take_arguments(cli, argc, argv, &options);
	if (status != CLI_GOOD)
		return status;
	struct impacting *impacting = calloc(1, sizeof *impacting);
	if (!impacting)
		return cli_no_memory(cli);
	impacting->cli = cli;
	impacting->options = &options;
	impacting->spool.file = -1;
	for (size_t side = 0; side < 2 && status == CLI_GOOD; side++)
		status = cli_load(cli, options.rules[side], &impacting->loaded[side]);
	if (status == CLI_GOOD)
		status = keep_input(impacting, &options);
	if (status == CLI_GOOD)
		status = go(impacting);
	end(impacting);
	free(impacting);
	return cli_finish(cli, status);
}
