#include "totals_books.h"

#include "datum.h"
#include "total_state.h"

#include <stdlib.h>
#include <string.h>

/* A block of rows being added. */
struct block {
	struct gj_totals *totals;
	size_t ledger, rows;
	uint64_t first;           /* number of the first row in its ledger */
	const struct gj_ledger *of;
	struct gj_books *books;
	gj_row_numbers counted;   /* the owner of each row; 0 where it doesn't count */
};

bool gj_totals_keeps(const struct gj_totals *totals, size_t ledger)
{
	return totals->books[ledger].kept;
}

const void **gj_totals_columns(struct gj_totals *totals, size_t ledger)
{
	return totals->books[ledger].columns;
}

const struct gj_vm *gj_totals_run(struct gj_totals *totals, size_t ledger, size_t rows)
{
	struct gj_books *books = &totals->books[ledger];
	gj_vm_run(books->vm, books->columns, rows);
	return books->vm;
}

static void copy_numbers(uint32_t *to, const uint32_t *from, size_t rows)
{
	memcpy(to, from, rows * sizeof *to);
}

/* From rows of the ledger `level` (GJ_NONE: units) to those of the ledger `owner` that they belong to, through the ledgers between. */
static void climb(const struct gj_totals *totals, int level, int owner, uint32_t *numbers, size_t rows)
{
	for (; level != owner; level = gj_ledger_at(totals, (size_t)level)->parent) {
		const uint32_t *owners = totals->books[level].rows.owners;
		for (size_t i = 0; i < rows; i++)
			numbers[i] = numbers[i] ? owners[numbers[i] - 1] : 0;
	}
}

uint32_t gj_totals_unit(const struct gj_totals *totals, size_t ledger, uint32_t owner)
{
	climb(totals, gj_ledger_at(totals, ledger)->parent, GJ_NONE, &owner, 1);
	return owner;
}

/* --- Rows within what an owner may have --- */

static bool reserve_counts(struct block *block)
{
	const struct gj_totals *totals = block->totals;
	struct gj_books *books = block->books;
	size_t owners = block->of->parent == GJ_NONE ? (size_t)totals->units : totals->books[block->of->parent].rows.room;
	if (owners <= books->count_room)
		return true;
	uint32_t *counts = realloc(books->counts, owners * sizeof *counts);
	if (!counts)
		return false;
	memset(counts + books->count_room, 0, (owners - books->count_room) * sizeof *counts);
	books->counts = counts;
	books->count_room = owners;
	return true;
}

static void note_beyond(struct block *block, uint32_t owner)
{
	climb(block->totals, block->of->parent, GJ_NONE, &owner, 1);
	uint8_t *beyond = owner ? &block->totals->beyond[owner - 1] : NULL;
	if (beyond && (!*beyond || *beyond > block->ledger + 1))
		*beyond = (uint8_t)(block->ledger + 1);
}

/* Those beyond what an owner may have don't count, so that no total leaves its range. */
static bool count_rows(struct block *block)
{
	if (!reserve_counts(block))
		return false;
	uint32_t *counts = block->books->counts, most = (uint32_t)block->of->most;
	for (size_t i = 0; i < block->rows; i++) {
		if (!block->counted[i])
			continue;
		uint32_t *count = &counts[block->counted[i] - 1];
		if (*count < most) {
			++*count;
			continue;
		}
		note_beyond(block, block->counted[i]);
		block->counted[i] = 0;
	}
	return true;
}

/* --- Groups --- */

static const int8_t *filter_of(const struct block *block, int slot)
{
	enum gj_lane lane;
	return slot == GJ_NONE ? NULL : gj_vm_output(block->books->vm, slot, &lane);
}

/* What a row has in a field by which it is put into groups. */
static int64_t group_value(const struct block *block, int field, size_t row)
{
	const struct gj_field *key = &block->of->rows->fields[field];
	return key->type == GJ_TEXT ? block->books->numbers[field][row] : gj_column_value(block->books->columns[key->column], key->lane, row);
}

/* The first row of a new group. */
static void begin_group(const struct block *block, const struct gj_ledger *group, struct gj_kept_rows *made, size_t row)
{
	for (size_t i = 0; i < group->group_count; i++) {
		const struct gj_field *key = &group->rows->fields[i];
		int64_t value = group_value(block, group->group_fields[i], row);
		if (key->column != GJ_NONE)
			gj_column_set(made->columns[key->column], key->lane, made->count, value);
		else if (made->numbers[i])
			made->numbers[i][made->count] = (uint32_t)value;
	}
	made->owners[made->count++] = block->counted[row];
}

