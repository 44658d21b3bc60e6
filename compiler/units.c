#include "units.h"

#include <string.h>

struct unit {
	const char *spelling, *canonical;
	enum unit_kind kind;
};

static const struct unit UNITS[] = {
#define UNIT(spelling, canonical, kind) { spelling, canonical, UNIT_##kind },
#include "units.def"
#undef UNIT
};

static const struct unit *find(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
		if (strlen(UNITS[i].spelling) == length && memcmp(UNITS[i].spelling, text, length) == 0)
			return &UNITS[i];
	return NULL;
}

const char *unit_canonical(const char *unit)
{
	const struct unit *known = find(unit, strlen(unit));
	return known ? known->canonical : unit;
}

enum unit_kind unit_kind_of(const char *unit)
{
	const struct unit *known = find(unit, strlen(unit));
	return known ? known->kind : UNIT_OWN;
}

bool unit_is_counting(const char *unit)
{
	return unit_kind_of(unit) == UNIT_COUNTING;
}

bool unit_is_known(const char *text, size_t length)
{
	return find(text, length) != NULL;
}
