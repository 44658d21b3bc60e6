/* A rule file's text: read, brought to UTF-8, with a map from byte offsets to lines. */
#ifndef GJ_SOURCE_H
#define GJ_SOURCE_H
#include "ast.h"
#include <stdbool.h>

/* What bytes that aren't text look like. */
enum source_look { LOOK_UNKNOWN, LOOK_OFFICE, LOOK_PDF, LOOK_UTF16, LOOK_NUL };
enum source_look source_look(const char *bytes, size_t length);

struct source {
	const char *path;       /* as given by the user */
	const char *text;       /* UTF-8, no BOM, NUL-terminated; line ends as in the file */
	size_t length;
	enum source_look look;  /* of a file that isn't text, whose text is then empty */
	bool from_gb18030;      /* it was converted: check says so with a notice */
	size_t line_count;
	uint32_t *line_starts;
};

enum source_status { SOURCE_OK, SOURCE_CANNOT_READ, SOURCE_NOT_TEXT, SOURCE_TOO_LARGE };

/* Reads a file ("-": standard input) into `arena`. SOURCE_CANNOT_READ leaves errno set. SOURCE_NOT_TEXT: neither UTF-8 nor GB18030, or it has NUL bytes; *source is then
 * an empty text that knows what the file looks like. */
enum source_status source_read(const char *path, struct gj_arena *arena, struct source **source);
/* The same from memory. */
enum source_status source_from_text(const char *path, const char *bytes, size_t length, struct gj_arena *arena, struct source **source);

struct place {
	size_t line, column;    /* from 1; column in terminal cells (a CJK character is two) */
};
struct place source_place(const struct source *source, uint32_t offset);
/* The same when `place` is that of an offset before: quick along one huge line. */
struct place source_place_from(const struct source *source, uint32_t known, struct place place, uint32_t offset);
/* The line (from 1) without its end. */
const char *source_line(const struct source *source, size_t line, size_t *length);
/* Cells that `length` bytes of UTF-8 take on a terminal (tabs count one; the renderer prints them as one blank). */
size_t text_cells(const char *text, size_t length);
#endif
