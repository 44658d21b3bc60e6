/* Units of measure: units.def. */
#ifndef GJ_UNITS_H
#define GJ_UNITS_H
#include <stdbool.h>
#include <stddef.h>

enum unit_kind { UNIT_POINTS, UNIT_COUNTING, UNIT_TIME, UNIT_MONEY, UNIT_SHARE, UNIT_MEASURE, UNIT_OWN };

/* The one spelling of a unit and its synonyms (人 is 名, 月 is 个月); a unit that isn't listed stands for itself. */
const char *unit_canonical(const char *unit);
/* UNIT_OWN when it isn't listed. */
enum unit_kind unit_kind_of(const char *unit);
/* Things counted one by one: 名 次 项 … */
bool unit_is_counting(const char *unit);
/* %, ‰ */
bool unit_is_share(const char *unit);
/* 分, 元 …: what may be given for each of anything counted or measured. */
bool unit_is_rate(const char *unit);
/* What is left of a unit without 万 or 亿, and the power of ten that stands for; the unit itself and 0 where there is none. */
const char *unit_prefix(const char *unit, int *power);
/* Whether two units differ only in a power of ten: a value in `from` times 10^*power is the same in `to`. */
bool unit_power(const char *from, const char *to, int *power);
/* A share times 10^this is the plain ratio: -2 for %. */
int unit_share_power(const char *unit);
bool unit_is_known(const char *text, size_t length);
#endif
