/* Data in: a CSV table becomes typed column blocks ("chunks"), bound once to a program's fields.
 *
 * One thread at a time may call gj_table_next (the caller passes a baton round); gj_chunk_parse works on its own chunk
 * and may run on any number of threads. Nothing here prints: what is wrong is recorded, in input order. */
#ifndef GJ_TABLE_H
#define GJ_TABLE_H
#include "data_message.h"
#include "encoding.h"
#include "program.h"

struct gj_table;
struct gj_keys; /* keys.h */
struct gj_chunk_work; /* csv_chunk.h: what a chunk keeps from one parse to the next */

/* Something about the whole file: its encoding, its headings, a failing disk. Arguments fill the message's {0} …; text lives as long as the table. */
struct gj_data_finding {
	enum gj_data_message_id id;
	uint64_t line; /* 0: the file as a whole */
	size_t argument_count;
	const char *arguments[4];
};

/* Why a row was put aside: one record for each thing wrong with it. Text lives until the chunk's next gj_table_next. */
struct gj_reject {
	size_t row; /* in the chunk */
	uint64_t line; /* physical line on which the row begins, the heading being line 1 */
	enum gj_data_message_id id;
	int field; /* index into the program's fields; GJ_NONE: the row as a whole */
	const char *key; /* the row's primary key, or "" where it could not be read */
	const char *value; /* the cell as written (shortened when it is long), or "" */
	size_t argument_count;
	const char *arguments[4];
	size_t order; /* used while sorting */
};

/* Text of one cell: UTF-8, blanks around it removed, quotes undone; not NUL-terminated. Points into the chunk. */
struct gj_text {
	const char *bytes;
	uint32_t length;
};

/* A cell that says 待核, or several values. Its column holds one of those that there may be. */
struct gj_pending_cell {
	uint32_t row; /* in the chunk */
	int field;
	int64_t low, high; /* what its value may be, where it has one */
	enum gj_state last; /* the last state that it may be in, from PRESENT on */
};

/* Some consecutive rows. Made by gj_chunk_new, filled by gj_table_next and gj_chunk_parse, reused for the next ones. */
struct gj_chunk {
	uint64_t number; /* 0, 1, 2 … in input order */
	uint64_t first_row; /* number of rows in all chunks before this one (rejected ones too) */
	size_t rows; /* rejected ones too; may be 0; at most GJ_CHUNK_ROWS */
	/* After gj_chunk_parse: */
	void **columns; /* [column_count] as gj_vm_run wants them; 64-byte aligned, padded to 64 bytes beyond the last row */
	struct gj_text **texts; /* [field_count]; NULL but for text fields and the primary key */
	const struct gj_text *keys; /* texts[key_field] */
	uint8_t *rejected; /* [rows] 1: the row must not be counted or written; its columns hold in-range dummies */
	size_t rejected_rows;
	size_t reject_count;
	struct gj_reject *rejects; /* in order of rows; doubled keys come after the others until gj_chunk_sort_rejects */
	size_t pending_count;
	struct gj_pending_cell *pending; /* in order of rows; those of rejected rows too */
	uint64_t first_line;
	const uint32_t *line_offsets; /* [rows] physical line less first_line */
	struct gj_chunk_work *work;
};

enum { GJ_CHUNK_ROWS = 16384 };

enum gj_next { GJ_NEXT_ROWS, GJ_NEXT_END, GJ_NEXT_FAILED };

/* Why a source could not be read: a row of messages.def and its arguments. */
struct gj_table_fault {
	enum gj_data_message_id id;
	size_t argument_count; /* 0: errno says why */
	const char *arguments[3];
};

/* Text that doesn't come from a file. When a read fails, `fault` says why. */
struct gj_table_source {
	struct gj_source text;
	struct gj_table_fault fault;
};

/* Opens `path` ("-": standard input), recognises encoding and delimiter, reads the heading row and binds it to the program (which must outlive
 * the table). NULL when memory is out. Whatever is wrong stands in the findings: ask gj_table_ready before going on. */
struct gj_table *gj_table_open(const char *path, const struct gj_program *program);
/* The same of a source that outlives the table; findings call it `shown`. */
struct gj_table *gj_table_open_source(const char *shown, const struct gj_table_source *source, const struct gj_program *program);
void gj_table_close(struct gj_table *table);

/* Whether rows can be read: false after an error among the findings. */
bool gj_table_ready(const struct gj_table *table);

/* Findings so far. Warnings about whole columns and "no rows" come with the last GJ_NEXT_END, when every chunk has been handed back. */
const struct gj_data_finding *gj_table_findings(const struct gj_table *table, size_t *count);

/* Bytes read so far, and the file's size (0 when it isn't known, as for a pipe). Under the baton. */
void gj_table_progress(const struct gj_table *table, uint64_t *done, uint64_t *total);

/* The column of the file that feeds a field (0-based), GJ_NONE where none does. */
int gj_table_column(const struct gj_table *table, int field);

/* NULL when memory is out. */
struct gj_chunk *gj_chunk_new(const struct gj_table *table);
void gj_chunk_free(struct gj_chunk *chunk);

/* Under the baton: takes the next whole rows (some 300 KB). What the chunk held before is gone. GJ_NEXT_FAILED: a finding (an error) has been added. */
enum gj_next gj_table_next(struct gj_table *table, struct gj_chunk *chunk);

/* Makes the columns and the rejects. False when memory is out. */
bool gj_chunk_parse(const struct gj_table *table, struct gj_chunk *chunk);

/* Under a baton, in the order of chunk->number: enters the keys of all rows whose key could be read and rejects rows whose key has been seen.
 * False when memory is out. */
bool gj_chunk_check_keys(struct gj_chunk *chunk, struct gj_keys *keys);

/* Adds a reject of the caller's own (校验): text is copied, at most 4 arguments. The row is marked. False when memory is out. */
bool gj_chunk_reject(struct gj_chunk *chunk, size_t row, enum gj_data_message_id id, int field, size_t count, const char *const *arguments);

/* A copy of a text for people, shortened, that lives as long as the chunk's rows; NULL when memory is out. */
const char *gj_chunk_shown(struct gj_chunk *chunk, struct gj_text text);

/* Puts the rejects in order of rows (stable). Call once, after the last one was added. */
void gj_chunk_sort_rejects(struct gj_chunk *chunk);

static inline uint64_t gj_chunk_line(const struct gj_chunk *chunk, size_t row)
{
	return chunk->first_line + chunk->line_offsets[row];
}
#endif
