#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runtime/keys.h"
#include "runtime/siphash.h"

#include <stdio.h>
#include <string.h>

enum { KEYS = 60000, LONGEST = 40 };

/* The published test vectors' first two: key 00 … 0f, messages of no and one byte. */
static void siphash_vectors(void **state)
{
	(void)state;
	const uint64_t key[2] = { 0x0706050403020100u, 0x0f0e0d0c0b0a0908u };
	uint64_t out[2];
	gj_siphash(key, "", 0, out);
	assert_true(out[0] == 0xe6a825ba047f81a3u && out[1] == 0x930255c71472f66du);
	gj_siphash(key, "\0", 1, out);
	assert_true(out[0] == 0x44af996bd8c187dau && out[1] == 0x45fc229b11597634u);
}

static struct gj_text key_of(char *room, unsigned number)
{
	int length = snprintf(room, LONGEST, number % 3 ? "ZJ%u" : "a key that is longer than that %u", number);
	return (struct gj_text){ room, (uint32_t)length };
}

/* Every key is new once and known afterwards, by the line on which it came first. */
static void many_keys(void **state)
{
	(void)state;
	static char room[KEYS][LONGEST];
	static struct gj_text texts[KEYS];
	static uint32_t lines[KEYS], first[KEYS];
	struct gj_keys *keys = gj_keys_new();
	assert_non_null(keys);
	for (unsigned i = 0; i < KEYS; i++) {
		texts[i] = key_of(room[i], i);
		lines[i] = i;
	}
	assert_true(gj_keys_add(keys, texts, lines, 2, first, KEYS));
	for (unsigned i = 0; i < KEYS; i++)
		assert_int_equal(first[i], 0);
	assert_true(gj_keys_add(keys, texts, lines, 1000000, first, KEYS));
	for (unsigned i = 0; i < KEYS; i++)
		assert_int_equal(first[i], i + 2);
	gj_keys_free(keys);
}

static void near_keys(void **state)
{
	(void)state;
	struct gj_text texts[] = { { "A", 1 }, { "A\0", 2 }, { "", 0 }, { "", 0 }, { "123456789012345", 15 }, { "1234567890123456", 16 },
		{ "A", 1 } };
	uint32_t lines[] = { 0, 1, 2, 3, 4, 5, 6 }, first[7];
	struct gj_keys *keys = gj_keys_new();
	assert_true(gj_keys_add(keys, texts, lines, (uint64_t)UINT32_MAX + 9, first, 7));
	for (int i = 0; i < 6; i++)
		assert_int_equal(first[i], 0);
	assert_int_equal(first[6], UINT32_MAX);
	gj_keys_free(keys);
	gj_keys_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(siphash_vectors), cmocka_unit_test(many_keys), cmocka_unit_test(near_keys) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
