/* 不适用: which declaration says what becomes of a part that doesn't apply. */
#ifndef GJ_WAIVERS_H
#define GJ_WAIVERS_H
#include "model.h"

/* The part whose declaration governs: the 项目 around a 指标 or 要点 where it has one, otherwise the standard. */
int waiving_part(const struct model *model, int part);
enum waiving waiving_of(const struct model *model, int part);
/* As it is written; "" where nothing is. */
const char *waiving_word(enum waiving waiving);
/* Whether something below a part (not it itself) may be 折算 away from it. */
bool waivers_below(const struct model *model, int part);
/* Whether the 项目 (or the standard) is where the scores below it are scaled back to full points, some of which may have left. */
bool scales_back(const struct model *model, int part);
/* The points that a part is worth to the whole around it, at the least, where it applies. */
wide least_outward(const struct model *model, int part);
#endif
