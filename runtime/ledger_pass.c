#include "ledger_pass.h"

#include "keys.h"
#include "rejects_writer.h"
#include "row_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The key alone of the units' table, so that nothing else is read of it in the first pass. */
struct key_table {
	struct gj_program program;
	struct gj_field field;
	uint8_t lane;
};

static void only_key(struct key_table *made, const struct gj_program *program)
{
	*made = (struct key_table){ .field = program->fields[program->key_field] };
	made->lane = (uint8_t)made->field.lane;
	made->program = (struct gj_program){ .name = program->name, .field_count = 1, .fields = &made->field, .key_field = 0,
		.column_lanes = &made->lane };
	if (made->field.column != GJ_NONE) {
		made->field.column = 0;
		made->program.column_count = 1;
	}
}

/* Enters the keys of a chunk with the units' numbers, from 1. A key that repeats keeps its first unit. */
static bool enter_keys(struct gj_keys *keys, const struct gj_chunk *chunk)
{
	enum { BATCH = 512 };
	uint32_t numbers[BATCH], first[BATCH];
	for (size_t at = 0; at < chunk->rows; at += BATCH) {
		size_t count = chunk->rows - at < BATCH ? chunk->rows - at : (size_t)BATCH;
		for (size_t i = 0; i < count; i++)
			numbers[i] = (uint32_t)(at + i);
		if (!gj_keys_add(keys, chunk->keys + at, numbers, chunk->first_row + 1, first, count))
			return false;
	}
	return true;
}

static enum gj_pass read_keys(struct gj_ledger_pass *pass, struct gj_keys *keys, uint64_t *units)
{
	struct key_table only;
	only_key(&only, pass->program);
	struct gj_table *table = gj_tables_open(pass->tables, pass->data, pass->program->unit_name, &only.program);
	if (!table)
		return GJ_PASS_NO_MEMORY;
	enum gj_pass result = gj_table_ready(table) ? GJ_PASS_DONE : GJ_PASS_TABLE;
	struct gj_chunk *chunk = result == GJ_PASS_DONE ? gj_chunk_new(table) : NULL;
	*units = 0;
	while (chunk && result == GJ_PASS_DONE) {
		enum gj_next next = gj_table_next(table, chunk);
		if (next != GJ_NEXT_ROWS) {
			result = next == GJ_NEXT_FAILED ? GJ_PASS_TABLE : result;
			break;
		}
		*units += chunk->rows;
		if (!gj_chunk_parse(table, chunk) || !enter_keys(keys, chunk))
			result = GJ_PASS_NO_MEMORY;
	}
	if (result == GJ_PASS_DONE && !chunk)
		result = GJ_PASS_NO_MEMORY;
	gj_chunk_free(chunk);
	gj_table_close(table);
	return result;
}

/* What reading one ledger needs. */
struct reader {
	struct gj_ledger_pass *pass;
	const struct gj_ledger *ledger;
	struct gj_ledger_read *read;
	size_t index;
	struct gj_chunk *chunk;
	struct gj_keys *owners, *seen; /* those whom the rows belong to; the ledger's own 主键 by line */
	struct gj_buffer rejects;
	uint8_t apart[GJ_BLOCK_ROWS]; /* 待核 cells make a difference to what the machine has made of the row */
};

static bool reject_row(struct reader *reader, const struct gj_check *check, size_t row)
{
	return gj_row_fails(reader->chunk, reader->ledger->rows, check, GJ_NONE, row);
}

/* Sets rows with 待核 cells apart, before the 校验 are asked. */
static void set_apart(struct reader *reader, size_t first, size_t rows)
{
	const struct gj_chunk *chunk = reader->chunk;
	memset(reader->apart, 0, rows);
	for (size_t i = 0; i < chunk->pending_count; i++)
		if (chunk->pending[i].row >= first && chunk->pending[i].row < first + rows)
			reader->apart[chunk->pending[i].row - first] = 1;
}

/* What the rows set apart may add is kept beside the totals; owners[i] becomes 0. */
static bool keep_apart(struct reader *reader, size_t first, size_t rows, uint32_t *owners)
{
	struct gj_chunk *chunk = reader->chunk;
	for (size_t at = 0, count; at < chunk->pending_count; at += count) {
		size_t row = chunk->pending[at].row;
		enum gj_record_kind kind;
		int check;
		for (count = 1; at + count < chunk->pending_count && chunk->pending[at + count].row == row;)
			count++;
		if (row < first || row >= first + rows || !owners[row - first])
			continue;
		uint32_t unit = gj_totals_unit(reader->pass->totals, reader->index, owners[row - first]);
		if (!gj_records_take(reader->pass->records, reader->index, chunk, row, chunk->pending + at, count, unit, &kind, &check))
			return false;
		if (kind != GJ_RECORD_KNOWN)
			owners[row - first] = 0;
		if (kind == GJ_RECORD_IMPOSSIBLE && !reject_row(reader, &reader->ledger->rows->checks[check], row))
			return false;
	}
	return true;
}

