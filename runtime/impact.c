#include "impact.h"

#include "datum.h"
#include "keys.h"

#include <stdlib.h>
#include <string.h>

/* One standard's part: its table, a chunk of it being gone through, and its machine. */
struct side {
	const struct gj_program *program;
	const struct gj_run *run;
	struct gj_table *table;
	struct gj_chunk *chunk;
	struct gj_keys *keys;
	size_t at;                 /* row of the chunk that comes next */
	bool ended;
	struct gj_vm *vm;
	const void **columns;      /* of the block being run */
	uint64_t rows[GJ_BLOCK_ROWS]; /* the number of each row in its table */
	bool evaluated[GJ_BLOCK_ROWS];
	const struct gj_award *awards; /* by row */
	size_t award_count;
};

static const uint64_t TAKEN = UINT64_MAX;

/* The new table kept whole, where it is another: the columns of every row that was read, found by its key. */
struct store {
	struct gj_keys *places;    /* key → place, from 1 */
	size_t row_bytes, count, capacity;
	unsigned char *rows;
	uint64_t *numbers;         /* of each row in the table; TAKEN once it has been found */
	void **staged;             /* columns of a block */
};

struct comparing {
	struct gj_impact *impact;
	struct side sides[2];
	struct store store;
	bool stored;
	enum gj_impact_status status;
};

static bool fail_memory(struct comparing *comparing)
{
	comparing->status = GJ_IMPACT_NO_MEMORY;
	return false;
}

static bool start_side(struct comparing *comparing, size_t index)
{
	struct side *side = &comparing->sides[index];
	side->run = comparing->impact->runs[index];
	side->program = side->run->program;
	side->table = gj_table_open(comparing->impact->data[index], side->program);
	side->keys = gj_keys_new();
	side->vm = gj_vm_new(side->program, &side->program->ledger);
	side->columns = calloc(side->program->column_count + 1, sizeof *side->columns);
	if (!side->table || !side->keys || !side->vm || !side->columns)
		return fail_memory(comparing);
	if (!gj_table_ready(side->table)) {
		comparing->status = GJ_IMPACT_FAILED;
		return false;
	}
	side->chunk = gj_chunk_new(side->table);
	side->awards = gj_population_awards(side->run->population, &side->award_count);
	return side->chunk || fail_memory(comparing);
}

static void end_side(struct side *side)
{
	gj_chunk_free(side->chunk);
	gj_table_close(side->table);
	gj_keys_free(side->keys);
	gj_vm_free(side->vm);
	free(side->columns);
}

/* Totals over ledgers, and places, into the derived columns; a unit with too many rows is no more evaluated than it was in the run. */
static void fill_totals(struct side *side)
{
	struct gj_chunk *chunk = side->chunk;
	if (side->run->places)
		gj_places_fill(side->run->places, chunk->first_row, chunk->rows, chunk->columns);
	if (!side->program->ledger_count)
		return;
	gj_totals_fill(side->run->ledgers.totals, chunk->first_row, chunk->rows, chunk->columns);
	for (size_t row = 0; row < chunk->rows; row++)
		if (gj_totals_beyond(side->run->ledgers.totals, chunk->first_row + row) != GJ_NONE)
			chunk->rejected[row] = 1;
}

/* What a row with 待核 cells comes to is open under either standard: it is left out. */
static void leave_out_pending(struct gj_chunk *chunk, uint64_t *pending)
{
	for (size_t i = 0; i < chunk->pending_count; i++) {
		uint8_t *rejected = &chunk->rejected[chunk->pending[i].row];
		*pending += !*rejected;
		*rejected = 1;
	}
}

/* Rows to go through, or the end. */
static bool have_rows(struct comparing *comparing, struct side *side)
{
	while (!side->ended && side->at == (side->chunk ? side->chunk->rows : 0)) {
		enum gj_next next = gj_table_next(side->table, side->chunk);
		if (next == GJ_NEXT_FAILED) {
			comparing->status = GJ_IMPACT_FAILED;
			return false;
		}
		side->ended = next == GJ_NEXT_END;
		side->at = 0;
		if (side->ended)
			side->chunk->rows = 0;
		else if (!gj_chunk_parse(side->table, side->chunk) || !gj_chunk_check_keys(side->chunk, side->keys))
			return fail_memory(comparing);
		else {
			leave_out_pending(side->chunk, &comparing->impact->pending[side - comparing->sides]);
			fill_totals(side);
		}
	}
	return true;
}

static size_t rows_left(const struct side *side)
{
	return side->ended ? 0 : side->chunk->rows - side->at;
}

static bool passes(const struct side *side, size_t row)
{
	for (size_t i = 0; i < side->program->check_count; i++)
		if (!gj_vm_value(side->vm, side->program->checks[i].slot, row))
			return false;
	return true;
}

