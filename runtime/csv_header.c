#include "csv_header.h"
#include "cell.h"
#include "similar.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_WARNINGS = 20 };

void gj_data_find(struct gj_data_findings *findings, enum gj_data_message_id id, uint64_t line, ...)
{
	struct gj_data_finding *items = gj_arena_grow(findings->arena, findings->items, findings->count, &findings->room, sizeof *items);
	findings->failed |= gj_data_message_of(id)->severity == GJ_ERROR;
	findings->no_memory |= !items;
	if (!items)
		return;
	findings->items = items;
	struct gj_data_finding *finding = &items[findings->count++];
	*finding = (struct gj_data_finding){ .id = id, .line = line };
	va_list arguments;
	va_start(arguments, line);
	for (const char *argument; finding->argument_count < 4 && (argument = va_arg(arguments, const char *));) {
		const char *copy = gj_arena_copy(findings->arena, argument, strlen(argument));
		findings->no_memory |= !copy;
		finding->arguments[finding->argument_count++] = copy ? copy : "";
	}
	va_end(arguments);
}

struct gj_csv_form gj_csv_form_of(const char *text, size_t length)
{
	static const char delimiters[] = { ',', ';', '\t' };
	size_t seen[3] = { 0 }, best = 0;
	bool quoted = false;
	for (size_t i = 0; i < length && (quoted || (text[i] != '\n' && text[i] != '\r')); i++) {
		quoted ^= text[i] == '"';
		for (size_t j = 0; j < 3 && !quoted; j++)
			seen[j] += text[i] == delimiters[j];
	}
	for (size_t j = 1; j < 3; j++)
		if (seen[j] > seen[best])
			best = j;
	bool old = !memchr(text, '\n', length) && memchr(text, '\r', length);
	return (struct gj_csv_form){ delimiters[best], old ? '\r' : '\n' };
}

struct headings {
	const struct gj_program *program;
	struct gj_csv_binding *binding;
	struct gj_data_findings *findings;
	uint64_t line;
	struct gj_text *names; /* [binding->count] */
};

static bool named(const struct gj_field *field, struct gj_text text)
{
	if (gj_same_loosely(text, field->name))
		return true;
	for (size_t i = 0; i < field->aliases.count; i++)
		if (gj_same_loosely(text, field->aliases.items[i]))
			return true;
	return false;
}

/* 党员数（名） → 党员数 */
static struct gj_text without_unit(struct gj_text text)
{
	const char *open = !text.bytes ? NULL : memmem(text.bytes, text.length, "（", 3);
	if (!open && text.bytes)
		open = memchr(text.bytes, '(', text.length);
	return open && open > text.bytes ? (struct gj_text){ text.bytes, (uint32_t)(open - text.bytes) } : text;
}

static int field_named(const struct gj_program *program, struct gj_text text)
{
	for (size_t i = 0; i < program->field_count; i++)
		if (named(&program->fields[i], text))
			return (int)i;
	struct gj_text bare = without_unit(text);
	for (size_t i = 0; bare.length < text.length && i < program->field_count; i++)
		if (named(&program->fields[i], bare))
			return (int)i;
	return GJ_NONE;
}

size_t gj_csv_named_cells(const struct gj_program *program, struct gj_csv_form form, const char *at, const char *end, size_t *filled)
{
	size_t count = 0;
	*filled = 0;
	while (at <= end) {
		bool doubled;
		enum gj_csv_fault fault;
		struct gj_text text;
		at = gj_csv_cell(at, end, form.delimiter, &text, &doubled, &fault);
		if (fault == GJ_CSV_UNCLOSED)
			break;
		text = gj_cell_trim(text);
		text.length = (uint32_t)gj_utf8_valid(text.bytes, text.length);
		*filled += text.length > 0;
		count += text.length && field_named(program, text) != GJ_NONE;
	}
	return count;
}

static const char *copy_text(struct headings *headings, struct gj_text text)
{
	uint32_t length = text.length < 60 ? text.length : 60;
	length = (uint32_t)gj_utf8_valid(text.bytes, length);
	const char *copy = gj_arena_copy(headings->findings->arena, text.bytes, length);
	headings->findings->no_memory |= !copy;
	return copy ? copy : "";
}

static void doubled_heading(struct headings *headings, size_t column, int field)
{
	char first[24], second[24];
	snprintf(first, sizeof first, "%d", headings->binding->columns[field] + 1);
	snprintf(second, sizeof second, "%zu", column + 1);
	gj_data_find(headings->findings, GJ_DATA_DOUBLED_HEADING, headings->line, headings->program->fields[field].name, first, second, NULL);
}

