/* What the two kinds of explanation as JSON share. */
#ifndef GJ_EXPLAIN_JSON_PARTS_H
#define GJ_EXPLAIN_JSON_PARTS_H
#include "explain_json.h"

const char *explain_part_name(enum gj_part part);
/* The data that an entry's rules read, as people write them. */
bool explain_json_data(cJSON *object, const struct gj_explanation *explanation, const struct gj_sheet_entry *entry);
/* The unit's texts. */
bool explain_json_identity(cJSON *object, const struct gj_explanation *explanation);

/* explain_pending_json.c: of a unit with 待核 cells everything after its identity. */
bool explain_pending_json(cJSON *object, const struct gj_explanation *explanation);
#endif
