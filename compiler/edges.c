#include "edges.h"

#include "runtime/arith.h"
#include "runtime/opcode.h"

#include <string.h>

enum {
	MOST_SOURCES = 32,
	FEW_SOURCES = 4,            /* with as many a comparison is looked at in all three contexts */
	WIDE = 1000,                /* values of a field that is looked at although it is one of many sources */
	MOST_TURNS = 4,             /* places along one axis at which a comparison turns */
	STEPS = 400 * 1000 * 1000   /* instructions × rows that may be run */
};

/* What is known of a value: mul × column + add. */
struct line {
	bool known;
	size_t column;
	gj_wide mul, add;
};

/* The columns that a value comes from, unless they are many. */
struct sources {
	bool many;
	uint8_t count;
	uint16_t columns[MOST_SOURCES];
};

struct finding_edges {
	struct axes *axes;
	size_t side;
	struct code_graph *graph;
	struct trials *trials;
	int64_t *const *base;
	struct line *lines;      /* by instruction */
	struct sources *sources;
	size_t steps;
};

static struct line line_of(const struct finding_edges *finding, graph_ref ref)
{
	if (graph_is_column(ref))
		return (struct line){ true, graph_column_of(ref), 1, 0 };
	return ref == GRAPH_NONE ? (struct line){ 0 } : finding->lines[ref];
}

static bool small(gj_wide value)
{
	return value > -((gj_wide)1 << 100) && value < (gj_wide)1 << 100;
}

static struct line reckon_line(const struct finding_edges *finding, size_t index)
{
	const struct gj_instruction *instruction = &finding->graph->code->instructions[index];
	struct line line = line_of(finding, finding->graph->nodes[index].x);
	switch (instruction->op) {
	case GJ_OP_MOVE: break;
	case GJ_OP_ADDK: line.add += instruction->k; break;
	case GJ_OP_FROMK:
		line.mul = -line.mul;
		line.add = instruction->k - line.add;
		break;
	case GJ_OP_MULK:
		line.known &= small(line.mul * instruction->k) && small(line.add);
		line.mul *= instruction->k;
		line.add *= instruction->k;
		break;
	default: line.known = false;
	}
	line.known &= line.mul != 0 && small(line.mul) && small(line.add);
	return line;
}

static void add_source(struct sources *sources, uint16_t column)
{
	for (size_t i = 0; i < sources->count; i++)
		if (sources->columns[i] == column)
			return;
	sources->many |= sources->count == MOST_SOURCES;
	if (!sources->many)
		sources->columns[sources->count++] = column;
}

static void add_sources(const struct finding_edges *finding, struct sources *sources, graph_ref ref)
{
	if (graph_is_column(ref))
		add_source(sources, (uint16_t)graph_column_of(ref));
	if (ref < 0)
		return;
	const struct sources *other = &finding->sources[ref];
	sources->many |= other->many;
	for (size_t i = 0; i < other->count; i++)
		add_source(sources, other->columns[i]);
}

static struct sources join_sources(const struct finding_edges *finding, const struct graph_node *node)
{
	struct sources sources = { 0 };
	add_sources(finding, &sources, node->x);
	add_sources(finding, &sources, node->y);
	add_sources(finding, &sources, node->c);
	add_sources(finding, &sources, node->before);
	return sources;
}

/* The numbers that an instruction holds x against, as far as it does. */
static size_t marks_of(const struct gj_instruction *instruction, int64_t marks[2])
{
	marks[0] = instruction->k;
	marks[1] = instruction->m;
	switch (instruction->op) {
	case GJ_OP_EQK: case GJ_OP_NEK: case GJ_OP_LEK: case GJ_OP_GEK: case GJ_OP_DIVK: return 1;
	case GJ_OP_SPAN: case GJ_OP_CLAMP: return 2;
	case GJ_OP_COUNT: case GJ_OP_LOSE:
		marks[0] = 1;
		return 2;
	default: return 0;
	}
}

static bool compares_two(unsigned op)
{
	return op == GJ_OP_EQ || op == GJ_OP_NE || op == GJ_OP_LT || op == GJ_OP_LE || op == GJ_OP_MIN || op == GJ_OP_MAX;
}

