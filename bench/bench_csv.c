#include "bench_csv.h"
#include "runtime/keys.h"
#include "scalar_parser.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 256 * 1024, BUFFER_PAD = 64, ROOM = 4096 };

static uint64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Something done to each buffer of whole rows; the heading row is skipped. */
struct pass {
	bool (*take)(struct pass *pass, const char *bytes, size_t size);
	const struct gj_program *program;
	void **columns;
	uint64_t bytes, rows, found;
};

static bool take_nothing(struct pass *pass, const char *bytes, size_t size)
{
	pass->found += (unsigned char)bytes[size - 1];
	return true;
}

static bool take_marks(struct pass *pass, const char *bytes, size_t size)
{
	uint64_t commas = 0, ends = 0;
	for (size_t i = 0; i < size; i++) {
		commas += bytes[i] == ',';
		ends += bytes[i] == '\n';
	}
	pass->found += commas;
	pass->rows += ends;
	return true;
}

static bool take_scalar(struct pass *pass, const char *bytes, size_t size)
{
	uint64_t rows = scalar_parse(pass->program, bytes, size, pass->columns, ROOM);
	pass->rows += rows;
	return rows > 0;
}

static bool run_pass(const char *path, struct pass *pass)
{
	char *buffer = malloc(BUFFER_BYTES + BUFFER_PAD);
	int file = open(path, O_RDONLY);
	size_t held = 0;
	bool fine = buffer && file >= 0, heading = true;
	pass->bytes = pass->rows = 0;
	for (ssize_t got; fine && (got = read(file, buffer + held, BUFFER_BYTES - held)) > 0;) {
		pass->bytes += (uint64_t)got;
		size_t size = held + (size_t)got, skip = 0;
		char *last = memrchr(buffer, '\n', size);
		size_t whole = last ? (size_t)(last + 1 - buffer) : 0;
		if (heading && whole)
			skip = (size_t)((char *)memchr(buffer, '\n', whole) + 1 - buffer);
		heading = false;
		fine = whole > 0 && (whole == skip || pass->take(pass, buffer + skip, whole - skip));
		held = size - whole;
		memmove(buffer, buffer + whole, held);
	}
	if (file >= 0)
		close(file);
	free(buffer);
	return fine;
}

static uint64_t best_pass(const char *path, struct pass *pass, int tries)
{
	uint64_t best = 0;
	for (int i = 0; i <= tries; i++) {
		uint64_t start = now();
		if (!run_pass(path, pass))
			return 0;
		uint64_t took = now() - start;
		best = i && (!best || took < best) ? took : best;
	}
	return best;
}

static uint64_t read_table(const char *path, const struct gj_program *program, bool check_keys)
{
	uint64_t start = now();
	struct gj_table *table = gj_table_open(path, program);
	struct gj_chunk *chunk = table && gj_table_ready(table) ? gj_chunk_new(table) : NULL;
	struct gj_keys *keys = gj_keys_new();
	enum gj_next next = GJ_NEXT_FAILED;
	while (chunk && keys && (next = gj_table_next(table, chunk)) == GJ_NEXT_ROWS)
		if (!gj_chunk_parse(table, chunk) || (check_keys && !gj_chunk_check_keys(chunk, keys)) || chunk->rejected_rows) {
			next = GJ_NEXT_FAILED;
			break;
		}
	gj_keys_free(keys);
	gj_chunk_free(chunk);
	gj_table_close(table);
	return next == GJ_NEXT_END ? now() - start : 0;
}

static uint64_t best_table(const char *path, const struct gj_program *program, bool check_keys, int tries)
{
	uint64_t best = 0;
	for (int i = 0; i < tries; i++) {
		uint64_t took = read_table(path, program, check_keys);
		if (!took)
			return 0;
		best = !best || took < best ? took : best;
	}
	return best;
}

static uint64_t best_scalar(const char *path, struct pass *pass, int tries)
{
	size_t count = pass->program->column_count;
	void **columns = calloc(count + 1, sizeof *columns);
	uint64_t took = 0;
	bool fine = columns;
	for (size_t i = 0; fine && i < count; i++)
		fine = (columns[i] = calloc(ROOM, sizeof(int64_t)));
	pass->columns = columns;
	pass->take = take_scalar;
	if (fine)
		took = best_pass(path, pass, tries);
	for (size_t i = 0; columns && i < count; i++)
		free(columns[i]);
	free(columns);
	return took;
}

bool bench_csv(const char *path, const struct gj_program *program, int tries, struct csv_costs *costs)
{
	struct pass pass = { .take = take_nothing, .program = program };
	costs->read = best_pass(path, &pass, tries);
	costs->bytes = pass.bytes;
	pass.take = take_marks;
	costs->plain = best_pass(path, &pass, tries);
	costs->rows = pass.rows;
	costs->scalar = best_scalar(path, &pass, tries);
	costs->parse = best_table(path, program, false, tries);
	costs->keys = best_table(path, program, true, tries);
	return costs->read && costs->plain && costs->scalar && costs->parse && costs->keys;
}

/* GB/s with two decimals, in integers. */
static void print_line(FILE *out, const char *name, const struct csv_costs *costs, uint64_t took)
{
	uint64_t rate = costs->bytes * 100 / took, to_read = costs->read * 100 / took, to_scalar = costs->scalar * 100 / took;
	fprintf(out,
		"%-34s %3" PRIu64 ".%02" PRIu64 " GB/s %10" PRIu64 " rows/s   %" PRIu64 ".%02" PRIu64 " of read()   %" PRIu64 ".%02" PRIu64
		" times scalar\n",
		name, rate / 100, rate % 100, costs->rows * 1000000000u / took, to_read / 100, to_read % 100, to_scalar / 100, to_scalar % 100);
}

void bench_csv_print(const struct csv_costs *costs, FILE *out)
{
	print_line(out, "read() of the file", costs, costs->read);
	print_line(out, "commas and line ends only", costs, costs->plain);
	print_line(out, "byte-by-byte parser", costs, costs->scalar);
	print_line(out, "reader, typed columns", costs, costs->parse);
	print_line(out, "reader, columns and unique keys", costs, costs->keys);
}
