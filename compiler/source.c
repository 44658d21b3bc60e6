#include "source.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { READ_BYTES = 64 * 1024 };

/* A rule file of 10 000 clauses has a megabyte. What is made of a file takes a hundred times its size, and spans are 32-bit offsets. */
static const size_t LONGEST_SOURCE = 16 << 20;

/* The length of the well-formed UTF-8 character at `text` (1..4), or 0. */
static size_t utf8_length(const unsigned char *text, size_t left)
{
	if (text[0] < 0x80)
		return 1;
	size_t length = text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
	if (text[0] < 0xC2 || text[0] > 0xF4 || left < length)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((text[i] & 0xC0) != 0x80)
			return 0;
	/* Overlong forms, surrogates and code points past U+10FFFF. */
	if ((text[0] == 0xE0 && text[1] < 0xA0) || (text[0] == 0xED && text[1] >= 0xA0)
		|| (text[0] == 0xF0 && text[1] < 0x90) || (text[0] == 0xF4 && text[1] >= 0x90))
		return 0;
	return length;
}

static bool is_utf8(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	for (size_t i = 0, step; i < length; i += step)
		if (!(step = utf8_length(bytes + i, length - i)))
			return false;
	return true;
}

/* GB18030 to UTF-8, strictly; NULL when the bytes aren't GB18030. Two bytes become at most three, one stays one. */
static char *from_gb18030(const char *bytes, size_t length, struct gj_arena *arena, size_t *out_length)
{
	/* Allocated before the converter is opened, so that the arena's jump can't leave it open. */
	size_t room = length * 2 + 4;
	char *text = gj_arena_alloc(arena, room + 1);
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	if (!text || converter == (iconv_t)-1)
		return NULL;
	char *to = text, *from = (char *)(uintptr_t)bytes;
	size_t left = length, spare = room;
	bool converted = iconv(converter, &from, &left, &to, &spare) != (size_t)-1 && left == 0;
	iconv_close(converter);
	*out_length = room - spare;
	text[*out_length] = '\0';
	return converted ? text : NULL;
}

static size_t count_lines(const char *text, size_t length)
{
	size_t lines = 1;
	for (size_t i = 0; i < length; i++)
		if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'))
			lines++;
	return lines;
}

static void map_lines(struct source *source, struct gj_arena *arena)
{
	const char *text = source->text;
	size_t lines = count_lines(text, source->length);
	source->line_starts = gj_arena_alloc(arena, lines * sizeof *source->line_starts);
	if (!source->line_starts)
		return;
	source->line_count = 1;
	for (size_t i = 0; i < source->length; i++)
		if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'))
			source->line_starts[source->line_count++] = (uint32_t)(i + 1);
}

enum { CELLS_EVERY = 1024, LONG_LINE = 4 * CELLS_EVERY };

static bool has_long_line(const struct source *source)
{
	for (size_t i = 0; i < source->line_count; i++)
		if ((i + 1 < source->line_count ? source->line_starts[i + 1] : source->length) - source->line_starts[i] > LONG_LINE)
			return true;
	return false;
}

/* The first character that begins at an offset or after it. */
static size_t next_character(const struct source *source, size_t offset)
{
	while (offset < source->length && ((unsigned char)source->text[offset] & 0xC0) == 0x80)
		offset++;
	return offset;
}

/* Columns along a line of megabytes would otherwise be counted from its beginning for each of thousands of findings. */
static void count_cells(struct source *source, struct gj_arena *arena)
{
	source->cells = NULL;
	if (!has_long_line(source))
		return;
	source->cells = gj_arena_alloc(arena, (source->length / CELLS_EVERY + 1) * sizeof *source->cells);
	for (size_t i = 1; i <= source->length / CELLS_EVERY; i++) {
		size_t from = next_character(source, (i - 1) * CELLS_EVERY), to = next_character(source, i * CELLS_EVERY);
		source->cells[i] = source->cells[i - 1] + (uint32_t)text_cells(source->text + from, to - from);
	}
}

static size_t cells_before(const struct source *source, uint32_t offset)
{
	size_t mark = next_character(source, offset / CELLS_EVERY * CELLS_EVERY);
	return source->cells[offset / CELLS_EVERY] + (mark < offset ? text_cells(source->text + mark, offset - mark) : 0);
}

