/* What a piece of work costs: processor time, and time by the clock on the wall. */
#ifndef GJ_BENCH_COST_H
#define GJ_BENCH_COST_H

struct cost {
	double own; /* seconds of processor time, of all threads together */
	double passed; /* seconds by the clock on the wall */
};

/* By now. */
struct cost cost_now(void);

/* Keeps in *best (at first all zeros) the least that work begun at `start` has cost. */
void cost_keep(struct cost *best, struct cost start);
#endif
