/* A stream into memory that fails as streams do. */
#ifndef GJ_TEXT_STREAM_H
#define GJ_TEXT_STREAM_H
#include "runtime/text_buffer.h"
#include <stdio.h>

/* Whatever is written goes to the buffer, which must outlive it; when memory is out the stream has an error (that of open_memstream has none). NULL when
 * memory is out. */
FILE *cli_text_stream(struct gj_buffer *buffer);
/* Whether all was written. NULL: it wasn't. */
bool cli_text_end(FILE *stream);
#endif
