/* What the parts of a written summary share. */
#ifndef GJ_SUMMARY_WRITER_H
#define GJ_SUMMARY_WRITER_H
#include "decimal.h"
#include "summary.h"

enum { SUMMARY_MARGIN = 2 };

static inline const char *summary_count(char out[GJ_DECIMAL_BYTES], uint64_t count)
{
	gj_decimal(out, (int64_t)count, 0);
	return out;
}

/* A line between blank ones; `argument` may be NULL. */
static inline void summary_heading(struct gj_report *report, enum gj_word word, const char *argument)
{
	gj_report_line(report);
	gj_report_word(report, word, argument, NULL);
	gj_report_line(report);
}

static inline void summary_indent(struct gj_report *report)
{
	gj_report_column(report, SUMMARY_MARGIN);
}

/* summary_population.c. */
void summary_targets(struct gj_report *report, const struct gj_run *run);
void summary_selections(struct gj_report *report, const struct gj_run *run);
#endif
