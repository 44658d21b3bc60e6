#include "wants.h"

#include "runtime/arith.h"
#include "runtime/opcode.h"

#include <string.h>

enum { MOST_WANTS = 4000, MOST_DEEP = 200, DEEPER = 30, /* what doubles at each step goes less deep */ MOST_CHECKS = 200 };

/* Farther than any row can be, however many parts are added up. */
static const uint64_t FAR = UINT64_C(1) << 48;

enum want_kind {
	WANT_ALL, WANT_ANY,     /* of the two parts a and b */
	WANT_ALWAYS, WANT_NEVER,
	WANT_EQUAL, WANT_OTHER, /* output a, and output b or the number k */
	WANT_LESS, WANT_AT_MOST, WANT_MORE, WANT_AT_LEAST
};

struct want {
	enum want_kind kind;
	int a, b;               /* b: GJ_NONE where k stands */
	int64_t k;
};

static int add_want(struct wants *wants, struct want want)
{
	wants->wants = gj_arena_grow(wants->graph->arena, wants->wants, wants->count, &wants->capacity, sizeof *wants->wants);
	wants->wants[wants->count] = want;
	return (int)wants->count++;
}

static int add_output(struct wants *wants, graph_ref value)
{
	wants->outputs = gj_arena_grow(wants->graph->arena, wants->outputs, wants->output_count, &wants->output_capacity, sizeof *wants->outputs);
	wants->outputs[wants->output_count] = value;
	return (int)wants->output_count++;
}

static int join(struct wants *wants, bool all, int a, int b)
{
	return add_want(wants, (struct want){ all ? WANT_ALL : WANT_ANY, a, b, 0 });
}

static int want_boolean(struct wants *wants, graph_ref value, bool holds, size_t deep);
static int want_number(struct wants *wants, enum want_kind kind, graph_ref value, int64_t k, size_t deep);

static bool comes_out(enum want_kind kind, int64_t x, int64_t k)
{
	switch (kind) {
	case WANT_EQUAL:   return x == k;
	case WANT_OTHER:   return x != k;
	case WANT_LESS:    return x < k;
	case WANT_AT_MOST: return x <= k;
	case WANT_MORE:    return x > k;
	default:           return x >= k;
	}
}

/* `condition` holds and x is `with`, or it doesn't and y is `without`. */
static int want_either(struct wants *wants, graph_ref condition, graph_ref x, int64_t with, graph_ref y, int64_t without, enum want_kind kind, size_t deep)
{
	int chosen = want_boolean(wants, condition, true, deep), first = want_number(wants, kind, x, with, deep);
	int yes = join(wants, true, chosen, first);
	int not_chosen = want_boolean(wants, condition, false, deep), second = want_number(wants, kind, y, without, deep);
	return join(wants, false, yes, join(wants, true, not_chosen, second));
}

static int want_picked(struct wants *wants, graph_ref condition, bool with, bool without, size_t deep)
{
	if (with != without)
		return want_boolean(wants, condition, with, deep);
	return add_want(wants, (struct want){ with ? WANT_ALWAYS : WANT_NEVER, 0, GJ_NONE, 0 });
}

static bool is_boolean(const struct wants *wants, graph_ref value)
{
	return value >= 0 && gj_opcode(wants->graph->code->instructions[value].op)->result == GJ_RESULT_BOOL;
}

