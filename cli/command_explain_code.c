/* guiju explain-code: what a finding's code means, with a wrong and a right example. */
#include "cli.h"
#include "runtime/data_message.h"

#include <getopt.h>
#include <string.h>
#include <strings.h>

enum { CODE_BYTES = 7, TEXT_BYTES = 1024 };

/* An example, each line indented. */
static void print_example(const struct cli *cli, const char *title, const char *text)
{
	if (!*text)
		return;
	fprintf(cli->out, "\n%s\n", title);
	while (*text) {
		size_t length = strcspn(text, "\n");
		fprintf(cli->out, "    %.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

/* A message's text with … where its arguments go. */
static void print_text(const struct cli *cli, const struct gj_message *message)
{
	static const char *const blanks[] = { "…", "…", "…", "…", "…", "…", "…", "…", "…", "…" };
	char text[TEXT_BYTES];
	gj_message_format(message->text[cli->language], blanks, sizeof blanks / sizeof *blanks, text, sizeof text);
	fputs(text, cli->out);
}

static void print_message(const struct cli *cli, const struct gj_message *message)
{
	fprintf(cli->out, cli_text(cli, "%s（%s）", "%s (%s) "), message->code, cli_severity(cli, message->severity));
	print_text(cli, message);
	fprintf(cli->out, "\n\n%s\n", message->explanation[cli->language]);
	print_example(cli, cli_text(cli, "不要这样写：", "Wrong:"), message->wrong);
	print_example(cli, cli_text(cli, "应当这样写：", "Right:"), message->right);
}

static void print_line(const struct cli *cli, const struct gj_message *message)
{
	fprintf(cli->out, "%s  %s  ", message->code, cli_severity(cli, message->severity));
	print_text(cli, message);
	fputc('\n', cli->out);
}

static void print_all(const struct cli *cli)
{
	for (int i = 0; i < MESSAGE_COUNT; i++)
		print_line(cli, message_of((enum message_id)i));
	for (int i = 0; i < GJ_DATA_MESSAGE_COUNT; i++)
		print_line(cli, gj_data_message_of((enum gj_data_message_id)i));
}

/* The code as the tables write it: gj2201 and 2201 are GJ2201. */
static void normalise(const char *word, char code[CODE_BYTES])
{
	if (strncasecmp(word, "GJ", 2) == 0)
		word += 2;
	snprintf(code, CODE_BYTES, "GJ%.4s", strlen(word) == 4 ? word : "");
}

static int explain_code(const struct cli *cli, const char *word)
{
	char code[CODE_BYTES];
	normalise(word, code);
	const struct gj_message *message = message_by_code(code);
	if (!message)
		message = gj_data_message_by_code(code);
	if (!message)
		return cli_usage_error(cli, "没有“%s”这个代码。不写代码可列出全部。", "there is no code \"%s\". Leave it out to list them all.", word);
	print_message(cli, message);
	return CLI_GOOD;
}

int command_explain_code(int argc, char **argv, const struct cli *cli)
{
	static const struct option options[] = { { NULL, 0, NULL, 0 } };
	opterr = 0;
	int option = getopt_long(argc, argv, ":", options, NULL);
	if (option != -1)
		return cli_option_error(cli, option, argv);
	if (optind == argc)
		print_all(cli);
	int status = CLI_GOOD;
	for (int i = optind; i < argc && status == CLI_GOOD; i++) {
		if (i > optind)
			fputc('\n', cli->out);
		status = explain_code(cli, argv[i]);
	}
	return cli_finish(cli, status);
}
