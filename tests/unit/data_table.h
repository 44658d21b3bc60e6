/* A small program and what a table says when it is read under it: shared by the tests of the reader. */
#ifndef TEST_DATA_TABLE_H
#define TEST_DATA_TABLE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runtime/csv_chunk.h"
#include "runtime/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *test_options[] = { "效果好", "效果不好", "没有" };
static const char *test_aliases[] = { "在册党员", "members" };
static struct gj_field test_fields[] = {
	{ .name = "编号", .type = GJ_TEXT, .key = true, .column = GJ_NONE, .state_column = GJ_NONE },
	{ .name = "名称", .type = GJ_TEXT, .nullable = true, .column = GJ_NONE, .state_column = GJ_NONE },
	{ .name = "党员数",
		.type = GJ_NUMBER,
		.aliases = { 2, test_aliases },
		.low = 1,
		.high = 10000,
		.lane = GJ_LANE16,
		.column = 0,
		.state_column = GJ_NONE },
	{ .name = "覆盖", .type = GJ_BOOL, .high = 1, .lane = GJ_LANE8, .column = 1, .state_column = GJ_NONE },
	{ .name = "缺次",
		.type = GJ_NUMBER,
		.high = 100,
		.lane = GJ_LANE8,
		.column = 2,
		.state_column = GJ_NONE,
		.has_default = true,
		.default_value = 7 },
	{ .name = "满意率", .type = GJ_NUMBER, .percent = true, .scale = 2, .high = 10000, .lane = GJ_LANE16, .column = 3, .state_column = GJ_NONE },
	{ .name = "成绩",
		.type = GJ_NUMBER,
		.nullable = true,
		.scale = 1,
		.low = -50,
		.high = 1000,
		.lane = GJ_LANE16,
		.column = 4,
		.state_column = 5 },
	{ .name = "载体", .type = GJ_OPTION, .options = { 3, test_options }, .high = 2, .lane = GJ_LANE8, .column = 6, .state_column = GJ_NONE },
	{ .name = "经费", .type = GJ_NUMBER, .scale = 2, .high = 10000000000, .lane = GJ_LANE64, .column = 7, .state_column = GJ_NONE },
};
static uint8_t test_lanes[] = { GJ_LANE16, GJ_LANE8, GJ_LANE8, GJ_LANE16, GJ_LANE16, GJ_LANE8, GJ_LANE8, GJ_LANE64 };
static struct gj_program test_program = { .name = "", .field_count = 9, .fields = test_fields, .column_count = 8, .column_lanes = test_lanes };

#define HEADING "编号,名称,党员数,覆盖,缺次,满意率,成绩,载体,经费\n"

static inline int64_t test_value(const struct gj_chunk *chunk, int column, size_t row)
{
	switch (test_lanes[column]) {
	case GJ_LANE8: return ((int8_t *)chunk->columns[column])[row];
	case GJ_LANE16: return ((int16_t *)chunk->columns[column])[row];
	case GJ_LANE32: return ((int32_t *)chunk->columns[column])[row];
	default: return ((int64_t *)chunk->columns[column])[row];
	}
}

static inline void test_say_row(FILE *out, const struct gj_chunk *chunk, size_t row)
{
	const struct gj_text *texts[] = { &chunk->keys[row], &chunk->texts[1][row] };
	fprintf(out, "%llu:", (unsigned long long)gj_chunk_line(chunk, row));
	for (int i = 0; i < 2; i++)
		fprintf(out, "%.*s|", (int)texts[i]->length, texts[i]->bytes);
	for (int i = 0; i < 8; i++)
		fprintf(out, "%lld%s", (long long)test_value(chunk, i, row), i < 7 ? "," : "\n");
}

/* Rows as "line:key|name|values", then rejects as "line code field value(arguments)" in one text, which the caller frees. `version`: of gj_csv_scan_version. */
static inline char *test_read_path(const char *path, size_t version)
{
	char *said = NULL;
	size_t size, count;
	FILE *out = open_memstream(&said, &size);
	struct gj_table *table = gj_table_open(path, &test_program);
	struct gj_chunk *chunk = gj_table_ready(table) ? gj_chunk_new(table) : NULL;
	struct gj_keys *keys = gj_keys_new();
	if (chunk)
		chunk->work->scan = gj_csv_scan_version(version);
	while (chunk && gj_table_next(table, chunk) == GJ_NEXT_ROWS) {
		assert_true(gj_chunk_parse(table, chunk) && gj_chunk_check_keys(chunk, keys));
		gj_chunk_sort_rejects(chunk);
		for (size_t i = 0; i < chunk->rows; i++)
			if (!chunk->rejected[i])
				test_say_row(out, chunk, i);
		for (size_t i = 0; i < chunk->reject_count; i++) {
			const struct gj_reject *reject = &chunk->rejects[i];
			fprintf(out, "%llu %s %s %s [%s]", (unsigned long long)reject->line, gj_data_message_of(reject->id)->code, reject->key,
				reject->field == GJ_NONE ? "-" : test_fields[reject->field].name, reject->value);
			for (size_t j = 0; j < reject->argument_count; j++)
				fprintf(out, " %s", reject->arguments[j]);
			fputc('\n', out);
		}
	}
	const struct gj_data_finding *findings = gj_table_findings(table, &count);
	for (size_t i = 0; i < count; i++) {
		fprintf(out, "%s %llu", gj_data_message_of(findings[i].id)->code, (unsigned long long)findings[i].line);
		for (size_t j = 0; j < findings[i].argument_count; j++)
			fprintf(out, " %s", findings[i].arguments[j]);
		fputc('\n', out);
	}
	gj_keys_free(keys);
	gj_chunk_free(chunk);
	gj_table_close(table);
	fclose(out);
	return said;
}

/* Reads `bytes` as a file with every version of the reader, which must all say the same. */
static inline char *test_read(const char *bytes, size_t length)
{
	char path[] = "/tmp/guiju-test-XXXXXX", *said = NULL;
	int file = mkstemp(path);
	assert_true(file >= 0 && write(file, bytes, length) == (ssize_t)length);
	close(file);
	for (size_t i = 0; gj_csv_scan_version(i); i++) {
		char *other = test_read_path(path, i);
		if (said)
			assert_string_equal(said, other);
		free(said);
		said = other;
	}
	unlink(path);
	for (char *name; (name = strstr(said, path));)
		memmove(name, name + strlen(path), strlen(name + strlen(path)) + 1);
	return said;
}

static inline void expect_table(const char *bytes, const char *wanted)
{
	char *said = test_read(bytes, strlen(bytes));
	assert_string_equal(said, wanted);
	free(said);
}
#endif
