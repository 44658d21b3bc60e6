#include "runtime/image_format.h"

#include <string.h>

/* Large enough for any item of a list: a written item is copied here first, because transfer functions store what they return. */
union any_item {
	struct gj_field field;
	struct gj_sheet_entry entry;
	struct gj_grade grade;
	struct gj_group_key group_key;
	struct gj_grouping grouping;
	struct gj_stretch stretch;
	struct gj_selection selection;
	struct gj_target target;
	struct gj_check check;
	struct gj_instruction instruction;
	int64_t number;
};

bool codec_failed(const struct codec *codec)
{
	return codec->why || codec->no_memory;
}

static void fail(struct codec *codec, const char *what)
{
	if (codec_failed(codec))
		return;
	codec->why = gj_arena_print(codec->arena, "section %s: %s", codec->section, what);
	codec->no_memory = !codec->why;
}

/* One number of `width` bytes. */
static uint64_t transfer(struct codec *codec, uint64_t value, size_t width)
{
	if (codec->mode == CODEC_READ && (codec_failed(codec) || codec->end - codec->at < width)) {
		fail(codec, "ends too early");
		return 0;
	}
	size_t start = codec->at;
	codec->at += width;
	if (codec->mode == CODEC_MEASURE)
		return value;
	unsigned char *bytes = codec->bytes + start;
	if (codec->mode == CODEC_WRITE) {
		for (size_t i = 0; i < width; i++)
			bytes[i] = (unsigned char)(value >> 8 * i);
		return value;
	}
	value = 0;
	for (size_t i = 0; i < width; i++)
		value |= (uint64_t)bytes[i] << 8 * i;
	return value;
}

unsigned codec_choice(struct codec *codec, unsigned value, unsigned limit)
{
	value = (unsigned)transfer(codec, value, 1);
	if (codec->mode == CODEC_READ && value >= limit) {
		fail(codec, "a number that stands for nothing");
		return 0;
	}
	return value;
}

bool codec_flag(struct codec *codec, bool value)
{
	return codec_choice(codec, value, 2);
}

uint16_t codec_16(struct codec *codec, uint16_t value)
{
	return (uint16_t)transfer(codec, value, 2);
}

int codec_int(struct codec *codec, int value)
{
	return (int32_t)transfer(codec, (uint32_t)value, 4);
}

int64_t codec_64(struct codec *codec, int64_t value)
{
	return (int64_t)transfer(codec, (uint64_t)value, 8);
}

static const char *read_text(struct codec *codec)
{
	size_t offset = (size_t)transfer(codec, 0, 4);
	if (codec_failed(codec))
		return "";
	if (offset >= codec->strings_end || (offset && codec->strings[offset - 1])) {
		fail(codec, "a text that isn't among the strings");
		return "";
	}
	return codec->strings + offset;
}

const char *codec_text(struct codec *codec, const char *text)
{
	if (codec->mode == CODEC_READ)
		return read_text(codec);
	size_t size = text ? strlen(text) + 1 : 0;
	transfer(codec, codec->strings_at, 4);
	if (codec->mode == CODEC_WRITE)
		memcpy(codec->strings + codec->strings_at, text, size);
	codec->strings_at += size;
	return text;
}

size_t codec_count(struct codec *codec, size_t count, size_t smallest)
{
	count = (size_t)transfer(codec, count, 4);
	if (codec->mode == CODEC_READ && !codec_failed(codec) && smallest && count > (codec->end - codec->at) / smallest)
		fail(codec, "counts more than it holds");
	return codec_failed(codec) ? 0 : count;
}

/* Bytes that an empty item takes in the file. */
static size_t smallest(codec_item *item)
{
	union any_item empty = { 0 };
	struct codec measure = { .mode = CODEC_MEASURE };
	item(&measure, &empty);
	return measure.at;
}

static void *read_items(struct codec *codec, size_t count, size_t size, codec_item *item)
{
	if (codec_failed(codec))
		return NULL;
	if (count > (codec->end - codec->at) / smallest(item)) {
		fail(codec, "counts more than it holds");
		return NULL;
	}
	char *items = gj_arena_alloc(codec->arena, count * size);
	codec->no_memory = !items;
	for (size_t i = 0; i < count && !codec_failed(codec); i++)
		item(codec, items + i * size);
	return items;
}

void *codec_items(struct codec *codec, size_t count, void *items, size_t size, codec_item *item)
{
	if (codec->mode == CODEC_READ)
		return read_items(codec, count, size, item);
	for (size_t i = 0; i < count; i++) {
		union any_item copy;
		memcpy(&copy, (const char *)items + i * size, size);
		item(codec, &copy);
	}
	return items;
}

void *codec_list(struct codec *codec, size_t *count, void *items, size_t size, codec_item *item)
{
	*count = codec_count(codec, *count, 1);
	items = codec_items(codec, *count, items, size, item);
	if (codec_failed(codec))
		*count = 0;
	return items;
}
