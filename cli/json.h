/* JSON with exact numbers: cJSON keeps numbers as binary floating point, so ours are written as text. */
#ifndef GJ_JSON_H
#define GJ_JSON_H
#include "cli.h"

#include <cjson/cJSON.h>

/* All are false when memory is out. */
bool json_decimal(cJSON *object, const char *name, int64_t value, int scale);
bool json_count(cJSON *object, const char *name, uint64_t count);
bool json_text(cJSON *object, const char *name, const char *text);
bool json_bool(cJSON *object, const char *name, bool value);

/* A new member of `object`, or a new element of the array `array`; NULL when memory is out (also when the parent is NULL). */
cJSON *json_array(cJSON *object, const char *name);
cJSON *json_object(cJSON *object, const char *name);
cJSON *json_element(cJSON *array);

/* Prints `root` (NULL: memory was out), deletes it and returns the status. */
int json_finish(const struct cli *cli, cJSON *root, bool complete, int status);
#endif
