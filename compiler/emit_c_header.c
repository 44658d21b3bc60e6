/* The header: what a program that embeds the standard sees. */
#include "emit_c_parts.h"

#include "runtime/decimal.h"

#include <string.h>

static void print_text(const struct emission *emission, const char *text)
{
	c_comment_text(emission->declarations, text, strlen(text));
}

static void print_number(FILE *out, int64_t value, int scale)
{
	char text[GJ_DECIMAL_BYTES];
	gj_decimal(text, value, scale);
	fputs(text, out);
}

static void print_about(const struct emission *emission)
{
	const struct gj_program *program = emission->program;
	FILE *out = emission->declarations;
	fputs("/* ", out);
	print_text(emission, program->name);
	print_text(emission, *program->edition ? "，版次 " : "");
	print_text(emission, program->edition);
	print_text(emission, program->document);
	fputs("\n *\n * 由 guiju 从规则文件生成，请改规则文件，不要改这里。所有数都是整数：带 n 位小数的，是原数乘以 10 的 n 次方。\n"
		" * 各列的值必须在注明的范围内，用前可用 _fault 检查。评选、定等、目标要看全部单位，不在其内；台账要先汇总成列。 */\n", out);
}

static void print_options(const struct emission *emission, const struct gj_field *field)
{
	for (size_t i = 0; field->type == GJ_OPTION && i < field->options.count; i++) {
		fprintf(emission->declarations, "%s%zu：", i ? "、" : "；", i);
		print_text(emission, field->options.items[i]);
	}
}

static void print_field_note(const struct emission *emission, const struct gj_field *field)
{
	FILE *out = emission->declarations;
	fputs(" /* ", out);
	print_text(emission, field->name);
	fputs("，", out);
	if (field->type == GJ_BOOL)
		fputs("1 是、0 否", out);
	else if (field->type == GJ_DATE)
		fputs("日期：1970-01-01 为 0 的天数，", out);
	if (field->type == GJ_NUMBER || field->type == GJ_DATE || field->type == GJ_OPTION) {
		print_number(out, field->low, 0);
		fputs(" 至 ", out);
		print_number(out, field->high, 0);
	}
	print_options(emission, field);
	if (field->scale)
		fprintf(out, "，%d 位小数", field->scale);
	if (*field->unit) {
		fputs("，", out);
		print_text(emission, field->unit);
	}
	fputs(field->derived ? "；台账的汇总 */" : " */", out);
}

/* Each column in turn, by what it is: the value of a field, or its state. */
static void print_columns(const struct emission *emission, const char *before, const char *name_before)
{
	const struct gj_program *program = emission->program;
	FILE *out = emission->declarations;
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->column != GJ_NONE) {
			fprintf(out, "\t%s%s %s%s;", before, c_type((enum gj_lane)program->column_lanes[field->column]), name_before,
				emission->column_names[field->column]);
			print_field_note(emission, field);
			fputc('\n', out);
		}
		if (field->state_column != GJ_NONE)
			fprintf(out, "\t%s%s %s%s; /* 0 有值，1 未填，2 不适用；不是 0 时，值可以是范围内的任何数 */\n", before,
				c_type((enum gj_lane)program->column_lanes[field->state_column]), name_before, emission->column_names[field->state_column]);
	}
	if (!program->column_count)
		fprintf(out, "\t%sint8_t %sunused_;\n", before, name_before);
}

static void print_slots(const struct emission *emission, bool points, const char *before)
{
	FILE *out = emission->declarations;
	bool any = false;
	for (size_t slot = 0; slot < emission->program->slot_count; slot++) {
		if (emission->ir->ledger_only[slot] != points)
			continue;
		any = true;
		fprintf(out, "\t%s %s%s;", c_type(c_slot_lane(emission, slot)), before, emission->slot_names[slot]);
		if (*emission->slot_notes[slot]) {
			fputs(" /* ", out);
			print_text(emission, emission->slot_notes[slot]);
			fputs(" */", out);
		}
		fputc('\n', out);
	}
	if (!any)
		fprintf(out, "\tint8_t %sunused_;\n", before);
}

static void print_structs(const struct emission *emission)
{
	FILE *out = emission->declarations;
	const char *prefix = emission->request->prefix;
	fprintf(out, "\n/* 各列，每行一个值 */\nstruct %s_columns {\n", prefix);
	print_columns(emission, "const ", "*");
	fprintf(out, "};\n\n/* 一行 */\nstruct %s_row {\n", prefix);
	print_columns(emission, "", "");
	fprintf(out, "};\n\n/* 结果的各列，每行一个值；不要的写 NULL */\nstruct %s_results {\n", prefix);
	print_slots(emission, false, "*");
	fprintf(out, "};\n\n/* 一行的结果 */\nstruct %s_result {\n", prefix);
	print_slots(emission, false, "");
	fprintf(out, "};\n\n/* 明细：各条款发生的、计入的分数（两者之差是被上限吸收的），各种情形是否出现；不要的写 NULL */\nstruct %s_points {\n", prefix);
	print_slots(emission, true, "*");
	fprintf(out, "};\n\n/* 一行的明细 */\nstruct %s_point {\n", prefix);
	print_slots(emission, true, "");
	fputs("};\n", out);
}

static void print_functions(const struct emission *emission)
{
	FILE *out = emission->declarations;
	const char *p = emission->request->prefix;
	fprintf(out, "\nenum { %s_DECIMALS = %d, %s_GRADES = %zu };\n", p, emission->program->point_scale, p, emission->program->grade_count);
	fprintf(out, "\n/* 逐行计算 rows 行。points 是 NULL：不要明细 */\n"
		"void %s_batch(const struct %s_columns *columns, size_t rows, const struct %s_results *results, const struct %s_points *points);\n", p, p, p, p);
	fprintf(out, "\n/* 计算一行。point 可以是 NULL */\nvoid %s_row(const struct %s_row *row, struct %s_result *result, struct %s_point *point);\n", p, p, p, p);
	fprintf(out, "\n/* 第一个有值超出范围的列的名称，*row 是哪一行（从 0 起）；都在范围内：NULL */\n"
		"const char *%s_fault(const struct %s_columns *columns, size_t rows, size_t *row);\n", p, p);
	fprintf(out, "\n/* 等次的名称，从低到高；没有这个序号：NULL */\nconst char *%s_grade(int grade);\n", p);
}

void c_print_declarations(struct emission *emission)
{
	FILE *out = emission->declarations;
	const char *prefix = emission->request->prefix;
	print_about(emission);
	fprintf(out, "#ifndef GUIJU_%s_H\n#define GUIJU_%s_H\n#include <stddef.h>\n#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n",
		prefix, prefix);
	print_structs(emission);
	print_functions(emission);
	fputs("\n#ifdef __cplusplus\n}\n#endif\n#endif\n", out);
}