/* A value of a side's own scale, and its neighbours in that scale and in the axis's. */
static void add_near(const struct finding_edges *finding, size_t column, gj_wide own)
{
	int index = finding->axes->axis_of[finding->side][column];
	if (index == GJ_NONE)
		return;
	struct axis *axis = &finding->axes->axes[index];
	const gj_wide unit = axis->units[finding->side], steps[] = { -unit, -1, 0, 1, unit };
	int64_t value;
	if (!gj_fits_64(own) || !axis_from(axis, finding->side, (int64_t)own, &value))
		return;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (gj_fits_64(value + steps[i]))
			axis_add(finding->axes, axis, (struct cell){ GJ_PRESENT, (int64_t)(value + steps[i]) });
}

/* Where mul × column + add passes the mark. */
static void add_on_line(const struct finding_edges *finding, const struct line *line, gj_wide mark)
{
	gj_wide rest = mark - line->add, mul = line->mul;
	if (mul < 0) {
		rest = -rest;
		mul = -mul;
	}
	gj_wide below = gj_divide_wide(rest, mul, GJ_ROUND_DOWN);
	add_near(finding, line->column, below);
	add_near(finding, line->column, below + (rest % mul != 0));
}

/* A comparison that is run: output 0 of the machine against output 1, or against the mark. */
struct probe {
	struct gj_vm *vm;
	size_t length;  /* instructions */
	bool two;
	int64_t mark;
};

static int order_at(const struct probe *probe, size_t row)
{
	gj_wide x = trials_output(probe->vm, 0, row), y = probe->two ? trials_output(probe->vm, 1, row) : probe->mark;
	return x < y ? -1 : x > y;
}

/* The values of a column at rows 0 … count - 1: from low to high in even steps. */
static size_t lay_out(struct finding_edges *finding, size_t column, int64_t low, int64_t high, int64_t laid[GJ_BLOCK_ROWS])
{
	gj_wide span = (gj_wide)high - low;
	size_t count = span < GJ_BLOCK_ROWS ? (size_t)span + 1 : (size_t)GJ_BLOCK_ROWS;
	for (size_t row = 0; row < count; row++) {
		laid[row] = (int64_t)(low + (count > 1 ? span * (gj_wide)row / (gj_wide)(count - 1) : 0));
		trials_set(finding->trials, finding->side, column, row, laid[row]);
	}
	finding->trials->rows = count;
	return count;
}

/* Looks for places between low and high where the comparison turns. */
static void seek_turns(struct finding_edges *finding, const struct probe *probe, size_t column, int64_t low, int64_t high)
{
	int64_t laid[GJ_BLOCK_ROWS], starts[MOST_TURNS], ends[MOST_TURNS];
	size_t turns = 0, cost = (probe->length + 1) * GJ_BLOCK_ROWS;
	if (finding->steps < cost)
		return;
	finding->steps -= cost;
	size_t count = lay_out(finding, column, low, high, laid);
	trials_run(finding->trials, probe->vm, finding->side);
	for (size_t row = 0; row + 1 < count && turns < MOST_TURNS; row++)
		if (order_at(probe, row) != order_at(probe, row + 1)) {
			starts[turns] = laid[row];
			ends[turns++] = laid[row + 1];
		}
	for (size_t i = 0; i < turns; i++) {
		if (ends[i] - starts[i] > 1) {
			seek_turns(finding, probe, column, starts[i], ends[i]);
			continue;
		}
		add_near(finding, column, starts[i]);
		add_near(finding, column, ends[i]);
	}
}

static const struct gj_field *field_of(const struct finding_edges *finding, size_t column)
{
	int index = finding->axes->axis_of[finding->side][column];
	if (index == GJ_NONE)
		return NULL;
	const struct gj_field *field = &finding->axes->programs[finding->side]->fields[finding->axes->axes[index].fields[finding->side]];
	return (size_t)field->column == column ? field : NULL;
}

static void set_all(struct finding_edges *finding, size_t column, int64_t value)
{
	for (size_t row = 0; row < GJ_BLOCK_ROWS; row++)
		trials_set(finding->trials, finding->side, column, row, value);
}

