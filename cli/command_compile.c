/* guiju compile: an image from a rule file, or a stage of its making. */
#include "cli.h"
#include "compiler/sql.h"
#include "runtime/image.h"
#include "runtime/memory.h"
#include "runtime/output_file.h"
#include "text_stream.h"
#include "write_c.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char *const stage_names[] = {
	[STAGE_TOKENS] = "tokens", [STAGE_AST] = "ast", [STAGE_MODEL] = "model", [STAGE_IR] = "ir", [STAGE_BYTECODE] = "bytecode"
};
enum { STAGES = sizeof stage_names / sizeof *stage_names };

struct request {
	const char *path, *output; /* output NULL: beside the rule file */
	int stage;                 /* enum stage, GJ_NONE to write an image */
	bool c;                    /* C in place of an image */
	const struct sql_dialect *dialect; /* of the SQL to write in place of an image */
};

static int find_stage(const char *name)
{
	for (int i = 0; i < STAGES; i++)
		if (strcmp(stage_names[i], name) == 0)
			return i;
	return GJ_NONE;
}

/* The rule file's name with another extension. */
static const char *default_output(const char *path, const char *extension, struct gj_arena *arena)
{
	if (strcmp(path, "-") == 0)
		return "-";
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	size_t stem = dot && dot != path && (!slash || dot > slash + 1) ? (size_t)(dot - path) : strlen(path);
	return gj_arena_print(arena, "%.*s%s", (int)stem, path, extension);
}

/* 0, or errno. */
static int write_whole(const char *path, const unsigned char *bytes, size_t size)
{
	struct gj_output *output = NULL;
	int error = gj_output_open(&output, path, false);
	if (!error)
		error = gj_output_write(output, bytes, size);
	if (!error)
		error = gj_output_commit(output);
	gj_output_free(output);
	return error;
}

static int write_output(const struct cli *cli, const struct request *request, const char *extension, const unsigned char *bytes, size_t size, struct gj_arena *arena)
{
	const char *path = request->output ? request->output : default_output(request->path, extension, arena);
	if (!bytes || !path)
		return cli_no_memory(cli);
	if (gj_same_file(request->path, path))
		return cli_usage_error(cli, "映像不能写到规则文件“%s”自己上面。", "the image cannot be written over the rule file \"%s\" itself.", path);
	int error = write_whole(path, bytes, size);
	if (error)
		return cli_machine_error(cli, GJ_DATA_CANNOT_WRITE, path, error);
	if (strcmp(path, "-") != 0)
		fprintf(cli->error, cli_text(cli, "已写入 %s（%zu 字节）\n", "wrote %s (%zu bytes)\n"), path, size);
	return CLI_GOOD;
}

static int write_image(const struct cli *cli, const struct request *request, const struct gj_program *program, struct gj_arena *arena)
{
	size_t size;
	unsigned char *bytes = gj_image_write(program, arena, &size);
	return write_output(cli, request, ".gjc", bytes, size, arena);
}

static int write_sql(const struct cli *cli, const struct request *request, struct compilation *compilation, struct gj_arena *arena)
{
	struct gj_buffer made = { 0 };
	FILE *text = cli_text_stream(&made);
	enum compile_status result = text ? compile_sql(compilation, request->dialect, text) : COMPILE_NO_MEMORY;
	if (!cli_text_end(text))
		result = COMPILE_NO_MEMORY;
	int status = CLI_FAULTS;
	if (result == COMPILE_OK)
		status = write_output(cli, request, ".sql", (unsigned char *)made.bytes, made.size, arena);
	else if (result == COMPILE_FAULTS)
		cli_print_findings(cli, compilation, cli->error);
	else
		status = cli_no_memory(cli);
	gj_buffer_free(&made);
	return status;
}

/* Whether a compilation got as far as a stage. */
static bool has_stage(const struct compilation *compilation, int stage)
{
	switch (stage) {
	case STAGE_TOKENS: return compilation->source;
	case STAGE_AST: return compilation->tree;
	case STAGE_MODEL: return compilation->model;
	case STAGE_IR: return compilation->ir;
	default: return compilation->program;
	}
}

static int compile(const struct cli *cli, const struct request *request)
{
	struct compilation compilation;
	int status = cli_compile(cli, request->path, &compilation);
	if (status == CLI_FAULTS)
		cli_print_findings(cli, &compilation, cli->error);
	struct gj_arena *arena = gj_arena_new();
	if (!arena)
		status = cli_no_memory(cli);
	else if (status <= CLI_FAULTS && request->stage != GJ_NONE && has_stage(&compilation, request->stage))
		compile_dump(&compilation, (enum stage)request->stage, cli->out);
	else if (status == CLI_GOOD && request->dialect)
		status = write_sql(cli, request, &compilation, arena);
	else if (status == CLI_GOOD && request->c)
		status = cli_write_c(cli, &compilation, request->path, request->output);
	else if (status == CLI_GOOD)
		status = write_image(cli, request, compilation.program, arena);
	gj_arena_free(arena);
	compilation_free(&compilation);
	return cli_finish(cli, status);
}

static int take_target(const struct cli *cli, const char *target, struct request *request)
{
	static const char sql[] = "sql:";
	request->c = strcmp(target, "c") == 0;
	if (request->c || strcmp(target, "bytecode") == 0)
		return CLI_GOOD;
	if (strncmp(target, sql, strlen(sql)) == 0 && (request->dialect = sql_dialect_named(target + strlen(sql))))
		return CLI_GOOD;
	return cli_usage_error(cli, "能编译成 bytecode、c 或 sql:数据库（%s），不能编译成“%s”。", "targets are bytecode, c and sql:ENGINE (%s), not \"%s\".",
		sql_dialect_names(), target);
}

/* CLI_GOOD, or the status after saying what is wrong with option `letter`. */
static int take_option(const struct cli *cli, int letter, struct request *request, char *const *argv)
{
	switch (letter) {
	case 'o':
		request->output = optarg;
		return CLI_GOOD;
	case 't':
		return take_target(cli, optarg, request);
	case 'd':
		request->stage = find_stage(optarg);
		if (request->stage != GJ_NONE)
			return CLI_GOOD;
		return cli_usage_error(cli, "--dump 后面要写 tokens、ast、model、ir 或 bytecode，不认识“%s”。",
			"--dump takes tokens, ast, model, ir or bytecode, not \"%s\".", optarg);
	default:
		return cli_option_error(cli, letter, argv);
	}
}

int command_compile(int argc, char **argv, const struct cli *cli)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "target", required_argument, NULL, 't' },
		{ "dump", required_argument, NULL, 'd' },
		{ NULL, 0, NULL, 0 },
	};
	struct request request = { .stage = GJ_NONE };
	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, ":o:", options, NULL)) != -1;) {
		int status = take_option(cli, option, &request, argv);
		if (status != CLI_GOOD)
			return status;
	}
	if (argc - optind != 1)
		return cli_usage_error(cli, "请写出一个规则文件，一次只编译一个。", "name one rule file; one is compiled at a time.");
	request.path = argv[optind];
	return compile(cli, &request);
}