/* A number that is chosen or counted up by conditions is wanted by way of them: a grade is a step for each edge that the total passes. */
static int want_number(struct wants *wants, enum want_kind kind, graph_ref value, int64_t k, size_t deep)
{
	if (value < 0 || deep >= MOST_DEEP || wants->count >= MOST_WANTS)
		return add_want(wants, (struct want){ kind, add_output(wants, value), GJ_NONE, k });
	const struct gj_instruction *instruction = &wants->graph->code->instructions[value];
	const struct graph_node *node = &wants->graph->nodes[value];
	if (instruction->op == GJ_OP_MOVE)
		return want_number(wants, kind, node->x, k, deep + 1);
	if (instruction->op == GJ_OP_PICK)
		return want_picked(wants, node->c, comes_out(kind, instruction->k, k), comes_out(kind, instruction->m, k), deep + 1);
	if (instruction->op == GJ_OP_SELECT)
		return want_either(wants, node->c, node->x, k, node->y, k, kind, deep + 1);
	if (instruction->op == GJ_OP_ADD && instruction->target == GJ_LANE8 && is_boolean(wants, node->y))
		return want_either(wants, node->y, node->x, k - 1, node->x, k, kind, deep + DEEPER);
	if (instruction->op == GJ_OP_LOSEIF && instruction->target == GJ_LANE8)
		return want_either(wants, node->c, node->before, k - instruction->k, node->before, k, kind, deep + DEEPER);
	return add_want(wants, (struct want){ kind, add_output(wants, value), GJ_NONE, k });
}

static int want_pair(struct wants *wants, enum want_kind kind, graph_ref x, graph_ref y)
{
	int a = add_output(wants, x), b = add_output(wants, y);
	return add_want(wants, (struct want){ kind, a, b, 0 });
}

static int want_joined(struct wants *wants, const struct graph_node *node, bool all, bool holds, size_t deep)
{
	int a = want_boolean(wants, node->x, holds, deep), b = want_boolean(wants, node->y, holds, deep);
	return join(wants, all, a, b);
}

static int want_span(struct wants *wants, graph_ref x, int64_t low, int64_t high, bool inside, size_t deep)
{
	int a = want_number(wants, inside ? WANT_AT_LEAST : WANT_LESS, x, low, deep);
	int b = want_number(wants, inside ? WANT_AT_MOST : WANT_MORE, x, high, deep);
	return join(wants, inside, a, b);
}

/* What is wanted of a boolean, taken apart down to the comparisons. */
static int want_boolean(struct wants *wants, graph_ref value, bool holds, size_t deep)
{
	if (value < 0 || deep >= MOST_DEEP || wants->count >= MOST_WANTS)
		return add_want(wants, (struct want){ WANT_EQUAL, add_output(wants, value), GJ_NONE, holds });
	const struct graph_node *node = &wants->graph->nodes[value];
	const struct gj_instruction *instruction = &wants->graph->code->instructions[value];
	switch (instruction->op) {
	case GJ_OP_MOVE: return want_boolean(wants, node->x, holds, deep + 1);
	case GJ_OP_NOT:  return want_boolean(wants, node->x, !holds, deep + 1);
	case GJ_OP_AND:  return want_joined(wants, node, holds, holds, deep + 1);
	case GJ_OP_OR:   return want_joined(wants, node, !holds, holds, deep + 1);
	case GJ_OP_EQ:   return want_pair(wants, holds ? WANT_EQUAL : WANT_OTHER, node->x, node->y);
	case GJ_OP_NE:   return want_pair(wants, holds ? WANT_OTHER : WANT_EQUAL, node->x, node->y);
	case GJ_OP_LT:   return want_pair(wants, holds ? WANT_LESS : WANT_AT_LEAST, node->x, node->y);
	case GJ_OP_LE:   return want_pair(wants, holds ? WANT_AT_MOST : WANT_MORE, node->x, node->y);
	case GJ_OP_EQK:  return want_number(wants, holds ? WANT_EQUAL : WANT_OTHER, node->x, instruction->k, deep + 1);
	case GJ_OP_NEK:  return want_number(wants, holds ? WANT_OTHER : WANT_EQUAL, node->x, instruction->k, deep + 1);
	case GJ_OP_LEK:  return want_number(wants, holds ? WANT_AT_MOST : WANT_MORE, node->x, instruction->k, deep + 1);
	case GJ_OP_GEK:  return want_number(wants, holds ? WANT_AT_LEAST : WANT_LESS, node->x, instruction->k, deep + 1);
	case GJ_OP_SPAN: return want_span(wants, node->x, instruction->k, instruction->m, holds, deep + 1);
	default:         return want_number(wants, WANT_EQUAL, value, holds, deep);
	}
}

