/* What the parts of the public interface share. */
#ifndef GJ_STANDARD_H
#define GJ_STANDARD_H
#include "data_message.h"
#include "explain.h"
#include "guiju.h"
#include "memory.h"
#include "program.h"

struct gj_standard {
	struct gj_arena *arena;
	struct gj_program *program;
};

/* Fills *error (NULL: nothing) with a row of messages.def and returns its status. */
enum gj_status gj_error_set(struct gj_error *error, enum gj_data_message_id id, const char *const *arguments, size_t count,
	enum gj_text_language language);

/* Writes the sheet of a row that was found; `population` as in gj_explain_row. */
enum gj_status gj_explain_found(const struct gj_program *program, const struct gj_wanted *row, const struct gj_population *population,
	enum gj_text_language language, FILE *out, struct gj_error *error);
#endif