/* Takes the cells of the row; binding->count becomes their number without nameless ones at the end. */
static bool split(struct headings *headings, const char *at, const char *end)
{
	struct gj_csv_binding *binding = headings->binding;
	size_t room = 0, count = 0;
	while (at <= end) {
		bool doubled;
		enum gj_csv_fault fault;
		struct gj_text text;
		char number[24];
		snprintf(number, sizeof number, "%zu", count + 1);
		at = gj_csv_cell(at, end, binding->form.delimiter, &text, &doubled, &fault);
		if (fault == GJ_CSV_UNCLOSED)
			gj_data_find(headings->findings, GJ_DATA_UNCLOSED_HEADING, headings->line, number, NULL);
		headings->names = gj_arena_grow(headings->findings->arena, headings->names, count, &room, sizeof *headings->names);
		if (!headings->names || fault == GJ_CSV_UNCLOSED)
			return false;
		text = gj_cell_trim(text);
		text.length = (uint32_t)gj_utf8_valid(text.bytes, text.length);
		headings->names[count++] = text;
		binding->count = text.length ? count : binding->count;
	}
	return true;
}

/* Returns how many columns are fields. */
static size_t bind_columns(struct headings *headings)
{
	struct gj_csv_binding *binding = headings->binding;
	size_t bound = 0;
	for (size_t i = 0; i < binding->count; i++) {
		int field = headings->names[i].length ? field_named(headings->program, headings->names[i]) : GJ_NONE;
		binding->fields[i] = field;
		if (field == GJ_NONE)
			continue;
		bound++;
		if (binding->columns[field] != GJ_NONE)
			doubled_heading(headings, i, field);
		else
			binding->columns[field] = (int)i;
	}
	return bound;
}

static void warn_of_unknown(struct headings *headings, const char *const *missing, size_t missing_count)
{
	size_t warnings = 0;
	for (size_t i = 0; i < headings->binding->count && warnings < MOST_WARNINGS; i++) {
		if (headings->binding->fields[i] != GJ_NONE || !headings->names[i].length)
			continue;
		char column[24];
		snprintf(column, sizeof column, "%zu", i + 1);
		int meant = gj_similar(headings->names[i], missing, missing_count);
		const char *name = copy_text(headings, headings->names[i]);
		warnings++;
		if (meant == GJ_NONE)
			gj_data_find(headings->findings, GJ_DATA_UNKNOWN_HEADING, headings->line, name, column, NULL);
		else
			gj_data_find(headings->findings, GJ_DATA_MISSPELLED_HEADING, headings->line, name, column, missing[meant], NULL);
	}
}

static void report_missing(struct headings *headings, const char *const *missing, size_t count)
{
	char number[24];
	size_t length = 1;
	for (size_t i = 0; i < count; i++)
		length += strlen(missing[i]) + strlen("、");
	char *all = gj_arena_alloc(headings->findings->arena, length);
	for (size_t i = 0, at = 0; all && i < count; i++)
		at += (size_t)snprintf(all + at, length - at, "%s%s", i ? "、" : "", missing[i]);
	snprintf(number, sizeof number, "%zu", count);
	headings->findings->no_memory |= !all;
	bool results = false;
	for (size_t i = 0; i < headings->program->field_count; i++)
		results |= headings->program->fields[i].result;
	gj_data_find(headings->findings, results ? GJ_DATA_NOT_RESULTS : GJ_DATA_MISSING_HEADINGS, headings->line, number, all ? all : "", NULL);
}

bool gj_csv_bind(const struct gj_program *program, struct gj_csv_form form, const char *at, const char *end, uint64_t line,
	struct gj_csv_binding *binding, struct gj_data_findings *findings)
{
	struct headings headings = { program, binding, findings, line, NULL };
	*binding = (struct gj_csv_binding){ .program = program, .form = form, .encoding = "UTF-8" };
	if (!split(&headings, at, end)) {
		findings->no_memory |= !findings->failed;
		return false;
	}
	binding->fields = gj_arena_alloc(findings->arena, (binding->count + 1) * sizeof *binding->fields);
	binding->columns = gj_arena_alloc(findings->arena, (program->field_count + 1) * sizeof *binding->columns);
	const char **missing = gj_arena_alloc(findings->arena, (program->field_count + 1) * sizeof *missing);
	if (!binding->fields || !binding->columns || !missing) {
		findings->no_memory = true;
		return false;
	}
	for (size_t i = 0; i < program->field_count; i++)
		binding->columns[i] = GJ_NONE;
	if (!bind_columns(&headings)) {
		gj_data_find(findings, GJ_DATA_NO_HEADINGS, line, NULL);
		return false;
	}
	size_t missing_count = 0;
	for (size_t i = 0; i < program->field_count; i++)
		if (binding->columns[i] == GJ_NONE && !program->fields[i].derived)
			missing[missing_count++] = program->fields[i].name;
	warn_of_unknown(&headings, missing, missing_count);
	if (missing_count)
		report_missing(&headings, missing, missing_count);
	return !findings->failed && !findings->no_memory;
}
