/* What every command shares: who is speaking, in which language, to which streams, and how the program ends. */
#ifndef GJ_CLI_H
#define GJ_CLI_H
#include "compiler/compile.h"
#include "runtime/data_message.h"
#include "runtime/program.h"
#include <stdbool.h>
#include <stdio.h>

/* Exit statuses; see the manual page. */
enum cli_status {
	CLI_GOOD,    /* all good */
	CLI_FAULTS,  /* the rules or the data have faults, and they were printed */
	CLI_USAGE,   /* wrong usage */
	CLI_MACHINE  /* cannot read, cannot write, out of memory */
};

struct cli {
	const char *program;       /* as the user typed it, without folders */
	enum gj_language language; /* --lang, else GUIJU_LANG, else Chinese */
	bool colour;               /* stderr is a terminal and NO_COLOR isn't set */
	const char *command;       /* the command being run, for usage errors; "" before one is known */
	FILE *out, *error;
};

/* A command: argv[0] is its own name; --lang and --help have been taken out already. Returns enum cli_status. */
typedef int command_function(int argc, char **argv, const struct cli *cli);

/* One row a command: COMMAND(name, function, zh summary, en summary, zh help, en help). */
#define COMMAND(name, function, ...) command_function function;
#include "commands.def"
#undef COMMAND

/* The one of two texts that the user reads; as a format, both are checked. */
__attribute__((format_arg(2), format_arg(3)))
const char *cli_text(const struct cli *cli, const char *zh, const char *en);

/* Prints "guiju run：…" in the user's language with printf arguments (the same for both), then how to get help. Returns CLI_USAGE. */
__attribute__((format(printf, 2, 4), format(printf, 3, 4)))
int cli_usage_error(const struct cli *cli, const char *zh, const char *en, ...);

/* Says what getopt_long has just refused (`result` is its '?' or ':'; opterr must be 0 and optstring begin with ':'). Returns CLI_USAGE. */
int cli_option_error(const struct cli *cli, int result, char *const *argv);

/* 错误, 警告 or 提示. */
const char *cli_severity(const struct cli *cli, enum gj_severity severity);

/* Prints a row of runtime/messages.def with its arguments to cli->error; `path` (or NULL) and `line` (or 0) say where. */
void cli_data_message(const struct cli *cli, const char *path, uint64_t line, enum gj_data_message_id id, const char *const *arguments, size_t count);

/* Says that `path` ("-" and NULL are the standard streams) cannot be opened, read or written, for `error` (errno): `id` is GJ_DATA_CANNOT_….
 * Returns CLI_MACHINE. */
int cli_machine_error(const struct cli *cli, enum gj_data_message_id id, const char *path, int error);
/* Says that memory is out. Returns CLI_MACHINE. */
int cli_no_memory(const struct cli *cli);

/* The last word of a command that printed to cli->out: `status`, or CLI_MACHINE when the output could not be written. */
int cli_finish(const struct cli *cli, int status);

/* A program to run, from a rule file or an image. */
struct cli_program {
	const struct gj_program *program;
	bool from_image;
	struct compilation compilation; /* of a rule file */
	struct gj_arena *arena;         /* of an image */
};

/* Loads a rule file or an image ("-": standard input). CLI_GOOD fills *loaded; otherwise the reason has been printed (findings of a faulty rule file
 * included) and the status is what the command should return. Call cli_unload in every case. */
int cli_load(const struct cli *cli, const char *path, struct cli_program *loaded);
void cli_unload(struct cli_program *loaded);

/* Compiles a rule file; a status other than CLI_GOOD has been explained, except that findings are left to the caller (CLI_FAULTS).
 * The caller frees with compilation_free in every case. */
int cli_compile(const struct cli *cli, const char *path, struct compilation *compilation);

/* The findings of a compilation in the terminal's form, to `out`. */
void cli_print_findings(const struct cli *cli, const struct compilation *compilation, FILE *out);

/* The nearest of `count` words to `word` by edit distance (commands and options are ASCII), or NULL when none is near enough to suggest. */
const char *cli_nearest(const char *word, const char *const *words, size_t count);
#endif