static size_t cells_between(const struct source *source, uint32_t start, uint32_t end)
{
	return source->cells && end - start > LONG_LINE ? cells_before(source, end) - cells_before(source, start)
	                                                : text_cells(source->text + start, end - start);
}

enum source_look source_look(const char *bytes, size_t length)
{
	static const struct { const char *beginning; size_t length; enum source_look look; } looks[] = {
		{ "PK\x03\x04", 4, LOOK_OFFICE }, { "\xD0\xCF\x11\xE0", 4, LOOK_OFFICE }, { "%PDF", 4, LOOK_PDF }, { "\xFF\xFE", 2, LOOK_UTF16 },
		{ "\xFE\xFF", 2, LOOK_UTF16 } };
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (length >= looks[i].length && memcmp(bytes, looks[i].beginning, looks[i].length) == 0)
			return looks[i].look;
	return memchr(bytes, '\0', length) ? LOOK_NUL : LOOK_UNKNOWN;
}

static enum source_status not_text(const char *path, const char *bytes, size_t length, struct gj_arena *arena, struct source **source)
{
	enum source_look look = source_look(bytes, length);
	source_from_text(path, "", 0, arena, source);
	(*source)->look = look;
	return SOURCE_NOT_TEXT;
}

enum source_status source_from_text(const char *path, const char *bytes, size_t length, struct gj_arena *arena, struct source **source)
{
	if (length > LONGEST_SOURCE)
		return SOURCE_TOO_LARGE;
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		length -= 3;
	}
	if (memchr(bytes, '\0', length))
		return not_text(path, bytes, length, arena, source);
	bool utf8 = is_utf8(bytes, length);
	size_t text_length = length;
	char *text = utf8 ? gj_arena_copy(arena, bytes, length) : from_gb18030(bytes, length, arena, &text_length);
	if (!text)
		return not_text(path, bytes, length, arena, source);
	struct source *made = gj_arena_alloc(arena, sizeof *made);
	made->path = gj_arena_copy(arena, path, strlen(path));
	made->text = text;
	made->length = text_length;
	made->from_gb18030 = !utf8;
	map_lines(made, arena);
	count_cells(made, arena);
	made->file_count = 1;
	made->files = gj_arena_alloc(arena, sizeof *made->files);
	made->files[0] = (struct source_file){ made->path, { 0, (uint32_t)text_length }, 0, !utf8 };
	*source = made;
	return SOURCE_OK;
}

void source_append(struct source *source, const struct source *base, struct gj_arena *arena)
{
	size_t start = source->length + 1, length = start + base->length, rows = source->line_count + base->line_count;
	char *text = gj_arena_alloc(arena, length + 1);
	uint32_t *starts = gj_arena_alloc(arena, rows * sizeof *starts);
	struct source_file *files = gj_arena_alloc(arena, (source->file_count + 1) * sizeof *files);
	memcpy(text, source->text, start);
	memcpy(text + start, base->text, base->length + 1);
	memcpy(starts, source->line_starts, source->line_count * sizeof *starts);
	for (size_t i = 0; i < base->line_count; i++)
		starts[source->line_count + i] = base->line_starts[i] + (uint32_t)start;
	memcpy(files, source->files, source->file_count * sizeof *files);
	files[source->file_count] = (struct source_file){ base->path, { (uint32_t)start, (uint32_t)length }, source->line_count, base->from_gb18030 };
	source->text = text;
	source->length = length;
	source->line_starts = starts;
	source->line_count = rows;
	source->files = files;
	source->file_count++;
	count_cells(source, arena);
}

size_t source_file_at(const struct source *source, uint32_t offset)
{
	size_t index = source->file_count - 1;
	while (index > 0 && source->files[index].span.start > offset)
		index--;
	return index;
}

/* The bytes of a stream of unknown length. NULL with errno set when reading fails. */
static char *read_stream(FILE *file, struct gj_arena *arena, size_t expected, size_t *length)
{
	size_t capacity = expected + READ_BYTES, used = 0;
	char *bytes = gj_arena_alloc(arena, capacity);
	for (size_t got; bytes && (got = fread(bytes + used, 1, capacity - used, file)) > 0;) {
		used += got;
		if (used > LONGEST_SOURCE)
			break;
		if (used == capacity)
			bytes = gj_arena_grow(arena, bytes, used, &capacity, 1);
	}
	*length = used;
	return ferror(file) ? NULL : bytes;
}

