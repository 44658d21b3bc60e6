/* The primary keys of a run, so that none occurs twice. At most 30 bytes a key. One thread at a time. */
#ifndef GJ_KEYS_H
#define GJ_KEYS_H
#include "table.h"

/* NULL when memory is out. */
struct gj_keys *gj_keys_new(void);
void gj_keys_free(struct gj_keys *keys);

/* Enters texts[0 .. count-1]; empty ones are passed over. first[i] becomes 0 for a new key, or the line on which that key came first (lines above 2^32-1
 * count as 2^32-1). lines[i] + first_line is the line of key i. False when memory is out. */
bool gj_keys_add(struct gj_keys *keys, const struct gj_text *texts, const uint32_t *lines, uint64_t first_line, uint32_t *first, size_t count);

/* found[i] becomes the line entered for texts[i], or 0 for a key that isn't there. False when memory is out. */
bool gj_keys_find(struct gj_keys *keys, const struct gj_text *texts, uint32_t *found, size_t count);
#endif