static bool check_block(struct reader *reader, const struct gj_vm *vm, size_t first, size_t rows)
{
	const struct gj_program *program = reader->ledger->rows;
	for (size_t i = 0; i < program->check_count; i++) {
		enum gj_lane lane;
		const int8_t *holds = gj_vm_output(vm, program->checks[i].slot, &lane);
		for (size_t row = 0; row < rows; row++)
			if (!holds[row] && !reader->apart[row] && !reader->chunk->rejected[first + row] && !reject_row(reader, &program->checks[i], first + row))
				return false;
	}
	return true;
}

/* The name of those whom the rows belong to; "" for the units of the table. */
static const char *owner_name(const struct reader *reader)
{
	int parent = reader->ledger->parent;
	return parent == GJ_NONE ? "" : reader->pass->program->ledgers[parent].name;
}

static bool reject_orphan(struct reader *reader, size_t row)
{
	const struct gj_program *program = reader->ledger->rows;
	const char *key = gj_chunk_shown(reader->chunk, reader->chunk->keys[row]);
	enum gj_data_message_id id = reader->ledger->parent == GJ_NONE ? GJ_DATA_ORPHAN_ROW : GJ_DATA_ORPHAN_OF_LEDGER;
	return key && gj_chunk_reject(reader->chunk, row, id, program->key_field, 3,
			      (const char *[]){ program->fields[program->key_field].name, key, owner_name(reader) });
}

/* Puts aside rows that belong to nobody. named[i]: whom row i belongs to, even where it doesn't count. */
static bool find_owners(struct reader *reader, size_t first, size_t rows, uint32_t *named, uint32_t *owners)
{
	struct gj_chunk *chunk = reader->chunk;
	if (!gj_keys_find(reader->owners, chunk->keys + first, named, rows))
		return false;
	memcpy(owners, named, rows * sizeof *owners);
	for (size_t i = 0; i < rows; i++) {
		if (!chunk->rejected[first + i] && !owners[i] && !reject_orphan(reader, first + i))
			return false;
		if (chunk->rejected[first + i])
			owners[i] = 0;
	}
	return true;
}

static bool reject_doubled(struct reader *reader, size_t row, uint32_t before)
{
	int unique = reader->ledger->unique;
	const char *twice = gj_chunk_shown(reader->chunk, reader->chunk->texts[unique][row]);
	char line[24];
	snprintf(line, sizeof line, "%u", before);
	return twice && gj_chunk_reject(reader->chunk, row, GJ_DATA_DOUBLED_KEY, unique, 3,
				(const char *[]){ reader->ledger->rows->fields[unique].name, twice, line });
}

/* Puts aside rows entered twice. The number of a row is the one under which the totals know it. */
static bool enter_rows(struct reader *reader, size_t first, size_t rows, uint32_t *owners)
{
	struct gj_chunk *chunk = reader->chunk;
	uint32_t before[GJ_BLOCK_ROWS], offsets[GJ_BLOCK_ROWS];
	const struct gj_text *keys = chunk->texts[reader->ledger->unique] + first;
	if (!gj_keys_add(reader->seen, keys, chunk->line_offsets + first, chunk->first_line, before, rows))
		return false;
	for (size_t i = 0; i < rows; i++) {
		if (before[i] && owners[i] && !reject_doubled(reader, first + i, before[i]))
			return false;
		owners[i] = before[i] ? 0 : owners[i];
		offsets[i] = (uint32_t)i;
	}
	return !reader->read->numbers || gj_keys_add(reader->read->numbers, keys, offsets, reader->read->rows + first + 1, before, rows);
}

/* All that a row says but whom it belongs to. */
static bool describe_row(struct gj_buffer *out, const struct reader *reader, size_t row)
{
	const struct gj_program *program = reader->ledger->rows;
	int *fields = calloc(program->field_count + 1, sizeof *fields);
	size_t count = 0;
	for (size_t i = 0; fields && i < program->field_count; i++)
		if (!program->fields[i].derived && (int)i != program->key_field)
			fields[count++] = (int)i;
	bool good = fields && gj_row_text(out, reader->chunk, program, fields, count, row);
	free(fields);
	return good;
}

