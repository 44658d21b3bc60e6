/* How the rows of one file are read: the file's columns in their order, made into steps. Rows of one table mostly look alike, so the first ones are
 * looked at, and neighbouring cells of a steady width (是 否, one-digit counts, rates such as 95.20) are read together as one window of 16 bytes.
 * A row that looks otherwise is read cell by cell: the plan changes the speed, never a result. */
#ifndef GJ_CSV_PLAN_H
#define GJ_CSV_PLAN_H
#include "csv_index.h"
#include "memory.h"

/* The heading row, bound to the program. */
struct gj_csv_binding {
	const struct gj_program *program;
	struct gj_csv_form form;
	const char *encoding; /* UTF-8 or GB18030, for messages */
	size_t count; /* columns of the file, without nameless ones at the end */
	int *fields; /* [count] field of a column, GJ_NONE for one that is ignored */
	int *columns; /* [field_count] column of a field */
};

enum {
	GJ_WINDOW_BYTES = 16,
	GJ_TILE_ROWS = 32, /* rows parsed before their bytes are turned into columns */
	GJ_WINDOW_DIGITS = 4 /* digits a cell in a window may have */
};

/* A 16-byte look at cells of steady width, and another one at those that follow (perhaps none). A byte must equal `no`, or `yes` where the byte that `spread`
 * names is the first of 是; where `limit` is 9 it must be a digit ('0' + 0 … 9), and 255 where it doesn't matter. `gather` then brings the digits and bits
 * together. */
enum { GJ_WINDOW_HALVES = 2 };
struct gj_csv_window {
	_Alignas(32) uint8_t spread[GJ_WINDOW_HALVES][GJ_WINDOW_BYTES];
	uint8_t yes[GJ_WINDOW_HALVES][GJ_WINDOW_BYTES], no[GJ_WINDOW_HALVES][GJ_WINDOW_BYTES];
	uint8_t limit[GJ_WINDOW_HALVES][GJ_WINDOW_BYTES], gather[GJ_WINDOW_HALVES][GJ_WINDOW_BYTES];
	size_t bytes[GJ_WINDOW_HALVES]; /* passed over */
	size_t slot[GJ_WINDOW_HALVES]; /* where the gathered bytes go in the tile's row */
	size_t first, count; /* of the plan's packed cells, both halves */
};

/* A cell in a window: its digits stand in consecutive slots, the highest first. */
struct gj_csv_packed {
	int field, column, state_column;
	enum gj_lane lane;
	enum gj_type type;
	int scale;
	uint16_t slot;
	uint8_t digits;
	int32_t weight; /* of the last digit */
	bool check; /* the digits may say more than the field's range allows */
	int64_t low, high;
};

/* Words of at most 31 bytes (ten Chinese characters) and their values, found by a hash without collisions. The last of the 32 bytes is the length: a NUL in
 * a cell is not an end. */
enum { GJ_WORD_BITS = 6, GJ_WORD_BYTES = 32 };
struct gj_csv_words {
	uint64_t multiplier;
	struct gj_csv_word {
		uint64_t bytes[GJ_WORD_BYTES / 8]; /* the first is 0 where no word has its place */
		int64_t value;
	} table[1 << GJ_WORD_BITS];
};

/* For a number of variable width: shuffles that put its digits at the end of 16 bytes, by the number of digits before the point; and which lengths go with
 * that number: none before the point, a point without decimals or too many of them is no plain number. */
struct gj_csv_digits {
	bool fine[16][16]; /* by length without %, and digits before the point */
	_Alignas(16) uint8_t shuffle[16][16];
};

enum gj_csv_step_kind { GJ_STEP_WINDOW, GJ_STEP_TEXT, GJ_STEP_NUMBER, GJ_STEP_WORD, GJ_STEP_DATE, GJ_STEP_SKIP };

struct gj_csv_step {
	enum gj_csv_step_kind kind;
	int field;
	const struct gj_csv_window *window;
	const struct gj_csv_digits *digits;
	const struct gj_csv_words *words;
	int column, state_column;
	enum gj_lane lane;
	bool nullable, percent;
	bool keyed; /* the cell's text is wanted too */
	uint8_t scale;
	int64_t low, high;
};

struct gj_csv_plan {
	const struct gj_csv_binding *binding;
	size_t step_count;
	struct gj_csv_step *steps;
	size_t packed_count;
	struct gj_csv_packed *packed;
	size_t stride; /* bytes of a tile's row: the slots in use, rounded up to 16, and 16 more */
	size_t slots;
};

/* A plan for rows like those in `sample` (whole rows only). NULL when memory is out. */
struct gj_csv_plan *gj_csv_plan_new(const struct gj_csv_binding *binding, const char *sample, size_t size, struct gj_arena *arena);

/* Where a word's hash leads. */
static inline size_t gj_csv_word_place(const struct gj_csv_words *words, const uint64_t *bytes)
{
	uint64_t mixed = bytes[0] ^ bytes[1] * 0x9E3779B97F4A7C15u ^ (bytes[2] + bytes[3]) * 0xD1342543DE82EF95u;
	return (size_t)(mixed * words->multiplier >> (64 - GJ_WORD_BITS));
}
#endif
