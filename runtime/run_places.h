/* The files and tables that a run reads and writes, before it touches any. */
#ifndef GJ_RUN_PLACES_H
#define GJ_RUN_PLACES_H
#include "run.h"

/* Sets run->rejects_path. False when memory is out. */
bool gj_run_choose_rejects(struct gj_run *run);

/* A place that would be both read and written, or written twice; NULL when there is none. */
const char *gj_run_places_clash(const struct gj_run *run);
#endif
