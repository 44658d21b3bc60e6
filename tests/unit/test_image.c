#include "runtime/checksum.h"
#include "runtime/image.h"
#include "runtime/image_format.h"
#include "runtime/utf8.h"
#include "runtime/vm.h"
#include "tests/unit/program_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct image {
	struct gj_arena *arena;
	unsigned char *bytes;
	size_t size;
	char *listing;
};

static char *listing_of(const struct gj_program *program)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	assert_non_null(out);
	gj_listing(program, out);
	assert_int_equal(fclose(out), 0);
	return text;
}

static struct image make_image(void)
{
	struct image image = { .arena = gj_arena_new() };
	struct gj_program *program = build_program(image.arena);
	image.listing = listing_of(program);
	image.bytes = gj_image_write(program, image.arena, &image.size);
	assert_non_null(image.bytes);
	return image;
}

static void free_image(struct image *image)
{
	gj_arena_free(image->arena);
	free(image->listing);
}

static void put(unsigned char *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> 8 * i);
}

static void mend_checksum(unsigned char *bytes, size_t size)
{
	put(bytes + IMAGE_CHECKSUM_AT, image_checksum(bytes, size));
}

/* Reads bytes from an allocation of just their size, so that a sanitizer sees any step beyond. */
static enum gj_image_status read_status(const unsigned char *bytes, size_t size)
{
	struct gj_arena *arena = gj_arena_new();
	unsigned char *copy = malloc(size ? size : 1);
	assert_non_null(copy);
	memcpy(copy, bytes, size);
	struct gj_program *program;
	const char *why;
	enum gj_image_status status = gj_image_read(copy, size, arena, &program, &why);
	assert_true((status == GJ_IMAGE_OK) == (program != NULL));
	assert_true((status == GJ_IMAGE_OK) == (why == NULL));
	free(copy);
	gj_arena_free(arena);
	return status;
}

static void an_image_gives_back_the_program(void **state)
{
	(void)state;
	struct image image = make_image();
	struct gj_program *program;
	const char *why;
	assert_int_equal(gj_image_read(image.bytes, image.size, image.arena, &program, &why), GJ_IMAGE_OK);
	char *listing = listing_of(program);
	assert_string_equal(listing, image.listing);
	assert_string_equal(program->fields[FIELD_MEMBERS].aliases.items[1], "党员");
	assert_string_equal(program->checks[0].message, "人数过多");
	size_t size;
	unsigned char *again = gj_image_write(program, image.arena, &size);
	assert_int_equal(size, image.size);
	assert_memory_equal(again, image.bytes, size);
	free(listing);
	free_image(&image);
}

static void every_truncation_is_refused(void **state)
{
	(void)state;
	struct image image = make_image();
	assert_int_equal(read_status(image.bytes, 0), GJ_IMAGE_NOT_IMAGE);
	for (size_t size = 1; size < image.size; size++)
		assert_int_equal(read_status(image.bytes, size), GJ_IMAGE_TRUNCATED);
	free_image(&image);
}

static void every_changed_byte_is_noticed(void **state)
{
	(void)state;
	struct image image = make_image();
	for (size_t at = 0; at < image.size; at++) {
		image.bytes[at] ^= 0x10;
		assert_int_not_equal(read_status(image.bytes, image.size), GJ_IMAGE_OK);
		image.bytes[at] ^= 0x10;
	}
	assert_int_equal(read_status(image.bytes, image.size), GJ_IMAGE_OK);
	free_image(&image);
}

/* A hostile image: its checksum is right. Whatever is let through must run. */
static void run_if_let_through(const unsigned char *bytes, size_t size)
{
	struct gj_arena *arena = gj_arena_new();
	struct gj_program *program;
	const char *why;
	if (gj_image_read(bytes, size, arena, &program, &why) == GJ_IMAGE_OK) {
		const void **columns = gj_arena_alloc(arena, (program->column_count + 1) * sizeof *columns);
		for (size_t i = 0; i < program->field_count; i++) {
			int64_t *low = gj_arena_alloc(arena, 64);
			*low = program->fields[i].low;
			if (program->fields[i].column >= 0)
				columns[program->fields[i].column] = low;
			if (program->fields[i].state_column >= 0)
				columns[program->fields[i].state_column] = gj_arena_alloc(arena, 64);
		}
		struct gj_vm *vm = gj_vm_new(program, &program->ledger);
		assert_non_null(vm);
		gj_vm_run(vm, columns, 1);
		for (size_t slot = 0; slot < program->slot_count; slot++) {
			int64_t value = gj_vm_value(vm, (int)slot, 0);
			assert_true(value >= program->slot_low[slot] && value <= program->slot_high[slot]);
		}
		gj_vm_free(vm);
		free(listing_of(program));
	}
	gj_arena_free(arena);
}

