/* A file or standard input as a stream of UTF-8, whatever it was saved in. */
#ifndef GJ_ENCODING_H
#define GJ_ENCODING_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct gj_input;

/* Text that doesn't come from a file: UTF-8. It belongs to whoever made it. */
struct gj_source {
	ssize_t (*read)(void *state, char *out, size_t size); /* as read(2) */
	void *state;
};

enum gj_encoding {
	GJ_UTF8,
	GJ_GB18030,
	GJ_UTF16, /* not read */
	GJ_ENCODING_UNKNOWN,
	GJ_NOT_TEXT /* a known kind of file that is no text */
};

/* Opens `path` ("-": standard input) and looks at its beginning. NULL when memory is out or the file can't be opened (errno says which). */
struct gj_input *gj_input_open(const char *path);
/* The same of a source, which must outlive the input. */
struct gj_input *gj_input_of(const struct gj_source *source);
void gj_input_close(struct gj_input *input);

/* *kind receives what a file that is no text seems to be: "xlsx", "pdf" … */
enum gj_encoding gj_input_encoding(const struct gj_input *input, const char **kind);

/* Up to `size` bytes (at least 4) of UTF-8 without a byte order mark. -1 with errno on failure.
 * What isn't valid GB18030 becomes the byte 0xFF, so that the row that holds it is refused. UTF-8 is passed on as it is. */
ssize_t gj_input_read(struct gj_input *input, char *out, size_t size);

/* Whether everything has been read; known only after a read that got less than it asked for. */
bool gj_input_ended(const struct gj_input *input);

/* Bytes of the file taken so far, and its size (0 when unknown). */
void gj_input_progress(const struct gj_input *input, uint64_t *done, uint64_t *total);

/* What the beginning of a text is written in; `whole`: it is all there is. */
enum gj_encoding gj_encoding_guess(const char *bytes, size_t length, bool whole);
#endif