/* The number of the row's group among all rows of the group's ledger, through one field after another; 0 when memory is out. */
static uint32_t enter_group(const struct block *block, size_t index, size_t row)
{
	const struct gj_ledger *group = gj_ledger_at(block->totals, index);
	struct gj_books *books = &block->totals->books[index];
	struct gj_pairs *steps = books->pairs + group->total_count;
	uint32_t number = block->counted[row];
	for (size_t i = 0; i < group->group_count; i++) {
		bool last = i + 1 == group->group_count;
		size_t fresh = 1 + (last ? books->rows.count : steps[i].count);
		number = fresh < UINT32_MAX ? gj_pairs_enter(&steps[i], number, group_value(block, group->group_fields[i], row), (uint32_t)fresh) : 0;
		if (!number)
			return 0;
		if (last && number == fresh)
			begin_group(block, group, &books->rows, row);
	}
	return number;
}

static bool find_groups(const struct block *block, size_t index, uint32_t *groups)
{
	const struct gj_ledger *group = gj_ledger_at(block->totals, index);
	struct gj_books *books = &block->totals->books[index];
	const int8_t *filter = filter_of(block, group->group_filter);
	if (!gj_kept_reserve(&books->rows, group->rows, books->text_counts, block->rows))
		return false;
	for (size_t i = 0; i < block->rows; i++) {
		groups[i] = 0;
		if (block->counted[i] && (!filter || filter[i]) && !(groups[i] = enter_group(block, index, i)))
			return false;
	}
	return true;
}

/* --- Totals --- */

static int64_t value_of(const struct block *block, const struct gj_total *total, const struct gj_total_block *columns, size_t row)
{
	return total->text == GJ_NONE ? gj_column_value(columns->values, columns->value_lane, row) : block->books->numbers[total->text][row];
}

/* How many different values: those met for the first time are counted. */
static bool add_values(const struct block *block, size_t index, const struct gj_total_block *columns, int64_t *states, size_t stride)
{
	const struct gj_total *total = &block->of->totals[index];
	struct gj_pairs *pairs = &block->books->pairs[index];
	for (size_t i = 0; i < columns->rows; i++) {
		uint32_t owner = columns->owners[i];
		size_t before = pairs->count;
		if (!owner || (columns->filter && !columns->filter[i]))
			continue;
		if (!gj_pairs_enter(pairs, owner, value_of(block, total, columns, i), 1))
			return false;
		states[(size_t)(owner - 1) * stride] += pairs->count > before;
	}
	return true;
}

/* Enters the rows counted, where somebody asks for them. */
static bool trace_total(const struct block *block, size_t index, const struct gj_total_block *columns)
{
	const struct gj_trace *trace = block->totals->trace;
	for (size_t i = 0; trace && i < columns->rows; i++) {
		bool counts = columns->owners[i] && (!columns->filter || columns->filter[i]);
		struct gj_traced_unit *unit = counts ? gj_trace_unit(trace, columns->owners[i]) : NULL;
		if (unit && !gj_trace_count(unit, block->ledger, index, block->first + i))
			return false;
	}
	return true;
}

static bool add_total(const struct block *block, size_t index, const uint32_t *owners)
{
	const struct gj_total *total = &block->of->totals[index];
	const struct gj_account *account = &block->books->accounts[block->books->account_of[index]];
	struct gj_total_block columns = { .owners = owners, .filter = filter_of(block, total->filter), .rows = block->rows };
	if (total->value != GJ_NONE)
		columns.values = gj_vm_output(block->books->vm, total->value, &columns.value_lane);
	if (total->key != GJ_NONE)
		columns.keys = gj_vm_output(block->books->vm, total->key, &columns.key_lane);
	int64_t *states = account->states + block->books->offset[index];
	if (total->owner == GJ_NONE && !trace_total(block, index, &columns))
		return false;
	if (total->kind == GJ_TOTAL_VALUES)
		return add_values(block, index, &columns, states, account->stride);
	gj_total_add(total, &columns, states, account->stride);
	return true;
}

