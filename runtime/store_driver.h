/* What each kind of database has to do for store.c. Functions that can fail return false and leave their reason in store->fault. */
#ifndef GJ_STORE_DRIVER_H
#define GJ_STORE_DRIVER_H
#include "store.h"
#include "text_buffer.h"

struct gj_store_driver {
	const char *prefix;
	const char *tables;     /* a query whose rows are the names of all tables and views */
	const char *number, *whole, *text; /* types of columns */
	bool (*connect)(struct gj_store *store, const char *where, bool writing); /* and begins a transaction */
	void (*close)(struct gj_store *store);
	bool (*execute)(struct gj_store *store, const char *sql);
	bool (*query)(struct gj_store *store, const char *sql);
	size_t (*columns)(const struct gj_store *store);
	const char *(*column)(const struct gj_store *store, size_t column);
	int (*next)(struct gj_store *store);
	const char *(*cell)(const struct gj_store *store, size_t column, size_t *length);
	void (*end_query)(struct gj_store *store);
	/* Rows into a table whose name is quoted already. */
	bool (*fill)(struct gj_store *store, const char *table, size_t columns);
	bool (*add)(struct gj_store *store, const char *const *cells);
	bool (*filled)(struct gj_store *store);
};

extern const struct gj_store_driver gj_store_sqlite, gj_store_postgresql;

struct gj_store {
	const struct gj_store_driver *driver;
	void *state;            /* the driver's */
	size_t filling;         /* columns of the table being filled */
	char *near;
	char fault[GJ_STORE_FAULT];
};

/* Keeps the reason, cut to size at a character, without line ends. Returns false. */
bool gj_store_fail(struct gj_store *store, const char *reason);

/* Appends a name in quotes that any of the databases understands. */
bool gj_store_quote(struct gj_buffer *sql, const char *name);
#endif