/* The first reason why a row was put aside. */
static bool add_reason(struct gj_buffer *out, const struct reader *reader, size_t row)
{
	for (size_t i = 0; i < reader->chunk->reject_count; i++) {
		const struct gj_reject *reject = &reader->chunk->rejects[i];
		if (reject->row == row)
			return gj_data_text(out, reject->id, reject->arguments, reject->argument_count, reader->pass->language);
	}
	return true;
}

static bool trace_row(struct reader *reader, struct gj_traced_unit *unit, size_t row)
{
	struct gj_buffer text = { 0 };
	bool aside = reader->chunk->rejected[row];
	bool good = (aside ? add_reason(&text, reader, row) : describe_row(&text, reader, row)) && gj_buffer_add(&text, "", 1);
	struct gj_traced_row traced = { .ledger = reader->index, .number = reader->read->rows + row, .line = gj_chunk_line(reader->chunk, row),
		.text = aside ? "" : text.bytes, .reason = aside ? text.bytes : NULL };
	good = good && gj_trace_row(reader->pass->trace, unit, &traced);
	gj_buffer_free(&text);
	return good;
}

/* Keeps the rows of the units asked for; named[i]: whom row i says it belongs to. */
static bool trace_rows(struct reader *reader, size_t first, size_t rows, const uint32_t *named)
{
	const struct gj_trace *trace = reader->pass->trace;
	for (size_t i = 0; trace && i < rows; i++) {
		uint32_t number = named[i] ? gj_totals_unit(reader->pass->totals, reader->index, named[i]) : 0;
		struct gj_traced_unit *unit = gj_trace_unit(trace, number);
		if (unit && !trace_row(reader, unit, first + i))
			return false;
	}
	return true;
}

static bool take_block(struct reader *reader, size_t first, size_t rows)
{
	const struct gj_program *program = reader->ledger->rows;
	struct gj_totals *totals = reader->pass->totals;
	const void **columns = gj_totals_columns(totals, reader->index);
	uint32_t owners[GJ_BLOCK_ROWS], named[GJ_BLOCK_ROWS];
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->column != GJ_NONE && !field->derived)
			columns[field->column] = (const char *)reader->chunk->columns[field->column] + (first << field->lane);
		if (field->state_column != GJ_NONE)
			columns[field->state_column] = (const char *)reader->chunk->columns[field->state_column] + first;
	}
	const struct gj_vm *vm = gj_totals_run(totals, reader->index, rows);
	set_apart(reader, first, rows);
	if (!check_block(reader, vm, first, rows) || !find_owners(reader, first, rows, named, owners))
		return false;
	if (reader->ledger->unique != GJ_NONE && !enter_rows(reader, first, rows, owners))
		return false;
	return (!reader->chunk->pending_count || keep_apart(reader, first, rows, owners))
		&& trace_rows(reader, first, rows, named) && gj_totals_take(totals, reader->index, owners, reader->chunk->texts, first, rows);
}

static enum gj_pass take_chunk(struct reader *reader)
{
	struct gj_chunk *chunk = reader->chunk;
	if (!gj_chunk_parse(reader->read->table, chunk))
		return GJ_PASS_NO_MEMORY;
	for (size_t first = 0; first < chunk->rows; first += GJ_BLOCK_ROWS)
		if (!take_block(reader, first, chunk->rows - first < GJ_BLOCK_ROWS ? chunk->rows - first : (size_t)GJ_BLOCK_ROWS))
			return GJ_PASS_NO_MEMORY;
	reader->read->rows += chunk->rows;
	reader->read->rejected += chunk->rejected_rows;
	reader->rejects.size = 0;
	gj_chunk_sort_rejects(chunk);
	for (size_t i = 0; i < chunk->reject_count; i++)
		if (!gj_rejects_add(&reader->rejects, reader->ledger->rows, &chunk->rejects[i], reader->pass->language, reader->ledger->name))
			return GJ_PASS_NO_MEMORY;
	for (size_t i = 0; i < chunk->reject_count; i++)
		if (!reader->pass->take(reader->pass->context, i ? NULL : &reader->rejects, &chunk->rejects[i], reader->ledger->name))
			return GJ_PASS_STOPPED;
	return GJ_PASS_DONE;
}

static enum gj_pass read_rows(struct reader *reader)
{
	for (;;) {
		enum gj_next next = gj_table_next(reader->read->table, reader->chunk);
		if (next != GJ_NEXT_ROWS)
			return next == GJ_NEXT_END ? GJ_PASS_DONE : GJ_PASS_TABLE;
		enum gj_pass result = take_chunk(reader);
		if (result != GJ_PASS_DONE)
			return result;
	}
}

