#include "results_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 4096, COMPARED_BYTES = 256 * 1024 };

struct check {
	FILE *file;
	uint64_t row;
	char line[LINE_BYTES];
};

/* The scores, 加分, 减分, 总分 and 否决 of a row as they stand in the file, between commas. */
static void write_row(const struct results *results, size_t row, char *out, size_t room)
{
	size_t used = 0;
	for (size_t i = 0; i < EVALUATOR_ITEMS; i++)
		used += (size_t)snprintf(out + used, room - used, ",%d", results->items[i][row]);
	snprintf(out + used, room - used, ",%d,%d,%d,%s,", results->bonus[row], results->penalty[row], results->total[row],
		results->vetoed[row] ? "是" : "否");
}

static bool look(void *context, const struct results *results, size_t rows)
{
	struct check *check = context;
	char wanted[LINE_BYTES];
	for (size_t i = 0; i < rows; i++) {
		write_row(results, i, wanted, sizeof wanted);
		check->row++;
		const char *comma = fgets(check->line, LINE_BYTES, check->file) ? strchr(check->line, ',') : NULL;
		if (comma && !strncmp(comma, wanted, strlen(wanted)))
			continue;
		printf("row %" PRIu64 " differs: %s by hand, in the results %s", check->row, wanted, comma ? check->line : "nothing\n");
		return false;
	}
	return true;
}

bool results_check(struct file_pass *pass, const char *table, const char *results)
{
	struct check check = { .file = fopen(results, "r") };
	bool same = check.file && fgets(check.line, LINE_BYTES, check.file);
	pass->look = look;
	pass->context = &check;
	same = same && pass_evaluate(pass, table) && !fgets(check.line, LINE_BYTES, check.file);
	pass->look = NULL;
	if (check.file)
		fclose(check.file);
	return same;
}

static bool same_content(FILE *one, FILE *other, char *room)
{
	for (;;) {
		size_t size = fread(room, 1, COMPARED_BYTES, one), more = fread(room + COMPARED_BYTES, 1, COMPARED_BYTES, other);
		if (size != more || memcmp(room, room + COMPARED_BYTES, size) != 0)
			return false;
		if (!size)
			return true;
	}
}

bool same_bytes(const char *path, const char *other)
{
	FILE *one = fopen(path, "r"), *two = fopen(other, "r");
	char *room = malloc(2 * COMPARED_BYTES);
	bool same = one && two && room && same_content(one, two, room);
	if (one)
		fclose(one);
	if (two)
		fclose(two);
	free(room);
	return same;
}
