/* The rows of ledgers that belong to units asked for, and which of them each total has counted: kept while ledgers are read, for explanations. */
#ifndef GJ_TRACE_H
#define GJ_TRACE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gj_traced_row {
	size_t ledger;
	uint64_t number;        /* among all rows of its ledger, from 0, in the order in which they were read */
	uint64_t line;
	const char *text;       /* 日期 2018-01-05、种类 支委会 */
	const char *reason;     /* why it was put aside; NULL where it wasn't */
};

/* A row that a total has counted. */
struct gj_traced_count {
	size_t ledger, total;
	uint64_t number;
};

/* Rows and counts of one unit; those of one ledger, and of one total, stand in the order of the rows. */
struct gj_traced_unit {
	uint32_t unit;          /* from 1 */
	size_t row_count, row_room, count_count, count_room;
	struct gj_traced_row *rows;
	struct gj_traced_count *counts;
};

struct gj_trace;

/* For these units (0: none); NULL when memory is out. */
struct gj_trace *gj_trace_new(const uint32_t *units, size_t count);
void gj_trace_free(struct gj_trace *trace);

/* NULL for a unit that wasn't asked for. */
struct gj_traced_unit *gj_trace_unit(const struct gj_trace *trace, uint32_t unit);

/* What is added lives as long as the trace; texts are copied. False when memory is out. */
bool gj_trace_row(struct gj_trace *trace, struct gj_traced_unit *unit, const struct gj_traced_row *row);
bool gj_trace_count(struct gj_traced_unit *unit, size_t ledger, size_t total, uint64_t number);

/* Goes through the rows that a total has counted: starts as all zeros, ends with NULL. */
struct gj_traced_place {
	size_t count, row;
};
const struct gj_traced_row *gj_traced_next(const struct gj_traced_unit *unit, size_t ledger, size_t total, struct gj_traced_place *place);
#endif
