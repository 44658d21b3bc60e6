#include "runtime/verify.h"

enum { MOST_LEDGERS = 100, MOST_TOTALS = 10000 };

static struct gj_interval slot_range(const struct gj_program *rows, int slot)
{
	return gj_interval_of(rows->slot_low[slot], rows->slot_high[slot]);
}

/* What a total can come to, when `most` rows count at most. */
static struct gj_interval total_range(const struct gj_ledger *ledger, const struct gj_total *total)
{
	struct gj_interval none = gj_interval_of(0, 0), most = gj_interval_of(0, ledger->most);
	if (total->kind == GJ_TOTAL_COUNT)
		return most;
	struct gj_interval value = slot_range(ledger->rows, total->value);
	if (total->kind == GJ_TOTAL_DISTINCT)
		return gj_interval_of(0, gj_least(ledger->most, value.high - value.low + 1));
	return total->kind == GJ_TOTAL_SUM ? gj_interval_hull(none, gj_interval_multiply(value, most)) : value;
}

static bool check_total(struct verifier *verifier, const struct gj_ledger *ledger, const struct gj_total *total, bool *filled)
{
	const struct gj_program *program = verifier->program, *rows = ledger->rows;
	if (!verify_is_index(total->field, program->field_count) || !program->fields[total->field].derived || filled[total->field])
		return verify_fault(verifier, "ledger %s: the field of a total", ledger->name);
	const struct gj_field *field = &program->fields[total->field];
	filled[total->field] = true;
	if (!verify_is_optional_index(total->filter, rows->slot_count) || !verify_is_optional_index(total->value, rows->slot_count)
		|| (total->value == GJ_NONE) != (total->kind == GJ_TOTAL_COUNT))
		return verify_fault(verifier, "ledger %s: the slots of a total", ledger->name);
	if (total->filter != GJ_NONE && !verify_is_boolean(slot_range(rows, total->filter)))
		return verify_fault(verifier, "ledger %s: a condition isn't a boolean", ledger->name);
	if (total->kind == GJ_TOTAL_DISTINCT) {
		struct gj_interval value = slot_range(rows, total->value);
		if (value.low < total->base || value.high - total->base >= GJ_DISTINCT_MOST)
			return verify_fault(verifier, "ledger %s: too many values to tell apart", ledger->name);
	}
	struct gj_interval range = total_range(ledger, total);
	if (range.low < field->low || range.high > field->high || gj_field_last_state(field) != GJ_PRESENT || field->type == GJ_TEXT)
		return verify_fault(verifier, "ledger %s: a total may leave the range of its field", ledger->name);
	return true;
}

static bool check_rows(struct verifier *verifier, const struct gj_ledger *ledger)
{
	const struct gj_program *rows = ledger->rows;
	struct verifier inner = { .program = rows, .arena = verifier->arena };
	bool *needed = gj_arena_alloc(verifier->arena, (rows->slot_count + 1) * sizeof *needed);
	if (!needed)
		return verify_no_memory(verifier);
	for (size_t i = 0; i < rows->slot_count; i++)
		needed[i] = true;
	bool good = verify_fields(&inner) && verify_code(&inner, &rows->score, "ledger's code", needed);
	for (size_t i = 0; i < rows->field_count && good; i++)
		good = !rows->fields[i].derived || verify_fault(&inner, "a ledger's field is derived");
	for (size_t i = 0; i < rows->check_count && good; i++) {
		const struct gj_check *check = &rows->checks[i];
		good = (verify_is_index(check->slot, rows->slot_count) && verify_is_boolean(slot_range(rows, check->slot)))
			|| verify_fault(&inner, "a ledger's check has no boolean");
		for (size_t k = 0; k < check->field_count && good; k++)
			good = verify_is_index(check->fields[k], rows->field_count) || verify_fault(&inner, "a ledger's check reads no field");
	}
	verifier->why = inner.why;
	return good;
}

static bool check_ledger(struct verifier *verifier, const struct gj_ledger *ledger, bool *filled)
{
	if (!check_rows(verifier, ledger))
		return false;
	if (ledger->most < 1 || ledger->most > UINT32_MAX - 1 || ledger->total_count > MOST_TOTALS)
		return verify_fault(verifier, "ledger %s: its size", ledger->name);
	if (ledger->unique != GJ_NONE
		&& (!verify_is_index(ledger->unique, ledger->rows->field_count) || ledger->rows->fields[ledger->unique].type != GJ_TEXT))
		return verify_fault(verifier, "ledger %s: its key", ledger->name);
	bool good = true;
	for (size_t i = 0; i < ledger->total_count && good; i++)
		good = check_total(verifier, ledger, &ledger->totals[i], filled);
	return good;
}

bool verify_ledgers(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	bool *filled = gj_arena_alloc(verifier->arena, (program->field_count + 1) * sizeof *filled), good = program->ledger_count <= MOST_LEDGERS;
	if (!filled)
		return verify_no_memory(verifier);
	if (!good)
		return verify_fault(verifier, "too many ledgers");
	for (size_t i = 0; i < program->ledger_count && good; i++)
		good = check_ledger(verifier, &program->ledgers[i], filled);
	for (size_t i = 0; i < program->field_count && good; i++) {
		bool last = i + 1 == program->field_count || program->fields[i + 1].derived;
		if (program->fields[i].derived && (!filled[i] || !last || program->fields[i].key))
			good = verify_fault(verifier, "field %zu: no total fills it", i);
	}
	return good;
}
