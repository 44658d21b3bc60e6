/* One line of results for each row: CSV or JSON Lines. Texts of small numbers are made once, so that a row is little more than copying. */
#ifndef GJ_RESULTS_H
#define GJ_RESULTS_H
#include "grade_columns.h"
#include "program.h"
#include "text_buffer.h"
#include "table.h"
#include "vm.h"

/* The columns after the items. */
enum gj_closing { GJ_CLOSING_BONUS, GJ_CLOSING_PENALTY, GJ_CLOSING_TOTAL, GJ_CLOSING_VETOED, GJ_CLOSING_GRADE, GJ_CLOSING_RESULT, GJ_CLOSINGS };
static inline const char *gj_closing_name(enum gj_closing closing)
{
	static const char *const names[GJ_CLOSINGS] = {"加分", "减分", "总分", "否决", "等次", "评定结果"};
	return names[closing];
}

/* Lines made elsewhere for some rows of a block, in their order; starts as zeros. */
struct gj_results_lines {
	struct gj_buffer text;
	size_t count;
	uint16_t rows[GJ_BLOCK_ROWS];
	size_t ends[GJ_BLOCK_ROWS]; /* of each line in the text */
};

/* The layout of a program's results; not changed once made, so threads may share it. */
struct gj_results;

/* NULL when memory is out. `program` must outlive it. */
struct gj_results *gj_results_new(const struct gj_program *program, enum gj_format format);
void gj_results_free(struct gj_results *results);

/* BOM and headings (nothing for JSON Lines). Lines end in LF. False when memory is out. */
bool gj_results_heading(const struct gj_results *results, struct gj_buffer *out);

/* The rows of a chunk that were last run: texts is the chunk's, rejected[] begins with the first of them. */
struct gj_rows {
	struct gj_text *const *texts;
	const uint8_t *rejected;
	size_t first, rows;
};

/* Appends a line for each of the rows last run in `vm` whose rejected[] is 0, and those of `lines` among the others; ends[i] receives out->size after row i.
 * 评定结果 is the grade of the score until gj_results_grade is patched over it. False when memory is out. */
bool gj_results_rows(const struct gj_results *results, const struct gj_vm *vm, const struct gj_rows *of, const struct gj_results_lines *lines,
	struct gj_buffer *out, uint32_t *ends);

/* 评定结果 and what follows from it as they stand in the last cells, *tail bytes before the end of its row. */
const char *gj_results_grade(const struct gj_results *results, int grade, size_t *length, size_t *tail);
#endif
