#include "csv_index.h"
#include "csv_scan.h"

#include <string.h>

enum { BATCH = 1024, ROWS = GJ_CHUNK_ROWS - 64 /* a batch may bring up to 63 more than asked for */ };

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Rows of nothing but separators are what spreadsheets leave behind below a table. */
static bool empty_row(const char *at, const char *end, char delimiter)
{
	while (at < end && (*at == delimiter || blank(*at) || *at == '\n'))
		at++;
	return at == end;
}

static void add_row(struct gj_csv_rows *rows, const char *buffer, size_t start, size_t end, uint32_t line, char delimiter)
{
	if (end > start && buffer[end - 1] == '\r')
		end--;
	if (end == start || ((buffer[start] == delimiter || blank(buffer[start])) && empty_row(buffer + start, buffer + end, delimiter)))
		return;
	rows->start[rows->count] = (uint32_t)start;
	rows->end[rows->count] = (uint32_t)end;
	rows->line[rows->count++] = line;
}

static const char *skip_blanks(const char *at, const char *end, char delimiter)
{
	while (at < end && *at != delimiter && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

/* The quote that closes the one at `at`, or `end`. */
static const char *closing_quote(const char *at, const char *end, bool *doubled)
{
	*doubled = false;
	for (const char *c = at + 1; (c = memchr(c, '"', (size_t)(end - c))); c += 2) {
		if (c + 1 == end || c[1] != '"')
			return c;
		*doubled = true;
	}
	return end;
}

const char *gj_csv_cell(const char *at, const char *end, char delimiter, struct gj_text *text, bool *doubled, enum gj_csv_fault *fault)
{
	const char *open = skip_blanks(at, end, delimiter);
	*fault = GJ_CSV_FINE;
	*doubled = false;
	if (open == end || *open != '"') {
		const char *next = memchr(open, delimiter, (size_t)(end - open));
		next = next ? next : end;
		*text = (struct gj_text){ at, (uint32_t)(next - at) };
		return next + 1;
	}
	const char *close = closing_quote(open, end, doubled);
	*text = (struct gj_text){ open + 1, (uint32_t)(close - open - 1) };
	if (close == end) {
		*fault = GJ_CSV_UNCLOSED;
		return end + 1;
	}
	const char *after = skip_blanks(close + 1, end, delimiter);
	if (after < end && *after != delimiter)
		*fault = GJ_CSV_AFTER_QUOTE;
	return after + 1;
}

enum { NEED_MORE = -1, BROKEN = -2 };

/* From a quote at `at` that begins a cell: the position behind the cell's closing quote and blanks, NEED_MORE when the buffer ends too early to say, BROKEN
 * when what follows the quote shows that it isn't the closing one, or none comes. */
static ptrdiff_t quoted_cell(const char *buffer, size_t at, size_t size, bool last, struct gj_csv_form form)
{
	size_t limit = size - at > GJ_QUOTED_BYTES ? at + GJ_QUOTED_BYTES : size;
	bool cut = limit == size && !last, doubled;
	size_t close = (size_t)(closing_quote(buffer + at, buffer + limit, &doubled) - buffer);
	if (close == limit)
		return cut ? NEED_MORE : BROKEN;
	const char *after = skip_blanks(buffer + close + 1, buffer + size, form.delimiter);
	after += form.terminator == '\n' && after < buffer + size && *after == '\r';
	size_t next = (size_t)(after - buffer);
	if (next == size)
		return last ? (ptrdiff_t)next : NEED_MORE;
	return *after == form.delimiter || *after == form.terminator ? (ptrdiff_t)next : BROKEN;
}

/* The end of the row at `start`, which holds a quote: the position of its line end, or NEED_MORE. */
static ptrdiff_t quoted_row(const char *buffer, size_t start, size_t size, bool last, struct gj_csv_form form)
{
	size_t at = start;
	while (at < size && buffer[at] != form.terminator) {
		size_t cell = (size_t)(skip_blanks(buffer + at, buffer + size, form.delimiter) - buffer);
		if (cell < size && buffer[cell] == '"') {
			ptrdiff_t next = quoted_cell(buffer, cell, size, last, form);
			if (next == NEED_MORE)
				return NEED_MORE;
			at = next == BROKEN ? cell : (size_t)next;
			if (next == BROKEN)
				break;
		}
		while (at < size && buffer[at] != form.delimiter && buffer[at] != form.terminator)
			at++;
		at += at < size && buffer[at] == form.delimiter;
	}
	const char *end = memchr(buffer + at, form.terminator, size - at);
	return end ? end - buffer : last ? (ptrdiff_t)size : NEED_MORE;
}

static uint32_t count_lines(const char *at, const char *end, char terminator)
{
	uint32_t lines = 0;
	for (; (at = memchr(at, terminator, (size_t)(end - at))); at++)
		lines++;
	return lines;
}

struct cursor {
	size_t start; /* of the row not yet ended */
	size_t scanned; /* no line end lies between start and here */
};

/* Takes the row that begins at cursor->start and holds a quote. False when it isn't whole. */
static bool take_quoted_row(const char *buffer, size_t size, bool last, struct gj_csv_form form, struct gj_csv_rows *rows, struct cursor *cursor)
{
	ptrdiff_t end = quoted_row(buffer, cursor->start, size, last, form);
	if (end == NEED_MORE)
		return false;
	add_row(rows, buffer, cursor->start, (size_t)end, rows->lines, form.delimiter);
	rows->lines += 1 + count_lines(buffer + cursor->start, buffer + end, form.terminator);
	cursor->start = cursor->scanned = (size_t)end < size ? (size_t)end + 1 : size;
	return true;
}

size_t gj_csv_index(const char *buffer, size_t size, bool last, struct gj_csv_form form, const struct gj_csv_scan *scan, struct gj_csv_rows *rows)
{
	uint32_t ends[BATCH + 64];
	struct cursor cursor = { 0, 0 };
	rows->count = rows->lines = 0;
	while (cursor.scanned < size && rows->count < ROWS) {
		size_t room = ROWS - rows->count;
		bool quote;
		size_t count = scan->line_ends(buffer, &cursor.scanned, size, form.terminator, ends, room < BATCH ? room : BATCH, &quote);
		for (size_t i = 0; i < count; i++) {
			add_row(rows, buffer, cursor.start, ends[i], rows->lines++, form.delimiter);
			cursor.start = (size_t)ends[i] + 1;
		}
		if (quote && rows->count < ROWS && !take_quoted_row(buffer, size, last, form, rows, &cursor))
			return cursor.start;
	}
	if (last && cursor.start < size && cursor.scanned == size && rows->count < ROWS) {
		add_row(rows, buffer, cursor.start, size, rows->lines++, form.delimiter);
		cursor.start = size;
	}
	return cursor.start;
}
