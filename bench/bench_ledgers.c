#include "bench_ledgers.h"
#include "compiler/compile.h"
#include "cost.h"
#include "file_pass.h"
#include "ledger_files.h"
#include "runtime/run.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 5, SEED = 20180606, LEDGERS_MOST = 2 };

/* What one measurement reads: the ledgers as the rule file has them, one behind the other. */
static const struct scenario {
	const char *name, *rules;
	int (*write)(const char *path, uint64_t units, uint64_t seed, enum ledger_order order);
	bool linked;    /* the rows belong to the members, and these to the units */
	enum ledger_order order;
	size_t scores;
	ledger_points *points;
} scenarios[] = {
	{ "rows unit by unit", "meetings.gj", write_meetings, false, ORDER_UNITS, 2, meeting_points },
	{ "rows in no order", "meetings.gj", write_meetings, false, ORDER_NONE, 2, meeting_points },
	{ "linked to a roster, in no order", "fees.gj", write_fees, true, ORDER_NONE, 1, fee_points },
};

struct bench {
	const struct scenario *scenario;
	const struct gj_program *program;
	size_t units;
	char table[PATH_MAX], ledgers[LEDGERS_MOST][PATH_MAX], results[PATH_MAX];
	uint64_t bytes;
};

static size_t ledger_count(const struct bench *bench)
{
	return bench->scenario->linked ? 2 : 1;
}

static bool read_with(struct bench *bench, bool read_file(struct file_pass *pass, const char *path))
{
	struct file_pass pass;
	bool fine = read_file(&pass, bench->table);
	bench->bytes = pass.bytes;
	for (size_t i = 0; i < ledger_count(bench) && fine; i++) {
		fine = read_file(&pass, bench->ledgers[i]);
		bench->bytes += pass.bytes;
	}
	return fine;
}

static bool read_into_one(struct bench *bench)
{
	return read_with(bench, pass_read);
}

static bool read_into_whole(struct bench *bench)
{
	return read_with(bench, pass_read_all);
}

static bool run(struct bench *bench)
{
	const char *ledgers[LEDGERS_MOST] = { bench->ledgers[0], bench->ledgers[1] };
	struct gj_run_setup setup = { .data = bench->table, .output = bench->results, .ledgers = ledgers, .threads = 1 };
	struct gj_run run;
	unlink(bench->results);
	bool fine = gj_run_go(&run, bench->program, &setup) && !run.tally.rejected;
	gj_run_end(&run);
	return fine;
}

/* One buffer of 256 KiB stays in the cache; one that holds a whole file doesn't, and its pages are new. */
enum { READ_ONE, READ_WHOLE, RUN, CONTENDERS };
static bool (*const contenders[CONTENDERS])(struct bench *bench) = { read_into_one, read_into_whole, run };

static void print_costs(const struct bench *bench, const struct cost *costs)
{
	double rows = (double)bench->units * LEDGER_ROWS, bytes = (double)bench->bytes, own = costs[RUN].own;
	printf("%-34s %7.2f M rows/s  %6.2f GB/s; of read() into one buffer (%.2f GB/s) %.2f, into one that holds the file (%.2f GB/s) %.2f\n", bench->scenario->name,
		rows / own / 1e6, bytes / own / 1e9, bytes / costs[READ_ONE].own / 1e9, costs[READ_ONE].own / own, bytes / costs[READ_WHOLE].own / 1e9,
		costs[READ_WHOLE].own / own);
}

/* Whether a line of results has the unit's points; the line itself is left open behind them. */
static bool line_fits(const struct bench *bench, const char *line, uint64_t unit)
{
	char expected[64];
	int points[2], length = snprintf(expected, sizeof expected, "ZJ%08llu,", (unsigned long long)unit + 1);
	bench->scenario->points(SEED, unit, points);
	for (size_t i = 0; i < bench->scenario->scores; i++)
		length += snprintf(expected + length, sizeof expected - (size_t)length, "%d,", points[i] > 0 ? points[i] : 0);
	if (!strncmp(line, expected, (size_t)length))
		return true;
	fprintf(stderr, "bench: %s: expected %s found %s", bench->scenario->name, expected, line);
	return false;
}

static bool results_fit(const struct bench *bench)
{
	char line[1024];
	FILE *file = fopen(bench->results, "r");
	bool fine = file && fgets(line, sizeof line, file);
	for (uint64_t unit = 0; unit < bench->units && fine; unit++)
		fine = fgets(line, sizeof line, file) && line_fits(bench, line, unit);
	if (file)
		fclose(file);
	return fine;
}

static int measure(struct bench *bench)
{
	struct cost costs[CONTENDERS] = { 0 };
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < CONTENDERS; i++) {
			struct cost start = cost_now();
			if (!contenders[i](bench)) {
				fprintf(stderr, "bench: failed: %s\n", bench->scenario->name);
				return 3;
			}
			cost_keep(&costs[i], start);
		}
	print_costs(bench, costs);
	return results_fit(bench) ? 0 : 1;
}

static int write_files(const struct bench *bench)
{
	const struct scenario *scenario = bench->scenario;
	int error = write_units(bench->table, bench->units);
	if (!error && scenario->linked)
		error = write_members(bench->ledgers[0], bench->units);
	return error ? error : scenario->write(bench->ledgers[scenario->linked], bench->units, SEED, scenario->order);
}

static void remove_files(const struct bench *bench)
{
	unlink(bench->table);
	unlink(bench->results);
	for (size_t i = 0; i < ledger_count(bench); i++)
		unlink(bench->ledgers[i]);
}

static bool name_files(struct bench *bench, const char *folder)
{
	long id = (long)getpid();
	bool fine = snprintf(bench->table, PATH_MAX, "%s/guiju-bench-%ld.csv", folder, id) < PATH_MAX
		&& snprintf(bench->results, PATH_MAX, "%s/guiju-bench-%ld-results.csv", folder, id) < PATH_MAX;
	for (size_t i = 0; i < LEDGERS_MOST; i++)
		fine &= snprintf(bench->ledgers[i], PATH_MAX, "%s/guiju-bench-%ld-ledger-%zu.csv", folder, id, i) < PATH_MAX;
	return fine;
}

static int bench_scenario(struct bench *bench, const char *rules)
{
	char path[PATH_MAX];
	struct compilation compilation;
	int status = 3;
	if (snprintf(path, sizeof path, "%s/%s", rules, bench->scenario->rules) >= PATH_MAX)
		return 3;
	if (compile_file(path, &compilation) == COMPILE_OK && compilation.program) {
		bench->program = compilation.program;
		int error = write_files(bench);
		if (error)
			fprintf(stderr, "bench: %s: %s\n", bench->table, strerror(error));
		else
			status = measure(bench);
		remove_files(bench);
	} else {
		fprintf(stderr, "bench: %s doesn't compile; guiju check says why\n", path);
	}
	compilation_free(&compilation);
	return status;
}

int bench_ledgers(size_t units, const char *rules, const char *folder)
{
	struct bench *bench = calloc(1, sizeof *bench);
	int status = bench && name_files(bench, folder) ? 0 : 3;
	if (!status)
		printf("%zu units with %zu rows of ledgers\n", units, units * LEDGER_ROWS);
	for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios && !status; i++) {
		bench->units = units;
		bench->scenario = &scenarios[i];
		status = bench_scenario(bench, rules);
	}
	free(bench);
	return status;
}
