#include "bench_csv.h"
#include "cost.h"
#include "file_pass.h"
#include "generate.h"
#include "generated.h"
#include "results_check.h"
#include "runtime/keys.h"
#include "runtime/run.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 3, SEED = 20180606 };

struct bench {
	const struct gj_program *program;
	gj_native_run *native;
	char table[PATH_MAX], results[PATH_MAX], by_two[PATH_MAX], by_native[PATH_MAX];
	struct file_pass pass;
};

static bool read_once(struct bench *bench)
{
	return pass_read(&bench->pass, bench->table);
}

static bool read_whole(struct bench *bench)
{
	return pass_read_all(&bench->pass, bench->table);
}

static bool count_marks(struct bench *bench)
{
	return pass_marks(&bench->pass, bench->table);
}

static bool parse_plainly(struct bench *bench)
{
	return pass_parse(&bench->pass, bench->table);
}

static bool evaluate_plainly(struct bench *bench)
{
	return pass_evaluate(&bench->pass, bench->table);
}

static bool read_chunks(struct gj_table *table, struct gj_chunk *chunk, struct gj_keys *keys)
{
	enum gj_next next;
	while ((next = gj_table_next(table, chunk)) == GJ_NEXT_ROWS)
		if (!gj_chunk_parse(table, chunk) || (keys && !gj_chunk_check_keys(chunk, keys)))
			return false;
	return next == GJ_NEXT_END;
}

static bool read_table(struct bench *bench, struct gj_keys *keys)
{
	struct gj_table *table = gj_table_open(bench->table, bench->program);
	struct gj_chunk *chunk = table && gj_table_ready(table) ? gj_chunk_new(table) : NULL;
	bool fine = chunk && read_chunks(table, chunk, keys);
	gj_chunk_free(chunk);
	gj_table_close(table);
	return fine;
}

static bool read_columns(struct bench *bench)
{
	return read_table(bench, NULL);
}

static bool read_columns_and_keys(struct bench *bench)
{
	struct gj_keys *keys = gj_keys_new();
	bool fine = keys && read_table(bench, keys);
	gj_keys_free(keys);
	return fine;
}

/* Whether all rows were evaluated and the results stand in their place. */
static bool run(struct bench *bench, const char *output, unsigned threads, gj_native_run *native)
{
	struct gj_run_setup setup = { .data = bench->table, .output = output, .threads = threads, .native = native };
	struct gj_run run;
	unlink(output);
	bool fine = gj_run_go(&run, bench->program, &setup) && !run.tally.rejected;
	gj_run_end(&run);
	return fine;
}

static bool run_alone(struct bench *bench)
{
	return run(bench, bench->results, 1, NULL);
}

static bool run_native(struct bench *bench)
{
	return run(bench, bench->by_native, 1, bench->native);
}

static bool run_by_two(struct bench *bench)
{
	return run(bench, bench->by_two, 2, NULL);
}

enum { READ, READ_WHOLE, MARKS, PARSE, EVALUATE, COLUMNS, KEYS, ALONE, NATIVE, BY_TWO, CONTENDERS };

static const struct contender {
	const char *name;
	bool (*run)(struct bench *bench);
} contenders[CONTENDERS] = {
	[READ] = { "read() into one buffer of 256 KiB", read_once },
	[READ_WHOLE] = { "read() of the whole file into new memory", read_whole },
	[MARKS] = { "(e) only the commas and line ends", count_marks },
	[PARSE] = { "parser byte by byte", parse_plainly },
	[EVALUATE] = { "the same and the evaluator by hand", evaluate_plainly },
	[COLUMNS] = { "reader: typed and checked columns", read_columns },
	[KEYS] = { "reader: and doubled keys looked for", read_columns_and_keys },
	[ALONE] = { "(d) run to a results file, one thread", run_alone },
	[NATIVE] = { "(d) the same with --native, by gcc", run_native },
	[BY_TWO] = { "(d) run to a results file, two threads", run_by_two },
};

static bool timed(struct bench *bench, const struct contender *contender, struct cost *best)
{
	struct cost start = cost_now();
	bool fine = contender->run(bench);
	cost_keep(best, start);
	return fine;
}

static void print_costs(const struct bench *bench, size_t rows, const struct cost *costs)
{
	double bytes = (double)bench->pass.bytes;
	printf("%zu rows, %.0f bytes in %.1f a row\n", rows, bytes, bytes / (double)rows);
	for (size_t i = 0; i < CONTENDERS; i++) {
		double took = i == BY_TWO ? costs[i].passed : costs[i].own;
		printf("%-44s %7.2f M rows/s  %6.2f GB/s  of read() %.2f  of the parser's %.2f\n", contenders[i].name, (double)rows / took / 1e6,
			bytes / took / 1e9, costs[READ].own / took, costs[EVALUATE].own / took);
	}
	printf("one thread: %.2f of read() into one buffer, %.2f of read() into new memory, %.2f times the parser with its evaluator\n",
		costs[READ].own / costs[ALONE].own, costs[READ_WHOLE].own / costs[ALONE].own, costs[EVALUATE].own / costs[ALONE].own);
	printf("--native: %.2f times the speed of the VM\n", costs[ALONE].own / costs[NATIVE].own);
	printf("two threads: %.2f times one by the clock; %.2f times the processor time\n", costs[ALONE].passed / costs[BY_TWO].passed,
		costs[BY_TWO].own / costs[ALONE].own);
}

static int measure(struct bench *bench, size_t rows)
{
	struct cost costs[CONTENDERS] = { 0 };
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < CONTENDERS; i++)
			if (!timed(bench, &contenders[i], &costs[i])) {
				fprintf(stderr, "bench: failed: %s\n", contenders[i].name);
				return 3;
			}
	print_costs(bench, rows, costs);
	return results_check(&bench->pass, bench->table, bench->results) && same_bytes(bench->results, bench->by_two)
		&& same_bytes(bench->results, bench->by_native) ? 0 : 1;
}

static bool name_files(struct bench *bench, const char *folder)
{
	long id = (long)getpid();
	return snprintf(bench->by_native, PATH_MAX, "%s/guiju-bench-%ld-n.csv", folder, id) < PATH_MAX &&
	       snprintf(bench->table, PATH_MAX, "%s/guiju-bench-%ld.csv", folder, id) < PATH_MAX &&
	       snprintf(bench->results, PATH_MAX, "%s/guiju-bench-%ld-1.csv", folder, id) < PATH_MAX &&
	       snprintf(bench->by_two, PATH_MAX, "%s/guiju-bench-%ld-2.csv", folder, id) < PATH_MAX;
}

int bench_csv(const struct gj_program *program, const struct compilation *compilation, size_t rows, const char *folder)
{
	struct bench *bench = calloc(1, sizeof *bench);
	int status = 3;
	if (!bench || !name_files(bench, folder))
		return 3;
	bench->program = program;
	bench->native = generated_load(compilation, "gcc", folder);
	int error = generate_table(bench->table, rows, SEED);
	if (error)
		fprintf(stderr, "bench: %s: %s\n", bench->table, strerror(error));
	else if (bench->native && file_pass_start(&bench->pass, program))
		status = measure(bench, rows);
	file_pass_free(&bench->pass);
	unlink(bench->table);
	unlink(bench->results);
	unlink(bench->by_two);
	unlink(bench->by_native);
	free(bench);
	return status;
}
