#include "csv_chunk.h"
#include "keys.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum { VECTOR = 64, ROOM_STEP = 1024, SHOWN_BYTES = 60 };

static size_t padded(size_t bytes)
{
	return (bytes + VECTOR - 1) / VECTOR * VECTOR;
}

static bool make_scratch(struct gj_chunk_work *work, const struct gj_csv_plan *plan)
{
	size_t fields = plan->binding->program->field_count;
	work->plan = plan;
	work->scan = gj_csv_scan();
	work->program = plan->binding->program;
	work->buffer = aligned_alloc(VECTOR, GJ_CHUNK_BYTES + GJ_CSV_PAD);
	work->tile = calloc(GJ_TILE_ROWS, plan->stride);
	work->turned = aligned_alloc(VECTOR, plan->stride * GJ_TILE_ROWS);
	work->singles = calloc(plan->packed_count * GJ_TILE_ROWS + 1, sizeof *work->singles);
	work->above_one = calloc(fields + 1, 1);
	if (work->buffer)
		memset(work->buffer, 0, GJ_CHUNK_BYTES + GJ_CSV_PAD);
	return work->buffer && work->tile && work->turned && work->singles && work->above_one;
}

struct gj_chunk *gj_chunk_make(const struct gj_csv_plan *plan)
{
	const struct gj_program *program = plan->binding->program;
	struct gj_chunk *chunk = calloc(1, sizeof *chunk);
	if (!chunk)
		return NULL;
	chunk->work = calloc(1, sizeof *chunk->work);
	chunk->columns = calloc(program->column_count + 1, sizeof *chunk->columns);
	chunk->texts = calloc(program->field_count + 1, sizeof *chunk->texts);
	if (chunk->work && chunk->columns && chunk->texts && make_scratch(chunk->work, plan))
		return chunk;
	gj_chunk_free(chunk);
	return NULL;
}

void gj_chunk_free(struct gj_chunk *chunk)
{
	if (!chunk)
		return;
	struct gj_chunk_work *work = chunk->work;
	if (work) {
		gj_arena_free(work->words);
		free(work->buffer);
		free(work->tile);
		free(work->turned);
		free(work->singles);
		free(work->above_one);
		free(work->block);
		free(work->reject_items);
	}
	free(work);
	free(chunk->columns);
	free(chunk->texts);
	free(chunk->pending);
	free(chunk);
}

void gj_chunk_clear(struct gj_chunk *chunk)
{
	gj_arena_free(chunk->work->words);
	chunk->work->words = NULL;
	chunk->rows = chunk->rejected_rows = chunk->reject_count = chunk->pending_count = 0;
}

struct gj_arena *gj_chunk_words(struct gj_chunk_work *work)
{
	if (!work->words)
		work->words = gj_arena_new();
	return work->words;
}

/* Bytes of one column for `room` rows. A vector of room between two columns keeps them from meeting in the same cache sets. */
static size_t column_bytes(size_t room, unsigned lane)
{
	return padded(room << lane) + VECTOR;
}

static size_t block_bytes(const struct gj_program *program, size_t room)
{
	size_t bytes = padded(room);
	for (size_t i = 0; i < program->column_count; i++)
		bytes += column_bytes(room, program->column_lanes[i]);
	for (size_t i = 0; i < program->field_count; i++)
		bytes += gj_program_wants_text(program, (int)i) ? padded(room * sizeof(struct gj_text)) : 0;
	return bytes;
}

static void lay_out(struct gj_chunk *chunk, char *at, size_t room)
{
	const struct gj_program *program = chunk->work->program;
	for (size_t i = 0; i < program->column_count; i++) {
		chunk->columns[i] = at;
		at += column_bytes(room, program->column_lanes[i]);
	}
	for (size_t i = 0; i < program->field_count; i++) {
		chunk->texts[i] = gj_program_wants_text(program, (int)i) ? (void *)at : NULL;
		at += gj_program_wants_text(program, (int)i) ? padded(room * sizeof(struct gj_text)) : 0;
	}
	chunk->keys = chunk->texts[program->key_field];
	chunk->rejected = (uint8_t *)at;
}

