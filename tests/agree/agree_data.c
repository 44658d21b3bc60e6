#include "agree_data.h"

#include "runtime/datum.h"
#include "runtime/decimal.h"

#include <stdlib.h>
#include <string.h>

enum { LEDGERS = 16, PATH_BYTES = 512 };

/* The files of one standard. */
struct files {
	const struct model *model;
	const struct gj_program *program;
	FILE *units, *ledgers[LEDGERS];
	size_t unit; /* being written */
};

static FILE *open_in(const char *folder, const char *name, const char *ending)
{
	char path[PATH_BYTES];
	if ((size_t)snprintf(path, sizeof path, "%s/%s%s", folder, name, ending) >= sizeof path)
		return NULL;
	return fopen(path, "w");
}

static void write_heading(FILE *out, const struct gj_program *program)
{
	for (size_t i = 0; i < program->field_count; i++)
		if (!program->fields[i].derived)
			fprintf(out, "%s%s", i ? "," : "", program->fields[i].name);
	fputc('\n', out);
}

static void write_cell(FILE *out, const struct gj_field *field, int64_t value, enum gj_state state)
{
	char number[GJ_DECIMAL_BYTES];
	struct gj_buffer text = {0};
	if (state == GJ_ABSENT)
		return;
	if (field->type == GJ_NUMBER && state == GJ_PRESENT) {
		gj_decimal(number, value, field->scale);
		fputs(number, out);
		return;
	}
	if (!gj_datum_value(&text, field, value, state))
		abort();
	fwrite(text.bytes, 1, text.size, out);
	gj_buffer_free(&text);
}

/* What a text says that isn't a key: one of a few. */
static void write_text(FILE *out, int64_t value)
{
	static const char *const texts[] = {"甲", "乙", "丙"};
	fputs(texts[value], out);
}

static void write_unit(struct files *files, const struct naive_row *row)
{
	const struct gj_program *program = files->program;
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->derived)
			continue;
		fputs(i ? "," : "", files->units);
		if (field->key)
			fprintf(files->units, "U%05zu", files->unit);
		else if (field->type == GJ_TEXT)
			write_text(files->units, row->values[i]);
		else
			write_cell(files->units, field, row->values[i], row->states[i]);
	}
	fputc('\n', files->units);
}

static void write_ledger_row(struct files *files, size_t index, const struct naive_row *row, size_t number)
{
	const struct gj_ledger *ledger = &files->program->ledgers[index];
	FILE *out = files->ledgers[index];
	for (size_t i = 0; i < ledger->rows->field_count; i++) {
		const struct gj_field *field = &ledger->rows->fields[i];
		if (field->derived)
			continue;
		fputs(i ? "," : "", out);
		if ((int)i == ledger->rows->key_field && ledger->parent == GJ_NONE)
			fprintf(out, "U%05zu", files->unit);
		else if ((int)i == ledger->rows->key_field)
			fprintf(out, "R%05zu-%zu", files->unit, row->owner);
		else if ((int)i == ledger->unique)
			fprintf(out, "R%05zu-%zu", files->unit, number);
		else if (field->type == GJ_TEXT)
			write_text(out, row->values[i]);
		else
			write_cell(out, field, row->values[i], row->states[i]);
	}
	fputc('\n', out);
}

static void write_rows(struct files *files, const struct naive_row *row)
{
	write_unit(files, row);
	for (size_t i = 0; i < files->program->ledger_count; i++)
		for (size_t k = 0; k < row->ledgers[i].count && files->ledgers[i]; k++)
			write_ledger_row(files, i, &row->ledgers[i].rows[k], k);
	files->unit++;
}

static bool open_files(struct files *files, const char *folder, const char *text)
{
	FILE *rules = open_in(folder, "规则", ".gj");
	bool good = rules && fputs(text, rules) >= 0;
	if (rules)
		good = fclose(rules) == 0 && good;
	files->units = open_in(folder, "数据", ".csv");
	good = good && files->units && files->program->ledger_count <= LEDGERS;
	for (size_t i = 0; good && i < files->program->ledger_count; i++) {
		const struct gj_ledger *ledger = &files->program->ledgers[i];
		if (ledger->base != GJ_NONE)
			continue;
		files->ledgers[i] = open_in(folder, ledger->name, ".台账.csv");
		good = files->ledgers[i] != NULL;
		if (good)
			write_heading(files->ledgers[i], ledger->rows);
	}
	return good;
}

static bool close_files(struct files *files)
{
	bool good = !files->units || fclose(files->units) == 0;
	for (size_t i = 0; i < LEDGERS; i++)
		good = (!files->ledgers[i] || fclose(files->ledgers[i]) == 0) && good;
	return good;
}

static bool write_all(struct compilation *compilation, const char *text, uint64_t seed, size_t rows, const char *folder)
{
	struct files files = {.model = compilation->model, .program = compilation->program};
	struct edges edges = {0};
	struct random_source random = {seed * 31 + 7};
	struct naive_row row;
	bool good = open_files(&files, folder, text);
	row_open(&row, files.model);
	edges_collect(files.model, &edges);
	if (good)
		write_heading(files.units, files.program);
	for (size_t i = 0; good && i < rows; i++) {
		random_row(files.model, &edges, &random, &row);
		write_rows(&files, &row);
	}
	free(edges.items);
	row_close(&row, files.model);
	return close_files(&files) && good;
}

bool data_write(uint64_t seed, size_t rows, const char *folder)
{
	char *text = random_standard(seed);
	struct compilation compilation;
	bool good = compile_text("random.gj", text, strlen(text), &compilation) == COMPILE_OK && compilation.program
		&& write_all(&compilation, text, seed, rows, folder);
	compilation_free(&compilation);
	free(text);
	return good;
}
