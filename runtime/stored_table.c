#include "stored_table.h"

#include "store.h"
#include "text_buffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE_BYTES = 64 * 1024 };

/* A table of a database being read. They live as long as gj_tables, for tables closed late ask them why reading failed. */
struct stored {
	struct gj_table_source source;
	struct gj_store *store; /* NULL: it could not be opened */
	char *shown, *name;
	const struct gj_field *key;
	bool started, ended;
	struct gj_buffer text;  /* CSV not yet read */
	size_t start;
	char fault[GJ_STORE_FAULT];
	char *near;
	struct stored *next;
};

struct opened {
	char *place;
	struct gj_store *store;
	struct opened *next;
};

struct gj_tables {
	struct opened *opened;
	struct stored *stored;
};

struct gj_tables *gj_tables_new(void)
{
	return calloc(1, sizeof(struct gj_tables));
}

void gj_tables_rest(struct gj_tables *tables)
{
	for (struct opened *opened = tables->opened, *next; opened; opened = next) {
		next = opened->next;
		gj_store_close(opened->store);
		free(opened->place);
		free(opened);
	}
	tables->opened = NULL;
}

void gj_tables_free(struct gj_tables *tables)
{
	if (!tables)
		return;
	for (struct stored *stored = tables->stored, *next; stored; stored = next) {
		next = stored->next;
		gj_buffer_free(&stored->text);
		free(stored->shown);
		free(stored->name);
		free(stored->near);
		free(stored);
	}
	gj_tables_rest(tables);
	free(tables);
}

static bool fail(struct stored *stored, enum gj_data_message_id id, const char *second, const char *third)
{
	stored->source.fault = (struct gj_table_fault){id, second ? third ? 3 : 2 : 1, {stored->shown, second, third}};
	errno = EIO;
	return false;
}

static bool fail_store(struct stored *stored)
{
	if (errno == ENOMEM)
		return false;
	memcpy(stored->fault, gj_store_fault(stored->store), sizeof stored->fault);
	return fail(stored, GJ_DATA_STORE_FAILED, stored->fault, NULL);
}

/* The table's column that holds the key, for the order of the rows; NULL where none is called so. */
static const char *key_column(const struct stored *stored)
{
	for (size_t i = 0; i < gj_store_columns(stored->store); i++) {
		const char *name = gj_store_column(stored->store, i);
		bool same = strcmp(name, stored->key->name) == 0;
		for (size_t k = 0; k < stored->key->aliases.count && !same; k++)
			same = strcmp(name, stored->key->aliases.items[k]) == 0;
		if (same)
			return name;
	}
	return NULL;
}

/* Rows come in the order of their key, so that two runs give the same results. */
static bool select_rows(struct stored *stored)
{
	if (!gj_store_select(stored->store, stored->name, NULL))
		return fail_store(stored);
	const char *column = key_column(stored);
	char *by = column ? strdup(column) : NULL;
	if (column && !by)
		return false;
	bool good = !by || gj_store_select(stored->store, stored->name, by);
	free(by);
	return good || fail_store(stored);
}

static bool find_table(struct stored *stored)
{
	bool found;
	const char *near;
	if (!gj_store_has(stored->store, stored->name, &found, &near))
		return fail_store(stored);
	if (found)
		return true;
	if (!near)
		return fail(stored, GJ_DATA_STORE_NO_TABLE, stored->name, NULL);
	stored->near = strdup(near);
	return stored->near && fail(stored, GJ_DATA_STORE_TABLE_MISSPELLED, stored->name, stored->near);
}

static bool add_heading(struct stored *stored)
{
	for (size_t i = 0; i < gj_store_columns(stored->store); i++) {
		const char *name = gj_store_column(stored->store, i);
		if ((i && !gj_buffer_text(&stored->text, ",")) || !gj_buffer_cell(&stored->text, name, strlen(name)))
			return false;
	}
	return gj_buffer_text(&stored->text, "\n");
}

/* An empty cell that stands alone is quoted: a blank line would be no row. */
static bool add_row(struct stored *stored)
{
	size_t columns = gj_store_columns(stored->store);
	for (size_t i = 0; i < columns; i++) {
		size_t length;
		const char *text = gj_store_cell(stored->store, i, &length);
		if ((i && !gj_buffer_text(&stored->text, ","))
		    || !(columns == 1 && !length ? gj_buffer_text(&stored->text, "\"\"") : gj_buffer_cell(&stored->text, text ? text : "", length)))
			return false;
	}
	return gj_buffer_text(&stored->text, "\n");
}

static bool begin(struct stored *stored)
{
	stored->started = true;
	if (!stored->store)
		return fail(stored, GJ_DATA_STORE_FAILED, stored->fault, NULL);
	return find_table(stored) && select_rows(stored) && add_heading(stored);
}

/* Makes text of the next rows. */
static bool refill(struct stored *stored)
{
	stored->start = stored->text.size = 0;
	if (!stored->started && !begin(stored))
		return false;
	while (!stored->ended && stored->text.size < PIECE_BYTES) {
		int more = gj_store_next(stored->store);
		if (more < 0)
			return fail_store(stored);
		stored->ended = more == 0;
		if (more && !add_row(stored)) {
			errno = ENOMEM;
			return false;
		}
	}
	return true;
}

static ssize_t read_text(void *state, char *out, size_t size)
{
	struct stored *stored = state;
	errno = 0;
	if (stored->start == stored->text.size && !stored->ended && !refill(stored)) {
		errno = errno ? errno : ENOMEM;
		return -1;
	}
	size_t held = stored->text.size - stored->start, taken = held < size ? held : size;
	if (taken)
		memcpy(out, stored->text.bytes + stored->start, taken);
	stored->start += taken;
	return (ssize_t)taken;
}

/* NULL with `fault` filled, or errno ENOMEM. */
static struct gj_store *store_of(struct gj_tables *tables, const char *place, char fault[GJ_STORE_FAULT])
{
	for (struct opened *opened = tables->opened; opened; opened = opened->next)
		if (gj_store_same(opened->place, place))
			return opened->store;
	struct opened *opened = calloc(1, sizeof *opened);
	char *copy = strdup(place);
	struct gj_store *store = opened && copy ? gj_store_open(place, false, fault) : NULL;
	if (!store) {
		errno = opened && copy ? errno : ENOMEM;
		free(opened);
		free(copy);
		return NULL;
	}
	*opened = (struct opened){copy, store, tables->opened};
	tables->opened = opened;
	return store;
}

static struct gj_table *open_stored(struct gj_tables *tables, const char *place, const char *name, const struct gj_program *program)
{
	struct stored *stored = calloc(1, sizeof *stored);
	if (!stored)
		return NULL;
	stored->next = tables->stored;
	tables->stored = stored;
	stored->shown = gj_store_shown(place);
	stored->name = strdup(gj_store_table(place, name));
	stored->key = &program->fields[program->key_field];
	stored->source.text = (struct gj_source){read_text, stored};
	errno = 0;
	stored->store = store_of(tables, place, stored->fault);
	if (!stored->shown || !stored->name || (!stored->store && errno == ENOMEM))
		return NULL;
	return gj_table_open_source(stored->shown, &stored->source, program);
}

struct gj_table *gj_tables_open(struct gj_tables *tables, const char *place, const char *name, const struct gj_program *program)
{
	return gj_store_is(place) ? open_stored(tables, place, name, program) : gj_table_open(place, program);
}
