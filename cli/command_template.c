/* guiju template: an empty data table for a standard. */
#include "cli.h"
#include "ledgers.h"
#include "runtime/output_file.h"
#include "runtime/template.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

static int write_template(const struct cli *cli, const struct gj_program *program, const char *path)
{
	struct gj_buffer text = { 0 };
	struct gj_output *output = NULL;
	int error = gj_template_add(&text, program) ? gj_output_open(&output, path, false) : ENOMEM;
	if (!error)
		error = gj_output_write(output, text.bytes, text.size);
	if (!error)
		error = gj_output_commit(output);
	gj_output_free(output);
	gj_buffer_free(&text);
	return error ? cli_machine_error(cli, GJ_DATA_CANNOT_WRITE, path, error) : CLI_GOOD;
}

/* The table of the units, or that of a ledger (`name`: not NULL). */
static int write_asked(const struct cli *cli, const struct gj_program *program, const char *name, const char *path)
{
	int ledger;
	if (!name)
		return write_template(cli, program, path);
	int status = ledgers_find(cli, program, name, strlen(name), &ledger);
	return status == CLI_GOOD ? write_template(cli, program->ledgers[ledger].rows, path) : status;
}

int command_template(int argc, char **argv, const struct cli *cli)
{
	static const struct option options[] = { { "output", required_argument, NULL, 'o' }, { "ledger", required_argument, NULL, 'l' }, { NULL, 0, NULL, 0 } };
	const char *path = "-", *ledger = NULL;
	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, ":o:", options, NULL)) != -1;) {
		if (option != 'o' && option != 'l')
			return cli_option_error(cli, option, argv);
		*(option == 'o' ? &path : &ledger) = optarg;
	}
	if (argc - optind != 1)
		return cli_usage_error(cli, "请写出一个规则文件或映像。", "name one rule file or image.");
	if (gj_same_file(argv[optind], path))
		return cli_usage_error(cli, "空表不能写到规则文件“%s”上。", "the table can't be written over the rule file \"%s\".", path);
	struct cli_program loaded;
	int status = cli_load(cli, argv[optind], &loaded);
	if (status == CLI_GOOD)
		status = write_asked(cli, loaded.program, ledger, path);
	cli_unload(&loaded);
	return status;
}
