#include "store_driver.h"

#include "similar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct gj_store_driver *const drivers[] = {&gj_store_sqlite, &gj_store_postgresql};

static const struct gj_store_driver *driver_of(const char *place)
{
	for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
		if (strncmp(place, drivers[i]->prefix, strlen(drivers[i]->prefix)) == 0)
			return drivers[i];
	return NULL;
}

bool gj_store_is(const char *place)
{
	return driver_of(place) != NULL;
}

/* Length of a place without its table. */
static size_t database_length(const char *place)
{
	const char *mark = strrchr(place, '#');
	return mark ? (size_t)(mark - place) : strlen(place);
}

const char *gj_store_table(const char *place, const char *otherwise)
{
	const char *mark = place + database_length(place);
	return *mark && mark[1] ? mark + 1 : otherwise;
}

char *gj_store_place(const char *place, const char *table)
{
	size_t length = database_length(place), size = length + 1 + strlen(table) + 1;
	char *made = malloc(size);
	if (made)
		snprintf(made, size, "%.*s#%s", (int)length, place, table);
	return made;
}

bool gj_store_same(const char *place, const char *other)
{
	size_t length = database_length(place);
	return length == database_length(other) && memcmp(place, other, length) == 0;
}

/* Takes out the text from `from` to `to`. */
static void hide(char *from, const char *to)
{
	memmove(from, to, strlen(to) + 1);
}

char *gj_store_shown(const char *place)
{
	static const char word[] = "password=";
	char *shown = strndup(place, database_length(place));
	if (!shown)
		return NULL;
	for (char *found = shown; (found = strstr(found, word));) {
		char *value = found + strlen(word);
		char *quote = *value == '\'' ? strchr(value + 1, '\'') : NULL;
		hide(found, quote ? quote + 1 : value + strcspn(value, " &"));
	}
	char *user = strstr(shown, "://"), *at = user ? strchr(user, '@') : NULL, *colon = at ? memchr(user + 3, ':', (size_t)(at - user - 3)) : NULL;
	if (colon)
		hide(colon, at);
	return shown;
}

const char *gj_store_fault(const struct gj_store *store)
{
	return store->fault;
}

struct gj_store *gj_store_open(const char *place, bool writing, char fault[GJ_STORE_FAULT])
{
	const struct gj_store_driver *driver = driver_of(place);
	struct gj_store *store = calloc(1, sizeof *store);
	char *where = strndup(place + strlen(driver->prefix), database_length(place) - strlen(driver->prefix));
	errno = 0;
	if (store && where) {
		store->driver = driver;
		if (driver->connect(store, where, writing)) {
			free(where);
			return store;
		}
	} else {
		errno = ENOMEM;
	}
	int error = errno;
	memcpy(fault, store ? store->fault : "", store ? GJ_STORE_FAULT : 1);
	free(where);
	gj_store_close(store);
	errno = error;
	return NULL;
}

void gj_store_close(struct gj_store *store)
{
	if (!store)
		return;
	if (store->driver)
		store->driver->close(store);
	free(store->near);
	free(store);
}

/* The statement is ended with a NUL and released. */
static bool run(struct gj_store *store, bool made, struct gj_buffer *sql, bool perform(struct gj_store *, const char *))
{
	bool good = made && gj_buffer_add(sql, "", 1);
	if (!good)
		errno = ENOMEM;
	good = good && perform(store, sql->bytes);
	gj_buffer_free(sql);
	return good;
}

struct names {
	char **items;
	size_t count, capacity;
};

static void names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
}

static bool names_add(struct names *names, const char *text, size_t length)
{
	if (names->count == names->capacity) {
		size_t capacity = names->capacity ? names->capacity * 2 : 32;
		char **items = realloc(names->items, capacity * sizeof *items);
		if (!items)
			return false;
		names->items = items;
		names->capacity = capacity;
	}
	names->items[names->count] = strndup(text, length);
	return names->items[names->count] && ++names->count;
}

static bool read_names(struct gj_store *store, struct names *names)
{
	int more = 0;
	errno = 0;
	store->driver->end_query(store);
	if (!store->driver->query(store, store->driver->tables))
		return false;
	while ((more = store->driver->next(store)) == 1) {
		size_t length;
		const char *text = store->driver->cell(store, 0, &length);
		if (text && !names_add(names, text, length)) {
			errno = ENOMEM;
			more = -1;
			break;
		}
	}
	store->driver->end_query(store);
	return more == 0;
}

