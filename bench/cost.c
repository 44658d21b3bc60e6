#include "cost.h"

#include <time.h>

static double seconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

struct cost cost_now(void)
{
	return (struct cost){ seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC) };
}

void cost_keep(struct cost *best, struct cost start)
{
	struct cost now = cost_now();
	double own = now.own - start.own, passed = now.passed - start.passed;
	if (best->passed <= 0 || own < best->own)
		best->own = own;
	if (best->passed <= 0 || passed < best->passed)
		best->passed = passed;
}
