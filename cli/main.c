/* guiju: takes the options that every command shares, finds the command, and lets it run. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef GUIJU_VERSION
#define GUIJU_VERSION "0.1.0"
#endif

struct command {
	const char *name;
	command_function *run;
	const char *summary[2], *help[2]; /* by enum gj_language */
};

static const struct command commands[] = {
#define COMMAND(name, function, zh, en, zh_help, en_help) { name, function, { zh, en }, { zh_help, en_help } },
#include "commands.def"
#undef COMMAND
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* The options that may stand before or after the command's name. */
struct shared_options {
	bool help, version;
	const char *language; /* NULL when not given */
	bool language_missing;
};

/* Takes the shared options out of argv; what follows "--" is left alone. Returns the new argc. */
static int take_shared_options(int argc, char **argv, struct shared_options *options)
{
	int kept = 1;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (i < argc)
				argv[kept++] = argv[i++];
			break;
		}
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			options->help = true;
		else if (strcmp(argv[i], "--version") == 0)
			options->version = true;
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			options->language = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") != 0)
			argv[kept++] = argv[i];
		else if (i + 1 < argc)
			options->language = argv[++i];
		else
			options->language_missing = true;
	}
	argv[kept] = NULL;
	return kept;
}

static bool parse_language(const char *word, enum gj_language *language)
{
	if (strcmp(word, "zh") == 0)
		*language = GJ_CHINESE;
	else if (strcmp(word, "en") == 0)
		*language = GJ_ENGLISH;
	else
		return false;
	return true;
}

static void print_commands(const struct cli *cli, FILE *out)
{
	fprintf(out, cli_text(cli, "用法：%s 命令 …\n\n", "Usage: %s COMMAND ...\n\n"), cli->program);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-13s %s\n", commands[i].name, commands[i].summary[cli->language]);
	fprintf(out, cli_text(cli,
		"\n  --lang zh|en  用中文或英文（也可设环境变量 GUIJU_LANG）\n  --version     版本\n\n每个命令的用法：%s 命令 --help\n",
		"\n  --lang zh|en  Chinese or English (or set GUIJU_LANG)\n  --version     the version\n\nHow to use a command: %s COMMAND --help\n"),
		cli->program);
}

static int print_help(const struct cli *cli, const struct command *command)
{
	fprintf(cli->out, "%s\n\n%s%s %s %s", command->summary[cli->language], cli_text(cli, "用法：", "Usage: "), cli->program,
		command->name, command->help[cli->language]);
	return cli_finish(cli, CLI_GOOD);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int unknown_command(const struct cli *cli, const char *name)
{
	const char *names[COMMANDS];
	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = commands[i].name;
	const char *nearest = cli_nearest(name, names, COMMANDS);
	if (nearest)
		return cli_usage_error(cli, "没有“%s”这个命令。是不是想用 %s？", "there is no command \"%s\". Did you mean %s?", name, nearest);
	return cli_usage_error(cli, "没有“%s”这个命令。", "there is no command \"%s\".", name);
}

static int dispatch(int argc, char **argv, const struct shared_options *options, struct cli *cli)
{
	if (options->version) {
		fprintf(cli->out, "guiju %s\n", GUIJU_VERSION);
		return cli_finish(cli, CLI_GOOD);
	}
	if (argc < 2) {
		print_commands(cli, options->help ? cli->out : cli->error);
		return options->help ? cli_finish(cli, CLI_GOOD) : CLI_USAGE;
	}
	const struct command *command = find_command(argv[1]);
	if (!command)
		return unknown_command(cli, argv[1]);
	if (options->help)
		return print_help(cli, command);
	cli->command = command->name;
	return command->run(argc - 1, argv + 1, cli);
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	struct cli cli = {
		.program = slash ? slash + 1 : argc > 0 ? argv[0] : "guiju",
		.colour = isatty(STDERR_FILENO) && !(getenv("NO_COLOR") && *getenv("NO_COLOR")),
		.command = "",
		.out = stdout,
		.error = stderr,
	};
	struct shared_options options = { 0 };
	argc = argc > 0 ? take_shared_options(argc, argv, &options) : 0;
	const char *environment = getenv("GUIJU_LANG");
	if (environment)
		parse_language(environment, &cli.language);
	if (options.language_missing || (options.language && !parse_language(options.language, &cli.language)))
		return cli_usage_error(&cli, "--lang 后面要写 zh 或 en。", "--lang takes zh or en.");
	return dispatch(argc, argv, &options, &cli);
}
