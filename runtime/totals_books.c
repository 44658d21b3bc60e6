#include "totals_books.h"

#include "datum.h"
#include "total_state.h"

#include <stdlib.h>
#include <string.h>

static bool is_group_key(const struct gj_ledger *ledger, int field)
{
	for (size_t i = 0; i < ledger->group_count; i++)
		if (ledger->group_fields[i] == field)
			return true;
	return false;
}

static bool text_counts(const struct gj_program *program, size_t index, int field)
{
	const struct gj_ledger *ledger = &program->ledgers[index];
	for (size_t i = 0; i < ledger->total_count; i++)
		if (ledger->totals[i].text == field)
			return true;
	for (size_t i = 0; i < program->ledger_count; i++)
		if (program->ledgers[i].base == (int)index && is_group_key(&program->ledgers[i], field))
			return true;
	return false;
}

static bool owns_totals(const struct gj_program *program, int ledger)
{
	for (size_t i = 0; i < program->ledger_count; i++)
		for (size_t k = 0; k < program->ledgers[i].total_count; k++)
			if (program->ledgers[i].totals[k].owner == ledger)
				return true;
	return false;
}

static bool owns_rows(const struct gj_program *program, int ledger)
{
	for (size_t i = 0; i < program->ledger_count; i++)
		if (program->ledgers[i].parent == ledger)
			return true;
	return false;
}

static size_t account_for(struct gj_books *books, int owner)
{
	size_t index = 0;
	while (index < books->account_count && books->accounts[index].owner != owner)
		index++;
	if (index == books->account_count)
		books->accounts[books->account_count++] = (struct gj_account){ .owner = owner };
	return index;
}

static void place_totals(struct gj_books *books, const struct gj_ledger *ledger)
{
	for (size_t i = 0; i < ledger->total_count; i++) {
		struct gj_account *account = &books->accounts[books->account_of[i] = account_for(books, ledger->totals[i].owner)];
		books->offset[i] = account->stride;
		account->stride += gj_total_words(&ledger->totals[i]);
	}
}

/* A derived field has its low while the totals aren't known: the machine relies on the range. */
static void blank_derived(struct gj_books *books, const struct gj_program *rows)
{
	for (size_t i = 0; i < rows->field_count; i++) {
		const struct gj_field *field = &rows->fields[i];
		for (size_t row = 0; field->derived && row < GJ_BLOCK_ROWS; row++)
			gj_column_set(books->derived[field->column], field->lane, row, field->low);
	}
}

static bool make_derived(struct gj_books *books, const struct gj_program *rows)
{
	for (size_t i = 0; i < rows->field_count; i++) {
		const struct gj_field *field = &rows->fields[i];
		if (!field->derived)
			continue;
		void *column = books->derived[field->column] = aligned_alloc(64, (size_t)GJ_BLOCK_ROWS << field->lane);
		if (!column)
			return false;
		books->columns[field->column] = column;
	}
	blank_derived(books, rows);
	return true;
}

static bool make_texts(struct gj_totals *totals, size_t index)
{
	struct gj_books *books = &totals->books[index];
	const struct gj_program *rows = gj_ledger_at(totals, index)->rows;
	for (size_t i = 0; i < rows->field_count; i++) {
		if (!(books->text_counts[i] = rows->fields[i].type == GJ_TEXT && text_counts(totals->program, index, (int)i)))
			continue;
		books->texts[i] = (struct gj_text_numbers){ gj_keys_new(), 1 };
		books->numbers[i] = books->block_numbers[i] = malloc(sizeof(gj_row_numbers));
		if (!books->texts[i].keys || !books->block_numbers[i])
			return false;
	}
	return true;
}

static bool open_books(struct gj_totals *totals, size_t index)
{
	struct gj_books *books = &totals->books[index];
	const struct gj_ledger *ledger = gj_ledger_at(totals, index);
	const struct gj_program *rows = ledger->rows;
	*books = (struct gj_books){ .vm = gj_vm_new(rows, &rows->score), .columns = calloc(rows->column_count + 1, sizeof *books->columns),
		.derived = calloc(rows->column_count + 1, sizeof *books->derived),
		.accounts = calloc(totals->program->ledger_count + 1, sizeof *books->accounts),
		.account_of = calloc(ledger->total_count + 1, sizeof *books->account_of),
		.offset = calloc(ledger->total_count + 1, sizeof *books->offset),
		.pairs = calloc(ledger->total_count + ledger->group_count + 1, sizeof *books->pairs),
		.text_counts = calloc(rows->field_count + 1, sizeof *books->text_counts),
		.texts = calloc(rows->field_count + 1, sizeof *books->texts),
		.block_numbers = calloc(rows->field_count + 1, sizeof *books->block_numbers),
		.numbers = calloc(rows->field_count + 1, sizeof *books->numbers) };
	bool good = gj_kept_start(&books->rows, rows) && books->vm && books->columns && books->derived && books->accounts && books->account_of
		&& books->offset && books->pairs && books->text_counts && books->texts && books->block_numbers && books->numbers;
	if (!good)
		return false;
	place_totals(books, ledger);
	books->kept = ledger->base != GJ_NONE || owns_totals(totals->program, (int)index) || owns_rows(totals->program, (int)index);
	return make_derived(books, rows) && make_texts(totals, index);
}

