/* The explanation of a unit as JSON. */
#ifndef GJ_EXPLAIN_JSON_H
#define GJ_EXPLAIN_JSON_H
#include "json.h"
#include "runtime/explain.h"

/* Adds everything to `object`. False when memory is out. */
bool explain_json(cJSON *object, const struct gj_explanation *explanation);
bool explain_missing_json(cJSON *object, const struct gj_program *program, const struct gj_wanted *row);
#endif
