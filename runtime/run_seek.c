#include "run_seek.h"

#include "datum.h"
#include "rejects_writer.h"
#include "run_pending.h"

#include <stdlib.h>
#include <string.h>

/* A key like one that isn't there is looked for where a person has typed the keys, not where a program asks for thousands. */
enum { EDITS_MOST = 2, KEY_MOST = 64, NEAREST_MOST = 100 };

static int by_key(const void *a, const void *b)
{
	const struct gj_wanted *const *one = a, *const *other = b;
	return strcmp((*one)->key, (*other)->key);
}

bool gj_seek_start(struct gj_seek *seek, const struct gj_run_setup *setup)
{
	seek->count = setup->wanted_count;
	seek->by_key = calloc(seek->count + 1, sizeof(struct gj_wanted *));
	if (!seek->by_key)
		return false;
	for (size_t i = 0; i < seek->count; i++)
		seek->by_key[i] = &setup->wanted[i];
	qsort(seek->by_key, seek->count, sizeof(struct gj_wanted *), by_key);
	return true;
}

void gj_seek_end(struct gj_seek *seek)
{
	free(seek->by_key);
}

/* As strcmp does. */
static int compare(const char *key, struct gj_text text)
{
	int order = strncmp(key, text.length ? text.bytes : "", text.length);
	return order ? order : key[text.length] != '\0';
}

/* The first that is asked for by this key, or by one behind it. */
static size_t place_of(const struct gj_seek *seek, struct gj_text key)
{
	size_t low = 0, high = seek->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(seek->by_key[middle]->key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool asks_for(const struct gj_seek *seek, size_t place, struct gj_text key)
{
	return place < seek->count && compare(seek->by_key[place]->key, key) == 0;
}

static bool keep_row(struct gj_worker *worker, struct gj_wanted *wanted, size_t row)
{
	const struct gj_program *program = worker->program;
	const struct gj_chunk *chunk = worker->chunk;
	wanted->values = calloc(program->column_count + 1, sizeof *wanted->values);
	wanted->texts = calloc(program->field_count + 1, sizeof *wanted->texts);
	if (!wanted->values || !wanted->texts)
		return false;
	for (size_t i = 0; i < program->column_count; i++)
		wanted->values[i] = gj_column_value(chunk->columns[i], program->column_lanes[i], row);
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_text *texts = chunk->texts[i];
		if (texts && !(wanted->texts[i] = strndup(texts[row].length ? texts[row].bytes : "", texts[row].length)))
			return false;
	}
	wanted->line = gj_chunk_line(chunk, row);
	wanted->found = true;
	return gj_worker_keep_pending(worker, wanted, row);
}

/* Edits between two keys (bytes), or EDITS_MOST + 1 for more. */
static size_t edits(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t row[KEY_MOST + 1];
	size_t gap = a_length > b_length ? a_length - b_length : b_length - a_length;
	if (gap > EDITS_MOST || b_length > KEY_MOST || a_length > KEY_MOST)
		return EDITS_MOST + 1;
	for (size_t j = 0; j <= b_length; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b_length] <= EDITS_MOST ? row[b_length] : EDITS_MOST + 1;
}

static bool consider_nearest(struct gj_wanted *wanted, const struct gj_text *key)
{
	size_t distance = edits(wanted->key, strlen(wanted->key), key->bytes, key->length);
	if (distance > EDITS_MOST || (wanted->nearest && distance >= wanted->distance))
		return true;
	char *copy = strndup(key->bytes, key->length);
	if (!copy)
		return false;
	free(wanted->nearest);
	wanted->nearest = copy;
	wanted->distance = distance;
	return true;
}

static bool consider_all(const struct gj_seek *seek, const struct gj_text *key)
{
	for (size_t i = 0; i < seek->count && seek->count <= NEAREST_MOST; i++)
		if (!seek->by_key[i]->found && !consider_nearest(seek->by_key[i], key))
			return false;
	return true;
}

static bool seek_row(const struct gj_seek *seek, struct gj_worker *worker, size_t row)
{
	const struct gj_text *key = &worker->chunk->keys[row];
	for (size_t i = place_of(seek, *key); asks_for(seek, i, *key); i++)
		if (!seek->by_key[i]->found && !keep_row(worker, seek->by_key[i], row))
			return false;
	return consider_all(seek, key);
}

static bool keep_fault(const struct gj_worker *worker, struct gj_wanted *wanted, const struct gj_reject *reject)
{
	wanted->fault_count++;
	wanted->line = wanted->found ? wanted->line : reject->line;
	return gj_data_text(&wanted->faults, reject->id, reject->arguments, reject->argument_count, worker->setup->language)
		&& gj_buffer_text(&wanted->faults, "\n");
}

static bool seek_fault(const struct gj_seek *seek, const struct gj_worker *worker, const struct gj_reject *reject)
{
	struct gj_text key = {reject->key, (uint32_t)strlen(reject->key)};
	for (size_t i = place_of(seek, key); asks_for(seek, i, key); i++)
		if (!keep_fault(worker, seek->by_key[i], reject))
			return false;
	return true;
}

bool gj_seek_chunk(const struct gj_seek *seek, struct gj_worker *worker)
{
	const struct gj_chunk *chunk = worker->chunk;
	if (!seek->count)
		return true;
	for (size_t row = 0; row < chunk->rows; row++)
		if (!chunk->rejected[row] && !seek_row(seek, worker, row))
			return false;
	for (size_t i = 0; i < chunk->reject_count; i++)
		if (!seek_fault(seek, worker, &chunk->rejects[i]))
			return false;
	return true;
}
