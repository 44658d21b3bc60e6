/* The line of results of a unit with 待核 cells: what each result lies between. */
#ifndef GJ_RESULTS_PENDING_H
#define GJ_RESULTS_PENDING_H
#include "pending.h"
#include "results.h"

/* Appends the line of a row of a chunk with these texts; `unit` says what is pending. False when memory is out. */
bool gj_results_pending(struct gj_buffer *out, const struct gj_program *program, enum gj_format format, struct gj_text *const *texts, size_t row,
	const struct gj_pending_unit *of, const struct gj_unit *unit);

/* 82～90, or 不低于82、不超过90 where it isn't known how far it goes; 82 where that is all it can be. */
bool gj_bounds_text(struct gj_buffer *out, const struct gj_bounds *bounds, int scale);
/* The same of a score in its slot; 不适用, or 不适用或不超过90, where it doesn't or may not apply. */
bool gj_score_text(struct gj_buffer *out, const struct gj_pending_unit *of, int slot, int inapplicable, int scale);
/* 二星、三星或四星 */
bool gj_grades_text(struct gj_buffer *out, const struct gj_program *program, const struct gj_values *grades);
#endif
