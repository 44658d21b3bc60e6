/* The compiler from a file to an image: the list of passes. */
#ifndef GJ_COMPILE_H
#define GJ_COMPILE_H
#include "coverage.h"
#include "diagnostics.h"
#include "ir.h"
#include "model.h"
#include "source.h"

/* Everything a compilation made. Later stages are NULL when an earlier one had errors. */
struct compilation {
	struct gj_arena *arena;
	struct source *source;
	struct diagnostics *diagnostics;
	struct node *tree;
	struct model *model;
	struct ir *ir;
	struct gj_program *program; /* complete, verified */
};

enum compile_status { COMPILE_OK, COMPILE_FAULTS, COMPILE_CANNOT_READ, COMPILE_NO_MEMORY };

/* Compiles the file at `path`. COMPILE_FAULTS: the findings contain errors; what could be built is there all the same.
 * COMPILE_CANNOT_READ: errno says why. The caller frees with compilation_free in every case. */
enum compile_status compile_file(const char *path, struct compilation *compilation);
enum compile_status compile_text(const char *path, const char *text, size_t length, struct compilation *compilation);
void compilation_free(struct compilation *compilation);

/* Compiles a complete compilation once more, with what its 用例 should show. False when memory is out. */
bool compile_coverage(struct compilation *compilation, struct coverage *coverage);

/* Writes a complete compilation as SQL. COMPILE_FAULTS: the findings say what the dialect can't say exactly. */
struct sql_dialect;
enum compile_status compile_sql(struct compilation *compilation, const struct sql_dialect *dialect, FILE *out);

/* C for a complete compilation, as emit_c.h says. False when memory is out. */
struct c_request;
bool compile_c(const struct compilation *compilation, const struct c_request *request);

enum stage { STAGE_TOKENS, STAGE_AST, STAGE_MODEL, STAGE_IR, STAGE_BYTECODE };
void compile_dump(struct compilation *compilation, enum stage stage, FILE *out);
#endif
