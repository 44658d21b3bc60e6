/* A growing piece of text, and the two ways in which a cell is written into it. */
#ifndef GJ_TEXT_BUFFER_H
#define GJ_TEXT_BUFFER_H
#include <stdbool.h>
#include <stddef.h>

/* Starts as all zeros; `bytes` belongs to the buffer and isn't NUL-terminated. */
struct gj_buffer {
	char *bytes;
	size_t size, capacity;
};

/* Room for `more` bytes behind what is there. False when memory is out; the buffer is then as it was. */
bool gj_buffer_reserve(struct gj_buffer *buffer, size_t more);
void gj_buffer_free(struct gj_buffer *buffer);

bool gj_buffer_add(struct gj_buffer *buffer, const char *bytes, size_t length);
bool gj_buffer_text(struct gj_buffer *buffer, const char *text);

/* A CSV cell (RFC 4180): quoted when it holds a comma, a quote, a line end, or blanks at an edge; otherwise as it is. Nothing is added to
 * what a spreadsheet might take for a formula: the text stays exact. */
bool gj_buffer_cell(struct gj_buffer *buffer, const char *text, size_t length);

/* A JSON string with its quotes. */
bool gj_buffer_json(struct gj_buffer *buffer, const char *text, size_t length);

/* The same into room of at least 2 × length + 2 (cell) or 6 × length + 2 (JSON) bytes; both return the end. */
char *gj_put_cell(char *out, const char *text, size_t length);
char *gj_put_json(char *out, const char *text, size_t length);
#endif
