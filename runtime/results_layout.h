/* The layout of a program's results, made once: what the files results*.c share. */
#ifndef GJ_RESULTS_LAYOUT_H
#define GJ_RESULTS_LAYOUT_H
#include "results.h"

/* The text of a number, or of several that stand side by side, with their commas; copied whole, so the next cell overwrites what is beyond `length`. */
struct cell {
	char text[15];
	uint8_t length;
};

enum { TABLE_VALUES = 2048, CELL_BYTES = 15, TAIL_BYTES = 64 };

/* One column of numbers. */
struct column {
	int slot;             /* GJ_NONE: always 0 */
	int scale;
	int missing;          /* slot: where it is missing_value, missing_text stands there instead; GJ_NONE. Such columns have no table */
	int missing_value;
	const char *missing_text;
	int64_t low;
	size_t count;         /* values it can have; 0: too many for a table */
	bool joined;          /* its numbers stand in the cells of the column before it, which are then indexed by both */
	struct cell *cells;   /* of every value; of the smallest TABLE_VALUES from `low` on when count is 0; NULL when joined or without a table */
	char *before;         /* what stands before the number: a comma, or ,"name": */
	size_t before_length;
};

/* What follows the numbers: 否决, 等次, 评定结果, line end. Readable up to TAIL_BYTES when it is no longer than that. */
struct tail {
	char *text;
	size_t length;
};

struct gj_results {
	const struct gj_program *program;
	enum gj_format format;
	size_t column_count;
	struct column *columns;
	struct tail *tails;   /* [2 × grade]: 0 not vetoed, 1 vetoed */
	struct tail *grades;  /* as they stand from 评定结果 on */
	struct tail key;      /* JSON: {"编号": */
	struct tail *carried; /* JSON: ,"单位": of each field that is carried along */
	size_t row_bytes;     /* the most that a row takes beside its key */
	bool short_tails;     /* all are TAIL_BYTES or less */
};

#endif
