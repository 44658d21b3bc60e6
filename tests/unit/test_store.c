/* Places in databases, and a database of SQLite in one transaction. What PostgreSQL does is tried in tests/stores. */
#include "runtime/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void places(void **state)
{
	(void)state;
	assert_true(gj_store_is("sqlite:a.db"));
	assert_true(gj_store_is("postgresql:dbname=x"));
	assert_false(gj_store_is("a.csv"));
	assert_false(gj_store_is("-"));
	assert_false(gj_store_is("/sqlite:a.db"));
	assert_string_equal(gj_store_table("sqlite:a.db", "党支部"), "党支部");
	assert_string_equal(gj_store_table("sqlite:a.db#", "党支部"), "党支部");
	assert_string_equal(gj_store_table("sqlite:a#b.db#支部", "党支部"), "支部");
	assert_true(gj_store_same("sqlite:a.db#甲", "sqlite:a.db"));
	assert_false(gj_store_same("sqlite:a.db", "sqlite:b.db"));
	char *place = gj_store_place("sqlite:a.db#甲", "乙");
	assert_string_equal(place, "sqlite:a.db#乙");
	free(place);
}

static void assert_shown(const char *place, const char *wanted)
{
	char *shown = gj_store_shown(place);
	assert_string_equal(shown, wanted);
	free(shown);
}

static void passwords_are_not_shown(void **state)
{
	(void)state;
	assert_shown("sqlite:a.db#甲", "sqlite:a.db");
	assert_shown("postgresql:password=geheim host=x", "postgresql: host=x");
	assert_shown("postgresql:host=x password='ge heim' user=y", "postgresql:host=x  user=y");
	assert_shown("postgresql:host=x password='geheim", "postgresql:host=x ");
	assert_shown("postgresql://me:geheim@host/base", "postgresql://me@host/base");
	assert_shown("postgresql://me@host/base?password=geheim&x=1", "postgresql://me@host/base?&x=1");
	assert_shown("postgresql://host/base", "postgresql://host/base");
}

static void fill(struct gj_store *store, const char *first)
{
	static const struct gj_store_column columns[] = {{.name = "编号"}, {.name = "总\"分", .number = true, .whole = true}};
	bool fits;
	assert_true(gj_store_fill(store, "结果", columns, 2, &fits));
	assert_true(gj_store_add(store, (const char *const[]){first, "95"}));
	assert_true(gj_store_add(store, (const char *const[]){"乙", NULL}));
	assert_true(gj_store_filled(store));
}

static void assert_cell(const struct gj_store *store, size_t column, const char *wanted)
{
	size_t length;
	const char *text = gj_store_cell(store, column, &length);
	if (!wanted) {
		assert_null(text);
		return;
	}
	assert_int_equal(length, strlen(wanted));
	assert_memory_equal(text, wanted, length);
}

static struct gj_store *open_place(const char *place, bool writing)
{
	char fault[GJ_STORE_FAULT] = "";
	struct gj_store *store = gj_store_open(place, writing, fault);
	assert_string_equal(fault, "");
	assert_non_null(store);
	return store;
}

static void what_is_not_committed_is_gone(void **state)
{
	char folder[] = "/tmp/guiju-test-XXXXXX", place[64], fault[GJ_STORE_FAULT];
	const char *file = place + strlen("sqlite:"), *near;
	bool found, fits;
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(place, sizeof place, "sqlite:%s/a.db", folder);
	struct gj_store *store = open_place(place, true);
	fill(store, "甲");
	gj_store_close(store);
	assert_int_not_equal(access(file, F_OK), 0);
	assert_null(gj_store_open(place, false, fault));
	assert_true(*fault);

	store = open_place(place, true);
	fill(store, "甲");
	assert_true(gj_store_commit(store));
	gj_store_close(store);
	store = open_place(place, true);
	fill(store, "丙");
	assert_false(gj_store_fill(store, "结果", (const struct gj_store_column[]){{.name = "别的"}}, 1, &fits));
	assert_false(fits);
	gj_store_close(store);

	store = open_place(place, false);
	assert_true(gj_store_has(store, "结里", &found, &near));
	assert_false(found);
	assert_string_equal(near, "结果");
	assert_true(gj_store_select(store, "结果", "编号"));
	assert_int_equal(gj_store_columns(store), 2);
	assert_string_equal(gj_store_column(store, 1), "总\"分");
	assert_int_equal(gj_store_next(store), 1);
	assert_cell(store, 0, "乙");
	assert_cell(store, 1, NULL);
	assert_int_equal(gj_store_next(store), 1);
	assert_cell(store, 0, "甲");
	assert_cell(store, 1, "95");
	assert_int_equal(gj_store_next(store), 0);
	assert_false(gj_store_select(store, "没有", NULL));
	assert_true(*gj_store_fault(store));
	gj_store_close(store);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places),
		cmocka_unit_test(passwords_are_not_shown),
		cmocka_unit_test(what_is_not_committed_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
