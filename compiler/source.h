/* A rule file's text: read, brought to UTF-8, with a map from byte offsets to lines. The files of the standards that it is based on stand behind it in
 * the same text, so that a byte offset says where in which file. */
#ifndef GJ_SOURCE_H
#define GJ_SOURCE_H
#include "ast.h"
#include <stdbool.h>

struct source_file {
	const char *path;       /* as given by the user, or found from the file that names it */
	struct span span;       /* its text, which a NUL follows */
	size_t rows_before;     /* lines of the files before it */
	bool from_gb18030;      /* it was converted: check says so with a notice */
};
/* What bytes that aren't text look like. */
enum source_look { LOOK_UNKNOWN, LOOK_OFFICE, LOOK_PDF, LOOK_UTF16, LOOK_NUL };
enum source_look source_look(const char *bytes, size_t length);

struct source {
	const char *path;       /* of the first file */
	const char *text;       /* UTF-8, no BOM, NUL-terminated; line ends as in the file */
	size_t length;
	enum source_look look;  /* of a file that isn't text, whose text is then empty */
	bool from_gb18030;      /* the first file was converted */
	size_t line_count;
	uint32_t *line_starts;
	uint32_t *cells;        /* before each CELLS_EVERY bytes of the text, characters begun there included; NULL where no line is long */
	size_t file_count;
	struct source_file *files;
};

enum source_status { SOURCE_OK, SOURCE_CANNOT_READ, SOURCE_NOT_TEXT, SOURCE_TOO_LARGE };

/* Reads a file ("-": standard input) into `arena`. SOURCE_CANNOT_READ leaves errno set. SOURCE_NOT_TEXT: neither UTF-8 nor GB18030, or it has NUL bytes; *source is then
 * an empty text that knows what the file looks like. */
enum source_status source_read(const char *path, struct gj_arena *arena, struct source **source);
/* The same from memory. */
enum source_status source_from_text(const char *path, const char *bytes, size_t length, struct gj_arena *arena, struct source **source);

/* Puts the one file of `base` behind those of `source`. Offsets into `source` stay as they are. */
void source_append(struct source *source, const struct source *base, struct gj_arena *arena);
/* The index in source->files of the file that holds an offset. */
size_t source_file_at(const struct source *source, uint32_t offset);

/* The path of a file named in the text at `offset`: beside the file that names it. */
const char *source_beside(const struct source *source, uint32_t offset, const char *name, struct gj_arena *arena);

struct place {
	size_t line, column;    /* from 1; column in terminal cells (a CJK character is two) */
	const char *path;
	size_t row;             /* line of the whole text, from 1: the same as `line` in the first file */
};
struct place source_place(const struct source *source, uint32_t offset);
/* The line of a row (from 1) without its end. */
const char *source_line(const struct source *source, size_t row, size_t *length);
/* Cells that `length` bytes of UTF-8 take on a terminal (tabs count one; the renderer prints them as one blank). */
size_t text_cells(const char *text, size_t length);
#endif
