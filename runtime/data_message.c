#include "data_message.h"

#include <string.h>

static const struct gj_message messages[] = {
#define MESSAGE(code, severity, id, zh, en, zh_more, en_more, wrong, right) {code, severity, {zh, en}, {zh_more, en_more}, wrong, right},
#include "messages.def"
#undef MESSAGE
};

const struct gj_message *gj_data_message_of(enum gj_data_message_id id)
{
	return &messages[id];
}

const struct gj_message *gj_data_message_by_code(const char *code)
{
	for (size_t i = 0; i < GJ_DATA_MESSAGE_COUNT; i++)
		if (!strcmp(messages[i].code, code))
			return &messages[i];
	return NULL;
}
