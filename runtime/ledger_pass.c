#include "ledger_pass.h"

#include "datum.h"
#include "keys.h"
#include "rejects_writer.h"

#include <stdio.h>
#include <stdlib.h>

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
	struct gj_table *table = gj_table_open(pass->data, &only.program);
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
	size_t index;
	struct gj_table *table;
	struct gj_chunk *chunk;
	struct gj_vm *vm;
	struct gj_keys *units, *seen; /* seen: the ledger's own 主键 */
	const void **columns;
	struct gj_buffer rejects;
};

static bool add_values(struct gj_buffer *out, const struct reader *reader, const struct gj_check *check, size_t row)
{
	bool good = true;
	for (size_t i = 0; i < check->field_count && good; i++)
		good = (i == 0 || gj_buffer_text(out, "、")) && gj_buffer_text(out, reader->ledger->rows->fields[check->fields[i]].name)
			&& gj_buffer_text(out, " ") && gj_datum_add(out, reader->ledger->rows, check->fields[i], reader->chunk->columns, row);
	return good && gj_buffer_add(out, "", 1);
}

static bool check_block(struct reader *reader, size_t first, size_t rows)
{
	const struct gj_program *program = reader->ledger->rows;
	bool good = true;
	for (size_t i = 0; i < program->check_count; i++) {
		const struct gj_check *check = &program->checks[i];
		enum gj_lane lane;
		const int8_t *holds = gj_vm_output(reader->vm, check->slot, &lane);
		for (size_t row = 0; row < rows && good; row++) {
			if (holds[row] || reader->chunk->rejected[first + row])
				continue;
			struct gj_buffer values = { 0 };
			good = add_values(&values, reader, check, first + row);
			const char *arguments[] = { *check->message ? check->message : check->text, values.bytes };
			good = good && gj_chunk_reject(reader->chunk, first + row, GJ_DATA_CHECK_FAILED, GJ_NONE, 2, arguments);
			gj_buffer_free(&values);
		}
	}
	return good;
}

/* Puts aside rows of units that aren't in the table and rows entered twice; units[i] is the unit of a row that counts, else 0. */
static bool find_units(struct reader *reader, size_t first, size_t rows, uint32_t *units)
{
	const struct gj_ledger *ledger = reader->ledger;
	struct gj_chunk *chunk = reader->chunk;
	uint32_t before[GJ_BLOCK_ROWS];
	if (!gj_keys_find(reader->units, chunk->keys + first, units, rows))
		return false;
	if (ledger->unique != GJ_NONE
		&& !gj_keys_add(reader->seen, chunk->texts[ledger->unique] + first, chunk->line_offsets + first, chunk->first_line, before, rows))
		return false;
	for (size_t i = 0; i < rows; i++) {
		if (chunk->rejected[first + i]) {
			units[i] = 0;
			continue;
		}
		const struct gj_program *program = ledger->rows;
		const char *key = units[i] ? NULL : gj_chunk_shown(chunk, chunk->keys[first + i]);
		if (!units[i] && !gj_chunk_reject(chunk, first + i, GJ_DATA_ORPHAN_ROW, program->key_field, 2,
					 (const char *[]){ program->fields[program->key_field].name, key ? key : "" }))
			return false;
		if (ledger->unique != GJ_NONE && before[i] && units[i]) {
			const char *twice = gj_chunk_shown(chunk, chunk->texts[ledger->unique][first + i]);
			char line[24];
			snprintf(line, sizeof line, "%u", before[i]);
			if (!twice || !gj_chunk_reject(chunk, first + i, GJ_DATA_DOUBLED_KEY, ledger->unique, 3,
					      (const char *[]){ program->fields[ledger->unique].name, twice, line }))
				return false;
			units[i] = 0;
		}
	}
	return true;
}

