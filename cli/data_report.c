#include "data_report.h"

#include "runtime/store.h"

#include <stdlib.h>
#include <unistd.h>

enum { BAR_CELLS = 30 };

/* By the code: GJ60xx is the machine, but for two files that are one, which is a matter of usage. */
static int status_of(enum gj_data_message_id id)
{
	switch (id) {
	case GJ_DATA_NO_MEMORY: case GJ_DATA_CANNOT_OPEN: case GJ_DATA_CANNOT_READ: case GJ_DATA_CANNOT_WRITE: case GJ_DATA_STORE_FAILED:
		return CLI_MACHINE;
	case GJ_DATA_RESULTS_LACK_ROWS:
		return CLI_FAULTS;
	case GJ_DATA_SAME_FILE:
		return CLI_USAGE;
	default:
		return gj_data_message_of(id)->severity == GJ_ERROR ? CLI_FAULTS : CLI_GOOD;
	}
}

void cli_table_message(const struct cli *cli, const char *place, uint64_t line, enum gj_data_message_id id, const char *const *arguments, size_t count)
{
	char *shown = gj_store_is(place) ? gj_store_shown(place) : NULL;
	cli_data_message(cli, shown ? shown : place, line, id, arguments, count);
	free(shown);
}

/* A ledger may have no rows. */
static int report_table(const struct cli *cli, const struct gj_table *table, const char *path, bool ledger, int status)
{
	size_t count = 0;
	const struct gj_data_finding *findings = table ? gj_table_findings(table, &count) : NULL;
	for (size_t i = 0; i < count; i++) {
		if (ledger && findings[i].id == GJ_DATA_NO_ROWS)
			continue;
		cli_table_message(cli, path, findings[i].line, findings[i].id, findings[i].arguments, findings[i].argument_count);
		int worse = status_of(findings[i].id);
		status = worse > status ? worse : status;
	}
	return status;
}

int cli_report_run(const struct cli *cli, const struct gj_run *run, bool done)
{
	int status = run->tally.rejected ? CLI_FAULTS : CLI_GOOD;
	status = report_table(cli, run->table, run->setup->data, false, status);
	for (size_t i = 0; run->ledgers.reads && i < run->program->ledger_count; i++) {
		const struct gj_ledger_read *read = &run->ledgers.reads[i];
		status = report_table(cli, read->table, run->ledger_places[i], true, read->rejected && status == CLI_GOOD ? (int)CLI_FAULTS : status);
	}
	if (run->failure.set) {
		cli_data_message(cli, NULL, 0, run->failure.id, (const char *const *)run->failure.arguments, run->failure.argument_count);
		status = status_of(run->failure.id);
	}
	return done || status != CLI_GOOD ? status : CLI_MACHINE;
}

bool cli_wants_progress(const struct cli *cli)
{
	return isatty(fileno(cli->error)) == 1;
}

static void draw_bar(const struct cli *cli, unsigned percent)
{
	fprintf(cli->error, "\r%s [", cli_text(cli, "考评", "evaluating"));
	for (unsigned i = 0; i < BAR_CELLS; i++)
		fputs(i * 100 < percent * BAR_CELLS ? "█" : " ", cli->error);
	fprintf(cli->error, "] %u%%", percent);
	fflush(cli->error);
}

void cli_progress(void *context, uint64_t done, uint64_t total)
{
	struct cli_progress *progress = context;
	unsigned percent = total ? (unsigned)((unsigned __int128)done * 100 / total) : 0;
	uint64_t megabytes = done >> 20;
	if (total ? progress->shown && percent == progress->percent : megabytes == progress->megabytes)
		return;
	progress->shown = true;
	progress->percent = percent;
	progress->megabytes = megabytes;
	if (total) {
		draw_bar(progress->cli, percent > 100 ? 100 : percent);
		return;
	}
	fprintf(progress->cli->error, "\r%s %llu MB", cli_text(progress->cli, "已读", "read"), (unsigned long long)megabytes);
	fflush(progress->cli->error);
}

void cli_progress_end(const struct cli_progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", progress->cli->error);
}