/* Whether the ledger is made of groups of the block's rows. */
static bool is_group_of(const struct block *block, int ledger)
{
	return ledger != GJ_NONE && gj_ledger_at(block->totals, (size_t)ledger)->base == (int)block->ledger;
}

static bool add_account(const struct block *block, size_t index, const uint32_t *owners)
{
	const struct gj_account *account = &block->books->accounts[index];
	if (!gj_account_reserve(block->totals, block->ledger, &block->books->accounts[index]))
		return false;
	for (size_t i = 0; account->room && i < block->of->total_count; i++)
		if (block->books->account_of[i] == index && !add_total(block, i, owners))
			return false;
	return true;
}

static bool add_accounts_above(const struct block *block)
{
	gj_row_numbers owners;
	for (size_t i = 0; i < block->books->account_count; i++) {
		int owner = block->books->accounts[i].owner;
		if (is_group_of(block, owner))
			continue;
		copy_numbers(owners, block->counted, block->rows);
		climb(block->totals, block->of->parent, owner, owners, block->rows);
		if (!add_account(block, i, owners))
			return false;
	}
	return true;
}

static bool add_groups(const struct block *block)
{
	gj_row_numbers groups;
	for (size_t i = 0; i < block->totals->program->ledger_count; i++) {
		if (!is_group_of(block, (int)i))
			continue;
		if (!find_groups(block, i, groups))
			return false;
		for (size_t k = 0; k < block->books->account_count; k++)
			if (block->books->accounts[k].owner == (int)i && !add_account(block, k, groups))
				return false;
	}
	return true;
}

/* The rows that the ledger's machine ran last. */
static void begin_block(struct block *block, struct gj_totals *totals, size_t ledger, const uint32_t *owners, uint64_t first, size_t rows)
{
	block->totals = totals;
	block->first = first;
	block->ledger = ledger;
	block->rows = rows;
	block->of = gj_ledger_at(totals, ledger);
	block->books = &totals->books[ledger];
	copy_numbers(block->counted, owners, rows);
}

static bool add_block(const struct block *block)
{
	return add_groups(block) && add_accounts_above(block);
}

/* --- Taking and settling --- */

/* Numbers for the texts that decide something. */
static bool number_texts(struct gj_totals *totals, size_t ledger, struct gj_text *const *texts, size_t start, size_t rows)
{
	struct gj_books *books = &totals->books[ledger];
	const struct gj_program *program = gj_ledger_at(totals, ledger)->rows;
	gj_row_numbers offsets, first;
	for (size_t i = 0; i < rows; i++)
		offsets[i] = (uint32_t)i;
	for (size_t field = 0; field < program->field_count; field++) {
		if (!books->text_counts[field])
			continue;
		struct gj_text_numbers *known = &books->texts[field];
		if (known->next + rows >= UINT32_MAX || !gj_keys_add(known->keys, texts[field] + start, offsets, known->next, first, rows))
			return false;
		for (size_t i = 0; i < rows; i++)
			books->block_numbers[field][i] = first[i] ? first[i] : (uint32_t)(known->next + i);
		known->next += rows;
	}
	return true;
}

static bool keep_block(const struct block *block)
{
	const struct gj_books *books = block->books;
	const struct gj_program *program = block->of->rows;
	struct gj_kept_rows *kept = &block->books->rows;
	size_t rows = block->rows;
	if (!gj_kept_reserve(kept, program, books->text_counts, rows))
		return false;
	for (size_t i = 0; i < program->column_count; i++) {
		size_t lane = program->column_lanes[i];
		if (kept->columns[i])
			memcpy((char *)kept->columns[i] + (kept->count << lane), books->columns[i], rows << lane);
	}
	for (size_t i = 0; i < program->field_count; i++)
		if (kept->numbers[i])
			copy_numbers(kept->numbers[i] + kept->count, books->block_numbers[i], rows);
	copy_numbers(kept->owners + kept->count, block->counted, rows);
	kept->count += rows;
	return true;
}

bool gj_totals_take(struct gj_totals *totals, size_t ledger, const uint32_t *owners, struct gj_text *const *texts, size_t first, size_t rows)
{
	struct block block;
	begin_block(&block, totals, ledger, owners, totals->books[ledger].taken, rows);
	block.books->taken += rows;
	if (!number_texts(totals, ledger, texts, first, rows) || !count_rows(&block))
		return false;
	return block.books->kept ? keep_block(&block) : add_block(&block);
}

