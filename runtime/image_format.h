/* How an image file is laid out. All numbers are little-endian.
 *
 *   magic (8) · version (4) · total size (4) · checksum of everything else (4) · section count (4) · section table · sections
 *
 * A row of the section table is kind (4), offset (4), size (4). Sections stand in the order of the list below, without gaps, to the end
 * of the file. Each section is described once, in image_layout.c, by a function that measures, writes and reads it. */
#ifndef GJ_IMAGE_FORMAT_H
#define GJ_IMAGE_FORMAT_H
#include "runtime/memory.h"
#include "runtime/program.h"

/* As in other binary formats: the line ends show damage by a transfer as text. */
#define IMAGE_MAGIC "GJC\r\n\x1a\n"

enum {
	IMAGE_VERSION = 6,
	IMAGE_MAGIC_SIZE = 8,
	IMAGE_VERSION_AT = 8,
	IMAGE_SIZE_AT = 12,
	IMAGE_CHECKSUM_AT = 16,
	IMAGE_SECTION_COUNT_AT = 20,
	IMAGE_TABLE_AT = 24,
	IMAGE_TABLE_ROW = 12
};

/* SECTION(NAME, name in messages). STRINGS holds every text, each ended by a NUL; other sections refer to it by offset. */
#define IMAGE_SECTIONS(SECTION) \
	SECTION(STRINGS, "strings") \
	SECTION(HEAD, "head") \
	SECTION(FIELDS, "fields") \
	SECTION(SHEET, "sheet") \
	SECTION(INTERPRETATIONS, "interpretations") \
	SECTION(GRADES, "grades") \
	SECTION(GROUPINGS, "groupings") \
	SECTION(SELECTIONS, "selections") \
	SECTION(TARGETS, "targets") \
	SECTION(RANKINGS, "rankings") \
	SECTION(CHECKS, "checks") \
	SECTION(BRANCHES, "branches") \
	SECTION(LOOKUPS, "look-ups") \
	SECTION(SLOTS, "slots") \
	SECTION(SCORE, "score code") \
	SECTION(LEDGER, "ledger code") \
	SECTION(TABLES, "ledgers")

enum image_section {
#define SECTION(name, text) IMAGE_##name,
	IMAGE_SECTIONS(SECTION)
#undef SECTION
	IMAGE_SECTION_COUNT
};

enum { IMAGE_HEADER_SIZE = IMAGE_TABLE_AT + IMAGE_SECTION_COUNT * IMAGE_TABLE_ROW };

enum codec_mode { CODEC_MEASURE, CODEC_WRITE, CODEC_READ };

/* Carries a program to bytes and back. Transfer functions take the value there is and return the value there is afterwards: the same
 * when measuring or writing, the one read when reading. After a fault (`why` or `no_memory`) reading goes on with zeros. */
struct codec {
	enum codec_mode mode;
	unsigned char *bytes;           /* of the section; NULL when measuring; never written to when reading */
	size_t at, end;
	char *strings;                  /* the section of strings; NULL when measuring */
	size_t strings_at, strings_end;
	const char *section;            /* name of the section, for messages */
	const char *why;
	bool no_memory;
	struct gj_arena *arena;
};

typedef void codec_item(struct codec *codec, void *item);

/* A number below `limit`, in one byte. */
unsigned codec_choice(struct codec *codec, unsigned value, unsigned limit);
bool codec_flag(struct codec *codec, bool value);
uint16_t codec_16(struct codec *codec, uint16_t value);
int codec_int(struct codec *codec, int value);
int64_t codec_64(struct codec *codec, int64_t value);
const char *codec_text(struct codec *codec, const char *text);
/* A count; when reading, refused when so many things of `smallest` bytes can't stand in the rest of the section. */
size_t codec_count(struct codec *codec, size_t count, size_t smallest);
/* `count` items of `size` bytes in memory, each carried by `item`; returns the array. */
void *codec_items(struct codec *codec, size_t count, void *items, size_t size, codec_item *item);
/* The same with the count before them. */
void *codec_list(struct codec *codec, size_t *count, void *items, size_t size, codec_item *item);

/* Of a whole image of at least IMAGE_HEADER_SIZE bytes: everything but the checksum itself. */
uint32_t image_checksum(const unsigned char *bytes, size_t size);

/* Carries one section (any but STRINGS). HEAD must come first: the others use its counts. */
void image_section(struct codec *codec, enum image_section section, struct gj_program *program);
const char *image_section_name(enum image_section section);
bool codec_failed(const struct codec *codec);
#endif
