/* guiju: public scoring standards, compiled and run. This header is all that a program embedding the library needs.
 *
 * A standard is opened from an image (made by `guiju compile`). It is then read-only: any number of threads may use one standard at the same time.
 * Text is UTF-8. Points are exact: a number is an integer together with the decimals it carries (value / 10^decimals).
 * Nothing is printed but to the FILE * given, and no state is kept outside the objects.
 *
 * Ownership: what a function named …_open, …_new or …_run returns belongs to the caller, who releases it with the matching _close or _free (NULL is
 * allowed there). A const pointer returned by any other function belongs to the object it was asked of and lives as long. */
#ifndef GUIJU_H
#define GUIJU_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended. */
enum gj_status {
	GJ_STATUS_GOOD,     /* all good */
	GJ_STATUS_FAULTS,   /* the image or the data have faults; or some rows were rejected */
	GJ_STATUS_USAGE,    /* the call makes no sense: an unknown name, one file as input and output */
	GJ_STATUS_MACHINE   /* cannot read, cannot write, out of memory */
};

enum { GJ_ERROR_TEXT = 1024 };

/* Why a call failed. `code` is stable (GJ6004; `guiju explain-code` tells more) and may be empty. Filled only when the status isn't GJ_STATUS_GOOD;
 * every function that takes one accepts NULL. */
struct gj_error {
	enum gj_status status;
	char code[8];
	char text[GJ_ERROR_TEXT]; /* one sentence, cut at a character when it is very long */
};

/* What people read is Chinese unless English is asked for. */
enum gj_text_language { GJ_IN_CHINESE, GJ_IN_ENGLISH };

/* --- A standard --- */

struct gj_standard;

/* Opens the image at `path`, or of `size` bytes at `bytes` (copied; they may be freed afterwards). The whole image is verified before it is accepted.
 * NULL on failure: GJ_STATUS_FAULTS for what is no valid image of this version, GJ_STATUS_MACHINE for what can't be read. */
struct gj_standard *gj_standard_open(const char *path, enum gj_text_language language, struct gj_error *error);
struct gj_standard *gj_standard_open_memory(const void *bytes, size_t size, enum gj_text_language language, struct gj_error *error);
void gj_standard_close(struct gj_standard *standard);

/* What the standard says of itself; "" where it says nothing. */
const char *gj_standard_name(const struct gj_standard *standard);
const char *gj_standard_edition(const struct gj_standard *standard);
const char *gj_standard_document(const struct gj_standard *standard);
const char *gj_standard_issuer(const struct gj_standard *standard);

/* Decimals that every score of the standard carries, and full marks with those decimals. */
int gj_standard_decimals(const struct gj_standard *standard);
int64_t gj_standard_full_points(const struct gj_standard *standard);

/* The grades from the lowest to the highest; NULL beyond the last. */
const char *gj_standard_grade(const struct gj_standard *standard, size_t index);

/* The items (指标) in the order of the document; NULL beyond the last. */
const char *gj_standard_item(const struct gj_standard *standard, size_t index);

enum gj_field_kind { GJ_KIND_YES_NO, GJ_KIND_NUMBER, GJ_KIND_OPTION, GJ_KIND_TEXT, GJ_KIND_DATE };

/* A field of the data table. */
struct gj_field_description {
	const char *name, *meaning, *unit;  /* "" where there is none; "%" for a percentage */
	enum gj_field_kind kind;
	int decimals;                       /* of a number */
	bool may_be_empty, may_not_apply, is_key;
	int64_t low, high;                  /* range, both included, with `decimals`; an option's index from 0; 0 and 1 for yes or no;
	                                     * a date as days, 0 being 1970-01-01 */
	size_t option_count;
	const char *const *options;
};

/* Fills *description for the field at `index` (in the standard's order). False beyond the last. */
bool gj_standard_field(const struct gj_standard *standard, size_t index, struct gj_field_description *description);

/* Writes an empty data table (CSV, one row of headings) to `out`. False when memory or the stream failed. */
bool gj_standard_template(const struct gj_standard *standard, FILE *out);

/* --- A data file through a standard --- */

enum gj_results_format { GJ_RESULTS_CSV, GJ_RESULTS_JSON_LINES };

