/* The cells of a window one by one, when they don't look as most rows do. */
#ifndef GJ_CSV_WINDOW_H
#define GJ_CSV_WINDOW_H
#include "csv_chunk.h"

/* Reads the window's cells from `at` on; `end` is the end of the row, where a delimiter stands. Values go to the tile where they fit and to work->singles
 * otherwise. Returns where the next cell begins, NULL when a cell is odd or wrong. */
const char *gj_csv_window_cells(const struct gj_csv_plan *plan, struct gj_chunk_work *work, const struct gj_csv_window *window, const char *at,
	const char *end, size_t tile_row);
#endif