/* The derived columns of the rows first .. first + rows - 1 of `owner`. */
static void fill(const struct gj_totals *totals, int owner, size_t first, size_t rows, void *const *columns)
{
	const struct gj_program *program = owner == GJ_NONE ? totals->program : gj_ledger_at(totals, (size_t)owner)->rows;
	for (size_t i = 0; i < totals->program->ledger_count; i++) {
		const struct gj_ledger *ledger = gj_ledger_at(totals, i);
		for (size_t k = 0; k < ledger->total_count; k++) {
			const struct gj_total *total = &ledger->totals[k];
			if (total->owner != owner)
				continue;
			const struct gj_account *account = &totals->books[i].accounts[totals->books[i].account_of[k]];
			const struct gj_field *field = &program->fields[total->field];
			const int64_t *states = account->states + first * account->stride + totals->books[i].offset[k];
			for (size_t row = 0; row < rows; row++)
				gj_column_set(columns[field->column], field->lane, row, gj_total_result(total, states + row * account->stride, field->low));
		}
	}
}

static bool settle_block(struct gj_totals *totals, size_t ledger, size_t first, size_t rows)
{
	struct gj_books *books = &totals->books[ledger];
	const struct gj_program *program = gj_ledger_at(totals, ledger)->rows;
	const struct gj_kept_rows *kept = &books->rows;
	struct block block;
	for (size_t i = 0; i < program->column_count; i++)
		if (kept->columns[i])
			books->columns[i] = (const char *)kept->columns[i] + (first << program->column_lanes[i]);
	for (size_t i = 0; i < program->field_count; i++)
		books->numbers[i] = kept->numbers[i] ? kept->numbers[i] + first : NULL;
	fill(totals, (int)ledger, first, rows, books->derived);
	gj_vm_run(books->vm, books->columns, rows);
	begin_block(&block, totals, ledger, kept->owners + first, first, rows);
	return (block.of->base == GJ_NONE || count_rows(&block)) && add_block(&block);
}

static bool settle(struct gj_totals *totals, size_t ledger);

/* Everything whose rows belong to the ledger's rows, or make them up, comes first. */
static bool settle_below(struct gj_totals *totals, size_t ledger)
{
	int base = gj_ledger_at(totals, ledger)->base;
	bool good = base == GJ_NONE || settle(totals, (size_t)base);
	for (size_t i = 0; i < totals->program->ledger_count && good; i++)
		if (gj_ledger_at(totals, i)->parent == (int)ledger)
			good = settle(totals, i);
	return good;
}

/* States for rows of the ledger that own none of the rows below. */
static bool reserve_below(struct gj_totals *totals, size_t ledger)
{
	for (size_t i = 0; i < totals->program->ledger_count; i++)
		for (size_t k = 0; k < totals->books[i].account_count; k++) {
			struct gj_account *account = &totals->books[i].accounts[k];
			if (account->owner == (int)ledger && !gj_account_reserve(totals, i, account))
				return false;
		}
	return true;
}

static bool settle(struct gj_totals *totals, size_t ledger)
{
	struct gj_books *books = &totals->books[ledger];
	if (!books->kept || books->settled)
		return true;
	books->settled = true;
	if (!settle_below(totals, ledger))
		return false;
	if (!reserve_below(totals, ledger))
		return false;
	for (size_t first = 0; first < books->rows.count; first += GJ_BLOCK_ROWS) {
		size_t left = books->rows.count - first;
		if (!settle_block(totals, ledger, first, left < GJ_BLOCK_ROWS ? left : (size_t)GJ_BLOCK_ROWS))
			return false;
	}
	return true;
}

bool gj_totals_settle(struct gj_totals *totals)
{
	for (size_t i = 0; i < totals->program->ledger_count; i++)
		if (!settle(totals, i))
			return false;
	return true;
}

void gj_totals_fill(const struct gj_totals *totals, uint64_t first, size_t rows, void *const *columns)
{
	uint64_t left = first < totals->units ? totals->units - first : 0;
	fill(totals, GJ_NONE, (size_t)first, left < rows ? (size_t)left : rows, columns);
}

int gj_totals_beyond(const struct gj_totals *totals, uint64_t unit)
{
	return unit < totals->units ? (int)totals->beyond[unit] - 1 : GJ_NONE;
}
