#include "grade_columns.h"

#include <string.h>

bool gj_grade_columns_heading(struct gj_buffer *out, const struct gj_program *program)
{
	bool good = true;
	for (size_t i = 0; i < program->grade_column_count && good; i++) {
		const char *heading = program->grade_columns[i].heading;
		good = gj_buffer_text(out, ",") && gj_buffer_cell(out, heading, strlen(heading));
	}
	return good;
}

/* ,"奖励（元）": */
static bool add_json_name(struct gj_buffer *out, const char *heading)
{
	return gj_buffer_text(out, ",") && gj_buffer_json(out, heading, strlen(heading)) && gj_buffer_text(out, ":");
}

bool gj_grade_columns_cells(struct gj_buffer *out, const struct gj_program *program, enum gj_format format, const struct gj_grade *grade,
	const char *instead)
{
	bool good = true;
	for (size_t i = 0; i < program->grade_column_count && good; i++) {
		const struct gj_grade_column *column = &program->grade_columns[i];
		const char *cell = instead ? instead : grade->columns.items[i];
		bool bare = !instead && (column->number || !*cell);
		if (format == GJ_FORMAT_CSV)
			good = gj_buffer_text(out, ",") && gj_buffer_cell(out, cell, strlen(cell));
		else
			good = add_json_name(out, column->heading) && (bare ? gj_buffer_text(out, *cell ? cell : "null") : gj_buffer_json(out, cell, strlen(cell)));
	}
	return good;
}