static void a_hostile_image_is_refused_or_harmless(void **state)
{
	(void)state;
	static const unsigned char values[] = { 0, 1, 2, 3, 7, 0x7f, 0x80, 0xff };
	struct image image = make_image();
	for (size_t at = IMAGE_SECTION_COUNT_AT; at < image.size; at++) {
		unsigned char was = image.bytes[at];
		for (size_t i = 0; i < sizeof values; i++) {
			image.bytes[at] = values[i];
			mend_checksum(image.bytes, image.size);
			run_if_let_through(image.bytes, image.size);
		}
		image.bytes[at] = was;
	}
	free_image(&image);
}

static void huge_counts_are_refused(void **state)
{
	(void)state;
	struct image image = make_image();
	for (size_t at = IMAGE_HEADER_SIZE; at + 4 <= image.size; at++) {
		unsigned char was[4];
		memcpy(was, image.bytes + at, 4);
		put(image.bytes + at, 0xfffffff0);
		mend_checksum(image.bytes, image.size);
		run_if_let_through(image.bytes, image.size);
		memcpy(image.bytes + at, was, 4);
	}
	free_image(&image);
}

static void other_versions_are_told_apart(void **state)
{
	(void)state;
	struct image image = make_image();
	put(image.bytes + IMAGE_VERSION_AT, IMAGE_VERSION - 1);
	assert_int_equal(read_status(image.bytes, image.size), GJ_IMAGE_OLDER);
	put(image.bytes + IMAGE_VERSION_AT, IMAGE_VERSION + 1);
	assert_int_equal(read_status(image.bytes, 12), GJ_IMAGE_NEWER);
	free_image(&image);
}

static void other_files_are_told_apart(void **state)
{
	(void)state;
	static const char csv[] = "编号,名称\r\n1,一支部\r\n";
	assert_int_equal(read_status((const unsigned char *)csv, sizeof csv - 1), GJ_IMAGE_NOT_IMAGE);
	struct image image = make_image();
	unsigned char *longer = calloc(1, image.size + 1);
	assert_non_null(longer);
	memcpy(longer, image.bytes, image.size);
	assert_int_equal(read_status(longer, image.size + 1), GJ_IMAGE_INVALID);
	image.bytes[image.size - 1] ^= 1;
	assert_int_equal(read_status(image.bytes, image.size), GJ_IMAGE_CHECKSUM);
	free(longer);
	free_image(&image);
}

static void strings_must_be_utf8(void **state)
{
	(void)state;
	struct image image = make_image();
	image.bytes[IMAGE_HEADER_SIZE] = 0xff;
	mend_checksum(image.bytes, image.size);
	assert_int_equal(read_status(image.bytes, image.size), GJ_IMAGE_INVALID);
	free_image(&image);
	assert_true(gj_utf8_valid("党\0é\xf0\x9f\x98\x80", 10));
	assert_false(gj_utf8_valid("\xc0\x80", 2));
	assert_false(gj_utf8_valid("\xe0\x80\x80", 3));
	assert_false(gj_utf8_valid("\xed\xa0\x80", 3));
	assert_false(gj_utf8_valid("\xf4\x90\x80\x80", 4));
	assert_false(gj_utf8_valid("\xe5\x85", 2));
	assert_false(gj_utf8_valid("\xe5\x85x", 3));
	assert_false(gj_utf8_valid("\x80", 1));
	assert_false(gj_utf8_valid("\xf8\x88\x80\x80\x80", 5));
}

static void the_checksum_is_castagnoli(void **state)
{
	(void)state;
	assert_int_equal(gj_checksum(0, "123456789", 9), 0xe3069283);
	assert_int_equal(gj_checksum(gj_checksum(0, "1234", 4), "56789", 5), 0xe3069283);
}

static void the_listing_says_what_each_instruction_means(void **state)
{
	(void)state;
	struct image image = make_image();
	assert_non_null(strstr(image.listing, "lose"));
	assert_non_null(strstr(image.listing, "r6 缺次 k=2 m=5  ; d = d + min(x, m) * k"));
	assert_non_null(strstr(image.listing, "clause “每少1次扣2分”  in 2  incurred s10 (0..13)  counted s11 (0..10)  reads 缺次、合格  K1"));
	assert_non_null(strstr(image.listing, "s8 = 合格"));
	free_image(&image);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_image_gives_back_the_program),
		cmocka_unit_test(every_truncation_is_refused),
		cmocka_unit_test(every_changed_byte_is_noticed),
		cmocka_unit_test(a_hostile_image_is_refused_or_harmless),
		cmocka_unit_test(huge_counts_are_refused),
		cmocka_unit_test(other_versions_are_told_apart),
		cmocka_unit_test(other_files_are_told_apart),
		cmocka_unit_test(strings_must_be_utf8),
		cmocka_unit_test(the_checksum_is_castagnoli),
		cmocka_unit_test(the_listing_says_what_each_instruction_means),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
