#include "witness.h"

static struct witness *witness_new(struct gj_arena *arena, enum claim claim)
{
	struct witness *witness = gj_arena_alloc(arena, sizeof *witness);
	witness->claim = claim;
	return witness;
}

struct witness *witness_of_row(const struct decider *decider, enum claim claim, const struct row *row)
{
	struct witness *witness = witness_new(decider->arena, claim);
	for (size_t i = 0; i < row->count; i++) {
		const struct gj_field *field = &decider->model->fields[row->cells[i].field].field;
		if (field->derived) /* no table has it */
			return NULL;
		witness->cells[i].field = field->name;
		witness->cells[i].value = cell_text(decider, &row->cells[i], false);
		witness->cell_count++;
	}
	return witness;
}

struct witness *witness_of_value(struct gj_arena *arena, enum claim claim, const char *value)
{
	struct witness *witness = witness_new(arena, claim);
	witness->value = value;
	return witness;
}

void witness_add_span(struct witness *witness, struct span span)
{
	if (witness)
		witness->spans[witness->span_count++] = span;
}

const char *claim_name(enum claim claim)
{
	static const char *const names[] = {"holds", "not positive", "negative", "no band", "bands"};
	return names[claim];
}
