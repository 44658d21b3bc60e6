/* CSV, with commas, semicolons or tabs between cells; the cells are what they would be in the rule file: numbers, dates, 是, 否, and names. */
#include "table_file.h"

#include "runtime/calendar.h"
#include "runtime/cell.h"
#include "runtime/utf8.h"
#include "units.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { LARGEST_FILE = 4 * 1024 * 1024, MOST_DIGITS = 18 };

struct reader {
	const struct source *source;
	struct gj_arena *arena;
	uint32_t at, end;
	char separator;
};

static struct node *made(const struct reader *reader, enum node_kind kind, struct span span, const char *text)
{
	struct node *node = ast_new(reader->arena, kind, span);
	node->text = text;
	return node;
}

/* The separator that the first line has most of. */
static char separator_of(const char *text)
{
	size_t commas = 0, semicolons = 0, tabs = 0;
	for (; *text && *text != '\n' && *text != '\r'; text++) {
		commas += *text == ',';
		semicolons += *text == ';';
		tabs += *text == '\t';
	}
	return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
}

static bool is_break(char c)
{
	return c == '\n' || c == '\r';
}

/* The text of the next cell, its quotes undone; *span is where it stands without them. */
static const char *next_text(struct reader *reader, struct span *span)
{
	const char *text = reader->source->text;
	uint32_t at = reader->at, start = at;
	size_t length = 0;
	char *copy;
	if (at < reader->end && text[at] == '"') {
		start = ++at;
		copy = gj_arena_alloc(reader->arena, reader->end - at + 1);
		for (; at < reader->end && (text[at] != '"' || text[at + 1] == '"'); at++) {
			at += text[at] == '"';
			copy[length++] = text[at];
		}
		*span = (struct span){start, at};
		at += at < reader->end;
		while (at < reader->end && text[at] != reader->separator && !is_break(text[at]))
			at++;
	} else {
		while (at < reader->end && text[at] != reader->separator && !is_break(text[at]))
			at++;
		*span = (struct span){start, at};
		copy = gj_arena_copy(reader->arena, text + start, at - start);
		length = at - start;
	}
	reader->at = at;
	struct gj_text trimmed = gj_cell_trim((struct gj_text){copy, (uint32_t)length});
	span->start += (uint32_t)(trimmed.bytes - copy);
	span->end -= (uint32_t)(length - trimmed.length) - (uint32_t)(trimmed.bytes - copy);
	return gj_arena_copy(reader->arena, trimmed.bytes, trimmed.length);
}

/* The digits that a text begins with, thousands separated or not: their length, 0 where it begins with no number. */
static size_t leading_number(const char *text, char *digits, int64_t *value, int *scale)
{
	size_t at = 0, length = 0, figures = 0;
	bool point = false;
	*value = *scale = 0;
	for (; text[at] && figures <= MOST_DIGITS; at++) {
		if (text[at] == ',' && !point)
			continue;
		if (text[at] == '.' && !point && text[at + 1] >= '0' && text[at + 1] <= '9' && figures) {
			point = true;
		} else if (text[at] >= '0' && text[at] <= '9') {
			*value = *value * 10 + (text[at] - '0');
			*scale += point;
			figures++;
		} else {
			break;
		}
		digits[length++] = text[at];
	}
	digits[length] = 0;
	return figures && figures <= MOST_DIGITS ? at : 0;
}

/* Digits and signs of full width as those of half width; other characters as they are. */
static const char *narrowed(const struct reader *reader, const char *text)
{
	char *out = gj_arena_copy(reader->arena, text, strlen(text));
	size_t length = 0;
	for (size_t size; *text; text += size) {
		uint32_t code = gj_half_width(gj_utf8_decode(text, &size));
		if (size > 1 && code < 0x80)
			out[length++] = (char)code;
		else
			length = (size_t)(stpncpy(out + length, text, size) - out);
	}
	out[length] = 0;
	return out;
}

/* -1,000.5元 */
static struct node *number_cell(const struct reader *reader, const char *text, struct span span)
{
	char digits[MOST_DIGITS + 3];
	int64_t value;
	int scale;
	bool negative = *text == '-';
	size_t length = leading_number(text + negative, digits, &value, &scale);
	const char *unit = text + negative + length;
	if (!length || strpbrk(unit, "0123456789-/.:"))
		return NULL;
	struct node *node = made(reader, NODE_NUMBER, span, gj_arena_print(reader->arena, "%s%s", negative ? "-" : "", digits));
	node->number = negative ? -value : value;
	node->scale = scale;
	return *unit ? ast_add(node, made(reader, NODE_UNIT, span, unit)) : node;
}

static struct node *date_cell(const struct reader *reader, const char *text, struct span span)
{
	struct gj_field field = {.type = GJ_DATE, .low = INT64_MIN, .high = INT64_MAX};
	struct gj_cell cell = {.error = GJ_CELL_FINE};
	gj_cell_date(&field, (struct gj_text){text, (uint32_t)strlen(text)}, &cell);
	if (cell.error != GJ_CELL_FINE)
		return NULL;
	struct gj_day day = gj_day_of(cell.value);
	struct node *node = made(reader, NODE_DATE, span, text);
	node->number = (int64_t)day.year * 10000 + day.month * 100 + day.day;
	return node;
}

