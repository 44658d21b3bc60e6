/* The public interface: standards, their description, and runs over files. guiju.h says what each function promises. */
#include "guiju.h"

#include "explain.h"
#include "image.h"
#include "standard.h"
#include "summary.h"
#include "system_error.h"
#include "template.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct gj_summary {
	struct gj_run run;
	struct gj_run_setup setup;
};

static enum gj_language inner_language(enum gj_text_language language)
{
	return language == GJ_IN_ENGLISH ? GJ_ENGLISH : GJ_CHINESE;
}

static enum gj_status status_of(enum gj_data_message_id id)
{
	const char *code = gj_data_message_of(id)->code;
	return id == GJ_DATA_SAME_FILE ? GJ_STATUS_USAGE : strncmp(code, "GJ6", 3) == 0 ? GJ_STATUS_MACHINE : GJ_STATUS_FAULTS;
}

enum gj_status gj_error_set(struct gj_error *error, enum gj_data_message_id id, const char *const *arguments, size_t count,
	enum gj_text_language language)
{
	const struct gj_message *message = gj_data_message_of(id);
	if (error) {
		error->status = status_of(id);
		memcpy(error->code, message->code, strnlen(message->code, sizeof error->code - 1) + 1);
		gj_message_format(message->text[inner_language(language)], arguments, count, error->text, sizeof error->text);
	}
	return status_of(id);
}

static struct gj_standard *refuse_image(struct gj_standard *standard, enum gj_image_status status, const char *path, const char *why,
	enum gj_text_language language, struct gj_error *error)
{
	static const enum gj_data_message_id ids[] = {
		[GJ_IMAGE_NOT_IMAGE] = GJ_DATA_NOT_IMAGE, [GJ_IMAGE_OLDER] = GJ_DATA_IMAGE_OLDER, [GJ_IMAGE_NEWER] = GJ_DATA_IMAGE_NEWER,
		[GJ_IMAGE_TRUNCATED] = GJ_DATA_IMAGE_TRUNCATED, [GJ_IMAGE_CHECKSUM] = GJ_DATA_IMAGE_CHECKSUM,
		[GJ_IMAGE_INVALID] = GJ_DATA_IMAGE_INVALID, [GJ_IMAGE_NO_MEMORY] = GJ_DATA_NO_MEMORY,
	};
	const char *arguments[] = {path, why ? why : ""};
	gj_error_set(error, ids[status], arguments, 2, language);
	gj_standard_close(standard);
	return NULL;
}

static struct gj_standard *open_named(const void *bytes, size_t size, const char *name, enum gj_text_language language, struct gj_error *error)
{
	struct gj_standard *standard = calloc(1, sizeof *standard);
	if (!standard || !(standard->arena = gj_arena_new()))
		return refuse_image(standard, GJ_IMAGE_NO_MEMORY, name, NULL, language, error);
	/* The program may point into the image. */
	unsigned char *copy = gj_arena_alloc(standard->arena, size + 1);
	if (!copy)
		return refuse_image(standard, GJ_IMAGE_NO_MEMORY, name, NULL, language, error);
	if (size)
		memcpy(copy, bytes, size);
	const char *why = NULL;
	enum gj_image_status status = gj_image_read(copy, size, standard->arena, &standard->program, &why);
	return status == GJ_IMAGE_OK ? standard : refuse_image(standard, status, name, why, language, error);
}

struct gj_standard *gj_standard_open_memory(const void *bytes, size_t size, enum gj_text_language language, struct gj_error *error)
{
	return open_named(bytes, size, language == GJ_IN_ENGLISH ? "image" : "映像", language, error);
}

/* 0, or an errno. */
static int read_stream(FILE *file, struct gj_buffer *bytes)
{
	enum { STEP_BYTES = 64 * 1024 };
	while (!feof(file) && !ferror(file)) {
		if (!gj_buffer_reserve(bytes, STEP_BYTES))
			return ENOMEM;
		bytes->size += fread(bytes->bytes + bytes->size, 1, STEP_BYTES, file);
	}
	return ferror(file) ? EIO : 0;
}

