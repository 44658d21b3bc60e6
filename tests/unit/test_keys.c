#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runtime/keys.h"
#include "runtime/siphash.h"

#include <stdbool.h>
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

enum { TABLE = 300000, STRAY_EVERY = 100 };

/* Key `i` of a table in ascending order but for some rows, or in no order at all. */
static struct gj_text table_key(char *room, unsigned i, bool ordered)
{
	unsigned number = !ordered ? i * 2654435761u : i % STRAY_EVERY == STRAY_EVERY - 1 ? i - STRAY_EVERY / 2 : i;
	int length = snprintf(room, LONGEST, "%010u%s", number, i % STRAY_EVERY == STRAY_EVERY - 1 ? "b" : "a");
	return (struct gj_text){ room, (uint32_t)length };
}

static void enter_table(struct gj_keys *keys, unsigned count, bool ordered, bool again)
{
	char room[LONGEST];
	for (unsigned i = 0; i < count; i++) {
		struct gj_text text = table_key(room, i, ordered);
		uint32_t offset = again ? 0 : i, first;
		assert_true(gj_keys_add(keys, &text, &offset, again ? 9000000 : 1, &first, 1));
		assert_int_equal(first, again ? i + 1 : 0);
	}
}

/* Rows in order, a few of them out of it, then so many that the order is given up: every key keeps its line. */
static void orders(void **state)
{
	(void)state;
	struct gj_keys *keys = gj_keys_new();
	assert_non_null(keys);
	enter_table(keys, TABLE, true, false);
	enter_table(keys, TABLE, true, true);
	enter_table(keys, 2 * STRAY_EVERY, true, true);
	gj_keys_free(keys);
	keys = gj_keys_new();
	enter_table(keys, TABLE, false, false);
	enter_table(keys, TABLE, false, true);
	gj_keys_free(keys);
}

/* The order is given up after some blocks of keys. */
static void late_disorder(void **state)
{
	(void)state;
	char room[LONGEST];
	struct gj_keys *keys = gj_keys_new();
	assert_non_null(keys);
	enter_table(keys, TABLE, true, false);
	for (unsigned i = 0; i < TABLE / 4; i++) {
		struct gj_text text = { room, (uint32_t)snprintf(room, LONGEST, "%010u", TABLE - i) };
		uint32_t offset = i, first;
		assert_true(gj_keys_add(keys, &text, &offset, TABLE + 1, &first, 1));
		assert_int_equal(first, 0);
	}
	enter_table(keys, TABLE, true, true);
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(siphash_vectors), cmocka_unit_test(many_keys), cmocka_unit_test(near_keys),
		cmocka_unit_test(orders), cmocka_unit_test(late_disorder) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
