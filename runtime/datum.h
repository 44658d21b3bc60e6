/* A field's value as a person writes it. */
#ifndef GJ_DATUM_H
#define GJ_DATUM_H
#include "program.h"
#include "text_buffer.h"

/* Value `row` of a column in its lane. */
int64_t gj_column_value(const void *column, enum gj_lane lane, size_t row);
void gj_column_set(void *column, enum gj_lane lane, size_t row, int64_t value);

/* Appends 20名, 80.5%, 是, 效果好 or 未填: field `field` of row `row`. Not for text fields. False when memory is out. */
bool gj_datum_add(struct gj_buffer *out, const struct gj_program *program, int field, void *const *columns, size_t row);

/* The same for a value that stands in no column; a state other than PRESENT prevails. */
bool gj_datum_value(struct gj_buffer *out, const struct gj_field *field, int64_t value, enum gj_state state);
#endif