static bool make_room(struct gj_chunk *chunk, size_t rows)
{
	struct gj_chunk_work *work = chunk->work;
	if (rows <= work->room)
		return true;
	size_t room = (rows + ROOM_STEP - 1) / ROOM_STEP * ROOM_STEP, bytes = block_bytes(work->program, room);
	free(work->block);
	work->room = 0;
	work->block = aligned_alloc(VECTOR, bytes);
	if (!work->block)
		return false;
	memset(work->block, 0, bytes);
	work->room = room;
	lay_out(chunk, work->block, room);
	return true;
}

void gj_chunk_store(struct gj_chunk *chunk, int column, enum gj_lane lane, size_t row, int64_t value)
{
	void *values = chunk->columns[column];
	switch (lane) {
	case GJ_LANE8: ((int8_t *)values)[row] = (int8_t)value; break;
	case GJ_LANE16: ((int16_t *)values)[row] = (int16_t)value; break;
	case GJ_LANE32: ((int32_t *)values)[row] = (int32_t)value; break;
	default: ((int64_t *)values)[row] = value; break;
	}
}

static int64_t load(const void *column, enum gj_lane lane, size_t row)
{
	switch (lane) {
	case GJ_LANE8: return ((const int8_t *)column)[row];
	case GJ_LANE16: return ((const int16_t *)column)[row];
	case GJ_LANE32: return ((const int32_t *)column)[row];
	default: return ((const int64_t *)column)[row];
	}
}

/* Looks until it has seen a percentage above 1, which in most tables is at once. */
static void watch_percentages(struct gj_chunk *chunk)
{
	struct gj_chunk_work *work = chunk->work;
	work->counted_rows += chunk->rows;
	for (size_t i = 0; i < work->program->field_count; i++) {
		const struct gj_field *field = &work->program->fields[i];
		int64_t one = 1;
		for (int scale = 0; scale < field->scale; scale++)
			one *= 10;
		if (!field->percent || field->column == GJ_NONE || field->high <= one)
			continue;
		for (size_t row = 0; row < chunk->rows && work->above_one[i] < 2; row++) {
			int64_t value = load(chunk->columns[field->column], field->lane, row);
			bool present =
				!chunk->rejected[row] && (field->state_column == GJ_NONE || !((int8_t *)chunk->columns[field->state_column])[row]);
			if (present && value > 0)
				work->above_one[i] |= value > one ? 3 : 1;
		}
	}
}

bool gj_chunk_read(struct gj_chunk *chunk, const struct gj_csv_plan *plan)
{
	const struct gj_csv_scan *scan = chunk->work->scan;
	if (!make_room(chunk, chunk->rows))
		return false;
	memset(chunk->rejected, 0, chunk->rows);
	chunk->rejects = chunk->work->reject_items;
	for (size_t first = 0; first < chunk->rows; first += GJ_TILE_ROWS) {
		size_t count = chunk->rows - first < GJ_TILE_ROWS ? chunk->rows - first : (size_t)GJ_TILE_ROWS;
		uint32_t left = count == GJ_TILE_ROWS ? ~(uint32_t)0 : ((uint32_t)1 << count) - 1;
		if (scan->rows)
			left = scan->rows(plan, chunk, first, count);
		for (; left; left &= left - 1)
			if (!gj_csv_read_row(chunk, plan->binding, first + (size_t)__builtin_ctz(left)))
				return false;
	}
	watch_percentages(chunk);
	return true;
}

