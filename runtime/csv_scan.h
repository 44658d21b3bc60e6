/* The vector parts of the reader, in as many versions as there are kinds of processor; all give the same bytes. */
#ifndef GJ_CSV_SCAN_H
#define GJ_CSV_SCAN_H
#include "csv_index.h"

struct gj_csv_plan;
struct gj_chunk_work;

struct gj_csv_scan {
	const char *name;
	/* Collects the positions of line ends from *from on, at most `room` (and the rest of a block: ends has 64 more), until `to` or the first quote.
	 * *from receives where it stopped, *quote whether at a quote. */
	size_t (*line_ends)(const char *buffer, size_t *from, size_t to, char terminator, uint32_t *ends, size_t room, bool *quote);
	/* Parses the plain rows first .. first+count-1 of the chunk into its tile and columns. Returns a bit for each row it could not do. NULL: none. */
	uint32_t (*rows)(const struct gj_csv_plan *plan, struct gj_chunk *chunk, size_t first, size_t count);
};

/* The best version for this processor. */
const struct gj_csv_scan *gj_csv_scan(void);

/* Version `index`, NULL beyond the last one this processor can run: for tests. */
const struct gj_csv_scan *gj_csv_scan_version(size_t index);
#endif
