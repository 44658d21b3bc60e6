/* An empty data table for a standard. */
#ifndef GJ_TEMPLATE_H
#define GJ_TEMPLATE_H
#include "program.h"
#include "text_buffer.h"

/* Appends the BOM and one row of headings in the order of the fields. False when memory is out. */
bool gj_template_add(struct gj_buffer *out, const struct gj_program *program);
#endif