static bool has_rows_below(const struct gj_program *program, size_t index)
{
	for (size_t i = 0; i < program->ledger_count; i++)
		if (program->ledgers[i].parent == (int)index && program->ledgers[i].base == GJ_NONE)
			return true;
	return false;
}

static enum gj_pass read_file(struct gj_ledger_pass *pass, struct gj_keys *units, size_t index)
{
	const struct gj_ledger *ledger = &pass->program->ledgers[index];
	struct gj_ledger_read *read = &pass->reads[index];
	struct reader reader = { .pass = pass, .ledger = ledger, .read = read, .index = index,
		.owners = ledger->parent == GJ_NONE ? units : pass->reads[ledger->parent].numbers };
	if (!(read->table = gj_tables_open(pass->tables, pass->paths[index], ledger->name, ledger->rows)))
		return GJ_PASS_NO_MEMORY;
	if (!gj_table_ready(read->table))
		return GJ_PASS_TABLE;
	bool numbered = has_rows_below(pass->program, index);
	if (numbered && !(read->numbers = gj_keys_new()))
		return GJ_PASS_NO_MEMORY;
	reader.chunk = gj_chunk_new(read->table);
	reader.seen = gj_keys_new();
	enum gj_pass result = reader.chunk && reader.seen ? read_rows(&reader) : GJ_PASS_NO_MEMORY;
	gj_chunk_free(reader.chunk);
	gj_keys_free(reader.seen);
	gj_buffer_free(&reader.rejects);
	return result;
}

/* A ledger after the one that its rows belong to. */
static enum gj_pass read_ledger(struct gj_ledger_pass *pass, struct gj_keys *units, size_t index)
{
	const struct gj_ledger *ledger = &pass->program->ledgers[index];
	if (pass->reads[index].done || ledger->base != GJ_NONE)
		return GJ_PASS_DONE;
	pass->reads[index].done = true;
	enum gj_pass result = ledger->parent == GJ_NONE ? GJ_PASS_DONE : read_ledger(pass, units, (size_t)ledger->parent);
	return result == GJ_PASS_DONE ? read_file(pass, units, index) : result;
}

/* The units whose rows are asked for. */
static bool start_trace(struct gj_ledger_pass *pass, struct gj_keys *keys)
{
	size_t count = pass->traced_count;
	if (!count)
		return true;
	struct gj_text *texts = calloc(count, sizeof *texts);
	uint32_t *units = calloc(count, sizeof *units);
	for (size_t i = 0; texts && i < count; i++)
		texts[i] = (struct gj_text){ pass->traced[i], (uint32_t)strlen(pass->traced[i]) };
	if (texts && units && gj_keys_find(keys, texts, units, count))
		pass->trace = gj_trace_new(units, count);
	free(texts);
	free(units);
	gj_totals_trace(pass->totals, pass->trace);
	return pass->trace;
}

enum gj_pass gj_ledger_pass_run(struct gj_ledger_pass *pass)
{
	struct gj_keys *keys = gj_keys_new();
	uint64_t units = 0;
	pass->reads = calloc(pass->program->ledger_count + 1, sizeof *pass->reads);
	enum gj_pass result = keys && pass->reads ? read_keys(pass, keys, &units) : GJ_PASS_NO_MEMORY;
	if (result == GJ_PASS_DONE && !(pass->totals = gj_totals_new(pass->program, units)))
		result = GJ_PASS_NO_MEMORY;
	if (result == GJ_PASS_DONE && (!(pass->records = gj_records_new(pass->program)) || !start_trace(pass, keys)))
		result = GJ_PASS_NO_MEMORY;
	for (size_t i = 0; i < pass->program->ledger_count && result == GJ_PASS_DONE; i++)
		result = read_ledger(pass, keys, i);
	if (result == GJ_PASS_DONE && !gj_totals_settle(pass->totals))
		result = GJ_PASS_NO_MEMORY;
	if (pass->records)
		gj_records_sort(pass->records);
	gj_keys_free(keys);
	return result;
}

void gj_ledger_pass_free(struct gj_ledger_pass *pass)
{
	for (size_t i = 0; pass->reads && i < pass->program->ledger_count; i++) {
		gj_table_close(pass->reads[i].table);
		gj_keys_free(pass->reads[i].numbers);
	}
	free(pass->reads);
	gj_totals_free(pass->totals);
	gj_records_free(pass->records);
	gj_trace_free(pass->trace);
	pass->trace = NULL;
	pass->records = NULL;
	pass->reads = NULL;
	pass->totals = NULL;
}
