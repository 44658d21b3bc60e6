/* The summary of a run as JSON. */
#ifndef GJ_SUMMARY_JSON_H
#define GJ_SUMMARY_JSON_H
#include "json.h"
#include "runtime/run.h"

/* Adds everything to `root`. False when memory is out. */
bool summary_json(cJSON *root, const struct gj_run *run);
#endif
