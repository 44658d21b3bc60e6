#include "natural_order.h"

#include <stddef.h>
#include <string.h>

static const char digits[] = "0123456789";

/* Two numbers of any length: leading zeros don't count, then the longer is the greater. */
static int compare_numbers(const char **a, const char **b)
{
	*a += strspn(*a, "0");
	*b += strspn(*b, "0");
	size_t a_length = strspn(*a, digits), b_length = strspn(*b, digits);
	int order = a_length != b_length ? (a_length < b_length ? -1 : 1) : memcmp(*a, *b, a_length);
	*a += a_length;
	*b += b_length;
	return order;
}

int gj_natural_order(const char *a, const char *b)
{
	const char *first_a = a, *first_b = b;
	while (*a && *b) {
		if (strspn(a, digits) && strspn(b, digits)) {
			int order = compare_numbers(&a, &b);
			if (order)
				return order;
		} else if (*a != *b) {
			break;
		} else {
			a++;
			b++;
		}
	}
	if (*a != *b)
		return (unsigned char)*a - (unsigned char)*b;
	return strcmp(first_a, first_b);
}