/* The 校验 that read any of the columns marked. */
static bool is_about(const struct gj_program *program, const struct gj_check *check, const bool *columns)
{
	for (size_t i = 0; i < check->field_count; i++) {
		int column = program->fields[check->fields[i]].column;
		if (column != GJ_NONE && columns[column])
			return true;
	}
	return false;
}

static void mark_outputs(struct wants *wants)
{
	for (size_t i = 0; i < wants->output_count; i++)
		graph_columns(wants->graph, wants->outputs[i], wants->columns);
}

static void add_whole(struct wants *wants, int *whole, int part)
{
	*whole = *whole == GJ_NONE ? part : join(wants, true, *whole, part);
}

bool wants_make(struct wants *wants, struct axes *axes, struct code_graph *graph, int slot, bool holds, int fails)
{
	const struct gj_program *program = graph->program;
	*wants = (struct wants){ .graph = graph, .columns = gj_arena_alloc(graph->arena, program->column_count + 1) };
	int whole = GJ_NONE;
	if (slot != GJ_NONE)
		add_whole(wants, &whole, want_boolean(wants, graph_slot(graph, slot), holds, 0));
	if (fails != GJ_NONE)
		add_whole(wants, &whole, want_boolean(wants, graph_slot(graph, program->checks[fails].slot), false, 0));
	mark_outputs(wants);
	for (size_t i = 0; i < program->check_count && i < MOST_CHECKS; i++)
		if ((int)i != fails && is_about(program, &program->checks[i], wants->columns))
			add_whole(wants, &whole, want_boolean(wants, graph_slot(graph, program->checks[i].slot), true, 0));
	mark_outputs(wants);
	if (whole == GJ_NONE || wants->count > MOST_WANTS || !graph_slice(graph, wants->outputs, wants->output_count, &wants->code))
		return false;
	wants->vm = axes_machine(axes, 0, &wants->code);
	return true;
}

void wants_end(struct wants *wants, struct axes *axes)
{
	if (wants->vm)
		axes_release(axes, wants->vm);
	wants->vm = NULL;
}

/* 0 for 0; otherwise what grows with the distance, slowly, so that no part of the whole drowns the others. */
static uint64_t weigh(gj_wide distance)
{
	if (distance <= 0)
		return 0;
	uint64_t bits = distance > INT64_MAX ? (uint64_t)INT64_MAX : (uint64_t)distance, log = 63 - (uint64_t)__builtin_clzll(bits);
	uint64_t rest = bits - (UINT64_C(1) << log);
	return (UINT64_C(1) << 17) + (log << 10) + (log > 10 ? rest >> (log - 10) : rest << (10 - log));
}

static uint64_t cost_of(const struct wants *wants, const struct want *want, size_t row)
{
	if (want->kind == WANT_ALWAYS || want->kind == WANT_NEVER)
		return want->kind == WANT_NEVER ? FAR : 0;
	gj_wide x = trials_output(wants->vm, want->a, row), y = want->b == GJ_NONE ? want->k : trials_output(wants->vm, want->b, row);
	switch (want->kind) {
	case WANT_EQUAL:    return weigh(x > y ? x - y : y - x);
	case WANT_OTHER:    return weigh(x == y);
	case WANT_LESS:     return weigh(x - y + 1);
	case WANT_AT_MOST:  return weigh(x - y);
	case WANT_MORE:     return weigh(y - x + 1);
	default:            return weigh(y - x);
	}
}

void wants_cost(void *context, const struct trials *trials, uint64_t *costs)
{
	struct wants *wants = context;
	uint64_t parts[MOST_WANTS];
	trials_run(trials, wants->vm, 0);
	for (size_t row = 0; row < trials->rows; row++) {
		for (size_t i = 0; i < wants->count; i++) {
			const struct want *want = &wants->wants[i];
			if (want->kind == WANT_ALL)
				parts[i] = parts[want->a] + parts[want->b];
			else if (want->kind == WANT_ANY)
				parts[i] = parts[want->a] < parts[want->b] ? parts[want->a] : parts[want->b];
			else
				parts[i] = cost_of(wants, want, row);
		}
		costs[row] = parts[wants->count - 1];
	}
}
