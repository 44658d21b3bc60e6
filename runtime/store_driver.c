#include "store_driver.h"

#include <errno.h>

bool gj_store_fail(struct gj_store *store, const char *reason)
{
	size_t length = 0;
	for (; reason[length] && length + 1 < sizeof store->fault; length++)
		store->fault[length] = reason[length] == '\n' || reason[length] == '\r' || reason[length] == '\t' ? ' ' : reason[length];
	while (length && reason[length] && ((unsigned char)reason[length] & 0xC0) == 0x80)
		length--;
	while (length && store->fault[length - 1] == ' ')
		length--;
	store->fault[length] = '\0';
	return false;
}

bool gj_store_quote(struct gj_buffer *sql, const char *name)
{
	bool good = gj_buffer_text(sql, "\"");
	for (; *name && good; name++)
		good = gj_buffer_add(sql, name, 1) && (*name != '"' || gj_buffer_text(sql, "\""));
	if (good && gj_buffer_text(sql, "\""))
		return true;
	errno = ENOMEM;
	return false;
}
