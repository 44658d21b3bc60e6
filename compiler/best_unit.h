/* A unit as near to full marks as can be found: what others are begun from where no 样例 is given. */
#ifndef GJ_BEST_UNIT_H
#define GJ_BEST_UNIT_H
#include "trials.h"

/* Every axis at its first cell; the ends of all ranges must stand among the cells. */
void first_unit(const struct axes *axes, struct unit *unit);
/* False: none was found that every program accepts. */
bool best_unit(struct axes *axes, struct trials *trials, struct unit *unit);
#endif