/* The columns that a comparison comes from as in the base (0), or at their lowest (1) or highest (2). */
static void set_context(struct finding_edges *finding, const struct sources *sources, int context)
{
	for (size_t i = 0; i < sources->count; i++) {
		const struct gj_field *field = context ? field_of(finding, sources->columns[i]) : NULL;
		int64_t kept = finding->base[finding->side][sources->columns[i]];
		set_all(finding, sources->columns[i], !field ? kept : context == 1 ? field->low : field->high);
	}
}

static void run_probe(struct finding_edges *finding, const struct probe *probe, const struct sources *sources)
{
	int contexts = sources->count <= FEW_SOURCES ? 3 : 1;
	for (int context = 0; context < contexts; context++)
		for (size_t i = 0; i < sources->count; i++) {
			const struct gj_field *field = field_of(finding, sources->columns[i]);
			if (!field)
				continue;
			set_context(finding, sources, context);
			seek_turns(finding, probe, sources->columns[i], field->low, field->high);
		}
	set_context(finding, sources, 0);
}

/* Of many sources those with many values: a total is brought to an edge by a mark out of a hundred rather than by a yes or no. */
static struct sources wide_sources(struct finding_edges *finding, graph_ref x, graph_ref y)
{
	struct sources sources = { 0 };
	size_t columns = finding->graph->program->column_count;
	bool *read = gj_arena_alloc(finding->axes->arena, columns + 1);
	graph_columns(finding->graph, x, read);
	graph_columns(finding->graph, y, read);
	for (size_t i = 0; i < columns && sources.count < MOST_SOURCES; i++) {
		const struct gj_field *field = read[i] ? field_of(finding, i) : NULL;
		if (field && (gj_wide)field->high - field->low > WIDE)
			add_source(&sources, (uint16_t)i);
	}
	finding->steps -= finding->steps < columns ? finding->steps : columns;
	return sources;
}

static void probe_instruction(struct finding_edges *finding, size_t index)
{
	const struct graph_node *node = &finding->graph->nodes[index];
	const struct gj_instruction *instruction = &finding->graph->code->instructions[index];
	struct sources sources = { 0 };
	add_sources(finding, &sources, node->x);
	bool two = compares_two(instruction->op);
	if (two)
		add_sources(finding, &sources, node->y);
	int64_t marks[2];
	size_t count = two ? 1 : marks_of(instruction, marks);
	struct gj_code slice;
	if (sources.many && count && finding->steps)
		sources = wide_sources(finding, node->x, two ? node->y : node->x);
	if (sources.many || !sources.count || !count || !finding->steps
		|| !graph_slice(finding->graph, (graph_ref[]){ node->x, two ? node->y : node->x }, 2, &slice))
		return;
	struct probe probe = { axes_machine(finding->axes, finding->side, &slice), slice.count, two, 0 };
	for (size_t i = 0; i < count; i++) {
		probe.mark = marks[i];
		run_probe(finding, &probe, &sources);
	}
	axes_release(finding->axes, probe.vm);
}

void axes_add_edges(struct axes *axes, size_t side, struct code_graph *graph, int64_t *const base[MOST_SIDES], struct trials *trials)
{
	size_t count = graph->code->count;
	struct finding_edges finding = { axes, side, graph, trials, base, gj_arena_alloc(axes->arena, (count + 1) * sizeof(struct line)),
		gj_arena_alloc(axes->arena, (count + 1) * sizeof(struct sources)), STEPS };
	for (size_t i = 0; i < graph->program->column_count; i++)
		set_all(&finding, i, base[side][i]);
	for (size_t i = 0; i < count; i++) {
		finding.lines[i] = reckon_line(&finding, i);
		finding.sources[i] = join_sources(&finding, &graph->nodes[i]);
		int64_t marks[2];
		size_t mark_count = marks_of(&graph->code->instructions[i], marks);
		struct line line = line_of(&finding, graph->nodes[i].x);
		for (size_t k = 0; k < mark_count && line.known; k++)
			add_on_line(&finding, &line, marks[k]);
		if (!line.known || compares_two(graph->code->instructions[i].op))
			probe_instruction(&finding, i);
	}
}
