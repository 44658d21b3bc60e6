#include "compile.h"

#include "base.h"
#include "covering.h"
#include "emit_c.h"
#include "passes.h"
#include "sql.h"
#include "runtime/image.h"

#include <string.h>

static bool has_errors(const struct compilation *compilation)
{
	return diagnostics_count(compilation->diagnostics, GJ_ERROR) > 0;
}

/* An impossible program is the compiler's own mistake: it is said, not run. */
static void verify(struct compilation *compilation)
{
	const char *fault = gj_verify(compilation->program, compilation->arena);
	if (!fault)
		return;
	report(compilation->diagnostics, MSG_OWN_FAULT, (struct span){ 0, 0 }, fault, NULL);
	compilation->program = NULL;
}

/* Whether a fraction is a standard or 项目 scaled back: that is said at its name. */
static bool is_whole(const struct model *model, struct span span)
{
	bool whole = false;
	for (size_t i = 0; i < model->part_count && !whole; i++)
		whole = model->parts[i].kind <= GJ_PART_PROJECT && model->parts[i].name_span.start == span.start;
	return whole;
}

static void report_beyond(struct compilation *c, const struct beyond *beyond)
{
	if (!beyond->fraction) {
		report(c->diagnostics, MSG_VALUE_BEYOND, beyond->span, NULL);
		return;
	}
	const char *text = gj_arena_copy(c->arena, c->source->text + beyond->span.start, beyond->span.end - beyond->span.start);
	if (is_whole(c->model, beyond->span)) {
		report(c->diagnostics, MSG_SCALED_BEYOND, beyond->span, text, NULL);
		return;
	}
	const char *rounded = gj_arena_print(c->arena, "四舍五入（%s、保留 4位）", text);
	finding_fix(report(c->diagnostics, MSG_FRACTION_BEYOND, beyond->span, text, rounded, NULL), beyond->span, rounded);
}

static void make_program(struct compilation *c)
{
	struct beyond beyond;
	c->ir = lower(c->model, c->arena, &beyond);
	c->program = c->ir ? generate(c->ir) : NULL;
	if (c->program)
		verify(c);
	else if (c->ir)
		report(c->diagnostics, MSG_TOO_MANY_VALUES, c->model->name_span, c->model->name, NULL);
	else
		report_beyond(c, &beyond);
}

/* The passes in their order. What things mean is looked at even where lines could not be read, but not where a standard that this one is based on is
 * missing; what is odd about them only when all of them mean something; and code is made only of a file without a fault. */
static void run_passes(struct compilation *c)
{
	bool complete;
	c->tree = parse_with_bases(c->source, c->arena, c->diagnostics, &complete);
	if (!complete)
		return;
	expand_parties(c->tree, c->arena, c->diagnostics);
	struct model *model = check(c->tree, c->source, c->arena, c->diagnostics);
	if (!has_errors(c)) {
		c->model = model;
		analyse(c->model, c->arena, c->diagnostics);
	}
	check_quotations(c->tree, c->source, c->arena, c->diagnostics);
	if (has_errors(c))
		return;
	make_program(c);
}

static void note_look(struct finding *finding, enum source_look look)
{
	static const char *const notes[][2] = {
		[LOOK_OFFICE] = { "看起来是 Word、WPS 或 Excel 文件：请用“另存为”选“纯文本”，编码选 UTF-8",
			"it looks like a Word, WPS or Excel file: save it as plain text in UTF-8" },
		[LOOK_PDF] = { "看起来是 PDF 文件：请把文字复制出来，存成纯文本（UTF-8）", "it looks like a PDF file: copy its text into a plain text file (UTF-8)" },
		[LOOK_UTF16] = { "看起来是 UTF-16（“Unicode”）编码：另存时请选 UTF-8", "it looks like UTF-16 (“Unicode”): save it as UTF-8" },
		[LOOK_NUL] = { "文件里有空字符（NUL），可能传输中损坏了", "there are NUL bytes in it: it may have been damaged on its way" } };
	if (look != LOOK_UNKNOWN)
		finding_note(finding, notes[look][0], notes[look][1]);
}

/* A file that can't be read as text has an empty text, so that its finding has a place. */
static void report_source(struct compilation *compilation, const char *path, enum source_status status)
{
	if (status == SOURCE_NOT_TEXT || status == SOURCE_TOO_LARGE) {
		enum message_id id = status == SOURCE_NOT_TEXT ? MSG_NOT_TEXT : MSG_TOO_LARGE;
		if (status == SOURCE_TOO_LARGE)
			source_from_text(path, "", 0, compilation->arena, &compilation->source);
		note_look(report(compilation->diagnostics, id, (struct span){ 0, 0 }, NULL), compilation->source->look);
	} else if (status == SOURCE_OK && compilation->source->from_gb18030) {
		report(compilation->diagnostics, MSG_FROM_GB18030, (struct span){ 0, 0 }, NULL);
	}
}

