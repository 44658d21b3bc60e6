/* What went wrong with data, for the commands that read them. */
#ifndef GJ_DATA_REPORT_H
#define GJ_DATA_REPORT_H
#include "cli.h"
#include "runtime/run.h"

/* Prints the table's findings and the failure of a run to cli->error. Returns the exit status they call for: CLI_GOOD when the run went through and
 * no row was rejected. */
int cli_report_run(const struct cli *cli, const struct gj_run *run, bool done);

/* cli_data_message about a table, whose place may be in a database: shown without a password. */
void cli_table_message(const struct cli *cli, const char *place, uint64_t line, enum gj_data_message_id id, const char *const *arguments, size_t count);

/* A progress bar for gj_run_setup on a terminal; set `progress` to cli_progress and `context` to one of these. */
struct cli_progress {
	const struct cli *cli;
	bool shown;
	unsigned percent;
	uint64_t megabytes;
};
void cli_progress(void *context, uint64_t done, uint64_t total);
/* Whether there is a terminal to show one on. */
bool cli_wants_progress(const struct cli *cli);
/* Wipes it away. */
void cli_progress_end(const struct cli_progress *progress);
#endif
