/* Division of whole numbers, rounded. Generated C takes this text in as it stands: what it needs must be here. */
#ifndef GJ_DIVISION_H
#define GJ_DIVISION_H
#include <stdint.h>

enum gj_rounding { GJ_ROUND_DOWN, GJ_ROUND_UP, GJ_ROUND_HALF };

/* a / b rounded; b > 0. Cannot overflow: the result is never larger than a. Half goes away from zero. */
static inline int64_t gj_divide(int64_t a, int64_t b, enum gj_rounding rounding)
{
	int64_t quotient = a / b, rest = a % b;
	if (rest == 0)
		return quotient;
	if (rounding == GJ_ROUND_DOWN)
		return rest < 0 ? quotient - 1 : quotient;
	if (rounding == GJ_ROUND_UP)
		return rest > 0 ? quotient + 1 : quotient;
	int64_t size = rest < 0 ? -rest : rest;
	if (size < b - size)
		return quotient;
	return a < 0 ? quotient - 1 : quotient + 1;
}
#endif
