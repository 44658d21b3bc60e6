/* What guiju impact says: which units come out otherwise and why, clause by clause. */
#ifndef GJ_IMPACT_REPORT_H
#define GJ_IMPACT_REPORT_H
#include "cli.h"
#include "compiler/match_sheets.h"
#include "runtime/decimal.h"
#include "runtime/impact.h"
#include "runtime/output_file.h"

struct cJSON;

/* Units for whom a clause counts otherwise. */
struct clause_effect {
	uint64_t gained, lost; /* units that have more points by it, or fewer */
};

struct impact_report {
	const struct cli *cli;
	const struct gj_program *programs[2];
	struct gj_arena *arena;
	size_t pair_count;
	struct sheet_pair *pairs;
	struct clause_effect *effects; /* [pair_count] */
	struct gj_impact impact;
	struct gj_output *output;      /* of the changed units; NULL */
	int error;                     /* errno of writing it */
	struct gj_buffer row;
	/* The first changed units, those first whose final grade changed. */
	size_t show, shown;
	struct gj_buffer units;
	struct cJSON *json;            /* [changed] NULL for text */
	uint64_t changed, moved, only[2];
};

enum { IMPACT_TOTAL_BYTES = GJ_DECIMAL_BYTES + sizeof "分" };

/* A unit's total as it is written in tables, "" where it wasn't evaluated; NULL where nothing applies. */
const char *impact_total(const struct impact_report *report, const struct gj_impact_row *row, size_t side, char text[GJ_DECIMAL_BYTES]);
/* The same for people, with its unit. */
const char *impact_total_said(const struct impact_report *report, const struct gj_impact_row *row, size_t side, char text[IMPACT_TOTAL_BYTES]);
bool impact_total_json(const struct impact_report *report, const struct gj_impact_row *row, size_t side, struct cJSON *object, const char *name);

/* Matches the sheets; the arena has a failure jump. */
void impact_report_start(struct impact_report *report);
/* The headings of the table of changed units. False when memory is out. */
bool impact_heading(struct impact_report *report);
/* For gj_impact.take; the context is the report. */
bool impact_take(void *context, const struct gj_impact_row *row);

/* Why a unit comes out otherwise, a reason after another, each behind `before` but the first. False when memory is out. */
bool impact_reasons(const struct impact_report *report, const struct gj_impact_row *row, const char *before, struct gj_buffer *out);

void impact_print(const struct impact_report *report);
bool impact_json(const struct impact_report *report, struct cJSON *root);
#endif
