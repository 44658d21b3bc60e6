#include "units.h"

#include <string.h>

struct unit {
	const char *spelling, *canonical;
	enum unit_kind kind;
};

static const struct unit UNITS[] = {
#define UNIT(spelling, canonical, kind) { spelling, canonical, UNIT_##kind },
#define MULTIPLE(unit, base, power)
#define PREFIX(spelling, power)
#include "units.def"
#undef UNIT
#undef MULTIPLE
#undef PREFIX
};

static const struct multiple {
	const char *unit, *base;
	int power;
} MULTIPLES[] = {
#define UNIT(spelling, canonical, kind)
#define MULTIPLE(unit, base, power) { unit, base, power },
#define PREFIX(spelling, power)
#include "units.def"
#undef MULTIPLE
#undef PREFIX
};

static const struct prefix {
	const char *spelling;
	int power;
} PREFIXES[] = {
#define MULTIPLE(unit, base, power)
#define PREFIX(spelling, power) { spelling, power },
#include "units.def"
#undef UNIT
#undef MULTIPLE
#undef PREFIX
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

bool unit_is_share(const char *unit)
{
	return unit_kind_of(unit) == UNIT_SHARE;
}

bool unit_is_rate(const char *unit)
{
	enum unit_kind kind = unit_kind_of(unit);
	return kind == UNIT_POINTS || kind == UNIT_MONEY;
}

const char *unit_prefix(const char *unit, int *power)
{
	*power = 0;
	for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++) {
		size_t length = strlen(PREFIXES[i].spelling);
		if (strncmp(unit, PREFIXES[i].spelling, length) == 0) {
			*power = PREFIXES[i].power;
			return unit + length;
		}
	}
	return unit;
}

/* What a unit is a multiple of, and of which power of ten. */
static const char *base_of(const char *unit, int *power)
{
	const char *rest = unit_canonical(unit_prefix(unit_canonical(unit), power));
	for (size_t i = 0; i < sizeof MULTIPLES / sizeof *MULTIPLES; i++)
		if (strcmp(rest, MULTIPLES[i].unit) == 0) {
			*power += MULTIPLES[i].power;
			return MULTIPLES[i].base;
		}
	return rest;
}

bool unit_power(const char *from, const char *to, int *power)
{
	int of_from, of_to;
	if (!*from || !*to || strcmp(base_of(from, &of_from), base_of(to, &of_to)) != 0)
		return false;
	*power = of_from - of_to;
	return true;
}

int unit_share_power(const char *unit)
{
	int power;
	base_of(unit, &power);
	return power;
}
