#include "store_driver.h"

#include <dlfcn.h>
#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FETCHED_ROWS = 4096, BOOLEAN = 16 /* its type's number, the same in every server */ };

/* The client library is loaded when it is needed: with all that it brings along, it would take longer to start than most commands run. */
static const char library_name[] = "libpq.so.5";

#define CLIENT_CALLS(CALL) \
	CALL(PQclear) CALL(PQconnectdb) CALL(PQerrorMessage) CALL(PQexec) CALL(PQfinish) CALL(PQfname) \
	CALL(PQftype) CALL(PQgetResult) CALL(PQgetisnull) CALL(PQgetlength) CALL(PQgetvalue) CALL(PQnfields) \
	CALL(PQntuples) CALL(PQputCopyData) CALL(PQputCopyEnd) CALL(PQresultStatus) CALL(PQsetClientEncoding) CALL(PQsetNoticeProcessor) \
	CALL(PQstatus)

struct client {
#define CALL(name) __typeof__(&name) name;
	CLIENT_CALLS(CALL)
#undef CALL
};

struct postgresql_state {
	struct client client;
	PGconn *connection;
	PGresult *rows;         /* of the last fetch */
	int row;
	bool open;              /* the cursor is */
	struct gj_buffer line;  /* being copied into a table */
};

static bool load(struct gj_store *store, struct client *client)
{
	void *library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL); /* stays for the process's life */
	if (!library)
		return gj_store_fail(store, dlerror());
	bool found = true;
#define CALL(name) *(void **)&client->name = dlsym(library, #name); found = found && client->name;
	CLIENT_CALLS(CALL)
#undef CALL
	return found || gj_store_fail(store, "this libpq.so.5 is another");
}

static bool fail(struct gj_store *store)
{
	struct postgresql_state *state = store->state;
	return gj_store_fail(store, state->client.PQerrorMessage(state->connection));
}

/* Takes the result of a statement that yields no rows. */
static bool done(struct gj_store *store, PGresult *result, ExecStatusType wanted)
{
	struct postgresql_state *state = store->state;
	bool good = state->client.PQresultStatus(result) == wanted;
	state->client.PQclear(result);
	return good || fail(store);
}

static bool execute(struct gj_store *store, const char *sql)
{
	struct postgresql_state *state = store->state;
	return done(store, state->client.PQexec(state->connection, sql), PGRES_COMMAND_OK);
}

static void be_silent(void *context, const char *message)
{
	(void)context;
	(void)message;
}