static struct node *row_cell(const struct reader *reader, const char *text, struct span span)
{
	if (!strcmp(text, "是") || !strcmp(text, "否")) {
		struct node *node = made(reader, NODE_BOOLEAN, span, "");
		node->number = !strcmp(text, "是");
		return node;
	}
	struct node *node = date_cell(reader, text, span);
	node = node ? node : number_cell(reader, narrowed(reader, text), span);
	return node ? node : made(reader, NODE_NAME, span, text);
}

/* 金额（元） */
static struct node *heading_cell(const struct reader *reader, const char *text, struct span span)
{
	const char *open = strstr(text, "（"), *close = strstr(text, "）");
	size_t mark = strlen("（");
	if (!open && (open = strchr(text, '(')) && (close = strchr(open, ')')))
		mark = 1;
	if (!open || !close || close < open)
		return made(reader, NODE_NAME, span, text);
	struct gj_text name = gj_cell_trim((struct gj_text){text, (uint32_t)(open - text)});
	struct node *node = made(reader, NODE_NAME, span, gj_arena_copy(reader->arena, name.bytes, name.length));
	return ast_add(node, made(reader, NODE_UNIT, span, gj_arena_copy(reader->arena, open + mark, (size_t)(close - open) - mark)));
}

static void skip_breaks(struct reader *reader)
{
	while (reader->at < reader->end && is_break(reader->source->text[reader->at]))
		reader->at++;
}

static struct node *next_row(struct reader *reader, bool heading)
{
	struct node *row = made(reader, NODE_TABLE_ROW, (struct span){reader->at, reader->at}, "");
	for (bool more = true; more;) {
		struct span span;
		const char *text = next_text(reader, &span);
		ast_add(row, heading ? heading_cell(reader, text, span) : row_cell(reader, text, span));
		more = reader->at < reader->end && reader->source->text[reader->at] == reader->separator;
		reader->at += more;
	}
	skip_breaks(reader);
	return row;
}

static enum source_status read_file(const char *path, struct gj_arena *arena, struct source **file)
{
	struct stat state;
	errno = 0;
	if (strcmp(path, "-") == 0)
		errno = ENOENT;
	if (strcmp(path, "-") == 0 || stat(path, &state) != 0)
		return SOURCE_CANNOT_READ;
	if (!S_ISREG(state.st_mode))
		return SOURCE_NOT_TEXT;
	return state.st_size > LARGEST_FILE ? SOURCE_TOO_LARGE : source_read(path, arena, file);
}

static void read_rows(struct node *table, struct node *named, struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics)
{
	const char *path = source_beside(source, named->name_span.start, named->text, arena);
	struct source *file = NULL;
	enum source_status status = read_file(path, arena, &file);
	int error = errno ? errno : EIO;
	if (status == SOURCE_OK && source->length + file->length >= UINT32_MAX / 2)
		status = SOURCE_TOO_LARGE;
	if (status == SOURCE_CANNOT_READ)
		report(diagnostics, MSG_TABLE_FILE_UNREADABLE, named->name_span, path, gj_arena_print(arena, "%d", error), NULL);
	else if (status != SOURCE_OK)
		report(diagnostics, status == SOURCE_TOO_LARGE ? MSG_TABLE_FILE_LARGE : MSG_TABLE_FILE_NOT_TEXT, named->name_span, path, NULL);
	if (status != SOURCE_OK)
		return;
	struct span whole = table->span;
	named->number = 1;
	source_append(source, file, arena);
	struct span span = source->files[source->file_count - 1].span;
	struct reader reader = {.source = source, .arena = arena, .at = span.start, .end = span.end, .separator = separator_of(source->text + span.start)};
	if (file->from_gb18030)
		report(diagnostics, MSG_FROM_GB18030, (struct span){span.start, span.start}, NULL);
	skip_breaks(&reader);
	for (bool heading = true; reader.at < reader.end; heading = false)
		ast_add(table, next_row(&reader, heading));
	table->span = whole;
}

void read_table_files(const struct node *document, struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics)
{
	const struct node *standard = ast_child(document, NODE_STANDARD);
	for (struct node *part = standard ? standard->first : NULL; part; part = part->next) {
		struct node *table = part->kind == NODE_AMEND ? part->last : part;
		struct node *named = table && table->kind == NODE_TABLE ? ast_child(table, NODE_ATTR_FILE) : NULL;
		const struct node *row = named ? ast_child(table, NODE_TABLE_ROW) : NULL;
		if (row)
			report(diagnostics, MSG_TABLE_FILE_AND_ROWS, row->span, table->text, NULL);
		else if (named)
			read_rows(table, named, source, arena, diagnostics);
	}
}
