/* Which part of one standard's sheet is which of another's, by what the parts are called and where they stand: for images as for rule files. */
#ifndef GJ_MATCH_SHEETS_H
#define GJ_MATCH_SHEETS_H
#include "runtime/memory.h"
#include "runtime/program.h"

/* An entry of the old sheet and its counterpart in the new one; GJ_NONE where one has none. */
struct sheet_pair {
	int old, new;
};

/* In the order of the new sheet, each that only the old one has behind what stands before it there. The arena has a failure jump. */
struct sheet_pair *match_sheets(const struct gj_program *old, const struct gj_program *new, struct gj_arena *arena, size_t *count);
#endif
