#include "store_driver.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct sqlite_state {
	sqlite3 *database;
	sqlite3_stmt *query, *insert;
	char *made;             /* the file, where there was none before */
};

enum { BUSY_MILLISECONDS = 10 * 1000 };

static bool fail(struct gj_store *store)
{
	struct sqlite_state *state = store->state;
	if (sqlite3_errcode(state->database) == SQLITE_NOMEM)
		errno = ENOMEM;
	return gj_store_fail(store, sqlite3_errmsg(state->database));
}

static bool execute(struct gj_store *store, const char *sql)
{
	struct sqlite_state *state = store->state;
	return sqlite3_exec(state->database, sql, NULL, NULL, NULL) == SQLITE_OK || fail(store);
}

static bool connect_file(struct gj_store *store, const char *where, bool writing)
{
	struct sqlite_state *state = store->state = calloc(1, sizeof *state);
	if (!state) {
		errno = ENOMEM;
		return false;
	}
	if (writing && access(where, F_OK) != 0 && !(state->made = strdup(where))) {
		errno = ENOMEM;
		return false;
	}
	int flags = writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
	if (sqlite3_open_v2(where, &state->database, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return fail(store);
	sqlite3_busy_timeout(state->database, BUSY_MILLISECONDS);
	return execute(store, writing ? "BEGIN IMMEDIATE" : "BEGIN");
}

static void end_query(struct gj_store *store)
{
	struct sqlite_state *state = store->state;
	sqlite3_finalize(state->query);
	state->query = NULL;
}

static void close_file(struct gj_store *store)
{
	struct sqlite_state *state = store->state;
	if (!state)
		return;
	end_query(store);
	sqlite3_finalize(state->insert);
	sqlite3_close(state->database);
	struct stat file;
	if (state->made && stat(state->made, &file) == 0 && file.st_size == 0)
		unlink(state->made); /* nothing was committed */
	free(state->made);
	free(state);
}

static bool query(struct gj_store *store, const char *sql)
{
	struct sqlite_state *state = store->state;
	return sqlite3_prepare_v2(state->database, sql, -1, &state->query, NULL) == SQLITE_OK || fail(store);
}

static size_t columns(const struct gj_store *store)
{
	const struct sqlite_state *state = store->state;
	return (size_t)sqlite3_column_count(state->query);
}

static const char *column(const struct gj_store *store, size_t index)
{
	const struct sqlite_state *state = store->state;
	return sqlite3_column_name(state->query, (int)index);
}

static int next(struct gj_store *store)
{
	struct sqlite_state *state = store->state;
	switch (sqlite3_step(state->query)) {
	case SQLITE_ROW: return 1;
	case SQLITE_DONE: return 0;
	default: fail(store); return -1;
	}
}

static const char *cell(const struct gj_store *store, size_t index, size_t *length)
{
	const struct sqlite_state *state = store->state;
	const char *text = (const char *)sqlite3_column_text(state->query, (int)index);
	*length = (size_t)sqlite3_column_bytes(state->query, (int)index);
	return text;
}

static bool fill(struct gj_store *store, const char *table, size_t count)
{
	struct sqlite_state *state = store->state;
	struct gj_buffer sql = {0};
	bool good = gj_buffer_text(&sql, "INSERT INTO ") && gj_buffer_text(&sql, table) && gj_buffer_text(&sql, " VALUES (?");
	for (size_t i = 1; i < count && good; i++)
		good = gj_buffer_text(&sql, ", ?");
	good = good && gj_buffer_text(&sql, ")");
	if (!good)
		errno = ENOMEM;
	else
		good = sqlite3_prepare_v2(state->database, sql.bytes, (int)sql.size, &state->insert, NULL) == SQLITE_OK || fail(store);
	gj_buffer_free(&sql);
	return good;
}

static bool add(struct gj_store *store, const char *const *cells)
{
	struct sqlite_state *state = store->state;
	for (size_t i = 0; i < store->filling; i++) {
		int bound = cells[i] ? sqlite3_bind_text(state->insert, (int)i + 1, cells[i], -1, SQLITE_STATIC) : sqlite3_bind_null(state->insert, (int)i + 1);
		if (bound != SQLITE_OK)
			return fail(store);
	}
	bool good = sqlite3_step(state->insert) == SQLITE_DONE || fail(store);
	sqlite3_reset(state->insert);
	return good;
}

static bool filled(struct gj_store *store)
{
	struct sqlite_state *state = store->state;
	sqlite3_finalize(state->insert);
	state->insert = NULL;
	return true;
}

/* Decimals are text: the column types that SQLite calls numeric keep them as floating point. */
const struct gj_store_driver gj_store_sqlite = {
	.prefix = "sqlite:",
	.tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name",
	.number = "TEXT", .whole = "INTEGER", .text = "TEXT",
	.connect = connect_file, .close = close_file, .execute = execute, .query = query, .columns = columns, .column = column, .next = next, .cell = cell,
	.end_query = end_query, .fill = fill, .add = add, .filled = filled,
};
