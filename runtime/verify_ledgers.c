#include "runtime/verify.h"

#include <string.h>

enum { MOST_LEDGERS = 100, MOST_TOTALS = 10000 };

static struct gj_interval slot_range(const struct gj_program *rows, int slot)
{
	return gj_interval_of(rows->slot_low[slot], rows->slot_high[slot]);
}

static const struct gj_ledger *ledger_at(const struct verifier *verifier, int index)
{
	return &verifier->program->ledgers[index];
}

/* The most rows of the ledger `index` that one owner can have: those of each row that stands between, times those rows. */
static gj_wide most_rows(const struct verifier *verifier, int index, int owner)
{
	if (owner != GJ_NONE && ledger_at(verifier, owner)->base == index)
		return ledger_at(verifier, index)->most;
	gj_wide most = 1;
	for (int level = index; level != owner; level = ledger_at(verifier, level)->parent)
		most = gj_least(most * ledger_at(verifier, level)->most, INT64_MAX);
	return most;
}

/* What a total can come to, when `most` rows count at most. */
static struct gj_interval total_range(const struct gj_ledger *ledger, const struct gj_total *total, gj_wide most)
{
	struct gj_interval none = gj_interval_of(0, 0), rows = gj_interval_of(0, most);
	if (total->kind == GJ_TOTAL_COUNT || total->text != GJ_NONE)
		return rows;
	struct gj_interval value = slot_range(ledger->rows, total->value);
	switch (total->kind) {
	case GJ_TOTAL_DISTINCT:
	case GJ_TOTAL_VALUES:
	case GJ_TOTAL_RUN:
		return gj_interval_of(0, gj_least(most, value.high - value.low + 1));
	case GJ_TOTAL_GAP:
		return gj_interval_of(0, (gj_wide)total->limit - total->base + 1);
	case GJ_TOTAL_SUM:
	case GJ_TOTAL_TRIMMED:
		return gj_interval_hull(none, gj_interval_multiply(value, rows));
	case GJ_TOTAL_BEST:
		return gj_interval_hull(none, gj_interval_multiply(value, gj_interval_of(0, gj_least(most, total->largest + total->smallest))));
	default:
		return value;
	}
}

static bool has_operand(const struct gj_total *total, char operand)
{
	static const char *const operands[] = {
#define TOTAL(name, dumped, operands, meaning) operands,
#include "runtime/total_kinds.def"
#undef TOTAL
	};
	return strchr(operands[total->kind], operand) != NULL;
}

static bool check_operands(struct verifier *verifier, const struct gj_ledger *ledger, const struct gj_total *total)
{
	const struct gj_program *rows = ledger->rows;
	bool text = total->text != GJ_NONE;
	if (!verify_is_optional_index(total->filter, rows->slot_count) || !verify_is_optional_index(total->value, rows->slot_count)
		|| !verify_is_optional_index(total->key, rows->slot_count) || !verify_is_optional_index(total->text, rows->field_count))
		return verify_fault(verifier, "ledger %s: the slots of a total", ledger->name);
	if ((total->value != GJ_NONE) != (has_operand(total, 'v') && !text) || (total->key != GJ_NONE) != has_operand(total, 'k')
		|| (text && (!has_operand(total, 't') || rows->fields[total->text].type != GJ_TEXT)))
		return verify_fault(verifier, "ledger %s: what a total takes", ledger->name);
	if (total->filter != GJ_NONE && !verify_is_boolean(slot_range(rows, total->filter)))
		return verify_fault(verifier, "ledger %s: a condition isn't a boolean", ledger->name);
	if (total->largest < 0 || total->smallest < 0 || total->largest > GJ_KEPT_MOST || total->smallest > GJ_KEPT_MOST - total->largest)
		return verify_fault(verifier, "ledger %s: too many values to keep", ledger->name);
	if (!has_operand(total, 'b'))
		return true;
	struct gj_interval value = slot_range(rows, total->value);
	return (value.low >= total->base && value.high <= total->limit && (gj_wide)total->limit - total->base < GJ_DISTINCT_MOST)
		|| verify_fault(verifier, "ledger %s: too many values to tell apart", ledger->name);
}