bool gj_store_has(struct gj_store *store, const char *table, bool *found, const char **near)
{
	struct names names = {0};
	bool good = read_names(store, &names);
	*found = false;
	*near = NULL;
	for (size_t i = 0; i < names.count; i++)
		*found |= strcmp(names.items[i], table) == 0;
	free(store->near);
	store->near = NULL;
	int similar = good && !*found ? gj_similar((struct gj_text){table, (uint32_t)strlen(table)}, (const char *const *)names.items, names.count) : GJ_NONE;
	if (similar != GJ_NONE)
		*near = store->near = strdup(names.items[similar]);
	names_free(&names);
	return good;
}

bool gj_store_select(struct gj_store *store, const char *table, const char *by)
{
	struct gj_buffer sql = {0};
	store->driver->end_query(store);
	bool made = gj_buffer_text(&sql, "SELECT * FROM ") && gj_store_quote(&sql, table)
		&& (!by || (gj_buffer_text(&sql, " ORDER BY ") && gj_store_quote(&sql, by)));
	return run(store, made, &sql, store->driver->query);
}

size_t gj_store_columns(const struct gj_store *store)
{
	return store->driver->columns(store);
}

const char *gj_store_column(const struct gj_store *store, size_t column)
{
	return store->driver->column(store, column);
}

int gj_store_next(struct gj_store *store)
{
	return store->driver->next(store);
}

const char *gj_store_cell(const struct gj_store *store, size_t column, size_t *length)
{
	return store->driver->cell(store, column, length);
}

static bool create_table(struct gj_store *store, const char *table, const struct gj_store_column *columns, size_t count)
{
	const struct gj_store_driver *driver = store->driver;
	struct gj_buffer sql = {0};
	bool made = gj_buffer_text(&sql, "CREATE TABLE ") && gj_store_quote(&sql, table);
	for (size_t i = 0; i < count && made; i++)
		made = gj_buffer_text(&sql, i ? ", " : " (") && gj_store_quote(&sql, columns[i].name) && gj_buffer_text(&sql, " ")
			&& gj_buffer_text(&sql, !columns[i].number ? driver->text : columns[i].whole ? driver->whole : driver->number);
	made = made && gj_buffer_text(&sql, ")");
	return run(store, made, &sql, driver->execute);
}

static bool same_columns(const struct gj_store *store, const struct gj_store_column *columns, size_t count)
{
	if (store->driver->columns(store) != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(store->driver->column(store, i), columns[i].name) != 0)
			return false;
	return true;
}

/* A table of an earlier run is used again; what else bears its name is left alone. */
static bool empty_table(struct gj_store *store, const char *table, const struct gj_store_column *columns, size_t count, bool *fits)
{
	struct gj_buffer sql = {0};
	if (!gj_store_select(store, table, NULL))
		return false;
	*fits = same_columns(store, columns, count);
	store->driver->end_query(store);
	if (!*fits)
		return false;
	bool made = gj_buffer_text(&sql, "DELETE FROM ") && gj_store_quote(&sql, table);
	return run(store, made, &sql, store->driver->execute);
}

bool gj_store_fill(struct gj_store *store, const char *table, const struct gj_store_column *columns, size_t count, bool *fits)
{
	struct gj_buffer name = {0};
	bool found;
	const char *near;
	*fits = true;
	if (!gj_store_has(store, table, &found, &near))
		return false;
	if (found ? !empty_table(store, table, columns, count, fits) : !create_table(store, table, columns, count))
		return false;
	store->filling = count;
	bool good = gj_store_quote(&name, table) && gj_buffer_add(&name, "", 1);
	if (!good)
		errno = ENOMEM;
	good = good && store->driver->fill(store, name.bytes, count);
	gj_buffer_free(&name);
	return good;
}

bool gj_store_add(struct gj_store *store, const char *const *cells)
{
	return store->driver->add(store, cells);
}

bool gj_store_filled(struct gj_store *store)
{
	return store->driver->filled(store);
}

bool gj_store_commit(struct gj_store *store)
{
	return store->driver->execute(store, "COMMIT");
}