struct gj_standard *gj_standard_open(const char *path, enum gj_text_language language, struct gj_error *error)
{
	struct gj_buffer bytes = {0};
	FILE *file = fopen(path, "rb");
	int failed = file ? read_stream(file, &bytes) : errno;
	struct gj_standard *standard = NULL;
	if (failed) {
		char text[GJ_ERRNO_BYTES];
		const char *arguments[] = {path, gj_errno_argument(text, failed)};
		gj_error_set(error, failed == ENOMEM ? GJ_DATA_NO_MEMORY : file ? GJ_DATA_CANNOT_READ : GJ_DATA_CANNOT_OPEN, arguments, 2, language);
	} else {
		standard = open_named(bytes.bytes, bytes.size, path, language, error);
	}
	if (file)
		fclose(file);
	gj_buffer_free(&bytes);
	return standard;
}

void gj_standard_close(struct gj_standard *standard)
{
	if (!standard)
		return;
	gj_arena_free(standard->arena);
	free(standard);
}

const char *gj_standard_name(const struct gj_standard *standard)
{
	return standard->program->name;
}

const char *gj_standard_edition(const struct gj_standard *standard)
{
	return standard->program->edition;
}

const char *gj_standard_document(const struct gj_standard *standard)
{
	return standard->program->document;
}

const char *gj_standard_issuer(const struct gj_standard *standard)
{
	return standard->program->issuer;
}

int gj_standard_decimals(const struct gj_standard *standard)
{
	return standard->program->point_scale;
}

int64_t gj_standard_full_points(const struct gj_standard *standard)
{
	return standard->program->full_points;
}

const char *gj_standard_grade(const struct gj_standard *standard, size_t index)
{
	return index < standard->program->grade_count ? standard->program->grades[index].name : NULL;
}

const char *gj_standard_item(const struct gj_standard *standard, size_t index)
{
	const struct gj_program *program = standard->program;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_ITEM && index-- == 0)
			return program->sheet[i].name;
	return NULL;
}

bool gj_standard_field(const struct gj_standard *standard, size_t index, struct gj_field_description *description)
{
	static const enum gj_field_kind kinds[] = {
		[GJ_BOOL] = GJ_KIND_YES_NO, [GJ_NUMBER] = GJ_KIND_NUMBER, [GJ_OPTION] = GJ_KIND_OPTION, [GJ_TEXT] = GJ_KIND_TEXT, [GJ_DATE] = GJ_KIND_DATE,
	};
	if (index >= standard->program->field_count)
		return false;
	const struct gj_field *field = &standard->program->fields[index];
	*description = (struct gj_field_description){.name = field->name, .meaning = field->meaning, .unit = field->unit, .kind = kinds[field->type],
		.decimals = field->scale, .may_be_empty = field->nullable, .may_not_apply = field->inapplicable, .is_key = field->key, .low = field->low, .high = field->high,
		.option_count = field->options.count, .options = field->options.items};
	return true;
}

bool gj_standard_template(const struct gj_standard *standard, FILE *out)
{
	struct gj_buffer text = {0};
	bool good = gj_template_add(&text, standard->program) && fwrite(text.bytes, 1, text.size, out) == text.size;
	gj_buffer_free(&text);
	return good;
}

/* Why a run stopped: the failure, or the first error among the table's findings. */
static enum gj_status set_run_error(struct gj_error *error, const struct gj_run *run, enum gj_text_language language)
{
	if (run->failure.set)
		return gj_error_set(error, run->failure.id, (const char *const *)run->failure.arguments, run->failure.argument_count, language);
	size_t count = 0;
	const struct gj_data_finding *findings = run->table ? gj_table_findings(run->table, &count) : NULL;
	for (size_t i = 0; i < count; i++)
		if (gj_data_message_of(findings[i].id)->severity == GJ_ERROR)
			return gj_error_set(error, findings[i].id, findings[i].arguments, findings[i].argument_count, language);
	return gj_error_set(error, GJ_DATA_NO_MEMORY, NULL, 0, language);
}

void gj_summary_free(struct gj_summary *summary)
{
	if (!summary)
		return;
	gj_run_end(&summary->run);
	free(summary);
}

