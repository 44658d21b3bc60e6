/* What the commands share. */
#include "cli.h"
#include "runtime/image.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *cli_text(const struct cli *cli, const char *zh, const char *en)
{
	return cli->language == GJ_ENGLISH ? en : zh;
}

int cli_usage_error(const struct cli *cli, const char *zh, const char *en, ...)
{
	va_list arguments;
	const char *blank = *cli->command ? " " : "";
	fprintf(cli->error, "%s%s%s%s", cli->program, blank, cli->command, cli_text(cli, "：", ": "));
	va_start(arguments, en);
	vfprintf(cli->error, cli_text(cli, zh, en), arguments);
	va_end(arguments);
	fprintf(cli->error, cli_text(cli, "\n用法见：%s%s%s --help\n", "\nSee: %s%s%s --help\n"), cli->program, blank, cli->command);
	return CLI_USAGE;
}

int cli_option_error(const struct cli *cli, int result, char *const *argv)
{
	/* A short option is named by optopt; a long one only by the word that getopt_long has just passed. */
	const char *word = argv[optind - 1];
	char letter[] = { '-', (char)optopt, 0 };
	if (optopt > 0 && optopt < 128 && strncmp(word, "--", 2) != 0)
		word = letter;
	if (result == ':')
		return cli_usage_error(cli, "选项 %s 后面少了内容。", "option %s needs a value.", word);
	return cli_usage_error(cli, "没有 %s 这个选项，或者它的写法不对。", "there is no option %s, or it is written wrongly.", word);
}

int cli_machine_error(const struct cli *cli, const char *path, int error)
{
	if (error == ENOMEM)
		return cli_no_memory(cli);
	const char *name = !path ? cli_text(cli, "标准输出", "standard output")
		: strcmp(path, "-") == 0 ? cli_text(cli, "标准输入或标准输出", "standard input or output") : path;
	fprintf(cli->error, cli_text(cli, "%s：无法读写“%s”：%s\n", "%s: cannot read or write \"%s\": %s\n"), cli->program, name, strerror(error));
	return CLI_MACHINE;
}

int cli_no_memory(const struct cli *cli)
{
	fprintf(cli->error, cli_text(cli, "%s：内存不够，没有完成。\n", "%s: out of memory; nothing was completed.\n"), cli->program);
	return CLI_MACHINE;
}

int cli_finish(const struct cli *cli, int status)
{
	errno = 0;
	if (fflush(cli->out) == 0 && !ferror(cli->out))
		return status;
	return cli_machine_error(cli, NULL, errno ? errno : EIO);
}

void cli_print_findings(const struct cli *cli, const struct compilation *compilation, FILE *out)
{
	struct render_options options = { .language = cli->language, .colour = cli->colour };
	diagnostics_render(compilation->diagnostics, compilation->source, &options, out);
}
