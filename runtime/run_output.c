#include "run_output.h"

#include "rejects_path.h"
#include "stored_results.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char results_table[] = "考评结果", rejects_table[] = "退回表";

int gj_run_output_open(struct gj_output **output, const char *place, bool held)
{
	return gj_store_is(place) ? gj_output_open_nameless(output) : gj_output_open(output, place, held);
}

char *gj_run_rejects_place(const char *results)
{
	if (!gj_store_is(results))
		return gj_rejects_path(results);
	const char *table = gj_store_table(results, results_table);
	size_t size = strlen(table) + sizeof rejects_table;
	char *name = malloc(size), *place = NULL;
	if (name) {
		snprintf(name, size, "%s%s", table, rejects_table);
		place = gj_store_place(results, name);
	}
	free(name);
	return place;
}

static bool store_rows(struct gj_store *store, const char *table, const struct gj_program *program, struct gj_output *rows, struct gj_run_unstored *why)
{
	FILE *file = gj_output_reader(rows);
	errno = file ? 0 : ENOMEM;
	enum gj_stored stored = file ? gj_stored_rows(store, table, program, file) : GJ_STORED_NO_MEMORY;
	if (file)
		fclose(file);
	why->id = stored == GJ_STORED_FAILED ? GJ_DATA_STORE_FAILED : stored == GJ_STORED_OTHER_COLUMNS ? GJ_DATA_STORE_OTHER_COLUMNS : GJ_DATA_NO_MEMORY;
	snprintf(why->words, sizeof why->words, "%s", stored == GJ_STORED_OTHER_COLUMNS ? table : gj_store_fault(store));
	return stored == GJ_STORED;
}

bool gj_run_output_store(const struct gj_program *program, const char *results_place, struct gj_output *results, const char *rejects_place,
	struct gj_output *rejects, struct gj_run_unstored *why)
{
	struct gj_store *store = gj_store_open(results_place, true, why->words);
	why->id = errno == ENOMEM ? GJ_DATA_NO_MEMORY : GJ_DATA_STORE_FAILED;
	bool good = store && store_rows(store, gj_store_table(results_place, results_table), program, results, why)
		&& (!rejects || store_rows(store, gj_store_table(rejects_place, rejects_table), NULL, rejects, why));
	if (good && !gj_store_commit(store)) {
		why->id = GJ_DATA_STORE_FAILED;
		snprintf(why->words, sizeof why->words, "%s", gj_store_fault(store));
		good = false;
	}
	gj_store_close(store);
	return good;
}
