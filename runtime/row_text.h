/* What a row of a table says, for people. */
#ifndef GJ_ROW_TEXT_H
#define GJ_ROW_TEXT_H
#include "table.h"
#include "text_buffer.h"

/* Appends 未开展制度项数 2项、不规范制度项数 待核: what row `row` has in these fields. False when memory is out. */
bool gj_row_text(struct gj_buffer *out, struct gj_chunk *chunk, const struct gj_program *program, const int *fields, size_t count, size_t row);

/* Puts the row aside because it fails a 校验, of field `field` (GJ_NONE: of the row as a whole). False when memory is out. */
bool gj_row_fails(struct gj_chunk *chunk, const struct gj_program *program, const struct gj_check *check, int field, size_t row);
#endif
