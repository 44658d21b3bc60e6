#include "runtime/checksum.h"
#include "runtime/image.h"
#include "runtime/image_format.h"

#include <string.h>

struct plan {
	size_t sizes[IMAGE_SECTION_COUNT];
	size_t total;
};

/* Carries every section in order, each at the place the plan gives it; measuring makes the plan. Section functions store what they carry, so
 * they work on a copy. */
static void carry(struct codec *codec, const struct gj_program *program, struct plan *plan)
{
	struct gj_program copy = *program;
	codec->at = IMAGE_HEADER_SIZE + plan->sizes[IMAGE_STRINGS];
	for (int i = IMAGE_STRINGS + 1; i < IMAGE_SECTION_COUNT; i++) {
		size_t start = codec->at;
		image_section(codec, (enum image_section)i, &copy);
		plan->sizes[i] = codec->at - start;
	}
}

static struct plan measure(const struct gj_program *program)
{
	struct plan plan = { .sizes = { 0 } };
	struct codec codec = { .mode = CODEC_MEASURE };
	carry(&codec, program, &plan);
	plan.sizes[IMAGE_STRINGS] = codec.strings_at;
	plan.total = codec.at + codec.strings_at;
	return plan;
}

static void put(unsigned char *at, size_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> 8 * i);
}

static void put_header(unsigned char *bytes, const struct plan *plan)
{
	memcpy(bytes, IMAGE_MAGIC, IMAGE_MAGIC_SIZE);
	put(bytes + IMAGE_VERSION_AT, IMAGE_VERSION);
	put(bytes + IMAGE_SIZE_AT, plan->total);
	put(bytes + IMAGE_SECTION_COUNT_AT, IMAGE_SECTION_COUNT);
	size_t offset = IMAGE_HEADER_SIZE;
	for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
		unsigned char *row = bytes + IMAGE_TABLE_AT + i * IMAGE_TABLE_ROW;
		put(row, i);
		put(row + 4, offset);
		put(row + 8, plan->sizes[i]);
		offset += plan->sizes[i];
	}
}

uint32_t image_checksum(const unsigned char *bytes, size_t size)
{
	uint32_t before = gj_checksum(0, bytes, IMAGE_CHECKSUM_AT);
	return gj_checksum(before, bytes + IMAGE_SECTION_COUNT_AT, size - IMAGE_SECTION_COUNT_AT);
}

unsigned char *gj_image_write(const struct gj_program *program, struct gj_arena *arena, size_t *size)
{
	struct plan plan = measure(program);
	if (plan.total > UINT32_MAX)
		return NULL;
	unsigned char *bytes = gj_arena_alloc(arena, plan.total);
	if (!bytes)
		return NULL;
	struct codec codec = { .mode = CODEC_WRITE, .bytes = bytes, .strings = (char *)bytes + IMAGE_HEADER_SIZE };
	carry(&codec, program, &plan);
	put_header(bytes, &plan);
	put(bytes + IMAGE_CHECKSUM_AT, image_checksum(bytes, plan.total));
	*size = plan.total;
	return bytes;
}