struct gj_run_options {
	const char *data;       /* CSV; "-" is standard input; or sqlite:FILE or postgresql:CONNINFO, with #TABLE where it isn't called as the units are */
	const char *results;    /* "-" is standard output; NULL: none are written; or a database as above */
	const char *rejects;    /* where rejected rows and their reasons go; NULL: beside the results, when there are any */
	const char *const *ledgers; /* CSV or a database, one for each 台账 of the standard, in its order; NULL when it has none, or they are beside the data
	                         * in a database */
	enum gj_results_format format;
	enum gj_text_language language;
	unsigned threads;       /* 0: one for each processor */
	/* Called now and then, from any thread but never from two at once, with the bytes read so far and in all (0 when that isn't known). May be NULL. */
	void (*progress)(void *context, uint64_t done, uint64_t total);
	void *context;
};

struct gj_summary;

/* Evaluates every row. Results are written aside and renamed: on failure the files are as they were. Returns GJ_STATUS_FAULTS when some rows were
 * rejected (the results then hold all others and *summary is filled) and when the data can't be used at all (*summary is NULL). `summary` may be NULL. */
enum gj_status gj_standard_run(const struct gj_standard *standard, const struct gj_run_options *options, struct gj_summary **summary,
	struct gj_error *error);
void gj_summary_free(struct gj_summary *summary);

uint64_t gj_summary_rows(const struct gj_summary *summary);     /* read */
uint64_t gj_summary_rejected(const struct gj_summary *summary);
uint64_t gj_summary_vetoed(const struct gj_summary *summary);
/* Rows with 待核 cells that make a difference, and those of them without a final grade as long as they do. */
uint64_t gj_summary_pending(const struct gj_summary *summary);
uint64_t gj_summary_open(const struct gj_summary *summary);
/* Rows whose final grade (评选 included) is the one at `grade`; 0 beyond the last. */
uint64_t gj_summary_graded(const struct gj_summary *summary, size_t grade);
/* The summary for people. False when memory or the stream failed. */
bool gj_summary_print(const struct gj_summary *summary, FILE *out);

/* --- One unit --- */

/* Writes the whole sheet of the row whose primary key is `key` to `out`, with the rows of ledgers that its points were worked out from; reads all of `data`,
 * since 评选 depends on everyone. `data` and `ledgers` are as in struct gj_run_options. GJ_STATUS_FAULTS when there is no such row or it was rejected; the
 * error says which, and why. */
enum gj_status gj_standard_explain(const struct gj_standard *standard, const char *data, const char *const *ledgers, const char *key,
	enum gj_text_language language, FILE *out, struct gj_error *error);

/* --- Rows of the caller's own --- */

/* Scores rows without a file; one thread at a time may use an evaluator. */
struct gj_evaluator;

/* NULL when memory is out. The standard must outlive it. */
struct gj_evaluator *gj_evaluator_new(const struct gj_standard *standard);
void gj_evaluator_free(struct gj_evaluator *evaluator);

/* The value of an empty cell, in a field that may be empty; of one that says 不适用, in a field that may not apply. */
#define GJ_EMPTY INT64_MIN
#define GJ_INAPPLICABLE (INT64_MIN + 1)

/* The outcome of one row. */
struct gj_outcome {
	int64_t total, bonus, penalty;      /* with the standard's decimals, rounded to them where they don't end; bonus and penalty are positive amounts;
	                                     * the total GJ_INAPPLICABLE where nothing of the sheet applies */
	bool vetoed;
	bool valid;                         /* false: the row breaks a 校验; the rest is then of no use */
	size_t grade;                       /* vetoes taken into account; 评选 needs everyone and is left out */
	size_t grade_without_veto;
};

/* Evaluates `rows` rows. columns[f] holds the `rows` values of field f, each with the field's decimals and within its range, GJ_EMPTY or GJ_INAPPLICABLE; it is NULL for
 * text fields (the key too). outcomes has room for `rows`; items, unless NULL, for rows × the number of items, row by row: GJ_INAPPLICABLE where one
 * doesn't apply. GJ_STATUS_FAULTS, naming the field, for a value out of range, or an empty or inapplicable one where none may be: nothing is evaluated
 * then. */
enum gj_status gj_evaluator_rows(struct gj_evaluator *evaluator, const int64_t *const *columns, size_t rows, struct gj_outcome *outcomes, int64_t *items,
	struct gj_error *error);

/* Writes the whole sheet of one row, as gj_standard_explain does of a row of a table: values[f] as in gj_evaluator_rows; texts[f] of text fields (the key
 * too), NULL for an empty one. 评选 and 定等 need everyone and are left out. GJ_STATUS_FAULTS for a value that may not be, and for a row that breaks a
 * 校验. */
enum gj_status gj_evaluator_explain(struct gj_evaluator *evaluator, const int64_t *values, const char *const *texts, enum gj_text_language language,
	FILE *out, struct gj_error *error);

#ifdef __cplusplus
}
#endif
#endif
