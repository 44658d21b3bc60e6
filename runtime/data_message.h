/* Findings about data files, images and the machine: the rows of messages.def in this folder. */
#ifndef GJ_DATA_MESSAGE_H
#define GJ_DATA_MESSAGE_H
#include "message.h"

enum gj_data_message_id {
#define MESSAGE(code, severity, id, ...) GJ_DATA_##id,
#include "messages.def"
#undef MESSAGE
	GJ_DATA_MESSAGE_COUNT
};

/* `id` is a row of messages.def. */
const struct gj_message *gj_data_message_of(enum gj_data_message_id id);

/* NULL when there is no such code. */
const struct gj_message *gj_data_message_by_code(const char *code);
#endif
