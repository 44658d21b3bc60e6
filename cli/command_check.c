/* guiju check: every finding of rule files. */
#include "cli.h"

#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdlib.h>

struct tally {
	size_t errors, warnings, notes;
};

static struct tally count_findings(const struct diagnostics *diagnostics)
{
	return (struct tally){ diagnostics_count(diagnostics, GJ_ERROR), diagnostics_count(diagnostics, GJ_WARNING),
		diagnostics_count(diagnostics, GJ_NOTE) };
}

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

/* 没有错误，2 条提示 */
static void print_summary(const struct cli *cli, struct tally tally)
{
	FILE *out = cli->out;
	bool english = cli->language == GJ_ENGLISH;
	if (tally.errors && english)
		fprintf(out, "%zu error%s", tally.errors, plural(tally.errors));
	else if (tally.errors)
		fprintf(out, "%zu 处错误", tally.errors);
	else
		fputs(cli_text(cli, "没有错误", "no errors"), out);
	if (tally.warnings && english)
		fprintf(out, ", %zu warning%s", tally.warnings, plural(tally.warnings));
	else if (tally.warnings)
		fprintf(out, "，%zu 条警告", tally.warnings);
	if (tally.notes && english)
		fprintf(out, ", %zu note%s", tally.notes, plural(tally.notes));
	else if (tally.notes)
		fprintf(out, "，%zu 条提示", tally.notes);
	fputc('\n', out);
}

static void print_text(const struct cli *cli, const char *path, bool several, const struct compilation *compilation)
{
	struct tally tally = count_findings(compilation->diagnostics);
	cli_print_findings(cli, compilation, cli->out);
	if (diagnostics_total(compilation->diagnostics) > 0)
		fputc('\n', cli->out);
	if (several)
		fprintf(cli->out, cli_text(cli, "%s：", "%s: "), path);
	print_summary(cli, tally);
}

/* One object a file: {"file": …, "errors": n, "warnings": n, "notes": n, "findings": […]}. */
static bool print_json(const struct cli *cli, const char *path, bool first, const struct compilation *compilation)
{
	struct tally tally = count_findings(compilation->diagnostics);
	cJSON *name = cJSON_CreateString(path);
	char *quoted = name ? cJSON_PrintUnformatted(name) : NULL;
	cJSON_Delete(name);
	if (!quoted)
		return false;
	fprintf(cli->out, "%s{\"file\":%s,\"errors\":%zu,\"warnings\":%zu,\"notes\":%zu,\"findings\":", first ? "[" : ",\n", quoted, tally.errors,
		tally.warnings, tally.notes);
	cJSON_free(quoted);
	bool complete = diagnostics_render_json(compilation->diagnostics, compilation->source, cli->language, cli->out);
	fputc('}', cli->out);
	return complete;
}

static int check_file(const struct cli *cli, const char *path, bool json, bool several, bool *printed)
{
	struct compilation compilation;
	int status = cli_compile(cli, path, &compilation);
	if (status <= CLI_FAULTS) {
		if (!json)
			print_text(cli, path, several, &compilation);
		else if (!print_json(cli, path, !*printed, &compilation))
			status = cli_no_memory(cli);
		*printed = true;
	}
	compilation_free(&compilation);
	return status;
}

int command_check(int argc, char **argv, const struct cli *cli)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { NULL, 0, NULL, 0 } };
	bool json = false, printed = false;
	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, ":", options, NULL)) != -1;) {
		if (option != 'j')
			return cli_option_error(cli, option, argv);
		json = true;
	}
	if (optind == argc)
		return cli_usage_error(cli, "请写出要检查的规则文件。", "name the rule files to check.");
	int worst = CLI_GOOD;
	for (int i = optind; i < argc; i++) {
		int status = check_file(cli, argv[i], json, argc - optind > 1, &printed);
		worst = status > worst ? status : worst;
	}
	if (json)
		fputs(printed ? "]\n" : "[]\n", cli->out);
	return cli_finish(cli, worst);
}
