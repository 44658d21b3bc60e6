#include "stored_results.h"

#include "results.h"
#include "text_buffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char pending_column[] = "待核";

/* CSV of this program's own making, row by row: cells are NUL-terminated. */
struct rows {
	FILE *file;
	char *line;             /* a row, taken apart in place */
	size_t room;
	size_t count, capacity; /* cells of the row */
	char **cells;
};

static void rows_free(struct rows *rows)
{
	free(rows->line);
	free(rows->cells);
}

static bool add_cell(struct rows *rows, char *text)
{
	if (rows->count == rows->capacity) {
		size_t capacity = rows->capacity ? rows->capacity * 2 : 32;
		char **cells = realloc(rows->cells, (capacity + 1) * sizeof *cells);
		if (!cells)
			return false;
		rows->cells = cells;
		rows->capacity = capacity;
	}
	rows->cells[rows->count++] = text;
	return true;
}

/* The cell at *at, ended with a NUL; *at receives the next one, NULL after the last. NULL when quotes aren't closed. */
static char *take_cell(char **at)
{
	char *text = *at, *from = *at, *to = *at;
	bool quoted = *from == '"';
	for (from += quoted; *from && (quoted || *from != ','); from++) {
		if (quoted && *from == '"' && *++from != '"') {
			quoted = false;
			break;
		}
		*to++ = *from;
	}
	*at = *from == ',' ? from + 1 : NULL;
	*to = '\0';
	return quoted ? NULL : text;
}

static bool is_whole(const char *line)
{
	bool quoted = false;
	for (; *line; line++)
		quoted ^= *line == '"';
	return !quoted;
}

/* A row may go over several lines, within quotes. */
static ssize_t read_line(struct rows *rows)
{
	char *more = NULL;
	size_t more_room = 0;
	ssize_t length = getline(&rows->line, &rows->room, rows->file);
	while (length > 0 && !is_whole(rows->line)) {
		ssize_t next = getline(&more, &more_room, rows->file);
		char *line = next > 0 ? realloc(rows->line, (size_t)(length + next) + 1) : NULL;
		if (!line) {
			length = -1;
			break;
		}
		memcpy(line + length, more, (size_t)next + 1);
		rows->line = line;
		rows->room = (size_t)(length + next) + 1;
		length += next;
	}
	free(more);
	return length;
}

/* 1: a row; 0: the end; -1: memory is out, or the file can't be read (errno). */
static int next_row(struct rows *rows)
{
	errno = 0;
	ssize_t length = read_line(rows);
	rows->count = 0;
	if (length <= 0)
		return errno ? -1 : 0;
	rows->line[length - 1] = '\0'; /* the line end */
	for (char *at = rows->line; at;) {
		char *text = take_cell(&at);
		if (!text || !add_cell(rows, text))
			return -1;
	}
	return 1;
}

/* Takes the heading; the first name stands behind a mark. */
static bool read_heading(struct rows *rows)
{
	if (next_row(rows) != 1)
		return false;
	if (strncmp(rows->cells[0], "\xEF\xBB\xBF", 3) == 0)
		rows->cells[0] += 3;
	return true;
}

/* Whether a column of the results holds points. */
static bool is_score(const struct gj_program *program, const char *name)
{
	for (size_t i = 0; i < program->sheet_count; i++)
		if (gj_entry_has_column(&program->sheet[i]) && strcmp(program->sheet[i].name, name) == 0)
			return true;
	for (enum gj_closing i = GJ_CLOSING_BONUS; i <= GJ_CLOSING_TOTAL; i++)
		if (strcmp(gj_closing_name(i), name) == 0)
			return true;
	return false;
}

/* The columns of a table that takes the rows; names belong to the caller. NULL when memory is out. */
static struct gj_store_column *make_columns(const struct rows *rows, const struct gj_program *program, size_t *count)
{
	*count = rows->count + (program != NULL);
	struct gj_store_column *columns = calloc(*count, sizeof *columns);
	for (size_t i = 0; columns && i < *count; i++) {
		const char *name = i < rows->count ? rows->cells[i] : pending_column;
		columns[i].name = strdup(name);
		columns[i].number = i > 0 && i < rows->count && program && is_score(program, name);
		columns[i].whole = program && program->point_scale == 0;
		if (!columns[i].name) {
			*count = i;
			return columns;
		}
	}
	return columns;
}

static void free_columns(struct gj_store_column *columns, size_t count)
{
	for (size_t i = 0; columns && i < count; i++)
		free((char *)columns[i].name);
	free(columns);
}

static bool is_number(const char *text)
{
	return *text && text[strspn(text, "-0123456789.")] == '\0';
}

/* Points that aren't a number yet become NULL and are said in the last column. */
static bool set_pending_apart(struct rows *rows, const struct gj_store_column *columns, struct gj_buffer *said)
{
	said->size = 0;
	for (size_t i = 0; i < rows->count; i++) {
		if (!columns[i].number || is_number(rows->cells[i]))
			continue;
		if (!((said->size == 0 || gj_buffer_text(said, "；")) && gj_buffer_text(said, columns[i].name) && gj_buffer_text(said, " ")
			&& gj_buffer_text(said, rows->cells[i])))
			return false;
		rows->cells[i] = NULL;
	}
	return gj_buffer_add(said, "", 1) && add_cell(rows, *said->bytes ? said->bytes : NULL);
}

static enum gj_stored add_rows(struct gj_store *store, struct rows *rows, const struct gj_store_column *columns, bool results)
{
	struct gj_buffer said = {0};
	enum gj_stored stored = GJ_STORED;
	int more;
	while (stored == GJ_STORED && (more = next_row(rows)) == 1) {
		if (results && !set_pending_apart(rows, columns, &said))
			stored = GJ_STORED_NO_MEMORY;
		else if (!gj_store_add(store, (const char *const *)rows->cells))
			stored = GJ_STORED_FAILED;
	}
	gj_buffer_free(&said);
	return stored == GJ_STORED && more < 0 ? GJ_STORED_NO_MEMORY : stored;
}

static enum gj_stored fill(struct gj_store *store, const char *table, const struct gj_program *program, struct rows *rows)
{
	size_t count;
	bool fits;
	struct gj_store_column *columns = make_columns(rows, program, &count);
	enum gj_stored stored = columns && count == rows->count + (program != NULL) ? GJ_STORED : GJ_STORED_NO_MEMORY;
	if (stored == GJ_STORED && !gj_store_fill(store, table, columns, count, &fits))
		stored = fits ? GJ_STORED_FAILED : GJ_STORED_OTHER_COLUMNS;
	if (stored == GJ_STORED)
		stored = add_rows(store, rows, columns, program != NULL);
	if (stored == GJ_STORED && !gj_store_filled(store))
		stored = GJ_STORED_FAILED;
	free_columns(columns, count);
	return stored;
}

enum gj_stored gj_stored_rows(struct gj_store *store, const char *table, const struct gj_program *program, FILE *file)
{
	struct rows rows = {.file = file};
	errno = 0;
	enum gj_stored stored = read_heading(&rows) ? fill(store, table, program, &rows) : GJ_STORED_NO_MEMORY;
	rows_free(&rows);
	return stored == GJ_STORED_FAILED && errno == ENOMEM ? GJ_STORED_NO_MEMORY : stored;
}
