#include "run_places.h"

#include "output_file.h"
#include "run_output.h"
#include "store.h"

#include <string.h>
#include <sys/stat.h>

static bool is_stream(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* A device or a pipe has no neighbours. */
static bool stands_alone(const char *path)
{
	struct stat found;
	return is_stream(path) || (stat(path, &found) == 0 && !S_ISREG(found.st_mode));
}

/* The rejects stand beside the results unless they were given a place. */
bool gj_run_choose_rejects(struct gj_run *run)
{
	const struct gj_run_setup *setup = run->setup;
	if (!setup->rejects && (!setup->output || stands_alone(setup->output)))
		return true;
	run->rejects_path = setup->rejects ? strdup(setup->rejects) : gj_run_rejects_place(setup->output);
	return run->rejects_path;
}

/* Tables of a database clash when they are the same one. */
static bool same_place(const char *a, const char *a_table, const char *b, const char *b_table)
{
	if (!gj_store_is(a) || !gj_store_is(b))
		return gj_same_file(a, b);
	return gj_store_same(a, b) && strcmp(gj_store_table(a, a_table), gj_store_table(b, b_table)) == 0;
}

/* Whether the place is that of a table or a ledger being read. */
static bool is_read(const struct gj_run *run, const char *place)
{
	const struct gj_run_setup *setup = run->setup;
	for (size_t i = 0; setup->ledgers && i < run->program->ledger_count; i++)
		if (setup->ledgers[i] && same_place(setup->ledgers[i], run->program->ledgers[i].name, place, ""))
			return true;
	return same_place(setup->data, run->program->unit_name, place, "");
}

const char *gj_run_places_clash(const struct gj_run *run)
{
	const char *output = run->setup->output, *rejects = run->rejects_path;
	if (output && (is_read(run, output) || (rejects && !is_stream(output) && strcmp(rejects, output) == 0)))
		return output;
	return rejects && (is_read(run, rejects) || (output && gj_same_file(rejects, output))) ? rejects : NULL;
}
