#include "text_stream.h"

static ssize_t take(void *buffer, const char *bytes, size_t size)
{
	return gj_buffer_add(buffer, bytes, size) ? (ssize_t)size : 0;
}

FILE *cli_text_stream(struct gj_buffer *buffer)
{
	return fopencookie(buffer, "w", (cookie_io_functions_t){ .write = take });
}

bool cli_text_end(FILE *stream)
{
	bool good = stream && !ferror(stream);
	return stream && fclose(stream) == 0 && good;
}
