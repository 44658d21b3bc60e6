/* Databases that hold units, ledgers and results. A place is DRIVER:WHERE or DRIVER:WHERE#TABLE: sqlite:branches.db, postgresql:dbname=city#支部.
 *
 * A database is opened once, for one transaction: every pass over a table sees the same rows, and what is written appears whole or not at all.
 * One thread at a time may use a store and what was made of it. */
#ifndef GJ_STORE_H
#define GJ_STORE_H
#include <stdbool.h>
#include <stddef.h>

struct gj_store;

/* Why something failed, in the database's own words. */
enum { GJ_STORE_FAULT = 512 };

/* Whether a place is in a database rather than a file. */
bool gj_store_is(const char *place);

/* The table that a place names, or `otherwise` where it names none. Points into the arguments. */
const char *gj_store_table(const char *place, const char *otherwise);

/* The place of another table in the same database. To be freed; NULL when memory is out. */
char *gj_store_place(const char *place, const char *table);

/* Whether two places are in one database, as far as they say so. */
bool gj_store_same(const char *place, const char *other);

/* A place as messages show it: without its table and without a password. To be freed; NULL when memory is out. */
char *gj_store_shown(const char *place);

/* Opens the database of a place and begins a transaction. NULL with `fault` filled on failure (errno is ENOMEM when memory is out). Closing undoes what
 * wasn't committed; NULL is nothing. */
struct gj_store *gj_store_open(const char *place, bool writing, char fault[GJ_STORE_FAULT]);
void gj_store_close(struct gj_store *store);

/* Why the last call failed. */
const char *gj_store_fault(const struct gj_store *store);

/* Whether there is a table or view of this name that can be read. *near receives, where there is none, the name most like it or NULL; it lives until the
 * next call. False when that can't be found out. */
bool gj_store_has(struct gj_store *store, const char *table, bool *found, const char **near);

/* --- Rows out: one query at a time. --- */

/* Begins to read all rows of a table, in the order of the column `by` unless that is NULL. */
bool gj_store_select(struct gj_store *store, const char *table, const char *by);
size_t gj_store_columns(const struct gj_store *store);
const char *gj_store_column(const struct gj_store *store, size_t column);
/* 1: the next row is there; 0: there is none; -1: failed. */
int gj_store_next(struct gj_store *store);
/* A cell of the row, as text of *length bytes that lives until the next row; NULL for NULL. */
const char *gj_store_cell(const struct gj_store *store, size_t column, size_t *length);

/* --- Rows in --- */

struct gj_store_column {
	const char *name;
	bool number;    /* an exact decimal number; otherwise text */
	bool whole;     /* a number without decimals */
};

/* Makes the table unless there is one, empties it and begins to fill it. *fits is false when there is one that has other columns: it is left alone. */
bool gj_store_fill(struct gj_store *store, const char *table, const struct gj_store_column *columns, size_t count, bool *fits);
/* Adds a row; cells[i] may be NULL for NULL. */
bool gj_store_add(struct gj_store *store, const char *const *cells);
/* After the last row. */
bool gj_store_filled(struct gj_store *store);
/* Makes what was written visible to everyone. */
bool gj_store_commit(struct gj_store *store);
#endif
