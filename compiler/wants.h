/* How far a row is from having what is wanted of it. */
#ifndef GJ_WANTS_H
#define GJ_WANTS_H
#include "code_graph.h"
#include "trials.h"

struct want;

/* What is wanted of a row (on side 0), as a code of its own that says how near it is. */
struct wants {
	struct code_graph *graph;
	size_t count, capacity, output_count, output_capacity;
	struct want *wants;     /* a part stands before the whole; the last is the whole */
	graph_ref *outputs;
	struct gj_code code;
	struct gj_vm *vm;
	bool *columns;          /* [column_count] that it depends on */
};

/* A boolean slot holds (GJ_NONE: nothing is asked of any) or doesn't, and every 校验 but one holds (`fails`: the check that doesn't; GJ_NONE: all
 * hold). False: it would take too large a code. */
bool wants_make(struct wants *wants, struct axes *axes, struct code_graph *graph, int slot, bool holds, int fails);
void wants_end(struct wants *wants, struct axes *axes);

/* A cost_function; the context is a struct wants. */
void wants_cost(void *wants, const struct trials *trials, uint64_t *costs);
#endif
