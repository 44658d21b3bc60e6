/* The smallest made-up unit on which two standards differ. */
#ifndef GJ_IMPACT_UNIT_H
#define GJ_IMPACT_UNIT_H
#include "impact_report.h"

/* The compilations that the programs come from; NULL where one comes from an image. Prints, or adds to `json`, a unit whose total or grade differs and one
 * whose grade does. False when memory is out. */
bool impact_unit(const struct impact_report *report, const struct compilation *const compilations[2], struct cJSON *json);
#endif
