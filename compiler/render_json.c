/* Findings as one JSON array. */
#include "diagnostics.h"

#include "source.h"
#include "witness.h"
#include <cjson/cJSON.h>
#include <stdlib.h>

struct writing {
	const struct source *source;
	enum gj_language language;
	bool complete; /* false once memory has run out */
};

static const char *pick(struct writing *writing, const char *zh, const char *en)
{
	return writing->language == GJ_CHINESE || !en ? zh : en;
}

/* An addition that failed for want of memory. */
static void need(struct writing *writing, const void *added)
{
	writing->complete &= added != NULL;
}

/* Byte offsets for programs, line and column (in terminal cells) for people. The file is named when it isn't that of the finding (NULL: always named by
 * the caller). */
static void add_span(cJSON *object, struct writing *writing, struct span span, const struct finding *finding)
{
	const struct source *source = writing->source;
	struct place start = source_place(source, span.start), end = source_place(source, span.end);
	size_t file = source_file_at(source, span.start);
	if (finding && file != source_file_at(source, finding->span.start))
		need(writing, cJSON_AddStringToObject(object, "file", start.path));
	need(writing, cJSON_AddNumberToObject(object, "start", span.start - source->files[file].span.start));
	need(writing, cJSON_AddNumberToObject(object, "end", span.end - source->files[file].span.start));
	need(writing, cJSON_AddNumberToObject(object, "line", (uint32_t)start.line));
	need(writing, cJSON_AddNumberToObject(object, "column", (uint32_t)start.column));
	need(writing, cJSON_AddNumberToObject(object, "end_line", (uint32_t)end.line));
	need(writing, cJSON_AddNumberToObject(object, "end_column", (uint32_t)end.column));
}

static void add_message(cJSON *object, struct writing *writing, const struct finding *finding)
{
	static const char *const SEVERITIES[] = { "error", "warning", "note" };
	const struct gj_message *message = message_of(finding->id);
	const char *form = message->text[writing->language];
	size_t size = gj_message_format(form, finding->arguments, finding->argument_count, NULL, 0) + 1;
	char *text = malloc(size);
	if (text)
		gj_message_format(form, finding->arguments, finding->argument_count, text, size);
	need(writing, cJSON_AddStringToObject(object, "code", message->code));
	need(writing, cJSON_AddStringToObject(object, "severity", SEVERITIES[message->severity]));
	need(writing, cJSON_AddStringToObject(object, "file", source_place(writing->source, finding->span.start).path));
	add_span(object, writing, finding->span, NULL);
	need(writing, text);
	need(writing, cJSON_AddStringToObject(object, "message", text ? text : form));
	free(text);
}

/* The array owns the item from here on. */
static void append(cJSON *array, struct writing *writing, cJSON *item)
{
	if (cJSON_AddItemToArray(array, item))
		return;
	cJSON_Delete(item);
	writing->complete = false;
}

static void add_related(cJSON *object, struct writing *writing, const struct finding *finding)
{
	cJSON *array = cJSON_AddArrayToObject(object, "related");
	need(writing, array);
	for (size_t i = 0; i < finding->related_count; i++) {
		cJSON *item = cJSON_CreateObject();
		add_span(item, writing, finding->related[i].span, finding);
		need(writing, cJSON_AddStringToObject(item, "message", pick(writing, finding->related[i].zh, finding->related[i].en)));
		append(array, writing, item);
	}
}

static void add_notes(cJSON *object, struct writing *writing, const struct finding *finding)
{
	cJSON *array = cJSON_AddArrayToObject(object, "notes");
	need(writing, array);
	for (size_t i = 0; i < finding->note_count; i++)
		append(array, writing, cJSON_CreateString(pick(writing, finding->notes[i].zh, finding->notes[i].en)));
}

static void add_fix(cJSON *object, struct writing *writing, const struct finding *finding)
{
	if (finding->fix_zh)
		need(writing, cJSON_AddStringToObject(object, "suggestion", pick(writing, finding->fix_zh, finding->fix_en)));
	if (!finding->has_fix)
		return;
	cJSON *fix = cJSON_AddObjectToObject(object, "fix");
	need(writing, fix);
	add_span(fix, writing, finding->fix.span, finding);
	need(writing, cJSON_AddStringToObject(fix, "text", finding->fix.text));
}

static void add_witness(cJSON *object, struct writing *writing, const struct finding *finding)
{
	const struct witness *witness = finding->witness;
	if (!witness)
		return;
	cJSON *added = cJSON_AddObjectToObject(object, "witness");
	need(writing, added);
	need(writing, cJSON_AddStringToObject(added, "claim", claim_name(witness->claim)));
	if (witness->value)
		need(writing, cJSON_AddStringToObject(added, "value", witness->value));
	cJSON *row = witness->value ? NULL : cJSON_AddObjectToObject(added, "row");
	for (size_t i = 0; row && i < witness->cell_count; i++)
		need(writing, cJSON_AddStringToObject(row, witness->cells[i].field, witness->cells[i].value));
	cJSON *spans = cJSON_AddArrayToObject(added, "of");
	need(writing, spans);
	for (size_t i = 0; i < witness->span_count; i++) {
		cJSON *item = cJSON_CreateObject();
		add_span(item, writing, witness->spans[i], finding);
		append(spans, writing, item);
	}
}

/* One finding as text, or NULL when memory is out; the caller frees it with cJSON_free. */
static char *finding_text(struct writing *writing, const struct finding *finding)
{
	cJSON *object = cJSON_CreateObject();
	add_message(object, writing, finding);
	add_related(object, writing, finding);
	add_notes(object, writing, finding);
	add_witness(object, writing, finding);
	add_fix(object, writing, finding);
	char *text = writing->complete ? cJSON_PrintUnformatted(object) : NULL;
	cJSON_Delete(object);
	return text;
}

bool diagnostics_render_json(struct diagnostics *diagnostics, const struct source *source, enum gj_language language, FILE *out)
{
	struct writing writing = { .source = source, .language = language, .complete = true };
	fputc('[', out);
	/* One object at a time, so that memory doesn't grow with the findings. */
	for (size_t i = 0; i < diagnostics_total(diagnostics); i++) {
		char *text = finding_text(&writing, diagnostics_at(diagnostics, i));
		if (!text)
			return false;
		fprintf(out, "%s\n%s", i ? "," : "", text);
		cJSON_free(text);
	}
	fputs("\n]\n", out);
	return true;
}
