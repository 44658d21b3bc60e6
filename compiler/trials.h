/* A block of units to be tried: a base, and in each row other cells on a few axes. */
#ifndef GJ_TRIALS_H
#define GJ_TRIALS_H
#include "axes.h"
#include "runtime/vm.h"

enum { MOST_CHANGES = 4 };

/* A whole unit: a cell of each axis, and what its columns hold (those of no axis, the totals over ledgers, keep their values). */
struct unit {
	uint32_t *at;               /* [axes->count] */
	int64_t *values[MOST_SIDES]; /* [column_count] */
};

struct change {
	uint32_t axis, cell;
};

struct attempt {
	size_t count;
	struct change changes[MOST_CHANGES];
};

struct trials {
	const struct axes *axes;
	struct unit base;
	void **columns[MOST_SIDES]; /* GJ_BLOCK_ROWS of each column, as gj_vm_run wants them */
	size_t rows;
	struct attempt rows_made[GJ_BLOCK_ROWS];
};

struct trials *trials_new(const struct axes *axes);

/* Adds what a unit's columns hold to the cells to be tried: where several units are, before any edge. */
void axes_add_unit(struct axes *axes, int64_t *const values[MOST_SIDES]);
/* A unit whose columns hold `values`: each must stand among the cells of its axis. False: one doesn't. */
bool unit_of(const struct axes *axes, int64_t *const values[MOST_SIDES], struct unit *unit);
struct unit unit_copy(const struct axes *axes, const struct unit *unit);
/* Moves a unit to other cells. */
void unit_change(const struct axes *axes, struct unit *unit, const struct attempt *trial);

/* Empties the block; its rows will differ from the base. */
void trials_begin(struct trials *trials, const struct unit *base);
/* Empties the block for further rows on the same base. */
void trials_again(struct trials *trials);
/* False, and nothing is added, when the block is full. */
bool trials_add(struct trials *trials, const struct attempt *trial);
/* Runs a machine of one side on the rows that there are. */
void trials_run(const struct trials *trials, struct gj_vm *vm, size_t side);

/* Output `output` of a row just run, in whatever lane. */
__int128 trials_output(const struct gj_vm *vm, int output, size_t row);

/* Puts a value of one side's own into a column in one row, whatever it stands for. */
void trials_set(struct trials *trials, size_t side, size_t column, size_t row, int64_t value);
#endif
