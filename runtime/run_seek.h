/* Rows looked for by their keys while a run goes by. */
#ifndef GJ_RUN_SEEK_H
#define GJ_RUN_SEEK_H
#include "run_worker.h"

/* Starts as all zeros. */
struct gj_seek {
	struct gj_wanted **by_key; /* in the order of their keys */
	size_t count;
};

/* False when memory is out; gj_seek_end in every case. */
bool gj_seek_start(struct gj_seek *seek, const struct gj_run_setup *setup);
void gj_seek_end(struct gj_seek *seek);

/* Keeps what the worker's chunk holds of the rows looked for. One thread at a time. False when memory is out. */
bool gj_seek_chunk(const struct gj_seek *seek, struct gj_worker *worker);
#endif
