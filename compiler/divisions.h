/* 大类: the 项目 that follow one, up to the next. */
#ifndef GJ_DIVISIONS_H
#define GJ_DIVISIONS_H
#include "model.h"

/* The first 项目 of a 大类 (`after` GJ_NONE), or the one after `after`; GJ_NONE beyond the last. */
int division_next(const struct model *model, int division, int after);

/* Whether something in a 大类 may not apply. */
bool division_waives(const struct model *model, int division);
#endif
