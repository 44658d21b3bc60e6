/* Where the rows of a buffer begin and end. */
#ifndef GJ_CSV_INDEX_H
#define GJ_CSV_INDEX_H
#include "table.h"

enum {
	GJ_CSV_PAD = 128, /* readable bytes behind every buffer given to these functions */
	GJ_ROW_BYTES = 256 * 1024, /* a longer row is refused */
	GJ_QUOTED_BYTES = 64 * 1024 /* a quoted cell that isn't closed within this is not quoted but broken */
};

struct gj_csv_scan; /* csv_scan.h */

struct gj_csv_form {
	char delimiter;
	char terminator; /* \n (also after \r), or \r for old files */
};

struct gj_csv_rows {
	size_t count;
	uint32_t lines; /* physical lines passed */
	uint32_t start[GJ_CHUNK_ROWS], end[GJ_CHUNK_ROWS]; /* the end excludes the line end */
	uint32_t line[GJ_CHUNK_ROWS]; /* offset from the first line of the buffer */
};

/* Finds the whole rows of buffer[0 .. size-1], leaving blank ones out. `last`: nothing follows, so the rest is a row too. Returns how many bytes
 * were dealt with; what follows belongs to the next buffer. A row being longer than GJ_ROW_BYTES is found by its length. */
size_t gj_csv_index(const char *buffer, size_t size, bool last, struct gj_csv_form form, const struct gj_csv_scan *scan, struct gj_csv_rows *rows);

/* Why a cell could not be taken apart. */
enum gj_csv_fault { GJ_CSV_FINE, GJ_CSV_UNCLOSED, GJ_CSV_AFTER_QUOTE };

/* The cell that begins at `at`, within a row that ends at `end`: its text as written between separators or quotes (doubled quotes still doubled,
 * then *doubled is true). Returns where the next cell begins: end + 1 after the last one. */
const char *gj_csv_cell(const char *at, const char *end, char delimiter, struct gj_text *text, bool *doubled, enum gj_csv_fault *fault);
#endif
