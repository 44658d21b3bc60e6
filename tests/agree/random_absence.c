/* Cells without a value: fields that may be 可空, 可不适用 or both, and what guards their use. */
#include "random_writer.h"

bool may_lack(const struct random_field *field)
{
	return field->nullable || field->inapplicable;
}

void write_absences(struct writer *writer, struct random_field *field)
{
	field->nullable = field->kind != FIELD_BOOL && field->kind != FIELD_OPTION && chance(writer, 20);
	field->inapplicable = chance(writer, 12);
	if (field->nullable)
		fputs(" 可空", writer->out);
	if (field->inapplicable)
		fputs(" 可不适用", writer->out);
}

void open_guard(struct writer *writer, unsigned index)
{
	const struct random_field *field = &writer->fields[index];
	if (may_lack(field))
		fputs("（", writer->out);
	if (field->inapplicable && !(writer->applies >> index & 1))
		fprintf(writer->out, "字段%u 适用 且 ", index);
	if (field->nullable)
		fprintf(writer->out, "非 字段%u 未填 且 ", index);
}

void close_guard(struct writer *writer, unsigned index)
{
	if (may_lack(&writer->fields[index]))
		fputs("）", writer->out);
}

void write_state_test(struct writer *writer, unsigned index)
{
	const struct random_field *field = &writer->fields[index];
	bool empty = field->nullable && (!field->inapplicable || chance(writer, 50)), negated = chance(writer, 50);
	fprintf(writer->out, "字段%u %s", index, empty ? (negated ? "已填" : "未填") : negated ? "适用" : "不适用");
}

void write_state_tiers(struct writer *writer, unsigned index, const char *verb, unsigned most)
{
	const struct random_field *field = &writer->fields[index];
	for (int inapplicable = 0; inapplicable < 2; inapplicable++) {
		if (!(inapplicable ? field->inapplicable && !(writer->applies >> index & 1) : field->nullable))
			continue;
		fprintf(writer->out, "        %s %s ", inapplicable ? "不适用" : "未填", verb);
		write_points(writer, most);
		fputc('\n', writer->out);
	}
}
