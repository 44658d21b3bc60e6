#include "encoding.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RAW_BYTES = 64 * 1024, LONGEST_SEQUENCE = 4 };

struct gj_input {
	int file; /* -1: there is a source */
	const struct gj_source *source;
	bool ended; /* read() has said so */
	enum gj_encoding encoding;
	const char *kind;
	iconv_t converter;
	uint64_t done, total;
	size_t start, end; /* of the raw bytes not yet passed on */
	char raw[RAW_BYTES];
};

static ssize_t read_fully(struct gj_input *input, char *out, size_t size)
{
	size_t got = 0;
	while (got < size && !input->ended) {
		ssize_t more = input->source ? input->source->read(input->source->state, out + got, size - got) : read(input->file, out + got, size - got);
		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			return -1;
		input->ended = more == 0;
		got += (size_t)more;
	}
	input->done += got;
	return (ssize_t)got;
}

static bool utf16(const unsigned char *bytes, size_t length)
{
	if (length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
		return true;
	/* Without a mark: every second byte of the separators and digits is NUL. */
	size_t even = 0, odd = 0, limit = length < 512 ? length : 512;
	for (size_t i = 0; i < limit; i++)
		*(i % 2 ? &odd : &even) += bytes[i] == 0;
	size_t enough = limit / 20 + 4;
	return (even >= enough && !odd) || (odd >= enough && !even);
}

static const char *file_kind(const char *bytes, size_t length)
{
	static const struct {
		const char *mark;
		size_t length;
		const char *kind;
	} kinds[] = { { "PK\x03\x04", 4, "xlsx" }, { "\xD0\xCF\x11\xE0", 4, "xls" }, { "%PDF-", 5, "pdf" }, { "\x1F\x8B", 2, "gz" },
		{ "\x7F"
		  "ELF",
			4, "ELF" } };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (length >= kinds[i].length && !memcmp(bytes, kinds[i].mark, kinds[i].length))
			return kinds[i].kind;
	return NULL;
}

/* Whether `bytes` can be GB18030; a character cut off at the end is forgiven. */
static bool gb18030(const char *bytes, size_t length, bool whole)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	if (converter == (iconv_t)-1)
		return false;
	char out[1024];
	char *from = (char *)bytes;
	bool valid = true;
	while (length && valid) {
		char *to = out;
		size_t room = sizeof out;
		if (iconv(converter, &from, &length, &to, &room) == (size_t)-1 && errno != E2BIG)
			valid = errno == EINVAL && !whole;
		else
			continue;
		break;
	}
	iconv_close(converter);
	return valid;
}

static bool utf8(const char *bytes, size_t length, bool whole)
{
	size_t valid = gj_utf8_valid(bytes, length);
	return valid == length || (!whole && length - valid < LONGEST_SEQUENCE);
}

/* The heading row decides; where it is plain ASCII, what follows does. */
enum gj_encoding gj_encoding_guess(const char *bytes, size_t length, bool whole)
{
	if (utf16((const unsigned char *)bytes, length))
		return GJ_UTF16;
	if (file_kind(bytes, length))
		return GJ_NOT_TEXT;
	if (utf8(bytes, length, whole))
		return GJ_UTF8;
	size_t heading = strcspn(bytes, "\r\n");
	bool ended = heading < length;
	heading = ended ? heading : length;
	bool ascii = true;
	for (size_t i = 0; i < heading; i++)
		ascii &= (unsigned char)bytes[i] < 0x80;
	if (!ascii) {
		if (utf8(bytes, heading, ended || whole))
			return GJ_UTF8;
		return gb18030(bytes, heading, ended || whole) ? GJ_GB18030 : GJ_ENCODING_UNKNOWN;
	}
	return gb18030(bytes, length, whole) ? GJ_GB18030 : GJ_UTF8;
}

static bool open_file(struct gj_input *input, const char *path)
{
	struct stat status;
	bool standard = !strcmp(path, "-");
	input->file = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (input->file < 0 || fstat(input->file, &status))
		return false;
	if (S_ISDIR(status.st_mode)) {
		errno = EISDIR;
		return false;
	}
	input->total = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
	if (input->total)
		posix_fadvise(input->file, 0, 0, POSIX_FADV_SEQUENTIAL);
	return true;
}

