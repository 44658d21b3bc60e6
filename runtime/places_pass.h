/* The pass over the units that gives them their places, before any is evaluated. */
#ifndef GJ_PLACES_PASS_H
#define GJ_PLACES_PASS_H
#include "run.h"

/* Reads run->table to its end, sets run->places and opens the table at `path` once more. The totals over ledgers are known. */
enum gj_pass gj_places_pass(struct gj_run *run, const char *path);
#endif
