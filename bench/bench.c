/* bench [--rows N] [--csv-rows N] [--units N] [--folder DIRECTORY] [STANDARD.gj]: the speed of the municipal standard of 2018, from its rule file, and of
 * ledgers. With --write DIRECTORY nothing is measured: the tables are written there, for measurements with other programs. */
#include "bench_csv.h"
#include "bench_ledgers.h"
#include "bench_memory.h"
#include "generate.h"
#include "ledger_files.h"
#include "compiler/compile.h"
#include "runtime/image.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char standard[] = "rulesets/zhenjiang-2018/standard.gj", rules[] = "bench";

/* The program as a user's machine would have it: compiled, written as an image, read back and verified. */
static struct gj_program *load(struct compilation *compilation)
{
	size_t size;
	struct gj_program *program = NULL;
	const char *why = "memory is out";
	const unsigned char *image = gj_image_write(compilation->program, compilation->arena, &size);
	if (!image || gj_image_read(image, size, compilation->arena, &program, &why) != GJ_IMAGE_OK)
		fprintf(stderr, "bench: %s\n", why);
	return program;
}

struct sizes {
	size_t rows, csv_rows, units; /* 0: not measured */
	const char *folder; /* for the tables */
	const char *write;  /* where to write them instead of measuring; NULL */
};

static int bench(const char *path, const struct sizes *sizes)
{
	struct compilation compilation;
	int status = 3;
	if (compile_file(path, &compilation) == COMPILE_OK && compilation.program) {
		struct gj_program *program = load(&compilation);
		status = program ? 0 : 3;
		if (!status && sizes->rows)
			status = bench_memory(program, &compilation, sizes->rows, sizes->folder);
		if (!status && sizes->csv_rows)
			status = bench_csv(program, &compilation, sizes->csv_rows, sizes->folder);
	} else {
		fprintf(stderr, "bench: %s doesn't compile; guiju check says why\n", path);
	}
	compilation_free(&compilation);
	if (!status && sizes->units)
		status = bench_ledgers(sizes->units, rules, sizes->folder);
	return status;
}

static const char *within(const struct sizes *sizes, const char *name, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/%s", sizes->write, name);
	return path;
}

/* branches.csv for the municipal standard; units.csv and meetings.csv for meetings.gj. */
static int write_tables(const struct sizes *sizes)
{
	enum { SEED = 20180606 };
	char path[PATH_MAX];
	int error = sizes->csv_rows ? generate_table(within(sizes, "branches.csv", path), sizes->csv_rows, SEED) : 0;
	if (!error && sizes->units)
		error = write_units(within(sizes, "units.csv", path), sizes->units);
	if (!error && sizes->units)
		error = write_meetings(within(sizes, "meetings.csv", path), sizes->units, SEED, ORDER_NONE);
	if (error)
		fprintf(stderr, "bench: %s: %s\n", path, strerror(error));
	return error ? 3 : 0;
}

static bool row_count(const char *text, size_t *rows)
{
	char *end;
	*rows = strtoull(text, &end, 10);
	return end > text && !*end && *rows <= 100000000;
}

/* A folder in memory where there is one: disks aren't what is measured. */
static const char *usual_folder(void)
{
	return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

int main(int count, char **arguments)
{
	static const struct option options[] = { { "rows", required_argument, NULL, 'r' }, { "csv-rows", required_argument, NULL, 'c' },
		{ "units", required_argument, NULL, 'u' }, { "folder", required_argument, NULL, 'f' },
		{ "write", required_argument, NULL, 'w' }, { NULL, 0, NULL, 0 } };
	struct sizes sizes = { 10000000, 1000000, 100000, usual_folder(), NULL };
	bool fine = true;
	for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
		if (option == 'f')
			sizes.folder = optarg;
		else if (option == 'w')
			sizes.write = optarg;
		else
			fine &= option != '?' && row_count(optarg, option == 'r' ? &sizes.rows : option == 'c' ? &sizes.csv_rows : &sizes.units);
	}
	if (!fine || sizes.units > 10000000) {
		fprintf(stderr, "usage: bench [--rows N] [--csv-rows N] [--units N] [--folder DIRECTORY] [--write DIRECTORY] [STANDARD.gj]; at most 100000000 rows, 10000000 units, 0 for none\n");
		return 2;
	}
	if (sizes.write)
		return write_tables(&sizes);
	return bench(optind < count ? arguments[optind] : standard, &sizes);
}