/* Whether rows of the ledger `index` belong, through others or by their groups, to rows of `owner`. */
static bool belongs_to(const struct verifier *verifier, int index, int owner)
{
	if (owner != GJ_NONE && ledger_at(verifier, owner)->base == index)
		return true;
	for (int level = ledger_at(verifier, index)->parent; level != GJ_NONE; level = ledger_at(verifier, level)->parent)
		if (level == owner)
			return true;
	return owner == GJ_NONE;
}

static bool check_total(struct verifier *verifier, int index, const struct gj_total *total, bool **filled)
{
	const struct gj_ledger *ledger = ledger_at(verifier, index);
	if (!verify_is_optional_index(total->owner, verifier->program->ledger_count) || !belongs_to(verifier, index, total->owner))
		return verify_fault(verifier, "ledger %s: the owner of a total", ledger->name);
	const struct gj_program *owner = total->owner == GJ_NONE ? verifier->program : ledger_at(verifier, total->owner)->rows;
	bool *taken = filled[total->owner + 1];
	if (!verify_is_index(total->field, owner->field_count) || !owner->fields[total->field].derived || taken[total->field])
		return verify_fault(verifier, "ledger %s: the field of a total", ledger->name);
	taken[total->field] = true;
	if (!check_operands(verifier, ledger, total))
		return false;
	const struct gj_field *field = &owner->fields[total->field];
	struct gj_interval range = total_range(ledger, total, most_rows(verifier, index, total->owner));
	if (range.low < field->low || range.high > field->high || gj_field_last_state(field) != GJ_PRESENT || field->type == GJ_TEXT)
		return verify_fault(verifier, "ledger %s: a total may leave the range of its field", ledger->name);
	return true;
}

/* A group's fields are those of its base that they are taken from. */
static bool check_group(struct verifier *verifier, const struct gj_ledger *ledger)
{
	const struct gj_ledger *base = ledger_at(verifier, ledger->base);
	if (!ledger->group_count || ledger->group_count > ledger->rows->field_count || ledger->parent != base->parent)
		return verify_fault(verifier, "ledger %s: its groups", ledger->name);
	for (size_t i = 0; i < ledger->group_count; i++) {
		const struct gj_field *made = &ledger->rows->fields[i];
		if (!verify_is_index(ledger->group_fields[i], base->rows->field_count))
			return verify_fault(verifier, "ledger %s: a field of its groups", ledger->name);
		const struct gj_field *from = &base->rows->fields[ledger->group_fields[i]];
		if (made->type != from->type || made->low != from->low || made->high != from->high || made->derived
			|| gj_field_last_state(made) != GJ_PRESENT || gj_field_last_state(from) != GJ_PRESENT)
			return verify_fault(verifier, "ledger %s: a field of its groups", ledger->name);
	}
	for (size_t i = ledger->group_count; i < ledger->rows->field_count; i++)
		if (!ledger->rows->fields[i].derived)
			return verify_fault(verifier, "ledger %s: a field that nothing fills", ledger->name);
	return verify_is_optional_index(ledger->group_filter, base->rows->slot_count)
		&& (ledger->group_filter == GJ_NONE || verify_is_boolean(slot_range(base->rows, ledger->group_filter)))
		? true : verify_fault(verifier, "ledger %s: the condition of its groups", ledger->name);
}

/* Ledgers stand over one another without circles: a parent is read from a file and has a 主键; what is made of another isn't made of itself. */
static bool check_standing(struct verifier *verifier, int index)
{
	const struct gj_program *program = verifier->program;
	const struct gj_ledger *ledger = ledger_at(verifier, index);
	if (!verify_is_optional_index(ledger->parent, program->ledger_count) || !verify_is_optional_index(ledger->base, program->ledger_count))
		return verify_fault(verifier, "ledger %s: the ledger that it belongs to", ledger->name);
	size_t steps = 0;
	for (int level = ledger->parent; level != GJ_NONE && steps <= program->ledger_count; level = ledger_at(verifier, level)->parent, steps++)
		if (!verify_is_index(level, program->ledger_count) || ledger_at(verifier, level)->base != GJ_NONE || ledger_at(verifier, level)->unique == GJ_NONE)
			return verify_fault(verifier, "ledger %s: the ledger that it belongs to", ledger->name);
	size_t bases = 0;
	for (int level = ledger->base; level != GJ_NONE && bases <= program->ledger_count; level = ledger_at(verifier, level)->base, bases++)
		if (!verify_is_index(level, program->ledger_count))
			return verify_fault(verifier, "ledger %s: the ledger that it is made of", ledger->name);
	return (steps <= program->ledger_count && bases <= program->ledger_count) || verify_fault(verifier, "ledger %s belongs to itself", ledger->name);
}

