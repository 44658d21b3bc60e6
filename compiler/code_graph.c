#include "code_graph.h"

#include "runtime/opcode.h"

#include <stdlib.h>
#include <string.h>

enum { REGISTER_LIMIT = 65536 };

static struct graph_node read_operands(const struct code_graph *graph, const struct gj_instruction *instruction)
{
	const struct gj_opcode_row *row = gj_opcode(instruction->op);
	const graph_ref *now = graph->last;
	return (struct graph_node){
		.x = row->operands & GJ_OPERAND_X ? now[instruction->x] : GRAPH_NONE,
		.y = row->operands & GJ_OPERAND_Y ? now[instruction->y] : GRAPH_NONE,
		.c = row->operands & GJ_OPERAND_C ? now[instruction->c] : GRAPH_NONE,
		.before = row->result == GJ_RESULT_ACCUMULATE ? now[instruction->d] : GRAPH_NONE,
	};
}

struct code_graph *code_graph_new(const struct gj_program *program, const struct gj_code *code, struct gj_arena *arena)
{
	struct code_graph *graph = gj_arena_alloc(arena, sizeof *graph);
	*graph = (struct code_graph){ .program = program, .code = code, .arena = arena,
		.nodes = gj_arena_alloc(arena, (code->count + 1) * sizeof *graph->nodes),
		.last = gj_arena_alloc(arena, (code->registers + 1) * sizeof *graph->last),
		.needed = gj_arena_alloc(arena, code->count + 1),
		.cone = gj_arena_alloc(arena, (code->count + 1) * sizeof *graph->cone),
		.homes = gj_arena_alloc(arena, (code->count + 1) * sizeof *graph->homes) };
	for (size_t i = 0; i < code->registers; i++)
		graph->last[i] = i < program->column_count ? graph_column((int)i) : GRAPH_NONE;
	for (size_t i = 0; i < code->count; i++) {
		graph->nodes[i] = read_operands(graph, &code->instructions[i]);
		graph->last[code->instructions[i].d] = (graph_ref)i;
	}
	return graph;
}

graph_ref graph_slot(const struct code_graph *graph, int slot)
{
	return graph->last[graph->code->outputs[slot]];
}

static void need(struct code_graph *graph, graph_ref ref)
{
	if (ref < 0 || graph->needed[ref])
		return;
	graph->needed[ref] = true;
	graph->cone[graph->cone_size++] = ref;
}

static int by_place(const void *a, const void *b)
{
	graph_ref x = *(const graph_ref *)a, y = *(const graph_ref *)b;
	return (x > y) - (x < y);
}

/* The instructions that the values need, in their order, into graph->cone: in time for them alone, not for the whole code. */
static void find_cone(struct code_graph *graph, const graph_ref *values, size_t count)
{
	graph->cone_size = 0;
	for (size_t i = 0; i < count; i++)
		need(graph, values[i]);
	for (size_t i = 0; i < graph->cone_size; i++) {
		const struct graph_node *node = &graph->nodes[graph->cone[i]];
		need(graph, node->x);
		need(graph, node->y);
		need(graph, node->c);
		need(graph, node->before);
	}
	for (size_t i = 0; i < graph->cone_size; i++)
		graph->needed[graph->cone[i]] = false;
	qsort(graph->cone, graph->cone_size, sizeof *graph->cone, by_place);
}

static uint16_t home_of(const struct code_graph *graph, graph_ref ref)
{
	return graph_is_column(ref) ? (uint16_t)graph_column_of(ref) : ref == GRAPH_NONE ? 0 : graph->homes[ref];
}

/* What is added to is copied first. */
static void copy_instruction(struct code_graph *graph, graph_ref index, struct gj_code *slice)
{
	const struct graph_node *node = &graph->nodes[index];
	struct gj_instruction made = graph->code->instructions[index];
	made.d = graph->homes[index] = (uint16_t)slice->registers;
	slice->lanes[slice->registers++] = made.target;
	if (node->before != GRAPH_NONE)
		slice->instructions[slice->count++] = (struct gj_instruction){ .op = GJ_OP_MOVE, .source = made.target, .target = made.target, .d = made.d,
			.x = home_of(graph, node->before) };
	made.x = home_of(graph, node->x);
	made.y = home_of(graph, node->y);
	made.c = home_of(graph, node->c);
	slice->instructions[slice->count++] = made;
}

bool graph_slice(struct code_graph *graph, const graph_ref *values, size_t count, struct gj_code *slice)
{
	size_t columns = graph->program->column_count;
	struct gj_arena *arena = graph->arena;
	find_cone(graph, values, count);
	if (columns + graph->cone_size > REGISTER_LIMIT)
		return false;
	*slice = (struct gj_code){ .registers = columns, .instructions = gj_arena_alloc(arena, (2 * graph->cone_size + 1) * sizeof *slice->instructions),
		.lanes = gj_arena_alloc(arena, columns + graph->cone_size + 1), .outputs = gj_arena_alloc(arena, (count + 1) * sizeof *slice->outputs) };
	memcpy(slice->lanes, graph->code->lanes, columns);
	for (size_t i = 0; i < graph->cone_size; i++)
		copy_instruction(graph, graph->cone[i], slice);
	for (size_t i = 0; i < count; i++)
		slice->outputs[i] = home_of(graph, values[i]);
	return true;
}

static void mark_column(graph_ref ref, bool *columns)
{
	if (graph_is_column(ref))
		columns[graph_column_of(ref)] = true;
}

void graph_columns(struct code_graph *graph, graph_ref value, bool *columns)
{
	mark_column(value, columns);
	find_cone(graph, &value, 1);
	for (size_t i = 0; i < graph->cone_size; i++) {
		const struct graph_node *node = &graph->nodes[graph->cone[i]];
		mark_column(node->x, columns);
		mark_column(node->y, columns);
		mark_column(node->c, columns);
		mark_column(node->before, columns);
	}
}
