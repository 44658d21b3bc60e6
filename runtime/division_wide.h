/* The same for 128 bits. Generated C takes this text in as it stands. */
#ifndef GJ_DIVISION_WIDE_H
#define GJ_DIVISION_WIDE_H
#include "division.h"

__extension__ typedef __int128 gj_wide;

/* a / b rounded; b > 0. */
static inline gj_wide gj_divide_wide(gj_wide a, gj_wide b, enum gj_rounding rounding)
{
	gj_wide quotient = a / b, rest = a % b;
	if (rest == 0)
		return quotient;
	if (rounding == GJ_ROUND_DOWN)
		return rest < 0 ? quotient - 1 : quotient;
	if (rounding == GJ_ROUND_UP)
		return rest > 0 ? quotient + 1 : quotient;
	gj_wide size = rest < 0 ? -rest : rest;
	if (size < b - size)
		return quotient;
	return a < 0 ? quotient - 1 : quotient + 1;
}
#endif
