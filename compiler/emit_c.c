/* The C file from its first line to its last. */
#include "emit_c_parts.h"

#include "shared_text.h"

#include "runtime/memory.h"

static const char preamble[] =
	"#include <string.h>\n\n"
	"_Static_assert(sizeof(int) >= 4, \"int has 32 bits or more\");\n\n"
	"#if defined(__GNUC__)\n"
	"#define MAYBE_UNUSED __attribute__((unused))\n"
	"/* Asks the memory for the next page of a column, to be read (0) or written (1). Beyond the last row nothing comes of it. */\n"
	"#define FETCH(column, write) \\\n"
	"\tfor (size_t at = PAGE * sizeof *(column); at < 2 * PAGE * sizeof *(column); at += 64) \\\n"
	"\t\t__builtin_prefetch((const void *)((uintptr_t)(column) + at), write)\n"
	"#else\n"
	"#define MAYBE_UNUSED\n"
	"#define FETCH(column, write) ((void)0)\n"
	"#endif\n"
	"/* Rows don't depend on each other. */\n"
	"#if defined(__clang__)\n"
	"#pragma clang diagnostic ignored \"-Wpass-failed\"\n"
	"#define INDEPENDENT _Pragma(\"clang loop vectorize(assume_safety)\")\n"
	"#elif defined(__GNUC__)\n"
	"#define INDEPENDENT _Pragma(\"GCC ivdep\")\n"
	"#else\n"
	"#define INDEPENDENT\n"
	"#endif\n\n"
	"/* Whole numbers alone: every range was proved when this was made. */\n"
	"#define ORDER(bits, type) \\\n"
	"\tMAYBE_UNUSED static inline type least##bits(type a, type b) { return a < b ? a : b; } \\\n"
	"\tMAYBE_UNUSED static inline type largest##bits(type a, type b) { return a > b ? a : b; }\n"
	"ORDER(8, int8_t)\nORDER(16, int16_t)\nORDER(32, int32_t)\nORDER(64, int64_t)\n";

static bool uses_wide(const struct emission *emission)
{
	for (size_t i = 0; i < emission->ir->value_count; i++)
		if (emission->values[i].needed && c_lane(emission, (ir_ref)i) == GJ_LANE128)
			return true;
	return false;
}

static bool uses(const struct emission *emission, enum ir_op op)
{
	for (size_t i = 0; i < emission->ir->value_count; i++)
		if (emission->values[i].needed && emission->ir->values[i].op == op)
			return true;
	return false;
}

enum { PAGE_ROWS = 64, PAGE_BYTES = 65536 };

/* As many rows as leave the stack some room. */
static unsigned page_rows(const struct emission *emission)
{
	size_t bytes = 15, rows = PAGE_ROWS;
	for (size_t i = 0; i < emission->ir->value_count; i++)
		bytes += emission->values[i].kept ? (size_t)1 << c_lane(emission, (ir_ref)i) : 0;
	while (rows > 1 && rows * bytes > PAGE_BYTES)
		rows /= 2;
	return (unsigned)rows;
}

static void print_preamble(const struct emission *emission)
{
	FILE *out = emission->code;
	bool wide = uses_wide(emission);
	fprintf(out, "/* 由 guiju 从规则文件生成：说明见 %s。 */\n#include \"%s\"\n", emission->request->header, emission->request->header);
	fputs(preamble, out);
	if (uses(emission, IR_DIVIDE)) {
		fputc('\n', out);
		fputs(division_text, out);
	}
	if (wide) {
		fputs("\n/* Where 64 bits aren't proved to be enough. */\n", out);
		fputs(division_wide_text, out);
		fputs("ORDER(128, gj_wide)\n", out);
	}
	if (uses(emission, IR_MONTH) || uses(emission, IR_MDAY) || uses(emission, IR_DATE)) {
		fputc('\n', out);
		fputs(months_text, out);
	}
	fprintf(out, "\nenum { PAGE = %u }; /* rows worked on together: their columns stay in the nearest cache */\n", page_rows(emission));
}

static void print_batch(const struct emission *emission)
{
	const char *p = emission->request->prefix;
	fprintf(emission->code,
		"\nvoid %s_batch(const struct %s_columns *columns, size_t rows, const struct %s_results *results, const struct %s_points *points)\n{\n"
		"\tstruct page page;\n\tsize_t first = 0;\n"
		"\tfor (; rows - first >= PAGE; first += PAGE)\n"
		"\t\trun_page(columns, results, points, &page, first, PAGE);\n"
		"\tif (first < rows)\n\t\trun_page(columns, results, points, &page, first, rows - first);\n}\n", p, p, p, p);
}

static void print_addresses(const struct emission *emission, bool points, const char *of)
{
	bool any = false;
	for (size_t slot = 0; slot < emission->program->slot_count; slot++)
		if (emission->ir->ledger_only[slot] == points) {
			any = true;
			fprintf(emission->code, "\t\t.%s = &%s->%s,\n", emission->slot_names[slot], of, emission->slot_names[slot]);
		}
	if (!any)
		fputs("\t\t.unused_ = NULL,\n", emission->code);
}

