/* Random 参数表 and what is looked up in them. */
#include "random_writer.h"

#include <stdlib.h>

/* A field of a kind that always has a value, MAX_FIELDS where there is none. */
static unsigned field_of(struct writer *writer, bool options)
{
	unsigned start = below(writer, writer->field_count);
	for (unsigned i = 0; i < writer->field_count; i++) {
		unsigned index = (start + i) % writer->field_count;
		const struct random_field *field = &writer->fields[index];
		bool number = field->kind == FIELD_COUNT || field->kind == FIELD_NUMBER || field->kind == FIELD_PERCENT;
		if (!may_lack(field) && (options ? field->kind == FIELD_OPTION : number && field->high - field->low >= 6))
			return index;
	}
	return MAX_FIELDS;
}

static void write_value(struct writer *writer)
{
	fprintf(writer->out, "  %u%s", below(writer, 50), chance(writer, 30) ? ".5" : "");
	fprintf(writer->out, "  %u\n", below(writer, 9));
}

static void write_options(struct writer *writer, unsigned field)
{
	fputs("参数表 表甲\n  档  值  另一值\n", writer->out);
	unsigned skipped = chance(writer, 50) ? below(writer, writer->fields[field].options) : MAX_FIELDS;
	for (unsigned i = 0; i < writer->fields[field].options; i++)
		if (i != skipped) {
			fprintf(writer->out, "  档%c", 'A' + (int)i);
			write_value(writer);
		}
}

/* 按 … 取值（…）, some options perhaps under 其他. */
static void write_choice(struct writer *writer, unsigned field)
{
	unsigned options = writer->fields[field].options, written = chance(writer, 50) ? options : 1 + below(writer, options - 1);
	fprintf(writer->out, "定义 查%u = 按 字段%u 取值（", writer->lookups++, field);
	for (unsigned i = 0; i < written; i++)
		fprintf(writer->out, "%s档%c %u%s", i ? "、" : "", 'A' + (int)i, below(writer, 50), chance(writer, 30) ? ".5" : "");
	fprintf(writer->out, written < options ? "、其他 %u）\n" : "）\n", below(writer, 50));
}

/* Rows whose key rises, from somewhere near the field's low. */
static void write_rising(struct writer *writer, unsigned field, const char *before)
{
	const struct random_field *of = &writer->fields[field];
	long width = of->high - of->low, at = of->low + (long)below(writer, 3) - 1;
	unsigned rows = 2 + below(writer, 4);
	for (unsigned i = 0; i < rows; i++) {
		fprintf(writer->out, "  %s%ld%s", before, at, of->decimals && chance(writer, 40) ? ".5" : "");
		write_value(writer);
		at += 1 + (long)below(writer, width > 40 ? 40 : (unsigned)width);
	}
}

static void write_outside(struct writer *writer, bool may_end)
{
	if (may_end && chance(writer, 40))
		fputs(" 表外 取端值）\n", writer->out);
	else
		fprintf(writer->out, " 表外 为 %u）\n", below(writer, 60));
}

static void write_step(struct writer *writer, const char *table, const char *before, unsigned field)
{
	static const char *const relations[] = {"不超过", "低于", "不低于", "高于"};
	fprintf(writer->out, "定义 查%u = 阶梯（%s 的 值 当 %s键 %s ", writer->lookups++, table, before, relations[below(writer, 4)]);
	if (chance(writer, 25))
		fprintf(writer->out, "字段%u ÷ %u", field, 2 + below(writer, 5));
	else
		fprintf(writer->out, "字段%u", field);
	write_outside(writer, !*before);
}

static void write_linear(struct writer *writer, unsigned field)
{
	fprintf(writer->out, "定义 查%u = 插值（表乙 的 %s 当 键 = ", writer->lookups++, chance(writer, 50) ? "值" : "另一值");
	if (chance(writer, 25))
		fprintf(writer->out, "字段%u ÷ %u", field, 2 + below(writer, 5));
	else
		fprintf(writer->out, "字段%u", field);
	write_outside(writer, true);
}

void write_tables(struct writer *writer)
{
	unsigned option = field_of(writer, true), number = field_of(writer, false);
	if (option < MAX_FIELDS) {
		write_options(writer, option);
		fprintf(writer->out, "定义 查%u = 查表（表甲 的 值 当 档 = 字段%u 表外 为 7）\n", writer->lookups++, option);
	}
	if (option < MAX_FIELDS && writer->fields[option].options > 1)
		write_choice(writer, option);
	if (number < MAX_FIELDS) {
		fprintf(writer->out, "参数表 表乙\n  键（%s）  值  另一值\n", writer->fields[number].unit);
		write_rising(writer, number, "");
		write_step(writer, "表乙", "", number);
		if (chance(writer, 60))
			write_linear(writer, number);
	}
	if (option < MAX_FIELDS && number < MAX_FIELDS && chance(writer, 60)) {
		char before[96], name[16];
		fprintf(writer->out, "参数表 表丙\n  档  键（%s）  值  另一值\n", writer->fields[number].unit);
		for (unsigned i = 0; i < writer->fields[option].options; i++) {
			snprintf(name, sizeof name, "档%c  ", 'A' + (int)i);
			if (i == 0 || chance(writer, 80))
				write_rising(writer, number, name);
		}
		snprintf(before, sizeof before, "档 = 字段%u 且 ", option);
		write_step(writer, "表丙", before, number);
	}
}

void write_lookup_condition(struct writer *writer)
{
	static const char *const relations[] = {" 不低于 ", " 不超过 ", " 低于 ", " 超过 ", " = ", " ≠ "};
	fprintf(writer->out, "查%u%s%u%s", below(writer, writer->lookups), relations[below(writer, 6)], below(writer, 50), chance(writer, 30) ? ".5" : "");
}
