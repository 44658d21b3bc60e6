/* Simple programs that go through a table once, to hold the reader against. */
#ifndef GJ_BENCH_FILE_PASS_H
#define GJ_BENCH_FILE_PASS_H
#include "evaluator.h"

enum { FILE_PASS_ROWS = EVALUATOR_ROWS };

/* What a pass works with, and what it has found. */
struct file_pass {
	const struct gj_program *program;
	struct columns columns, results; /* for FILE_PASS_ROWS rows each */
	struct inputs inputs;
	uint64_t bytes, rows, marks;
	/* Called with each batch of evaluated rows, when not NULL; false ends the pass. */
	bool (*look)(void *context, const struct results *results, size_t rows);
	void *context;
};

/* False when memory is out, or the program isn't the standard that the evaluator knows. file_pass_free in every case. */
bool file_pass_start(struct file_pass *pass, const struct gj_program *program);
void file_pass_free(struct file_pass *pass);

/* Each goes through the file from its beginning to its end; false when it couldn't. */
bool pass_read(struct file_pass *pass, const char *path); /* read() into one buffer, again and again */
bool pass_read_all(struct file_pass *pass, const char *path); /* read() into new memory that holds the whole file */
bool pass_marks(struct file_pass *pass, const char *path); /* counts commas and line ends */
bool pass_parse(struct file_pass *pass, const char *path); /* the byte-by-byte parser, into typed columns */
bool pass_evaluate(struct file_pass *pass, const char *path); /* the same, and the evaluator written by hand */
#endif
