/* How the values of a code depend on one another: verified code read backwards, for the search of rows. */
#ifndef GJ_CODE_GRAPH_H
#define GJ_CODE_GRAPH_H
#include "runtime/memory.h"
#include "runtime/program.h"

/* A value: the instruction that made it, from 0; an input column; or none. */
typedef int32_t graph_ref;
enum { GRAPH_NONE = -1 };
static inline graph_ref graph_column(int column)
{
	return -2 - column;
}
static inline bool graph_is_column(graph_ref ref)
{
	return ref <= -2;
}
static inline size_t graph_column_of(graph_ref ref)
{
	return (size_t)(-2 - ref);
}

/* What an instruction reads; `before` is what it adds to. */
struct graph_node {
	graph_ref x, y, c, before;
};

struct code_graph {
	const struct gj_program *program;
	const struct gj_code *code;
	struct gj_arena *arena;
	struct graph_node *nodes; /* [code->count] */
	graph_ref *last;          /* [code->registers]: what stands in a register in the end */
	/* While some values are looked at: the instructions they need; and where the value of each stands in a slice. */
	bool *needed;
	size_t cone_size;
	graph_ref *cone;
	uint16_t *homes;
};

/* The arena has a failure jump; the program outlives the graph. */
struct code_graph *code_graph_new(const struct gj_program *program, const struct gj_code *code, struct gj_arena *arena);

/* The value of a slot. */
graph_ref graph_slot(const struct code_graph *graph, int slot);

/* The code that makes these values and no others: output i is values[i]. No register is written twice, so all of them stand there after a run.
 * False: it would need more registers than there are. */
bool graph_slice(struct code_graph *graph, const graph_ref *values, size_t count, struct gj_code *slice);

/* Marks the columns that a value comes from in columns[column_count]. */
void graph_columns(struct code_graph *graph, graph_ref value, bool *columns);
#endif