enum source_status source_read(const char *path, struct gj_arena *arena, struct source **source)
{
	size_t length;
	char *bytes;
	if (strcmp(path, "-") == 0) {
		bytes = read_stream(stdin, arena, 0, &length);
		return bytes ? source_from_text("-", bytes, length, arena, source) : SOURCE_CANNOT_READ;
	}
	struct stat state;
	if (stat(path, &state) != 0)
		return SOURCE_CANNOT_READ;
	if (S_ISDIR(state.st_mode)) {
		errno = EISDIR;
		return SOURCE_CANNOT_READ;
	}
	if (state.st_size > (off_t)LONGEST_SOURCE)
		return SOURCE_TOO_LARGE;
	FILE *file = fopen(path, "rb");
	if (!file)
		return SOURCE_CANNOT_READ;
	bytes = read_stream(file, arena, (size_t)state.st_size, &length);
	int error = errno;
	fclose(file);
	errno = error;
	return bytes ? source_from_text(path, bytes, length, arena, source) : SOURCE_CANNOT_READ;
}

const char *source_beside(const struct source *source, uint32_t offset, const char *name, struct gj_arena *arena)
{
	const char *path = source->files[source_file_at(source, offset)].path, *slash = strrchr(path, '/');
	if (!slash || name[0] == '/')
		return name;
	return gj_arena_print(arena, "%.*s%s", (int)(slash - path + 1), path, name);
}

/* The index of the line that holds an offset. */
static size_t line_of(const struct source *source, uint32_t offset)
{
	size_t low = 0, high = source->line_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (source->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct place source_place(const struct source *source, uint32_t offset)
{
	size_t line = line_of(source, offset);
	uint32_t start = source->line_starts[line];
	const struct source_file *file = &source->files[source_file_at(source, offset)];
	return (struct place){ line + 1 - file->rows_before, cells_between(source, start, offset) + 1, file->path, line + 1 };
}

const char *source_line(const struct source *source, size_t row, size_t *length)
{
	const char *start = source->text + source->line_starts[row - 1];
	size_t end = row < source->line_count ? source->line_starts[row] : source->length;
	*length = end - source->line_starts[row - 1];
	while (*length && (start[*length - 1] == '\n' || start[*length - 1] == '\r' || start[*length - 1] == '\0'))
		(*length)--;
	return start;
}

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t point, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

/* Marks that stand on the letter before them, and characters of no width. */
static const struct range NARROWEST[] = {
	{ 0x00AD, 0x00AD }, { 0x0300, 0x036F }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F },
	{ 0x202A, 0x202E }, { 0x2060, 0x2064 }, { 0x20D0, 0x20FF }, { 0x3099, 0x309A }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },
	{ 0xFEFF, 0xFEFF }, { 0xE0100, 0xE01EF },
};

/* East Asian wide and full-width characters and emoji. Ambiguous ones such as “ ” … are one cell, as terminals have them by default. */
static const struct range WIDE[] = {
	{ 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x23E9, 0x23EC }, { 0x2614, 0x2615 }, { 0x2648, 0x2653 }, { 0x26A1, 0x26A1 },
	{ 0x26AA, 0x26AB }, { 0x2705, 0x2705 }, { 0x270A, 0x270B }, { 0x2728, 0x2728 }, { 0x274C, 0x274E }, { 0x2753, 0x2757 },
	{ 0x2795, 0x2797 }, { 0x2B1B, 0x2B1C }, { 0x2B50, 0x2B55 }, { 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF },
	{ 0x4E00, 0x9FFF }, { 0xA000, 0xA4CF }, { 0xA960, 0xA97C }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
	{ 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
};

static size_t cells_of(uint32_t point)
{
	if (point < 0xAD)
		return 1;
	if (in_ranges(point, NARROWEST, sizeof NARROWEST / sizeof *NARROWEST))
		return 0;
	return in_ranges(point, WIDE, sizeof WIDE / sizeof *WIDE) ? 2 : 1;
}

size_t text_cells(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t cells = 0;
	for (size_t i = 0, step; i < length; i += step) {
		step = utf8_length(bytes + i, length - i);
		if (step <= 1) {
			step = 1;
			cells++;
			continue;
		}
		uint32_t point = bytes[i] & (0xFFU >> (step + 1));
		for (size_t k = 1; k < step; k++)
			point = point << 6 | (bytes[i + k] & 0x3FU);
		cells += cells_of(point);
	}
	return cells;
}
