/* Conditions on numbers that take more than a comparison. */
#include "random_writer.h"

static const char *order(struct writer *writer)
{
	static const char *const words[] = {" 不低于 ", " 不超过 ", " 超过 ", " 低于 ", " = ", " ≠ "};
	return words[below(writer, 6)];
}

static void write_member(struct writer *writer, unsigned index)
{
	unsigned count = 1 + below(writer, 5);
	fprintf(writer->out, "字段%u 属于 （", index);
	for (unsigned i = 0; i < count; i++) {
		fputs(i ? "、" : "", writer->out);
		write_literal(writer, &writer->fields[index]);
	}
	fputs("）", writer->out);
}

void write_number_test(struct writer *writer, unsigned index)
{
	const struct random_field *field = &writer->fields[index];
	switch (below(writer, 4)) {
	case 0:
		write_member(writer, index);
		break;
	case 1:
		fprintf(writer->out, "绝对值（字段%u - ", index);
		write_literal(writer, field);
		fprintf(writer->out, "）%s", order(writer));
		write_literal(writer, field);
		break;
	case 2:
		fprintf(writer->out, "每满 %u%s 最大（0、字段%u）%s%u", 1 + below(writer, 12), field->unit, index, order(writer), below(writer, 9));
		break;
	default:
		fprintf(writer->out, "字段%u ÷ 最大（0、字段%u） 除数为零 为 %u.%u%s%u.%u", index, index, below(writer, 3), below(writer, 10), order(writer),
			below(writer, 2), below(writer, 10));
	}
}
