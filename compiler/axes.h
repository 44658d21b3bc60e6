/* Units that are made up, to be tried: each is a base with other values in a few places. A place that may vary is an axis; the values worth trying
 * there are its cells. For two standards at once (old and new) an axis is the field that both call by one name. */
#ifndef GJ_AXES_H
#define GJ_AXES_H
#include "runtime/memory.h"
#include "runtime/program.h"

struct gj_vm;
struct gj_code;

enum { MOST_SIDES = 2, MOST_CELLS = 400, MOST_MACHINES = 8 };

struct cell {
	enum gj_state state;
	int64_t value; /* scaled by the axis; of an option its place in axis.options */
};

struct axis {
	const char *name;
	int fields[MOST_SIDES];    /* in the fields of each program; GJ_NONE where it has none */
	int64_t units[MOST_SIDES]; /* what one unit of a field's own scale is in the axis's: a power of ten */
	enum gj_type type;
	int64_t low, high;         /* what both programs accept, scaled */
	bool allowed[GJ_PENDING];  /* states that both accept, other than PRESENT */
	struct gj_texts options;   /* that both have */
	int *option_places[MOST_SIDES];
	size_t count, capacity;
	struct cell *cells;        /* in ascending order; those without a value last */
};

struct axes {
	struct gj_arena *arena;
	size_t side_count;
	const struct gj_program *programs[MOST_SIDES];
	size_t count;
	struct axis *axes;
	int *axis_of[MOST_SIDES];  /* by column, state columns too; GJ_NONE: none */
	struct gj_vm *machines[MOST_MACHINES]; /* in use */
};

/* The fields of one program or two (side_count) that rules can read. The arena has a failure jump. */
struct axes *axes_new(const struct gj_program *const *programs, size_t side_count, struct gj_arena *arena);
/* Lets go of the machines that are still in use: what the arena doesn't hold. After a failure jump too. */
void axes_end(struct axes *axes);

/* A machine for a code of one side, MOST_MACHINES at once; and back. */
struct gj_vm *axes_machine(struct axes *axes, size_t side, const struct gj_code *code);
void axes_release(struct axes *axes, struct gj_vm *machine);

/* Adds a value to be tried, unless some program doesn't accept it or there are too many. */
void axis_add(const struct axes *axes, struct axis *axis, struct cell cell);
/* Adds both ends, every option and every way to be empty. */
void axes_add_ends(struct axes *axes);

/* The value in one program's terms; the state is the same. False: it can't be told there. */
bool axis_value(const struct axis *axis, size_t side, int64_t value, int64_t *own);
/* And back. */
bool axis_from(const struct axis *axis, size_t side, int64_t own, int64_t *value);

/* The place of a cell among the axis's, GJ_NONE. */
int axis_find(const struct axis *axis, struct cell cell);
#endif
