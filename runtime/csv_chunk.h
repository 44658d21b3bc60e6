/* What a chunk keeps from one filling to the next. */
#ifndef GJ_CSV_CHUNK_H
#define GJ_CSV_CHUNK_H
#include "cell.h"
#include "csv_plan.h"
#include "csv_scan.h"

enum { GJ_CHUNK_BYTES = 512 * 1024 };

/* A window's cell that was read singly: set after the tile has become columns. */
struct gj_csv_single {
	uint8_t row; /* of the tile */
	uint8_t state; /* enum gj_state */
	uint16_t packed;
	int64_t value;
};

/* Where the months of one year begin: the dates of a table are mostly of a few years. start[1] … start[13] is the first of each month, and of the next year. */
struct gj_csv_year {
	int year; /* 0: none yet */
	int64_t start[14];
};

struct gj_chunk_work {
	const struct gj_csv_scan *scan; /* the version for this processor; tests try the others */
	const struct gj_csv_plan *plan;
	const struct gj_program *program;
	char *buffer; /* GJ_CHUNK_BYTES + GJ_CSV_PAD */
	size_t size;
	struct gj_csv_rows rows;
	uint8_t *tile; /* GJ_TILE_ROWS rows of plan->stride bytes */
	uint8_t *turned; /* the tile by slots: plan->stride × GJ_TILE_ROWS bytes */
	struct gj_csv_year year; /* of the date read last */
	size_t single_count;
	struct gj_csv_single *singles; /* room for every packed cell of a tile */
	char *block; /* columns, texts and marks, for `room` rows */
	size_t room;
	struct gj_arena *words; /* what rejects and unquoted cells say; NULL until needed */
	size_t reject_room;
	struct gj_reject *reject_items;
	size_t pending_room;
	uint8_t *above_one; /* [field_count] per percentage: 1 some value above 0, 2 some value above 1 */
	uint64_t counted_rows;
	bool out; /* handed out by gj_table_next and not yet back */
};

/* A chunk for rows of this plan; NULL when memory is out. */
struct gj_chunk *gj_chunk_make(const struct gj_csv_plan *plan);

/* Forgets the rows. */
void gj_chunk_clear(struct gj_chunk *chunk);

/* gj_chunk_parse. */
bool gj_chunk_read(struct gj_chunk *chunk, const struct gj_csv_plan *plan);

/* Adds a reject to the row, its key left open (""). `value`: the cell as written, shortened here. NULL when memory is out. */
struct gj_reject *gj_chunk_add_reject(struct gj_chunk *chunk, size_t row, enum gj_data_message_id id, int field, struct gj_text value);

/* Adds a cell that says 待核. False when memory is out. */
bool gj_chunk_add_pending(struct gj_chunk *chunk, size_t row, int field, const struct gj_cell *cell);

/* A copy for people: at most 60 bytes, control characters and broken ones replaced. NULL when memory is out. */
const char *gj_chunk_show(struct gj_chunk_work *work, struct gj_text text);

/* The arena for text that lives as long as the chunk's rows; NULL when memory is out. */
struct gj_arena *gj_chunk_words(struct gj_chunk_work *work);

/* Stores a value or state in a column of the program. */
void gj_chunk_store(struct gj_chunk *chunk, int column, enum gj_lane lane, size_t row, int64_t value);

/* Reads one row cell by cell, exactly, storing values and adding rejects. False when memory is out. */
bool gj_csv_read_row(struct gj_chunk *chunk, const struct gj_csv_binding *binding, size_t row);
#endif
