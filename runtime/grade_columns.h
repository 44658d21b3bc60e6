/* Columns of the results that are given by grade: what follows from 评定结果. */
#ifndef GJ_GRADE_COLUMNS_H
#define GJ_GRADE_COLUMNS_H
#include "program.h"
#include "text_buffer.h"

enum gj_format { GJ_FORMAT_CSV, GJ_FORMAT_JSON };

/* Their headings, of CSV. Both are false when memory is out. */
bool gj_grade_columns_heading(struct gj_buffer *out, const struct gj_program *program);
/* The grade's cell in each of them, a comma before it; `instead` in their place where the grade isn't known yet, else NULL. */
bool gj_grade_columns_cells(struct gj_buffer *out, const struct gj_program *program, enum gj_format format, const struct gj_grade *grade,
	const char *instead);
#endif
