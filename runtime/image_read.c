#include "runtime/image.h"
#include "runtime/image_format.h"
#include "runtime/utf8.h"
#include "runtime/verify.h"

#include <string.h>

/* An image being read: its bytes and where each section stands. */
struct reading {
	const unsigned char *bytes;
	size_t size;
	size_t offsets[IMAGE_SECTION_COUNT], sizes[IMAGE_SECTION_COUNT];
	struct gj_arena *arena;
	const char *why;
};

static uint32_t get(const unsigned char *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static enum gj_image_status invalid(struct reading *reading, const char *why)
{
	reading->why = why;
	return GJ_IMAGE_INVALID;
}

static enum gj_image_status read_version(struct reading *reading)
{
	uint32_t version = get(reading->bytes + IMAGE_VERSION_AT);
	if (version == IMAGE_VERSION)
		return GJ_IMAGE_OK;
	reading->why = gj_arena_print(reading->arena, "format version %u; this program reads version %d", version, IMAGE_VERSION);
	if (!reading->why)
		return GJ_IMAGE_NO_MEMORY;
	return version < IMAGE_VERSION ? GJ_IMAGE_OLDER : GJ_IMAGE_NEWER;
}

static enum gj_image_status read_header(struct reading *reading)
{
	size_t known = reading->size < IMAGE_MAGIC_SIZE ? reading->size : (size_t)IMAGE_MAGIC_SIZE;
	reading->why = "it doesn't begin as an image does";
	if (!known || memcmp(reading->bytes, IMAGE_MAGIC, known) != 0)
		return GJ_IMAGE_NOT_IMAGE;
	reading->why = "the file ends before the image does";
	if (reading->size < IMAGE_VERSION_AT + 4)
		return GJ_IMAGE_TRUNCATED;
	enum gj_image_status status = read_version(reading);
	if (status != GJ_IMAGE_OK)
		return status;
	reading->why = "the file ends before the image does";
	if (reading->size < IMAGE_HEADER_SIZE || reading->size < get(reading->bytes + IMAGE_SIZE_AT))
		return GJ_IMAGE_TRUNCATED;
	if (reading->size > get(reading->bytes + IMAGE_SIZE_AT))
		return invalid(reading, "the file goes on after the image's end");
	reading->why = "the checksum doesn't match: the file is damaged";
	if (get(reading->bytes + IMAGE_CHECKSUM_AT) != image_checksum(reading->bytes, reading->size))
		return GJ_IMAGE_CHECKSUM;
	return GJ_IMAGE_OK;
}

static enum gj_image_status read_table(struct reading *reading)
{
	if (get(reading->bytes + IMAGE_SECTION_COUNT_AT) != IMAGE_SECTION_COUNT)
		return invalid(reading, "the number of sections isn't what this version has");
	size_t offset = IMAGE_HEADER_SIZE;
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		const unsigned char *row = reading->bytes + IMAGE_TABLE_AT + i * IMAGE_TABLE_ROW;
		reading->offsets[i] = get(row + 4);
		reading->sizes[i] = get(row + 8);
		if (get(row) != i || reading->offsets[i] != offset || reading->sizes[i] > reading->size - offset)
			return invalid(reading, "the table of sections doesn't fit the file");
		offset += reading->sizes[i];
	}
	return offset == reading->size ? GJ_IMAGE_OK : invalid(reading, "the table of sections doesn't fit the file");
}

static enum gj_image_status read_strings(struct reading *reading, struct codec *codec)
{
	size_t size = reading->sizes[IMAGE_STRINGS];
	const char *strings = (const char *)reading->bytes + reading->offsets[IMAGE_STRINGS];
	if (!size || strings[size - 1] != 0)
		return invalid(reading, "section strings: the last text has no end");
	if (gj_utf8_valid(strings, size) < size)
		return invalid(reading, "section strings: not UTF-8");
	codec->strings = gj_arena_copy(reading->arena, strings, size);
	codec->strings_end = size;
	return codec->strings ? GJ_IMAGE_OK : GJ_IMAGE_NO_MEMORY;
}

static enum gj_image_status read_section(struct reading *reading, struct codec *codec, enum image_section section, struct gj_program *program)
{
	codec->bytes = (unsigned char *)(uintptr_t)reading->bytes; /* a codec that reads doesn't write */
	codec->at = reading->offsets[section];
	codec->end = codec->at + reading->sizes[section];
	image_section(codec, section, program);
	if (codec->no_memory)
		return GJ_IMAGE_NO_MEMORY;
	if (codec->why)
		return invalid(reading, codec->why);
	if (codec->at == codec->end)
		return GJ_IMAGE_OK;
	reading->why = gj_arena_print(reading->arena, "section %s: more bytes than it needs", image_section_name(section));
	return reading->why ? GJ_IMAGE_INVALID : GJ_IMAGE_NO_MEMORY;
}

static enum gj_image_status read_sections(struct reading *reading, struct gj_program *program)
{
	struct codec codec = { .mode = CODEC_READ, .arena = reading->arena };
	enum gj_image_status status = read_strings(reading, &codec);
	for (int i = IMAGE_STRINGS + 1; i < IMAGE_SECTION_COUNT && status == GJ_IMAGE_OK; i++)
		status = read_section(reading, &codec, (enum image_section)i, program);
	return status;
}

static enum gj_image_status read_program(struct reading *reading, struct gj_program **result)
{
	enum gj_image_status status = read_header(reading);
	if (status == GJ_IMAGE_OK)
		status = read_table(reading);
	if (status != GJ_IMAGE_OK)
		return status;
	struct gj_program *program = gj_arena_alloc(reading->arena, sizeof *program);
	if (!program)
		return GJ_IMAGE_NO_MEMORY;
	status = read_sections(reading, program);
	if (status != GJ_IMAGE_OK)
		return status;
	reading->why = gj_verify(program, reading->arena);
	if (reading->why)
		return reading->why == gj_verify_no_memory ? GJ_IMAGE_NO_MEMORY : GJ_IMAGE_INVALID;
	*result = program;
	return GJ_IMAGE_OK;
}

enum gj_image_status gj_image_read(const unsigned char *bytes, size_t size, struct gj_arena *arena, struct gj_program **program, const char **why)
{
	struct reading reading = { .bytes = bytes, .size = size, .arena = arena };
	*program = NULL;
	enum gj_image_status status = read_program(&reading, program);
	*why = status == GJ_IMAGE_OK ? NULL : status == GJ_IMAGE_NO_MEMORY ? gj_verify_no_memory : reading.why;
	return status;
}