/* One byte stays NUL: the guess looks for the heading's end as in a string. */
static bool look(struct gj_input *input)
{
	ssize_t got = read_fully(input, input->raw, RAW_BYTES - 1);
	if (got < 0)
		return false;
	input->end = (size_t)got;
	input->raw[input->end] = 0;
	input->encoding = input->source ? GJ_UTF8 : gj_encoding_guess(input->raw, input->end, input->ended);
	input->kind = input->source ? NULL : file_kind(input->raw, input->end);
	if (input->encoding == GJ_UTF8 && input->end >= 3 && !memcmp(input->raw, "\xEF\xBB\xBF", 3))
		input->start = 3;
	if (input->encoding != GJ_GB18030)
		return true;
	input->converter = iconv_open("UTF-8", "GB18030");
	return input->converter != (iconv_t)-1;
}

static struct gj_input *open_input(const char *path, const struct gj_source *source)
{
	struct gj_input *input = calloc(1, sizeof *input);
	if (!input)
		return NULL;
	input->file = -1;
	input->source = source;
	input->converter = (iconv_t)-1;
	if ((source || open_file(input, path)) && look(input))
		return input;
	int error = errno;
	gj_input_close(input);
	errno = error;
	return NULL;
}

struct gj_input *gj_input_open(const char *path)
{
	return open_input(path, NULL);
}

struct gj_input *gj_input_of(const struct gj_source *source)
{
	return open_input(NULL, source);
}

void gj_input_close(struct gj_input *input)
{
	if (!input)
		return;
	if (input->converter != (iconv_t)-1)
		iconv_close(input->converter);
	if (input->file >= 0)
		close(input->file);
	free(input);
}

enum gj_encoding gj_input_encoding(const struct gj_input *input, const char **kind)
{
	*kind = input->kind;
	return input->encoding;
}

void gj_input_progress(const struct gj_input *input, uint64_t *done, uint64_t *total)
{
	*done = input->done - (input->end - input->start);
	*total = input->total;
}

static ssize_t read_plain(struct gj_input *input, char *out, size_t size)
{
	size_t held = input->end - input->start;
	size_t first = held < size ? held : size;
	memcpy(out, input->raw + input->start, first);
	input->start += first;
	ssize_t more = read_fully(input, out + first, size - first);
	return more < 0 ? -1 : more + (ssize_t)first;
}

/* Moves what is left to the front and reads on. */
static bool refill(struct gj_input *input)
{
	memmove(input->raw, input->raw + input->start, input->end - input->start);
	input->end -= input->start;
	input->start = 0;
	ssize_t more = read_fully(input, input->raw + input->end, RAW_BYTES - input->end);
	if (more < 0)
		return false;
	input->end += (size_t)more;
	return true;
}

static ssize_t read_converted(struct gj_input *input, char *out, size_t size)
{
	char *to = out;
	size_t room = size;
	for (;;) {
		if (input->end - input->start < LONGEST_SEQUENCE && !input->ended && !refill(input))
			return -1;
		size_t left = input->end - input->start;
		if (!left || !room)
			return (ssize_t)(size - room);
		char *from = input->raw + input->start;
		size_t result = iconv(input->converter, &from, &left, &to, &room);
		int why = result == (size_t)-1 ? errno : 0;
		input->start = input->end - left;
		if (why == E2BIG)
			return (ssize_t)(size - room);
		if (!why || (why == EINVAL && !input->ended))
			continue;
		if (!room)
			return (ssize_t)size;
		*to++ = (char)0xFF;
		room--;
		input->start++;
	}
}

ssize_t gj_input_read(struct gj_input *input, char *out, size_t size)
{
	return input->encoding == GJ_GB18030 ? read_converted(input, out, size) : read_plain(input, out, size);
}

bool gj_input_ended(const struct gj_input *input)
{
	return input->ended && input->start == input->end;
}