const char *gj_chunk_show(struct gj_chunk_work *work, struct gj_text text)
{
	struct gj_arena *arena = gj_chunk_words(work);
	char *shown = arena ? gj_arena_alloc(arena, SHOWN_BYTES + 8) : NULL;
	size_t used = 0;
	for (size_t at = 0; shown && at < text.length;) {
		size_t size = 1;
		while (size < 4 && at + size < text.length && !gj_utf8_valid(text.bytes + at, size))
			size++;
		bool valid = gj_utf8_valid(text.bytes + at, size) == size;
		size = valid ? size : 1;
		if (used + size > SHOWN_BYTES) {
			memcpy(shown + used, "…", sizeof "…");
			break;
		}
		if (valid && (unsigned char)text.bytes[at] >= ' ')
			memcpy(shown + used, text.bytes + at, size);
		else
			shown[used] = valid ? ' ' : '?';
		used += size;
		at += size;
	}
	return shown;
}

struct gj_reject *gj_chunk_add_reject(struct gj_chunk *chunk, size_t row, enum gj_data_message_id id, int field, struct gj_text value)
{
	struct gj_chunk_work *work = chunk->work;
	if (chunk->reject_count == work->reject_room) {
		size_t room = work->reject_room ? work->reject_room * 2 : 64;
		struct gj_reject *items = realloc(work->reject_items, room * sizeof *items);
		if (!items)
			return NULL;
		work->reject_items = items;
		work->reject_room = room;
	}
	const char *shown = value.length ? gj_chunk_show(work, value) : "";
	if (!shown)
		return NULL;
	chunk->rejects = work->reject_items;
	struct gj_reject *reject = &chunk->rejects[chunk->reject_count++];
	*reject = (struct gj_reject){ .row = row, .line = gj_chunk_line(chunk, row), .id = id, .field = field, .key = "", .value = shown };
	chunk->rejected_rows += !chunk->rejected[row];
	chunk->rejected[row] = 1;
	return reject;
}

bool gj_chunk_add_pending(struct gj_chunk *chunk, size_t row, int field, const struct gj_cell *cell)
{
	if (chunk->pending_count == chunk->work->pending_room) {
		size_t room = chunk->work->pending_room ? chunk->work->pending_room * 2 : 64;
		struct gj_pending_cell *pending = realloc(chunk->pending, room * sizeof *pending);
		if (!pending)
			return false;
		chunk->pending = pending;
		chunk->work->pending_room = room;
	}
	chunk->pending[chunk->pending_count++] = (struct gj_pending_cell){ (uint32_t)row, field, cell->low, cell->high, cell->last };
	return true;
}

bool gj_chunk_reject(struct gj_chunk *chunk, size_t row, enum gj_data_message_id id, int field, size_t count, const char *const *arguments)
{
	struct gj_arena *arena = gj_chunk_words(chunk->work);
	const char *key = gj_chunk_show(chunk->work, chunk->keys[row]);
	const struct gj_text *texts = field == GJ_NONE ? NULL : chunk->texts[field];
	struct gj_reject *reject = arena && key ? gj_chunk_add_reject(chunk, row, id, field, texts ? texts[row] : (struct gj_text){ "", 0 }) : NULL;
	if (!reject)
		return false;
	reject->key = key;
	for (size_t i = 0; i < count && i < 4; i++)
		if (!(reject->arguments[reject->argument_count++] = gj_arena_copy(arena, arguments[i], strlen(arguments[i]))))
			return false;
	return true;
}

static int compare_rows(const void *a, const void *b)
{
	const struct gj_reject *one = a, *other = b;
	return one->row != other->row ? (one->row < other->row ? -1 : 1) : (one->order > other->order) - (one->order < other->order);
}

void gj_chunk_sort_rejects(struct gj_chunk *chunk)
{
	for (size_t i = 0; i < chunk->reject_count; i++)
		chunk->rejects[i].order = i;
	if (chunk->reject_count)
		qsort(chunk->rejects, chunk->reject_count, sizeof *chunk->rejects, compare_rows);
}

const char *gj_chunk_shown(struct gj_chunk *chunk, struct gj_text text)
{
	return gj_chunk_show(chunk->work, text);
}
