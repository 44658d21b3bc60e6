/* What the commands share. */
#include "cli.h"
#include "runtime/rejects_writer.h"
#include "runtime/system_error.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
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

const char *cli_severity(const struct cli *cli, enum gj_severity severity)
{
	static const char *const names[][2] = {
		[GJ_ERROR] = { "错误", "error" }, [GJ_WARNING] = { "警告", "warning" }, [GJ_NOTE] = { "提示", "note" }
	};
	return names[severity][cli->language];
}

int cli_no_memory(const struct cli *cli)
{
	/* Filling in a message takes memory; this one has nothing to fill in. */
	const struct gj_message *message = gj_data_message_of(GJ_DATA_NO_MEMORY);
	fprintf(cli->error, "%s %s%s%s\n", cli_severity(cli, message->severity), message->code, cli_text(cli, "：", ": "), message->text[cli->language]);
	return CLI_MACHINE;
}

void cli_data_message(const struct cli *cli, const char *path, uint64_t line, enum gj_data_message_id id, const char *const *arguments, size_t count)
{
	const struct gj_message *message = gj_data_message_of(id);
	struct gj_buffer text = { 0 };
	if (gj_data_text(&text, id, arguments, count, cli->language)) {
		if (path)
			fprintf(cli->error, "%s:", path);
		if (path && line)
			fprintf(cli->error, "%" PRIu64 ":", line);
		fprintf(cli->error, "%s%s %s%s%.*s\n", path ? " " : "", cli_severity(cli, message->severity), message->code, cli_text(cli, "：", ": "),
			(int)text.size, text.bytes);
	} else {
		cli_no_memory(cli);
	}
	gj_buffer_free(&text);
}

int cli_machine_error(const struct cli *cli, enum gj_data_message_id id, const char *path, int error)
{
	if (error == ENOMEM)
		return cli_no_memory(cli);
	bool stream = !path || strcmp(path, "-") == 0;
	const char *name = !stream ? path : id == GJ_DATA_CANNOT_WRITE ? cli_text(cli, "标准输出", "standard output") : cli_text(cli, "标准输入", "standard input");
	char text[GJ_ERRNO_BYTES];
	const char *arguments[] = { name, gj_errno_argument(text, error) };
	cli_data_message(cli, NULL, 0, id, arguments, 2);
	return CLI_MACHINE;
}

int cli_finish(const struct cli *cli, int status)
{
	errno = 0;
	if (fflush(cli->out) == 0 && !ferror(cli->out))
		return status;
	return cli_machine_error(cli, GJ_DATA_CANNOT_WRITE, NULL, errno ? errno : EIO);
}

void cli_print_findings(const struct cli *cli, const struct compilation *compilation, FILE *out)
{
	struct render_options options = { .language = cli->language, .colour = cli->colour };
	diagnostics_render(compilation->diagnostics, compilation->source, &options, out);
}
