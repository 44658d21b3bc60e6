/* --ledger NAME=FILE, once for each 台账. */
#ifndef GJ_CLI_LEDGERS_H
#define GJ_CLI_LEDGERS_H
#include "cli.h"

enum { LEDGERS_MOST = 100 };

struct ledger_options {
	size_t count;
	const char *given[LEDGERS_MOST]; /* NAME=FILE as typed */
};

/* Keeps one; a status. */
int ledgers_take(const struct cli *cli, struct ledger_options *ledgers, const char *given);

/* The ledger of that name, which is read from a file. A status. */
int ledgers_find(const struct cli *cli, const struct gj_program *program, const char *name, size_t length, int *index);

/* The file of each of the program's ledgers, NULL where none was given, into paths (LEDGERS_MOST). A status: names must be the program's own, and no file
 * be given twice, nor be the data table. */
int ledgers_resolve(const struct cli *cli, const struct ledger_options *ledgers, const struct gj_program *program, const char *data,
	const char **paths);
#endif
