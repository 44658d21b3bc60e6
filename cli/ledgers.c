#include "ledgers.h"

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

static size_t index_of(const struct gj_program *program, const char *name, size_t length)
{
	size_t index = 0;
	while (index < program->ledger_count
		&& (strlen(program->ledgers[index].name) != length || memcmp(program->ledgers[index].name, name, length) != 0))
		index++;
	return index;
}

int ledgers_resolve(const struct cli *cli, const struct ledger_options *ledgers, const struct gj_program *program, const char **paths)
{
	memset(paths, 0, LEDGERS_MOST * sizeof *paths);
	for (size_t i = 0; i < ledgers->count; i++) {
		const char *given = ledgers->given[i], *sign = strchr(given, '=');
		size_t index = index_of(program, given, (size_t)(sign - given));
		if (index == program->ledger_count)
			return cli_usage_error(cli, "标准里没有“%s”所说的台账。", "the standard has no ledger as in \"%s\".", given);
		if (paths[index])
			return cli_usage_error(cli, "同一个台账给了两个文件：“%s”。", "two files for one ledger: \"%s\".", given);
		if (strcmp(sign + 1, "-") == 0)
			return cli_usage_error(cli, "台账不能从标准输入读取（“%s”）。", "a ledger can't come from standard input (\"%s\").", given);
		paths[index] = sign + 1;
	}
	return CLI_GOOD;
}
