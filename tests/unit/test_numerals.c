/* Numbers in words and figures, and where they end. */
#include "compiler/numerals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { LONGEST = 16 };

/* The characters of a wide literal, which a rule file would hold as UTF-8. */
static void is_number(const wchar_t *text, size_t read, int64_t expected)
{
	uint32_t characters[LONGEST];
	size_t count = 0;
	for (; text[count] && count < LONGEST; count++)
		characters[count] = (uint32_t)text[count];
	int64_t value;
	assert_int_equal(numeral_read(characters, count, &value), read);
	if (read)
		assert_int_equal(value, expected);
}

static void test_figures(void **state)
{
	(void)state;
	is_number(L"12分", 2, 120000);
	is_number(L"0.5分", 3, 5000);
	is_number(L"1.", 1, 10000);
}

static void test_words(void **state)
{
	(void)state;
	is_number(L"两分", 1, 20000);
	is_number(L"十", 1, 100000);
	is_number(L"十二分", 2, 120000);
	is_number(L"二十分", 2, 200000);
	is_number(L"一百零五", 4, 1050000);
	is_number(L"三点五分", 3, 35000);
	is_number(L"半分", 1, 5000);
	is_number(L"二〇二四", 4, 20240000);
}

static void test_other_characters(void **state)
{
	(void)state;
	is_number(L"分", 0, 0);
	is_number(L".5", 0, 0);
	is_number(L"点五", 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_figures), cmocka_unit_test(test_words), cmocka_unit_test(test_other_characters) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
