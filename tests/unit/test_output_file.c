/* Files that appear whole or not at all. */
#include "runtime/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
	char folder[64], file[96];
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof *place);
	strcpy(place->folder, "/tmp/guiju-test-XXXXXX");
	if (!mkdtemp(place->folder))
		return -1;
	snprintf(place->file, sizeof place->file, "%s/out.csv", place->folder);
	*state = place;
	return 0;
}

static int remove_place(void **state)
{
	struct place *place = *state;
	unlink(place->file);
	int left = rmdir(place->folder);
	free(place);
	return left; /* a file left behind keeps the folder */
}

static const char *content(const char *path)
{
	static char text[256];
	memset(text, 0, sizeof text);
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	assert_true(fread(text, 1, sizeof text - 1, file) < sizeof text);
	fclose(file);
	return text;
}

static struct gj_output *open_with(const char *path, const char *text)
{
	struct gj_output *output;
	assert_int_equal(gj_output_open(&output, path, false), 0);
	assert_int_equal(gj_output_write(output, text, strlen(text)), 0);
	return output;
}

static void appears_only_when_committed(void **state)
{
	struct place *place = *state;
	struct gj_output *output = open_with(place->file, "new");
	assert_null(content(place->file));
	assert_int_equal(gj_output_commit(output), 0);
	gj_output_free(output);
	assert_string_equal(content(place->file), "new");
}

static void keeps_the_old_file_without_commit(void **state)
{
	struct place *place = *state;
	struct gj_output *first = open_with(place->file, "old");
	assert_int_equal(gj_output_commit(first), 0);
	gj_output_free(first);
	gj_output_free(open_with(place->file, "half"));
	assert_string_equal(content(place->file), "old");
}

