/* The rejects file: line, primary key, field, value, code, reason, one line for each thing wrong with a row. */
#ifndef GJ_REJECTS_WRITER_H
#define GJ_REJECTS_WRITER_H
#include "table.h"
#include "text_buffer.h"

/* Both append CSV and are false when memory is out. */
bool gj_rejects_heading(struct gj_buffer *out, const struct gj_program *program, enum gj_language language);
bool gj_rejects_add(struct gj_buffer *out, const struct gj_program *program, const struct gj_reject *reject, enum gj_language language,
	const char *ledger);

/* Appends the text of a data message with its arguments. */
bool gj_data_text(struct gj_buffer *out, enum gj_data_message_id id, const char *const *arguments, size_t count, enum gj_language language);
#endif
