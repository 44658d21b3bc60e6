#include "csv_chunk.h"
#include "keys.h"

#include <stdio.h>

enum { BATCH = 512 };

static bool reject_doubled(struct gj_chunk *chunk, size_t row, uint32_t first)
{
	const struct gj_program *program = chunk->work->program;
	char line[24];
	const char *key = gj_chunk_show(chunk->work, chunk->keys[row]);
	snprintf(line, sizeof line, "%u", first);
	return key && gj_chunk_reject(chunk, row, GJ_DATA_DOUBLED_KEY, program->key_field, 3,
			      (const char *[]){ program->fields[program->key_field].name, key, line });
}

bool gj_chunk_check_keys(struct gj_chunk *chunk, struct gj_keys *keys)
{
	uint32_t first[BATCH];
	for (size_t at = 0; at < chunk->rows; at += BATCH) {
		size_t count = chunk->rows - at < BATCH ? chunk->rows - at : (size_t)BATCH;
		if (!gj_keys_add(keys, chunk->keys + at, chunk->line_offsets + at, chunk->first_line, first, count))
			return false;
		for (size_t i = 0; i < count; i++)
			if (first[i] && !reject_doubled(chunk, at + i, first[i]))
				return false;
	}
	return true;
}