static void close_books(struct gj_books *books, const struct gj_ledger *ledger)
{
	const struct gj_program *rows = ledger->rows;
	for (size_t i = 0; books->derived && i < rows->column_count; i++)
		free(books->derived[i]);
	for (size_t i = 0; books->texts && i < rows->field_count; i++)
		gj_keys_free(books->texts[i].keys);
	for (size_t i = 0; books->block_numbers && i < rows->field_count; i++)
		free(books->block_numbers[i]);
	for (size_t i = 0; i < books->account_count; i++)
		free(books->accounts[i].states);
	for (size_t i = 0; books->pairs && i < ledger->total_count + ledger->group_count; i++)
		gj_pairs_free(&books->pairs[i]);
	gj_kept_free(&books->rows, rows);
	gj_vm_free(books->vm);
	free(books->columns);
	free(books->derived);
	free(books->counts);
	free(books->accounts);
	free(books->account_of);
	free(books->offset);
	free(books->pairs);
	free(books->text_counts);
	free(books->texts);
	free(books->block_numbers);
	free(books->numbers);
}

/* The states of new owners begin alike. */
static void begin_states(const struct gj_totals *totals, size_t index, const struct gj_account *account, size_t first, size_t end)
{
	const struct gj_books *books = &totals->books[index];
	const struct gj_ledger *ledger = gj_ledger_at(totals, index);
	for (size_t i = 0; i < ledger->total_count; i++)
		if (&books->accounts[books->account_of[i]] == account)
			for (size_t owner = first; owner < end; owner++)
				gj_total_begin(&ledger->totals[i], account->states + owner * account->stride + books->offset[i]);
}

bool gj_account_reserve(struct gj_totals *totals, size_t ledger, struct gj_account *account)
{
	size_t owners = account->owner == GJ_NONE ? (size_t)totals->units : totals->books[account->owner].rows.room;
	if (owners <= account->room)
		return true;
	int64_t *states = realloc(account->states, owners * account->stride * sizeof *states);
	if (!states)
		return false;
	account->states = states;
	begin_states(totals, ledger, account, account->room, owners);
	account->room = owners;
	return true;
}

static void clear_books(struct gj_totals *totals, size_t index)
{
	struct gj_books *books = &totals->books[index];
	const struct gj_ledger *ledger = gj_ledger_at(totals, index);
	for (size_t i = 0; i < books->account_count; i++)
		begin_states(totals, index, &books->accounts[i], 0, books->accounts[i].room);
	for (size_t i = 0; i < ledger->total_count + ledger->group_count; i++)
		gj_pairs_clear(&books->pairs[i]);
	if (books->count_room)
		memset(books->counts, 0, books->count_room * sizeof *books->counts);
	blank_derived(books, ledger->rows);
	for (size_t i = 0; i < ledger->rows->field_count; i++)
		books->numbers[i] = books->block_numbers[i];
	books->rows.count = 0;
	books->taken = 0;
	books->settled = false;
}

void gj_totals_clear(struct gj_totals *totals)
{
	memset(totals->beyond, 0, (size_t)totals->units);
	for (size_t i = 0; i < totals->program->ledger_count; i++)
		clear_books(totals, i);
}

void gj_totals_trace(struct gj_totals *totals, struct gj_trace *trace)
{
	totals->trace = trace;
}

struct gj_totals *gj_totals_new(const struct gj_program *program, uint64_t units)
{
	struct gj_totals *totals = calloc(1, sizeof *totals);
	if (!totals)
		return NULL;
	*totals = (struct gj_totals){ .program = program, .units = units, .books = calloc(program->ledger_count + 1, sizeof *totals->books),
		.beyond = calloc(units + 1, 1) };
	bool good = totals->books && totals->beyond && units < UINT32_MAX;
	for (size_t i = 0; i < program->ledger_count && good; i++)
		good = open_books(totals, i);
	for (size_t i = 0; i < program->ledger_count && good; i++)
		for (size_t k = 0; k < totals->books[i].account_count && good; k++)
			good = gj_account_reserve(totals, i, &totals->books[i].accounts[k]);
	if (good)
		return totals;
	gj_totals_free(totals);
	return NULL;
}

void gj_totals_free(struct gj_totals *totals)
{
	if (!totals)
		return;
	for (size_t i = 0; totals->books && i < totals->program->ledger_count; i++)
		close_books(&totals->books[i], gj_ledger_at(totals, i));
	free(totals->books);
	free(totals->beyond);
	free(totals);
}