static void keeps_the_mode_of_the_file(void **state)
{
	struct place *place = *state;
	struct stat found;
	struct gj_output *first = open_with(place->file, "old");
	assert_int_equal(gj_output_commit(first), 0);
	gj_output_free(first);
	assert_int_equal(chmod(place->file, 0640), 0);
	struct gj_output *second = open_with(place->file, "new");
	assert_int_equal(gj_output_commit(second), 0);
	gj_output_free(second);
	assert_int_equal(stat(place->file, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0640);
}

static void replaces_the_target_of_a_link(void **state)
{
	struct place *place = *state;
	char link[128];
	snprintf(link, sizeof link, "%s/link", place->folder);
	struct gj_output *first = open_with(place->file, "old");
	assert_int_equal(gj_output_commit(first), 0);
	gj_output_free(first);
	assert_int_equal(symlink(place->file, link), 0);
	struct gj_output *second = open_with(link, "new");
	assert_int_equal(gj_output_commit(second), 0);
	gj_output_free(second);
	struct stat found;
	assert_int_equal(lstat(link, &found), 0);
	assert_true(S_ISLNK(found.st_mode));
	unlink(link);
	assert_string_equal(content(place->file), "new");
}

static void refuses_what_cannot_be_written(void **state)
{
	struct place *place = *state;
	struct gj_output *output;
	assert_int_equal(gj_output_open(&output, "/no/such/folder/out.csv", false), ENOENT);
	assert_null(output);
	assert_int_equal(gj_output_open(&output, place->folder, false), EISDIR);
	assert_null(output);
}

static void reports_a_full_disk(void **state)
{
	(void)state;
	struct gj_output *output;
	assert_int_equal(gj_output_open(&output, "/dev/full", false), 0);
	assert_int_equal(gj_output_write(output, "x", 1), ENOSPC);
	gj_output_free(output);
	assert_int_equal(gj_output_open(&output, "/dev/full", true), 0);
	assert_int_equal(gj_output_write(output, "x", 1), 0);
	assert_int_equal(gj_output_commit(output), ENOSPC);
	gj_output_free(output);
}

static void patches_in_place(void **state)
{
	struct place *place = *state;
	struct gj_output *output = open_with(place->file, "one two three");
	const struct gj_patch patches[] = {{0, 3, 3, "ONE"}, {8, 5, 5, "THREE"}};
	assert_int_equal(gj_output_patch(output, patches, 2), 0);
	assert_int_equal(gj_output_commit(output), 0);
	gj_output_free(output);
	assert_string_equal(content(place->file), "ONE two THREE");
}

static void splices_other_lengths(void **state)
{
	struct place *place = *state;
	struct gj_output *output = open_with(place->file, "one two three");
	const struct gj_patch patches[] = {{0, 3, 1, "1"}, {4, 3, 6, "second"}, {8, 5, 0, ""}};
	assert_int_equal(gj_output_patch(output, patches, 3), 0);
	assert_int_equal(gj_output_size(output), 9);
	assert_int_equal(gj_output_commit(output), 0);
	gj_output_free(output);
	assert_string_equal(content(place->file), "1 second ");
}

static void holds_back_a_stream(void **state)
{
	struct place *place = *state;
	assert_int_equal(mkfifo(place->file, 0600), 0);
	int reader = open(place->file, O_RDONLY | O_NONBLOCK);
	struct gj_output *output;
	char got[16] = "";
	const struct gj_patch patch = {0, 3, 4, "four"};
	assert_int_equal(gj_output_open(&output, place->file, true), 0);
	assert_int_equal(gj_output_write(output, "one two", 7), 0);
	assert_true(read(reader, got, sizeof got) <= 0);
	assert_int_equal(gj_output_patch(output, &patch, 1), 0);
	assert_int_equal(gj_output_commit(output), 0);
	gj_output_free(output);
	assert_int_equal(read(reader, got, sizeof got - 1), 8);
	assert_string_equal(got, "four two");
	close(reader);
}

static void patches_of_a_full_device_fail(void **state)
{
	(void)state;
	struct gj_output *output;
	const struct gj_patch same = {0, 1, 1, "y"}, longer = {0, 1, 2, "yz"};
	assert_int_equal(gj_output_open(&output, "/dev/full", true), 0);
	assert_int_equal(gj_output_write(output, "x", 1), 0);
	assert_int_equal(gj_output_patch(output, &same, 1), 0);
	assert_int_equal(gj_output_patch(output, &longer, 1), 0);
	assert_int_equal(gj_output_size(output), 2);
	assert_int_equal(gj_output_prepare(output), ENOSPC);
	gj_output_free(output);
	/* Straight through there is nothing to change afterwards. */
	assert_int_equal(gj_output_open(&output, "/dev/full", false), 0);
	assert_int_equal(gj_output_patch(output, &same, 1), ENOSPC);
	gj_output_free(output);
}

static void needs_a_folder_for_what_is_held(void **state)
{
	struct place *place = *state;
	struct gj_output *output;
	char *before = getenv("TMPDIR") ? strdup(getenv("TMPDIR")) : NULL, long_name[5000];
	assert_int_equal(setenv("TMPDIR", "/no/such/folder", 1), 0);
	assert_int_equal(gj_output_open(&output, "/dev/null", true), ENOENT);
	assert_null(output);
	memset(long_name, 'a', sizeof long_name);
	long_name[sizeof long_name - 1] = 0;
	setenv("TMPDIR", long_name, 1);
	assert_int_equal(gj_output_open(&output, "/dev/null", true), ENAMETOOLONG);
	setenv("TMPDIR", place->folder, 1);
	assert_int_equal(gj_output_open(&output, "/dev/null", true), 0);
	gj_output_free(output);
	setenv("TMPDIR", "", 1);
	assert_int_equal(gj_output_open(&output, "/dev/null", true), 0);
	gj_output_free(output);
	if (before)
		setenv("TMPDIR", before, 1);
	else
		unsetenv("TMPDIR");
	free(before);
}

static void odd_paths_are_refused(void **state)
{
	struct place *place = *state;
	struct gj_output *output;
	char path[200], long_name[5000];
	gj_output_free(open_with(place->file, "x"));
	snprintf(path, sizeof path, "%s/nothing/out.csv", place->folder);
	assert_int_equal(gj_output_open(&output, path, false), ENOENT);
	gj_output_free(NULL);
	memset(long_name, 'a', sizeof long_name);
	long_name[sizeof long_name - 1] = 0;
	assert_int_equal(gj_output_open(&output, long_name, false), ENAMETOOLONG);
	assert_null(output);
}

static void a_folder_in_the_way_stops_the_commit(void **state)
{
	struct place *place = *state;
	struct gj_output *output = open_with(place->file, "x");
	assert_int_equal(gj_output_prepare(output), 0);
	assert_int_equal(gj_output_prepare(output), 0);
	assert_int_equal(mkdir(place->file, 0700), 0);
	assert_int_equal(gj_output_commit(output), EISDIR);
	gj_output_free(output);
	assert_int_equal(rmdir(place->file), 0);
}

static void a_relative_path_is_enough(void **state)
{
	struct place *place = *state;
	char *before = getcwd(NULL, 0);
	assert_int_equal(chdir(place->folder), 0);
	struct gj_output *output = open_with("out.csv", "here");
	assert_int_equal(gj_output_commit(output), 0);
	gj_output_free(output);
	assert_int_equal(chdir(before), 0);
	free(before);
	assert_string_equal(content(place->file), "here");
}

static void knows_one_file_by_two_names(void **state)
{
	struct place *place = *state;
	char other[160];
	snprintf(other, sizeof other, "%s/./out.csv", place->folder);
	assert_false(gj_same_file(place->file, other));
	struct gj_output *output = open_with(place->file, "x");
	assert_int_equal(gj_output_commit(output), 0);
	gj_output_free(output);
	assert_true(gj_same_file(place->file, other));
	assert_false(gj_same_file(place->file, "/dev/null"));
}

int main(void)
{
#define AT_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)
	const struct CMUnitTest tests[] = {
		AT_PLACE(appears_only_when_committed), AT_PLACE(keeps_the_old_file_without_commit), AT_PLACE(keeps_the_mode_of_the_file),
		AT_PLACE(replaces_the_target_of_a_link), AT_PLACE(refuses_what_cannot_be_written), cmocka_unit_test(reports_a_full_disk),
		AT_PLACE(patches_in_place), AT_PLACE(splices_other_lengths), AT_PLACE(holds_back_a_stream), cmocka_unit_test(patches_of_a_full_device_fail),
		AT_PLACE(needs_a_folder_for_what_is_held), AT_PLACE(odd_paths_are_refused), AT_PLACE(a_folder_in_the_way_stops_the_commit),
		AT_PLACE(a_relative_path_is_enough), AT_PLACE(knows_one_file_by_two_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
