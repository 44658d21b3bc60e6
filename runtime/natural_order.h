/* Marks as people number them: K2 before K10. */
#ifndef GJ_NATURAL_ORDER_H
#define GJ_NATURAL_ORDER_H

/* Below, at or above 0 as `a` stands before, with or after `b`: runs of digits by their value, all else by bytes. */
int gj_natural_order(const char *a, const char *b);
#endif