/* The next `rows` rows of the chunk. */
static void run_block(struct side *side, size_t rows)
{
	for (size_t i = 0; i < side->program->column_count; i++)
		side->columns[i] = (const char *)side->chunk->columns[i] + (side->at << side->program->column_lanes[i]);
	gj_vm_run(side->vm, side->columns, rows);
	for (size_t row = 0; row < rows; row++) {
		side->rows[row] = side->chunk->first_row + side->at + row;
		side->evaluated[row] = !side->chunk->rejected[side->at + row] && passes(side, row);
	}
}

static int award_of(const struct side *side, uint64_t row, int grade)
{
	size_t low = 0, high = side->award_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (side->awards[middle].end < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low < side->award_count && side->awards[low].end == row ? side->awards[low].grade : grade;
}

static void judge(const struct comparing *comparing, size_t index, size_t row, struct gj_impact_row *result)
{
	const struct side *side = &comparing->sides[index];
	result->evaluated[index] = side->evaluated[row];
	result->vms[index] = side->vm;
	result->grades[index] = result->finals[index] = GJ_NONE;
	if (!side->evaluated[row])
		return;
	result->totals[index] = gj_vm_value(side->vm, side->program->total, row);
	for (int scale = side->program->point_scale; scale < comparing->impact->point_scale; scale++)
		result->totals[index] *= 10;
	if (side->program->grade == GJ_NONE)
		return;
	result->grades[index] = (int)gj_vm_value(side->vm, side->program->grade, row);
	result->finals[index] = award_of(side, side->rows[row], result->grades[index]);
}

static bool same_grade(const struct comparing *comparing, const int grades[2])
{
	const struct gj_grade *old = gj_program_grade(comparing->sides[0].program, grades[0]), *new = gj_program_grade(comparing->sides[1].program, grades[1]);
	return strcmp(old->name, new->name) == 0;
}

static size_t move_index(const struct gj_impact *impact, int old, int new)
{
	size_t rows = impact->runs[0]->program->grade_count, columns = impact->runs[1]->program->grade_count;
	return (old == GJ_NONE ? rows : (size_t)old) * (columns + 1) + (new == GJ_NONE ? columns : (size_t)new);
}

uint64_t gj_impact_moves(const struct gj_impact *impact, int old, int new)
{
	return impact->moves[move_index(impact, old, new)];
}

static bool take_row(struct comparing *comparing, const struct gj_text *key, size_t row)
{
	struct gj_impact *impact = comparing->impact;
	struct gj_impact_row result = { .key = key->bytes, .key_length = key->length, .row = row };
	judge(comparing, 0, row, &result);
	judge(comparing, 1, row, &result);
	bool both = result.evaluated[0] && result.evaluated[1];
	if (!result.evaluated[0] && !result.evaluated[1])
		return true;
	if (both) {
		impact->both++;
		impact->gained += result.totals[1] > result.totals[0];
		impact->lost += result.totals[1] < result.totals[0];
		impact->moves[move_index(impact, result.finals[0], result.finals[1])]++;
		if (result.totals[0] == result.totals[1] && same_grade(comparing, result.grades) && same_grade(comparing, result.finals))
			return true;
	}
	if (impact->take(impact->context, &result))
		return true;
	comparing->status = GJ_IMPACT_STOPPED;
	return false;
}

static bool take_block(struct comparing *comparing, size_t rows)
{
	struct side *old = &comparing->sides[0];
	for (size_t row = 0; row < rows; row++)
		if (!take_row(comparing, &old->chunk->keys[old->at + row], row))
			return false;
	return true;
}

/* Of one table the rows are pairs. */
static bool compare_rows(struct comparing *comparing)
{
	struct side *old = &comparing->sides[0], *new = &comparing->sides[1];
	while (have_rows(comparing, old) && have_rows(comparing, new)) {
		size_t rows = rows_left(old) < rows_left(new) ? rows_left(old) : rows_left(new);
		rows = rows < GJ_BLOCK_ROWS ? rows : (size_t)GJ_BLOCK_ROWS;
		if (!rows)
			return true;
		run_block(old, rows);
		run_block(new, rows);
		if (!take_block(comparing, rows))
			return false;
		old->at += rows;
		new->at += rows;
	}
	return false;
}

static bool start_store(struct comparing *comparing)
{
	struct store *store = &comparing->store;
	const struct gj_program *program = comparing->sides[1].program;
	store->places = gj_keys_new();
	store->staged = calloc(program->column_count + 1, sizeof *store->staged);
	if (!store->places || !store->staged)
		return fail_memory(comparing);
	for (size_t i = 0; i < program->column_count; i++) {
		store->row_bytes += (size_t)1 << program->column_lanes[i];
		store->staged[i] = aligned_alloc(64, (size_t)GJ_BLOCK_ROWS << program->column_lanes[i]);
		if (!store->staged[i])
			return fail_memory(comparing);
		memset(store->staged[i], 0, (size_t)GJ_BLOCK_ROWS << program->column_lanes[i]);
	}
	return true;
}

static void end_store(struct comparing *comparing)
{
	struct store *store = &comparing->store;
	for (size_t i = 0; store->staged && i < comparing->sides[1].program->column_count; i++)
		free(store->staged[i]);
	free(store->staged);
	free(store->rows);
	free(store->numbers);
	gj_keys_free(store->places);
}

static bool make_room(struct store *store, size_t more)
{
	if (store->count + more <= store->capacity)
		return true;
	size_t capacity = store->capacity * 2 + more;
	unsigned char *rows = realloc(store->rows, capacity * (store->row_bytes + 1));
	if (rows)
		store->rows = rows;
	uint64_t *numbers = rows ? realloc(store->numbers, capacity * sizeof *numbers) : NULL;
	if (!numbers)
		return false;
	store->numbers = numbers;
	store->capacity = capacity;
	return true;
}

/* A row of the chunk behind those stored. */
static void pack(struct store *store, const struct side *side, size_t row)
{
	unsigned char *to = store->rows + store->count * store->row_bytes;
	for (size_t i = 0; i < side->program->column_count; i++) {
		size_t width = (size_t)1 << side->program->column_lanes[i];
		memcpy(to, (const unsigned char *)side->chunk->columns[i] + row * width, width);
		to += width;
	}
	store->numbers[store->count++] = side->chunk->first_row + row;
}

static bool store_chunk(struct store *store, const struct side *side)
{
	if (!make_room(store, side->chunk->rows))
		return false;
	for (size_t row = 0; row < side->chunk->rows; row++) {
		uint32_t zero = 0, first;
		if (side->chunk->rejected[row])
			continue;
		pack(store, side, row);
		if (!gj_keys_add(store->places, &side->chunk->keys[row], &zero, store->count, &first, 1))
			return false;
	}
	return true;
}

static bool store_table(struct comparing *comparing)
{
	struct side *new = &comparing->sides[1];
	if (!start_store(comparing))
		return false;
	while (have_rows(comparing, new) && !new->ended) {
		if (!store_chunk(&comparing->store, new))
			return fail_memory(comparing);
		new->at = new->chunk->rows;
	}
	return new->ended;
}

/* The rows of the new table with the keys of the old one's next rows; where there is none, some row that isn't evaluated. */
static bool stage_block(struct comparing *comparing, size_t rows)
{
	struct side *old = &comparing->sides[0], *new = &comparing->sides[1];
	struct store *store = &comparing->store;
	uint32_t places[GJ_BLOCK_ROWS];
	if (!gj_keys_find(store->places, &old->chunk->keys[old->at], places, rows))
		return fail_memory(comparing);
	for (size_t row = 0; row < rows; row++) {
		size_t place = places[row] ? places[row] - 1 : 0;
		const unsigned char *from = store->rows + place * store->row_bytes;
		for (size_t i = 0; i < new->program->column_count; i++) {
			size_t width = (size_t)1 << new->program->column_lanes[i];
			memcpy((unsigned char *)store->staged[i] + row * width, from, width);
			from += width;
		}
		new->rows[row] = store->numbers[place];
		new->evaluated[row] = places[row] && store->numbers[place] != TAKEN;
		if (places[row])
			store->numbers[place] = TAKEN;
	}
	gj_vm_run(new->vm, (const void *const *)store->staged, rows);
	for (size_t row = 0; row < rows; row++)
		new->evaluated[row] = new->evaluated[row] && passes(new, row);
	return true;
}

static bool compare_keys(struct comparing *comparing)
{
	struct side *old = &comparing->sides[0];
	if (!store_table(comparing) || !comparing->store.count)
		return comparing->status == GJ_IMPACT_DONE;
	while (have_rows(comparing, old)) {
		size_t rows = rows_left(old) < GJ_BLOCK_ROWS ? rows_left(old) : (size_t)GJ_BLOCK_ROWS;
		if (!rows)
			return true;
		run_block(old, rows);
		if (!stage_block(comparing, rows) || !take_block(comparing, rows))
			return false;
		old->at += rows;
	}
	return false;
}

enum gj_impact_status gj_impact_go(struct gj_impact *impact)
{
	const struct gj_program *old = impact->runs[0]->program, *new = impact->runs[1]->program;
	struct comparing *comparing = calloc(1, sizeof *comparing);
	impact->point_scale = old->point_scale > new->point_scale ? old->point_scale : new->point_scale;
	impact->moves = calloc((old->grade_count + 1) * (new->grade_count + 1), sizeof *impact->moves);
	if (!comparing || !impact->moves) {
		free(comparing);
		return GJ_IMPACT_NO_MEMORY;
	}
	comparing->impact = impact;
	if (start_side(comparing, 0) && start_side(comparing, 1)) {
		bool one_table = strcmp(impact->data[0], impact->data[1]) == 0;
		bool done = one_table ? compare_rows(comparing) : compare_keys(comparing);
		if (!done && comparing->status == GJ_IMPACT_DONE)
			comparing->status = GJ_IMPACT_FAILED;
	}
	enum gj_impact_status status = comparing->status;
	if (comparing->sides[1].program)
		end_store(comparing);
	end_side(&comparing->sides[0]);
	end_side(&comparing->sides[1]);
	free(comparing);
	return status;
}

void gj_impact_end(struct gj_impact *impact)
{
	free(impact->moves);
	impact->moves = NULL;
}
