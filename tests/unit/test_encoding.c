#include "data_table.h"

#include "runtime/encoding.h"

#include <errno.h>
#include <iconv.h>

static enum gj_encoding guess(const char *bytes, size_t length)
{
	return gj_encoding_guess(bytes, length, true);
}

static void guesses(void **state)
{
	(void)state;
	assert_int_equal(guess("", 0), GJ_UTF8);
	assert_int_equal(guess("编号,名称\n", 14), GJ_UTF8);
	assert_int_equal(guess("\xB1\xE0\xBA\xC5,\xC3\xFB\xB3\xC6\n", 10), GJ_GB18030);
	assert_int_equal(guess("id,name\n1,\xC3\xFB\xB3\xC6\n", 15), GJ_GB18030);
	assert_int_equal(guess("\xFF\xFE"
			       "a\0",
				 4),
		GJ_UTF16);
	assert_int_equal(guess("a\0b\0c\0,\0d\0e\0f\0\n\0", 16), GJ_UTF16);
	assert_int_equal(guess("\xFF\xFF\xFF,\xFE\n", 6), GJ_ENCODING_UNKNOWN);
	assert_int_equal(guess("%PDF-1.4", 8), GJ_NOT_TEXT);
	assert_int_equal(gj_encoding_guess("编\xE5\x8F", 5, false), GJ_UTF8);
}

static char *in_gb18030(const char *text, size_t *length)
{
	iconv_t converter = iconv_open("GB18030", "UTF-8");
	size_t left = strlen(text), room = 2 * left + 16, all = room;
	char *out = malloc(room), *to = out, *from = (char *)text;
	assert_true(iconv(converter, &from, &left, &to, &room) != (size_t)-1);
	iconv_close(converter);
	*length = all - room;
	return out;
}

/* A table large enough that characters are cut by every buffer. */
static void whole_tables(void **state)
{
	(void)state;
	char *text = NULL;
	size_t size, length;
	FILE *out = open_memstream(&text, &size);
	fputs(HEADING, out);
	for (int i = 0; i < 5000; i++)
		fprintf(out, "K%d,甲支部㐀𠀀%d,20,是,0,95.20,85.5,效果好,839.00\n", i, i);
	fclose(out);
	char *wanted = test_read(text, size), *gb18030 = in_gb18030(text, &length), *said = test_read(gb18030, length);
	assert_memory_equal(said, wanted, strlen(wanted));
	assert_string_equal(said + strlen(wanted), "GJ4109 0 \n");
	free(said);
	free(wanted);
	free(gb18030);
	free(text);
}

static void broken_gb18030(void **state)
{
	(void)state;
	size_t length;
	char *bytes = in_gb18030(HEADING "A1,甲,20,是,0,95.20,85.5,效果好,839.00\nA2,甲,20,是,0,95.20,85.5,效果好,839.00\n", &length);
	char *name = memmem(bytes, length, "\xBC\xD7", 2);
	assert_non_null(name);
	name[0] = name[1] = (char)0xFF;
	char *said = test_read(bytes, length);
	assert_string_equal(said, "3:A2|甲|20,1,0,9520,855,0,0,83900\n2 GJ4015 A1 - [] GB18030\nGJ4109 0 \n");
	free(said);
	free(bytes);
}

static void refused(void **state)
{
	(void)state;
	char *said = test_read("\xFF\xFE"
			       "a\0,\0",
		6);
	assert_string_equal(said, "GJ4108 0 \n");
	free(said);
	said = test_read_path("/nowhere/at/all.csv", 0);
	assert_string_equal(said, "GJ6002 0 /nowhere/at/all.csv 2\n");
	free(said);
	said = test_read_path("/", 0);
	assert_string_equal(said, "GJ6002 0 / 21\n");
	free(said);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(guesses), cmocka_unit_test(whole_tables), cmocka_unit_test(broken_gb18030),
		cmocka_unit_test(refused) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