static bool check_rows(struct verifier *verifier, const struct gj_ledger *ledger)
{
	const struct gj_program *rows = ledger->rows;
	struct verifier inner = { .program = rows, .arena = verifier->arena, .keyless = ledger->base != GJ_NONE };
	bool *needed = gj_arena_alloc(verifier->arena, (rows->slot_count + 1) * sizeof *needed);
	if (!needed)
		return verify_no_memory(verifier);
	for (size_t i = 0; i < rows->slot_count; i++)
		needed[i] = true;
	bool good = verify_fields(&inner) && verify_code(&inner, &rows->score, "ledger's code", needed);
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

static bool check_ledger(struct verifier *verifier, int index, bool **filled)
{
	const struct gj_ledger *ledger = ledger_at(verifier, index);
	if (ledger->most < 1 || ledger->most > UINT32_MAX - 1 || ledger->total_count > MOST_TOTALS)
		return verify_fault(verifier, "ledger %s: its size", ledger->name);
	if (ledger->unique != GJ_NONE
		&& (!verify_is_index(ledger->unique, ledger->rows->field_count) || ledger->rows->fields[ledger->unique].type != GJ_TEXT))
		return verify_fault(verifier, "ledger %s: its key", ledger->name);
	bool good = ledger->base == GJ_NONE || check_group(verifier, ledger);
	for (size_t i = 0; i < ledger->total_count && good; i++)
		good = check_total(verifier, index, &ledger->totals[i], filled);
	return good;
}

/* Derived fields stand last, and each is filled by a total or a ranking. */
static bool check_derived(struct verifier *verifier, const struct gj_program *program, const bool *filled)
{
	for (size_t i = 0; i < program->field_count; i++) {
		bool last = i + 1 == program->field_count || program->fields[i + 1].derived;
		if (program->fields[i].derived && (!filled[i] || !last || program->fields[i].key))
			return verify_fault(verifier, "field %zu: no total fills it", i);
	}
	return true;
}

/* Of the standard (at 0) and of each ledger: which of its fields totals fill. NULL when memory is out. */
static bool **make_filled(const struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	bool **filled = gj_arena_alloc(verifier->arena, (program->ledger_count + 1) * sizeof *filled);
	for (size_t i = 0; filled && i <= program->ledger_count; i++) {
		const struct gj_program *rows = i ? program->ledgers[i - 1].rows : program;
		if (!(filled[i] = gj_arena_alloc(verifier->arena, rows->field_count + 1)))
			return NULL;
	}
	return filled;
}

bool verify_ledgers(struct verifier *verifier)
{
	const struct gj_program *program = verifier->program;
	if (program->ledger_count > MOST_LEDGERS)
		return verify_fault(verifier, "too many ledgers");
	bool **filled = make_filled(verifier), good = true;
	if (!filled)
		return verify_no_memory(verifier);
	for (size_t i = 0; i < program->ranking_count; i++)
		filled[0][program->rankings[i].field] = filled[0][program->rankings[i].count_field] = true;
	for (size_t i = 0; i < program->ledger_count && good; i++)
		good = check_standing(verifier, (int)i) && check_rows(verifier, &program->ledgers[i]);
	for (size_t i = 0; i < program->ledger_count && good; i++)
		good = check_ledger(verifier, (int)i, filled);
	for (size_t i = 0; i <= program->ledger_count && good; i++)
		good = check_derived(verifier, i ? program->ledgers[i - 1].rows : program, filled[i]);
	return good;
}