static bool take_block(struct reader *reader, size_t first, size_t rows)
{
	const struct gj_program *program = reader->ledger->rows;
	uint32_t units[GJ_BLOCK_ROWS];
	for (size_t i = 0; i < program->column_count; i++)
		reader->columns[i] = (const char *)reader->chunk->columns[i] + (first << program->column_lanes[i]);
	gj_vm_run(reader->vm, reader->columns, rows);
	if (!check_block(reader, first, rows) || !find_units(reader, first, rows, units))
		return false;
	gj_totals_take(&reader->pass->totals, reader->index, reader->vm, units, rows);
	return true;
}

static enum gj_pass take_chunk(struct reader *reader)
{
	struct gj_chunk *chunk = reader->chunk;
	struct gj_ledger_read *read = &reader->pass->reads[reader->index];
	if (!gj_chunk_parse(reader->table, chunk))
		return GJ_PASS_NO_MEMORY;
	for (size_t first = 0; first < chunk->rows; first += GJ_BLOCK_ROWS)
		if (!take_block(reader, first, chunk->rows - first < GJ_BLOCK_ROWS ? chunk->rows - first : (size_t)GJ_BLOCK_ROWS))
			return GJ_PASS_NO_MEMORY;
	read->rows += chunk->rows;
	read->rejected += chunk->rejected_rows;
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
	for (enum gj_pass result = GJ_PASS_DONE; result == GJ_PASS_DONE;) {
		enum gj_next next = gj_table_next(reader->table, reader->chunk);
		if (next == GJ_NEXT_END)
			return GJ_PASS_DONE;
		result = next == GJ_NEXT_FAILED ? GJ_PASS_TABLE : take_chunk(reader);
		if (result != GJ_PASS_DONE)
			return result;
	}
	return GJ_PASS_DONE;
}

static enum gj_pass read_ledger(struct gj_ledger_pass *pass, struct gj_keys *units, size_t index)
{
	struct reader reader = { .pass = pass, .ledger = &pass->program->ledgers[index], .index = index, .units = units };
	reader.table = pass->reads[index].table = gj_table_open(pass->paths[index], reader.ledger->rows);
	if (!reader.table)
		return GJ_PASS_NO_MEMORY;
	if (!gj_table_ready(reader.table))
		return GJ_PASS_TABLE;
	reader.chunk = gj_chunk_new(reader.table);
	reader.vm = gj_vm_new(reader.ledger->rows, &reader.ledger->rows->score);
	reader.seen = gj_keys_new();
	reader.columns = calloc(reader.ledger->rows->column_count + 1, sizeof *reader.columns);
	enum gj_pass result = GJ_PASS_NO_MEMORY;
	if (reader.chunk && reader.vm && reader.seen && reader.columns)
		result = read_rows(&reader);
	gj_chunk_free(reader.chunk);
	gj_vm_free(reader.vm);
	gj_keys_free(reader.seen);
	free(reader.columns);
	gj_buffer_free(&reader.rejects);
	return result;
}

enum gj_pass gj_ledger_pass_run(struct gj_ledger_pass *pass)
{
	struct gj_keys *keys = gj_keys_new();
	uint64_t units = 0;
	pass->reads = calloc(pass->program->ledger_count + 1, sizeof *pass->reads);
	enum gj_pass result = keys && pass->reads ? read_keys(pass, keys, &units) : GJ_PASS_NO_MEMORY;
	if (result == GJ_PASS_DONE && !gj_totals_start(&pass->totals, pass->program, units))
		result = GJ_PASS_NO_MEMORY;
	for (size_t i = 0; i < pass->program->ledger_count && result == GJ_PASS_DONE; i++)
		result = read_ledger(pass, keys, i);
	gj_keys_free(keys);
	return result;
}

void gj_ledger_pass_free(struct gj_ledger_pass *pass)
{
	for (size_t i = 0; pass->reads && i < pass->program->ledger_count; i++)
		gj_table_close(pass->reads[i].table);
	free(pass->reads);
	pass->reads = NULL;
	if (pass->totals.program)
		gj_totals_free(&pass->totals);
}
