/* Parts that may not apply: what is declared of them, and on what they depend. What a waiver rules out needs no guard inside the part. */
#include "random_writer.h"

void write_waiving(struct writer *writer, unsigned percent)
{
	if (writer->has_waivers && chance(writer, percent))
		fputs(chance(writer, 60) ? " 不适用 折算" : " 不适用 计满分", writer->out);
}

static bool write_state_waiver(struct writer *writer)
{
	unsigned index = below(writer, writer->field_count);
	if (!writer->fields[index].inapplicable)
		return false;
	fprintf(writer->out, "字段%u 不适用", index);
	writer->applies |= 1u << index;
	return true;
}

void write_waiver(struct writer *writer, unsigned percent)
{
	if (!writer->has_waivers || !chance(writer, percent))
		return;
	fputs("  不适用 若 ", writer->out);
	if (!write_state_waiver(writer))
		write_condition(writer, 1);
	fputs(chance(writer, 30) ? " “缺项”\n" : "\n", writer->out);
}

void write_waiver_behind(struct writer *writer, const char *word)
{
	if (!writer->has_waivers || !chance(writer, 8))
		return;
	fprintf(writer->out, "  %s 若 ", word);
	write_condition(writer, 1);
	fputc('\n', writer->out);
}
