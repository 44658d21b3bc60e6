/* What the parts of the public interface share. */
#ifndef GJ_STANDARD_H
#define GJ_STANDARD_H
#include "data_message.h"
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
#endif
