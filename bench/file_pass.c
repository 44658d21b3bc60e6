#include "file_pass.h"
#include "scalar_parser.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Counting is all that one pass does: it shall have vectors. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

/* Where a read begins matters: the kernel's copy is three times as slow to an address that lies 1 to 31 bytes further into its page than the file's
 * bytes into theirs (Zen 3), so the buffer begins with a page. */
enum { PAGE = 4096, BUFFER_BYTES = 256 * 1024, STRETCH = 192 };

bool file_pass_start(struct file_pass *pass, const struct gj_program *program)
{
	size_t widths[EVALUATOR_ITEMS + 5];
	*pass = (struct file_pass){ .program = program };
	for (size_t i = 0; i < EVALUATOR_ITEMS + 5; i++)
		widths[i] = i < EVALUATOR_ITEMS || i >= EVALUATOR_ITEMS + 3 ? sizeof(int8_t) : sizeof(int16_t);
	return columns_make(program, FILE_PASS_ROWS, 1, &pass->columns) &&
	       columns_allocate(widths, EVALUATOR_ITEMS + 5, FILE_PASS_ROWS, &pass->results) &&
	       !evaluator_bind(program, &pass->columns, &pass->inputs);
}

void file_pass_free(struct file_pass *pass)
{
	columns_free(&pass->columns);
	columns_free(&pass->results);
}

bool pass_read(struct file_pass *pass, const char *path)
{
	char *buffer = aligned_alloc(PAGE, BUFFER_BYTES);
	int file = open(path, O_RDONLY);
	ssize_t got = -1;
	pass->bytes = 0;
	while (buffer && file >= 0 && (got = read(file, buffer, BUFFER_BYTES)) > 0)
		pass->bytes += (uint64_t)got;
	if (file >= 0)
		close(file);
	free(buffer);
	return got == 0;
}

bool pass_read_all(struct file_pass *pass, const char *path)
{
	struct stat found;
	int file = open(path, O_RDONLY);
	size_t size = file >= 0 && fstat(file, &found) == 0 ? (size_t)found.st_size : 0;
	char *memory = size ? aligned_alloc(PAGE, (size + PAGE) / PAGE * PAGE) : NULL;
	ssize_t got = -1;
	pass->bytes = 0;
	while (memory && pass->bytes < size && (got = read(file, memory + pass->bytes, size - pass->bytes)) > 0)
		pass->bytes += (uint64_t)got;
	if (file >= 0)
		close(file);
	free(memory);
	return got > 0;
}

typedef bool taker(struct file_pass *pass, const char *bytes, size_t size);

/* Gives whole rows to `take`, a buffer at a time, without the heading. */
static bool go_through(struct file_pass *pass, const char *path, taker *take)
{
	char *buffer = aligned_alloc(PAGE, BUFFER_BYTES);
	int file = open(path, O_RDONLY);
	size_t held = 0;
	bool fine = buffer && file >= 0, heading = true;
	pass->bytes = pass->rows = pass->marks = 0;
	for (ssize_t got; fine && (got = read(file, buffer + held, BUFFER_BYTES - held)) > 0;) {
		size_t size = held + (size_t)got, skip = 0;
		char *last = memrchr(buffer, '\n', size);
		size_t whole = last ? (size_t)(last + 1 - buffer) : 0;
		pass->bytes += (uint64_t)got;
		if (heading && whole)
			skip = (size_t)((char *)memchr(buffer, '\n', whole) + 1 - buffer);
		heading = false;
		fine = whole && (whole == skip || take(pass, buffer + skip, whole - skip));
		held = size - whole;
		memmove(buffer, buffer + whole, held);
	}
	if (file >= 0)
		close(file);
	free(buffer);
	return fine && !held;
}

static bool take_marks(struct file_pass *pass, const char *bytes, size_t size)
{
	size_t i = 0;
	for (; i + STRETCH <= size; i += STRETCH) {
		uint8_t commas = 0, ends = 0;
		for (size_t j = 0; j < STRETCH; j++) {
			commas = (uint8_t)(commas + (bytes[i + j] == ','));
			ends = (uint8_t)(ends + (bytes[i + j] == '\n'));
		}
		pass->marks += commas;
		pass->rows += ends;
	}
	for (; i < size; i++) {
		pass->marks += bytes[i] == ',';
		pass->rows += bytes[i] == '\n';
	}
	return true;
}

bool pass_marks(struct file_pass *pass, const char *path)
{
	return go_through(pass, path, take_marks);
}

static bool take_parsed(struct file_pass *pass, const char *bytes, size_t size)
{
	for (const char *end = bytes + size; bytes < end;) {
		size_t rows = scalar_parse(pass->program, &bytes, end, pass->columns.items, FILE_PASS_ROWS);
		if (!rows)
			return false;
		pass->rows += rows;
	}
	return true;
}

bool pass_parse(struct file_pass *pass, const char *path)
{
	return go_through(pass, path, take_parsed);
}

static struct results results_of(const struct columns *columns)
{
	struct results results;
	for (size_t i = 0; i < EVALUATOR_ITEMS; i++)
		results.items[i] = columns->items[i];
	results.bonus = columns->items[EVALUATOR_ITEMS];
	results.penalty = columns->items[EVALUATOR_ITEMS + 1];
	results.total = columns->items[EVALUATOR_ITEMS + 2];
	results.vetoed = columns->items[EVALUATOR_ITEMS + 3];
	results.grade = columns->items[EVALUATOR_ITEMS + 4];
	return results;
}

static bool take_evaluated(struct file_pass *pass, const char *bytes, size_t size)
{
	struct results results = results_of(&pass->results);
	for (const char *end = bytes + size; bytes < end;) {
		size_t rows = scalar_parse(pass->program, &bytes, end, pass->columns.items, FILE_PASS_ROWS);
		if (!rows)
			return false;
		evaluator_run(&pass->inputs, &results, 0, rows);
		pass->rows += rows;
		if (pass->look && !pass->look(pass->context, &results, rows))
			return false;
	}
	return true;
}

bool pass_evaluate(struct file_pass *pass, const char *path)
{
	return go_through(pass, path, take_evaluated);
}
