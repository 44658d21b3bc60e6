/* The stages' functions. Each is one loop over a page of rows: short enough to stay in the nearest cache with all its columns, and plain enough for
 * compilers to turn into vectors. What one stage hands to another stands in the page. */
#include "emit_c_parts.h"

#include "runtime/decimal.h"

#include <string.h>

static const char *column_type(const struct emission *emission, size_t column)
{
	return c_type((enum gj_lane)emission->program->column_lanes[column]);
}

static void print_column(struct emission *emission, ir_ref value, int stage)
{
	size_t column = (size_t)ir_at(emission->ir, value)->k;
	if (emission->column_stamps[column] == stage + 1)
		return;
	bool first = emission->column_stamps[column] == 0;
	emission->column_stamps[column] = stage + 1;
	fprintf(emission->code, "\tconst %s *in_%s = columns->%s + first;\n", column_type(emission, column), emission->column_names[column],
		emission->column_names[column]);
	if (first)
		emission->fetched[emission->fetched_count++] = (int)column;
}

/* The columns that a value is made of within its stage. */
static void print_columns_of(struct emission *emission, ir_ref at, int stage)
{
	if (at < 0)
		return;
	const struct ir_value *value = ir_at(emission->ir, at);
	if (value->op == IR_COLUMN) {
		print_column(emission, at, stage);
	} else if (emission->values[at].inlined) {
		print_columns_of(emission, value->a, stage);
		print_columns_of(emission, value->b, stage);
		print_columns_of(emission, value->c, stage);
	}
}

static void print_columns(struct emission *emission, int index)
{
	const struct c_stage *stage = &emission->stages[index];
	for (size_t i = 0; i < stage->value_count; i++) {
		const struct ir_value *value = ir_at(emission->ir, stage->values[i]);
		print_columns_of(emission, value->a, index);
		print_columns_of(emission, value->b, index);
		print_columns_of(emission, value->c, index);
	}
	for (size_t i = 0; i < stage->slot_count; i++)
		print_columns_of(emission, emission->ir->slots[stage->slots[i]], index);
}

/* Each part asks for its own columns, so that the memory has something to do all the time and never too much. */
static void print_fetches(const struct emission *emission, const struct c_stage *stage)
{
	for (size_t i = 0; i < emission->fetched_count; i++)
		fprintf(emission->code, "\tFETCH(in_%s, 0);\n", emission->column_names[emission->fetched[i]]);
	for (size_t i = 0; i < stage->slot_count; i++)
		fprintf(emission->code, "\tFETCH(out_%s, 1);\n", emission->slot_names[stage->slots[i]]);
}

static void print_outputs(const struct emission *emission, const struct c_stage *stage)
{
	for (size_t i = 0; i < stage->slot_count; i++) {
		const char *name = emission->slot_names[stage->slots[i]];
		enum gj_lane lane = c_slot_lane(emission, (size_t)stage->slots[i]);
		fprintf(emission->code, "\t%s *out_%s = results->%s ? results->%s + first : page->unwanted%d;\n", c_type(lane), name, name, name, 8 << lane);
	}
}

static void print_heading(const struct emission *emission, int index, const char *indent)
{
	const struct gj_sheet_entry *entry = &emission->program->sheet[index];
	fprintf(emission->code, "%s/* %s", indent, c_part_word(entry->part));
	if (*entry->name) {
		fputc(' ', emission->code);
		c_comment_text(emission->code, entry->name, strlen(entry->name));
	}
	if (entry->has_points) {
		char points[GJ_DECIMAL_BYTES];
		points[gj_decimal(points, entry->points, emission->program->point_scale)] = '\0';
		fprintf(emission->code, " %s分", points);
	}
	if (*entry->wording) {
		fputs(" “", emission->code);
		c_comment_text(emission->code, entry->wording, strlen(entry->wording));
		fputs("”", emission->code);
	}
	fputs(" */\n", emission->code);
}

/* A clause as the author wrote it: its wording and its rules. */
static void print_written(const struct emission *emission, int index)
{
	const struct source *source = emission->request->source;
	struct span span = emission->ir->entries[index];
	if (span.start >= span.end || span.end > source->length) {
		print_heading(emission, index, "\t\t");
		return;
	}
	fputs("\t\t/* ", emission->code);
	c_comment_text(emission->code, source->text + span.start, span.end - span.start);
	fputs(" */\n", emission->code);
}

static void print_comment(const struct emission *emission, int entry)
{
	if (entry == GJ_NONE)
		return;
	enum gj_part part = emission->program->sheet[entry].part;
	if (part == GJ_PART_CLAUSE || part == GJ_PART_VETO || part == GJ_PART_VOID || part == GJ_PART_OUTCOME || part == GJ_PART_WAIVER)
		print_written(emission, entry);
	else if (part == GJ_PART_POINT || part == GJ_PART_SERIES)
		print_heading(emission, entry, "\t\t");
}

