#include "ledgers.h"
#include "runtime/output_file.h"
#include "runtime/similar.h"

#include <string.h>

int ledgers_take(const struct cli *cli, struct ledger_options *ledgers, const char *given)
{
	const char *sign = strchr(given, '=');
	if (!sign || sign == given || !sign[1])
		return cli_usage_error(cli, "--ledger 后面应写 台账名=文件，不能是“%s”。", "--ledger wants NAME=FILE, not \"%s\".", given);
	if (ledgers->count == LEDGERS_MOST)
		return cli_usage_error(cli, "--ledger 写得太多（“%s”）。", "too many --ledger (\"%s\").", given);
	ledgers->given[ledgers->count++] = given;
	return CLI_GOOD;
}

/* GJ_NONE where there is no such ledger. */
static int index_of(const struct gj_program *program, struct gj_text name)
{
	for (size_t i = 0; i < program->ledger_count; i++)
		if (strlen(program->ledgers[i].name) == name.length && memcmp(program->ledgers[i].name, name.bytes, name.length) == 0)
			return (int)i;
	return GJ_NONE;
}

static int unknown_ledger(const struct cli *cli, const struct gj_program *program, struct gj_text name)
{
	const char *names[LEDGERS_MOST];
	int length = (int)name.length;
	if (!program->ledger_count)
		return cli_usage_error(cli, "这个标准没有台账，不用给“%.*s”。", "the standard has no ledgers, so none is called \"%.*s\".", length, name.bytes);
	for (size_t i = 0; i < program->ledger_count; i++)
		names[i] = program->ledgers[i].name;
	int near = gj_similar(name, names, program->ledger_count);
	if (near != GJ_NONE)
		return cli_usage_error(cli, "标准里没有台账“%.*s”，是不是“%s”？", "the standard has no ledger \"%.*s\"; did you mean \"%s\"?", length, name.bytes,
			names[near]);
	return cli_usage_error(cli, "标准里没有台账“%.*s”。", "the standard has no ledger \"%.*s\".", length, name.bytes);
}

int ledgers_find(const struct cli *cli, const struct gj_program *program, const char *name, size_t length, int *index)
{
	struct gj_text text = { name, (uint32_t)length };
	*index = index_of(program, text);
	if (*index == GJ_NONE)
		return unknown_ledger(cli, program, text);
	const struct gj_ledger *ledger = &program->ledgers[*index];
	if (ledger->base != GJ_NONE)
		return cli_usage_error(cli, "台账“%s”由台账“%s”汇总得来，没有自己的文件。", "the ledger \"%s\" is made of \"%s\" and has no file of its own.",
			ledger->name, program->ledgers[ledger->base].name);
	return CLI_GOOD;
}

/* A file that stands for two things is a slip of the hand. */
static int check_file(const struct cli *cli, const struct gj_program *program, const char *const *paths, int index, const char *path, const char *data)
{
	const char *name = program->ledgers[index].name;
	if (paths[index])
		return cli_usage_error(cli, "台账“%s”给了两个文件。", "two files for the ledger \"%s\".", name);
	if (strcmp(path, "-") == 0)
		return cli_usage_error(cli, "台账不能从标准输入读取（“%s”）。", "a ledger can't come from standard input (\"%s\").", name);
	if (gj_same_file(path, data))
		return cli_usage_error(cli, "台账“%s”给的就是数据表“%s”。", "the file of the ledger \"%s\" is the data table, \"%s\".", name, data);
	for (size_t i = 0; i < program->ledger_count; i++)
		if (paths[i] && gj_same_file(path, paths[i]))
			return cli_usage_error(cli, "台账“%s”和“%s”给了同一个文件“%s”。", "the ledgers \"%s\" and \"%s\" have the same file, \"%s\".", program->ledgers[i].name,
				name, path);
	return CLI_GOOD;
}

int ledgers_resolve(const struct cli *cli, const struct ledger_options *ledgers, const struct gj_program *program, const char *data,
	const char **paths)
{
	memset(paths, 0, LEDGERS_MOST * sizeof *paths);
	for (size_t i = 0; i < ledgers->count; i++) {
		const char *given = ledgers->given[i], *sign = strchr(given, '=');
		int index, status = ledgers_find(cli, program, given, (size_t)(sign - given), &index);
		if (status == CLI_GOOD)
			status = check_file(cli, program, paths, index, sign + 1, data);
		if (status != CLI_GOOD)
			return status;
		paths[index] = sign + 1;
	}
	return CLI_GOOD;
}
