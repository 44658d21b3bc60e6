/* --dump=ir: one value a line. */
#include "ir_build.h"

#include <string.h>

static void print_wide(FILE *out, __int128 value)
{
	fprintf(out, "%lld", (long long)value);
}

static void print_value(const struct ir *ir, size_t index, FILE *out)
{
	const struct ir_value *value = &ir->values[index];
	const char *used = ir_operands(value->op);
	const ir_ref operands[] = { value->a, value->b, value->c };
	fprintf(out, "%%%zu = %s", index, ir_name(value->op));
	for (size_t i = 0; i < 3; i++)
		if (strchr(used, "abc"[i]))
			fprintf(out, " %%%d", (int)operands[i]);
	if (strchr(used, 'k'))
		fprintf(out, " %lld", (long long)value->k);
	fputs(value->boolean ? " 是否 [" : " [", out);
	print_wide(out, value->low);
	fputs("..", out);
	print_wide(out, value->high);
	fputs("]", out);
	if (value->span.end > value->span.start)
		fprintf(out, " ; 字节 %u-%u", (unsigned)value->span.start, (unsigned)value->span.end);
	fputc('\n', out);
}

void ir_dump(const struct ir *ir, FILE *out)
{
	for (size_t i = 0; i < ir->value_count; i++)
		print_value(ir, i, out);
	for (size_t slot = 0; slot < ir->program->slot_count; slot++)
		fprintf(out, "slot %zu = %%%d%s\n", slot, (int)ir->slots[slot], ir->ledger_only[slot] ? " ; 仅明细" : "");
}