/* Whatever stands in the sheet between what was last written and this, each entry once: some clauses are no more than a column. */
static void print_comments_to(const struct emission *emission, const struct c_stage *stage, int *last, int entry)
{
	if (stage->scored)
		while (*last < entry)
			print_comment(emission, ++*last);
	else if (entry != *last)
		print_comment(emission, *last = entry);
}

static int last_within(const struct emission *emission, int entry)
{
	const struct gj_program *program = emission->program;
	int last = entry;
	while (entry != GJ_NONE && (size_t)last + 1 < program->sheet_count && program->sheet[last + 1].parent >= entry)
		last++;
	return last;
}

static void print_result(const struct emission *emission, int slot, int index)
{
	ir_ref value = emission->ir->slots[slot];
	enum gj_lane lane = c_slot_lane(emission, (size_t)slot);
	fprintf(emission->code, "\t\tout_%s[i] = ", emission->slot_names[slot]);
	if (lane != c_lane(emission, value))
		fprintf(emission->code, "(%s)", c_type(lane));
	c_print_operand(emission, value, index);
	fputs(";\n", emission->code);
}

static void print_values(const struct emission *emission, int index)
{
	const struct c_stage *stage = &emission->stages[index];
	int last = stage->entry;
	for (size_t i = 0; i < stage->value_count; i++) {
		ir_ref at = stage->values[i];
		if (emission->entries[at] != GJ_NONE)
			print_comments_to(emission, stage, &last, emission->entries[at]);
		c_print_value(emission, at, index);
		if (emission->values[at].kept)
			fprintf(emission->code, "\t\tpage->v%d[i] = v%d;\n", (int)at, (int)at);
	}
	if (stage->scored && stage->entry > 0)
		print_comments_to(emission, stage, &last, last_within(emission, stage->entry));
	for (size_t i = 0; i < stage->slot_count; i++)
		print_result(emission, stage->slots[i], index);
}

static bool is_empty(const struct c_stage *stage)
{
	return !stage->value_count && !stage->slot_count;
}

static const char *results_of(const struct c_stage *stage)
{
	return stage->scored ? "results" : "points";
}

static void print_stage(struct emission *emission, int index)
{
	const struct c_stage *stage = &emission->stages[index];
	if (is_empty(stage))
		return;
	fputc('\n', emission->code);
	if (stage->entry != GJ_NONE)
		print_heading(emission, stage->entry, "");
	fprintf(emission->code, "static void part_%d(const struct %s_columns *columns, const struct %s_%s *results, struct page *page, size_t first, size_t rows)\n{\n",
		index, emission->request->prefix, emission->request->prefix, results_of(stage));
	emission->fetched_count = 0;
	print_columns(emission, index);
	print_outputs(emission, stage);
	print_fetches(emission, stage);
	fputs("\t(void)columns, (void)results, (void)page, (void)first;\n\tINDEPENDENT\n\tfor (size_t i = 0; i < rows; i++) {\n", emission->code);
	print_values(emission, index);
	fputs("\t}\n}\n", emission->code);
}

static void print_page(const struct emission *emission)
{
	FILE *out = emission->code;
	fputs("\n/* What the rows of a page hand on from one part to the next. */\nstruct page {\n"
		"\tint8_t unwanted8[PAGE];\n\tint16_t unwanted16[PAGE];\n\tint32_t unwanted32[PAGE];\n\tint64_t unwanted64[PAGE];\n", out);
	for (size_t i = 0; i < emission->ir->value_count; i++)
		if (emission->values[i].kept)
			fprintf(out, "\t%s v%zu[PAGE];\n", c_type(c_lane(emission, (ir_ref)i)), i);
	fputs("};\n", out);
}

static void print_calls(const struct emission *emission, bool scored, const char *indent)
{
	for (size_t i = 0; i < emission->stage_count; i++)
		if (emission->stages[i].scored == scored && !is_empty(&emission->stages[i]))
			fprintf(emission->code, "%spart_%zu(columns, %s, page, first, rows);\n", indent, i, results_of(&emission->stages[i]));
}

static void print_page_function(const struct emission *emission)
{
	const char *prefix = emission->request->prefix;
	fprintf(emission->code, "\nstatic void run_page(const struct %s_columns *columns, const struct %s_results *results, const struct %s_points *points,\n"
		"\tstruct page *page, size_t first, size_t rows)\n{\n", prefix, prefix, prefix);
	print_calls(emission, true, "\t");
	fputs("\tif (!points)\n\t\treturn;\n", emission->code);
	print_calls(emission, false, "\t");
	fputs("}\n", emission->code);
}

void c_print_loops(struct emission *emission)
{
	print_page(emission);
	for (size_t i = 0; i < emission->stage_count; i++)
		print_stage(emission, (int)i);
	print_page_function(emission);
}