enum gj_status gj_standard_run(const struct gj_standard *standard, const struct gj_run_options *options, struct gj_summary **out, struct gj_error *error)
{
	struct gj_summary *summary = calloc(1, sizeof *summary);
	if (out)
		*out = NULL;
	if (!summary)
		return gj_error_set(error, GJ_DATA_NO_MEMORY, NULL, 0, options->language);
	summary->setup = (struct gj_run_setup){.data = options->data, .output = options->results, .rejects = options->rejects, .ledgers = options->ledgers,
		.format = options->format == GJ_RESULTS_JSON_LINES ? GJ_FORMAT_JSON : GJ_FORMAT_CSV, .language = inner_language(options->language),
		.threads = options->threads, .progress = options->progress, .context = options->context};
	enum gj_status status = GJ_STATUS_GOOD;
	if (!gj_run_go(&summary->run, standard->program, &summary->setup)) {
		status = set_run_error(error, &summary->run, options->language);
	} else {
		status = summary->run.tally.rejected ? GJ_STATUS_FAULTS : GJ_STATUS_GOOD;
		if (status != GJ_STATUS_GOOD && error) {
			*error = (struct gj_error){.status = status};
			size_t length = summary->run.samples[0].size < GJ_ERROR_TEXT ? summary->run.samples[0].size : 0;
			memcpy(error->text, summary->run.samples[0].bytes, length);
		}
		if (out) {
			*out = summary;
			return status;
		}
	}
	gj_summary_free(summary);
	return status;
}

uint64_t gj_summary_rows(const struct gj_summary *summary)
{
	return summary->run.tally.read;
}

uint64_t gj_summary_rejected(const struct gj_summary *summary)
{
	return summary->run.tally.rejected;
}

uint64_t gj_summary_vetoed(const struct gj_summary *summary)
{
	return summary->run.tally.vetoed;
}

uint64_t gj_summary_pending(const struct gj_summary *summary)
{
	return summary->run.tally.pending;
}

uint64_t gj_summary_open(const struct gj_summary *summary)
{
	return summary->run.tally.open;
}

uint64_t gj_summary_graded(const struct gj_summary *summary, size_t grade)
{
	return grade < summary->run.program->grade_count ? summary->run.tally.grades[grade] : 0;
}

bool gj_summary_print(const struct gj_summary *summary, FILE *out)
{
	struct gj_report report = {.language = summary->setup.language};
	gj_summary_write(&report, &summary->run);
	bool good = gj_report_flush(&report, out);
	gj_report_free(&report);
	return good;
}

static enum gj_status explain_missing(const struct gj_wanted *row, const struct gj_program *program, enum gj_text_language language, struct gj_error *error)
{
	const char *arguments[3];
	size_t count;
	enum gj_data_message_id id = gj_explain_missing(program, row, arguments, &count);
	return gj_error_set(error, id, arguments, count, language);
}

enum gj_status gj_explain_found(const struct gj_program *program, const struct gj_wanted *row, const struct gj_population *population,
	enum gj_text_language language, FILE *out, struct gj_error *error)
{
	struct gj_report report = {.language = inner_language(language)};
	struct gj_explanation explanation;
	struct gj_arena *arena = gj_arena_new();
	bool good = arena && gj_explain_row(&explanation, program, row, population, arena) == GJ_EXPLAIN_OK;
	if (good) {
		gj_explanation_write(&report, &explanation, false);
		good = !report.failed;
	}
	errno = 0;
	bool written = good && gj_report_flush(&report, out);
	gj_report_free(&report);
	gj_arena_free(arena);
	if (written)
		return GJ_STATUS_GOOD;
	char text[GJ_ERRNO_BYTES];
	const char *arguments[] = {"-", gj_errno_argument(text, errno ? errno : EIO)};
	return gj_error_set(error, good ? GJ_DATA_CANNOT_WRITE : GJ_DATA_NO_MEMORY, arguments, 2, language);
}

enum gj_status gj_standard_explain(const struct gj_standard *standard, const char *data, const char *const *ledgers, const char *key,
	enum gj_text_language language, FILE *out, struct gj_error *error)
{
	struct gj_wanted row = {.key = key};
	struct gj_run_setup setup = {.data = data, .ledgers = ledgers, .language = inner_language(language), .wanted = &row, .wanted_count = 1};
	struct gj_run run;
	enum gj_status status;
	if (!gj_run_go(&run, standard->program, &setup))
		status = set_run_error(error, &run, language);
	else if (!row.found)
		status = explain_missing(&row, standard->program, language, error);
	else
		status = gj_explain_found(standard->program, &row, run.population, language, out, error);
	gj_run_end(&run);
	gj_wanted_free(&row, standard->program);
	return status;
}