static void print_row(const struct emission *emission)
{
	FILE *out = emission->code;
	const char *p = emission->request->prefix;
	fprintf(out, "\nvoid %s_row(const struct %s_row *row, struct %s_result *result, struct %s_point *point)\n{\n\tconst struct %s_columns columns = {\n",
		p, p, p, p, p);
	for (size_t i = 0; i < emission->program->column_count; i++)
		fprintf(out, "\t\t.%s = &row->%s,\n", emission->column_names[i], emission->column_names[i]);
	if (!emission->program->column_count)
		fputs("\t\t.unused_ = &row->unused_,\n", out);
	fprintf(out, "\t};\n\tconst struct %s_results results = {\n", p);
	print_addresses(emission, false, "result");
	fprintf(out, "\t};\n\tif (!point) {\n\t\t%s_batch(&columns, 1, &results, NULL);\n\t\treturn;\n\t}\n\tconst struct %s_points points = {\n", p, p);
	print_addresses(emission, true, "point");
	fprintf(out, "\t};\n\t%s_batch(&columns, 1, &results, &points);\n}\n", p);
}

static void print_bound(FILE *out, int64_t bound)
{
	if (bound < -INT64_C(2147483647))
		fprintf(out, "-INT64_C(%lld) - 1", -(long long)(bound + 1));
	else
		fprintf(out, "INT64_C(%lld)", (long long)bound);
}

static void print_range_test(const struct emission *emission, size_t column, const char *name, int64_t low, int64_t high)
{
	FILE *out = emission->code;
	int bits = 8 << emission->program->column_lanes[column];
	fprintf(out, "\t*row = outside%d(columns->%s, rows, ", bits, emission->column_names[column]);
	print_bound(out, low);
	fputs(", ", out);
	print_bound(out, high);
	fputs(");\n\tif (*row < rows)\n\t\treturn ", out);
	c_string(out, name);
	fputs(";\n", out);
}

static void print_fault(const struct emission *emission)
{
	FILE *out = emission->code;
	const char *p = emission->request->prefix;
	for (int bits = 8; bits <= 64; bits *= 2)
		fprintf(out, "\nMAYBE_UNUSED static size_t outside%d(const int%d_t *column, size_t rows, int64_t low, int64_t high)\n{\n\tsize_t row = 0;\n"
			"\twhile (row < rows && column[row] >= low && column[row] <= high)\n\t\trow++;\n\treturn row;\n}\n", bits, bits);
	fprintf(out, "\nconst char *%s_fault(const struct %s_columns *columns, size_t rows, size_t *row)\n{\n\t(void)columns;\n", p, p);
	for (size_t i = 0; i < emission->program->field_count; i++) {
		const struct gj_field *field = &emission->program->fields[i];
		if (field->column != GJ_NONE)
			print_range_test(emission, (size_t)field->column, field->name, field->low, field->high);
		if (field->state_column != GJ_NONE)
			print_range_test(emission, (size_t)field->state_column, field->name, GJ_PRESENT, gj_field_last_state(field));
	}
	fputs("\t*row = rows;\n\treturn NULL;\n}\n", out);
}

static void print_grades(const struct emission *emission)
{
	FILE *out = emission->code;
	size_t count = emission->program->grade_count;
	fprintf(out, "\nconst char *%s_grade(int grade)\n{\n", emission->request->prefix);
	if (!count) {
		fputs("\t(void)grade;\n\treturn NULL;\n}\n", out);
		return;
	}
	fputs("\tstatic const char *const names[] = {\n", out);
	for (size_t i = 0; i < count; i++) {
		fputs("\t\t", out);
		c_string(out, emission->program->grades[i].name);
		fputs(",\n", out);
	}
	fprintf(out, "\t};\n\treturn grade >= 0 && grade < %zu ? names[grade] : NULL;\n}\n", count);
}

static void print_numbered(const struct emission *emission, bool points)
{
	FILE *out = emission->code;
	const char *of = points ? "points" : "results";
	bool any = false;
	fprintf(out, "\tconst struct %s_%s to_%s = {\n", emission->request->prefix, of, of);
	for (size_t slot = 0; slot < emission->program->slot_count; slot++)
		if (emission->ir->ledger_only[slot] == points) {
			any = true;
			fprintf(out, "\t\t.%s = slots[%zu],\n", emission->slot_names[slot], slot);
		}
	fprintf(out, "%s\t};\n", any ? "" : "\t\t.unused_ = NULL,\n");
}

/* The entry for those who know columns and results by their numbers. */
static void print_native(const struct emission *emission)
{
	static const char arguments[] = "const void *const *columns, size_t rows, void *const *slots, _Bool points";
	FILE *out = emission->code;
	const char *p = emission->request->prefix;
	fprintf(out, "\nvoid %s_native(%s);\nvoid %s_native(%s)\n{\n\tconst struct %s_columns in = {\n", p, arguments, p, arguments, p);
	for (size_t i = 0; i < emission->program->column_count; i++)
		fprintf(out, "\t\t.%s = columns[%zu],\n", emission->column_names[i], i);
	fprintf(out, "%s\t};\n", emission->program->column_count ? "" : "\t\t.unused_ = NULL,\n");
	print_numbered(emission, false);
	print_numbered(emission, true);
	fprintf(out, "\t(void)columns;\n\t%s_batch(&in, rows, &to_results, points ? &to_points : NULL);\n}\n", p);
}

void emit_c(const struct c_request *request, struct gj_arena *arena)
{
	struct emission emission = { .request = request, .ir = request->ir, .program = request->ir->program, .arena = arena, .code = request->code,
		.declarations = request->declarations };
	emission.column_stamps = gj_arena_alloc(arena, (emission.program->column_count + 1) * sizeof *emission.column_stamps);
	emission.fetched = gj_arena_alloc(arena, (emission.program->column_count + 1) * sizeof *emission.fetched);
	c_name_members(&emission);
	c_make_stages(&emission);
	c_print_declarations(&emission);
	print_preamble(&emission);
	c_print_loops(&emission);
	print_batch(&emission);
	print_row(&emission);
	print_fault(&emission);
	print_grades(&emission);
	if (request->native)
		print_native(&emission);
}