static bool connect_server(struct gj_store *store, const char *where, bool writing)
{
	struct postgresql_state *state = store->state = calloc(1, sizeof *state);
	if (!state) {
		errno = ENOMEM;
		return false;
	}
	if (!load(store, &state->client))
		return false;
	char uri[1024];
	snprintf(uri, sizeof uri, "postgresql:%s", where);
	state->connection = state->client.PQconnectdb(strncmp(where, "//", 2) == 0 ? uri : where);
	if (state->client.PQstatus(state->connection) != CONNECTION_OK)
		return fail(store);
	state->client.PQsetNoticeProcessor(state->connection, be_silent, NULL);
	if (state->client.PQsetClientEncoding(state->connection, "UTF8") != 0)
		return fail(store);
	return execute(store, "SET DateStyle = ISO; SET extra_float_digits = 1; SET synchronize_seqscans = off")
		&& execute(store, writing ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

static void end_query(struct gj_store *store)
{
	struct postgresql_state *state = store->state;
	state->client.PQclear(state->rows);
	state->rows = NULL;
	if (state->open)
		state->client.PQclear(state->client.PQexec(state->connection, "CLOSE guiju"));
	state->open = false;
}

static void close_server(struct gj_store *store)
{
	struct postgresql_state *state = store->state;
	if (!state)
		return;
	if (state->connection) {
		state->client.PQclear(state->rows);
		state->client.PQfinish(state->connection);
	}
	gj_buffer_free(&state->line);
	free(state);
}

static bool fetch(struct gj_store *store)
{
	struct postgresql_state *state = store->state;
	char sql[64];
	snprintf(sql, sizeof sql, "FETCH FORWARD %d FROM guiju", FETCHED_ROWS);
	state->client.PQclear(state->rows);
	state->rows = state->client.PQexec(state->connection, sql);
	state->row = -1;
	return state->client.PQresultStatus(state->rows) == PGRES_TUPLES_OK || fail(store);
}

/* Through a cursor, so that only some rows are here at a time. */
static bool query(struct gj_store *store, const char *sql)
{
	struct postgresql_state *state = store->state;
	struct gj_buffer declared = {0};
	bool good = gj_buffer_text(&declared, "DECLARE guiju NO SCROLL CURSOR FOR ") && gj_buffer_text(&declared, sql) && gj_buffer_add(&declared, "", 1);
	if (!good)
		errno = ENOMEM;
	good = good && execute(store, declared.bytes);
	gj_buffer_free(&declared);
	state->open = good;
	return good && fetch(store);
}

static size_t columns(const struct gj_store *store)
{
	const struct postgresql_state *state = store->state;
	return (size_t)state->client.PQnfields(state->rows);
}

static const char *column(const struct gj_store *store, size_t index)
{
	const struct postgresql_state *state = store->state;
	return state->client.PQfname(state->rows, (int)index);
}

static int next(struct gj_store *store)
{
	struct postgresql_state *state = store->state;
	if (++state->row < state->client.PQntuples(state->rows))
		return 1;
	if (state->client.PQntuples(state->rows) < FETCHED_ROWS)
		return 0;
	if (!fetch(store))
		return -1;
	return ++state->row < state->client.PQntuples(state->rows);
}

static const char *cell(const struct gj_store *store, size_t index, size_t *length)
{
	const struct postgresql_state *state = store->state;
	if (state->client.PQgetisnull(state->rows, state->row, (int)index)) {
		*length = 0;
		return NULL;
	}
	const char *text = state->client.PQgetvalue(state->rows, state->row, (int)index);
	*length = (size_t)state->client.PQgetlength(state->rows, state->row, (int)index);
	if (state->client.PQftype(state->rows, (int)index) != BOOLEAN)
		return text;
	text = *text == 't' ? "true" : "false";
	*length = strlen(text);
	return text;
}

static bool fill(struct gj_store *store, const char *table, size_t count)
{
	struct postgresql_state *state = store->state;
	struct gj_buffer sql = {0};
	(void)count;
	bool good = gj_buffer_text(&sql, "COPY ") && gj_buffer_text(&sql, table) && gj_buffer_text(&sql, " FROM STDIN") && gj_buffer_add(&sql, "", 1);
	if (!good)
		errno = ENOMEM;
	else
		good = done(store, state->client.PQexec(state->connection, sql.bytes), PGRES_COPY_IN);
	gj_buffer_free(&sql);
	return good;
}

/* A cell in the text form of COPY. */
static bool add_cell(struct gj_buffer *line, const char *text)
{
	static const char special[] = "\\\t\n\r", letters[] = "\\tnr";
	if (!text)
		return gj_buffer_text(line, "\\N");
	for (size_t plain; *text; text += plain) {
		plain = strcspn(text, special);
		if (plain) {
			if (!gj_buffer_add(line, text, plain))
				return false;
			continue;
		}
		const char escape[] = {'\\', letters[strchr(special, *text) - special]};
		if (!gj_buffer_add(line, escape, sizeof escape))
			return false;
		plain = 1;
	}
	return true;
}

static bool add(struct gj_store *store, const char *const *cells)
{
	struct postgresql_state *state = store->state;
	struct gj_buffer *line = &state->line;
	bool good = true;
	line->size = 0;
	for (size_t i = 0; i < store->filling && good; i++)
		good = (i == 0 || gj_buffer_text(line, "\t")) && add_cell(line, cells[i]);
	if (!good || !gj_buffer_text(line, "\n")) {
		errno = ENOMEM;
		return false;
	}
	return state->client.PQputCopyData(state->connection, line->bytes, (int)line->size) == 1 || fail(store);
}

static bool filled(struct gj_store *store)
{
	struct postgresql_state *state = store->state;
	if (state->client.PQputCopyEnd(state->connection, NULL) != 1)
		return fail(store);
	bool good = done(store, state->client.PQgetResult(state->connection), PGRES_COMMAND_OK);
	for (PGresult *rest; (rest = state->client.PQgetResult(state->connection));)
		state->client.PQclear(rest);
	return good;
}

const struct gj_store_driver gj_store_postgresql = {
	.prefix = "postgresql:",
	.tables = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND pg_table_is_visible(oid)"
		  " AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) ORDER BY relname",
	.number = "numeric", .whole = "bigint", .text = "text",
	.connect = connect_server, .close = close_server, .execute = execute, .query = query, .columns = columns, .column = column, .next = next, .cell = cell,
	.end_query = end_query, .fill = fill, .add = add, .filled = filled,
};