/* `text` NULL: read the file. */
static enum compile_status compile(const char *path, const char *text, size_t length, struct compilation *compilation)
{
	memset(compilation, 0, sizeof *compilation);
	compilation->arena = gj_arena_new();
	if (!compilation->arena)
		return COMPILE_NO_MEMORY;
	jmp_buf out;
	if (setjmp(out))
		return COMPILE_NO_MEMORY;
	gj_arena_on_failure(compilation->arena, &out);
	compilation->diagnostics = diagnostics_new(compilation->arena);
	enum source_status status = text ? source_from_text(path, text, length, compilation->arena, &compilation->source)
									 : source_read(path, compilation->arena, &compilation->source);
	report_source(compilation, path, status);
	if (status == SOURCE_OK)
		run_passes(compilation);
	gj_arena_on_failure(compilation->arena, NULL);
	if (status == SOURCE_CANNOT_READ)
		return COMPILE_CANNOT_READ;
	return has_errors(compilation) ? COMPILE_FAULTS : COMPILE_OK;
}

enum compile_status compile_file(const char *path, struct compilation *compilation)
{
	return compile(path, NULL, 0, compilation);
}

enum compile_status compile_text(const char *path, const char *text, size_t length, struct compilation *compilation)
{
	return compile(path, text, length, compilation);
}

void compilation_free(struct compilation *compilation)
{
	gj_arena_free(compilation->arena);
	memset(compilation, 0, sizeof *compilation);
}

bool compile_coverage(struct compilation *compilation, struct coverage *coverage)
{
	jmp_buf out;
	*coverage = (struct coverage){ 0 };
	if (setjmp(out)) {
		gj_arena_on_failure(compilation->arena, NULL);
		return false;
	}
	gj_arena_on_failure(compilation->arena, &out);
	struct ir *ir = lower_covered(compilation->model, compilation->arena, coverage);
	coverage->program = ir ? generate(ir) : NULL;
	if (coverage->program && gj_verify(coverage->program, compilation->arena))
		coverage->program = NULL;
	gj_arena_on_failure(compilation->arena, NULL);
	return true;
}

enum compile_status compile_sql(struct compilation *compilation, const struct sql_dialect *dialect, FILE *out)
{
	jmp_buf failed;
	volatile bool written = false, complete = false;
	if (setjmp(failed) == 0) {
		gj_arena_on_failure(compilation->arena, &failed);
		written = sql_write(compilation->ir, dialect, compilation->arena, compilation->diagnostics, out);
		complete = true;
	}
	gj_arena_on_failure(compilation->arena, NULL);
	return !complete ? COMPILE_NO_MEMORY : written ? COMPILE_OK : COMPILE_FAULTS;
}

bool compile_c(const struct compilation *compilation, const struct c_request *request)
{
	jmp_buf out;
	if (setjmp(out)) {
		gj_arena_on_failure(compilation->arena, NULL);
		return false;
	}
	gj_arena_on_failure(compilation->arena, &out);
	emit_c(request, compilation->arena);
	gj_arena_on_failure(compilation->arena, NULL);
	return true;
}

/* Scanned again: the tokens aren't kept, and their findings are known already. */
static void dump_tokens(struct compilation *compilation, FILE *out)
{
	jmp_buf failed;
	if (setjmp(failed) == 0) {
		gj_arena_on_failure(compilation->arena, &failed);
		struct tokens *tokens = scan(compilation->source, 0, compilation->arena, diagnostics_new(compilation->arena));
		tokens_dump(tokens, compilation->source, out);
	}
	gj_arena_on_failure(compilation->arena, NULL);
}

void compile_dump(struct compilation *c, enum stage stage, FILE *out)
{
	if (stage == STAGE_TOKENS && c->source) {
		dump_tokens(c, out);
	} else if (stage == STAGE_AST && c->tree) {
		ast_dump(c->tree, c->source, out);
	} else if (stage == STAGE_MODEL && c->model) {
		model_dump(c->model, out);
	} else if (stage == STAGE_IR && c->ir) {
		ir_dump(c->ir, out);
	} else if (stage == STAGE_BYTECODE && c->program) {
		gj_listing(c->program, out);
	}
}
